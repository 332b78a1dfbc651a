//! What stands on a branch: files that may be ours, and what is in the way of a site.

use crate::base::path::folders_of;
use std::collections::{BTreeMap, BTreeSet};

/// The tree of a commit.
#[derive(Debug, Default)]
pub struct Tree {
    /// Every plain file, with its size.
    pub files: BTreeMap<String, u64>,
    /// Links and repositories, which are not ours.
    pub others: BTreeSet<String>,
}

impl Tree {
    /// What `git ls-tree -r -z -l` lists.
    pub fn read(listed: &str) -> Tree {
        let mut tree = Tree::default();
        for (path, size) in listed.split('\0').filter_map(standing) {
            match size {
                Some(size) => drop(tree.files.insert(path, size)),
                None => drop(tree.others.insert(path)),
            }
        }
        tree
    }

    /// Whether a link, a repository or a folder stands at a path, with more in it than what is `removed`. Git would put a file in its place,
    /// whatever it is.
    pub fn is_taken(&self, path: &str, removed: &BTreeSet<String>) -> bool {
        let folder = format!("{path}/");
        let is_below = |path: &&String| path.starts_with(&folder);
        let mut files = self.files.range(folder.clone()..).map(|(path, _)| path).take_while(is_below);
        self.others.contains(path)
            || files.any(|path| !removed.contains(path))
            || self.others.range(folder.clone()..).next().is_some_and(|next| is_below(&next))
    }

    /// The first part of the way to a file that is no folder.
    pub fn blocked<'p>(&self, path: &'p str) -> Option<&'p str> {
        folders_of(path).find(|path| self.others.contains(*path) || self.files.contains_key(*path))
    }
}

/// A path of the tree, with its size if it is a plain file.
fn standing(line: &str) -> Option<(String, Option<u64>)> {
    let (meta, path) = line.split_once('\t')?;
    let mut words = meta.split_whitespace();
    let is_file = words.next().is_some_and(|mode| mode.starts_with("100"));
    let size = words.nth(2)?.parse().unwrap_or(0);
    Some((path.to_owned(), is_file.then_some(size)))
}
