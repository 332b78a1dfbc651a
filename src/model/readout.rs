//! Official accounts of events: sections of documents, or whole ones, that are read-outs. Does not compare them.

use crate::base::lang::Lang;
use crate::entity::lookup::Lookup;
use crate::entity::{ItemId, Own, Registry, Speaker};
use crate::input::config::{Config, SideId};
use crate::parse::Kind;
use crate::parse::keys::{Attr, Key, attr, list};

/// An account of an event by one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// Of what.
    pub event: ItemId,
    /// By whom.
    pub by: Speaker,
    /// For which side.
    pub side: Option<SideId>,
    /// Where it stands.
    pub document: ItemId,
    /// In which edition.
    pub lang: Lang,
    /// The section's anchor; none for the whole document.
    pub anchor: Option<String>,
    /// The section's blocks.
    pub blocks: (u32, u32),
}

/// Those of one document.
pub fn of(id: ItemId, registry: &Registry, config: &Config) -> Vec<Readout> {
    let mut found = Vec::new();
    let item = registry.get(id);
    let Own::Document(own) = &item.own else { return found };
    for (lang, edition) in item.editions.iter() {
        if let (true, Some(event), Some(by)) = (own.doc_type == "readout", own.event, own.speaker.first()) {
            let blocks = (0, edition.body.blocks.len() as u32);
            let side = side_of(registry, *by);
            found.push(Readout { event, by: *by, side, document: id, lang, anchor: None, blocks });
        }
        for heading in edition.body.headings.iter().filter(|h| h.readout) {
            let event = event_of(registry, &heading.attrs).or(own.event);
            let by = speaker_of(registry, config, &heading.attrs).or(own.speaker.first().copied());
            if let (Some(event), Some(by)) = (event, by) {
                let given = attr(&heading.attrs, Key::Side).and_then(|s| config.side(&s.value));
                let side = given.or_else(|| side_of(registry, by));
                let anchor = Some(heading.anchor.clone());
                found.push(Readout { event, by, side, document: id, lang, anchor, blocks: heading.blocks });
            }
        }
    }
    found
}

fn event_of(registry: &Registry, attrs: &[Attr]) -> Option<ItemId> {
    match registry.look_up(&attr(attrs, Key::Event)?.value, &[Kind::Event]) {
        Lookup::One(id) => Some(id),
        _ => None,
    }
}

fn speaker_of(registry: &Registry, config: &Config, attrs: &[Attr]) -> Option<Speaker> {
    let name = list(&attr(attrs, Key::By)?.value).next()?.to_owned();
    if let Some(side) = config.side(name.strip_prefix("side:").unwrap_or(&name)) {
        return Some(Speaker::Side(side));
    }
    match registry.look_up(&name, &[Kind::Organization, Kind::Person]) {
        Lookup::One(id) => Some(Speaker::Item(id)),
        _ => None,
    }
}

fn side_of(registry: &Registry, speaker: Speaker) -> Option<SideId> {
    match speaker {
        Speaker::Side(side) => Some(side),
        Speaker::Item(id) => registry.get(id).side.or_else(|| registry.side_of_organization(id)),
    }
}
