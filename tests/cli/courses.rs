//! Courses: lessons, checks and vignettes, what they embed, and what they teach.

use crate::site::{Site, project};

const COURSE: &str = "content/courses/first-steps/course.md";
const MOTIVES: &str = "content/courses/first-steps/motives.md";
const WELCOME: &str = "content/courses/first-steps/welcome.md";
const CHECK: &str = "content/courses/first-steps/checks/motives.yaml";
const VIGNETTE: &str = "content/courses/first-steps/vignettes/first-day.yaml";

/// The site that `init` makes, with a course.
pub fn site() -> Site {
    Site::starter().copy(&project().join("tests/fixtures/course"), "content/courses/first-steps")
}

#[test]
fn a_course_without_a_fault() {
    let run = site().run(["check", "--deny-warnings"]).succeeds().site.build().succeeds();
    crate::links::hold(&run);
    let lesson = run.text("output/courses/first-steps/motives.html");
    for words in ["data-course=\"first-steps\"", "data-check=\"motives\"", "How we welcome", "data-normative"]
    {
        assert!(lesson.contains(words), "{words}");
    }
    let statement = run.text("output/standards/2.1.1.html");
    assert!(statement.contains("Taught in") && statement.contains("courses/first-steps/welcome.html"));
    // The other lesson mentions it.
    assert!(statement.contains("<dt>Lessons</dt>") && statement.contains("courses/first-steps/motives.html"));
}

#[test]
fn a_site_without_courses_has_no_page_of_them() {
    let run = Site::starter().build().succeeds().wrote_no("output/courses");
    assert!(!run.text("output/index.html").contains("courses/"));
}

#[test]
fn what_is_printed_has_no_answers_but_the_key() {
    let run = site().build().succeeds();
    let worksheet = run.text("output/courses/first-steps/motives-worksheet.html");
    let key = run.text("output/courses/first-steps/motives-key.html");
    assert!(worksheet.contains("What moves people") && key.contains("What moves people"));
    for answer in ["Nothing is said of that", "There is no right answer", "data-right"] {
        assert!(!worksheet.contains(answer), "{answer}");
    }
    for answer in ["Nothing is said of that", "There is no right answer", "Company can be found elsewhere"] {
        assert!(key.contains(answer), "{answer}");
    }
    run.wrote_no("output/courses/first-steps/welcome-worksheet.html");
}

#[test]
fn what_is_taught_is_in_a_table() {
    let run = site().replace(WELCOME, "somebody new [[2.1.1]]", "somebody new [[2.1.2]]").build().succeeds();
    let csv = run.text("output/courses/first-steps/coverage.csv");
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "code,part,words,state,motives,welcome");
    assert!(lines[2].ends_with(",mentioned,mentioned,mentioned"), "{}", lines[2]);
    assert!(lines[3].ends_with(",taught,,taught"), "{}", lines[3]);
}

#[test]
fn words_that_would_be_markup_stay_words() {
    let words = r#"x <script>y()</script></template></select>\" onclick=y() {{ site.title }}"#;
    let run = site()
        .replace(COURSE, "First steps", &format!("\"{words}\""))
        .replace(COURSE, "© 2026 The authors", &format!("\"{words}\""))
        .replace(COURSE, "Before anybody comes", &format!("\"{words}\""))
        .replace(COURSE, "Both sides.", &format!("\"{words}\""))
        .replace(COURSE, "https://example.org/giving-time", "https://example.org/'onclick='y()")
        .replace(CHECK, "Before you go on", &format!("\"{words}\""))
        .replace(CHECK, "\"That, and what makes them *stop*.\"", &format!("\"{words}\""))
        .replace(CHECK, "text: Company", &format!("text: \"{words}\""))
        .replace(VIGNETTE, "Somebody waits", &format!("\"{words}\""))
        .replace(VIGNETTE, "Robin smiles.", &format!("\"{words}\""))
        .build()
        .succeeds();
    crate::links::hold(&run);
    let mut shown = 0;
    for (page, bytes) in run.tree("output").into_iter().filter(|(page, _)| page.ends_with(".html")) {
        // In JSON, quotation marks have a backslash before them.
        let html = String::from_utf8(bytes).expect("UTF-8").replace("\\\"", "");
        for harm in ["<script>y", "</template></select", "\" onclick", "/'onclick"] {
            assert!(!html.contains(harm), "{page}: {harm}");
        }
        shown += html.matches("{{ site.title }}").count();
    }
    assert!(shown > 10, "{shown}");
}

