//! Where the sides stand on a proposition, from what their speakers said. Does not guess: a side without a stance has none here.
//!
//! The rules: a side's position is its newest stance among official speakers (an organization that governs, an intergovernmental
//! one, a person of the official track, or of no given track, who is in such an organization's office that day, an official of whom no
//! office has dates, or somebody unnamed who speaks for the side). Without one it is "unofficial only" and is never merged with a
//! government's. Opposite stances on one day are mixed; a condition on the same day as a plain stance holds.

use super::{Model, StatementId, rows};
use crate::base::date::Date;
use crate::entity::resolve::Voice;
use crate::entity::{ItemId, Own, PositionOwn, PropositionOwn, Speaker};
use crate::input::config::{Config, SideId};
use crate::parse::keys::Stance;
use crate::parse::words::{OrganizationKind, Track};

/// A proposition: its theme and its place in it.
pub type Proposition = (ItemId, u16);

/// The proposition, while its theme has it.
pub fn proposition(model: &Model, (theme, place): Proposition) -> Option<&PropositionOwn> {
    match &model.registry.get(theme).own {
        Own::Theme(own) => own.propositions.get(usize::from(place)),
        _ => None,
    }
}

/// Where a side stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stand {
    /// Its newest official stance.
    Takes(Stance),
    /// Official stances of the same day that contradict each other.
    Mixed,
    /// Stances, but none by an official speaker.
    UnofficialOnly,
    /// No words.
    Silent,
}

/// What the sides' positions add up to. Third parties do not count, but for saying that only they have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// All for, or all against.
    Shared,
    /// All for, some with conditions.
    Conditional,
    /// For, or for with conditions, against against.
    Divergent,
    /// A side contradicts itself.
    Mixed,
    /// A side spoke and took no stance.
    Open,
    /// Only one side has an official position.
    OneSided,
    /// Only third parties have one.
    Outside,
    /// Nobody has one.
    Unofficial,
    /// Nobody said anything.
    Silent,
}

/// A side's position with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Whose.
    pub side: SideId,
    /// What it is.
    pub stand: Stand,
    /// The statement that decides; the newest unofficial one where there is no other.
    pub newest: Option<StatementId>,
    /// How many statements of the side are on the proposition.
    pub statements: usize,
}

/// The position of every side on a proposition, in the order of `site.toml`.
pub fn positions(model: &Model, config: &Config, of: Proposition) -> Vec<Position> {
    let on_it = rows(&model.by_proposition, of);
    (0..config.sides.len()).map(|i| position(model, SideId(i as u8), on_it)).collect()
}

fn position(model: &Model, side: SideId, on_it: &[(Proposition, StatementId)]) -> Position {
    let own: Vec<StatementId> =
        on_it.iter().map(|(_, s)| *s).filter(|s| model.statement(*s).sides.contains(&side)).collect();
    let official = own.iter().copied().filter(|s| is_official(model, *s, side));
    let mut newest: Vec<(Date, StatementId, Stance)> =
        official.filter_map(|id| Some((model.statement(id).said, id, model.statement(id).stance?))).collect();
    let last = newest.iter().map(|(date, ..)| *date).max();
    newest.retain(|(date, ..)| Some(*date) == last);
    let stances: Vec<Stance> = newest.iter().map(|(.., stance)| *stance).collect();
    let stand = match (stances.is_empty(), own.is_empty()) {
        (false, _) => joined(&stances),
        (true, false) => Stand::UnofficialOnly,
        (true, true) => Stand::Silent,
    };
    let is_it = |stance: Stance| !matches!(stand, Stand::Takes(other) if other != stance);
    let decides = newest.iter().rfind(|(.., stance)| is_it(*stance)).map(|(_, id, _)| *id).or(own.last().copied());
    Position { side, stand, newest: decides, statements: own.len() }
}

