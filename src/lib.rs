//! Standpoint turns professional practice standards, written as Markdown, into a cross-linked site.

pub mod diagnostic;
pub mod output;
pub mod server;
