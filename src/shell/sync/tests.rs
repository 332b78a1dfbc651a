//! What a build does to a folder, with a source of a few small files in place of a site. Does not know pages.
#![allow(clippy::disallowed_macros)]

use super::*;
use crate::base::diag::Code;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::output::Content;
use crate::shell::lock::Patience;
use crate::shell::manifest::{JOURNAL, MANIFEST};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use tempfile::TempDir;

/// A site of files by address. Those under `assets/` come first, those that end in `.xml` last.
#[derive(Default)]
struct Fake {
    files: BTreeMap<OutPath, Content>,
    /// Addresses whose making is remarked on.
    noted: Vec<&'static str>,
    /// Addresses that cannot be made.
    failing: Vec<&'static str>,
    /// A file of the folder that must be there whenever something is made.
    present: Option<PathBuf>,
    /// Every address that was made, in order.
    made: Mutex<Vec<OutPath>>,
}

impl Fake {
    fn new(files: &[(&str, &str)]) -> Fake {
        let content = |text: &str| Content::Bytes(text.as_bytes().to_vec());
        let files = files.iter().map(|(path, text)| (OutPath::new(path), content(text))).collect();
        Fake { files, ..Fake::default() }
    }

    fn bytes(&self, path: &OutPath) -> &[u8] {
        match &self.files[path] {
            Content::Bytes(bytes) => bytes,
            Content::Copy(source) => source.as_str().as_bytes(),
        }
    }

    /// The addresses made since the last call, sorted.
    fn made(&self) -> Vec<String> {
        let mut made: Vec<String> =
            self.made.lock().expect("no test panicked").drain(..).map(|p| p.to_string()).collect();
        made.sort();
        made
    }
}

impl Source for Fake {
    fn addresses(&self) -> Vec<&OutPath> {
        self.files.keys().collect()
    }

    fn output(&self, path: &OutPath) -> Option<Checked<Output>> {
        assert!(self.present.as_ref().is_none_or(|at| at.exists()), "removed before `{path}` was there");
        self.made.lock().expect("no test panicked").push(path.clone());
        let bytes = self.bytes(path).to_vec();
        let output = Output { content: self.files[path].clone(), ..Output::bytes(bytes, "text/plain") };
        let note =
            || Diagnostic::warning(Code("test/note"), &SourcePath::new("a.md"), Span::default(), path.to_string());
        let is_one_of = |all: &[&str]| all.contains(&path.as_str());
        let mut notes: Vec<Diagnostic> = is_one_of(&self.noted).then(note).into_iter().collect();
        if is_one_of(&self.failing) {
            notes.push(Diagnostic::error(Code("test/failed"), &SourcePath::new("a.html"), Span::default(), "no"));
        }
        Some(Checked { value: output, notes })
    }

    fn key(&self, path: &OutPath) -> Option<Fingerprint> {
        Some(Fingerprint::of(self.bytes(path)))
    }

    fn stage(&self, path: &OutPath) -> Stage {
        match path.as_str() {
            path if path.starts_with("assets/") => Stage::Asset,
            path if path.ends_with(".xml") => Stage::Index,
            _ => Stage::Page,
        }
    }
}

/// A portal with an output folder, and what is remembered of the last build.
struct Place {
    _folder: TempDir,
    portal: Portal,
    out: PathBuf,
    record: Option<Record>,
}

