//! Every way in which files change shows, on the pages that it concerns and on no other; what cannot be shown leaves the last good page.

use crate::support::{Events, Portal, Preview, SITE, document};
use serde_json::Value;
use std::fs;

const PAGE: &str = "/documents/one/";
const FILE: &str = "content/documents/one.md";

/// A page whose changes are followed.
struct Watched<'a> {
    preview: &'a Preview,
    page: &'a str,
    events: Events,
    state: Value,
}

impl<'a> Watched<'a> {
    fn new(preview: &'a Preview, page: &'a str) -> Watched<'a> {
        let mut events = preview.events(page);
        let state = events.next();
        Watched { preview, page, events, state }
    }

    /// Waits for the event that tells of other bytes, until the page holds `words`.
    fn shows(&mut self, words: &str) {
        loop {
            let print = self.state["page"].clone();
            let body = self.preview.get(self.page).body;
            if body.contains(words) {
                return;
            }
            self.state = self.events.until(|state| state["page"] != print);
        }
    }

    fn until(&mut self, is_it: impl Fn(&Value) -> bool) {
        if !is_it(&self.state) {
            self.state = self.events.until(is_it);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_save_behind_a_link_shows() {
    let portal = Portal::new();
    portal.write("notes/one.md", &document("One", "Behind a link."));
    let preview = Preview::start(&portal, &[]);
    portal.remove(FILE);
    std::os::unix::fs::symlink(portal.path("notes/one.md"), portal.path(FILE)).expect("a link");
    let mut page = Watched::new(&preview, PAGE);
    page.shows("Behind a link.");
    portal.write("notes/one.md", &document("One", "Written behind the link."));
    page.shows("Written behind the link.");
    portal.write("notes/new.md", &document("One", "Put behind the link."));
    portal.rename("notes/new.md", "notes/one.md");
    page.shows("Put behind the link.");
    // What is on the way to it may come and go.
    portal.rename("notes", "away");
    page.until(|state| state["stale"] == true);
    portal.write("notes/one.md", &document("One", "Made anew behind the link."));
    page.shows("Made anew behind the link.");
}

#[test]
fn what_was_withdrawn_does_not_come_back() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let mut page = Watched::new(&preview, PAGE);
    portal.write(FILE, &document("One", "Public words."));
    page.shows("Public words.");
    let draft = document("One", "Public words.").replace("type:", "draft: true\ntype:");
    portal.write(FILE, &draft);
    page.until(|state| state["exists"] == false);
    let before = page.state["notes"].clone();
    portal.write(FILE, &draft.replacen("\n---\n", "\n", 1));
    page.until(|state| state["notes"] != before);
    assert_eq!(preview.get(PAGE).status, 404);
    // Where a text was public until it broke, its page stays, and other languages go on.
    portal.write(FILE, &document("One", "Public again."));
    page.shows("Public again.");
    let chinese = FILE.replace(".md", ".zh.md");
    portal.write(&chinese, &document("一", "公开。"));
    let mut other = Watched::new(&preview, "/zh/documents/one/");
    other.shows("公开。");
    portal.write(&chinese, "---\ntitle: 一\n没有结尾。\n");
    other.until(|state| state["stale"] == true);
    other.shows("公开。");
    portal.write(FILE, &document("One", "The other language goes on."));
    page.shows("The other language goes on.");
}

#[test]
fn a_page_that_moved_twice_is_followed() {
    let portal = Portal::new();
    portal.write("content/documents/uno.md", &document("Uno", "Words."));
    let preview = Preview::start(&portal, &[]);
    let mut page = Watched::new(&preview, "/documents/uno/");
    portal.rename("content/documents/uno.md", "content/documents/duo.md");
    page.until(|state| state["moved"] == "/documents/duo/");
    portal.rename("content/documents/duo.md", "content/documents/tres.md");
    page.until(|state| state["moved"] == "/documents/tres/");
}

#[test]
fn every_way_of_saving_shows() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let mut page = Watched::new(&preview, PAGE);
    let text = |words: &str| document("One", words);
    portal.write(FILE, &text("Saved in place."));
    page.shows("Saved in place.");
    portal.write("content/documents/.one.md.new", &text("Saved beside."));
    portal.rename("content/documents/.one.md.new", FILE);
    page.shows("Saved beside.");
    portal.remove(FILE);
    portal.write(FILE, &text("Deleted and written."));
    page.shows("Deleted and written.");
    portal.rename(FILE, "content/documents/one.md~");
    portal.write(FILE, &text("With a backup."));
    page.shows("With a backup.");
    let mut file = fs::File::create(portal.path(FILE)).expect("an empty file");
    let words = text(&"Much to say. ".repeat(5_000));
    for piece in words.as_bytes().chunks(4096) {
        std::io::Write::write_all(&mut file, piece).expect("a piece");
    }
    std::io::Write::write_all(&mut file, b"\nThe last words.\n").expect("the end");
    page.shows("The last words.");
    portal.write(FILE, &text("Same length, 1."));
    page.shows("Same length, 1.");
    portal.write(FILE, &text("Same length, 2."));
    page.shows("Same length, 2.");
}

