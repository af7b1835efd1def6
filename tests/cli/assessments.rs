//! Assessments, their scales and models of reflection, and what a new edition supersedes.

use crate::site::Site;

const ASSESSMENT: &str = "content/assessments/beginning.md";
const SCALE: &str = "content/assessments/scales/confidence.yaml";
const MODEL: &str = "content/assessments/reflections/three-questions.md";

/// The small site with an assessment on two scales and a model of reflection.
fn site() -> Site {
    Site::small()
        .file(
            ASSESSMENT,
            "---\ntitle: The first visits\nsummary: What happens in the first visits.\nselect:\n  - section: II\n  - topic: trust\n\
             exclude: [II.A.3]\nscales: [confidence, importance]\nreflections: [three-questions]\nroles: [befriender, mentor]\n\
             talk: {high-on: importance, low-on: confidence}\nminimum: 2\n---\n\nThis is no test.\n",
        )
        .file(
            SCALE,
            "title: Confidence\nquestion: How sure are you?\npoints:\n  - label: Not yet\n  - label: Mostly\n  - label: Surely\n\
             specials:\n  - id: not-applicable\n    label: Does not apply\n  - id: unsaid\n    label: Prefer not to say\n",
        )
        .file(
            "content/assessments/scales/importance.yaml",
            "title: Importance\nquestion: How much does it matter?\npoints:\n  - label: Little\n  - label: Much\n",
        )
        .file(
            MODEL,
            "---\ntitle: Three questions\nsource: Our own.\nsteps:\n  - id: what\n    title: What?\n    question: What happened?\n\
             \x20 - id: now\n    title: Now what?\n    question: What comes next?\n---\n\nTake your time.\n",
        )
}

#[test]
fn an_assessment_without_a_fault() {
    let run = site().run(["check", "--deny-warnings"]).succeeds().site.build().succeeds();
    crate::links::hold(&run);
    let page = run.text("output/assessments/beginning.html");
    for words in ["This is no test.", "How sure are you?", "Does not apply", "II.A.1", "I.A.1"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("data-code=\"II.A.3\""), "left out");
}

#[test]
fn a_scale_with_a_slip() {
    site()
        .replace(ASSESSMENT, "[confidence, importance]", "[confidense, importance, confidence]")
        .check()
        .fails()
        .tells("unknown-scale");
}

#[test]
fn a_scale_that_resembles_none() {
    site()
        .replace(ASSESSMENT, "[confidence, importance]", "[confidence, importance, joy]")
        .check()
        .fails()
        .tells("unknown-scale.strange");
}

#[test]
fn a_model_with_a_slip() {
    site()
        .replace(ASSESSMENT, "[three-questions]", "[three-question]")
        .check()
        .fails()
        .tells("unknown-reflection");
}

#[test]
fn an_entry_that_selects_by_nothing() {
    site().replace(ASSESSMENT, "  - topic: trust\n", "  - {}\n").check().fails().tells("selector-empty");
}

#[test]
fn an_entry_that_nothing_fits() {
    site()
        .replace(ASSESSMENT, "  - topic: trust\n", "  - section: I\n    kind: tasks\n")
        .check()
        .fails()
        .tells("selects-nothing");
}

#[test]
fn an_entry_with_a_section_that_there_is_not() {
    site()
        .replace(ASSESSMENT, "section: II", "section: III")
        .check()
        .fails()
        .tells("unknown-reference.section");
}

#[test]
fn an_entry_with_a_topic_that_there_is_not() {
    site()
        .replace(ASSESSMENT, "topic: trust", "topic: trsut")
        .check()
        .fails()
        .tells("unknown-topic.selected");
}

#[test]
fn nothing_is_left_to_rate() {
    site()
        .replace(ASSESSMENT, "exclude: [II.A.3]", "exclude: [I, II]")
        .check()
        .fails()
        .tells("assessment-empty");
}

#[test]
fn nothing_is_selected_at_all() {
    site()
        .replace(ASSESSMENT, "select:\n  - section: II\n  - topic: trust\n", "")
        .check()
        .fails()
        .tells("missing-key.select");
    site()
        .replace(ASSESSMENT, "select:\n  - section: II\n  - topic: trust\n", "select: []\n")
        .check()
        .fails()
        .tells("empty-value.select");
}

#[test]
fn something_is_left_out_that_was_not_in() {
    site()
        .replace(ASSESSMENT, "exclude: [II.A.3]", "exclude: [I.A.2]")
        .check()
        .succeeds()
        .tells("excludes-nothing");
}

