//! A reference in the styles of Chicago (17th edition, chapter 14, as in a bibliography), APA (7th edition, chapters 9 and 10) and
//! GB/T 7714-2015 (sections 4 and 8, appendix B). Only for the few kinds of documents that a portal has; titles are left as they are written.

use super::{Genre, Name, Reference};
use crate::base::date::Point;
use crate::base::fold::is_han;
use crate::base::html::{attr, href};
use crate::base::signs::{Quotations, ends_sentence};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// GB/T 7714 names at most three authors.
const MOST_IN_GBT: usize = 3;

/// Whether a text has Chinese characters.
pub fn is_chinese(text: &str) -> bool {
    text.chars().any(is_han)
}

/// The title of a whole work.
pub fn work(text: &str) -> String {
    format!("<cite>{}</cite>", attr(text))
}

/// A piece with a full stop, unless it ends with a sign that closes a sentence.
pub fn stopped(piece: &str) -> String {
    let bare = piece.strip_suffix("</cite>").unwrap_or(piece);
    let mut stopped = String::with_capacity(piece.len() + 1);
    stopped.push_str(piece);
    if !bare.ends_with(ends_sentence) {
        stopped.push('.');
    }
    stopped
}

/// Pieces one after the other, those that are empty left out, each closed.
fn sentences<const N: usize>(pieces: [String; N]) -> String {
    let full: Vec<String> = pieces.iter().filter(|p| !p.is_empty()).map(|p| stopped(p)).collect();
    full.join(" ")
}

/// The address as a link; nothing where there is none.
fn link(url: &str) -> String {
    if url.is_empty() { String::new() } else { format!("<a href=\"{}\">{}</a>", href(url), attr(url)) }
}

/// "July 5, 2025"; nothing without a date.
pub fn american(date: Option<Point>) -> String {
    let Some(date) = date else { return String::new() };
    let month = MONTHS.get(usize::from(date.month).wrapping_sub(1)).copied().unwrap_or_default();
    match (date.month, date.day) {
        (0, _) => date.year.to_string(),
        (_, 0) => format!("{month} {}", date.year),
        (_, day) => format!("{month} {day}, {}", date.year),
    }
}

fn list(names: &[String], last: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., end] => format!("{}{last}{end}", all.join(", ")),
    }
}

/// A title in quotation marks: the full stop belongs inside, and marks within marks are single ones.
pub fn in_marks(title: &str) -> String {
    let title = inner_marks(title);
    ["“", &*stopped(title.trim_end_matches([',', ';', ':', '，', '；', '：', '、'])), "”"].concat()
}

/// Text that stands within quotation marks: those in it become single ones.
pub fn inner_marks(text: &str) -> String {
    if !text.contains(['"', '“', '”', '„', '「', '」']) {
        return attr(text);
    }
    let mut quotations = Quotations::default();
    let single = |(at, sign): (usize, char)| {
        let opened_by = quotations.take(at, sign).and_then(|start| text[start..].chars().next());
        match (sign, opened_by) {
            ('“', Some('„')) => '‘',
            ('"' | '“' | '”' | '」', Some(_)) | ('”' | '」', None) => '’',
            ('"' | '“' | '「', None) => '‘',
            ('„', _) => '‚',
            (other, _) => other,
        }
    };
    attr(&text.char_indices().map(single).collect::<String>())
}

/// An author as Chicago has it: of the first the family name comes first; a name that begins with it stays as it is.
pub fn chicago_name(place: usize, name: &Name) -> String {
    match name {
        Name::Person { family, given, first: true } => attr(&format!("{family} {given}")),
        Name::Person { family, given, .. } if place == 0 => attr(&format!("{family}, {given}")),
        Name::Person { family, given, .. } => attr(&format!("{given} {family}")),
        Name::Whole(name) if place == 0 => attr(&capital(name)),
        Name::Whole(name) => attr(name),
    }
}

/// A text that begins something: with a capital letter.
pub fn capital(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().map_or(String::new(), |first| first.to_uppercase().collect());
    [&*first, rest.as_str()].concat()
}

/// Authors as Chicago lists them: of more than ten the first seven.
pub fn chicago_names(mut names: Vec<String>) -> String {
    if names.len() <= 10 {
        return list(&names, ", and ");
    }
    names.truncate(7);
    format!("{}, et al", names.join(", "))
}

/// Chicago: with an author, `Author. “Title.” Outlet, Date. URL.`; without one the outlet stands first.
pub fn chicago(reference: &Reference) -> String {
    let authors = chicago_names(reference.authors.iter().enumerate().map(|(i, name)| chicago_name(i, name)).collect());
    let title = match reference.genre {
        Genre::Report => work(&reference.title),
        _ => in_marks(&reference.title),
    };
    let outlet = match reference.genre {
        Genre::News if !reference.outlet.is_empty() => work(&reference.outlet),
        _ => attr(&reference.outlet),
    };
    let date = match reference.genre {
        Genre::Report => reference.date.map_or(String::new(), |d| d.year.to_string()),
        _ => american(reference.date),
    };
    let read = match reference.date {
        None if reference.accessed.is_some() => format!("Accessed {}", american(reference.accessed)),
        _ => String::new(),
    };
    let title = title.strip_suffix('”').map_or_else(|| stopped(&title), |inside| format!("{inside}”"));
    let head = if authors.is_empty() { stopped_or_empty(&outlet) } else { stopped(&authors) };
    let place = match (authors.is_empty() || outlet.is_empty(), date.is_empty()) {
        (true, _) => date,
        (false, true) => outlet,
        (false, false) => format!("{outlet}, {date}"),
    };
    let tail = sentences([place, read, link(&reference.url)]);
    joined([head, title, tail])
}

