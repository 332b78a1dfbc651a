//! What front matter says, by example.
#![allow(clippy::disallowed_methods)]

mod limits;

use super::*;
use crate::base::date::Date;
use crate::base::diag::Severity;
use crate::parse::meta::*;
use crate::parse::words::{DocumentType, OrganizationKind, Track, TranslationKind};

const EN: Lang = Lang(0);
const CS: Lang = Lang(1);

fn config() -> Config {
    let mut config = Config::default();
    let mut second = config.languages[0].clone();
    second.code = "cs".to_owned();
    config.languages.push(second);
    config
}

fn read_as(kind: Kind, id: &str, lang: Lang, required: bool, text: &str) -> (Meta, Vec<Diagnostic>) {
    let path = SourcePath::new(&format!("content/{}/{id}.md", kind.folder()));
    let (yaml, _) = split(text);
    read(text, yaml, &About { path: &path, kind, id, lang, required, config: &config() })
}

/// The front matter of a leading edition.
fn of(kind: Kind, yaml: &str) -> (Meta, Vec<Diagnostic>) {
    read_as(kind, "some-id", EN, true, &format!("---\n{yaml}---\nText.\n"))
}

/// The same where nothing is wrong with it.
fn fine(kind: Kind, yaml: &str) -> Meta {
    let (meta, notes) = of(kind, yaml);
    assert!(notes.is_empty(), "{notes:#?}");
    meta
}

/// Each diagnostic as `code: words at its place`.
fn told(text: &str, notes: &[Diagnostic]) -> Vec<String> {
    notes.iter().map(|n| format!("{}: {}", n.code.0, n.place.span.of(text))).collect()
}

/// What is told about a page with this front matter.
fn complaints(yaml: &str) -> Vec<String> {
    let text = format!("---\n{yaml}---\n");
    told(&text, &read_as(Kind::Page, "a", EN, false, &text).1)
}

fn fixed(text: &str, notes: &[Diagnostic]) -> String {
    let fix = notes.iter().find_map(|n| n.fix.as_ref()).expect("a fix");
    let range = fix.place.span.range();
    format!("{}{}{}", &text[..range.start], fix.text, &text[range.end..])
}

fn date(text: &str) -> Option<Date> {
    Date::parse(text)
}

fn values(names: &[Name]) -> Vec<&str> {
    names.iter().map(|name| name.value.as_str()).collect()
}

#[test]
fn front_matter_stands_between_two_lines() {
    let yaml = |text: &str| split(text).0.map(|span| span.of(text).to_owned());
    let body = |text: &'static str| &text[split(text).1..];
    assert_eq!(yaml("---\na: b\n---\nText"), Some("a: b\n".to_owned()));
    assert_eq!(body("---\na: b\n---\nText"), "Text");
    assert_eq!(body("\u{feff}---\r\na: b\r\n---\r\nText"), "Text");
    assert_eq!(yaml("\u{feff}---\r\na: b\r\n...  \r\nText"), Some("a: b\r\n".to_owned()));
    assert_eq!(yaml("---\n---\n"), Some(String::new()));
    assert_eq!(body("---\n---"), "");
    assert_eq!(yaml("---\na: |\n  ---\n--- \n"), Some("a: |\n  ---\n".to_owned()));
    for none in
        ["", "Text", " ---\na: b\n---\n", "\n---\na: b\n---\n", "----\na\n----\n", "---", "---\na: b\n", "--- x\n---\n"]
    {
        assert_eq!(split(none), (None, 0), "{none:?}");
    }
    assert_eq!(body("\u{feff}Text"), "Text");
}

