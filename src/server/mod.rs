//! The preview: serves the site, builds it anew when something changes, and has open pages show it.
//!
//! ```text
//!   editor ──▶ watch.rs ──▶ build (the caller's) ──▶ the output folder
//!                              │ how it went               │
//!                              ▼                           ▼
//!   page ◀── news ── live.rs ◀─┘     page ◀── door.rs ── answer.rs
//! ```
//!
//! [`serve`] runs on the thread of its caller: it waits for changes, builds, tells. Nothing of it prints;
//! what there is to say goes to a callback. Each connection has a thread of its own, which knows the output
//! folder and the news and nothing else, so neither a slow client nor a long build stops anybody.
//!
//! What is served is the output as it is on disk, or while a large site is built what a build offers (`fresh.rs`), with
//! two changes to each page: a script before `</body>`
//! that reloads it, and in its policy [`CONNECT_TO_PREVIEW`] for [`CONNECT_TO_NOTHING`].
//!
//! # What a client can and can't
//!
//! - `GET` and `HEAD` only. No ranges, and no claim to them.
//! - Only by the preview's own address in the `Host` header, so that a page elsewhere can't have its name
//!   lead here; and the news only for pages of the preview.
//! - Only files of the site: no path leads out of it, by `..`, encodings or links, nor to a hidden file.
//! - A head of at most 16 KiB and 100 headers, sent within 10 s. At most 128 connections; past that the
//!   longest silent one is closed. At most 32 pages are told news at the same time.

mod answer;
mod door;
mod fresh;
#[doc(hidden)]
pub mod fuzzing;
mod live;
mod media;
mod page;
mod port;
mod request;
mod watch;

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::diagnostic::Diagnostic;
use answer::Desk;
use door::Door;
pub use fresh::Early;
use fresh::Fresh;
use live::Live;
pub use page::{CONNECT_TO_NOTHING, CONNECT_TO_PREVIEW};
pub use watch::Cause;
use watch::Watch;

/// Enough for what a connection does.
const STACK: usize = 512 * 1024;
/// How soon a wish to stop is noticed.
const STOP: Duration = Duration::from_millis(50);

/// Where to serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The address to listen on. Anything but the loopback address lets others on the network read the site.
    pub address: IpAddr,
    /// The port; 0 for one that is free.
    pub port: u16,
}

/// How a build went.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The site is written.
    Built {
        /// What somebody should look at.
        warnings: Vec<Diagnostic>,
        /// Whether any file of the site is another than before. If not, pages stay as they are.
        changed: bool,
        /// One line about it.
        summary: String,
    },
    /// The site could not be built, and is as it was.
    Failed {
        /// What is wrong.
        problems: Vec<Diagnostic>,
    },
}

/// What there is to say while serving.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The site can be looked at here.
    Listening(&'a str),
    /// There was a build.
    Rebuilt(&'a Cause, &'a Outcome),
    /// Something can't be watched, so changes to it may be missed.
    NotWatching(&'a str),
}

/// Why there is no preview.
#[derive(Debug)]
pub enum ServeError {
    /// Somebody else has the port.
    PortInUse {
        /// The port.
        port: u16,
        /// Who has it, if that is known: a name and a process number.
        holder: Option<String>,
    },
    /// The address can't be listened on.
    Address {
        /// The address and port.
        address: SocketAddr,
        /// What the system said.
        error: io::Error,
    },
    /// Changes can't be watched for.
    Watch {
        /// What the system said.
        reason: String,
    },
}

impl ServeError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::PortInUse { port, holder } => {
                let other = port.checked_add(1).unwrap_or(4000);
                let stop = if holder.is_some() { ", or stop that process" } else { "" };
                format!("choose another with --port {other}{stop}")
            }
            Self::Address { address, error } if error.kind() == io::ErrorKind::PermissionDenied => {
                format!(
                    "ports below 1024 are for the system; choose another than {}, such as --port 4000",
                    address.port()
                )
            }
            Self::Address { .. } => "use 127.0.0.1, or an address that this machine has".into(),
            Self::Watch { .. } => "close other programs that watch many files, or raise that limit".into(),
        }
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortInUse { port, holder: Some(holder) } => {
                write!(f, "port {port} is in use (by {holder})")
            }
            Self::PortInUse { port, holder: None } => write!(f, "port {port} is in use"),
            Self::Address { address, error } => write!(f, "{address} can’t be listened on: {error}"),
            Self::Watch { reason } => write!(f, "changes can’t be watched for: {reason}"),
        }
    }
}

impl std::error::Error for ServeError {}

/// Serves the folder `site` until `stop` is set.
///
/// First builds once; then whenever something changed in what `watch` names, folders with all in them, or
/// single files. `watch` is asked again after every build, since that may have changed which theme there is.
/// Changes that come during a build are seen to together after it. Changes in `site` itself, wherever it
/// lies, are no reason to build.
///
/// A build of a large site may [offer](Early::offer) its pages before it is done.
///
/// Clients that connect during the first build wait for it. [`Event::Listening`] is reported after it.
///
/// Returns within some 200 ms when `stop` is set, but never in the middle of a build: one that takes long
/// should look at `stop` itself.
pub fn serve(
    options: Options,
    site: &Path,
    watch: impl Fn() -> Vec<PathBuf>,
    mut build: impl FnMut(&Cause, &Early<'_>) -> Outcome,
    report: impl Fn(Event<'_>),
    stop: &AtomicBool,
) -> Result<(), ServeError> {
    let listener = listen(SocketAddr::new(options.address, options.port))?;
    let address = listener.local_addr().map_err(|error| ServeError::Address {
        address: SocketAddr::new(options.address, options.port),
        error,
    })?;
    let mut watched = Watch::new(site).map_err(|error| ServeError::Watch { reason: watch::words(&error) })?;
    watched.set(watch());

    let (live, fresh) = (Arc::new(Live::new()), Arc::new(Fresh::default()));
    let mut door = None;
    let mut listener = Some(listener);
    let mut cause = Cause::Start;
    while !stop.load(Ordering::Relaxed) {
        watched.begins();
        let outcome = build(&cause, &Early { fresh: &fresh, live: &live });
        watched.ends();
        live.publish(&outcome);
        report(Event::Rebuilt(&cause, &outcome));
        watched.set(watch());
        if let Some(listener) = listener.take() {
            let desk = Desk::new(site, address, Arc::clone(&live), Arc::clone(&fresh));
            let opened = Door::open(listener, desk, Arc::clone(&live));
            door = Some(opened.map_err(|error| ServeError::Address { address, error })?);
            report(Event::Listening(&url(address)));
        }
        cause = loop {
            if let Some(trouble) = watched.trouble() {
                report(Event::NotWatching(&trouble));
            }
            if stop.load(Ordering::Relaxed) {
                break Cause::Unknown;
            }
            if let Some(cause) = watched.wait(STOP) {
                break cause;
            }
        };
    }
    drop(door);
    Ok(())
}

/// What to type into a browser on this machine.
fn url(address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}/", SocketAddr::new(ip, address.port()))
}

fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => {
            ServeError::PortInUse { port: address.port(), holder: port::holder(address.port()) }
        }
        _ => ServeError::Address { address, error },
    })
}
