//! Zip archives that are the same, byte for byte, whenever and wherever they are made: files in the order of their
//! names, all of one date, one compression, one set of permissions.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// Files that are about to become an archive.
#[derive(Default)]
pub struct Archive {
    /// What stands first, as it is: what a reader tells the kind of archive by.
    first: Option<(&'static str, &'static str)>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Archive {
    /// An archive with a first file that is not compressed.
    pub fn beginning_with(name: &'static str, text: &'static str) -> Self {
        Self { first: Some((name, text)), ..Self::default() }
    }

    /// Puts a file in, over one of that name.
    pub fn put(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(name.into(), bytes.into());
    }

    /// Whether it has a file of that name.
    pub fn holds(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// The names of the files, in order; not of the first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The archive. Fails only where it has more or larger files than an archive holds.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .system(System::Unix)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644);
        if let Some((name, text)) = self.first {
            zip.start_file(name, options.compression_method(CompressionMethod::Stored))?;
            zip.write_all(text.as_bytes())?;
        }
        let options = options.compression_method(CompressionMethod::Deflated).compression_level(Some(9));
        for (name, bytes) in &self.files {
            zip.start_file(name.as_str(), options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_putting_does_not_matter() {
        let archive = |names: [&str; 2]| {
            let mut archive = Archive::beginning_with("mimetype", "a/b");
            for name in names {
                archive.put(name, name.repeat(99));
            }
            archive.bytes().expect("an archive")
        };
        let bytes = archive(["b", "a"]);
        assert_eq!(bytes, archive(["a", "b"]));
        // As the container formats want it: name and type at fixed places, the file stored as it is.
        assert_eq!(&bytes[30..41], b"mimetypea/b");
    }
}
