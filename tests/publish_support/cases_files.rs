//! Folders, WebDAV, SFTP and git: the same promises by other ways.

use crate::support::crawl;
use crate::support::http;
use crate::support::line::Line;
use crate::support::portal::{Portal, Run, SECRET, files};
use crate::support::proxy::{Mood, Proxy};
use crate::support::servers::{self, Server};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Name and test.
pub const ALL: &[(&str, fn())] = &[
    ("folder_is_served_under_a_sub_path_by_nginx", || folder_is_served_under_a_sub_path(servers::web())),
    ("folder_is_served_under_a_sub_path_by_caddy", || folder_is_served_under_a_sub_path(servers::caddy())),
    ("folder_of_somebody_else_is_left_alone", folder_of_somebody_else_is_left_alone),
    ("folder_what_is_ours_stays_ours", what_is_ours_stays_ours),
    ("folder_of_another_site_is_not_replaced_unasked", another_site_is_not_replaced_unasked),
    ("folder_with_something_in_the_way_is_refused_whole", folder_with_something_in_the_way),
    ("folder_with_compressed_files_of_the_portal_s_own", compressed_files_of_ones_own),
    ("folder_what_is_remembered_is_never_believed_over_the_sources", what_is_remembered_is_not_believed),
    ("folder_is_made_once_that_is_agreed_to", folder_is_made_once_that_is_agreed_to),
    ("folder_that_takes_no_more_is_told", folder_that_takes_no_more_is_told),
    ("folder_errors_and_secrets_stop_it", errors_and_secrets_stop_it),
    ("webdav_holds_what_was_built", webdav_holds_what_was_built),
    ("webdav_readers_see_a_whole_site_wherever_it_is_cut", webdav_is_cut),
    ("sftp_holds_what_was_built", sftp_holds_what_was_built),
    ("sftp_readers_see_a_whole_site_wherever_it_is_cut", sftp_is_cut),
    ("git_holds_what_was_built", git_holds_what_was_built),
    ("git_is_reached_as_the_portal_s_repository_says", git_is_reached_as_the_repository_says),
];

pub const URL: &str = "https://site.example/portal/";

/// That a folder holds the site of `build`, and besides only `more`.
pub fn is_like(folder: &Path, build: &BTreeMap<String, Vec<u8>>, more: &[&str]) {
    let found = files(folder);
    for (path, bytes) in build {
        assert!(found.get(path) == Some(bytes), "`{path}` differs");
    }
    let rest: Vec<&String> = found.keys().filter(|path| !build.contains_key(*path)).collect();
    let mut wanted = [more, &["manifest.json"]].concat();
    wanted.sort_unstable();
    assert_eq!(rest, wanted);
}

fn folder_is_served_under_a_sub_path(web: Server) {
    let site = web.folder.path().join("site");
    let to = site.display();
    let portal = Portal::new(&format!("[publish.web]\nto = \"file:{to}\"\nbase_url = \"{URL}\"\ncompress = true\n"));
    portal.publish(&["web"]).is(0, &["published"]);
    let get = |path: &str| http::request(web.port, "GET", &format!("/portal/{path}"), &[], b"");
    let fetch = |path: &str| {
        Some(get(path.trim_end_matches("index.html"))).filter(|answer| answer.status == 200).map(|answer| answer.body)
    };
    assert_eq!(crawl::missing(URL, &fetch), Vec::<String>::new());
    let built = portal.build(URL);
    for (path, bytes) in &built {
        assert!(fs::read(site.join(path)).ok().as_ref() == Some(bytes), "`{path}` differs");
    }
    assert!(
        http::request(web.port, "GET", "/portal", &[], b"")
            .header("location")
            .is_some_and(|to| to.ends_with("/portal/"))
    );
    assert_eq!(get("").header("content-type").as_deref(), Some("text/html; charset=utf-8"));
    let kept = get("").header("cache-control");
    assert!(kept.as_deref().is_some_and(|value| value.contains("max-age=300")), "{kept:?}");
    let lost = get("no/such/page/");
    assert!(lost.status == 404 && lost.body == built["404.html"]);
    let packed = http::request(web.port, "GET", "/portal/", &[("Accept-Encoding", "gzip")], b"");
    assert_eq!(packed.header("content-encoding").as_deref(), Some("gzip"));
    let style = built.keys().find(|path| path.starts_with("assets/theme.") && path.ends_with(".css"));
    let style = format!("/portal/{}", style.expect("a style sheet"));
    let packed = http::request(web.port, "GET", &style, &[("Accept-Encoding", "gzip")], b"");
    assert_eq!(packed.header("content-encoding").as_deref(), Some("gzip"));
    assert!(packed.header("cache-control").is_some_and(|value| value.contains("immutable")), "{style}");
    let lost = get("assets/none.css");
    assert!(lost.status == 404 && lost.body == built["404.html"]);
    portal.publish(&["web"]).is(0, &["nothing to do"]);
    fs::write(site.join("index.html"), "hand-made").expect("written");
    fs::remove_file(site.join("about/index.html")).expect("removed");
    portal.publish(&["web", "--verify"]).is(0, &["not as published: about/index.html", "2 changed"]);
    assert_eq!(get("").body, built["index.html"]);
    // A folder that bilat built into is taken over, and the other way round.
    portal.bilat(&["build", "--out", &to.to_string(), "--base-url", URL]).is(0, &[]);
    portal.publish(&["web"]).is(0, &["published"]);
}

