//! Where a mark's keys come from: the span, the enclosing span, the block, the section, the front matter. Does not know what the values mean.

use crate::parse::keys::{Attr, Key};

const INHERITED: [Key; 9] =
    [Key::By, Key::To, Key::As, Key::Side, Key::Theme, Key::Date, Key::Event, Key::Via, Key::Lang];

/// What encloses the place that is being read, outermost first.
#[derive(Debug, Default)]
pub struct Scopes {
    /// The front matter's.
    pub outer: Vec<Attr>,
    /// Of the headings above, with their levels.
    pub sections: Vec<(u8, Vec<Attr>)>,
    /// Of blocks with braces but no kind, with the step at which they end.
    pub blocks: Vec<(usize, Vec<Attr>)>,
    /// Of marks that are open.
    pub spans: Vec<Vec<Attr>>,
}

impl Scopes {
    /// A heading ends the sections of its level and below, and begins one.
    pub fn heading(&mut self, level: u8, attrs: Vec<Attr>) {
        self.sections.retain(|(open, _)| *open < level);
        self.sections.push((level, attrs));
    }

    /// All keys of a mark with `own` keys.
    pub fn effective(&self, own: &[Attr]) -> Vec<Attr> {
        let mut attrs: Vec<Attr> = own.iter().filter(|a| !a.value.is_empty()).cloned().collect();
        let spoken_here = own.iter().any(|a| a.key == Key::By);
        for key in INHERITED {
            if own.iter().any(|a| a.key == key) {
                continue;
            }
            // Another speaker's description and side are no description of this one.
            let of_speaker = matches!(key, Key::As | Key::Side);
            let found = self.nearest(key, of_speaker && spoken_here, of_speaker);
            attrs.extend(found.filter(|a| !a.value.is_empty()).map(|a| Attr { own: false, ..a.clone() }));
        }
        attrs
    }

    fn nearest(&self, key: Key, skip_spans: bool, stop_at_speaker: bool) -> Option<&Attr> {
        let of = |attrs: &'_ [Attr]| attrs.iter().position(|a| a.key == key);
        if !skip_spans {
            for attrs in self.spans.iter().rev() {
                if let Some(at) = of(attrs) {
                    return Some(&attrs[at]);
                }
                if stop_at_speaker && attrs.iter().any(|a| a.key == Key::By) {
                    break;
                }
            }
        }
        let blocks = self.blocks.iter().rev().map(|(_, attrs)| attrs);
        let sections = self.sections.iter().rev().map(|(_, attrs)| attrs);
        let mut all = blocks.chain(sections).chain(std::iter::once(&self.outer));
        all.find_map(|attrs| of(attrs).map(|at| &attrs[at]))
    }
}
