//! How far proposals and commitments have come: who changed the status of what, and when. Does not decide what is overdue.

use super::{Model, StatementId, rows};
use crate::base::circle::in_circles;
use crate::base::date::Date;
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::path::SourcePath;
use crate::base::span::{Span, Spanned};
use crate::base::tree::short;
use crate::entity::lookup::Lookup;
use crate::entity::own::not_public;
use crate::parse::Kind;
use crate::parse::keys::{Key, MarkKind, State, states_of, words};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

const NOTHING: Code = Code("status/updates-nothing");
const KIND: Code = Code("status/updates-kind");
const LATER: Code = Code("status/updates-later");
const CIRCLE: Code = Code("status/circle");
const CHAIN: Code = Code("status/chain");
/// How many changes count where each changes the one before it. Every one of them has those after it for its history, so that a chain
/// without end would cost its square.
const MOST_IN_A_ROW: usize = 100;

/// One step in the history of a status.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The statement that says so.
    pub statement: StatementId,
    /// What it changes; nothing where it is the statement's own status.
    pub of: Option<StatementId>,
    /// The status.
    pub status: State,
    /// Since when: of a change the day given with it, else the day that it was said.
    pub date: Date,
}

/// Every change of status that names its statement, by the statement changed, oldest first.
pub fn updates(model: &Model) -> Checked<Vec<(StatementId, StatementId)>> {
    let mut notes = Notes::default();
    let mut pairs = Vec::new();
    for by in model.changes.iter().copied() {
        let statement = model.statement(by);
        let Some(written) = &statement.updates else { continue };
        match target(model, by, &written.value) {
            Target::None => notes.push(nothing(model, by, &file_of(model, by), written)),
            Target::Withheld => notes.push(not_public(&file_of(model, by), &written.value, written.span)),
            Target::Statement(of) if !Key::Status.fits(model.statement(of).kind) => {
                let what = model.statement(of).kind.word();
                let message = format!("`{}` is a {what}, which has no status", short(&written.value));
                let note = Diagnostic::error(KIND, &file_of(model, by), written.span, message);
                notes.push(note.help("proposals, commitments and claims have one"));
            }
            Target::Statement(of) if !fits(model, by, of) => {
                let (what, status) = (model.statement(of).kind, statement.status.map_or("", State::word));
                let message =
                    format!("`{status}` is no status of a {}, which `{}` is", what.word(), short(&written.value));
                let note = Diagnostic::error(KIND, &file_of(model, by), written.span, message);
                notes.push(note.help(format!("a {} is {}", what.word(), words(states_of(what)).join(", "))));
            }
            Target::Statement(of) if model.statement(of).said.later_than(statement.said) => {
                let (later, said) = (model.statement(of).said, statement.said);
                let message =
                    format!("`{}` was said on {later}, after these words, which are of {said}", written.value);
                let note = Diagnostic::error(LATER, &file_of(model, by), written.span, message);
                let note = note.help("the later statement names the earlier one");
                notes.push(note.help("where these words were said on another day, give them a `date=` of their own"));
            }
            // Told of where it is written.
            Target::Statement(_) if statement.status.is_none() => {}
            Target::Statement(of) => pairs.push((of, by)),
        }
    }
    without_circles(model, &mut pairs, &mut notes);
    without_long_chains(model, &mut pairs, &mut notes);
    pairs.sort();
    notes.with(pairs)
}

fn without_circles(model: &Model, pairs: &mut Vec<(StatementId, StatementId)>, notes: &mut Notes) {
    let circles = circles(pairs);
    pairs.retain(|(_, by)| {
        let broken = circles.contains(by);
        if let Some(written) = model.statement(*by).updates.as_ref().filter(|_| broken) {
            notes.push(circle(&file_of(model, *by), written.span));
        }
        !broken
    });
}

/// Of updates that each change the one before, those after the first `MOST_IN_A_ROW` do not count.
fn without_long_chains(model: &Model, pairs: &mut Vec<(StatementId, StatementId)>, notes: &mut Notes) {
    let depths = depths(pairs);
    pairs.retain(|(_, by)| {
        let depth = depths[by];
        if let Some(written) = model.statement(*by).updates.as_ref().filter(|_| depth == MOST_IN_A_ROW + 1) {
            notes.push(chain(&file_of(model, *by), written.span));
        }
        depth <= MOST_IN_A_ROW
    });
}

