//! All entities of a kind: by the first letter of the sort name in the reader's language, events by year.

use super::Desk;
use super::strip::begins;
use super::view::*;
use crate::entity::{Item, ItemId};
use crate::input::collate::Collation;
use crate::model::rows;
use crate::parse::Kind;
use std::cmp::Reverse;

impl Desk<'_> {
    /// The introduction of a kind's folder.
    pub fn folder_intro(self, kind: Kind) -> IntroView {
        let model = self.model();
        let intro = model.registry.intro(kind);
        let found = intro.and_then(|(place, intro)| Some((place, intro.editions.best(self.lang)?)));
        let Some((place, (lang, edition))) = found else { return IntroView::default() };
        IntroView {
            text_lang: self.pages.config.language(lang).tag.clone(),
            blocks: self.intro(edition, model.intro_targets(place, lang)),
        }
    }

    /// The index of a kind.
    pub fn index(self, kind: Kind) -> IndexView {
        if kind == Kind::Event {
            return self.events_by_year();
        }
        let tag = &self.pages.config.language(self.lang).tag;
        let collation = if kind == Kind::Person { Collation::of_people(tag) } else { Collation::new(tag) };
        let mut named: Vec<(String, ItemId)> =
            self.model().registry.of_kind(kind).map(|(id, item)| (self.sort_name(item), id)).collect();
        collation.sort(&mut named);
        let mut groups: Vec<IndexGroup> = Vec::new();
        for (name, id) in &named {
            let label = collation.initial(name);
            if groups.last().is_none_or(|g| g.label != label) {
                groups.push(IndexGroup { anchor: anchor(&label), label, items: Vec::new() });
            }
            if let Some(group) = groups.last_mut() {
                group.items.push(self.with_documents(*id));
            }
        }
        IndexView { intro: self.folder_intro(kind), total: named.len(), letters: letters(&groups, &collation), groups }
    }

    fn with_documents(self, id: ItemId) -> Counted {
        Counted { item: self.item(id), count: rows(&self.model().documents, id).len() }
    }

    /// The name that decides the place of an item: `sort` for readers of this language, or for those of the language that the name is shown in;
    /// else any `sort` in the writing that they look in; else the name.
    fn sort_name(self, item: &Item) -> String {
        let (name, found) = item.name(self.lang);
        let has_han = |text: &str| text.chars().any(crate::base::fold::is_han);
        let by_sound = has_han(name) && self.pages.config.language(self.lang).is_written_in_han();
        let sort = &item.common.sort;
        // A name that is shown as another language has it is sorted as that language does.
        let own = sort.by.get(self.lang).or_else(|| found.and_then(|lang| sort.by.get(lang))).map(String::as_str);
        match own.or_else(|| Some(sort.show(self.lang)).filter(|sort| !sort.is_empty() && has_han(sort) == by_sound)) {
            Some(sort) => sort.to_owned(),
            None if item.kind != Kind::Person => self.without_article(name).to_owned(),
            None => name.to_owned(),
        }
    }

    /// An English name without "The", under which nobody looks for it.
    fn without_article(self, name: &str) -> &str {
        let english = self.pages.config.language(self.lang).tag.split('-').next() == Some("en");
        name.strip_prefix("The ").filter(|_| english).unwrap_or(name)
    }

    /// Events, the newest first.
    pub fn events_newest(self) -> Vec<ItemId> {
        self.newest_of(self.model().registry.of_kind(Kind::Event).map(|(id, _)| id))
    }

    /// Some events, the newest first.
    pub fn newest_of(self, events: impl Iterator<Item = ItemId>) -> Vec<ItemId> {
        let mut events: Vec<ItemId> = events.collect();
        events.sort_by_cached_key(|id| (Reverse(begins(self.model(), *id)), *id));
        events
    }

    fn events_by_year(self) -> IndexView {
        let events = self.events_newest();
        let mut groups: Vec<IndexGroup> = Vec::new();
        for id in &events {
            let year = begins(self.model(), *id).map(|d| d.start.year);
            let label = year.map_or_else(|| self.strings().get("undated").to_owned(), |y| format!("{y:04}"));
            if groups.last().is_none_or(|g| g.label != label) {
                groups.push(IndexGroup { anchor: anchor(&label), label, items: Vec::new() });
            }
            if let Some(group) = groups.last_mut() {
                group.items.push(self.with_documents(*id));
            }
        }
        IndexView { intro: self.folder_intro(Kind::Event), total: events.len(), letters: Vec::new(), groups }
    }
}

fn anchor(label: &str) -> String {
    match label {
        "#" => "other".to_owned(),
        label => crate::base::fold::anchor(label),
    }
}

/// The letters that are used, in the order of the groups; among Latin ones all of A to Z.
fn letters(groups: &[IndexGroup], collation: &Collation) -> Vec<LetterRow> {
    let is_latin = |label: &str| {
        label.chars().all(|c| matches!(c, '#' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}'))
    };
    let is_used = |letter: &String| groups.iter().any(|group| group.label == *letter);
    let alphabet = ('A'..='Z').map(|c| c.to_string()).filter(|letter| !is_used(letter));
    let mut rest: Vec<String> = alphabet.filter(|_| groups.iter().all(|g| is_latin(&g.label))).collect();
    rest.sort_by(|a, b| collation.compare(a, b));
    let mut rest = rest.into_iter().peekable();
    let mut letters = Vec::new();
    for group in groups {
        let is_before = |letter: &String| group.label == "#" || collation.compare(letter, &group.label).is_lt();
        letters.extend(std::iter::from_fn(|| rest.next_if(is_before)).map(|label| LetterRow { label, anchor: None }));
        letters.push(LetterRow { label: group.label.clone(), anchor: Some(group.anchor.clone()) });
    }
    letters.extend(rest.map(|label| LetterRow { label, anchor: None }));
    letters
}
