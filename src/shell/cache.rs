//! `.bilat/` in the portal: what one process leaves for the next. What is damaged, or of another program, counts as missing; everything in
//! it may be deleted at any time, and where nothing can be kept the next process only takes longer.
#![allow(clippy::disallowed_methods)]

use super::portal::Portal;
use super::record::{Stat, stat_of};
use super::{manifest, temporary};
use crate::base::fingerprint::Fingerprint;
use std::fs;
use std::io;
use std::path::PathBuf;

/// The cache of one portal.
#[derive(Debug)]
pub struct Cache {
    /// Where it lies.
    pub folder: PathBuf,
    program: Fingerprint,
}

const IGNORE: &str = "# Remembered from the last build. May be deleted at any time.\n*\n";
/// The length of a seal, in bytes.
const SEAL: usize = 16;
/// Larger files are not ours.
const MAX_BYTES: u64 = 1 << 30;

impl Cache {
    /// The cache of a portal, which need not exist.
    pub fn of(portal: &Portal) -> Cache {
        Cache { folder: portal.root.join(".bilat"), program: program() }
    }

    /// Makes the folder, with a note to git that it is no part of the portal.
    pub fn make(&self) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        if !self.is_there() {
            return Err(io::Error::other("not a folder"));
        }
        let ignore = self.folder.join(".gitignore");
        if ignore.exists() { Ok(()) } else { fs::write(ignore, IGNORE) }
    }

    fn is_there(&self) -> bool {
        fs::symlink_metadata(&self.folder).is_ok_and(|meta| meta.is_dir())
    }

    /// What was kept under a name.
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.folder.join(name);
        // A link may lead to what has no end.
        if !self.is_there() || stat_of(&path)?.size > MAX_BYTES {
            return None;
        }
        let mut bytes = fs::read(path).ok()?;
        let seal = bytes.split_off(bytes.len().checked_sub(SEAL)?);
        (self.seal(&bytes).0 == *seal).then_some(bytes)
    }

    /// Keeps `bytes` under a name; `make` was called before.
    pub fn write(&self, name: &str, mut bytes: Vec<u8>) {
        bytes.extend(self.seal(&bytes).0);
        let _ = manifest::put(&self.folder.join(name), &bytes);
    }

    /// Tells what a program made by itself, or what was cut short. It is no signature: who can write here can write the texts as well.
    fn seal(&self, bytes: &[u8]) -> Fingerprint {
        Fingerprint::of_value(&(self.program, bytes))
    }

    /// The names with this ending, sorted.
    pub fn names(&self, ending: &str) -> Vec<String> {
        let mut names: Vec<String> = self.all().filter(|name| name.ends_with(ending)).collect();
        names.sort();
        names
    }

    /// Removes what killed processes left half written.
    pub fn tidy(&self) {
        let left = self.all().filter(|name| temporary::is_draft(name) && !temporary::is_own(name));
        left.for_each(|draft| self.forget(&draft));
    }

    fn all(&self) -> impl Iterator<Item = String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().into_string().ok())
    }

    /// Removes what was kept under a name.
    pub fn forget(&self, name: &str) {
        let _ = fs::remove_file(self.folder.join(name));
    }
}

/// The program itself: its version, and the size and time of its file, so that a program built anew is another one.
fn program() -> Fingerprint {
    let exe = std::env::current_exe().ok().and_then(|path| fs::metadata(path).ok()).map(|meta| Stat::of(&meta));
    Fingerprint::of_value(&(env!("CARGO_PKG_VERSION"), exe.map(|stat| (stat.size, stat.modified))))
}

#[cfg(test)]
#[allow(clippy::disallowed_macros)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn cache() -> (TempDir, Cache) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let portal = Portal { root: folder.path().canonicalize().expect("it exists"), shown: String::new() };
        let cache = Cache::of(&portal);
        cache.make().expect("it can be made");
        (folder, cache)
    }

    #[test]
    fn what_is_damaged_or_of_another_program_is_missing() {
        let (_folder, cache) = cache();
        cache.write("a.x", b"some bytes".to_vec());
        assert_eq!(cache.read("a.x").as_deref(), Some(&b"some bytes"[..]));
        let other = Cache { folder: cache.folder.clone(), program: Fingerprint::of(b"another program") };
        assert_eq!(other.read("a.x"), None);
        let whole = fs::read(cache.folder.join("a.x")).expect("a file");
        for at in 0..whole.len() {
            let put = |bytes: &[u8]| fs::write(cache.folder.join("a.x"), bytes).expect("it can be written");
            put(&whole[..at]);
            assert_eq!(cache.read("a.x"), None, "cut to {at} bytes");
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            put(&damaged);
            assert_eq!(cache.read("a.x"), None, "byte {at} is another");
        }
    }

    #[test]
    fn names_are_those_of_an_ending_and_drafts_go() {
        let (_folder, cache) = cache();
        ["b.x", "a.x", "a.y"].into_iter().for_each(|name| cache.write(name, Vec::new()));
        let own = format!(".bilat-{}-2.tmp", std::process::id());
        for draft in [".bilat-1-2.tmp", &own] {
            fs::write(cache.folder.join(draft), "hal").expect("a file");
        }
        cache.tidy();
        let kept = vec!["a.x".to_owned(), "b.x".to_owned()];
        assert_eq!((cache.names(".x"), cache.names(".tmp")), (kept, vec![own]), "what is being written stays");
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        use std::os::unix::fs::symlink;
        let (folder, cache) = cache();
        cache.write("a.x", b"some bytes".to_vec());
        symlink(cache.folder.join("a.x"), cache.folder.join("b.x")).expect("a link");
        symlink("/dev/zero", cache.folder.join("c.x")).expect("a link");
        assert_eq!((cache.read("b.x"), cache.read("c.x")), (None, None));
        let elsewhere = folder.path().join("elsewhere");
        fs::rename(&cache.folder, &elsewhere).expect("another name");
        symlink(&elsewhere, &cache.folder).expect("a link");
        assert!(cache.read("a.x").is_none() && cache.make().is_err());
    }
}
