//! `standpoint serve`

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use standpoint::build::{self, Offer, Preview, Report};
use standpoint::diagnostic::Problem;
use standpoint::server::{self, Cause, Early, Event, Options, Outcome as Built};

use super::report::{self, Bar};
use super::{Folders, MessageFormat, Outcome};

/// How often another build into the same folder is waited for, and how long each time: that of a second preview, which
/// sees the same changes, is soon over.
const BUSY_TRIES: usize = 50;
const BUSY_PAUSE: Duration = Duration::from_millis(100);

#[derive(Args)]
pub struct ServeArgs {
    #[command(flatten)]
    folders: Folders,
    /// Port to serve on; 0 for any that is free
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// Address to listen on; with another than this machine's own, others on the network can read the site
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// How problems are told
    #[arg(long, value_enum, default_value_t)]
    message_format: MessageFormat,
}

pub fn run(args: &ServeArgs) -> Outcome {
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    // Without the handler Ctrl-C still ends the program, and the site is whole either way.
    if let Err(error) = ctrlc::set_handler(move || stopped.store(true, Ordering::Relaxed)) {
        tell!("Ctrl-C will end this at once: {error}");
    }
    let options = args.folders.options();
    let mut preview = Preview::new(options.clone());
    let build = |cause: &Cause, early: &Early<'_>| {
        let began = Instant::now();
        let bar = Bar::new();
        let changed = match cause {
            Cause::Changed(paths) => Some(paths),
            _ => None,
        };
        let offer: &Offer<'_> = &|make, work| early.offer(make, work);
        let mut changed = changed;
        let once = || preview.build(changed.take(), &|progress| bar.update(progress), Some(offer));
        let report = when_free(once, || {
            thread::sleep(BUSY_PAUSE);
            !stop.load(Ordering::Relaxed)
        });
        bar.finish();
        outcome(report, began)
    };
    let report = |event: Event<'_>| match event {
        Event::Listening(url) => {
            tell!("The site is at {url} (Ctrl-C ends)");
            if args.open && open::that_detached(url).is_err() {
                tell!("No browser could be opened; type the address into one.");
            }
        }
        Event::Rebuilt(_, Built::Built { warnings, summary, .. }) => {
            report::problems(warnings, args.message_format);
            tell!("{summary}");
        }
        Event::Rebuilt(_, Built::Failed { problems }) => {
            report::problems(problems, args.message_format);
            let count = standpoint::diagnostic::render::count(problems);
            let there = report::what_was_there(problems);
            tell!("Not built: {count}.{there} Mend and save to try again.");
        }
        Event::NotWatching(what) => tell!("Changes may be missed: {what}"),
        _ => {}
    };
    let address = Options { address: args.address, port: args.port };
    let watch = || build::watched(&options).to_vec();
    match server::serve(address, &args.folders.output, watch, build, report, &stop) {
        Ok(()) => Outcome::Done,
        Err(error) => {
            tell!("{error}\n{}", error.help());
            Outcome::WrongUsage
        }
    }
}

/// Builds, and again where another build is writing to the folder: after each pause, for as long as that says so.
fn when_free(mut build: impl FnMut() -> Report, mut pause: impl FnMut() -> bool) -> Report {
    let mut report = build();
    for _ in 0..BUSY_TRIES {
        let is_busy =
            report.diagnostics.iter().any(|found| matches!(found.problem, Problem::OutputBusy { .. }));
        if !is_busy || !pause() {
            break;
        }
        report = build();
    }
    report
}

fn outcome(report: Report, began: Instant) -> Built {
    if report.has_errors() {
        return Built::Failed { problems: report.diagnostics };
    }
    let summary = report::summary(&report, began.elapsed());
    let written = report.summary.map(|summary| summary.written).unwrap_or_default();
    let changed = written.written + written.removed > 0;
    Built::Built { warnings: report.diagnostics, changed, summary }
}

#[cfg(test)]
mod tests {
    use standpoint::diagnostic::Diagnostic;

    use super::*;

    fn busy() -> Report {
        let problem = Diagnostic::path("output", Problem::OutputBusy { pid: "7".to_owned() });
        Report { diagnostics: vec![problem], summary: None }
    }

    #[test]
    fn another_build_into_the_same_folder_is_waited_for() {
        let (mut builds, mut pauses) = (0, 0);
        let build = || {
            builds += 1;
            if builds < 3 { busy() } else { Report { diagnostics: Vec::new(), summary: None } }
        };
        let pause = || {
            pauses += 1;
            true
        };
        assert!(!when_free(build, pause).has_errors());
        assert_eq!((builds, pauses), (3, 2));
    }

    #[test]
    fn one_that_does_not_end_is_told_of_and_waited_for_no_longer_than_anybody_likes() {
        let mut builds = 0;
        let build = || {
            builds += 1;
            busy()
        };
        assert!(when_free(build, || true).has_errors());
        assert_eq!(builds, BUSY_TRIES + 1);
        assert!(when_free(busy, || false).has_errors());
    }
}
