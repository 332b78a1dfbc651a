//! The folder that a commit is made in, and what runs left that were killed.
#![allow(clippy::disallowed_methods)]

use crate::shell::{Failure, Portal};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A folder that is removed when it is dropped.
pub struct Scratch(pub PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Makes a folder of our own in the portal's `.bilat`; to only look, one among the system's temporary files.
pub fn scratch(portal: &Portal, dry_run: bool) -> Result<Scratch, Failure> {
    if dry_run {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
        let at = std::env::temp_dir().join(format!("bilat-git-{}-{now}", std::process::id()));
        fs::create_dir(&at).map_err(|e| Failure::io("make", &at, &e))?;
        return Ok(Scratch(at));
    }
    let folder = portal.root.join(".bilat");
    let at = folder.join(format!("git-{}", std::process::id()));
    let ignore = folder.join(".gitignore");
    let _ = fs::remove_dir_all(&at);
    remove_old(&folder);
    fs::create_dir_all(&at).map_err(|e| Failure::io("make", &at, &e))?;
    if !ignore.exists() {
        fs::write(&ignore, "*\n").map_err(|e| Failure::io("write", &ignore, &e))?;
    }
    Ok(Scratch(at))
}

/// Removes what runs left that were killed. Another run may be at work, but not for a day.
fn remove_old(folder: &Path) {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let is_ours = |name: &OsStr| name.to_str().is_some_and(|name| name.starts_with("git-"));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| is_ours(&entry.file_name())) {
        let age = entry.metadata().and_then(|meta| meta.modified()).ok().and_then(|time| time.elapsed().ok());
        if age.is_some_and(|age| age > DAY) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
