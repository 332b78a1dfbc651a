//! Proposals and commitments with what became of them. Does not decide what is fulfilled: that is in the texts.

use super::Desk;
use super::listed::ROWS_PER_PAGE;
use super::lists::range_of;
use super::route::{Page, standing};
use super::view::*;
use crate::entity::ItemId;
use crate::input::config::SideId;
use crate::model::{StatementId, rows, status};
use crate::parse::keys::State;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The number that all third parties have.
const THIRD_PARTIES: u8 = 3;
/// The last side that the list can be narrowed to; the style sheet has a rule for each.
const MOST_SIDES: u8 = 6;
/// How many changes of its status a row tells, the newest.
const MOST_STEPS: usize = 30;
/// How many themes a list leads to.
const MOST_THEMES: usize = 40;

impl Desk<'_> {
    /// A page of the list of all, or of those with a status; newest first.
    pub fn proposals(self, state: Option<State>, number: usize) -> ProposalsView {
        let model = self.model();
        let of_state = state.map(|state| rows(&model.standing, state));
        let total = of_state.map_or(model.proposals.len(), <[_]>::len);
        // A page of a long list takes what it shows, and not the whole list.
        let shown = range_of(total, ROWS_PER_PAGE, number);
        let id = |place: usize| of_state.map_or_else(|| model.proposals[place], |all| all[place].1);
        let proposals: Vec<ProposalRow> = shown.rev().map(|place| self.proposal_row(id(place))).collect();
        let (states, third_parties) = match number {
            0 => (self.state_counts(state), self.has_third_parties()),
            _ => (Vec::new(), false),
        };
        let page = |number| state.map_or(Page::Proposals(number), |state| Page::Standing(state, number));
        let calendar = format!("{}data/calendar.ics", super::address::prefix(&self.pages.config, self.lang));
        ProposalsView {
            calendar: self.link(&calendar),
            empty: self.empty_filters(&states, third_parties, &proposals),
            states,
            total: if number == 0 { model.proposals.len() } else { 0 },
            all: self.href(Page::Proposals(0)),
            themes: if number == 0 && state.is_none() { self.themes_of_proposals() } else { Vec::new() },
            third_parties,
            proposals,
            paging: self.paging(total, ROWS_PER_PAGE, number, page),
        }
    }

    /// The filters of these states, of the sides and of both that no row passes.
    fn empty_filters(self, states: &[StateCount], third_parties: bool, rows: &[ProposalRow]) -> Vec<EmptyFilter> {
        const ALL: &str = "all";
        if states.is_empty() {
            return Vec::new();
        }
        let sides = self.pages.config.sides.iter().zip(0..).filter(|(side, _)| !side.third_party);
        let mut sides: Vec<u8> = sides.map(|(_, id)| self.side(SideId(id)).n).filter(|n| *n <= MOST_SIDES).collect();
        sides.extend(third_parties.then_some(THIRD_PARTIES));
        let sides = || std::iter::once(None).chain(sides.iter().copied().map(Some));
        // A status with a list of its own is chosen by a link.
        let narrowed = states.iter().filter(|state| state.href.is_empty()).map(|state| state.state);
        let states = std::iter::once(ALL).chain(narrowed);
        let all = states.flat_map(|state| sides().map(move |side| (state, side)));
        let passes = |row: &ProposalRow, state: &str, side: Option<u8>| {
            (state == ALL || row.state.split(' ').any(|own| own == state))
                && side.is_none_or(|side| row.sides.contains(&side))
        };
        let empty = all.filter(|(state, side)| !rows.iter().any(|row| passes(row, state, *side)));
        let text = |side: Option<u8>| side.map_or(ALL.to_owned(), |side| side.to_string());
        empty.map(|(state, side)| EmptyFilter { state, side: text(side) }).collect()
    }

    fn state_counts(self, shown: Option<State>) -> Vec<StateCount> {
        let model = self.model();
        let has_lists = !standing(model).is_empty();
        let count = |all: &[(State, StatementId)]| {
            let state = all[0].0;
            let href = if has_lists { self.href(Page::Standing(state, 0)) } else { String::new() };
            StateCount {
                state: state.word(),
                word: self.word("state", state.word()),
                count: all.len(),
                href,
                current: shown == Some(state),
            }
        };
        model.standing.chunk_by(|a, b| a.0 == b.0).map(count).collect()
    }

    /// A theme's page lists its own, so the way there is the filter by theme.
    fn themes_of_proposals(self) -> Vec<CountedLink> {
        let mut counts: BTreeMap<ItemId, usize> = BTreeMap::new();
        for id in &self.model().proposals {
            self.model().statement(*id).themes.iter().for_each(|theme| *counts.entry(*theme).or_default() += 1);
        }
        let mut links = self.counted_themes(counts);
        links.iter_mut().for_each(|counted| counted.link.href.push_str("#page.proposals"));
        links
    }

    /// The themes with the highest counts, highest first.
    pub fn counted_themes(self, counts: impl IntoIterator<Item = (ItemId, usize)>) -> Vec<CountedLink> {
        let mut counts: Vec<(ItemId, usize)> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        counts.sort_by_key(|(theme, count)| (Reverse(*count), *theme));
        let link = |(theme, count): (ItemId, usize)| CountedLink { link: self.link_to(theme), count };
        counts.into_iter().take(MOST_THEMES).map(link).collect()
    }

    fn has_third_parties(self) -> bool {
        let sides = &self.pages.config.sides;
        let of_third = |id: &StatementId| {
            let own = &self.model().statement(*id).sides;
            own.iter().any(|side| sides[usize::from(side.0)].third_party)
        };
        self.model().proposals.iter().any(of_third)
    }

    fn proposal_row(self, id: StatementId) -> ProposalRow {
        let statement = self.model().statement(id);
        let history = status::history(self.model(), id);
        let newest = status::newest(&history);
        // What never changed has no history.
        let shown = if history.len() > 1 { &history[history.len().saturating_sub(MOST_STEPS)..] } else { &[] };
        ProposalRow {
            card: self.card(id),
            state: newest.iter().map(|s| s.status.word()).collect::<Vec<_>>().join(" "),
            sides: statement.sides.iter().map(|s| self.side(*s).n).collect(),
            overdue: self.is_overdue(status::due(self.model(), id, &history), newest),
            steps: shown.iter().map(|s| self.step_row(s)).collect(),
            step_count: if history.len() > 1 { history.len() } else { 0 },
        }
    }

    fn step_row(self, step: &status::Step) -> StepRow {
        let by = self.model().statement(step.statement);
        StepRow {
            word: self.word("state", step.status.word()),
            date: self.date(step.date),
            voices: self.voices(by),
            due: by.due.map(|due| self.date(due)),
            href: self.place_of(by),
        }
    }
}
