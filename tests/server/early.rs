//! A large site, of which pages can be looked at before it is written.

use std::fs;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

use standpoint::server::{Cause, Early, Event, Options, Outcome, serve};
use tempfile::TempDir;

use crate::preview::{Client, LONG, write};

/// However the test ends, the preview does too.
struct Stops<'a>(&'a AtomicBool);
impl Drop for Stops<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Serves a site whose second build offers its pages and isn't done until a client has looked at them, and then goes
/// well or not.
fn offered(goes_well: bool) {
    let folder = TempDir::new().unwrap();
    let (content, output) = (folder.path().join("content"), folder.path().join("output"));
    write(&content.join("a"), "0");
    write(&output.join("index.html"), "<body>old</body>");
    let stop = AtomicBool::new(false);
    let (listening, address) = mpsc::channel();
    let (seen, looked_at) = mpsc::channel();
    let (done, finished) = mpsc::channel();
    let (watched, site, stop) = (&content, &output, &stop);
    thread::scope(|scope| {
        let _stops = Stops(stop);
        scope.spawn(move || {
            let mut builds = 0;
            let build = |_: &Cause, early: &Early<'_>| {
                builds += 1;
                if builds == 1 {
                    return Outcome::Built { warnings: Vec::new(), changed: true, summary: String::new() };
                }
                let make = |address: &str| (address == "index.html").then(|| b"<body>new</body>".to_vec());
                early.offer(&make, &mut || {
                    looked_at.recv_timeout(LONG).unwrap();
                    if goes_well {
                        fs::write(site.join("index.html"), "<body>new</body>").unwrap();
                    }
                });
                if goes_well {
                    Outcome::Built { warnings: Vec::new(), changed: true, summary: String::new() }
                } else {
                    Outcome::Failed { problems: Vec::new() }
                }
            };
            let report = |event: Event<'_>| match event {
                Event::Listening(url) => {
                    let url = url.strip_prefix("http://").and_then(|url| url.strip_suffix('/')).unwrap();
                    listening.send(url.parse().unwrap()).unwrap();
                }
                Event::Rebuilt(..) => done.send(()).unwrap(),
                _ => {}
            };
            let options = Options { address: Ipv4Addr::LOCALHOST.into(), port: 0 };
            serve(options, site, || vec![watched.clone()], build, report, stop).unwrap();
        });
        let client = Client { address: address.recv_timeout(LONG).unwrap() };
        let mut news = client.news();
        let first = news.next()["generation"].clone();
        finished.recv_timeout(LONG).unwrap();
        assert!(client.get("/").text().contains("old"));

        fs::write(content.join("a"), "1").unwrap();
        let early = news.next()["generation"].clone();
        assert_ne!(early, first, "open pages are told before the site is written");
        for path in ["/", "/index.html"] {
            let page = client.get(path).text();
            assert!(page.contains("new") && page.contains(early.as_str().unwrap()), "{page}");
        }
        assert_eq!(client.get("/other.html").status, 404, "what isn’t offered is looked for in the site");
        seen.send(()).unwrap();

        finished.recv_timeout(LONG).unwrap();
        let page = client.get("/").text();
        if goes_well {
            assert!(
                page.contains("new") && page.contains(early.as_str().unwrap()),
                "nobody is told twice: {page}"
            );
        } else {
            assert!(page.contains("old"), "{page}");
            assert_ne!(news.next()["generation"], early, "pages go back to the last good site");
        }
    });
}

#[test]
fn pages_that_are_offered_are_served_before_the_site_is_written() {
    offered(true);
}

#[test]
fn when_the_build_fails_pages_go_back_to_the_site_that_is_there() {
    offered(false);
}
