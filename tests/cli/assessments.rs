//! Assessments, their scales and models of reflection, and what a new edition supersedes.

use serde_json::{Value, json};

use crate::site::{Run, Site, snapshot};

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

#[test]
fn an_entry_with_the_code_of_something_else() {
    site()
        .replace(ASSESSMENT, "section: II", "section: II.A")
        .check()
        .fails()
        .tells("unknown-reference.part-meant");
    site()
        .replace(ASSESSMENT, "section: II", "part: II.A.2")
        .check()
        .fails()
        .tells("unknown-reference.codes-meant");
}

#[test]
fn an_entry_with_a_code_that_there_is_not() {
    site()
        .replace(ASSESSMENT, "section: II", "codes: [II.A.1, ii a 2 b]")
        .check()
        .fails()
        .tells("unknown-reference.selected");
}

#[test]
fn an_entry_with_a_kind_that_there_is_not() {
    site().replace(ASSESSMENT, "section: II", "kind: task").check().fails().tells("unknown-kind.selected");
}

#[test]
fn results_grouped_by_what_there_is_not() {
    site().replace(ASSESSMENT, "minimum: 2", "group-by: [parts]").check().fails().tells("bad-value.group-by");
}

#[test]
fn a_scale_where_there_are_none() {
    Site::small()
        .file(ASSESSMENT, "---\ntitle: A\nsummary: B\nselect: [{section: II}]\nscales: [joy]\n---\n")
        .check()
        .fails()
        .tells("unknown-scale.none");
}

#[test]
fn an_assessment_without_its_prefix() {
    site()
        .append("content/guides/first-steps.md", "\nTry [[beginning]].\n")
        .check()
        .fails()
        .tells("unknown-reference.assessment-meant");
}

#[test]
fn a_reference_in_a_model() {
    site().append(MODEL, "\nSee [[II.A.9]].\n").check().fails().tells("unknown-reference.of-a-model");
}

#[test]
fn an_assessment_at_the_address_of_the_list() {
    site()
        .rename(ASSESSMENT, "content/assessments/index.md")
        .check()
        .fails()
        .tells("same-address.assessment");
}

#[test]
fn a_scale_written_as_markdown() {
    site()
        .file("content/assessments/scales/joy.md", "---\ntitle: Joy\n---\n")
        .check()
        .fails()
        .tells("unknown-content-file.scale");
}

// What comes of them.

/// The JSON that a page gives to its scripts.
fn data(run: &Run, page: &str) -> Value {
    let text = run.text(page);
    let start = "<script type=\"application/json\" id=\"assessment-data\">";
    let (_, rest) = text.split_once(start).expect("the data");
    let (json, _) = rest.split_once("</script>").expect("an end");
    assert!(!json.contains('<'), "nothing in the data can close it");
    serde_json::from_str(json).expect("JSON")
}

#[test]
fn the_data_of_a_page_is_complete() {
    let run = site()
        .replace("content/standards/II.A.md", "  3:\n", "  3:\n    supersedes: [II.A.4]\n")
        .replace(SCALE, "label: Surely", "label: Surely\n    anchor: \"I </script> it.\"")
        .build()
        .succeeds();
    let pages = [
        ("assessments/beginning", "data.assessment"),
        ("supervision", "data.supervision"),
        ("cohort", "data.cohort"),
    ];
    for (page, name) in pages {
        let mut data = data(&run, &format!("output/{page}.html"));
        data["generator"] = "Standpoint [version]".into();
        snapshot(name, &serde_json::to_string_pretty(&data).expect("JSON"));
    }
    let practice = data(&run, "output/practice.html");
    assert_eq!(practice["assessments"][0]["items"], 4);
    assert!(practice.get("statements").is_none(), "it shows no statement");
}

#[test]
fn a_form_asks_every_question_about_every_statement() {
    let run = site().build().succeeds();
    let html = run.text("output/assessments/beginning.html");
    for code in ["II.A.1", "II.A.2.a", "II.A.2.b", "I.A.1"] {
        assert_eq!(html.matches(&format!("data-code=\"{code}\"")).count(), 1, "{code}");
        assert_eq!(html.matches(&format!("name=\"{code}|confidence\"")).count(), 3 + 2, "{code}");
        assert_eq!(html.matches(&format!("name=\"{code}|importance\"")).count(), 2, "{code}");
        assert_eq!(html.matches(&format!("name=\"{code}|note\"")).count(), 1, "{code}");
    }
    assert!(!html.contains("data-code=\"II.A.2\""), "what has statements under it is not rated");
    assert!(!html.contains(" checked>") && !html.contains(" checked "), "nothing is answered beforehand");
}

