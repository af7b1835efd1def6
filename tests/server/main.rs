//! The preview server, tried by clients that behave well, badly and not at all.

mod early;
mod preview;
mod requests;
mod siege;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use preview::{Answer, LONG, Preview, Said, write};
use standpoint::server::{Cause, Early, Event, Options, Outcome, ServeError, serve};
use tempfile::TempDir;

const HOME: &str = "<!doctype html><title>Home</title><body>home</body>";

fn small() -> Preview {
    Preview::of(&[
        ("index.html", HOME),
        ("404.html", "<body>nothing here</body>"),
        ("standards/index.html", "<body>standards</body>"),
        ("standards/II.A.6.html", "<body>II.A.6</body>"),
        ("a b/é#?.txt", "odd names"),
        ("style.css", "body {}"),
    ])
}

#[test]
fn pages_and_files_are_served() {
    let preview = small();
    let home = preview.get("/");
    assert_eq!(home.status, 200);
    assert_eq!(home.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(home.header("cache-control"), "no-cache");
    assert_eq!(home.header("x-content-type-options"), "nosniff");
    assert_eq!(home.header("content-length"), home.body.len().to_string());
    let script = "<script src=\"/__standpoint/reload.js\" data-generation=\"";
    assert!(
        home.text().starts_with("<!doctype html><title>Home</title><body>home<script"),
        "{}",
        home.text()
    );
    assert!(home.text().contains(script) && home.text().ends_with("\" defer></script></body>"));

    assert!(preview.get("/standards/").text().contains("standards"));
    assert!(preview.get("/standards/II.A.6.html?q=1").text().contains("II.A.6"));
    assert_eq!(preview.get("/a%20b/%C3%A9%23%3F.txt").text(), "odd names");
    let style = preview.get("/style.css");
    assert_eq!((style.status, style.text().as_str()), (200, "body {}"));

    let folder = preview.get("/standards?x=/..");
    assert_eq!((folder.status, folder.header("location")), (307, "/standards/?x=/.."));
    assert_eq!(preview.get("/a%20b").status, 404, "a folder without a page");
    assert_eq!(preview.get("/style.css/").status, 404);

    let nothing = preview.get("/nothing.html");
    assert_eq!(nothing.status, 404);
    assert!(nothing.text().contains("nothing here<script"));
    for own in ["reload.js", "reload.css"] {
        assert_eq!(preview.get(&format!("/__standpoint/{own}")).status, 200);
    }
    assert_eq!(preview.get("/__standpoint/other").status, 404);
}

#[test]
fn every_kind_of_file_has_its_type() {
    let types = [
        ("html", "text/html; charset=utf-8"),
        ("css", "text/css; charset=utf-8"),
        ("js", "text/javascript; charset=utf-8"),
        ("json", "application/json; charset=utf-8"),
        ("svg", "image/svg+xml; charset=utf-8"),
        ("xml", "application/xml; charset=utf-8"),
        ("txt", "text/plain; charset=utf-8"),
        ("md", "text/markdown; charset=utf-8"),
        ("csv", "text/csv; charset=utf-8"),
        ("ics", "text/calendar; charset=utf-8"),
        ("png", "image/png"),
        ("JPG", "image/jpeg"),
        ("webp", "image/webp"),
        ("woff2", "font/woff2"),
        ("pdf", "application/pdf"),
        ("zip", "application/zip"),
        ("epub", "application/epub+zip"),
        ("what", "application/octet-stream"),
    ];
    let names: Vec<String> = types.iter().map(|(extension, _)| format!("file.{extension}")).collect();
    let preview = Preview::of(&names.iter().map(|name| (name.as_str(), "x")).collect::<Vec<_>>());
    for ((_, content_type), name) in types.iter().zip(&names) {
        assert_eq!(preview.get(&format!("/{name}")).header("content-type"), *content_type, "{name}");
    }
}

#[test]
fn only_reading_is_allowed() {
    let preview = small();
    let host = format!("Host: {}\r\n", preview.address);
    let (get, head) = (preview.get("/"), preview.ask("HEAD /", &host));
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), get.header("content-length"));
    assert_eq!(head.header("content-type"), get.header("content-type"));
    assert_eq!(preview.ask("HEAD /nothing", &host).status, 404);
    assert_eq!(preview.ask("HEAD /__standpoint/events", &host).status, 200);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "BREW"] {
        let refused = preview.ask(&format!("{method} /"), &host);
        assert_eq!((refused.status, refused.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    // A body is never read, however long it claims to be.
    for length in ["5", "99999999999999999999", "18446744073709551615", "-1"] {
        let refused = preview.ask("POST /", &format!("{host}Content-Length: {length}\r\n"));
        assert_eq!(refused.status, 405, "{length}");
    }
    assert_eq!(preview.ask("GET /", &format!("{host}Range: bytes=0-1\r\n")).status, 200);
    assert_eq!(get.header("accept-ranges"), "none");
}

#[test]
fn no_path_leads_out_of_the_site() {
    let preview = small();
    write(&preview.path("secret.txt"), "SECRET");
    write(&preview.path("output2/secret.txt"), "SECRET");
    write(&preview.path("output/.git/secret.txt"), "SECRET");
    write(&preview.path("output/.gitignore"), "SECRET");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        let link =
            |to: &str, name: &str| symlink(preview.path(to), preview.path("output").join(name)).unwrap();
        link("secret.txt", "link.txt");
        link("", "up");
        link("output2", "beside");
        link("output/.git", "hidden");
        link("output/.git/secret.txt", "hidden.txt");
        link("nowhere", "dangling");
        link("output/loop", "loop");
        link("output/style.css", "inside.css");
        assert_eq!(preview.get("/inside.css").status, 200);
        assert!(
            std::process::Command::new("mkfifo").arg(preview.path("output/fifo")).status().unwrap().success()
        );
    }
    let dots = [
        "..",
        "%2e%2e",
        "%2E.",
        ".%2e",
        "%252e%252e",
        "%25%32%65.",
        "..;",
        // UTF-8 that is longer than it may be, and letters that some take for dots.
        "%c0%ae%c0%ae",
        "%e0%80%ae%e0%80%ae",
        "%f0%80%80%ae.",
        "%ef%bc%8e%ef%bc%8e",
        "%u002e%u002e",
        "...",
        "..%00",
        "..%0d%0a",
        "%20..",
    ];
    let slashes = ["/", "%2f", "%2F", "\\", "%5c", "%252f", "//", "/./", "%c0%af", "%e0%80%af", "%ef%bc%8f"];
    let mut tried = 0;
    for dot in dots {
        for slash in slashes {
            for start in ["/", "/standards/", "//", "/standards/../"] {
                let answer = preview.get(&format!("{start}{dot}{slash}secret.txt"));
                assert!([404, 400].contains(&answer.status), "{start}{dot}{slash}secret.txt: {answer:?}");
                assert!(!answer.text().contains("SECRET"));
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 704);
    let file = preview.path("secret.txt").display().to_string();
    let absolute = [file.clone(), format!("/{file}"), file.replace('/', "%2f"), format!("/file://{file}")];
    let others = [
        "/.standpoint-manifest.json",
        "/%2estandpoint-manifest.json",
        "/.gitignore",
        "/.git/secret.txt",
        "/.git/",
        "/link.txt",
        "/up/secret.txt",
        "/up/",
        "/beside/secret.txt",
        "/hidden/secret.txt",
        "/hidden.txt",
        "/dangling",
        "/loop",
        "/loop/loop",
        "/fifo",
        "/index.html%00.css",
        "/index.html\u{7f}",
        "/standards/..",
        "/.",
        "/..",
        "/%",
    ];
    for path in absolute.iter().map(String::as_str).chain(others) {
        let answer = preview.get(path);
        assert!([404, 400].contains(&answer.status), "{path}: {answer:?}");
        assert!(!answer.text().contains("SECRET"));
    }
}

#[test]
fn only_our_own_name_is_answered_to() {
    let preview = small();
    let port = preview.address.port();
    let with = |headers: &str| preview.ask("GET /", headers).status;
    for host in [
        format!("localhost:{port}"),
        format!("127.0.0.1:{port}"),
        format!("[::1]:{port}"),
        "localhost".into(),
    ] {
        assert_eq!(with(&format!("Host: {host}\r\n")), 200, "{host}");
    }
    for host in
        ["evil.example", "localhost.evil.example", "127.0.0.1:1", "", "localhost@evil.example", "0.0.0.0"]
    {
        assert_eq!(with(&format!("Host: {host}\r\n")), 403, "{host}");
    }
    assert_eq!(with(""), 403);
    assert_eq!(with("Host: localhost\r\nHost: evil.example\r\n"), 403);
    assert_eq!(preview.ask("GET http://evil.example/", "Host: localhost\r\n").status, 400);

    // The news are for our own pages.
    let news = |headers: &str| {
        let headers = format!("Host: localhost:{port}\r\n{headers}");
        preview.ask("GET /__standpoint/events", &headers).status
    };
    for forged in [
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://localhost:1\r\n",
        "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: same-origin\r\n",
    ] {
        assert_eq!(news(forged), 403, "{forged}");
    }
    let mut stream = preview.connect();
    write!(
        stream,
        "GET /__standpoint/events HTTP/1.1\r\nHost: localhost:{port}\r\nSec-Fetch-Site: same-origin\r\n\
         Origin: http://localhost:{port}\r\n\r\n"
    )
    .unwrap();
    let mut start = [0; 15];
    stream.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"HTTP/1.1 200 OK");
}

#[test]
fn what_is_no_request_is_refused() {
    let preview = small();
    let long = "x".repeat(20_000);
    let many = "A: b\r\n".repeat(200);
    for (bytes, status) in [
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200),
        ("GET /\r\n\r\n", 400),
        ("\u{16}\u{3}\u{1}\u{2}\r\n\r\n", 400),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        (&format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n"), 414),
        (&format!("GET / HTTP/1.1\r\nHost: localhost\r\nA: {long}\r\n\r\n"), 431),
        (&format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n"), 431),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nA: b\r\n c\r\n\r\n", 400),
        ("GET / HTTP/1.1\nHost: localhost\n\n\r\n\r\n", 400),
    ] {
        assert_eq!(Answer::of(&preview.says_to(bytes.as_bytes())).status, status, "{bytes:.60}");
    }
    // Without end: it stops listening long before that.
    let mut stream = preview.connect();
    stream.set_write_timeout(Some(LONG)).unwrap();
    let _ = stream.write_all(b"GET / HTTP/1.1\r\n");
    let ended = (0..10_000).any(|_| stream.write_all(&[b'x'; 4096]).is_err());
    assert!(ended, "40 MB of a header were taken");
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn requests_can_follow_one_another_on_a_connection() {
    let preview = small();
    let mut stream = preview.connect();
    let one = |path: &str, last: &str| format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{last}\r\n");
    let all =
        [one("/style.css", ""), one("/nothing.txt", ""), one("/style.css", "Connection: close\r\n")].concat();
    // In pieces that end anywhere.
    for piece in all.as_bytes().chunks(7) {
        stream.write_all(piece).unwrap();
    }
    let mut answers = String::new();
    stream.read_to_string(&mut answers).unwrap();
    let statuses: Vec<&str> = answers.split("HTTP/1.").skip(1).map(|answer| &answer[2..5]).collect();
    assert_eq!(statuses, ["200", "404", "200"]);
}

#[test]
fn the_silent_and_the_slow_stop_nobody() {
    let preview = small();
    // Larger than what a system keeps on its way to a client that doesn't read.
    let large = fs::File::create(preview.path("output/large.bin")).unwrap();
    large.set_len(64 * 1024 * 1024).unwrap();
    let silent: Vec<_> = (0..50).map(|_| preview.connect()).collect();
    let slow: Vec<_> = (0..20)
        .map(|_| {
            let mut stream = preview.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
            stream
        })
        .collect();
    let deaf: Vec<_> = (0..20)
        .map(|_| {
            let mut stream = preview.connect();
            stream.write_all(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
            stream
        })
        .collect();
    let mut listening: Vec<_> = (0..20).map(|_| preview.news()).collect();
    // Only who has been answered listens; on a busy machine that takes its time.
    for news in &mut listening {
        news.next();
    }
    for _ in 0..20 {
        assert_eq!(preview.get("/").status, 200);
    }
    // More than are let in at all.
    let many: Vec<_> = (0..400).map(|_| preview.connect()).collect();
    let start = Instant::now();
    assert_eq!(preview.get("/").status, 200);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    // Those who listen are not the ones who had to go.
    preview.save("index.html", "<body>new</body>");
    preview.shows("/", "new");
    for mut news in listening {
        news.next();
    }
    drop((silent, slow, deaf, many));
    assert!(preview.end().is_ok());
}

#[test]
fn only_so_many_pages_listen_at_a_time() {
    let preview = small();
    let host = format!("Host: {}\r\n", preview.address);
    let mut listening: Vec<_> = (0..32).map(|_| preview.news()).collect();
    for news in &mut listening {
        news.next();
    }
    let refused = preview.ask("GET /__standpoint/events", &host);
    assert_eq!((refused.status, refused.header("retry-after")), (503, "5"));
    // One that goes makes place at once.
    listening.pop();
    let until = Instant::now() + LONG;
    let mut taken = None;
    while taken.is_none() && Instant::now() < until {
        let mut stream = preview.connect();
        write!(stream, "GET /__standpoint/events HTTP/1.1\r\n{host}\r\n").unwrap();
        let mut start = [0; 12];
        stream.read_exact(&mut start).unwrap();
        taken = start.ends_with(b"200").then_some(stream);
    }
    assert!(taken.is_some());
}

#[test]
fn every_way_of_changing_a_file_is_seen() {
    let preview = small();
    let content = preview.path("content");
    let mut news = preview.news();
    let first = news.next()["generation"].as_str().unwrap().to_owned();
    let page = preview.get("/").text();
    assert!(page.contains(&format!("data-generation=\"{first}\"")), "{page}");

    fs::write(content.join("index.html"), "<body>saved</body>").unwrap();
    preview.shows("/", "saved");
    let second = news.next()["generation"].as_str().unwrap().to_owned();
    assert_ne!(first, second);

    fs::write(content.join(".index.html.swp"), "<body>saved by rename</body>").unwrap();
    fs::rename(content.join(".index.html.swp"), content.join("index.html")).unwrap();
    preview.shows("/", "saved by rename");
    assert_ne!(news.next()["generation"], second.as_str());

    fs::write(content.join("index.html~"), "<body>backed up</body>").unwrap();
    fs::remove_file(content.join("index.html")).unwrap();
    fs::rename(content.join("index.html~"), content.join("index.html")).unwrap();
    preview.shows("/", "backed up");

    preview.save("new/folder/deep/page.html", "<body>in a new folder</body>");
    preview.shows("/new/folder/deep/page.html", "in a new folder");
    preview.save("new/folder/deep/page.html", "<body>and again</body>");
    preview.shows("/new/folder/deep/page.html", "and again");

    fs::rename(content.join("new/folder"), content.join("renamed")).unwrap();
    preview.shows("/renamed/deep/page.html", "and again");
    preview.save("renamed/deep/page.html", "<body>after the renaming</body>");
    preview.shows("/renamed/deep/page.html", "after the renaming");

    write(&preview.path("elsewhere/page.html"), "<body>moved in</body>");
    fs::rename(preview.path("elsewhere"), content.join("moved")).unwrap();
    preview.shows("/moved/page.html", "moved in");
    preview.save("moved/page.html", "<body>and edited there</body>");
    preview.shows("/moved/page.html", "and edited there");

    fs::remove_file(content.join("standards/II.A.6.html")).unwrap();
    preview.becomes(|| preview.get("/standards/II.A.6.html").status == 404, "a removed page is gone");
    fs::remove_dir_all(content.join("renamed")).unwrap();
    preview.becomes(|| preview.get("/renamed/deep/page.html").status == 404, "a removed folder is gone");
    fs::rename(content.join("moved"), preview.path("elsewhere")).unwrap();
    preview.becomes(|| preview.get("/moved/page.html").status == 404, "a folder moved out is gone");
}

#[test]
fn what_changed_is_told_to_the_builder() {
    let preview = small();
    preview.save("style.css", "a {}");
    let file = preview.path("content/style.css").canonicalize().unwrap();
    let cause = preview.built(|said| matches!(said, Said::Rebuilt { changed: true, .. }));
    assert_eq!(cause, Cause::Changed([file].into()));
}

#[test]
fn a_watched_folder_may_go_and_come_again() {
    let preview = small();
    fs::rename(preview.path("content"), preview.path("away")).unwrap();
    preview.built(|said| matches!(said, Said::Rebuilt { failed: true, .. }));
    preview.shows("/", "home");
    fs::rename(preview.path("away"), preview.path("content")).unwrap();
    preview.built(|said| matches!(said, Said::Rebuilt { failed: false, .. }));
    preview.save("index.html", "<body>back again</body>");
    preview.shows("/", "back again");
    fs::remove_dir_all(preview.path("content")).unwrap();
    preview.built(|said| matches!(said, Said::Rebuilt { failed: true, .. }));
    write(&preview.path("content/index.html"), "<body>all new</body>");
    preview.shows("/", "all new");
    preview.save("index.html", "<body>and edited</body>");
    preview.shows("/", "and edited");
}

#[test]
fn a_site_that_is_removed_is_built_again() {
    let preview = small();
    preview.shows("/", "home");
    fs::remove_dir_all(preview.path("output")).unwrap();
    preview.built(|said| matches!(said, Said::Rebuilt { cause: Cause::Unknown, failed: false, .. }));
    preview.shows("/", "home");
    preview.save("index.html", "<body>and edited</body>");
    preview.shows("/", "and edited");
}

#[test]
fn a_folder_that_comes_later_and_a_single_file_are_watched() {
    let folder = TempDir::new().unwrap();
    write(&folder.path().join("content/index.html"), HOME);
    write(&folder.path().join("alone/site.yaml"), "title: a");
    let preview = Preview::of_folder(folder, &["content", "alone/site.yaml", "theme/mine"], "output");
    let is_build = |said: &Said| matches!(said, Said::Rebuilt { .. });
    write(&preview.path("alone/site.yaml"), "title: b");
    preview.built(is_build);
    write(&preview.path("alone/other"), "title: c");
    preview.is_quiet();
    fs::rename(preview.path("alone/other"), preview.path("alone/site.yaml")).unwrap();
    preview.built(is_build);
    write(&preview.path("theme/mine/styles/site.css"), "a {}");
    let file = preview.path("theme/mine/styles/site.css");
    preview.built(|said| matches!(said, Said::Rebuilt { cause: Cause::Unknown, .. }));
    // Until it is seen to be watched.
    preview.becomes(
        || {
            fs::write(&file, "b {}").unwrap();
            thread::sleep(Duration::from_millis(100));
            true
        },
        "",
    );
    let real = file.canonicalize().unwrap();
    preview.built(
        |said| matches!(said, Said::Rebuilt { cause: Cause::Changed(paths), .. } if paths.contains(&real)),
    );
}

#[test]
fn a_build_is_no_reason_to_build() {
    let preview = small();
    preview.is_quiet();
    // Nor is reading, or what an editor keeps for itself.
    fs::read(preview.path("content/index.html")).unwrap();
    fs::write(preview.path("content/.index.html.swp"), "x").unwrap();
    fs::write(preview.path("content/index.html~"), "x").unwrap();
    preview.is_quiet();

    // Not even when the output lies in what is watched.
    for (watched, output) in [("content", "content/output"), ("", "output")] {
        let folder = TempDir::new().unwrap();
        write(&folder.path().join("content/index.html"), HOME);
        let preview = Preview::of_folder(folder, &[watched], output);
        preview.is_quiet();
        preview.save("index.html", "<body>new</body>");
        preview.shows("/", "new");
        while preview.said_more() {}
        preview.is_quiet();
    }
}

#[test]
fn a_change_without_effect_is_not_told() {
    let preview = small();
    let mut news = preview.news();
    news.next();
    preview.save("index.html", HOME);
    preview.built(|said| matches!(said, Said::Rebuilt { changed: false, failed: false, .. }));
    preview.save("index.html", "<body>other</body>");
    preview.shows("/", "other");
    let next = news.next();
    assert!(preview.get("/").text().contains(next["generation"].as_str().unwrap()));
}

#[test]
fn a_broken_edit_is_shown_and_mended() {
    let preview = small();
    let mut news = preview.news();
    let first = news.next();
    preview.save("standards/index.html", "<body>\n  <b>BROKEN</b> </script>\n");
    let broken = news.next();
    assert_eq!(broken["generation"], first["generation"]);
    assert_ne!(broken["state"], first["state"]);
    let problem = &broken["problems"][0];
    assert_eq!(problem["severity"], "warning");
    assert!(problem["place"].as_str().unwrap().ends_with("content/standards/index.html:2:6"), "{problem}");
    let line = "2 |   <b>BROKEN</b> </script>\n  |      ^^^^^^";
    assert_eq!(problem["line"], line);
    assert!(problem["message"].is_string() && problem["help"].is_string());
    // The last good site is still there, and whoever comes now is told.
    assert!(preview.get("/standards/").text().contains("standards"));
    assert_eq!(preview.news().next()["problems"].as_array().unwrap().len(), 1);

    // Mended as it was: the panel goes, and nothing has to be loaded again.
    preview.save("standards/index.html", "<body>standards</body>");
    let mended = news.next();
    assert_eq!(mended["generation"], first["generation"]);
    assert_eq!(mended["problems"].as_array().unwrap().len(), 0);

    preview.save("standards/index.html", "BROKEN");
    news.next();
    preview.save("standards/index.html", "<body>better</body>");
    let better = news.next();
    assert_ne!(better["generation"], first["generation"]);
    assert!(preview.get("/standards/").text().contains("better"));
}

#[test]
fn without_a_site_its_problems_are_served() {
    let preview = Preview::of(&[("index.html", "<p>BROKEN & <script>alert(1)</script>")]);
    for path in ["/", "/standards/II.A.6.html"] {
        let page = preview.get(path);
        assert_eq!(page.status, 503);
        assert!(page.header("content-security-policy").contains("script-src 'self'"));
        let text = page.text();
        assert!(text.contains("index.html:1:4") && text.contains("&lt;script&gt;"), "{text}");
        assert!(!text.contains("<script>alert"), "{text}");
        let state = preview.news().next()["state"].as_str().unwrap().to_owned();
        assert!(text.contains(&format!("data-state=\"{state}\"")), "{text}");
    }
    preview.save("index.html", HOME);
    preview.shows("/", "home");
}

#[test]
fn a_page_is_never_half_old_and_half_new() {
    let page = |number: u32| format!("<body>{}</body>", format!("<p>{number}</p>").repeat(5000));
    let preview = Preview::of(&[("index.html", &page(0)), ("other/index.html", "0")]);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let (preview, done) = (&preview, &done);
        let readers: Vec<_> = (0..4)
            .map(|_| {
                let address = preview.address;
                scope.spawn(move || {
                    let mut read = 0;
                    while !done.load(Ordering::Relaxed) {
                        let mut stream = std::net::TcpStream::connect(address).unwrap();
                        let request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
                        stream.write_all(request.as_bytes()).unwrap();
                        let mut bytes = Vec::new();
                        stream.read_to_end(&mut bytes).unwrap();
                        let answer = Answer::of(&bytes);
                        assert_eq!(answer.status, 200);
                        let text = answer.text();
                        let first =
                            text.split("</p>").next().unwrap().trim_start_matches("<body>").to_owned();
                        assert_eq!(text.matches(&format!("{first}</p>")).count(), 5000);
                        read += 1;
                    }
                    read
                })
            })
            .collect();
        for number in 1..30 {
            preview.save("other/index.html", &number.to_string());
            preview.save("index.html", &page(number));
            preview.shows("/", &format!("<p>{number}</p>"));
        }
        done.store(true, Ordering::Relaxed);
        assert!(readers.into_iter().map(|reader| reader.join().unwrap()).sum::<i32>() > 0);
    });
}

#[test]
fn changes_during_a_build_are_built_after_it() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("content/a");
    write(&file, "0");
    let (stop, mut builds, mut last) = (AtomicBool::new(false), 0, String::new());
    let build = |_: &Cause, _: &Early<'_>| {
        builds += 1;
        last = fs::read_to_string(&file).unwrap();
        if builds == 1 {
            // While the first build runs, somebody saves twice.
            fs::write(&file, "1").unwrap();
            fs::write(&file, "2").unwrap();
        } else {
            stop.store(true, Ordering::Relaxed);
        }
        Outcome::Built { warnings: Vec::new(), changed: true, summary: String::new() }
    };
    let options = Options { address: [127, 0, 0, 1].into(), port: 0 };
    let watch = || vec![folder.path().join("content")];
    serve(options, &folder.path().join("output"), watch, build, |_| {}, &stop).unwrap();
    assert_eq!((builds, last.as_str()), (2, "2"));
}

