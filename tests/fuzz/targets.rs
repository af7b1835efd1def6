//! What each fuzz target does with its bytes, and what must hold whatever they are.
//!
//! `tests/cli/seeds.rs` compiles this file too, and runs the seeds through it: so the targets can't fall behind the
//! library.

use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock, PoisonError};

use standpoint::diagnostic::{self, Diagnostic, Location, Severity, render};
use standpoint::language::Languages;
use standpoint::model::{self, Site};
use standpoint::page::{Globals, Plan};
use standpoint::server;
use standpoint::source;
use standpoint::theme::{AssetNames, Theme};

/// What is done with the bytes.
type Target = fn(&[u8]);

/// The targets by the names of their folders of seeds.
#[allow(dead_code, reason = "for the seeds")]
pub const ALL: [(&str, Target); 5] = [
    ("front-matter", front_matter),
    ("tree", tree),
    ("references", references),
    ("site-yaml", site_yaml),
    ("request", request),
];

/// Files of a small site, with what they hold: one of every kind.
const FILES: [(&str, &str); 14] = [
    ("site.yaml", "title: Example\ndescription: A site.\n"),
    (
        "standards/framework.yaml",
        "id: example-1\ntitle: Example\npublisher: P\nsource: s\nrights: r\nnumbering: [decimal, decimal, decimal, lower-alpha]\n\
         kinds:\n  - {id: tasks, title: Tasks}\n  - {id: knowledge, title: Knowledge}\nmatrix: {rows: tasks, columns: knowledge}\n",
    ),
    ("standards/1.md", "---\nid: 1\ntitle: One\n---\n\nWords.\n"),
    (
        "standards/1.1.md",
        "---\nid: 1.1\ntitle: A part\nkind: tasks\nstatements:\n  1:\n    topics: [trust]\n    related:\n      see-also: [1.1.2]\n\
         ---\n\n1. First.\n2. Second:\n   1. under it.\n",
    ),
    ("annotations/1.1.1.md", "Notes on [[aid]].\n\n## Prompts\n\n- Why [[1.1.2]]?\n"),
    ("topics/trust.md", "---\ntitle: Trust\nsummary: s\n---\n\nSee [[1.1.1]].\n"),
    ("glossary/aid.md", "---\nterm: aid\naliases: [help]\nstatements: [1.1.2]\n---\n\nAid is help.\n"),
    ("guides/first.md", "---\ntitle: First\nsummary: s\n---\n\nSee [[topic:trust]].\n"),
    (
        "assessments/short.md",
        "---\ntitle: Short\nsummary: s\nselect:\n  - section: 1\nscales: [often]\nreflections: [three]\n---\n\nWords.\n",
    ),
    (
        "assessments/scales/often.yaml",
        "title: Often\nquestion: How often?\npoints:\n  - label: Seldom\n  - label: Often\n",
    ),
    (
        "assessments/reflections/three.md",
        "---\ntitle: Three\nsource: s\nsteps:\n  - {id: what, title: What, question: What?}\n---\n\nWords.\n",
    ),
    (
        "courses/first/course.md",
        "---\ntitle: Course\nsummary: s\nunits:\n  - {id: ground, title: Ground, lessons: [one]}\n---\n\nWords.\n",
    ),
    (
        "courses/first/one.md",
        "---\ntitle: Lesson\nsummary: s\nminutes: 5\noutcomes: [\"See [[1.1.1]].\"]\n---\n\n![[check:ask]]\n\n![[vignette:case]]\n\n![[1.1.2]]\n",
    ),
    (
        "courses/first/checks/ask.yaml",
        "title: Ask\nquestions:\n  - {id: own, kind: reflection, question: \"Why [[1.1.1]]?\", consider: Words.}\n",
    ),
];
const VIGNETTE: (&str, &str) = (
    "courses/first/vignettes/case.yaml",
    "title: Case\nsummary: s\nscenes:\n  - id: door\n    text: Words.\n    choices:\n      - {text: Go, to: end, feedback: \"See [[1.1.1]].\"}\n  \
     - {id: end, text: End.}\n",
);

/// The file that the first byte chooses, and the other bytes.
fn chosen(data: &[u8]) -> Option<(&'static str, &'static str, &[u8])> {
    let (first, rest) = data.split_first()?;
    let files = FILES.iter().chain([&VIGNETTE]);
    let (path, text) = files.cycle().nth(usize::from(first.wrapping_sub(b'A')))?;
    Some((path, text, rest))
}

/// A file of the kind that the first byte chooses, whatever is in it: no crash, and every problem has its place.
pub fn front_matter(data: &[u8]) {
    let Some((path, _, rest)) = chosen(data) else { return };
    let (_, problems) = source::read_files(&[(path, rest.to_vec())]);
    told(&problems);
}

/// A site in which the body of one file is what somebody wrote; the first byte chooses which. Whatever is wrong is
/// told, and in what pages there are nothing runs.
pub fn tree(data: &[u8]) {
    let Some((path, text, rest)) = chosen(data) else { return };
    let front = match text.rfind("---\n") {
        Some(end) if path.ends_with(".md") => &text[..end + 4],
        _ => "",
    };
    let bytes = [front.as_bytes(), rest].concat();
    if path == "site.yaml" {
        return site_yaml(rest);
    }
    publish(&with(path, &bytes));
}

/// `site.yaml`, whatever is in it.
pub fn site_yaml(data: &[u8]) {
    publish(&with("site.yaml", data));
}

