//! Stubs: pages for names that are used where the kind is plain but that have no file. Does not read texts for names nobody marked.

use super::lookup::{Lookup, path_parts, with_kind};
use super::own::{OF_SIDE, SPEAKERS};
use super::{Core, Item, Own, Registry};
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::fold::{fold, is_id, slug};
use crate::base::lang::ByLang;
use crate::base::parallel;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::base::tree::short;
use crate::input::config::{Config, Text};
use crate::parse::meta::{self, Common, Name, Publish};
use crate::parse::{Edition, Kind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A name without a file.
pub(super) const STUB: Code = Code("name/stub");

/// A use of a name that may have no file.
struct Use<'a> {
    name: &'a str,
    /// What the stub would be.
    kind: Kind,
    /// What else may have the name: a speaker is a person or an organization.
    kinds: &'static [Kind],
    file: &'a SourcePath,
    span: Span,
    /// Whether the author asked for a stub by writing the kind; else there is a warning.
    asked: bool,
}

/// Stubs while they are found.
#[derive(Default)]
struct Stubs {
    /// By kind and folded name.
    items: BTreeMap<(Kind, String), Item>,
    /// The number that the next stub with the same transliterated name gets.
    numbers: BTreeMap<(Kind, String), u32>,
    taken: BTreeSet<(Kind, String)>,
}

/// The stubs that the portal needs; one for each name, however often it is used.
pub fn find(registry: &Registry, config: &Config) -> Checked<Vec<Item>> {
    let mut notes = Notes::default();
    let mut stubs = Stubs::default();
    let texts: Vec<&Item> = registry.items.iter().chain(&registry.intros).collect();
    let unknown = parallel::map(&texts, |item| unknown(registry, item, config));
    for used in unknown.iter().flatten() {
        notes.extend(stubs.add(registry, used));
        if !used.asked {
            notes.push(warning(registry, used));
        }
    }
    let mut items: Vec<Item> = stubs.items.into_values().collect();
    items.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
    notes.with(items)
}

/// The names that the editions of an item use and nothing has.
fn unknown<'a>(registry: &Registry, item: &'a Item, config: &Config) -> Vec<Use<'a>> {
    let publish = publish_of(item);
    let mut found = Vec::new();
    for (_, edition) in item.editions.iter() {
        found.extend(uses(edition, publish, config).into_iter().filter(|used| {
            // What somebody else's name is needs its kind before it: a second thing of that name would be in the way of every text.
            let kinds = if used.asked { used.kinds } else { &[] };
            registry.look_up(used.name, kinds) == Lookup::None
        }));
    }
    found
}

fn warning(registry: &Registry, used: &Use<'_>) -> Diagnostic {
    let message = format!("no {} is named `{}`", used.kind.word(), short(used.name));
    let mut note = Diagnostic::warning(STUB, used.file, used.span, message);
    let near: Vec<String> = registry.near(used.name, used.kinds).into_iter().map(|(name, _)| name).collect();
    if !near.is_empty() {
        note = note.help(format!("did you mean `{}`?", near.join("` or `")));
    }
    if used.name.contains(", ") && matches!(used.kind, Kind::Person | Kind::Theme) {
        note = note.help("several names stand in brackets: `[one, another]`");
    }
    let command = format!("`bilat new {} \"{}\"`", used.kind.word(), short(used.name));
    note.help(format!("{command} makes a file for it; until then it is a stub"))
}

impl Stubs {
    /// Adds the stub that is asked for; tells where its address is that of another name with a number, which the next one may take.
    fn add(&mut self, registry: &Registry, used: &Use<'_>) -> Option<Diagnostic> {
        let (kind, name) = (used.kind, used.name);
        let key = (kind, fold(name));
        if self.items.contains_key(&key) {
            return None;
        }
        let base = if is_id(name) { name.to_owned() } else { slug(name) };
        let id = self.free_id(registry, kind, &base);
        let note = (id != base).then(|| shared(used, &base));
        self.items.insert(key, stub(kind, name, id));
        note
    }

    /// The transliterated name, with a number where it is taken.
    fn free_id(&mut self, registry: &Registry, kind: Kind, base: &str) -> String {
        let number = self.numbers.entry((kind, base.to_owned())).or_insert(0);
        loop {
            *number += 1;
            let id = if *number == 1 { base.to_owned() } else { format!("{base}-{number}") };
            if registry.find(kind, &id).is_none() && self.taken.insert((kind, id.clone())) {
                return id;
            }
        }
    }
}

