//! Knows a site that is as a build would make it, without making it.
//!
//! A build notes with the site what it was made from: every text and file that it read, as it read it, and the program.
//! Where the same is read again and the site still is as it was written, a build would write nothing. If there was
//! nothing to tell either, that is all; otherwise the content is resolved for what there is to tell, and no page is made:
//! that a page is large, which is all that can be known of a page only when it is made, is noted too.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Options, Summary, overlap};
use crate::budget::Budget;
use crate::diagnostic::{Diagnostic, Problem};
use crate::fingerprint::Fingerprint;
use crate::output::{self, Stage};
use crate::source::limits::SITE_BYTES;
use crate::source::{self, Documents};
use crate::theme::Theme;

/// What is noted with the site.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MadeFrom {
    inputs: String,
    /// Whether there was nothing to tell.
    quiet: bool,
    /// Pages that were too large: their addresses, and their kilobytes.
    large: BTreeMap<String, usize>,
    /// The files of the content that are published.
    published: BTreeSet<String>,
    pages: usize,
    statements: usize,
    references: usize,
}

/// All that a site is made from.
#[derive(Clone, Debug)]
pub(super) struct Inputs {
    /// The texts of the content folder, by their paths.
    pub texts: Vec<(String, Fingerprint)>,
    /// The paths of the other files there.
    pub assets: Vec<String>,
    /// Those of them that are published.
    pub published: Vec<(String, Fingerprint)>,
    /// The files of the site's own theme. Without it nothing is known.
    pub theme: Option<Fingerprint>,
}

impl Inputs {
    /// What was read. The fingerprints of the texts are taken out of the documents.
    pub fn read(documents: &mut Documents, theme: Option<&Theme>) -> Self {
        Self {
            texts: std::mem::take(&mut documents.fingerprints),
            assets: documents.assets.clone(),
            published: Vec::new(),
            theme: theme.map(Theme::fingerprint),
        }
    }

    /// The same with another theme.
    pub fn with_theme(self, theme: &Theme) -> Self {
        Self { published: Vec::new(), theme: self.theme.map(|_| theme.fingerprint()), ..self }
    }

    /// Something was read anew and isn't known any more: no site is noted to be made from these.
    pub fn forget(&mut self) {
        self.theme = None;
    }

    /// The fingerprint of it all, made with these options; `None` while the theme is not known.
    fn fingerprint(&self, options: &Options) -> Option<Fingerprint> {
        let how = format!("{:?} {:?} {}", options.asset_names, options.compress, options.offline);
        let names = self.assets.iter().map(|name| (name, Fingerprint::of(&[])));
        let texts = self.texts.iter().map(|(name, of)| (name, *of));
        let published = self.published.iter().map(|(name, of)| (name, *of));
        Some(Fingerprint::of_all([
            ("texts", Fingerprint::of_all(texts)),
            ("assets", Fingerprint::of_all(names)),
            ("published", Fingerprint::of_all(published)),
            ("theme", self.theme?),
            ("options", Fingerprint::of(how.as_bytes())),
            ("program", Fingerprint::of(PROGRAM.as_bytes())),
        ]))
    }

    /// With these of its files published, as far as they are there; `None` if they are too large for that.
    fn publishing(&self, options: &Options, names: &BTreeSet<String>) -> Option<Self> {
        let names = || self.assets.iter().filter(|name| names.contains(*name));
        if !Budget::new(SITE_BYTES).take_files(&options.content, names().map(String::as_str)) {
            return None;
        }
        let read = |name: &String| {
            Some((name.clone(), Fingerprint::of(&source::read_asset(&options.content, name, true).ok()?)))
        };
        let published: Option<Vec<_>> = names().map(read).collect();
        Some(Self { published: published?, ..self.clone() })
    }
}

/// The name of this program; another version, or one changed by hand, has another.
const PROGRAM: &str = env!("STANDPOINT_PROGRAM");

