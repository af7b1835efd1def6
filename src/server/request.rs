//! Reads the head of a request, within limits.
//!
//! The preview answers `GET` and `HEAD`, which have no body. So a request is its head; one that announces a
//! body is answered without reading it, and the connection is closed.

use std::io::{self, Read};
use std::net::TcpStream;
use std::str::FromStr as _;
use std::time::{Duration, Instant};

use tiny_http::{Header, Method};

/// The most bytes of a request line with all its headers.
const LONGEST: usize = 16 * 1024;
/// The most headers.
const MOST_HEADERS: usize = 100;
/// How long a client may take for a head it has begun.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection may lie idle.
const IDLE: Duration = Duration::from_secs(60);

/// What a client asks for.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) method: Method,
    /// The path, with its query, as it was sent.
    pub(super) target: String,
    headers: Vec<Header>,
    is_http_1_0: bool,
}

impl Request {
    /// The value of a header, if it is there exactly once.
    pub(super) fn header(&self, name: &'static str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|header| header.field.equiv(name));
        let value = values.next()?;
        values.next().is_none().then(|| value.value.as_str())
    }

    /// Whether a header is there at all.
    pub(super) fn has(&self, name: &'static str) -> bool {
        self.headers.iter().any(|header| header.field.equiv(name))
    }

    /// Whether the client can ask again on the same connection.
    pub(super) fn keeps_alive(&self) -> bool {
        let says = |word| {
            let mut values = self.headers.iter().filter(|header| header.field.equiv("Connection"));
            values.any(|header| header.value.as_str().to_ascii_lowercase().contains(word))
        };
        let has_body = self.headers.iter().any(|header| {
            header.field.equiv("Transfer-Encoding")
                || (header.field.equiv("Content-Length") && header.value.as_str() != "0")
        });
        !has_body && !says("close") && !says("upgrade") && (!self.is_http_1_0 || says("keep-alive"))
    }
}

/// Why there is no request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoRequest {
    /// The client has gone, or was silent for too long.
    Gone,
    /// It sent something else; the status to answer with before closing.
    Refused(u16),
}

/// The requests of one connection, one after the other.
pub(super) struct Requests<'a> {
    stream: &'a TcpStream,
    /// What was read and belongs to no request yet.
    ahead: Vec<u8>,
}

impl<'a> Requests<'a> {
    pub(super) fn of(stream: &'a TcpStream) -> Self {
        Self { stream, ahead: Vec::new() }
    }

    /// Waits for the next request.
    pub(super) fn next(&mut self) -> Result<Request, NoRequest> {
        let mut since: Option<Instant> = None;
        loop {
            // Empty lines before a request are allowed, and some clients send them.
            while self.ahead.starts_with(b"\r\n") {
                self.ahead.drain(..2);
            }
            if let Some(end) = self.ahead.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4) {
                let head: Vec<u8> = self.ahead.drain(..end).collect();
                return if end > LONGEST { Err(NoRequest::Refused(431)) } else { parse(&head) };
            }
            if self.ahead.len() >= LONGEST {
                let in_request_line = !self.ahead.windows(2).any(|two| two == b"\r\n");
                return Err(NoRequest::Refused(if in_request_line { 414 } else { 431 }));
            }
            let left = if self.ahead.is_empty() {
                IDLE
            } else {
                PATIENCE.saturating_sub(since.get_or_insert_with(Instant::now).elapsed())
            };
            if left.is_zero() {
                return Err(NoRequest::Refused(408));
            }
            let mut some = [0; 4096];
            let read =
                self.stream.set_read_timeout(Some(left)).and_then(|()| (&mut &*self.stream).read(&mut some));
            match read {
                Ok(0) => return Err(NoRequest::Gone),
                Ok(length) => self.ahead.extend_from_slice(&some[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if is_timeout(&error) && !self.ahead.is_empty() => {}
                Err(_) => return Err(NoRequest::Gone),
            }
        }
    }
}

pub(super) fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

pub(super) fn parse(head: &[u8]) -> Result<Request, NoRequest> {
    const BAD: NoRequest = NoRequest::Refused(400);
    let head = std::str::from_utf8(head).ok().filter(|head| head.is_ascii()).ok_or(BAD)?;
    let mut lines = head.trim_end_matches("\r\n").split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target), Some(version), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(BAD);
    };
    let is_http_1_0 = match version {
        "HTTP/1.1" => false,
        "HTTP/1.0" => true,
        _ if version.starts_with("HTTP/") => return Err(NoRequest::Refused(505)),
        _ => return Err(BAD),
    };
    let is_token = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
    };
    if !is_token(method) || !target.starts_with('/') || target.bytes().any(|byte| byte.is_ascii_control()) {
        return Err(BAD);
    }
    let mut headers = Vec::new();
    for line in lines {
        if headers.len() == MOST_HEADERS {
            return Err(NoRequest::Refused(431));
        }
        // A lone line break or a line that continues the one before could be read in two ways.
        if line.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t') {
            return Err(BAD);
        }
        let header = Header::from_str(line).map_err(|()| BAD)?;
        if !is_token(header.field.as_str().as_str()) {
            return Err(BAD);
        }
        headers.push(header);
    }
    let method = Method::from_str(method).map_err(|()| BAD)?;
    Ok(Request { method, target: target.into(), headers, is_http_1_0 })
}

#[cfg(test)]
mod tests {
    use super::{NoRequest, parse};

    #[test]
    fn a_plain_request_is_understood() {
        let request = parse(b"GET /a%20b?c HTTP/1.1\r\nHost: localhost\r\nAccept:*/*\r\n\r\n").unwrap();
        assert_eq!((request.target.as_str(), request.header("host")), ("/a%20b?c", Some("localhost")));
        assert!(request.keeps_alive());
        for last in [
            "GET / HTTP/1.0\r\n\r\n",
            "GET / HTTP/1.1\r\nConnection: Close\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
        ] {
            assert!(!parse(last.as_bytes()).unwrap().keeps_alive(), "{last}");
        }
    }

    #[test]
    fn a_header_given_twice_counts_as_none() {
        let request = parse(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n").unwrap();
        assert_eq!(request.header("Host"), None);
    }

    #[test]
    fn anything_odd_is_refused() {
        for odd in [
            "GET /\r\n\r\n",
            "GET  / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1 x\r\n\r\n",
            "GET http://evil/ HTTP/1.1\r\n\r\n",
            "GET * HTTP/1.1\r\n\r\n",
            "G(T / HTTP/1.1\r\n\r\n",
            "GET / HTTQ\r\n\r\n",
            "GET /\u{1} HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\0\r\n\r\n",
            "GET / HTTP/1.1\r\nA: é\r\n\r\n",
            "GET / HTTP/1.1\r\n: a\r\n\r\n",
        ] {
            assert_eq!(parse(odd.as_bytes()).unwrap_err(), NoRequest::Refused(400), "{odd:?}");
        }
        assert_eq!(parse(b"PRI * HTTP/2.0\r\n\r\n").unwrap_err(), NoRequest::Refused(505));
        let many = format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(101));
        assert_eq!(parse(many.as_bytes()).unwrap_err(), NoRequest::Refused(431));
    }
}
