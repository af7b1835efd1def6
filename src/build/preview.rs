//! Builds one site again and again, as a preview does, and makes no more anew than a change asks for.
//!
//! The first build, and any after a change that may reach far, go the whole way. After it the model and the plan are
//! kept, with what each page was made from as far as that [may change alone](crate::model::Aspect). When all that
//! changed is annotations, which is most of what a writer does, they are put into the model, and only the pages that
//! read what is another now are made. What can't be vouched for goes the whole way: new problems, other headings, a
//! file that came or went, an output that somebody else has written to.
//!
//! The bytes of a site are counted on the whole way only. So that many small updates, or a large one, don't make it larger
//! than it may be, or take all memory, that way is gone again when they have come to [`UPDATE_BYTES`].
//!
//! When only the theme changed, all pages are made anew, of the content as it was read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Content, Offer, Options, Progress, Report, Summary, Way, make_all, run_keeping, theme, watched};
use crate::budget::Budget;
use crate::diagnostic::{Diagnostic, Problem};
use crate::model::{Aspect, Site};
use crate::output::{Mark, Stage, Written};
use crate::page::{Draft, Found, Plan, Planned, Readers};
use crate::source;
use crate::source::limits::UPDATE_BYTES;
use crate::theme::Theme;

/// A site that is built when something changes.
pub struct Preview {
    options: Options,
    kept: Option<Kept>,
    /// What small updates may come to until the site is counted again.
    pub(super) room: Budget,
}

/// A site as it was built last.
pub(super) struct Kept {
    pub site: Site,
    pub theme: Theme,
    pub content: Content,
    pub draft: Draft,
    pub found: Found,
    /// What was told. No errors are among it.
    pub diagnostics: Vec<Diagnostic>,
    pub summary: Summary,
    /// The output as it was left.
    pub mark: Option<Mark>,
}

impl Preview {
    /// Nothing is built yet.
    pub fn new(options: Options) -> Self {
        Self { options, kept: None, room: Budget::new(UPDATE_BYTES) }
    }

    /// Builds the site. `changed` are the files that have changed since it was built last, if that is known, each where
    /// it really is. Errors leave the site that was there as it was.
    ///
    /// A large site that must be made as a whole is offered to `offer` before it is written.
    pub fn build(
        &mut self,
        changed: Option<&BTreeSet<PathBuf>>,
        progress: &(dyn Fn(Progress) + Sync),
        offer: Option<&Offer<'_>>,
    ) -> Report {
        let options = &self.options;
        let output = Some(options.output.as_path());
        let way = Way { output, progress, offer, is_last: false, ..Way::nowhere() };
        let (report, kept) = match self.kept.take().zip(changed) {
            Some((kept, changed)) if self.is_theme_only(changed) => {
                let Kept { site, mut content, .. } = kept;
                let theme = theme(options, &site.config, &site.config_source, Some(&site.framework));
                content.inputs = content.inputs.with_theme(&theme.0);
                make_all(Some((site, theme)), content, None, options, &way)
            }
            Some((kept, changed)) => match self.update(kept, changed) {
                Some((report, kept)) => {
                    self.kept = Some(kept);
                    return report;
                }
                None => run_keeping(options, &way),
            },
            None => run_keeping(options, &way),
        };
        self.kept = kept;
        self.room = Budget::new(UPDATE_BYTES);
        report
    }

    /// Whether all these files are the theme's, and none the content's.
    fn is_theme_only(&self, changed: &BTreeSet<PathBuf>) -> bool {
        let real = |path: &Path| path.canonicalize().ok();
        let [content, themes] = watched(&self.options);
        let (Some(content), Some(themes)) = (real(&content), real(&themes)) else { return false };
        !changed.is_empty()
            && changed.iter().all(|path| path.starts_with(&themes) && !path.starts_with(&content))
    }

