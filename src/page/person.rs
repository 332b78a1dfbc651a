//! The page of a person: offices over time and what they said, by theme. Does not guess offices.

use super::Desk;
use super::assets;
use super::listed::{ROWS_ON_ENTITY, StatementsOf, statements_of};
use super::view::*;
use crate::base::path::SourcePath;
use crate::entity::{ItemId, Own, PositionOwn};
use crate::model::StatementId;
use crate::parse::Kind;
use std::cmp::Reverse;
use std::collections::BTreeMap;

impl<'a> Desk<'a> {
    /// The view of a person.
    pub fn person(self, id: ItemId) -> PersonView {
        let Own::Person(own) = &self.model().registry.get(id).own else { unreachable!("only people have this view") };
        let newest = StatementsOf::Item(id).newest(self.model(), ROWS_ON_ENTITY);
        let all: Vec<StatementId> = statements_of(self.model(), id).iter().map(|(_, s)| *s).collect();
        PersonView {
            entity: self.entity(id),
            image: self.portrait(id).map(|path| self.link(&assets::written(path))),
            track: own.track.map_or(String::new(), |t| self.word("track", t.word())),
            offices: self.offices(own.positions.iter()),
            groups: self.by_theme(&newest, &all),
            with: self.appears_with(id),
            themes: self.themes_of(&all),
            positions: self.positions(StatementsOf::Item(id)),
        }
    }

    /// The file of the person's portrait; none of what is no person.
    pub fn portrait(self, id: ItemId) -> Option<&'a SourcePath> {
        let (edition, image) = assets::portrait(self.model().registry.get(id))?;
        self.pages.assets.find(edition, &image.value)
    }

    /// Offices, newest first.
    pub fn offices<'p>(self, positions: impl Iterator<Item = &'p PositionOwn>) -> Vec<OfficeRow> {
        let mut sorted: Vec<(usize, &PositionOwn)> = positions.enumerate().collect();
        let began = |p: &PositionOwn| p.from.or(p.as_of).map(|d| d.first());
        sorted.sort_by_key(|(i, p)| (Reverse(began(p)), Reverse(*i)));
        sorted.into_iter().map(|(_, p)| self.office_row(p)).collect()
    }

    fn office_row(self, p: &PositionOwn) -> OfficeRow {
        OfficeRow {
            title: self.show(&p.title),
            org: p.org.map(|o| self.item(o)),
            when: self.held(p),
            side: p.side.map(|s| self.side(s)),
            source: p.source.clone().unwrap_or_default(),
        }
    }

    /// When an office was held, in words.
    fn held(self, p: &PositionOwn) -> String {
        let strings = self.strings();
        let date = |d| strings.date(d);
        match (p.from, p.to, p.as_of) {
            (Some(from), Some(to), _) => strings.fill("office.from-to", &[("from", &date(from)), ("to", &date(to))]),
            (Some(from), None, _) => strings.fill("office.from", &[("from", &date(from))]),
            (None, Some(to), _) => strings.fill("office.to", &[("to", &date(to))]),
            (None, None, Some(seen)) => strings.fill("office.as-of", &[("date", &date(seen))]),
            (None, None, None) => strings.get("office.unknown").to_owned(),
        }
    }

    /// The newest statements by their first theme, the theme with most first; in a group the newest first, with how many of all are in it.
    fn by_theme(self, newest: &[StatementId], all: &[StatementId]) -> Vec<StatementGroup> {
        let theme = |id: &StatementId| self.model().statement(*id).themes.first().copied();
        let mut groups: BTreeMap<Option<ItemId>, Vec<StatementId>> = BTreeMap::new();
        for id in newest {
            groups.entry(theme(id)).or_default().push(*id);
        }
        let mut counts: BTreeMap<Option<ItemId>, usize> = BTreeMap::new();
        all.iter().for_each(|id| *counts.entry(theme(id)).or_default() += 1);
        let mut sorted: Vec<(Option<ItemId>, Vec<StatementId>)> = groups.into_iter().collect();
        sorted.sort_by_key(|(theme, all)| (theme.is_none(), Reverse(all.len()), *theme));
        let group = |(theme, all): (Option<ItemId>, Vec<StatementId>)| {
            let link = theme.map(|t| self.link_to(t));
            StatementGroup {
                label: link.as_ref().map_or(String::new(), |l| l.label.clone()),
                lang: link.as_ref().and_then(|l| l.lang.clone()),
                href: link.map(|l| l.href),
                count: counts.get(&theme).copied().unwrap_or_default(),
                statements: all.into_iter().map(|s| self.card(s)).collect(),
            }
        };
        sorted.into_iter().map(group).collect()
    }

    fn themes_of(self, statements: &[StatementId]) -> Vec<Counted> {
        let mut counts: BTreeMap<ItemId, usize> = BTreeMap::new();
        for id in statements {
            self.model().statement(*id).themes.iter().for_each(|t| *counts.entry(*t).or_default() += 1);
        }
        self.counted(&counts, &[Kind::Theme])
    }
}
