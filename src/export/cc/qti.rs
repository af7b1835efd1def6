//! A check as a test: QTI 1.2 in the profile of Common Cartridge 1.1.
//!
//! The profile has single and multiple choice, true and false, and essays. Matching and ordering become several
//! questions with one answer, one for each pair or place, and each says so.

use std::fmt::Write as _;

use crate::export::markup::{Target, converted};
use crate::export::xml;
use crate::page::context::{CheckInfo, ItemInfo, PairInfo, QuestionInfo};
use crate::theme::Theme;

/// A question as a test has it.
struct Item {
    /// Its name in the test.
    id: String,
    title: String,
    profile: &'static str,
    /// HTML.
    asked: String,
    answers: Vec<Answer>,
    /// What is said to everybody.
    general: String,
}

struct Answer {
    id: String,
    html: String,
    right: bool,
    feedback: String,
}

const CHOICE: &str = "cc.multiple_choice.v0p1";
const SEVERAL: &str = "cc.multiple_response.v0p1";
const TRUE_FALSE: &str = "cc.true_false.v0p1";
const ESSAY: &str = "cc.essay.v0p1";

/// The test's file. `see` says what there is to see on a question, as plain text.
pub(super) fn quiz(
    theme: &Theme,
    target: &dyn Target,
    ident: &str,
    check: &CheckInfo,
    see: &dyn Fn(&QuestionInfo) -> String,
) -> String {
    let items = check.questions.iter().flat_map(|question| items(theme, check, question, &see(question)));
    let items: String = items.map(|item| item.written(target)).collect();
    let mut fields = String::new();
    for (label, entry) in [
        ("cc_profile", "cc.exam.v0p1"),
        ("qmd_assessmenttype", "Examination"),
        ("qmd_scoretype", "Percentage"),
        ("qmd_feedbackpermitted", "Yes"),
        ("qmd_hintspermitted", "No"),
        ("qmd_solutionspermitted", "Yes"),
        ("cc_maxattempts", "unlimited"),
    ] {
        fields.push_str(&field(label, entry));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<questestinterop xmlns=\"http://www.imsglobal.org/xsd/ims_qtiasiv1p2\">\n\
         <assessment ident=\"q-{}\" title=\"{}\">\n<qtimetadata>\n{fields}</qtimetadata>\n<section ident=\"questions\">\n\
         {items}</section>\n</assessment>\n</questestinterop>\n",
        xml::text(ident),
        xml::text(&check.title),
    )
}

/// A word of the theme, as HTML.
fn word(theme: &Theme, key: &str) -> String {
    xml::text(theme.word(key))
}

/// A word of the theme with numbers in it, as HTML.
fn numbered(theme: &Theme, key: &str, n: usize, all: usize) -> String {
    xml::text(&theme.filled(key, &[("n", &n.to_string()), ("all", &all.to_string())]))
}

fn field(label: &str, entry: &str) -> String {
    format!(
        "<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry></qtimetadatafield>\n"
    )
}

/// What a question becomes.
fn items(theme: &Theme, check: &CheckInfo, question: &QuestionInfo, see: &str) -> Vec<Item> {
    let see = if see.is_empty() {
        String::new()
    } else {
        format!("<p>{} {}</p>", word(theme, "check-see"), xml::text(see))
    };
    let whole = |profile, how: &str, answers| Item {
        id: question.id.clone(),
        title: format!("{} {}", check.title, question.number),
        profile,
        asked: format!("<p>{} {}</p>{see}", question.html, word(theme, how)),
        answers,
        general: question.consider_html.to_string(),
    };
    let several = question.kind == "multiple";
    let options = question.options.iter().map(|option| {
        let html = if question.kind == "true-false" {
            word(theme, &format!("check-{}", option.value))
        } else {
            option.html.to_string()
        };
        // Where several can be chosen, platforms may show all that there is to say in one place.
        let feedback = if several {
            format!("<p><b>{html}</b></p><p>{}</p>", option.feedback_html)
        } else {
            option.feedback_html.to_string()
        };
        // Moodle knows true and false by these names.
        let id = if question.kind == "true-false" {
            option.value.clone()
        } else {
            format!("option-{}", option.value)
        };
        Answer { id, html, right: option.right, feedback }
    });
    match question.kind {
        "single" => vec![whole(CHOICE, "check-how-single", enough(theme, options.collect()))],
        "multiple" => vec![whole(SEVERAL, "check-how-multiple", options.collect())],
        "true-false" => vec![whole(TRUE_FALSE, "check-how-true-false", options.collect())],
        "matching" => matching(theme, check, question, &see),
        "ordering" => ordering(theme, check, question, &see),
        _ => vec![whole(ESSAY, "cartridge-reflection", Vec::new())],
    }
}

/// A question of several that one became.
fn part(
    check: &CheckInfo,
    question: &QuestionInfo,
    number: usize,
    asked: String,
    answers: Vec<Answer>,
) -> Item {
    Item {
        id: format!("{}.{number}", question.id),
        title: format!("{} {}.{number}", check.title, question.number),
        profile: CHOICE,
        asked,
        answers,
        general: String::new(),
    }
}

