//! Requests that could be read in two ways, and pages elsewhere that pretend to be ours.

use std::io::{Read as _, Write as _};

use crate::preview::{Answer, Preview};

fn two_files() -> Preview {
    Preview::of(&[("index.html", "<body>home</body>"), ("a.txt", "the first"), ("b.txt", "the second")])
}

fn get(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n")
}

/// Takes one answer after the other from what came over a connection, each by its own length.
fn answers(mut bytes: &[u8]) -> Vec<Answer> {
    let mut answers = Vec::new();
    while !bytes.is_empty() {
        let mut answer = Answer::of(bytes);
        let length: usize = answer.header("content-length").parse().unwrap();
        let head = bytes.len() - answer.body.len();
        assert!(answer.body.len() >= length, "an answer was cut off");
        answer.body.truncate(length);
        bytes = &bytes[head + length..];
        answers.push(answer);
    }
    answers
}

#[test]
fn a_thousand_requests_at_once_are_answered_in_their_order() {
    let preview = two_files();
    let mut stream = preview.connect();
    let mut writing = stream.try_clone().unwrap();
    // Written from another thread: whoever writes all before reading anything waits for itself.
    let writer = std::thread::spawn(move || {
        let pair = [get("/a.txt", ""), get("/b.txt", "")].concat();
        writing.write_all(pair.repeat(500).as_bytes()).unwrap();
        writing.write_all(get("/nothing.txt", "Connection: close\r\n").as_bytes()).unwrap();
    });
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    writer.join().unwrap();
    let answers = answers(&bytes);
    assert_eq!(answers.len(), 1001);
    for (number, answer) in answers[..1000].iter().enumerate() {
        let expected = ["the first", "the second"][number % 2];
        assert_eq!((answer.status, answer.text().as_str()), (200, expected), "answer {number}");
    }
    assert_eq!(answers[1000].status, 404);
}

#[test]
fn a_body_is_never_taken_for_a_request() {
    let preview = two_files();
    let hidden = get("/b.txt", "");
    let length = hidden.len();
    for (headers, status) in [
        (format!("Content-Length: {length}\r\n"), 200),
        (format!("content-length:{length}\r\n"), 200),
        ("Transfer-Encoding: chunked\r\n".to_owned(), 200),
        ("Transfer-Encoding: \tchunked\r\nContent-Length: 0\r\n".to_owned(), 200),
        (format!("Content-Length: 0\r\nContent-Length: {length}\r\n"), 200),
        ("Content-Length: +0\r\n".to_owned(), 200),
        ("Upgrade: h2c\r\nConnection: Upgrade\r\n".to_owned(), 200),
        (format!("Content-Length : {length}\r\n"), 400),
        (format!("Content-Length\t: {length}\r\n"), 400),
        (format!("A: b\r\n Content-Length: {length}\r\n"), 400),
        (format!("A: b\rContent-Length: {length}\r\n"), 400),
        (format!("A: b\nContent-Length: {length}\r\n"), 400),
    ] {
        let told = preview.says_to(format!("{}{hidden}", get("/a.txt", &headers)).as_bytes());
        let answers = answers(&told);
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses, [status], "{headers:?}");
        assert!(!String::from_utf8_lossy(&told).contains("the second"), "{headers:?}");
    }
}

#[test]
fn bytes_that_are_no_text_lead_nowhere() {
    let preview = two_files();
    std::fs::write(preview.path("secret.txt"), "SECRET").unwrap();
    let paths: [&[u8]; 8] = [
        b"/\xc0\xae\xc0\xae/secret.txt",
        b"/\xe0\x80\xae\xe0\x80\xae/secret.txt",
        b"/..\xc0\xafsecret.txt",
        b"/../\xff/../secret.txt",
        b"/\0/../secret.txt",
        b"/..\t/secret.txt",
        b"/..\x0b/secret.txt",
        b"/%\x32\x65%\x32\x65/secret.txt",
    ];
    for path in paths {
        let request = [b"GET ", path, b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"].concat();
        let answer = Answer::of(&preview.says_to(&request));
        assert!([400, 404].contains(&answer.status), "{:?}: {answer:?}", String::from_utf8_lossy(path));
        assert!(!answer.text().contains("SECRET"));
    }
    // That more could come is not waited for: our side is closed.
    let says_to_all_of = |bytes: &[u8]| {
        let mut stream = preview.connect();
        stream.write_all(bytes).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    };
    // A request cut off anywhere, and with any one byte of it wrong: an answer or none, and never a secret.
    let whole = get("/../secret.txt", "Connection: close\r\n").into_bytes();
    for at in 0..whole.len() {
        for byte in [0, b'\r', b'\n', b' ', b'/', b'%', 0x80, 0xff] {
            let mut odd = whole.clone();
            odd[at] = byte;
            assert!(!says_to_all_of(&odd).contains("SECRET"), "{at} {byte}");
        }
        assert_eq!(says_to_all_of(&whole[..at]), "", "{at}");
    }
    assert_eq!(preview.get("/a.txt").status, 200);
}

/// DNS rebinding leads another name here; a page may also simply ask across.
#[test]
fn pages_elsewhere_learn_nothing() {
    let preview = two_files();
    let port = preview.address.port();
    for headers in [
        format!("Host: evil.example:{port}\r\n"),
        format!("Host: evil.example:{port}\r\nX-Forwarded-Host: localhost:{port}\r\n"),
        format!("Host: evil.example:{port}\r\nForwarded: host=localhost\r\nX-Host: localhost\r\n"),
        format!("Host: localhost.:{port}\r\n"),
        format!("Host: localhost, evil.example:{port}\r\n"),
        format!("Host: localhost:{port}/@evil.example\r\n"),
        format!("Host: localhost:{port}#\r\n"),
        format!("Host: [::ffff:127.0.0.1]:{port}\r\n"),
        "Host: 127.0.0.1.nip.example\r\n".into(),
        "Host: 2130706433\r\n".into(),
        "Host: 0x7f.1\r\n".into(),
        "Host: 0\r\n".into(),
        "Host:\r\n".into(),
    ] {
        for path in ["/", "/a.txt", "/nothing", "/__standpoint/events", "/__standpoint/reload.js"] {
            let answer = preview.ask(&format!("GET {path}"), &headers);
            assert_eq!(answer.status, 403, "{path} {headers:?}");
            assert!(!answer.text().contains("the first"));
        }
    }
    // By the right name: it may come, but no page of another origin can read it or use it.
    for headers in ["Origin: http://evil.example\r\n", "Origin: null\r\nSec-Fetch-Site: cross-site\r\n"] {
        for path in ["/", "/a.txt", "/nothing", "/__standpoint/events", "/__standpoint/reload.js"] {
            let answer = preview.ask(&format!("GET {path}"), &format!("Host: localhost:{port}\r\n{headers}"));
            assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
            let shares = answer.headers.keys().find(|name| name.starts_with("access-control"));
            assert_eq!(shares, None, "{path}");
        }
        let asked = preview.ask(
            "OPTIONS /a.txt",
            &format!("Host: localhost:{port}\r\n{headers}Access-Control-Request-Method: GET\r\n"),
        );
        assert_eq!(asked.status, 405);
    }
}
