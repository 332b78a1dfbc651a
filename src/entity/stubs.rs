//! Stubs: pages for names that are used where the kind is plain but that have no file. Does not read texts for names nobody marked.

use super::lookup::{Lookup, with_kind};
use super::{Item, Own, Registry};
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::fold::{fold, is_id, slug};
use crate::base::lang::ByLang;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::input::config::{Config, Text};
use crate::parse::keys::{self, Key};
use crate::parse::meta::{self, Common, Name};
use crate::parse::{Edition, Kind};
use std::collections::BTreeMap;
use std::sync::Arc;

const STUB: Code = Code("name/stub");

/// A use of a name that may have no file.
struct Use<'a> {
    name: &'a str,
    kind: Kind,
    file: &'a SourcePath,
    span: Span,
    /// Whether the author asked for a stub by writing the kind; else there is a warning.
    asked: bool,
}

/// The stubs that the portal needs; one for each name, however often it is used.
pub fn find(registry: &Registry, config: &Config) -> Checked<Vec<Item>> {
    let mut notes = Notes::default();
    let mut stubs: BTreeMap<(Kind, String), Item> = BTreeMap::new();
    for item in &registry.items {
        for (_, edition) in item.editions.iter() {
            for used in uses(edition, config) {
                if registry.look_up(used.name, &[used.kind]) != Lookup::None {
                    continue;
                }
                let first = !stubs.contains_key(&(used.kind, fold(used.name)));
                if first {
                    let id = free_id(registry, &stubs, used.kind, used.name);
                    stubs.insert((used.kind, fold(used.name)), stub(used.kind, used.name, id));
                }
                if !used.asked {
                    notes.push(warning(registry, &used));
                }
            }
        }
    }
    let mut items: Vec<Item> = stubs.into_values().collect();
    items.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
    notes.with(items)
}

fn warning(registry: &Registry, used: &Use<'_>) -> Diagnostic {
    let message = format!("no {} is named `{}`", used.kind.word(), crate::base::tree::short(used.name));
    let mut note = Diagnostic::warning(STUB, used.file, used.span, message);
    let near = registry.near(used.name, &[used.kind]);
    if !near.is_empty() {
        note = note.help(format!("did you mean `{}`?", near.join("` or `")));
    }
    note.help(format!("`bilat new {} \"{}\"` makes a file for it; until then it is a stub", used.kind.word(), used.name))
}

fn free_id(registry: &Registry, stubs: &BTreeMap<(Kind, String), Item>, kind: Kind, name: &str) -> String {
    let base = if is_id(name) { name.to_owned() } else { slug(name) };
    let taken = |id: &str| registry.find(kind, id).is_some() || stubs.values().any(|s| s.kind == kind && &*s.id == id);
    let mut id = base.clone();
    let mut n = 2;
    while taken(&id) {
        id = format!("{base}-{n}");
        n += 1;
    }
    id
}

fn stub(kind: Kind, name: &str, id: String) -> Item {
    let common = Common { name: Text::plain(name), ..Common::default() };
    Item { kind, id: Arc::from(id), editions: ByLang::default(), common, own: Own::Page, side: None, stub: true }
}

/// Every name in a file that tells its kind.
fn uses<'a>(edition: &'a Edition, config: &Config) -> Vec<Use<'a>> {
    let mut found = Vec::new();
    let file = &edition.path;
    let mut add = |names: Vec<&'a Name>, kind: Kind| {
        for name in names {
            let (written, bare) = with_kind(&name.value);
            let asked = written.is_some();
            let fits = !bare.is_empty() && written.is_none_or(|k| k == kind || kind == Kind::Person);
            if fits {
                found.push(Use { name: bare, kind: written.unwrap_or(kind), file, span: name.span, asked });
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
        meta::Own::Person(own) => add(own.positions.iter().filter_map(|p| p.org.as_ref()).collect(), Kind::Organization),
        meta::Own::Organization(own) => add(own.parent.iter().collect(), Kind::Organization),
        meta::Own::Theme(own) => add(own.broader.iter().chain(&own.related).collect(), Kind::Theme),
        meta::Own::Event(own) => {
            add(own.organizers.iter().collect(), Kind::Organization);
            add(own.participants.iter().filter_map(|p| p.person.as_ref()).collect(), Kind::Person);
        }
        meta::Own::Term(_) | meta::Own::Page => {}
    }
    found.retain(|u| u.kind != Kind::Person || u.asked || !names_organization(u.name));
    found.extend(asked_for(edition));
    found
}

/// A speaker may be an organization that is written by its path.
fn names_organization(name: &str) -> bool {
    name.starts_with("organizations/")
}

fn is_side(name: &str, config: &Config) -> bool {
    config.side(name.strip_prefix("side:").unwrap_or(name)).is_some()
}

/// `[[person:Jane Doe]]` and `by="person:Jane Doe"` in the text.
fn asked_for(edition: &Edition) -> Vec<Use<'_>> {
    let mut found = Vec::new();
    let file = &edition.path;
    for mention in &edition.body.mentions {
        if let (Some(kind), name) = with_kind(&mention.target.value) {
            found.push(Use { name, kind, file, span: mention.target.span, asked: true });
        }
    }
    for mark in &edition.body.marks {
        for attr in mark.attrs.iter().filter(|a| a.own && matches!(a.key, Key::By | Key::To | Key::Theme | Key::Event)) {
            for value in keys::list(&attr.value) {
                if let (Some(kind), name) = with_kind(value) {
                    found.push(Use { name, kind, file, span: attr.span, asked: true });
                }
            }
        }
    }
    found.retain(|u| !u.name.is_empty() && u.kind != Kind::Document && u.kind != Kind::Page);
    found
}