type Tree = BTreeMap<String, (Vec<u8>, Option<Stat>)>;

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("it exists").join("portal");
        fs::create_dir(&root).expect("a folder");
        let out = root.join("public");
        Place { portal: Portal { root, shown: String::new() }, out, record: None, _folder: folder }
    }

    fn build(&mut self, source: &Fake) -> Result<Counts, Failure> {
        let patience = Patience { limit: Duration::ZERO, tell: &|_| () };
        let mut folder = OutFolder::open(&self.portal, Some(&self.out), &patience)?;
        folder.prepare(&patience)?;
        let job = Job {
            source,
            portal: &self.portal,
            folder: &folder,
            record: self.record.as_ref(),
            progress: &Progress::start(),
        };
        let written = write(&job)?;
        let Written { counts, files, notes, manifest } = written;
        self.record = Some(Record { stamp: Fingerprint::default(), pages: 0, manifest, files, notes });
        Ok(counts)
    }

    /// A build that must succeed, and leaves nothing behind but the site and `also`.
    fn builds(&mut self, source: &Fake, also: &[&str]) -> Counts {
        let counts = self.build(source).expect("the folder can be built into");
        let tree = self.tree();
        let names: Vec<&str> =
            tree.iter().filter(|(_, (_, stat))| stat.is_some()).map(|(name, _)| name.as_str()).collect();
        let mut wanted: Vec<&str> =
            source.files.keys().map(OutPath::as_str).chain([MANIFEST]).chain(also.iter().copied()).collect();
        wanted.sort_unstable();
        assert_eq!(names, wanted);
        source.files.keys().for_each(|path| assert_eq!(tree[path.as_str()].0, source.bytes(path), "{path}"));
        counts
    }

    /// A build that must fail without touching anything.
    fn refuses(&mut self, source: &Fake) -> Failure {
        let before = self.tree();
        let failure = self.build(source).expect_err("something is in the way");
        assert_eq!(self.tree(), before);
        failure
    }

    fn at(&self, path: &str) -> PathBuf {
        self.out.join(path)
    }

    fn put(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().expect("a file has a folder")).expect("a folder");
        fs::write(self.at(path), text).expect("a file");
    }

    fn delete(&self, path: &str) {
        fs::remove_file(self.at(path)).expect("the file was there");
    }

    /// Everything in the folder: bytes and times of files, names of folders and links.
    fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        list(&self.out, &self.out, &mut tree);
        tree
    }

    fn listed(&self) -> Vec<String> {
        let owned = manifest::read(&self.out).expect("the manifest is ours");
        owned.listed.iter().map(OutPath::to_string).collect()
    }
}

fn list(root: &Path, folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let at = entry.expect("a folder can be listed").path();
        let name = at.strip_prefix(root).expect("it lies inside").to_str().expect("UTF-8").to_owned();
        let stat = stat_of(&at);
        let bytes = if stat.is_some() { fs::read(&at).expect("a file can be read") } else { Vec::new() };
        if fs::symlink_metadata(&at).expect("it is there").is_dir() {
            list(root, &at, tree);
        }
        tree.insert(name, (bytes, stat));
    }
}

/// Which files differ between two moments, those that are only at one of them among them.
fn differing(before: &Tree, after: &Tree) -> Vec<String> {
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    let mut names: Vec<String> = names.filter(|name| before.get(*name) != after.get(*name)).cloned().collect();
    names.sort();
    names
}

fn counts(written: usize, unchanged: usize, removed: usize) -> Counts {
    Counts { written, unchanged, removed }
}

fn small() -> Fake {
    Fake::new(&[("assets/a.css", "css"), ("feed.xml", "feed"), ("index.html", "home"), ("people/a/index.html", "a")])
}

/// The small site with one page changed.
fn edited() -> Fake {
    let mut fake = small();
    fake.files.insert(OutPath::new("people/a/index.html"), Content::Bytes(b"b".to_vec()));
    fake
}

#[test]
fn a_fresh_folder_gets_every_file() {
    let mut place = Place::new();
    assert_eq!(place.builds(&small(), &[]), counts(5, 0, 0));
    assert_eq!(place.listed(), ["assets/a.css", "feed.xml", "index.html", "people/a/index.html"]);
}

#[test]
fn a_folder_with_nothing_but_dot_files_is_fresh() {
    let mut place = Place::new();
    place.put(".gitkeep", "");
    place.put(".well-known/security.txt", "mine");
    assert_eq!(place.builds(&small(), &[".gitkeep", ".well-known/security.txt"]), counts(5, 0, 0));
}

#[test]
fn an_unchanged_site_is_neither_made_nor_written() {
    let (mut place, site) = (Place::new(), small());
    place.builds(&site, &[]);
    let (before, _) = (place.tree(), site.made());
    assert_eq!(place.builds(&site, &[]), counts(0, 5, 0));
    assert_eq!((place.tree(), site.made()), (before, Vec::new()));
}

#[test]
fn without_a_record_files_are_compared_and_not_written() {
    let (mut place, site) = (Place::new(), small());
    place.builds(&site, &[]);
    let before = place.tree();
    place.record = None;
    assert_eq!(place.builds(&site, &[]), counts(0, 5, 0));
    assert_eq!(place.tree(), before);
}

#[test]
fn only_what_changed_is_written() {
    let mut place = Place::new();
    place.builds(&small(), &[]);
    let (before, site) = (place.tree(), edited());
    assert_eq!(place.builds(&site, &[]), counts(2, 3, 0));
    assert_eq!(differing(&before, &place.tree()), [MANIFEST, "people/a/index.html"]);
    assert_eq!(site.made(), ["people/a/index.html"]);
}

