//! What a file's metadata says of its bytes. Reads no file.
#![allow(clippy::disallowed_methods)]

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// File systems tell times no better than this; a younger file may change again without showing it.
const COARSE: Duration = Duration::from_secs(2);

/// Size and times of a file when it was looked at; following a symbolic link to what it leads to.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    seen: Option<Seen>,
    /// Whether the file was old enough then, so that a change after it has another stamp.
    is_proof: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Seen {
    len: u64,
    modified: Option<SystemTime>,
    /// On Unix the file's number and the time of the last change of anything, which no program sets.
    own: (u64, i64, i64),
}

impl Stamp {
    /// Of the file at `path`, now.
    pub fn of(path: &Path) -> Stamp {
        let Ok(meta) = std::fs::metadata(path) else { return Stamp { seen: None, is_proof: false } };
        let seen = Seen { len: meta.len(), modified: meta.modified().ok(), own: own(&meta) };
        let age = changed(&seen).and_then(|time| SystemTime::now().duration_since(time).ok());
        Stamp { seen: Some(seen), is_proof: age.is_some_and(|age| age > COARSE) }
    }

    /// Whether size and times are the same.
    pub fn is_same(&self, other: &Stamp) -> bool {
        self.seen == other.seen
    }

    /// Whether a file that has the stamp `now` is what it was.
    pub fn proves(&self, now: &Stamp) -> bool {
        self.is_proof && self.seen == now.seen
    }

    /// Whether there was no file.
    pub fn is_nothing(&self) -> bool {
        self.seen.is_none()
    }
}

#[cfg(unix)]
fn own(meta: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (meta.ino(), meta.ctime(), meta.ctime_nsec())
}

#[cfg(not(unix))]
fn own(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

fn changed(seen: &Seen) -> Option<SystemTime> {
    match seen.own {
        (0, 0, 0) => seen.modified,
        (_, seconds, nanos) => {
            SystemTime::UNIX_EPOCH.checked_add(Duration::new(u64::try_from(seconds).ok()?, u32::try_from(nanos).ok()?))
        }
    }
}
