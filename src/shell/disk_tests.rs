//! What of a portal's folder is read, what is left out, and what is named as unreadable with its reason.
#![allow(clippy::disallowed_macros)]

use super::*;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use tempfile::TempDir;

/// A portal with some files; each holds its own path.
fn portal(files: &[&str]) -> (TempDir, Portal) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().canonicalize().expect("it exists").join("portal");
    let portal = Portal { root, shown: String::new() };
    files.iter().for_each(|path| put(&portal, path, path.as_bytes()));
    (folder, portal)
}

fn put(portal: &Portal, path: &str, bytes: &[u8]) {
    let at = portal.root.join(path);
    fs::create_dir_all(at.parent().expect("a file has a folder")).expect("a folder");
    fs::write(at, bytes).expect("a file");
}

fn link(portal: &Portal, target: &str, path: &str) {
    let at = portal.root.join(path);
    fs::create_dir_all(at.parent().expect("a link has a folder")).expect("a folder");
    symlink(target, at).expect("a link");
}

fn scanned_day() -> Day {
    Day::of_unix_seconds(0).expect("1970 is a day")
}

fn scanned(portal: &Portal) -> Inputs {
    let settings = Settings { today: scanned_day(), drafts: true, base_url: Some("https://a.example/".to_owned()) };
    scan(portal, &settings).expect("the portal can be read")
}

fn paths(inputs: &Inputs) -> Vec<&str> {
    inputs.files.keys().map(SourcePath::as_str).collect()
}

/// Why the file at `path` cannot be read; empty where it can.
fn reason<'a>(inputs: &'a Inputs, path: &str) -> &'a str {
    match inputs.files.get(&SourcePath::new(path)) {
        Some(File::Unreadable { reason }) => reason,
        Some(_) => "",
        None => panic!("{path} was not found among {:?}", paths(inputs)),
    }
}

#[test]
fn sources_are_read_and_nothing_else() {
    let all = [
        "README.md",
        "content/a.md",
        "i18n/en.toml",
        "notes/b.md",
        "public/index.html",
        "site.toml",
        "static/s.css",
        "templates/x.html",
    ];
    let (_folder, portal) = portal(&all);
    let inputs = scanned(&portal);
    assert_eq!(paths(&inputs), ["content/a.md", "i18n/en.toml", "site.toml", "static/s.css", "templates/x.html"]);
    assert_eq!(inputs.text("content/a.md"), Some("content/a.md"));
    assert_eq!(
        (inputs.today.iso().as_str(), inputs.drafts, inputs.base_url.as_deref()),
        ("1970-01-01", true, Some("https://a.example/"))
    );
}

#[test]
fn a_portal_may_lack_every_folder() {
    let (_folder, portal) = portal(&["site.toml"]);
    assert_eq!(paths(&scanned(&portal)), ["site.toml"]);
}

#[test]
fn dot_files_and_backups_are_left_out() {
    let ignored = [
        ".a.md",
        ".obsidian/app.json",
        "a.md~",
        "a.md.swp",
        "a.md.SWO",
        "a.tmp",
        "a.bak",
        "#a.md#",
        "4913",
        "Thumbs.db",
        "desktop.ini",
    ];
    let ignored: Vec<String> = ignored.iter().map(|name| format!("content/{name}")).collect();
    let kept = ["content/#1.md", "content/a.bak.md", "content/a.md", "content/swp"];
    let all: Vec<&str> = ignored.iter().map(String::as_str).chain(kept).collect();
    let (_folder, portal) = portal(&all);
    assert_eq!(paths(&scanned(&portal)), kept);
}

#[test]
fn texts_are_held_and_other_files_only_measured() {
    let texts = [
        "content/a.md",
        "content/B.MD",
        "static/a.css",
        "static/a.js",
        "static/a.svg",
        "templates/a.xml",
        "site.toml",
        "i18n/x.toml",
    ];
    let assets = [
        "content/a.pdf",
        "content/a.svg",
        "content/a.html",
        "content/plain",
        "static/a.png",
        "static/a.html",
        "i18n/x.txt",
    ];
    let all: Vec<&str> = texts.iter().chain(&assets).copied().collect();
    let (_folder, portal) = portal(&all);
    let inputs = scanned(&portal);
    for path in texts {
        assert_eq!(inputs.files[&SourcePath::new(path)], File::text(path.as_bytes()), "{path}");
    }
    for path in assets {
        let (len, fingerprint) = (path.len() as u64, File::text(path.as_bytes()).fingerprint());
        assert_eq!(inputs.files[&SourcePath::new(path)], File::Asset { len, fingerprint }, "{path}");
    }
}

#[test]
fn bytes_are_read_as_they_are() {
    let (_folder, portal) = portal(&[]);
    let bytes = b"\xEF\xBB\xBFa\r\n\0\xFF";
    put(&portal, "content/a.md", bytes);
    assert_eq!(scanned(&portal).files[&SourcePath::new("content/a.md")], File::text(&bytes[..]));
}

