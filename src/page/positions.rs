//! How the stance of a person, an organization or a side on a proposition went over time. A changed stance is shown as a change, with the
//! words before and after it. Does not say why it changed. For a side only official speakers change it, as on the common ground.

use super::Desk;
use super::listed::StatementsOf;
use super::route::Page;
use super::view::{PositionRow, PositionsView, StanceRow};
use crate::input::config::SideId;
use crate::model::StatementId;
use crate::model::ground::{self, Proposition, is_official};
use std::collections::BTreeMap;

/// How many propositions a page shows, and how many of the newest stances on each.
const MOST: usize = 24;
const MOST_STANCES: usize = 8;

impl Desk<'_> {
    /// The stances of whoever the list is of, by proposition: those that changed first, then the most often spoken on.
    pub fn positions(self, list: StatementsOf) -> PositionsView {
        let model = self.model();
        let mut by: BTreeMap<Proposition, Vec<StatementId>> = BTreeMap::new();
        for id in list.newest_first(model, 0..list.len(model)) {
            let statement = model.statement(id);
            if statement.stance.is_some() {
                statement.on.iter().for_each(|on| by.entry(*on).or_default().push(id));
            }
        }
        let side = match list {
            StatementsOf::Side(side) => Some(side),
            _ => None,
        };
        let mut rows: Vec<PositionRow> =
            by.into_iter().filter_map(|(of, newest)| self.position_row(of, newest, side)).collect();
        rows.sort_by_key(|row| (!row.changed, std::cmp::Reverse(row.total)));
        let total = rows.len();
        rows.truncate(MOST);
        PositionsView { rows, total }
    }

    fn position_row(
        self,
        (theme, place): Proposition,
        mut stances: Vec<StatementId>,
        side: Option<SideId>,
    ) -> Option<PositionRow> {
        let proposition = ground::proposition(self.model(), (theme, place))?;
        let total = stances.len();
        stances.truncate(MOST_STANCES);
        stances.reverse();
        let mut steps: Vec<StanceRow> = Vec::with_capacity(stances.len());
        // The stances that count, of the last day before the one at hand and of that day. Stances of one day that differ are no change.
        let (mut before, mut today): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        let mut last = None;
        for id in stances {
            let mut step = self.stance_row(id);
            step.official = side.is_none_or(|side| is_official(self.model(), id, side));
            if step.official {
                let said = self.model().statement(id).said;
                if last != Some(said) {
                    before = std::mem::take(&mut today);
                }
                step.changed = !before.is_empty() && !before.contains(&step.stance);
                today.push(step.stance);
                last = Some(said);
            }
            steps.push(step);
        }
        Some(PositionRow {
            text: self.show(&proposition.text),
            href: self.link(&format!("{}#proposition.{}", self.address(Page::Item(theme)), proposition.id)),
            changed: steps.iter().any(|s| s.changed),
            total,
            steps,
        })
    }

    fn stance_row(self, id: StatementId) -> StanceRow {
        let statement = self.model().statement(id);
        let (words, lang) = self.words(statement);
        let stance = statement.stance.map_or("", |s| s.word());
        StanceRow {
            stance,
            stance_word: self.word("stance", stance),
            date: self.date(statement.said),
            voices: self.voices(statement),
            words,
            lang,
            href: self.place_of(statement),
            changed: false,
            official: true,
        }
    }
}
