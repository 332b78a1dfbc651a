//! The theme is whole: its documentation names every field of every view, and its strings are those that something shows.
#![allow(clippy::disallowed_methods)]

use bilat::base::date::Day;
use bilat::base::lang::Lang;
use bilat::base::memo::Last;
use bilat::base::path::SourcePath;
use bilat::base::shared::Shared;
use bilat::input::config::{self, Config};
use bilat::input::strings::{self, Strings};
use bilat::input::{File, Inputs};
use bilat::page::view::{Head, MissingView, View};
use bilat::render::Templates;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

const DOCUMENT: &str = "docs/TEMPLATES.md";
const BEGIN: &str =
    "<!-- The rest is made from src/page/view.rs and src/page/view/: UPDATE=1 cargo test --test templates -->\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn files(folder: &str, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root().join(folder)).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            found.extend(files(&path, extension));
        } else if path.ends_with(extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn the_documentation_lists_every_field() {
    let text = read(DOCUMENT);
    let (written, _) = text.split_once(BEGIN).expect("the documentation has the line that begins the tables");
    let wanted = format!("{written}{BEGIN}{}", tables(&views()));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(root().join(DOCUMENT), wanted).expect("the documentation can be written");
    } else {
        assert!(text == wanted, "{DOCUMENT} is behind the views: run UPDATE=1 cargo test --test templates");
    }
}

/// The sources of all views, the general ones first.
fn views() -> String {
    let parts = files("src/page/view", ".rs");
    std::iter::once("src/page/view.rs".to_owned()).chain(parts).map(|path| read(&path)).collect()
}

/// A table of the fields of every struct.
fn tables(source: &str) -> String {
    let (mut out, mut doc) = (String::new(), Vec::new());
    for line in source.lines().map(str::trim) {
        if let Some(sentence) = line.strip_prefix("///") {
            doc.push(sentence.trim().to_owned());
        } else if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
            let _ = write!(out, "\n### {name}\n\n{}\n\n| field | is | says |\n|---|---|---|\n", doc.join(" "));
            doc.clear();
        } else if let Some((name, kind)) = line.strip_prefix("pub ").and_then(|rest| rest.split_once(": ")) {
            let _ = writeln!(
                out,
                "| `{name}` | {} | {} |",
                kind_of(kind.trim_end_matches(',')),
                doc.join(" ").replace('|', "\\|")
            );
            doc.clear();
        } else if !line.starts_with("#[") {
            doc.clear();
        }
    }
    out
}

/// A Rust type as one who writes templates sees it.
fn kind_of(kind: &str) -> String {
    let inside = |name: &str| kind.strip_prefix(name).and_then(|rest| rest.strip_suffix('>'));
    match kind {
        "String" | "&'static str" => "text".to_owned(),
        "usize" | "u8" => "number".to_owned(),
        "bool" => "true or false".to_owned(),
        "Shared" => "row".to_owned(),
        _ => match (inside("Option<"), inside("Vec<"), inside("Kept<")) {
            (Some(some), _, _) => format!("{} or none", kind_of(some)),
            (_, Some(item), _) => format!("list of {}", kind_of(item)),
            (_, _, Some(row)) => kind_of(row),
            _ => format!("[{kind}](#{})", kind.to_lowercase()),
        },
    }
}

/// The keys of a catalogue; a table of plural forms is one key.
fn keys(path: &str) -> BTreeSet<String> {
    let (mut found, mut section) = (BTreeSet::new(), String::new());
    for line in read(path).lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name.to_owned();
        } else if let Some((key, _)) = line.split_once(" = ") {
            let is_form = section.contains('.') && matches!(key, "zero" | "one" | "two" | "few" | "many" | "other");
            let dot = if section.is_empty() { "" } else { "." };
            found.insert(if is_form { section.clone() } else { format!("{section}{dot}{key}") });
        }
    }
    found
}

fn shown_by_templates() -> BTreeMap<String, String> {
    let mut shown = BTreeMap::new();
    for path in files("templates", ".html") {
        for after in read(&path).split("key=\"").skip(1) {
            let key = after.split('"').next().unwrap_or_default();
            shown.insert(key.to_owned(), path.clone());
        }
    }
    shown
}

#[test]
fn catalogues_have_the_same_keys() {
    let (english, chinese) = (keys("i18n/en.toml"), keys("i18n/zh.toml"));
    let only: Vec<&String> = english.symmetric_difference(&chinese).collect();
    assert!(only.is_empty(), "in one of the two catalogues only: {only:?}");
}

#[test]
fn templates_show_strings_that_exist() {
    let english = keys("i18n/en.toml");
    let missing: Vec<_> = shown_by_templates().into_iter().filter(|(key, _)| !english.contains(key)).collect();
    assert!(missing.is_empty(), "not in i18n/en.toml: {missing:?}");
}

