//! One command, run once: how long it took, and the most memory it had.

use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often a running command is looked at. Linux keeps the high-water mark; only what a command takes in its last
/// moment can be missed.
const EVERY: Duration = Duration::from_millis(4);

/// Clock ticks of `/proc` in a second, on every Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// What a run took.
#[derive(Clone, Copy, Default)]
pub struct Measured {
    /// From start to end.
    pub seconds: f64,
    /// The processor's time, of all threads. Zero where there is no `/proc`.
    pub processor_seconds: f64,
    /// The most memory at any time. Zero where there is no `/proc`.
    pub peak_bytes: f64,
}

/// Runs a command to its end. One that fails has its own words in the error.
pub fn run(mut command: Command) -> Result<Measured, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = |why: String| format!("{name}: {why}");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let began = Instant::now();
    let mut child = command.spawn().map_err(|error| failed(error.to_string()))?;
    let mut measured = Measured::default();
    while child.try_wait().map_err(|error| failed(error.to_string()))?.is_none() {
        look(&child, &mut measured);
        sleep(EVERY);
    }
    measured.seconds = began.elapsed().as_secs_f64();
    let output = child.wait_with_output().map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        Ok(measured)
    } else {
        Err(failed(String::from_utf8_lossy(&output.stderr).into()))
    }
}

/// Takes down what `/proc` says of a running command.
fn look(child: &Child, measured: &mut Measured) {
    let read =
        |file: &str| std::fs::read_to_string(format!("/proc/{}/{file}", child.id())).unwrap_or_default();
    let status = read("status");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<f64>().ok());
    measured.peak_bytes = kilobytes.map_or(measured.peak_bytes, |kilobytes| kilobytes * 1024.0);
    // The fields after the name, which may have spaces and brackets in it; user and system time are the 12th and 13th.
    let stat = read("stat");
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    let ticks: Vec<f64> = fields.skip(11).take(2).filter_map(|ticks| ticks.parse().ok()).collect();
    if !ticks.is_empty() {
        measured.processor_seconds = ticks.iter().sum::<f64>() / TICKS_PER_SECOND;
    }
}
