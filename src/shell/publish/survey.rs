//! What is to be on the target: every file of the site with its fingerprint, the compressed neighbours, the host's own files. Makes
//! every page once to know its bytes, and drops them.
#![allow(clippy::disallowed_methods)]

use super::extras;
use super::ledger::Entry;
use super::store::Body;
use crate::base::diag::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::parallel;
use crate::base::path::OutPath;
use crate::input::config::Target;
use crate::output::{Content, Output, Stage, media_type};
use crate::pipeline::Site;
use crate::shell::progress::Progress;
use crate::shell::{Failure, Portal};
use flate2::{Compression, GzBuilder};
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
    pub site: &'a Site,
    /// Where copied files come from.
    pub portal: &'a Portal,
    /// How files are kept.
    pub target: &'a Target,
    /// Whether the target keeps headers.
    pub keeps_headers: bool,
}

/// Every file, by path, and what was noticed while making them.
pub fn survey(press: &Press<'_>, progress: &Progress) -> Result<(Vec<Item>, Vec<Diagnostic>), Failure> {
    let paths: Vec<&OutPath> = press.site.paths().collect();
    progress.steps("making pages", paths.len());
    let looked = parallel::map(&paths, |path| {
        let looked = press.look(path);
        progress.step();
        looked
    });
    let (mut items, mut notes) = (Vec::with_capacity(paths.len()), Vec::new());
    for one in looked {
        let (mut found, noticed) = one?;
        items.append(&mut found);
        notes.extend(noticed);
    }
    let names: Vec<String> = items.iter().map(|item| item.path.clone()).collect();
    let own =
        extras::files(press.target, press.site.base().1, &press.site.redirects(), names.iter().map(String::as_str));
    for (path, text) in own {
        items.retain(|item| item.path != path);
        let entry = press.entry(path, Fingerprint::of(text.as_bytes()), text.len() as u64, "text/plain; charset=utf-8");
        items.push(Item { path: path.to_owned(), entry, stage: Stage::Index, made: Made::Text(text) });
    }
    items.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((items, notes))
}

impl Press<'_> {
    /// A file, perhaps with its compressed neighbour.
    fn look(&self, path: &OutPath) -> Result<(Vec<Item>, Vec<Diagnostic>), Failure> {
        let checked = self.site.output(path).ok_or_else(|| missing(path.as_str()))?;
        let (output, stage) = (checked.value, self.site.stage(path));
        let entry = self.entry(path.as_str(), output.fingerprint, output.len, output.media_type);
        let mut items = vec![Item { path: path.as_str().to_owned(), entry, stage, made: Made::Site }];
        if self.target.compress && is_text(output.media_type) && output.len >= LEAST_COMPRESSED {
            let bytes = compress(&self.held(&output)?);
            let path = format!("{path}.gz");
            let entry = self.entry(&path, Fingerprint::of(&bytes), bytes.len() as u64, media_type(&path));
            items.push(Item { path, entry, stage, made: Made::Compressed });
        }
        Ok((items, checked.notes))
    }

    fn entry(&self, path: &str, hash: Fingerprint, size: u64, media_type: &str) -> Entry {
        let cache = self.keeps_headers.then(|| extras::cache(self.target, path));
        Entry { hash: hash.hex(), size, media_type: media_type.to_owned(), cache }
    }

    /// The bytes of a file, made anew.
    pub fn body(&self, item: &Item) -> Result<Body, Failure> {
        match &item.made {
            Made::Text(text) => Ok(Body::Bytes(text.clone().into_bytes())),
            Made::Site => {
                let output = self.output(&item.path)?;
                match output.content {
                    Content::Bytes(bytes) => Ok(Body::Bytes(bytes)),
                    Content::Copy(source) => {
                        let at = self.portal.locate(&source);
                        Ok(Body::File { at, source, len: output.len, fingerprint: output.fingerprint })
                    }
                }
            }
            Made::Compressed => {
                let output = self.output(item.path.trim_end_matches(".gz"))?;
                Ok(Body::Bytes(compress(&self.held(&output)?)))
            }
        }
    }

    fn output(&self, path: &str) -> Result<Output, Failure> {
        self.site.output(&OutPath::new(path)).map(|checked| checked.value).ok_or_else(|| missing(path))
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
