//! Which words continue or translate which: ids, and `cont=` and `gloss=` that name them. Does not join the parts.

use super::marks::RawMark;
use crate::base::diag::{Code, Diagnostic};
use crate::base::near::{Index, MOST};
use crate::base::path::SourcePath;
use crate::base::span::{Span, Spanned};
use crate::base::tree::short;
use crate::parse::keys::{Attr, Key};
use std::collections::BTreeMap;

const CONT: Code = Code("mark/continues-nothing");
const DUPLICATE: Code = Code("mark/duplicate-id");
/// `gloss=` that gives no words their translation.
pub const GLOSS: Code = Code("mark/translates-nothing");
/// What to do about an id that is no id.
const ONE_ID: &str = "an id names one statement; words that continue it have `cont=` instead";

/// Whose words a span holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Those of a statement that begins with it.
    First,
    /// More of the statement that begins with another span.
    Later(usize),
    /// A translation of the statement that begins with another span; of nothing, where there is no such statement.
    Gloss(Option<usize>),
}

/// What belongs together.
pub struct Parts {
    /// Of each span.
    pub roles: Vec<Role>,
    /// Whether the span's `#id` is its own.
    pub named: Vec<bool>,
}

struct Finder<'a> {
    raws: &'a [RawMark],
    file: &'a SourcePath,
    notes: &'a mut Vec<Diagnostic>,
    ids: BTreeMap<&'a str, usize>,
    /// Ids that a misspelt one may be like; made when the first one turns up.
    near: Option<(Vec<&'a str>, Index)>,
}

/// Finds the parts of every statement. `anchors` are the other names of places in the text.
pub fn find(raws: &[RawMark], anchors: &[Spanned<String>], file: &SourcePath, notes: &mut Vec<Diagnostic>) -> Parts {
    let mut finder = Finder { raws, file, notes, ids: BTreeMap::new(), near: None };
    let mut named = finder.name(anchors);
    let next: Vec<Option<usize>> = (0..raws.len()).map(|i| finder.continued(i)).collect();
    let first = finder.follow(next);
    let roles = (0..raws.len()).map(|i| finder.role(i, &first)).collect();
    for (i, raw) in raws.iter().enumerate().filter(|(i, _)| first[*i] != *i) {
        if let Some(id) = raw.braces.id.as_ref().filter(|_| named[i]) {
            let message = format!("`#{}` names words that continue others", short(&id.value));
            finder.notes.push(Diagnostic::error(DUPLICATE, file, id.span, message).help(ONE_ID));
        }
        named[i] = false;
    }
    Parts { roles, named }
}

impl<'a> Finder<'a> {
    /// Gives every id to the first that has it; tells whose it is.
    fn name(&mut self, anchors: &'a [Spanned<String>]) -> Vec<bool> {
        let raws = self.raws;
        let own = raws.iter().enumerate().filter_map(|(i, raw)| Some((raw.braces.id.as_ref()?, Some(i))));
        let mut all: Vec<(&Spanned<String>, Option<usize>)> = anchors.iter().map(|a| (a, None)).chain(own).collect();
        all.sort_by_key(|(id, _)| id.span);
        let mut named = vec![false; raws.len()];
        let mut taken: BTreeMap<&str, Span> = BTreeMap::new();
        for (id, raw) in all {
            if taken.insert(&id.value, id.span).is_some() {
                let message = format!("`#{}` is taken further up", short(&id.value));
                self.notes.push(Diagnostic::error(DUPLICATE, self.file, id.span, message).help(ONE_ID));
            } else if let Some(raw) = raw.filter(|raw| !raws[*raw].is_gloss()) {
                named[raw] = true;
                self.ids.insert(&id.value, raw);
            }
        }
        named
    }

    /// The span that `cont=` of a span names.
    fn continued(&mut self, i: usize) -> Option<usize> {
        let raws = self.raws;
        let cont = raws[i].braces.get(Key::Cont).filter(|c| !c.value.is_empty() && !raws[i].is_gloss())?;
        self.find(cont, CONT, "the first part of a split statement has `{#id …}`")
    }