/// For every statement that updates another one, over how many steps it leads back to one that updates none. They lead into no circle.
fn depths(pairs: &[(StatementId, StatementId)]) -> HashMap<StatementId, usize> {
    let of: HashMap<StatementId, StatementId> = pairs.iter().map(|(of, by)| (*by, *of)).collect();
    let mut depths = HashMap::with_capacity(pairs.len());
    for (_, by) in pairs {
        let unknown = std::iter::successors(Some(by), |at| of.get(at)).take_while(|at| !depths.contains_key(*at));
        let way: Vec<StatementId> = unknown.filter(|at| of.contains_key(at)).copied().collect();
        for at in way.into_iter().rev() {
            let before = depths.get(&of[&at]).copied().unwrap_or(0);
            depths.insert(at, before + 1);
        }
    }
    depths
}

fn chain(file: &SourcePath, span: Span) -> Diagnostic {
    let message =
        format!("more than {MOST_IN_A_ROW} changes of status, each of the one before: from here on none counts");
    Diagnostic::error(CHAIN, file, span, message).help("let `updates=` name the first statement, not the change before")
}

/// Whether the status that a statement gives to another is one that it can have.
fn fits(model: &Model, by: StatementId, of: StatementId) -> bool {
    let can_be = |status| states_of(model.statement(of).kind).iter().any(|(_, state)| *state == status);
    model.statement(by).status.is_none_or(can_be)
}

/// The statements that update, over however many steps, themselves: of dates that may be the same day neither is later.
fn circles(pairs: &[(StatementId, StatementId)]) -> BTreeSet<StatementId> {
    let mut ids: Vec<StatementId> = pairs.iter().flat_map(|(of, by)| [*of, *by]).collect();
    ids.sort_unstable();
    ids.dedup();
    let place = |id: &StatementId| ids.partition_point(|other| other < id);
    let mut next = vec![Vec::new(); ids.len()];
    for (of, by) in pairs {
        next[place(by)].push(place(of));
    }
    ids.iter().zip(in_circles(&next)).filter(|(_, broken)| *broken).map(|(id, _)| *id).collect()
}

fn circle(file: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error(CIRCLE, file, span, "these statements update each other in a circle")
        .help("only the later of two statements has `updates=`")
}

fn nothing(model: &Model, by: StatementId, file: &SourcePath, written: &Spanned<Arc<str>>) -> Diagnostic {
    let message = format!("no statement is named `{}`", short(&written.value));
    let note = Diagnostic::error(NOTHING, file, written.span, message);
    let document = match written.value.split_once('#') {
        Some(("", _)) => Some(model.statement(by).document),
        Some((name, _)) => model.registry.find(Kind::Document, name),
        None => None,
    };
    let Some(id) = document else {
        return note.help("write `document-id#statement-id`, or `#statement-id` in the same document");
    };
    let known = rows(&model.of_document, id).iter().map(|(_, s)| model.statement(*s));
    let ids: Vec<&str> = known.filter(|s| s.named).map(|s| s.sid.as_str()).take(12).collect();
    let list = if ids.is_empty() { "none".to_owned() } else { ids.join(", ") };
    note.help(format!("ids in `{}`: {list}", model.registry.get(id).id))
}

fn file_of(model: &Model, id: StatementId) -> SourcePath {
    let statement = model.statement(id);
    let edition = model.registry.get(statement.document).editions.get(statement.words[0].0);
    edition.map_or_else(|| SourcePath::new("site.toml"), |e| e.path.clone())
}

/// What `updates=` names.
enum Target {
    Statement(StatementId),
    Withheld,
    None,
}