#[test]
fn a_page_that_did_not_change_hears_nothing() {
    let portal = Portal::new();
    portal.write(FILE, &document("One", "Words on nobody."));
    portal.write("content/pages/about.md", "---\ntitle: About\n---\nThis.\n");
    let preview = Preview::start(&portal, &[]);
    let (mut two, mut one) = (preview.events("/documents/two/"), Watched::new(&preview, PAGE));
    let first = two.next();
    let mut about = Watched::new(&preview, "/about/");
    for words in ["Once.", "Twice.", "Thrice."] {
        portal.write("content/pages/about.md", &format!("---\ntitle: About\n---\n{words}\n"));
        about.shows(words);
    }
    portal.write("content/documents/two.md", &document("Two", "New words."));
    one.preview.events(PAGE).next();
    let next = two.until(|state| state["page"] != first["page"]);
    let generations = next["generation"].as_u64().expect("a number") - first["generation"].as_u64().expect("a number");
    assert!(generations >= 4, "{generations}");
    one.shows("nobody");
}

#[test]
fn both_languages_and_backlinks_follow() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let mut chinese = Watched::new(&preview, "/zh/documents/one/");
    let mut person = Watched::new(&preview, "/people/ana/");
    portal.write("content/documents/one.zh.md", "---\ntitle: 一\n---\n第二句话。\n");
    chinese.shows("第二句话");
    portal.write(FILE, &document("One", "Quite other words on [[ana]]."));
    person.shows("Quite other words");
    portal.write("content/documents/three.md", &document("Three", "A third text names [[ana]]."));
    person.shows("A third text names");
}

#[test]
fn a_browser_that_was_away_hears_what_is() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let old = preview.get(PAGE);
    let mut page = Watched::new(&preview, PAGE);
    portal.write(FILE, &document("One", "While it slept."));
    page.shows("While it slept.");
    let state = preview.events(PAGE).next();
    assert_ne!(state["page"], old.badge("content"));
    assert_eq!(state["page"], preview.get(PAGE).badge("content"));
}

#[test]
fn a_broken_template_leaves_the_last_good_page() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let mut page = Watched::new(&preview, PAGE);
    let good = page.state["page"].clone();
    portal.write(
        "templates/document.html",
        "{% extends \"base.html\" %}\n{% block main %}{{ view.row.title }{% endblock main %}\n",
    );
    page.until(|state| state["stale"] == true);
    assert_eq!(page.state["page"], good);
    let panel = preview.json(&format!("/.bilat/problems?page={PAGE}"));
    assert_eq!((&panel["stale"], &panel["page"][0]["code"]), (&Value::Bool(true), &Value::from("template/syntax")));
    assert!(panel["page"][0]["place"].as_str().is_some_and(|place| place.contains("templates/document.html:2")));
    assert_eq!(preview.json("/.bilat/problems?page=/people/ana/")["page"][0]["code"], "template/syntax");
    portal.write(
        "templates/document.html",
        "{% extends \"base.html\" %}\n{% block main %}<p>{{ view.row.title }} mended</p>{% endblock main %}\n",
    );
    page.shows("One mended");
    page.until(|state| state["stale"] == false);
    // An error that only rendering finds concerns the pages of that template alone.
    portal.write(
        "templates/document.html",
        "{% extends \"base.html\" %}\n{% block main %}{{ view.nothing.at_all }}{% endblock main %}\n",
    );
    page.until(|state| state["stale"] == true);
    assert!(preview.get(PAGE).body.contains("One mended"));
    assert_eq!(preview.json(&format!("/.bilat/problems?page={PAGE}"))["page"][0]["code"], "template/render");
    assert_eq!(preview.events("/people/ana/").next()["stale"], false);
    portal.remove("templates/document.html");
    page.shows("First words");
}

#[test]
fn a_broken_site_toml_leaves_the_last_good_pages() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let mut home = Watched::new(&preview, "/");
    portal.write("site.toml", "title = \"Water\n");
    home.until(|state| state["stale"] == true);
    assert!(preview.get("/").body.contains("Water"));
    portal.write(FILE, &document("One", "Meanwhile."));
    portal.write("site.toml", &SITE.replace("Water", "Rivers"));
    home.shows("Rivers");
    home.until(|state| state["stale"] == false);
    assert!(preview.get(PAGE).body.contains("Meanwhile."));
    portal.remove("site.toml");
    home.until(|state| state["stale"] == true);
    portal.write("site.toml", SITE);
    home.shows("Water");
}

