//! `bilat serve` as browsers and editors meet it: the real program on a free port of this machine, asked over plain sockets.
#![cfg(feature = "preview")]
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

#[path = "serve/support.rs"]
mod support;

#[path = "serve/refusals.rs"]
mod refusals;
#[path = "serve/saves.rs"]
mod saves;

use std::fs;
use std::process::{Command, Stdio};
use support::{Portal, Preview, SITE, bilat, document};

#[test]
fn the_site_is_served_as_a_static_host_would() {
    let portal = Portal::new();
    let before = portal.files();
    let preview = Preview::start(&portal, &[]);
    let home = preview.get("/");
    assert_eq!((home.status, home.field("content-type")), (200, "text/html; charset=utf-8"));
    let folder = preview.get("/people?a=b");
    assert_eq!((folder.status, folder.field("location")), (301, "/people/?a=b"));
    assert_eq!(preview.get("/documents/one/index.html").status, 200);
    let style = home.body.split("href=\"").find(|part| part.contains(".css")).and_then(|part| part.split('"').next());
    let style = preview.get(style.expect("a style sheet"));
    assert_eq!((style.status, style.field("content-type")), (200, "text/css; charset=utf-8"));
    assert_eq!(preview.get("/atom.xml").field("content-type"), "application/atom+xml");
    let (missing, chinese) = (preview.get("/nothing/"), preview.get("/zh/nothing"));
    assert_eq!((missing.status, chinese.status), (404, 404));
    assert!(missing.body.contains("lang=\"en\"") && chinese.body.contains("lang=\"zh-Hans\""));
    let head = preview.ask("HEAD", "/", &[], "");
    assert_eq!(
        (head.status, head.body.as_str(), head.field("content-length")),
        (200, "", home.field("content-length"))
    );
    assert_eq!(portal.files(), before, "a preview writes nothing");
}

#[test]
fn pages_are_those_of_a_build_with_one_thing_added() {
    let (portal, out) = (Portal::new(), tempfile::tempdir().expect("a folder"));
    let built =
        bilat().args(["build", "--root"]).arg(portal.root()).arg("--out").arg(out.path()).output().expect("a build");
    assert!(built.status.success(), "{built:?}");
    let preview = Preview::start(&portal, &[]);
    for page in ["", "documents/one/", "zh/documents/one/", "people/ana/", "404.html"] {
        let file = if page.ends_with(".html") { page.to_owned() } else { format!("{page}index.html") };
        let written = fs::read_to_string(out.path().join(file)).expect("a page");
        let served = preview.get(&format!("/{page}")).body;
        let (before, rest) = served.split_once("<meta name=\"bilat-preview\"").expect("what is added");
        let (_, after) = rest.split_once('\n').expect("a line");
        assert!(written == format!("{before}{after}"), "{page}");
        assert!(!written.contains("bilat-preview"));
    }
}

#[test]
fn a_base_path_is_kept() {
    let portal = Portal::new();
    portal.write("site.toml", &SITE.replace("example.org/", "example.org/water/"));
    let preview = Preview::start(&portal, &[]);
    assert!(preview.address.ends_with("/water/"));
    assert_eq!(preview.get("/").field("location"), "/water/");
    assert_eq!(preview.get("/water").field("location"), "/water/");
    assert_eq!(preview.get("/water/people/").status, 200);
    assert!(
        preview.get("/water/").body.contains("href=\"https://example.org/water/\""),
        "the address of the site is kept"
    );
    for path in ["/people/", "/waters/people/", "/water2/", "/wate/"] {
        assert_eq!(preview.get(path).status, 404, "{path}");
    }
}

#[test]
fn drafts_are_shown_when_asked_for() {
    let portal = Portal::new();
    portal.write("content/documents/two.md", &document("Two", "Words.").replace("type:", "draft: true\ntype:"));
    assert_eq!(Preview::start(&portal, &[]).get("/documents/two/").status, 404);
    let page = Preview::start(&portal, &["--drafts"]).get("/documents/two/");
    assert!(page.status == 200 && page.body.contains("class=\"notice\""));
}

#[test]
fn files_are_copied_from_the_portal_only() {
    let portal = Portal::new();
    portal.write("content/documents/plan.pdf", "%PDF of a plan");
    portal.write("content/documents/secret.pdf", "%PDF nobody names");
    portal.write("content/documents/one.md", &document("One", "See the [plan](plan.pdf)."));
    let preview = Preview::start(&portal, &[]);
    let page = preview.get("/documents/one/").body;
    let href = page.split('"').find(|part| part.ends_with("plan.pdf")).expect("a link");
    let file = preview.get(href);
    assert_eq!(
        (file.status, file.field("content-type"), file.body.as_str()),
        (200, "application/pdf", "%PDF of a plan")
    );
    let part = preview.ask("GET", href, &["Range: bytes=1-3"], "");
    assert_eq!((part.status, part.body.as_str()), (206, "PDF"));
    assert_eq!(preview.get(&href.replace("plan", "secret")).status, 404);
    #[cfg(unix)]
    {
        let other = tempfile::tempdir().expect("a folder");
        fs::write(other.path().join("key"), "secret").expect("a file");
        portal.remove("content/documents/plan.pdf");
        std::os::unix::fs::symlink(other.path().join("key"), portal.path("content/documents/plan.pdf"))
            .expect("a link");
        let answer = preview.get(href);
        assert!(answer.status == 404 && !answer.body.contains("secret"), "{answer:?}");
    }
}

