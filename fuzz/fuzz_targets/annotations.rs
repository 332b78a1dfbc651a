//! Any text as the body of a document: no panic, every place lies inside what it is a place in.
#![no_main]

use bilat::base::path::SourcePath;
use bilat::input::config::RawHtml;
use bilat::parse::Segment;
use bilat::parse::body::{Settings, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let file = SourcePath::new("content/documents/a.md");
    for raw_html in [RawHtml::Escape, RawHtml::Sanitize] {
        let settings = Settings { raw_html, as_commonmark: false, nesting: 32, marks: 1000, language: "en", outer: &[] };
        let (body, notes) = read(text, 0, &file, &settings);
        for note in &notes {
            assert!(text.get(note.place.span.range()).is_some(), "{note:?}");
        }
        for block in &body.blocks {
            for segment in &block.segments {
                if let Segment::Html(span) = segment {
                    assert!(body.html.get(span.range()).is_some(), "{span:?}");
                }
            }
        }
        for mention in &body.mentions {
            assert!(body.plain.get(mention.plain.range()).is_some());
            assert!(body.plain.get(mention.sentence.range()).is_some());
        }
        for part in body.marks.iter().flat_map(|m| &m.parts) {
            assert!(body.plain.get(part.plain.range()).is_some());
        }
    }
});