#[test]
fn a_scale_with_one_point() {
    site().replace(SCALE, "  - label: Mostly\n  - label: Surely\n", "").check().fails().tells("point-count");
}

#[test]
fn a_scale_with_too_many_points() {
    let many: String = (1..=6).map(|point| ["  - label: Step ", &point.to_string(), "\n"].concat()).collect();
    site().replace(SCALE, "specials:", &format!("{many}specials:")).check().fails().tells("point-count.many");
}

#[test]
fn two_answers_of_one_name() {
    site().replace(SCALE, "label: Does not apply", "label: not yet").check().fails().tells("duplicate-label");
}

#[test]
fn two_special_answers_of_one_id() {
    site().replace(SCALE, "id: unsaid", "id: not-applicable").check().fails().tells("duplicate-id.special");
}

#[test]
fn two_steps_of_one_id() {
    site().replace(MODEL, "id: now", "id: what").check().fails().tells("duplicate-id.step");
}

#[test]
fn a_scale_named_twice() {
    site()
        .replace(ASSESSMENT, "[confidence, importance]", "[confidence, importance, confidence]")
        .check()
        .fails()
        .tells("listed-twice");
}

#[test]
fn an_id_that_is_none() {
    site().replace(SCALE, "id: unsaid", "id: Not Said").check().fails().tells("bad-id");
    site()
        .replace(ASSESSMENT, "[befriender, mentor]", "[befriender, Mentor 2]")
        .check()
        .fails()
        .tells("bad-id.role");
}

#[test]
fn a_file_whose_name_can_be_no_id() {
    site().rename(ASSESSMENT, "content/assessments/The Beginning.md").check().fails().tells("bad-id.file");
}

#[test]
fn a_scale_that_is_not_asked() {
    site()
        .replace(ASSESSMENT, "low-on: confidence", "low-on: confidense")
        .check()
        .fails()
        .tells("scale-not-used");
}

#[test]
fn high_and_low_on_the_same_scale() {
    site()
        .replace(ASSESSMENT, "low-on: confidence", "low-on: importance")
        .check()
        .fails()
        .tells("bad-value.same-scale");
}

#[test]
fn a_scale_that_no_assessment_uses() {
    site()
        .file(
            "content/assessments/scales/joy.yaml",
            "title: Joy\nquestion: How glad?\npoints:\n  - label: Little\n  - label: Much\n",
        )
        .check()
        .succeeds()
        .tells("scale-unused");
}

#[test]
fn a_model_that_no_assessment_uses() {
    site()
        .replace(ASSESSMENT, "reflections: [three-questions]\n", "")
        .check()
        .succeeds()
        .tells("reflection-unused");
}

#[test]
fn an_assessment_in_a_reference() {
    site()
        .append("content/guides/first-steps.md", "\nTry [[assessment:begining]].\n")
        .check()
        .fails()
        .tells("unknown-reference.assessment");
}

#[test]
fn a_code_that_supersedes_itself() {
    Site::small()
        .replace("content/standards/II.A.md", "  3:\n", "  3:\n    supersedes: [II.A.4, II.A.3]\n")
        .check()
        .fails()
        .tells("supersedes-itself");
}

#[test]
fn a_code_that_two_statements_had() {
    Site::small()
        .replace("content/standards/II.A.md", "  3:\n", "  3:\n    supersedes: [II.A.4]\n")
        .replace("content/standards/I.A.md", "  2:\n", "  2:\n    supersedes: [II.A.4]\n")
        .check()
        .fails()
        .tells("superseded-twice");
}

#[test]
fn first_causes_are_not_followed_by_others() {
    for (file, from, to, code) in [
        (ASSESSMENT, "scales: [", "scale: [", "unknown-key"),
        (ASSESSMENT, "title: The first visits", "title: The: first visits", "yaml-syntax"),
        (ASSESSMENT, "select:", "select: all\nx-select:", "unknown-key"),
        (SCALE, "points:", "point:", "unknown-key"),
        (SCALE, "title: Confidence", "title: \"Confidence", "yaml-syntax"),
        (MODEL, "steps:", "step:", "unknown-key"),
        (MODEL, "---\n\nTake", "\n\nTake", "front-matter-not-closed"),
        ("content/standards/II.A.md", "id: II.A", "id: \"II.A", "yaml-syntax"),
    ] {
        let run = site()
            .append("content/guides/first-steps.md", "\nTry [[assessment:beginning]].\n")
            .replace(file, from, to)
            .check()
            .fails();
        let mut codes = run.codes();
        codes.retain(|told| told != "wrong-type");
        assert_eq!(codes, [code], "{file}: {from}\n{}", run.stderr);
    }
}
