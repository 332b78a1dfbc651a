//! A file that is written beside its place and moved there when it is whole, so that nobody ever sees half of it. A draft that is
//! not published removes itself; what a killed program leaves behind is known by its name.
#![allow(clippy::disallowed_methods)]

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A temporary neighbour of the file that it will be.
pub struct Draft {
    file: File,
    at: PathBuf,
    target: PathBuf,
    published: bool,
}

impl Draft {
    /// A new empty file in the folder of `target`.
    pub fn beside(target: &Path) -> io::Result<Draft> {
        let folder = target.parent().unwrap_or(Path::new("."));
        let at = folder.join(fresh_name());
        let file = File::create_new(&at)?;
        Ok(Draft { file, at, target: target.to_owned(), published: false })
    }

    /// The file, to write to.
    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Moves the file to its place, in one step. What was there before is replaced; a symbolic link is not followed.
    pub fn publish(mut self) -> io::Result<()> {
        fs::rename(&self.at, &self.target)?;
        self.published = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.published {
            let _ = fs::remove_file(&self.at);
        }
    }
}

fn fresh_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!(".bilat-{}-{}.tmp", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Whether a file of this name is a draft, of this run or of one that was killed.
pub fn is_draft(name: &str) -> bool {
    let numbers = name.strip_prefix(".bilat-").and_then(|rest| rest.strip_suffix(".tmp")?.split_once('-'));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    numbers.is_some_and(|(pid, count)| digits(pid) && digits(count))
}

/// Whether a draft is one of this very process, which may be writing it at the moment.
pub fn is_own(name: &str) -> bool {
    name.starts_with(&format!(".bilat-{}-", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_are_known_by_name() {
        assert!(is_draft(&fresh_name()));
        for name in
            [".bilat-journal", ".bilat-.tmp", ".bilat-1-.tmp", ".bilat-1-x.tmp", "bilat-1-2.tmp", ".bilat-1-2.tmp~"]
        {
            assert!(!is_draft(name), "{name}");
        }
    }

    #[test]
    fn an_unpublished_draft_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let target = folder.path().join("a");
        drop(Draft::beside(&target).expect("a draft"));
        assert_eq!(fs::read_dir(folder.path()).expect("its entries").count(), 0);
        Draft::beside(&target).expect("a draft").publish().expect("its place");
        assert!(target.is_file());
    }
}
