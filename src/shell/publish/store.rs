//! What a target can do, whatever it is: read, write, create, remove, list. Knows paths and bytes, not sites.

use crate::base::fingerprint::Fingerprint;
use crate::base::path::SourcePath;
use crate::shell::Failure;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What a file is made of.
pub enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A file of the portal, which is not held in memory.
    File {
        /// Where it lies.
        at: PathBuf,
        /// For messages.
        source: SourcePath,
        /// Its size in bytes.
        len: u64,
        /// Of its bytes, when the site was made.
        fingerprint: Fingerprint,
    },
}

impl Body {
    /// Its size in bytes.
    pub fn len(&self) -> u64 {
        match self {
            Body::Bytes(bytes) => bytes.len() as u64,
            Body::File { len, .. } => *len,
        }
    }
}

/// What is said of a file to those who ask for it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Headers<'a> {
    /// Its media type.
    pub media_type: &'a str,
    /// Its `cache-control`.
    pub cache: Option<&'a str>,
}

/// How a target differs from others.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// It keeps media types and `cache-control` with its files.
    pub keeps_headers: bool,
    /// Its files lie in folders: where a folder is there can be no file, and names may be the same that differ in letter case only.
    pub has_folders: bool,
    /// All of a publication is seen at once or not at all, and of two publishers one is refused: no journal and no lock are needed.
    pub is_atomic: bool,
    /// It is locked already while it is open.
    pub is_locked: bool,
    /// `create` never overwrites, even if two do it at once.
    pub creates_safely: bool,
    /// How many requests it likes at a time.
    pub parallel: usize,
}

/// A place that files are sent to. Every method may be called from any thread.
pub trait Store: Sync {
    /// How it differs from others.
    fn manner(&self) -> Manner;
    /// Begins a publication: from here on it may be written to.
    fn begin(&self) -> Result<(), Failure> {
        Ok(())
    }
    /// The bytes of a small file of our own; `None` where there is none.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure>;
    /// The size of a file; `None` where there is none.
    fn size(&self, path: &str) -> Result<Option<u64>, Failure>;
    /// Whether a plain file stands there. Those that look at the whole way to a file whenever they are asked for one need not say.
    fn has_file(&self, _path: &str) -> Result<bool, Failure> {
        Ok(false)
    }
    /// The fingerprint of a file of that size; `None` where there is none.
    fn fingerprint(&self, path: &str, size: u64) -> Result<Option<Fingerprint>, Failure>;
    /// Puts a file in its place, whole; replaces what is there.
    fn write(&self, path: &str, body: Body, headers: Headers<'_>) -> Result<(), Failure>;
    /// Makes a file unless there is one; says whether it did.
    fn create(&self, path: &str, bytes: Vec<u8>) -> Result<bool, Failure>;
    /// Removes a file; it is no failure if there is none.
    fn remove(&self, path: &str) -> Result<(), Failure>;
    /// Makes room for what the site needs in the place of a file of ours, or of a folder with it: removes it, and folders that are empty
    /// without it.
    fn make_way(&self, path: &str) -> Result<(), Failure> {
        self.remove(path)
    }
    /// Every file, where one or a few requests tell that.
    fn names(&self) -> Result<Option<BTreeSet<String>>, Failure>;
    /// Whether there is nothing, or only what begins with a dot.
    fn is_empty(&self) -> Result<bool, Failure>;
    /// Ends a publication: what is seen at once is seen from here on.
    fn finish(&self) -> Result<(), Failure> {
        Ok(())
    }
    /// Removes what a publication that was cut off may have left besides the site's files.
    fn sweep(&self) -> Result<(), Failure> {
        Ok(())
    }
}