#[test]
fn every_string_is_shown() {
    let shown = shown_by_templates();
    let program: String = files("src", ".rs").iter().map(|path| read(path)).collect();
    let is_named = |key: &str| program.contains(&format!("\"{key}\""));
    // Keys made from a word of the files: `self.word("type", …)`, `format!("nav.{}", …)`.
    let is_made =
        |group: &str| program.contains(&format!("word(\"{group}\"")) || program.contains(&format!("\"{group}.{{"));
    let is_used =
        |key: &String| shown.contains_key(key) || is_named(key) || key.split_once('.').is_some_and(|(g, _)| is_made(g));
    let unused: Vec<String> = keys("i18n/en.toml").into_iter().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "nothing shows {unused:?}");
}

/// The names between backticks.
fn quoted(text: &str) -> BTreeSet<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_documentation_names_every_template_and_component() {
    let text = read("docs/TEMPLATES.md");
    let between = |from: &str, to: &str| text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).expect(from).0;
    let table = between("### Components", "### What the program writes");
    for path in files("templates/components", ".html") {
        let file = path.rsplit('/').next().expect("a name");
        let row = table
            .lines()
            .find(|line| line.starts_with(&format!("| `{file}` |")))
            .unwrap_or_else(|| panic!("no row for {file}"));
        let (_, named) = row.split_once("` | ").expect("names");
        let written = read(&path);
        let components = written.split("{% component ").skip(1);
        let components: BTreeSet<String> =
            components.filter_map(|rest| rest.split(['(', ' ']).next()).map(str::to_owned).collect();
        assert_eq!(quoted(named), components, "{file}");
    }
    let views = quoted(between("The theme has one for each kind of view (", ")"));
    let templates = files("templates", ".html").into_iter().filter(|path| !path.contains("/components/"));
    let templates = templates.map(|path| path.trim_start_matches("templates/").trim_end_matches(".html").to_owned());
    assert_eq!(views, templates.filter(|name| name != "base").collect());
}

/// Headings and statements have ids of their own, without a dot.
#[test]
fn ids_of_templates_have_a_dot() {
    let is_own = |id: &str| id.contains('.') || id == "{{ id }}" || id.starts_with("{{ id }}-");
    for path in files("templates", ".html") {
        let text = read(&path);
        let ids = text.split(" id=\"").skip(1).filter_map(|rest| rest.split_once('"'));
        let wrong: Vec<&str> = ids.map(|(id, _)| id).filter(|id| !is_own(id)).collect();
        assert!(wrong.is_empty(), "{path}: ids without a dot, which a heading of a text may have: {wrong:?}");
    }
}

/// A portal in English and Chinese with some files.
fn portal(files: &[(&str, &str)]) -> (Inputs, Config) {
    let site = "title = \"T\"\nbase_url = \"https://example.org/\"\nlanguages = [\"en\", \"zh\", \"cs\"]\n";
    let all = files.iter().copied().chain([("site.toml", site)]);
    let files = all.map(|(path, text)| (SourcePath::new(path), File::text(text.as_bytes()))).collect();
    let today = Day::of_unix_seconds(0).expect("1970 is a day");
    let inputs = Inputs { files, today, drafts: false, base_url: None };
    let config = config::read(&inputs).value;
    (inputs, config)
}

fn theme(files: &[(&str, &str)]) -> (Arc<Templates>, Vec<Strings>, Vec<String>) {
    let (inputs, config) = portal(files);
    let strings = strings::read(&inputs, &config, &mut Last::default());
    let templates = Templates::read(&inputs, &config, &strings.value, &mut Last::default());
    let notes = strings.notes.iter().chain(&templates.notes);
    let told = notes.map(|n| format!("{}:{} {} {}", n.place.file, n.place.span.start, n.code.0, n.message)).collect();
    (templates.value, strings.value, told)
}

#[test]
fn a_template_that_was_no_text_is_forgotten_when_it_is_gone() {
    let (whole, config) = portal(&[]);
    let strings = strings::read(&whole, &config, &mut Last::default()).value;
    let mut broken = whole.clone();
    broken.files.insert(SourcePath::new("templates/own.html"), File::text(&b"\xff"[..]));
    let mut last = Last::default();
    let mut read = |inputs| Templates::read(inputs, &config, &strings, &mut last).value.is_broken();
    assert_eq!([read(&whole), read(&broken), read(&whole)], [false, true, false]);
}

fn missing_page() -> (Head, View) {
    let head = Head {
        kind: "404",
        title: "None & nothing".to_owned(),
        title_lang: None,
        description: String::new(),
        canonical: String::new(),
        alternates: Vec::new(),
        languages: Vec::new(),
        noindex: true,
        crumbs: Vec::new(),
        feed: None,
        og_type: "website",
        image: "https://test.example/assets/share.png".to_owned(),
        json_ld: String::new(),
        section: "",
        draft: false,
        embargo: None,
        notice: None,
    };
    (head, View::Missing(MissingView { links: Vec::new() }))
}

