//! Prints what a site says as lines of text that a case can hold. Does not decide what is right.

use super::run::{Made, make};
use super::tables;
use bilat::base::diag::Diagnostic;
use bilat::base::path::{OutPath, SourcePath};
use bilat::edit::fix;
use bilat::input::{File, Inputs};
use bilat::pipeline::Memos;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The lines that an `expect` block should hold.
pub fn expected(words: &[String], made: &Made, before: Option<&Made>) -> String {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["diagnostics"] => diagnostics(made, ""),
        ["diagnostics", prefix] => diagnostics(made, prefix),
        ["codes"] => codes(made),
        ["fixed", path] => fixed(made, path),
        ["body", path] => tables::body(made, path),
        ["addresses"] => addresses(made, ""),
        ["addresses", prefix] => addresses(made, prefix),
        ["page", path] => bytes(made, path),
        ["text", path] => text_of(&bytes(made, path)),
        ["lines", path, ref words @ ..] => lines(&bytes(made, path), words),
        ["view", path, ref fields @ ..] => view(made, path, fields),
        ["model.statements"] => tables::statements(made, ""),
        ["model.statements", prefix] => tables::statements(made, prefix),
        ["model.appearances"] => tables::appearances(made),
        ["model.readouts"] => tables::readouts(made),
        ["changed"] => changed(made, before),
        ["remade"] => remade(made, before),
        ["nowhere", ref words @ ..] => nowhere(made, words),
        _ => format!("not an expectation: {words:?}\n"),
    }
}

/// Whether an output belongs to the built-in theme, whose bytes no case is about.
fn of_theme(path: &OutPath) -> bool {
    path.as_str().starts_with("assets/theme.")
}

fn addresses(made: &Made, prefix: &str) -> String {
    let own = made.outputs.keys().filter(|p| p.as_str().starts_with(prefix) && !of_theme(p));
    own.fold(String::new(), |s, p| s + p.as_str() + "\n")
}

fn bytes(made: &Made, path: &str) -> String {
    let path = OutPath::of_address(path);
    match made.outputs.get(&path) {
        Some(bytes) => {
            let mut text = String::from_utf8_lossy(bytes).into_owned();
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text
        }
        None => "no such page\n".to_owned(),
    }
}

/// The lines that have one of the words in them.
fn lines(text: &str, words: &[&str]) -> String {
    let own = text.lines().filter(|line| words.iter().any(|word| line.contains(word)));
    own.fold(String::new(), |s, line| s + line + "\n")
}

/// The words of a page, without its tags and what stands before its `main` element.
fn text_of(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html.find("<main").map_or(html, |at| &html[at..]);
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|l| !l.is_empty());
    lines.fold(String::new(), |s, l| s + l + "\n")
}

fn diagnostics(made: &Made, prefix: &str) -> String {
    let mut out = String::new();
    for note in made.notes.iter().filter(|n| n.place.file.as_str().starts_with(prefix)) {
        line(&mut out, note, made);
    }
    out
}

fn codes(made: &Made) -> String {
    let mut out = String::new();
    for note in &made.notes {
        let (row, column) = place(note, &source(made, &note.place.file));
        let _ = writeln!(out, "{}:{row}:{column} {} {}", note.place.file, note.severity.word(), note.code.0);
    }
    out
}

fn source(made: &Made, file: &SourcePath) -> String {
    match made.inputs.files.get(file) {
        Some(File::Text { bytes, .. }) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    }
}

fn place(note: &Diagnostic, source: &str) -> (usize, usize) {
    let before = source.get(..note.place.span.range().start).unwrap_or("");
    (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or("").chars().count() + 1)
}

fn line(out: &mut String, note: &Diagnostic, made: &Made) {
    let source = source(made, &note.place.file);
    let (row, column) = place(note, &source);
    let words = note.place.span.of(&source).replace('\n', "⏎").replace('\r', "␍").replace('\0', "␀");
    let words: String = words.chars().take(60).collect();
    let _ =
        writeln!(out, "{}:{row}:{column} {} {}: {}", note.place.file, note.severity.word(), note.code.0, note.message);
    if !words.is_empty() {
        let _ = writeln!(out, "    at `{words}`");
    }
    for hint in &note.hints {
        let _ = writeln!(out, "    hint: {hint}");
    }
    if let Some(fix) = &note.fix {
        let word = if fix.safe { "fix" } else { "suggestion" };
        let text = fix.text.replace('\n', "⏎");
        let _ = writeln!(out, "    {word}: `{}` becomes `{text}`", fix.place.span.of(&source));
    }
}

