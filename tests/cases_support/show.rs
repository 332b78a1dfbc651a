//! Prints what a site says as lines of text that a case can hold. Does not decide what is right.

use super::run::Made;
use bilat::base::diag::Diagnostic;
use bilat::base::path::OutPath;
use bilat::entity::{ItemId, Speaker};
use bilat::input::File;
use bilat::model::StatementId;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The lines that an `expect` block should hold.
pub fn expected(words: &[String], made: &Made, before: Option<&BTreeMap<OutPath, Vec<u8>>>) -> String {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["diagnostics"] => diagnostics(made),
        ["addresses"] => made.outputs.keys().fold(String::new(), |s, p| s + p.as_str() + "\n"),
        ["addresses", prefix] => {
            let own = made.outputs.keys().filter(|p| p.as_str().starts_with(prefix));
            own.fold(String::new(), |s, p| s + p.as_str() + "\n")
        }
        ["page", path] => bytes(made, path),
        ["text", path] => text_of(&bytes(made, path)),
        ["view", path, ref fields @ ..] => view(made, path, fields),
        ["model.statements"] => statements(made),
        ["model.appearances"] => appearances(made),
        ["changed"] => changed(made, before),
        ["nowhere", ref words @ ..] => nowhere(made, words),
        _ => format!("not an expectation: {words:?}\n"),
    }
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

/// The words of a page, without its tags.
fn text_of(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|l| !l.is_empty());
    lines.fold(String::new(), |s, l| s + l + "\n")
}

fn diagnostics(made: &Made) -> String {
    let mut out = String::new();
    for note in &made.notes {
        line(&mut out, note, made);
    }
    out
}

fn line(out: &mut String, note: &Diagnostic, made: &Made) {
    let source = match made.inputs.files.get(&note.place.file) {
        Some(File::Text { bytes, .. }) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    };
    let before = source.get(..note.place.span.range().start).unwrap_or("");
    let row = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    let words = note.place.span.of(&source).replace('\n', "⏎");
    let words: String = words.chars().take(60).collect();
    let _ = writeln!(out, "{}:{row}:{column} {} {}: {}", note.place.file, note.severity.word(), note.code.0, note.message);
    if !words.is_empty() {
        let _ = writeln!(out, "    at `{words}`");
    }
    for hint in &note.hints {
        let _ = writeln!(out, "    hint: {hint}");
    }
    if let Some(fix) = &note.fix {
        let word = if fix.safe { "fix" } else { "suggestion" };
        let _ = writeln!(out, "    {word}: `{}` becomes `{}`", fix.place.span.of(&source), fix.text);
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
        Value::String(text) => lines.push((path.to_owned(), text.trim_end().replace('\n', "⏎"))),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, v)| flatten(&format!("{path}[{i}]"), v, lines)),
        Value::Object(map) => map.iter().for_each(|(k, v)| {
            let name = if path.is_empty() { k.clone() } else { format!("{path}.{k}") };
            flatten(&name, v, lines);
        }),
    }
}

fn name(made: &Made, id: ItemId) -> String {
    made.site.pages().model.registry.path_of(id)
}

fn speaker(made: &Made, speaker: Speaker) -> String {
    match speaker {
        Speaker::Item(id) => name(made, id),
        Speaker::Side(side) => format!("side:{}", made.site.pages().config.sides[side.0 as usize].id),
    }
}

fn statements(made: &Made) -> String {
    let pages = made.site.pages();
    let mut out = String::new();
    for (i, s) in pages.model.statements.iter().enumerate() {
        let words = pages.desk(s.words[0].0, |desk| desk.words(s).0).value;
        let _ = writeln!(out, "{}#{} {} “{words}”", name(made, s.document), s.sid, s.kind.word());
        let mut fact = |key: &str, value: String| {
            if !value.is_empty() {
                let _ = writeln!(out, "    {key}: {value}");
            }
        };
        let join = |all: Vec<String>| all.join(", ");
        let side = |id: &bilat::input::config::SideId| pages.config.sides[id.0 as usize].id.clone();
        fact("by", join(s.voices.iter().map(|v| {
            let office = v.office.map_or(String::new(), |o| format!(" (office {})", o + 1));
            let side = v.side.as_ref().map_or(" of no side".to_owned(), |s| format!(" of {}", side(s)));
            format!("{}{office}{side}", speaker(made, v.speaker))
        }).collect()));
        fact("to", join(s.to.iter().map(|t| speaker(made, *t)).collect()));
        fact("as", s.described.clone().unwrap_or_default());
        fact("themes", join(s.themes.iter().map(|t| name(made, *t)).collect()));
        fact("stance", s.stance.map_or(String::new(), |v| v.word().to_owned()));
        fact("on", join(s.on.iter().map(|(t, p)| format!("{}/{p}", name(made, *t))).collect()));
        fact("said", format!("{}{}", s.said, if s.reported { " (reported)" } else { "" }));
        fact("event", s.event.map_or(String::new(), |e| name(made, e)));
        fact("via", format!("{:?}", s.via).replace("Document", ""));
        fact("value", s.value.as_ref().map_or(String::new(), |(v, u)| format!("{v} {}", u.clone().unwrap_or_default())));
        fact("as of", s.as_of.map_or(String::new(), |d| d.to_string()));
        fact("due", s.due.map_or(String::new(), |d| d.to_string()));
        fact("editions", if s.words.len() > 1 { s.words.len().to_string() } else { String::new() });
        let history = bilat::model::status::history(&pages.model, StatementId(i as u32));
        fact("status", join(history.iter().map(|h| format!("{} {}", h.date, h.status)).collect()));
    }
    out
}

fn appearances(made: &Made) -> String {
    let mut out = String::new();
    for a in &made.site.pages().model.appearances {
        let _ = writeln!(out, "{} {:?} in {}", name(made, a.item), a.role, name(made, a.document));
    }
    out
}

fn changed(made: &Made, before: Option<&BTreeMap<OutPath, Vec<u8>>>) -> String {
    let Some(before) = before else { return "nothing was made before\n".to_owned() };
    let mut out = String::new();
    let all: std::collections::BTreeSet<&OutPath> = before.keys().chain(made.outputs.keys()).collect();
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

/// Says where any of some words stands in any output, and whether a copied file's name has it.
fn nowhere(made: &Made, words: &[&str]) -> String {
    let mut out = String::new();
    for (path, bytes) in &made.outputs {
        let text = String::from_utf8_lossy(bytes);
        for word in words.iter().filter(|w| text.contains(**w) || path.as_str().contains(**w)) {
            let _ = writeln!(out, "{word} is in {path}");
        }
    }
    out
}