#[test]
fn no_place_is_there_twice() {
    let vignette = std::fs::read_to_string(project().join("tests/fixtures/course/vignettes/first-day.yaml"));
    let (vignette, headings) = (vignette.expect("a file"), "\n## Check motives\n\n## Vignette first day\n");
    let run = site()
        // A vignette and a scene may be called what another one with its scene is, and a scene “title”.
        .replace(VIGNETTE, "welcomed", "title")
        .replace(VIGNETTE, "waiting", "now-waiting")
        .file("content/courses/first-steps/vignettes/first-day-now.yaml", vignette)
        .append(WELCOME, &format!("\n![[vignette:first-day-now]]\n{headings}\n## Check motives title\n"))
        .append(MOTIVES, headings)
        .append(COURSE, "\n## Unit before\n\n## Lesson 1\n\n## Unit 1\n")
        .replace(
            WELCOME,
            "activities:",
            "activities:\n  - {title: A, text: \"# Steps\"}\n  - {title: B, text: \"# Steps\"}",
        )
        .build()
        .succeeds();
    crate::links::hold(&run);
}

#[test]
fn a_reference_without_its_end_in_a_question() {
    let file = "content/courses/first-steps/checks/motives.yaml";
    let run = site().replace(file, "Company can be found elsewhere.", "\"See [[1.1.1\"").check().succeeds();
    run.tells("reference-not-closed.yaml");
}

#[test]
fn words_that_a_spreadsheet_would_take_for_a_formula() {
    let file = "content/standards/2.1.md";
    let run = site().replace(file, "1. The coordinator", "1. =The coordinator").build().succeeds();
    let csv = run.text("output/courses/first-steps/coverage.csv");
    assert!(csv.contains("2.1.1,2.1,'=The coordinator introduces"), "{csv}");
}

#[test]
fn a_group_of_statements_is_taught_with_those_below() {
    let run = Site::small()
        .file(
            "content/courses/one/course.md",
            "---\ntitle: One\nsummary: One.\nunits: [{id: one, title: One, lessons: [agree]}]\n---\n",
        )
        .file(
            "content/courses/one/agree.md",
            "---\ntitle: Agree\nsummary: Agree.\nminutes: 5\noutcomes: [\"Agree [[II.A.2]].\"]\n---\n\nSee [[I.A]].\n",
        )
        .run(["check", "--deny-warnings"])
        .succeeds()
        .site
        .build()
        .succeeds();
    let csv = run.text("output/courses/one/coverage.csv");
    let taught: Vec<&str> = csv.lines().filter(|line| line.contains(",taught")).collect();
    assert_eq!(taught.len(), 2, "{csv}");
    assert!(!csv.contains("mentioned"), "a part is not its statements");
    assert!(run.text("output/standards/II.A.2.a.html").contains("courses/one/agree.html"));
}

#[test]
fn statements_are_embedded_in_every_text_of_ours() {
    let run = Site::starter()
        .append("content/guides/how-to-use.md", "\n![[2.1.1]]\n![[1.1.1]]\n")
        .append("content/topics/belonging.md", "\n![[2.1.2]]\n")
        .build()
        .succeeds();
    crate::links::hold(&run);
    let guide = run.text("output/guides/how-to-use.html");
    assert_eq!(guide.matches("<figure class=\"embed paper\">").count(), 2);
    assert!(guide.contains("class=\"rights\""), "published words have their rights");
    assert!(run.text("output/standards/2.1.1.html").contains("guides/how-to-use.html"));
}

#[test]
fn a_lesson_that_is_not_there() {
    site()
        .replace(COURSE, "lessons: [motives]", "lessons: [motives, motivs]")
        .check()
        .fails()
        .tells("unknown-lesson");
}

#[test]
fn a_lesson_that_resembles_none() {
    site()
        .replace(MOTIVES, "minutes: 45", "minutes: 45\nprerequisites: [sailing]")
        .check()
        .fails()
        .tells("unknown-lesson.known");
}

#[test]
fn a_unit_that_is_not_there() {
    site()
        .replace(COURSE, "prerequisites: [before]", "prerequisites: [befor]")
        .check()
        .fails()
        .tells("unknown-unit");
}

#[test]
fn a_lesson_in_no_unit() {
    site()
        .file(
            "content/courses/first-steps/farewell.md",
            "---\ntitle: Farewell\nsummary: The last day.\nminutes: 10\noutcomes: [\"Part [[2.1.2]].\"]\n---\n\nGoodbye.\n",
        )
        .check()
        .fails()
        .tells("lesson-without-unit");
}

