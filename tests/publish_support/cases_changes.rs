//! What changes between two publications: a file in the place of a folder, another letter case, a run that was ended, a lock that was cut.

use super::cases_files::{URL, git, is_like, sftp, webdav};
use crate::support::portal::{Portal, Run, SECRET};
use crate::support::proxy::{Mood, Proxy};
use crate::support::servers;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

/// Name and test.
pub const ALL: &[(&str, fn())] = &[
    ("changes_of_files_into_folders_on_a_folder", into_folders_on_a_folder),
    ("changes_of_files_into_folders_by_webdav", into_folders_by_webdav),
    ("changes_of_files_into_folders_by_sftp", into_folders_by_sftp),
    ("changes_of_files_into_folders_on_a_branch", into_folders_on_a_branch),
    ("changes_of_styles_keep_the_last_ones", styles_keep_the_last_ones),
    ("changes_of_letter_case_remove_nothing", letter_case_removes_nothing),
    ("changes_after_a_lock_that_was_cut", a_lock_that_was_cut),
    ("changes_after_a_run_that_was_ended", a_run_that_was_ended),
    ("changes_of_what_a_cut_run_only_announced", what_a_cut_run_only_announced),
    ("changes_between_runs_that_are_all_cut", between_runs_that_are_all_cut),
    ("changes_by_two_at_once_on_a_folder", two_at_once_on_a_folder),
    ("changes_by_two_at_once_by_webdav", two_at_once_by_webdav),
    ("changes_by_two_at_once_by_sftp", two_at_once_by_sftp),
    ("changes_of_the_address_only", an_address_of_the_target_alone),
    ("git_is_left_alone_by_a_look", git_is_left_alone_by_a_look),
    ("git_hides_passwords_and_gives_up", git_hides_passwords_and_gives_up),
];

/// Publishes a file that becomes a folder, and a folder that becomes a file; then the same where somebody else has put a file there.
fn into_folders(portal: &Portal, target: &str, site: &Path) {
    let one = |path: &str| portal.write(&format!("static/{path}"), "one");
    one("x");
    one("dir/deep/a.txt");
    portal.publish(&[target]).is(0, &["published"]);
    portal.remove("static/x");
    fs::remove_dir_all(portal.root().join("static/dir")).expect("removed");
    one("x/y.txt");
    one("dir");
    portal.publish(&[target, "--verify"]).is(0, &["2 added", "2 removed"]);
    portal.publish(&[target]).is(0, &["nothing to do"]);
    if !site.exists() {
        return;
    }
    is_like(site, &portal.build(URL), &[]);
    fs::remove_dir_all(portal.root().join("static/x")).expect("removed");
    one("x");
    fs::write(site.join("assets/x/theirs.txt"), "theirs").expect("written");
    portal.publish(&[target]).is(2, &["files that bilat did not put there", "assets/x"]);
    fs::rename(site.join("assets/x/theirs.txt"), site.join("theirs.txt")).expect("moved");
    portal.publish(&[target]).is(0, &["published"]);
    is_like(site, &portal.build(URL), &["theirs.txt"]);
}

/// A portal with the target `web`, a folder.
fn on_a_folder(site: &Path) -> Portal {
    Portal::new(&format!("[publish.web]\nto = \"file:{}\"\nbase_url = \"{URL}\"\n", site.display()))
}

fn into_folders_on_a_folder() {
    let out = tempfile::tempdir().expect("a folder");
    let site = out.path().join("site");
    let portal = on_a_folder(&site);
    into_folders(&portal, "web", &site);
}

fn into_folders_by_webdav() {
    let server = servers::webdav("ann", SECRET);
    into_folders(&webdav(server.port, SECRET), "dav", &server.folder.path().join("root/site"));
}

