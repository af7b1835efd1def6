//! Files and folders: what can be wrong with them before a word is read.

use std::fmt::Write as _;
#[cfg(unix)]
use std::os::unix::fs::symlink;
#[cfg(unix)]
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

use crate::site::Site;

#[test]
fn no_content_folder() {
    Site::empty().check().fails().tells("no-such-folder");
}

#[test]
fn a_content_folder_that_is_not_there() {
    Site::small().run(["check", "--content", "contents"]).fails().tells("no-such-folder.named");
}

#[test]
fn a_file_where_the_content_folder_should_be() {
    Site::empty().file("content", "words").check().fails().tells("no-such-folder.a-file");
}

#[test]
fn an_empty_content_folder() {
    let site = Site::empty().with(|folder| std::fs::create_dir(folder.join("content")).expect("made"));
    site.check().fails().tells("empty-folder");
}

#[test]
fn a_content_folder_with_nothing_but_clutter() {
    Site::empty().file("content/.DS_Store", "").check().fails().tells("empty-folder.clutter");
}

#[test]
fn no_site_yaml() {
    Site::small().remove("content/site.yaml").check().fails().tells("missing-file");
}

#[test]
fn no_framework_yaml() {
    Site::small().remove("content/standards/framework.yaml").check().fails().tells("missing-file.framework");
}

#[test]
fn site_yaml_under_another_name_is_one_problem() {
    Site::small()
        .rename("content/site.yaml", "content/site.yml")
        .check()
        .fails()
        .tells("unknown-content-file.site-yml");
}

#[test]
fn a_stray_file_of_the_same_name_elsewhere_is_not_site_yaml() {
    let run = Site::small().rename("content/site.yaml", "content/topics/site.yaml").check().fails();
    assert_eq!(run.codes(), ["missing-file", "unknown-content-file"], "{}", run.stderr);
}

#[test]
fn a_file_nobody_knows() {
    Site::small().file("content/notes.md", "Words").check().fails().tells("unknown-content-file");
}

#[test]
fn a_file_to_whose_name_an_editor_added_its_own_ending() {
    Site::small()
        .rename("content/topics/trust.md", "content/topics/trust.md.txt")
        .check()
        .fails()
        .tells("unknown-content-file.added-ending");
}

#[test]
fn a_text_of_a_word_processor_where_topics_are() {
    let site = Site::small().file("content/topics/hope.docx", "PK").file("content/notes.txt", "Mine");
    let run = site.check().succeeds().tells("text-not-read");
    // A download is none, nor is what is there as a picture.
    let site = run.site.append("content/topics/trust.md", "\n[The sheet](hope.docx)\n");
    let run = site.file("content/topics/hope.png", "PNG").build().succeeds();
    assert_eq!(run.codes(), [""; 0], "{}", run.stderr);
    // It is told of again where nothing else has changed.
    let run =
        run.site.replace("content/topics/trust.md", "\n[The sheet](hope.docx)\n", "").build().succeeds();
    assert_eq!(run.codes(), ["text-not-read"], "{}", run.stderr);
    assert_eq!(run.site.build().succeeds().codes(), ["text-not-read"]);
}

#[test]
fn what_would_be_in_a_misnamed_file_is_not_missed_too() {
    Site::small()
        .rename("content/topics/trust.md", "content/topic/trust.md")
        .check()
        .fails()
        .tells("unknown-content-file.used");
}

#[test]
fn a_folder_with_a_slip_in_its_name() {
    Site::small()
        .file("content/topic/hope.md", "---\ntitle: Hope\nsummary: s\n---\n")
        .check()
        .fails()
        .tells("unknown-content-file.folder");
}

#[test]
fn a_file_that_is_not_utf8() {
    let latin1 = b"---\ntitle: Trust\nsummary: How strangers rely on one another.\n---\n\nA caf\xe9.\n";
    Site::small().file("content/topics/trust.md", latin1).check().fails().tells("not-utf8");
}

