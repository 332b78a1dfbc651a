//! What tells whether a page must be made anew, without making it. A key may change where the page does not; never the reverse: every case
//! and the properties check that.
//!
//! Of files that are no documents, any change changes every key: they are few, and their names, offices and sides reach far. Of documents, a
//! page depends on those that it shows or counts, each with what the names in it mean and with the documents that update its statements.

mod told;

use super::Pages;
use super::listed::*;
use super::lists::range_of;
use super::route::*;
use crate::base::date::Day;
use crate::base::fingerprint::Fingerprint;
use crate::base::lang::Lang;
use crate::base::parallel;
use crate::entity::resolve::{Statement, Target, Via};
use crate::entity::{Item, ItemId, Own, Speaker};
use crate::input::config::Config;
use crate::model::{Model, StatementId, rows, status};
use crate::parse::Kind;
use std::collections::{BTreeMap, BTreeSet};
use told::told;

/// What keys are made from.
#[derive(Debug, Default)]
pub struct Keys {
    /// Of each item: its kind and id; of a document also its text, what the names in it mean, who updates it, and what it updates.
    items: Vec<Fingerprint>,
    /// Of what all documents tell: see `told`.
    told: Fingerprint,
    /// What each item is called, and where: see `name_key`.
    names: Vec<Fingerprint>,
    /// Which things and introductions there are that are no documents, and in which languages: an embargo may begin or end, a text may
    /// ask for a stub, and somebody may come into an office.
    things: Fingerprint,
}

impl Keys {
    /// The keys of all items of a site.
    fn new(model: &Model, config: &Config, today: Day) -> Keys {
        let ids: Vec<ItemId> = (0..model.registry.items.len()).map(|i| ItemId(i as u32)).collect();
        let names = parallel::map(&ids, |id| name_key(model.registry.get(*id), today));
        let made = |id: &ItemId| own_keys(model, config, *id, &names, today);
        let own = parallel::map(&ids, |id| *model.said[id.index()].keys.get_or_init(|| made(id)));
        let (updated, updating) = (updated_by(model), updating(model, &names));
        let pairs = Fingerprint::of_value(&pairs(model));
        let items = parallel::map(&ids, |id| match (updated.get(id), updating.get(id)) {
            (None, None) => own[id.index()].0,
            (by, of) => {
                let by: Vec<Fingerprint> = by.into_iter().flatten().map(|d| own[d.index()].0).collect();
                Fingerprint::of_value(&(own[id.index()].0, by, of, pairs))
            }
        });
        let documents = model.registry.of_kind(Kind::Document).count();
        let told = Fingerprint::of_value(&own[..documents].iter().map(|(_, told)| *told).collect::<Vec<_>>());
        let things = model.registry.items[documents..].iter().zip(&names[documents..]);
        let things = things.map(|(item, name)| {
            let offices = match &item.own {
                Own::Person(own) => own.positions.iter().map(|office| office.held_on(today)).collect(),
                _ => Vec::new(),
            };
            (name, offices, languages(item))
        });
        let intros = model.registry.intros.iter().map(|intro| (intro.kind.folder(), languages(intro)));
        let things = Fingerprint::of_value(&(things.collect::<Vec<_>>(), intros.collect::<Vec<_>>()));
        Keys { told, things, names, items }
    }
}

/// The languages that an item has a public edition in.
fn languages(item: &Item) -> Vec<usize> {
    item.editions.iter().map(|(lang, _)| lang.index()).collect()
}

/// Of a name that leads to an item: its kind and id, of a document its front matter, which has its title, and of a stub what texts call it. What
/// other things are called is in the world's key. Pages that drafts are on say so of what is under embargo still.
fn name_key(item: &Item, today: Day) -> Fingerprint {
    let editions = item.editions.iter().filter(|_| item.kind == Kind::Document);
    let frames: Vec<Fingerprint> = editions.map(|(_, edition)| edition.frame).collect();
    let called = item.stub.then(|| item.name(Lang::DEFAULT).0);
    let commons = std::iter::once(&item.common).chain(item.editions.iter().map(|(_, edition)| &edition.meta.common));
    let is_embargoed: Vec<bool> = commons.map(|common| common.embargo_after(today).is_some()).collect();
    Fingerprint::of_value(&(item.kind.word(), &item.id, frames, called, is_embargoed))
}

