//! Texts that nobody writes: too deep, too long, too many of one thing, or no text at all. Each makes a site without a panic, and the
//! words around it stay on the page. Measures no time: what takes too long is noticed by whoever waits for the tests.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod making;
mod program;

use bilat::pipeline::Memos;
use making::{Made, SITE, inputs, make};
use std::fmt::Write;

const MANY: usize = 50_000;
const FRONT: &str = "---\ntitle: Title\ndate: 2025-01-02\n---\n";
const DOCUMENT: &str = "content/documents/a.md";
const OTHERS: [(&str, &str); 3] = [
    ("content/people/jane-doe.md", "---\nname: Jane Doe\nside: cz\n---\nA [[trust]]ed person.\n"),
    ("content/themes/trust.md", "---\nname: Trust\npropositions:\n  - { id: talk, text: They should talk. }\n---\n"),
    (
        "content/documents/b.md",
        "---\ntitle: Other\ndate: 2025-01-03\n---\n[\"Words\"]{#words by=jane-doe} and [[a]].\n",
    ),
];

/// The site with some file beside the usual ones, which it may replace.
fn site_with(path: &str, bytes: &[u8]) -> Made {
    let usual = OTHERS.iter().map(|(path, text)| (*path, text.as_bytes()));
    let plain = format!("{FRONT}firstword lastword\n");
    let all: Vec<(&str, &[u8])> =
        [(DOCUMENT, plain.as_bytes())].into_iter().chain(usual).chain([(path, bytes)]).collect();
    make(&inputs(&all), &mut Memos::default())
}

/// A text between two words that must stay on the page.
fn text(body: &str) -> Made {
    let made = site_with(DOCUMENT, format!("{FRONT}firstword\n\n{body}\n\nlastword\n").as_bytes());
    holds_words(&made);
    made
}

/// Front matter above two words that must stay on the page.
fn front_matter(yaml: &str) -> Made {
    let made = site_with(DOCUMENT, format!("---\n{yaml}\n---\nfirstword lastword\n").as_bytes());
    holds_words(&made);
    made
}

fn holds_words(made: &Made) {
    for address in ["documents/a/", "zh/documents/a/"] {
        let page = made.page(address);
        for word in ["firstword", "lastword"] {
            assert!(page.contains(word), "`{word}` is lost on {address}; {} characters are left", page.len());
        }
    }
}

/// One line for each number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut all, i| {
        let _ = writeln!(all, "{}", line(i));
        all
    })
}

macro_rules! survive {
    ($make:ident: $($name:ident = $text:expr;)*) => { $(
        #[test]
        fn $name() {
            $make(&$text);
        }
    )* };
}

// Signs that open something and never close it.
survive! { text:
    open_brackets = "[a".repeat(MANY);
    open_names = "[[".repeat(MANY);
    open_embeds = "![[".repeat(MANY);
    open_pictures = "![a](".repeat(MANY);
    open_quotations = "[\"".repeat(20_000);
    open_braces = "{".repeat(MANY);
    open_braces_after_words = "[a]{by=".repeat(MANY);
    open_values = "[a]{by=\"".repeat(MANY);
    stars_and_underscores = "*a_ ".repeat(MANY);
    stars_in_chinese = "**字。".repeat(MANY);
    ampersands = "&".repeat(MANY);
    angles = "<a ".repeat(MANY);
    declarations = "<![CDATA[ <? <!A ".repeat(MANY);
    backslashes = "\\".repeat(MANY);
    tildes = "~~a".repeat(MANY);
    comment_signs = "%%a %%".repeat(MANY);
    curly_quotation_marks = "“[[a]]。".repeat(MANY);
    runs_of_backticks = lines(400, |i| "`".repeat(i + 1));
    fences = "```\n~~~\n".repeat(MANY);
}

