//! How to cite a document and each statement in it. A source document is cited as it was published, a text of the portal as the portal's, a
//! statement as an item in the document on the portal. Formatting is in `styles`, `quoted` and `files`; nothing here knows a style.

mod files;
pub mod lists;
mod names;
mod quoted;
mod styles;
#[cfg(test)]
mod tests;

use super::Desk;
use super::route::Page;
use super::view::*;
use crate::base::date::{Date, Point};
use crate::base::html::data_encode;
use crate::base::lang::Lang;
use crate::base::signs::{Quotations, closers};
use crate::entity::resolve::Voice;
use crate::entity::{Author, DocumentOwn, Item, ItemId, Speaker};
use crate::model::StatementId;
use crate::parse::words::DocumentType;
pub use names::is_person;
use names::{name_from, name_of};
use quoted::Quoted;
use std::borrow::Borrow;

/// How many statements a page says how to cite.
const MOST_STATEMENTS: usize = 100;
/// How many characters of a statement's words its citation has.
const BEGINNING: usize = 48;

/// What a reference manager calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    /// In a newspaper or an agency's service.
    News,
    /// A report or a paper.
    Report,
    /// Anything else at an address.
    Page,
    /// A statement in a document.
    Part,
}

/// An author.
#[derive(Clone, Debug, PartialEq)]
pub enum Name {
    /// Of whose name the parts are known.
    Person {
        /// `Orlins`.
        family: String,
        /// `Stephen`.
        given: String,
        /// Whether the family name comes first in the name itself, as in "Xi Jinping".
        first: bool,
    },
    /// An organization, or a name that is not taken apart.
    Whole(String),
}

/// What is cited.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Unique in the portal.
    pub id: String,
    /// What it is.
    pub genre: Genre,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<Name>,
    /// The title of the document that it is in; empty for documents.
    pub container: String,
    /// Who published it; may be empty.
    pub outlet: String,
    /// When.
    pub date: Option<Point>,
    /// When it was read.
    pub accessed: Option<Point>,
    /// Where it is.
    pub url: String,
    /// The tag of its language.
    pub lang: String,
    /// A remark; may be empty.
    pub note: String,
}

/// The page that statements are on, and the document's title.
struct Container<'a> {
    page: String,
    title: &'a str,
    /// Who published it: of a text of the portal's own the portal.
    outlet: &'a str,
    /// When that was.
    date: Option<Point>,
    /// The language that names in it are in.
    lang: Lang,
}

/// A format of reference managers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For LaTeX.
    Bibtex,
    /// For everything.
    Ris,
    /// For citation processors.
    Csl,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 3] = [Format::Bibtex, Format::Ris, Format::Csl];

    /// Its name, the ending of its files and their media type.
    pub fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Format::Bibtex => ("BibTeX", "bib", "application/x-bibtex"),
            Format::Ris => ("RIS", "ris", "application/x-research-info-systems"),
            Format::Csl => ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json"),
        }
    }

    /// The address of the file with the documents of a list, whose page has the address `list`.
    pub fn address(self, list: &str) -> String {
        format!("{list}cite.{}", self.names().1)
    }

    /// A file with some references.
    pub fn file<R: Borrow<Reference>>(self, references: impl Iterator<Item = R>) -> String {
        let (open, between, close) = match self {
            Format::Bibtex => ("", "\n", ""),
            Format::Ris => ("", "", ""),
            Format::Csl => ("[", ",\n", "]\n"),
        };
        let mut out = open.to_owned();
        for (i, reference) in references.enumerate() {
            out.push_str(if i > 0 { between } else { "" });
            let reference = reference.borrow();
            match self {
                Format::Bibtex => files::bibtex(&mut out, reference),
                Format::Ris => files::ris(&mut out, reference),
                Format::Csl => files::csl(&mut out, reference),
            }
        }
        out.push_str(close);
        out
    }
}

