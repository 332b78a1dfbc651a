//! Reads a portal's folder into `Inputs`. Does not know what the files mean, and follows no link that leads out of the portal.
#![allow(clippy::disallowed_methods)]

use super::portal::Portal;
use super::{Failure, failure, stream};
use crate::base::date::Day;
use crate::base::parallel;
use crate::base::path::SourcePath;
use crate::input::{File, Inputs};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Text files larger than this are not read.
pub const MAX_TEXT: u64 = 64 << 20;
/// A portal with more files is none.
pub const MAX_FILES: usize = 2_000_000;
/// What of a portal's folder is input; everything else there is the author's own.
pub const SOURCES: [&str; 5] = ["content", "i18n", "site.toml", "static", "templates"];

/// What the command line says about the inputs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day of the build.
    pub today: Day,
    /// Whether drafts and embargoed documents are shown.
    pub drafts: bool,
    /// In place of `site.toml`'s address.
    pub base_url: Option<String>,
}

/// One file that was found; not yet read.
pub(super) struct Found {
    pub(super) path: SourcePath,
    pub(super) at: PathBuf,
    /// The file behind it, if it is a symbolic link; one that is not read stands for itself.
    pub(super) behind: Option<PathBuf>,
    /// Why it cannot be read.
    problem: Option<String>,
}

/// Reads every source of the portal.
pub fn scan(portal: &Portal, settings: &Settings) -> Result<Inputs, Failure> {
    Ok(inputs(list(&portal.root)?, settings))
}

/// Reads `site.toml` alone.
pub fn scan_settings(portal: &Portal, settings: &Settings) -> Result<Inputs, Failure> {
    let mut found = Vec::new();
    walk(&portal.root, "site.toml", &mut found)?;
    Ok(inputs(found, settings))
}

fn inputs(found: Vec<Found>, settings: &Settings) -> Inputs {
    let files = parallel::map(&found, |found| (found.path.clone(), read(found)));
    let Settings { today, drafts, base_url } = settings.clone();
    Inputs { files: files.into_iter().collect(), today, drafts, base_url }
}

/// The paths of the sources below `folder`, read or not.
pub fn names(portal: &Portal, folder: &str) -> Result<Vec<SourcePath>, Failure> {
    let mut found = Vec::new();
    walk(&portal.root, folder, &mut found)?;
    Ok(found.into_iter().map(|f| f.path).collect())
}

/// Every source, by the order of folders.
pub(super) fn list(root: &Path) -> Result<Vec<Found>, Failure> {
    let mut found = Vec::new();
    SOURCES.iter().try_for_each(|top| walk(root, top, &mut found))?;
    Ok(found)
}

/// Adds the sources at or below `top` to `found`.
pub(super) fn walk(root: &Path, top: &str, found: &mut Vec<Found>) -> Result<(), Failure> {
    // In one folder whole paths are in the order of names, and need no search for where the name begins.
    let by_path = |a: &DirEntry, b: &DirEntry| a.path().as_os_str().cmp(b.path().as_os_str());
    let entries = WalkDir::new(root.join(top)).follow_root_links(false).sort_by(by_path);
    for entry in entries.into_iter().filter_entry(|e| e.depth() == 0 || !is_ignored(e.file_name().as_encoded_bytes())) {
        let one = match entry {
            Ok(entry) if entry.file_type().is_dir() => continue,
            Ok(entry) if entry.depth() == 0 && entry.path().is_dir() => return Err(linked(top)),
            Ok(entry) => found_file(root, &entry),
            Err(error) if error.depth() == 0 && is_missing(&error) => continue,
            Err(error) if !is_missing(&error) => return Err(unknown(root, &error)),
            Err(error) => found_error(root, &error),
        };
        found.push(one);
        if found.len() > MAX_FILES {
            return Err(Failure::new(format!("`{}` holds more than {MAX_FILES} files", root.join(top).display())));
        }
    }
    Ok(())
}

fn linked(top: &str) -> Failure {
    Failure::new(format!("`{top}` is a symbolic link to a folder"))
        .help("put the folder itself in its place; only links to files are followed")
}

/// What is in a folder that cannot be read is not known, so that nothing can be made, or taken away, for lack of it.
fn unknown(root: &Path, error: &walkdir::Error) -> Failure {
    let at = error.path().unwrap_or(root);
    let reason = error.io_error().map_or_else(|| error.to_string(), failure::reason);
    Failure::new(format!("cannot read the folder `{}`: {reason}", source_path(root, at).0))
        .help("give yourself the right to read it, or move it out of the portal")
}