// Signs that close what was never opened, or the wrong thing.
survive! { text:
    closing_brackets = "]{.claim}".repeat(MANY);
    questions_and_answers = "[Q]: Why?\n".repeat(MANY);
    questions_in_one_line = ["[Q]: Why?\n\n", &"[Q]:".repeat(MANY)].concat();
    lines_that_say_who_speaks = "> — [[a]]\n>\n".repeat(MANY);
    closing_names = "]]".repeat(MANY);
    braces_without_brackets = "]{".repeat(MANY);
    braces_and_quotation_marks = "[a]{by=\"}\" note='}' .claim}\"} {\"".repeat(5_000);
    braces_of_nothing = "{} [a]{} {.} {#} {=} {.claim\n\n}".repeat(5_000);
    wide_names = "【【a".repeat(MANY);
    wide_braces = "｛.quote a ".repeat(MANY);
    braces_that_lost_their_first = "[a]by=b ".repeat(MANY);
    footnotes_of_nothing = "[^a".repeat(MANY) + &"]".repeat(MANY);
    attribution_lines = "> a\n> — [[a]]\n".repeat(MANY);
    marks_in_code = "\n\n    [a]{by=\"".repeat(5_000);
    crossing_marks = "[a *b]{.claim} c* **[d** e]{.claim} ".repeat(5_000);
}

// Depth.
survive! { text:
    nested_quotations = format!("{} a", ">".repeat(MANY));
    nested_quotations_and_lists = format!("{}a", "> - ".repeat(20_000));
    nested_lists = lines(1_000, |i| format!("{}- a", "  ".repeat(i)));
    nested_lists_on_a_line = format!("{}a", "- 1. ".repeat(20_000));
    nested_marks = format!("{}{}", "[a ".repeat(MANY), "b]{.claim}".repeat(MANY));
    nested_marks_with_names = format!("{}{}", "[a [[jane-doe]] ".repeat(2_000), "\"b\"]{by=jane-doe}".repeat(2_000));
    nested_emphasis = format!("{}{}", "*a **b ".repeat(MANY), "** *".repeat(MANY));
    nested_links = format!("{}{}", "[a".repeat(MANY), "](b)".repeat(MANY));
    nested_pictures = format!("{}{}", "![a".repeat(MANY), "](b.png)".repeat(MANY));
    nested_brackets = format!("{}a{}", "[".repeat(MANY), "]".repeat(MANY));
    nested_parentheses = format!("[a]({}{})", "(".repeat(MANY), ")".repeat(MANY));
    nested_html = format!("{}a{}", "<div><b>".repeat(MANY), "</b></div>".repeat(MANY));
    headings_of_every_level = "# a {by=jane-doe}\n###### b {.readout}\n\n## c\n".repeat(5_000);
}

