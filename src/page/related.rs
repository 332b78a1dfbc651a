//! Documents that have much in common, and who appears with whom. Computed for the page that asks, with integers only.

use super::view::{Counted, RelatedRow};
use super::{Desk, Pages};
use crate::entity::ItemId;
use crate::model::{Model, rows};
use crate::parse::Kind;
use std::cmp::Reverse;

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

/// A document with how much it has in common with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The other document.
    pub document: ItemId,
    /// How many items are in both.
    pub shared: u32,
}

/// Weight and number of shared items by document; all zero between two uses. A table that is kept is several times faster than sorting
/// what is found, and does not cost each document a walk over all.
pub type Scores = Vec<(u32, u32)>;

/// The documents that share most with a document.
pub fn shared_with(model: &Model, id: ItemId, scores: &mut Scores) -> Vec<Relation> {
    scores.resize(scores.len().max(model.registry.items.len()), (0, 0));
    let mut found: Vec<ItemId> = Vec::with_capacity(256);
    for (_, item) in rows(&model.in_document, id) {
        let others = rows(&model.documents, *item);
        let count = others.len() as u32;
        if (2..=COMMON).contains(&count) {
            for (_, other) in others {
                let (weight_of, shared) = &mut scores[other.index()];
                if *shared == 0 {
                    found.push(*other);
                }
                *weight_of += weight(count);
                *shared += 1;
            }
        }
    }
    let take = |document: &ItemId| {
        let (weight, shared) = std::mem::take(&mut scores[document.index()]);
        (weight, Relation { document: *document, shared })
    };
    let taken = found.iter().map(take);
    let mut best: Vec<(u32, Relation)> = taken.filter(|(w, r)| *w >= LEAST && r.document != id).collect();
    best.sort_unstable_by_key(|(weight, relation)| (Reverse(*weight), Reverse(relation.document)));
    best.truncate(MOST_RELATED);
    best.into_iter().map(|(_, relation)| relation).collect()
}

impl Pages {
    /// The documents that share most with a document; found once for its key and its page.
    pub fn related(&self, id: ItemId) -> &[Relation] {
        self.rows.related(id, |scores| shared_with(&self.model, id, scores))
    }
}

impl Desk<'_> {
    /// The documents that share most with a document.
    pub fn related(self, id: ItemId) -> Vec<RelatedRow> {
        self.pages.related(id).iter().map(|one| self.related_row(id, one.document, one.shared)).collect()
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
        found.sort_by_key(|(id, count)| (Reverse(*count), *id));
        found.truncate(most);
        found
    }
}
