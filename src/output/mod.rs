//! Temporary: plain writing, until the staged output lands.
use crate::diagnostic::{Diagnostic, Problem};
use std::path::{Path, PathBuf};
/// Counts.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Written { pub written: usize, pub unchanged: usize, pub removed: usize }
/// Stage.
pub struct Stage(PathBuf);
#[allow(missing_docs)]
impl Stage {
    pub fn begin(dir: &Path) -> Result<Self, Diagnostic> { Ok(Self(dir.to_path_buf())) }
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let to = self.0.join(path);
        std::fs::create_dir_all(to.parent().unwrap()).and_then(|()| std::fs::write(&to, bytes))
            .map_err(|e| Diagnostic::path(to, Problem::OutputNotWritable { reason: e.to_string() }))
    }
    pub fn commit(self) -> Result<Written, Diagnostic> { Ok(Written::default()) }
}
