//! A record reads back as it was written; one that is cut short or no longer true counts as none.
#![allow(clippy::disallowed_macros)]

use super::*;
use crate::base::date::Day;
use crate::base::diag::{Code, Severity};
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::input::File;
use crate::shell::lock::Patience;
use std::time::Duration;
use tempfile::TempDir;

fn known(key: Option<Fingerprint>, media_type: &str) -> Known {
    Known { key, hash: Fingerprint::of(b"hash"), stat: Stat { size: 3, modified: -5 }, media_type: media_type.into() }
}

fn notes() -> Vec<Diagnostic> {
    let file = SourcePath::new("content/文.md");
    let plain = |severity| Diagnostic::new(severity, Code("test/one"), &file, Span::new(1, 70_000), "a \"message\"");
    vec![
        plain(Severity::Error).help("one").help("two"),
        plain(Severity::Warning).fix(Span::at(9), "safe"),
        plain(Severity::Hint).suggest(Span::new(0, 2), ""),
    ]
}

fn record() -> Record {
    let files = [("a.html", known(None, "text/html")), ("文/b.css", known(Some(Fingerprint::of(b"key")), "text/css"))];
    let files = files.into_iter().map(|(path, known)| (OutPath::new(path), known)).collect();
    Record {
        stamp: Fingerprint::of(b"stamp"),
        pages: 1,
        manifest: Stat { size: 1, modified: 2 },
        files,
        notes: notes(),
    }
}

/// A portal with an output folder that is open.
fn place() -> (TempDir, Portal, OutFolder) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let portal = Portal { root: folder.path().canonicalize().expect("it exists"), shown: String::new() };
    let patience = Patience { limit: Duration::ZERO, tell: &|_| () };
    let mut out = OutFolder::open(&portal, None, &patience).expect("it may be built into");
    out.prepare(&patience).expect("it can be made");
    (folder, portal, out)
}

#[test]
fn a_record_reads_back() {
    let bytes = wire::encode(&record());
    assert_eq!(wire::decode(&bytes), Some(record()));
    for len in 0..bytes.len() {
        assert_eq!(wire::decode(&bytes[..len]), None, "cut to {len} bytes");
    }
}

#[test]
fn a_store_keeps_a_record_for_each_folder() {
    let (_folder, portal, out) = place();
    let store = Store::new(&portal, &out);
    assert_eq!(store.load(), None);
    store.save(&record());
    assert_eq!(store.load(), Some(record()));
    let other =
        OutFolder::open(&portal, Some(&portal.root.join("other")), &Patience { limit: Duration::ZERO, tell: &|_| () });
    assert_eq!(Store::new(&portal, &other.expect("it may be built into")).load(), None);
    let ignore = fs::read_to_string(portal.root.join(".bilat/.gitignore")).expect("git is told");
    assert!(ignore.ends_with("\n*\n"));
}

#[test]
fn a_store_does_not_grow() {
    let (_folder, portal, out) = place();
    for i in 0..2 * MOST_RECORDS {
        let path = portal.root.join(format!("out-{i}"));
        let patience = Patience { limit: Duration::ZERO, tell: &|_| () };
        Store::new(&portal, &OutFolder::open(&portal, Some(&path), &patience).expect("it may be built into"))
            .save(&record());
    }
    fs::write(portal.root.join(".bilat/.bilat-1-2.tmp"), "hal").expect("a file");
    Store::new(&portal, &out).save(&record());
    let names = fs::read_dir(portal.root.join(".bilat")).expect("a folder").map(|e| e.expect("an entry").file_name());
    let (records, others): (Vec<_>, Vec<_>) = names.partition(|name| name.to_string_lossy().ends_with(".record"));
    assert_eq!((records.len(), others), (MOST_RECORDS, vec![".gitignore".into()]));
    assert_eq!(Store::new(&portal, &out).load(), Some(record()));
}

#[test]
fn a_store_that_cannot_be_kept_is_no_failure() {
    let (_folder, portal, out) = place();
    fs::write(portal.root.join(".bilat"), "a file where the folder would be").expect("a file");
    let store = Store::new(&portal, &out);
    store.save(&record());
    assert_eq!(store.load(), None);
}

#[test]
fn a_record_holds_while_nothing_was_touched() {
    let (_folder, _portal, out) = place();
    let at = |name: &str| out.path.join(name);
    let stat = |name: &str| stat_of(&at(name)).expect("a file");
    fs::write(at(MANIFEST), "{}").expect("a file");
    fs::write(at("a.html"), "a").expect("a file");
    let files =
        [(OutPath::new("a.html"), Known { stat: stat("a.html"), ..known(None, "text/html") })].into_iter().collect();
    let kept = Record { manifest: stat(MANIFEST), files, ..record() };
    assert!(kept.holds(kept.stamp, &out));
    assert!(!kept.holds(Fingerprint::of(b"other inputs"), &out));
    fs::write(at(JOURNAL), "[]").expect("a file");
    assert!(!kept.holds(kept.stamp, &out), "a build was killed");
    fs::remove_file(at(JOURNAL)).expect("it was there");
    assert!(kept.holds(kept.stamp, &out));
    fs::write(at("a.html"), "ab").expect("a file");
    assert!(!kept.holds(kept.stamp, &out), "an output was changed");
    fs::remove_file(at("a.html")).expect("it was there");
    assert!(!kept.holds(kept.stamp, &out), "an output was removed");
}

#[test]
fn the_stamp_is_of_everything_that_goes_in() {
    let today = Day::of_unix_seconds(0).expect("1970 is a day");
    let file = |text: &str| File::text(text.as_bytes());
    let files: BTreeMap<_, _> = [(SourcePath::new("a.md"), file("a"))].into_iter().collect();
    let inputs = Inputs { files: files.clone(), today, drafts: false, base_url: None };
    let with = |path: &str, file| {
        let mut files = files.clone();
        files.insert(SourcePath::new(path), file);
        Inputs { files, ..inputs.clone() }
    };
    let len = 1;
    let others = [
        with("a.md", file("b")),
        with("b.md", file("a")),
        with("a.md", File::Asset { len, fingerprint: file("a").fingerprint() }),
        with("a.md", File::Unreadable { reason: "a".to_owned() }),
        Inputs { today: Day::of_unix_seconds(86400).expect("a day"), ..inputs.clone() },
        Inputs { drafts: true, ..inputs.clone() },
        Inputs { base_url: Some(String::new()), ..inputs.clone() },
    ];
    assert_eq!(stamp(&inputs), stamp(&inputs.clone()));
    let mut stamps: Vec<Fingerprint> = others.iter().chain([&inputs]).map(stamp).collect();
    stamps.sort();
    stamps.dedup();
    assert_eq!(stamps.len(), others.len() + 1);
}