#[test]
fn a_lesson_in_two_units() {
    site()
        .replace(COURSE, "lessons: [welcome]", "lessons: [welcome, motives]")
        .check()
        .fails()
        .tells("lesson-in-two-units");
}

#[test]
fn a_lesson_twice_in_its_unit() {
    site()
        .replace(COURSE, "lessons: [welcome]", "lessons: [welcome, welcome]")
        .check()
        .fails()
        .tells("listed-twice.lesson");
}

#[test]
fn lessons_that_ask_for_one_another() {
    site()
        .replace(MOTIVES, "minutes: 45", "minutes: 45\nprerequisites: [welcome]")
        .check()
        .fails()
        .tells("prerequisite-circle");
}

#[test]
fn a_unit_that_asks_for_itself() {
    site()
        .replace(COURSE, "prerequisites: [before]", "prerequisites: [weeks]")
        .check()
        .fails()
        .tells("prerequisite-circle.itself");
}

#[test]
fn a_lesson_that_asks_for_a_later_one() {
    site()
        .replace(MOTIVES, "minutes: 45", "minutes: 45\nprerequisites: [welcome]")
        .replace(WELCOME, "prerequisites: [motives]\n", "")
        .check()
        .fails()
        .tells("prerequisite-later");
}

#[test]
fn a_lesson_that_serves_no_statement() {
    site()
        .replace(MOTIVES, "three motives [[1.1.1]]", "three motives [[1.1]]")
        .check()
        .fails()
        .tells("lesson-unaligned");
}

#[test]
fn a_lesson_without_outcomes() {
    site()
        .replace(MOTIVES, "outcomes:\n  - Name three motives [[1.1.1]].", "outcomes: []")
        .check()
        .fails()
        .tells("empty-value.outcomes");
}

#[test]
fn a_course_without_units() {
    site()
        .remove("content/courses/first-steps")
        .file(COURSE, "---\ntitle: First steps\nsummary: A course.\nunits: []\n---\n")
        .check()
        .fails()
        .tells("empty-value.units");
}

#[test]
fn a_folder_without_its_course() {
    site().remove(COURSE).check().fails().tells("missing-file.course");
}

#[test]
fn an_unknown_file_among_the_lessons() {
    site()
        .rename(CHECK, "content/courses/first-steps/quiz/motives.yaml")
        .check()
        .fails()
        .tells_all("unknown-content-file.course");
}

#[test]
fn an_outcome_with_a_list_in_it() {
    site()
        .replace(COURSE, "- Explain motives.", "- \"Explain:\\n\\n- motives\"")
        .check()
        .fails()
        .tells("block-in-line");
}

#[test]
fn a_question_with_a_key_of_another_kind() {
    site()
        .replace(CHECK, "    answer: false\n", "    answer: false\n    consider: What?\n")
        .check()
        .fails()
        .tells("key-of-other-kind");
}

#[test]
fn a_question_with_no_right_answer() {
    site().replace(CHECK, "people, right: true,", "people,").check().fails().tells("no-right-answer");
}

#[test]
fn a_question_with_none_of_several_right_answers() {
    site()
        .replace(CHECK, "right: true, feedback: It is one.", "feedback: It is one.")
        .check()
        .fails()
        .tells("no-right-answer.several");
}

#[test]
fn a_single_question_with_two_right_answers() {
    site()
        .replace(CHECK, "What they earn,", "What they earn, right: true,")
        .check()
        .fails()
        .tells("several-right-answers");
}

#[test]
fn a_question_without_a_wrong_answer() {
    site()
        .replace(CHECK, "The weather,", "The weather, right: true,")
        .check()
        .succeeds()
        .tells("no-wrong-answer");
}

#[test]
fn an_answer_without_feedback() {
    site().replace(CHECK, ", feedback: Seldom.}", "}").check().fails().tells("missing-key.feedback");
}

#[test]
fn an_answer_with_empty_feedback() {
    site()
        .replace(CHECK, "feedback: Seldom.", "feedback: \"\"")
        .check()
        .fails()
        .tells("empty-value.feedback");
}

#[test]
fn true_or_false_without_the_answer() {
    site().replace(CHECK, "    answer: false\n", "").check().fails().tells("missing-key.answer");
}

#[test]
fn true_or_false_without_feedback() {
    site()
        .replace(CHECK, "    feedback-true: Company can be found elsewhere.\n", "")
        .check()
        .fails()
        .tells("missing-key.feedback-true");
}

#[test]
fn two_answers_that_read_the_same() {
    site().replace(CHECK, "text: The weather", "text: learning").check().fails().tells("duplicate-answer");
}

