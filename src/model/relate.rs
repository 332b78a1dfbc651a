//! Makes the tables: everything that was said in one order, and the indexes over it. Decides nothing about pages.

use super::said::{self, Said};
use super::{Appearance, Model, StatementId, status};
use crate::base::diag::{Checked, Notes};
use crate::base::lang::Lang;
use crate::base::parallel;
use crate::entity::resolve::{Target, names};
use crate::entity::{Item, ItemId, Own, Registry, Speaker};
use crate::input::config::Config;
use crate::parse::Kind;
use crate::parse::keys::MarkKind;
use std::collections::HashSet;
use std::sync::Arc;

/// Reads every text on all cores and relates them. What did not change since the last site is only put in its place: the tables are made
/// anew, in time that grows with their rows and no faster.
pub fn relate(registry: Registry, config: &Config, last: &mut said::Last) -> Checked<Model> {
    let mut notes = Notes::default();
    let said = said::all(&registry, config, last);
    said.iter().for_each(|said| notes.extend(said.notes.iter().cloned()));
    let intros = registry.intros.iter().map(|intro| notes.take(intro_names(intro, &registry, config))).collect();
    let mut model = tables(registry, said);
    model.intro_targets = intros;
    model.updates = notes.take(status::updates(&model));
    let changes: HashSet<StatementId> = model.updates.iter().map(|(_, by)| *by).collect();
    model.proposals.retain(|id| !changes.contains(id));
    notes.with(model)
}

fn intro_names(intro: &Item, registry: &Registry, config: &Config) -> Checked<Vec<(Lang, Vec<Target>)>> {
    let mut notes = Notes::default();
    let editions = intro.editions.iter();
    let all = editions.map(|(lang, edition)| (lang, notes.take(names(intro, edition, registry, config)))).collect();
    notes.with(all)
}

fn tables(registry: Registry, said: Arc<Vec<Arc<Said>>>) -> Model {
    let (appear, (order, of_document)) =
        parallel::join(|| appear(&said, registry.items.len()), || in_order(&registry, &said));
    let (appearances, documents, in_document) = appear;
    let mut model = Model {
        in_document,
        appearances,
        documents,
        of_document,
        narrower: pairs(&registry, Kind::Theme),
        parts: pairs(&registry, Kind::Organization),
        members: pairs(&registry, Kind::Person),
        readouts: said.iter().flat_map(|said| said.readouts.iter().cloned()).collect(),
        registry,
        said,
        order,
        ..Model::default()
    };
    model.readouts.sort_by_key(|r| (r.event, r.side, r.document, r.lang, r.blocks));
    index(&mut model);
    model
}

/// All appearances by item; those in one item stay in the order of documents.
fn by_item(said: &[Arc<Said>], items: usize) -> Vec<Appearance> {
    // As many rows as there are items before, then the place of the next row of each.
    let mut next = vec![0_u32; items + 1];
    for appearance in said.iter().flat_map(|said| &said.appearances) {
        next[appearance.item.index() + 1] += 1;
    }
    for i in 1..next.len() {
        next[i] += next[i - 1];
    }
    let Some(first) = said.iter().find_map(|said| said.appearances.first()) else { return Vec::new() };
    let mut all = vec![*first; next[items] as usize];
    for appearance in said.iter().flat_map(|said| &said.appearances) {
        let place = &mut next[appearance.item.index()];
        all[*place as usize] = *appearance;
        *place += 1;
    }
    all
}

/// Whose text something is in, and which one there.
type Places = Vec<(ItemId, u32)>;

type Pairs = Vec<(ItemId, ItemId)>;

/// All appearances, the documents of each item, and the items of each document.
fn appear(said: &[Arc<Said>], items: usize) -> (Vec<Appearance>, Pairs, Pairs) {
    let rows = || said.iter().flat_map(|said| said.appearances.iter().map(|a| (a.document, a.item)));
    let count = said.iter().map(|said| said.appearances.len()).sum();
    let (appearances, in_document) = parallel::join(|| by_item(said, items), || once_each(count, rows()));
    let documents = once_each(count, appearances.iter().map(|a| (a.item, a.document)));
    (appearances, documents, in_document)
}

