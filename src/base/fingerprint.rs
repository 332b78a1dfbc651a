//! Fingerprints of bytes and of values. The one home of the hash function; not for security decisions.

use bitcode::{Decode, Encode};
use std::fmt;
use std::hash::{Hash, Hasher};

/// The first 16 bytes of a BLAKE3 hash: equal fingerprints mean equal contents.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Fingerprint(pub [u8; 16]);

impl Fingerprint {
    /// Of some bytes.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint::cut(blake3::hash(bytes))
    }

    /// Of any value, by its `Hash`.
    pub fn of_value<T: Hash + ?Sized>(value: &T) -> Fingerprint {
        let mut hasher = Digest { hasher: blake3::Hasher::new(), waiting: Vec::with_capacity(WAITING) };
        value.hash(&mut hasher);
        hasher.flush();
        Fingerprint::cut(hasher.hasher.finalize())
    }

    /// All 32 hexadecimal digits.
    pub fn hex(self) -> String {
        data_encoding::HEXLOWER.encode(&self.0)
    }

    /// The first `digits` characters in base 32, lower case: for names that people may see.
    pub fn base32(self, digits: usize) -> String {
        let mut text = data_encoding::BASE32_NOPAD.encode(&self.0).to_ascii_lowercase();
        text.truncate(digits);
        text
    }

    fn cut(hash: blake3::Hash) -> Fingerprint {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        Fingerprint(bytes)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

/// BLAKE3 as a `Hasher`. Integers are written in little-endian order, so that machines agree.
struct Digest {
    hasher: blake3::Hasher,
    /// Bytes not yet hashed: values are written in small pieces, and the hash function is fast on large ones only.
    waiting: Vec<u8>,
}

/// How many bytes wait at most.
const WAITING: usize = 16 << 10;

impl Digest {
    fn flush(&mut self) {
        self.hasher.update(&self.waiting);
        self.waiting.clear();
    }
}

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        if self.waiting.len() + bytes.len() > WAITING {
            self.flush();
        }
        match bytes.len() > WAITING {
            true => drop(self.hasher.update(bytes)),
            false => self.waiting.extend_from_slice(bytes),
        }
    }

    fn write_u16(&mut self, n: u16) {
        self.write(&n.to_le_bytes());
    }

    fn write_u32(&mut self, n: u32) {
        self.write(&n.to_le_bytes());
    }

    fn write_u64(&mut self, n: u64) {
        self.write(&n.to_le_bytes());
    }

    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }

    fn finish(&self) -> u64 {
        let bytes = Fingerprint::cut(self.hasher.clone().update(&self.waiting).finalize()).0;
        u64::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]])
    }
}
