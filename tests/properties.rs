//! What holds for every text: no panic, no word lost, and what is remembered of one site changes nothing in the next. The texts are
//! drawn by chance from a fixed seed, so that every run tests the same; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` choose others.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod making;

use bilat::base::date::Day;
use bilat::base::path::SourcePath;
use bilat::input::{File, Inputs};
use bilat::parse::kept::Batch;
use bilat::pipeline::Memos;
use making::{SITE, inputs, make};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_RNG_SEED").is_some();
    let usual = ProptestConfig::default();
    let rng_seed = if asked { usual.rng_seed } else { RngSeed::Fixed(0x0062_696c_6174) };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { cases };
    ProptestConfig { cases, rng_seed, failure_persistence: None, max_shrink_iters: 2_000, ..usual }
}

const FRONT: &str = "---\ntitle: Title\ndate: 2025-01-02\n---\n";
const DOCUMENT: &str = "content/documents/a.md";
const OTHERS: [(&str, &str); 3] = [
    ("content/people/jane-doe.md", "---\nname: { en: Jane Doe, zh: 简·多伊 }\nside: cz\n---\n"),
    ("content/themes/trust.md", "---\nname: Trust\npropositions:\n  - { id: talk, text: They should talk. }\n---\n"),
    (
        "content/documents/b.md",
        "---\ntitle: Other\ndate: 2025-01-03\n---\n[\"Words\"]{#words by=jane-doe} and [[a]].\n",
    ),
];

/// The page of a document with this text, beside a few other files.
fn page_of(file: &[u8]) -> String {
    let mut all: Vec<(&str, &[u8])> = OTHERS.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    all.push((DOCUMENT, file));
    let made = make(&inputs(&all), &mut Memos::default());
    made.page("documents/a/").to_owned()
}

// Every word stays on the page.

/// Pieces of syntax; each `W` becomes a word of its own. None holds a word where readers would not see it.
/// No `\\[`: behind a picture by name, pulldown-cmark 0.13 takes `![[name]] \\[words](link)` for one picture.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "W ", "W ", "W\n", "\n\n", "\n", "  \n", " ", "\t", "[", "]", "[[", "]]", "![[", "![", "{", "}", "*",
    "**", "_", "~~", "`", "``", "\\*", "\\]", "W\\\n", "\"", "“", "”", "'", "<", ">", "&", "#", "!", "(",
    "字W", "，", "。", "[W]{.claim}", "[\"W W\"]{by=jane-doe}", "[“W”]{by=\"jane-doe\" theme=trust}",
    "[W [W]{.figure value=3} W]{.paraphrase by=jane-doe}", "[W]{#part .quote by=jane-doe}", "[W]{cont=part}",
    "]{.claim}", "]{by=jane-doe}", "{.quote by=jane-doe}\n", "{.claim}", "{#id}", "{by=\"", "[[jane-doe]]",
    "[[jane-doe|W *W*]]{role=host}", "[[W]]", "[[b#words]]", "![[b#words]]", "![[W]]", "[W](b.md)", "[W](/x)",
    "[W][b]", "![W](b.png)", "![W](https://x.example/a.png)", "[W](javascript:x)", "<https://x.example/W>",
    "<b>W</b>", "<div>\nW\n", "</div>\n\n", "\n> W\n", "\n> W\n>\n> — [[jane-doe]]\n", "\n> > W\n", "\n- W\n",
    "\n- W\n  - W\n", "\n1. W\n", "\n- [ ] W\n", "\n# W\n", "\n## W {.readout by=jane-doe}\n", "\nW\n===\n",
    "\n---\n", "\n```\nW\n```\n", "\n```\n", "\n    W\n", "[^n]", "\n\n[^n]: W\n",
    "\n\n| W | W |\n|---|---|\n| W | [[jane-doe\\|W]] |\n| [W]{.claim} | W |\n\n", "%%hidden%%", "%%",
    "&amp;", "&#x57;", "\u{A0}", "\u{200B}",
];