#[test]
fn a_file_that_somebody_changed_is_made_again() {
    let (mut place, site) = (Place::new(), small());
    place.builds(&site, &[]);
    place.put("index.html", "mine");
    place.delete("feed.xml");
    let before = place.tree();
    assert_eq!(place.builds(&site, &[]), counts(2, 3, 0));
    assert_eq!(differing(&before, &place.tree()), ["feed.xml", "index.html"]);
}

#[test]
fn what_was_noticed_is_not_forgotten() {
    let mut place = Place::new();
    let site = Fake { noted: vec!["index.html"], ..small() };
    let noticed =
        |place: &Place| place.record.as_ref().map(|r| r.notes.iter().map(|n| n.message.clone()).collect::<Vec<_>>());
    place.builds(&site, &[]);
    assert_eq!(noticed(&place), Some(vec!["index.html".to_owned()]));
    site.made();
    assert_eq!(place.builds(&site, &[]), counts(0, 5, 0));
    assert_eq!((noticed(&place), site.made()), (Some(vec!["index.html".to_owned()]), vec!["index.html".to_owned()]));
}

#[test]
fn what_cannot_be_made_stays_as_it_was() {
    let mut place = Place::new();
    place.builds(&small(), &[]);
    let before = place.tree();
    let failing = || Fake { failing: vec!["people/a/index.html"], ..edited() };
    let path = OutPath::new("people/a/index.html");
    for has_record in [true, false] {
        place.record = place.record.take().filter(|_| has_record);
        place.build(&failing()).expect("the others are written");
        assert_eq!(place.tree()["people/a/index.html"], before["people/a/index.html"]);
        let record = place.record.as_ref().expect("it was built");
        assert!(record.notes.iter().any(|note| note.code == Code("test/failed")) && record.files.contains_key(&path));
    }
    place.builds(&edited(), &[]);
}

#[test]
fn what_never_could_be_made_is_not_there() {
    let mut place = Place::new();
    place.build(&Fake { failing: vec!["index.html"], ..small() }).expect("the others are written");
    assert!(!place.at("index.html").exists() && place.at(MANIFEST).exists());
    place.builds(&small(), &[]);
}

#[test]
fn what_the_site_no_longer_has_is_removed() {
    let mut place = Place::new();
    place.builds(
        &Fake::new(&[("index.html", "home"), ("a/b/index.html", "b"), ("a/index.html", "a"), ("c/d/e.html", "e")]),
        &[],
    );
    place.put("c/mine.txt", "mine");
    place.put("empty/mine.txt", "mine");
    place.delete("empty/mine.txt");
    assert_eq!(place.builds(&Fake::new(&[("index.html", "home")]), &["c/mine.txt"]), counts(1, 1, 3));
    let names: Vec<String> = place.tree().into_keys().collect();
    assert_eq!(names, ["c", "c/mine.txt", "empty", "index.html", MANIFEST], "folders of ours go, others stay");
    assert_eq!(place.listed(), ["index.html"]);
}

#[test]
fn what_refers_to_others_comes_later_and_what_they_refer_to_goes_last() {
    let mut place = Place::new();
    place.builds(&Fake::new(&[("old.html", "old")]), &[]);
    let site = Fake { present: Some(place.at("old.html")), ..small() };
    place.builds(&site, &[]);
    let stages: Vec<Stage> = site.made.lock().expect("no test panicked").iter().map(|path| site.stage(path)).collect();
    assert_eq!(stages, [Stage::Asset, Stage::Page, Stage::Page, Stage::Index]);
}

#[test]
fn a_page_that_is_new_comes_before_those_that_may_refer_to_it() {
    let mut place = Place::new();
    place.builds(&Fake::new(&[("a.html", "old"), ("c.html", "old")]), &[]);
    let site = Fake::new(&[("a.html", "to b"), ("b.html", "new"), ("c.html", "to b")]);
    place.builds(&site, &[]);
    let made = site.made.lock().expect("no test panicked");
    assert_eq!(made.first().map(|path| path.as_str()), Some("b.html"));
}

