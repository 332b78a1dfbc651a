//! Any text as a file with front matter of each kind: no panic, and every diagnostic has a place in the text.
#![no_main]

use bilat::base::lang::Lang;
use bilat::base::path::SourcePath;
use bilat::input::config::Config;
use bilat::parse::Kind;
use bilat::parse::front::{About, read, split};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let path = SourcePath::new("content/documents/a.md");
    let config = Config::default();
    let with_fence = format!("---\n{text}\n---\nx\n");
    for text in [text, &with_fence] {
        let (yaml, start) = split(text);
        assert!(text.get(start..).is_some());
        for kind in Kind::ALL {
            let about = About { path: &path, kind, id: "a", lang: Lang::DEFAULT, required: true, config: &config };
            let (_, notes) = read(text, yaml, &about);
            for note in notes {
                assert!(text.get(note.place.span.range()).is_some(), "{note:?}");
            }
        }
    }
});
