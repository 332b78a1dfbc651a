//! What a preview shows when nothing but the day changes.
#![allow(clippy::disallowed_macros)]

use super::*;
use crate::base::date::Date;
use std::fs;

const SITE: &str = "title = \"Portal\"\nbase_url = \"https://example.org/\"\nlanguages = [\"en\"]\n";
const TEXT: &str = "---\ntitle: Later\ntype: news\ndate: 2026-01-01\nembargo: 2026-01-02\n---\n\nWords.\n";

#[test]
fn an_embargo_ends_with_its_day_and_no_save() {
    let folder = tempfile::tempdir().expect("a folder");
    let documents = folder.path().join("content/documents");
    fs::create_dir_all(&documents).expect("a folder");
    fs::write(folder.path().join("site.toml"), SITE).expect("a file");
    fs::write(documents.join("later.md"), TEXT).expect("a file");
    let portal = Portal::find(Some(folder.path())).expect("a portal");
    let today = Date::parse("2026-01-01").expect("a day").first();
    let settings = Settings { today, drafts: false, base_url: None };
    // The clock has gone on since the settings were read.
    let (live, mut maker) = Live::start(&portal, &settings, Some("2026-01-02")).expect("a site");
    let page = OutPath::new("documents/later/index.html");
    let has_page = |live: &Live| live.now().site.as_ref().is_some_and(|site| site.has(&page));
    assert!(!has_page(&live));
    maker.round(&Scope::Paths(BTreeSet::new()));
    assert!(has_page(&live));
    let shown = live.now();
    maker.round(&Scope::Paths(BTreeSet::new()));
    assert!(Arc::ptr_eq(&shown, &live.now()), "the same day makes nothing anew");
}
