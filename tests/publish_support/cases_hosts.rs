//! Hosts as they serve what was published, by the files that they read besides the site; and the workflows that publish to them.

use super::cases_files::{URL, git, is_like, shell};
use crate::support::crawl;
use crate::support::http;
use crate::support::portal::{Portal, files};
use crate::support::servers;
use std::fs;
use std::path::Path;

/// Name and test.
pub const ALL: &[(&str, fn())] = &[
    ("hosts_find_a_name_and_files_as_they_are", pages_has_a_name_and_files_as_they_are),
    ("hosts_that_know_files_only", hosts_that_know_files_only),
    ("hosts_cloudflare_serves_what_was_published", || cloudflare_serves("https://site.example/")),
    ("hosts_cloudflare_serves_it_under_a_sub_path", || cloudflare_serves(URL)),
    ("hosts_netlify_reads_what_was_published", || netlify_reads("https://site.example/")),
    ("hosts_netlify_reads_it_under_a_sub_path", || netlify_reads(URL)),
    ("hosts_by_the_workflow_that_init_writes", the_workflow_that_init_writes),
    ("hosts_by_a_program_that_its_workflow_builds", the_workflow_installs_from_a_source),
];

const FOREVER: &str = "public, max-age=31536000, immutable";

fn pages_has_a_name_and_files_as_they_are() {
    let out = tempfile::tempdir().expect("a folder");
    let settings = format!(
        "[publish.pages]\nto = \"file:{}\"\nhost = \"pages\"\ncname = \"site.example\"\n",
        out.path().display()
    );
    let portal = Portal::new(&settings);
    // What begins with a dot does not make a folder a used one, and is somebody's all the same.
    let mark = out.path().join(".nojekyll");
    fs::write(&mark, "theirs").expect("written");
    portal.publish(&["pages"]).is(2, &["did not put there: `.nojekyll`", "nothing was written"]);
    assert_eq!(fs::read_to_string(&mark).expect("a file"), "theirs");
    fs::remove_file(&mark).expect("removed");
    portal.publish(&["pages"]).is(0, &["published"]);
    assert_eq!(fs::read_to_string(out.path().join("CNAME")).expect("a name"), "site.example\n");
    assert_eq!(fs::read_to_string(&mark).expect("a file"), "");
}

/// What a host reads of `folder` for a portal at `url`, whose person had another id and whose themes are kept by nobody: the folder of the
/// site, and what the recipe copies from it to the root.
fn published_for(host: &str, folder: &Path, url: &str) -> Portal {
    let path = &url["https://site.example/".len()..];
    let site = folder.join(path);
    let portal = Portal::new(&format!(
        "[publish.live]\nto = \"file:{}\"\nhost = \"{host}\"\nbase_url = \"{url}\"\n\n\
         [publish.live.cache]\n\"themes/*/index.html\" = \"no-store\"\n",
        site.display()
    ));
    let text = portal.text("content/people/ines-marek.md");
    portal.write("content/people/ines-marek.md", &text.replacen("---\n", "---\nformer_ids: [i-marek]\n", 1));
    fs::create_dir_all(&site).expect("a folder");
    portal.publish(&["live"]).is(0, &["published"]);
    if !path.is_empty() {
        for name in ["_headers", "_redirects", "404.html"] {
            fs::copy(site.join(name), folder.join(name)).expect("copied");
        }
    }
    portal
}

/// The addresses of a style sheet and of a theme of a built site.
fn style_and_theme(site: &Path) -> (String, String) {
    let all = files(site);
    let find = |start: &str, end: &str| {
        let found =
            all.keys().find(|path| path.starts_with(start) && path.ends_with(end) && path.matches('/').count() < 3);
        found.unwrap_or_else(|| panic!("no {start}…{end}")).clone()
    };
    let theme =
        all.keys().find(|path| path.starts_with("themes/") && path.split('/').count() == 3 && path.ends_with(".html"));
    (find("assets/theme.", ".css"), theme.expect("a theme").replace("index.html", ""))
}

