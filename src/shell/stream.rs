//! Bytes that pass through without being held: fingerprints of files, and copies that are checked on the way. Knows no portal.
#![allow(clippy::disallowed_methods)]

use crate::base::fingerprint::Fingerprint;
use std::cell::RefCell;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::{self, Read, Write};
use std::path::Path;

const CHUNK: usize = 256 << 10;

/// Reads `from` to its end, writes it to `to`, and says how many bytes there were and their fingerprint.
pub fn copy(from: impl Read, to: impl Write) -> io::Result<(u64, Fingerprint)> {
    let stream = Stream(RefCell::new((from, to, Ok(0))));
    let fingerprint = Fingerprint::of_value(&stream);
    Ok((stream.0.into_inner().2?, fingerprint))
}

/// The size and the fingerprint of a file.
pub fn fingerprint(path: &Path) -> io::Result<(u64, Fingerprint)> {
    let file = fs::File::open(path)?;
    if file.metadata()?.len() > CHUNK as u64 {
        return copy(file, io::sink());
    }
    // Most files are pages: a chunk for each would cost more than hashing it.
    let mut bytes = Vec::new();
    let len = file.take(CHUNK as u64 + 1).read_to_end(&mut bytes)?;
    if len > CHUNK { copy(fs::File::open(path)?, io::sink()) } else { Ok((len as u64, Fingerprint::of(&bytes))) }
}

/// A reader whose `Hash` is its bytes, so that `Fingerprint::of_value` of it equals `Fingerprint::of` all of them at once.
struct Stream<R, W>(RefCell<(R, W, io::Result<u64>)>);

impl<R: Read, W: Write> Hash for Stream<R, W> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let (from, to, result) = &mut *self.0.borrow_mut();
        *result = pump(from, to, state);
    }
}

fn pump(from: &mut impl Read, to: &mut impl Write, state: &mut impl Hasher) -> io::Result<u64> {
    let mut chunk = vec![0; CHUNK];
    let mut len = 0;
    loop {
        let n = match from.read(&mut chunk) {
            Ok(0) => return Ok(len),
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        state.write(&chunk[..n]);
        to.write_all(&chunk[..n])?;
        len += n as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_has_the_fingerprint_of_its_bytes() {
        for len in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7] {
            let bytes: Vec<u8> = (0..len).map(|i| (i % 251) as u8).collect();
            let mut copied = Vec::new();
            let (n, fingerprint) = copy(&bytes[..], &mut copied).expect("memory does not fail");
            assert_eq!((n as usize, fingerprint), (len, Fingerprint::of(&bytes)));
            assert!(copied == bytes);
        }
    }
}
