//! The page of a side: who speaks for it, on what, and its newest words. Does not compare it with another side.

use super::Desk;
use super::listed::{List, ROWS_ADDRESSED, ROWS_ON_ENTITY, StatementsOf};
use super::route::Page;
use super::view::*;
use crate::entity::{ItemId, Speaker};
use crate::input::config::SideId;
use crate::model::rows;
use crate::parse::Kind;
use std::collections::BTreeMap;

/// How many speakers and themes a side's page lists.
const MOST: usize = 40;

impl Desk<'_> {
    /// The view of a side.
    pub fn side_page(self, id: SideId) -> SideView {
        let model = self.model();
        let (list, addressed) = (StatementsOf::Side(id), StatementsOf::To(Speaker::Side(id)));
        let total = list.len(model);
        let newest = list.newest(model, ROWS_ON_ENTITY);
        let counts = self.counts_of(id);
        let most = |kinds: &[Kind]| {
            let mut all = self.counted(&counts, kinds);
            all.truncate(MOST);
            all
        };
        SideView {
            side: self.side(id),
            speaker_count: counts.keys().filter(|i| is_speaker(model.registry.get(**i).kind)).count(),
            speakers: most(&[Kind::Person, Kind::Organization]),
            themes: most(&[Kind::Theme]),
            theme_count: counts.keys().filter(|i| model.registry.get(**i).kind == Kind::Theme).count(),
            positions: self.positions(list),
            statement_count: total,
            statements: newest.into_iter().map(|s| self.card(s)).collect(),
            all_statements: self.all_of(List::Statements(list)),
            addressed: self.newest_cards(addressed, ROWS_ADDRESSED),
            addressed_count: addressed.len(model),
            all_addressed: self.all_of(List::Statements(addressed)),
            cite: self.cite_files(Page::Side(id)),
        }
    }

    /// How often each speaker speaks for a side, and how often it speaks on each theme.
    fn counts_of(self, id: SideId) -> BTreeMap<ItemId, usize> {
        let mut counts: BTreeMap<ItemId, usize> = BTreeMap::new();
        for (_, statement) in rows(&self.model().by_side, id) {
            let statement = self.model().statement(*statement);
            for voice in statement.voices.iter().filter(|v| v.side == Some(id)) {
                if let Speaker::Item(speaker) = voice.speaker {
                    *counts.entry(speaker).or_default() += 1;
                }
            }
            statement.themes.iter().for_each(|t| *counts.entry(*t).or_default() += 1);
        }
        counts
    }
}

fn is_speaker(kind: Kind) -> bool {
    matches!(kind, Kind::Person | Kind::Organization)
}
