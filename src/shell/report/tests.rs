//! Diagnostics as people and programs see them. Which ones there are is for the cases to say.
#![allow(clippy::disallowed_macros)]

use super::*;
use crate::base::date::Day;
use crate::base::span::Span;

const FILE: &str = "content/a.md";

fn inputs(text: &str) -> Inputs {
    let files = [(SourcePath::new(FILE), File::text(text.as_bytes()))].into_iter().collect();
    Inputs { files, today: Day::of_unix_seconds(0).expect("1970 is a day"), drafts: false, base_url: None }
}

fn warning(span: Span, message: &str) -> Diagnostic {
    Diagnostic::warning(Code("test/one"), &SourcePath::new(FILE), span, message)
}

/// What one way to show them makes of some diagnostics.
fn shown(text: &str, notes: &[Diagnostic], show: impl Fn(&Item<'_>) -> String) -> Vec<String> {
    Desk { shown: "portal/", inputs: &inputs(text) }.each(notes, show).collect()
}

fn human(text: &str, note: Diagnostic) -> String {
    shown(text, &[note], |item| human::show(item, false)).remove(0)
}

#[test]
fn a_tally_counts_by_severity() {
    let mut notes = vec![warning(Span::at(0), "a"), warning(Span::at(0), "b")];
    assert_eq!(Tally::of(&notes).text().as_deref(), Some("2 warnings"));
    notes[0].severity = Severity::Hint;
    make_strict(&mut notes);
    assert_eq!(Tally::of(&notes), Tally { errors: 1, warnings: 0, hints: 1 });
    assert_eq!(Tally::of(&notes).text().as_deref(), Some("1 error, 1 hint"));
    assert_eq!(Tally::of(&[]).text(), None);
}

#[test]
fn people_see_the_words_and_what_to_do() {
    let note = warning(Span::new(8, 11), "this is wrong").help("write it in another way").fix(Span::new(8, 11), "two");
    let text = human("zero\n文one\n", note);
    let fix = "replace `one` by `two` (`bilat check --fix` does it)";
    for part in
        ["warning[test/one]", "this is wrong", "portal/content/a.md:2:2", "文one", "write it in another way", fix]
    {
        assert!(text.contains(part), "`{part}` is missing in\n{text}");
    }
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let text = format!("{}here{}", "before ".repeat(2000), " after".repeat(2000));
    let shown = human(&text, warning(Span::new(14_000, 14_004), "this is wrong"));
    assert!(shown.contains("here") && shown.contains('…') && shown.len() < 2000, "{shown}");
    assert!(shown.contains("portal/content/a.md:1:14001"), "{shown}");
}

#[test]
fn a_place_outside_of_its_file_is_shown_all_the_same() {
    for span in [Span::new(0, 0), Span::new(1, 2), Span::new(3, 900), Span::new(900, 901)] {
        for text in ["", "文", "a\r\n", "\u{FEFF}"] {
            let note = warning(span, "this is wrong").fix(span, "");
            assert!(human(text, note.clone()).contains("this is wrong"));
            for show in [plain::short, plain::json, plain::github] {
                assert!(shown(text, std::slice::from_ref(&note), show)[0].contains("this is wrong"));
            }
        }
    }
}

#[test]
fn people_see_the_first_of_many() {
    let notes: Vec<Diagnostic> = (0..MOST_OF_A_CODE + 3).map(|i| warning(Span::at(i), "again")).collect();
    let lines: Vec<String> = Desk { shown: "", inputs: &inputs("text") }.people(&notes, false).collect();
    assert_eq!(lines.len(), MOST_OF_A_CODE + 1);
    assert!(lines[MOST_OF_A_CODE].starts_with("…and 3 more warning[test/one]"), "{}", lines[MOST_OF_A_CODE]);
}

#[test]
fn programs_see_one_line_each() {
    let note = warning(Span::new(4, 8), "100 %: a\nb").help("c, d");
    let lines = |show: fn(&Item<'_>) -> String| shown("文\nword", std::slice::from_ref(&note), show);
    assert_eq!(lines(plain::short), ["portal/content/a.md:2:1: warning[test/one]: 100 %: a␊b"]);
    assert_eq!(
        lines(plain::github),
        ["::warning file=portal/content/a.md,line=2,col=1,endLine=2,endColumn=5,title=test/one::100 %25: a␊b%0Ac, d"]
    );
    let json = "{\"code\":\"test/one\",\"severity\":\"warning\",\"file\":\"content/a.md\",\"line\":2,\"column\":1,\
        \"end_line\":2,\"end_column\":5,\"message\":\"100 %: a\\nb\",\"hints\":[\"c, d\"],\"fix\":null}";
    assert_eq!(lines(plain::json), [json]);
}

#[test]
fn a_fix_in_another_file_has_that_files_lines() {
    let mut note = warning(Span::at(0), "message").suggest(Span::new(6, 7), "x");
    let other = SourcePath::new("content/b.md");
    note.fix.as_mut().expect("it has a fix").place.file = other.clone();
    let mut inputs = inputs("a");
    inputs.files.insert(other, File::text(&b"zero\nabc"[..]));
    let desk = Desk { shown: "", inputs: &inputs };
    let line = desk.each(std::slice::from_ref(&note), plain::json).next().expect("one line");
    let fix = "\"fix\":{\"file\":\"content/b.md\",\"start\":6,\"end\":7,\"line\":2,\"column\":2,\"end_line\":2,\"end_column\":3,\
        \"text\":\"x\",\"safe\":false}";
    assert!(line.contains(fix), "{line}");
}

#[test]
fn words_of_an_author_steer_no_terminal() {
    assert_eq!(clean("a\u{1B}[31m\r\n\u{202E}b\u{9B}文"), "a␛[31m␍␊\u{FFFD}b\u{FFFD}文");
    let note = warning(Span::new(0, 4), "\u{1B}[31mred");
    for show in [plain::short, plain::json, plain::github] {
        let line = shown("\u{1B}[1m", std::slice::from_ref(&note), show).remove(0);
        assert!(!line.contains('\u{1B}'), "{line:?}");
    }
    let text = human("\u{1B}[1m\u{7}bold", warning(Span::new(5, 8), "red"));
    assert!(!text.contains(['\u{1B}', '\u{7}']), "{text:?}");
}