#[test]
fn unclosed_front_matter_is_text_and_an_error() {
    let text = "---\ntitle: A\nthemes:\n  - b\n\nWords.\n";
    let (meta, notes) = read_as(Kind::Document, "a", EN, true, text);
    assert!(meta.written.is_empty() && meta.common.name.is_empty());
    assert_eq!(told(text, &notes), ["front/unclosed: ---"]);
    assert_eq!(fixed(text, &notes), "---\ntitle: A\nthemes:\n  - b\n---\n\nWords.\n");
    let text = "---\n\nOnly words.\n";
    let (_, notes) = read_as(Kind::Page, "a", EN, false, text);
    assert_eq!(fixed(text, &notes), "***\n\nOnly words.\n");
    let text = "\u{feff}---\ntitle: A";
    let (_, notes) = read_as(Kind::Page, "a", EN, false, text);
    assert_eq!(fixed(text, &notes), "\u{feff}---\ntitle: A\n---\n");
    assert_eq!(told(text, &notes), ["front/unclosed: ---"]);
}

#[test]
fn a_person_of_the_contract() {
    let meta = fine(
        Kind::Person,
        "name: { en: Ana Kovač, cs: Ana Kovačová }\nsort: Kovač, Ana\naliases: [A. Kovač, Minister Kovač]\nside: cz\n\
         track: official\npositions:\n  - { org: water-agency, title: Director, from: 2021, to: 2024-06, source: \"https://example.org/a\" }\n\
         \x20 - { org: ministry, title: { en: Minister, cs: ministryně }, from: 2024-06 }\nlinks: [\"https://example.org/ana\"]\n\
         ids: { wikidata: Q42 }\n",
    );
    assert_eq!(meta.common.name.get(CS), Some(("Ana Kovačová", Some(CS))));
    assert_eq!(meta.common.sort.all.as_deref(), Some("Kovač, Ana"));
    assert_eq!(values(&meta.common.aliases), ["A. Kovač", "Minister Kovač"]);
    assert_eq!(values(&meta.common.links), ["https://example.org/ana"]);
    assert_eq!(meta.common.ids, [("wikidata".to_owned(), "Q42".to_owned())]);
    let Own::Person(person) = meta.own else { panic!("a person") };
    assert_eq!((person.side.map(|s| s.value).as_deref(), person.track), (Some("cz"), Some(Track::Official)));
    let [first, second] = &person.positions[..] else { panic!("two positions") };
    let to = first.to.as_ref().map(|to| to.value);
    assert_eq!((first.from, to, first.as_of), (date("2021"), date("2024-06"), None));
    assert_eq!(first.title, crate::input::config::Text::plain("Director"));
    assert_eq!(first.source.as_deref(), Some("https://example.org/a"));
    assert_eq!(second.title.show(CS), "ministryně");
}

#[test]
fn the_other_kinds_of_the_contract() {
    let Own::Organization(agency) =
        fine(Kind::Organization, "name: Water Agency\nshort: WA\nkind: government\nside: cz\nparent: ministry\n").own
    else {
        panic!("an organization")
    };
    assert_eq!(
        (agency.kind, agency.parent.map(|p| p.value).as_deref()),
        (Some(OrganizationKind::Government), Some("ministry"))
    );
    let meta = fine(
        Kind::Theme,
        "name: { en: Floods, cs: povodně }\ndefinition: Warning of and protection from floods.\nbroader: [water]\n\
         related: [dams]\npropositions:\n  - { id: shared-data, text: Gauge readings should be shared in real time. }\n",
    );
    assert_eq!(meta.common.summary.get(CS), Some(("Warning of and protection from floods.", Some(EN))));
    let Own::Theme(theme) = meta.own else { panic!("a theme") };
    assert_eq!((values(&theme.broader), values(&theme.related)), (vec!["water"], vec!["dams"]));
    assert_eq!(theme.propositions[0].text.get(CS), Some(("Gauge readings should be shared in real time.", Some(EN))));
    let Own::Event(event) = fine(
        Kind::Event,
        "name: Water Forum 2025\nstart: 2025-05-12\nend: 2025-05-14\nplace: Dresden\ntrack: \"1.5\"\n\
         organizers: [water-agency]\nparticipants: [{ person: ana-kovac, role: speaker }]\n",
    )
    .own
    else {
        panic!("an event")
    };
    assert_eq!((event.track, event.place.get(CS)), (Some(Track::OneAndAHalf), Some(("Dresden", None))));
    assert_eq!(event.participants[0].role.show(EN), "speaker");
    let Own::Term(term) = fine(
        Kind::Term,
        "term: { en: safety, cs: b }\ndefinitions:\n - { side: de, text: x, source: a }\nconfused_with: b\n",
    )
    .own
    else {
        panic!("a term")
    };
    assert_eq!(term.definitions.len() + term.confused_with.len(), 2);
}

