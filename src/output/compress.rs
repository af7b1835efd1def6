//! Compressed forms of text files, beside them: `index.html.gz` and `index.html.br`, for servers that send such files as
//! they are.
//!
//! They are made when all files of the site are known, and are files of the site like the others. One that is there is
//! kept if it holds the text, which takes a hundredth of the time that making it takes; no note of an earlier build is
//! trusted.
//!
//! They are not counted among the bytes that a site may have: a form is smaller than its text, which is, so that with both
//! forms there are less than three times as many.

use std::fs;
use std::io::{self, Write as _};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use rayon::prelude::*;

use super::{Made, Put, Stage, lock};
use crate::diagnostic::Diagnostic;

/// Shorter files come in one packet as they are.
const SHORTEST: usize = 1024;

/// Files that get smaller; pictures, sound and archives are compressed already.
const TEXTS: [&str; 13] =
    ["css", "csv", "html", "js", "json", "md", "otf", "svg", "ttf", "txt", "vtt", "webmanifest", "xml"];

/// The last step of Brotli makes files smaller by another 3 % and takes two and a half times as long.
const BROTLI_QUALITY: i32 = 10;

/// A way to compress that browsers undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// gzip: `.gz`
    Gzip,
    /// Brotli: `.br`
    Brotli,
}

impl Encoding {
    /// What follows the name of a file in the name of its compressed form.
    fn extension(self) -> &'static str {
        match self {
            Self::Gzip => "gz",
            Self::Brotli => "br",
        }
    }

    /// The same bytes for the same text, everywhere and always: no name and no time are in them.
    fn compress(self, text: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(text)?;
                encoder.finish()
            }
            Self::Brotli => {
                let mut small = Vec::new();
                let parameters = brotli::enc::BrotliEncoderParams {
                    quality: BROTLI_QUALITY,
                    size_hint: text.len(),
                    ..Default::default()
                };
                brotli::BrotliCompress(&mut &*text, &mut small, &parameters)?;
                Ok(small)
            }
        }
    }

    /// Whether `form` is this form of `text`.
    fn holds(self, form: &[u8], text: &[u8]) -> bool {
        let same = match self {
            Self::Gzip => super::reads_as(GzDecoder::new(form), text),
            Self::Brotli => super::reads_as(brotli::Decompressor::new(form, 16 * 1024), text),
        };
        same.unwrap_or(false)
    }
}

fn is_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| TEXTS.contains(&extension))
}

impl Stage {
    /// Puts the compressed forms of all texts that were put or kept, where they are smaller than the texts. A file of
    /// the site that has the name of such a form stays what it is.
    pub(super) fn compress(&self) -> Result<(), Diagnostic> {
        if self.encodings.is_empty() {
            return Ok(());
        }
        let texts: Vec<(String, Put)> = lock(&self.puts)
            .iter()
            .filter(|(path, _)| is_text(path))
            .map(|(p, put)| (p.clone(), *put))
            .collect();
        texts.par_iter().try_for_each(|(path, put)| {
            let folder = match put {
                Put::AsItWas => self.target.clone(),
                Put::Written => self.scratch.next(),
            };
            let fail = |error: io::Error| self.not_writable(path, &error);
            let text = fs::read(folder.join(path)).map_err(fail)?;
            if text.len() < SHORTEST {
                return Ok(());
            }
            for encoding in &self.encodings {
                let form = format!("{path}.{}", encoding.extension());
                if lock(&self.puts).contains_key(&form) {
                    continue;
                }
                let there = Some(&form).filter(|form| *put == Put::AsItWas && self.own.contains(*form));
                let there = there.and_then(|form| super::ordinary(&self.target.join(form)));
                let is_right = |there: &Vec<u8>| there.len() < text.len() && encoding.holds(there, &text);
                if let Some(there) = there.filter(is_right) {
                    lock(&self.put_files).push(Made::of(&form, &there));
                    self.keep(&form);
                    continue;
                }
                let small = encoding.compress(&text).map_err(fail)?;
                if small.len() < text.len() {
                    self.try_put(&form, &small)?;
                }
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, is_text};

    #[test]
    fn a_form_is_known_by_the_text_in_it() {
        let text = "The worker should …\n".repeat(200);
        for encoding in [Encoding::Gzip, Encoding::Brotli] {
            let small = encoding.compress(text.as_bytes()).expect("compressed");
            assert!(small.len() < 200, "{encoding:?}: {}", small.len());
            assert_eq!(small, encoding.compress(text.as_bytes()).expect("compressed"), "{encoding:?}");
            assert!(encoding.holds(&small, text.as_bytes()), "{encoding:?}");
            // Longer, shorter, changed.
            for other in [text.clone() + "x", text[..text.len() - 1].to_owned(), text.replacen('T', "t", 1)] {
                assert!(!encoding.holds(&small, other.as_bytes()), "{encoding:?}");
            }
            for broken in [&small[..small.len() / 2], b"", text.as_bytes()] {
                assert!(!encoding.holds(broken, text.as_bytes()), "{encoding:?}");
            }
        }
    }

    #[test]
    fn texts_are_known_by_their_names() {
        for text in ["index.html", "assets/site.0123456789.js", "a.b/c.svg"] {
            assert!(is_text(text), "{text}");
        }
        for other in ["photo.jpg", "html", "index.html.gz", "font.woff2", "a.html/b"] {
            assert!(!is_text(other), "{other}");
        }
    }
}