fn cloudflare_serves(url: &str) {
    let out = tempfile::tempdir().expect("a folder");
    let base = &url["https://site.example".len()..];
    let portal = published_for("cloudflare", out.path(), url);
    let site = out.path().join(&base[1..]);
    let host = servers::cloudflare(out.path());
    let get = |path: &str| http::request(host.port, "GET", &format!("{base}{path}"), &[], b"");
    let fetch = |path: &str| {
        Some(get(path.trim_end_matches("index.html"))).filter(|answer| answer.status == 200).map(|answer| answer.body)
    };
    let built = portal.build(url);
    assert_eq!(
        crawl::missing(url, &|path| if path.ends_with(".html") { fetch(path) } else { built.get(path).cloned() }),
        Vec::<String>::new()
    );
    let (style, theme) = style_and_theme(&site);
    let moved = get("people/i-marek/");
    assert_eq!((moved.status, moved.header("location")), (301, Some(format!("{base}people/ines-marek/"))));
    for (path, kept) in [(&*style, FOREVER), (&*theme, "no-store")] {
        let answer = get(path);
        assert_eq!((answer.status, answer.header("cache-control").as_deref()), (200, Some(kept)), "{path}");
    }
    // Nobody keeps the other pages without asking again.
    let home = get("");
    assert!(home.body == built["index.html"]);
    assert!(home.header("cache-control").is_some_and(|value| value.contains("max-age=0")), "{}", home.head);
    let lost = get("no/such/page/");
    assert!(lost.status == 404 && lost.body == built["404.html"], "{}", lost.head);
    for name in ["_headers", "_redirects"] {
        let answer = http::request(host.port, "GET", &format!("/{name}"), &[], b"");
        assert_eq!(answer.status, 404, "{name} is for the host alone");
    }
}

fn netlify_reads(url: &str) {
    let out = tempfile::tempdir().expect("a folder");
    let base = &url["https://site.example".len()..];
    let portal = published_for("netlify", out.path(), url);
    let (style, theme) = style_and_theme(&out.path().join(&base[1..]));
    let said = servers::netlify(
        out.path(),
        &["people/i-marek/", &style, &theme, "", "no/such/page/"].map(|path| format!("{base}{path}")),
    );
    let moved = format!("301 {base}people/ines-marek/");
    let wanted = [(&*moved, ""), ("200", FOREVER), ("200", "no-store"), ("200", ""), ("404", "")];
    assert_eq!(said, wanted.map(|(answer, kept)| format!("{answer} {kept}").trim_end().to_owned()));
    // Where addresses name files, redirects do.
    portal.publish(&["live", "--base-url", "https://site.example/x/index.html"]).is(0, &["published"]);
    let redirects = fs::read_to_string(out.path().join(&base[1..]).join("_redirects")).expect("redirects");
    let wanted = "/x/people/i-marek/index.html /x/people/ines-marek/index.html 301!\n";
    assert!(redirects.contains(wanted), "{redirects}");
}

/// Every address of the site, in whatever it stands, is that of a file.
fn hosts_that_know_files_only() {
    let out = tempfile::tempdir().expect("a folder");
    let portal = Portal::new("");
    portal.publish(&[&format!("file:{}", out.path().display()), "--base-url", &format!("{URL}index.html")]).is(0, &[]);
    let all = files(out.path());
    assert_eq!(crawl::missing(URL, &|path| all.get(path).cloned()), Vec::<String>::new());
    let mut seen = 0;
    for (path, bytes) in &all {
        let text = crawl::text(bytes);
        // The site itself has a name that is no address.
        let names_a_file = |rest: &str| rest.starts_with("#site") || !rest.is_empty() && !rest.starts_with(crawl::ENDS);
        assert!(text.split(URL).skip(1).all(names_a_file), "`{path}` has the folder's address");
        let links =
            crawl::links(path, &text).into_iter().filter_map(|link| Some(link.strip_prefix("/portal/")?.to_owned()));
        let whole = crawl::whole(URL, &text).filter(|address| !address.is_empty()).map(str::to_owned);
        for address in links.chain(whole) {
            let file = address.split(['#', '?']).next().unwrap_or_default();
            assert!(all.contains_key(file), "`{path}` has `{address}`");
            seen += 1;
        }
    }
    assert!(seen > 1000, "{seen}");
}

