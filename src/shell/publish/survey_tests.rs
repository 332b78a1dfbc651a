//! What is made anew and what is remembered, with a few small files in place of a site.
#![allow(clippy::disallowed_macros)]

use super::*;
use crate::base::diag::{Checked, Code};
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::shell::publish::ledger::Ledger;
use crate::shell::publish::plan::plan;
use std::sync::Mutex;

/// A site of files by address; the text of one that is remarked on begins with `!`.
struct Fake {
    files: BTreeMap<OutPath, String>,
    made: Mutex<Vec<String>>,
}

impl Fake {
    fn new(files: &[(&str, &str)]) -> Fake {
        let files = files.iter().map(|(path, text)| (OutPath::new(path), (*text).to_owned())).collect();
        Fake { files, made: Mutex::default() }
    }
}

impl Source for Fake {
    fn addresses(&self) -> Vec<&OutPath> {
        self.files.keys().collect()
    }

    fn output(&self, path: &OutPath) -> Option<Checked<Output>> {
        let text = self.files.get(path)?;
        self.made.lock().expect("no test panicked").push(path.to_string());
        let note = || Diagnostic::warning(Code("test/note"), &SourcePath::new("a.md"), Span::default(), text.clone());
        let notes = text.starts_with('!').then(note).into_iter().collect();
        Some(Checked { value: Output::bytes(text.clone().into_bytes(), "text/plain; charset=utf-8"), notes })
    }

    fn key(&self, path: &OutPath) -> Option<Fingerprint> {
        Some(Fingerprint::of(self.files[path].as_bytes()))
    }

    fn stage(&self, _: &OutPath) -> Stage {
        Stage::Page
    }
}

/// What is found of `files`, and which of them had to be made for that.
fn surveyed(files: &[(&str, &str)], compress: bool, record: Option<&Record>) -> (Found, Vec<String>) {
    let fake = Fake::new(files);
    let portal = Portal { root: "/nowhere".into(), shown: String::new() };
    let target = Target { compress, ..Target::default() };
    let press = Press { source: &fake, portal: &portal, target: &target, keeps_headers: true };
    let found = survey(&press, record, &Progress::start()).expect("it can be made");
    let mut made = fake.made.into_inner().expect("no test panicked");
    made.sort();
    (found, made)
}

fn remembered(found: &Found) -> Record {
    Record { files: found.known.clone(), ..Record::default() }
}

/// What the target is to hold.
fn told(found: &Found) -> Vec<(&str, &Entry, Stage)> {
    found.items.iter().map(|item| (item.path.as_str(), &item.entry, item.stage)).collect()
}

#[test]
fn what_did_not_change_is_not_made_again() {
    let first = surveyed(&[("a", "one"), ("b", "two")], false, None);
    assert_eq!(first.1, ["a", "b"]);
    let record = remembered(&first.0);
    let again = surveyed(&[("a", "one"), ("b", "two")], false, Some(&record));
    assert_eq!(again.1, [""; 0]);
    assert_eq!((told(&again.0), &again.0.known), (told(&first.0), &first.0.known));
    let changed = surveyed(&[("a", "one"), ("b", "three"), ("c", "four")], false, Some(&record));
    assert_eq!(changed.1, ["b", "c"]);
    let afresh = surveyed(&[("a", "one"), ("b", "three"), ("c", "four")], false, None);
    assert_eq!(told(&changed.0), told(&afresh.0));
}

#[test]
fn what_was_noticed_is_noticed_again() {
    let files = [("a", "!one"), ("b", "two")];
    let record = remembered(&surveyed(&files, false, None).0);
    let (again, made) = surveyed(&files, false, Some(&record));
    assert_eq!((again.notes.len(), made), (1, vec!["a".to_owned()]));
}

#[test]
fn compressed_neighbours_are_remembered_too() {
    let files = [("a", "x".repeat(5000)), ("b", "short".to_owned())];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    let plain = surveyed(&files, false, None).0;
    // Who wants them for the first time has only what they are made from.
    let (first, made) = surveyed(&files, true, Some(&remembered(&plain)));
    assert_eq!((made, first.items.len()), (vec!["a".to_owned()], 3));
    let (again, made) = surveyed(&files, true, Some(&remembered(&first)));
    assert_eq!((made.len(), told(&again)), (0, told(&first)));
    assert_eq!(told(&surveyed(&files, false, Some(&remembered(&first))).0), told(&plain));
}

#[test]
fn nothing_is_sent_that_is_not_what_the_manifest_says() {
    let fake = Fake::new(&[("a", "one")]);
    let portal = Portal { root: "/nowhere".into(), shown: String::new() };
    let press = Press { source: &fake, portal: &portal, target: &Target::default(), keeps_headers: false };
    let mut record = remembered(&survey(&press, None, &Progress::start()).expect("it can be made"));
    record.files.values_mut().for_each(|known| known.hash = Fingerprint::of(b"a lie"));
    let found = survey(&press, Some(&record), &Progress::start()).expect("it can be made");
    let failure = press.body(&found.items[0]).err().expect("it is refused");
    assert!(failure.message.contains("is not what is remembered"), "{}", failure.message);
}

#[test]
fn the_old_neighbour_of_a_page_that_stays_goes_first() {
    let (found, _) = surveyed(&[("a/index.html", "one")], false, None);
    let mut ledger = Ledger::default();
    let ours = ["a/index.html", "a/index.html.gz", "b/index.html", "b/index.html.gz"];
    ledger.owned.extend(ours.map(str::to_owned));
    let plan = plan(&found.items, &ledger, false, true);
    assert_eq!(plan.removed, ["a/index.html.gz", "b/index.html", "b/index.html.gz"]);
}
