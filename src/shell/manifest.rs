//! What of an output folder is ours: `manifest.json` of the last build that was finished, and the journal of one that was not.
//! Both come from outside and are believed only as far as they name plain paths below the folder.
#![allow(clippy::disallowed_methods)]

use super::temporary::Draft;
use super::{Failure, failure};
use crate::base::fingerprint::Fingerprint;
use crate::base::path::OutPath;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

/// The manifest's own address, which it does not list.
pub const MANIFEST: &str = "manifest.json";
/// The list of what a build is about to make or to remove; exists only while it does so.
pub const JOURNAL: &str = ".bilat-journal";
const SCHEMA: u64 = 1;
/// Larger manifests are not ours.
const MAX_BYTES: u64 = 1 << 30;

/// One file in the manifest.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Of its bytes.
    pub hash: Fingerprint,
    /// In bytes.
    pub size: u64,
    /// Its media type.
    pub media_type: &'a str,
}

/// The manifest's bytes: one line a file, sorted, without times.
pub fn encode<'a>(files: impl Iterator<Item = (&'a OutPath, Entry<'a>)>) -> Vec<u8> {
    let mut text = format!("{{\"schema\": {SCHEMA}, \"files\": {{");
    for (path, Entry { hash, size, media_type }) in files {
        line(&mut text, path.as_str(), &hash.hex(), size, media_type, None);
    }
    text.push_str("\n}}\n");
    text.into_bytes()
}

/// Adds a file to what was written of a manifest; a target's also has the `cache-control` that it was sent with.
pub fn line(out: &mut String, path: &str, hash: &str, size: u64, media_type: &str, cache: Option<&str>) {
    out.push_str(if out.ends_with('{') { "\n" } else { ",\n" });
    quote(out, path);
    out.push_str(": {\"hash\": ");
    quote(out, hash);
    let _ = write!(out, ", \"size\": {size}, \"type\": ");
    quote(out, media_type);
    if let Some(cache) = cache {
        out.push_str(", \"cache\": ");
        quote(out, cache);
    }
    out.push('}');
}

/// Adds a text as JSON. Hardly any of them needs an escape, and there are as many as files.
fn quote(out: &mut String, text: &str) {
    match text.bytes().any(|b| b < b' ' || matches!(b, b'"' | b'\\')) {
        true => out.push_str(&serde_json::Value::from(text).to_string()),
        false => out.extend(["\"", text, "\""]),
    }
}

#[derive(Deserialize)]
struct Wire {
    schema: u64,
    files: BTreeMap<String, IgnoredAny>,
}

/// What an output folder says of itself.
#[derive(Debug, Default)]
pub struct Owned {
    /// Everything that we wrote or were about to write.
    pub files: BTreeSet<OutPath>,
    /// What the manifest lists.
    pub listed: BTreeSet<OutPath>,
    /// The manifest's bytes; `None` where there is none.
    pub manifest: Option<Vec<u8>>,
    /// Whether a build was killed here.
    pub has_journal: bool,
}

impl Owned {
    /// Whether anything says that the folder is ours.
    pub fn is_ours(&self) -> bool {
        self.manifest.is_some() || self.has_journal
    }
}

/// Reads the manifest and the journal in `folder`.
pub fn read(folder: &Path) -> Result<Owned, Failure> {
    let mut owned = Owned::default();
    if let Some(bytes) = bytes_of(&folder.join(MANIFEST))? {
        owned.listed = decode(&bytes).map_err(|why| foreign(&folder.join(MANIFEST), &why))?;
        owned.manifest = Some(bytes);
    }
    if let Some(bytes) = bytes_of(&folder.join(JOURNAL))? {
        owned.has_journal = true;
        let paths: Vec<String> = serde_json::from_slice(&bytes).unwrap_or_default();
        owned.files = paths.iter().filter(|p| is_plain(p)).map(|p| OutPath::new(p)).collect();
    }
    owned.files.extend(owned.listed.iter().cloned());
    Ok(owned)
}