fn into_folders_by_sftp() {
    let server = servers::ssh();
    let at = |name: &str| server.folder.path().join(name);
    let (portal, site) = sftp(&server, server.port, "");
    into_folders(&portal, "ssh", &site);
    let (keyless, _) = sftp(&server, server.port, "key = \"no-such-key\"\n");
    keyless.publish(&["ssh"]).is(2, &["there is no key at `no-such-key`"]);
    let known = fs::read_to_string(at("known")).expect("known hosts");
    let other = fs::read_to_string(at("other.pub")).expect("a key");
    let host = known.split(' ').next().expect("a host");
    let key: Vec<&str> = other.split(' ').take(2).collect();
    fs::write(at("known"), format!("{host} {}\n", key.join(" "))).expect("written");
    portal.publish(&["ssh"]).is(2, &["not the one that is known", "nothing was written"]);
}

fn into_folders_on_a_branch() {
    let folder = tempfile::tempdir().expect("a folder");
    git(folder.path(), &["init", "--bare", "--quiet", "bare.git"]);
    let to = format!("git:{}#pages", folder.path().join("bare.git").display());
    let portal = Portal::new(&format!("[publish.pages]\nto = \"{to}\"\nbase_url = \"{URL}\"\n"));
    into_folders(&portal, "pages", &folder.path().join("none"));
    git(folder.path(), &["clone", "--quiet", "--branch", "pages", "bare.git", "copy"]);
    let copy = folder.path().join("copy");
    // The same where somebody else has put a file into the folder that is to be a file.
    fs::write(copy.join("assets/x/theirs.txt"), "theirs").expect("written");
    git(&copy, &["add", "."]);
    git(&copy, &["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "Add a file"]);
    git(&copy, &["push", "--quiet"]);
    fs::remove_dir_all(portal.root().join("static/x")).expect("removed");
    portal.write("static/x", "one");
    portal.publish(&["pages"]).is(2, &["files that bilat did not put there", "assets/x"]);
    git(&copy, &["fetch", "--quiet"]);
    assert!(git(&copy, &["ls-tree", "-r", "--name-only", "origin/pages"]).contains("assets/x/theirs.txt"));
}

/// Readers have pages in their browsers that name the style sheet of the last publication.
fn styles_keep_the_last_ones() {
    let out = tempfile::tempdir().expect("a folder");
    let to = format!("file:{}", out.path().join("site").display());
    let portal = Portal::new("");
    let styles = || {
        let all = fs::read_dir(out.path().join("site/assets")).expect("a folder").flatten();
        all.filter(|entry| entry.file_name().to_string_lossy().starts_with("own.")).count()
    };
    let publish = || portal.publish(&[&to, "--base-url", URL]);
    for (color, words, count) in [
        ("red", "published", 1),
        ("green", "0 removed", 2),
        ("blue", "1 removed", 2),
        ("blue", "1 removed", 1),
        ("blue", "nothing to do", 1),
    ] {
        portal.write("static/own.css", &format!("a {{ color: {color} }}\n"));
        publish().is(0, &[words]);
        assert_eq!(styles(), count, "{color}");
    }
}

fn letter_case_removes_nothing() {
    let server = servers::webdav("ann", SECRET);
    let proxy = Proxy::start(server.port);
    proxy.set(Mood::Fold);
    let portal = webdav(proxy.port, SECRET);
    portal.write("static/Case.txt", "one");
    portal.publish(&["dav"]).is(0, &["published"]);
    fs::rename(portal.root().join("static/Case.txt"), portal.root().join("static/case.txt")).expect("renamed");
    portal.publish(&["dav"]).is(0, &["0 removed"]);
    let file = server.folder.path().join("root/site/assets/case.txt");
    assert_eq!(fs::read_to_string(&file).expect("it is still there"), "one");
    portal.publish(&["dav", "--verify"]).is(0, &["nothing to do"]);
    portal.write("static/case.txt", "two");
    portal.publish(&["dav"]).is(0, &["1 changed", "0 removed"]);
    assert_eq!(fs::read_to_string(&file).expect("it is still there"), "two");
    // Where letter case makes a difference, the old name goes.
    proxy.set(Mood::Pass);
    portal.write("static/Other.txt", "one");
    portal.publish(&["dav"]).is(0, &["1 added"]);
    fs::rename(portal.root().join("static/Other.txt"), portal.root().join("static/other.txt")).expect("renamed");
    portal.publish(&["dav"]).is(0, &["1 added", "1 removed"]);
    // This server cuts names where an address would end.
    portal.write("static/what?.txt", "one");
    portal.publish(&["dav"]).is(2, &["`assets/what?.txt`", "another name"]);
}

fn a_lock_that_was_cut() {
    let server = servers::webdav("ann", SECRET);
    let portal = webdav(server.port, SECRET);
    let lock = server.folder.path().join("root/site/.bilat-lock");
    portal.publish(&["dav"]).is(0, &["published"]);
    for cut in ["{\"token\": \"qmack", ""] {
        fs::write(&lock, cut).expect("written");
        portal.write("static/a.txt", cut);
        portal.publish(&["dav"]).is(0, &["published"]);
        assert!(!lock.exists());
    }
    assert!(!server.folder.path().join("root/site/.bilat-tmp").exists(), "a folder stays behind");
    // One from a future that no clocks are apart was left by a clock that was wrong.
    fs::write(&lock, format!("{{\"token\": \"other\", \"time\": {}}}", now() + 100_000)).expect("written");
    portal.write("static/a.txt", "three");
    portal.publish(&["dav"]).is(0, &["published"]);
    // Somebody else's holds.
    portal.write("static/a.txt", "four");
    fs::write(&lock, format!("{{\"token\": \"other\", \"time\": {}}}", now())).expect("written");
    portal.publish(&["dav"]).is(2, &["somebody else is publishing there"]);
}

fn now() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs()
}

fn a_run_that_was_ended() {
    let server = servers::webdav("ann", SECRET);
    let proxy = Proxy::start(server.port);
    let portal = webdav(proxy.port, SECRET);
    let end = |signal: &str| {
        proxy.set(Mood::Slow(40));
        let run = portal.command(&["publish", "dav", "--yes"]).spawn().expect("bilat runs");
        while proxy.seen().iter().filter(|line| line.starts_with("MOVE")).count() < 5 {
            thread::sleep(Duration::from_millis(20));
        }
        let pid = run.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().expect("kill runs").success());
        proxy.set(Mood::Pass);
        run.wait_with_output().expect("it ends")
    };
    let output = end("-INT");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains("was ended"), "{said}");
    let site = server.folder.path().join("root/site");
    assert!(!site.join(".bilat-lock").exists(), "the lock stays");
    // A run that was killed leaves its lock; whoever only looks knows it again.
    end("-KILL");
    assert!(site.join(".bilat-lock").exists(), "who is killed gives nothing back");
    portal.bilat(&["publish", "dav", "--dry-run"]).is(0, &["would publish"]);
    portal.publish(&["dav"]).is(0, &["published"]);
    is_like(&site, &portal.build(URL), &[]);
}

