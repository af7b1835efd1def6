//! What a package is of: a course, some of it, or a self-assessment.

use super::Failure;
use crate::diagnostic::nearest;
use crate::model::{AssessmentId, Course, CourseId, LessonId, Site};

/// What goes into a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A whole course.
    Course(CourseId),
    /// The lessons of one unit, as an index into the course's units.
    Unit(CourseId, usize),
    /// One lesson.
    Lesson(LessonId),
    /// A self-assessment.
    Assessment(AssessmentId),
}

impl What {
    /// What is named `asked`: `course:ID`, `unit:COURSE/ID`, `lesson:COURSE/ID` or `assessment:ID`; left out, the first
    /// course.
    pub fn find(site: &Site, asked: Option<&str>) -> Result<Self, Failure> {
        let all = Self::all(site);
        let Some(asked) = asked else {
            let first = all.first().filter(|(_, what)| matches!(what, Self::Course(_)));
            return first.map(|(_, what)| *what).ok_or_else(|| {
                Failure::usage(format!("There is no course. Say what to pack. {}", listed(&all, None)))
            });
        };
        let asked = asked.trim();
        if let Some((_, what)) = all.iter().find(|(name, _)| name == asked) {
            return Ok(*what);
        }
        let near = nearest(asked, all.iter().map(|(name, _)| name.as_str()));
        let near = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
        let kind = asked.split_once(':').map(|(kind, _)| kind);
        Err(Failure::usage(format!("There is no “{asked}”.{near} {}", listed(&all, kind))))
    }

    /// Everything that can be packed, with its name; courses first.
    fn all(site: &Site) -> Vec<(String, Self)> {
        let mut all: Vec<Self> = (0..site.courses.len()).map(Self::Course).collect();
        for (id, course) in site.courses.iter().enumerate() {
            all.extend((0..course.units.len()).map(|unit| Self::Unit(id, unit)));
            all.extend((0..course.lessons.len()).map(|lesson| Self::Lesson(LessonId { course: id, lesson })));
        }
        all.extend((0..site.assessments.len()).map(Self::Assessment));
        all.into_iter().map(|what| (what.name(site), what)).collect()
    }

    /// The name it is asked for by: `course:ID`, `unit:COURSE/ID`, `lesson:COURSE/ID`, `assessment:ID`.
    pub fn name(self, site: &Site) -> String {
        let course = |id: CourseId| &site.courses[id].id;
        match self {
            Self::Course(id) => format!("course:{}", course(id)),
            Self::Unit(id, unit) => format!("unit:{}/{}", course(id), site.courses[id].units[unit].id),
            Self::Lesson(id) => format!("lesson:{}/{}", course(id.course), site.lesson(id).id),
            Self::Assessment(id) => format!("assessment:{}", site.assessments[id].id),
        }
    }

    /// Its title.
    pub fn title(self, site: &Site) -> &str {
        match self {
            Self::Course(id) => &site.courses[id].title,
            Self::Unit(id, unit) => &site.courses[id].units[unit].title,
            Self::Lesson(id) => &site.lesson(id).title,
            Self::Assessment(id) => &site.assessments[id].title,
        }
    }

    /// Its name in file names: `course-foundations`.
    pub fn file_name(self, site: &Site) -> String {
        match self {
            Self::Course(id) => site.courses[id].id.clone(),
            Self::Unit(id, unit) => format!("{}-{}", site.courses[id].id, site.courses[id].units[unit].id),
            Self::Lesson(id) => format!("{}-{}", site.courses[id.course].id, site.lesson(id).id),
            Self::Assessment(id) => site.assessments[id].id.clone(),
        }
    }

    /// The course it is from, with those of its lessons that are meant, in order.
    pub fn lessons(self, site: &Site) -> Option<(&Course, Vec<usize>)> {
        let all = |id: CourseId| (0..site.courses[id].lessons.len()).collect();
        match self {
            Self::Course(id) => Some((&site.courses[id], all(id))),
            Self::Unit(id, unit) => Some((&site.courses[id], site.courses[id].units[unit].lessons.clone())),
            Self::Lesson(id) => Some((&site.courses[id.course], vec![id.lesson])),
            Self::Assessment(_) => None,
        }
    }
}

/// The names there are; where a kind was meant, those of that kind.
fn listed(all: &[(String, What)], kind: Option<&str>) -> String {
    let is = |name: &str| kind.is_some_and(|kind| name.split_once(':').is_some_and(|(of, _)| of == kind));
    let known = all.iter().any(|(name, _)| is(name));
    let names = all.iter().map(|(name, _)| name.as_str());
    // Without a kind, units and lessons would make a long list of it.
    let names: Vec<&str> = names
        .filter(
            |name| if known { is(name) } else { !name.starts_with("unit:") && !name.starts_with("lesson:") },
        )
        .collect();
    if names.is_empty() {
        "There is nothing to pack.".to_owned()
    } else {
        format!("There are: {}.", names.join(", "))
    }
}