fn matching(theme: &Theme, check: &CheckInfo, question: &QuestionInfo, see: &str) -> Vec<Item> {
    let all = question.pairs.len();
    let item = |(number, pair): (usize, &PairInfo)| {
        let told = numbered(theme, "cartridge-pair", number, all);
        let asked = format!("<p>{}</p><p>{told}</p><p><b>{}</b></p>{see}", question.html, pair.html);
        let answers = question.rights.iter().map(|right| Answer {
            id: format!("option-{}", right.value),
            html: right.html.to_string(),
            right: right.value == pair.right,
            feedback: pair.feedback_html.to_string(),
        });
        part(check, question, number, asked, enough(theme, answers.collect()))
    };
    (1..).zip(&question.pairs).map(item).collect()
}

fn ordering(theme: &Theme, check: &CheckInfo, question: &QuestionInfo, see: &str) -> Vec<Item> {
    let all = question.items.len();
    let list: Vec<&str> = question.items.iter().map(|item| &*item.html).collect();
    let list = list.join("</li><li>");
    let item = |(number, item): (usize, &ItemInfo)| {
        let told = numbered(theme, "cartridge-place", number, all);
        let asked = format!(
            "<p>{}</p><ul><li>{list}</li></ul><p>{told}</p><p><b>{}</b></p>{see}",
            question.html, item.html
        );
        let answers = (1..=all).map(|place| Answer {
            id: format!("option-{place}"),
            html: place.to_string(),
            right: place == item.place,
            feedback: item.feedback_html.to_string(),
        });
        part(check, question, number, asked, enough(theme, answers.collect()))
    };
    (1..).zip(&question.items).map(item).collect()
}

/// The profile demands at least three answers to choose one from.
fn enough(theme: &Theme, mut answers: Vec<Answer>) -> Vec<Answer> {
    if answers.len() < 3 {
        answers.push(Answer {
            id: "option-unsure".to_owned(),
            html: word(theme, "cartridge-unsure"),
            right: false,
            feedback: word(theme, "cartridge-unsure-feedback"),
        });
    }
    answers
}

impl Item {
    fn written(&self, target: &dyn Target) -> String {
        let text = |html: &str| {
            format!(
                "<material><mattext texttype=\"text/html\">{}</mattext></material>",
                xml::text(&converted(html, target))
            )
        };
        let mut out = format!(
            "<item ident=\"{}\" title=\"{}\">\n<itemmetadata><qtimetadata>\n{}",
            xml::text(&self.id),
            xml::text(&self.title),
            field("cc_profile", self.profile),
        );
        if self.profile == ESSAY {
            out.push_str(&field("qmd_computerscored", "No"));
        }
        let _ = write!(out, "</qtimetadata></itemmetadata>\n<presentation>\n{}\n", text(&self.asked));
        if self.profile == ESSAY {
            out.push_str("<response_str ident=\"answer\" rcardinality=\"Single\"><render_fib rows=\"8\"/></response_str>\n");
        } else {
            let cardinality = if self.profile == SEVERAL { "Multiple" } else { "Single" };
            let _ = writeln!(
                out,
                "<response_lid ident=\"answer\" rcardinality=\"{cardinality}\"><render_choice>"
            );
            for answer in &self.answers {
                let _ = writeln!(
                    out,
                    "<response_label ident=\"{}\">{}</response_label>",
                    xml::text(&answer.id),
                    text(&answer.html)
                );
            }
            out.push_str("</render_choice></response_lid>\n");
        }
        out.push_str("</presentation>\n<resprocessing>\n<outcomes><decvar varname=\"SCORE\" vartype=\"Decimal\" minvalue=\"0\" maxvalue=\"100\"/></outcomes>\n");
        self.write_conditions(&mut out);
        out.push_str("</resprocessing>\n");
        let said = self.answers.iter().map(|answer| (format!("feedback-{}", answer.id), &answer.feedback));
        let general = (!self.general.is_empty()).then(|| ("general".to_owned(), &self.general));
        for (id, html) in said.chain(general) {
            let _ = writeln!(
                out,
                "<itemfeedback ident=\"{id}\"><flow_mat>{}</flow_mat></itemfeedback>",
                text(html)
            );
        }
        out.push_str("</item>\n");
        out
    }

    fn write_conditions(&self, out: &mut String) {
        const RIGHT: &str = "<setvar varname=\"SCORE\" action=\"Set\">100</setvar>";
        let equal = |answer: &Answer| {
            format!("<varequal respident=\"answer\" case=\"Yes\">{}</varequal>", xml::text(&answer.id))
        };
        let mut condition = |more: &str, when: &str, then: &str| {
            let _ = writeln!(
                out,
                "<respcondition continue=\"{more}\"><conditionvar>{when}</conditionvar>{then}</respcondition>"
            );
        };
        let shown = |id: &str| format!("<displayfeedback feedbacktype=\"Response\" linkrefid=\"{id}\"/>");
        if self.profile == ESSAY {
            let then = if self.general.is_empty() { String::new() } else { shown("general") };
            condition("Yes", "<other/>", &then);
        }
        let several = self.profile == SEVERAL;
        if several {
            let each = self.answers.iter().map(|answer| {
                let equal = equal(answer);
                if answer.right { equal } else { format!("<not>{equal}</not>") }
            });
            condition("Yes", &format!("<and>{}</and>", each.collect::<String>()), RIGHT);
        }
        for answer in &self.answers {
            let score = if answer.right && !several { RIGHT } else { "" };
            let then = format!("{score}{}", shown(&format!("feedback-{}", answer.id)));
            condition(if several { "Yes" } else { "No" }, &equal(answer), &then);
        }
    }
}
