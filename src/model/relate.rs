//! Makes the tables: everything that was said in one order, and the indexes over it. Decides nothing about pages.

use super::readout::Readout;
use super::said::{self, Said};
use super::{Appearance, Model, StatementId, Tables, status};
use crate::base::diag::{Checked, Notes};
use crate::base::fingerprint::Fingerprint;
use crate::base::lang::Lang;
use crate::base::parallel;
use crate::entity::resolve::{Statement, Target, Via, Voice, names};
use crate::entity::{Item, ItemId, Own, Registry, Speaker};
use crate::input::config::Config;
use crate::parse::Kind;
use crate::parse::keys::{MarkKind, State};
use std::collections::HashSet;
use std::sync::Arc;

/// What of the last site may still be right.
#[derive(Default)]
pub struct Last {
    said: said::Last,
    tables: Option<LastTables>,
}

/// The tables with what they were made from.
struct LastTables {
    /// `Registry::frame`.
    frame: Fingerprint,
    said: Arc<Vec<Arc<Said>>>,
    tables: Arc<Tables>,
    /// Nothing where something was to be said about it.
    courses: Option<Courses>,
}

/// How far proposals and commitments have come.
#[derive(Clone)]
struct Courses {
    updates: Vec<(StatementId, StatementId)>,
    proposals: Vec<StatementId>,
    standing: Vec<(State, StatementId)>,
}

impl LastTables {
    /// Whether the tables of these texts are the same: in each the same people say as much on the same days, and the same names stand.
    fn fits(&self, frame: Fingerprint, said: &[Arc<Said>]) -> bool {
        self.frame == frame && self.said.len() == said.len() && self.are_all(said, has_same_rows)
    }

    /// The courses, where each text of the same tables says the same of every status.
    fn courses(&self, said: &[Arc<Said>]) -> Option<Courses> {
        self.courses.as_ref().filter(|_| self.are_all(said, has_same_statuses)).cloned()
    }

    fn are_all(&self, said: &[Arc<Said>], is_same: impl Fn(&Said, &Said) -> bool) -> bool {
        self.said.iter().zip(said).all(|(old, new)| Arc::ptr_eq(old, new) || is_same(old, new))
    }
}

/// Reads every text on all cores and relates them. What did not change since the last site is only put in its place: the tables are made
/// anew where who says what when changed, in time that grows with their rows and no faster.
pub fn relate(registry: Registry, config: &Config, last: &mut Last) -> Checked<Model> {
    let mut notes = Notes::default();
    let said = said::all(&registry, config, &mut last.said);
    said.iter().for_each(|said| notes.extend(said.notes.iter().cloned()));
    let intros = registry.intros.iter().map(|intro| notes.take(intro_names(intro, &registry, config))).collect();
    let known = last.tables.as_ref().filter(|known| known.fits(registry.frame, &said));
    let tables = known.map_or_else(|| Arc::new(tables(&registry, &said)), |known| Arc::clone(&known.tables));
    let known = known.and_then(|known| known.courses(&said));
    let mut readouts: Vec<Readout> = said.iter().flat_map(|said| said.readouts.iter().cloned()).collect();
    readouts.sort_by_key(|r| (r.event, r.side, r.document, r.lang, r.blocks));
    let mut model = Model { registry, said, intro_targets: intros, tables, readouts, ..Model::default() };
    let made = known.map_or_else(|| courses(&mut model), Checked::fine);
    // What is to be said about them stands at places that may be others next time.
    let kept = Some(&made.value).filter(|_| made.notes.is_empty()).cloned();
    let (frame, said, tables) = (model.registry.frame, Arc::clone(&model.said), Arc::clone(&model.tables));
    last.tables = Some(LastTables { frame, said, tables, courses: kept });
    Courses { updates: model.updates, proposals: model.proposals, standing: model.standing } = notes.take(made);
    notes.with(model)
}

/// Who changes the status of what, what is no such change, and how it stands.
fn courses(model: &mut Model) -> Checked<Courses> {
    let mut notes = Notes::default();
    model.updates = notes.take(status::updates(model));
    let changes: HashSet<StatementId> = model.updates.iter().map(|(_, by)| *by).collect();
    let proposals = model.proposed.iter().copied().filter(|id| !changes.contains(id));
    model.proposals = proposals.collect();
    let standing = standing(model);
    let (updates, proposals) = (std::mem::take(&mut model.updates), std::mem::take(&mut model.proposals));
    notes.with(Courses { updates, proposals, standing })
}