#[test]
fn a_document_of_the_contract() {
    let yaml = "title: Both sides want gauges online\ndate: 2025-05-13\ntype: news\noutlet: daily-paper\nurl: https://example.org/report\n\
                said: 2025-05-12\nevent: forum-2025\nthemes: [floods]\nsummary: A forum in Dresden asked for shared gauge data.\n";
    let text = format!("---\n{yaml}---\n");
    let meta = fine(Kind::Document, yaml);
    assert_eq!(meta.span.of(&text), yaml);
    assert_eq!(meta.common.name_span.of(&text), "Both sides want gauges online");
    assert_eq!(
        meta.written.iter().map(|k| k.span.of(&text)).collect::<Vec<_>>().join(" "),
        "title date type outlet url said event themes summary"
    );
    let Own::Document(document) = meta.own else { panic!("a document") };
    assert_eq!(document.themes[0].span.of(&text), "floods");
    assert_eq!(document.url.map(|u| u.span.of(&text).to_owned()).as_deref(), Some("https://example.org/report"));
    assert_eq!((document.doc_type, document.publish), (Some(DocumentType::News), Publish::Full));
    assert_eq!(document.said.map(|d| d.value), date("2025-05-12"));
}

#[test]
fn keys_without_values_are_as_if_not_there() {
    let meta = fine(
        Kind::Document,
        "title: T\ndate: 2026-05-13  # when it was published\ntype: news  # or speech\noutlet:  # who published it\nurl:\nsaid:\n\
         event:\nthemes: []\nsummary:\nsources: {}\ntranslation: ~\ndraft: null\n",
    );
    let Own::Document(document) = meta.own else { panic!("a document") };
    assert!(document.outlet.is_none() && document.sources.is_empty() && document.translation.is_none());
    assert!(meta.common.summary.is_empty() && !meta.common.draft);
}

#[test]
fn everything_a_document_may_say() {
    let meta = fine(
        Kind::Document,
        "title: T\ndate: 2026\ntype: briefing\nauthors: Jane Doe\nspeaker: [a, b]\nplace: { en: P, cs: Q }\narchive_url: http://a.b/c\n\
         retrieved: 2026-01-01\nlang: zh-Hans\ntranslation: { kind: machine-reviewed, of: zh, by: us }\nsources:\n  a:\n    url: https://e.org\n\
         \x20   title: S\n    outlet: o\n    side: cz\n    date: 2025\n    lang: en\n    note: { en: n }\npublish: excerpts\nthemes: floods\n\
         note: N\ndisputed:\n  - point: how many\n    versions: [{ value: 3, source: a }, { value: 4, source: b }]\ndraft: true\n\
         embargo: 2026-05-13\nformer_ids: [old-id]\ntags: [x]\ncssclasses: y\n",
    );
    assert!(meta.common.draft && meta.common.embargo == date("2026-05-13"));
    assert_eq!(values(&meta.common.former_ids), ["old-id"]);
    assert!(!meta.written.iter().any(|key| ["tags", "cssclasses"].contains(&key.value.as_str())));
    assert_eq!(meta.written.len(), meta.values.len());
    let Own::Document(document) = meta.own else { panic!("a document") };
    assert_eq!(document.sources[0].key.value, "a");
    assert_eq!(document.disputed[0].versions[1].0.show(EN), "4");
    assert_eq!((values(&document.themes), values(&document.authors)), (vec!["floods"], vec!["Jane Doe"]));
    assert_eq!(
        (document.publish, document.translation.map(|t| t.kind)),
        (Publish::Excerpts, Some(TranslationKind::MachineReviewed))
    );
}