/// Says that a stub's address has a number, because another name is written alike.
fn shared(used: &Use<'_>, base: &str) -> Diagnostic {
    let (word, name) = (used.kind.word(), short(used.name));
    let message = format!("`{name}` is written as `{base}` in its address, like another name");
    let note = Diagnostic::warning(STUB, used.file, used.span, message);
    note.help(format!("`bilat new {word} \"{name}\" --id …` gives it an address that stays"))
}

fn stub(kind: Kind, name: &str, id: String) -> Item {
    let common = Common { name: Text::plain(name), ..Common::default() };
    let core = Core { kind, id: Arc::from(id), common, own: Own::Page, side: None, stub: true };
    Item { editions: ByLang::default(), core: Arc::new(core) }
}

/// Every name in a file that tells its kind.
fn uses<'a>(edition: &'a Edition, publish: Publish, config: &Config) -> Vec<Use<'a>> {
    let mut found = Vec::new();
    let file = &edition.path;
    let mut add = |names: Vec<&'a Name>, kind: Kind| {
        for name in names {
            // A side is no thing that a file could be written for.
            if name.value.starts_with(OF_SIDE) {
                continue;
            }
            let (written, bare) = with_kind(&name.value);
            let in_path = path_parts(bare);
            let kinds = written.or(in_path.map(|(kind, _)| kind)).map_or(allowed(kind), alone);
            if !bare.is_empty() && allowed(kind).contains(&kinds[0]) {
                let bare = in_path.map_or(bare, |(_, id)| id);
                found.push(Use { name: bare, kind: kinds[0], kinds, file, span: name.span, asked: written.is_some() });
            }
        }
    };
    match &edition.meta.own {
        meta::Own::Document(own) => {
            let outlets = own.outlet.iter().chain(own.sources.iter().filter_map(|s| s.outlet.as_ref()));
            add(outlets.collect(), Kind::Organization);
            add(own.themes.iter().collect(), Kind::Theme);
            add(own.event.iter().collect(), Kind::Event);
            add(own.speaker.iter().filter(|n| !is_side(&n.value, config)).collect(), Kind::Person);
        }
        meta::Own::Person(own) => {
            add(own.positions.iter().filter_map(|p| p.org.as_ref()).collect(), Kind::Organization)
        }
        meta::Own::Organization(own) => add(own.parent.iter().collect(), Kind::Organization),
        meta::Own::Theme(own) => add(own.broader.iter().chain(&own.related).collect(), Kind::Theme),
        meta::Own::Event(own) => {
            add(own.organizers.iter().collect(), Kind::Organization);
            add(own.participants.iter().filter_map(|p| p.person.as_ref()).collect(), Kind::Person);
        }
        meta::Own::Term(_) | meta::Own::Page => {}
    }
    found.extend(asked_for(edition, publish));
    found
}

/// Which words of a text are public. The documents are not resolved yet: of what the editions say the strictest counts, as it will then.
fn publish_of(item: &Item) -> Publish {
    let said = item.editions.iter().filter_map(|(_, edition)| match &edition.meta.own {
        meta::Own::Document(own) => Some(own.publish),
        _ => None,
    });
    said.max().unwrap_or(Publish::Full)
}

/// What may have a name that is written where this kind is expected.
fn allowed(kind: Kind) -> &'static [Kind] {
    match kind {
        Kind::Person => &SPEAKERS,
        kind => alone(kind),
    }
}

fn alone(kind: Kind) -> &'static [Kind] {
    let at = Kind::ALL.iter().position(|k| *k == kind).unwrap_or(0);
    &Kind::ALL[at..=at]
}

fn is_side(name: &str, config: &Config) -> bool {
    config.side(name.strip_prefix(OF_SIDE).unwrap_or(name)).is_some()
}

/// `[[person:Jane Doe]]` and `by="person:Jane Doe"` in the text, as far as readers see it.
fn asked_for(edition: &Edition, publish: Publish) -> Vec<Use<'_>> {
    let mut found = Vec::new();
    for (written, span) in edition.body.with_colons(publish) {
        if let (Some(kind), name) = with_kind(written) {
            found.push(Use { name, kind, kinds: alone(kind), file: &edition.path, span, asked: true });
        }
    }
    found.retain(|u| !u.name.is_empty() && u.kind != Kind::Document && u.kind != Kind::Page);
    found
}
