//! Rules over the whole site that no single file can break. Each is one function and one line in `check`.

use super::Model;
use crate::base::date::Day;
use crate::base::diag::{Code, Diagnostic};
use crate::base::span::Span;
use crate::entity::{ItemId, Own};
use crate::parse::{Kind, meta};

const FUTURE: Code = Code("date/future");
const CIRCLE: Code = Code("theme/circle");

/// Everything that the rules find.
pub fn check(model: &Model, today: Day) -> Vec<Diagnostic> {
    let mut notes = future_dates(model, today);
    notes.extend(theme_circles(model));
    notes
}

/// A document that is dated after today.
fn future_dates(model: &Model, today: Day) -> Vec<Diagnostic> {
    let documents = model.registry.of_kind(Kind::Document);
    let late = documents.filter_map(|(_, item)| {
        let (_, edition) = item.editions.leading()?;
        let meta::Own::Document(own) = &edition.meta.own else { return None };
        let date = own.date.as_ref().filter(|d| d.value.first() > today)?;
        let message = format!("{} lies in the future: today is {}", date.value, today.iso());
        Some(Diagnostic::warning(FUTURE, &edition.path, date.span, message).help("`embargo:` keeps a document back until a day"))
    });
    late.collect()
}

/// A theme that is, over some steps, broader than itself.
fn theme_circles(model: &Model) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for (id, item) in model.registry.of_kind(Kind::Theme) {
        let Some((_, edition)) = item.editions.leading().filter(|_| reaches_itself(model, id)) else { continue };
        let meta::Own::Theme(own) = &edition.meta.own else { continue };
        let span = own.broader.first().map_or(Span::default(), |b| b.span);
        let message = format!("the theme `{}` is broader than itself", item.id);
        notes.push(Diagnostic::error(CIRCLE, &edition.path, span, message).help("follow `broader:` from theme to theme"));
    }
    notes
}

fn reaches_itself(model: &Model, start: ItemId) -> bool {
    let mut seen = Vec::new();
    let mut at = vec![start];
    while let Some(id) = at.pop() {
        let Own::Theme(own) = &model.registry.get(id).own else { continue };
        for broader in &own.broader {
            if *broader == start {
                return true;
            }
            if !seen.contains(broader) {
                seen.push(*broader);
                at.push(*broader);
            }
        }
    }
    false
}
