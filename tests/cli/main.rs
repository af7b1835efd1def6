//! The program as people use it: files in; exit code, messages and files out. One file an area.
//!
//! A test makes a [`site::Site`], runs a command and says what must come of it. What people read is kept as
//! snapshots in `snapshots/`; `INSTA_UPDATE=always cargo test --test cli` writes them anew, and every changed one is
//! read before it is committed, as a practitioner would read it.

mod links;
mod site;

#[path = "../fuzz/inert.rs"]
mod inert;
#[path = "../fuzz/targets.rs"]
mod targets;

mod archives;
mod assessments;
mod courses;
mod coverage;
mod determinism;
mod exchange;
mod export;
#[cfg(unix)]
mod faults;
mod files;
mod framework;
mod frameworks;
mod golden;
mod hostile;
mod html;
mod languages;
mod offline;
mod output;
mod pages;
mod promises;
mod properties;
mod publish;
mod references;
mod report;
mod seeds;
mod start;
mod supply;
mod theme;
mod verbatim;
mod warnings;
mod yaml;