// Many of one thing.
survive! { text:
    references = lines(MANY, |i| format!("[r{i}]: /address-{i}")) + "\n" + &lines(MANY, |i| format!("[r{i}]"));
    one_reference_used_often = format!("[r]: /{}\n\n{}", "x".repeat(MANY), "[r] ".repeat(MANY));
    references_in_a_circle = lines(MANY, |i| format!("[r{i}]: [r{}]", i + 1)) + "\n[r0][r1][r2]";
    footnotes = lines(20_000, |i| format!("a[^{i}]\n\n[^{i}]: b[^{}]\n", i + 1));
    footnotes_in_a_circle = "a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1] [^2]\n\n".repeat(5_000);
    one_footnote_used_often = format!("{}\n\n[^a]: [\"b\"]{{by=jane-doe}}", "[^a] ".repeat(MANY));
    columns = format!("{0}|\n{1}|\n{0}|", "| a ".repeat(10_000), "|-".repeat(10_000));
    rows = format!("| a | b |\n|---|---|\n{}", "| [[jane-doe|Jane]] | [x]{.claim a=b|c} |\n".repeat(10_000));
    short_rows = format!("{}|\n{}|\n{}", "|a".repeat(200), "|-".repeat(200), "|a\n".repeat(10_000));
    names = lines(20_000, |i| format!("[[Name {i}]]"));
    names_in_one_line = "He told [[jane-doe]] of U.S. [[trust|it]]. ".repeat(20_000);
    statements = lines(5_000, |i| format!("[\"a\"]{{#s{i} by=jane-doe theme=trust stance=for on=trust/talk}}"));
    statements_in_one_line = "[\"a\"]{by=jane-doe} ".repeat(5_000);
    parts_of_one_statement = format!("[\"a\"]{{#a by=jane-doe}} {}", "[b]{cont=a} ".repeat(20_000));
    parts_of_each_other = "[a]{#x cont=y} [b]{#y cont=x} [c]{#z cont=z} [d]{cont=z} ".repeat(5_000);
    embeds_of_a_long_statement = format!("[\"{}\"]{{#long by=jane-doe}}\n\n{}", "word ".repeat(40_000), "![[a#long]] ".repeat(8_000));
    places_that_are_missing = format!("{}\n{}", lines(MANY, |i| format!("# h{i}\n")), lines(MANY, |i| format!("[[a#x{i}]]")));
    accounts = "## a {.readout by=jane-doe event=b}\n\n".repeat(4_000) + &lines(800, |i| format!("[\"x\"]{{theme=\"theme:T{i}\"}}"));
    updates_in_a_circle = lines(2_000, |i| format!("[a]{{#u{i} .claim status=disputed updates=a#u{}}}", (i + 1) % 2_000));
    updates_in_a_chain = lines(1_000, |i| format!("[a]{{#u{} .proposal status=agreed updates=a#u{i}}}", i + 1));
    a_long_proposal_that_is_due = format!("[{}]{{.proposal due=2030-01-01}}", "word ".repeat(1 << 17));
    embeds_of_each_other = lines(2_000, |i| format!("[![[a#e{}]]]{{#e{i} .claim}} ![[a#e{i}]]", (i + 1) % 2_000));
    block_braces = "{.claim}\n".repeat(MANY);
    attributions = "> a\n>\n> — [[jane-doe]]{theme=trust}\n\n".repeat(5_000);
    comments = "%%a%% ".repeat(MANY);
    pictures = "![a](b.png \"c\") ![d](https://x.example/e.png) ".repeat(10_000);
    addresses = "<https://a.example/> <javascript:alert(1)> [a](data:b) ".repeat(10_000);
    empty_items = "-\n".repeat(MANY);
    rules = "---\n***\n".repeat(MANY);
}

// Length.
survive! { text:
    a_long_word = "a".repeat(1 << 20);
    a_long_combination = format!("a{}", "\u{301}".repeat(MANY));
    a_long_name = format!("[[{}]]", "x".repeat(1 << 20));
    a_long_name_of_words = format!("[[{}|{}]] [[people/{}#{}]]", "x ".repeat(MANY), "y ".repeat(MANY), "z".repeat(MANY), "f".repeat(MANY));
    a_long_combined_name = format!("[[e{}]] [[{}]]", "\u{301}".repeat(MANY), "ﷺ".repeat(MANY));
    a_long_id = format!("[a]{{#{} .claim}} # b {{#{}}}", "x".repeat(3_000), "y".repeat(MANY));
    a_long_value = format!("[a]{{.claim by=\"{}\"}} [b]{{.claim by={}}}", "x ".repeat(3_000), "y,".repeat(MANY));
    a_long_address = format!("[a](/{0}) ![b](c/{0}.png) <https://x.example/{0}>", "%41".repeat(MANY));
    a_long_heading = format!("# {} {{.readout by=jane-doe}}", "word ".repeat(MANY));
    many_line_breaks = "\n".repeat(1 << 20);
    many_spaces = format!("a{}b", " \t\u{A0}\u{3000}\u{200B}".repeat(MANY));
    signs_without_letters = "\u{202E}\u{FEFF}\u{2028}\u{FFFD}\u{7F}\u{1B}\u{E000}\u{10FFFF}".repeat(5_000);
}