/// What to note with a site. `told` is all there was to tell, of which `of_pages` was found when pages were made.
pub(super) fn note(
    options: &Options,
    inputs: &Inputs,
    told: &[Diagnostic],
    of_pages: &[Diagnostic],
    summary: &Summary,
) -> Option<String> {
    let large = of_pages.iter().map(|diagnostic| match &diagnostic.problem {
        Problem::LargePage { address, kilobytes } => Some((address.clone(), *kilobytes)),
        _ => None,
    });
    let made_from = MadeFrom {
        inputs: inputs.fingerprint(options)?.to_hex(),
        quiet: told.is_empty(),
        large: large.collect::<Option<_>>()?,
        published: inputs.published.iter().map(|(name, _)| name.clone()).collect(),
        pages: summary.pages,
        statements: summary.statements,
        references: summary.references,
    };
    serde_json::to_string(&made_from).ok()
}

/// A site that a build would leave as it is.
pub(super) struct Left {
    pub summary: Summary,
    /// Whether there was nothing to tell.
    pub quiet: bool,
    /// Pages that were too large: their addresses, and their kilobytes.
    pub large: BTreeMap<String, usize>,
}

/// Leaves a site that was made from what was read now, and still is as it was written then; `None` if that isn't known.
pub(super) fn left(options: &Options, inputs: &Inputs) -> Option<Left> {
    let noted = output::noted(&options.output)?;
    let made_from: MadeFrom = serde_json::from_str(&noted.from).ok()?;
    let inputs = inputs.publishing(options, &made_from.published)?;
    let is_same = inputs.fingerprint(options)?.to_hex() == made_from.inputs;
    if !is_same || overlap(&options.content, &options.output).is_some() {
        return None;
    }
    let stage = Stage::begin(&options.output).ok()?;
    if stage.made_from() != Some(noted.from.as_str()) {
        return None;
    }
    let MadeFrom { quiet, large, pages, statements, references, .. } = made_from;
    let summary = Summary { pages, statements, references, made: 0, written: stage.leave() };
    Some(Left { summary, quiet, large })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use tempfile::TempDir;

    use super::{Inputs, Left, Options};
    use crate::build::{self, tests::copy};
    use crate::output::Encoding;
    use crate::source;
    use crate::theme::AssetNames;

    /// A site that was just built, about which there is nothing to tell.
    fn built() -> (TempDir, Options) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small"), folder.path());
        fs::write(folder.path().join("content/form.pdf"), "a form").expect("written");
        fs::write(folder.path().join("content/other.pdf"), "not linked to").expect("written");
        let page = folder.path().join("content/annotations/I.A.1.md");
        let text = fs::read_to_string(&page).expect("read");
        fs::write(page, format!("{text}\n[A form](../form.pdf)\n")).expect("written");
        let (content, output) = (folder.path().join("content"), folder.path().join("output"));
        let options = Options { content, output, ..Options::default() };
        let report = build::build(&options, &|_| {});
        assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
        assert!(options.output.join("form.pdf").exists(), "it is published");
        (folder, options)
    }

    /// What is known of a site about which there is nothing to tell.
    fn left(options: &Options) -> Option<Left> {
        let (mut documents, _) = source::read(&options.content);
        let site = documents.site.as_ref().expect("there");
        let (theme, _) = build::theme(options, &site.yaml, &site.source, None);
        super::left(options, &Inputs::read(&mut documents, Some(&theme))).filter(|left| left.quiet)
    }

    #[test]
    fn a_site_that_is_as_it_was_made_is_known() {
        let (_folder, options) = built();
        let report = left(&options).expect("known").summary;
        let again = build::run(&options, Some(&options.output), &|_| {}).summary.expect("a summary");
        assert_eq!(
            (report.pages, report.statements, report.references, report.written),
            (again.pages, again.statements, again.references, again.written)
        );
        assert!(left(&options).is_some(), "a build that writes nothing spoils nothing");
    }

    #[test]
    fn a_file_that_has_the_name_of_a_page_is_not_read() {
        let (_folder, options) = built();
        let file = fs::File::create(options.content.join("index.html")).expect("made");
        file.set_len(1 << 40).expect("a terabyte of nothing");
        assert!(left(&options).is_none(), "it is another file");
        build::build(&options, &|_| {});
        assert!(left(&options).is_some());
    }

    #[test]
    fn a_published_file_that_has_grown_too_large_is_not_read() {
        let (_folder, options) = built();
        let file = fs::File::create(options.content.join("form.pdf")).expect("made");
        file.set_len(1 << 40).expect("a terabyte of nothing");
        assert!(left(&options).is_none());
    }

    #[test]
    fn whatever_changed_is_seen() {
        type Change = fn(&Path) -> std::io::Result<()>;
        let changes: &[(&str, Change)] = &[
            ("a text", |at| {
                fs::write(at.join("content/guides/added.md"), "---\ntitle: A\nsummary: B.\n---\n")
            }),
            ("a text of no effect", |at| {
                let text = fs::read_to_string(at.join("content/site.yaml"))?;
                fs::write(at.join("content/site.yaml"), format!("{text}# a remark\n"))
            }),
            ("a text that is gone", |at| fs::remove_file(at.join("content/annotations/I.A.1.md"))),
            ("a text of another name", |at| {
                fs::create_dir(at.join("content/annotations/own"))?;
                fs::rename(
                    at.join("content/annotations/I.A.1.md"),
                    at.join("content/annotations/own/I.A.1.md"),
                )
            }),
            ("a download", |at| fs::write(at.join("content/form.pdf"), "another form")),
            ("a file that nothing links to", |at| fs::remove_file(at.join("content/other.pdf"))),
            ("a theme", |at| {
                fs::create_dir_all(at.join("themes/default/styles"))?;
                fs::write(at.join("themes/default/styles/home.css"), "/* ours */")
            }),
            ("a page", |at| fs::write(at.join("output/index.html"), "by hand")),
            ("a page that is gone", |at| fs::remove_file(at.join("output/about.html"))),
            #[cfg(unix)]
            ("a page that is a link", |at| {
                let page = at.join("output/about.html");
                fs::rename(&page, at.join("about.html"))?;
                std::os::unix::fs::symlink("../about.html", page)
            }),
            #[cfg(unix)]
            ("a folder that is a link", |at| {
                fs::rename(at.join("output/standards"), at.join("standards"))?;
                std::os::unix::fs::symlink("../standards", at.join("output/standards"))
            }),
            ("a published download", |at| fs::write(at.join("output/form.pdf"), "")),
            ("the list", |at| fs::remove_file(at.join("output/.standpoint-manifest.json"))),
            ("all of it", |at| fs::remove_dir_all(at.join("output"))),
        ];
        for (what, change) in changes {
            let (folder, options) = built();
            assert!(left(&options).is_some());
            change(folder.path()).expect("changed");
            assert!(left(&options).is_none(), "{what}");
        }
    }

    #[test]
    fn other_options_are_seen() {
        let (_folder, options) = built();
        let hashed = Options { asset_names: AssetNames::Hashed, ..options.clone() };
        let compressed = Options { compress: vec![Encoding::Gzip], ..options.clone() };
        let offline = Options { offline: true, ..options.clone() };
        for other in [hashed, compressed, offline] {
            assert!(left(&other).is_none(), "{other:?}");
            build::build(&other, &|_| {});
            assert!(left(&other).is_some(), "{other:?}");
            assert!(left(&options).is_none(), "{other:?}");
        }
    }

    #[test]
    fn what_there_is_to_tell_is_told_again() {
        let (folder, options) = built();
        let prompts = folder.path().join("content/annotations/I.A.1.md");
        fs::write(prompts, "Nothing to ask.\n").expect("written");
        let told = build::build(&options, &|_| {}).diagnostics.len();
        assert!(told > 0);
        let again = build::build(&options, &|_| {});
        assert_eq!((again.diagnostics.len(), again.summary.expect("a summary").made), (told, 0));
        let note = options.content.join("guides/first-steps.md");
        let text = fs::read_to_string(&note).expect("read");
        fs::write(note, format!("{text}\nAnother word.\n")).expect("written");
        assert!(build::build(&options, &|_| {}).summary.expect("a summary").made > 0);
    }

    #[test]
    fn a_large_page_is_told_of_again() {
        let (folder, options) = built();
        let guide = "---\ntitle: Long\nsummary: Too long.\n---\n";
        let long = format!("{guide}{}", "Words without end.\n".repeat(40_000));
        fs::write(folder.path().join("content/guides/long.md"), long).expect("written");
        let first = build::build(&options, &|_| {});
        let codes: Vec<&str> = first.diagnostics.iter().map(|told| told.problem.code()).collect();
        assert_eq!(codes, ["large-page"]);
        let again = build::build(&options, &|_| {});
        assert_eq!(format!("{:?}", again.diagnostics), format!("{:?}", first.diagnostics));
        assert_eq!(again.summary.expect("a summary").made, 0);
    }
}
