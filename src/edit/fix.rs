//! Applies the safe fixes of diagnostics to the texts they are about. Does not decide which fixes are safe.

use crate::base::diag::{Diagnostic, Edit};
use crate::base::path::SourcePath;
use crate::input::{File, Inputs};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One fix may uncover another; after so many rounds it is enough.
const MOST_ROUNDS: usize = 8;

/// A file that fixes changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixed {
    /// Which.
    pub path: SourcePath,
    /// Its bytes as they were read.
    pub before: Arc<[u8]>,
    /// Its bytes as they should be.
    pub after: Arc<[u8]>,
    /// How many fixes were applied.
    pub count: usize,
}

/// Applies safe fixes to the texts in `inputs` until `check` proposes no more. `inputs` holds the fixed texts then; the last
/// diagnostics and the changed files are handed back.
pub fn settle(inputs: &mut Inputs, mut check: impl FnMut(&Inputs) -> Vec<Diagnostic>) -> (Vec<Diagnostic>, Vec<Fixed>) {
    let mut fixed: BTreeMap<SourcePath, Fixed> = BTreeMap::new();
    let mut notes = check(inputs);
    for _ in 0..MOST_ROUNDS {
        let edits = safe_edits(&notes);
        let mut changed = false;
        for (path, edits) in edits {
            changed |= fix_file(inputs, path, &edits, &mut fixed);
        }
        if !changed {
            break;
        }
        notes = check(inputs);
    }
    (notes, fixed.into_values().filter(|f| f.before != f.after).collect())
}

fn safe_edits(notes: &[Diagnostic]) -> BTreeMap<&SourcePath, Vec<&Edit>> {
    let mut edits: BTreeMap<&SourcePath, Vec<&Edit>> = BTreeMap::new();
    for edit in notes.iter().filter_map(|note| note.fix.as_ref()).filter(|edit| edit.safe) {
        edits.entry(&edit.place.file).or_default().push(edit);
    }
    edits
}

fn fix_file(inputs: &mut Inputs, path: &SourcePath, edits: &[&Edit], fixed: &mut BTreeMap<SourcePath, Fixed>) -> bool {
    let Some(File::Text { bytes, .. }) = inputs.files.get(path) else { return false };
    let before = Arc::clone(bytes);
    let (after, count) = apply(&before, edits);
    if count == 0 || after[..] == before[..] {
        return false;
    }
    let after: Arc<[u8]> = after.into();
    inputs.files.insert(path.clone(), File::text(Arc::clone(&after)));
    let entry = fixed.entry(path.clone()).or_insert_with(|| Fixed {
        path: path.clone(),
        before,
        after: Arc::clone(&after),
        count: 0,
    });
    entry.after = after;
    entry.count += count;
    true
}

/// `text` with `edits`, and how many were applied: of two that touch the same bytes, or the same place, only the first is.
pub fn apply(text: &[u8], edits: &[&Edit]) -> (Vec<u8>, usize) {
    let mut edits: Vec<&&Edit> = edits.iter().filter(|edit| edit.place.span.end as usize <= text.len()).collect();
    edits.sort_by_key(|edit| (edit.place.span, &edit.text));
    let (mut out, mut done, mut count) = (Vec::with_capacity(text.len()), 0, 0);
    for edit in edits {
        let range = edit.place.span.range();
        if range.start < done || (count > 0 && range.start == done) || range.end < range.start {
            continue;
        }
        out.extend_from_slice(&text[done..range.start]);
        out.extend_from_slice(edit.text.as_bytes());
        done = range.end;
        count += 1;
    }
    out.extend_from_slice(&text[done..]);
    (out, count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date::Date;
    use crate::base::diag::{Code, Place};
    use crate::base::span::Span;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        let place = Place { file: SourcePath::new("a.md"), span: Span::new(start, end) };
        Edit { place, text: text.to_owned(), safe: true }
    }

    fn applied(text: &str, edits: &[Edit]) -> (String, usize) {
        let (bytes, count) = apply(text.as_bytes(), &edits.iter().collect::<Vec<_>>());
        (String::from_utf8(bytes).expect("UTF-8"), count)
    }

    #[test]
    fn edits_are_applied_in_order_and_never_twice_to_one_place() {
        assert_eq!(applied("abcdef", &[edit(4, 5, "X"), edit(0, 1, ""), edit(2, 2, "-")]), ("b-cdXf".to_owned(), 3));
        assert_eq!(applied("abcdef", &[edit(0, 3, "X"), edit(2, 4, "Y")]), ("Xdef".to_owned(), 1));
        assert_eq!(applied("abc", &[edit(1, 1, "x"), edit(1, 1, "x")]), ("axbc".to_owned(), 1));
        assert_eq!(applied("abc", &[edit(2, 9, "x")]), ("abc".to_owned(), 0));
    }

    #[test]
    fn fixes_that_uncover_others_come_to_an_end() {
        let today = Date::parse("2026-01-01").expect("a day").first();
        let path = SourcePath::new("a.md");
        let files = [(path.clone(), File::text(&b"aaaa"[..]))].into_iter().collect();
        let mut inputs = Inputs { files, today, drafts: false, base_url: None };
        let check = |inputs: &Inputs| {
            let text = inputs.text("a.md").unwrap_or_default();
            let found = text
                .find('a')
                .map(|at| Diagnostic::warning(Code("x/y"), &path, Span::at(at), "").fix(Span::new(at, at + 1), "b"));
            found.into_iter().collect()
        };
        let (notes, fixed) = settle(&mut inputs, check);
        assert!(notes.is_empty());
        assert_eq!(fixed.len(), 1);
        assert_eq!((&fixed[0].before[..], &fixed[0].after[..], fixed[0].count), (&b"aaaa"[..], &b"bbbb"[..], 4));
        let endless = |inputs: &Inputs| {
            let len = inputs.text("a.md").unwrap_or_default().len();
            vec![Diagnostic::warning(Code("x/y"), &path, Span::at(len), "").fix(Span::at(len), "+")]
        };
        assert_eq!(settle(&mut inputs, endless).1[0].after[..], b"bbbb++++++++"[..]);
    }
}
