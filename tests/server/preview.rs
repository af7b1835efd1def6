//! A preview of a small site, and clients that speak to it byte by byte.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use standpoint::diagnostic::{Diagnostic, Place, Problem, SourceFile, Unreadable};
use standpoint::output::Stage;
use standpoint::server::{Cause, Early, Event, Options, Outcome, ServeError, serve};
use tempfile::TempDir;

/// Long enough for the slowest machine; nothing waits for so long unless it is going to fail.
pub const LONG: Duration = Duration::from_secs(30);

/// What the preview said.
#[derive(Debug)]
pub enum Said {
    Listening(SocketAddr),
    Rebuilt { cause: Cause, failed: bool, changed: bool },
}

/// Speaks to a preview.
#[derive(Clone, Copy)]
pub struct Client {
    pub address: SocketAddr,
}

impl Client {
    pub fn connect(self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream
    }

    /// What the preview answers to these bytes, until it closes the connection.
    pub fn says_to(self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        // It may close before it has heard all.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    pub fn ask(self, line: &str, headers: &str) -> Answer {
        Answer::of(&self.says_to(format!("{line} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").as_bytes()))
    }

    pub fn get(self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), &format!("Host: {}\r\n", self.address))
    }

    pub fn news(self) -> News {
        let mut stream = self.connect();
        write!(stream, "GET /__standpoint/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).unwrap();
        News(BufReader::new(stream))
    }
}

pub struct Preview {
    folder: TempDir,
    client: Client,
    said: Receiver<Said>,
    stop: Arc<AtomicBool>,
    serving: Option<JoinHandle<Result<(), ServeError>>>,
}

impl Preview {
    /// Serves a site made from these files of `content/`: every file of it is a file of the site.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        for (path, text) in files {
            write(&folder.path().join("content").join(path), text);
        }
        Self::of_folder(folder, &["content"], "output")
    }

    /// Serves what is made from `content/` in the folder, watching these of its folders and files.
    pub fn of_folder(folder: TempDir, watched: &[&str], output: &str) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (sender, said) = mpsc::channel();
        let serving = {
            let stop = Arc::clone(&stop);
            let (content, output) = (folder.path().join("content"), folder.path().join(output));
            let watched: Vec<PathBuf> = watched.iter().map(|path| folder.path().join(path)).collect();
            thread::spawn(move || {
                let options = Options { address: IpAddr::V4(Ipv4Addr::LOCALHOST), port: 0 };
                let build = |_: &Cause, _: &Early<'_>| build(&content, &output);
                let report = |event: Event<'_>| {
                    let said = match event {
                        Event::Listening(url) => {
                            let address = url.strip_prefix("http://").and_then(|url| url.strip_suffix('/'));
                            Said::Listening(address.unwrap().parse().unwrap())
                        }
                        Event::Rebuilt(cause, outcome) => Said::Rebuilt {
                            cause: cause.clone(),
                            failed: matches!(outcome, Outcome::Failed { .. }),
                            changed: matches!(outcome, Outcome::Built { changed: true, .. }),
                        },
                        other => panic!("{other:?}"),
                    };
                    let _ = sender.send(said);
                };
                serve(options, &output, || watched.clone(), build, report, &stop)
            })
        };
        let address = loop {
            if let Said::Listening(address) = said.recv_timeout(LONG).expect("it listens") {
                break address;
            }
        };
        Self { folder, client: Client { address }, said, stop, serving: Some(serving) }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file of `content/` as many editors do: whole, under another name first.
    pub fn save(&self, path: &str, text: &str) {
        let file = self.path("content").join(path);
        let other = file.with_file_name(".being-saved");
        write(&other, text);
        fs::rename(other, file).unwrap();
    }

    /// Waits for a build after which `is_done`, and says why there was one.
    pub fn built(&self, is_done: impl Fn(&Said) -> bool) -> Cause {
        loop {
            let said = self.said.recv_timeout(LONG).expect("there is a build");
            if is_done(&said)
                && let Said::Rebuilt { cause, .. } = said
            {
                return cause;
            }
        }
    }

    /// Waits until the site has this text at this address, as it must after a change.
    pub fn shows(&self, path: &str, text: &str) {
        self.becomes(|| self.get(path).text().contains(text), &format!("{path} shows {text}"));
    }

    pub fn becomes(&self, is_so: impl Fn() -> bool, what: &str) {
        while !is_so() {
            match self.said.recv_timeout(LONG) {
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => panic!("never: {what}"),
                Err(RecvTimeoutError::Disconnected) => panic!("the preview ended"),
            }
        }
    }

    /// Asserts that there is no build for a while.
    pub fn is_quiet(&self) {
        let said = self.said.recv_timeout(Duration::from_millis(700));
        assert!(matches!(said, Err(RecvTimeoutError::Timeout)), "{said:?}");
    }

    /// Whether there was another build since, or is one soon.
    pub fn said_more(&self) -> bool {
        self.said.recv_timeout(Duration::from_millis(300)).is_ok()
    }

    /// Stops it, and gives what `serve` returned.
    pub fn end(mut self) -> Result<(), ServeError> {
        self.stop.store(true, Ordering::Relaxed);
        self.serving.take().unwrap().join().unwrap()
    }
}

