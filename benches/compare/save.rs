//! From a file that is saved to the page that a preview gives: how long a writer waits.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::measure::Measured;
use crate::report::What;

/// How often a page is asked for while it isn't the new one yet.
const EVERY: Duration = Duration::from_millis(1);
/// No server needs longer.
const LONGEST: Duration = Duration::from_secs(180);

/// A change that is saved, and the page that shows it.
pub struct Save {
    pub what: What,
    pub file: PathBuf,
    /// The address of the page, from the root.
    pub page: String,
    /// Words in the file, and the words in their place with `MARK` where a new word goes.
    pub from: String,
    pub to: String,
}

/// A port that nobody has.
pub fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|error| error.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

/// Runs a preview, makes each change once, and takes the time of each.
pub fn measure(mut command: Command, port: u16, saves: &[Save]) -> Result<Vec<(What, Measured)>, String> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _server = Ends(command.spawn().map_err(|error| error.to_string())?);
    let mut measured = Vec::new();
    for (save, number) in saves.iter().zip(1..) {
        wait_for(port, &save.page, "</html>")?;
        // What the server still does after its answer, or because of the last change.
        sleep(Duration::from_secs(5));
        let text = fs::read_to_string(&save.file).map_err(|error| error.to_string())?;
        let mark = format!("Marked{number}");
        let changed = text.replacen(&save.from, &save.to.replace("MARK", &mark), 1);
        if changed == text {
            return Err(format!("{} has no “{}”", save.file.display(), save.from));
        }
        let began = Instant::now();
        fs::write(&save.file, &changed).map_err(|error| error.to_string())?;
        wait_for(port, &save.page, &mark)?;
        measured
            .push((save.what, Measured { seconds: began.elapsed().as_secs_f64(), ..Measured::default() }));
        fs::write(&save.file, text).map_err(|error| error.to_string())?;
        sleep(Duration::from_secs(5));
    }
    Ok(measured)
}

fn wait_for(port: u16, page: &str, words: &str) -> Result<(), String> {
    let began = Instant::now();
    while !get(port, page).is_ok_and(|answer| answer.contains(words)) {
        if began.elapsed() > LONGEST {
            return Err(format!("{page} never had “{words}”"));
        }
        sleep(EVERY);
    }
    Ok(())
}

fn get(port: u16, page: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    write!(stream, "GET {page} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// A process that ends with this.
struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
