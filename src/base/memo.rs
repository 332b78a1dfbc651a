//! Results remembered by key. Never decides what is stale: a key must hold everything that its value depends on.

use super::fingerprint::Fingerprint;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex};

const SHARDS: usize = 16;

type Shard<K, V> = Mutex<HashMap<K, Arc<V>>>;

/// A map from keys to shared values that many threads may fill at once.
pub struct Memo<K, V> {
    shards: [Shard<K, V>; SHARDS],
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Memo { shards: std::array::from_fn(|_| Mutex::default()) }
    }
}

impl<K: Hash + Eq, V> Memo<K, V> {
    /// The remembered value of `key`, or the one that `make` makes. Two threads may make the same value; one is kept.
    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        let shard = &self.shards[(shard_of(&key) % SHARDS as u64) as usize];
        if let Some(value) = lock(shard).get(&key) {
            return Arc::clone(value);
        }
        let value = Arc::new(make());
        Arc::clone(lock(shard).entry(key).or_insert(value))
    }
}

/// One value of the last site, with the key of all that it depends on.
pub struct Last<V>(Option<(Fingerprint, V)>);

impl<V> Default for Last<V> {
    fn default() -> Self {
        Last(None)
    }
}

impl<V: Clone> Last<V> {
    /// The remembered value where it has this key, or the one that `make` makes.
    pub fn get(&mut self, key: Fingerprint, make: impl FnOnce() -> V) -> V {
        if let Some((_, value)) = self.0.as_ref().filter(|(known, _)| *known == key) {
            return value.clone();
        }
        self.0.insert((key, make())).1.clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn shard_of<K: Hash>(key: &K) -> u64 {
    use std::hash::Hasher;
    let mut hasher = std::collections::hash_map::DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
