//! What could not be done, in words for a person: the errors of the world (a full disk, a missing folder, a file in the way).
//! What authors got wrong is not here: that is a `Diagnostic`.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Why the program could not run; leads to exit code 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What could not be done and why, one clause.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure without advice.
    pub fn new(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), hint: None }
    }

    /// The same with advice.
    pub fn help(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }

    /// `doing` ("write", "read") went wrong at `path`.
    pub fn io(doing: &str, path: &Path, error: &io::Error) -> Failure {
        let failure = Failure::new(format!("cannot {doing} `{}`: {}", path.display(), reason(error)));
        match remedy(error.kind()) {
            Some(hint) => failure.help(hint),
            None => failure,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "\n  help: {hint}"))
    }
}

impl std::error::Error for Failure {}

/// An error of the system in plain words.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "it does not exist".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::AlreadyExists => "it exists already".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::QuotaExceeded => "your share of the disk is used up".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is a file, not a folder".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::InvalidFilename => "its name is too long or not allowed here".to_owned(),
        _ => error.to_string(),
    }
}

fn remedy(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Some("free some space and build again; every file that was written so far is whole")
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            Some("choose a folder that you may write to with `--out`, or change its permissions")
        }
        _ => None,
    }
}
