//! The words of a statement as readers see them: which edition's, in what parts, as a figure, translated or not. Does not know who said
//! them.

use super::Desk;
use super::original::same_language;
use super::text::kind_of;
use crate::base::fold::is_cjk;
use crate::base::lang::Lang;
use crate::base::span::Span;
use crate::entity::resolve::Statement;
use crate::parse::body::sentence;
use crate::parse::keys::{Key, MarkKind, attr};

impl<'a> Desk<'a> {
    /// Where the words stand that the reader sees: in the reader's edition where it has them.
    pub fn shown_words(self, statement: &Statement) -> (Lang, u32) {
        let own = statement.words.iter().find(|(lang, _)| *lang == self.lang);
        *own.unwrap_or(&statement.words[0])
    }

    /// What the author says of a statement in the words of one language: the edition that the reader sees says it in its own.
    pub fn own_words(self, statement: &'a Statement, key: Key) -> Option<&'a str> {
        let (lang, place) = self.shown_words(statement);
        let edition = self.model().registry.get(statement.document).editions.get(lang)?;
        attr(&edition.body.marks[place as usize].attrs, key).map(|a| &*a.value)
    }

    /// The value of a figure with its unit.
    pub fn figure(self, statement: &'a Statement) -> String {
        let Some((value, unit)) = &statement.value else { return String::new() };
        let own = |key| self.own_words(statement, key);
        let unit = own(Key::Unit).or(unit.as_deref()).unwrap_or_default();
        // No space stands before a per cent sign or a Chinese measure word.
        let space = if unit.starts_with(|c| is_cjk(c) || matches!(c, '%' | '‰' | '°')) { "" } else { " " };
        let value = own(Key::Value).unwrap_or(value);
        let strings = self.strings();
        let grouped = |whole: &str| match whole.parse::<usize>() {
            // Four digits may be a year.
            Ok(n) if !(1900..=2100).contains(&n) && !whole.starts_with(['0', '+']) => strings.number(n),
            _ => whole.to_owned(),
        };
        let written = |number: &str| match number.split_once('.') {
            Some((whole, rest)) => [&grouped(whole), strings.get("number.decimal"), rest].concat(),
            None => grouped(number),
        };
        let with_unit = |number: &str| format!("{number}{space}{unit}").trim_end().to_owned();
        let signs = [('>', "figure.over"), ('<', "figure.under"), ('~', "figure.about")];
        let signed = signs.iter().find_map(|(sign, key)| Some((*key, value.strip_prefix(*sign)?)));
        match (signed, value.split_once("..")) {
            (Some((key, number)), _) => strings.fill(key, &[("value", &with_unit(&written(number)))]),
            (None, Some((from, to))) => {
                with_unit(&strings.fill("figure.range", &[("from", &written(from)), ("to", &written(to))]))
            }
            (None, None) => with_unit(&written(value)),
        }
    }

    /// What stands before and behind a figure in its sentence.
    pub fn around(self, statement: &Statement) -> (String, String) {
        let (lang, place) = self.shown_words(statement);
        let edition = self.model().registry.get(statement.document).editions.get(lang);
        let Some(edition) = edition.filter(|_| statement.kind == MarkKind::Figure) else { return Default::default() };
        let part = &edition.body.marks[place as usize].parts[0];
        if part.heads.is_some() {
            let colon = self.pages.strings(lang).get("join.colon");
            let head = Some(self.head_of(statement)).filter(|head| !head.is_empty());
            return (head.map_or(String::new(), |head| head + colon), String::new());
        }
        let own = part.plain;
        let sentence = sentence::around(&edition.body.plain, own, &self.pages.config.language(lang).tag);
        let part = |start, end| self.plain_between(statement.document, lang, Span { start, end });
        (part(sentence.start.min(own.start), own.start), part(own.end, sentence.end.max(own.end)))
    }

    /// What heads the cell of a table that a figure is in: "U.S. lead, MMLU, end of 2024"; else empty.
    pub fn head_of(self, statement: &Statement) -> String {
        let (lang, place) = self.shown_words(statement);
        let edition = self.model().registry.get(statement.document).editions.get(lang);
        let heads = edition.and_then(|edition| edition.body.marks[place as usize].parts[0].heads.as_ref());
        let Some(heads) = heads.filter(|_| statement.kind == MarkKind::Figure) else { return String::new() };
        let texts = heads.iter().map(|span| self.plain(statement.document, lang, *span));
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        texts.join(self.pages.strings(lang).get("join.list"))
    }

    /// A statement's words for the reader. Parts are joined with an ellipsis.
    pub fn words(self, statement: &Statement) -> (String, Option<String>) {
        let (lang, place) = self.shown_words(statement);
        let (words, given) = self.words_in(statement, lang, place);
        (words, self.foreign(given, lang))
    }

    /// The tag of words in an edition, as their author gives it or else the edition's, where it is not the page's.
    fn foreign(self, given: Option<String>, lang: Lang) -> Option<String> {
        let tag = given.or_else(|| self.tag(Some(lang)));
        tag.filter(|tag| *tag != self.pages.config.language(self.lang).tag)
    }

    /// A statement's words in an edition, with the tag of their language where the author gives one.
    pub fn words_in(self, statement: &Statement, lang: Lang, place: u32) -> (String, Option<String>) {
        let Some(edition) = self.model().registry.get(statement.document).editions.get(lang) else {
            return (String::new(), None);
        };
        let mark = &edition.body.marks[place as usize];
        let parts: Vec<String> = mark.parts.iter().map(|p| self.plain(statement.document, lang, p.plain)).collect();
        let given = attr(&mark.attrs, Key::Lang).map(|a| a.value.to_string());
        (parts.join(self.strings().get("ellipsis")), given)
    }

    /// The parts of a statement's words in an edition that are what the statement is: of a quotation those that are verbatim, and none that
    /// goes on in the author's own words.
    pub fn own_parts(self, statement: &Statement, lang: Lang, place: u32) -> Vec<String> {
        let Some(edition) = self.model().registry.get(statement.document).editions.get(lang) else { return Vec::new() };
        let mark = &edition.body.marks[place as usize];
        let is_own = |part: usize| kind_of(mark, part as u32, statement.kind) == statement.kind;
        let own = mark.parts.iter().enumerate().filter(|(part, _)| is_own(*part));
        own.map(|(_, part)| self.plain(statement.document, lang, part.plain)).collect()
    }

    /// The words of a statement to be cited, without what of a quotation is not verbatim, and their language as `words` gives it.
    pub fn cited_words(self, statement: &Statement) -> (String, Option<String>) {
        if statement.kind != MarkKind::Quote {
            return self.words(statement);
        }
        let (lang, place) = self.shown_words(statement);
        let words = self.own_parts(statement, lang, place).join(self.strings().get("ellipsis"));
        let given = self.own_words(statement, Key::Lang).map(str::to_owned);
        (words, self.foreign(given, lang))
    }

    /// The portal's own translation of the words that `words` shows, for readers of the text that gives it.
    pub fn gloss_of(self, statement: &Statement) -> String {
        let (lang, place) = self.shown_words(statement);
        let edition = self.model().registry.get(statement.document).editions.get(lang).filter(|_| lang == self.lang);
        let gloss = edition.and_then(|edition| edition.body.marks[place as usize].gloss);
        gloss.map_or(String::new(), |span| self.plain(statement.document, lang, span))
    }

    /// How the words that `words` shows were translated: as their edition was, unless the author gives them in another language.
    pub fn translation_of(self, statement: &Statement) -> String {
        let (lang, place) = self.shown_words(statement);
        let item = self.model().registry.get(statement.document);
        let Some(translation) = item.document().and_then(|own| own.translation.get(lang)) else { return String::new() };
        let mark = item.editions.get(lang).map(|edition| &edition.body.marks[place as usize]);
        let given = mark.and_then(|mark| attr(&mark.attrs, Key::Lang));
        let tag = &*self.pages.config.language(lang).tag;
        // What was said in the language of this edition stands here as it was said.
        let is_original = statement.lang.as_deref().is_some_and(|said| same_language(said, tag));
        match is_original || given.is_some_and(|given| *given.value != *tag) {
            true => String::new(),
            false => self.word("translation", translation.kind.word()),
        }
    }
}