// Front matter.
survive! { front_matter:
    deep_flow = format!("title: {}a{}", "[".repeat(10_000), "]".repeat(10_000));
    deep_flow_of_maps = format!("title: {}a{}", "{a: ".repeat(10_000), "}".repeat(10_000));
    deep_flow_that_never_closes = format!("title: {}", "[{a: ".repeat(10_000));
    deep_blocks = lines(2_000, |i| format!("{}a:", " ".repeat(i)));
    deep_lists = format!("themes:\n  {}a", "- ".repeat(10_000));
    deep_keys = format!("{}a", "? ".repeat(10_000));
    anchors = lines(20_000, |i| format!("k{i}: &a{i} v")) + &lines(20_000, |i| format!("l{i}: *a{i}"));
    aliases_of_aliases = lines(30, |i| format!("a{}: &a{} [{}]", i + 1, i + 1, format!("*a{i}, ").repeat(9))) + "themes: *a30";
    aliases_of_maps = lines(30, |i| format!("a{0}: &a{0} {{x: *a{i}, y: *a{i}, <<: *a{i}}}", i + 1)) + "event: *a30\ntitle: *a30";
    an_alias_of_itself = "title: &a [*a, *a]\nthemes: *a\nauthors: &b\n  - *b";
    a_long_key = format!("{}: a\n? {}\n: b", "k".repeat(MANY), "k ".repeat(MANY));
    many_keys = lines(20_000, |i| format!("key-{i}: value"));
    one_key_often = "title: a\n".repeat(20_000);
    a_long_title = format!("title: {}\ndate: 2025-01-02", "word ".repeat(MANY));
    long_lists = format!("title: a\ndate: 2025-01-02\nthemes: [{}]\nspeaker: [{}]", "trust, ".repeat(20_000), "jane-doe, ".repeat(20_000));
    many_sources = format!("title: a\ndate: 2025-01-02\nsources:\n{}", lines(5_000, |i| format!("  s{i}: {{ title: a, url: \"https://x.example/{i}\" }}")));
    many_aliases = format!("title: a\nformer: [{}]\naliases: [{}]", "a, b, ".repeat(5_000), "Jane Doe, ".repeat(5_000));
    wrong_types = "title: [a, {b: c}]\ndate: {y: 2025}\nthemes: {a: [b]}\nsources: a\nurl: [1, 2]\nevent: [[a, b]]\ntranslation: 7";
    odd_dates = "title: a\ndate: 2025-02-30\nsaid: 99999-01-01\nretrieved: 0000\nlast_modified: 1e9";
    signs = "\u{1}: \u{202E}\n\t- %a\n@b: `c`\n!!binary d: !<e> f\n%YAML 9.9";
    tags_and_directives = "!!python/object:a {b: c}\n--- &d !e\n...";
    open_quotation_mark = format!("title: \"{}", "a\\".repeat(MANY));
    a_literal = format!("title: |\n{}", "  a\n".repeat(MANY));
    a_mistake_in_each_line = "a: b: c\n- d\n".repeat(2_000);
}

// The other files of a portal.
survive! { site_toml:
    toml_of_brackets = "[".repeat(MANY);
    toml_of_arrays = format!("{SITE}\na = {}{}", "[".repeat(MANY), "]".repeat(MANY));
    toml_of_tables = format!("{SITE}\n[{}]", vec!["a"; MANY].join("."));
    toml_of_dotted_keys = format!("{} = 1", vec!["a"; MANY].join("."));
    toml_of_inline_tables = format!("{SITE}\na = {}{}", "{a = ".repeat(MANY), "}".repeat(MANY));
    toml_with_many_languages = format!("title = \"a\"\nbase_url = \"https://a.example/\"\nlanguages = [{}]", lines(5_000, |i| format!("\"l{i}\",")));
    toml_with_many_sides = format!("{SITE}{}", lines(5_000, |i| format!("[[side]]\nid = \"s{i}\"")));
    toml_with_many_menu_entries = format!("{SITE}{}", "[[menu]]\npage = \"people/\"\n".repeat(5_000));
    toml_with_no_limits = format!("{SITE}[limits]\nnesting = 18446744073709551615\ntitle_chars = 0\nfile_bytes = -1\n");
    toml_with_long_texts = SITE.replace("Test", &"x".repeat(1 << 20));
}

