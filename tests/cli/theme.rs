//! Themes over the built-in one, and what can be wrong with them.

use crate::site::Site;

const THEME: &str = "themes/default";

#[test]
fn a_theme_that_is_not_there() {
    Site::small().append("content/site.yaml", "theme: paper\n").check().fails().tells("unknown-theme");
}

#[test]
fn a_theme_with_a_slip_in_its_name() {
    Site::small()
        .append("content/site.yaml", "theme: papier\n")
        .file("themes/paper/styles/standpoint.css", "")
        .check()
        .fails()
        .tells("unknown-theme.slip");
}

#[test]
fn a_theme_that_site_yaml_would_have_elsewhere() {
    let site = |theme: &str| {
        Site::small()
            .file("content/styles/home.css", "/* not of a theme */")
            .append("content/site.yaml", &format!("theme: {theme}\n"))
    };
    for path in ["../content", "/tmp", "..", ".", "../themes/paper", "paper/"] {
        assert_eq!(site(path).check().fails().codes(), ["bad-value"], "{path}");
    }
    site("../content").check().fails().tells("bad-value.theme");
    // Who types the command may take any folder.
    site("paper").file("mine/styles/home.css", "").run(["build", "--theme", "mine"]).succeeds();
}

#[cfg(unix)]
#[test]
fn a_theme_that_content_has_in_itself() {
    let site = |theme: &str| {
        Site::small()
            .file("content/themes/default/templates/about.html", "<script>not of the site</script>")
            .file("content/themes/evil/templates/about.html", "<script>not of the site</script>")
            .append("content/site.yaml", theme)
            .with(|folder| {
                std::os::unix::fs::symlink("content/themes", folder.join("themes")).expect("a link");
            })
    };
    // As seen from within, `.` has no name either.
    for content in ["content", "content/guides/.."] {
        let run = site("").run(["build", "--content", content, "--output", "output"]).succeeds();
        assert!(!run.text("output/about.html").contains("not of the site"), "{content}");
        let run = site("theme: evil\n").run(["check", "--content", content]).fails();
        assert_eq!(run.codes(), ["bad-value"], "{content}");
    }
    let own = Site::small().file("themes/default/styles/home.css", "/* ours */");
    let run = own.run(["build", "--content", "content/guides/..", "--output", "output"]).succeeds();
    assert_eq!(run.text("output/assets/home.css"), "/* ours */");
}

#[test]
fn a_theme_folder_that_is_not_there() {
    Site::small().run(["check", "--theme", "my/theme"]).fails().tells("unknown-theme.folder");
}

#[test]
fn a_file_with_a_slip_in_its_name() {
    Site::small()
        .file(&format!("{THEME}/templates/statment.html"), "")
        .check()
        .fails()
        .tells("unknown-theme-file");
}

#[test]
fn a_file_in_no_place_that_is_known() {
    Site::small().file(&format!("{THEME}/logo.png"), "").check().fails().tells("unknown-theme-file.strange");
}

#[test]
fn a_bundle_of_what_there_is_not() {
    Site::small()
        .file(&format!("{THEME}/bundles.yaml"), "own.js:\n  - copy.js\n  - preview.js\n")
        .check()
        .fails()
        .tells("unknown-bundle-part");
}

#[test]
fn a_script_that_leaves_its_last_sign_out_stays_apart_from_the_next() {
    let bundles = std::fs::read_to_string(crate::site::project().join("themes/default/bundles.yaml"));
    let run = Site::small()
        .file(
            &format!("{THEME}/bundles.yaml"),
            bundles.expect("a file") + "own.js:\n  - copy.js\n  - site.js\n",
        )
        .file(&format!("{THEME}/scripts/copy.js"), "(() => 1)()\n")
        .build()
        .succeeds();
    assert!(run.text("output/assets/own.js").starts_with("(() => 1)()\n\n;\n("));
    // What is made of parts is one file; parts that are in no folder are files as well.
    run.wrote("output/assets/copy.js")
        .wrote("output/assets/site.js")
        .wrote_no("output/assets/site/language.js");
}

#[test]
fn a_template_that_can_not_be_read() {
    Site::small()
        .file(&format!("{THEME}/templates/about.html"), "<p>\n{% if site.title %}\n{{ site.title }\n")
        .check()
        .fails()
        .tells("template-broken");
}

#[test]
fn a_template_that_uses_what_there_is_not() {
    Site::small()
        .file(
            &format!("{THEME}/templates/about.html"),
            "{% extends \"base.html\" %}\n{% block main %}\n<p>{{ framework.editor }}</p>\n{% endblock %}\n",
        )
        .check()
        .fails()
        .tells("template-broken.variable");
}

#[test]
fn a_template_that_fails_on_many_pages_is_one_problem() {
    Site::small()
        .file(&format!("{THEME}/templates/statement.html"), "<p>{{ statement.author.name }}</p>\n")
        .check()
        .fails()
        .tells("template-broken.statement");
}

#[test]
fn a_template_that_includes_what_there_is_not() {
    Site::small()
        .file(&format!("{THEME}/templates/about.html"), "{% include \"own/missing.html\" %}\n")
        .check()
        .fails()
        .tells("template-broken.include");
}

#[test]
fn a_template_with_a_filter_that_there_is_not() {
    Site::small()
        .file(&format!("{THEME}/templates/about.html"), "<p>{{ site.title | shout }}</p>\n")
        .check()
        .fails()
        .tells("template-broken.filter");
}

#[test]
fn a_template_that_is_not_utf8() {
    Site::small()
        .file(&format!("{THEME}/templates/about.html"), b"<p>caf\xe9</p>\n")
        .check()
        .fails()
        .tells("not-utf8.template");
}