/// Sorted pairs without those that stand there twice; there are at most `most`.
fn once_each(most: usize, pairs: impl Iterator<Item = (ItemId, ItemId)>) -> Pairs {
    let mut all = Pairs::with_capacity(most);
    for pair in pairs {
        if all.last() != Some(&pair) {
            all.push(pair);
        }
    }
    all.shrink_to_fit();
    all
}

/// All statements by day, document id and place, and the same by document and place.
fn in_order(registry: &Registry, said: &[Arc<Said>]) -> (Places, Vec<(ItemId, StatementId)>) {
    let ids = registry.alphabetical();
    let mut places = Places::new();
    let mut order: Vec<(u64, u32, u32)> = Vec::new();
    for (item, said) in said.iter().enumerate() {
        for (place, statement) in said.statements.iter().enumerate() {
            order.push((statement.said.rank(), ids[item], places.len() as u32));
            places.push((ItemId(item as u32), place as u32));
        }
    }
    parallel::sort(&mut order);
    let mut of_document: Vec<(ItemId, StatementId)> = places.iter().map(|(item, _)| (*item, StatementId(0))).collect();
    for (id, (_, _, place)) in order.iter().enumerate() {
        of_document[*place as usize].1 = StatementId(id as u32);
    }
    (order.iter().map(|(_, _, place)| places[*place as usize]).collect(), of_document)
}

/// The tables of statements, in one walk over them as they lie in memory.
fn index(model: &mut Model) {
    let said = Arc::clone(&model.said);
    let statements = said.iter().flat_map(|said| &said.statements);
    for (statement, (_, id)) in statements.zip(&model.of_document) {
        let id = *id;
        model.by_term.extend(statement.term.iter().map(|term| (*term, id)));
        if statement.is_part() {
            continue;
        }
        model.listed.push(id);
        for voice in &statement.voices {
            if let Speaker::Item(item) = voice.speaker {
                model.by_speaker.push((item, id));
            }
        }
        model.by_side.extend(statement.sides.iter().map(|side| (*side, id)));
        model.by_theme.extend(statement.themes.iter().map(|theme| (*theme, id)));
        model.by_event.extend(statement.event.iter().map(|event| (*event, id)));
        model.by_proposition.extend(statement.on.iter().map(|on| (*on, id)));
        match statement.kind {
            MarkKind::Proposal | MarkKind::Commitment => model.proposals.push(id),
            MarkKind::Figure => model.figures.push(id),
            _ => {}
        }
        if statement.updates.is_some() {
            model.changes.push(id);
        }
    }
    let Model { by_speaker, by_side, by_theme, by_event, by_proposition, by_term, .. } = model;
    for table in [&mut model.listed, &mut model.proposals, &mut model.figures, &mut model.changes] {
        table.sort_unstable();
    }
    let item = |id: &ItemId| u64::from(id.0);
    parallel::join(
        || parallel::join(|| sort(by_speaker, item), || sort(by_side, |side| u64::from(side.0))),
        || parallel::join(|| sort(by_theme, item), || (sort(by_event, item), sort(by_term, item))),
    );
    by_proposition.sort_unstable();
    by_proposition.dedup();
}

/// By key, and what has the same key oldest first. One number for both is several times faster to compare than two in turn.
fn sort<K: PartialEq>(table: &mut Vec<(K, StatementId)>, number: impl Fn(&K) -> u64) {
    table.sort_unstable_by_key(|(key, id)| number(key) << 32 | u64::from(id.0));
    table.dedup();
}

/// What is directly below what: themes by wider theme, parts by organization, people by organization.
fn pairs(registry: &Registry, kind: Kind) -> Vec<(ItemId, ItemId)> {
    let mut pairs = Vec::new();
    for (id, item) in registry.of_kind(kind) {
        match &item.own {
            Own::Theme(own) => pairs.extend(own.broader.iter().map(|b| (*b, id))),
            Own::Organization(own) => pairs.extend(own.parent.iter().map(|p| (*p, id))),
            Own::Person(own) => pairs.extend(own.positions.iter().filter_map(|p| Some((p.org?, id)))),
            _ => {}
        }
    }
    pairs.sort();
    pairs.dedup();
    pairs
}