fn render(templates: &Templates, lang: Lang) -> Result<String, String> {
    let ((head, view), mut out) = (missing_page(), Vec::new());
    let done =
        templates.render(lang, &head, &Shared::new(&"a site that these templates do not look at"), &view, &mut out);
    let told = |n: Box<bilat::base::diag::Diagnostic>| {
        format!("{}:{} {} {}", n.place.file, n.place.span.start, n.code.0, n.message)
    };
    done.map_err(told).map(|()| String::from_utf8(out).expect("a page is UTF-8 text"))
}

#[test]
fn a_language_without_strings_has_one_hint() {
    let (templates, strings, told) = theme(&[("i18n/cs.toml", "[kind]\nquote = \"Citát\"\nqoute = \"\"\n")]);
    assert!(!templates.is_broken());
    assert_eq!((strings[2].get("kind.quote"), strings[2].get("kind.claim")), ("Citát", "Claim"));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().any(|t| t.starts_with("i18n/cs.toml:0 strings/missing ")), "{told:?}");
    assert!(told.iter().any(|t| t.contains("strings/unknown-key nothing shows a string `kind.qoute`")), "{told:?}");
}

#[test]
fn strings_follow_their_language() {
    let czech = "[count]\nstatements = { one = \"{n} výrok\", few = \"{n} výroky\", other = \"{n} výroků\" }\n";
    let (_, strings, _) = theme(&[("i18n/cs.toml", czech)]);
    let count = |lang: usize, n| strings[lang].count("count.statements", n);
    assert_eq!((count(0, 1), count(0, 1234)), ("1 statement".to_owned(), "1,234 statements".to_owned()));
    assert_eq!((count(1, 1), count(2, 3)), ("1条表述".to_owned(), "3 výroky".to_owned()));
    assert_eq!(count(2, 1_000_005), "1,000,005 výroků");
    assert_eq!(strings[0].fill("office.at", &[("title", "{org}"), ("org", "B")]), "{org}, B");
}

#[test]
fn dates_follow_their_language() {
    let (_, strings, _) = theme(&[]);
    let date = |text: &str| bilat::base::date::Date::parse(text).expect("a date");
    for (text, english, chinese) in [
        ("2025-07-05", "5 July 2025", "2025年7月5日"),
        ("2025-07", "July 2025", "2025年7月"),
        ("2025", "2025", "2025年"),
        ("2025-07-02/2025-07-04", "2–4 July 2025", "2025年7月2日至4日"),
        ("2025-06-30/2025-07-04", "30 June – 4 July 2025", "2025年6月30日至7月4日"),
        ("2024-12-30/2025-01-02", "30 December 2024 – 2 January 2025", "2024年12月30日至2025年1月2日"),
        ("2025-05/2025-07", "May–July 2025", "2025年5月至7月"),
        ("2023/2026", "2023–2026", "2023年至2026年"),
        ("2025/2025-07", "2025–July 2025", "2025年至2025年7月"),
        ("2025-07/2025-07", "July 2025", "2025年7月"),
    ] {
        assert_eq!((strings[0].date(date(text)).as_str(), strings[1].date(date(text)).as_str()), (english, chinese));
    }
}

#[test]
fn a_portal_replaces_a_template() {
    let own = "{{ page.title }} {{ t(key=\"kind.quote\") }} {{ count(key=\"count.people\", n=2) }} {{ 1234 | number }}";
    let (templates, _, told) = theme(&[("templates/404.html", own)]);
    assert_eq!(told.len(), 1, "only Czech is missing: {told:?}");
    assert_eq!(render(&templates, Lang(0)).as_deref(), Ok("None &amp; nothing Quote 2 people 1,234"));
    assert_eq!(render(&templates, Lang(1)).as_deref(), Ok("None &amp; nothing 引语 2人 1,234"));
}

#[test]
fn a_broken_template_says_where() {
    for (text, wanted) in [
        ("a {% if %}", "templates/404.html:8 template/syntax "),
        ("line\n{{ x | nothing }}", "templates/404.html:12 template/syntax unknown filter `nothing`"),
        (
            "{% extends \"none.html\" %}",
            "templates/404.html:0 template/syntax there is no template `none.html` to extend",
        ),
    ] {
        let (templates, _, told) = theme(&[("templates/404.html", text)]);
        assert!(templates.is_broken());
        assert!(told.iter().any(|t| t.starts_with(wanted)), "{told:?} for {text}");
    }
}

#[test]
fn a_template_that_fails_says_where() {
    for (text, wanted) in [
        ("{{ page.titel }}", "templates/404.html:8 template/render "),
        ("a {{ t(key=\"none\") }}", "templates/404.html:5 template/render there is no string `none` in `i18n/en.toml`"),
    ] {
        let (templates, _, _) = theme(&[("templates/404.html", text)]);
        let told = render(&templates, Lang(0)).expect_err("it fails");
        assert!(told.starts_with(wanted), "{told} for {text}");
    }
}
