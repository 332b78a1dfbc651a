//! Looks at a target before and after: what is known of it, whose files stand where the site's are to be, whether all is as it should
//! be. Writes nothing.

use super::ledger::{self, Entry, JOURNAL, Ledger};
use super::plan::Plan;
use super::store::Store;
use super::survey::Item;
use super::upload::each;
use crate::base::fold::fold_address;
use crate::base::path::folders_of;
use crate::shell::Failure;
use crate::shell::manifest::MANIFEST;
use crate::shell::progress::Progress;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// Reads the manifest and the journal.
pub fn ledger(store: &dyn Store) -> Result<Ledger, Failure> {
    let manifest = store.read(MANIFEST)?;
    let journal = if store.manner().is_atomic { None } else { store.read(JOURNAL)? };
    ledger::read(manifest, journal)
}

/// Finds out by reading which files a run that was cut off has brought: those that are to be there, and those that only their bytes tell from
/// somebody else's.
pub fn settle(store: &dyn Store, ledger: &mut Ledger, items: &[Item]) -> Result<(), Failure> {
    if ledger.unsure.is_empty() {
        return Ok(());
    }
    let wanted: BTreeMap<&str, &Entry> = items.iter().map(|item| (item.path.as_str(), &item.entry)).collect();
    let matters = |(path, entry): &(&String, &Entry)| {
        wanted.get(path.as_str()) == Some(entry) || !ledger.owned.contains(path.as_str())
    };
    let asked = ledger.unsure.iter().filter(matters).map(|(path, entry)| (path.as_str(), entry));
    let whole = whole(store, &asked.collect::<Vec<_>>(), &|| ())?;
    let found: Vec<(String, Entry)> = whole.into_iter().map(|(path, entry)| (path.to_owned(), entry.clone())).collect();
    found.into_iter().for_each(|(path, entry)| ledger.brought(path, entry));
    Ok(())
}

/// Those of the files that are there as they should be.
fn whole<'a>(
    store: &dyn Store,
    asked: &[(&'a str, &'a Entry)],
    step: &(dyn Fn() + Sync),
) -> Result<Vec<(&'a str, &'a Entry)>, Failure> {
    let found = Mutex::new(BTreeMap::new());
    each(store.manner().parallel, asked, |(path, entry)| {
        if is_whole(store, path, entry)? {
            found.lock().unwrap_or_else(PoisonError::into_inner).insert(*path, *entry);
        }
        step();
        Ok(())
    })?;
    Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect())
}

fn is_whole(store: &dyn Store, path: &str, entry: &Entry) -> Result<bool, Failure> {
    if store.size(path)? != Some(entry.size) {
        return Ok(false);
    }
    let found = store.fingerprint(path, entry.size)?;
    Ok(found.is_some_and(|found| found.hex() == entry.hash))
}

/// Reads everything that is said to be there, and forgets what is not: it will be sent again. Says how much that was.
pub fn verify(store: &dyn Store, ledger: &mut Ledger, progress: &Progress) -> Result<Vec<String>, Failure> {
    let known = ledger.known.clone();
    let asked: Vec<(&str, &Entry)> = known.iter().map(|(path, entry)| (path.as_str(), entry)).collect();
    progress.steps("reading the target", asked.len());
    let whole: BTreeMap<&str, &Entry> = whole(store, &asked, &|| progress.step())?.into_iter().collect();
    let wrong: Vec<String> = known.keys().filter(|path| !whole.contains_key(path.as_str())).cloned().collect();
    for path in &wrong {
        // It may be gone altogether: then what refers to it has to wait until it is there.
        ledger.known.remove(path);
        ledger.present.remove(path);
    }
    Ok(wrong)
}

/// Reads what has just been sent; a failure names what is not as it was sent.
pub fn confirm(store: &dyn Store, plan: &Plan<'_>, progress: &Progress) -> Result<(), Failure> {
    let sent = plan.added.iter().chain(&plan.changed);
    let asked: Vec<(&str, &Entry)> = sent.map(|item| (item.path.as_str(), &item.entry)).collect();
    progress.steps("reading what was sent", asked.len());
    let whole: BTreeMap<&str, &Entry> = whole(store, &asked, &|| progress.step())?.into_iter().collect();
    let wrong: Vec<&str> = asked.iter().map(|(path, _)| *path).filter(|path| !whole.contains_key(path)).collect();
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Failure::new(format!("the target does not hold what was sent: {}", named(&wrong)))
            .help("does something there change files? Run the same command again with `--verify`")),
    }
}

