//! The program itself with the small site, and clients without mercy: what it takes of threads, memory and files
//! stays within limits, and everybody else is served.

use std::fs;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::preview::{Answer, Client, LONG};

/// The connections that are let in at a time (`MOST` in `src/server/door.rs`).
const MOST: u64 = 96;

/// `standpoint serve`, until it is dropped.
struct Program {
    folder: TempDir,
    child: Child,
    client: Client,
}

impl Program {
    /// With the small site, and as many open files as the shell's `ulimit` is told here.
    fn start(files: &str) -> Self {
        // Many clients here need many files too, and some systems begin with few.
        let own = std::process::id().to_string();
        let _ =
            Command::new("prlimit").args(["--pid", &own, "--nofile=8192:"]).stderr(Stdio::null()).status();
        let folder = TempDir::new().unwrap();
        let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small/content");
        for entry in walkdir::WalkDir::new(&small).into_iter().map(Result::unwrap) {
            let to = folder.path().join("content").join(entry.path().strip_prefix(&small).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(to).unwrap();
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
        let mut child = Command::new("sh")
            .args(["-c", &format!("ulimit -n {files}; exec \"$0\" serve --port 0")])
            .arg(env!("CARGO_BIN_EXE_standpoint"))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, said) = mpsc::channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        // Reads to the end: a full pipe would stop the program.
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut lines = Vec::new();
        let address = loop {
            let line = said.recv_timeout(LONG).unwrap_or_else(|_| panic!("it does not listen: {lines:?}"));
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().unwrap().parse().unwrap();
            }
            lines.push(line);
        };
        let program = Self { folder, child, client: Client { address } };
        assert_eq!(program.get("/").status, 200);
        program
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// A file of the site that was not built, for clients that want much.
    fn large_file(&self) -> u64 {
        let length = 64 * 1024 * 1024;
        fs::File::create(self.path("output/large.bin")).unwrap().set_len(length).unwrap();
        length
    }

    /// What it uses now; nothing where the system doesn't tell in this way.
    fn uses(&self) -> Option<Uses> {
        let process = Path::new("/proc").join(self.child.id().to_string());
        let status = fs::read_to_string(process.join("status")).ok()?;
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim_start_matches(':').split_whitespace().next()?.parse().ok()
        };
        let files = fs::read_dir(process.join("fd")).ok()?.count() as u64;
        Some(Uses { threads: number("Threads")?, memory: number("VmRSS")? / 1024, files })
    }

