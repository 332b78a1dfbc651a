//! The page of an event: who took part, what was said there, the official accounts. Does not compare the accounts.

use super::Desk;
use super::route::{Page, statements_of};
use super::view::*;
use crate::entity::{EventOwn, ItemId, Own};
use crate::input::config::SideId;
use crate::model::readout::Readout;
use std::collections::BTreeMap;

impl Desk<'_> {
    /// The view of an event.
    pub fn event(self, id: ItemId) -> EventView {
        let Own::Event(own) = &self.model().registry.get(id).own else { unreachable!("only events have this view") };
        let date = super::timeline::days_of(own);
        let newest = statements_of(self.model(), id).iter().rev().map(|(_, s)| *s);
        EventView {
            entity: self.entity(id),
            date: date.map(|d| self.date(d)),
            place: self.show(&own.place),
            track: own.track.map_or(String::new(), |t| self.word("track", t)),
            series: own.series.clone().unwrap_or_default(),
            round: own.round.clone().unwrap_or_default(),
            organizers: self.items(own.organizers.iter().copied()),
            participants: self.participants(own),
            columns: self.columns(newest, false),
            readouts: self.readouts(id),
            disputed: own.disputed.iter().map(|d| self.disputed(d, &[])).collect(),
        }
    }

    fn participants(self, own: &EventOwn) -> Vec<ParticipantGroup> {
        let mut groups: BTreeMap<(bool, Option<SideId>), Vec<ParticipantRow>> = BTreeMap::new();
        for one in &own.participants {
            let side = one.side.or_else(|| self.side_of(one.person));
            let row = ParticipantRow { person: self.item(one.person), role: self.show(&one.role) };
            groups.entry((side.is_none(), side)).or_default().push(row);
        }
        let group = |((_, side), people): ((bool, Option<SideId>), Vec<ParticipantRow>)| ParticipantGroup {
            side: side.map(|s| self.side(s)),
            people,
        };
        groups.into_iter().map(group).collect()
    }

    /// The accounts in the reader's language, and those that exist only in another.
    fn readouts(self, id: ItemId) -> Vec<ReadoutRow> {
        let all: Vec<&Readout> = self.model().readouts.iter().filter(|r| r.event == id).collect();
        let own = |r: &&&Readout| {
            let here = |o: &&&Readout| o.document == r.document && o.by == r.by && o.lang == self.lang;
            r.lang == self.lang || !all.iter().any(|o| here(&o))
        };
        all.iter().filter(own).map(|r| self.readout(r)).collect()
    }

    fn readout(self, readout: &Readout) -> ReadoutRow {
        let anchor = readout.anchor.as_ref().map_or(String::new(), |a| format!("#{a}"));
        let mut document = self.link_to(readout.document);
        document.href = self.link(&format!("{}{anchor}", self.address(Page::Item(readout.document))));
        let public = self.model().registry.get(readout.document).document().map(|d| d.publish);
        let full = public == Some(crate::parse::meta::Publish::Full);
        ReadoutRow {
            by: self.voice_row(readout.by, None, readout.side, None),
            side: readout.side.map(|s| self.side(s)),
            document,
            lang: self.pages.config.language(readout.lang).tag.clone(),
            html: if full { self.html_of(readout.document, readout.lang, readout.blocks) } else { String::new() },
        }
    }
}
