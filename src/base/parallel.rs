//! Work on all cores with results in order. The one home of the thread pool; without one the same code runs in turn.

use rayon::prelude::*;

/// Most items that one core takes at once.
const MOST_TAKEN: usize = 32;

/// How many items one core takes at once. What a core has taken no other can help with, and items differ much: left to itself the pool takes
/// a quarter of them at a time on two cores, and one core waits for the other.
fn taken(items: usize) -> usize {
    (items / (16 * rayon::current_num_threads())).clamp(1, MOST_TAKEN)
}

/// Applies `f` to every item, on all cores; the results keep the order of the items.
pub fn map<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    items.par_iter().with_max_len(taken(items.len())).map(f).collect()
}

/// Applies `f` to every item, on all cores, for its effect.
pub fn for_each<T: Sync>(items: &[T], f: impl Fn(&T) + Sync + Send) {
    items.par_iter().with_max_len(taken(items.len())).for_each(f);
}

/// Sorts by a key on all cores; equal items keep their order.
pub fn sort_by_key<T: Send, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K + Sync) {
    items.par_sort_by_key(key);
}

/// Sorts on all cores; for items of which no two are equal.
pub fn sort<T: Send + Ord>(items: &mut [T]) {
    items.par_sort_unstable();
}

/// Runs two closures, each on a core of its own where there is one.
pub fn join<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(a, b)
}

/// Runs `f` with `threads` workers (0: one per core).
pub fn with_threads<R: Send>(threads: usize, f: impl FnOnce() -> R + Send) -> R {
    match rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(8 << 20).build() {
        Ok(pool) => pool.install(f),
        Err(_) => f(),
    }
}
