//! What a later floor compares editions by: the keys that were written and hashes of their values. Does not compare.

use super::FOREIGN;
use crate::base::diag::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::span::{Span, Spanned};
use crate::base::tree::{Data, Node};
use std::collections::BTreeSet;

/// The known keys of the file, and what each of them says. `notes` tell which keys are unknown.
pub(super) fn written(root: &Node, notes: &[Diagnostic]) -> (Vec<Spanned<String>>, Vec<Fingerprint>) {
    let Data::Map(entries) = &root.data else { return Default::default() };
    let unknown = notes.iter().filter(|note| note.code.0 == "data/unknown-key").map(|note| note.place.span);
    let unknown: BTreeSet<Span> = unknown.collect();
    let is_known = |key: &Spanned<String>| !unknown.contains(&key.span) && !FOREIGN.contains(&key.value.as_str());
    let mut bytes = Vec::new();
    let known = entries.iter().filter(|(key, _)| is_known(key));
    known.map(|(key, value)| (key.clone(), fingerprint(value, &mut bytes))).unzip()
}

/// Of what a node says: places, the order of keys, and whether one thing is a list of one do not matter.
fn fingerprint(node: &Node, bytes: &mut Vec<u8>) -> Fingerprint {
    bytes.clear();
    spell(node, bytes);
    Fingerprint::of(bytes)
}

fn spell(node: &Node, bytes: &mut Vec<u8>) {
    match &node.data {
        Data::Empty => head(b'e', 0, bytes),
        Data::Scalar(text) => spell_text(text, bytes),
        Data::List(items) if items.len() == 1 => spell(&items[0], bytes),
        Data::List(items) => {
            head(b'l', items.len(), bytes);
            items.iter().for_each(|item| spell(item, bytes));
        }
        Data::Map(entries) => {
            head(b'm', entries.len(), bytes);
            let mut entries: Vec<_> = entries.iter().map(|(key, value)| (&key.value, value)).collect();
            entries.sort_by_key(|(key, _)| *key);
            for (key, value) in entries {
                spell_text(key, bytes);
                spell(value, bytes);
            }
        }
    }
}

fn spell_text(text: &str, bytes: &mut Vec<u8>) {
    head(b's', text.len(), bytes);
    bytes.extend_from_slice(text.as_bytes());
}

fn head(shape: u8, len: usize, bytes: &mut Vec<u8>) {
    bytes.push(shape);
    bytes.extend_from_slice(&(len as u32).to_le_bytes());
}
