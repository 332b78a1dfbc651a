//! That no input is too much for front matter.

use super::*;

fn hostile() -> Vec<String> {
    let big = 64 * 1024 - 64;
    let units = [
        "[",
        "{",
        "{a: ",
        "- ",
        "? ",
        "a",
        "a,",
        ",",
        "- &a b\n",
        "- *a\n",
        "\"",
        "'",
        "\n",
        "\r",
        " ",
        "\t",
        ": ",
        ":",
        "!",
        "!<",
        "%a ",
        "#",
        "# a\n",
        "--- a\n",
        "[a: ",
        "&a ",
        "*a ",
        "\u{1}",
        "\u{0}",
        "\u{feff}",
        "中",
        "é: ",
        "|\n",
        ">\n ",
        "a: |\n",
        "\\x41",
        "<<: *a\n",
        "a:\n ",
        "}",
        "]",
        "\u{2028}",
        "a: b: c\n",
    ];
    let heads = ["", "a: ", "title: \"", "title: '", "title: [", "title: {", "title: |\n ", "x: &a [", "a: &a b\n"];
    let mut all: Vec<String> =
        units.iter().flat_map(|u| heads.iter().map(move |h| format!("{h}{}", u.repeat(big / u.len())))).collect();
    all.push((0..60).map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}, *a{0}]\n", n.max(1) - 1)).collect());
    all.push(format!("a: &a {}\nb: [{}]\n", "x".repeat(30_000), "*a,".repeat(10_000)));
    all.push((0..250).map(|n| format!("{}a:\n", " ".repeat(n))).collect());
    all.push((0..6_000).map(|n| format!("k{n}: v\n")).collect());
    all.push((0..6_000).map(|n| format!("tilte{n}: v\n")).collect());
    all.push("title: x\n".repeat(7_000));
    all.push(format!("a: {}\n", "x".repeat(10 << 20)));
    all.push("[".repeat(50_000));
    all
}

#[test]
fn no_input_is_too_much() {
    for yaml in hostile() {
        let text = format!("---\n{yaml}\n---\nText\n");
        let (_, notes) = read_as(Kind::Document, "a", EN, true, &text);
        for note in &notes {
            let range = note.place.span.range();
            assert!(text.get(range).is_some(), "{note:?}");
        }
        read_as(Kind::Theme, "a", EN, true, &text[..text.len() - 10]);
    }
}

#[test]
fn limits_are_reported() {
    let told = |yaml: &str| {
        complaints(&format!("{yaml}\n"))
            .into_iter()
            .map(|told| told.split(':').next().unwrap_or("").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&format!("a: {}", "x".repeat(10 << 20))), ["front/limit"]);
    assert_eq!(told(&format!("aliases: {}", "[".repeat(50_000))), ["front/limit"]);
    assert_eq!(told(&format!("title: {}x{}", "[".repeat(100), "]".repeat(100))), ["front/limit"]);
    let bomb: String = (1..40).map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}, *a{0}]\n", n - 1)).collect();
    assert!(told(&format!("a0: &a0 [x]\n{bomb}")).contains(&"front/limit".to_owned()));
    assert!(
        told(&format!("a: &a {}\nb: [{}]", "x".repeat(30_000), "*a,".repeat(10_000)))
            .contains(&"front/limit".to_owned())
    );
}

#[test]
fn pieces_of_anything_are_survived() {
    let pieces = [
        "---\n",
        "title",
        ": ",
        "\n",
        "  ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "&a ",
        "*a",
        "|\n",
        "# x",
        "中",
        "\t",
        "\r\n",
        "date: 2026\n",
        ",",
        "? ",
        "!!str ",
        "...\n",
        "%",
        "@",
        "\\",
        "\u{feff}",
        "é",
        "propositions:\n",
        "text: x\n",
    ];
    let mut seed = 7_u64;
    for _ in 0..20_000 {
        let mut text = "---\n".to_owned();
        for _ in 0..12 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
        }
        text.push_str("\n---\nText");
        let (meta, notes) = read_as(Kind::Theme, "a", EN, true, &text);
        let spans = notes.iter().map(|n| n.place.span).chain(meta.written.iter().map(|k| k.span));
        let fixes = notes.iter().filter_map(|n| n.fix.as_ref()).map(|fix| fix.place.span);
        for span in spans.chain(fixes) {
            assert!(text.get(span.range()).is_some(), "{text:?} {span:?}");
        }
        assert!(notes.iter().all(|n| n.severity != Severity::Hint && !n.hints.is_empty()
            || n.code.0.starts_with("data/")
            || n.code.0.starts_with("config/")));
    }
}