    /// What a span is, once it is known which ones continue others.
    fn role(&mut self, i: usize, first: &[usize]) -> Role {
        let raw = &self.raws[i];
        let Some(gloss) = raw.braces.get(Key::Gloss) else {
            return if first[i] == i { Role::First } else { Role::Later(first[i]) };
        };
        let found = self.find(gloss, GLOSS, "the words that are translated have `{#id … lang=…}`").map(|at| first[at]);
        let (own, of) = (raw.part.span, found.map(|at| self.raws[at].part.span));
        let mut around = std::iter::successors(raw.parent, |at| self.raws[*at as usize].parent);
        let is_inside = around.any(|at| Some(first[at as usize]) == found);
        if is_inside || of.is_some_and(|of| own.start < of.end && of.start < own.end) {
            let note = Diagnostic::error(GLOSS, self.file, gloss.span, "these words are a part of what they translate");
            self.notes.push(note.help("put the translation behind the words: `[“…”]{#id lang=…} ([…]{gloss=id})`"));
            return Role::Gloss(None);
        }
        Role::Gloss(found)
    }

    /// The span with the id that `cont` or `gloss` names.
    fn find(&mut self, key: &Attr, code: Code, help: &str) -> Option<usize> {
        let found = self.ids.get(key.value.trim_start_matches('#')).copied();
        if found.is_none() {
            self.nothing(key, code, help);
        }
        found
    }

    fn nothing(&mut self, key: &Attr, code: Code, help: &str) {
        let (ids, index) = self.near.get_or_insert_with(|| {
            let (ids, mut index) = (self.ids.keys().copied().collect::<Vec<_>>(), Index::default());
            ids.iter().zip(0..).for_each(|(id, n)| index.add(id, n));
            (ids, index)
        });
        let mut close = index.near(&key.value);
        close.sort_unstable();
        let close: Vec<&str> = close.iter().take(MOST).map(|(_, n)| ids[*n as usize]).collect();
        let message = format!("no words here have the id `#{}`", short(&key.value));
        let note = Diagnostic::error(code, self.file, key.span, message);
        let note = match close[..] {
            [] => note,
            [one] => note.help(format!("did you mean `{one}`?")).suggest(key.span, one),
            _ => note.help(format!("did you mean `{}`?", close.join("` or `"))),
        };
        self.notes.push(note.help(help));
    }

    /// The first part of each span's statement, by going from part to part.
    fn follow(&mut self, mut next: Vec<Option<usize>>) -> Vec<usize> {
        let mut first: Vec<Option<usize>> = vec![None; next.len()];
        let mut passed = vec![false; next.len()];
        for start in 0..next.len() {
            let (mut at, mut way) = (start, Vec::new());
            let end = loop {
                match (first[at], next[at]) {
                    (Some(end), _) => break end,
                    _ if passed[at] => {
                        self.report(at, "these words continue each other in a circle");
                        next[at] = None;
                        break at;
                    }
                    (None, None) => {
                        way.push(at);
                        break at;
                    }
                    (None, Some(to)) => {
                        passed[at] = true;
                        way.push(at);
                        at = to;
                    }
                }
            };
            for step in way {
                first[step] = Some(self.apart(step, end));
            }
        }
        first.into_iter().enumerate().map(|(i, end)| end.unwrap_or(i)).collect()
    }

    /// The first part of a span, unless one holds the other: then the span is a statement of its own.
    fn apart(&mut self, i: usize, first: usize) -> usize {
        let (own, other) = (self.raws[i].part.span, self.raws[first].part.span);
        if i == first || own.end <= other.start || other.end <= own.start {
            return first;
        }
        self.report(i, "these words cannot continue what they are a part of");
        i
    }

    fn report(&mut self, i: usize, message: &str) {
        let span = self.raws[i].braces.get(Key::Cont).map_or(self.raws[i].braces.span, |c| c.span);
        let note = Diagnostic::error(CONT, self.file, span, message);
        self.notes
            .push(note.help("the parts of a split statement stand one after the other, and the first has no `cont=`"));
    }
}
