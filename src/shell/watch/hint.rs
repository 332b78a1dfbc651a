//! What events of the file system say about where to look. Reads no file and decides nothing about its content.
#![allow(clippy::disallowed_methods)]

use crate::base::path::SourcePath;
use crate::shell::disk::{SOURCES, is_ignored};
use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{Event, Result};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Gathered from all events that have come.
#[derive(Debug, Default, PartialEq)]
pub struct Hint {
    /// Files that were named.
    pub paths: BTreeSet<SourcePath>,
    /// Whether something was renamed.
    pub renamed: bool,
    /// Whether folders came or went.
    pub folders: bool,
    /// Whether something may have been left out.
    pub everything: bool,
}

impl Hint {
    /// Adds what one event says; `links` are the files that symbolic links among the sources lead to.
    pub fn add(&mut self, root: &Path, links: &BTreeSet<PathBuf>, event: Result<Event>) {
        let Ok(event) = event else {
            self.everything = true;
            return;
        };
        // Whoever writes through memory only closes what was written.
        if matches!(event.kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write)) {
            return;
        }
        self.everything |= event.need_rescan();
        let is_folder =
            matches!(event.kind, EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder));
        for at in &event.paths {
            self.everything |= links.contains(at);
            let Some(path) = source(root, at) else { continue };
            self.renamed |= matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)));
            self.folders |=
                is_folder || at.is_dir() || SOURCES.contains(&path.as_str()) && path.as_str() != "site.toml";
            self.paths.insert(path);
        }
    }
}

/// The source at a path of the system; nothing for what is no source.
fn source(root: &Path, at: &Path) -> Option<SourcePath> {
    let inside = at.strip_prefix(root).ok()?;
    let parts: Vec<&str> = inside.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
    let is_source = parts.first().is_some_and(|top| SOURCES.contains(top));
    let is_seen = !parts.iter().any(|part| is_ignored(part.as_bytes()));
    (is_source && is_seen).then(|| SourcePath::new(&parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{DataChange, Flag, RenameMode};

    fn hint(kind: EventKind, path: &str) -> Hint {
        let mut hint = Hint::default();
        hint.add(Path::new("/portal"), &links(), Ok(Event::new(kind).add_path(path.into())));
        hint
    }

    fn links() -> BTreeSet<PathBuf> {
        BTreeSet::from(["/portal/notes/a.md".into()])
    }

    fn named(paths: &[&str]) -> BTreeSet<SourcePath> {
        paths.iter().map(|path| SourcePath::new(path)).collect()
    }

    #[test]
    fn a_written_file_is_named() {
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert_eq!(hint(written, "/portal/content/a.md"), Hint { paths: named(&["content/a.md"]), ..Hint::default() });
        assert_eq!(hint(written, "/portal/site.toml").paths, named(&["site.toml"]));
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(hint(closed, "/portal/content/a.md").paths, named(&["content/a.md"]));
    }

    #[test]
    fn what_is_no_source_is_not() {
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        for path in [
            "/portal/public/a.html",
            "/portal/content/.a.md.swp",
            "/portal/content/a.md~",
            "/portal/content/.git/a",
            "/other/content/a",
        ] {
            assert_eq!(hint(written, path), Hint::default(), "{path}");
        }
        for kind in [AccessKind::Any, AccessKind::Read, AccessKind::Close(AccessMode::Read)] {
            assert_eq!(hint(EventKind::Access(kind), "/portal/content/a.md"), Hint::default());
        }
    }

    #[test]
    fn what_a_link_leads_to_asks_for_a_look_at_everything() {
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert_eq!(hint(written, "/portal/notes/a.md"), Hint { everything: true, ..Hint::default() });
        assert_eq!(hint(written, "/portal/notes/b.md"), Hint::default());
    }

    #[test]
    fn folders_renames_and_lost_events_ask_for_more() {
        assert!(hint(EventKind::Create(CreateKind::Folder), "/portal/content/a").folders);
        assert!(hint(EventKind::Remove(RemoveKind::Folder), "/portal/templates").folders);
        assert!(hint(EventKind::Modify(ModifyKind::Name(RenameMode::From)), "/portal/content/a.md").renamed);
        let mut lost = Hint::default();
        lost.add(Path::new("/portal"), &links(), Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
        lost.add(Path::new("/portal"), &links(), Err(notify::Error::generic("no memory")));
        assert!(lost.everything);
    }
}