/// The bytes of a regular file; `None` where there is nothing.
fn bytes_of(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::symlink_metadata(path) {
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Ok(meta) if meta.is_file() && meta.len() <= MAX_BYTES => {
            fs::read(path).map(Some).map_err(|e| Failure::io("read", path, &e))
        }
        Ok(_) => Err(foreign(path, "is no plain file, or far too large")),
        Err(e) => Err(Failure::io("read", path, &e)),
    }
}

fn decode(bytes: &[u8]) -> Result<BTreeSet<OutPath>, String> {
    let wire: Wire = serde_json::from_slice(bytes).map_err(|_| "was not written by bilat, or is damaged".to_owned())?;
    if wire.schema != SCHEMA {
        return Err(format!("has schema {}; this bilat knows {SCHEMA}", wire.schema));
    }
    match wire.files.keys().find(|path| !is_plain(path)) {
        Some(path) => Err(format!("lists `{}`, which is no path inside the folder", path.escape_debug())),
        None => Ok(wire.files.keys().map(|path| OutPath::new(path)).collect()),
    }
}

fn foreign(path: &Path, why: &str) -> Failure {
    Failure::new(format!("`{}` {why}", path.display()))
        .help("move that file away, or build into another folder with `--out DIR`; nothing was written or deleted")
}

/// Whether `path` leads to a file below the folder and to no other place: what is listed may be deleted.
pub fn is_plain(path: &str) -> bool {
    let fine =
        |part: &str| !matches!(part, "" | "." | ".." | ".git") && !part.starts_with(".bilat") && !part.contains('\0');
    path.split('/').all(fine)
}

/// Writes the journal: from here on `paths` are ours, whatever happens.
pub fn write_journal(folder: &Path, paths: &[&OutPath]) -> Result<(), Failure> {
    let names: Vec<serde_json::Value> = paths.iter().map(|p| p.as_str().into()).collect();
    put(&folder.join(JOURNAL), serde_json::Value::from(names).to_string().as_bytes())
}

/// Ends the journal: the build is complete.
pub fn remove_journal(folder: &Path) -> Result<(), Failure> {
    let path = folder.join(JOURNAL);
    match fs::remove_file(&path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(Failure::io("remove", &path, &e)),
        _ => Ok(()),
    }
}

/// Writes a small file by draft and rename.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let write = || -> io::Result<()> {
        let mut draft = Draft::beside(path)?;
        draft.file().write_all(bytes)?;
        draft.publish()
    };
    write().map_err(|e| Failure::io("write", path, &e))
}

/// Whether anything but dot files lies in `folder`.
pub fn is_empty(folder: &Path) -> Result<bool, Failure> {
    let entries = fs::read_dir(folder)
        .map_err(|e| Failure::new(format!("cannot read `{}`: {}", folder.display(), failure::reason(&e))))?;
    Ok(entries.flatten().all(|entry| entry.file_name().as_encoded_bytes().starts_with(b".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back() {
        let (a, b) = (OutPath::new("a \"b\"\n.html"), OutPath::new("z/文.css"));
        let entry = Entry { hash: Fingerprint::of(b"x"), size: 1, media_type: "text/css" };
        let bytes = encode([(&a, entry), (&b, entry)].into_iter());
        assert_eq!(decode(&bytes), Ok([a, b].into_iter().collect()));
        assert_eq!(decode(&encode([].into_iter())), Ok(BTreeSet::new()));
        let json: serde_json::Value = serde_json::from_slice(&bytes).expect("it is JSON");
        assert_eq!(json["files"]["z/文.css"]["size"], 1);
    }

    #[test]
    fn a_manifest_that_leads_elsewhere_is_not_ours() {
        for path in ["../a", "/etc/passwd", "a//b", "a/./b", "", ".git/config", ".bilat-journal", "a\0"] {
            let json = format!("{{\"schema\": 1, \"files\": {{{}: {{}}}}}}", serde_json::Value::from(path));
            assert!(decode(json.as_bytes()).is_err(), "{path}");
        }
        for json in ["", "{}", "[]", "{\"name\": \"My app\"}", "{\"schema\": 2, \"files\": {}}", "{\"schema\": 1}"] {
            assert!(decode(json.as_bytes()).is_err(), "{json}");
        }
    }
}
