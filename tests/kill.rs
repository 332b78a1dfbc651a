//! Builds that are killed at any moment, and builds that meet: every file is whole at every moment, and the next build makes the folder
//! what a clean build would. Measures no time: a build is killed when a certain file has come, wherever it is then.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod program;

use program::{Portal, Tree, differences, files, many, tree};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

const DOCUMENTS: usize = 240;
const JOURNAL: &str = ".bilat-journal";
const DAY: [&str; 2] = ["--date", "2026-01-01"];

/// A portal that goes to and fro between two versions, and what each looks like when it is built.
struct Versions {
    portal: Portal,
    finished: [Tree; 2],
}

impl Versions {
    fn new() -> Versions {
        let finished = [0, 1].map(|version| {
            let portal = Portal::of(&many(DOCUMENTS, version));
            portal.ends(0, &[&["build"], &DAY[..]].concat());
            portal.tree("public")
        });
        assert!(
            finished.iter().all(|tree| tree.len() > DOCUMENTS) && differences(&finished[0], &finished[1]).len() > 100
        );
        Versions { portal: Portal::of(&many(DOCUMENTS, 0)), finished }
    }

    /// Makes the portal this version, file by file.
    fn turn_to(&self, version: usize) {
        let wanted = many(DOCUMENTS, version);
        for (name, at) in files(&self.portal.root()) {
            let is_source = ["content/", "static/"].iter().any(|folder| name.starts_with(folder));
            if is_source && !wanted.iter().any(|(path, _)| *path == name) {
                fs::remove_file(at).expect("the file was there");
            }
        }
        let _ = fs::remove_dir(self.portal.at("static/file"));
        wanted.iter().for_each(|(path, text)| self.portal.write(path, text));
    }

    fn public(&self) -> PathBuf {
        self.portal.at("public")
    }

    fn build(&self) -> Child {
        let mut command = self.portal.command(&[&["build", "--jobs", "2"], &DAY[..]].concat());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program can be started")
    }

    /// Starts a build of `version` and kills it once `is_time`; says whether that was in the middle.
    fn kill(&self, version: usize, is_time: impl Fn() -> bool) -> bool {
        self.turn_to(version);
        let mut child = self.build();
        while !is_time() && child.try_wait().expect("a child can be asked").is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().expect("a child can be killed");
        child.wait().expect("a child can be waited for");
        self.every_file_is_whole();
        self.public().join(JOURNAL).exists()
    }

    /// Everything that a visitor could be shown is as one of the versions has it.
    fn every_file_is_whole(&self) {
        for (name, at) in files(&self.public()) {
            if name.rsplit('/').next().is_some_and(|name| name.starts_with(".bilat-")) {
                continue;
            }
            let bytes = fs::read(&at).expect("nobody writes any more");
            let is_whole = self.finished.iter().any(|tree| tree.get(&name) == Some(&bytes));
            assert!(is_whole, "{name} is of no version: {} bytes", bytes.len());
        }
    }

    fn finishes(&self, version: usize) {
        self.portal.ends(0, &[&["build"], &DAY[..]].concat());
        assert_eq!(differences(&self.finished[version], &tree(&self.public())), [""; 0]);
    }
}

/// Whether a file that differs between the versions is the one of `tree`.
fn has_come(public: &Path, tree: &Tree, name: &str) -> bool {
    fs::read(public.join(name)).ok().as_ref() == tree.get(name)
}

/// Moments of a build of a version: its first sign on the disk, files from the first to the last, the manifest, the last removal.
fn moments(from: &Tree, to: &Tree) -> Vec<Option<String>> {
    let new: Vec<&String> = to.keys().filter(|name| from.get(*name) != to.get(*name)).collect();
    let gone: Vec<&String> = from.keys().filter(|name| !to.contains_key(*name)).collect();
    let steps = (0..4).filter_map(|i| new.get(i * new.len() / 4));
    let names = steps.chain(new.last()).chain(gone.first()).chain(gone.last()).map(|name| (*name).clone());
    [None].into_iter().chain(names.map(Some)).chain([Some("manifest.json".to_owned())]).collect()
}