/// A run that was cut off has said what it would bring: what somebody else has put there since is theirs all the same.
fn what_a_cut_run_only_announced() {
    let out = tempfile::tempdir().expect("a folder");
    let site = out.path().join("site");
    let portal = on_a_folder(&site);
    portal.write("static/a.txt", "one");
    portal.publish(&["web"]).is(0, &["published"]);
    portal.write("static/a.txt", "two");
    portal.write("content/people/guest.md", "---\nname: A Guest\n---\nNew.\n");
    // A folder in the place of the first file that is sent.
    let (first, guest) = (site.join("assets/a.txt"), site.join("people/guest/index.html"));
    fs::remove_file(&first).expect("removed");
    fs::create_dir_all(first.join("in-the-way")).expect("a folder");
    portal.publish(&["web"]).is(2, &["assets/a.txt", "it is a folder", "move that folder away"]);
    assert!(site.join(".bilat-journal").exists() && !guest.exists());
    fs::remove_dir_all(&first).expect("removed");
    fs::create_dir_all(guest.parent().expect("a folder")).expect("made");
    fs::write(&guest, "theirs").expect("written");
    portal.publish(&["web"]).is(2, &["files that bilat did not put there: `people/guest/index.html`"]);
    portal.remove("content/people/guest.md");
    portal.publish(&["web"]).is(0, &["published"]);
    assert_eq!(fs::read_to_string(&guest).expect("it is there"), "theirs");
    fs::remove_dir_all(guest.parent().expect("a folder")).expect("removed");
    is_like(&site, &portal.build(URL), &[]);
}

