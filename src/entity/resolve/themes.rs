//! What a statement is about: themes, and propositions in them.

use super::Reader;
use super::names::Written;
use crate::base::diag::{Code, Diagnostic};
use crate::base::span::Span;
use crate::base::tree::short;
use crate::entity::{ItemId, Own};
use crate::parse::Kind;
use crate::parse::keys::{Attr, Key, Origin, attr};
use std::collections::BTreeSet;

const PROPOSITION: Code = Code("mark/unknown-proposition");

impl Reader<'_> {
    /// Themes and propositions. `on=` on the words themselves says what they are about, unless `theme=` beside it does.
    pub(super) fn themes(&mut self, attrs: &[Attr]) -> (Vec<ItemId>, Vec<(ItemId, u16)>) {
        let theme = attr(attrs, Key::Theme).filter(|a| !a.value.is_empty());
        let mut themes: Vec<ItemId> = Vec::new();
        if let Some(theme) = theme {
            for (name, span) in self.names(theme, |name| self.knows(name, &[Kind::Theme])) {
                themes.extend(self.item_named(name, span, Kind::Theme, Written::of(theme)));
            }
        }
        let mut on: Vec<(ItemId, u16)> = Vec::new();
        if let Some(written) = attr(attrs, Key::On) {
            let whole = written.value.trim();
            let is_one = whole.rsplit_once('/').is_some_and(|(theme, _)| self.knows(theme, &[Kind::Theme]));
            let all = if is_one { vec![(whole, written.span)] } else { written.parts().collect() };
            for (name, span) in all {
                on.extend(self.proposition(name, span, &themes, Written::of(written)));
            }
        }
        if !on.is_empty() && theme.is_some_and(|t| t.origin != Origin::Own) {
            themes.clear();
        }
        themes.extend(on.iter().map(|(theme, _)| *theme));
        (unique(themes), unique(on))
    }

    /// `theme/proposition`, or the proposition alone where one of the statement's themes has it.
    fn proposition(&mut self, name: &str, span: Span, themes: &[ItemId], written: Written) -> Option<(ItemId, u16)> {
        let (candidates, id): (Vec<ItemId>, &str) = match name.rsplit_once('/') {
            Some((theme, id)) => {
                let place = if written == Written::Value {
                    Span::new(0, theme.len()).shifted(span.range().start)
                } else {
                    span
                };
                (vec![self.item_named(theme, place, Kind::Theme, written)?], id)
            }
            None => (themes.to_vec(), name),
        };
        let mut found = Vec::new();
        let mut known = Vec::new();
        for theme in candidates {
            let Own::Theme(own) = &self.registry.get(theme).own else { continue };
            known.extend(own.propositions.iter().map(|p| p.id.as_str()));
            found.extend(own.propositions.iter().position(|p| p.id == id).map(|i| (theme, i as u16)));
        }
        if let [one] = found[..] {
            return Some(one);
        }
        let message = match found.len() {
            0 => format!("no theme of this statement has the proposition `{}`", short(id)),
            _ => format!("several themes of this statement have the proposition `{id}`"),
        };
        let near = crate::base::near::did_you_mean(id, known.iter().copied());
        let note = Diagnostic::error(PROPOSITION, &self.edition.path, span, message).maybe_help(near);
        known.truncate(12);
        let list = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        self.notes.push(note.help(format!("known: {list}; write `on=theme/proposition`")));
        None
    }
}

/// The values in the order given, each once.
pub(super) fn unique<T: Copy + Ord>(mut values: Vec<T>) -> Vec<T> {
    if values.len() > 1 {
        let mut seen = BTreeSet::new();
        values.retain(|value| seen.insert(*value));
    }
    values
}
