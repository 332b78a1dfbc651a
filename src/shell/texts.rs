//! The texts that were read, kept for the next process: it reads only those anew that changed. Knows no text; each is known by the
//! fingerprint of all that it was read from.

use super::cache::Cache;
use super::portal::Portal;
use crate::base::parallel;
use crate::pipeline::Memos;
use std::collections::{BTreeMap, BTreeSet};

const ENDING: &str = ".texts";

/// What earlier processes kept of the texts of this portal.
pub fn load(portal: &Portal) -> Memos {
    let cache = Cache::of(portal);
    let batches = parallel::map(&cache.names(ENDING), |name| cache.read(name));
    Memos::of(batches.into_iter().flatten().collect())
}

/// Keeps the texts of the last site. A batch is named by its texts, so that one that is there already is not written again.
pub fn save(portal: &Portal, memos: &Memos) {
    let cache = Cache::of(portal);
    if cache.make().is_err() {
        return;
    }
    cache.tidy();
    let batches = memos.batches();
    let named = parallel::map(&batches, |batch| batch.fingerprint().base32(16) + ENDING);
    let now: BTreeMap<String, _> = named.into_iter().zip(&batches).collect();
    let before: BTreeSet<String> = cache.names(ENDING).into_iter().collect();
    let new: Vec<_> = now.iter().filter(|(name, _)| !before.contains(*name)).collect();
    parallel::for_each(&new, |(name, batch)| cache.write(name, batch.bytes()));
    before.iter().filter(|name| !now.contains_key(*name)).for_each(|name| cache.forget(name));
}
