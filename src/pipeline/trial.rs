//! Tries a portal's own templates on a few pages of each kind: some mistakes in them show only when a page is made. Does not make every page;
//! `build` does.

use super::Site;
use crate::base::diag::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::parallel;
use crate::base::path::OutPath;
use std::collections::BTreeMap;

/// So many pages of each kind are tried.
const TRIED: usize = 3;

impl Site {
    /// Changes with any template or string.
    pub fn templates(&self) -> Fingerprint {
        self.templates.fingerprint()
    }

    /// The pages that the portal's own templates are tried on: of each kind the first, the last and one between. None where the portal has
    /// only the built-in templates, or where they cannot be read.
    pub fn trial(&self) -> Vec<OutPath> {
        if self.broken || !self.templates.has_own() {
            return Vec::new();
        }
        let mut kinds: BTreeMap<&str, Vec<&OutPath>> = BTreeMap::new();
        for route in &self.pages.routes.all {
            kinds.entry(self.pages.template(route)).or_default().push(&route.path);
        }
        let some = |all: Vec<&OutPath>| {
            let last = all.len() - 1;
            let mut places: Vec<usize> = (0..TRIED).map(|n| last * n / (TRIED - 1)).collect();
            places.dedup();
            places.into_iter().map(|place| all[place].clone()).collect::<Vec<_>>()
        };
        kinds.into_values().flat_map(some).collect()
    }

    /// What is wrong with templates on some pages, with the page; of a mistake on many pages the first.
    pub fn faults(&self, pages: &[OutPath]) -> Vec<(OutPath, Diagnostic)> {
        let made = parallel::map(pages, |path| self.output(path).map_or_else(Vec::new, |made| made.notes));
        let mut faults: Vec<(OutPath, Diagnostic)> = Vec::new();
        for (path, note) in pages.iter().zip(made).flat_map(|(path, notes)| notes.into_iter().map(move |n| (path, n))) {
            if !faults.iter().any(|(_, known)| *known == note) {
                faults.push((path.clone(), note));
            }
        }
        faults
    }
}
