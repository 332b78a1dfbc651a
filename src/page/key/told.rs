//! What pages that gather and count show of a document: its front matter, who is in it, and its statements word for word. Its other words are
//! on no such page: whoever mends a comma need not have the home page, the balance and the timeline made anew.

use crate::base::fingerprint::Fingerprint;
use crate::base::span::Span;
use crate::entity::DocumentOwn;
use crate::parse::body::sentence;
use crate::parse::keys::MarkKind;
use crate::parse::meta::Publish;
use crate::parse::words::DocumentType;
use crate::parse::{Body, Edition, Mark};
use std::hash::{Hash, Hasher};

/// Of what an edition of a document tells; `language` says where its sentences end. What changes its statements is another document, and told
/// by that one.
pub fn told(own: &DocumentOwn, edition: &Edition, language: &str) -> Fingerprint {
    match shows_prose(own, edition) {
        true => edition.fingerprint,
        false => Fingerprint::of_value(&Told { body: &edition.body, language }),
    }
}

/// Whether it depends on more than words what pages show of it: of excerpts on the blocks that have marks, of an account on its section.
fn shows_prose(own: &DocumentOwn, edition: &Edition) -> bool {
    let is_account = own.doc_type == DocumentType::Readout || edition.body.headings.iter().any(|h| h.readout);
    own.publish != Publish::Full || is_account
}

/// The marked words of a text, without their places.
struct Told<'a> {
    body: &'a Body,
    /// For where sentences end.
    language: &'a str,
}

impl Hash for Told<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.body.blocks.is_empty().hash(state);
        self.body.anchors.iter().for_each(|anchor| anchor.value.hash(state));
        self.body.marks.len().hash(state);
        self.body.marks.iter().for_each(|mark| self.mark(mark, state));
    }
}

impl Told<'_> {
    fn mark<H: Hasher>(&self, mark: &Mark, state: &mut H) {
        let words = |span: Span| span.of(&self.body.plain);
        let id = mark.id.as_ref().map(|id| &id.value);
        (mark.kind, id, &mark.stopped, mark.bare, mark.parent, mark.gloss.map(words)).hash(state);
        mark.attrs.len().hash(state);
        mark.attrs.iter().for_each(|attr| (attr.key, &attr.value).hash(state));
        mark.parts.len().hash(state);
        for part in &mark.parts {
            let heads = part.heads.as_ref().map(|heads| heads.map(words));
            (words(part.plain), part.quoted, part.verbatim, part.whole, heads).hash(state);
        }
        // A figure is shown in its sentence.
        let first = mark.parts.first().filter(|_| mark.kind == MarkKind::Figure);
        first.map(|part| words(sentence::around(&self.body.plain, part.plain, self.language))).hash(state);
    }
}