fn folder_of_somebody_else_is_left_alone() {
    let out = tempfile::tempdir().expect("a folder");
    let portal = Portal::new("");
    let to = format!("file:{}", out.path().display());
    fs::write(out.path().join("index.html"), "theirs").expect("written");
    portal.publish(&[&to]).is(2, &["bilat did not put there", "`index.html`", "nothing was written"]);
    assert_eq!(files(out.path()).len(), 1);
    fs::rename(out.path().join("index.html"), out.path().join("theirs.html")).expect("moved");
    portal.publish(&[&to, "--base-url", URL]).is(0, &["published"]);
    is_like(out.path(), &portal.build(URL), &["theirs.html"]);
    // A link that leads out is not followed.
    let outside = tempfile::tempdir().expect("a folder");
    fs::remove_dir_all(out.path().join("about")).expect("removed");
    std::os::unix::fs::symlink(outside.path(), out.path().join("about")).expect("a link");
    portal.publish(&[&to, "--base-url", URL, "--verify"]).is(2, &["symbolic link"]);
    assert_eq!(fs::read_dir(outside.path()).expect("read").count(), 0);
    portal.publish(&["file:content"]).is(2, &["holds sources of the portal"]);
    portal.publish(&["file:."]).is(2, &["the portal itself"]);
}

/// What was published and is no longer to be goes sooner or later, whatever happened to it meanwhile.
fn what_is_ours_stays_ours() {
    let out = tempfile::tempdir().expect("a folder");
    let (to, portal) = (format!("file:{}", out.path().display()), Portal::new(""));
    let page = out.path().join("people/guest/index.html");
    portal.write("content/people/guest.md", "---\nname: A Guest\n---\n");
    let publish = |more: &[&str]| portal.publish(&[&[to.as_str(), "--base-url", URL], more].concat());
    publish(&[]).is(0, &["published"]);
    portal.remove("content/people/guest.md");
    fs::write(&page, "altered there").expect("written");
    publish(&["--verify", "--keep-removed"]).is(0, &["not as published: people/guest/index.html", "0 removed"]);
    assert!(page.exists());
    publish(&["--verify", "--keep-removed"]).is(0, &["nothing to do"]);
    publish(&[]).is(0, &["removed"]);
    is_like(out.path(), &portal.build(URL), &[]);
    // The same where a run was cut off that was about to remove it.
    portal.write("content/people/guest.md", "---\nname: A Guest\n---\n");
    publish(&[]).is(0, &["published"]);
    portal.remove("content/people/guest.md");
    let journal =
        r#"{"schema": 1, "files": {}, "done": [], "remove": ["people/guest/index.html", "people/guest/atom.xml"]}"#;
    fs::write(out.path().join(".bilat-journal"), journal).expect("written");
    publish(&["--keep-removed"]).is(0, &["0 removed"]);
    assert!(page.exists());
    publish(&[]).is(0, &["removed"]);
    is_like(out.path(), &portal.build(URL), &[]);
    assert!(!page.parent().expect("a folder").exists(), "an empty folder stays");
}

