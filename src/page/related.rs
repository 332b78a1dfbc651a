//! Documents that have much in common, and who appears with whom. Computed for the page that asks, with integers only.

use super::Desk;
use super::view::{Counted, RelatedRow};
use crate::entity::ItemId;
use crate::model::{Model, rows};
use crate::parse::Kind;

/// An item in more documents than this says nothing about what two of them have in common.
const COMMON: u32 = 200;
/// How many related documents a page shows.
const MOST_RELATED: usize = 5;
/// Shared items of less weight than this make no relation.
const LEAST: u32 = 4;
/// How many people, and of how many documents, "appears with" counts.
const MOST_WITH: usize = 12;

/// What a shared item counts: the rarer, the more, by its number of documents in powers of two.
fn weight(documents: u32) -> u32 {
    8 - documents.max(1).ilog2()
}

/// The documents that share most with a document: weight, document, number of shared items.
pub fn shared_with(model: &Model, id: ItemId) -> Vec<(u32, ItemId, u32)> {
    let mut shared: Vec<(ItemId, u32)> = Vec::with_capacity(1024);
    for (_, item) in rows(&model.in_document, id) {
        let others = rows(&model.documents, *item);
        let count = others.len() as u32;
        if (2..=COMMON).contains(&count) {
            shared.extend(others.iter().filter(|(_, o)| *o != id).map(|(_, other)| (*other, weight(count))));
        }
    }
    // Sorting a thousand small pairs is several times faster than a map that is as large.
    shared.sort_unstable();
    let of_one = shared.chunk_by(|a, b| a.0 == b.0);
    let scores = of_one.map(|all| (all.iter().map(|(_, w)| w).sum::<u32>(), all[0].0, all.len() as u32));
    let mut best: Vec<(u32, ItemId, u32)> = scores.filter(|(w, _, _)| *w >= LEAST).collect();
    best.sort_by_key(|(weight, id, _)| (std::cmp::Reverse(*weight), std::cmp::Reverse(*id)));
    best.truncate(MOST_RELATED);
    best
}

impl Desk<'_> {
    /// The documents that share most with a document.
    pub fn related(self, id: ItemId) -> Vec<RelatedRow> {
        let best = shared_with(self.model(), id);
        best.into_iter().map(|(_, other, shared)| self.related_row(id, other, shared)).collect()
    }

    fn related_row(self, id: ItemId, other: ItemId, shared: u32) -> RelatedRow {
        let event = |id| self.model().registry.get(id).document().and_then(|d| d.event);
        let reason = match event(id) {
            Some(e) if event(other) == Some(e) => self.strings().get("related.event").to_owned(),
            _ => self.strings().count("related.shared", shared as usize),
        };
        RelatedRow { document: self.document_row(other), reason }
    }

    /// The people who are in the same documents as a person, most frequent first.
    pub fn appears_with(self, id: ItemId) -> Vec<Counted> {
        let found = self.people_with(id, MOST_WITH).into_iter();
        found.map(|(id, count)| Counted { item: self.item(id), count }).collect()
    }

    /// At most `most` people who are in the newest documents that an item is in, with the number of these documents.
    pub fn people_with(self, id: ItemId, most: usize) -> Vec<(ItemId, usize)> {
        let model = self.model();
        let is_person = |other: &ItemId| *other != id && model.registry.get(*other).kind == Kind::Person;
        let mut others: Vec<ItemId> = Vec::with_capacity(256);
        for (_, document) in rows(&model.documents, id).iter().rev().take(COMMON as usize) {
            others.extend(rows(&model.in_document, *document).iter().map(|(_, other)| *other).filter(is_person));
        }
        others.sort_unstable();
        let mut found: Vec<(ItemId, usize)> = others.chunk_by(|a, b| a == b).map(|all| (all[0], all.len())).collect();
        found.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
        found.truncate(most);
        found
    }
}