/// A reference: what is found is a thing of the site; what isn't is told of, and what is proposed in its place is found.
pub fn references(data: &[u8]) {
    static SITE: OnceLock<Option<Site>> = OnceLock::new();
    let site = SITE.get_or_init(|| model::build(source::read_files(&with("", b"")).0).0);
    let Some(site) = site else { panic!("the site of the fuzz targets can’t be built") };
    let text = String::from_utf8_lossy(data);
    for path in ["", "guides/first.md", "courses/first/one.md"] {
        match site.index.resolve_in(&text, path) {
            Ok(found) => {
                let anchor = found.anchor.is_some_and(|anchor| !text.contains(&anchor));
                assert!(!anchor, "an anchor that nobody wrote");
            }
            Err(problem) => {
                if let diagnostic::Problem::UnknownReference { nearest: Some(nearest), .. } = &problem {
                    let found = site.index.resolve_in(nearest, path);
                    assert!(found.is_ok(), "“{nearest}” is proposed for “{text}”, and leads nowhere");
                }
                told(&[Diagnostic::path(path, problem)]);
            }
        }
    }
}

/// A request to the preview: whatever it is, only files of the site are seen.
pub fn request(data: &[u8]) {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| preview().expect("a folder for the preview"));
    let site = folder.path().join("site");
    // A whole request as it is, or a path alone with what a browser sends around it.
    let path = [b"GET /", data, b" HTTP/1.1\r\nHost: 127.0.0.1:4000\r\n\r\n"].concat();
    let heads: [&[u8]; 2] = [data, &path];
    for head in heads {
        let (status, body) = server::fuzzing::answer(&site, head);
        let text = String::from_utf8_lossy(&body);
        assert!(!text.contains("SECRET"), "a file that is not of the site was answered with");
        let known = [0, 200, 307, 400, 403, 404, 405, 414, 431, 505];
        assert!(known.contains(&status), "status {status}");
        if status == 200 {
            assert!(
                text.is_empty() || text.contains("PUBLIC") || head.windows(13).any(|w| w == b"/__standpoint"),
                "{text}"
            );
        }
    }
}

/// A site beside what must not be seen.
fn preview() -> std::io::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(at("site/topics/.hidden"))?;
    for name in [
        "site/index.html",
        "site/404.html",
        "site/topics/index.html",
        "site/topics/a b.html",
        "site/topics/%41.txt",
    ] {
        std::fs::write(at(name), "<body>PUBLIC</body>")?;
    }
    for name in ["outside.html", "site/.secret.html", "site/topics/.hidden/index.html"] {
        std::fs::write(at(name), "<body>SECRET</body>")?;
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(at("outside.html"), at("site/topics/link.html"))?;
    Ok(folder)
}

/// The files of the site, one of them another.
fn with(path: &str, bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let files = FILES.iter().chain([&VIGNETTE]);
    files
        .map(|(name, text)| (*name, if *name == path { bytes.to_vec() } else { text.as_bytes().to_vec() }))
        .collect()
}

/// Goes the whole way to pages, as a build does.
fn publish(files: &[(&'static str, Vec<u8>)]) {
    static THEME: OnceLock<Mutex<Theme>> = OnceLock::new();
    let (documents, mut problems) = source::read_files(files);
    let (site, found) = model::build(documents);
    problems.extend(found);
    if let Some(site) = &site {
        let theme =
            THEME.get_or_init(|| Mutex::new(Theme::load(None, &Languages::default(), AssetNames::Plain).0));
        let mut theme = theme.lock().unwrap_or_else(PoisonError::into_inner);
        let globals = Globals::new(site, &theme);
        theme.set_globals(&globals);
        let plan = Plan::new(site, &theme, &mut problems);
        // With an error nothing is published.
        let is_published = !problems.iter().any(Diagnostic::is_error);
        for page in &plan.pages {
            let html = plan
                .render(page)
                .unwrap_or_else(|problem| panic!("{}: {}", page.address, problem.problem.message()));
            let html = String::from_utf8(html).expect("pages are UTF-8");
            // HTML that the site allows is the writer's own.
            if is_published
                && !site.config.features.raw_html
                && let Err(fault) = super::inert::fault(&html)
            {
                panic!("{}: {fault}", page.address);
            }
        }
        for (_, bytes) in plan.data_files() {
            assert!(std::str::from_utf8(&bytes).is_ok(), "data files are UTF-8");
        }
        problems.extend(plan.into_findings().0);
    } else {
        assert!(!problems.is_empty(), "no site, and nothing told of it");
    }
    diagnostic::first_causes(&mut problems);
    diagnostic::sort(&mut problems);
    if site.is_none() {
        assert!(problems.iter().any(|problem| problem.problem.severity() == Severity::Error), "{problems:?}");
    }
    told(&problems);
}

/// Every problem can be told, to people and to tools, and its place is in its file.
fn told(problems: &[Diagnostic]) {
    let mut codes = BTreeSet::new();
    for problem in problems {
        if let Location::Text(place) = &problem.location {
            let text = &place.source.text;
            assert!(
                text.get(place.span.clone()).is_some(),
                "{:?} is no place in {} bytes",
                place.span,
                text.len()
            );
        }
        // One of each name is enough: telling is slow.
        if codes.insert(problem.problem.code()) {
            let human = render::human(problem, false);
            assert!(human.contains(problem.problem.code()));
            let json = render::json(problem);
            assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
        }
    }
}
