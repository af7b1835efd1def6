//! `standpoint init`

use std::path::PathBuf;

use clap::Args;
use standpoint::diagnostic::render::name_of;

use super::new::write_new;
use super::{Outcome, report};

/// The files of a small framework, complete in every kind of file, to be written over.
static STARTER: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/starter.rs"));

#[derive(Args)]
pub struct InitArgs {
    /// Folder to make the site in; it must be new or empty
    dir: PathBuf,
}

pub fn run(args: &InitArgs) -> Outcome {
    let occupied = match std::fs::read_dir(&args.dir) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(_) if args.dir.is_file() => {
            tell!("{} is a file; nothing was changed. Give the name of a new folder.", name_of(&args.dir));
            return Outcome::WrongUsage;
        }
        Err(error) => {
            tell!("{} can’t be used: {}", name_of(&args.dir), report::reason(&error));
            return Outcome::WrongUsage;
        }
    };
    if occupied {
        tell!("{} is not empty; nothing was changed. Give the name of a new folder.", name_of(&args.dir));
        return Outcome::WrongUsage;
    }
    for (name, bytes) in STARTER {
        let path = args.dir.join(name);
        if let Err(error) = write_new(&path, &String::from_utf8_lossy(bytes)) {
            tell!("{} can’t be written: {}", name_of(&path), report::reason(&error));
            return Outcome::Failed;
        }
    }
    let dir = name_of(&args.dir);
    say!(
        "A small site is in {dir}. To see it:\n\n  cd {dir}\n  standpoint serve --open\n\nThen write your own words over it."
    );
    Outcome::Done
}
