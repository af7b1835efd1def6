//! Courses: the list, a course's home, its units, its reading list and its syllabus.

use super::Maker;
use super::address::{course as course_address, lesson as lesson_address};
use super::context::{
    CoursePage, CoursePages, CourseRow, Courses, Html, LessonInfo, Link, Named, ReadingInfo, Readings,
    UnitInfo, UnitPage,
};
use super::prose::Text;
use crate::model::{Course, CourseId, Lesson, LessonId, Reading, Unit};
use crate::source::Passage;

impl Maker<'_> {
    pub(super) fn courses(&self) -> Courses {
        Courses { courses: (0..self.site.courses.len()).map(|id| self.course_row(id)).collect() }
    }

    pub(super) fn course_row(&self, id: CourseId) -> CourseRow {
        let course = &self.site.courses[id];
        let checks = course.checks.iter().filter(|check| check.lesson.is_some());
        let address = |page: &str| course_address(&course.id, page);
        CourseRow {
            named: self.course(id),
            units: course.units.len(),
            lessons: course.lessons.len(),
            minutes: course.minutes(),
            checks: checks.clone().count(),
            questions: checks.map(|check| check.questions.len()).sum(),
            vignettes: course.vignettes.iter().filter(|vignette| vignette.lesson.is_some()).count(),
            pages: CoursePages {
                readings: has_readings(course).then(|| address("readings")),
                syllabus: address("syllabus"),
                coverage: address("coverage"),
                coverage_csv: format!("courses/{}/coverage.csv", super::address::file_name(&course.id)),
            },
        }
    }

    pub(super) fn course_page(&self, id: CourseId) -> CoursePage {
        let course = &self.site.courses[id];
        let text = Text { prose: &course.prose, path: &course.path, headings: &course.headings, shift: 0 };
        let audience = course.audience.as_ref();
        CoursePage {
            course: self.course_row(id),
            audience_html: audience.map_or_else(Html::default, |text| self.prose.passage(text, &course.path)),
            outcomes_html: self.lines(&course.outcomes, &course.path),
            html: self.prose.whole(text),
            rights: course.rights.clone(),
            readings: self.readings(&course.readings, &course.path),
            units: (0..course.units.len()).map(|unit| self.unit(id, unit)).collect(),
            coverage: self.coverage_counts(id),
        }
    }

    pub(super) fn readings_page(&self, id: CourseId) -> Readings {
        let course = &self.site.courses[id];
        Readings {
            course: self.course_row(id),
            readings: self.readings(&course.readings, &course.path),
            units: (0..course.units.len()).map(|unit| self.unit(id, unit)).collect(),
        }
    }

    pub(super) fn unit_page(&self, id: CourseId, unit: usize) -> UnitPage {
        let units = &self.site.courses[id].units;
        UnitPage {
            course: self.course(id),
            unit: self.unit(id, unit),
            previous: unit.checked_sub(1).map(|unit| self.unit_named(id, unit)),
            next: (unit + 1 < units.len()).then(|| self.unit_named(id, unit + 1)),
        }
    }

    /// A unit as a line.
    pub(super) fn unit_named(&self, id: CourseId, unit: usize) -> Named {
        let course = &self.site.courses[id];
        let unit = &course.units[unit];
        Named {
            id: unit.id.clone(),
            title: unit.title.clone(),
            address: unit_address(course, unit),
            summary: unit.summary.clone().unwrap_or_default(),
        }
    }

    fn unit(&self, id: CourseId, at: usize) -> UnitInfo {
        let course = &self.site.courses[id];
        let unit = &course.units[at];
        let before = unit.prerequisites.iter().map(|unit| {
            let named = self.unit_named(id, *unit);
            Link { title: named.title, address: named.address }
        });
        UnitInfo {
            named: self.unit_named(id, at),
            number: at + 1,
            minutes: unit.lessons.iter().map(|lesson| course.lessons[*lesson].minutes).sum(),
            outcomes_html: self.lines(&unit.outcomes, &course.path),
            prerequisites: before.collect(),
            readings: self.readings(&unit.readings, &course.path),
            lessons: unit
                .lessons
                .iter()
                .map(|lesson| self.lesson_info(LessonId { course: id, lesson: *lesson }))
                .collect(),
        }
    }

    /// A lesson without its text.
    pub(super) fn lesson_info(&self, id: LessonId) -> LessonInfo {
        let lesson = self.site.lesson(id);
        let before = lesson.prerequisites.iter().map(|before| {
            let named = self.lesson(LessonId { course: id.course, lesson: *before });
            Link { title: named.title, address: named.address }
        });
        let beside = |name| (!lesson.checks.is_empty()).then(|| lesson_address(self.site, id, name));
        LessonInfo {
            named: self.lesson(id),
            number: id.lesson + 1,
            minutes: lesson.minutes,
            prerequisites: before.collect(),
            checks: lesson.checks.len(),
            vignettes: lesson.vignettes.len(),
            outcomes_html: self.lines(&lesson.outcomes, &lesson.path),
            readings: self.readings(&lesson.readings, &lesson.path),
            taught: self.tops(lesson).map(|node| self.link(node)).collect(),
            worksheet: beside("-worksheet"),
            key: beside("-key"),
        }
    }

    /// The statements that a lesson teaches, without those under another that it teaches.
    fn tops<'l>(&'l self, lesson: &'l Lesson) -> impl Iterator<Item = usize> + 'l {
        lesson.taught.iter().copied().filter(|node| {
            let parent = self.site.nodes[*node].parent;
            parent.is_none_or(|parent| lesson.taught.binary_search(&parent).is_err())
        })
    }

    /// Texts on one line each, without paragraphs around them.
    pub(super) fn lines(&self, passages: &[Passage], path: &str) -> Vec<Html> {
        passages.iter().map(|passage| self.prose.passage(passage, path)).collect()
    }

    fn readings(&self, readings: &[Reading], path: &str) -> Vec<ReadingInfo> {
        let readings = readings.iter();
        readings
            .map(|reading| ReadingInfo {
                html: self.prose.passage(&reading.text, path),
                url: reading.url.clone(),
                note: reading.note.clone(),
                optional: reading.optional,
            })
            .collect()
    }
}

pub(super) fn unit_address(course: &Course, unit: &Unit) -> String {
    course_address(&course.id, &format!("unit-{}", unit.id))
}

/// Whether there is anything to read in a course.
pub(super) fn has_readings(course: &Course) -> bool {
    !course.readings.is_empty()
        || course.units.iter().any(|unit| !unit.readings.is_empty())
        || course.lessons.iter().any(|lesson| !lesson.readings.is_empty())
}