/// How each proposal stands, by status.
fn standing(model: &Model) -> Vec<(State, StatementId)> {
    let states =
        |id: &StatementId| -> Vec<State> { status::current(model, *id).iter().map(|step| step.status).collect() };
    let all = parallel::map(&model.proposals, states);
    let pairs = all.iter().zip(&model.proposals).flat_map(|(states, id)| states.iter().map(|state| (*state, *id)));
    let mut standing: Vec<(State, StatementId)> = pairs.collect();
    standing.sort_unstable();
    standing
}

fn intro_names(intro: &Item, registry: &Registry, config: &Config) -> Checked<Vec<(Lang, Vec<Target>)>> {
    let mut notes = Notes::default();
    let editions = intro.editions.iter();
    let all = editions.map(|(lang, edition)| (lang, notes.take(names(intro, edition, registry, config)))).collect();
    notes.with(all)
}

fn tables(registry: &Registry, said: &[Arc<Said>]) -> Tables {
    let (appear, (order, of_document)) =
        parallel::join(|| appear(said, registry.items.len()), || in_order(registry, said));
    let (appearances, documents, in_document) = appear;
    let mut tables = Tables {
        in_document,
        appearances,
        documents,
        of_document,
        events: events(registry, said),
        narrower: pairs(registry, Kind::Theme),
        confused: pairs(registry, Kind::Term),
        parts: pairs(registry, Kind::Organization),
        members: pairs(registry, Kind::Person),
        order,
        ..Tables::default()
    };
    index(&mut tables, registry, said);
    tables
}

/// Whether two readings of an item have the same rows in all tables: everything that `tables` looks at.
fn has_same_rows(a: &Said, b: &Said) -> bool {
    let is_same = |(a, b): (&Statement, &Statement)| {
        a.said == b.said
            && a.kind == b.kind
            && a.is_part() == b.is_part()
            && a.updates.is_some() == b.updates.is_some()
            && (a.event, a.term) == (b.event, b.term)
            && a.via == b.via
            && (&a.voices, &a.to, &a.sides, &a.themes, &a.on) == (&b.voices, &b.to, &b.sides, &b.themes, &b.on)
    };
    a.appearances == b.appearances
        && a.statements.len() == b.statements.len()
        && a.statements.iter().zip(&b.statements).all(is_same)
}