/// Finds out whether letter case makes a difference there, if that matters: where it makes none, a file of ours whose name is the same in
/// other letters is the same file, and must not be removed for its old name.
pub fn fold_case(store: &dyn Store, ledger: &mut Ledger, items: &[Item]) -> Result<(), Failure> {
    let new: Vec<&String> = items.iter().map(|item| &item.path).filter(|path| !ledger.owned.contains(*path)).collect();
    if new.is_empty() || !store.manner().has_folders {
        return Ok(());
    }
    let folded: BTreeSet<String> = ledger.owned.iter().map(|path| fold_address(path)).collect();
    let same: Vec<String> = new.into_iter().filter(|path| folded.contains(&fold_address(path))).cloned().collect();
    // Nobody has a file of that name; where it is found, it is the manifest.
    if same.is_empty() || store.size(&MANIFEST.to_uppercase())?.is_none() {
        return Ok(());
    }
    ledger.folds_case = true;
    for path in same {
        ledger.present.insert(path.clone());
        ledger.owned.insert(path);
    }
    Ok(())
}

/// Whose files stand where new ones are to be: those with the same bytes are taken over, any other is a failure. Files of ours that make way
/// stand in the place of those that are `cleared`. A place counts as empty with dot files in it, and these may be somebody's.
pub fn adopt(store: &dyn Store, ledger: &mut Ledger, items: &[Item], cleared: &BTreeSet<&str>) -> Result<(), Failure> {
    let is_new = |item: &&Item| !ledger.owned.contains(&item.path) && !cleared.contains(item.path.as_str());
    let mut new: Vec<&Item> = items.iter().filter(is_new).collect();
    if !new.is_empty() && !ledger.is_ours() && store.is_empty()? {
        new.retain(|item| item.path.starts_with('.'));
    }
    if new.is_empty() {
        return Ok(());
    }
    ways_are_free(store, ledger, &new)?;
    let found = standing(store, &new)?;
    let asked: Vec<(&str, &Entry)> = found.iter().map(|item| (item.path.as_str(), &item.entry)).collect();
    let whole = whole(store, &asked, &|| ())?;
    let same: BTreeMap<&str, &Entry> = whole.into_iter().collect();
    let foreign: Vec<&str> = asked.iter().map(|(path, _)| *path).filter(|path| !same.contains_key(path)).collect();
    if !foreign.is_empty() {
        let message = format!("the site needs the place of files that bilat did not put there: {}", named(&foreign));
        return Err(
            Failure::new(message).help("move them away, or publish to another place; nothing was written or deleted")
        );
    }
    for (path, entry) in same {
        ledger.owned.insert(path.to_owned());
        ledger.present.insert(path.to_owned());
        // Their headers are not known: on a target that keeps some, they are sent again.
        if !store.manner().keeps_headers {
            ledger.known.insert(path.to_owned(), entry.clone());
        }
    }
    Ok(())
}

/// That no file of somebody else stands where new files need a folder.
fn ways_are_free(store: &dyn Store, ledger: &Ledger, new: &[&Item]) -> Result<(), Failure> {
    if !store.manner().has_folders {
        return Ok(());
    }
    let ours: BTreeSet<&str> = ledger.owned.iter().flat_map(|path| folders_of(path)).collect();
    let is_unknown = |folder: &&str| !ours.contains(folder) && !ledger.owned.contains(*folder);
    let folders: BTreeSet<&str> = new.iter().flat_map(|item| folders_of(&item.path)).filter(is_unknown).collect();
    let folders: Vec<&str> = folders.into_iter().collect();
    each(store.manner().parallel, &folders, |folder| match store.has_file(folder)? {
        false => Ok(()),
        true => Err(Failure::new(format!("the site needs a folder at `{folder}`, where a file is"))
            .help("move it away, or publish to another place; nothing was written or deleted")),
    })
}

/// Those of the files that are there: by a list where that is cheap, else one by one.
fn standing<'a>(store: &dyn Store, new: &[&'a Item]) -> Result<Vec<&'a Item>, Failure> {
    const FEW: usize = 8;
    let names = if new.len() > FEW { store.names()? } else { None };
    if let Some(names) = names {
        return Ok(new.iter().copied().filter(|item| names.contains(&item.path)).collect());
    }
    let found = Mutex::new(Vec::new());
    each(store.manner().parallel, new, |item| {
        if store.size(&item.path)?.is_some() {
            found.lock().unwrap_or_else(PoisonError::into_inner).push(*item);
        }
        Ok(())
    })?;
    Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// The first of many paths.
fn named(paths: &[&str]) -> String {
    let shown: Vec<String> = paths.iter().take(3).map(|path| format!("`{}`", path.escape_debug())).collect();
    let more = paths.len() - shown.len();
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}