impl Desk<'_> {
    /// How to cite a document.
    pub fn cite(self, id: ItemId) -> CiteView {
        let reference = self.reference_to(id);
        let said: Vec<StatementId> = self.model().statements_in(id).map(|(id, _)| id).collect();
        // A page that shows another language's edition has its anchors only until an edition of its own is there.
        let here = self.container(id, self.edition(id).map_or(self.lang, |(lang, _)| lang));
        let quoted = |id: StatementId| match self.model().statement(id) {
            statement if self.is_here(statement) => self.quoted(id, &here),
            statement => self.quoted(id, &self.container(statement.document, statement.words[0].0)),
        };
        let quoted: Vec<Quoted> = said.iter().take(MOST_STATEMENTS).map(|id| quoted(*id)).collect();
        let file = |format: Format| {
            let (name, ending, media) = format.names();
            let all = std::iter::once(&reference).chain(quoted.iter().map(|q| &q.reference));
            let href = format!("data:{media};charset=utf-8,{}", data_encode(&format.file(all)));
            CiteFile { format: name, href, name: format!("{}.{ending}", reference.id) }
        };
        CiteView {
            styles: self.in_order(vec![
                CitationRow { style: "Chicago", html: styles::chicago(&reference) },
                CitationRow { style: "APA", html: styles::apa(&reference) },
                CitationRow { style: "GB/T 7714", html: styles::gbt(&reference) },
            ]),
            lang: Some(&reference.lang).filter(|l| **l != self.pages.config.language(self.lang).tag).cloned(),
            files: Format::ALL.map(file).to_vec(),
            statements: said.iter().zip(&quoted).map(|(s, quoted)| self.cited(*s, quoted)).collect(),
            statement_count: said.len(),
        }
    }

    /// A document's page in a language, as that on which statements are.
    fn container(&self, id: ItemId, lang: Lang) -> Container<'_> {
        let registry = &self.model().registry;
        let item = registry.get(id);
        let outlet = item.document().filter(|own| !own.is_briefing()).and_then(|own| own.outlet);
        let date = item.document().map(|own| own.date).filter(|date| *date != Date::UNDATED);
        Container {
            page: self.absolute(&self.address_in(Page::Item(id), lang)),
            title: item.name(lang).0,
            outlet: outlet.map_or(self.pages.config.title.show(lang), |o| registry.get(o).name(lang).0),
            date: date.map(|date| date.start),
            lang,
        }
    }

    /// A document as something to cite.
    pub fn reference_to(self, id: ItemId) -> Reference {
        let item = self.model().registry.get(id);
        let Some(own) = item.document() else { unreachable!("only documents are cited") };
        let is_own = own.is_briefing();
        let lang = self.cited_language(item, own, is_own);
        let page = || self.absolute(&self.address_in(Page::Item(id), lang));
        let outlet = own.outlet.map_or(String::new(), |o| self.model().registry.get(o).name(lang).0.to_owned());
        let tag = own.lang.get(lang).filter(|_| !is_own).unwrap_or(&self.pages.config.language(lang).tag);
        Reference {
            id: self.key_of(item, lang),
            genre: match own.doc_type {
                DocumentType::News | DocumentType::OpEd | DocumentType::Interview => Genre::News,
                DocumentType::Report | DocumentType::Paper => Genre::Report,
                _ => Genre::Page,
            },
            title: item.name(lang).0.to_owned(),
            authors: if is_own { self.own_authors(own, lang) } else { self.authors(own, lang) },
            container: String::new(),
            outlet: if is_own { String::new() } else { outlet },
            date: (own.date != Date::UNDATED).then_some(own.date.start),
            accessed: own.retrieved.map(|d| d.start).filter(|_| !is_own),
            // Of a text that somebody else published the page here is not the place.
            url: match (is_own, own.url.best(lang)) {
                (true, _) => page(),
                (false, url) => url.map_or(String::new(), |(_, url)| url.clone()),
            },
            lang: tag.clone(),
            note: String::new(),
        }
    }

    /// What a document is called in files; whoever cites editions in two languages has two entries.
    fn key_of(self, item: &Item, lang: Lang) -> String {
        match lang {
            Lang::DEFAULT => item.id.to_string(),
            _ => format!("{}-{}", item.id, self.pages.config.language(lang).code),
        }
    }

    /// The language in which a document is cited: of the reader's edition, unless that is a translation of one that is here too.
    fn cited_language(self, item: &Item, own: &DocumentOwn, is_own: bool) -> Lang {
        let translated = |lang: Lang| own.translation.get(lang).is_some();
        let shown = item.editions.best(self.lang).map_or(self.lang, |(lang, _)| lang);
        if is_own || !translated(shown) {
            return shown;
        }
        item.editions.iter().map(|(lang, _)| lang).find(|lang| !translated(*lang)).unwrap_or(shown)
    }

    fn own_authors(self, own: &DocumentOwn, lang: Lang) -> Vec<Name> {
        match self.authors(own, lang) {
            none if none.is_empty() => vec![Name::Whole(self.pages.config.title.show(lang).to_owned())],
            some => some,
        }
    }

    /// Who wrote or gave it.
    fn authors(self, own: &DocumentOwn, lang: Lang) -> Vec<Name> {
        let name = |id: ItemId| name_of(self.model().registry.get(id), lang);
        let written = own.writers().into_iter().map(|author| match author {
            Author::Item(id) => name(id),
            Author::Name(text) if is_person(&text) => name_from(&text, &text),
            Author::Name(text) => Name::Whole(text),
        });
        written.collect()
    }

    /// What is there in the three styles, as readers of this language expect it: in Chinese the national standard, which is the last, comes first.
    fn in_order<T>(self, mut styles: Vec<T>) -> Vec<T> {
        if self.pages.config.language(self.lang).is_written_in_han() {
            styles.rotate_right(1);
        }
        styles
    }

    fn cited(self, id: StatementId, quoted: &Quoted) -> CitedStatement {
        let statement = self.model().statement(id);
        CitedStatement {
            styles: self.in_order(quoted.styles()),
            href: if self.is_here(statement) { format!("#{}", statement.sid) } else { self.place_of(statement) },
            address: quoted.reference.url.clone(),
            original: self.original_place(statement),
        }
    }

    /// A statement as something to cite.
    fn quoted(self, id: StatementId, of: &Container<'_>) -> Quoted {
        let statement = self.model().statement(id);
        let (words, lang) = self.cited_words(statement);
        let desk = Desk { lang: of.lang, ..self };
        let rows = desk.voices(statement);
        let document = self.model().registry.get(statement.document);
        let authors: Vec<Name> =
            statement.voices.iter().zip(&rows).map(|(voice, row)| desk.spoken_by(voice, row)).collect();
        // Nobody reports their own words.
        let via = desk.via(statement);
        let via = via.filter(|via| authors != [Name::Whole(via.label.clone())]);
        let published = self.published(statement).filter(|_| via.is_some());
        let reference = Reference {
            id: format!("{}:{}", self.key_of(document, of.lang), statement.sid),
            genre: Genre::Part,
            title: beginning(&words),
            authors,
            container: of.title.to_owned(),
            outlet: of.outlet.to_owned(),
            date: (statement.said != Date::UNDATED).then(|| known(statement.said)),
            accessed: None,
            url: match self.is_here(statement) {
                true => format!("{}#{}", of.page, statement.sid),
                false => self.permanent(statement),
            },
            lang: lang.clone().unwrap_or_else(|| self.pages.config.language(self.lang).tag.clone()),
            note: via
                .as_ref()
                .map_or(String::new(), |via| self.reported_by(via, published.filter(|_| !statement.reported))),
        };
        Quoted {
            reference,
            kind: statement.kind,
            offices: rows.iter().map(|row| row.office.clone()).collect(),
            container_date: of.date,
            via_date: published.map(|date| date.start),
            via: via.map_or(String::new(), |via| via.label.clone()),
            reported: statement.reported,
            words_lang: lang,
        }
    }

    /// Who speaks, as an author.
    fn spoken_by(self, voice: &Voice, row: &VoiceRow) -> Name {
        match voice.speaker {
            Speaker::Item(id) => name_of(self.model().registry.get(id), self.lang),
            Speaker::Side(_) => Name::Whole(row.name.clone()),
        }
    }

    /// "As reported by …".
    fn reported_by(self, outlet: &Link, published: Option<Date>) -> String {
        let strings = self.strings();
        match published {
            Some(date) => strings.fill("cite.via-dated", &[("outlet", &outlet.label), ("date", &self.date_text(date))]),
            None => strings.fill("cite.via", &[("outlet", &outlet.label)]),
        }
    }
}

/// Of a range what is true of all its days: the month, or the year. Styles and formats have one date.
fn known(date: Date) -> Point {
    let Some(end) = date.end else { return date.start };
    let same_month = date.start.year == end.year && date.start.month == end.month;
    match same_month {
        true => Point { day: 0, ..date.start },
        false => Point { month: 0, day: 0, ..date.start },
    }
}

/// The signs that close the quotations that are open at the end of a text, the inner ones first.
fn closing(text: &str) -> String {
    let mut quotations = Quotations::default();
    for (at, sign) in text.char_indices() {
        quotations.take(at, sign);
    }
    quotations.open().iter().rev().filter_map(|(_, open)| closers(*open).first()).collect()
}

/// As much of some words as tells them from others.
pub fn beginning(words: &str) -> String {
    shortened(words, BEGINNING)
}

/// The first characters of a text, at most so many, up to the end of a word where one is near.
pub fn shortened(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        None => words.to_owned(),
        Some((end, _)) => {
            let cut = words[..end].rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
            let kept = words[..cut].trim_end_matches([',', ';', '，', '；', '、']);
            format!("{kept}…{}", closing(kept))
        }
    }
}
