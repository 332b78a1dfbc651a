//! Keeps two builds into one folder apart. The folder itself is locked, so there is no lock file that could be published or left
//! behind, and the system lets go of it when the program ends, however it ends.
#![allow(clippy::disallowed_methods)]

use super::Failure;
use std::fs::{self, File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Holds a folder until it is dropped.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held, never read")] File);

/// How long to wait for another build, and whom to tell.
pub struct Patience<'a> {
    /// After this the build gives up.
    pub limit: Duration,
    /// Is told once that there is something to wait for.
    pub tell: &'a dyn Fn(&str),
}

/// Locks the folder `at`; where a file system cannot lock folders, the file `instead` is locked.
pub fn take(at: &Path, instead: &Path, patience: &Patience<'_>) -> Result<Lock, Failure> {
    let start = Instant::now();
    let mut told = false;
    loop {
        let file = File::open(at).map_err(|e| Failure::io("open", at, &e))?;
        match file.try_lock() {
            Ok(()) if is_still(at, &file) => return Ok(Lock(file)),
            Ok(()) => {}
            Err(TryLockError::Error(_)) if at != instead => return take(file_of(instead)?, instead, patience),
            Err(TryLockError::Error(e)) => return Err(Failure::io("lock", at, &e)),
            Err(TryLockError::WouldBlock) if start.elapsed() >= patience.limit => {
                return Err(tired(at, patience.limit));
            }
            Err(TryLockError::WouldBlock) => {
                if !told {
                    (patience.tell)(&format!("another build is writing to `{}`; waiting for it", at.display()));
                }
                told = true;
                sleep(Duration::from_millis(20));
            }
        }
    }
}

/// Whether `at` is the folder that was opened: it may have been replaced while we waited.
fn is_still(at: &Path, file: &File) -> bool {
    let id = |meta: fs::Metadata| (meta.dev(), meta.ino());
    match (fs::metadata(at), file.metadata()) {
        (Ok(now), Ok(then)) => id(now) == id(then),
        _ => false,
    }
}

fn file_of(path: &Path) -> Result<&Path, Failure> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let open = folder.and_then(|()| File::options().create(true).append(true).open(path));
    open.map(|_| path).map_err(|e| Failure::io("make", path, &e))
}

fn tired(at: &Path, limit: Duration) -> Failure {
    let since = if limit.is_zero() { String::new() } else { format!(", for {} seconds so far", limit.as_secs()) };
    Failure::new(format!("another bilat is writing to `{}`{since}", at.display()))
        .help("wait for it or end it, or use another folder")
}
