//! Site → pages.
//!
//! [`Plan::new`] lists every page with its address; [`Plan::render`] makes one of them, independent of the others,
//! so that pages are made in parallel. What templates are given is in [`context`]; one file here a kind of page.
//! Nothing here knows how content was read or where files go.

mod about;
pub mod address;
mod assessment;
mod assessment_data;
pub mod context;
mod course;
mod coverage;
mod data;
mod escape;
mod explore;
pub mod fragments;
mod globals;
mod glossary;
mod guide;
mod home;
mod lesson;
mod making;
mod matrix;
pub mod offline;
pub mod package;
mod parts;
mod plan;
mod preview;
mod prose;
mod search;
mod shared;
mod standards;
mod statement;
mod structured;
mod study;
mod topic;

pub(crate) use escape::escape;
pub use globals::Globals;
pub(crate) use making::Maker;
pub use plan::{Draft, Found, Plan, Planned, long_address};
pub(crate) use preview::shorten;
pub use prose::Readers;

/// What the pages of a site may load and do: nothing from anywhere else, no inline code, no connections.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'";

/// The web address of a page.
pub(crate) fn absolute(base: &str, address: &str) -> String {
    let address = address.strip_suffix("index.html").unwrap_or(address);
    format!("{}/{address}", base.trim_end_matches('/'))
}