#[test]
fn a_file_that_changes_its_case_only_is_there_under_its_new_name() {
    let mut place = Place::new();
    place.builds(&Fake::new(&[("assets/Logo.svg", "logo")]), &[]);
    place.builds(&Fake::new(&[("assets/logo.svg", "logo")]), &[]);
    assert_eq!(place.listed(), ["assets/logo.svg"]);
    assert!(place.at("assets/logo.svg").exists() && !place.tree().contains_key("assets/Logo.svg"));
}

#[test]
fn a_foreign_file_at_an_address_stops_the_build() {
    let mut place = Place::new();
    place.builds(&Fake::new(&[("index.html", "old"), ("old.html", "old")]), &[]);
    place.put("people/a/index.html", "mine");
    let failure = place.refuses(&small());
    assert!(failure.message.contains("public/people/a/index.html` was not written by bilat"), "{failure}");
    assert!(failure.hint.is_some_and(|hint| hint.contains("nothing was written or deleted")));
}

#[test]
fn a_foreign_file_with_the_right_bytes_becomes_ours() {
    let mut place = Place::new();
    place.builds(&Fake::new(&[("index.html", "home")]), &[]);
    place.put("people/a/index.html", "a");
    assert_eq!(place.builds(&small(), &[]), counts(3, 2, 0));
}

#[test]
fn nothing_but_a_plain_file_may_stand_at_an_address() {
    let mut place = Place::new();
    place.builds(&Fake::new(&[("assets/a.css", "css")]), &[]);
    place.put("mine.txt", "home");
    symlink("mine.txt", place.at("index.html")).expect("a link");
    let failure = place.refuses(&small());
    assert!(failure.message.contains("public/index.html` is no plain file"), "{failure}");
    place.delete("index.html");
    fs::create_dir(place.at("index.html")).expect("a folder");
    place.put("index.html/mine.txt", "mine");
    let failure = place.refuses(&small());
    assert!(failure.message.contains("public/index.html` is no plain file"), "{failure}");
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let mut place = Place::new();
    place.put("thesis/chapter-1.tex", "mine");
    let failure = place.refuses(&small());
    assert!(failure.message.contains("public` is not empty, and bilat did not make what is in it"), "{failure}");
}

#[test]
fn a_manifest_of_somebody_else_is_refused() {
    let mut place = Place::new();
    for text in
        ["{\"name\": \"My app\", \"start_url\": \"/\"}", "{\"schema\": 1, \"files\": {\"../../a\": {}}}", "half a li"]
    {
        place.put(MANIFEST, text);
        let failure = place.refuses(&small());
        assert!(failure.message.contains("public/manifest.json`"), "{failure}");
    }
}

#[test]
fn a_lost_manifest_is_written_anew() {
    let mut place = Place::new();
    place.builds(&small(), &[]);
    let before = place.tree();
    place.delete(MANIFEST);
    assert_eq!(place.builds(&small(), &[]), counts(1, 4, 0));
    place.delete(MANIFEST);
    place.record = None;
    assert_eq!(place.builds(&small(), &[]), counts(1, 4, 0));
    assert_eq!(differing(&before, &place.tree()), [MANIFEST], "identical bytes are adopted as they are");
}

#[test]
fn a_lost_manifest_makes_other_files_foreign() {
    let mut place = Place::new();
    place.builds(&Fake::new(&[("assets/a.css", "css"), ("old.html", "old"), ("people/a/index.html", "a")]), &[]);
    place.delete(MANIFEST);
    let failure = place.refuses(&edited());
    assert!(failure.message.contains("people/a/index.html` was not written by bilat"), "{failure}");
    assert_eq!(place.builds(&small(), &["old.html"]), counts(3, 2, 0));
}

#[test]
fn a_folder_on_the_way_may_not_be_a_link() {
    let mut place = Place::new();
    place.builds(&small(), &[]);
    let elsewhere = place.portal.root.join("elsewhere");
    fs::rename(place.at("people"), &elsewhere).expect("another name");
    symlink(&elsewhere, place.at("people")).expect("a link");
    let failure = place.refuses(&edited());
    assert!(failure.message.contains("public/people` is a symbolic link"), "{failure}");
    place.record = None;
    place.builds(&Fake::new(&[("index.html", "home")]), &[]);
    assert_eq!(fs::read(elsewhere.join("a/index.html")).expect("what lies behind a link is not ours"), b"a");
}

