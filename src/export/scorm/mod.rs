//! `export scorm12` and `export scorm2004`: packages for learning platforms.
//!
//! A package is one unit of content (SCO): the page `sco.html`, which holds the session with the platform, and in a
//! frame in it the site. All of the site is in it, so that no link of a lesson or a statement leads nowhere. What is
//! tracked is the course, unit, lesson or self-assessment that was asked for.
//!
//! What a platform keeps between two visits is coded by `scripts/package/code.js`; how long that gets is known here, and
//! what would not fit is refused.

mod manifest;
mod track;

use rayon::prelude::*;
use serde::Serialize;

use super::archive::Archive;
use super::what::What;
use super::{Failure, planned, text, too_large};
use crate::budget::Budget;
use crate::diagnostic::Diagnostic;
use crate::model::Site;
use crate::page::{Globals, Plan, package::WRAPPER};
use crate::source;
use crate::source::limits::PACKAGE_BYTES;
use crate::theme::Theme;
use std::path::Path;
use track::Track;

/// A version of SCORM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// SCORM 1.2
    V12,
    /// SCORM 2004, 4th edition
    V2004,
}

impl Version {
    /// As the scripts call it.
    fn name(self) -> &'static str {
        match self {
            Self::V12 => "1.2",
            Self::V2004 => "2004",
        }
    }

    /// How many characters `cmi.suspend_data` takes.
    fn limit(self) -> usize {
        match self {
            Self::V12 => 4096,
            Self::V2004 => 64_000,
        }
    }

    /// How many characters the location takes.
    fn location(self) -> usize {
        match self {
            Self::V12 => 255,
            Self::V2004 => 1000,
        }
    }
}

/// What the script of the launched page is given.
#[derive(Serialize)]
struct Data<'a> {
    version: &'static str,
    start: &'a str,
    pages: Vec<&'a str>,
    track: &'a Track<'a>,
}

/// Pages that make no sense in a package: shown for addresses that there are not, and for search engines.
const LEFT_OUT: [&str; 2] = ["404.html", "sitemap.xml"];

/// The package's bytes.
pub fn export(
    site: &Site,
    theme: &mut Theme,
    content: &Path,
    version: Version,
    what: What,
) -> Result<Vec<u8>, Failure> {
    let track = Track::of(site, what)?;
    check_length(site, what, version, &track)?;
    theme.set_globals(&Globals::new(site, theme).in_package());
    let (plan, diagnostics) = planned(site, theme)?;
    let (start, home) = track::pages(site, what);
    let pages = plan.pages.iter().map(|page| page.address.as_str());
    let data = Data {
        version: version.name(),
        start: &start,
        pages: pages.filter(|page| page.starts_with(&home) && page.len() <= version.location()).collect(),
        track: &track,
    };
    let mut archive = Archive::default();
    let title = what.title(site);
    let wrapper = plan.wrapper(title, &start, &data).map_err(|problem| Failure::of(vec![problem]))?;
    archive.put(WRAPPER, wrapper);
    archive.put("RIGHTS.txt", rights(site, what));
    put_site(&mut archive, plan, content, diagnostics)?;
    let manifest = manifest::manifest(site, version, what, archive.names());
    archive.put("imsmanifest.xml", manifest);
    archive.bytes().map_err(|error| Failure::new(format!("The package can’t be packed: {error}.")))
}

/// Puts in all pages and files of the site.
fn put_site(
    archive: &mut Archive,
    plan: Plan<'_>,
    content: &Path,
    mut diagnostics: Vec<Diagnostic>,
) -> Result<(), Failure> {
    let pages = plan.pages.par_iter().filter(|page| !LEFT_OUT.contains(&page.address.as_str()));
    let budget = Budget::new(PACKAGE_BYTES);
    let pages = pages.filter(|_| !budget.is_overdrawn()).map(|page| {
        let html = plan.render(page);
        budget.take(html.as_ref().map_or(0, |html| html.len() as u64));
        (page.address.clone(), html)
    });
    let pages: Vec<_> = pages.collect();
    for (address, html) in pages {
        match html {
            Ok(html) => archive.put(address, html),
            Err(problem) => diagnostics.push(problem),
        }
    }
    for (address, bytes) in plan.data_files() {
        if !LEFT_OUT.contains(&address.as_str()) && budget.take(bytes.len() as u64) {
            archive.put(address, bytes);
        }
    }
    for (address, bytes) in plan.theme().assets() {
        budget.take(bytes.len() as u64);
        archive.put(address, bytes);
    }
    let trusted = plan.site().config.features.raw_html;
    if plan.room().is_overdrawn() {
        return Err(too_large(plan.room(), content));
    }
    let (found, assets) = plan.into_findings();
    diagnostics.extend(found);
    if !budget.take_files(content, assets.iter().map(String::as_str)) {
        return Err(too_large(&budget, content));
    }
    for asset in assets {
        if archive.holds(&asset) {
            return Err(Failure::new(format!(
                "The package has a file {asset} of its own. Give yours another name."
            )));
        }
        match source::read_published(content, &asset, trusted) {
            Ok(bytes) => archive.put(asset, bytes),
            Err(problem) => diagnostics.push(problem),
        }
    }
    diagnostics.retain(Diagnostic::is_error);
    if diagnostics.is_empty() { Ok(()) } else { Err(Failure::of(diagnostics)) }
}

/// What a platform would have to keep must fit.
fn check_length(site: &Site, what: What, version: Version, track: &Track) -> Result<(), Failure> {
    let (length, limit) = (track.length(), version.limit());
    if length <= limit {
        return Ok(());
    }
    let instead = match version {
        Version::V12 if length <= Version::V2004.limit() => {
            " Pack it as scorm2004, where there is room for 64,000, or in smaller pieces."
        }
        _ => " Pack it in smaller pieces.",
    };
    Err(Failure::new(format!(
        "“{}” doesn’t fit: what was done in it takes {length} characters, and SCORM {} platforms keep {limit}.{instead}",
        what.title(site),
        version.name(),
    )))
}

/// The rights notice that lies in every package.
fn rights(site: &Site, what: What) -> String {
    let framework = &site.framework;
    let mut lines = vec![
        format!("{}: {}", framework.title, text::rights(site)),
        format!("{} {}", framework.publisher, framework.publisher_url.as_deref().unwrap_or_default()),
        framework.source.trim().to_owned(),
    ];
    if let Some((course, _)) = what.lessons(site)
        && let Some(rights) = &course.rights
    {
        lines.push(format!("{}: {rights}", course.title));
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    lines.join("\n") + "\n"
}
