//! A statement in the three styles, as an item in the document that holds it: Chicago (17th edition, 14.211 for who speaks, identified in
//! brackets, and 14.260 for words known from somebody else's report), APA (7th edition, 9.21 and 9.22 for what it is, in square brackets)
//! and GB/T 7714-2015 (4.2 for an item in a source, after `//`; 4.1 for a second responsibility). Words that are not verbatim get no
//! quotation marks. Leaves out the address, which all styles have at their end.

use super::Reference;
use super::styles::*;
use crate::base::date::Point;
use crate::base::html::attr;
use crate::base::signs::is_quotation_mark;
use crate::parse::keys::MarkKind;
use std::borrow::Cow;

/// A statement as something to cite.
#[derive(Clone, Debug)]
pub struct Quoted {
    /// Its speakers, the beginning of its words, the day it was said, the document and the portal.
    pub reference: Reference,
    /// What it is.
    pub kind: MarkKind,
    /// The office of each speaker on that day; may be empty.
    pub offices: Vec<String>,
    /// When the document that holds it was published.
    pub container_date: Option<Point>,
    /// By whom it is reported; may be empty.
    pub via: String,
    /// When that was published.
    pub via_date: Option<Point>,
    /// Whether its date is only that of the document.
    pub reported: bool,
    /// The tag of its words' language, where that is not the page's.
    pub words_lang: Option<String>,
}

impl Quoted {
    /// In all styles.
    pub fn styles(&self) -> Vec<String> {
        let via = self.via();
        vec![self.chicago(&via), self.apa(&via), self.gbt()]
    }

    /// The words as HTML; `verbatim` sets a piece of text for those that are.
    fn words(&self, verbatim: impl Fn(&str) -> String) -> String {
        let title = &self.reference.title;
        let shown = match self.kind == MarkKind::Quote {
            true => verbatim(bare(&in_one(title))),
            false => attr(title),
        };
        match &self.words_lang {
            Some(lang) => format!("<span lang=\"{}\">{shown}</span>", attr(lang)),
            None => shown,
        }
    }

    /// "as reported by Daily Paper, May 13, 2025", or nothing where the words are the document's own.
    fn via(&self) -> String {
        if self.via.is_empty() {
            return String::new();
        }
        let (outlet, date) = (attr(&self.via), american(self.via_date));
        let word = if self.via.starts_with(REPORT) { "as told in " } else { "as reported by " };
        [word, &*outlet, if date.is_empty() { "" } else { ", " }, &*date].concat()
    }

    /// "In “Document.” Publisher."; who is named as the one that reports the words is not named again.
    fn within(&self, document: String) -> String {
        match self.via == self.reference.outlet {
            true => ["In ", &*document].concat(),
            false => ["In ", &*document, " ", &*stopped(&attr(&self.reference.outlet))].concat(),
        }
    }

    /// `Speaker (Office). “Words.” Date, as reported by Outlet, Date. In “Document.” Portal.`
    fn chicago(&self, via: &str) -> String {
        let it = &self.reference;
        let named = it.authors.iter().enumerate().map(|(i, name)| match self.offices.get(i).map(String::as_str) {
            None | Some("") => chicago_name(i, name),
            Some(office) => format!("{} ({})", chicago_name(i, name), attr(office)),
        });
        let words = match self.kind {
            MarkKind::Quote => self.words(in_marks),
            kind => stopped(&format!("{} ({})", self.words(attr), kind.word())),
        };
        let date = match (american(it.date), self.reported, self.via.is_empty()) {
            (_, true, false) => String::new(),
            (date, true, true) if !date.is_empty() => format!("reported {date}"),
            (date, ..) => date,
        };
        let comma = if date.is_empty() || via.is_empty() { "" } else { ", " };
        let place = capital(&[&*date, comma, via].concat());
        let within = self.within(in_marks(&it.container));
        joined([stopped_or_empty(&chicago_names(named.collect())), words, stopped_or_empty(&place), within])
    }

    /// `Speaker (Date). “Words” [Quotation; as reported by Outlet, Date]. In Document. Portal.`
    fn apa(&self, via: &str) -> String {
        let it = &self.reference;
        let kind = match self.kind {
            MarkKind::Quote => "Quotation".to_owned(),
            kind => capital(kind.word()),
        };
        let via = if via.is_empty() { String::new() } else { ["; ", via].concat() };
        let words = match self.kind {
            MarkKind::Quote => format!("{} [{kind}{via}].", self.words(in_quotes)),
            _ => format!("[{kind}: {}{via}].", self.words(attr)),
        };
        let date = format!("({}).", apa_date(it.genre, it.date));
        let authors = stopped_or_empty(&apa_names(&it.authors));
        let within = self.within(stopped(&work(&it.container)));
        match authors.is_empty() {
            true => joined([words, date, within, String::new()]),
            false => joined([authors, date, words, within]),
        }
    }

    /// `Speaker. “Words”[EB/OL]. Outlet, 报道//Portal. Document. (Date).`
    fn gbt(&self) -> String {
        let it = &self.reference;
        let via = match (self.via.is_empty() || self.via == it.outlet, is_chinese(&it.container)) {
            (true, _) => String::new(),
            (_, true) => format!(". {}, 报道", attr(&self.via)),
            (_, false) if self.via.starts_with(REPORT) => format!(". {}", attr(&self.via)),
            (_, false) => format!(". Reported by {}", attr(&self.via)),
        };
        let words = self.words(in_quotes);
        let title = format!("{words}[EB/OL]{via}//{}", stopped(&attr(&it.outlet)));
        let date = self.container_date.map_or(String::new(), |date| format!("({date})."));
        let authors = attr(&gbt_names(&it.authors));
        joined([stopped_or_empty(&authors), title, stopped(&attr(&it.container)), date])
    }
}

/// How the title of a source begins that says itself that it is a report.
const REPORT: &str = "Report ";

/// The parts of a quotation without the marks on both sides of what is left out between them: one pair encloses them all.
fn in_one(words: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = words;
    let mut done = 0;
    for (at, _) in words.match_indices('…').filter(|(at, _)| !words[..*at].ends_with('…')) {
        let behind = words[at..].trim_start_matches('…');
        let (before, after) = (words[done..at].trim_end(), behind.trim_start());
        let gap = &words[done + before.len()..words.len() - after.len()];
        let (Some(before), Some(after)) =
            (before.strip_suffix(is_quotation_mark), after.strip_prefix(is_quotation_mark))
        else {
            continue;
        };
        out.extend([before, gap]);
        (rest, done) = (after, words.len() - after.len());
    }
    if done == 0 { Cow::from(words) } else { Cow::from(out + rest) }
}

/// Words without the quotation marks around them; those that are cut have only the first.
fn bare(words: &str) -> &str {
    let words = words.strip_prefix(is_quotation_mark).unwrap_or(words);
    // French marks have spaces inside.
    words.strip_suffix(is_quotation_mark).unwrap_or(words).trim()
}

fn in_quotes(words: &str) -> String {
    format!("“{}”", inner_marks(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pair_of_marks_encloses_all_parts() {
        assert_eq!(bare(&in_one("“We pay,” … “and you?”")), "We pay, … and you?");
        assert_eq!(bare(&in_one("“a” … “b” … “c”")), "a … b … c");
        assert_eq!(bare(&in_one("“We … pay”")), "We … pay");
        assert_eq!(bare(&in_one("“我们付……你们呢”")), "我们付……你们呢");
        assert_eq!(bare(&in_one("„Nur“ … „und“")), "Nur … und");
        assert_eq!(bare(&in_one("“我们付”……“你们呢”")), "我们付……你们呢");
    }
}
