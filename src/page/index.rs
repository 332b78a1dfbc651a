//! All entities of a kind: by the first letter of the sort name in the reader's language, events by year.

use super::Desk;
use super::view::*;
use crate::base::date::Date;
use crate::entity::{Item, ItemId, Own};
use crate::input::collate::Collation;
use crate::model::rows;
use crate::parse::Kind;
use std::cmp::Reverse;

impl Desk<'_> {
    /// The introduction of a kind's folder.
    pub fn folder_intro(self, kind: Kind) -> IntroView {
        let model = self.model();
        let place = model.registry.intros.iter().position(|intro| intro.kind == kind);
        let found = place.and_then(|place| Some((place, model.registry.intros[place].editions.best(self.lang)?)));
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
        IndexView { intro: self.folder_intro(kind), total: named.len(), letters: letters(&groups), groups }
    }

    fn with_documents(self, id: ItemId) -> Counted {
        Counted { item: self.item(id), count: rows(&self.model().documents, id).len() }
    }

    /// The name that decides the place of an item: `sort` where it is for readers of this language, or plain and in the writing that they look
    /// in; else the name.
    fn sort_name(self, item: &Item) -> String {
        let (name, _) = item.name(self.lang);
        let has_han = |text: &str| text.chars().any(crate::base::fold::is_han);
        let by_sound = has_han(name) && self.pages.config.language(self.lang).is_written_in_han();
        let sort = &item.common.sort;
        match sort.by.get(self.lang).or_else(|| sort.all.as_ref().filter(|sort| has_han(sort) == by_sound)) {
            Some(sort) => sort.clone(),
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
        let mut events: Vec<(Option<Date>, ItemId)> =
            self.model().registry.of_kind(Kind::Event).map(|(id, item)| (start(item), id)).collect();
        events.sort_by_key(|(date, id)| (Reverse(*date), *id));
        events.into_iter().map(|(_, id)| id).collect()
    }

    fn events_by_year(self) -> IndexView {
        let events = self.events_newest();
        let mut groups: Vec<IndexGroup> = Vec::new();
        for id in &events {
            let year = start(self.model().registry.get(*id)).map(|d| d.start.year);
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

fn start(item: &Item) -> Option<Date> {
    match &item.own {
        Own::Event(own) => own.start,
        _ => None,
    }
}

fn anchor(label: &str) -> String {
    match label {
        "#" => "other".to_owned(),
        label => crate::base::fold::anchor(label),
    }
}

/// A to Z with the letters that are used, and the others that are used besides.
fn letters(groups: &[IndexGroup]) -> Vec<LetterRow> {
    let used = |label: &str| groups.iter().find(|g| g.label == label).map(|g| g.anchor.clone());
    let alphabet = ('A'..='Z').map(|c| c.to_string());
    let others = groups.iter().filter(|g| !(g.label.len() == 1 && g.label.as_bytes()[0].is_ascii_uppercase()));
    let labels: Vec<String> = alphabet.chain(others.map(|g| g.label.clone())).collect();
    labels.into_iter().map(|label| LetterRow { anchor: used(&label), label }).collect()
}