fn is_missing(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound)
}

fn found_error(root: &Path, error: &walkdir::Error) -> Found {
    let at = error.path().unwrap_or(root).to_owned();
    let problem = error.io_error().map_or_else(|| error.to_string(), failure::reason);
    Found { path: source_path(root, &at).0, at, behind: None, problem: Some(problem) }
}

fn found_file(root: &Path, entry: &DirEntry) -> Found {
    let at = entry.path().to_owned();
    let (path, is_text) = source_path(root, &at);
    let behind = match () {
        () if !is_text => Err("its name is not UTF-8".to_owned()),
        () if entry.path_is_symlink() => behind_link(root, &at).map(Some),
        () if !entry.file_type().is_file() => Err("it is not a regular file".to_owned()),
        () => Ok(None),
    };
    let (behind, problem) = match behind {
        Ok(behind) => (behind, None),
        Err(why) => (entry.path_is_symlink().then(|| at.clone()), Some(why)),
    };
    Found { path, at, behind, problem }
}

/// The file that a symbolic link leads to, or why it is not read: only links to files of this portal that are not hidden are.
fn behind_link(root: &Path, at: &Path) -> Result<PathBuf, String> {
    let target =
        at.canonicalize().map_err(|e| format!("it is a symbolic link that leads nowhere: {}", failure::reason(&e)))?;
    let Ok(inside) = target.strip_prefix(root) else {
        return Err("it is a symbolic link that leads out of the portal".to_owned());
    };
    if inside.components().any(|part| is_ignored(part.as_os_str().as_encoded_bytes())) {
        return Err("it is a symbolic link to a hidden file".to_owned());
    }
    match fs::metadata(&target) {
        Ok(meta) if meta.is_file() => Ok(target),
        Ok(meta) if meta.is_dir() => {
            Err("it is a symbolic link to a folder; only links to files are followed".to_owned())
        }
        _ => Err("it is a symbolic link to something that is no file".to_owned()),
    }
}

fn source_path(root: &Path, at: &Path) -> (SourcePath, bool) {
    let inside = at.strip_prefix(root).unwrap_or(at);
    (SourcePath::new(&inside.to_string_lossy()), inside.to_str().is_some())
}

/// Dot files, and what editors leave beside the file they save.
pub fn is_ignored(name: &[u8]) -> bool {
    let ends =
        |end: &str| name.len() >= end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes());
    let backup = ["~", ".swp", ".swo", ".tmp", ".bak"].iter().any(|end| ends(end));
    let emacs = name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#");
    name.starts_with(b".") || backup || emacs || matches!(name, b"4913" | b"Thumbs.db" | b"desktop.ini")
}

pub(super) fn is_text(path: &SourcePath) -> bool {
    let extension = path.extension();
    matches!(
        (path.as_str().split('/').next(), extension.as_str()),
        (_, "md" | "toml") | (Some("templates"), "html" | "txt" | "xml") | (Some("static"), "css" | "js" | "svg")
    )
}

/// Reads one file that was found.
pub(super) fn read(found: &Found) -> File {
    let result = match &found.problem {
        Some(problem) => Err(problem.clone()),
        None if is_text(&found.path) => read_text(&found.at),
        None => stream::fingerprint(&found.at)
            .map(|(len, fingerprint)| File::Asset { len, fingerprint })
            .map_err(|e| failure::reason(&e)),
    };
    result.unwrap_or_else(|reason| File::Unreadable { reason })
}

fn read_text(at: &Path) -> Result<File, String> {
    let why = |e: io::Error| failure::reason(&e);
    let file = fs::File::open(at).map_err(why)?;
    let size = file.metadata().map_err(why)?.len();
    let mut bytes = Vec::with_capacity(size.min(MAX_TEXT) as usize + 1);
    file.take(MAX_TEXT + 1).read_to_end(&mut bytes).map_err(why)?;
    match bytes.len() as u64 > MAX_TEXT {
        true => Err(format!("it is larger than {} MiB", MAX_TEXT >> 20)),
        false => Ok(File::text(bytes)),
    }
}

#[cfg(test)]
#[path = "disk_tests.rs"]
mod tests;
