//! Gathers the editions of each item, merges their texts, and keeps what is not public apart. Does not look names up.

use super::lookup::names_of;
use super::stubs::{self, STUB};
use super::{Core, Item, Names, Own, Registry, own};
use crate::base::date::{Date, Day};
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::fingerprint::Fingerprint;
use crate::base::fold::fold;
use crate::base::lang::{ByLang, Lang};
use crate::base::parallel;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::input::config::{Config, Text};
use crate::parse::front::INTRODUCTION;
use crate::parse::meta::{self, Common, Meta};
use crate::parse::{Edition, Kind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const DUPLICATE: Code = Code("id/duplicate");
/// What two editions say differently.
pub const DIFFERS: Code = Code("edition/differs");

/// Keys that an edition may have of its own. By `draft` and `embargo` it is held back alone; those of the leading one hold for all.
const OWN_KEYS: [&str; 13] = [
    "title",
    "summary",
    "note",
    "name",
    "short",
    "definition",
    "translation",
    "url",
    "lang",
    "propositions",
    "term",
    "draft",
    "embargo",
];

/// What decides what exists, besides the files.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Scene {
    /// Today.
    pub today: Day,
    /// Whether drafts and embargoed documents are part of the site.
    pub drafts: bool,
    /// Of `site.toml`.
    pub settings: Fingerprint,
}

impl Scene {
    /// Whether something is not public (yet).
    fn holds_back(&self, common: &Common) -> bool {
        !self.drafts && (common.draft || common.embargo_after(self.today).is_some())
    }
}

/// The registry of the last site, and what it was made from: a change in a text alone leaves all of it as it is.
pub struct Frame {
    registry: Registry,
    /// Where each edition went.
    places: Vec<Option<Place>>,
    notes: Vec<Diagnostic>,
    /// The editions that a text's names were told of in: a word before them moves the places of the notes.
    told: Vec<(usize, Fingerprint)>,
}

impl Frame {
    /// Whether its notes are still where they were.
    fn holds(&self, editions: &[Arc<Edition>]) -> bool {
        let is_same = |(i, old): &(usize, Fingerprint)| editions.get(*i).is_some_and(|now| now.fingerprint == *old);
        self.told.iter().all(is_same)
    }
}

/// Where an edition is in a registry.
#[derive(Clone, Copy)]
enum Place {
    Item(usize),
    Intro(usize),
}

/// Makes the registry of all editions.
pub fn collect(
    editions: &[Arc<Edition>],
    config: &Config,
    scene: Scene,
    last: &mut Option<Frame>,
) -> Checked<Registry> {
    let frames: Vec<Fingerprint> = editions.iter().map(|edition| edition.frame).collect();
    let key = Fingerprint::of_value(&(scene, frames));
    if let Some(frame) = last.as_ref().filter(|frame| frame.registry.frame == key && frame.holds(editions)) {
        return frame.with_texts(editions);
    }
    let Checked { value: mut registry, notes } = afresh(editions, config, scene);
    registry.frame = key;
    let places = editions.iter().map(|edition| place(&registry, edition)).collect();
    let files: BTreeSet<&SourcePath> =
        notes.iter().filter(|note| note.code == STUB).map(|note| &note.place.file).collect();
    let told = editions.iter().enumerate().filter(|(_, edition)| files.contains(&edition.path));
    let told = told.map(|(i, edition)| (i, edition.fingerprint)).collect();
    *last = Some(Frame { registry: registry.clone(), places, notes: notes.clone(), told });
    Checked { value: registry, notes }
}

impl Frame {
    /// The same registry with other texts.
    fn with_texts(&self, editions: &[Arc<Edition>]) -> Checked<Registry> {
        let mut registry = self.registry.clone();
        for (edition, place) in editions.iter().zip(&self.places) {
            let all = match *place {
                Some(Place::Item(i)) => &mut registry.items[i].editions,
                Some(Place::Intro(i)) => &mut registry.intros[i].editions,
                None => continue,
            };
            if all.get(edition.lang).is_none_or(|old| !Arc::ptr_eq(old, edition)) {
                all.set(edition.lang, Arc::clone(edition));
            }
        }
        Checked { value: registry, notes: self.notes.clone() }
    }
}

fn place(registry: &Registry, edition: &Arc<Edition>) -> Option<Place> {
    let has = |all: &ByLang<Arc<Edition>>| all.get(edition.lang).is_some_and(|e| Arc::ptr_eq(e, edition));
    if &*edition.id == INTRODUCTION {
        return registry.intros.iter().position(|intro| has(&intro.editions)).map(Place::Intro);
    }
    let item = registry.find(edition.kind, &edition.id)?.index();
    has(&registry.items[item].editions).then_some(Place::Item(item))
}

fn afresh(editions: &[Arc<Edition>], config: &Config, scene: Scene) -> Checked<Registry> {
    let mut notes = Notes::default();
    let mut registry = Registry::default();
    let mut withheld = BTreeSet::new();
    for ((kind, id), mut all) in grouped(editions, &mut notes) {
        let mut common = merged(&all, &mut notes);
        if all.iter().any(|(_, edition)| scene.holds_back(&edition.meta.common)) && !scene.holds_back(&common) {
            all.retain(|edition| !scene.holds_back(&edition.meta.common));
            common = merged(&all, &mut Notes::default());
        }
        if scene.holds_back(&common) {
            withheld.insert((kind, id.to_string()));
            withheld.extend(common.former_ids.iter().map(|id| (kind, id.value.to_string())));
            withheld.extend(names_of(&common).map(|name| (kind, fold(name))));
            continue;
        }
        let core = Core { kind, id, common, own: Own::Page, side: None, stub: false };
        let item = Item { editions: all, core: Arc::new(core) };
        match &*item.id {
            "_index" => registry.intros.push(item),
            _ => registry.items.push(item),
        }
    }
    arrange(&mut registry, withheld.clone());
    let found = notes.take(stubs::find(&registry, config));
    if !found.is_empty() {
        registry.items.extend(found);
        arrange(&mut registry, withheld);
    }
    resolve_own(&mut registry, config, &mut notes);
    registry.base = base(&registry, editions, scene);
    notes.with(registry)
}

