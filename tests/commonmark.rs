//! Holds the parser against the examples of CommonMark 0.31.2: with raw HTML passed through and no anchors of its own, what authors know
//! of Markdown is what they get. Double brackets, which name things here, change three of the 652 examples.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use bilat::base::path::SourcePath;
use bilat::input::config::RawHtml;
use bilat::parse::body::{self, Settings};
use bilat::parse::{Body, Segment};
use std::path::Path;

/// The examples that read otherwise here: number, and the HTML with `⟦name|label⟧` where a name stands.
const OTHERS: [(u64, &str); 3] = [
    (548, "<p>[⟦foo⟧]</p>\n<p>[⟦foo⟧]: /url</p>"),
    (559, "<p>⟦*foo* bar⟧</p>"),
    (590, "<p>!⟦foo⟧</p>\n<p>⟦foo⟧: /url \"title\"</p>"),
];

struct Example {
    number: u64,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commonmark/spec-0.31.2.json");
    let text = std::fs::read_to_string(file).expect("the examples can be read");
    let all: Vec<serde_json::Value> = serde_json::from_str(&text).expect("the examples are JSON");
    let field = |e: &serde_json::Value, name: &str| e[name].as_str().expect("an example has texts").to_owned();
    let one = |e: &serde_json::Value| Example {
        number: e["example"].as_u64().expect("an example has a number"),
        markdown: field(e, "markdown"),
        html: field(e, "html"),
    };
    all.iter().map(one).collect()
}

/// What the parser makes of a text, names in it as `⟦name|label⟧`.
fn html(markdown: &str) -> String {
    let settings = Settings {
        raw_html: RawHtml::Trust,
        as_commonmark: true,
        nesting: 256,
        marks: 1000,
        language: "en",
        outer: &[],
    };
    let (body, _) = body::read(markdown, 0, &SourcePath::new("example.md"), &settings);
    let segments = body.blocks.iter().flat_map(|block| &block.segments);
    segments.map(|segment| shown(&body, segment)).collect()
}

fn shown(body: &Body, segment: &Segment) -> String {
    match segment {
        Segment::Html(span) => span.of(&body.html).to_owned(),
        Segment::Mention(i) => name(body, *i),
        Segment::Embed(i) => format!("!{}", name(body, *i)),
        Segment::LabelEnd(_) => "⟧".to_owned(),
        other => format!("{other:?}"),
    }
}

fn name(body: &Body, i: u32) -> String {
    let mention = &body.mentions[i as usize];
    let end = if mention.labelled { "|" } else { "⟧" };
    format!("⟦{}{end}", mention.target.value)
}

/// Quotation marks in text may be written as `&quot;` or as they are; the line break behind `<li>` does not matter.
fn normal(html: &str) -> String {
    html.replace("&quot;", "\"").replace("<li>\n", "<li>").trim_end().to_owned()
}

#[test]
fn all_but_three_examples_give_the_html_of_commonmark() {
    let all = examples();
    assert_eq!(all.len(), 652);
    let (mut wrong, mut others) = (Vec::new(), Vec::new());
    for example in all {
        let found = normal(&html(&example.markdown));
        if OTHERS.iter().any(|(number, _)| *number == example.number) {
            assert_ne!(found, normal(&example.html), "{} is CommonMark's: take it out of OTHERS", example.number);
            others.push((example.number, found));
        } else if found != normal(&example.html) {
            wrong.push(format!(
                "{}: {:?}\n  wanted {:?}\n  found  {found:?}",
                example.number, example.markdown, example.html
            ));
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n{}\n", wrong.len(), wrong.join("\n"));
    assert_eq!(others, OTHERS.map(|(number, html)| (number, html.to_owned())));
}