#[test]
fn a_file_on_the_way_may_not_be_foreign() {
    let mut place = Place::new();
    place.builds(&Fake::new(&[("index.html", "home")]), &[]);
    place.put("people", "mine");
    let failure = place.refuses(&small());
    assert!(failure.message.contains("public/people` was not written by bilat"), "{failure}");
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let mut place = Place::new();
    let (file, folder) =
        (Fake::new(&[("x", "file"), ("y", "y")]), Fake::new(&[("x/a/b", "folder"), ("x/c", "c"), ("y", "y")]));
    place.builds(&file, &[]);
    assert_eq!(place.builds(&folder, &[]), counts(3, 1, 1));
    assert_eq!(place.builds(&file, &[]), counts(2, 1, 2));
    place.record = None;
    assert_eq!(place.builds(&folder, &[]), counts(3, 1, 1));
    place.put("x/a/mine.txt", "mine");
    let failure = place.refuses(&file);
    assert!(failure.message.contains("public/x` is no plain file"), "{failure}");
}

#[test]
fn a_killed_build_leaves_files_that_are_ours() {
    let mut place = Place::new();
    place.builds(&Fake::new(&[("index.html", "old"), ("old/index.html", "old")]), &[]);
    let begun = ["gone/index.html", "people/a/index.html"].map(OutPath::new);
    manifest::write_journal(&place.out, &begun.iter().collect::<Vec<_>>()).expect("a journal");
    place.put("gone/index.html", "of a version between");
    place.put("people/a/index.html", "of a version between");
    place.put("people/.bilat-123-4.tmp", "hal");
    place.put("mine.txt", "mine");
    assert_eq!(place.builds(&small(), &["mine.txt"]), counts(5, 0, 2));
    assert!(!place.at("gone").exists() && !place.at("old").exists());
}

#[test]
fn a_first_build_that_was_killed_leaves_a_folder_that_is_ours() {
    let mut place = Place::new();
    let begun = small();
    fs::create_dir(&place.out).expect("a folder");
    manifest::write_journal(&place.out, &begun.addresses()).expect("a journal");
    place.put("assets/a.css", "css");
    place.put("index.html", "of another version");
    assert_eq!(place.builds(&small(), &[]), counts(4, 1, 0));
}

#[test]
fn a_journal_leads_nowhere_else() {
    let mut place = Place::new();
    place.builds(&small(), &[]);
    let outside = place.portal.root.join("outside.txt");
    fs::write(&outside, "mine").expect("a file");
    place.put(JOURNAL, "[\"../outside.txt\", \"index.html/../../outside.txt\", 7]");
    place.builds(&small(), &[]);
    place.put(JOURNAL, "[\"../outside.txt\", \"index.html/../../outside.txt\"]");
    place.builds(&edited(), &[]);
    assert!(outside.exists());
}

#[test]
fn a_draft_lies_only_where_a_journal_says_so() {
    let mut place = Place::new();
    place.builds(&small(), &[]);
    place.put("mine/.bilat-1-2.tmp", "no build was killed: not ours");
    place.put(".bilat-1-2.tmp", "of a journal that was never there");
    place.builds(&small(), &["mine/.bilat-1-2.tmp"]);
}

#[test]
fn a_build_that_fails_half_way_is_gone_on_with() {
    let mut place = Place::new();
    let mut site = small();
    let copied = SourcePath::new("static/photo.png");
    site.files.insert(OutPath::new("people/photo.png"), Content::Copy(copied.clone()));
    let at = place.portal.root.join(copied.as_str());
    let failure = place.build(&site).expect_err("the file is not there");
    assert!(failure.message.contains("photo.png`: it does not exist"), "{failure}");
    assert!(place.at(JOURNAL).is_file() && !place.at(MANIFEST).exists() && place.at("assets/a.css").is_file());
    fs::create_dir(place.portal.root.join("static")).expect("a folder");
    fs::write(&at, "other bytes than were announced").expect("a file");
    let failure = place.build(&site).expect_err("the file is another");
    assert!(failure.message.contains("`static/photo.png` changed while the site was built"), "{failure}");
    assert!(!place.at("people/photo.png").exists());
    fs::write(&at, copied.as_str()).expect("a file");
    assert_eq!(place.builds(&site, &[]).removed, 0);
}

#[test]
fn no_address_leads_out_of_the_folder() {
    let mut place = Place::new();
    for path in ["../a", "/a", "a//b", "a/./b", ".git/config", JOURNAL, MANIFEST, ""] {
        let failure = place.refuses(&Fake::new(&[(path, "text")]));
        assert!(failure.message.contains(&format!("may not have a file of its own at `{path}`")), "{failure}");
    }
}