#[test]
fn problems_of_what_is_not_public_stay_on_this_machine() {
    let portal = Portal::new();
    let slip = |text: String, key: &str| text.replace("title:", &format!("{key}sumary: PLANTED\ntitle:"));
    portal.write("content/documents/kept.md", &slip(document("Kept", "Words."), "draft: true\n"));
    portal.write("content/documents/part.md", &slip(document("Part", "Words."), "publish: excerpts\n"));
    portal.write("content/documents/one.md", &slip(document("One", "Words."), ""));
    let files = |preview: &Preview| -> Vec<String> {
        let panel = preview.json("/.bilat/problems?page=/documents/two/");
        let all = panel["portal"].as_array().expect("a list").iter();
        let mut places: Vec<String> = all.map(|p| p["place"].as_str().unwrap_or_default().to_owned()).collect();
        places.push(panel["withheld"].to_string());
        places
    };
    let own = files(&Preview::start(&portal, &[]));
    assert_eq!(
        own,
        ["content/documents/kept.md:3:1", "content/documents/one.md:2:1", "content/documents/part.md:3:1", "0"]
    );
    let shared = Preview::start(&portal, &["--host", "0.0.0.0"]);
    assert_eq!(files(&shared), ["content/documents/one.md:2:1", "2"]);
    let shown = files(&Preview::start(&portal, &["--host", "0.0.0.0", "--drafts"]));
    assert_eq!(shown, ["content/documents/kept.md:3:1", "content/documents/one.md:2:1", "1"]);
}

#[test]
fn a_preview_that_other_machines_reach_opens_and_changes_no_files() {
    let portal = Portal::new();
    portal.write("content/documents/kept.md", &document("Kept", "Words.").replace("title:", "draft: true\ntitle:"));
    let text = document("One", "[[nobody-here]] %%PLANTED%% [[kept]].\n").replace("title:", "sumary: x\ntitle:");
    portal.write("content/documents/one.md", &text);
    let preview = Preview::start(&portal, &["--host", "0.0.0.0"]);
    let panel = preview.json("/.bilat/problems?page=/documents/one/");
    let page = panel["page"].as_array().expect("a list");
    let slip = page.iter().find(|problem| problem["code"] == "data/unknown-key").expect("a problem");
    assert_eq!((slip["href"].as_str(), slip["fix"].is_null(), &slip["excerpt"][1]), (Some(""), true, &"sumary".into()));
    let shown = panel.to_string();
    assert!(page.len() > 1 && !shown.contains("PLANTED") && !shown.contains("`kept`"), "{shown}");
    let own = Preview::start(&portal, &[]).json("/.bilat/problems?page=/documents/one/");
    let id = own["page"].as_array().expect("a list").iter().find_map(|p| p["fix"]["id"].as_str()).expect("a fix");
    let badge = preview.get("/documents/one/");
    let fields = [format!("Origin: http://{}", preview.host), format!("X-Bilat-Token: {}", badge.badge("data-token"))];
    assert_eq!(preview.ask("POST", "/.bilat/fix", &[&fields[0], &fields[1]], id).status, 403);
    assert_eq!(preview.get("/.bilat/source?page=/documents/one/").status, 403);
    assert_eq!(portal.read("content/documents/one.md"), text);
}

#[test]
fn problems_are_told_and_fixes_applied() {
    let portal = Portal::new();
    let text = document("One", "Words.").replace("title:", "sumary: x\ntitle:");
    portal.write("content/documents/one.md", &text);
    let preview = Preview::start(&portal, &[]);
    let panel = preview.json("/.bilat/problems?page=/documents/one/");
    let problem = panel["page"]
        .as_array()
        .and_then(|all| all.iter().find(|p| p["code"] == "data/unknown-key"))
        .expect("a problem");
    assert_eq!(problem["excerpt"][1], "sumary");
    assert!(problem["href"].as_str().expect("a link").starts_with("vscode://file/"));
    assert!(preview.json("/.bilat/problems?page=/documents/two/")["page"].as_array().expect("a list").is_empty());
    let id = problem["fix"]["id"].as_str().expect("a fix");
    let page = preview.get("/documents/one/");
    let (origin, token) =
        (format!("Origin: http://{}", preview.host), format!("X-Bilat-Token: {}", page.badge("data-token")));
    let post = |fields: &[&str], body: &str| preview.ask("POST", "/.bilat/fix", fields, body).status;
    assert_eq!(post(&[], id), 403);
    assert_eq!(post(&[&token], id), 403);
    assert_eq!(post(&[&origin], id), 403);
    assert_eq!(post(&[&origin, "X-Bilat-Token: 0"], id), 403);
    assert_eq!(post(&["Origin: http://evil.example", &token], id), 403);
    assert_eq!(post(&[&origin, &token], "0"), 409);
    assert_eq!(post(&[&origin, &token], &"x".repeat(100_000)), 400);
    assert_eq!(portal.read("content/documents/one.md"), text);
    let mut events = preview.events("/documents/one/");
    let first = events.next();
    assert_eq!(post(&[&origin, &token], id), 200);
    assert_eq!(portal.read("content/documents/one.md"), text.replace("sumary", "summary"));
    events.until(|state| state["notes"] != first["notes"]);
    assert_eq!(post(&[&origin, &token], id), 409);
}