/// Every page is another one in every run, and none before the last comes to its end: what the runs brought is ours, whichever it was.
fn between_runs_that_are_all_cut() {
    let server = servers::webdav("ann", SECRET);
    let proxy = Proxy::start(server.port);
    let portal = webdav(proxy.port, SECRET);
    let settings = portal.text("site.toml");
    let title = |n: usize| {
        let line = settings.lines().find(|line| line.starts_with("title")).expect("a title");
        portal.write("site.toml", &settings.replacen(line, &format!("title = \"Portal {n}\""), 1));
    };
    for (n, cut) in [150, 90, 300, 60, 200].into_iter().enumerate() {
        title(n);
        proxy.set([Mood::CutBefore(cut), Mood::CutAfter(cut), Mood::CutWithin(cut)][n % 3]);
        let run = portal.publish(&["dav"]).is(2, &["run the same command again"]);
        assert!(!run.err.contains("did not put there"), "{run:?}");
    }
    title(9);
    proxy.set(Mood::Pass);
    portal.publish(&["dav", "--verify"]).is(0, &["published"]);
    is_like(&server.folder.path().join("root/site"), &portal.build(URL), &[]);
}

/// Two portals that publish to one place: while the first is held up in the midst of it, the second is told; then the first goes on to its end.
fn two_at_once([first, second]: &[Portal; 2], target: &str, site: &Path, words: &str) {
    first.crowd(150);
    let run = first.command(&["publish", target, "--yes"]).spawn().expect("bilat runs");
    let pid = run.id().to_string();
    let signal = |name: &str| assert!(Command::new("kill").args([name, &pid]).status().expect("kill runs").success());
    while !site.join("people").exists() {
        thread::sleep(Duration::from_millis(1));
    }
    signal("-STOP");
    assert!(!site.join("manifest.json").exists(), "the first is done already");
    second.publish(&[target]).is(2, &[words]);
    signal("-CONT");
    let output = run.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    is_like(site, &first.build(URL), &[]);
}

const SOMEBODY: &str = "somebody else is publishing there";

fn two_at_once_on_a_folder() {
    let out = tempfile::tempdir().expect("a folder");
    let site = out.path().join("site");
    let portal = || on_a_folder(&site);
    two_at_once(&[portal(), portal()], "web", &site, "another bilat is writing to");
}

fn two_at_once_by_webdav() {
    let server = servers::webdav("ann", SECRET);
    let portals = [webdav(server.port, SECRET), webdav(server.port, SECRET)];
    two_at_once(&portals, "dav", &server.folder.path().join("root/site"), SOMEBODY);
}

fn two_at_once_by_sftp() {
    let server = servers::ssh();
    let portal = || sftp(&server, server.port, "");
    let (first, site) = portal();
    two_at_once(&[first, portal().0], "ssh", &site, SOMEBODY);
}

