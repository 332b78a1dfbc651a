//! How far proposals and commitments have come: who changed the status of what, and when. Does not decide what is overdue.

use super::{Model, StatementId, rows};
use crate::base::date::Date;
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::parse::Kind;

const NOTHING: Code = Code("status/updates-nothing");
const LATER: Code = Code("status/updates-later");
const CIRCLE: Code = Code("status/circle");

/// One step in the history of a status.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The statement that says so.
    pub statement: StatementId,
    /// The status.
    pub status: String,
    /// Since when.
    pub date: Date,
}

/// Every change of status that names its statement, by the statement changed, oldest first.
pub fn updates(model: &Model) -> Checked<Vec<(StatementId, StatementId)>> {
    let mut notes = Notes::default();
    let mut pairs = Vec::new();
    for (i, statement) in model.statements.iter().enumerate() {
        let Some(written) = &statement.updates else { continue };
        let by = StatementId(i as u32);
        let file = file_of(model, by);
        match target(model, by, &written.value) {
            None => notes.push(nothing(model, &file, &written.value, written.span)),
            Some(of) if of == by => notes.push(circle(&file, written.span)),
            Some(of) if model.statement(of).said > statement.said => {
                let message = format!("`{}` was said later, on {}", written.value, model.statement(of).said);
                notes.push(Diagnostic::error(LATER, &file, written.span, message));
            }
            Some(of) => pairs.push((of, by)),
        }
    }
    pairs.sort();
    let broken: Vec<usize> = (0..pairs.len()).filter(|i| in_circle(&pairs, *i)).collect();
    for i in &broken {
        let by = pairs[*i].1;
        if let Some(written) = &model.statement(by).updates {
            notes.push(circle(&file_of(model, by), written.span));
        }
    }
    let mut i = 0;
    pairs.retain(|_| {
        i += 1;
        !broken.contains(&(i - 1))
    });
    notes.with(pairs)
}

fn circle(file: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error(CIRCLE, file, span, "these statements update each other in a circle")
}

fn nothing(model: &Model, file: &SourcePath, name: &str, span: Span) -> Diagnostic {
    let message = format!("no statement is named `{}`", crate::base::tree::short(name));
    let note = Diagnostic::error(NOTHING, file, span, message);
    let document = name.split_once('#').map_or(name, |(d, _)| d);
    let hint = match model.registry.find(Kind::Document, document) {
        None => "write `document-id#statement-id`".to_owned(),
        Some(id) => {
            let known = rows(&model.of_document, id).iter().map(|(_, s)| model.statement(*s));
            let ids: Vec<&str> = known.filter(|s| s.named).map(|s| s.sid.as_str()).take(12).collect();
            format!("ids in `{document}`: {}", if ids.is_empty() { "none".to_owned() } else { ids.join(", ") })
        }
    };
    note.help(hint)
}

fn file_of(model: &Model, id: StatementId) -> SourcePath {
    let statement = model.statement(id);
    let edition = model.registry.get(statement.document).editions.get(statement.words[0].0);
    edition.map_or_else(|| SourcePath::new("site.toml"), |e| e.path.clone())
}

/// The statement that `document-id#statement-id`, or `#statement-id` of the same document, names.
fn target(model: &Model, by: StatementId, name: &str) -> Option<StatementId> {
    let (document, sid) = name.split_once('#')?;
    let document = match document.trim_start_matches("documents/") {
        "" => model.statement(by).document,
        id => model.registry.find(Kind::Document, id)?,
    };
    find(model, document, sid)
}

/// The statement of a document with this anchor.
pub fn find(model: &Model, document: crate::entity::ItemId, sid: &str) -> Option<StatementId> {
    rows(&model.of_document, document).iter().map(|(_, id)| *id).find(|id| model.statement(*id).sid == sid)
}

/// Whether following updates from a pair leads back to it. A statement updates at most one other, so that this is a walk.
fn in_circle(pairs: &[(StatementId, StatementId)], start: usize) -> bool {
    let (mut at, first) = (pairs[start].0, pairs[start].1);
    for _ in 0..pairs.len().min(64) {
        if at == first {
            return true;
        }
        match pairs.iter().find(|(_, by)| *by == at) {
            Some((of, _)) => at = *of,
            None => return false,
        }
    }
    false
}

/// The history of a statement's status, oldest first: its own, then every later change.
pub fn history(model: &Model, id: StatementId) -> Vec<Step> {
    let own = model.statement(id);
    let mut steps: Vec<Step> = own
        .status
        .iter()
        .filter(|_| own.updates.is_none())
        .map(|s| Step { statement: id, status: s.clone(), date: own.said })
        .collect();
    let mut at = vec![id];
    while let Some(of) = at.pop() {
        for (_, by) in rows(&model.updates, of) {
            let change = model.statement(*by);
            if let Some(status) = &change.status {
                steps.push(Step { statement: *by, status: status.clone(), date: change.said });
            }
            at.push(*by);
        }
    }
    steps.sort_by_key(|s| (s.date, s.statement));
    steps
}

/// The newest status; of several on the same date all, in order.
pub fn current(model: &Model, id: StatementId) -> Vec<Step> {
    let steps = history(model, id);
    let Some(newest) = steps.last().map(|s| s.date) else { return Vec::new() };
    let mut last: Vec<Step> = steps.into_iter().filter(|s| s.date == newest).collect();
    last.dedup_by(|a, b| a.status == b.status);
    last
}
