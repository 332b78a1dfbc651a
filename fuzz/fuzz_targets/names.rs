//! A name, an alias and a mention of any text: a site is made, and every page of it.
#![no_main]

use bilat::base::date::Date;
use bilat::base::path::SourcePath;
use bilat::input::{File, Inputs};
use bilat::pipeline::{Memos, site};
use libfuzzer_sys::fuzz_target;

const SITE: &str = "title = \"T\"\nbase_url = \"https://t.example/\"\nlanguages = [\"en\", \"zh\"]\n\n[[side]]\nid = \"a\"\n";

fuzz_target!(|text: &str| {
    let (name, mention) = text.split_once('\n').unwrap_or((text, text));
    let quoted = name.replace('\\', "").replace('"', "'").replace(|c: char| c.is_control(), " ");
    let person = format!("---\nname: \"{quoted}\"\naliases: [\"{quoted} x\"]\nside: a\n---\n");
    let document = format!("---\ntitle: D\ndate: 2025-01-02\noutlet: \"{quoted}\"\n---\nBy [[{mention}]] and [\"w\"]{{by=\"{mention}\"}} end.\n");
    let files = [("site.toml", SITE), ("content/people/p.md", &*person), ("content/documents/d.md", &*document)];
    let files = files.into_iter().map(|(path, text)| (SourcePath::new(path), File::text(text.as_bytes()))).collect();
    let today = Date::parse("2026-01-01").expect("a day").first();
    let inputs = Inputs { files, today, drafts: false, base_url: None };
    let made = site(&inputs, &mut Memos::default()).value;
    for path in made.paths() {
        assert!(made.output(path).is_some());
    }
});