#[test]
fn a_port_in_use_is_told_with_what_to_do() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let folder = TempDir::new().unwrap();
    let options = Options { address: [127, 0, 0, 1].into(), port };
    let build = |_: &Cause, _: &Early<'_>| -> Outcome { panic!("there is no build without a port") };
    let report = |event: Event<'_>| panic!("{event:?}");
    let failed = serve(options, folder.path(), Vec::new, build, report, &AtomicBool::new(false)).unwrap_err();
    assert!(matches!(failed, ServeError::PortInUse { .. }));
    assert!(failed.to_string().starts_with(&format!("port {port} is in use")), "{failed}");
    if cfg!(target_os = "linux") {
        assert!(failed.to_string().contains(&format!("process {}", std::process::id())), "{failed}");
    }
    assert!(failed.help().contains("--port"), "{}", failed.help());
    let elsewhere = Options { address: [203, 0, 113, 1].into(), port: 0 };
    let failed =
        serve(elsewhere, folder.path(), Vec::new, build, report, &AtomicBool::new(false)).unwrap_err();
    assert!(matches!(failed, ServeError::Address { .. }));
}

#[test]
fn it_stops_whatever_clients_do() {
    let preview = small();
    let silent: Vec<_> = (0..20).map(|_| preview.connect()).collect();
    let mut news = preview.news();
    news.next();
    let address = preview.address;
    let start = Instant::now();
    assert!(preview.end().is_ok());
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    news.ends();
    drop(silent);
    // The port is free for the next one.
    TcpListener::bind(address).unwrap();
}