/// A text of pieces, and its words.
fn written(pieces: &[&str]) -> (String, Vec<String>) {
    let (mut text, mut words) = (String::new(), Vec::new());
    for piece in pieces {
        for (i, part) in piece.split('W').enumerate() {
            if i > 0 {
                words.push(format!("w{}z", words.len()));
                text.push_str(&words[words.len() - 1]);
            }
            text.push_str(part);
        }
    }
    (text, words)
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn no_word_is_lost(pieces in vec(select(PIECES), 1..24)) {
        let (text, words) = written(&pieces);
        let page = page_of(format!("{FRONT}{text}\n").as_bytes());
        let main = page.find("<main").map_or("", |at| &page[at..]);
        let hidden = hidden(&text);
        for word in words.iter().filter(|word| !hidden.contains(word.as_str())) {
            prop_assert!(main.contains(word.as_str()), "`{word}` of {text:?} is lost");
        }
    }
}

/// What readers need not see: what stands between two `%%`, or between `[[` and the `|` before a label, or behind a fence.
fn hidden(text: &str) -> String {
    let comments = text.split("%%").skip(1).step_by(2);
    let opened = text.match_indices("[[").map(|(at, _)| &text[at..]);
    let targets = opened.filter_map(|rest| rest.split("]]").next()?.split_once('|')).map(|(target, _)| target);
    let behind_fences = text.lines().filter_map(|line| line.split_once("```")).map(|(_, info)| info);
    comments.chain(targets).chain(behind_fences).collect()
}

// No text is too odd.

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let signs = select(b"-:[]{}&*!|>'\"%@`#,?~ \n\t\r\\=.<0aZ\xC3\xA9\xE5\xAD\x97\xFF\0".as_slice());
    prop_oneof![vec(any::<u8>(), 0..200), vec(signs, 0..200)]
}

/// Pieces of front matter that lie near the right ones; none of them holds the file back.
#[rustfmt::skip]
const YAML: &[&str] = &[
    "title:", "date:", "themes:", "speaker:", "sources:", "said:", "event:", "outlet:", "url:",
    "translation:", "summary:", "type:", "authors:", "disputed:", " ", "  ", "\n", "\n  ", "\n- ", "- ", "[",
    "]", "{", "}", ",", ": ", "\"", "'", "|\n", ">\n", "&a ", "*a", "<<: *a", "!!str ", "# x", "2025-01-02",
    "2025", "jane-doe", "[[jane-doe|Jane]]", "trust", "https://x.example/", "en", "zh", "id: x", "null",
    "true", "字", "\t", "? ", "\\", "...", "\r\n", "\u{FEFF}",
];

/// Pieces of braces that lie near the right ones.
#[rustfmt::skip]
const BRACES: &[&str] = &[
    "{", "}", "#", ".", "=", "\"", "\\\"", " ", "\n", "\n> ", ",", ".claim", ".figure", ".quote", ".readout",
    ".qoute", "#a", "by=", "cont=a", "theme=trust", "on=trust/talk", "stance=for", "updates=b#words",
    "status=agreed", "value=3..4", "jane-doe", "side:cz", "\"two words\"", "|", "\\|", "字", "'", "[", "]",
    "*",
];

