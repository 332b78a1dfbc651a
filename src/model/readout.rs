//! Where the official accounts of events stand. Does not compare them.

use crate::base::lang::Lang;
use crate::entity::resolve::Account;
use crate::entity::{ItemId, Speaker};
use crate::input::config::SideId;
use crate::parse::Edition;

/// An account of an event by one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// Of what.
    pub event: ItemId,
    /// By whom.
    pub by: Speaker,
    /// For which side.
    pub side: Option<SideId>,
    /// Where it stands.
    pub document: ItemId,
    /// In which edition.
    pub lang: Lang,
    /// The section's anchor; none for the whole document.
    pub anchor: Option<String>,
    /// The section's blocks.
    pub blocks: (u32, u32),
}

impl Readout {
    /// An account in a text of a document.
    pub fn new(account: &Account, document: ItemId, edition: &Edition) -> Readout {
        let section = account.heading.map(|place| &edition.body.headings[place as usize]);
        Readout {
            event: account.event,
            by: account.by,
            side: account.side,
            document,
            lang: edition.lang,
            anchor: section.map(|heading| heading.anchor.clone()),
            blocks: section.map_or((0, edition.body.blocks.len() as u32), |heading| heading.blocks),
        }
    }
}