fn site_toml(toml: &str) {
    let made = site_with("site.toml", toml.as_bytes());
    assert!(made.page("documents/a/").contains("firstword"));
}

survive! { other_file:
    strings_of_brackets = ("i18n/en.toml", "[".repeat(MANY));
    strings_that_are_long = ("i18n/en.toml", format!("[kind]\nquote = \"{}\"", "{n}".repeat(MANY)));
    a_template_of_parentheses = ("templates/404.html", format!("{{{{ {}1{} }}}}", "(".repeat(MANY), ")".repeat(MANY)));
    a_template_of_lists = ("templates/404.html", format!("{{{{ {}{} }}}}", "[".repeat(MANY), "]".repeat(MANY)));
    a_template_of_conditions = ("templates/404.html", format!("{}{}", "{% if true %}".repeat(MANY), "{% endif %}".repeat(MANY)));
    a_template_of_negations = ("templates/404.html", format!("{{{{ {}true }}}}", "not ".repeat(MANY)));
    a_template_of_sums = ("templates/404.html", format!("{{{{ 1{} }}}}", "+1".repeat(MANY)));
    a_template_of_filters = ("templates/404.html", format!("{{{{ page.title{} }}}}", " | upper".repeat(MANY)));
    a_template_of_open_signs = ("templates/404.html", "{{ {% {# ".repeat(MANY));
    a_template_that_extends_itself = ("templates/404.html", "{% extends \"404.html\" %}".to_owned());
    a_style_of_braces = ("static/theme.css", "{".repeat(1 << 20));
}

/// A template that is broken is named; then nothing is written, and so no page must have words.
fn other_file((path, text): &(&str, impl AsRef<str>)) {
    let made = site_with(path, text.as_ref().as_bytes());
    if !made.codes().iter().any(|code| code.starts_with("template/")) {
        holds_words(&made);
    }
}

/// A text of ten million bytes on one line.
fn long_line() -> String {
    format!(
        "{FRONT}firstword {}lastword",
        "[[jane-doe|Doe]] *said* [\"so\"]{by=jane-doe note=x} & 字。 ".repeat(170).repeat(1_000)
    )
}

#[test]
fn a_line_over_the_limit_is_named_and_left_out() {
    let text = long_line();
    assert!(text.len() > 10_000_000);
    let made = site_with(DOCUMENT, text.as_bytes());
    assert_eq!(made.codes(), ["file/size", "name/unknown"]);
}

#[test]
fn a_line_under_a_raised_limit_is_read() {
    let raised = format!("{SITE}[limits]\nfile_bytes = 100000000\n");
    let text = format!("{FRONT}firstword {}lastword", "word [[jane-doe|Doe]] & *字*。 ".repeat(320_000));
    assert!(text.len() > 10_000_000);
    let files = OTHERS.iter().map(|(path, text)| (*path, text.as_bytes()));
    let own = [("site.toml", raised.as_bytes()), (DOCUMENT, text.as_bytes())];
    let made = make(&inputs(&files.chain(own).collect::<Vec<_>>()), &mut Memos::default());
    holds_words(&made);
}

/// What is no UTF-8 text is named, and the rest of the site is made.
fn is_no_text(bytes: &[u8]) {
    let made = site_with(DOCUMENT, bytes);
    assert_eq!(made.codes(), ["file/encoding", "name/unknown"], "{:?}", made.notes);
    assert!(made.page("documents/b/").contains("Words"));
}

