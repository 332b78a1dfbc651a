//! The texts that were read, kept for the next process: it reads only those anew that changed. Knows no text; each is known by the
//! fingerprint of all that it was read from.

use super::cache::Cache;
use super::portal::Portal;
use crate::base::parallel;
use crate::pipeline::Memos;
use std::collections::{BTreeMap, BTreeSet};

const ENDING: &str = ".texts";

/// The kept texts of a portal.
pub struct Texts {
    cache: Cache,
    /// The batches that were there, and whole.
    before: BTreeSet<String>,
}

impl Texts {
    /// What earlier processes kept of this portal.
    pub fn load(portal: &Portal) -> (Texts, Memos) {
        let cache = Cache::of(portal);
        let names = cache.names(ENDING);
        let batches = parallel::map(&names, |name| cache.read(name));
        let sound = names.into_iter().zip(batches).filter_map(|(name, batch)| Some((name, batch?)));
        let (before, batches) = sound.unzip();
        (Texts { cache, before }, Memos::of(batches))
    }

    /// Keeps the texts of the last site. A batch is named by its texts, so that one that is there already is not written again.
    pub fn save(&self, memos: &Memos) {
        if self.cache.make().is_err() {
            return;
        }
        self.cache.tidy();
        let batches = memos.batches();
        let names = parallel::map(&batches, |batch| batch.fingerprint().base32(16) + ENDING);
        let now: BTreeMap<String, _> = names.into_iter().zip(&batches).collect();
        let new: Vec<_> = now.iter().filter(|(name, _)| !self.before.contains(*name)).collect();
        parallel::for_each(&new, |(name, batch)| self.cache.write(name, batch.bytes()));
        let lost = self.cache.names(ENDING).into_iter().filter(|name| !now.contains_key(name));
        lost.for_each(|name| self.cache.forget(&name));
    }
}
