//! Rows made once and shown on many pages. Knows how to pass a ready value on to the template engine, not what is in it.

use super::fingerprint::Fingerprint;
use serde::{Serialize, Serializer};
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// A ready template value with the fingerprint of what it was made from: hashing it is cheap, and serializing it for a
/// template hands the value on without a copy.
#[derive(Clone, Debug)]
pub struct Shared {
    key: Fingerprint,
    value: tera::Value,
}

impl Shared {
    /// Makes the value of `row`.
    ///
    /// # Panics
    /// If `row` cannot be serialized, which no plain struct of strings, numbers and lists can cause.
    pub fn new<T: Serialize + Hash>(row: &T) -> Shared {
        Shared { key: Fingerprint::of_value(row), value: tera::Value::from_serializable(row) }
    }

    /// The fingerprint of the row.
    pub fn key(&self) -> Fingerprint {
        self.key
    }
}

impl Hash for Shared {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// A row that may be read here too, made ready for templates once.
#[derive(Clone, Debug)]
pub struct Kept<T>(Arc<(T, Shared)>);

impl<T: Serialize + Hash> Kept<T> {
    /// Makes the value of `row`; panics as `Shared::new` does.
    pub fn new(row: T) -> Kept<T> {
        let shared = Shared::new(&row);
        Kept(Arc::new((row, shared)))
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.0
    }
}

impl<T> Hash for Kept<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.1.hash(state);
    }
}

impl<T> Serialize for Kept<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.1.serialize(serializer)
    }
}