/// Of a document: its editions, and what the names and marks in it mean; then the same without what `told` leaves out. Of anything else its
/// name: the rest is in the world's key.
fn own_keys(
    model: &Model,
    config: &Config,
    id: ItemId,
    names: &[Fingerprint],
    today: Day,
) -> (Fingerprint, Fingerprint) {
    let item = model.registry.get(id);
    let Some(own) = item.document() else { return (names[id.index()], Fingerprint::default()) };
    let meaning = Fingerprint::of_value(&meaning(model, id, names, today));
    let texts: Vec<Fingerprint> = item.editions.iter().map(|(_, edition)| edition.fingerprint).collect();
    let told = item.editions.iter().map(|(lang, edition)| told(own, edition, &config.language(lang).tag));
    (Fingerprint::of_value(&(texts, meaning)), Fingerprint::of_value(&(told.collect::<Vec<_>>(), meaning)))
}

/// What the names and marks of a document mean.
fn meaning(model: &Model, id: ItemId, names: &[Fingerprint], today: Day) -> Vec<Fingerprint> {
    let item = model.registry.get(id);
    let mut parts: Vec<Fingerprint> = vec![names[id.index()]];
    for (lang, _) in item.editions.iter() {
        let plain = Fingerprint::default();
        let means = |target: &Target| match target {
            Target::Item(target) => names[target.index()],
            Target::Plain => plain,
        };
        parts.extend(model.targets_of(id, lang).iter().map(means));
    }
    let own = item.document();
    let named = own.iter().flat_map(|own| {
        let authors = own.authors.iter().filter_map(|a| match a {
            crate::entity::Author::Item(id) => Some(*id),
            crate::entity::Author::Name(_) => None,
        });
        let sources = own.sources.iter().filter_map(|s| s.outlet);
        own.themes.iter().copied().chain(own.outlet).chain(own.event).chain(authors).chain(sources)
    });
    parts.extend(named.map(|id| names[id.index()]));
    for (_, statement) in rows(&model.of_document, id) {
        parts.push(statement_key(model.statement(*statement), names, today));
    }
    parts
}

fn statement_key(statement: &Statement, names: &[Fingerprint], today: Day) -> Fingerprint {
    let name = |id: ItemId| names[id.index()];
    let who = |speaker: &Speaker| match speaker {
        Speaker::Item(id) => (name(*id), 0),
        Speaker::Side(side) => (Fingerprint::default(), side.0 + 1),
    };
    let voices: Vec<_> = statement.voices.iter().map(|v| (who(&v.speaker), v.office, v.side)).collect();
    let to: Vec<_> = statement.to.iter().map(who).collect();
    let themes: Vec<_> = statement.themes.iter().map(|t| name(*t)).collect();
    let on: Vec<_> = statement.on.iter().map(|(theme, place)| (name(*theme), *place)).collect();
    let via = match statement.via {
        Via::Document => (0, Fingerprint::default()),
        Via::Source(place) => (u32::from(place) + 1, Fingerprint::default()),
        Via::Outlet(id) => (0, name(id)),
    };
    let overdue = statement.due.is_some_and(|due| due.last() < today);
    let rest = (
        statement.event.map(name),
        statement.term.map(name),
        via,
        overdue,
        statement.said.to_string(),
        statement.words.len(),
    );
    Fingerprint::of_value(&(&statement.sid, voices, to, themes, on, rest))
}

