//! Looking again at files on a real disk. What a portal may hold is for the tests of `disk` to say.

use super::*;
use crate::base::date::Day;
use std::fs;
use std::path::Path;

fn settings() -> Settings {
    Settings { today: Day::of_unix_seconds(0).expect("1970 is a day"), drafts: false, base_url: None }
}

fn portal(root: &Path) -> Portal {
    fs::write(root.join("site.toml"), "title = \"a\"\n").expect("a file");
    fs::create_dir_all(root.join("content/documents")).expect("a folder");
    fs::write(root.join("content/documents/a.md"), "one\n").expect("a file");
    Portal { root: root.canonicalize().expect("a folder"), shown: String::new() }
}

fn paths(all: &[&str]) -> Scope {
    Scope::Paths(all.iter().map(|path| SourcePath::new(path)).collect())
}

#[test]
fn a_look_says_what_changed_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = portal(folder.path());
    let (mut sources, inputs) = Sources::read(&portal, &settings()).expect("a portal");
    let mut inputs = Arc::new(inputs);
    assert_eq!(sources.look(&mut inputs, &Scope::Everything), Ok(Vec::new()));
    let at = |name: &str| folder.path().join("content/documents").join(name);
    fs::write(at("a.md"), "two\n").expect("a file");
    fs::write(at("b.md"), "new\n").expect("a file");
    fs::write(at("c.md~"), "not a source\n").expect("a file");
    let turns = |changes: Vec<Change>| changes.into_iter().map(|c| (c.path.to_string(), c.turn)).collect::<Vec<_>>();
    let named = |name: &str, turn| (format!("content/documents/{name}"), turn);
    let one = sources.look(&mut inputs, &paths(&["content/documents/a.md"])).expect("a look");
    assert_eq!(turns(one), [named("a.md", Turn::Changed)]);
    let all = sources.look(&mut inputs, &Scope::Everything).expect("a look");
    assert_eq!(turns(all), [named("b.md", Turn::Added)]);
    fs::remove_dir_all(folder.path().join("content")).expect("no folder");
    let gone = sources.look(&mut inputs, &paths(&["content/documents"])).expect("a look");
    assert_eq!(turns(gone), [named("a.md", Turn::Removed), named("b.md", Turn::Removed)]);
    assert_eq!(inputs.files.len(), 1);
}

#[test]
fn cut_files_are_doubted() {
    let text = |text: &str| File::text(text.as_bytes());
    let old = text(&"a line\n".repeat(200));
    assert!(is_cut(Some(&old), &text("")) && is_cut(None, &text("")));
    assert!(is_cut(Some(&old), &text("a line\na l")));
    assert!(is_cut(Some(&old), &File::text(&"a line\n".repeat(200).as_bytes()[..512])));
    assert!(!is_cut(Some(&old), &text("a line\n")), "somebody took lines away");
    assert!(!is_cut(Some(&old), &text("another")) && !is_cut(None, &text("new")));
    assert!(!is_cut(Some(&text("")), &text("")));
}