#[test]
fn prompts_can_be_left_out() {
    let page = |site: Site| site.build().succeeds().text("output/assessments/beginning.html");
    assert!(page(site()).contains("Think of a visit"));
    assert!(!page(site().replace(ASSESSMENT, "minimum: 2", "prompts: false")).contains("Think of a visit"));
}

#[test]
fn a_statement_knows_where_it_is_asked_about() {
    let run = site().build().succeeds();
    let asked = "href=\"../assessments/beginning.html#";
    assert!(run.text("output/standards/II.A.1.html").contains(&format!("{asked}II.A.1\"")));
    assert!(!run.text("output/standards/II.A.3.html").contains(asked));
}

#[test]
fn without_assessments_nothing_speaks_of_them() {
    let run = Site::small().build().succeeds().wrote_no("output/assessments");
    let run = run.wrote_no("output/practice.html").wrote_no("output/supervision.html");
    let run = run.wrote_no("output/cohort.html");
    assert!(!run.text("output/index.html").contains("assessments/"));
}

#[test]
fn a_new_assessment_can_be_built_at_once() {
    let run = site().run(["new", "assessment", "A second look"]).succeeds();
    let run = run.prints("content/assessments/a-second-look.md\n").site.check().succeeds();
    assert_eq!(run.codes(), [""; 0]);
    let run =
        run.site.run(["new", "scale", "Joy"]).succeeds().prints("content/assessments/scales/joy.yaml\n");
    let run = run.site.run(["new", "reflection", "Spiral"]).succeeds();
    let run = run.prints("content/assessments/reflections/spiral.md\n").site.check().succeeds();
    assert_eq!(run.codes(), ["reflection-unused", "scale-unused"]);
}

/// The statements of a bundled assessment.
fn asked(run: &Run, id: &str) -> Vec<Value> {
    data(run, &format!("output/assessments/{id}.html"))["items"].as_array().expect("items").clone()
}

#[test]
fn the_bundled_assessments_ask_what_they_are_meant_to() {
    let run = Site::bundled().build().succeeds();
    let codes = |id: &str| -> Vec<String> {
        asked(&run, id).iter().map(|item| item["code"].as_str().expect("a code").to_owned()).collect()
    };
    let numbers = [
        ("whole-framework", 141),
        ("planning", 15 + 16),
        ("beginning", 15 + 4),
        ("middle", 24 + 13),
        ("ending", 13 + 5),
        ("values-and-knowledge", 2 + 25),
        ("short", 23),
    ];
    for (id, number) in numbers {
        assert_eq!(codes(id).len(), number, "{id}");
    }
    assert_eq!(codes("ethics").iter().filter(|code| code.starts_with("VI.A.")).count(), 9);
    assert_eq!(data(&run, "output/assessments/short.html")["assessment"]["minutes"], 10);
    for section in ["I.", "II.", "III.", "IV.", "V.", "VI."] {
        assert!(codes("short").iter().any(|code| code.starts_with(section)), "{section}");
    }
}

#[test]
fn the_bundled_assessments_agree_with_the_export() {
    let run = Site::bundled().build().succeeds();
    let export = Site::bundled().run(["export", "json"]).succeeds().stdout;
    let export: Value = serde_json::from_str(&export).expect("JSON");
    let statements = export["statements"].as_array().expect("statements");
    let leaves = || {
        let statements = statements.iter();
        statements.filter(|one| one["level"] == "statement" && one["children"] == json!([]))
    };
    for (topic, id) in [("mandated-members", "mandated-members"), ("technology", "online-groups")] {
        let asked = asked(&run, id);
        for leaf in
            leaves().filter(|leaf| leaf["topics"].as_array().is_some_and(|t| t.contains(&json!(topic))))
        {
            assert!(asked.iter().any(|item| item["code"] == leaf["code"]), "{} in {id}", leaf["code"]);
        }
    }
    let whole = asked(&run, "whole-framework");
    assert_eq!(leaves().count(), whole.len());
    for (leaf, item) in leaves().zip(&whole) {
        assert_eq!(
            (&leaf["code"], &leaf["hash"], &leaf["text"]),
            (&item["code"], &item["hash"], &item["words"])
        );
        assert_eq!(item["hash"].as_str().map(str::len), Some(16));
    }
}

#[test]
fn a_scale_that_is_misspelt_where_it_is_asked() {
    site()
        .replace(ASSESSMENT, "scales: [confidence, importance]", "scales: [confidense, importance]")
        .check()
        .fails()
        .tells("unknown-scale.strength");
}
