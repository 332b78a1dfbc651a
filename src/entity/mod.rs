//! Floor 3: who and what exists, and what a name means. Does not know pages, and nothing of who said what.

pub mod collect;
pub mod lookup;
mod office;
pub mod own;
pub mod resolve;
pub mod stubs;

use crate::base::date::Date;
use crate::base::fingerprint::Fingerprint;
use crate::base::lang::{ByLang, Lang};
use crate::base::path::SourcePath;
use crate::input::config::{SideId, Text};
use crate::parse::meta::{Common, Publish, Translation};
use crate::parse::words::{DocumentType, OrganizationKind, Track};
use crate::parse::{Edition, Kind};
use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

pub use office::{PersonOwn, PositionOwn};

/// The place of an item among all items: documents first, by date, then the other kinds, by id. Dense; new for every site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u32);

impl ItemId {
    /// The place as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Anything with a page of its own: a document, an entity, a glossary entry, a plain page.
#[derive(Clone, Debug)]
pub struct Item {
    /// The files; empty for a stub.
    pub editions: ByLang<Arc<Edition>>,
    core: Arc<Core>,
}

/// What is known of an item without its texts.
#[derive(Debug)]
pub struct Core {
    /// What it is.
    pub kind: Kind,
    /// Unique among its kind, shared by its editions.
    pub id: Arc<str>,
    /// The shared keys of the leading edition, with the texts of all editions.
    pub common: Common,
    /// What its kind has besides, resolved.
    pub own: Own,
    /// The side that the item itself names.
    pub side: Option<SideId>,
    /// Whether it has no file: a name that somebody used.
    pub stub: bool,
}

impl Deref for Item {
    type Target = Core;

    fn deref(&self) -> &Core {
        &self.core
    }
}

impl Item {
    /// The file of the leading edition.
    pub fn path(&self) -> Option<&SourcePath> {
        self.editions.leading().map(|(_, e)| &e.path)
    }

    /// The name for readers of `lang`, and the language that it is in where it is another.
    pub fn name(&self, lang: Lang) -> (&str, Option<Lang>) {
        match self.common.name.get(lang) {
            Some((name, Some(found))) if found != lang => (name, Some(found)),
            Some((name, _)) => (name, None),
            None => (&self.id, None),
        }
    }

    /// The keys of a document.
    pub fn document(&self) -> Option<&DocumentOwn> {
        match &self.own {
            Own::Document(own) => Some(own),
            _ => None,
        }
    }

    /// How much of its texts readers see.
    pub fn publish(&self) -> Publish {
        self.document().map_or(Publish::Full, |document| document.publish)
    }
}

/// What each kind has besides a name, resolved.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Own {
    Document(Box<DocumentOwn>),
    Person(PersonOwn),
    Organization(OrganizationOwn),
    Theme(ThemeOwn),
    Event(EventOwn),
    Term(TermOwn),
    Page,
}

/// A person or organization with a page, or a name without one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Author {
    /// Has a page.
    Item(ItemId),
    /// Has none.
    Name(String),
}

/// Who speaks or is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speaker {
    /// A person or an organization.
    Item(ItemId),
    /// Somebody of a side, unnamed.
    Side(SideId),
}

impl Speaker {
    /// The person or the organization; none where nobody is named.
    pub fn item(self) -> Option<ItemId> {
        match self {
            Speaker::Item(id) => Some(id),
            Speaker::Side(_) => None,
        }
    }
}

/// Keys of a document.
#[derive(Debug)]
pub struct DocumentOwn {
    /// Published.
    pub date: Date,
    /// What it is.
    pub doc_type: DocumentType,
    /// Who published it.
    pub outlet: Option<ItemId>,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// Whose words it is.
    pub speaker: Vec<Speaker>,
    /// When they were said.
    pub said: Option<Date>,
    /// Where they were said.
    pub event: Option<ItemId>,
    /// The place.
    pub place: Text,
    /// The original, by language of the edition that names it.
    pub url: ByLang<String>,
    /// A copy of it.
    pub archive_url: Option<String>,
    /// When it was read.
    pub retrieved: Option<Date>,
    /// The tag of the original's language, by edition.
    pub lang: ByLang<String>,
    /// How each edition came to be.
    pub translation: ByLang<Translation>,
    /// What it rests on.
    pub sources: Vec<SourceOwn>,
    /// Which of its words are public.
    pub publish: Publish,
    /// What it is about.
    pub themes: Vec<ItemId>,
    /// Points on which sources differ.
    pub disputed: Vec<DisputedOwn>,
}

impl DocumentOwn {
    /// Whether it is a text of the portal's own.
    pub fn is_briefing(&self) -> bool {
        self.doc_type == DocumentType::Briefing
    }

    /// Who wrote it; of a text that is somebody's own words, such as a speech, who gave it where no author is named.
    pub fn writers(&self) -> Vec<Author> {
        use DocumentType::{Declaration, OpEd, Speech, Statement};
        if !self.authors.is_empty() || !matches!(self.doc_type, Speech | Statement | Declaration | OpEd) {
            return self.authors.clone();
        }
        self.speaker.iter().filter_map(|speaker| speaker.item()).map(Author::Item).collect()
    }
}