#[test]
fn a_plain_text_is_of_the_files_language() {
    let text = "---\ntitle: Obě strany\nplace: Drážďany\n---\n";
    let (meta, notes) = read_as(Kind::Document, "a", CS, false, text);
    assert!(notes.is_empty(), "{notes:?}");
    assert_eq!((meta.common.name.by.get(EN), meta.common.name.by.get(CS)), (None, Some(&"Obě strany".to_owned())));
    let Own::Document(document) = meta.own else { panic!("a document") };
    assert_eq!(document.place.get(EN), Some(("Drážďany", None)));
}

#[test]
fn names_may_stand_in_double_brackets() {
    let meta = fine(
        Kind::Organization,
        "name: \"  Two\\nlines \"\nparent: \"[[ministry|The Ministry]]\"\nside: [[cz]]\naliases:\n  -\n  - a\n",
    );
    assert_eq!(meta.common.name.show(EN), "Two lines");
    assert_eq!(values(&meta.common.aliases), ["a"]);
    let Own::Organization(own) = meta.own else { panic!("an organization") };
    assert_eq!(
        (own.parent.map(|n| n.value), own.side.map(|n| n.value)),
        (Some("ministry".to_owned()), Some("cz".to_owned()))
    );
}

#[test]
fn values_are_compared_by_what_they_say() {
    let hashes = |yaml: &str| of(Kind::Document, yaml).0.values;
    let same =
        [hashes("themes: [a]\nplace: { en: x, cs: y }\n"), hashes("themes: \"a\"\nplace:\n  cs: y\n  en: 'x'\n")];
    assert_eq!(same[0], same[1]);
    assert_ne!(hashes("themes: [a, b]\n"), hashes("themes: [ab]\n"));
    assert_ne!(hashes("themes: [b, a]\n"), hashes("themes: [a, b]\n"));
    assert_ne!(hashes("place:\n"), hashes("place: \"\"\n"));
}

#[test]
fn what_is_missing() {
    let told = |kind, id: &str, required, text: &str| {
        let (_, notes) = read_as(kind, id, EN, required, text);
        notes.iter().map(|n| format!("{} {}", n.severity.word(), n.message)).collect::<Vec<_>>()
    };
    assert_eq!(told(Kind::Document, "a", true, "Text."), ["error `title` and `date` are missing"]);
    assert_eq!(told(Kind::Document, "a", true, "---\ntitle: x\ndate:\n---\n"), ["error `date` is missing"]);
    assert!(told(Kind::Document, "a", false, "---\n---\n").is_empty());
    assert_eq!(told(Kind::Person, "jane", true, ""), ["warning `name` is missing; the id `jane` is shown instead"]);
    assert!(told(Kind::Document, "_index", true, "Text.").is_empty());
    assert_eq!(told(Kind::Document, "a", true, "---\ntitle: [x]\ndate: soon\n---\n").len(), 2);
    let text = "---\ntitle: x\n---\n";
    let (_, notes) = read_as(Kind::Document, "2025-05-13-x", EN, true, text);
    assert_eq!(fixed(text, &notes), "---\ndate: 2025-05-13\ntitle: x\n---\n");
    let (_, notes) = of(Kind::Person, "title: Jane\n");
    assert!(notes.iter().any(|n| n.hints.contains(&"`title` is called `name` here".to_owned())), "{notes:?}");
    let (meta, notes) = of(
        Kind::Theme,
        "name: n\npropositions:\n  - { text: x }\n  - { id: a }\n  - { id: b, text: x, state: agreed }\n  - c\n",
    );
    assert_eq!(
        notes.iter().map(|n| n.code.0).collect::<Vec<_>>(),
        ["front/missing", "front/missing", "front/missing", "data/wrong-type"]
    );
    assert!(matches!(meta.own, Own::Theme(theme) if theme.propositions.len() == 2));
}

