//! How the stance of a person, an organization or a side on a proposition went over time. A changed stance is shown as a change, with the
//! words before and after it. Does not say why it changed. For a side only official speakers change it, as on the common ground.

use super::Desk;
use super::listed::StatementsOf;
use super::route::Page;
use super::view::{PositionRow, PositionsView, StanceRow};
use crate::input::config::SideId;
use crate::model::StatementId;
use crate::model::ground::{self, Proposition, is_official};
use crate::parse::keys::Stance;
use std::collections::{BTreeMap, BTreeSet};

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
        stances.reverse();
        let turns = self.turns(&stances, side);
        let steps: Vec<StanceRow> = shown(&turns)
            .map(|at| StanceRow {
                official: turns[at].official,
                changed: turns[at].changed,
                ..self.stance_row(stances[at])
            })
            .collect();
        Some(PositionRow {
            text: self.show(&proposition.text),
            href: self.link(&format!("{}#proposition.{}", self.address(Page::Item(theme)), proposition.id)),
            changed: turns.iter().any(|turn| turn.changed),
            steps,
            total,
        })
    }

    /// What each of these stances is, the oldest first.
    fn turns(self, stances: &[StatementId], side: Option<SideId>) -> Vec<Turn> {
        // The stances that count, of the last day before the one at hand and of that day. Stances of one day that differ are no change.
        let (mut before, mut today): (Vec<Option<Stance>>, Vec<Option<Stance>>) = (Vec::new(), Vec::new());
        let mut last = None;
        let turn = |id: &StatementId| {
            let statement = self.model().statement(*id);
            if side.is_some_and(|side| !is_official(self.model(), *id, side)) {
                return Turn { official: false, changed: false };
            }
            if last != Some(statement.said) {
                before = std::mem::take(&mut today);
            }
            today.push(statement.stance);
            last = Some(statement.said);
            Turn { official: true, changed: !before.is_empty() && !before.contains(&statement.stance) }
        };
        stances.iter().map(turn).collect()
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

/// One of several stances in a row.
struct Turn {
    /// Whether it counts: of a side those of official speakers do.
    official: bool,
    /// Whether it differs from what counted before.
    changed: bool,
}

/// The places of the stances that are shown: the newest ones; where these have none that counts, or no change, the last of that before them,
/// with what it changed.
fn shown(turns: &[Turn]) -> impl Iterator<Item = usize> + use<> {
    let newest = turns.len().saturating_sub(MOST_STANCES);
    let official = |before: usize| turns[..before].iter().rposition(|turn| turn.official);
    let mut places: BTreeSet<usize> = (newest..turns.len()).collect();
    if let Some(changed) = turns.iter().rposition(|turn| turn.changed) {
        places.insert(changed);
        places.extend(official(changed));
    }
    places.extend(official(turns.len()));
    places.into_iter()
}