/// A target that holds another portal's site is not emptied unasked.
fn another_site_is_not_replaced_unasked() {
    let out = tempfile::tempdir().expect("a folder");
    let (to, portal) = (format!("file:{}", out.path().display()), Portal::new(""));
    portal.crowd(60);
    portal.publish(&[&to, "--base-url", URL]).is(0, &["published"]);
    let before = files(out.path());
    let other = Portal::new("");
    other.publish(&[&to, "--base-url", URL]).is(2, &["would be removed", "`--replace`", "nothing was written"]);
    assert!(files(out.path()) == before, "the other site changed");
    other.publish(&[&to, "--base-url", URL, "--keep-removed"]).is(0, &["0 removed"]);
    other.publish(&[&to, "--base-url", URL, "--replace"]).is(0, &["removed"]);
    is_like(out.path(), &other.build(URL), &[]);
}

fn folder_with_something_in_the_way() {
    let portal = Portal::new("");
    portal.large();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let put = |kind: &str, at: &Path| match kind {
        "file" => fs::write(at, "theirs"),
        "folder" => fs::create_dir(at),
        _ => std::os::unix::fs::symlink(elsewhere.path(), at),
    };
    for (name, kind) in [("people", "file"), ("index.html", "folder"), ("people", "link")] {
        let out = tempfile::tempdir().expect("a folder");
        put(kind, &out.path().join(name)).expect("made");
        let to = format!("file:{}", out.path().display());
        portal.publish(&[&to, "--base-url", URL]).is(2, &[name, "move", "away"]);
        assert_eq!(fs::read_dir(out.path()).expect("read").count(), 1, "something was written beside `{name}`");
        fs::rename(out.path().join(name), out.path().join("theirs")).expect("moved");
        portal.publish(&[&to, "--base-url", URL]).is(0, &["published"]);
    }
}

fn compressed_files_of_ones_own() {
    let out = tempfile::tempdir().expect("a folder");
    let settings = format!("[publish.web]\nto = \"file:{}\"\ncompress = true\n", out.path().display());
    let portal = Portal::new(&settings);
    portal.write("static/data.txt", &"words ".repeat(1000));
    portal.write("static/data.txt.gz", "my own");
    portal.publish(&["web"]).is(0, &["published"]);
    assert_eq!(fs::read_to_string(out.path().join("assets/data.txt.gz")).expect("a file"), "my own");
    portal.publish(&["web"]).is(0, &["nothing to do"]);
    portal.publish(&["web", "--verify"]).is(0, &["nothing to do"]);
}

/// A record that is missing, damaged or of another state of the portal changes how long it takes, and nothing else.
fn what_is_remembered_is_not_believed() {
    let out = tempfile::tempdir().expect("a folder");
    let (a, b) = (out.path().join("a"), out.path().join("b"));
    let portal = Portal::new(&format!("[publish.web]\nto = \"file:{}\"\nbase_url = \"{URL}\"\n", a.display()));
    let records = || -> Vec<_> {
        let entries = fs::read_dir(portal.root().join(".bilat")).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "record")).collect()
    };
    portal.bilat(&["publish", "web", "--dry-run"]).is(0, &["would publish"]);
    assert_eq!(records().len(), 0, "a dry run writes nothing");
    portal.publish(&["web"]).is(0, &["published"]);
    assert_eq!(records().len(), 1);
    portal.publish(&["web"]).is(0, &["nothing to do"]);
    for path in records() {
        fs::write(path, "damaged").expect("written");
    }
    portal.publish(&["web"]).is(0, &["nothing to do"]);
    // What all pages show, one text, the address, and another target that shares nothing.
    portal.write("templates/document.html", "{% extends \"base.html\" %}");
    portal.write("content/people/guest.md", "---\nname: A Guest\n---\nNew.\n");
    portal.publish(&["web"]).is(0, &["published"]);
    is_like(&a, &portal.build(URL), &[]);
    portal.publish(&["web", "--base-url", "https://other.example/"]).is(0, &["published"]);
    is_like(&a, &portal.build("https://other.example/"), &[]);
    portal.publish(&["web"]).is(0, &["published"]);
    is_like(&a, &portal.build(URL), &[]);
    portal.publish(&[&format!("file:{}", b.display()), "--base-url", URL]).is(0, &["published"]);
    is_like(&b, &portal.build(URL), &[]);
    fs::write(a.join("index.html"), "hand-made").expect("written");
    portal.publish(&["web", "--verify"]).is(0, &["not as published: index.html", "1 changed"]);
    is_like(&a, &portal.build(URL), &[]);
}