/// Pieces that are closed, one after the other, those that are empty left out.
pub fn joined<const N: usize>(pieces: [String; N]) -> String {
    pieces.iter().filter(|p| !p.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Like `stopped`; nothing stays nothing.
pub fn stopped_or_empty(piece: &str) -> String {
    if piece.is_empty() { String::new() } else { stopped(piece) }
}

/// "Jean-Luc" as "J.-L." or "J L".
fn initials(given: &str, dot: &str, between: &str, hyphen: &str) -> String {
    let word = |word: &str| {
        let parts = word.split('-').filter_map(|p| p.chars().next());
        parts.map(|c| format!("{}{dot}", c.to_uppercase())).collect::<Vec<_>>().join(hyphen)
    };
    given.split_whitespace().map(word).collect::<Vec<_>>().join(between)
}

/// Authors as APA lists them: of more than twenty the first nineteen and the last.
pub fn apa_names(authors: &[Name]) -> String {
    let named = |(place, name): (usize, &Name)| match name {
        Name::Person { family, given, .. } => attr(&format!("{family}, {}", initials(given, ".", " ", "-"))),
        Name::Whole(name) if place == 0 => attr(&capital(name)),
        Name::Whole(name) => attr(name),
    };
    let names: Vec<String> = authors.iter().enumerate().map(named).collect();
    match names.len() {
        0..=20 => list(&names, ", &amp; "),
        n => format!("{}, . . . {}", names[..19].join(", "), names[n - 1]),
    }
}

/// "2025, May 13" and "n.d." as APA has them.
pub fn apa_date(genre: Genre, date: Option<Point>) -> String {
    match (genre, date) {
        (_, None) => "n.d.".to_owned(),
        (Genre::Report, Some(date)) => date.year.to_string(),
        (_, Some(date)) => match (date.month, date.day) {
            (0, _) => date.year.to_string(),
            (month, 0) => format!("{}, {}", date.year, MONTHS[usize::from(month) - 1]),
            (month, day) => format!("{}, {} {day}", date.year, MONTHS[usize::from(month) - 1]),
        },
    }
}

/// APA: `Author. (Date). Title. Outlet. URL`; without an author the outlet, or for the press the title, stands first.
pub fn apa(reference: &Reference) -> String {
    let authors = apa_names(&reference.authors);
    let date = format!("({}).", apa_date(reference.genre, reference.date));
    let press = reference.genre == Genre::News;
    let title = if press { attr(&reference.title) } else { work(&reference.title) };
    // A publisher who is the author is not named twice.
    let is_author = reference.authors == [Name::Whole(reference.outlet.clone())];
    let outlet = match (reference.outlet.is_empty() || is_author, press) {
        (true, _) => String::new(),
        (false, true) => work(&reference.outlet),
        (false, false) => attr(&reference.outlet),
    };
    let url = link(&reference.url);
    let head = match (authors.is_empty(), press || outlet.is_empty()) {
        (false, _) => format!("{} {date} {}", stopped(&authors), sentences([title, outlet])),
        (true, true) => joined([stopped(&title), date, stopped_or_empty(&outlet)]),
        (true, false) => format!("{} {date} {}", stopped(&outlet), stopped(&title)),
    };
    joined([head, url])
}

/// Authors as GB/T 7714 lists them.
pub fn gbt_names(authors: &[Name]) -> String {
    let named = |name: &Name| match name {
        // A Chinese given name has an initial for each character, which only its characters tell: it stands whole.
        Name::Person { family, given, first: true } => format!("{} {given}", family.to_uppercase()),
        Name::Person { family, given, .. } => format!("{} {}", family.to_uppercase(), initials(given, "", " ", " ")),
        Name::Whole(name) => name.clone(),
    };
    let mut names: Vec<String> = authors.iter().take(MOST_IN_GBT).map(named).collect();
    if authors.len() > MOST_IN_GBT {
        let chinese = names.iter().any(|n| is_chinese(n));
        names.push(if chinese { "等" } else { "et al" }.to_owned());
    }
    names.join(", ")
}

/// GB/T 7714: `Author. Title[N/OL]. Outlet, Date[Read]. URL.` for the press, else `Author. Title[EB/OL]. (Date)[Read]. URL.`
pub fn gbt(reference: &Reference) -> String {
    let press = reference.genre == Genre::News;
    let authors = match (reference.authors.is_empty(), press) {
        (true, false) => reference.outlet.clone(),
        _ => gbt_names(&reference.authors),
    };
    let code = match reference.genre {
        Genre::News => "N",
        Genre::Report => "R",
        Genre::Page | Genre::Part => "EB",
    };
    // What is cited without an address was not read online.
    let carrier = if reference.url.is_empty() { "" } else { "/OL" };
    let title = format!("{}[{code}{carrier}]", reference.title);
    let date = reference.date.map_or(String::new(), |d| d.to_string());
    let read = reference.accessed.map_or(String::new(), |d| format!("[{d}]"));
    let place = match (press, reference.outlet.is_empty(), date.is_empty()) {
        (true, false, false) => format!("{}, {date}{read}", reference.outlet),
        (true, false, true) => format!("{}{read}", reference.outlet),
        (_, _, false) => format!("({date}){read}"),
        (_, _, true) => read,
    };
    let words = sentences([authors, title, place]);
    let url = link(&reference.url);
    joined([attr(&words), if url.is_empty() { url } else { url + "." }])
}