/// For each document those that change the status of its statements, over however many steps.
fn updated_by(model: &Model) -> BTreeMap<ItemId, BTreeSet<ItemId>> {
    let mut found: BTreeMap<ItemId, BTreeSet<ItemId>> = BTreeMap::new();
    for of in model.updates.chunk_by(|a, b| a.0 == b.0).map(|all| all[0].0) {
        let by = status::history(model, of).into_iter().map(|step| model.statement(step.statement).document);
        found.entry(model.statement(of).document).or_default().extend(by);
    }
    found
}

/// Who changes what, all over the site: which statement a name means is not in the key of the text that has the name.
fn pairs(model: &Model) -> Vec<[(&str, &str); 2]> {
    let called = |id: StatementId| {
        let statement = model.statement(id);
        (&*model.registry.get(statement.document).id, &*statement.sid)
    };
    model.updates.iter().map(|(of, by)| [called(*of), called(*by)]).collect()
}

/// For each document which of its statements change others, and which: a change of what there is no longer is a statement of its own.
fn updating<'m>(model: &'m Model, names: &[Fingerprint]) -> BTreeMap<ItemId, Vec<(&'m str, Fingerprint, &'m str)>> {
    let mut found: BTreeMap<ItemId, Vec<_>> = BTreeMap::new();
    for (of, by) in &model.updates {
        let (of, by) = (model.statement(*of), model.statement(*by));
        found.entry(by.document).or_default().push((&*by.sid, names[of.document.index()], &*of.sid));
    }
    found
}

impl Pages {
    /// The keys of items, made when they are first asked for, on all cores. Whoever asks from several threads asks once before: a thread that waits
    /// for its part of them must not meet work that waits for all of them.
    pub fn keys(&self) -> &Keys {
        self.keys.get_or_init(|| Keys::new(&self.model, &self.config, self.today))
    }

    /// Changes whenever what a page shows may have.
    pub fn key(&self, route: &Route) -> Fingerprint {
        let parts = self.depends_on(route.page);
        Fingerprint::of_value(&(self.around(), route.path.as_str(), parts))
    }

    /// What every key has in it.
    fn around(&self) -> (Fingerprint, Fingerprint) {
        (self.world, self.keys().things)
    }

    fn item_key(&self, id: ItemId) -> Fingerprint {
        self.keys().items[id.index()]
    }

    fn depends_on(&self, page: Page) -> Vec<Fingerprint> {
        let model = &self.model;
        match page {
            Page::Redirect(id) => vec![self.keys().names[id.index()]],
            Page::Missing => Vec::new(),
            Page::Item(id) if model.registry.get(id).kind == Kind::Document => self.of_document(id),
            Page::Item(id) => self.of_entity(id),
            Page::Mentions(id, number) => {
                let all = mentions_of(model, id);
                let shown = &all[range_of(all.len(), ROWS_PER_PAGE, number)];
                let total = Fingerprint::of_value(&all.len());
                shown.iter().map(|d| self.item_key(*d)).chain([total, self.item_key(id)]).collect()
            }
            // Counts all.
            Page::Statements(StatementsOf::All, 0) => vec![self.keys().told],
            Page::Statements(list, number) => {
                let total = list.len(model);
                self.of_statements(&list.newest_first(model, range_of(total, ROWS_PER_PAGE, number)), total)
            }
            // Rows of documents are made from front matter; the introduction is on the first page only.
            Page::Documents(DocumentsOf::All, 0) => vec![self.keys().told],
            Page::Documents(DocumentsOf::Item(id), _) => self.of_documents_with(id),
            Page::Documents(..) => vec![model.registry.frame],
            Page::Proposals(number) if number > 0 => {
                let total = model.proposals.len();
                self.of_statements(&model.proposals[range_of(total, ROWS_PER_PAGE, number)], total)
            }
            Page::Standing(state, number) if number > 0 => {
                let all = rows(&model.standing, state);
                let shown: Vec<StatementId> =
                    all[range_of(all.len(), ROWS_PER_PAGE, number)].iter().map(|(_, id)| *id).collect();
                self.of_statements(&shown, all.len())
            }
            _ => vec![self.keys().told],
        }
    }

