//! A reference as reference managers read it: BibTeX, RIS, CSL-JSON. Writes texts, not files. Of a statement it leaves out what the
//! document's own entry says beside it.

use super::{Genre, Name, Reference};
use crate::base::date::Point;
use std::borrow::Cow;
use std::fmt::Write;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Adds a text in which signs stand for others, none of them a letter or digit of ASCII; all between two of them is copied at once.
fn replaced(out: &mut String, text: &str, is_special: impl Fn(char) -> bool, write: impl Fn(&mut String, char)) {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| !c.is_ascii_alphanumeric() && is_special(c)) {
        out.push_str(&rest[..at]);
        let mut signs = rest[at..].chars();
        if let Some(sign) = signs.next() {
            write(out, sign);
        }
        rest = signs.as_str();
    }
    out.push_str(rest);
}

/// Text inside braces of BibTeX: what TeX would take for a command is written out.
fn tex(out: &mut String, text: &str) {
    let is_special = |c: char| {
        matches!(c, '\\' | '~' | '^' | '{' | '}' | '%' | '&' | '#' | '$' | '_') || c.is_whitespace() && c != ' '
    };
    replaced(out, text, is_special, |out, c| match c {
        '\\' => out.push_str("\\textbackslash{}"),
        '~' => out.push_str("\\textasciitilde{}"),
        '^' => out.push_str("\\textasciicircum{}"),
        // BibTeX counts braces, with a backslash before them too.
        '{' => out.push_str("\\textbraceleft{}"),
        '}' => out.push_str("\\textbraceright{}"),
        c if c.is_whitespace() => out.push(' '),
        c => out.extend(['\\', c]),
    });
}

/// An address without the few signs that would end a field.
fn bare_url(out: &mut String, url: &str) {
    let is_special = |c: char| matches!(c, '{' | '}' | '\\') || c.is_whitespace() || c.is_control();
    replaced(out, url, is_special, |out, c| match c {
        '{' => out.push_str("%7B"),
        '}' => out.push_str("%7D"),
        '\\' => out.push_str("%5C"),
        _ => {}
    });
}

/// Adds a field of BibTeX, if `write` writes anything between the braces that are given.
struct Bibtex<'a> {
    out: &'a mut String,
    gap: &'static str,
    is: &'static str,
}

impl Bibtex<'_> {
    fn field(&mut self, name: &str, braces: (&str, &str), write: impl FnOnce(&mut String)) {
        let before = self.out.len();
        for part in [self.gap, name, self.is, braces.0] {
            self.out.push_str(part);
        }
        let begun = self.out.len();
        write(self.out);
        match self.out.len() == begun {
            true => self.out.truncate(before),
            false => self.out.push_str(braces.1),
        }
    }
}

fn tex_name(out: &mut String, name: &Name) {
    match name {
        Name::Person { family, given, .. } => {
            tex(out, family);
            out.push_str(", ");
            tex(out, given);
        }
        Name::Whole(name) => {
            out.push('{');
            tex(out, name);
            out.push('}');
        }
    }
}

/// Its authors; of a report or another text that nobody signed whoever published it.
fn authors(reference: &Reference) -> Cow<'_, [Name]> {
    let is_unsigned = reference.authors.is_empty() && !reference.outlet.is_empty();
    match (is_unsigned, reference.genre) {
        (true, Genre::Report | Genre::Page) => Cow::from(vec![Name::Whole(reference.outlet.clone())]),
        _ => Cow::from(&reference.authors),
    }
}

/// What it is part of: a statement of its document, a document of what its outlet publishes. Who has signed it is not named again, but for
/// the institution that a report must have.
fn within(reference: &Reference) -> &str {
    match reference.genre {
        Genre::Part => &reference.container,
        Genre::Page if reference.authors.is_empty() => "",
        _ => &reference.outlet,
    }
}

fn number(out: &mut String, n: impl std::fmt::Display) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{n}");
}

/// Adds an entry of a `.bib` file; of a statement on one line, because a page has many of them.
pub fn bibtex(out: &mut String, reference: &Reference) {
    let (kind, place) = match reference.genre {
        Genre::News => ("article", "journal"),
        Genre::Report => ("techreport", "institution"),
        Genre::Page | Genre::Part => ("misc", "howpublished"),
    };
    for part in ["@", kind, "{", &reference.id] {
        out.push_str(part);
    }
    let is_part = reference.genre == Genre::Part;
    let (gap, is) = if is_part { (",", "=") } else { (",\n  ", " = ") };
    let mut entry = Bibtex { out, gap, is };
    let braces = ("{", "}");
    entry.field("author", braces, |out| {
        for (i, name) in authors(reference).iter().enumerate() {
            out.push_str(if i > 0 { " and " } else { "" });
            tex_name(out, name);
        }
    });
    entry.field("title", ("{{", "}}"), |out| tex(out, &reference.title));
    entry.field(place, if is_part { ("{In: ", "}") } else { braces }, |out| tex(out, within(reference)));
    if let Some(date) = reference.date {
        entry.field("year", braces, |out| number(out, date.year));
        let month = MONTHS.get(usize::from(date.month).wrapping_sub(1)).copied().unwrap_or_default();
        entry.field("month", ("", ""), |out| out.push_str(month));
        if date.day > 0 {
            entry.field("day", braces, |out| number(out, date.day));
        }
    }
    entry.field("url", braces, |out| bare_url(out, &reference.url));
    if let Some(date) = reference.accessed {
        entry.field("urldate", braces, |out| number(out, date));
    }
    entry.field("note", braces, |out| tex(out, &reference.note));
    if is_part {
        return out.push_str("}\n");
    }
    entry.field("language", braces, |out| tex(out, &reference.lang));
    out.push_str("\n}\n");
}

