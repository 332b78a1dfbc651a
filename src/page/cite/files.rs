//! A reference as reference managers read it: BibTeX, RIS, CSL-JSON. Writes texts, not files. Of a statement it leaves out what the
//! document's own entry says beside it.

use super::{Genre, Name, Reference};
use crate::base::date::Point;
use std::fmt::Write;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Text inside braces of BibTeX: what TeX would take for a command is written out.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '%' | '&' | '#' | '$' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// An address without the few signs that would end a field.
fn bare_url(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            c if c.is_whitespace() || c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// An entry of a `.bib` file; of a statement on one line, because a page has many of them.
pub fn bibtex(reference: &Reference) -> String {
    let kind = match reference.genre {
        Genre::News => "article",
        Genre::Report => "techreport",
        Genre::Page | Genre::Part => "misc",
    };
    let mut out = format!("@{kind}{{{}", reference.id);
    let is_part = reference.genre == Genre::Part;
    let (gap, is) = if is_part { (",", "=") } else { (",\n  ", " = ") };
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = write!(out, "{gap}{name}{is}{value}");
        }
    };
    let braced = |text: &str| if text.is_empty() { String::new() } else { format!("{{{}}}", tex(text)) };
    let whole = |text: &str| if text.is_empty() { String::new() } else { format!("{{{{{}}}}}", tex(text)) };
    let names = reference.authors.iter().map(|name| match name {
        Name::Person { family, given } => tex(&format!("{family}, {given}")),
        Name::Whole(name) => format!("{{{}}}", tex(name)),
    });
    let names: Vec<String> = names.collect();
    if !names.is_empty() {
        field("author", &format!("{{{}}}", names.join(" and ")));
    }
    field("title", &whole(&reference.title));
    let place = match reference.genre {
        Genre::News => "journal",
        Genre::Report => "institution",
        Genre::Page | Genre::Part => "howpublished",
    };
    match is_part {
        true => field(place, &braced(&format!("In: {}", reference.container))),
        false => field(place, &braced(&reference.outlet)),
    }
    if let Some(date) = reference.date {
        field("year", &format!("{{{}}}", date.year));
        field("month", MONTHS.get(usize::from(date.month).wrapping_sub(1)).copied().unwrap_or_default());
        field("day", &if date.day > 0 { format!("{{{}}}", date.day) } else { String::new() });
    }
    field("url", &format!("{{{}}}", bare_url(&reference.url)));
    field("urldate", &reference.accessed.map_or(String::new(), |d| format!("{{{d}}}")));
    field("note", &braced(&reference.note));
    if is_part {
        out.push_str("}\n");
        return out;
    }
    field("language", &braced(&reference.lang));
    out.push_str("\n}\n");
    out
}

/// A record of a `.ris` file; lines end as the format wants it.
pub fn ris(reference: &Reference) -> String {
    let kind = match reference.genre {
        Genre::News => "NEWS",
        Genre::Report => "RPRT",
        Genre::Page | Genre::Part => "ELEC",
    };
    let mut out = String::new();
    let mut line = |tag: &str, value: &str| {
        if !value.is_empty() {
            let flat: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let _ = write!(out, "{tag}  - {flat}\r\n");
        }
    };
    line("TY", kind);
    line("ID", &reference.id);
    for name in &reference.authors {
        match name {
            Name::Person { family, given } => line("AU", &format!("{family}, {given}")),
            Name::Whole(name) => line("AU", name),
        }
    }
    line("TI", &reference.title);
    match reference.genre {
        Genre::Part => line("T2", &reference.container),
        Genre::Report => line("PB", &reference.outlet),
        _ => line("T2", &reference.outlet),
    }
    let slashed = |d: Point| match (d.month, d.day) {
        (0, _) => format!("{:04}///", d.year),
        (month, 0) => format!("{:04}/{month:02}//", d.year),
        (month, day) => format!("{:04}/{month:02}/{day:02}/", d.year),
    };
    line("PY", &reference.date.map_or(String::new(), |d| format!("{:04}", d.year)));
    line("DA", &reference.date.map_or(String::new(), slashed));
    line("UR", &bare_url(&reference.url));
    line("Y2", &reference.accessed.map_or(String::new(), slashed));
    line("N1", &reference.note);
    line("LA", if reference.genre == Genre::Part { "" } else { &reference.lang });
    out.push_str("ER  - \r\n");
    out
}

/// A text as JSON.
fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn parts(date: Point) -> String {
    let parts = [date.year.to_string(), date.month.to_string(), date.day.to_string()];
    let known = 1 + usize::from(date.month > 0) + usize::from(date.month > 0 && date.day > 0);
    format!("{{\"date-parts\":[[{}]]}}", parts[..known].join(","))
}

/// One object of CSL-JSON.
pub fn csl(reference: &Reference) -> String {
    let kind = match reference.genre {
        Genre::News => "article-newspaper",
        Genre::Report => "report",
        Genre::Page | Genre::Part => "webpage",
    };
    let mut out = format!("{{\"id\":{},\"type\":\"{kind}\"", json(&reference.id));
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(out, ",\"{name}\":{value}");
        }
    };
    let some = |text: &str| (!text.is_empty()).then(|| json(text));
    let name = |name: &Name| match name {
        Name::Person { family, given } => format!("{{\"family\":{},\"given\":{}}}", json(family), json(given)),
        Name::Whole(name) => format!("{{\"literal\":{}}}", json(name)),
    };
    let names: Vec<String> = reference.authors.iter().map(name).collect();
    field("author", (!names.is_empty()).then(|| format!("[{}]", names.join(","))));
    field("title", some(&reference.title));
    match reference.genre {
        Genre::Part => field("container-title", some(&reference.container)),
        Genre::Report => field("publisher", some(&reference.outlet)),
        _ => field("container-title", some(&reference.outlet)),
    }
    field("issued", reference.date.map(parts));
    field("accessed", reference.accessed.map(parts));
    field("URL", some(&reference.url));
    field("note", some(&reference.note));
    field("language", some(&reference.lang).filter(|_| reference.genre != Genre::Part));
    out.push('}');
    out
}