#[test]
fn a_word_that_no_template_uses() {
    Site::small()
        .file(
            &format!("{THEME}/words/en.yaml"),
            "# Ours\nglossary-title: Words we use\nglosary-lead: Short and plain.\n",
        )
        .check()
        .fails()
        .tells("unknown-word");
}

#[test]
fn words_of_the_scripts_can_be_replaced() {
    let words = "study-bookmark: Keep\nassess-undo: Take it back\n";
    let run = Site::small().file(&format!("{THEME}/words/en.yaml"), words).build().succeeds();
    let script = run.text("output/assets/study-words.js");
    assert!(script.ends_with(".ofSite = {\"bookmark\":\"Keep\"};\n"), "{script}");
    let page = run.text("output/standards/II.A.1.html");
    let place = |script: &str| page.find(&format!("src=\"../assets/{script}\"")).expect("a script");
    assert!(place("study-words.js") < place("statement-page.js"), "{page}");
    Site::small().build().succeeds().wrote_no("output/assets/study-words.js");
    let slip = "study-bookmrk: Keep\n";
    let run = Site::small().file(&format!("{THEME}/words/en.yaml"), slip).check().fails();
    assert_eq!(run.codes(), ["unknown-word"], "{}", run.stderr);
}

#[test]
fn words_that_are_no_words() {
    Site::small()
        .file(&format!("{THEME}/words/en.yaml"), "glossary-title: [Words]\n")
        .check()
        .fails()
        .tells("wrong-type.word");
}

#[test]
fn a_fault_of_the_theme_hides_none_of_the_content() {
    let run = Site::small()
        .file(&format!("{THEME}/templates/statment.html"), "")
        .append("content/guides/first-steps.md", "\n[x](no.md)\n")
        .check()
        .fails();
    assert_eq!(run.codes(), ["broken-link", "unknown-theme-file"], "{}", run.stderr);
}

#[test]
fn a_theme_replaces_files_words_and_adds_its_own() {
    let run = Site::small()
        .append("content/site.yaml", "theme: ours\n")
        .file(
            "themes/ours/templates/about.html",
            "{% extends \"base.html\" %}{% block main %}{% include \"own/greeting.html\" %}{% endblock %}",
        )
        .file("themes/ours/templates/own/greeting.html", "<p>{{ words[\"our-greeting\"] }}</p>")
        .file("themes/ours/words/en.yaml", "our-greeting: Welcome to us\nglossary-title: Words we use\n")
        .file("themes/ours/styles/paper.css", "/* ours */")
        .file("themes/ours/assets/logo.svg", "<svg/>")
        .build()
        .succeeds();
    assert_eq!(run.codes(), [""; 0], "{}", run.stderr);
    assert!(run.text("output/about.html").contains("<p>Welcome to us</p>"));
    assert!(run.text("output/glossary/index.html").contains("Words we use"));
    assert_eq!(run.text("output/assets/paper.css"), "/* ours */");
    assert_eq!(run.text("output/assets/logo.svg"), "<svg/>");
}

/// The built-in masthead and footer are made once for many pages; a theme's own are made for each.
#[test]
fn what_stands_around_pages_is_the_same_made_once_or_for_each() {
    let built_in = |name: &str| {
        let path = crate::site::project().join("themes/default/templates").join(name);
        std::fs::read_to_string(path).expect("a file")
    };
    let name = "components/masthead.html";
    let shared = Site::small().build().succeeds();
    let own = format!("{THEME}/templates/{name}");
    let each = Site::small().file(&own, format!("{{#- ours -#}}\n{}", built_in(name))).build().succeeds();
    // The list of files tells of the theme.
    let pages = |run: &crate::site::Run| {
        let mut files = run.tree("output");
        files.retain(|(name, _)| name != ".standpoint-manifest.json");
        files
    };
    assert_eq!(pages(&shared), pages(&each));

    let titled = built_in(name) + "<p class=\"here\">{{ page.title }}</p>\n";
    let run = Site::small().file(&own, titled).build().succeeds();
    for (page, title) in [("about.html", "About and rights"), ("glossary/index.html", "Glossary")] {
        assert!(
            run.text(&format!("output/{page}")).contains(&format!("<p class=\"here\">{title}</p>")),
            "{page}"
        );
    }
}

#[test]
fn words_stand_in_pages_as_text_whatever_is_in_them() {
    let words = "skip: \"<b>{{ site.title }}</b> & {% endif %}\"\nhome: \" Home \"\nbreadcrumbs: \"You \\\"are\\\" {here}\"\n";
    let run = Site::small().file(&format!("{THEME}/words/en.yaml"), words).build().succeeds();
    let page = run.text("output/standards/II.A.1.html");
    for there in [
        ">&lt;b&gt;{{ site.title }}&lt;/b&gt; &amp; {% endif %}</a>",
        "aria-label=\"You &quot;are&quot; {here}\"",
        "> Home </a>",
    ] {
        assert!(page.contains(there), "{there} is not in {page}");
    }
}

#[cfg(unix)]
#[test]
fn a_theme_of_links_is_a_theme() {
    let run = Site::small()
        .file("elsewhere/about.html", "<p>ours</p>")
        .file(&format!("{THEME}/words/en.yaml"), "glossary-title: Words\n")
        .with(|folder| {
            std::fs::create_dir(folder.join(THEME).join("templates")).expect("made");
            let link = folder.join(THEME).join("templates/about.html");
            std::os::unix::fs::symlink(folder.join("elsewhere/about.html"), link).expect("a link");
        })
        .build()
        .succeeds();
    assert_eq!(run.text("output/about.html"), "<p>ours</p>");
}
