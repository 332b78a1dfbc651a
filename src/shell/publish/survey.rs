//! What is to be on the target: every file of the site with its fingerprint, the compressed neighbours, the host's own files. Makes
//! a page to know its bytes only where the record does not tell what they were when its key was the same, and drops them.
#![allow(clippy::disallowed_methods)]

use super::extras::{self, Moved};
use super::ledger::Entry;
use super::store::Body;
use crate::base::diag::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::parallel;
use crate::base::path::OutPath;
use crate::input::config::Target;
use crate::output::{Content, Output, Stage, media_type};
use crate::shell::progress::Progress;
use crate::shell::record::{Known, Record, Stat};
use crate::shell::sync::Source;
use crate::shell::{Failure, Portal};
use flate2::{Compression, GzBuilder};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};

/// Smaller texts are not worth a second request.
const LEAST_COMPRESSED: u64 = 1024;

/// Where the bytes of a file come from.
#[derive(Clone, Debug)]
enum Made {
    Site,
    Compressed,
    Text(String),
}

/// One file as it is to be on the target.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its path.
    pub path: String,
    /// What the manifest will say of it.
    pub entry: Entry,
    /// When it is sent.
    pub stage: Stage,
    made: Made,
}

/// What makes the bytes.
pub struct Press<'a> {
    /// The site.
    pub source: &'a dyn Source,
    /// Where copied files come from.
    pub portal: &'a Portal,
    /// How files are kept.
    pub target: &'a Target,
    /// Whether the target keeps headers.
    pub keeps_headers: bool,
}

/// What was found.
#[derive(Default)]
pub struct Found {
    /// Every file, by path.
    pub items: Vec<Item>,
    /// What was noticed while making pages.
    pub notes: Vec<Diagnostic>,
    /// What the next publication need not make again.
    pub known: BTreeMap<OutPath, Known>,
}

/// Looks at every file of the site. What `record` knows by its key is not made.
pub fn survey(press: &Press<'_>, record: Option<&Record>, progress: &Progress) -> Result<Found, Failure> {
    press.source.prepare();
    let paths = press.source.addresses();
    progress.steps("making pages", paths.len());
    let looked = parallel::map(&paths, |path| {
        let looked = press.remember(path, record).map_or_else(|| press.look(path), Ok);
        progress.step();
        looked
    });
    let names: BTreeSet<&str> = paths.iter().map(|path| path.as_str()).collect();
    let mut found = Found::default();
    for one in looked {
        let mut one = one?;
        // A file of the portal's own may stand where a compressed neighbour would: it is the author's choice.
        let is_taken = |path: &str, made: &Made| matches!(made, Made::Compressed) && names.contains(path);
        let taken: Vec<OutPath> =
            one.items.iter().filter(|i| is_taken(&i.path, &i.made)).map(|i| OutPath::new(&i.path)).collect();
        one.items.retain(|item| !is_taken(&item.path, &item.made));
        one.known.retain(|path, _| !taken.contains(path));
        found.items.append(&mut one.items);
        found.notes.append(&mut one.notes);
        // Not `append`, which goes through both maps whole.
        found.known.extend(one.known);
    }
    Ok(found)
}

/// Puts the files that the host asks for among the others, which gives them in their order.
pub fn add_own(items: &mut Vec<Item>, press: &Press<'_>, base_path: &str, moved: &[Moved]) {
    let own = extras::files(press.target, base_path, moved, items.iter().map(|item| item.path.as_str()));
    for (path, text) in own {
        items.retain(|item| item.path != path);
        let entry = press.entry(path, Fingerprint::of(text.as_bytes()), text.len() as u64, "text/plain; charset=utf-8");
        items.push(Item { path: path.to_owned(), entry, stage: Stage::Index, made: Made::Text(text) });
    }
    items.sort_by(|a, b| a.path.cmp(&b.path));
}