/// See `Registry::base`.
fn base(registry: &Registry, editions: &[Arc<Edition>], scene: Scene) -> Fingerprint {
    let names = |item: &Item| -> Vec<String> { names_of(&item.common).cloned().collect() };
    let items: Vec<_> = registry.items.iter().map(|item| (item.kind, &item.id, names(item))).collect();
    let others: Vec<Fingerprint> =
        editions.iter().filter(|e| e.kind != Kind::Document).map(|edition| edition.frame).collect();
    Fingerprint::of_value(&(scene, items, others, &registry.names.withheld))
}

fn resolve_own(registry: &mut Registry, config: &Config, notes: &mut Notes) {
    let resolved = parallel::map(&registry.items, |item| own::resolve(item, registry, config));
    for (item, checked) in registry.items.iter_mut().zip(resolved) {
        let (own, side) = notes.take(checked);
        let Some(core) = Arc::get_mut(&mut item.core) else { unreachable!("nobody else has the item yet") };
        core.own = own;
        core.side = side;
    }
}

type Groups = BTreeMap<(Kind, Arc<str>), ByLang<Arc<Edition>>>;

fn grouped(editions: &[Arc<Edition>], notes: &mut Notes) -> Groups {
    let mut groups: Groups = BTreeMap::new();
    for edition in editions {
        let all = groups.entry((edition.kind, edition.id.clone())).or_default();
        match all.get(edition.lang) {
            None => all.set(edition.lang, Arc::clone(edition)),
            Some(first) => {
                let message = format!("the id `{}` is taken by {}", edition.id, first.path);
                let note = Diagnostic::error(DUPLICATE, &edition.path, Span::default(), message);
                notes.push(note.help("rename one of the two files; folders do not count"));
            }
        }
    }
    groups
}

/// Documents by date and id, then kind by kind by id; then the tables of names.
fn arrange(registry: &mut Registry, withheld: BTreeSet<(Kind, String)>) {
    registry.items.sort_by(|a, b| (a.kind, date_of(a), &a.id).cmp(&(b.kind, date_of(b), &b.id)));
    registry.names = Arc::new(Names::of(&registry.items, withheld));
}

fn date_of(item: &Item) -> Option<Date> {
    let (_, edition) = item.editions.leading()?;
    match &edition.meta.own {
        meta::Own::Document(own) => Some(own.date.as_ref().map_or(Date::UNDATED, |d| d.value)),
        _ => None,
    }
}

/// The shared keys of the leading edition with the texts of all others.
fn merged(all: &ByLang<Arc<Edition>>, notes: &mut Notes) -> Common {
    let Some((lead, leading)) = all.leading() else { return Common::default() };
    let mut common = leading.meta.common.clone();
    for (lang, edition) in all.iter().filter(|(lang, _)| *lang != lead) {
        let own = &edition.meta.common;
        overlay(&mut common.name, &own.name, lang);
        overlay(&mut common.short, &own.short, lang);
        for (text, own) in [(&mut common.summary, &own.summary), (&mut common.note, &own.note)] {
            // What only this edition says is for its readers.
            if text.is_empty() && !own.is_empty() {
                text.all = Some(String::new());
            }
            overlay(text, own, lang);
        }
        notes.extend(differences(leading, edition));
    }
    common
}

/// An edition's own text beats a `{en, zh}` map, which beats the leading text.
pub fn overlay(text: &mut Text, own: &Text, lang: Lang) {
    if let Some(value) = own.by.get(lang).or(own.all.as_ref()) {
        text.by.set(lang, value.clone());
    }
}

/// Shared keys that an edition sets otherwise than the leading one.
fn differences(leading: &Edition, edition: &Edition) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    let mut differs = |what: String, span: Span| {
        let message = format!("{what} from the leading edition's, {}", leading.path);
        let note = Diagnostic::error(DIFFERS, &edition.path, span, message);
        notes.push(note.help("shared keys are set in the leading edition only; leave it out here"));
    };
    for (key, value) in edition.meta.written.iter().zip(&edition.meta.values) {
        if !OWN_KEYS.contains(&key.value.as_str()) && !same(&leading.meta, &key.value, value) {
            differs(format!("`{}` differs", key.value), key.span);
        }
    }
    if let (meta::Own::Theme(first), meta::Own::Theme(own)) = (&leading.meta.own, &edition.meta.own) {
        for own in &own.propositions {
            let same = first.propositions.iter().find(|p| p.id.value == own.id.value);
            if same.is_none_or(|p| own.state.as_ref().is_some_and(|_| own.state != p.state)) {
                differs(format!("the proposition `{}` differs", own.id.value), own.id.span);
            }
        }
    }
    notes
}

fn same(leading: &Meta, key: &str, value: &crate::base::fingerprint::Fingerprint) -> bool {
    leading.written.iter().zip(&leading.values).any(|(k, v)| k.value == key && v == value)
}