/// A source of a document.
#[derive(Debug)]
pub struct SourceOwn {
    /// As `via=` names it.
    pub key: String,
    /// Its address.
    pub url: Option<String>,
    /// Its title.
    pub title: Text,
    /// Its outlet.
    pub outlet: Option<ItemId>,
    /// Its side.
    pub side: Option<SideId>,
    /// Its date.
    pub date: Option<Date>,
    /// The tag of its language.
    pub lang: Option<String>,
    /// A remark.
    pub note: Text,
}

/// A point on which sources differ.
#[derive(Debug)]
pub struct DisputedOwn {
    /// What they differ on.
    pub point: Text,
    /// Each version with the source key, or the name, that has it.
    pub versions: Vec<(Text, Option<String>)>,
}

/// Keys of an organization.
#[derive(Debug, Default)]
pub struct OrganizationOwn {
    /// What it is.
    pub kind: Option<OrganizationKind>,
    /// What it is part of.
    pub parent: Option<ItemId>,
    /// When it began.
    pub founded: Option<Date>,
    /// Who owns it.
    pub ownership: Text,
}

/// Keys of a theme.
#[derive(Debug, Default)]
pub struct ThemeOwn {
    /// Wider themes.
    pub broader: Vec<ItemId>,
    /// Neighbours.
    pub related: Vec<ItemId>,
    /// Sentences that one may be for or against.
    pub propositions: Vec<PropositionOwn>,
}

/// A sentence that one may be for or against.
#[derive(Debug)]
pub struct PropositionOwn {
    /// Unique in its theme.
    pub id: String,
    /// The sentence.
    pub text: Text,
    /// An editor's reading.
    pub state: Option<String>,
    /// Why.
    pub note: Text,
    /// When.
    pub as_of: Option<Date>,
}

/// Keys of an event.
#[derive(Debug, Default)]
pub struct EventOwn {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// Where.
    pub place: Text,
    /// The track of dialogue.
    pub track: Option<Track>,
    /// The series.
    pub series: Option<String>,
    /// The round in the series.
    pub round: Option<String>,
    /// Who held it.
    pub organizers: Vec<ItemId>,
    /// Who took part.
    pub participants: Vec<ParticipantOwn>,
    /// Points on which sources differ.
    pub disputed: Vec<DisputedOwn>,
}

/// Someone who took part.
#[derive(Debug)]
pub struct ParticipantOwn {
    /// Who.
    pub person: ItemId,
    /// For which side.
    pub side: Option<SideId>,
    /// As what.
    pub role: Text,
}

/// Keys of a glossary entry.
#[derive(Debug, Default)]
pub struct TermOwn {
    /// Each side's meaning, and where it is from.
    pub definitions: Vec<(Option<SideId>, Text, Option<String>)>,
    /// Other entries.
    pub confused_with: Vec<ItemId>,
}

/// Everything that has a page, and every name of it. What does not depend on the texts is shared with the registries of later sites.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    /// Sorted: documents by date and id, then kind by kind by id.
    pub items: Vec<Item>,
    /// Introductions of folders (`_index.md`): texts without a page of their own.
    pub intros: Vec<Item>,
    /// Of all front matter, the settings and the day: of what exists and what is known of it besides the texts.
    pub frame: Fingerprint,
    /// Of all that resolving a document depends on besides the document: the order and the names of items, the settings, and everything
    /// in the front matter of what is no document.
    pub base: Fingerprint,
    names: Arc<Names>,
}

/// What names mean.
#[derive(Debug, Default)]
struct Names {
    /// Items by id; several kinds may share one.
    by_id: HashMap<Arc<str>, Vec<ItemId>>,
    /// Items by folded name or alias.
    by_name: HashMap<String, Vec<ItemId>>,
    /// Documents and others that are not public (yet): by id and by folded name.
    withheld: BTreeSet<(Kind, String)>,
    /// What misspelt names are compared with.
    known: OnceLock<lookup::Known>,
    /// The place of each item in the order of ids.
    alphabetical: OnceLock<Vec<u32>>,
}

impl Registry {
    /// The introduction of a folder, with its place among the introductions.
    pub fn intro(&self, kind: Kind) -> Option<(usize, &Item)> {
        self.intros.iter().enumerate().find(|(_, intro)| intro.kind == kind)
    }

    /// The item.
    pub fn get(&self, id: ItemId) -> &Item {
        &self.items[id.index()]
    }

    /// The place of each item in the order of ids, whatever their kinds.
    pub fn alphabetical(&self) -> &[u32] {
        self.names.alphabetical.get_or_init(|| {
            let mut order: Vec<u32> = (0..self.items.len() as u32).collect();
            order.sort_by_key(|i| &self.items[*i as usize].id);
            let mut places = vec![0; order.len()];
            order.iter().zip(0..).for_each(|(item, place)| places[*item as usize] = place);
            places
        })
    }

    /// The items of a kind, in order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (ItemId, &Item)> {
        let from = self.items.partition_point(|i| i.kind < kind);
        let to = self.items.partition_point(|i| i.kind <= kind);
        (from..to).map(|i| (ItemId(i as u32), &self.items[i]))
    }

    /// The side of an organization: its own, else its parents'.
    pub fn side_of_organization(&self, id: ItemId) -> Option<SideId> {
        let mut at = Some(id);
        for _ in 0..16 {
            let item = self.get(at?);
            if item.side.is_some() {
                return item.side;
            }
            at = match &item.own {
                Own::Organization(own) => own.parent,
                _ => None,
            };
        }
        None
    }
}
