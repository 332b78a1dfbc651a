//! What is to be sent and removed, and in which order. Decides; sends nothing.
//!
//! The order keeps what readers see whole at every moment. What is new is known to nobody before a page that was there already
//! refers to it: so new files come first, pages that readers know after them, the front page of a new site last of all pages.

use super::ledger::{Entries, Entry, Ledger};
use super::survey::Item;
use crate::output::Stage;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Everything that there is to do.
pub struct Plan<'a> {
    /// What is sent: one group after the other, the files of a group in any order.
    pub phases: Vec<Vec<&'a Item>>,
    /// Files that are not there yet.
    pub added: Vec<&'a Item>,
    /// Files of ours that are not as they should be.
    pub changed: Vec<&'a Item>,
    /// Files of ours that the site no longer has.
    pub removed: Vec<String>,
    /// How many files are as they should be.
    pub same: usize,
    /// What the manifest will list.
    pub entries: Entries,
}

const PHASES: usize = 6;

/// Compares the site with what is known of the target. With `keep`, nothing is removed.
pub fn plan<'a>(items: &'a [Item], ledger: &Ledger, keep: bool) -> Plan<'a> {
    let entries = items.iter().map(|item| (item.path.clone(), item.entry.clone())).collect();
    let mut plan = Plan {
        phases: vec![Vec::new(); PHASES],
        added: Vec::new(),
        changed: Vec::new(),
        removed: Vec::new(),
        same: 0,
        entries,
    };
    for item in items {
        if ledger.known.get(&item.path) == Some(&item.entry) {
            plan.same += 1;
            continue;
        }
        let is_new = !ledger.present.contains(&item.path);
        let was_there = ledger.owned.contains(&item.path) && !(is_new && ledger.unsure.contains_key(&item.path));
        let list = if was_there { &mut plan.changed } else { &mut plan.added };
        list.push(item);
        plan.phases[phase(item, is_new)].push(item);
    }
    let wanted: BTreeSet<&str> = items.iter().map(|item| item.path.as_str()).collect();
    let gone = ledger.owned.iter().filter(|path| !wanted.contains(path.as_str()));
    match keep {
        // What is ours stays ours, even where nothing is known of its bytes: a later publication removes it.
        true => plan.entries.extend(gone.map(|path| {
            let known = ledger.known.get(path).cloned();
            (path.clone(), known.unwrap_or_else(Entry::unknown))
        })),
        false => plan.removed = gone.cloned().collect(),
    }
    plan
}

/// The group that a file is sent in.
fn phase(item: &Item, is_new: bool) -> usize {
    let path = item.path.trim_end_matches(".gz");
    let announces =
        path.starts_with("sitemap") || matches!(path, "robots.txt" | "404.html" | "_headers" | "_redirects");
    match item.stage {
        Stage::Asset => 0,
        _ if announces => 5,
        Stage::Page if path == "index.html" => 4,
        Stage::Page if is_new && path.matches('/').count() == 1 => 2,
        Stage::Page | Stage::Index if is_new => 1,
        Stage::Page => 3,
        Stage::Index => 5,
    }
}

impl Plan<'_> {
    /// Whether nothing is to be sent or removed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// How many bytes are to be sent.
    pub fn bytes(&self) -> u64 {
        self.added.iter().chain(&self.changed).map(|item| item.entry.size).sum()
    }

    /// `12 to add, 3 to change, 1 to remove, 870 unchanged; 45.2 kB to send`.
    pub fn intent(&self) -> String {
        let (added, changed, removed) = (self.added.len(), self.changed.len(), self.removed.len());
        let bytes = size(self.bytes());
        format!("{added} to add, {changed} to change, {removed} to remove, {} unchanged; {bytes} to send", self.same)
    }

    /// The same when it is done.
    pub fn result(&self) -> String {
        let (added, changed, removed) = (self.added.len(), self.changed.len(), self.removed.len());
        let bytes = size(self.bytes());
        format!("{added} added, {changed} changed, {removed} removed, {} unchanged; {bytes} sent", self.same)
    }

    /// One line a file: `+` new, `~` changed, `-` gone.
    pub fn list(&self) -> String {
        let mut text = String::new();
        let sent = self.added.iter().map(|item| ('+', item)).chain(self.changed.iter().map(|item| ('~', item)));
        for (sign, item) in sent {
            let _ = writeln!(text, "  {sign} {}  {}", item.path, size(item.entry.size));
        }
        for path in &self.removed {
            let _ = writeln!(text, "  - {}", path.escape_debug());
        }
        text
    }
}

/// A number of bytes for people.
pub fn size(bytes: u64) -> String {
    let n = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", n / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", n / 1e6),
        _ => format!("{:.1} GB", n / 1e9),
    }
}
