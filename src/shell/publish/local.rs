//! A folder of this machine as a target. Every file is written beside its place and moved there; no link is followed.
#![allow(clippy::disallowed_methods)]

use super::store::{Body, Headers, Manner, Store};
use super::survey::changed;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::folders_of;
use crate::shell::lock::Patience;
use crate::shell::manifest::is_empty;
use crate::shell::temporary::{Draft, is_draft};
use crate::shell::{Failure, OutFolder, Portal, stream};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use walkdir::WalkDir;

/// A folder that is locked, or one that does not exist yet and is made when it is begun.
pub struct Folder {
    path: PathBuf,
    folder: Mutex<OutFolder>,
}

const ADVICE: &str = "choose another folder, or change its permissions; nothing of yours was touched";

/// Opens the folder at `path`.
pub fn open(portal: &Portal, path: &Path) -> Result<Folder, Failure> {
    let folder = OutFolder::open(portal, Some(path), &impatient()).map_err(advise)?;
    Ok(Folder { path: folder.path.clone(), folder: Mutex::new(folder) })
}

fn impatient() -> Patience<'static> {
    Patience { limit: Duration::ZERO, tell: &|_| {} }
}

/// The same failure as one of a publication. What to do is said where a build would be told of `--out`.
fn advise(failure: Failure) -> Failure {
    let message = failure.message.replace("build into", "publish into");
    let hint = failure.hint.map(|hint| match hint.contains("--out") {
        true => "choose another folder; nothing of yours was touched".to_owned(),
        false => hint,
    });
    Failure { message, hint }
}

/// What to do where a file cannot be written or removed.
fn failed(doing: &str, at: &Path, error: &io::Error) -> Failure {
    let again = "run the same command again: what was sent is not sent again";
    let help = match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => ADVICE.to_owned(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => format!("free some space there, then {again}"),
        ErrorKind::InvalidFilename => format!("give the file of the portal a shorter name, then {again}"),
        ErrorKind::IsADirectory | ErrorKind::DirectoryNotEmpty => format!("move that folder away, then {again}"),
        _ => again.to_owned(),
    };
    Failure::io(doing, at, error).help(help)
}

/// Somebody else's file where the site needs a folder.
fn in_the_way(at: &Path, what: &str) -> Failure {
    Failure::new(format!("the site needs a folder at `{}`, where {what} is", at.display()))
        .help("move it away, or publish to another folder")
}

impl Folder {
    fn locate(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    /// The state of a file; a failure where something else stands in its place or on the way to it.
    fn look(&self, path: &str) -> Result<Option<fs::Metadata>, Failure> {
        let at = self.locate(path);
        for folder in folders_of(path) {
            let on_the_way = self.locate(folder);
            match fs::symlink_metadata(&on_the_way) {
                Ok(meta) if meta.is_symlink() => return Err(in_the_way(&on_the_way, "a symbolic link")),
                Ok(meta) if !meta.is_dir() => return Err(in_the_way(&on_the_way, "a file")),
                Ok(_) => {}
                Err(_) => break,
            }
        }
        match fs::symlink_metadata(&at) {
            Ok(meta) => Ok(Some(meta)),
            // What has a name that is too long cannot be there.
            Err(e)
                if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename) =>
            {
                Ok(None)
            }
            Err(e) => Err(Failure::io("look at", &at, &e)),
        }
    }

    fn draft(&self, at: &Path) -> io::Result<Draft> {
        fs::create_dir_all(at.parent().unwrap_or(&self.path))?;
        Draft::beside(at)
    }
}

impl Store for Folder {
    fn manner(&self) -> Manner {
        Manner {
            keeps_headers: false,
            has_folders: true,
            is_atomic: false,
            is_locked: true,
            creates_safely: true,
            parallel: 4,
        }
    }

    fn begin(&self) -> Result<(), Failure> {
        self.folder.lock().unwrap_or_else(PoisonError::into_inner).prepare(&impatient()).map_err(advise)
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let at = self.locate(path);
        match self.look(path)? {
            Some(meta) if meta.is_file() => fs::read(&at).map(Some).map_err(|e| Failure::io("read", &at, &e)),
            Some(_) => Err(Failure::new(format!("`{}` is no plain file", at.display())).help(ADVICE)),
            None => Ok(None),
        }
    }

    fn size(&self, path: &str) -> Result<Option<u64>, Failure> {
        Ok(self.look(path)?.map(|meta| meta.len()))
    }

    fn fingerprint(&self, path: &str, _size: u64) -> Result<Option<Fingerprint>, Failure> {
        let at = self.locate(path);
        match self.look(path)? {
            Some(meta) if meta.is_file() => {
                stream::fingerprint(&at).map(|(_, found)| Some(found)).map_err(|e| Failure::io("read", &at, &e))
            }
            _ => Ok(None),
        }
    }

    fn write(&self, path: &str, body: Body, _headers: Headers<'_>) -> Result<(), Failure> {
        let at = self.locate(path);
        let fail = |e: io::Error| failed("write", &at, &e);
        self.look(path)?;
        let mut draft = self.draft(&at).map_err(fail)?;
        match body {
            Body::Bytes(bytes) => draft.file().write_all(&bytes).map_err(fail)?,
            Body::File { at: from, source, len, fingerprint } => {
                let file = fs::File::open(&from).map_err(|e| Failure::io("read", &from, &e))?;
                if stream::copy(file, draft.file()).map_err(fail)? != (len, fingerprint) {
                    return Err(changed(source.as_str()));
                }
            }
        }
        draft.publish().map_err(fail)
    }

    fn create(&self, path: &str, bytes: Vec<u8>) -> Result<bool, Failure> {
        let at = self.locate(path);
        match fs::File::create_new(&at).and_then(|mut file| file.write_all(&bytes)) {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(e) => Err(failed("write", &at, &e)),
        }
    }

    fn remove(&self, path: &str) -> Result<(), Failure> {
        if self.look(path)?.is_some_and(|meta| meta.is_file()) {
            let at = self.locate(path);
            match fs::remove_file(&at) {
                Err(e) if e.kind() != ErrorKind::NotFound => return Err(failed("remove", &at, &e)),
                _ => {}
            }
        }
        // Also those that a run left empty which was cut off behind the file.
        for folder in folders_of(path).rev() {
            if fs::remove_dir(self.locate(folder)).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn names(&self) -> Result<Option<BTreeSet<String>>, Failure> {
        // To ask for each costs little, and tells of folders and links too.
        Ok(None)
    }

    fn is_empty(&self) -> Result<bool, Failure> {
        if self.path.exists() { is_empty(&self.path) } else { Ok(true) }
    }

    fn sweep(&self) -> Result<(), Failure> {
        for entry in WalkDir::new(&self.path).into_iter().flatten() {
            if entry.file_type().is_file() && entry.file_name().to_str().is_some_and(is_draft) {
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }
}