/// The stances of one day as one.
fn joined(stances: &[Stance]) -> Stand {
    let has = |stance| stances.contains(&stance);
    match (has(Stance::For), has(Stance::Conditional), has(Stance::Against)) {
        (true, _, true) | (_, true, true) => Stand::Mixed,
        (_, true, _) => Stand::Takes(Stance::Conditional),
        (true, ..) => Stand::Takes(Stance::For),
        (.., true) => Stand::Takes(Stance::Against),
        _ => Stand::Takes(Stance::Neutral),
    }
}

/// Whether somebody speaks in it for the side by office.
pub fn is_official(model: &Model, id: StatementId, side: SideId) -> bool {
    model.statement(id).voices.iter().any(|voice| voice.side == Some(side) && speaks_officially(model, voice))
}

/// Whether somebody speaks by office, for whichever side.
pub fn speaks_officially(model: &Model, voice: &Voice) -> bool {
    let Speaker::Item(id) = voice.speaker else { return true };
    match &model.registry.get(id).own {
        Own::Organization(own) => own.kind.is_some_and(OrganizationKind::is_public_body),
        Own::Person(own) => {
            let held = voice.office.and_then(|i| own.positions.get(usize::from(i))).and_then(|p| p.org);
            let body = held.map(|org| &model.registry.get(org).own);
            let kind = match body {
                Some(Own::Organization(org)) => org.kind,
                _ => None,
            };
            match own.track {
                // Whoever has left office, or works elsewhere now, speaks for nobody; of somebody whose times in office nobody wrote down
                // only the track is known.
                Some(Track::Official) if voice.office.is_some() => kind.is_none_or(OrganizationKind::is_public_body),
                Some(track) => track == Track::Official && !own.positions.iter().any(is_dated),
                None => kind.is_some_and(OrganizationKind::is_public_body),
            }
        }
        _ => false,
    }
}

fn is_dated(position: &PositionOwn) -> bool {
    position.from.or(position.to).or(position.as_of).is_some()
}

/// Whether it is more than words without an official stance.
fn has_position(stand: Stand) -> bool {
    !matches!(stand, Stand::Silent | Stand::UnofficialOnly | Stand::Takes(Stance::Neutral))
}

/// What the positions add up to.
pub fn verdict(positions: &[Position], config: &Config) -> Verdict {
    let (others, own): (Vec<&Position>, Vec<&Position>) =
        positions.iter().partition(|p| config.side_of(p.side).third_party);
    let stands: Vec<Stand> = own.iter().map(|p| p.stand).collect();
    let takes = |stance| stands.iter().filter(|s| **s == Stand::Takes(stance)).count();
    let (yes, maybe, no, open) =
        (takes(Stance::For), takes(Stance::Conditional), takes(Stance::Against), takes(Stance::Neutral));
    let mixed = stands.iter().filter(|s| **s == Stand::Mixed).count();
    match yes + maybe + no + open + mixed {
        0 if positions.iter().all(|p| p.stand == Stand::Silent) => Verdict::Silent,
        0 if others.iter().any(|p| has_position(p.stand)) => Verdict::Outside,
        0 => Verdict::Unofficial,
        1 => Verdict::OneSided,
        _ if mixed > 0 => Verdict::Mixed,
        _ if yes + maybe > 0 && no > 0 => Verdict::Divergent,
        _ if open > 0 => Verdict::Open,
        _ if maybe > 0 => Verdict::Conditional,
        _ => Verdict::Shared,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stances_of_one_day_are_joined() {
        use Stance::*;
        assert_eq!(joined(&[For, Neutral]), Stand::Takes(For));
        assert_eq!(joined(&[For, Conditional]), Stand::Takes(Conditional));
        assert_eq!(joined(&[Against, Neutral]), Stand::Takes(Against));
        assert_eq!(joined(&[For, Against]), Stand::Mixed);
        assert_eq!(joined(&[Neutral]), Stand::Takes(Neutral));
    }
}
