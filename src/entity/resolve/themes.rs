//! What a statement is about: themes, and propositions in them.

use super::Reader;
use crate::base::diag::{Code, Diagnostic};
use crate::base::span::Span;
use crate::base::tree::short;
use crate::entity::{ItemId, Own};
use crate::parse::keys::{self, Key, attr};
use crate::parse::{Kind, Mark};

const PROPOSITION: Code = Code("mark/unknown-proposition");

impl Reader<'_> {
    pub(super) fn themes(&mut self, mark: &Mark) -> (Vec<ItemId>, Vec<(ItemId, u16)>) {
        let mut themes = Vec::new();
        if let Some(theme) = attr(&mark.attrs, Key::Theme) {
            for name in keys::list(&theme.value) {
                themes.extend(self.item_of(name, theme.span, theme.own, Kind::Theme));
            }
        }
        let mut on = Vec::new();
        if let Some(written) = attr(&mark.attrs, Key::On) {
            for name in keys::list(&written.value) {
                on.extend(self.proposition(name, written.span, &themes));
            }
        }
        for (theme, _) in &on {
            if !themes.contains(theme) {
                themes.push(*theme);
            }
        }
        (themes, on)
    }

    /// `theme/proposition`, or the proposition alone where one of the statement's themes has it.
    pub(super) fn proposition(&mut self, name: &str, span: Span, themes: &[ItemId]) -> Option<(ItemId, u16)> {
        let (candidates, id): (Vec<ItemId>, &str) = match name.rsplit_once('/') {
            Some((theme, id)) => {
                let theme = theme.trim_start_matches("themes/");
                (self.item_of(theme, span, true, Kind::Theme).into_iter().collect(), id)
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
        let list = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        self.notes.push(note.help(format!("known: {list}; write `on=theme/proposition`")));
        None
    }
}