#[test]
fn links_to_files_of_the_portal_are_read() {
    let (_folder, portal) = portal(&["content/documents/a.md", "static/b.png", "README.md"]);
    link(&portal, "a.md", "content/documents/same.md");
    link(&portal, "../README.md", "content/readme.md");
    link(&portal, "../static/b.png", "content/b.png");
    link(&portal, portal.root.join("README.md").to_str().expect("UTF-8"), "content/absolute.md");
    let inputs = scanned(&portal);
    assert_eq!(inputs.text("content/documents/same.md"), Some("content/documents/a.md"));
    assert_eq!(inputs.text("content/readme.md"), Some("README.md"));
    assert_eq!(inputs.text("content/absolute.md"), Some("README.md"));
    assert!(matches!(inputs.files[&SourcePath::new("content/b.png")], File::Asset { len: 12, .. }));
}

#[test]
fn other_links_are_named_and_not_followed() {
    let (folder, portal) = portal(&["content/documents/a.md", "content/.hidden.md", ".env"]);
    fs::create_dir(folder.path().join("portal-2")).expect("a folder");
    fs::write(folder.path().join("portal-2/secret.md"), "secret").expect("a file");
    let links = [
        ("../../portal-2/secret.md", "content/out.md", "it is a symbolic link that leads out of the portal"),
        ("../../portal-2", "content/other", "it is a symbolic link that leads out of the portal"),
        ("documents", "content/folder", "it is a symbolic link to a folder; only links to files are followed"),
        (".hidden.md", "content/hidden.md", "it is a symbolic link to a hidden file"),
        ("../.env", "content/env.md", "it is a symbolic link to a hidden file"),
        ("nowhere.md", "content/broken.md", "it is a symbolic link that leads nowhere: it does not exist"),
    ];
    links.iter().for_each(|(target, path, _)| link(&portal, target, path));
    let inputs = scanned(&portal);
    for (_, path, wanted) in links {
        assert_eq!(reason(&inputs, path), wanted, "{path}");
    }
    assert_eq!(inputs.files.len(), links.len() + 1, "{:?}", paths(&inputs));
}

#[test]
fn links_in_a_circle_lead_nowhere() {
    let (_folder, portal) = portal(&[]);
    link(&portal, "b.md", "content/a.md");
    link(&portal, "a.md", "content/b.md");
    link(&portal, ".", "content/self");
    let inputs = scanned(&portal);
    for path in ["content/a.md", "content/b.md"] {
        assert!(
            reason(&inputs, path).starts_with("it is a symbolic link that leads nowhere: "),
            "{}",
            reason(&inputs, path)
        );
    }
    assert_eq!(reason(&inputs, "content/self"), "it is a symbolic link to a folder; only links to files are followed");
}

#[test]
fn a_folder_of_sources_may_not_be_a_link() {
    let (folder, portal) = portal(&["site.toml"]);
    fs::create_dir(folder.path().join("elsewhere")).expect("a folder");
    fs::write(folder.path().join("elsewhere/a.md"), "secret").expect("a file");
    link(&portal, "../elsewhere", "content");
    let settings = Settings { today: scanned_day(), drafts: true, base_url: None };
    let failure = scan(&portal, &settings).expect_err("what it holds is not known");
    assert_eq!(failure.message, "`content` is a symbolic link to a folder");
}

#[test]
fn a_name_that_is_not_text_is_named() {
    let (_folder, portal) = portal(&["content/a.md"]);
    let at = portal.root.join("content").join(OsStr::from_bytes(b"b\xFF.md"));
    fs::write(at, "text").expect("this file system takes any name");
    let inputs = scanned(&portal);
    assert_eq!(paths(&inputs), ["content/a.md", "content/b\u{FFFD}.md"]);
    assert_eq!(reason(&inputs, "content/b\u{FFFD}.md"), "its name is not UTF-8");
}

#[test]
fn what_is_no_file_is_not_opened() {
    let (_folder, portal) = portal(&["content/a.md"]);
    let _socket = UnixListener::bind(portal.root.join("content/socket.md")).expect("a socket");
    assert_eq!(reason(&scanned(&portal), "content/socket.md"), "it is not a regular file");
}

#[test]
fn a_text_has_a_limit() {
    let (_folder, portal) = portal(&["content/large.md", "content/large.pdf", "content/just.md"]);
    let grow = |path: &str, len| {
        let file = fs::File::options().write(true).open(portal.root.join(path)).expect("a file");
        file.set_len(len).expect("room for nothing but zeros");
    };
    grow("content/large.md", MAX_TEXT + 1);
    grow("content/large.pdf", MAX_TEXT + 1);
    grow("content/just.md", MAX_TEXT);
    let inputs = scanned(&portal);
    assert_eq!(reason(&inputs, "content/large.md"), "it is larger than 64 MiB");
    assert_eq!((reason(&inputs, "content/just.md"), reason(&inputs, "content/large.pdf")), ("", ""));
}

#[test]
fn names_are_listed_without_reading() {
    let (_folder, portal) =
        portal(&["content/people/b.md", "content/people/x/a.md", "content/people/.c.md", "content/themes/d.md"]);
    link(&portal, "nowhere", "content/people/e.md");
    let found = names(&portal, "content/people").expect("the folder can be read");
    let found: Vec<&str> = found.iter().map(SourcePath::as_str).collect();
    assert_eq!(found, ["content/people/b.md", "content/people/e.md", "content/people/x/a.md"]);
    assert_eq!(names(&portal, "content/terms"), Ok(Vec::new()));
}