    /// The documents of the statements that a page of a list shows, and how long the list is.
    fn of_statements(&self, shown: &[StatementId], total: usize) -> Vec<Fingerprint> {
        let documents = shown.iter().map(|s| self.item_key(self.model.statement(*s).document));
        documents.chain([Fingerprint::of_value(&total)]).collect()
    }

    /// Rows are made from front matter; which documents an entity is in, texts say too.
    fn of_documents_with(&self, id: ItemId) -> Vec<Fingerprint> {
        let documents = rows(&self.model.documents, id).iter().map(|(_, document)| self.keys().names[document.index()]);
        documents.chain([self.model.registry.frame]).collect()
    }

    /// Changes whenever what is made from these documents may have.
    pub fn key_of(&self, documents: &[ItemId]) -> Fingerprint {
        let keys: Vec<Fingerprint> = documents.iter().map(|d| self.item_key(*d)).collect();
        Fingerprint::of_value(&(self.around(), keys))
    }

    /// Changes whenever what is made from what any document tells may have.
    pub fn key_of_told(&self) -> Fingerprint {
        Fingerprint::of_value(&(self.around(), self.keys().told))
    }

    /// Changes whenever what is made from front matter may have.
    pub fn key_of_front_matter(&self) -> Fingerprint {
        Fingerprint::of_value(&(self.around(), self.model.registry.frame))
    }

    /// The document, what its text names, its neighbours, the documents that name it, and those that have most in common with it.
    fn of_document(&self, id: ItemId) -> Vec<Fingerprint> {
        let model = &self.model;
        let mut documents: Vec<ItemId> = vec![id];
        let neighbours = [id.0.checked_sub(1), id.0.checked_add(1)].into_iter().flatten().map(ItemId);
        documents.extend(neighbours.filter(|n| n.index() < self.keys().items.len()));
        let naming = mentions_of(model, id);
        let count = naming.len();
        documents.extend(naming.into_iter().rev().take(ROWS_ON_ENTITY));
        let related = self.related(id);
        documents.extend(related.iter().map(|one| one.document));
        let shared: Vec<u32> = related.iter().map(|one| one.shared).collect();
        let all = documents.iter().map(|d| self.item_key(*d)).chain(self.named_in(id));
        all.chain([Fingerprint::of_value(&(count, shared))]).collect()
    }

    /// What a text names, as far as it is public.
    fn named_in(&self, id: ItemId) -> impl Iterator<Item = Fingerprint> {
        let editions = self.model.registry.get(id).editions.iter();
        editions.flat_map(move |(lang, _)| self.model.targets_of(id, lang)).map(|target| match target {
            Target::Item(target) => self.item_key(*target),
            Target::Plain => Fingerprint::default(),
        })
    }

    /// Every document that the entity is in or that marks it as a term, and what its own text names.
    fn of_entity(&self, id: ItemId) -> Vec<Fingerprint> {
        let model = &self.model;
        let marked = |(_, s): &(ItemId, StatementId)| model.statement(*s).document;
        let documents = rows(&model.documents, id).iter().map(|(_, document)| *document);
        let terms = rows(&model.by_term, id).iter().map(marked);
        // Of an organization, what its people say is on its page.
        let people = rows(&model.members, id).iter().flat_map(|(_, person)| rows(&model.documents, *person));
        let of_people = people.map(|(_, document)| *document);
        let readouts = model.readouts.iter().filter(|r| r.event == id).map(|r| r.document);
        let readouts: Vec<ItemId> =
            if model.registry.get(id).kind == Kind::Event { readouts.collect() } else { Vec::new() };
        // The text of a read-out is on the event's page, with what it names and embeds.
        let named: Vec<Fingerprint> = readouts.iter().flat_map(|document| self.named_in(*document)).collect();
        let all = [id].into_iter().chain(documents).chain(terms).chain(of_people).chain(readouts);
        let all = all.map(|d| self.item_key(d));
        all.chain(self.named_in(id)).chain(named).collect()
    }
}