impl Deref for Preview {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(serving) = self.serving.take() {
            let served = serving.join();
            assert!(thread::panicking() || matches!(served, Ok(Ok(()))));
        }
    }
}

pub fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Builds a site in which every file of `content` is a file; one with BROKEN in it is an error there.
fn build(content: &Path, output: &Path) -> Outcome {
    let built = || -> Result<Outcome, Diagnostic> {
        let unreadable = |path: &Path, error: &dyn std::fmt::Display| {
            Diagnostic::path(path, Problem::Unreadable { reason: Unreadable::Other(error.to_string()) })
        };
        let stage = Stage::begin(output)?;
        for entry in walkdir::WalkDir::new(content).sort_by_file_name() {
            let entry = entry.map_err(|error| unreadable(content, &error))?;
            let hidden = entry.path().strip_prefix(content).unwrap().iter();
            if !entry.file_type().is_file() || { hidden }.any(|part| part.to_string_lossy().starts_with('.'))
            {
                continue;
            }
            let text = match fs::read_to_string(entry.path()) {
                // Saved or removed in this moment: there will be another build.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                result => result.map_err(|error| unreadable(entry.path(), &error))?,
            };
            if let Some(at) = text.find("BROKEN") {
                let source = SourceFile::new(entry.path(), text);
                return Err(Diagnostic::at(Place::new(&source, at..at + 6), Problem::RawHtml));
            }
            let path = entry.path().strip_prefix(content).unwrap().to_string_lossy().into_owned();
            if !output.starts_with(content) || !entry.path().starts_with(output) {
                stage.put(&path, text.as_bytes())?;
            }
        }
        let written = stage.commit()?;
        Ok(Outcome::Built {
            warnings: Vec::new(),
            changed: written.changed(),
            summary: format!("{written:?}"),
        })
    };
    built().unwrap_or_else(|problem| Outcome::Failed { problems: vec![problem] })
}

/// An answer, taken apart.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no head in {:?}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let (first, rest) = head.split_once("\r\n").unwrap();
        let headers = rest.split("\r\n").map(|line| line.split_once(": ").unwrap());
        Self {
            status: first.split(' ').nth(1).unwrap().parse().unwrap(),
            headers: headers.map(|(name, value)| (name.to_ascii_lowercase(), value.into())).collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// The stream of news that pages listen to.
pub struct News(BufReader<TcpStream>);

impl News {
    /// The next message.
    pub fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).expect("there is news") > 0, "the stream ended");
            if let Some(message) = line.strip_prefix("data: ") {
                return serde_json::from_str(message).unwrap();
            }
        }
    }

    /// Reads on until the stream ends.
    pub fn ends(mut self) {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).unwrap();
    }
}