#[test]
fn a_distractor_that_is_an_answer() {
    site().replace(CHECK, "[Money]", "[Something new]").check().fails().tells("duplicate-answer.distractor");
}

#[test]
fn too_few_to_put_in_order() {
    site()
        .replace(CHECK, "      - {text: A welcome, feedback: Last.}\n", "")
        .check()
        .fails()
        .tells("answer-count");
}

#[test]
fn one_pair_to_match() {
    site()
        .replace(CHECK, "      - {left: Learning, right: Something new, feedback: As the word says.}\n", "")
        .check()
        .fails()
        .tells("answer-count.one");
}

#[test]
fn too_many_pairs_to_match() {
    let pair = |n| format!("      - {{left: A{n}, right: B{n}, feedback: As it is.}}\n");
    let pairs = (1..=7).map(pair).collect::<Vec<String>>().concat();
    site().replace(CHECK, "    distractors: [Money]\n", &pairs).check().fails().tells("answer-count.many");
}

#[test]
fn two_questions_of_one_id() {
    site().replace(CHECK, "id: stay", "id: reason").check().fails().tells("duplicate-id.question");
}

#[test]
fn a_statement_to_see_that_is_not_there() {
    site()
        .replace(CHECK, "[1.1.1, 2.1.1]", "[1.1.1, 2.1.9]")
        .check()
        .fails()
        .tells("unknown-reference.check");
}

#[test]
fn a_choice_to_a_scene_that_is_not_there() {
    site().replace(VIGNETTE, "to: gone", "to: gon").check().fails().tells("unknown-scene");
}

#[test]
fn a_scene_that_nothing_leads_to() {
    site().replace(VIGNETTE, "to: gone", "to: welcomed").check().fails().tells("scene-unreachable");
}

#[test]
fn a_branch_without_an_end() {
    site()
        .append(VIGNETTE, "    choices:\n      - {text: You run after Robin., to: street, feedback: \"See [[2.1.1]].\"}\n  - id: street\n    text: Nobody.\n    choices:\n      - {text: You go back., to: gone, feedback: \"See [[2.1.1]].\"}\n")
        .check()
        .fails()
        .tells("scene-endless");
}

#[test]
fn a_vignette_without_an_end() {
    let again = "    choices: [{text: Again., to: door, feedback: \"See [[2.1.1]].\"}]\n";
    site()
        .replace(VIGNETTE, "text: Robin smiles.\n", &format!("text: Robin smiles.\n{again}"))
        .append(VIGNETTE, again)
        .check()
        .fails()
        .tells("no-ending");
}

#[test]
fn feedback_that_rests_on_nothing() {
    site()
        .replace(VIGNETTE, "Robin is met, as [[2.1.1]] asks.", "Robin is met.")
        .check()
        .fails()
        .tells("feedback-ungrounded");
}

#[test]
fn a_check_in_no_lesson() {
    site().replace(MOTIVES, "![[check:motives]]\n", "").check().succeeds().tells("not-embedded");
}

#[test]
fn a_check_in_two_lessons() {
    site().append(WELCOME, "\n![[check:motives]]\n").check().fails().tells("embedded-twice");
}

#[test]
fn a_check_that_is_not_there() {
    site()
        .replace(MOTIVES, "![[check:motives]]", "![[check:motivs]]")
        .check()
        .fails()
        .tells("unknown-reference.embed");
}

#[test]
fn an_embed_within_a_sentence() {
    site().append(WELCOME, "\nRead ![[2.1.2]] again.\n").check().fails().tells("embed-in-sentence");
}

#[test]
fn a_check_in_a_guide() {
    site()
        .append("content/guides/how-to-use.md", "\n![[check:motives]]\n")
        .check()
        .fails()
        .tells("embed-unsupported.check");
}

#[test]
fn a_part_as_a_whole() {
    site().append(WELCOME, "\n![[2.1]]\n").check().fails().tells("embed-unsupported.part");
}

#[test]
fn a_reading_at_an_address_that_is_none() {
    site()
        .replace(COURSE, "https://example.org/giving-time", "javascript:alert(1)")
        .check()
        .fails()
        .tells("bad-url.reading");
}

#[test]
fn a_lesson_of_another_course() {
    site()
        .append(WELCOME, "\nSee [[lesson:first-steps/motive]].\n")
        .check()
        .fails()
        .tells("unknown-reference.lesson");
}

#[test]
fn a_problem_in_a_text_of_the_yaml_is_told_at_its_line() {
    site().replace(VIGNETTE, "([[2.1.2]])", "([[2.1.7]])").check().fails().tells("unknown-reference.in-yaml");
}

