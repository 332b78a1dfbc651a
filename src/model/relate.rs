//! Makes the tables: statements of all editions paired, appearances, and the indexes over them. Decides nothing about pages.

use super::{Appearance, Model, Role, StatementId, readout, status};
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::lang::Lang;
use crate::base::parallel;
use crate::entity::resolve::{Resolved, Statement, Target, resolve};
use crate::entity::{Author, ItemId, Own, Registry, Speaker};
use crate::input::config::Config;
use crate::parse::Kind;
use crate::parse::keys::MarkKind;
use crate::parse::meta::Publish;
use std::collections::{BTreeMap, HashSet};

const UNPAIRED: Code = Code("edition/unpaired");

/// One item's editions, resolved.
type Texts = Vec<(Lang, Resolved)>;

/// Resolves every text on all cores and relates them.
pub fn relate(registry: Registry, config: &Config) -> Checked<Model> {
    let mut notes = Notes::default();
    let ids: Vec<ItemId> = (0..registry.items.len()).map(|i| ItemId(i as u32)).collect();
    let resolved = parallel::map(&ids, |id| texts(*id, &registry, config));
    let mut targets = Vec::with_capacity(ids.len());
    let mut statements = Vec::new();
    let mut appearances = Vec::new();
    for (id, checked) in ids.iter().zip(resolved) {
        let texts = notes.take(checked);
        appear(*id, &texts, &registry, &mut appearances);
        let (means, said): (Vec<_>, Vec<_>) =
            texts.into_iter().map(|(lang, r)| ((lang, r.targets), (lang, r.statements))).unzip();
        targets.push(means);
        paired(*id, said, &registry, &mut statements, &mut notes);
    }
    let mut model = tables(registry, targets, statements, appearances);
    model.updates = notes.take(status::updates(&model));
    let changes: HashSet<StatementId> = model.updates.iter().map(|(_, by)| *by).collect();
    model.proposals.retain(|id| !changes.contains(id));
    model.readouts = readout::all(&model, config);
    notes.with(model)
}

fn texts(id: ItemId, registry: &Registry, config: &Config) -> Checked<Texts> {
    let mut notes = Notes::default();
    let item = registry.get(id);
    let hidden = item.document().is_some_and(|d| d.publish == Publish::Metadata);
    let mut texts: Texts = Vec::new();
    for (lang, edition) in item.editions.iter() {
        let mut resolved = notes.take(resolve(id, edition, registry, config));
        if hidden {
            // None of the words are public: nothing may quote them.
            resolved.statements.clear();
        }
        texts.push((lang, resolved));
    }
    notes.with(texts)
}

/// Statements of the leading edition, joined with the ones of the same `#id` in the others; those without a partner follow.
fn paired(
    id: ItemId,
    said: Vec<(Lang, Vec<Statement>)>,
    registry: &Registry,
    all: &mut Vec<Statement>,
    notes: &mut Notes,
) {
    let several = said.len() > 1;
    let from = all.len();
    // By `#id`, which no two statements of one edition share; a text may have as many as words.
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for (_, statements) in said {
        for statement in statements {
            match named.get(&statement.sid).filter(|_| statement.named) {
                Some(first) => all[*first].words.extend(statement.words),
                None => {
                    if statement.named {
                        named.insert(statement.sid.clone(), all.len());
                    }
                    all.push(statement);
                }
            }
        }
    }
    if several {
        let lone = all[from..].iter().filter(|s| s.words.len() == 1);
        notes.extend(lone.filter_map(|s| unpaired(id, s, registry)));
    }
}

fn unpaired(id: ItemId, statement: &Statement, registry: &Registry) -> Option<Diagnostic> {
    let (lang, place) = statement.words[0];
    let edition = registry.get(id).editions.get(lang)?;
    let mark = &edition.body.marks[place as usize];
    let message = "no words of another edition are marked as the same statement";
    let note = Diagnostic::hint(UNPAIRED, &edition.path, mark.parts.first()?.span, message);
    Some(note.help("give the words the same `#id` in both editions, so that they count once"))
}

