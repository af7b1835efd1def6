//! Lets clients in: a thread for each connection, and never more of them than a limit.
//!
//! `tiny_http` has a server of its own, of which this uses only how requests and responses are written down.
//! That server (0.12) would stand in the way of what a preview must bear. Its thread that accepts connections
//! ends for good when the process runs out of file descriptors, of which each connection takes two. It knows
//! no time limits, so a client that never reads an answer keeps a worker. It reads a head of any length into
//! memory, allocates whatever `Content-Length` announces, and queues pipelined requests without end.
//!
//! So here every connection has a thread, which reads and writes with time limits, and there are at most
//! [`MOST`]. When one more comes, the one that has been silent for longest must go: somebody who opens a
//! thousand connections and says nothing closes their own.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tiny_http::{HTTPVersion, Header, Method, Response, StatusCode};

use super::STACK;
use super::answer::{Answer, Body, Desk, Whole};
use super::live::Live;
use super::request::{NoRequest, Requests};

/// The most connections at a time. Few enough for the 256 files that some systems allow a process, when each has a file
/// of the site open too.
const MOST: usize = 96;
/// How long a client may take to accept a part of an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open door. Closed when dropped.
pub(super) struct Door {
    hall: Arc<Hall>,
    address: SocketAddr,
    accepting: Option<JoinHandle<()>>,
}

/// What all connections share.
struct Hall {
    desk: Desk,
    live: Arc<Live>,
    guests: Mutex<Guests>,
    one_left: Condvar,
    is_closing: AtomicBool,
}

#[derive(Default)]
struct Guests {
    last: u64,
    by_number: HashMap<u64, Guest>,
}

struct Guest {
    stream: Arc<TcpStream>,
    doing: Doing,
    since: Instant,
}

/// What a connection is about, those first that can be closed with the least harm.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doing {
    Waiting,
    Answering,
    Listening,
}

impl Door {
    pub(super) fn open(listener: TcpListener, desk: Desk, live: Arc<Live>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let hall = Arc::new(Hall {
            desk,
            live,
            guests: Mutex::default(),
            one_left: Condvar::new(),
            is_closing: AtomicBool::new(false),
        });
        let within = Arc::clone(&hall);
        let accepting =
            thread::Builder::new().name("accepting".into()).spawn(move || accept(&listener, &within))?;
        Ok(Self { hall, address, accepting: Some(accepting) })
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.hall.is_closing.store(true, Ordering::Relaxed);
        self.hall.live.close();
        // A connection from ourselves, so that the thread that waits for one looks up.
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
            ip => ip,
        };
        let knocked =
            TcpStream::connect_timeout(&SocketAddr::new(ip, self.address.port()), Duration::from_millis(100));
        if let (Ok(_), Some(accepting)) = (knocked, self.accepting.take()) {
            let _ = accepting.join();
        }
        // Answers that are on their way may arrive, but not for long.
        let mut guests = self.hall.guests();
        for guest in guests.by_number.values() {
            let how = if guest.doing == Doing::Answering { Shutdown::Read } else { Shutdown::Both };
            let _ = guest.stream.shutdown(how);
        }
        let until = Instant::now() + Duration::from_millis(100);
        while !guests.by_number.is_empty() && Instant::now() < until {
            let left = self.hall.one_left.wait_timeout(guests, until - Instant::now());
            guests = left.unwrap_or_else(PoisonError::into_inner).0;
        }
        for guest in guests.by_number.values() {
            let _ = guest.stream.shutdown(Shutdown::Both);
        }
    }
}

fn accept(listener: &TcpListener, hall: &Arc<Hall>) {
    loop {
        let accepted = listener.accept();
        if hall.is_closing.load(Ordering::Relaxed) {
            return;
        }
        if let Ok((stream, _)) = accepted {
            admit(stream, hall);
        } else {
            // Usually there are too many open files. A place gets free, but not by trying at once again.
            hall.guests().send_one_away();
            thread::sleep(Duration::from_millis(20));
        }
    }
}

fn admit(stream: TcpStream, hall: &Arc<Hall>) {
    let stream = Arc::new(stream);
    let guest = Guest { stream: Arc::clone(&stream), doing: Doing::Waiting, since: Instant::now() };
    let number = {
        let mut guests = hall.guests();
        if guests.by_number.len() >= MOST && !guests.send_one_away() {
            return;
        }
        guests.last += 1;
        let number = guests.last;
        guests.by_number.insert(number, guest);
        number
    };
    let visit = Visit { number, hall: Arc::clone(hall), stream };
    // Without a thread for it the visit is over, and the connection closed.
    let _ = thread::Builder::new().stack_size(STACK).spawn(move || visit.attend());
}

