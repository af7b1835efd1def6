//! Addresses: two pages that want one, and earlier ones that are kept.

use crate::site::Site;

#[cfg(unix)]
#[test]
fn two_files_that_differ_in_capitals_only() {
    Site::small()
        .file("content/guides/First-Steps.md", "---\ntitle: Again\nsummary: s\n---\n\nWords.\n")
        .check()
        .fails()
        .tells("same-address");
}

#[test]
fn a_topic_with_the_name_of_the_list_of_topics() {
    Site::small()
        .file("content/guides/index.md", "---\ntitle: Start\nsummary: s\n---\n\nWords.\n")
        .check()
        .fails()
        .tells("same-address.own-page");
}

#[test]
fn two_names_that_make_one_address() {
    Site::small()
        .file("content/guides/a b.md", "---\ntitle: A and B\nsummary: s\n---\n\nWords.\n")
        .file("content/guides/a&b.md", "---\ntitle: A & B\nsummary: s\n---\n\nWords.\n")
        .build()
        .fails()
        .tells_all("same-address.built");
}

#[test]
fn an_earlier_address_that_is_no_address() {
    Site::small()
        .replace("content/topics/trust.md", "title: Trust", "title: Trust\naliases: [old trust]")
        .check()
        .fails()
        .tells("bad-alias");
}

#[test]
fn an_earlier_address_that_another_page_has() {
    Site::small()
        .replace(
            "content/standards/II.A.md",
            "  3:\n",
            "  3:\n    aliases: [standards/II.A.4.html, standards/II.A.1.html]\n",
        )
        .check()
        .fails()
        .tells("bad-alias.taken");
}

#[test]
fn an_earlier_address_that_leads_out_of_the_site() {
    for alias in [
        "../index.html",
        "/etc/passwd.html",
        "a//b.html",
        "a/../../b.html",
        ".html",
        "C:\\x.html",
        "a\u{0}b.html",
    ] {
        let alias = serde_json::to_string(alias).expect("JSON");
        let run = Site::small()
            .replace("content/topics/trust.md", "title: Trust", &format!("title: Trust\naliases: [{alias}]"))
            .build()
            .fails();
        assert_eq!(run.codes(), ["bad-alias"], "{alias}\n{}", run.stderr);
    }
}