#[test]
fn a_file_that_a_word_processor_saved_as_utf16() {
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend("---\ntitle: Trust\nsummary: s\n---\n".encode_utf16().flat_map(u16::to_le_bytes));
    Site::small().file("content/topics/trust.md", utf16).check().fails().tells("not-utf8.utf16");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_that_is_gone() {
    let site = Site::small().with(|folder| {
        symlink("/nowhere/at/all.md", folder.join("content/topics/hope.md")).expect("a link");
    });
    site.check().fails().tells("unreadable");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::small().with(|folder| {
        let file = folder.join("content/guides/first-steps.md");
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o000)).expect("permissions");
    });
    if std::fs::read(site.path("content/guides/first-steps.md")).is_ok() {
        eprintln!("skipped: permissions don’t bind this user (root)");
        return;
    }
    site.check().fails().tells("unreadable.permission");
}

#[test]
fn a_folder_named_like_a_file_is_a_folder() {
    let site = Site::small().with(|folder| {
        std::fs::create_dir(folder.join("content/topics/hope.md")).expect("made");
    });
    site.run(["check", "--deny-warnings"]).succeeds();
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_back() {
    let site = Site::small().with(|folder| {
        symlink(folder.join("content"), folder.join("content/topics/again")).expect("a link");
    });
    site.check().fails().tells("unreadable.loop");
}

/// Thirty folders with two links each to the next: a thousand million ways to the last.
#[cfg(unix)]
fn ladder_of_links(folder: &Path) {
    for step in 0..30 {
        let (here, next) = (folder.join(format!("step-{step}")), format!("../step-{}", step + 1));
        std::fs::create_dir_all(&here).expect("made");
        for name in ["left", "right"] {
            symlink(&next, here.join(name)).expect("a link");
        }
    }
    std::fs::create_dir(folder.join("step-30")).expect("made");
}

#[cfg(unix)]
#[test]
fn links_to_folders_of_links_come_to_an_end() {
    Site::small()
        .with(|folder| ladder_of_links(&folder.join("content/guides")))
        .check()
        .fails()
        .tells("over-limit.links");
    let theme = Site::small().with(|folder| ladder_of_links(&folder.join("themes/ours/assets")));
    theme.append("content/site.yaml", "theme: ours\n").check().fails().tells("over-limit.links-in-theme");
}

#[cfg(unix)]
#[test]
fn folders_that_share_one_by_links_are_read() {
    let site = Site::small().file("content/guides/pictures/door.png", "PNG").with(|folder| {
        symlink("../guides/pictures", folder.join("content/topics/pictures")).expect("a link");
    });
    let run = site.append("content/topics/trust.md", "\n![A door](pictures/door.png)\n").build().succeeds();
    assert_eq!(run.text("output/topics/pictures/door.png"), "PNG");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_content_publishes_nothing() {
    let site = |to: &str, link: &str, words: &str| {
        Site::small()
            .file("private/diary.txt", "Words of mine.")
            .with(|folder| symlink(to, folder.join("content/guides").join(link)).expect("a link"))
            .append("content/guides/first-steps.md", words)
            .build()
            .fails()
    };
    site("../../private/diary.txt", "plan.txt", "\n[the plan](plan.txt)\n").tells("link-leads-out");
    let run = site("../../private", "more", "\n[more](more/diary.txt) [again](../guides/more/a/b.md)\n");
    assert_eq!(run.codes(), ["link-leads-out"], "{}", run.stderr);
    // A link without an extension is no folder, and hides nothing but what leads to it.
    let run =
        site("../../private/diary.txt", "LICENSE", "\n[it](LICENSE) [[gone]] [there](../topics/gone.md)\n");
    assert_eq!(run.codes(), ["link-leads-out", "unknown-reference", "broken-link"], "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_to_what_is_passed_over_publishes_nothing() {
    let site = Site::small().file("content/.git/config", "token").with(|folder| {
        symlink("../.git/config", folder.join("content/guides/plan.txt")).expect("a link");
    });
    let run = site.append("content/guides/first-steps.md", "\n[the plan](plan.txt)\n").build().fails();
    assert_eq!(run.codes(), ["link-leads-out"], "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_content_folder_that_is_a_link_itself_is_read() {
    let site = Site::small().with(|folder| {
        std::fs::rename(folder.join("content"), folder.join("elsewhere")).expect("renamed");
        symlink("elsewhere", folder.join("content")).expect("a link");
    });
    site.build().succeeds();
}

#[cfg(unix)]
#[test]
fn more_text_than_a_site_may_have() {
    let site = Site::small().with(|folder| {
        let line = format!("{}\n", "a word ".repeat(9));
        std::fs::write(folder.join("content/text"), line.repeat(64 * 1024)).expect("written");
        for number in 1..=129 {
            symlink("../text", folder.join(format!("content/topics/t{number}.md"))).expect("a link");
        }
    });
    let run = site.check().fails();
    assert_eq!(run.codes(), ["over-limit"], "{}", run.stderr);
    assert!(run.stderr.contains("there are more than 512 MB of text here"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn more_signs_than_all_texts_may_have() {
    let site = Site::small().with(|folder| {
        std::fs::write(folder.join("content/text"), "a\n".repeat(250_000)).expect("written");
        for number in 1..=161 {
            symlink("../text", folder.join(format!("content/topics/t{number}.md"))).expect("a link");
        }
    });
    let run = site.check().fails();
    assert_eq!(run.codes(), ["over-limit"], "{}", run.stderr);
    assert!(run.stderr.contains("more than 40000000 signs and line ends in all texts"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn more_yaml_than_all_texts_may_have() {
    let site = Site::small().with(|folder| {
        let front = format!("---\n# {}\ntitle: T\nsummary: S.\n---\n", "a comment ".repeat(99_000));
        std::fs::write(folder.join("content/text"), front).expect("written");
        for number in 1..=70 {
            symlink("../text", folder.join(format!("content/topics/t{number}.md"))).expect("a link");
        }
    });
    let run = site.check().fails();
    assert_eq!(run.codes(), ["over-limit"], "{}", run.stderr);
    assert!(run.stderr.contains("more than 64 MB of YAML here"), "{}", run.stderr);
}

/// A site in which this guide links to so many files, each as large as may be.
fn large_files(site: Site, guide: &str, number: usize) -> Site {
    let mut links = String::from("\n");
    for number in 0..number {
        let _ = writeln!(links, "[a film](film-{number}.mp4)");
    }
    site.append(guide, &links).with(|folder| {
        for number in 0..number {
            let file = std::fs::File::create(folder.join(format!("content/guides/film-{number}.mp4")));
            file.and_then(|file| file.set_len(256 * 1024 * 1024)).expect("made");
        }
    })
}

#[test]
fn more_bytes_than_a_site_may_have() {
    let run = large_files(Site::small(), "content/guides/first-steps.md", 33)
        .build()
        .fails()
        .tells("over-limit.bytes");
    run.wrote_no("output");
}

#[test]
fn more_bytes_than_a_package_may_have() {
    let site = large_files(crate::courses::site(), "content/guides/how-to-use.md", 5);
    let run = site.run(["export", "scorm12"]).fails();
    assert!(
        run.stderr.contains("there are more than 1024 MB in the files of this package"),
        "{}",
        run.stderr
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let site = Site::small().with(|folder| {
        let made = Command::new("mkfifo").arg(folder.join("content/topics/hope.md")).status();
        assert!(made.expect("mkfifo runs").success());
    });
    site.check().fails().tells("not-a-file");
}

#[test]
fn a_file_that_is_too_large() {
    let words = "A word and a word.\n".repeat(500_000);
    Site::small().append("content/topics/trust.md", &words).check().fails().tells("file-too-large");
    // What links to it, however that is written, is no other fault.
    let links =
        "\n[a](../topics/of%20trust.md#words) [b](<../topics/of trust.md>) [c](/topics/of%20trust.md)\n";
    let site = Site::small().append("content/guides/first-steps.md", links);
    let run = site.file("content/topics/of trust.md", words).check().fails();
    assert_eq!(run.codes(), ["file-too-large"], "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf8() {
    use std::os::unix::ffi::OsStrExt as _;
    let site = Site::small().with(|folder| {
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
        std::fs::write(folder.join("content/topics").join(name), "---\n---\n").expect("written");
    });
    site.check().fails().tells("name-not-utf8");
}

#[test]
fn clutter_is_passed_over() {
    Site::small()
        .file("content/.obsidian/app.json", "{}")
        .file("content/topics/trust.md~", "old")
        .file("content/topics/.trust.md.swp", [0xff, 0x00])
        .file("content/topics/#trust.md#", "---")
        .file("content/Thumbs.db", [0xff])
        .run(["check", "--deny-warnings"])
        .succeeds();
}

#[test]
fn line_ends_of_windows_and_old_macs_and_a_byte_order_mark_change_nothing() {
    let plain = Site::small().run(["export", "json"]).succeeds().stdout;
    for end in ["\r\n", "\r"] {
        let mut other = Site::small();
        for (path, bytes) in crate::site::tree(&other.path("content")) {
            let text = String::from_utf8(bytes).expect("UTF-8").replace('\n', end);
            other = other.file(&format!("content/{path}"), format!("\u{feff}{text}"));
        }
        let run = other.run(["export", "json"]).succeeds();
        assert_eq!(run.stdout, plain);
        run.site.run(["check", "--deny-warnings"]).succeeds();
    }
}

#[test]
fn the_same_words_with_the_line_ends_of_windows_make_the_same_site() {
    let code = "\n```\nwords\n  as they stand\n```\n\n<p>\nraw\n</p>\n";
    let plain = Site::small()
        .append("content/site.yaml", "features:\n  raw-html: true\n")
        .append("content/guides/first-steps.md", code)
        .file("themes/default/styles/home.css", "/* ours */\n\nmain {\n}\n")
        .file("themes/default/words/en.yaml", "skip: Go on\n")
        .file("themes/default/templates/components/footer.html", "<footer>\n</footer>\n");
    let mut other = Site::small();
    for folder in ["content", "themes"] {
        for (path, bytes) in crate::site::tree(&plain.path(folder)) {
            let text = String::from_utf8(bytes).expect("UTF-8").replace('\n', "\r\n");
            other = other.file(&format!("{folder}/{path}"), format!("\u{feff}{text}"));
        }
    }
    let (plain, other) = (plain.build().succeeds(), other.build().succeeds());
    assert!(plain.text("output/guides/first-steps.html").contains("words\n  as they stand\n"));
    // The list of files, too: the next build on either machine has nothing to do.
    assert!(plain.tree("output") == other.tree("output"), "{}\n{}", plain.stderr, other.stderr);
}

#[test]
fn places_hold_with_windows_line_ends_and_a_byte_order_mark() {
    let text = "\u{feff}---\r\ntitle: Trust\r\nsumary: How strangers rely on one another.\r\n---\r\n\r\nSee [[trsut]].\r\n";
    let run = Site::small().file("content/topics/trust.md", text).run(["check", "--message-format", "json"]);
    let places: Vec<String> = run
        .json()
        .iter()
        .map(|problem| format!("{} {}:{}", problem["code"], problem["line"], problem["column"]))
        .collect();
    assert_eq!(places, ["\"unknown-key\" 3:1", "\"unknown-reference\" 6:5"], "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn names_may_have_any_characters() {
    // Names of files that people have; each is linked to, built, and its link leads to it.
    let names = [
        "two words.md",
        "it’s.md",
        "it's \"quoted\".md",
        "100%.md",
        "a#b.md",
        "c&d.md",
        "<i>.md",
        "🌱 growth.md",
        "größe.md",
    ];
    let mut site = Site::small();
    let mut links = String::from("\n");
    for (index, name) in names.iter().enumerate() {
        site = site.file(
            &format!("content/guides/{name}"),
            format!("---\ntitle: Guide {index}\nsummary: One.\n---\n\nWords.\n"),
        );
        let encoded = name.replace('%', "%25").replace('#', "%23").replace('<', "%3C").replace('>', "%3E");
        let _ = writeln!(links, "[to {index}](<{encoded}>)");
    }
    for name in ["a plan.pdf", "50%.pdf", "#1.pdf", "🌱.pdf", "it’s ‘quoted’.pdf"] {
        site = site.file(&format!("content/guides/files/{name}"), "%PDF");
        let encoded = name.replace('%', "%25").replace('#', "%23");
        let _ = writeln!(links, "[a file](<files/{encoded}>)");
    }
    let run = site.append("content/guides/first-steps.md", &links).run(["build"]).succeeds();
    assert_eq!(run.codes(), [""; 0], "{}", run.stderr);
    crate::links::hold(&run);
    for name in ["a plan.pdf", "50%.pdf", "#1.pdf", "🌱.pdf", "it’s ‘quoted’.pdf"] {
        assert!(run.site.path(&format!("output/guides/files/{name}")).is_file(), "{name}");
    }
}

#[test]
fn a_document_under_the_name_of_a_text() {
    let topic = |bytes: &[u8]| Site::small().file("content/topics/trust.md", bytes).check().fails();
    topic(b"PK\x03\x04\x14\x00\xff").tells("not-text");
    topic(b"{\\rtf1\\ansi Trust}").tells("not-text.rtf");
}
