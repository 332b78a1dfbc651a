//! Runs a case: makes the site after each edit, warm and cold and with other threads, and fills in what was expected.

use super::case::{Block, Case, Piece};
use super::show;
use bilat::base::date::{Date, Day};
use bilat::base::diag::Diagnostic;
use bilat::base::fingerprint::Fingerprint;
use bilat::base::parallel::with_threads;
use bilat::base::path::{OutPath, SourcePath};
use bilat::input::{File, Inputs};
use bilat::output::Content;
use bilat::parse::kept::Batch;
use bilat::pipeline::{Memos, Site, site};
use std::collections::BTreeMap;

/// The portal of a case that has no `site.toml` of its own: two countries, two languages.
const SITE: &str = "title = \"Test\"\nbase_url = \"https://test.example/\"\nlanguages = [\"en\"]\n\n\
    [[side]]\nid = \"cz\"\nname = \"Czech side\"\n\n[[side]]\nid = \"de\"\nname = \"German side\"\n\n\
    [[side]]\nid = \"eu\"\nname = \"European Union\"\nthird_party = true\n";

/// A site with the diagnostics that were noticed, and all its bytes.
pub struct Made {
    pub site: Site,
    pub inputs: Inputs,
    pub notes: Vec<Diagnostic>,
    pub outputs: BTreeMap<OutPath, Vec<u8>>,
    pub keys: BTreeMap<OutPath, Fingerprint>,
}

struct Runner {
    inputs: Inputs,
    memos: Memos,
    made: Option<Made>,
    before: Option<Made>,
    dirty: bool,
    problems: Vec<String>,
}

/// The case as it should read, and what is wrong besides expectations.
pub fn run(case: &Case) -> (String, Vec<String>) {
    let mut files = BTreeMap::new();
    files.insert(SourcePath::new("site.toml"), File::text(SITE.as_bytes()));
    let inputs = Inputs { files, today: day("2026-06-30"), drafts: false, base_url: None };
    let mut runner =
        Runner { inputs, memos: Memos::default(), made: None, before: None, dirty: true, problems: Vec::new() };
    let mut text = String::new();
    for piece in &case.pieces {
        match piece {
            Piece::Prose(prose) => text.push_str(prose),
            Piece::Fence { open, block, body, close } => {
                text.push_str(open);
                text.push_str(&runner.block(block, body));
                text.push_str(close);
            }
        }
    }
    (text, runner.problems)
}

fn day(text: &str) -> Day {
    Date::parse(text).map(Date::first).expect("a day")
}

impl Runner {
    fn block(&mut self, block: &Block, body: &str) -> String {
        match block {
            Block::File { path, edit } => {
                if *edit {
                    self.make();
                }
                self.set(path, body);
            }
            Block::Delete(path) => {
                self.make();
                self.inputs.files.remove(&SourcePath::new(path));
                self.dirty = true;
            }
            Block::Many { count, path } => (1..=*count).for_each(|n| self.set(&numbered(path, n), &numbered(body, n))),
            Block::Unreadable(path) => {
                self.inputs.files.insert(SourcePath::new(path), File::Unreadable { reason: body.trim().to_owned() });
                self.dirty = true;
            }
            Block::Options(words) => self.options(words),
            Block::Expect(words) => {
                self.make();
                let made = self.made.as_ref().expect("the site was made");
                return show::expected(words, made, self.before.as_ref());
            }
        }
        body.to_owned()
    }

    fn set(&mut self, path: &str, body: &str) {
        let bytes = bytes_of(body);
        let file = match path.rsplit_once('.').map(|(_, e)| e) {
            Some("png" | "pdf" | "jpg") => {
                File::Asset { len: bytes.len() as u64, fingerprint: Fingerprint::of(&bytes) }
            }
            _ => File::text(bytes),
        };
        self.inputs.files.insert(SourcePath::new(path), file);
        self.dirty = true;
    }

    fn options(&mut self, words: &[String]) {
        for word in words {
            match word.split_once('=') {
                Some(("today", value)) => self.inputs.today = day(value),
                Some(("base-url", value)) => self.inputs.base_url = Some(value.to_owned()),
                None if word == "drafts" => self.inputs.drafts = true,
                _ => self.problems.push(format!("unknown option {word}")),
            }
        }
        self.dirty = true;
    }

    /// Makes the site if anything changed: warm, cold with one thread, and with several from the texts that the cold one kept.
    fn make(&mut self) {
        if !self.dirty {
            return;
        }
        let warm = make(&self.inputs, &mut self.memos, 2);
        let mut kept = Memos::default();
        for threads in [1, 3] {
            let cold = make(&self.inputs, &mut kept, threads);
            self.compare(&warm, &cold, threads);
            kept = Memos::of(kept.batches().iter().map(Batch::bytes).collect());
        }
        if let Some(before) = self.made.take() {
            self.compare_keys(&before, &warm);
            self.before = Some(before);
        }
        self.made = Some(warm);
        self.dirty = false;
    }

    /// What has the key that it had must have the bytes that it had: that is what may be skipped.
    fn compare_keys(&mut self, before: &Made, now: &Made) {
        let same = now.keys.iter().filter(|(path, key)| before.keys.get(path) == Some(key));
        for (path, _) in same.filter(|(path, _)| before.outputs.get(path) != now.outputs.get(path)) {
            self.problems.push(format!("{path} changed, and its key did not"));
        }
    }

    fn compare(&mut self, warm: &Made, cold: &Made, threads: usize) {
        if warm.notes != cold.notes {
            self.problems.push(format!("diagnostics differ, warm and cold with {threads} threads"));
        }
        let paths = warm.outputs.keys().chain(cold.outputs.keys());
        for path in paths.filter(|p| warm.outputs.get(p) != cold.outputs.get(p)) {
            self.problems.push(format!("{path} differs, warm and cold with {threads} threads"));
        }
    }
}

/// The bytes that a block stands for.
fn bytes_of(body: &str) -> Vec<u8> {
    let body = body.replace('␍', "\r").replace('␀', "\0");
    let mut pieces = body.split('⟦');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (byte, rest) = piece.split_once('⟧').unwrap_or_default();
        bytes.extend(u8::from_str_radix(byte, 16).ok());
        bytes.extend(rest.as_bytes());
    }
    bytes
}

/// A pattern with a number, and with a day that many days after 1 January 2025 (every month has 28 days).
fn numbered(pattern: &str, n: usize) -> String {
    let (year, month, day) = (2025 + n / 336, n % 336 / 28 + 1, n % 28 + 1);
    pattern.replace("{n}", &format!("{n:03}")).replace("{date}", &format!("{year}-{month:02}-{day:02}"))
}

/// Makes a site and all its outputs.
pub fn make(inputs: &Inputs, memos: &mut Memos, threads: usize) -> Made {
    let checked = with_threads(threads, || site(inputs, memos));
    let (site, mut notes) = (checked.value, checked.notes);
    let (mut outputs, mut keys) = (BTreeMap::new(), BTreeMap::new());
    for path in site.paths() {
        keys.extend(site.key(path).map(|key| (path.clone(), key)));
        let output = site.output(path).expect("every address has an output");
        notes.extend(output.notes);
        let bytes = match output.value.content {
            Content::Bytes(bytes) => bytes,
            Content::Copy(file) => format!("copy of {file}").into_bytes(),
        };
        outputs.insert(path.clone(), bytes);
    }
    Made { site, inputs: inputs.clone(), notes, outputs, keys }
}