#[test]
fn values_that_are_none() {
    let text = "---\nname: n\nsied: cz\ntrack: oficial\nlinks: [example.org/a, \"https://a.b/c d\", https://ok.org]\nformer_ids: [A b]\n\
                positions:\n  - { org: o, as_of: soon, source: \"javascript:alert(1)\" }\nids: [a]\n---\n";
    let (meta, notes) = read_as(Kind::Person, "a", EN, true, text);
    let mut told = told(text, &notes);
    told.sort();
    let expected = [
        "data/bad-value: A b",
        "data/bad-value: oficial",
        "data/bad-value: soon",
        "data/unknown-key: sied",
        "data/wrong-type: [a]",
        "front/bad-url: \"https://a.b/c d\"",
        "front/bad-url: \"javascript:alert(1)\"",
        "front/bad-url: example.org/a",
    ];
    assert_eq!(told, expected);
    assert_eq!(values(&meta.common.links), ["https://ok.org"]);
    assert!(!meta.written.iter().any(|key| key.value == "sied"));
}

#[test]
fn what_is_not_understood_hides_rather_than_shows() {
    let hidden = |yaml: &str| of(Kind::Document, yaml).0;
    assert!(hidden("draft: yes\n").common.draft && hidden("embargo: tomorrow\n").common.draft);
    assert!(!hidden("draft: false\n").common.draft && !hidden("draft:\nembargo:\n").common.draft);
    assert!(matches!(hidden("publish: exerpts\n").own, Own::Document(d) if d.publish == Publish::Metadata));
}

#[test]
fn long_titles_are_cut() {
    let long = "é".repeat(301);
    let text = format!("---\ntitle: {{ en: ok, cs: {long} }}\n---\n");
    let (meta, notes) = read_as(Kind::Page, "a", EN, true, &text);
    assert_eq!(told(&text, &notes), [format!("front/limit: {long}")]);
    assert_eq!(meta.common.name.show(CS), format!("{}…", "é".repeat(300)));
}

#[test]
fn scalars_stay_what_was_written() {
    let meta =
        fine(Kind::Person, "name: no\naliases: [012, 1e3, true, !!int 7, \"null\", ~, null, 'it''s', \"\\u4e2d\"]\n");
    assert_eq!(values(&meta.common.aliases), ["012", "1e3", "true", "7", "null", "it's", "中"]);
    assert_eq!(meta.common.name.show(EN), "no");
}

#[test]
fn aliases_repeat_what_they_name() {
    let meta = fine(
        Kind::Document,
        "title: &t x\ndate: 2026\nnote: *t\nplace: &p { en: *t }\nsources: { a: { title: *p } }\n",
    );
    assert_eq!(meta.common.note.show(EN), "x");
    assert!(matches!(&meta.own, Own::Document(d) if d.sources[0].title.show(EN) == "x"));
    assert_eq!(complaints("title: *nobody\n"), ["front/syntax: *nobody"]);
    assert_eq!(complaints("aliases: &a [x, *a]\n"), ["front/syntax: *a"]);
}

