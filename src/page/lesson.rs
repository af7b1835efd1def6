//! A lesson with its checks and vignettes, its worksheet and the key to it.

use super::Maker;
use super::context::{
    ActivityInfo, Block, CheckInfo, ChoiceInfo, Html, ItemInfo, LessonPage, OptionInfo, PairInfo,
    QuestionInfo, RightInfo, SceneInfo, VignetteInfo, Worksheet,
};
use super::prose::{Stretch, Text};
use crate::model::{Ask, Check, Choice, CourseId, Embed, LessonId, Pair, Question, Scene, Vignette};
use crate::source::Passage;

/// How many letters of what was chosen a closed select shows on a phone.
const CLOSED: usize = 20;

impl Maker<'_> {
    pub(super) fn lesson_page(&self, id: LessonId) -> LessonPage {
        let lesson = self.site.lesson(id);
        let text = Text { prose: &lesson.prose, path: &lesson.path, headings: &lesson.headings, shift: 0 };
        let blocks = self.prose.with_embeds(text).into_iter().map(|stretch| self.block(stretch));
        let activities = lesson.activities.iter().map(|activity| ActivityInfo {
            title: activity.title.clone(),
            minutes: activity.minutes,
            html: self.prose.passage(&activity.text, &lesson.path),
        });
        let other = |lesson| self.lesson(LessonId { lesson, ..id });
        let last = self.site.courses[id.course].lessons.len() - 1;
        LessonPage {
            course: self.course_row(id.course),
            unit: self.unit_named(id.course, lesson.unit),
            lesson: self.lesson_info(id),
            blocks: blocks.collect(),
            activities: activities.collect(),
            discussion_html: self.lines(&lesson.discussion, &lesson.path),
            previous: id.lesson.checked_sub(1).map(other),
            next: (id.lesson < last).then(|| other(id.lesson + 1)),
        }
    }

    /// What a worksheet asks, and what its key answers.
    pub(super) fn worksheet(&self, id: LessonId) -> Worksheet {
        let checks = self.site.lesson(id).checks.iter();
        Worksheet {
            course: self.course_row(id.course),
            lesson: self.lesson_info(id),
            checks: checks.map(|check| self.check(id.course, *check)).collect(),
        }
    }

    fn block(&self, stretch: Stretch) -> Block {
        let mut block = Block::default();
        match stretch {
            Stretch::Html(html) => block.html = Some(html.into()),
            Stretch::Embed(Embed::Check(course, check)) => block.check = Some(self.check(course, check)),
            Stretch::Embed(Embed::Vignette(course, vignette)) => {
                block.vignette = Some(self.vignette(&self.site.courses[course].vignettes[vignette]));
            }
            Stretch::Embed(Embed::Assessment(id)) => block.assessment = Some(self.assessment_row(id)),
            // Statements are part of the prose.
            Stretch::Embed(Embed::Statement(_)) => {}
        }
        block
    }

    fn check(&self, course: CourseId, check: usize) -> CheckInfo {
        let check = &self.site.courses[course].checks[check];
        let questions = (1..).zip(&check.questions);
        CheckInfo {
            id: check.id.clone(),
            title: check.title.clone(),
            questions: questions.map(|(number, question)| self.question(check, question, number)).collect(),
        }
    }

    fn question(&self, check: &Check, question: &Question, number: usize) -> QuestionInfo {
        let html = |passage: &Passage| self.prose.passage(passage, &check.path);
        let mut info = QuestionInfo {
            id: question.id.clone(),
            number,
            kind: question.ask.kind(),
            html: html(&question.text),
            see: question.see.iter().map(|node| self.link(*node)).collect(),
            options: Vec::new(),
            pairs: Vec::new(),
            rights: Vec::new(),
            rights_listed: false,
            items: Vec::new(),
            consider_html: Html::default(),
        };
        let seed = format!("{}/{}", check.id, question.id);
        match &question.ask {
            Ask::Single(choices) | Ask::Multiple(choices) => {
                let option = |(value, choice): (usize, &Choice)| OptionInfo {
                    value: value.to_string(),
                    html: html(&choice.text),
                    right: choice.right,
                    feedback_html: html(&choice.feedback),
                };
                info.options = choices.iter().enumerate().map(option).collect();
            }
            Ask::TrueFalse { answer, if_true, if_false } => {
                let option = |value: bool, feedback| OptionInfo {
                    value: value.to_string(),
                    html: Html::default(),
                    right: value == *answer,
                    feedback_html: html(feedback),
                };
                info.options = vec![option(true, if_true), option(false, if_false)];
            }
            Ask::Matching { pairs, distractors } => {
                let rights: Vec<&Passage> = pairs.iter().map(|pair| &pair.right).chain(distractors).collect();
                let order = shuffled(rights.len(), &seed);
                let right = |(value, at): (usize, &usize)| RightInfo {
                    value,
                    letter: letter(value),
                    words: rights[*at].words(),
                    html: html(rights[*at]),
                };
                info.rights = order.iter().enumerate().map(right).collect();
                info.rights_listed = info.rights.iter().any(|right| right.words.chars().count() > CLOSED);
                let pair = |(value, pair): (usize, &Pair)| {
                    let right = order.iter().position(|at| *at == value).unwrap_or_default();
                    PairInfo {
                        value,
                        html: html(&pair.left),
                        right,
                        letter: letter(right),
                        feedback_html: html(&pair.feedback),
                    }
                };
                info.pairs = pairs.iter().enumerate().map(pair).collect();
            }
            Ask::Ordering(steps) => {
                let item = |at: usize| ItemInfo {
                    value: at,
                    place: at + 1,
                    html: html(&steps[at].text),
                    feedback_html: html(&steps[at].feedback),
                };
                info.items = shuffled(steps.len(), &seed).into_iter().map(item).collect();
            }
            Ask::Reflection { consider } => info.consider_html = html(consider),
        }
        info
    }

    fn vignette(&self, vignette: &Vignette) -> VignetteInfo {
        let html = |passage: &Passage| self.prose.passage(passage, &vignette.path);
        let scenes = &vignette.scenes;
        // The scene it begins with comes first, wherever it was written.
        let mut order: Vec<usize> = (0..scenes.len()).collect();
        order.sort_by_key(|at| *at != vignette.start);
        let number = |scene: usize| order.iter().position(|at| *at == scene).unwrap_or_default() + 1;
        let info = |(index, scene): (usize, &Scene)| SceneInfo {
            id: scene.id.clone(),
            number: index + 1,
            html: html(&scene.text),
            ending: scene.moves.is_empty(),
            choices: scene
                .moves
                .iter()
                .enumerate()
                .map(|(value, step)| ChoiceInfo {
                    value,
                    html: self.prose.unlinked(&step.text, &vignette.path),
                    to: scenes[step.to].id.clone(),
                    to_number: number(step.to),
                    feedback_html: html(&step.feedback),
                })
                .collect(),
        };
        VignetteInfo {
            id: vignette.id.clone(),
            title: vignette.title.clone(),
            summary: vignette.summary.clone(),
            start: scenes.get(vignette.start).map(|scene| scene.id.clone()).unwrap_or_default(),
            scenes: order.iter().map(|at| &scenes[*at]).enumerate().map(info).collect(),
        }
    }
}

/// A, B, C … Z, AA
fn letter(index: usize) -> String {
    let last = char::from(b'A' + u8::try_from(index % 26).unwrap_or_default());
    if index < 26 { last.to_string() } else { format!("{}{last}", letter(index / 26 - 1)) }
}

/// The numbers from 0 in an order that depends on nothing but `seed`, and is not the one from the least to the most.
fn shuffled(count: usize, seed: &str) -> Vec<usize> {
    // FNV-1a, then xorshift.
    let hash = seed.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut state = hash | 1;
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let below = u64::try_from(last + 1).unwrap_or(u64::MAX);
        order.swap(last, usize::try_from(state % below).unwrap_or_default());
    }
    if order.is_sorted() && count > 1 {
        order.rotate_left(1);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::{letter, shuffled};

    #[test]
    fn an_order_is_another_and_always_the_same() {
        for count in 2..9 {
            let order = shuffled(count, "check/question");
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..count).collect::<Vec<_>>());
            assert_ne!(order, sorted);
            assert_eq!(order, shuffled(count, "check/question"));
        }
        assert!(shuffled(0, "").is_empty());
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 52].map(letter), ["A", "Z", "AA", "BA"]);
    }
}
