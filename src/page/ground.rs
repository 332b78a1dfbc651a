//! Where the sides agree and differ: a row for each proposition, a cell for each side, each cell linked to the words behind it.

use super::Desk;
use super::route::Page;
use super::view::{EditorRow, GroundCell, GroundRow, GroundTally};
use crate::entity::{ItemId, Own, PropositionOwn};
use crate::model::ground::{self, Position, Stand, Verdict};
use crate::model::rows;
use crate::parse::keys::Stance;
use std::cmp::Reverse;

/// How many propositions the table of the whole portal shows.
const MOST: usize = 150;

impl Desk<'_> {
    /// The rows of a theme's propositions.
    pub fn ground(self, theme: ItemId) -> Vec<GroundRow> {
        let Own::Theme(own) = &self.model().registry.get(theme).own else { return Vec::new() };
        own.propositions.iter().enumerate().map(|(i, p)| self.ground_row(theme, i as u16, p)).collect()
    }

    /// The rows of all propositions on which somebody spoke, the most telling first, of like ones the newest; and how many there are.
    pub fn common_ground(self) -> (Vec<GroundRow>, usize) {
        let found = self.verdicts();
        (self.ground_rows(&found), found.len())
    }

    /// The same in short: where the sides agree, and where they differ, each with room for half at least; and how many propositions have each
    /// result.
    pub fn common_ground_in_short(self, most: usize) -> (Vec<GroundRow>, Vec<GroundTally>) {
        let found = self.verdicts();
        let (agreed, others): (Vec<GroundRow>, Vec<GroundRow>) =
            self.ground_rows(&found).into_iter().partition(|row| matches!(row.verdict, "shared" | "conditional"));
        let apart = others.iter().filter(|row| matches!(row.verdict, "divergent" | "mixed")).count();
        let room = most - apart.min(most / 2);
        let shown = agreed.into_iter().take(room).chain(others).take(most).collect();
        let tally = |alike: &[(Verdict, ground::Proposition)]| {
            let verdict = word_of(alike[0].0);
            GroundTally { verdict, verdict_word: self.word("ground", verdict), count: alike.len() }
        };
        (shown, found.chunk_by(|a, b| a.0 == b.0).map(tally).collect())
    }

    /// Every proposition on which somebody spoke with its result, in the order of the table.
    fn verdicts(self) -> Vec<(Verdict, ground::Proposition)> {
        let spoken = self.model().by_proposition.chunk_by(|a, b| a.0 == b.0).map(|all| all[0].0);
        // The newest words first: an old agreement may not hold any more.
        let newest = |of| rows(&self.model().by_proposition, of).last().map(|(_, id)| *id);
        let mut found: Vec<_> = spoken.map(|of| (self.verdict_on(of), Reverse(newest(of)), of)).collect();
        found.sort();
        found.into_iter().map(|(verdict, _, of)| (verdict, of)).collect()
    }

    /// The rows of the first of these.
    fn ground_rows(self, found: &[(Verdict, ground::Proposition)]) -> Vec<GroundRow> {
        let row = |(_, (theme, place)): &(Verdict, ground::Proposition)| {
            Some(self.ground_row(*theme, *place, ground::proposition(self.model(), (*theme, *place))?))
        };
        found.iter().take(MOST).filter_map(row).collect()
    }

    /// How long before the other of two sides that agree the first of them spoke, where that is a year or more.
    fn apart(self, verdict: Verdict, positions: &[Position]) -> String {
        let config = &self.pages.config;
        let of_two = positions.iter().filter(|p| !config.side_of(p.side).third_party);
        let days = of_two.filter_map(|p| Some(self.model().statement(p.newest?).said.first().number()));
        let days: Vec<i32> = days.collect();
        let between = days.iter().max().zip(days.iter().min()).map_or(0, |(last, first)| last - first);
        // A year has 365.2425 days in the mean.
        let years = (f64::from(between) / 365.2425) as usize;
        match (verdict, years) {
            (Verdict::Shared | Verdict::Conditional, 1..) => self.strings().count("ground.apart", years),
            _ => String::new(),
        }
    }

    fn verdict_on(self, of: ground::Proposition) -> Verdict {
        ground::verdict(&ground::positions(self.model(), &self.pages.config, of), &self.pages.config)
    }

    fn ground_row(self, theme: ItemId, place: u16, own: &PropositionOwn) -> GroundRow {
        let config = &self.pages.config;
        let positions = ground::positions(self.model(), config, (theme, place));
        let computed = ground::verdict(&positions, config);
        let verdict = word_of(computed);
        let shown = positions.iter().filter(|p| p.statements > 0 || !config.side_of(p.side).third_party);
        let mut cells: Vec<&Position> = shown.collect();
        cells.sort_by_key(|p| (config.side_of(p.side).third_party, p.side));
        GroundRow {
            id: own.id.clone(),
            text: self.show(&own.text),
            href: self.link(&format!("{}#proposition.{}", self.address(Page::Item(theme)), own.id)),
            theme: self.link_to(theme),
            verdict,
            verdict_word: self.word("ground", verdict),
            apart: self.apart(computed, &positions),
            editor: self.editors_reading(own),
            cells: cells.into_iter().map(|p| self.ground_cell(p)).collect(),
        }
    }

    fn ground_cell(self, position: &Position) -> GroundCell {
        let stand = match position.stand {
            Stand::Takes(Stance::For) => "for",
            Stand::Takes(Stance::Against) => "against",
            Stand::Takes(Stance::Conditional) => "conditional",
            Stand::Takes(Stance::Neutral) => "neutral",
            Stand::Mixed => "mixed",
            Stand::UnofficialOnly => "unofficial",
            Stand::Silent => "silent",
        };
        let statement = position.newest.map(|id| self.model().statement(id));
        GroundCell {
            side: self.side(position.side),
            stand,
            stand_word: self.word("stand", stand),
            href: statement.map(|s| self.place_of(s)),
            date: statement.map(|s| self.date(s.said)),
            statements: position.statements,
        }
    }

    /// What an editor says of a proposition: beside what is computed, never in its place.
    fn editors_reading(self, proposition: &PropositionOwn) -> Option<EditorRow> {
        let state = proposition.state.clone()?;
        let date = proposition.as_of.map(|d| self.date(d));
        Some(EditorRow { state, note: self.show(&proposition.note), date })
    }
}

fn word_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Shared => "shared",
        Verdict::Conditional => "conditional",
        Verdict::Divergent => "divergent",
        Verdict::Mixed => "mixed",
        Verdict::Open => "open",
        Verdict::OneSided => "one-sided",
        Verdict::Outside => "outside",
        Verdict::Unofficial => "unofficial",
        Verdict::Silent => "silent",
    }
}