/// Pieces of names that lie near the right ones.
#[rustfmt::skip]
const NAMES: &[&str] = &[
   
    "jane-doe", "Jane Doe", "people/", "person:", "b", "#words", "#", "|", "|x", "/", "../", ".md", ".png", ":", "字",
    " ", "\n", "*", "`", "[", "]", "\\", "!", "%20", "\u{301}", "\u{202E}", "side:cz", "http://",
];

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn any_bytes_are_a_file(file in bytes()) {
        for path in [DOCUMENT, "content/people/jane-doe.md", "content/events/e.md", "i18n/en.toml", "templates/404.html"] {
            make(&inputs(&[(path, &file)]), &mut Memos::default());
        }
    }

    #[test]
    fn any_bytes_are_settings(lines in vec(select(&["", "title = ", "[[side]]\n", "[limits]\n", "nesting = 0\n", "languages = [", "\"zh\"", "]\n", "{", "}", "\n"]), 0..20), rest in bytes()) {
        let toml = [lines.concat().as_bytes(), &rest].concat();
        make(&inputs(&[("site.toml", &toml), (DOCUMENT, format!("{FRONT}words").as_bytes())]), &mut Memos::default());
    }

    #[test]
    fn any_bytes_are_front_matter(noise in bytes()) {
        let file = [b"---\n", &noise[..], b"\n---\nword\n"].concat();
        make(&inputs(&[(DOCUMENT, &file)]), &mut Memos::default());
    }

    #[test]
    fn front_matter_hides_no_word(pieces in vec(select(YAML), 0..40)) {
        let page = page_of(format!("---\n{}\n---\nw1z [w2z]{{.claim}}\n", pieces.concat()).as_bytes());
        prop_assert!(page.contains("w1z") && page.contains("w2z"));
    }

    #[test]
    fn braces_hide_no_word(pieces in vec(select(BRACES), 0..30), noise in "[^\\x00%]{0,20}") {
        let braces = format!("{{{}{noise}}}", pieces.concat());
        let page = page_of(format!("{FRONT}w1z [w2z]{braces} w3z\n\n# w4z {braces}\n\n{braces}\n> w5z\n\n[[jane-doe|w6z]]{braces}\n\nw7z\n").as_bytes());
        for word in ["w1z", "w2z", "w3z", "w4z", "w5z", "w6z", "w7z"] {
            prop_assert!(page.contains(word), "`{word}` is lost before {braces:?}");
        }
    }

    #[test]
    fn names_hide_no_word(pieces in vec(select(NAMES), 0..12), noise in "[^\\x00%]{0,20}") {
        let name = format!("{}{noise}", pieces.concat());
        let page = page_of(format!("{FRONT}w1z\n\n[[{name}]]\n\nw2z ![[{name}]] w3z\n\n[w4z](<{name}>)\n\n[w5z]{{by=\"{name}\"}}\n\nw6z\n").as_bytes());
        for word in ["w1z", "w2z", "w6z"] {
            prop_assert!(page.contains(word), "`{word}` is lost beside {name:?}");
        }
    }
}

// What is remembered changes nothing.

/// The same line 36 times: more than an entity's page shows of a list.
macro_rules! many {
    ($line:literal) => {
        many!(@six many!(@six $line))
    };
    (@six $($line:tt)*) => {
        concat!($($line)*, $($line)*, $($line)*, $($line)*, $($line)*, $($line)*)
    };
}