#[test]
fn a_killed_build_leaves_whole_files_and_is_gone_on_with() {
    let versions = Versions::new();
    let (public, mut in_the_middle, mut from) = (versions.public(), 0, Tree::new());
    for version in [0, 1] {
        let to = &versions.finished[version];
        for moment in moments(&from, to) {
            let is_time = || match &moment {
                None => public.join(JOURNAL).exists(),
                Some(name) => has_come(&public, to, name),
            };
            in_the_middle += usize::from(versions.kill(version, is_time));
            versions.finishes(version);
            if version == 0 {
                fs::remove_dir_all(&public).expect("it was built");
            } else {
                versions.turn_to(0);
                versions.finishes(0);
            }
        }
        from = to.clone();
        versions.turn_to(0);
        versions.finishes(0);
    }
    assert!(in_the_middle > 0, "no build was killed in the middle");
}

#[test]
fn builds_that_are_killed_one_after_the_other_add_up_to_nothing() {
    let versions = Versions::new();
    let public = versions.public();
    let mut in_the_middle = 0;
    for round in 0..12 {
        let version = round % 2;
        let last_count = files(&public).len();
        let journal = public.join(JOURNAL);
        let is_time = || journal.exists() && (round % 3 == 0 || files(&public).len() != last_count);
        in_the_middle += usize::from(versions.kill(version, is_time));
        if round == 5 {
            // What is remembered of earlier builds may be lost besides.
            let _ = fs::remove_dir_all(versions.portal.at(".bilat"));
        }
    }
    assert!(in_the_middle > 0, "no build was killed in the middle");
    versions.finishes(1);
    versions.turn_to(0);
    versions.finishes(0);
}

#[test]
fn two_builds_at_once_end_as_one() {
    let versions = Versions::new();
    for version in [0, 1, 0] {
        versions.turn_to(version);
        let mut children: Vec<Child> = (0..3).map(|_| versions.build()).collect();
        for child in &mut children {
            assert_eq!(child.wait().expect("a child can be waited for").code(), Some(0));
        }
        assert_eq!(differences(&versions.finished[version], &tree(&versions.public())), [""; 0]);
    }
}

#[test]
fn two_portals_that_are_built_into_one_folder_do_not_mix() {
    let portals = [0, 1].map(|version| Portal::of(&many(60, version)));
    let finished = portals.each_ref().map(|portal| {
        portal.ends(0, &[&["build"], &DAY[..]].concat());
        portal.tree("public")
    });
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("site");
    let build = |portal: &Portal| {
        let mut command = portal.command(&[&["build", "--out", out.to_str().expect("UTF-8")], &DAY[..]].concat());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program can be started")
    };
    for _ in 0..4 {
        let mut children = portals.each_ref().map(build);
        for child in &mut children {
            assert_eq!(child.wait().expect("a child can be waited for").code(), Some(0));
        }
        let tree = tree(&out);
        assert!(
            finished.contains(&tree),
            "{:?} and {:?}",
            differences(&finished[0], &tree),
            differences(&finished[1], &tree)
        );
    }
}

#[test]
fn a_build_waits_for_another_and_says_so() {
    let portal = Portal::new();
    portal.ends(0, &["build"]);
    let lock = File::open(portal.at("public")).expect("a folder can be opened");
    lock.lock().expect("a folder can be locked");
    let mut child = portal
        .command(&["build"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let mut said = BufReader::new(child.stderr.take().expect("it is a pipe"));
    let mut line = String::new();
    said.read_line(&mut line).expect("it says something");
    assert!(line.starts_with("another build is writing to `") && line.ends_with("public`; waiting for it\n"), "{line}");
    assert!(child.try_wait().expect("a child can be asked").is_none(), "it waits");
    lock.unlock().expect("the lock is ours");
    assert_eq!(child.wait().expect("a child can be waited for").code(), Some(0));
}
