//! How the stance of a person, an organization or a side on a proposition went over time. A changed stance is shown as a change, with the
//! words before and after it. Does not say why it changed.

use super::Desk;
use super::route::{Listed, Page};
use super::view::{PositionRow, StanceRow};
use crate::entity::Own;
use crate::model::StatementId;
use crate::model::ground::Proposition;
use std::collections::BTreeMap;

/// How many propositions a page shows, and how many of the newest stances on each.
const MOST: usize = 24;
const MOST_STANCES: usize = 12;

impl Desk<'_> {
    /// The stances of whoever the list is of, by proposition: those that changed first, then the most often spoken on.
    pub fn positions(self, list: Listed) -> Vec<PositionRow> {
        let model = self.model();
        let mut by: BTreeMap<Proposition, Vec<StatementId>> = BTreeMap::new();
        for id in list.newest_first(model, 0..list.len(model)) {
            let statement = model.statement(id);
            if statement.stance.is_some() {
                statement.on.iter().for_each(|on| by.entry(*on).or_default().push(id));
            }
        }
        let mut rows: Vec<PositionRow> =
            by.into_iter().filter_map(|(of, newest)| self.position_row(of, newest)).collect();
        rows.sort_by_key(|row| (!row.changed, std::cmp::Reverse(row.total)));
        rows.truncate(MOST);
        rows
    }

    fn position_row(self, (theme, place): Proposition, mut stances: Vec<StatementId>) -> Option<PositionRow> {
        let Own::Theme(own) = &self.model().registry.get(theme).own else { return None };
        let proposition = own.propositions.get(usize::from(place))?;
        let total = stances.len();
        stances.truncate(MOST_STANCES);
        stances.reverse();
        let mut steps: Vec<StanceRow> = Vec::with_capacity(stances.len());
        for id in stances {
            let mut step = self.stance_row(id);
            step.changed = steps.last().is_some_and(|last| last.stance != step.stance);
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
        }
    }
}
