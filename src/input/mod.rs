//! Floor 1: what goes in. Every external fact enters through `Inputs`; nothing here reads a file, a clock or the environment.

pub mod collate;
pub mod config;
pub mod defaults;
pub mod place;
pub mod strings;

use crate::base::date::Day;
use crate::base::diag::Code;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::SourcePath;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file that is there and cannot be read.
pub const UNREADABLE: Code = Code("file/unreadable");

/// One input file.
#[derive(Clone, Debug, PartialEq)]
pub enum File {
    /// A file that the site is made from: Markdown, `site.toml`, templates, strings, styles, scripts.
    Text {
        /// Its bytes as they are; they may be no valid text.
        bytes: Arc<[u8]>,
        /// Of the bytes.
        fingerprint: Fingerprint,
    },
    /// A file that is only copied; its bytes are never in memory.
    Asset {
        /// Its size in bytes.
        len: u64,
        /// Of its bytes.
        fingerprint: Fingerprint,
    },
    /// A file that cannot be read as what it is, with the reason.
    Unreadable {
        /// One clause for the author.
        reason: String,
    },
}

impl File {
    /// A text file with these bytes.
    pub fn text(bytes: impl Into<Arc<[u8]>>) -> File {
        let bytes = bytes.into();
        let fingerprint = Fingerprint::of(&bytes);
        File::Text { bytes, fingerprint }
    }

    /// Of its bytes; of the reason where they cannot be read.
    pub fn fingerprint(&self) -> Fingerprint {
        match self {
            File::Text { fingerprint, .. } | File::Asset { fingerprint, .. } => *fingerprint,
            File::Unreadable { reason } => Fingerprint::of(reason.as_bytes()),
        }
    }
}

/// Everything that a site is made from.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Every file of the portal by its path.
    pub files: BTreeMap<SourcePath, File>,
    /// Decides embargoes, dates in the future and "overdue"; nothing else.
    pub today: Day,
    /// Whether drafts and embargoed documents are part of the site.
    pub drafts: bool,
    /// What the command line puts in place of `site.toml`'s address.
    pub base_url: Option<String>,
}

impl Inputs {
    /// The text of the portal's file at `path`, else of the built-in one; `None` where there is neither or it is not UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        match self.files.get(&SourcePath::new(path)) {
            Some(File::Text { bytes, .. }) => std::str::from_utf8(bytes).ok(),
            Some(_) => None,
            None => defaults::get(path),
        }
    }

    /// Forgets the bytes of texts in `content/` that `keep` is not true of: a site that was made needs them no more.
    pub fn forget_texts(&mut self, keep: impl Fn(&SourcePath) -> bool) {
        for (path, file) in &mut self.files {
            if let File::Text { bytes, fingerprint } = file
                && path.as_str().starts_with("content/")
                && !keep(path)
            {
                *file = File::Asset { len: bytes.len() as u64, fingerprint: *fingerprint };
            }
        }
    }

    /// The portal's files below `folder` (with its slash), in order.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a SourcePath, &'a File)> {
        let from = SourcePath::new(folder);
        self.files.range(from..).take_while(move |(path, _)| path.as_str().starts_with(folder))
    }
}