fn folder_is_made_once_that_is_agreed_to() {
    let out = tempfile::tempdir().expect("a folder");
    let (site, portal) = (out.path().join("new/site"), Portal::new(""));
    let to = format!("file:{}", site.display());
    portal.bilat(&["publish", &to, "--dry-run"]).is(0, &["would publish"]);
    portal.bilat(&["publish", &to]).is(2, &["nobody to ask", "nothing was written"]);
    assert!(!out.path().join("new").exists());
    portal.publish(&[&to, "--base-url", URL]).is(0, &["published"]);
    is_like(&site, &portal.build(URL), &[]);
    portal.publish(&["file:~/www", "--base-url", URL]).is(0, &["published"]);
    is_like(&portal.root().join("../home/www"), &portal.build(URL), &[]);
}

/// A limit on the size of files stands for a disk that is full.
fn folder_that_takes_no_more_is_told() {
    let site = tempfile::tempdir().expect("a folder");
    let portal = Portal::new("");
    let to = format!("file:{}", site.path().display());
    portal.publish(&[&to, "--base-url", URL]).is(0, &["published"]);
    portal.large();
    portal.write("content/people/guest.md", "---\nname: A Guest\n---\nNew.\n");
    let line = format!(
        "trap '' XFSZ; ulimit -f 2000; exec {} publish {to} --base-url {URL} --yes",
        env!("CARGO_BIN_EXE_bilat")
    );
    shell(&portal, &line).is(2, &["cannot write", "large.bin", "run the same command again"]);
    let fetch = |path: &str| fs::read(site.path().join(path)).ok();
    assert_eq!(crawl::missing(URL, &fetch), Vec::<String>::new());
    portal.publish(&[&to, "--base-url", URL]).is(0, &["published"]);
    is_like(site.path(), &portal.build(URL), &[]);
}

fn errors_and_secrets_stop_it() {
    let out = tempfile::tempdir().expect("a folder");
    let to = format!("file:{}/site", out.path().display());
    let portal = Portal::new("");
    portal.write("content/pages/draft.md", "---\ntitle: Draft\ndraft: true\n---\nNot yet.\n");
    portal.write(
        "content/documents/later.md",
        "---\ntitle: Later\ndate: 2025-01-01\nembargo: 2099-01-01\n---\nNot yet.\n",
    );
    portal.publish(&[&to]).is(0, &["published"]);
    let all = files(&out.path().join("site"));
    assert!(all.keys().all(|path| !path.contains("draft") && !path.contains("later")));
    portal.write("content/pages/bad.md", "---\ntitle: Bad\n---\nSee [[nobody-at-all]].\n");
    portal.publish(&[&to]).is(1, &["not published", "nothing was written"]);
    assert!(files(&out.path().join("site")) == all);
    portal.publish(&[&format!("webdav+https://ann:{SECRET}@dav.example.org/")]).is(2, &["password in the address"]);
    portal.publish(&["nowhere"]).is(2, &["no target `nowhere`"]);
    let leaky = Portal::new(&format!("[publish.live]\nto = \"file:out\"\npassword = \"{SECRET}\"\n"));
    for format in ["human", "short", "json", "github"] {
        leaky.publish(&["live", "--format", format]).is(1, &["config/secret"]);
    }
}

pub fn webdav(portal_port: u16, password: &str) -> Portal {
    let settings = format!(
        "[publish.dav]\nto = \"webdav+http://127.0.0.1:{portal_port}/site\"\nbase_url = \"{URL}\"\nuser = \"ann\"\nretries = 0\n"
    );
    Portal::new(&settings).env("BILAT_PASSWORD", password)
}

/// Runs a line of a shell, as a runner of workflows would.
pub fn shell(portal: &Portal, line: &str) -> Run {
    // As cargo wants it: without `..`.
    let home = portal.root().join("../home").canonicalize().expect("a folder");
    let mut command = portal.command_of("sh", &["-ec", line]);
    command.env("HOME", &home).env("CARGO_HOME", home.join(".cargo")).env("BILAT", env!("CARGO_PKG_VERSION"));
    command.env("BASE_URL", URL.trim_end_matches('/')).env("CI_PAGES_URL", URL.trim_end_matches('/'));
    // The runner has a compiler already: the one of these tests.
    let toolchains = std::env::var_os("RUSTUP_HOME")
        .or_else(|| Some(std::env::home_dir()?.join(".rustup").into_os_string()))
        .unwrap_or_default();
    command.env("RUSTUP_HOME", toolchains);
    Run::of(&mut command)
}

