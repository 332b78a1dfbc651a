//! Floor 4: the whole, as sorted tables with dense ids. Queries, not caches: nothing here is patched after it was made.

pub mod ground;
pub mod readout;
pub mod relate;
pub mod rules;
pub mod said;
pub mod status;

use crate::base::lang::Lang;
use crate::entity::resolve::{Statement, Target};
use crate::entity::{ItemId, Registry, Speaker};
use crate::input::config::SideId;
use crate::parse::keys::State;
use std::ops::Deref;
use std::sync::Arc;

/// The place of a statement among all: by day said, then document id, then place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementId(pub u32);

/// As what an item appears in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Named in the text.
    Mention,
    /// Said something.
    Speaker,
    /// Is spoken to.
    Addressee,
    /// What the document, or a statement in it, is about.
    Theme,
    /// Published it.
    Outlet,
    /// Wrote it.
    Author,
    /// Where it was said.
    Event,
    /// Its words are marked as such.
    Term,
}

/// An item in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Appearance {
    /// Who or what.
    pub item: ItemId,
    /// Where.
    pub document: ItemId,
    /// As what.
    pub role: Role,
    /// In which edition; of a mention.
    pub lang: Lang,
    /// The place among the mentions of that edition.
    pub mention: u32,
}

/// Everything that is known. It reads as its tables do: which of them depend on words, and which only on who says what when, is for `relate`.
#[derive(Debug, Default)]
pub struct Model {
    /// Who and what exists.
    pub registry: Registry,
    /// What the texts of each item say.
    pub said: Arc<Vec<Arc<said::Said>>>,
    /// For each introduction of a folder and each language, what its mentions mean.
    pub intro_targets: Vec<Vec<(Lang, Vec<Target>)>>,
    tables: Arc<Tables>,
    /// Proposals and commitments, oldest first.
    pub proposals: Vec<StatementId>,
    /// The same by status; one with several newest ones under each.
    pub standing: Vec<(State, StatementId)>,
    /// Changes of status: the statement changed and the one that changes it, oldest change first.
    pub updates: Vec<(StatementId, StatementId)>,
    /// Official accounts of events.
    pub readouts: Vec<readout::Readout>,
}

impl Deref for Model {
    type Target = Tables;

    fn deref(&self) -> &Tables {
        &self.tables
    }
}

/// Who says what when, and who appears where, as sorted tables. An edit that changes none of that changes none of them.
#[derive(Debug, Default)]
pub struct Tables {
    /// Every statement, by day, document id and place: whose text it is in, and which one there.
    order: Vec<(ItemId, u32)>,
    /// What lists and counts hold: every statement that is no part of another, oldest first.
    pub listed: Vec<StatementId>,
    /// By item, document, role, language and place.
    pub appearances: Vec<Appearance>,
    /// Statements by document, in the order of the text.
    pub of_document: Vec<(ItemId, StatementId)>,
    /// Statements by speaker, oldest first.
    pub by_speaker: Vec<(ItemId, StatementId)>,
    /// What people said while they held an office, by its organization, oldest first; what that organization says itself is not in it.
    pub in_office: Vec<(ItemId, StatementId)>,
    /// Statements by the outlet that they are known from, oldest first.
    pub by_source: Vec<(ItemId, StatementId)>,
    /// Statements by whom they are addressed to, oldest first.
    pub by_addressee: Vec<(Speaker, StatementId)>,
    /// Statements by side, oldest first.
    pub by_side: Vec<(SideId, StatementId)>,
    /// Statements by theme, oldest first.
    pub by_theme: Vec<(ItemId, StatementId)>,
    /// Statements by event, oldest first.
    pub by_event: Vec<(ItemId, StatementId)>,
    /// Statements with a stance by proposition, oldest first.
    pub by_proposition: Vec<(ground::Proposition, StatementId)>,
    /// Uses of glossary entries, oldest first.
    pub by_term: Vec<(ItemId, StatementId)>,
    /// Proposals and commitments, also those that change the status of another, oldest first.
    proposed: Vec<StatementId>,
    /// Figures, oldest first.
    pub figures: Vec<StatementId>,
    /// Statements that change the status of another, oldest first.
    pub changes: Vec<StatementId>,
    /// Documents by item, oldest first, each once.
    pub documents: Vec<(ItemId, ItemId)>,
    /// Items by document, each once.
    pub in_document: Vec<(ItemId, ItemId)>,
    /// Events by the people and organizations that took part, held them or spoke there.
    pub events: Vec<(ItemId, ItemId)>,
    /// Themes directly below a theme.
    pub narrower: Vec<(ItemId, ItemId)>,
    /// Terms that are confused with a term, whichever of the two says so.
    pub confused: Vec<(ItemId, ItemId)>,
    /// Organizations directly below an organization.
    pub parts: Vec<(ItemId, ItemId)>,
    /// People by organization.
    pub members: Vec<(ItemId, ItemId)>,
}

/// The rows of a sorted table whose first column is `key`.
pub fn rows<K: Ord + Copy, V>(table: &[(K, V)], key: K) -> &[(K, V)] {
    let from = table.partition_point(|(k, _)| *k < key);
    let to = from + table[from..].partition_point(|(k, _)| *k == key);
    &table[from..to]
}

impl Model {
    /// The statement.
    pub fn statement(&self, id: StatementId) -> &Statement {
        let (item, place) = self.order[id.0 as usize];
        &self.said[item.index()].statements[place as usize]
    }

    /// What lists and counts hold, oldest first.
    pub fn statements(&self) -> impl DoubleEndedIterator<Item = (StatementId, &Statement)> {
        self.listed.iter().map(|id| (*id, self.statement(*id)))
    }

    /// The same of a document, in the order of the text.
    pub fn statements_in(&self, document: ItemId) -> impl Iterator<Item = (StatementId, &Statement)> {
        let all = rows(&self.of_document, document).iter().map(|(_, id)| (*id, self.statement(*id)));
        all.filter(|(_, statement)| !statement.is_part())
    }

    /// Where an item appears, by document.
    pub fn appearances_of(&self, item: ItemId) -> &[Appearance] {
        let from = self.appearances.partition_point(|a| a.item < item);
        let to = from + self.appearances[from..].partition_point(|a| a.item == item);
        &self.appearances[from..to]
    }

    /// What the mentions of an edition mean.
    pub fn targets_of(&self, item: ItemId, lang: Lang) -> &[Target] {
        in_language(&self.said[item.index()].targets, lang)
    }

    /// What the mentions of the introduction of a folder mean, by its place among the introductions.
    pub fn intro_targets(&self, place: usize, lang: Lang) -> &[Target] {
        in_language(&self.intro_targets[place], lang)
    }
}

fn in_language(targets: &[(Lang, Vec<Target>)], lang: Lang) -> &[Target] {
    targets.iter().find(|(l, _)| *l == lang).map_or(&[], |(_, targets)| targets)
}
