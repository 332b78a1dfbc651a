//! Makes outputs and writes those that differ from the disk, on all cores; the bytes of each are dropped before the next.
#![allow(clippy::disallowed_methods)]

use super::survey::Make;
use super::{Job, Journal, Source};
use crate::base::diag::{Checked, Diagnostic};
use crate::base::parallel;
use crate::base::path::{OutPath, SourcePath};
use crate::output::{Content, Output};
use crate::shell::Failure;
use crate::shell::record::{Known, Stat};
use crate::shell::stream;
use crate::shell::temporary::Draft;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// One output that is now as it should be, or as it was where it could not be made.
pub struct Brought {
    /// Its address.
    pub path: OutPath,
    /// For the record; nothing where there is no file.
    pub known: Option<Known>,
    /// Whether it had to be written.
    pub written: bool,
    /// What was noticed while making it.
    pub notes: Vec<Diagnostic>,
}

/// Brings all of `makes` to the disk. After the first failure no new file is begun.
pub fn all<S: Source>(job: &Job<'_, S>, journal: &Journal<'_>, makes: Vec<&Make<'_>>) -> Result<Vec<Brought>, Failure> {
    let failed = AtomicBool::new(false);
    job.progress.steps("writing", makes.len());
    let results = parallel::map(&makes, |make| {
        if failed.load(Ordering::Relaxed) {
            return None;
        }
        let result = one(job, journal, make);
        failed.fetch_or(result.is_err(), Ordering::Relaxed);
        job.progress.step();
        Some(result)
    });
    results.into_iter().flatten().collect()
}

fn one<S: Source>(job: &Job<'_, S>, journal: &Journal<'_>, make: &Make<'_>) -> Result<Brought, Failure> {
    let missing = || {
        Failure::new(format!("the site announces `{}` and does not make it", make.path)).help("this is a bug in bilat")
    };
    let (made, key) = job.source.keyed(make.path).ok_or_else(missing)?;
    let at = job.folder.locate(make.path);
    if made.has_errors() {
        return kept(make, made, &at);
    }
    let Checked { value: output, notes } = made;
    let same = make.disk.filter(|disk| is_same(*disk, make.known, &output, &at));
    let stat = match same {
        Some(stat) => stat,
        None => {
            journal.begin()?;
            put(job, &output, &at)?
        }
    };
    let key = key.filter(|_| notes.is_empty());
    let known = Known { key, hash: output.fingerprint, stat, media_type: output.media_type.into() };
    Ok(Brought { path: make.path.clone(), known: Some(known), written: same.is_none(), notes })
}

/// What a template failed on is half a page: readers keep the last whole one, if there is one.
fn kept(make: &Make<'_>, made: Checked<Output>, at: &Path) -> Result<Brought, Failure> {
    let old = |stat: Stat| -> Result<Known, Failure> {
        let hash = match make.known {
            Some(known) if known.stat == stat => known.hash,
            _ => stream::fingerprint(at).map_err(|e| Failure::io("read", at, &e))?.1,
        };
        Ok(Known { key: None, hash, stat, media_type: made.value.media_type.into() })
    };
    let known = make.disk.map(old).transpose()?;
    Ok(Brought { path: make.path.clone(), known, written: false, notes: made.notes })
}

/// Whether the disk has these bytes: by the record if the file is as it was left, else by reading it.
fn is_same(disk: Stat, known: Option<&Known>, output: &Output, at: &Path) -> bool {
    match known {
        Some(known) if known.stat == disk => known.hash == output.fingerprint,
        _ if disk.size != output.len => false,
        _ => stream::fingerprint(at).is_ok_and(|(_, fingerprint)| fingerprint == output.fingerprint),
    }
}

fn put<S: Source>(job: &Job<'_, S>, output: &Output, at: &Path) -> Result<Stat, Failure> {
    let fail = |e| Failure::io("write", at, &e);
    let mut draft = draft(at).map_err(fail)?;
    match &output.content {
        Content::Bytes(bytes) => draft.file().write_all(bytes).map_err(fail)?,
        Content::Copy(source) => copy(job, source, output, draft.file(), at)?,
    }
    let stat = Stat::of(&draft.file().metadata().map_err(fail)?);
    draft.publish().map_err(fail)?;
    Ok(stat)
}

/// A draft beside `at`; the folder is made if there is none.
fn draft(at: &Path) -> io::Result<Draft> {
    match Draft::beside(at) {
        Err(e) if e.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(at.parent().unwrap_or(at))?;
            Draft::beside(at)
        }
        result => result,
    }
}

fn copy<S>(job: &Job<'_, S>, source: &SourcePath, output: &Output, to: &mut File, at: &Path) -> Result<(), Failure> {
    let from = job.portal.locate(source);
    let file = File::open(&from).map_err(|e| Failure::io("read", &from, &e))?;
    let copied = stream::copy(file, to).map_err(|e| Failure::io("write", at, &e))?;
    match copied == (output.len, output.fingerprint) {
        true => Ok(()),
        false => {
            let message = format!("`{}` changed while the site was built", job.portal.show(source));
            Err(Failure::new(message).help("build again; every file that was written so far is whole"))
        }
    }
}