#[test]
fn a_portal_that_is_broken_from_the_start_appears_when_it_is_mended() {
    let portal = Portal::new();
    portal.write("site.toml", "title = ");
    let preview = Preview::start(&portal, &[]);
    let mut page = Watched::new(&preview, PAGE);
    assert!(preview.get(PAGE).body.contains("cannot be made yet"));
    assert_eq!(preview.json(&format!("/.bilat/problems?page={PAGE}"))["page"][0]["code"], "config/syntax");
    portal.write("site.toml", SITE);
    page.shows("First words");
}

/// As a worktree or a backup does it; the system tells nothing of it.
#[test]
fn another_folder_in_the_place_of_the_portal_is_seen() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let mut page = Watched::new(&preview, PAGE);
    page.shows("First words");
    let away = tempfile::tempdir().expect("a folder");
    let old = away.path().join("old");
    fs::rename(portal.root(), &old).expect("taken away");
    for (path, bytes) in Portal::new().files_below() {
        portal.write(&path, &String::from_utf8_lossy(&bytes).replace("First words", "Words of another folder"));
    }
    page.shows("Words of another folder");
    portal.write(FILE, &document("One", "Saved there."));
    page.shows("Saved there.");
    assert!(fs::read_to_string(old.join(FILE)).expect("a text").contains("First words"));
}

#[test]
fn a_burst_of_files_and_folders_that_come_move_and_go() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let mut last = Watched::new(&preview, "/documents/many-0999/");
    assert_eq!(last.state["exists"], false);
    for i in 0..1000 {
        portal.write(
            &format!("content/documents/many/many-{i:04}.md"),
            &document(&format!("Many {i}"), "Words on [[ana]]."),
        );
    }
    last.until(|state| state["exists"] == true);
    let mut person = Watched::new(&preview, "/people/ana/");
    person.shows("1,001");
    portal.rename("content/documents/many", "content/documents/more");
    portal.write("content/documents/more/many-0999.md", &document("Many", "In another folder."));
    last.shows("In another folder.");
    fs::rename(portal.path("content/documents/more"), portal.path("away")).expect("another place");
    last.until(|state| state["exists"] == false);
    fs::rename(portal.path("away"), portal.path("content/documents/back")).expect("another place");
    last.shows("In another folder.");
    fs::remove_dir_all(portal.path("content/documents")).expect("no folder");
    last.until(|state| state["exists"] == false);
    portal.write(FILE, &document("One", "After all."));
    Watched::new(&preview, PAGE).shows("After all.");
}

#[test]
fn a_page_that_moved_says_where_it_is() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let mut page = Watched::new(&preview, "/documents/two/");
    preview.get("/documents/two/");
    portal.rename("content/documents/two.md", "content/documents/zwei.md");
    page.until(|state| state["moved"] == "/documents/zwei/");
    portal.remove("content/documents/zwei.md");
    page.until(|state| state["exists"] == false && state["moved"].is_null());
    assert_eq!(preview.get("/documents/two/").status, 404);
}

#[test]
fn styles_are_told_apart_from_pages() {
    let portal = Portal::new();
    portal.write("static/extra.css", "p { color: red }\n");
    portal.write("content/pages/about.md", "---\ntitle: About\n---\nThis.\n");
    portal.write("templates/page.html", "{% extends \"base.html\" %}{% block extra_head %}<link rel=\"stylesheet\" href=\"/assets/extra.css\">{% endblock extra_head %}\n");
    let preview = Preview::start(&portal, &[]);
    let mut page = Watched::new(&preview, "/about/");
    let (print, style) = (page.state["page"].clone(), page.state["assets"]["/assets/extra.css"].clone());
    assert!(style.is_string(), "{}", page.state);
    portal.write("static/extra.css", "p { color: green }\n");
    page.until(|state| state["assets"]["/assets/extra.css"] != style);
    assert_eq!(page.state["page"], print);
    assert_eq!(preview.get("/assets/extra.css").body, "p { color: green }\n");
}

#[test]
fn looking_now_and_then_sees_everything_too() {
    let portal = Portal::new();
    let mut preview = Preview::start(&portal, &["--poll"]);
    portal.write(FILE, &document("One", "Seen by looking."));
    assert!(preview.line("changed ").contains("one.md"));
    assert!(preview.get(PAGE).body.contains("Seen by looking."));
    portal.remove("content/documents/two.md");
    assert!(preview.line("removed ").contains("two.md"));
}

#[test]
fn each_change_is_one_line() {
    let portal = Portal::new();
    let mut preview = Preview::start(&portal, &[]);
    portal.write(FILE, &document("One", "Words on [[nobody-of-that-name]]."));
    let line = preview.line("one.md");
    assert!(line.starts_with("changed ") && line.contains(" ms · 1 error"), "{line}");
}