/// Runs every line of each workflow as the runner would, with the program where the cache keeps it.
fn the_workflow_that_init_writes() {
    for (ci, path, key, folder) in
        [("github", ".github/workflows/publish.yml", "run", "_site"), ("gitlab", ".gitlab-ci.yml", "script", "public")]
    {
        let portal = Portal::new("");
        portal.bilat(&["init", ".", "--ci", ci]).is(0, &[path]);
        portal.bilat(&["init", ".", "--ci", ci]).is(2, &["exists already"]);
        for (address, words) in
            [("https://u:token@h.example/x.git", "a password"), ("https://h.example/x\n- y", "character")]
        {
            let run = portal.bilat(&["init", "other", "--ci", ci, "--install-from", address]).is(2, &[words]);
            assert!(!run.err.contains("token"), "{run:?}");
        }
        let text = portal.text(path);
        assert!(!text.contains("@VERSION@"), "{text}");
        let rust = env!("CARGO_PKG_RUST_VERSION");
        assert!(ci == "github" || text.contains(&format!("image: rust:{rust}\n")), "{text}");
        let lines = values_of(&text, key);
        assert_eq!(lines.len(), 3, "{lines:?}");
        let home = portal.root().join("../home/.cargo/bin");
        fs::create_dir_all(&home).expect("a folder");
        let program = home.join("bilat");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_bilat"), &program).expect("the program is installed");
        // What is not there yet is installed; the line must ask for this version with what publishing needs.
        let version = env!("CARGO_PKG_VERSION");
        let install = lines[0].split("|| ").nth(1).expect("a line that installs");
        let wanted = format!("bilat --version {version} --locked --features publish");
        let shown = shell(&portal, &install.replace("cargo install", "echo"));
        assert_eq!(shown.out.trim(), wanted);
        for line in &lines {
            shell(&portal, line).is(0, &[]);
        }
        is_like(&portal.root().join(folder), &portal.build(URL), &[]);
        portal.write("content/pages/bad.md", "---\ntitle: Bad\n---\nSee [[nobody-at-all]].\n");
        shell(&portal, &lines[1]).is(1, &["nobody-at-all"]);
        shell(&portal, &lines[2]).is(1, &["not published"]);
    }
}

/// A workflow for a version that no registry has: cargo itself installs from the address, and from the portal's own repository.
fn the_workflow_installs_from_a_source() {
    let portal = Portal::new("");
    let source = portal.root().join("../source o'mine");
    fs::create_dir_all(source.join("src")).expect("a folder");
    let manifest = "[package]\nname = \"bilat\"\nversion = \"7.0.0\"\nedition = \"2024\"\n\n[features]\npublish = []\n";
    let lock = "version = 4\n\n[[package]]\nname = \"bilat\"\nversion = \"7.0.0\"\n";
    for (path, text) in [
        ("Cargo.toml", manifest),
        ("Cargo.lock", lock),
        ("src/main.rs", "fn main() { println!(\"from its source\") }\n"),
    ] {
        fs::write(source.join(path), text).expect("written");
        portal.write(path, text);
    }
    git(&source, &["init", "--quiet", "."]);
    git(&source, &["add", "."]);
    git(
        &source,
        &["-c", "user.name=Ann", "-c", "user.email=ann@site.example", "commit", "--quiet", "--message", "The program"],
    );
    let address = format!("file://{}", source.canonicalize().expect("a folder").display());
    for (ci, path, key) in [("github", ".github/workflows/publish.yml", "run"), ("gitlab", ".gitlab-ci.yml", "script")]
    {
        for from in [&["--install-from", address.as_str()][..], &[]] {
            let said = from.last().unwrap_or(&"the source in this repository");
            portal.bilat(&[&["init", ".", "--ci", ci], from].concat()).is(0, &[path, said]);
            let install = values_of(&portal.text(path), key).remove(0);
            shell(&portal, &install).is(0, &[]);
            shell(&portal, "$CARGO_HOME/bin/bilat").is(0, &["from its source"]);
            fs::remove_file(portal.root().join("../home/.cargo/bin/bilat")).expect("it was installed");
            portal.remove(path);
        }
    }
}

/// The texts that stand at a key of a YAML file, or in a list there.
fn values_of(text: &str, key: &str) -> Vec<String> {
    use granit_parser::{Event, Parser};
    let (mut found, mut is_there, mut depth) = (Vec::new(), false, 0);
    for event in Parser::new_from_str(text) {
        match event.expect("the workflow is YAML").0 {
            Event::Scalar(value, ..) if is_there => {
                is_there = depth > 0;
                found.push(value.to_string());
            }
            Event::Scalar(value, ..) => is_there = value == key,
            Event::SequenceStart(..) if is_there => depth += 1,
            Event::SequenceEnd if is_there => (depth, is_there) = (0, false),
            _ => {}
        }
    }
    found
}