fn appear(id: ItemId, texts: &Texts, registry: &Registry, all: &mut Vec<Appearance>) {
    let item = registry.get(id);
    let Some(own) = item.document() else { return };
    let mut add = |item, role, lang, mention| all.push(Appearance { item, document: id, role, lang, mention });
    for (lang, resolved) in texts {
        for (i, target) in resolved.targets.iter().enumerate() {
            if let Target::Item(target) = target
                && *target != id
            {
                add(*target, Role::Mention, *lang, i as u32);
            }
        }
        for statement in &resolved.statements {
            for voice in &statement.voices {
                if let Speaker::Item(speaker) = voice.speaker {
                    add(speaker, Role::Speaker, Lang::DEFAULT, 0);
                }
            }
            statement.themes.iter().for_each(|t| add(*t, Role::Theme, Lang::DEFAULT, 0));
            statement.event.iter().for_each(|e| add(*e, Role::Event, Lang::DEFAULT, 0));
        }
    }
    own.themes.iter().for_each(|t| add(*t, Role::Theme, Lang::DEFAULT, 0));
    own.event.iter().for_each(|e| add(*e, Role::Event, Lang::DEFAULT, 0));
    let sources = own.sources.iter().filter_map(|s| s.outlet);
    own.outlet.into_iter().chain(sources).for_each(|o| add(o, Role::Outlet, Lang::DEFAULT, 0));
    for author in &own.authors {
        if let Author::Item(author) = author {
            add(*author, Role::Author, Lang::DEFAULT, 0);
        }
    }
}

fn tables(
    registry: Registry,
    targets: Vec<Vec<(Lang, Vec<Target>)>>,
    mut statements: Vec<Statement>,
    mut appearances: Vec<Appearance>,
) -> Model {
    parallel::sort(&mut appearances);
    appearances.dedup();
    let mut documents: Vec<(ItemId, ItemId)> = appearances.iter().map(|a| (a.item, a.document)).collect();
    documents.dedup();
    let mut in_document: Vec<(ItemId, ItemId)> = documents.iter().map(|(item, document)| (*document, *item)).collect();
    parallel::sort(&mut in_document);
    parallel::sort_by_key(&mut statements, |s| (s.said, &*registry.get(s.document).id, s.words[0]));
    let mut model = Model {
        targets,
        appearances,
        documents,
        in_document,
        of_document: table(&statements, |s, add| add(s.document)),
        by_speaker: table(&statements, |s, add| {
            for voice in &s.voices {
                if let Speaker::Item(item) = voice.speaker {
                    add(item);
                }
            }
        }),
        by_side: table(&statements, |s, add| s.sides.iter().for_each(|side| add(*side))),
        by_theme: table(&statements, |s, add| s.themes.iter().for_each(|t| add(*t))),
        by_event: table(&statements, |s, add| s.event.iter().for_each(|e| add(*e))),
        by_proposition: table(&statements, |s, add| s.on.iter().for_each(|on| add(*on))),
        by_term: table(&statements, |s, add| s.term.iter().for_each(|t| add(*t))),
        proposals: of_kinds(&statements, &[MarkKind::Proposal, MarkKind::Commitment]),
        figures: of_kinds(&statements, &[MarkKind::Figure]),
        statements,
        updates: Vec::new(),
        readouts: Vec::new(),
        narrower: pairs(&registry, Kind::Theme),
        parts: pairs(&registry, Kind::Organization),
        members: pairs(&registry, Kind::Person),
        registry,
    };
    let Model { of_document, statements, .. } = &mut model;
    of_document.sort_by_key(|(document, id)| (*document, statements[id.0 as usize].words[0]));
    model
}

/// A table of statements by something that a statement has any number of.
fn table<K: Ord + Copy>(
    statements: &[Statement],
    keys: impl Fn(&Statement, &mut dyn FnMut(K)),
) -> Vec<(K, StatementId)> {
    let mut table = Vec::new();
    for (i, statement) in statements.iter().enumerate() {
        keys(statement, &mut |key| table.push((key, StatementId(i as u32))));
    }
    table.sort();
    table.dedup();
    table
}

fn of_kinds(statements: &[Statement], kinds: &[MarkKind]) -> Vec<StatementId> {
    let found = statements.iter().enumerate().filter(|(_, s)| kinds.contains(&s.kind));
    found.map(|(i, _)| StatementId(i as u32)).collect()
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
