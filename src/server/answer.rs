//! From a request to its answer: the files of the site, and the preview's own few.
//!
//! A path is decoded once, parted, and every part must be an ordinary name that doesn't begin with a dot.
//! What it leads to, with all links resolved, must be in the site, and no part of that may begin with a dot
//! either. So there is one way to a file, and none to anything else.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use tiny_http::Method;

use super::fresh::Fresh;
use super::live::Live;
use super::media::{is_page, type_of};
use super::page::{POLICY, with_reload, without_site};
use super::request::Request;

/// The preview's own addresses.
const OWN: &str = "/__standpoint/";
/// Pages beyond this are served as they are, without the script.
const LONGEST_PAGE: u64 = 16 * 1024 * 1024;

/// What a client gets.
pub(super) enum Answer {
    /// A status, headers and a body.
    Whole(Whole),
    /// The stream of news.
    News,
}

/// An answer that is all there.
pub(super) struct Whole {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Body,
}

pub(super) enum Body {
    Bytes(Cow<'static, [u8]>),
    File(File, u64),
}

impl Whole {
    /// A short answer in words.
    pub(super) fn words(status: u16, words: &'static str) -> Self {
        Self {
            status,
            headers: vec![("Content-Type", "text/plain; charset=utf-8".into())],
            body: Body::Bytes(Cow::Borrowed(words.as_bytes())),
        }
    }

    fn bytes(status: u16, content_type: &str, bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        Self { status, headers: vec![("Content-Type", content_type.into())], body: Body::Bytes(bytes.into()) }
    }

    fn and(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Answers requests.
pub(super) struct Desk {
    site: PathBuf,
    /// The address we listen on, to know by which names we may be called.
    address: SocketAddr,
    live: Arc<Live>,
    fresh: Arc<Fresh>,
}

/// What a path leads to.
enum Found {
    File(PathBuf, File, u64),
    /// A folder with a page in it, asked for without its last slash.
    Folder,
    Nothing,
    /// Something may be there, but the system can't open it now.
    NotNow,
}

impl Desk {
    pub(super) fn new(site: &Path, address: SocketAddr, live: Arc<Live>, fresh: Arc<Fresh>) -> Self {
        Self { site: site.into(), address, live, fresh }
    }

    pub(super) fn answer(&self, request: &Request) -> Answer {
        if !request.header("Host").is_some_and(|host| self.is_our_name(host)) {
            let words = "This preview answers only to its own address.\n";
            return Answer::Whole(Whole::words(403, words));
        }
        if !matches!(request.method, Method::Get | Method::Head) {
            let whole = Whole::words(405, "This preview can only be read.\n");
            return Answer::Whole(whole.and("Allow", "GET, HEAD"));
        }
        let (path, query) = match request.target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (request.target.as_str(), None),
        };
        match path.strip_prefix(OWN) {
            Some(own) => self.own(own, request),
            None => Answer::Whole(self.file(path, query)),
        }
    }

    /// Whether `host` is a name we may be called by. A page elsewhere can have its own name lead here, and
    /// could then read all it likes; but the browser tells us that name.
    fn is_our_name(&self, host: &str) -> bool {
        let port = format!(":{}", self.address.port());
        let name = host.strip_suffix(port.as_str()).unwrap_or(host);
        let address = match name.strip_prefix('[') {
            Some(rest) => rest.strip_suffix(']').and_then(|name| name.parse().ok()).map(IpAddr::V6),
            None => name.parse().ok().map(IpAddr::V4),
        };
        let Some(address) = address else { return name.eq_ignore_ascii_case("localhost") };
        let ours = self.address.ip();
        // Listening on all addresses of this machine, it may be any of them; but still no other name.
        address == ours
            || ours.is_unspecified()
            || address == Ipv4Addr::LOCALHOST
            || address == Ipv6Addr::LOCALHOST
    }

    /// The preview's own files, and the news.
    fn own(&self, name: &str, request: &Request) -> Answer {
        let script = include_bytes!("reload.js");
        let style = include_bytes!("reload.css");
        Answer::Whole(match name {
            "reload.js" => Whole::bytes(200, type_of(Path::new(name)), &script[..]),
            "reload.css" => Whole::bytes(200, type_of(Path::new(name)), &style[..]),
            "events" if !comes_from_us(request) => Whole::words(403, "Only for the pages of this preview.\n"),
            "events" if request.method == Method::Head => Whole::bytes(200, "text/event-stream", &b""[..]),
            "events" if !self.live.admits() => {
                Whole::words(503, "Too many pages are open.\n").and("Retry-After", "5")
            }
            "events" => return Answer::News,
            _ => Whole::words(404, "There is no such file.\n"),
        })
    }

    fn file(&self, path: &str, query: Option<&str>) -> Whole {
        // Asked for before the file: a page that comes between the two is taken for older than it is, and
        // reloads.
        let generation = self.live.generation();
        let found = match parts(path) {
            Some((parts, is_folder)) => {
                if let Some(whole) = self.fresh(&parts, is_folder, &generation) {
                    return whole;
                }
                self.find(&parts, is_folder)
            }
            None => Found::Nothing,
        };
        match found {
            Found::File(path, file, length) => send(200, &path, file, length, &generation),
            Found::Folder => {
                let query = query.map(|query| format!("?{query}")).unwrap_or_default();
                // Not for good, as browsers remember that: the folder may become a page.
                Whole::words(307, "See the same address with a slash.\n")
                    .and("Location", format!("{path}/{query}"))
            }
            Found::Nothing => self.nothing(&generation),
            Found::NotNow => {
                Whole::words(503, "Too many files are open; try again.\n").and("Retry-After", "1")
            }
        }
    }

    /// A file of the site that is being built, if that is offered.
    fn fresh(&self, parts: &[String], is_folder: bool, generation: &str) -> Option<Whole> {
        let mut parts = parts.to_vec();
        if is_folder {
            parts.push("index.html".into());
        }
        let address = parts.join("/");
        let bytes = self.fresh.get(&address)?;
        let content_type = type_of(Path::new(&address));
        let is_page = is_page(content_type);
        Some(Whole::bytes(200, content_type, if is_page { with_reload(&bytes, generation) } else { bytes }))
    }

    fn nothing(&self, generation: &str) -> Whole {
        let (state, problems) = self.live.problems();
        if !problems.is_empty() && matches!(self.find(&[], true), Found::Nothing) {
            let page = without_site(&problems, &state);
            return Whole::bytes(503, type_of(Path::new("index.html")), page)
                .and("Content-Security-Policy", POLICY);
        }
        match self.find(&["404.html".into()], false) {
            Found::File(path, file, length) => send(404, &path, file, length, generation),
            _ => Whole::words(404, "There is no such page.\n"),
        }
    }

    /// What the path leads to.
    fn find(&self, parts: &[String], is_folder: bool) -> Found {
        // The site may be exchanged between two steps on the way; it isn't twice in so short a time.
        for _ in 0..3 {
            match self.look(parts, is_folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) if is_want_of_means(&error) => return Found::NotNow,
                result => return result.unwrap_or(Found::Nothing),
            }
        }
        Found::Nothing
    }