/// Adds a line of RIS; lines end as the format wants it.
fn line(out: &mut String, tag: &str, write: impl FnOnce(&mut String)) {
    let before = out.len();
    out.push_str(tag);
    out.push_str("  - ");
    let begun = out.len();
    write(out);
    match out.len() == begun {
        true => out.truncate(before),
        false => out.push_str("\r\n"),
    }
}

fn flat(out: &mut String, text: &str) {
    let ends_line = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    replaced(out, text, ends_line, |out, _| out.push(' '));
}

fn slashed(out: &mut String, date: Option<Point>) {
    let Some(d) = date else { return };
    let _ = match (d.month, d.day) {
        (0, _) => write!(out, "{:04}///", d.year),
        (month, 0) => write!(out, "{:04}/{month:02}//", d.year),
        (month, day) => write!(out, "{:04}/{month:02}/{day:02}/", d.year),
    };
}

/// Adds a record of a `.ris` file.
pub fn ris(out: &mut String, reference: &Reference) {
    let (kind, place) = match reference.genre {
        Genre::News => ("NEWS", "T2"),
        Genre::Report => ("RPRT", "PB"),
        Genre::Page | Genre::Part => ("ELEC", "T2"),
    };
    line(out, "TY", |out| out.push_str(kind));
    line(out, "ID", |out| flat(out, &reference.id));
    for name in authors(reference).iter() {
        line(out, "AU", |out| match name {
            Name::Person { family, given, .. } => {
                flat(out, family);
                out.push_str(", ");
                flat(out, given);
            }
            // A comma would make a family name of what stands before it.
            Name::Whole(name) => flat(out, &name.replace(',', "")),
        });
    }
    line(out, "TI", |out| flat(out, &reference.title));
    line(out, place, |out| flat(out, within(reference)));
    if let Some(date) = reference.date {
        line(out, "PY", |out| number(out, format_args!("{:04}", date.year)));
    }
    line(out, "DA", |out| slashed(out, reference.date));
    line(out, "UR", |out| bare_url(out, &reference.url));
    line(out, "Y2", |out| slashed(out, reference.accessed));
    line(out, "N1", |out| flat(out, &reference.note));
    if reference.genre != Genre::Part {
        line(out, "LA", |out| flat(out, &reference.lang));
    }
    out.push_str("ER  - \r\n");
}

/// Adds a text as JSON.
fn json(out: &mut String, text: &str) {
    out.push('"');
    replaced(
        out,
        text,
        |c| matches!(c, '"' | '\\') || c < ' ',
        |out, c| match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c => number(out, format_args!("\\u{:04x}", c as u32)),
        },
    );
    out.push('"');
}

/// Adds a field of an object that has one already.
fn json_field(out: &mut String, name: &str, write: impl FnOnce(&mut String)) {
    for part in [",\"", name, "\":"] {
        out.push_str(part);
    }
    write(out);
}

fn json_text(out: &mut String, name: &str, text: &str) {
    if !text.is_empty() {
        json_field(out, name, |out| json(out, text));
    }
}

fn json_date(out: &mut String, name: &str, date: Option<Point>) {
    let Some(date) = date else { return };
    json_field(out, name, |out| {
        let known = 1 + usize::from(date.month > 0) + usize::from(date.month > 0 && date.day > 0);
        out.push_str("{\"date-parts\":[[");
        for (i, part) in [date.year, i16::from(date.month), i16::from(date.day)][..known].iter().enumerate() {
            out.push_str(if i > 0 { "," } else { "" });
            number(out, part);
        }
        out.push_str("]]}");
    });
}

fn json_name(out: &mut String, name: &Name) {
    match name {
        Name::Person { family, given, .. } => {
            out.push_str("{\"family\":");
            json(out, family);
            json_field(out, "given", |out| json(out, given));
        }
        Name::Whole(name) => {
            out.push_str("{\"literal\":");
            json(out, name);
        }
    }
    out.push('}');
}

/// Adds one object of CSL-JSON.
pub fn csl(out: &mut String, reference: &Reference) {
    let (kind, place) = match reference.genre {
        Genre::News => ("article-newspaper", "container-title"),
        Genre::Report => ("report", "publisher"),
        Genre::Page | Genre::Part => ("webpage", "container-title"),
    };
    out.push_str("{\"id\":");
    json(out, &reference.id);
    json_text(out, "type", kind);
    let authors = authors(reference);
    if !authors.is_empty() {
        json_field(out, "author", |out| {
            for (i, name) in authors.iter().enumerate() {
                out.push(if i > 0 { ',' } else { '[' });
                json_name(out, name);
            }
            out.push(']');
        });
    }
    json_text(out, "title", &reference.title);
    json_text(out, place, within(reference));
    json_date(out, "issued", reference.date);
    json_date(out, "accessed", reference.accessed);
    json_text(out, "URL", &reference.url);
    json_text(out, "note", &reference.note);
    if reference.genre != Genre::Part {
        json_text(out, "language", &reference.lang);
    }
    out.push('}');
}
