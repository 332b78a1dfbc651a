//! Rows made once and shown on many pages. Knows how to pass a ready value on to the template engine, not what is in it.

use serde::{Serialize, Serializer};
use std::ops::Deref;
use std::sync::Arc;

/// A ready template value: serializing it for a template hands the value on without a copy.
#[derive(Clone, Debug)]
pub struct Shared(tera::Value);

impl Shared {
    /// Makes the value of `row`.
    ///
    /// # Panics
    /// If `row` cannot be serialized, which no plain struct of strings, numbers and lists can cause.
    pub fn new<T: Serialize>(row: &T) -> Shared {
        Shared(tera::Value::from_serializable(row))
    }
}

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A row that may be read here too, made ready for templates once.
#[derive(Clone, Debug)]
pub struct Kept<T>(Arc<(T, Shared)>);

impl<T: Serialize> Kept<T> {
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

impl<T> Serialize for Kept<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.1.serialize(serializer)
    }
}
