//! Removes what is ours and no longer needed: old outputs, the folders that held them, drafts of killed builds. Nothing else.
#![allow(clippy::disallowed_methods)]

use super::Journal;
use super::survey::Plan;
use crate::base::path::{OutPath, folders_of};
use crate::shell::Failure;
use crate::shell::temporary;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use walkdir::WalkDir;

/// Removes drafts that a killed build left: where there is a journal they may lie anywhere, else only where it was to be written.
pub fn drafts(folder: &Path, has_journal: bool) -> Result<(), Failure> {
    let depth = if has_journal { usize::MAX } else { 1 };
    for entry in WalkDir::new(folder).max_depth(depth).into_iter().flatten() {
        if entry.file_type().is_file() && entry.file_name().to_str().is_some_and(temporary::is_draft) {
            remove(entry.path())?;
        }
    }
    Ok(())
}

/// Removes what must go before the rest can come; says how many files that were.
pub fn obstacles(journal: &Journal<'_>, plan: &Plan<'_>) -> Result<usize, Failure> {
    if plan.obstacles.is_empty() && plan.folders.is_empty() {
        return Ok(0);
    }
    let removed = files(journal, plan.obstacles.iter())?;
    journal.begin()?;
    for folder in &plan.folders {
        for entry in WalkDir::new(journal.job_folder.locate(folder)).contents_first(true).into_iter().flatten() {
            let _ = fs::remove_dir(entry.path());
        }
    }
    Ok(removed)
}

/// Removes what the site no longer has; says how many files that were.
pub fn stale(journal: &Journal<'_>, plan: &Plan<'_>) -> Result<usize, Failure> {
    files(journal, plan.stale.iter())
}

fn files<'a>(journal: &Journal<'_>, paths: impl Iterator<Item = &'a OutPath>) -> Result<usize, Failure> {
    let mut removed = 0;
    let mut folders = BTreeSet::new();
    for path in paths {
        journal.begin()?;
        if is_behind_link(&journal.job_folder.path, path) {
            continue;
        }
        let at = journal.job_folder.locate(path);
        if fs::symlink_metadata(&at).is_ok_and(|meta| meta.is_file()) {
            removed += usize::from(remove(&at)?);
        }
        folders.extend(folders_of(path.as_str()));
    }
    for folder in folders.into_iter().rev() {
        let _ = fs::remove_dir(journal.job_folder.path.join(folder));
    }
    Ok(removed)
}

/// Whether a folder on the way to `path` is a link: what lies behind it is not ours.
fn is_behind_link(root: &Path, path: &OutPath) -> bool {
    folders_of(path.as_str()).any(|folder| fs::symlink_metadata(root.join(folder)).is_ok_and(|meta| meta.is_symlink()))
}

fn remove(path: &Path) -> Result<bool, Failure> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(false),
        Err(e) => Err(Failure::io("remove", path, &e)),
    }
}
