//! Frameworks in other languages than English.

use crate::site::{Run, Site, project};

/// The small site in a language.
fn in_language(tag: &str) -> Site {
    Site::small().append("content/site.yaml", &format!("language: {tag}\n"))
}

/// The small site in Polish, with a file of words in its theme.
fn polish(words: &str) -> Site {
    in_language("pl").file("themes/default/words/pl.yaml", words)
}

fn new_words(site: Site, tag: &str) -> Run {
    site.run(["new", "words", tag])
}

#[test]
fn a_language_without_words() {
    in_language("pl").check().succeeds().tells("words-in-english");
    let run = in_language("pl").build().succeeds();
    assert!(
        run.text("output/index.html").contains("<html lang=\"pl\" data-site="),
        "written from left to right"
    );
}

#[test]
fn a_language_with_some_words() {
    let run = polish("menu-about: O standardach\n").build().succeeds();
    // How many there are changes with every word of the interface.
    for there in ["warning[words-in-english]: of the ", "are not in “pl” but English; the first is “skip”\n"]
    {
        assert!(run.stderr.contains(there), "{there}: {}", run.stderr);
    }
    assert!(run.text("output/index.html").contains(">O standardach</a>"));
}

#[test]
fn words_that_cannot_be_read_are_not_told_as_missing() {
    let run = polish("menu-about: O: standardach\n").check().fails();
    assert_eq!(run.codes(), ["yaml-syntax"], "{}", run.stderr);
}

#[test]
fn who_answers_is_said_in_the_language_of_the_site() {
    let site = Site::starter().replace("content/site.yaml", "language: en", "language: de");
    let file = "content/assessments/first-weeks.md";
    let run = site.replace(file, "roles: [coordinator, colleague]\n", "").build().succeeds();
    assert!(
        run.text("output/assessments/first-weeks.html").contains(":{\"self\":\"Selbst\"}"),
        "“self” in English"
    );
}

#[test]
fn a_language_of_a_place_has_the_words_of_the_language() {
    let site = in_language("pt-BR")
        .file("themes/default/words/pt.yaml", "menu-about: Sobre\nhome: Início\n")
        .file("themes/default/words/pt-br.yaml", "home: Página inicial\n")
        .file("themes/default/words/fr.yaml", "home: Accueil\n");
    let run = site.build().succeeds();
    let page = run.text("output/standards/II.A.1.html");
    for there in ["<html lang=\"pt-BR\"", ">Sobre</a>", ">Página inicial</a>"] {
        assert!(page.contains(there), "{there}: {page}");
    }
}

#[test]
fn letters_of_all_kinds_stay_as_they_are() {
    let words = "Acolher com atenção: ãéîõü 聞く الاستماع";
    let site = in_language("pt-BR").replace("content/standards/II.A.md", "The befriender listens", words);
    assert!(site.build().succeeds().text("output/standards/II.A.3.html").contains("ãéîõü 聞く الاستماع"));
}

#[test]
fn english_of_a_place_is_english() {
    let run = in_language("en-GB").build().succeeds();
    assert_eq!(run.codes(), [""; 0], "{}", run.stderr);
}

#[test]
fn a_file_of_words_to_translate() {
    let run = new_words(in_language("pl"), "pl").succeeds().prints("themes/default/words/pl.yaml\n");
    let words = run.text("themes/default/words/pl.yaml");
    for there in [
        "# skip: Skip to the text\n",
        "# count-topics-few: \"{n} topics\"\n",
        "# study-bookmark: \"Bookmark\"\n",
    ] {
        assert!(words.contains(there), "{there}: {words}");
    }
    // It is as if it weren't there until something is put in.
    let run = run.site.build().succeeds();
    assert_eq!(run.codes(), ["words-in-english"], "{}", run.stderr);
    let run = new_words(run.site, "pl").succeeds();
    assert!(run.stderr.contains("has a line for every word"), "{}", run.stderr);
    assert_eq!(run.text("themes/default/words/pl.yaml"), words);

    // Taking the marks away leaves a file of words, in which nothing is missing.
    let plain: Vec<&str> = words
        .lines()
        .filter(|line| !line.starts_with("##"))
        .map(|line| line.strip_prefix("# ").filter(|_| line.contains(": ")).unwrap_or(line))
        .filter(|line| !line.starts_with("The words of") && !line.starts_with("in braces"))
        .collect();
    let run = polish(&plain.join("\n")).build().succeeds();
    assert_eq!(run.codes(), [""; 0], "{}", run.stderr);
}

