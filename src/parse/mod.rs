//! Floor 2: one file at a time. Never fails, never looks at another file: what a name means is for a later floor to say.

pub mod body;
pub mod braces;
pub mod edition;
pub mod front;
pub mod keys;
pub mod kept;
pub mod meta;
pub mod words;

use crate::base::fingerprint::Fingerprint;
use crate::base::fold::anchor;
use crate::base::html::percent_decode;
use crate::base::lang::Lang;
use crate::base::path::SourcePath;
use crate::base::span::{Span, Spanned};
use bitcode::{Decode, Encode};
use keys::{Attr, Key, MarkKind, Origin};
use meta::Publish;
use std::sync::Arc;

/// What kind of thing a content file is about; its folder says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum Kind {
    /// `content/documents/`
    Document,
    /// `content/people/`
    Person,
    /// `content/organizations/`
    Organization,
    /// `content/themes/`
    Theme,
    /// `content/events/`
    Event,
    /// `content/terms/`
    Term,
    /// `content/pages/`
    Page,
}

impl Kind {
    /// Every kind, in the order of the menu.
    pub const ALL: [Kind; 7] =
        [Kind::Document, Kind::Person, Kind::Organization, Kind::Theme, Kind::Event, Kind::Term, Kind::Page];

    /// The folder below `content/`, which is also how paths name it.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Document => "documents",
            Kind::Person => "people",
            Kind::Organization => "organizations",
            Kind::Theme => "themes",
            Kind::Event => "events",
            Kind::Term => "terms",
            Kind::Page => "pages",
        }
    }

    /// The word for one of it, as in `[[person:Jane Doe]]`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Document => "document",
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Theme => "theme",
            Kind::Event => "event",
            Kind::Term => "term",
            Kind::Page => "page",
        }
    }
}

/// One content file, read.
#[derive(Debug, Encode, Decode)]
pub struct Edition {
    /// The file.
    pub path: SourcePath,
    /// Of the file's bytes and of all else that reading it depends on.
    pub fingerprint: Fingerprint,
    /// Of the front matter, and of the names in the text that may ask for a stub: while it is the same, the same things exist.
    pub frame: Fingerprint,
    /// From the folder.
    pub kind: Kind,
    /// From the file name; `_index` for the introduction of a folder.
    pub id: Arc<str>,
    /// From the file name's suffix.
    pub lang: Lang,
    /// The front matter.
    pub meta: meta::Meta,
    /// The text.
    pub body: Body,
}

/// The text of a file: HTML with holes. Indices are places in the vectors below.
#[derive(Debug, Default, Encode, Decode)]
pub struct Body {
    /// All HTML of the text, in order; segments cut it.
    pub html: String,
    /// The top-level blocks.
    pub blocks: Vec<Block>,
    /// Names in double brackets, and links to content files, in the order of the text.
    pub mentions: Vec<Mention>,
    /// The places of those among them that name a place on a page.
    pub pointers: Vec<u32>,
    /// Marked words, in the order of their first word.
    pub marks: Vec<Mark>,
    /// In the order of the text.
    pub headings: Vec<Heading>,
    /// Addresses in the portal, as written, of links and pictures; also `#fragment` of the same page.
    pub links: Vec<Spanned<String>>,
    /// The text as a reader reads it, without markup: one line per block. A mention without a label stands in it as its target.
    pub plain: String,
    /// Every anchor that the text makes by itself (headings, footnotes), besides those of statements; by name.
    pub anchors: Vec<Spanned<String>>,
    /// Of headings that authors gave an `#id`: what their words would make of it, and the `#id`; by the first.
    pub renamed: Vec<(String, String)>,
}

impl Body {
    /// The places in the text that have this anchor; all but the first are slips.
    pub fn anchored(&self, name: &str) -> &[Spanned<String>] {
        let from = self.anchors.partition_point(|anchor| *anchor.value < *name);
        let many = self.anchors[from..].partition_point(|anchor| anchor.value == name);
        &self.anchors[from..from + many]
    }

    /// The anchor of the heading with these words, as Obsidian names a place in a text; of headings in headings the last one is meant.
    pub fn heading_called(&self, words: &str) -> Option<&str> {
        let words = percent_decode(words.rsplit('#').next().unwrap_or(words));
        if !words.contains(char::is_alphanumeric) {
            return None;
        }
        let wanted = anchor(&words);
        let own = self.anchored(&wanted).first().map(|anchor| anchor.value.as_str());
        own.or_else(|| {
            let place = self.renamed.binary_search_by(|(words, _)| words.cmp(&wanted)).ok()?;
            Some(&*self.renamed[place].1)
        })
    }

    /// Whether readers may see what has this anchor.
    pub fn shows(&self, anchor: &Spanned<String>, publish: Publish) -> bool {
        // An anchor stands in its block, or above it.
        let at = self.blocks.partition_point(|block| block.span.end < anchor.span.end);
        publish == Publish::Full || self.blocks.get(at).is_some_and(|block| block.is_public(publish))
    }

    /// Whether the text has a place of this name that readers may see.
    pub fn shows_place(&self, name: &str, publish: Publish) -> bool {
        self.anchored(name).iter().any(|anchor| self.shows(anchor, publish))
    }

    /// Gives back the room that was left for more: texts are kept as long as the site, and are most of its memory.
    fn shrink(&mut self) {
        self.html.shrink_to_fit();
        self.plain.shrink_to_fit();
        self.blocks.shrink_to_fit();
        self.blocks.iter_mut().for_each(|block| block.segments.shrink_to_fit());
        self.mentions.shrink_to_fit();
        self.pointers.shrink_to_fit();
        self.marks.shrink_to_fit();
        self.marks.iter_mut().for_each(|mark| mark.attrs.shrink_to_fit());
        self.headings.shrink_to_fit();
        self.links.shrink_to_fit();
    }

