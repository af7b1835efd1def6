//! How much of everything there may be.
//!
//! Content may come from elsewhere, and may mean harm: whatever it is, a build ends soon and with a message. The limits
//! lie far beyond what people write by hand. README.md has them in a table.

/// The largest text file that is read, in bytes.
pub const FILE_BYTES: u64 = 4 * 1024 * 1024;
/// The largest other file that is published, in bytes.
pub const ASSET_BYTES: u64 = 256 * 1024 * 1024;
/// The most YAML in a file, in bytes.
pub const YAML_BYTES: usize = 1_000_000;
/// The most keys or items in one group or list of the YAML.
pub const YAML_ENTRIES: usize = 10_000;
/// The deepest nesting of YAML that is read. Ours is four.
pub const YAML_DEPTH: usize = 64;
/// The most levels of sections and parts, and of the list below them.
pub const LEVELS: usize = 12;
/// The most statements in one file.
pub const STATEMENTS: usize = 5_000;
/// The most headings in one text.
pub const HEADINGS: usize = 1_000;
/// The most statements that one text shows whole.
pub const EMBEDDED: usize = 1_000;
/// The most earlier addresses of one page.
pub const ALIASES: usize = 100;
/// The most characters of a term's name.
pub const NAME_LETTERS: usize = 100;