#[test]
fn a_warning_names_the_file_that_is_made() {
    let run = in_language("pt-br").check().succeeds();
    assert!(run.stderr.contains("into themes/default/words/pt-BR.yaml"), "{}", run.stderr);
    new_words(in_language("pt-br"), "pt-br").succeeds().prints("themes/default/words/pt-BR.yaml\n");
}

#[test]
fn a_file_of_words_keeps_what_was_written() {
    let before = "# Ours\nskip: Do tekstu\n# menu: later\n";
    let run = new_words(polish(before), "pl").succeeds();
    let after = run.text("themes/default/words/pl.yaml");
    assert!(after.starts_with(before), "{after}");
    assert_eq!((after.matches("skip: ").count(), after.matches("# menu: ").count()), (1, 1), "{after}");
    assert!(after.contains("# menu-open: Menu\n"), "{after}");
}

#[test]
fn a_file_of_words_goes_to_the_theme_of_the_site_and_nowhere_else() {
    let site = in_language("pl").append("content/site.yaml", "theme: ours\n");
    new_words(site, "pl").succeeds().wrote("themes/ours/words/pl.yaml");
    let site = in_language("pl").append("content/site.yaml", "theme: ../elsewhere\n");
    new_words(site, "pl").succeeds().wrote("themes/default/words/pl.yaml").wrote_no("elsewhere");
    let run = new_words(Site::small(), "polish").misused();
    assert!(run.stderr.contains("is not the code of a language"), "{}", run.stderr);
}

#[test]
fn words_by_numbers_are_in_the_forms_of_the_language() {
    let words =
        "count-topics: \"{n} tematu\"\ncount-topics-one: \"{n} temat\"\ncount-topics-few: \"{n} tematy\"\n";
    let run = polish(words).build().succeeds();
    assert_eq!(run.codes(), ["words-in-english"], "{}", run.stderr);
    let topics = run.tree("content/topics").len();
    assert!((2..5).contains(&topics), "{topics}");
    assert!(run.text("output/index.html").contains(&format!("{topics} tematy")));
    let run = polish("count-topics-fw: tematy\n").check().fails();
    assert_eq!(run.codes(), ["words-in-english", "unknown-word"], "{}", run.stderr);
}

#[test]
fn a_language_that_is_written_from_right_to_left() {
    let run = in_language("ar").build().succeeds();
    for page in ["index.html", "standards/II.A.1.html", "404.html"] {
        assert!(run.text(&format!("output/{page}")).contains("<html lang=\"ar\" dir=\"rtl\""), "{page}");
    }
}

#[test]
fn pages_of_books_and_cartridges_run_as_the_site_does() {
    let page_of = |what: [&str; 2], name: &str| {
        let site = Site::empty().copy(&project().join("tests/fixtures/arabic"), "");
        let run = site.run(["export", what[0], what[1], "-o", "made"]).succeeds();
        let mut zip = zip::ZipArchive::new(std::fs::File::open(run.site.path("made")).unwrap()).unwrap();
        let mut page = String::new();
        std::io::Read::read_to_string(&mut zip.by_name(name).unwrap(), &mut page).unwrap();
        page
    };
    let nav = page_of(["epub", "course:first-steps"], "EPUB/nav.xhtml");
    assert!(nav.contains("dir=\"rtl\""), "{nav}");
    // Books may not say it in their styles.
    let chapter = page_of(["epub", "course:first-steps"], "EPUB/chapter-002.xhtml");
    assert!(chapter.contains("<bdi>"), "{chapter}");
    let page = page_of(["cc", "course:first-steps"], "motives.html");
    // What a platform takes over is the inside of the body.
    assert!(
        page.contains("<html lang=\"ar\" dir=\"rtl\">") && page.contains("<body>\n<div dir=\"rtl\">"),
        "{page}"
    );
}