/// A portal with the target `ssh` on a server, reached by a port, and the folder there. Its `ssh` knows nothing but what the tests tell it.
pub fn sftp(server: &Server, port: u16, more: &str) -> (Portal, PathBuf) {
    let site = server.folder.path().join("root/www");
    let to = format!("sftp://127.0.0.1:{port}{}", site.display());
    let bin = server.folder.path().join("bin");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let settings = format!("[publish.ssh]\nto = \"{to}\"\nbase_url = \"{URL}\"\n{more}");
    (Portal::new(&settings).env("PATH", &path), site)
}

fn webdav_holds_what_was_built() {
    let server = servers::webdav("ann", SECRET);
    let site = server.folder.path().join("root/site");
    webdav(server.port, "wrong").publish(&["dav"]).is(2, &["does not accept"]);
    assert!(!site.exists());
    fs::create_dir(&site).expect("a folder");
    fs::write(site.join("people"), "theirs").expect("written");
    webdav(server.port, SECRET).publish(&["dav"]).is(2, &["needs a folder at `people`", "nothing was written"]);
    assert_eq!(files(&site).len(), 1);
    fs::remove_file(site.join("people")).expect("removed");
    let portal = webdav(server.port, SECRET);
    portal.large();
    portal.publish(&["dav", "--verify"]).is(0, &["published"]);
    is_like(&site, &portal.build(URL), &[]);
    portal.publish(&["dav"]).is(0, &["nothing to do"]);
    portal.write("content/people/guest.md", "---\nname: A Guest\n---\nNew.\n");
    fs::write(site.join("theirs.txt"), "theirs").expect("written");
    portal.publish(&["dav"]).is(0, &["published"]);
    portal.remove("content/people/guest.md");
    portal.publish(&["dav"]).is(0, &["published"]);
    is_like(&site, &portal.build(URL), &["theirs.txt"]);
    let by_command = webdav(server.port, "wrong");
    by_command.large();
    by_command.write("password.sh", &format!("echo '{SECRET}'\n"));
    by_command.write("site.toml", &format!("{}secret_command = \"sh password.sh\"\n", by_command.text("site.toml")));
    by_command.publish(&["dav"]).is(0, &["nothing to do"]);
}

fn webdav_is_cut() {
    let server = servers::webdav("ann", SECRET);
    let proxy = Proxy::start(server.port);
    let site = server.folder.path().join("root/site");
    let portal = webdav(proxy.port, SECRET);
    let fetch = |path: &str| fs::read(site.join(path)).ok();
    for n in 0.. {
        let at = 11 + n * 61;
        proxy.set([Mood::CutBefore(at), Mood::CutAfter(at), Mood::CutWithin(at)][n % 3]);
        let run = portal.publish(&["dav"]);
        assert_eq!(crawl::missing(URL, &fetch), Vec::<String>::new(), "cut {n}");
        if run.code == 0 {
            break;
        }
        assert!(n < 60, "it does not end");
    }
    proxy.set(Mood::Pass);
    portal.publish(&["dav"]).is(0, &["nothing to do"]);
    is_like(&site, &portal.build(URL), &[]);
    updates_are_cut(&portal, &["dav"], &site, |round| {
        let at = 3 + round * 17;
        proxy.set(match round {
            0 => Mood::Pass,
            n => [Mood::CutBefore(at), Mood::CutAfter(at), Mood::CutWithin(at)][n % 3],
        });
    });
}

/// Updates that `cut` stops ever later, until one comes to its end (`cut(0)` stops none): in between readers see a whole site, and the run after
/// each mends it.
fn updates_are_cut(portal: &Portal, target: &[&str], site: &Path, cut: impl Fn(usize)) {
    let fetch = |path: &str| fs::read(site.join(path)).ok();
    for round in 1.. {
        // A new page that old ones refer to, and one that goes.
        let page = |n: usize| format!("content/people/guest-{n}.md");
        portal.write(&page(round), "---\nname: A Guest\n---\nKnows [[ines-marek]].\n");
        if round > 1 {
            portal.remove(&page(round - 1));
        }
        cut(round);
        let run = portal.publish(target);
        assert_eq!(crawl::missing(URL, &fetch), Vec::<String>::new(), "cut {round}");
        cut(0);
        portal.publish(target).is(0, &[]);
        is_like(site, &portal.build(URL), &[]);
        if run.code == 0 {
            assert!(round > 3, "an update takes more than {round}");
            return;
        }
        assert!(round < 60, "it does not end");
    }
}

