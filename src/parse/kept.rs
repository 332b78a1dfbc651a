//! Texts as they were read, as bytes, so that another process need not read them again. Touches no disk, and does not ask whether bytes are
//! sound: the shell does.

use super::Edition;
use crate::base::fingerprint::Fingerprint;
use crate::base::parallel;
use crate::base::path::SourcePath;
use std::fmt;

/// About so many texts lie in a batch, which is written anew when one of them changes. Between half of it and all of it.
const TEXTS: usize = 256;

/// Texts that an earlier process read.
#[derive(Default)]
pub struct Kept(Vec<Vec<u8>>);

impl Kept {
    /// From the bytes of batches. They are believed: who can change them can change what pages say.
    pub fn new(batches: Vec<Vec<u8>>) -> Kept {
        Kept(batches)
    }

    /// What is in them.
    pub fn open(&self) -> Open<'_> {
        let mut texts: Vec<_> = self.0.iter().filter_map(|batch| listed(batch)).flatten().collect();
        parallel::sort(&mut texts);
        Open(texts)
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} batches", self.0.len())
    }
}

/// Texts to be found by fingerprint. Sorted.
pub struct Open<'a>(Vec<(Fingerprint, &'a [u8])>);

impl Open<'_> {
    /// The text that has this fingerprint, which is of all that it was read from.
    pub fn edition(&self, fingerprint: Fingerprint) -> Option<Edition> {
        let at = self.0.binary_search_by_key(&fingerprint, |(key, _)| *key).ok()?;
        bitcode::decode(self.0[at].1).ok()
    }
}

/// Texts that are kept together.
pub struct Batch<'a>(Vec<&'a Edition>);

impl Batch<'_> {
    /// Of the texts in it, and so of its bytes.
    pub fn fingerprint(&self) -> Fingerprint {
        let texts: Vec<Fingerprint> = self.0.iter().map(|text| text.fingerprint).collect();
        Fingerprint::of_value(&texts)
    }

    /// What `Kept::new` takes.
    pub fn bytes(&self) -> Vec<u8> {
        let texts: Vec<Vec<u8>> = self.0.iter().map(|text| bitcode::encode(*text)).collect();
        let list: List = self.0.iter().zip(&texts).map(|(text, bytes)| (text.fingerprint, bytes.len())).collect();
        let list = bitcode::encode(&list);
        let mut bytes = (list.len() as u64).to_le_bytes().to_vec();
        bytes.extend(list);
        bytes.extend(texts.iter().flatten());
        bytes
    }
}

/// What stands before the texts of a batch, after its own length in eight bytes: the fingerprint of each, and its length.
type List = Vec<(Fingerprint, usize)>;

/// The texts of a batch, still as bytes.
fn listed(batch: &[u8]) -> Option<Vec<(Fingerprint, &[u8])>> {
    let (length, rest) = batch.split_first_chunk()?;
    let (list, mut texts) = rest.split_at_checked(u64::from_le_bytes(*length).try_into().ok()?)?;
    let next = |(fingerprint, length)| {
        let (text, rest) = texts.split_at_checked(length)?;
        texts = rest;
        Some((fingerprint, text))
    };
    bitcode::decode::<List>(list).ok()?.into_iter().map(next).collect()
}

/// Puts texts into batches. A text stays in its own while the number of texts stays about what it is.
pub fn batches<'a>(texts: &[&'a Edition]) -> Vec<Batch<'a>> {
    let count = texts.len().div_ceil(TEXTS).next_power_of_two();
    let mut batches: Vec<Batch<'_>> = (0..count).map(|_| Batch(Vec::new())).collect();
    for text in texts {
        batches[place(&text.path) % count].0.push(text);
    }
    batches.retain(|batch| !batch.0.is_empty());
    batches
}

fn place(path: &SourcePath) -> usize {
    let [a, b, c, d, ..] = Fingerprint::of(path.as_str().as_bytes()).0;
    u32::from_le_bytes([a, b, c, d]) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date::Day;
    use crate::input::{File, Inputs, config};
    use crate::parse::edition::{LastEditions, editions};
    use std::sync::Arc;

    const TEXT: &str = "---\ntitle: T\ndate: 2025-05-01\ntype: news\n---\n# Head {#top}\n\n[[person:Jane Doe|Jane]] said \
        [\"**Water** rises.\"]{.quote by=\"Jane Doe\" theme=floods}. A [link](../people/a.md#b).\n\n\
        | a | b |\n|---|---|\n| c | [5]{.figure value=5} |\n";

    /// What is read of so many texts, one of which has a slip in it.
    fn read(count: usize, last: &mut LastEditions) -> Vec<Arc<Edition>> {
        let text = |n: usize| format!("{TEXT}\nText {n}{}.\n", if n == 1 { " [open]{.quote by" } else { "" });
        let file =
            |n: usize| (SourcePath::new(&format!("content/documents/d{n:04}.md")), File::text(text(n).as_bytes()));
        let today = Day::of_unix_seconds(0).expect("a day");
        let inputs = Inputs { files: (0..count).map(file).collect(), today, drafts: false, base_url: None };
        editions(&inputs, &config::read(&inputs).value, last).value
    }

    fn keep(last: &LastEditions) -> Kept {
        Kept::new(last.batches().iter().map(Batch::bytes).collect())
    }

    #[test]
    fn a_text_is_kept_as_it_was_read_where_nothing_was_noticed() {
        let mut last = LastEditions::default();
        let texts = read(3, &mut last);
        let kept = keep(&last);
        let open = kept.open();
        for (n, text) in texts.iter().enumerate() {
            let read = open.edition(text.fingerprint).map(|text| format!("{text:?}"));
            assert_eq!(read, (n != 1).then(|| format!("{text:?}")), "text {n}");
        }
        assert!(open.edition(Fingerprint::of(b"another text")).is_none());
        let again = read(3, &mut LastEditions::of(keep(&last)));
        assert_eq!(format!("{again:?}"), format!("{texts:?}"));
    }

    #[test]
    fn bytes_that_are_no_batch_hold_no_texts() {
        let mut last = LastEditions::default();
        let texts = read(1, &mut last);
        let whole = last.batches()[0].bytes();
        for end in 0..whole.len() {
            let kept = Kept::new(vec![whole[..end].to_vec()]);
            assert!(kept.open().edition(texts[0].fingerprint).is_none(), "cut to {end} bytes");
        }
    }

    #[test]
    fn an_edit_changes_one_batch() {
        let mut last = LastEditions::default();
        read(2 * TEXTS, &mut last);
        let before: Vec<Fingerprint> = last.batches().iter().map(Batch::fingerprint).collect();
        read(2 * TEXTS + 1, &mut last);
        assert_eq!(before.len(), 2);
        read(2 * TEXTS - 1, &mut last);
        let after: Vec<Fingerprint> = last.batches().iter().map(Batch::fingerprint).collect();
        assert_eq!(before.iter().zip(&after).filter(|(a, b)| a != b).count(), 1);
    }
}