#[test]
fn files_that_only_some_languages_need_are_found_by_their_hashed_names() {
    let site = in_language("ar").file("themes/default/words/ar.yaml", "study-bookmark: علامة\n");
    let run = site.run(["build", "--hash-assets"]).succeeds();
    let page = run.text("output/standards/II.A.1.html");
    for (name, ending) in [("letters", "css"), ("study-words", "js")] {
        let (_, rest) = page.split_once(&format!("../assets/{name}.")).expect("linked to");
        let hash = rest.split('.').next().expect("a hash");
        assert_eq!(hash.len(), 10, "{rest}");
        run.text(&format!("output/assets/{name}.{hash}.{ending}"));
    }
    let page = in_language("de").build().succeeds().text("output/standards/II.A.1.html");
    assert!(!page.contains("letters.css") && page.contains("../assets/study-words.js"), "{page}");
}

#[test]
fn a_glossary_in_the_order_of_a_dictionary() {
    let mut site = in_language("de");
    for (file, term) in
        [("a", "Zeit"), ("b", "Äußerung"), ("c", "Auftrag"), ("d", "Übergang"), ("e", "Umgang")]
    {
        site = site.file(
            &format!("content/glossary/{file}.md"),
            format!("---\nterm: {term}\nstatements: [II.A.1]\n---\n\nEin Wort, das erklärt wird.\n"),
        );
    }
    let page = site.build().succeeds().text("output/glossary/index.html");
    let places: Vec<usize> =
        ["id=\"A\"", "Auftrag", "Äußerung", "id=\"U\"", "Übergang", "Umgang", "id=\"Z\"", "Zeit"]
            .iter()
            .map(|word| page.find(word).unwrap_or_else(|| panic!("{word}: {page}")))
            .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(!page.contains("id=\"Ä\"") && !page.contains("id=\"Ü\""));
}

/// The small site in German, about standards that were published in English.
fn german_about_english() -> Site {
    in_language("de").append("content/standards/framework.yaml", "language: en-GB\n")
}

#[test]
fn published_words_in_another_language_than_the_site() {
    let run = german_about_english().build().succeeds();
    assert_eq!(run.codes(), [""; 0], "{}", run.stderr);
    let page = run.text("output/standards/II.A.1.html");
    for there in [
        "<html lang=\"de\" data-site=\"befriending-1\" data-published=\"en-GB ltr\">",
        "<div lang=\"en-GB\" class=\"words\" data-normative>",
        "<span lang=\"en-GB\" class=\"published\">",
        "\"inLanguage\":\"en-GB\"",
        ">Glossar</a>",
    ] {
        assert!(page.contains(there), "{there}: {page}");
    }
    assert!(run.text("output/guides/first-steps.html").contains("\"inLanguage\":\"de\""));
    // A statement that is shown whole in a text of ours.
    let run =
        german_about_english().append("content/guides/first-steps.md", "\n![[II.A.1]]\n").build().succeeds();
    assert!(run.text("output/guides/first-steps.html").contains("<div lang=\"en-GB\" class=\"words\""));
    // Nothing is said where they are in the language of the site.
    let page = in_language("de").build().succeeds().text("output/standards/II.A.1.html");
    assert!(!page.contains("data-published") && !page.contains(" lang=\"\""), "{page}");
    assert_eq!(page.matches(" lang=").count(), 1, "{page}");
}

#[test]
fn a_citation_without_a_year_says_so_in_the_language_of_the_site() {
    let run =
        in_language("de").replace("content/standards/framework.yaml", "year: 2026\n", "").build().succeeds();
    let page = run.text("output/standards/II.A.1.html");
    assert!(page.contains(", o. J., II.A.1)") && page.contains("(o. J.)."), "{page}");
}

#[test]
fn exports_tell_the_language_of_the_published_words() {
    for (format, there) in [
        ("json", "\"language\": \"en-GB\""),
        ("case", "\"language\": \"en-GB\""),
        ("jsonld", "\"@language\": \"en-GB\""),
    ] {
        let run = german_about_english().run(["export", format]).succeeds();
        assert!(run.stdout.contains(there), "{format}: {}", run.stdout);
    }
}

#[test]
fn a_language_of_published_words_by_its_name() {
    let site = Site::small().append("content/standards/framework.yaml", "language: British\n");
    site.check().fails().tells("bad-language.published");
}
