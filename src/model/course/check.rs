//! Checks: questions that can be answered, each in the way of its kind.

use std::collections::HashMap;

use super::{Ask, Check, Choice, Pair, Question, Step};
use crate::diagnostic::{Diagnostic, Problem, Tallied};
use crate::model::Site;
use crate::model::build::unknown_code;
use crate::model::ids::{check_file_name, check_ids};
use crate::model::reference::normal;
use crate::source::course::{CheckYaml, QuestionKind, QuestionYaml};
use crate::source::{Document, Passage};

pub(super) fn check(site: &Site, document: &Document<CheckYaml>, diagnostics: &mut Tallied) -> Check {
    let yaml = &document.yaml;
    check_file_name(document, "check", diagnostics);
    if yaml.questions.is_empty() && !document.mended {
        let problem = Problem::EmptyValue { key: "questions".to_owned(), needed: true };
        diagnostics.push(Diagnostic::at(document.yaml_place(&["questions"]), problem));
    }
    let ids = yaml.questions.iter().map(|question| question.id.as_str());
    check_ids(document, "question", "questions", ids, diagnostics);
    let questions = yaml.questions.iter().enumerate().filter_map(|(index, yaml)| {
        QuestionReader { site, document, yaml, index: index.to_string(), diagnostics }.read()
    });
    Check {
        id: document.stem().to_owned(),
        title: yaml.title.clone(),
        questions: questions.collect(),
        path: document.path.clone(),
        lesson: None,
    }
}

/// Reads one question of a check.
struct QuestionReader<'r> {
    site: &'r Site,
    document: &'r Document<CheckYaml>,
    yaml: &'r QuestionYaml,
    index: String,
    diagnostics: &'r mut Tallied,
}