#[test]
fn mistakes_have_a_place_and_advice() {
    assert_eq!(complaints("title: a: b\n"), ["front/syntax: :"]);
    assert_eq!(complaints("title: \"a\nnote: b\n"), ["front/syntax: \""]);
    assert_eq!(complaints("title: 'it's'\nnote: b\n"), ["front/syntax: s"]);
    assert_eq!(complaints("aliases:\n\t- a\n"), ["front/syntax: \t"]);
    assert_eq!(complaints("aliases: [a, b\nnote: c\n"), ["front/syntax: :"]);
    assert_eq!(complaints("title @x\nnote: c\n"), ["front/syntax: :"]);
    assert_eq!(complaints("title: @x\n"), ["front/syntax: @"]);
    assert_eq!(complaints("title: x\n--- y\nnote: z\n"), ["front/syntax: ---"]);
    assert_eq!(complaints("title: x\ntitle: y\n"), ["front/duplicate-key: title"]);
    assert_eq!(complaints("title: x\n? [a]\n: y\n"), ["front/bad-key: [a]"]);
    assert_eq!(complaints("title: x\n[[a]]: y\n"), ["front/bad-key: [[a]]"]);
    assert_eq!(complaints("Just words.\n"), ["front/syntax: Just words."]);
    assert_eq!(complaints("- a\n- b\n"), ["front/syntax: - a"]);
    assert_eq!(complaints("title: x\nnote: [a](b) c\n"), ["front/syntax: ("]);
    assert_eq!(complaints("aliases:\n  - a\n - b\n"), ["front/syntax: -"]);
    assert_eq!(complaints("title: 'a\tb'\nplace\n"), ["front/syntax: p"]);
    assert_eq!(complaints("title: \u{1}\n"), ["front/syntax: \u{1}"]);
    assert!(complaints("# nothing\n").is_empty());
}

#[test]
fn the_reading_goes_on_after_a_mistake() {
    for title in [
        "title: a: b",
        "title: \"a",
        "title: [a",
        "title: 'a'b",
        "title: %",
        "title: {a",
        "ti tle",
        "title: a\nwords",
        "title: - a",
    ] {
        let text = format!("---\ntype: news\n{title}\ndate: 2026\nthemes: [x]\n---\n");
        let (meta, notes) = read_as(Kind::Document, "a", EN, true, &text);
        assert_eq!(notes.iter().map(|n| n.code.0).collect::<Vec<_>>(), ["front/syntax"], "{title}: {notes:?}");
        let Own::Document(document) = meta.own else { panic!("a document") };
        assert!(document.date.is_some() && document.themes.len() == 1, "{title}: {document:?}");
        assert_eq!(document.doc_type, Some(DocumentType::News), "{title}");
    }
}

#[test]
fn a_colon_in_a_title_is_mended() {
    for (value, quoted) in [
        ("a: b", "\"a: b\""),
        ("a \"b\": c's", "'a \"b\": c''s'"),
        ("中: 文 ", "\"中: 文\" "),
        ("a: b\r", "\"a: b\"\r"),
    ] {
        let text = format!("---\ntitle: {value}\nnote: c\n---\n");
        let (_, notes) = read_as(Kind::Page, "a", EN, false, &text);
        let mended = fixed(&text, &notes);
        assert_eq!(mended, format!("---\ntitle: {quoted}\nnote: c\n---\n"));
        assert!(read_as(Kind::Page, "a", EN, false, &mended).1.is_empty());
    }
    let (_, notes) = of(Kind::Page, "title: a: b # c\nnote: x: y\n  z\n");
    assert!(notes.len() == 2 && notes.iter().all(|n| n.fix.is_none()), "{notes:?}");
}

#[test]
fn plain_mistakes_are_mended() {
    for (wrong, right) in [
        ("title：中文\n", "title: 中文\n"),
        ("note: x\ntitle：中文\nshort: a\n", "note: x\ntitle: 中文\nshort: a\n"),
        ("title:x\nnote: y\n", "title: x\nnote: y\n"),
        ("title: [a](b) c\n", "title: \"[a](b) c\"\n"),
        ("title: [[x]] met \"y\"\n", "title: '[[x]] met \"y\"'\n"),
        ("title: **b** c\nnote: d\n", "title: \"**b** c\"\nnote: d\n"),
        ("title: @x\n", "title: \"@x\"\n"),
        ("title: a\tb: c\n", "title: \"a\tb: c\"\n"),
        ("title:\n  en: a\n\tcs: b\n", "title:\n  en: a\n  cs: b\n"),
    ] {
        let text = format!("---\n{wrong}---\n");
        let (_, notes) = read_as(Kind::Page, "a", EN, false, &text);
        assert_eq!(fixed(&text, &notes), format!("---\n{right}---\n"));
        assert!(complaints(right).is_empty(), "{right}: {:?}", complaints(right));
    }
}
