//! What is to be sent and removed, and in which order. Decides; sends nothing.
//!
//! The order keeps what readers see whole at every moment. What is new is known to nobody before a page that was there already
//! refers to it: so new files come first, pages that readers know after them, the front page of a new site last of all pages.

use super::ledger::{Entries, Entry, Ledger};
use super::survey::Item;
use crate::base::fold::fold_address;
use crate::base::path::folders_of;
use crate::output::Stage;
use crate::output::files::is_fingerprinted;
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
    /// Files of ours that the site no longer has: pages first, and last what they refer to.
    pub removed: Vec<String>,
    /// Those of ours that stand where the site needs a folder, or in a folder where it needs a file: they go before anything is sent.
    pub obstacles: Vec<String>,
    /// How many files are as they should be.
    pub same: usize,
    /// What the manifest will list.
    pub entries: Entries,
}

const PHASES: usize = 6;

/// Compares the site with what is known of the target. With `keep`, nothing is removed. Where files lie in folders, `has_folders`, some have to
/// make way.
pub fn plan<'a>(items: &'a [Item], ledger: &Ledger, keep: bool, has_folders: bool) -> Plan<'a> {
    let entries = items.iter().map(|item| (item.path.clone(), item.entry.clone())).collect();
    let mut plan = Plan {
        phases: vec![Vec::new(); PHASES],
        added: Vec::new(),
        changed: Vec::new(),
        removed: Vec::new(),
        obstacles: Vec::new(),
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
    let gone = gone(items, ledger).into_iter();
    match keep {
        // What is ours stays ours, even where nothing is known of its bytes: a later publication removes it.
        true => plan.entries.extend(gone.map(|path| {
            let known = ledger.known.get(path).cloned();
            (path.clone(), known.unwrap_or_else(Entry::unknown))
        })),
        false => {
            let wanted = paths(items);
            // Pages that a browser has kept for some minutes still name the styles of the last publication: they go with the next one.
            let (named, gone): (Vec<&String>, Vec<&String>) = gone
                .partition(|path| is_fingerprinted(path.trim_end_matches(".gz")) && ledger.known.contains_key(*path));
            plan.entries.extend(named.into_iter().map(|path| (path.clone(), Entry::unknown())));
            (plan.obstacles, plan.removed) =
                gone.into_iter().cloned().partition(|path| has_folders && is_in_the_way(path, &wanted));
            // Servers prefer the compressed neighbour of a page that stays: an old one names pages that are to go.
            let is_stale = |path: &str| path.strip_suffix(".gz").is_some_and(|page| wanted.contains(page));
            plan.removed.sort_by_key(|path| (!is_stale(path), rank(path)));
        }
    }
    plan
}

fn paths(items: &[Item]) -> BTreeSet<&str> {
    items.iter().map(|item| item.path.as_str()).collect()
}

/// Files of ours that the site no longer has. Where letter case makes no difference, a name in other letters is not another file.
fn gone<'a>(items: &[Item], ledger: &'a Ledger) -> Vec<&'a String> {
    let wanted = paths(items);
    let folded: BTreeSet<String> = match ledger.folds_case {
        true => wanted.iter().map(|path| fold_address(path)).collect(),
        false => BTreeSet::new(),
    };
    let is_gone = |path: &&String| !wanted.contains(path.as_str()) && !folded.contains(&fold_address(path));
    ledger.owned.iter().filter(is_gone).collect()
}

/// Whether a file stands where one of the wanted needs a folder, or in a folder where one of them is to be.
fn is_in_the_way(path: &str, wanted: &BTreeSet<&str>) -> bool {
    let below = format!("{path}/");
    wanted.range(below.as_str()..).next().is_some_and(|next| next.starts_with(&below))
        || folders_of(path).any(|folder| wanted.contains(folder))
}

/// The files whose place is taken by files of ours that make way for them: nobody else's can be there.
pub fn in_place_of_ours<'a>(items: &'a [Item], ledger: &Ledger) -> BTreeSet<&'a str> {
    let gone: BTreeSet<&str> = gone(items, ledger).into_iter().map(String::as_str).collect();
    let taken = items.iter().map(|item| item.path.as_str());
    taken.filter(|path| is_in_the_way(path, &gone)).collect()
}

/// In which turn a file is removed: a page that somebody still reads keeps what it refers to.
pub fn rank(path: &str) -> usize {
    match path.trim_end_matches(".gz") {
        path if path.ends_with(".html") => 0,
        path if path.starts_with("assets/") => 2,
        _ => 1,
    }
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
        self.added.is_empty() && self.changed.is_empty() && self.gone() == 0
    }

    fn gone(&self) -> usize {
        self.removed.len() + self.obstacles.len()
    }

    /// How many bytes are to be sent.
    pub fn bytes(&self) -> u64 {
        self.added.iter().chain(&self.changed).map(|item| item.entry.size).sum()
    }

    /// `12 to add, 3 to change, 1 to remove, 870 unchanged; 45.2 kB to send`.
    pub fn intent(&self) -> String {
        let (added, changed, removed) = (self.added.len(), self.changed.len(), self.gone());
        let bytes = size(self.bytes());
        format!("{added} to add, {changed} to change, {removed} to remove, {} unchanged; {bytes} to send", self.same)
    }

    /// The same when it is done.
    pub fn result(&self) -> String {
        let (added, changed, removed) = (self.added.len(), self.changed.len(), self.gone());
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
        for path in self.obstacles.iter().chain(&self.removed) {
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
