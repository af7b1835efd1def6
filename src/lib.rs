//! Standpoint turns professional practice standards, written as Markdown, into a cross-linked site.
//!
//! The way through, each step a module that knows only the ones before it:
//!
//! 1. [`source`] reads the content folder into documents: typed YAML, Markdown with positions.
//! 2. [`model`] makes one immutable site of them: codes, references resolved, backlinks, relations.
//! 3. [`page`] lists the pages with their addresses and makes what templates are given; [`theme`] renders.
//! 4. [`output`] writes files, whole or not at all, only what changed.
//!
//! [`build`] walks the whole way; [`export`] starts at the model as pages do; [`server`] is the preview. What is wrong
//! on the way is collected as [`diagnostic`]s; nothing is printed from here.

mod budget;
pub mod build;
pub mod diagnostic;
pub mod export;
pub mod fingerprint;
pub mod language;
mod links;
pub mod model;
pub mod names;
pub mod output;
pub mod page;
pub mod server;
pub mod source;
pub mod theme;
