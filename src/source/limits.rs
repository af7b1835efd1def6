//! How much of everything there may be.
//!
//! Content may come from elsewhere, and may mean harm: whatever it is, a build ends soon and with a message. The limits
//! lie far beyond what people write by hand. README.md has them in a table.

/// The most files and folders of the content, or of a theme.
pub const ENTRIES: usize = 250_000;
/// The most of them that are behind links: a few folders that link to one another would be any number.
pub const LINKED: usize = 10_000;
/// The most text in all files together, in bytes.
pub const TEXT_BYTES: u64 = 512 * 1024 * 1024;
/// The most pages of a site.
pub const PAGES: usize = 250_000;
/// The most bytes of all files of a site together, but for compressed forms, which are smaller than their texts.
pub const SITE_BYTES: u64 = 8 * 1024 * 1024 * 1024;
/// The most bytes that a preview reads and makes for annotations that changed, before it makes the site as a whole and
/// counts it again. So many more than [`SITE_BYTES`] its site can have.
pub const UPDATE_BYTES: u64 = 1024 * 1024 * 1024;
/// The most bytes of one page. A browser takes a minute to show as many.
pub const PAGE_BYTES: usize = 128 * 1024 * 1024;
/// The most bytes of HTML of the statements, which is made once for all pages that show them.
pub const SHARED_BYTES: u64 = 256 * 1024 * 1024;
/// The most bytes of all files in one package, which is made in memory.
pub const PACKAGE_BYTES: u64 = 1024 * 1024 * 1024;
/// The largest text file that is read, in bytes.
pub const FILE_BYTES: u64 = 4 * 1024 * 1024;
/// The most marks in one text: ASCII that is no letter, digit or space. Each takes up to some 1,300 bytes of memory while
/// its text is understood.
pub const MARKS: usize = 250_000;
/// The most marks in all texts together. As much prose as may be read has fewer.
pub const MARKS_IN_ALL: usize = 40_000_000;
/// The most empty cells that are put in tables of one text for those that their rows lack; of more, the rows end before
/// them. The parser would make hundreds of thousands out of a text of three kilobytes.
pub const LACKING_CELLS: usize = 500;
/// The largest other file that is published, in bytes.
pub const ASSET_BYTES: u64 = 256 * 1024 * 1024;
/// The largest drawing (SVG) that is published, in bytes, and its most tags.
pub const DRAWING_BYTES: usize = 32 * 1024 * 1024;
/// See [`DRAWING_BYTES`].
pub const DRAWING_TAGS: usize = 2_000_000;
/// The most YAML in a file, in bytes.
pub const YAML_BYTES: usize = 1_000_000;
/// The most YAML in all files together, in bytes. What it says takes up to fifty times as much memory.
pub const YAML_IN_ALL: u64 = 64 * 1024 * 1024;
/// The most keys or items in one group or list of the YAML.
pub const YAML_ENTRIES: usize = 10_000;
/// The most characters of one value in the YAML.
pub const YAML_LETTERS: usize = 10_000;
/// The deepest nesting of YAML that is read. Ours is four.
pub const YAML_DEPTH: usize = 64;
/// The most levels of sections and parts, and of the list below them.
pub const LEVELS: usize = 12;
/// The most sections of a framework.
pub const SECTIONS: usize = 500;
/// The most topics. The list of them has a number for every topic in every section.
pub const TOPICS: usize = 1_000;
/// The most kinds of parts.
pub const KINDS: usize = 100;
/// The most self-assessments.
pub const ASSESSMENTS: usize = 1_000;
/// The most scales, and the most reflection models.
pub const SCALES: usize = 1_000;
/// The most statements that self-assessments select or exclude, counted for each entry that does.
pub const SELECTED: usize = 5_000_000;
/// The most courses.
pub const COURSES: usize = 500;
/// The most checks of a course, and its most vignettes.
pub const CHECKS: usize = 1_000;
/// The most topics of one statement.
pub const TOPICS_EACH: usize = 100;
/// The most statements in one file.
pub const STATEMENTS: usize = 5_000;
/// The most statements in all files together. Each has a page.
pub const STATEMENTS_IN_ALL: usize = PAGES;
/// The most events of parsed Markdown in all published words together, which are kept parsed. Each takes a hundred bytes
/// of memory; a statement of one paragraph has three and two more for every further line.
pub const PIECES: usize = 10_000_000;
/// The most characters of a statement. Its words stand on the page of every other that is related to it.
pub const STATEMENT_LETTERS: usize = 20_000;
/// The most cells in one table of the matrix.
pub const CELLS: usize = 250_000;
/// The most lessons of a course.
pub const LESSONS: usize = 500;
/// The most headings in one text.
pub const HEADINGS: usize = 1_000;
/// The most statements that one text shows whole.
pub const EMBEDDED: usize = 1_000;
/// The most earlier addresses of one page.
pub const ALIASES: usize = 100;
/// An address with more characters is warned of: Windows takes paths of 259, with the folder that a reader has the site in.
pub const ADDRESS_LETTERS: usize = 150;
/// The most characters of a term's name.
pub const NAME_LETTERS: usize = 100;
