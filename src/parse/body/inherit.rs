//! Where a mark's keys come from: the span, the enclosing span, the block, the section, the front matter. Does not know what the values mean.

use crate::parse::keys::{Attr, Key, Origin, attr};

const INHERITED: [Key; 9] =
    [Key::By, Key::To, Key::As, Key::Side, Key::Theme, Key::Date, Key::Event, Key::Via, Key::Lang];

/// How many enclosing spans a key is looked for in.
const DEEPEST: usize = 256;

/// What encloses the place that is being read, outermost first.
#[derive(Debug, Default)]
pub struct Scopes {
    /// The front matter's.
    outer: Vec<Attr>,
    /// Of the headings above.
    sections: Vec<Section>,
    /// In a footnote how many quotations, lists and items its own sections are in at least: it stands in no section of the text, because what it
    /// adds belongs to wherever its number is.
    note: Option<usize>,
    /// Of marks that are open, and of blocks with braces but no kind, with the step at which those end.
    around: Vec<(Option<usize>, Vec<Attr>)>,
}

#[derive(Debug)]
struct Section {
    /// How many quotations, lists and items its heading is in.
    depth: usize,
    level: u8,
    attrs: Vec<Attr>,
}

impl Scopes {
    /// Within the front matter's keys only.
    pub fn new(outer: &[Attr]) -> Scopes {
        Scopes { outer: outer.to_vec(), ..Scopes::default() }
    }

    /// A heading ends the sections of its level and below that begin in the same quotation or item, and begins one.
    pub fn heading(&mut self, depth: usize, level: u8, attrs: Vec<Attr>) {
        self.sections.retain(|open| open.depth < depth || open.level < level);
        self.sections.push(Section { depth, level, attrs });
    }

    /// A quotation, list or item ends, and with it the sections in it; so many are still open.
    pub fn end_container(&mut self, depth: usize) {
        while self.sections.last().is_some_and(|open| open.depth > depth) {
            self.sections.pop();
        }
    }

    /// A footnote begins, and ends with `None`.
    pub fn footnote(&mut self, depth: Option<usize>) {
        self.note = depth;
    }

    /// A block with braces but no kind begins, which ends at the step `end`.
    pub fn open_block(&mut self, end: usize, attrs: Vec<Attr>) {
        self.around.push((Some(end), attrs));
    }

    /// Forgets the blocks that ended before the step `i`.
    pub fn at_step(&mut self, i: usize) {
        self.around.retain(|(end, _)| end.is_none_or(|end| end >= i));
    }

    /// A mark begins.
    pub fn open_mark(&mut self, attrs: Vec<Attr>) {
        self.around.push((None, attrs));
    }

    /// The mark that began last ends.
    pub fn close_mark(&mut self) {
        if let Some(last) = self.around.iter().rposition(|(end, _)| end.is_none()) {
            self.around.remove(last);
        }
    }

    /// All keys of a mark with `own` keys, and the keys that `key=""` stops.
    pub fn effective(&self, own: &[Attr]) -> (Vec<Attr>, Vec<Key>) {
        let (mut attrs, empty): (Vec<Attr>, Vec<Attr>) = own.iter().cloned().partition(|a| !a.value.is_empty());
        let mut stopped: Vec<Key> = empty.iter().map(|a| a.key).collect();
        for key in INHERITED {
            if own.iter().any(|a| a.key == key) {
                continue;
            }
            match self.nearest(key, own) {
                Some(found) if found.value.is_empty() => stopped.push(key),
                Some(found) if found.origin == Origin::Own => {
                    attrs.push(Attr { origin: Origin::Around, ..found.clone() })
                }
                Some(found) => attrs.push(found.clone()),
                None => {}
            }
        }
        (attrs, stopped)
    }

    /// The nearest value of `key` around a mark with `own` keys. The description and the side of another speaker are none of this one.
    fn nearest(&self, key: Key, own: &[Attr]) -> Option<&Attr> {
        let of_speaker = matches!(key, Key::As | Key::Side);
        let mut spoken = attr(own, Key::By).is_some();
        for (is_words, attrs) in self.outwards() {
            let speaks = of_speaker && (is_words || attr(attrs, Key::By).is_some());
            if let Some(found) = attr(attrs, key).filter(|_| !(spoken && speaks)) {
                return Some(found);
            }
            spoken |= of_speaker && attr(attrs, Key::By).is_some();
        }
        None
    }

    /// What encloses, the nearest first, and whether that is marked words.
    fn outwards(&self) -> impl Iterator<Item = (bool, &[Attr])> {
        let around = self.around.iter().rev().take(DEEPEST).map(|(end, attrs)| (end.is_none(), attrs.as_slice()));
        let counts = |section: &&Section| self.note.is_none_or(|depth| section.depth >= depth);
        let sections = self.sections.iter().rev().filter(counts).map(|section| (false, section.attrs.as_slice()));
        around.chain(sections).chain(std::iter::once((false, self.outer.as_slice())))
    }
}