impl Press<'_> {
    /// A file, perhaps with its compressed neighbour.
    fn look(&self, path: &OutPath) -> Result<Found, Failure> {
        let (checked, key) = self.source.keyed(path).ok_or_else(|| missing(path.as_str()))?;
        let output = checked.value;
        // What was noticed would be lost if it were not made again.
        let key = key.filter(|_| checked.notes.is_empty());
        let mut found = Found { notes: checked.notes, ..Found::default() };
        let known = |hash, size, media_type: &str| Known {
            key,
            hash,
            stat: Stat { size, modified: 0 },
            media_type: media_type.into(),
        };
        let own = known(output.fingerprint, output.len, output.media_type);
        self.add(&mut found, path, path, own, Made::Site);
        if self.is_compressed(output.media_type, output.len) {
            let bytes = compress(&self.held(&output)?);
            let packed = packed(path);
            let own = known(Fingerprint::of(&bytes), bytes.len() as u64, media_type(packed.as_str()));
            self.add(&mut found, &packed, path, own, Made::Compressed);
        }
        Ok(found)
    }

    /// The same without making it, where all is known by the key that it has now.
    fn remember(&self, path: &OutPath, record: Option<&Record>) -> Option<Found> {
        let files = &record?.files;
        let own = files.get(path).filter(|known| known.key.is_some())?;
        let key = self.source.key(path).filter(|key| own.key == Some(*key))?;
        let mut found = Found::default();
        self.add(&mut found, path, path, own.clone(), Made::Site);
        if self.is_compressed(&own.media_type, own.stat.size) {
            let packed = packed(path);
            let own = files.get(&packed).filter(|known| known.key == Some(key))?;
            self.add(&mut found, &packed, path, own.clone(), Made::Compressed);
        }
        Some(found)
    }

    /// `of` is the address in the site that the file at `path` is made from.
    fn add(&self, found: &mut Found, path: &OutPath, of: &OutPath, known: Known, made: Made) {
        let entry = self.entry(path.as_str(), known.hash, known.stat.size, &known.media_type);
        found.items.push(Item { path: path.as_str().to_owned(), entry, stage: self.source.stage(of), made });
        if known.key.is_some() {
            found.known.insert(path.clone(), known);
        }
    }

    fn is_compressed(&self, media_type: &str, size: u64) -> bool {
        self.target.compress && is_text(media_type) && size >= LEAST_COMPRESSED
    }

    fn entry(&self, path: &str, hash: Fingerprint, size: u64, media_type: &str) -> Entry {
        let cache = self.keeps_headers.then(|| extras::cache(self.target, path));
        Entry { hash: hash.hex(), size, media_type: media_type.to_owned(), cache }
    }

    /// The bytes of a file, made anew. They are sent only if they are what the plan and the manifest say.
    pub fn body(&self, item: &Item) -> Result<Body, Failure> {
        let (body, hash) = match &item.made {
            Made::Text(text) => (Body::Bytes(text.clone().into_bytes()), Fingerprint::of(text.as_bytes())),
            Made::Site => {
                let Output { content, fingerprint, len, .. } = self.output(&item.path)?;
                let body = match content {
                    Content::Bytes(bytes) => Body::Bytes(bytes),
                    Content::Copy(source) => Body::File { at: self.portal.locate(&source), source, len, fingerprint },
                };
                (body, fingerprint)
            }
            Made::Compressed => {
                let bytes = compress(&self.held(&self.output(item.path.trim_end_matches(".gz"))?)?);
                let hash = Fingerprint::of(&bytes);
                (Body::Bytes(bytes), hash)
            }
        };
        match hash.hex() == item.entry.hash {
            true => Ok(body),
            false => Err(Failure::new(format!("`{}` is not what is remembered of it", item.path))
                .help("this is a bug in bilat; with `--verify` nothing that is remembered counts")),
        }
    }

    fn output(&self, path: &str) -> Result<Output, Failure> {
        self.source.output(&OutPath::new(path)).map(|checked| checked.value).ok_or_else(|| missing(path))
    }

    fn held(&self, output: &Output) -> Result<Vec<u8>, Failure> {
        let Content::Copy(source) = &output.content else {
            let Content::Bytes(bytes) = &output.content else { unreachable!("there are two kinds") };
            return Ok(bytes.clone());
        };
        let at = self.portal.locate(source);
        let mut bytes = Vec::new();
        let read = fs::File::open(&at).and_then(|file| file.take(output.len + 1).read_to_end(&mut bytes));
        read.map_err(|e| Failure::io("read", &at, &e))?;
        match Fingerprint::of(&bytes) == output.fingerprint {
            true => Ok(bytes),
            false => Err(changed(&self.portal.show(source))),
        }
    }
}

/// Where the compressed neighbour of a file is.
fn packed(path: &OutPath) -> OutPath {
    OutPath::new(&format!("{path}.gz"))
}

fn missing(path: &str) -> Failure {
    Failure::new(format!("the site announces `{path}` and does not make it")).help("this is a bug in bilat")
}

/// Says that a source is no longer as it was.
pub fn changed(shown: &str) -> Failure {
    Failure::new(format!("`{shown}` changed while the site was published")).help("publish again")
}

fn is_text(media_type: &str) -> bool {
    let named = ["application/json", "application/xml", "application/atom+xml", "image/svg+xml"];
    media_type.starts_with("text/") || named.contains(&media_type)
}

/// The same bytes for the same text, on every machine: without time or name.
fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.expect("memory can be written to")
}

#[cfg(test)]
#[path = "survey_tests.rs"]
mod tests;