#[test]
fn a_mended_file_causes_no_others() {
    for (file, line, code) in [
        (VIGNETTE, "        to: gone\n", "missing-key"),
        (
            VIGNETTE,
            "    choices:\n      - text: You hang up.\n        to: welcomed\n        feedback: \"Robin is met, as [[2.1.1]] asks.\"\n      - text: You wave, and talk on.\n        to: waiting\n        feedback: \"Waving is no welcome: [[2.1.1]].\"\n",
            "scene-unreachable",
        ),
        (COURSE, "    lessons: [welcome]\n", "missing-key"),
        (COURSE, "    title: Before anybody comes\n", "missing-key"),
        (WELCOME, "minutes: 150\n", "missing-key"),
        (WELCOME, "title: A welcome\n", "missing-key"),
        (CHECK, "    question: What brought you here?\n", "missing-key"),
        (CHECK, "    kind: matching\n", "missing-key"),
    ] {
        let run = site().replace(file, line, "").check().fails();
        assert_eq!(run.codes(), [code], "without {line}\n{}", run.stderr);
    }
}

#[test]
fn a_folder_whose_name_can_be_no_id() {
    Site::starter()
        .copy(&project().join("tests/fixtures/course"), "content/courses/First Steps")
        .replace("content/courses/First Steps/course.md", "lesson:first-steps/welcome", "lesson:welcome")
        .check()
        .fails()
        .tells("bad-id.course");
}

#[test]
fn a_comma_in_words_between_braces() {
    site()
        .replace(CHECK, "text: What moves people,", "text: What moves people, and what stops them, both,")
        .check()
        .fails()
        .tells("yaml-syntax.comma");
}

#[test]
fn a_colon_in_words_between_braces() {
    site()
        .replace(CHECK, "feedback: Seldom.", "feedback: Seldom: in May.")
        .check()
        .fails()
        .tells("yaml-syntax.colon-in-braces");
}

#[test]
fn a_brace_that_is_not_closed() {
    site()
        .replace(CHECK, "feedback: Seldom.}", "feedback: Seldom.")
        .check()
        .fails()
        .tells("yaml-syntax.brace");
}

#[test]
fn a_check_that_is_referred_to() {
    site()
        .append("content/guides/how-to-use.md", "\nSee [[check:motives]].\n")
        .check()
        .fails()
        .tells("unknown-reference.check-in-text");
}

#[test]
fn a_course_and_its_lessons_are_found_by_all_that_they_say() {
    let run = site()
        .append(COURSE, "\nIt begins in Ottawa.\n")
        .replace("content/guides/how-to-use.md", "summary: ", "summary: Kept simple. ")
        .append("content/guides/how-to-use.md", "\n## Where to begin\n\nWords.\n")
        .append("content/assessments/first-weeks.md", "\nTake an hour.\n")
        .append("content/topics/belonging.md", &format!("\n{}Wintertime.\n", "And so on. ".repeat(100)))
        .build()
        .succeeds();
    let script = run.text("output/search-index.js");
    let json = script.trim_start_matches("window.standpointSearchIndex=").trim_end().trim_end_matches(';');
    let index: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let entries = index["entries"].as_array().expect("a list");
    let of = |address: &str| {
        let entry = entries.iter().find(|entry| entry[3] == address);
        entry.and_then(|entry| entry[4].as_str()).unwrap_or_else(|| panic!("nothing leads to {address}"))
    };
    for (address, all) in [
        ("courses/first-steps/index.html", ["What a new coordinator needs", "begins in Ottawa"]),
        ("courses/first-steps/motives.html", ["Name three motives", "What the standards say. And yourself?"]),
        ("courses/first-steps/welcome.html", ["The first day and the weeks after.", "Find a companion"]),
        ("guides/how-to-use.html", ["Kept simple.", "Where to begin"]),
        ("assessments/first-weeks.html", ["What a coordinator knows", "Take an hour."]),
        (
            "topics/belonging.html",
            ["How a stranger becomes one of us.", "Belonging begins with small things"],
        ),
        ("glossary/companion.html", ["An experienced volunteer", "notices what isn’t said."]),
    ] {
        for words in all {
            assert!(of(address).contains(words), "{address} has no “{words}”: {}", of(address));
        }
    }
    assert!(!script.contains("Wintertime"), "of long texts the beginning is enough");
    let term = entries.iter().find(|entry| entry[3] == "glossary/companion.html").expect("a term");
    assert!(term[8].as_str().is_some_and(|names| names.contains("companions")), "{term}");
}