fn utf_16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn bytes_that_are_no_text_are_named() {
    is_no_text(format!("{FRONT}first\0word\n").as_bytes());
    is_no_text(&utf_16(FRONT, u16::to_le_bytes));
    is_no_text(&utf_16(FRONT, u16::to_be_bytes));
    is_no_text(&[FRONT.as_bytes(), b"caf\xE9 na\xEFve"].concat());
    is_no_text(&[FRONT.as_bytes(), b"\xED\xA0\x80 is half a pair of surrogates"].concat());
    is_no_text(&[FRONT.as_bytes(), b"\xC0\xAF is longer than it must be"].concat());
    is_no_text(&[0; 4096]);
    is_no_text(&(0..=255).collect::<Vec<u8>>().repeat(64));
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let text = format!(
        "{FRONT}firstword\n[[jane-doe]] said [\"so\"]{{by=jane-doe\ntheme=trust}}.\n\n> a\n>\n> — [[jane-doe]]\n\n| a |\n|---|\n| b |\n\n```\ncode\n```\nlastword\n"
    );
    let plain = site_with(DOCUMENT, text.as_bytes());
    holds_words(&plain);
    for other in
        [text.replace('\n', "\r\n"), format!("\u{FEFF}{text}"), format!("\u{FEFF}{}", text.replace('\n', "\r\n"))]
    {
        let made = site_with(DOCUMENT, other.as_bytes());
        assert_eq!(made.codes(), plain.codes());
        assert_eq!(made.page("documents/a/"), plain.page("documents/a/"));
    }
}

#[test]
fn every_file_may_hold_any_bytes() {
    let noise: Vec<u8> = (0..20_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for path in [
        "content/documents/_index.md",
        "content/pages/home.zh.md",
        "content/x.md",
        "templates/base.html",
        "i18n/zh.toml",
        "static/theme.js",
    ] {
        for bytes in [&noise[..], b"", b"---", b"---\n", b"---\n---", b"\n---\n", b"\xEF\xBB\xBF", b"\0"] {
            let made = site_with(path, bytes);
            assert!(made.page("documents/b/").contains("Words") || path == "templates/base.html");
        }
    }
    assert!(site_with("site.toml", &noise).codes().contains(&"config/missing"));
}

#[test]
fn names_of_files_may_be_odd() {
    let names = [
        "n.zh.md",
        "A.md",
        "a b.md",
        "a.en.zh.md",
        ".md",
        "_index.zh.md",
        "-.md",
        "ä.md",
        "字.md",
        "a\nb.md",
        "..md",
        "con.md",
        "a.xx.md",
    ];
    let long = "x".repeat(250);
    for name in names.into_iter().chain([long.as_str()]) {
        for folder in ["documents", "people", "themes/deeper", "nowhere", ""] {
            holds_words(&site_with(&format!("content/{folder}/{name}"), b"---\ntitle: a\nname: b\n---\nwords\n"));
        }
    }
}

#[test]
fn mistakes_without_number_are_shown_in_every_format() {
    let texts = [
        "[[Nobody]] <b> [x]{.qoute by=ines-marek} [\"a\"] {by=ines-marek} ".repeat(2_000),
        "[[Nobody\u{1B}[31m]] [x]{by=\"\u{202E}\r\u{7}\"}\n".repeat(2_000),
        format!("{}{}", "字".repeat(MANY), "[[\u{301}]]".repeat(100)),
        "]{.claim}\n".repeat(2_000),
        "{.claim}\r\n\r\n".repeat(2_000),
    ];
    let portal = program::Portal::new();
    for (i, text) in texts.iter().enumerate() {
        portal.write(&format!("content/documents/hostile-{i}.md"), &format!("{FRONT}{text}"));
    }
    for format in ["human", "short", "github"] {
        let ran = portal.ends(1, &["check", "--format", format]);
        assert!(
            ran.stderr.len() > 10_000 && !ran.stderr.contains(['\u{1B}', '\u{202E}', '\u{7}']),
            "{format} steers a terminal"
        );
    }
    let ran = portal.ends(1, &["check", "--format", "json"]);
    assert!(ran.stdout.lines().count() > 10_000);
    assert!(ran.stdout.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
}
