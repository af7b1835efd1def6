//! A check as a quiz of QTI 1.2, in the profiles that a cartridge has.

use std::fmt::Write as _;

use crate::export::{text, xml};
use crate::model::{Ask, Check, Question};
use crate::source::Passage;
use crate::theme::Theme;

/// The quiz, if any question is left, and the ids of those that are left out.
pub(super) fn quiz(theme: &Theme, check: &Check, ident: &str) -> (Option<String>, Vec<String>) {
    let mut left_out = Vec::new();
    let mut items = String::new();
    for question in &check.questions {
        match item(theme, question, ident) {
            Some(item) => items.push_str(&item),
            None => left_out.push(question.id.clone()),
        }
    }
    if items.is_empty() {
        return (None, left_out);
    }
    let quiz = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<questestinterop xmlns=\"http://www.imsglobal.org/xsd/ims_qtiasiv1p2\">\n<assessment ident=\"q-{ident}\" title=\"{}\">\n{}<section ident=\"root\">\n{items}</section>\n</assessment>\n</questestinterop>\n",
        xml::text(&check.title),
        metadata("qtimetadata", "cc.exam.v0p1"),
    );
    (Some(quiz), left_out)
}

fn metadata(element: &str, profile: &str) -> String {
    format!(
        "<{element}><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>{profile}</fieldentry></qtimetadatafield></{element}>\n"
    )
}

/// Words in a place that takes HTML, which is escaped once more.
fn material(words: &str) -> String {
    format!(
        "<material><mattext texttype=\"text/html\">{}</mattext></material>",
        xml::text(&text::paragraphs(words))
    )
}

/// An answer: its words, whether it is right, its feedback.
type Answer = (String, bool, String);

fn item(theme: &Theme, question: &Question, ident: &str) -> Option<String> {
    let answer = |words: &Passage, right: bool, feedback: &Passage| (words.words(), right, feedback.words());
    let (profile, answers): (&str, Vec<Answer>) = match &question.ask {
        Ask::Single(choices) | Ask::Multiple(choices) => {
            let multiple = matches!(question.ask, Ask::Multiple(_));
            let profile = if multiple { "cc.multiple_response.v0p1" } else { "cc.multiple_choice.v0p1" };
            (
                profile,
                choices.iter().map(|choice| answer(&choice.text, choice.right, &choice.feedback)).collect(),
            )
        }
        Ask::TrueFalse { answer, if_true, if_false } => {
            let word = |key: &str| theme.word(key).to_owned();
            let answers = vec![
                (word("check-true"), *answer, if_true.words()),
                (word("check-false"), !*answer, if_false.words()),
            ];
            ("cc.true_false.v0p1", answers)
        }
        Ask::Reflection { .. } => ("cc.essay.v0p1", Vec::new()),
        Ask::Matching { .. } | Ask::Ordering(_) => return None,
    };
    let mut xml = format!(
        "<item ident=\"q-{ident}-{id}\" title=\"{id}\">\n<itemmetadata>{}</itemmetadata>\n<presentation>{}",
        metadata("qtimetadata", profile),
        material(&question.text.words()),
        id = question.id,
    );
    if answers.is_empty() {
        xml.push_str("<response_str ident=\"response\" rcardinality=\"Single\"><render_fib fibtype=\"String\" prompt=\"Box\" rows=\"5\" columns=\"60\"/></response_str></presentation>\n");
        // Nothing to mark: a teacher reads it.
        xml.push_str("<resprocessing><outcomes><decvar varname=\"SCORE\" vartype=\"Decimal\" minvalue=\"0\" maxvalue=\"100\"/></outcomes></resprocessing>\n</item>\n");
        return Some(xml);
    }
    let cardinality = if profile.contains("multiple_response") { "Multiple" } else { "Single" };
    let _ = write!(xml, "<response_lid ident=\"response\" rcardinality=\"{cardinality}\"><render_choice>");
    for (number, (words, ..)) in answers.iter().enumerate() {
        let _ = write!(xml, "<response_label ident=\"a{number}\">{}</response_label>", material(words));
    }
    xml.push_str("</render_choice></response_lid></presentation>\n<resprocessing><outcomes><decvar varname=\"SCORE\" vartype=\"Decimal\" minvalue=\"0\" maxvalue=\"100\"/></outcomes>\n");
    for number in 0..answers.len() {
        let _ = writeln!(
            xml,
            "<respcondition continue=\"Yes\"><conditionvar><varequal respident=\"response\">a{number}</varequal></conditionvar><displayfeedback feedbacktype=\"Response\" linkrefid=\"f{number}\"/></respcondition>",
        );
    }
    // Right as a whole, or not.
    let wanted = |number: usize, right: bool| {
        let equal = format!("<varequal respident=\"response\">a{number}</varequal>");
        if right { equal } else { format!("<not>{equal}</not>") }
    };
    let condition = if cardinality == "Single" {
        answers.iter().position(|(_, right, _)| *right).map(|number| wanted(number, true)).unwrap_or_default()
    } else {
        let all: String =
            answers.iter().enumerate().map(|(number, (_, right, _))| wanted(number, *right)).collect();
        format!("<and>{all}</and>")
    };
    let _ = writeln!(
        xml,
        "<respcondition continue=\"No\"><conditionvar>{condition}</conditionvar><setvar action=\"Set\" varname=\"SCORE\">100</setvar></respcondition>\n</resprocessing>",
    );
    for (number, (_, _, feedback)) in answers.iter().enumerate() {
        let _ = writeln!(
            xml,
            "<itemfeedback ident=\"f{number}\"><flow_mat>{}</flow_mat></itemfeedback>",
            material(feedback)
        );
    }
    xml.push_str("</item>\n");
    Some(xml)
}