fn an_address_of_the_target_alone() {
    let out = tempfile::tempdir().expect("a folder");
    let to = format!("file:{}", out.path().join("site").display());
    let portal = Portal::new(&format!("[publish.web]\nto = \"{to}\"\nbase_url = \"{URL}\"\n"));
    let own: Vec<String> = portal.text("site.toml").lines().map(str::to_owned).collect();
    let at = own.iter().position(|line| line.starts_with("base_url")).expect("an address of the portal");
    let without = [&own[..at], &own[at + 1..]].concat().join("\n");
    portal.write("site.toml", &without);
    portal.publish(&["web", "--dry-run"]).is(0, &["would publish"]);
    portal.publish(&[&to, "--base-url", URL]).is(0, &["published"]);
    portal.publish(&[&to]).is(1, &["`base_url` is missing"]);
}

fn git_is_left_alone_by_a_look() {
    let folder = tempfile::tempdir().expect("a folder");
    git(folder.path(), &["init", "--quiet", "work"]);
    let work = folder.path().join("work");
    fs::write(work.join("a.txt"), "one").expect("written");
    git(&work, &["add", "."]);
    git(&work, &["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "One"]);
    git(&work, &["checkout", "--quiet", "-b", "pages"]);
    let portal = Portal::new("");
    let to = format!("git:{}#pages", work.display());
    portal.bilat(&["publish", &to, "--dry-run"]).is(0, &["would publish"]);
    assert!(!portal.root().join(".bilat").exists(), "a look writes into the portal");
    portal.publish(&[&to]).is(2, &["rejects the push", "checked out"]);
}

fn git_hides_passwords_and_gives_up() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("its address").port();
    let portal = Portal::new(&format!(
        "[publish.quiet]\nto = \"git:http://127.0.0.1:{port}/quiet.git#pages\"\ntimeout = 1\nretries = 0\n"
    ));
    let heads = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = std::sync::Arc::clone(&heads);
    thread::spawn(move || {
        let mut held = Vec::new();
        for mut client in listener.incoming().flatten() {
            let mut bytes = vec![0; 4096];
            let len = client.read(&mut bytes).unwrap_or(0);
            let head = String::from_utf8_lossy(&bytes[..len]).into_owned();
            if !head.contains("quiet") {
                let _ = client.write_all(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
            seen.lock().expect("unpoisoned").push(head);
            held.push(client);
        }
    });
    portal.publish(&["quiet"]).is(2, &["takes too long"]);
    // What git is called with goes into a file.
    let bin = portal.root().join("bin");
    fs::create_dir(&bin).expect("a folder");
    let real = Run::of(&mut portal.command_of("sh", &["-c", "command -v git"])).out;
    let script = format!("#!/bin/sh\necho \"$@\" >> {}/called\nexec {} \"$@\"\n", bin.display(), real.trim());
    fs::write(bin.join("git"), script).expect("written");
    fs::set_permissions(bin.join("git"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("it may run");
    git(&portal.root(), &["init", "--quiet"]);
    let url = format!("http://user:{SECRET}@127.0.0.1:{port}/site.git");
    git(&portal.root(), &["remote", "add", "origin", &url]);
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let portal = portal.env("PATH", &path);
    portal.publish(&["git:origin#pages"]).is(2, &["no repository"]);
    let called = fs::read_to_string(bin.join("called")).expect("git was called");
    assert!(called.contains("ls-remote http://127.0.0.1") && !called.contains(SECRET), "{called}");
    // A token may stand alone, where another login has its name.
    let token = format!("{SECRET}-that-is-longer-than-names-are");
    git(&portal.root(), &["remote", "set-url", "origin", &format!("http://{token}@127.0.0.1:{port}/site.git")]);
    portal.publish(&["git:origin#pages"]).is(2, &["no repository"]);
    let called = fs::read_to_string(bin.join("called")).expect("git was called");
    assert!(!called.contains(SECRET), "{called}");
    let alone = data_encoding::BASE64.encode(format!("{token}:").as_bytes());
    let login = data_encoding::BASE64.encode(format!("user:{SECRET}").as_bytes());
    let heads = heads.lock().expect("unpoisoned");
    for login in [login, alone] {
        assert!(heads.iter().any(|head| head.contains(&login)), "the secret does not arrive");
    }
}
