//! `standpoint serve`

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use clap::Args;
use standpoint::build::{self, Offer, Preview, Report};
use standpoint::server::{self, Cause, Early, Event, Options, Outcome as Built};

use super::report::{self, Bar};
use super::{Folders, MessageFormat, Outcome};

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
        let report = preview.build(changed, &|progress| bar.update(progress), Some(offer));
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
            tell!("Not built: {count}. The site that was there is as it was; mend and save to try again.");
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

fn outcome(report: Report, began: Instant) -> Built {
    if report.has_errors() {
        return Built::Failed { problems: report.diagnostics };
    }
    let summary = report::summary(&report, began.elapsed());
    let written = report.summary.map(|summary| summary.written).unwrap_or_default();
    let changed = written.written + written.removed > 0;
    Built::Built { warnings: report.diagnostics, changed, summary }
}
