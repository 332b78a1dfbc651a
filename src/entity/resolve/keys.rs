//! The keys of a mark, with what the leading edition gives to the others. Does not know what the values mean.

use super::Reader;
use crate::entity::Item;
use crate::parse::edition::outer;
use crate::parse::keys::{Attr, Origin};
use crate::parse::{Edition, Mark};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The leading edition, as the others see it: it carries the shared keys.
pub(super) struct Leading<'a> {
    /// What its front matter says for every mark.
    outer: Vec<Attr>,
    /// Its marks with an `#id`.
    marks: BTreeMap<&'a str, &'a Mark>,
}

impl<'a> Leading<'a> {
    /// That of an item, if `edition` is another one.
    pub fn of(item: &'a Item, edition: &Edition) -> Option<Leading<'a>> {
        let (lang, leading) = item.editions.leading()?;
        let marks = leading.body.marks.iter().filter_map(|m| Some((m.id.as_ref()?.value.as_str(), m)));
        (lang != edition.lang).then(|| Leading { outer: outer(&leading.meta), marks: marks.collect() })
    }
}

impl<'a> Reader<'a> {
    /// The mark of the leading edition that is the same statement.
    pub(super) fn twin(&self, mark: &Mark) -> Option<&'a Mark> {
        self.leading.as_ref()?.marks.get(mark.id.as_ref()?.value.as_str()).copied()
    }

    /// All keys of a mark. What its braces and headings do not say, the same statement in the leading edition
    /// says, else the front matter of that, else its own.
    pub(super) fn keys<'m>(&self, mark: &'m Mark) -> Cow<'m, [Attr]> {
        let Some(leading) = &self.leading else { return Cow::Borrowed(&mark.attrs) };
        let is_outer = |attr: &Attr| attr.origin == Origin::Front;
        let (own_outer, mut attrs): (Vec<Attr>, Vec<Attr>) = mark.attrs.iter().cloned().partition(is_outer);
        let twin = self.twin(mark).map_or(&[][..], |twin| &twin.attrs);
        for given in twin.iter().chain(&leading.outer).chain(&own_outer) {
            if !mark.stopped.contains(&given.key) && !attrs.iter().any(|a| a.key == given.key) {
                // What is wrong with it is said there.
                attrs.push(Attr { origin: Origin::Front, ..given.clone() });
            }
        }
        Cow::Owned(attrs)
    }
}
