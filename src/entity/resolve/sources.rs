//! Where a statement is known from: `via=` and `source=`. Does not follow addresses.

use super::{Reader, Via};
use crate::base::diag::Diagnostic;
use crate::base::html::is_web_address;
use crate::base::tree::short;
use crate::entity::lookup::Lookup;
use crate::entity::own::{UNKNOWN_SOURCE, not_public};
use crate::parse::Kind;
use crate::parse::keys::{Attr, Key, Origin, attr};
use std::sync::Arc;

impl Reader<'_> {
    /// A source of the document, or an outlet.
    pub(super) fn via(&mut self, attrs: &[Attr]) -> Via {
        let Some(via) = attr(attrs, Key::Via).filter(|a| !a.value.is_empty()) else { return Via::Document };
        let Some(document) = self.item.document() else { return Via::Document };
        if let Some(place) = document.sources.iter().position(|s| *s.key == *via.value) {
            return Via::Source(place as u16);
        }
        match self.registry.look_up(&via.value, &[Kind::Organization]) {
            Lookup::One(id) if document.outlet == Some(id) => Via::Document,
            Lookup::One(id) => Via::Outlet(id),
            Lookup::Withheld => {
                self.notes.push(not_public(&self.edition.path, &via.value, via.span));
                Via::Document
            }
            Lookup::Many(_) | Lookup::None => {
                self.no_source(via, "is no source of this document and no outlet");
                Via::Document
            }
        }
    }

    /// A source of the document, or an address.
    pub(super) fn source(&mut self, source: &Attr) -> Option<Arc<str>> {
        let value = &source.value;
        let known = self.item.document().is_some_and(|d| d.sources.iter().any(|s| *s.key == **value));
        if known || is_web_address(value) {
            return Some(value.clone());
        }
        self.no_source(source, "is no source of this document and no address");
        None
    }

    fn no_source(&mut self, given: &Attr, what: &str) {
        if given.origin == Origin::Front {
            return;
        }
        let sources = self.item.document().map_or(&[][..], |d| &d.sources);
        let message = format!("`{}` {what}", short(&given.value));
        let near = crate::base::near::did_you_mean(&given.value, sources.iter().map(|s| s.key.as_str()));
        let keys: Vec<&str> = sources.iter().map(|s| s.key.as_str()).take(12).collect();
        let note = Diagnostic::error(UNKNOWN_SOURCE, &self.edition.path, given.span, message).maybe_help(near);
        let list = if keys.is_empty() { "none".to_owned() } else { keys.join(", ") };
        self.notes.push(note.help(format!("`sources:` in the front matter lists what a text rests on; there: {list}")));
    }
}