impl QuestionReader<'_> {
    fn tell(&mut self, way: &[&str], problem: Problem) {
        let way = [&["questions", self.index.as_str()], way].concat();
        self.diagnostics.push(Diagnostic::at(self.document.yaml_place(&way), problem));
    }

    fn line(&mut self, way: &[&str], text: &str) -> Passage {
        let way = [&["questions", self.index.as_str()], way].concat();
        self.document.inline(&way, text, self.diagnostics)
    }

    fn read(mut self) -> Option<Question> {
        let yaml = self.yaml;
        let text = self.line(&["question"], &yaml.question);
        let mut see = Vec::new();
        for (index, code) in yaml.statements.iter().enumerate() {
            if let Some(node) = self.site.index.code(code) {
                see.push(node);
            } else {
                let problem = unknown_code(&self.site.index, code);
                self.tell(&["statements", &index.to_string()], problem);
            }
        }
        if !self.document.mended {
            self.check_keys();
        }
        Some(Question { id: yaml.id.clone(), text, see, ask: self.ask()? })
    }

    /// Keys of other kinds have nothing to say here.
    fn check_keys(&mut self) {
        let yaml = self.yaml;
        let keys = keys_of(yaml.kind);
        let present = [
            ("options", yaml.options.is_some()),
            ("answer", yaml.answer.is_some()),
            ("feedback-true", yaml.feedback_true.is_some()),
            ("feedback-false", yaml.feedback_false.is_some()),
            ("pairs", yaml.pairs.is_some()),
            ("distractors", yaml.distractors.is_some()),
            ("items", yaml.items.is_some()),
            ("consider", yaml.consider.is_some()),
        ];
        for (key, _) in present.into_iter().filter(|(key, present)| *present && !keys.contains(key)) {
            let (key_owned, kind) = (key.to_owned(), name_of(yaml.kind));
            let problem = Problem::KeyOfOtherKind { key: key_owned, kind, keys: keys.to_vec() };
            self.tell(&[key], problem);
        }
    }

    /// A key that a question of this kind needs.
    fn needed<'y, T>(&mut self, key: &str, value: Option<&'y T>, example: &str) -> Option<&'y T> {
        if value.is_none() && !self.document.mended {
            let problem = Problem::MissingKey { key: key.to_owned(), example: format!("{key}: {example}") };
            self.tell(&["id"], problem);
        }
        value
    }

    fn ask(&mut self) -> Option<Ask> {
        let yaml = self.yaml;
        Some(match yaml.kind {
            QuestionKind::Single | QuestionKind::Multiple => {
                let choices = self.choices()?;
                if yaml.kind == QuestionKind::Single { Ask::Single(choices) } else { Ask::Multiple(choices) }
            }
            QuestionKind::TrueFalse => {
                let answer = self.needed("answer", yaml.answer.as_ref(), "true");
                let if_true = self.needed(
                    "feedback-true",
                    yaml.feedback_true.as_ref(),
                    "What those read who said true.",
                );
                let if_false = self.needed(
                    "feedback-false",
                    yaml.feedback_false.as_ref(),
                    "What those read who said false.",
                );
                let (answer, if_true, if_false) = (*answer?, if_true?, if_false?);
                let if_true = self.line(&["feedback-true"], if_true);
                let if_false = self.line(&["feedback-false"], if_false);
                Ask::TrueFalse { answer, if_true, if_false }
            }
            QuestionKind::Matching => self.matching()?,
            QuestionKind::Ordering => {
                let items = self.needed("items", yaml.items.as_ref(), "[{text: …, feedback: …}]")?;
                self.check_count("items", "items", items.len(), 3, 8);
                self.check_twice(answers("items", Some("text"), items.iter().map(|item| &item.text)));
                let steps = items.iter().enumerate().map(|(index, item)| {
                    let index = index.to_string();
                    Step {
                        text: self.line(&["items", &index, "text"], &item.text),
                        feedback: self.line(&["items", &index, "feedback"], &item.feedback),
                    }
                });
                Ask::Ordering(steps.collect())
            }
            QuestionKind::Reflection => {
                let consider =
                    self.needed("consider", yaml.consider.as_ref(), "What to think about after writing.")?;
                let way = ["questions", &self.index, "consider"];
                Ask::Reflection { consider: self.document.block(&way, consider) }
            }
        })
    }

    fn choices(&mut self) -> Option<Vec<Choice>> {
        let example = "[{text: …, right: true, feedback: …}, {text: …, feedback: …}]";
        let options = self.needed("options", self.yaml.options.as_ref(), example)?;
        self.check_count("options", "answers", options.len(), 2, 10);
        let several = self.yaml.kind == QuestionKind::Multiple;
        let right = options.iter().filter(|option| option.right).count();
        if !self.document.mended && options.len() > 1 {
            let problem = match right {
                0 => Some(Problem::NoRightAnswer { several }),
                1 => None,
                count if !several => Some(Problem::SeveralRightAnswers { count }),
                count if count == options.len() => Some(Problem::NoWrongAnswer),
                _ => None,
            };
            if let Some(problem) = problem {
                self.tell(&["options"], problem);
            }
        }
        self.check_twice(answers("options", Some("text"), options.iter().map(|option| &option.text)));
        let choices = options.iter().enumerate().map(|(index, option)| {
            let index = index.to_string();
            Choice {
                text: self.line(&["options", &index, "text"], &option.text),
                right: option.right,
                feedback: self.line(&["options", &index, "feedback"], &option.feedback),
            }
        });
        Some(choices.collect())
    }

    fn matching(&mut self) -> Option<Ask> {
        let example = "[{left: …, right: …, feedback: …}, {left: …, right: …, feedback: …}]";
        let pairs = self.needed("pairs", self.yaml.pairs.as_ref(), example)?;
        self.check_count("pairs", "pairs", pairs.len(), 2, 8);
        let distractors = self.yaml.distractors.as_deref().unwrap_or_default();
        self.check_twice(answers("pairs", Some("left"), pairs.iter().map(|pair| &pair.left)));
        let rights = answers("pairs", Some("right"), pairs.iter().map(|pair| &pair.right));
        self.check_twice(rights.chain(answers("distractors", None, distractors.iter())));
        let read = pairs.iter().enumerate().map(|(index, pair)| {
            let index = index.to_string();
            Pair {
                left: self.line(&["pairs", &index, "left"], &pair.left),
                right: self.line(&["pairs", &index, "right"], &pair.right),
                feedback: self.line(&["pairs", &index, "feedback"], &pair.feedback),
            }
        });
        let pairs = read.collect();
        let distractors = distractors.iter().enumerate();
        let distractors =
            distractors.map(|(index, text)| self.line(&["distractors", &index.to_string()], text)).collect();
        Some(Ask::Matching { pairs, distractors })
    }

    fn check_count(&mut self, key: &str, what: &'static str, count: usize, least: usize, most: usize) {
        if !(least..=most).contains(&count) && !self.document.mended {
            self.tell(&[key], Problem::AnswerCount { what, count, least, most });
        }
    }

    /// Answers that read the same can't be told apart.
    fn check_twice<'y>(&mut self, answers: impl Iterator<Item = Answer<'y>>) {
        let mut seen: HashMap<String, Answer<'_>> = HashMap::new();
        for answer in answers {
            let Some(first) = seen.insert(normal(answer.text), answer) else { continue };
            let place = |answer: Answer<'_>| {
                let index = answer.index.to_string();
                let way = ["questions", &self.index, answer.list, &index].into_iter().chain(answer.key);
                self.document.yaml_place(&way.collect::<Vec<_>>())
            };
            let problem = Problem::DuplicateAnswer { answer: answer.text.to_owned() };
            let diagnostic = Diagnostic::at(place(answer), problem);
            self.diagnostics.push(diagnostic.with_related(place(first), "the first one is here"));
        }
    }
}

/// An answer as it is written: in which list, at which place, under which key.
#[derive(Clone, Copy)]
struct Answer<'y> {
    list: &'static str,
    index: usize,
    key: Option<&'static str>,
    text: &'y str,
}

fn answers<'y>(
    list: &'static str,
    key: Option<&'static str>,
    texts: impl Iterator<Item = &'y String>,
) -> impl Iterator<Item = Answer<'y>> {
    texts.enumerate().map(move |(index, text)| Answer { list, index, key, text })
}

/// The keys that say how a question of this kind is answered.
fn keys_of(kind: QuestionKind) -> &'static [&'static str] {
    match kind {
        QuestionKind::Single | QuestionKind::Multiple => &["options"],
        QuestionKind::TrueFalse => &["answer", "feedback-true", "feedback-false"],
        QuestionKind::Matching => &["pairs", "distractors"],
        QuestionKind::Ordering => &["items"],
        QuestionKind::Reflection => &["consider"],
    }
}

fn name_of(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Single => "single",
        QuestionKind::Multiple => "multiple",
        QuestionKind::TrueFalse => "true-false",
        QuestionKind::Matching => "matching",
        QuestionKind::Ordering => "ordering",
        QuestionKind::Reflection => "reflection",
    }
}
