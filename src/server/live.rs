//! What open pages are told: which generation of the site there is, and what is wrong with the newest try.
//!
//! Every page knows the generation it is of. A page that connects is told the present one at once, so nothing
//! is missed however long it was away; and the name of a generation holds when the preview was started, so
//! none is taken for one of an earlier run.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::Outcome;
use crate::diagnostic::{Diagnostic, Severity, render};

/// How many pages are told at the same time. Browsers keep six connections to a host, and hidden pages let
/// go.
const MOST_STREAMS: usize = 32;
/// How often a word is sent so that a connection that is dead is found out.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
/// How many problems are shown; the rest are on the terminal.
const MOST_PROBLEMS: usize = 50;

/// A problem as a page shows it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Shown {
    severity: &'static str,
    pub(super) message: String,
    /// File, line and column.
    pub(super) place: String,
    /// The line itself, marked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help: Option<String>,
}

impl Shown {
    fn of(diagnostic: &Diagnostic) -> Self {
        let file = render::name_of(diagnostic.file());
        let place = match diagnostic.line_and_column() {
            Some((line, column)) => format!("{file}:{line}:{column}"),
            None => file,
        };
        // Between the message, with the place under it, and the help, all of which are shown on their own.
        let human = render::human(diagnostic, false);
        let lines = human.lines().skip(2).take_while(|line| !line.trim_start().starts_with("= help:"));
        let line = lines.filter(|line| line.trim() != "|").collect::<Vec<_>>().join("\n");
        Self {
            severity: match diagnostic.problem.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: diagnostic.problem.message(),
            place,
            line: diagnostic.line_and_column().map(|_| line),
            help: diagnostic.problem.help(),
        }
    }
}

/// What is told. Shared by the builder, which changes it, and all connections.
pub(super) struct Live {
    start: u128,
    news: Mutex<News>,
    changed: Condvar,
}

#[derive(Default)]
struct News {
    /// Counts whatever pages are told.
    state: u64,
    /// Counts sites.
    generation: u64,
    /// Whether the one that is being built is counted already.
    is_offered: bool,
    problems: Vec<Shown>,
    more: usize,
    streams: usize,
    is_closed: bool,
}

#[derive(Serialize)]
struct Message<'a> {
    state: String,
    generation: String,
    problems: &'a [Shown],
    more: usize,
}

impl Live {
    pub(super) fn new() -> Self {
        let start = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        Self { start, news: Mutex::default(), changed: Condvar::new() }
    }

    fn news(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A site that is being built can be looked at.
    pub(super) fn offer(&self) {
        let mut news = self.news();
        news.generation += 1;
        news.state += 1;
        news.is_offered = true;
        drop(news);
        self.changed.notify_all();
    }

    /// Takes in how a build went. Pages are told only if that makes a difference to them.
    pub(super) fn publish(&self, outcome: &Outcome) {
        let mut news = self.news();
        let was_offered = std::mem::take(&mut news.is_offered);
        match outcome {
            Outcome::Built { changed, .. } => {
                let mended = !news.problems.is_empty();
                let is_new = *changed && !was_offered;
                news.problems.clear();
                news.more = 0;
                news.generation += u64::from(is_new);
                news.state += u64::from(is_new || mended);
            }
            Outcome::Failed { problems } => {
                // Back to the last good site.
                news.generation += u64::from(was_offered);
                news.problems = problems.iter().take(MOST_PROBLEMS).map(Shown::of).collect();
                news.more = problems.len().saturating_sub(MOST_PROBLEMS);
                news.state += 1;
            }
        }
        drop(news);
        self.changed.notify_all();
    }

    /// The name of the present generation.
    pub(super) fn generation(&self) -> String {
        self.name(self.news().generation)
    }

    /// The name of the present state, and what is wrong in it.
    pub(super) fn problems(&self) -> (String, Vec<Shown>) {
        let news = self.news();
        (self.name(news.state), news.problems.clone())
    }

    fn name(&self, number: u64) -> String {
        format!("{:x}.{number}", self.start)
    }

    /// Ends all streams.
    pub(super) fn close(&self) {
        self.news().is_closed = true;
        self.changed.notify_all();
    }

    /// Whether one more page can be told; then [`attend`](Self::attend) must follow.
    pub(super) fn admits(&self) -> bool {
        let mut news = self.news();
        let admits = news.streams < MOST_STREAMS;
        news.streams += usize::from(admits);
        admits
    }

    /// Tells one page what there is to tell until it goes away.
    ///
    /// One thread writes; this one reads, only to notice at once that the page has gone.
    pub(super) fn attend(self: &Arc<Self>, stream: &Arc<TcpStream>) {
        let live = Arc::clone(self);
        let writing = Arc::clone(stream);
        let writer = thread::Builder::new().stack_size(super::STACK).spawn(move || live.tell(&writing));
        if let Ok(writer) = writer {
            let _ = stream.set_read_timeout(None);
            let mut ignored = [0; 512];
            while matches!((&mut &**stream).read(&mut ignored), Ok(length) if length > 0) {}
            let _ = stream.shutdown(Shutdown::Both);
            // The writer may be waiting for news: it finds out by the stream that there is nobody to tell.
            self.changed.notify_all();
            let _ = writer.join();
        }
        self.news().streams -= 1;
    }

    fn tell(&self, stream: &TcpStream) {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\n\
                    X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
        let send = |text: &str| (&mut &*stream).write_all(text.as_bytes());
        let mut told = None;
        let mut is_well = send(head).is_ok();
        let mut news = self.news();
        while is_well && !news.is_closed {
            let text = if told == Some(news.state) {
                ": still here\n\n".to_owned()
            } else {
                told = Some(news.state);
                let message = Message {
                    state: self.name(news.state),
                    generation: self.name(news.generation),
                    problems: &news.problems,
                    more: news.more,
                };
                format!("data: {}\n\n", serde_json::to_string(&message).unwrap_or_default())
            };
            // Never while holding what the builder waits for.
            drop(news);
            is_well = send(&text).is_ok();
            news = self.news();
            if told == Some(news.state) && is_well && !news.is_closed {
                let wait = self.changed.wait_timeout(news, SIGN_OF_LIFE);
                news = wait.unwrap_or_else(PoisonError::into_inner).0;
            }
        }
        drop(news);
        let _ = stream.shutdown(Shutdown::Both);
    }
}
