//! The folder that a build writes to: which folders may be one, and the lock on it. Does not write pages.
#![allow(clippy::disallowed_methods)]

use super::disk::SOURCES;
use super::lock::{self, Lock, Patience};
use super::portal::{Portal, resolve, way};
use super::{Failure, failure};
use crate::base::path::OutPath;
use std::fs;
use std::path::{Path, PathBuf};

/// An output folder that may be written to, once it is locked.
#[derive(Debug)]
pub struct OutFolder {
    /// Absolute, without symbolic links.
    pub path: PathBuf,
    /// As the person wrote it.
    pub shown: String,
    instead: PathBuf,
    lock: Option<Lock>,
}

impl OutFolder {
    /// The folder at `given`, else `public` in the portal. It is locked if it exists; nothing is written.
    pub fn open(portal: &Portal, given: Option<&Path>, patience: &Patience<'_>) -> Result<OutFolder, Failure> {
        let wanted = given.map_or_else(|| portal.root.join("public"), Path::to_owned);
        let path = resolve(&wanted).map_err(|e| Failure::io("find", &wanted, &e))?;
        allow(&portal.root, &path, std::env::home_dir().as_deref()).map_err(|why| refused(&wanted, &why))?;
        let instead = portal.root.join(".bilat").join("lock");
        let mut folder = OutFolder { shown: shown(portal, given, &path), path, instead, lock: None };
        match fs::symlink_metadata(&folder.path) {
            Ok(meta) if meta.is_dir() => folder.lock(patience)?,
            Ok(meta) if meta.is_symlink() => return Err(refused(&wanted, "it is a symbolic link that leads nowhere")),
            Ok(_) => return Err(refused(&wanted, "it is a file")),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => return Err(refused(&wanted, &failure::reason(&e))),
        }
        Ok(folder)
    }

    /// Makes the folder if there is none, and locks it.
    pub fn prepare(&mut self, patience: &Patience<'_>) -> Result<(), Failure> {
        if self.lock.is_none() {
            fs::create_dir_all(&self.path).map_err(|e| Failure::io("make", &self.path, &e))?;
            self.lock(patience)?;
        }
        Ok(())
    }

    /// Whether the folder was there when it was opened, or has been made since.
    pub fn exists(&self) -> bool {
        self.lock.is_some()
    }

    /// Where an output lies.
    pub fn locate(&self, path: &OutPath) -> PathBuf {
        self.path.join(path.as_str())
    }

    /// Lets others in: nothing more is written.
    pub fn release(&mut self) {
        self.lock = None;
    }

    fn lock(&mut self, patience: &Patience<'_>) -> Result<(), Failure> {
        self.lock = Some(lock::take(&self.path, &self.instead, patience)?);
        Ok(())
    }
}

fn shown(portal: &Portal, given: Option<&Path>, path: &Path) -> String {
    match given {
        Some(given) => format!("{}/", given.display()).replace("//", "/"),
        None => format!("{}{}", portal.shown, way(&portal.root, path)),
    }
}

fn refused(wanted: &Path, why: &str) -> Failure {
    Failure::new(format!("cannot build into `{}`: {why}", wanted.display()))
        .help("name another folder with `--out DIR`; nothing was written or deleted")
}

/// Why `out` may not be an output folder.
fn allow(root: &Path, out: &Path, home: Option<&Path>) -> Result<(), String> {
    if root == out {
        return Err("it is the portal itself".to_owned());
    }
    if root.starts_with(out) {
        return Err("the portal lies in it".to_owned());
    }
    if home.is_some_and(|home| home.starts_with(out)) {
        return Err("it is your home folder, or one above it".to_owned());
    }
    if out.components().any(|part| part.as_os_str() == ".git") {
        return Err("it lies in a `.git` folder".to_owned());
    }
    let first = out.strip_prefix(root).ok().and_then(|inside| inside.iter().next()?.to_str());
    match first {
        Some(name) if SOURCES.contains(&name) => Err(format!("`{name}` holds sources of the portal")),
        Some(name) if name.starts_with('.') => Err(format!("`{name}` is not for pages")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_folders_are_never_written_to() {
        let may =
            |out: &str| allow(Path::new("/home/ann/portal"), Path::new(out), Some(Path::new("/home/ann"))).is_ok();
        for out in [
            "/home/ann/portal/public",
            "/home/ann/portal/build/site",
            "/srv/www",
            "/home/ann/site",
            "/home/ann/portal2",
        ] {
            assert!(may(out), "{out}");
        }
        for out in ["/", "/home", "/home/ann", "/home/ann/portal", "/srv/.git/x"] {
            assert!(!may(out), "{out}");
        }
        for inside in [
            "content",
            "content/documents",
            "static",
            "templates/x",
            "i18n",
            "site.toml",
            ".bilat",
            ".git/x",
            ".obsidian",
        ] {
            assert!(!may(&format!("/home/ann/portal/{inside}")), "{inside}");
        }
    }
}