    fn look(&self, parts: &[String], is_folder: bool) -> io::Result<Found> {
        let site = self.site.canonicalize()?;
        let mut path = site.clone();
        path.extend(parts);
        let path = path.canonicalize()?;
        let is_shown = |path: &Path| {
            let within = path.strip_prefix(&site).ok();
            within.is_some_and(|within| {
                within.components().all(|part| !part.as_os_str().as_encoded_bytes().starts_with(b"."))
            })
        };
        if !is_shown(&path) {
            return Ok(Found::Nothing);
        }
        let mut path = path;
        if path.is_dir() {
            let page = path.join("index.html").canonicalize()?;
            if !is_shown(&page) {
                return Ok(Found::Nothing);
            }
            if !is_folder {
                return Ok(Found::Folder);
            }
            path = page;
        } else if is_folder {
            return Ok(Found::Nothing);
        }
        // Opening a pipe would wait for somebody to write to it.
        if !path.metadata()?.is_file() {
            return Ok(Found::Nothing);
        }
        let file = File::open(&path)?;
        let length = file.metadata()?.len();
        Ok(Found::File(path, file, length))
    }
}

/// Whether the system lacked what it needs to open any file. That says nothing about the file.
fn is_want_of_means(error: &io::Error) -> bool {
    #[cfg(unix)]
    let is_want_of_files = {
        use rustix::io::Errno;
        matches!(Errno::from_io_error(error), Some(Errno::MFILE | Errno::NFILE))
    };
    // What Windows calls ERROR_TOO_MANY_OPEN_FILES and ERROR_NO_SYSTEM_RESOURCES.
    #[cfg(not(unix))]
    let is_want_of_files = matches!(error.raw_os_error(), Some(4 | 1450));
    is_want_of_files || error.kind() == io::ErrorKind::OutOfMemory
}

fn send(status: u16, path: &Path, mut file: File, length: u64, generation: &str) -> Whole {
    let content_type = type_of(path);
    if is_page(content_type) && length <= LONGEST_PAGE {
        let mut html = Vec::new();
        return match file.read_to_end(&mut html) {
            Ok(_) => Whole::bytes(status, content_type, with_reload(&html, generation)),
            Err(_) => Whole::words(500, "This page can’t be read.\n"),
        };
    }
    Whole { status, headers: vec![("Content-Type", content_type.into())], body: Body::File(file, length) }
}

/// The parts of a path, decoded, and whether it ends in a slash. `None` if it can't lead to a file of the
/// site.
fn parts(path: &str) -> Option<(Vec<String>, bool)> {
    let path = path.strip_prefix('/')?;
    if path.is_empty() {
        return Some((Vec::new(), true));
    }
    let (path, is_folder) = match path.strip_suffix('/') {
        Some(path) => (path, true),
        None => (path, false),
    };
    let parts =
        path.split('/').map(|part| decode(part).filter(|part| is_ordinary(part))).collect::<Option<_>>()?;
    Some((parts, is_folder))
}

fn is_ordinary(part: &str) -> bool {
    let mut components = Path::new(part).components();
    let is_one_name = matches!((components.next(), components.next()), (Some(Component::Normal(_)), None));
    let is_odd =
        part.starts_with('.') || part.contains(['/', '\\', '\0']) || (cfg!(windows) && part.contains(':'));
    is_one_name && !is_odd
}

/// Decodes `%41` and the like, once.
fn decode(part: &str) -> Option<String> {
    let mut bytes = part.bytes();
    let mut decoded = Vec::with_capacity(part.len());
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let mut digit = || char::from(bytes.next()?).to_digit(16);
            u8::try_from(digit()? * 16 + digit()?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(decoded).ok()
}

/// Whether a request comes from one of our own pages, or from no page at all.
fn comes_from_us(request: &Request) -> bool {
    let fits =
        |name, ours: &dyn Fn(&str) -> bool| !request.has(name) || request.header(name).is_some_and(ours);
    let host = request.header("Host").unwrap_or_default();
    fits("Sec-Fetch-Site", &|site| ["same-origin", "none"].contains(&site))
        && fits("Origin", &|origin| origin.strip_prefix("http://") == Some(host))
}

#[cfg(test)]
mod tests {
    use super::{Arc, Desk, Live, Path, parts};

    fn is_our_name(listening: &str, host: &str) -> bool {
        let (live, fresh) = (Arc::new(Live::new()), Arc::default());
        Desk::new(Path::new("output"), listening.parse().unwrap(), live, fresh).is_our_name(host)
    }

    #[test]
    fn only_our_own_names_are_answered_to() {
        for ours in ["127.0.0.1:4000", "127.0.0.1", "localhost:4000", "LocalHost", "[::1]:4000", "[::1]"] {
            assert!(is_our_name("127.0.0.1:4000", ours), "{ours}");
        }
        for other in [
            "evil.example",
            "evil.example:4000",
            "127.0.0.1:4001",
            "localhost:",
            "localhost.",
            "localhost.evil.example",
            "127.0.0.1.evil.example:4000",
            "[::1",
            "::1",
            "::1:4000",
            "",
            ":4000",
            "127.1:4000",
            "2130706433",
            "0.0.0.0:4000",
            "192.168.1.5:4000",
            "localhost:4000:4000",
            "evil@localhost:4000",
        ] {
            assert!(!is_our_name("127.0.0.1:4000", other), "{other}");
        }
        assert!(is_our_name("192.168.1.5:4000", "192.168.1.5:4000"));
        assert!(is_our_name("0.0.0.0:4000", "192.168.1.5:4000"));
        assert!(!is_our_name("0.0.0.0:4000", "evil.example:4000"));
    }

    #[test]
    fn a_path_is_decoded_once_and_leads_nowhere_else() {
        let good = |path: &str| parts(path).map(|(parts, is_folder)| (parts.join("|"), is_folder));
        assert_eq!(good("/"), Some((String::new(), true)));
        assert_eq!(good("/a/b.html"), Some(("a|b.html".into(), false)));
        assert_eq!(good("/a%20b/%C3%A9+/"), Some(("a b|é+".into(), true)));
        assert_eq!(good("/%2541"), Some(("%41".into(), false)));
        for bad in [
            "",
            "a",
            "//",
            "//evil.example",
            "/a//b",
            "/..",
            "/../a",
            "/a/../b",
            "/%2e%2e/a",
            "/.%2E/a",
            "/./a",
            "/.git/HEAD",
            "/.gitignore",
            "/%2egitignore",
            "/a%2fb",
            "/a%2Fb",
            "/..%2fa",
            "/a%5cb",
            "/..\\a",
            "/a%00.html",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "/%c0%ae%c0%ae/",
            "/.standpoint-manifest.json",
            "/a/.b/c",
        ] {
            assert_eq!(good(bad), None, "{bad}");
        }
    }
}