    /// Makes what depends on these files; `None` if the whole way must be gone, and then nothing was written.
    fn update(&self, mut kept: Kept, changed: &BTreeSet<PathBuf>) -> Option<(Report, Kept)> {
        let output = &self.options.output;
        // Where links were followed, one file may be several texts.
        if kept.content.has_links || kept.mark.is_none() || kept.mark != Mark::of(output) {
            return None;
        }
        let content = self.options.content.canonicalize().ok()?;
        let mut aspects = BTreeSet::new();
        for path in changed {
            let path = path.strip_prefix(&content).ok()?;
            if source::is_passed_over(path) {
                continue;
            }
            let document = source::annotation(&self.options.content, path)?;
            if !self.room.take(document.source.text.len() as u64) {
                return None;
            }
            // What was told of this file may not be true any more.
            let is_told = |diagnostic: &Diagnostic| diagnostic.names(&document.source.path);
            if kept.diagnostics.iter().any(is_told) {
                return None;
            }
            aspects.extend(kept.site.replace_annotation(document)?);
            kept.content.inputs.forget();
        }
        let pages = pages_reading(&aspects, &kept.found.readers)?;
        // One that was too large may not be any more.
        let is_large = |diagnostic: &Diagnostic| match &diagnostic.problem {
            Problem::LargePage { address, .. } => pages.contains(address),
            _ => false,
        };
        if kept.diagnostics.iter().any(is_large) {
            return None;
        }
        let (mut kept, written) = self.write(kept, &pages)?;
        let (references, made) = (kept.site.reference_count(), pages.len());
        kept.summary = Summary { references, made, written, ..kept.summary };
        kept.mark = Mark::of(output);
        let report = Report { diagnostics: kept.diagnostics.clone(), summary: Some(kept.summary.clone()) };
        Some((report, kept))
    }

    /// Makes these pages anew and leaves all others as they are.
    fn write(&self, mut kept: Kept, pages: &BTreeSet<String>) -> Option<(Kept, Written)> {
        let plan = Plan::resume(&kept.site, &kept.theme, kept.draft);
        let planned: Vec<_> = plan.pages.iter().filter(|page| pages.contains(&page.address)).collect();
        let render = |page: &&Planned| {
            let html = plan.render(page).ok()?;
            self.room.take(html.len() as u64).then(|| (page.address.clone(), html))
        };
        let made: Option<Vec<(String, Vec<u8>)>> = planned.par_iter().map(render).collect();
        let (found, has_room) = (plan.take_found(), !plan.room().is_overdrawn());
        kept.draft = plan.into_draft();
        if !has_room
            || !found.diagnostics.is_empty()
            || of(&found.assets, pages) != of(&kept.found.assets, pages)
        {
            return None;
        }
        let stage = Stage::begin(&self.options.output).ok()?;
        for (address, html) in &made? {
            stage.put(address, html).ok()?;
        }
        stage.keep_others();
        let written = stage.commit_in_place().ok()?;
        for readers in kept.found.readers.values_mut() {
            readers.retain(|reader| reader.as_ref().is_none_or(|page| !pages.contains(page)));
        }
        for (aspect, readers) in found.readers {
            kept.found.readers.entry(aspect).or_default().extend(readers);
        }
        Some((kept, written))
    }
}

/// The pages that read any of these; `None` if a piece that many pages share did.
fn pages_reading(aspects: &BTreeSet<Aspect>, readers: &HashMap<Aspect, Readers>) -> Option<BTreeSet<String>> {
    aspects.iter().filter_map(|aspect| readers.get(aspect)).flatten().cloned().collect()
}

/// The content files that these pages need.
fn of<'a>(assets: &'a BTreeMap<String, Readers>, pages: &BTreeSet<String>) -> BTreeSet<(&'a str, &'a str)> {
    let readers = assets.iter().flat_map(|(asset, readers)| readers.iter().map(move |page| (asset, page)));
    let readers = readers.filter_map(|(asset, page)| Some((asset.as_str(), page.as_deref()?)));
    readers.filter(|(_, page)| pages.contains(*page)).collect()
}
