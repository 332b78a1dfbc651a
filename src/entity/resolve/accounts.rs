//! Official accounts of events: sections that are read-outs, or a whole document of that type. Does not compare them.

use super::Reader;
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic};
use crate::base::span::Span;
use crate::entity::{ItemId, Own, Speaker};
use crate::input::config::SideId;
use crate::parse::keys::{Attr, Key, attr};
use crate::parse::words::DocumentType;
use crate::parse::{Heading, Kind};

const READOUT: Code = Code("event/readout");
const HOW: &str = "`{.readout by=… event=…}`, or `speaker` and `event` in the front matter";

/// An account of an event by one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Of what.
    pub event: ItemId,
    /// By whom.
    pub by: Speaker,
    /// For which side.
    pub side: Option<SideId>,
    /// The place of its heading in the body; none for the whole document.
    pub heading: Option<u32>,
}

impl Reader<'_> {
    /// The accounts in a document; reports what makes none.
    pub(super) fn accounts(&mut self) -> Vec<Account> {
        let Some(own) = self.item.document() else { return Vec::new() };
        let edition = self.edition;
        let sections: Vec<(u32, &Heading)> =
            (0..).zip(&edition.body.headings).filter(|(_, heading)| heading.readout).collect();
        let mut found = Vec::new();
        if own.doc_type == DocumentType::Readout {
            let whole = self.account(&own.speaker, own.event, None, None);
            if whole.is_none() && sections.is_empty() && self.leading.is_none() {
                self.incomplete(Span::default(), !own.speaker.is_empty());
            }
            found.extend(whole);
        }
        for (place, heading) in sections {
            let key = |key| attr(&heading.attrs, key).filter(|a| !a.value.is_empty());
            let by = key(Key::By).map_or_else(|| own.speaker.clone(), |by| self.speakers(by));
            let event = key(Key::Event).map_or(own.event, |event| self.item_of(event, Kind::Event));
            let side = key(Key::Side).and_then(|side| self.side(side));
            let has_speaker = key(Key::By).is_some() || !own.speaker.is_empty();
            if !has_speaker || key(Key::Event).is_none() && own.event.is_none() {
                self.incomplete(heading.span, has_speaker);
            }
            found.extend(self.account(&by, event, side, Some((place, key(Key::By)))));
        }
        found
    }

    /// An account by the first of those who speak; `section` is its heading, with who gives it.
    fn account(
        &mut self,
        by: &[Speaker],
        event: Option<ItemId>,
        given: Option<SideId>,
        section: Option<(u32, Option<&Attr>)>,
    ) -> Option<Account> {
        let (event, first) = (event?, *by.first()?);
        let day = match &self.registry.get(event).own {
            Own::Event(own) => own.start.unwrap_or(Date::UNDATED),
            _ => Date::UNDATED,
        };
        let side_of = |speaker: Speaker| self.voice(speaker, given, day).side;
        let side = side_of(first);
        if by.iter().any(|other| side_of(*other) != side) {
            self.joint(section.and_then(|(_, by)| by).map_or(Span::default(), |by| by.span));
        }
        Some(Account { event, by: first, side, heading: section.map(|(place, _)| place) })
    }

    fn incomplete(&mut self, span: Span, has_speaker: bool) {
        let message = format!("a read-out without {}", if has_speaker { "its event" } else { "a speaker" });
        self.notes.push(Diagnostic::error(READOUT, &self.edition.path, span, message).help(HOW));
    }

    fn joint(&mut self, span: Span) {
        let message = "a read-out is one side's account, and these speak for several: the first one's side has it";
        let note = Diagnostic::error(READOUT, &self.edition.path, span, message);
        let hint = "words that two sides gave together are no read-out: mark the statements in them, `by=\"a, b\"`";
        self.notes.push(note.help(hint));
    }
}
