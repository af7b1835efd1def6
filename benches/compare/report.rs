//! Raw results as JSON lines, and the tables a person reads.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::thread::available_parallelism;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use crate::measure::Measured;

/// All runs of one comparison.
pub struct Results {
    raw: PathBuf,
    began: u64,
    cores: usize,
    rows: BTreeMap<Key, Row>,
}

/// What was run, on how many statements; rows of the table are in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub statements: usize,
    pub what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Cold,
    OneThread,
    Unchanged,
    Copy,
    Hugo,
    Mdbook,
    SaveAnnotation,
    HugoSaveAnnotation,
    SaveTopic,
    HugoSaveTopic,
    SaveTemplate,
    HugoSaveTemplate,
}

impl What {
    fn name(self) -> &'static str {
        match self {
            Self::Cold => "standpoint build, into an empty folder",
            Self::OneThread => "the same, on one thread",
            Self::Unchanged => "standpoint build, nothing changed",
            Self::Copy => "cp -r of standpoint’s output",
            Self::Hugo => "hugo build, into an empty folder",
            Self::Mdbook => "mdbook build, into an empty folder",
            Self::SaveAnnotation => "standpoint serve, annotation saved",
            Self::HugoSaveAnnotation => "hugo server, annotation saved",
            Self::SaveTopic => "standpoint serve, topic’s title saved",
            Self::HugoSaveTopic => "hugo server, topic’s title saved",
            Self::SaveTemplate => "standpoint serve, template saved",
            Self::HugoSaveTemplate => "hugo server, template saved",
        }
    }
}

#[derive(Default)]
struct Row {
    runs: Vec<Measured>,
    files: usize,
    bytes: u64,
}

/// A bar to pass: a ratio that must not be higher.
pub struct Bar {
    pub of: Key,
    pub to: Key,
    /// Whether it is about memory and not about time.
    pub memory: bool,
    pub limit: f64,
    /// Where the limit is written.
    pub source: &'static str,
}

impl Results {
    /// Results that are also appended to the file `raw`.
    pub fn new(raw: PathBuf) -> Self {
        let began = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        let cores = available_parallelism().map_or(1, usize::from);
        Self { raw, began, cores, rows: BTreeMap::new() }
    }

    /// Takes down a run and the size of its output.
    pub fn add(&mut self, key: Key, measured: Measured, (files, bytes): (usize, u64)) -> io::Result<()> {
        let row = self.rows.entry(key).or_default();
        row.runs.push(measured);
        (row.files, row.bytes) = (files, bytes);
        let line = json!({
            "began": self.began,
            "cores": self.cores,
            "statements": key.statements,
            "what": key.what.name(),
            "round": row.runs.len(),
            "seconds": measured.seconds,
            "processorSeconds": measured.processor_seconds,
            "peakBytes": measured.peak_bytes,
            "files": files,
            "bytes": bytes,
        });
        writeln!(OpenOptions::new().create(true).append(true).open(&self.raw)?, "{line}")
    }

    /// The table of medians and minima.
    pub fn print(&self) {
        println!("On {} cores:\n", self.cores);
        println!(
            "statements  what                                    median   minimum  processor   memory    files   output"
        );
        for (key, row) in &self.rows {
            println!(
                "{:>10}  {:38}  {:>6.3} s  {:>6.3} s  {:>7.2} s  {:>4.0} MB  {:>7}  {:>4.0} MB",
                key.statements,
                key.what.name(),
                row.median(|run| run.seconds),
                row.minimum(|run| run.seconds),
                row.median(|run| run.processor_seconds),
                row.median(|run| run.peak_bytes) / 1e6,
                row.files,
                megabytes(row.bytes),
            );
        }
    }

    /// The bars, each with what was measured; those whose runs weren't made are left out.
    pub fn print_bars(&self, bars: &[Bar]) {
        println!("\nof medians  of minima    bar");
        for bar in bars {
            let (Some(of), Some(to)) = (self.rows.get(&bar.of), self.rows.get(&bar.to)) else { continue };
            let value = |run: &Measured| if bar.memory { run.peak_bytes } else { run.seconds };
            let ratio = of.median(value) / to.median(value);
            println!(
                "{ratio:>10.3}  {:>9.3}  ≤ {:<5.3}  {}  {} of “{}” ({}) to “{}” ({}), {}",
                of.minimum(value) / to.minimum(value),
                bar.limit,
                if ratio <= bar.limit { "passed" } else { "MISSED" },
                if bar.memory { "peak memory" } else { "wall time" },
                bar.of.what.name(),
                bar.of.statements,
                bar.to.what.name(),
                bar.to.statements,
                bar.source,
            );
        }
    }
}

impl Row {
    fn sorted(&self, value: impl Fn(&Measured) -> f64) -> Vec<f64> {
        let mut values: Vec<f64> = self.runs.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values
    }

    fn median(&self, value: impl Fn(&Measured) -> f64) -> f64 {
        let values = self.sorted(value);
        let middle = values.len() / 2;
        if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) }
    }

    fn minimum(&self, value: impl Fn(&Measured) -> f64) -> f64 {
        self.sorted(value)[0]
    }
}

#[allow(clippy::cast_precision_loss, reason = "whole megabytes are shown")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
