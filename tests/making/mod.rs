//! Makes sites of texts in memory, for tests that look at every output. Reads and writes no file.
#![allow(dead_code, reason = "not every test uses all of it")]

use bilat::base::date::Day;
use bilat::base::diag::Diagnostic;
use bilat::base::fingerprint::Fingerprint;
use bilat::base::parallel::with_threads;
use bilat::base::path::{OutPath, SourcePath};
use bilat::input::{File, Inputs};
use bilat::output::Content;
use bilat::pipeline::{Memos, site};
use std::collections::BTreeMap;

/// A portal in two languages with two sides.
pub const SITE: &str = "title = \"Test\"\nbase_url = \"https://test.example/\"\nlanguages = [\"en\", \"zh\"]\n\n\
    [[side]]\nid = \"cz\"\nname = \"Czech side\"\n\n[[side]]\nid = \"de\"\nname = \"German side\"\n";

/// All bytes of a site with their keys, and what was noticed.
#[derive(Debug, PartialEq)]
pub struct Made {
    pub notes: Vec<Diagnostic>,
    pub outputs: BTreeMap<OutPath, Vec<u8>>,
    pub keys: BTreeMap<OutPath, Fingerprint>,
}

/// The inputs that these files are; `site.toml` among them replaces the usual one.
pub fn inputs(files: &[(&str, &[u8])]) -> Inputs {
    let all = [("site.toml", SITE.as_bytes())].into_iter().chain(files.iter().copied());
    let files = all.map(|(path, bytes)| (SourcePath::new(path), File::text(bytes))).collect();
    let today = Day::of_unix_seconds(1_780_000_000).expect("a day of 2026");
    Inputs { files, today, drafts: false, base_url: None }
}

/// Makes a site and all its outputs, on threads like those of the program.
pub fn make(inputs: &Inputs, memos: &mut Memos) -> Made {
    with_threads(2, || {
        let checked = site(inputs, memos);
        let (site, mut notes) = (checked.value, checked.notes);
        let (mut outputs, mut keys) = (BTreeMap::new(), BTreeMap::new());
        for path in site.paths() {
            let output = site.output(path).expect("every address has an output");
            keys.insert(path.clone(), site.key(path).expect("every address has a key"));
            notes.extend(output.notes);
            let bytes = match output.value.content {
                Content::Bytes(bytes) => bytes,
                Content::Copy(file) => format!("copy of {file}").into_bytes(),
            };
            outputs.insert(path.clone(), bytes);
        }
        Made { notes, outputs, keys }
    })
}

impl Made {
    /// The text of an output.
    pub fn page(&self, address: &str) -> &str {
        let bytes = self.outputs.get(&OutPath::of_address(address));
        let bytes = bytes.unwrap_or_else(|| panic!("no page {address}; {:?}", self.notes));
        std::str::from_utf8(bytes).expect("a page is UTF-8 text")
    }

    /// The codes of all diagnostics, each once, sorted.
    pub fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.notes.iter().map(|note| note.code.0).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}