/// Whether two readings of an item, which have the same rows, say the same of every status: everything that `courses` looks at.
fn has_same_statuses(a: &Said, b: &Said) -> bool {
    let updates = |s: &Statement| s.updates.as_ref().map(|written| Arc::clone(&written.value));
    let is_same = |(a, b): (&Statement, &Statement)| {
        (&a.sid, a.named) == (&b.sid, b.named)
            && (a.as_of, &a.status) == (b.as_of, &b.status)
            && updates(a) == updates(b)
    };
    a.statements.iter().zip(&b.statements).all(is_same)
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
fn index(tables: &mut Tables, registry: &Registry, said: &[Arc<Said>]) {
    let statements = said.iter().flat_map(|said| &said.statements);
    for (statement, (_, id)) in statements.zip(&tables.of_document) {
        let id = *id;
        tables.by_term.extend(statement.term.iter().map(|term| (*term, id)));
        if statement.updates.is_some() {
            tables.changes.push(id);
        }
        if statement.is_part() {
            continue;
        }
        tables.listed.push(id);
        let speakers = statement.voices.iter().filter_map(|voice| voice.speaker.item());
        tables.by_speaker.extend(speakers.map(|item| (item, id)));
        tables.in_office.extend(offices_of(registry, statement).map(|org| (org, id)));
        tables.by_source.extend(outlet_of(registry, statement).map(|outlet| (outlet, id)));
        tables.by_addressee.extend(statement.to.iter().map(|to| (*to, id)));
        tables.by_side.extend(statement.sides.iter().map(|side| (*side, id)));
        tables.by_theme.extend(statement.themes.iter().map(|theme| (*theme, id)));
        tables.by_event.extend(statement.event.iter().map(|event| (*event, id)));
        tables.by_proposition.extend(statement.on.iter().map(|on| (*on, id)));
        match statement.kind {
            MarkKind::Proposal | MarkKind::Commitment => tables.proposed.push(id),
            MarkKind::Figure => tables.figures.push(id),
            _ => {}
        }
    }
    let Tables { by_speaker, in_office, by_source, by_side, by_theme, by_event, by_proposition, by_term, .. } = tables;
    for table in [&mut tables.listed, &mut tables.proposed, &mut tables.figures, &mut tables.changes] {
        table.sort_unstable();
    }
    let item = |id: &ItemId| u64::from(id.0);
    parallel::join(
        || {
            parallel::join(
                || (sort(by_speaker, item), sort(in_office, item)),
                || sort(by_side, |side| u64::from(side.0)),
            )
        },
        || {
            parallel::join(
                || (sort(by_theme, item), sort(by_source, item)),
                || (sort(by_event, item), sort(by_term, item)),
            )
        },
    );
    by_proposition.sort_unstable();
    by_proposition.dedup();
    tables.by_addressee.sort_unstable();
    tables.by_addressee.dedup();
}

/// The organizations that somebody speaks from an office of, without those that speak themselves.
fn offices_of(registry: &Registry, statement: &Statement) -> impl Iterator<Item = ItemId> {
    let office = |voice: &Voice| {
        let (Speaker::Item(speaker), Some(office)) = (voice.speaker, voice.office) else { return None };
        match &registry.get(speaker).own {
            Own::Person(own) => own.positions.get(usize::from(office))?.org,
            _ => None,
        }
    };
    statement.voices.iter().filter_map(office).filter(|org| !statement.is_by(*org))
}

/// The outlet that a statement is known from: its source's, or that of the document. Its own words are among its statements already.
fn outlet_of(registry: &Registry, statement: &Statement) -> Option<ItemId> {
    let own = registry.get(statement.document).document()?;
    match statement.via {
        Via::Document => own.outlet,
        Via::Source(place) => own.sources.get(usize::from(place))?.outlet,
        Via::Outlet(outlet) => Some(outlet),
    }
    .filter(|outlet| !statement.is_by(*outlet))
}

/// By key, and what has the same key oldest first. One number for both is several times faster to compare than two in turn.
fn sort<K: PartialEq>(table: &mut Vec<(K, StatementId)>, number: impl Fn(&K) -> u64) {
    table.sort_unstable_by_key(|(key, id)| number(key) << 32 | u64::from(id.0));
    table.dedup();
}

/// Who was at which event: those that its file names, and those that spoke there.
fn events(registry: &Registry, said: &[Arc<Said>]) -> Pairs {
    let mut pairs = Pairs::new();
    for (id, item) in registry.of_kind(Kind::Event) {
        if let Own::Event(own) = &item.own {
            let named = own.participants.iter().map(|one| one.person).chain(own.organizers.iter().copied());
            pairs.extend(named.map(|who| (who, id)));
        }
    }
    for statement in said.iter().flat_map(|said| &said.statements).filter(|statement| !statement.is_part()) {
        let Some(event) = statement.event else { continue };
        let speakers = statement.voices.iter().filter_map(|voice| voice.speaker.item());
        pairs.extend(speakers.map(|who| (who, event)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// What is directly below what: themes by wider theme, parts by organization, people by organization; terms by those that they are confused
/// with.
fn pairs(registry: &Registry, kind: Kind) -> Vec<(ItemId, ItemId)> {
    let mut pairs = Vec::new();
    for (id, item) in registry.of_kind(kind) {
        match &item.own {
            Own::Theme(own) => pairs.extend(own.broader.iter().map(|b| (*b, id))),
            Own::Organization(own) => pairs.extend(own.parent.iter().map(|p| (*p, id))),
            Own::Term(own) => pairs.extend(own.confused_with.iter().flat_map(|other| [(id, *other), (*other, id)])),
            Own::Person(own) => pairs.extend(own.positions.iter().filter_map(|p| Some((p.org?, id)))),
            _ => {}
        }
    }
    pairs.sort();
    pairs.dedup();
    pairs
}