/// Files that come, change and go, each with the texts that it may have.
const FILES: &[(&str, &[&str])] = &[
    (
        "site.toml",
        &[
            SITE,
            "title = \"Other\"\nbase_url = \"https://test.example/x/\"\nlanguages = [\"zh\", \"en\"]\nrelative_urls = true\n",
            "title = \"Test\"\nbase_url = \"https://test.example/\"\nlanguages = [\"en\", \"zh\"]\nraw_html = \"sanitize\"\n[limits]\nnesting = 2\n",
            "broken [",
        ],
    ),
    (
        "content/people/jane-doe.md",
        &[
            "---\nname: Jane Doe\nside: cz\n---\nA friend of [[john]].\n",
            "---\nname: { en: Jane D., zh: 简 }\naliases: [John]\nside: de\npositions:\n  - { org: bank, title: Head, from: 2020, to: 2025 }\n---\n",
            "---\nname: [broken\n",
        ],
    ),
    ("content/people/john.md", &["---\nname: John\n---\n", "---\nname: Jane Doe\ndraft: true\n---\n"]),
    ("content/people/john.zh.md", &["---\nname: 约翰\n---\n字。\n"]),
    (
        "content/organizations/bank.md",
        &["---\nname: Bank\nside: cz\n---\n", "---\nname: Bank\nshort: B\nparent: bank\n---\n"],
    ),
    (
        "content/themes/trust.md",
        &[
            "---\nname: Trust\npropositions:\n  - { id: talk, text: They should talk. }\n---\n",
            "---\nname: Confidence\nbroader: [trust, peace]\n---\nMore of [[peace]].\n",
        ],
    ),
    ("content/themes/peace.md", &["---\nname: Peace\nbroader: [trust]\n---\n"]),
    (
        "content/events/talks.md",
        &[
            "---\nname: Talks\nstart: 2025-01-01\nend: 2025-01-03\nparticipants:\n  - { person: jane-doe, role: host }\n---\n",
        ],
    ),
    (
        "content/documents/a.md",
        &[
            "---\ntitle: A\ndate: 2025-01-02\nspeaker: jane-doe\nthemes: [trust]\n---\n[\"Words,\"]{#one by=jane-doe stance=for on=trust/talk} said [[Jane Doe]] of [[bank]].\n",
            "---\ntitle: A\ndate: 2025-01-02\nevent: talks\n---\n[To do]{#one .proposal by=jane-doe status=called-for due=2025-06-01}. <b>[[john]]</b>\n",
            "---\ntitle: A\ndate: 2025-01-05\nembargo: 2026-06-01\n---\n![[b#two]] > > > deep\n\n> > > deep\n",
            "---\ntitle: A\ndate: 2025-01-02\n---\n# One {.readout by=jane-doe event=talks}\n\n[x]{.figure value=3 cont=nothing}\n",
        ],
    ),
    (
        "content/documents/a.zh.md",
        &["---\ntitle: 甲\n---\n[“字”]{#one by=jane-doe}，[[john]]说**好。**然后\n", "---\ntitle: 甲\n---\n"],
    ),
    (
        "content/documents/b.md",
        &[
            "---\ntitle: B\ndate: 2025-02-01\noutlet: bank\n---\n[It was done]{#two .claim updates=a#one status=fulfilled by=john}. [[a]]\n",
            "---\ntitle: B\ndate: 2025-02-01\nevent: talks\n---\n[To do later]{#two .commitment updates=a#one status=agreed by=john due=2026-06}\n",
            "---\ntitle: B\ndate: 2025-02-01\n---\n[To do on peace]{#two .proposal updates=a#one status=agreed by=john theme=peace} and [\"words\"]{by=john via=bank}.\n",
            "---\ntitle: B\ndate: 2025-02-01\nformer_ids: [c]\nthemes: [trust, peace]\n---\n![x](p.png) [[a#one]] [[Nobody]]\n",
        ],
    ),
    (
        "content/documents/long.md",
        &[
            concat!(
                "---\ntitle: Long\ndate: 2025-03-01\nthemes: [trust]\noutlet: bank\n---\n",
                many!("[words]{.claim by=jane-doe on=trust/talk}\n\n"),
                "[[person:Somebody New]] and [words]{.claim by=\"Nobody Known\"}\n"
            ),
            concat!(
                "---\ntitle: Long\ndate: 2025-03-01\nsources: [{ id: s, outlet: New Herald }]\n---\n",
                many!("[To do]{.proposal by=john to=side:cz via=s theme=peace status=proposed}\n\n"),
                "[1]{.figure value=1 by=jane-doe}\n"
            ),
            // The same words, to somebody else.
            concat!(
                "---\ntitle: Long\ndate: 2025-03-01\nsources: [{ id: s, outlet: New Herald }]\n---\n",
                many!("[To do]{.proposal by=john to=\"jane-doe bank\" via=s theme=peace status=proposed}\n\n"),
                "[1]{.figure value=1 by=jane-doe}\n"
            ),
        ],
    ),
    (
        "content/documents/part.md",
        &[
            "---\ntitle: Part\ndate: 2025-03-02\npublish: excerpts\n---\nWords of [[person:Somebody New]], and [[person:王伟]].\n",
            "---\ntitle: Part\ndate: 2025-03-02\npublish: excerpts\n---\n[Words]{.claim by=\"person:汪伟\"} of [[person:Ana]].\n\n[[person:王伟]]\n",
        ],
    ),
    ("content/documents/_index.md", &["Of [[jane-doe]].\n"]),
    ("content/documents/p.png", &["picture", "another"]),
    ("content/pages/about.md", &["---\ntitle: About\n---\n[[trust]] and [[talks]]\n"]),
    ("i18n/en.toml", &["[kind]\nquote = \"Saying\"\n"]),
    ("templates/404.html", &["{{ page.title }}", "{{ broken"]),
    ("static/theme.css", &["a {}", "b {}"]),
];