#[test]
fn templates_that_fail_on_pages_that_nobody_looks_at_are_told() {
    let portal = Portal::new();
    portal.write("content/documents/one.md", &document("One", "Words."));
    portal.write("templates/balance.html", "{{ view.nothing }}");
    let mut preview = Preview::start(&portal, &[]);
    let codes = |preview: &Preview| -> Vec<String> {
        let panel = preview.json("/.bilat/problems?page=/documents/one/");
        let all = panel["portal"].as_array().expect("a list");
        all.iter().map(|problem| problem["place"].as_str().expect("a place").to_owned()).collect()
    };
    let at = "templates/balance.html:1:9";
    assert_eq!(codes(&preview), [at]);
    // An edit of something else makes it neither better nor worse.
    portal.write("content/documents/one.md", &document("One", "Other words."));
    assert!(preview.line("one.md").ends_with(" · 1 error"));
    assert_eq!(codes(&preview), [at]);
    portal.write("templates/balance.html", "{{ page.title }}");
    assert!(!preview.line("balance.html").contains("error"));
    assert!(codes(&preview).is_empty());
}

#[test]
fn a_fix_is_not_applied_to_a_file_that_changed() {
    let portal = Portal::new();
    portal.write("content/documents/one.md", &document("One", "Words.").replace("title:", "sumary: x\ntitle:"));
    // Nothing tells this preview of the change in time.
    let preview = Preview::start(&portal, &["--poll"]);
    let panel = preview.json("/.bilat/problems?page=/documents/one/");
    let id = panel["page"][0]["fix"]["id"].as_str().expect("a fix");
    let page = preview.get("/documents/one/");
    let (origin, token) =
        (format!("Origin: http://{}", preview.host), format!("X-Bilat-Token: {}", page.badge("data-token")));
    portal.write("content/documents/one.md", "something else\n");
    assert_eq!(preview.ask("POST", "/.bilat/fix", &[&origin, &token], id).status, 409);
    assert_eq!(portal.read("content/documents/one.md"), "something else\n");
}

#[test]
fn parts_of_pages_lead_to_their_sources() {
    let portal = Portal::new();
    portal.write("site.toml", &format!("{SITE}[editor]\nurl = \"zed://file{{path}}:{{line}}\"\n"));
    portal.write("content/documents/one.md", &document("One", "# Title\n\nFirst.\n\nSecond\nline.\n\n- a\n- b\n"));
    let preview = Preview::start(&portal, &[]);
    let line = |query: &str| {
        let found = preview.json(&format!("/.bilat/source?page={query}"));
        let href = found["href"].as_str().expect("an address").to_owned();
        href.rsplit_once(':')
            .map(|(file, line)| (file.rsplit('/').next().unwrap_or_default().to_owned(), line.to_owned()))
    };
    let place = |file: &str, line: u32| Some((file.to_owned(), line.to_string()));
    assert_eq!(line("/documents/one/"), place("one.md", 1));
    assert_eq!(line("/documents/one/&block=0"), place("one.md", 6));
    assert_eq!(line("/documents/one/&block=2"), place("one.md", 10));
    assert_eq!(line("/documents/one/&block=3"), place("one.md", 13));
    assert_eq!(line("/documents/one/&anchor=title"), place("one.md", 6));
    assert_eq!(line("/zh/documents/one/&block=0"), place("one.zh.md", 4));
    assert_eq!(line("/people/ana/&block=0"), place("ana.md", 4));
    assert_eq!(line("/"), place("site.toml", 1));
}

#[test]
fn a_busy_port_is_said() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let port = preview.host.rsplit(':').next().expect("a port");
    let second = bilat().args(["serve", "--port", port, "--root"]).arg(portal.root()).output().expect("an end");
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&second.stderr).contains("another program listens there"));
}

#[cfg(unix)]
#[test]
fn it_ends_cleanly() {
    let portal = Portal::new();
    for signal in ["-INT", "-TERM"] {
        let mut preview = Preview::start(&portal, &[]);
        let mut events = preview.events("/");
        events.next();
        let sent = Command::new("kill").args([signal, &preview.pid()]).stdout(Stdio::null()).status();
        assert!(sent.expect("a signal").success());
        assert_eq!(preview.wait(), Some(0));
    }
}