fn sftp_is_cut() {
    let server = servers::ssh();
    let at = |name: &str| server.folder.path().join(name);
    let line = Line::to(server.port);
    let known = fs::read_to_string(at("known")).expect("known hosts");
    let renamed = known.replace(&format!("]:{} ", server.port), &format!("]:{} ", line.port));
    fs::write(at("known"), renamed).expect("written");
    let (portal, site) = sftp(&server, line.port, "retries = 0\n");
    let fetch = |path: &str| fs::read(site.join(path)).ok();
    for n in 0.. {
        line.allow(Some(6_000 + n * 40_000));
        let run = portal.publish(&["ssh"]);
        assert_eq!(crawl::missing(URL, &fetch), Vec::<String>::new(), "cut {n}");
        if run.code == 0 {
            assert!(n > 3, "it takes more than {n}");
            break;
        }
    }
    line.allow(None);
    portal.publish(&["ssh"]).is(0, &["nothing to do"]);
    is_like(&site, &portal.build(URL), &[]);
    updates_are_cut(&portal, &["ssh"], &site, |round| {
        line.allow((round > 0).then_some(5_000 + round * 9_000));
    });
}

fn sftp_holds_what_was_built() {
    let server = servers::ssh();
    let at = |name: &str| server.folder.path().join(name);
    let (portal, site) = sftp(&server, server.port, "retries = 0\n");
    let known = fs::read(at("known")).expect("known hosts");
    fs::write(at("known"), "").expect("written");
    portal.publish(&["ssh"]).is(2, &["host key is unknown", "nothing was written"]);
    fs::write(at("known"), known).expect("written");
    fs::copy(at("other.pub"), at("authorized")).expect("copied");
    portal.publish(&["ssh"]).is(2, &["does not accept"]);
    assert!(!site.exists());
    fs::copy(at("user.pub"), at("authorized")).expect("copied");
    // A file of somebody else where a folder is to be.
    fs::create_dir_all(&site).expect("a folder");
    fs::write(site.join("themes"), "theirs").expect("written");
    portal.publish(&["ssh"]).is(2, &["needs a folder at `themes`", "nothing was written"]);
    assert_eq!(files(&site).len(), 1);
    fs::remove_file(site.join("themes")).expect("it is as it was");
    fs::remove_dir(&site).expect("removed");
    portal.large();
    portal.bilat(&["publish", "ssh", "--dry-run"]).is(0, &["would publish"]);
    portal.bilat(&["publish", "ssh"]).is(2, &["nobody to ask"]);
    assert!(!site.exists(), "a look leaves something behind");
    portal.publish(&["ssh", "--verify"]).is(0, &["published"]);
    is_like(&site, &portal.build(URL), &[]);
    portal.publish(&["ssh"]).is(0, &["nothing to do"]);
    fs::write(site.join("theirs.txt"), "theirs").expect("written");
    portal.write("content/people/guest.md", "---\nname: A Guest\n---\nNew.\n");
    portal.publish(&["ssh"]).is(0, &["published"]);
    portal.remove("content/people/guest.md");
    portal.publish(&["ssh"]).is(0, &["published"]);
    is_like(&site, &portal.build(URL), &["theirs.txt"]);
    assert!(!site.join("people/guest").exists(), "an empty folder stays behind");
}

pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn git_holds_what_was_built() {
    let folder = tempfile::tempdir().expect("a folder");
    let bare = folder.path().join("bare.git");
    git(folder.path(), &["init", "--bare", "--quiet", "bare.git"]);
    let to = format!("git:{}#gh-pages", bare.display());
    let portal = Portal::new(&format!(
        "[publish.pages]\nto = \"{to}\"\nbase_url = \"{URL}\"\nhost = \"pages\"\ncname = \"site.example\"\n"
    ));
    portal.large();
    portal.bilat(&["publish", "pages", "--dry-run"]).is(0, &["would publish"]);
    assert_eq!(git(&bare, &["for-each-ref"]), "");
    portal.publish(&["pages"]).is(0, &["published"]);
    let check = |name: &str, more: &[&str]| {
        let copy = folder.path().join(name);
        git(folder.path(), &["clone", "--quiet", "--branch", "gh-pages", &bare.display().to_string(), name]);
        fs::remove_dir_all(copy.join(".git")).expect("removed");
        is_like(&copy, &portal.build(URL), &[&[".nojekyll", "CNAME"], more].concat());
    };
    check("one", &[]);
    portal.publish(&["pages"]).is(0, &["nothing to do"]);
    // Somebody adds a file of their own, and the site changes.
    git(folder.path(), &["clone", "--quiet", "--branch", "gh-pages", &bare.display().to_string(), "work"]);
    let work = folder.path().join("work");
    fs::write(work.join("theirs.txt"), "theirs").expect("written");
    git(&work, &["add", "."]);
    git(&work, &["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "Add a file"]);
    git(&work, &["push", "--quiet"]);
    portal.write("content/people/guest.md", "---\nname: A Guest\n---\nNew.\n");
    portal.publish(&["pages"]).is(0, &["published"]);
    check("two", &["theirs.txt"]);
    portal.remove("content/people/guest.md");
    // Two at once: whoever comes second is refused, and nothing of the first is lost.
    let hook = bare.join("hooks/pre-receive");
    fs::write(&hook, "#!/bin/sh\nsleep 1\n").expect("written");
    fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("it may run");
    let other = Portal::new(&format!(
        "[publish.pages]\nto = \"{to}\"\nbase_url = \"{URL}\"\nhost = \"pages\"\ncname = \"site.example\"\n"
    ));
    other.large();
    let first = portal.command(&["publish", "pages", "--yes"]).spawn().expect("bilat runs");
    let second = other.publish(&["pages"]);
    let first = first.wait_with_output().expect("it ends");
    let codes = [first.status.code().unwrap_or(-1), second.code];
    assert!(codes == [0, 2] || codes == [2, 0] || codes == [0, 0], "{codes:?}");
    fs::remove_file(&hook).expect("removed");
    portal.publish(&["pages"]).is(0, &[]);
    check("three", &["theirs.txt"]);
    git(&bare, &["fsck", "--strict"]);
    // What others have put where the site is to be stays, whatever it is.
    let theirs = folder.path().join("others");
    git(folder.path(), &["init", "--quiet", "others"]);
    fs::write(theirs.join("people"), "theirs").expect("written");
    std::os::unix::fs::symlink("people", theirs.join("robots.txt")).expect("a link");
    git(&theirs, &["add", "."]);
    git(&theirs, &["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "Files of theirs"]);
    git(&theirs, &["push", "--quiet", &bare.display().to_string(), "HEAD:refs/heads/others"]);
    let others = format!("git:{}#others", bare.display());
    portal.publish(&[&others]).is(2, &["needs a folder at `people`"]);
    git(&theirs, &["mv", "people", "people.txt"]);
    git(&theirs, &["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "Move one away"]);
    git(&theirs, &["push", "--quiet", &bare.display().to_string(), "HEAD:refs/heads/others"]);
    portal.publish(&[&others]).is(2, &["bilat did not put there: `robots.txt`"]);
    assert_eq!(git(&bare, &["rev-list", "--count", "others"]), "2");
    let nowhere = Portal::new("");
    nowhere.publish(&["git:/no/such/repository#pages"]).is(2, &["no repository"]);
    nowhere.publish(&["git:origin#pages"]).is(2, &["no remote `origin`"]);
}

/// Workflows keep the credentials of a run in the settings of the repository that they check out.
fn git_is_reached_as_the_repository_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let bare = folder.path().join("bare.git");
    git(folder.path(), &["init", "--bare", "--quiet", "bare.git"]);
    let portal = Portal::new("");
    git(&portal.root(), &["init", "--quiet"]);
    git(&portal.root(), &["config", &format!("url.{}.insteadOf", bare.display()), "host.invalid:portal.git"]);
    portal.publish(&["git:host.invalid:portal.git#pages"]).is(0, &["published"]);
    assert!(git(&bare, &["ls-tree", "-r", "--name-only", "pages"]).contains("index.html"));
    git(&portal.root(), &["remote", "add", "origin", "../bare.git"]);
    std::os::unix::fs::symlink(&bare, portal.root().join("../bare.git")).expect("a link");
    portal.publish(&["git:origin#pages"]).is(0, &["nothing to do"]);
    git(&portal.root(), &["config", "core.sshCommand", &format!("touch {}/used; false", folder.path().display())]);
    portal.publish(&["git:other.invalid:portal.git#pages"]).is(2, &["error"]);
    assert!(folder.path().join("used").exists(), "the repository's own ssh is not used");
}