/// The statement that `document-id#statement-id`, or `#statement-id` of the same document, names.
fn target(model: &Model, by: StatementId, name: &str) -> Target {
    let Some((document, sid)) = name.split_once('#') else { return Target::None };
    let document = match document {
        "" => model.statement(by).document,
        name => match model.registry.look_up(name, &[Kind::Document]) {
            Lookup::One(id) => id,
            Lookup::Withheld => return Target::Withheld,
            Lookup::Many(_) | Lookup::None => return Target::None,
        },
    };
    match find(model, document, sid) {
        Some(id) => Target::Statement(id),
        None if model.registry.get(document).withholds(sid) => Target::Withheld,
        None => Target::None,
    }
}

/// The statement whose status another one gives.
pub fn earlier(model: &Model, by: StatementId) -> Option<StatementId> {
    let written = model.statement(by).updates.as_ref()?;
    let Target::Statement(of) = target(model, by, &written.value) else { return None };
    rows(&model.updates, of).iter().any(|(_, other)| *other == by).then_some(of)
}

/// The statement of a document with this anchor.
pub fn find(model: &Model, document: crate::entity::ItemId, sid: &str) -> Option<StatementId> {
    let place = model.said[document.index()].anchored(sid)?;
    Some(rows(&model.of_document, document)[place].1)
}

/// The history of a statement's status, oldest first: its own, then every later change. What only tells of a change has none.
pub fn history(model: &Model, id: StatementId) -> Vec<Step> {
    let (said, first) = (model.statement(id).said, first(model, id).into_iter());
    if rows(&model.updates, id).is_empty() {
        return first.collect();
    }
    // A change whose day is known less exactly than that of what it changes is not the earlier of the two.
    let mut steps: Vec<((Date, usize), Step)> = first.map(|step| ((said, 0), step)).collect();
    let mut at = vec![(id, said, 0)];
    while let Some((of, floor, depth)) = at.pop() {
        for (_, by) in rows(&model.updates, of) {
            let change = model.statement(*by);
            let date = change.as_of.unwrap_or(change.said);
            let place = if date < floor { floor } else { date };
            if let Some(status) = change.status {
                steps.push(((place, depth + 1), Step { statement: *by, of: Some(of), status, date }));
            }
            at.push((*by, place, depth + 1));
        }
    }
    steps.sort_by_key(|(place, step)| (*place, step.statement));
    steps.into_iter().map(|(_, step)| step).collect()
}

/// The day by which it should be done: the newest one that any step of its history gives, else its own.
pub fn due(model: &Model, id: StatementId, history: &[Step]) -> Option<Date> {
    history.iter().rev().find_map(|step| model.statement(step.statement).due).or(model.statement(id).due)
}

/// A statement's own status.
fn first(model: &Model, id: StatementId) -> Option<Step> {
    let own = model.statement(id);
    let has_own = own.updates.is_none() || matches!(own.kind, MarkKind::Proposal | MarkKind::Commitment);
    // It began when it was said, or before; until when that is known to hold is no step.
    let began = own.as_of.filter(|date| date.first() < own.said.first()).unwrap_or(own.said);
    own.status.filter(|_| has_own).map(|status| Step { statement: id, of: None, status, date: began })
}

/// The newest status; of several on the same date all, in order: see `newest`.
pub fn current(model: &Model, id: StatementId) -> Vec<Step> {
    newest(&history(model, id)).into_iter().cloned().collect()
}

/// The status with which something ended, where one of its newest steps is such: a tie with one that is not counts as ended.
pub fn ended<'s>(newest: impl IntoIterator<Item = &'s Step>) -> Option<State> {
    newest.into_iter().map(|step| step.status).find(|status| status.is_end())
}

/// The newest steps of a history, of each status one: those of the last day, without what another of them changes.
pub fn newest(steps: &[Step]) -> Vec<&Step> {
    let Some(newest) = steps.last().map(|s| s.date) else { return Vec::new() };
    let mut last: Vec<&Step> = Vec::new();
    let changed: HashSet<StatementId> = steps.iter().filter(|s| s.date == newest).filter_map(|s| s.of).collect();
    for step in steps.iter().filter(|s| s.date == newest && !changed.contains(&s.statement)) {
        if last.iter().all(|known| known.status != step.status) {
            last.push(step);
        }
    }
    last
}