/// A file after all safe fixes.
fn fixed(made: &Made, path: &str) -> String {
    let mut inputs: Inputs = made.inputs.clone();
    fix::settle(&mut inputs, |inputs| make(inputs, &mut Memos::default(), 1).notes);
    match inputs.files.get(&SourcePath::new(path)) {
        Some(File::Text { bytes, .. }) => String::from_utf8_lossy(bytes).into_owned(),
        _ => "no such file\n".to_owned(),
    }
}

/// A view as `path = value` lines; empty values are left out. With fields, only those at or below them.
fn view(made: &Made, path: &str, fields: &[&str]) -> String {
    let path = OutPath::of_address(path);
    let pages = made.site.pages();
    let Some(route) = pages.routes.get(&path) else { return "no such page\n".to_owned() };
    let (head, view) = pages.view(route).value;
    let mut lines = Vec::new();
    flatten("head", &serde_json::to_value(&head).expect("a head is plain data"), &mut lines);
    flatten("", &serde_json::to_value(&view).expect("a view is plain data"), &mut lines);
    let wanted = |name: &str| {
        let bare: String = name.split('[').map(|p| p.split_once(']').map_or(p, |(_, rest)| rest)).collect();
        fields.iter().any(|f| bare == *f || bare.starts_with(&format!("{f}.")))
    };
    let shown = lines.iter().filter(|(name, _)| (fields.is_empty() && !name.starts_with("head")) || wanted(name));
    shown.fold(String::new(), |s, (name, value)| s + name + " = " + value + "\n")
}

fn flatten(path: &str, value: &serde_json::Value, lines: &mut Vec<(String, String)>) {
    use serde_json::Value;
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Bool(true) => lines.push((path.to_owned(), "yes".to_owned())),
        Value::Number(n) => lines.push((path.to_owned(), n.to_string())),
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => lines.push((path.to_owned(), spaces(text))),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, v)| flatten(&format!("{path}[{i}]"), v, lines)),
        Value::Object(map) => map.iter().for_each(|(k, v)| {
            let name = if path.is_empty() { k.clone() } else { format!("{path}.{k}") };
            flatten(&name, v, lines);
        }),
    }
}

/// A text on one line, with a space at its end made visible.
fn spaces(text: &str) -> String {
    let text = text.trim_end_matches('\n').replace('\n', "⏎");
    match text.strip_suffix(' ') {
        Some(rest) => format!("{rest}␠"),
        None => text,
    }
}

fn changed(made: &Made, before: Option<&Made>) -> String {
    let Some(before) = before else { return "nothing was made before\n".to_owned() };
    let mut out = String::new();
    let before = &before.outputs;
    let all: BTreeSet<&OutPath> = before.keys().chain(made.outputs.keys()).collect();
    for path in all {
        let word = match (before.get(path), made.outputs.get(path)) {
            (None, Some(_)) => "new",
            (Some(_), None) => "gone",
            (Some(a), Some(b)) if a != b => "changed",
            _ => continue,
        };
        let _ = writeln!(out, "{word} {path}");
    }
    out
}

/// What a build would make, because it was not there or may have changed.
fn remade(made: &Made, before: Option<&Made>) -> String {
    let Some(before) = before else { return "nothing was made before\n".to_owned() };
    let remade = made.keys.iter().filter(|(path, key)| before.keys.get(path) != Some(key));
    remade.fold(String::new(), |s, (path, _)| s + path.as_str() + "\n")
}

/// Says where any of some words stands in any output, and whether a copied file's name has it.
fn nowhere(made: &Made, words: &[&str]) -> String {
    let mut out = String::new();
    for (path, bytes) in made.outputs.iter().filter(|(path, _)| !of_theme(path)) {
        let text = String::from_utf8_lossy(bytes);
        for word in words.iter().map(|w| w.replace('_', " ")) {
            if text.contains(&word) || path.as_str().contains(&word) {
                let _ = writeln!(out, "{word} is in {path}");
            }
        }
    }
    out
}