    /// Waits until it uses no more threads and files than before.
    fn returns_to(&self, before: Option<Uses>) {
        let Some(before) = before else { return };
        let until = Instant::now() + LONG;
        loop {
            let now = self.uses().unwrap();
            // A client of ours may still be on its way out, or a build be under way.
            if now.threads <= before.threads + 4 && now.files <= before.files + 8 {
                return;
            }
            assert!(Instant::now() < until, "before {before:?}, and long after {now:?}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Deref for Program {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Clone, Copy, Debug)]
struct Uses {
    threads: u64,
    /// In megabytes.
    memory: u64,
    files: u64,
}

impl Uses {
    /// Asserts that it uses no more than so many connections need, each with a thread, a file of the site and a megabyte
    /// (two thirds of one were seen).
    fn is_bounded_after(&self, before: &Self) {
        let more = |now: u64, before: u64| now.saturating_sub(before);
        assert!(more(self.threads, before.threads) <= MOST + 8, "{before:?}, then {self:?}");
        assert!(more(self.files, before.files) <= 2 * MOST + 16, "{before:?}, then {self:?}");
        assert!(more(self.memory, before.memory) <= MOST, "{before:?}, then {self:?}");
    }
}

#[test]
fn a_thousand_idle_connections_are_a_hundred_and_stop_nobody() {
    // What some systems allow a process.
    let program = Program::start("256");
    let before = program.uses();
    let mut idle: Vec<TcpStream> = (0..1000).map(|_| program.connect()).collect();
    for _ in 0..20 {
        assert_eq!(program.get("/").status, 200);
    }
    if let (Some(now), Some(before)) = (program.uses(), before) {
        now.is_bounded_after(&before);
    }
    // Who came first and said nothing had to go.
    assert_eq!(idle[0].read(&mut [0; 16]).unwrap_or(0), 0);
    drop(idle);
    program.returns_to(before);
    assert_eq!(program.get("/").status, 200);
}

#[test]
fn without_files_to_open_no_page_is_said_to_be_missing() {
    let program = Program::start("48");
    let idle: Vec<TcpStream> = (0..1000).map(|_| program.connect()).collect();
    for _ in 0..20 {
        let told = program.says_to(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        // It may have had to close this one for another.
        if !told.is_empty() {
            let answer = Answer::of(&told);
            assert!([200, 503].contains(&answer.status), "{answer:?}");
        }
    }
    drop(idle);
    let until = Instant::now() + LONG;
    while !program.says_to(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").starts_with(b"HTTP/1.0 200") {
        assert!(Instant::now() < until, "it does not recover");
    }
}

#[test]
fn heads_that_trickle_are_cut_off() {
    let program = Program::start("1024");
    let mut slow: Vec<TcpStream> = (0..100).map(|_| program.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nA: ").unwrap();
        stream.set_nonblocking(true).unwrap();
    }
    let until = Instant::now() + LONG;
    let mut refused = 0;
    while !slow.is_empty() {
        assert!(Instant::now() < until, "{} are still listened to", slow.len());
        slow.retain_mut(|stream| {
            let mut answer = [0; 64];
            match stream.read(&mut answer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => stream.write_all(b"x").is_ok(),
                Ok(length) => {
                    refused += usize::from(answer[..length].windows(5).any(|five| five == b" 408 "));
                    false
                }
                Err(_) => false,
            }
        });
        assert_eq!(program.get("/").status, 200);
        thread::sleep(Duration::from_millis(100));
    }
    // Each was told; a few may have lost the answer by writing on.
    assert!(refused > 50, "{refused} were told why");
}

#[test]
fn those_who_never_read_give_way() {
    let program = Program::start("1024");
    let length = program.large_file();
    let before = program.uses();
    // More of them than are let in. Each could have its file at once, and takes none of it.
    let request = b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let deaf: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = program.connect();
            // Some find no place, and are closed at once.
            let _ = stream.write_all(request);
            stream
        })
        .collect();
    // And one that asks without end for more, and reads nothing either.
    let mut greedy = program.connect();
    greedy.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
    let pages = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1000);
    let taken = (0..2000).take_while(|_| greedy.write_all(&pages).is_ok()).count();
    assert!(taken < 2000, "{taken} thousand requests were taken");
    let until = Instant::now() + LONG;
    let ask = b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n";
    while !program.says_to(ask).starts_with(b"HTTP/1.0 200") {
        assert!(Instant::now() < until, "nobody else is served");
        thread::sleep(Duration::from_millis(50));
    }
    if let (Some(now), Some(before)) = (program.uses(), before) {
        now.is_bounded_after(&before);
    }
    drop((deaf, greedy));
    program.returns_to(before);
    // Whoever reads has all of it.
    let whole = program.get("/large.bin");
    assert_eq!((whole.status, whole.body.len() as u64), (200, length));
}

/// Sends a request over a connection that stays open, and reads exactly its answer.
fn over(reader: &mut BufReader<TcpStream>, path: &str) -> Answer {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    reader.get_mut().write_all(request.as_bytes()).unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        assert!(reader.read_until(b'\n', &mut head).unwrap() > 0, "{path}: closed in the middle of a head");
    }
    let mut answer = Answer::of(&head);
    answer.body = vec![0; answer.header("content-length").parse().unwrap()];
    reader.read_exact(&mut answer.body).unwrap();
    answer
}

#[test]
fn ten_thousand_requests_while_rebuilding_get_whole_pages_of_one_site() {
    const CLIENTS: usize = 8;
    let program = Program::start("1024");
    let names = ["Willow Charter", "Granite Charter"];
    let site = program.path("content/site.yaml");
    let save = |name: &str| {
        let other = site.with_file_name(".site.yaml.saved");
        fs::write(&other, format!("title: {name}\ndescription: One sentence.\n")).unwrap();
        fs::rename(other, &site).unwrap();
    };
    let style = program.get("/assets/standpoint.css");
    assert_eq!(style.status, 200);
    let (before, done) = (program.uses(), AtomicBool::new(false));
    let seen = thread::scope(|scope| {
        let (client, style, done, save) = (program.client, &style, &done, &save);
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                scope.spawn(move || {
                    let mut seen = [0; 2];
                    let mut connection = BufReader::new(client.connect());
                    for number in 0..10_000 / CLIENTS {
                        let path = [
                            "/",
                            "/standards/II.A.html",
                            "/topics/trust.html",
                            "/assets/standpoint.css",
                            "/gone",
                        ][number % 5];
                        let answer = over(&mut connection, path);
                        if path.ends_with(".css") {
                            assert_eq!((answer.status, &answer.body), (200, &style.body));
                            continue;
                        }
                        assert_eq!(answer.status, if path == "/gone" { 404 } else { 200 }, "{path}");
                        let text = answer.text();
                        let is_whole =
                            text.starts_with("<!doctype html>") && text.trim_end().ends_with("</html>");
                        assert!(is_whole, "{path}: {text}");
                        let [first, second] = names.map(|name| text.contains(name));
                        assert!(!(first && second), "{path} is of two sites");
                        seen[0] += usize::from(first);
                        seen[1] += usize::from(second);
                    }
                    seen
                })
            })
            .collect();
        let saving = scope.spawn(move || {
            for name in names.into_iter().cycle() {
                if done.load(Ordering::Relaxed) {
                    return;
                }
                save(name);
                let until = Instant::now() + LONG;
                while !client.get("/").text().contains(name) {
                    assert!(Instant::now() < until, "it is never built anew");
                    thread::sleep(Duration::from_millis(20));
                }
            }
        });
        let seen: Vec<_> = clients.into_iter().map(thread::ScopedJoinHandle::join).collect();
        // Before anything can panic, or the other would go on for ever.
        done.store(true, Ordering::Relaxed);
        saving.join().unwrap();
        seen.into_iter().map(Result::unwrap).fold([0; 2], |all, one| [all[0] + one[0], all[1] + one[1]])
    });
    assert!(seen.iter().all(|count| *count > 0), "pages seen of each site: {seen:?}");
    if let (Some(now), Some(before)) = (program.uses(), before) {
        now.is_bounded_after(&before);
    }
    program.returns_to(before);
}