impl Hall {
    fn guests(&self) -> MutexGuard<'_, Guests> {
        self.guests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Guests {
    /// Closes the connection that can best be done without; `false` if all are needed.
    fn send_one_away(&mut self) -> bool {
        let is_needed = |guest: &Guest| match guest.doing {
            Doing::Waiting => false,
            Doing::Answering => guest.since.elapsed() < PATIENCE,
            Doing::Listening => true,
        };
        let candidates = self.by_number.iter().filter(|(_, guest)| !is_needed(guest));
        let Some(number) =
            candidates.min_by_key(|(_, guest)| (guest.doing, guest.since)).map(|(number, _)| *number)
        else {
            return false;
        };
        if let Some(guest) = self.by_number.remove(&number) {
            let _ = guest.stream.shutdown(Shutdown::Both);
        }
        true
    }
}

/// One connection, until it ends.
struct Visit {
    number: u64,
    hall: Arc<Hall>,
    stream: Arc<TcpStream>,
}

impl Visit {
    fn attend(self) {
        let stream = &*self.stream;
        if stream.set_nodelay(true).is_err() || stream.set_write_timeout(Some(PATIENCE)).is_err() {
            return;
        }
        let mut requests = Requests::of(stream);
        loop {
            self.now(Doing::Waiting);
            let request = match requests.next() {
                Ok(request) => request,
                Err(NoRequest::Gone) => return,
                Err(NoRequest::Refused(status)) => {
                    let whole = Whole::words(status, "This is not a request that the preview understands.\n");
                    if write(stream, whole, false, false).is_ok() {
                        hear_out(stream);
                    }
                    return;
                }
            };
            self.now(Doing::Answering);
            match self.hall.desk.answer(&request) {
                Answer::News => {
                    self.now(Doing::Listening);
                    return self.hall.live.attend(&self.stream);
                }
                Answer::Whole(whole) => {
                    let keep = request.keeps_alive() && !self.hall.is_closing.load(Ordering::Relaxed);
                    let sent = write(stream, whole, keep, request.method == Method::Head);
                    if sent.is_err() {
                        return;
                    }
                    if !keep {
                        return hear_out(stream);
                    }
                }
            }
        }
    }

    fn now(&self, doing: Doing) {
        if let Some(guest) = self.hall.guests().by_number.get_mut(&self.number) {
            guest.doing = doing;
            guest.since = Instant::now();
        }
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
        self.hall.guests().by_number.remove(&self.number);
        self.hall.one_left.notify_all();
    }
}

fn write(stream: &TcpStream, whole: Whole, keep: bool, is_head: bool) -> io::Result<()> {
    let same: [(&str, String); 5] = [
        ("Server", "standpoint".into()),
        ("Cache-Control", "no-cache".into()),
        ("X-Content-Type-Options", "nosniff".into()),
        // Other sites must not embed what is not published yet.
        ("Cross-Origin-Resource-Policy", "same-origin".into()),
        ("Accept-Ranges", "none".into()),
    ];
    let headers = same.into_iter().chain(whole.headers);
    let headers = headers.filter_map(|(name, value)| Header::from_bytes(name, value).ok()).collect();
    let status = StatusCode(whole.status);
    let (body, length): (Box<dyn io::Read>, _) = match whole.body {
        Body::Bytes(bytes) => {
            let length = bytes.len();
            (Box::new(io::Cursor::new(bytes)), length)
        }
        Body::File(file, length) => {
            (Box::new(Exactly { file, left: length }), usize::try_from(length).unwrap_or(usize::MAX))
        }
    };
    // In HTTP/1.0 a connection ends with its answer, and that is what we say when we are going to close.
    let version = if keep { HTTPVersion(1, 1) } else { HTTPVersion(1, 0) };
    let mut writer = BufWriter::with_capacity(64 * 1024, stream);
    let response =
        Response::new(status, headers, body, Some(length), None).with_chunked_threshold(usize::MAX);
    response.raw_print(&mut writer, version, &[], is_head, None)?;
    writer.flush()
}

/// A file that was announced with a length, and must be sent with that length or not to the end.
struct Exactly {
    file: File,
    left: u64,
}

impl io::Read for Exactly {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        match self.file.read(&mut buffer[..most])? {
            0 if most > 0 => Err(io::ErrorKind::UnexpectedEof.into()),
            length => {
                self.left -= length as u64;
                Ok(length)
            }
        }
    }
}

/// Closes our side and reads on for a moment: closing at once, with something unread, could take the answer
/// back.
fn hear_out(stream: &TcpStream) {
    let _ = stream.shutdown(Shutdown::Write);
    let until = Instant::now() + Duration::from_millis(500);
    let mut rest = [0; 4096];
    for _ in 0..64 {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return;
        }
        if !matches!((&mut &*stream).read(&mut rest), Ok(length) if length > 0) {
            return;
        }
    }
}