/// One edit: a file gets one of its texts, or goes; or the day or the drafts of the build are others.
#[derive(Clone, Debug)]
enum Edit {
    Put(usize, usize),
    /// Words before the text of the file, which move every place in it.
    Before(usize),
    Remove(usize),
    Today(i64),
    Drafts,
}

fn edit() -> impl Strategy<Value = Edit> {
    let put = (0..FILES.len()).prop_flat_map(|file| (Just(file), 0..FILES[file].1.len()));
    prop_oneof![
        8 => put.prop_map(|(file, text)| Edit::Put(file, text)),
        4 => (0..FILES.len()).prop_map(Edit::Before),
        3 => (0..FILES.len()).prop_map(Edit::Remove),
        1 => (1_700_000_000i64..1_800_000_000).prop_map(Edit::Today),
        1 => Just(Edit::Drafts),
    ]
}

fn apply(inputs: &mut Inputs, edit: &Edit) {
    match edit {
        Edit::Put(file, text) => {
            let (path, bytes) = (FILES[*file].0, FILES[*file].1[*text].as_bytes());
            let read = File::text(bytes);
            let copied = File::Asset { len: bytes.len() as u64, fingerprint: read.fingerprint() };
            inputs.files.insert(SourcePath::new(path), if path.ends_with(".png") { copied } else { read });
        }
        Edit::Before(file) => {
            let path = SourcePath::new(FILES[*file].0);
            let Some(File::Text { bytes, .. }) = inputs.files.get(&path) else { return };
            let text = String::from_utf8_lossy(bytes).into_owned();
            if let Some((front, rest)) = text.rsplit_once("\n---\n").filter(|_| path.extension() == "md") {
                inputs.files.insert(path, File::text(format!("{front}\n---\nWords before.\n\n{rest}").as_bytes()));
            }
        }
        Edit::Remove(file) => {
            inputs.files.remove(&SourcePath::new(FILES[*file].0));
        }
        Edit::Today(seconds) => inputs.today = Day::of_unix_seconds(*seconds).expect("a day of this century"),
        Edit::Drafts => inputs.drafts = !inputs.drafts,
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_warm_site_is_a_cold_one_and_the_same_key_the_same_bytes(edits in vec(edit(), 1..12)) {
        let files: Vec<(&str, &[u8])> = FILES.iter().filter(|(path, _)| !path.ends_with(".png")).map(|(path, texts)| (*path, texts[0].as_bytes())).collect();
        let (mut inputs, mut memos) = (inputs(&files), Memos::default());
        let mut before = make(&inputs, &mut memos);
        for edit in &edits {
            let kept = Memos::of(memos.batches().iter().map(Batch::bytes).collect());
            apply(&mut inputs, edit);
            let warm = make(&inputs, &mut memos);
            let same = warm.keys.iter().filter(|(path, key)| before.keys.get(*path) == Some(*key)).map(|(path, _)| path);
            let stale: Vec<_> = same.filter(|path| before.outputs.get(*path) != warm.outputs.get(*path)).collect();
            prop_assert!(stale.is_empty(), "{stale:?} changed after {edit:?}, and their keys did not");
            for (mut other, what) in [(Memos::default(), "scratch"), (kept, "kept texts")] {
                let cold = make(&inputs, &mut other);
                prop_assert_eq!(&warm.notes, &cold.notes, "from {} after {:?}", what, edit);
                let paths = warm.outputs.keys().chain(cold.outputs.keys());
                let differing: Vec<_> = paths.filter(|path| warm.outputs.get(*path) != cold.outputs.get(*path)).collect();
                prop_assert!(differing.is_empty(), "{differing:?} from {what} after {edit:?}");
            }
            before = warm;
        }
    }
}