    /// The names in the text that have a colon in them, as `person:Jane Doe` has: in double brackets, and in the braces of marks and headings.
    pub fn with_colons(&self, publish: Publish) -> Vec<(&str, Span)> {
        let shown = |block: u32| self.blocks.get(block as usize).is_some_and(|block| block.is_public(publish));
        let names = self.mentions.iter().filter(|m| !m.by_path && shown(m.block));
        let names = names.map(|m| (m.target.value.as_str(), m.target.span));
        let marks = self.marks.iter().filter(|m| m.parts.iter().any(|part| shown(part.block))).map(|m| &m.attrs);
        let headings = self.headings.iter().filter(|h| shown(h.blocks.0)).map(|h| &h.attrs);
        let attrs = marks.chain(headings).flatten();
        let named = |a: &&Attr| {
            a.origin != Origin::Front
                && matches!(a.key, Key::By | Key::To | Key::Theme | Key::Event)
                && a.value.contains(':')
        };
        let values = attrs.filter(named).flat_map(Attr::parts);
        names.chain(values).filter(|(name, _)| name.contains(':')).collect()
    }
}

/// A top-level block: a paragraph, heading, list, table, quotation.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct Block {
    /// Its parts, in order.
    pub segments: Vec<Segment>,
    /// The marks of which a part, or the translation, begins in it, by index.
    pub marks: Vec<u32>,
    /// Its place in the file.
    pub span: Span,
}

impl Block {
    /// Whether readers may see it: of excerpts only what has annotated words.
    pub fn is_public(&self, publish: Publish) -> bool {
        match publish {
            Publish::Full => true,
            Publish::Excerpts => !self.marks.is_empty(),
            Publish::Metadata => false,
        }
    }
}

/// A part of a block.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum Segment {
    /// A range of `Body::html`.
    Html(Span),
    /// A name: the index of a mention. Where it is labelled, the label follows.
    Mention(u32),
    /// The end of the label of a mention.
    LabelEnd(u32),
    /// The address of a link or a picture, inside an attribute: the index of a link.
    Address(u32),
    /// The beginning of marked words: the index of a mark and of its part.
    Open(u32, u32),
    /// The end of marked words.
    Close(u32, u32),
    /// A statement embedded here: the index of a mention. Where it is labelled, the label follows, for where no statement is found.
    Embed(u32),
}

/// A name in the text.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Mention {
    /// What stands before `|` and `#`, cleaned: `stephen-orlins`, `people/stephen-orlins`, `Stephen Orlins`, `person:Jane Doe`.
    pub target: Spanned<String>,
    /// What stands after `#`, with the place of target and fragment.
    pub fragment: Option<Spanned<String>>,
    /// Whether it has a label of its own; otherwise the name is the label.
    pub labelled: bool,
    /// The data in the braces after it.
    pub attrs: Vec<Attr>,
    /// The whole of it in the file, braces included.
    pub span: Span,
    /// Where its label (or its target) stands in `Body::plain`.
    pub plain: Span,
    /// The sentence around it in `Body::plain`, at most 300 characters.
    pub sentence: Span,
    /// The block that it is in.
    pub block: u32,
    /// Written as `[label](path.md)`.
    pub by_path: bool,
    /// Written as `![[…]]`.
    pub embed: bool,
}

/// A part of marked words: one span of the text.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Part {
    /// Where it stands in the file, brackets and braces included.
    pub span: Span,
    /// Where its words stand in `Body::plain`.
    pub plain: Span,
    /// Where its words stand in `Body::html`, as segments of one block.
    pub block: u32,
    /// Whether the part opens with a quotation mark.
    pub quoted: bool,
    /// Whether it has any quotation mark in it.
    pub verbatim: bool,
    /// Whether it is a whole block or several.
    pub whole: bool,
    /// In a cell of a table, what heads it: the first cell of the table, of its row and of its column, in `Body::plain`.
    pub heads: Option<Box<[Span; 3]>>,
}

/// Marked words with what the braces, and all that encloses them, say.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// The `#id` as given.
    pub id: Option<Spanned<String>>,
    /// The first part and those that continue it with `cont=`.
    pub parts: Vec<Part>,
    /// Every key with its nearest value: the span's own, an enclosing span's, the block's, the section's, the front matter's. A key
    /// that was stopped with `key=""` is absent. At most one of each key.
    pub attrs: Vec<Attr>,
    /// The keys that were stopped.
    pub stopped: Vec<Key>,
    /// Whether the braces give no kind; `kind` is then what the words look like, if somebody speaks them.
    pub bare: bool,
    /// The portal's own translation of it into the language of the text, where the text gives one (`gloss=`).
    pub gloss: Option<Span>,
    /// The enclosing mark, where there is one.
    pub parent: Option<u32>,
    /// The braces of its first part.
    pub span: Span,
}

/// A heading of the text.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor: `{#id}`, else the folded text.
    pub anchor: String,
    /// Where its words stand in `Body::plain`.
    pub plain: Span,
    /// Keys on the heading itself, such as those of a read-out.
    pub attrs: Vec<Attr>,
    /// Whether it has the class `.readout`.
    pub readout: bool,
    /// The blocks of its section: up to the next heading of its level or above.
    pub blocks: (u32, u32),
    /// Whether it stands in a quotation, a list or a footnote, so that its section ends there.
    pub nested: bool,
    /// Its place in the file.
    pub span: Span,
}
