//! Files beside the texts: which one a text means, and which ones are public because a public text shows them. Does not read them.

use crate::base::html::percent_decode;
use crate::base::path::{SourcePath, join};
use crate::entity::{Item, Registry};
use crate::input::{File, Inputs};
use crate::parse::meta::{Name, Publish};
use crate::parse::{Edition, Kind, Segment};
use std::collections::{BTreeMap, BTreeSet};

/// Every file of `content/` that is not Markdown.
#[derive(Debug, Default)]
pub struct Assets {
    paths: BTreeSet<SourcePath>,
    /// Those that cannot be read, with the reason: they are there, but never published.
    unreadable: BTreeMap<SourcePath, String>,
    names: BTreeMap<String, Vec<SourcePath>>,
}

/// What an address in a text is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Address<'a> {
    /// A place on the same page.
    Fragment(&'a str),
    /// A page of the site.
    Page(&'a str),
    /// A file.
    File,
}

/// Tells what an address in a text is: `#x`, `/people/a/`, or a file beside the text.
pub fn kind_of(target: &str) -> Address<'_> {
    if let Some(fragment) = target.strip_prefix('#') {
        return Address::Fragment(fragment);
    }
    match target.strip_prefix('/') {
        Some(page) => Address::Page(page),
        None if target.is_empty() => Address::Fragment(""),
        None => Address::File,
    }
}

impl Assets {
    /// The files of a portal.
    pub fn read(inputs: &Inputs) -> Assets {
        let mut assets = Assets::default();
        for (path, file) in inputs.below("content/").filter(|(path, _)| !path.as_str().ends_with(".md")) {
            assets.paths.insert(path.clone());
            if let File::Unreadable { reason } = file {
                assets.unreadable.insert(path.clone(), reason.clone());
            }
            assets.names.entry(path.file_name().to_owned()).or_default().push(path.clone());
        }
        assets
    }

    /// The file that an address in a text means: beside the text, else (as in Obsidian) from the folder `content/`, else the only one of
    /// that name.
    pub fn find(&self, edition: &Edition, target: &str) -> Option<&SourcePath> {
        self.written(edition, target).filter(|path| !self.unreadable.contains_key(*path))
    }

    /// Why the file that an address in a text means cannot be published.
    pub fn problem(&self, edition: &Edition, target: &str) -> Option<&str> {
        self.unreadable.get(self.written(edition, target)?).map(String::as_str)
    }

    fn written(&self, edition: &Edition, target: &str) -> Option<&SourcePath> {
        if kind_of(target) != Address::File {
            return None;
        }
        let path = percent_decode(target.split(['#', '?']).next().unwrap_or(target));
        let beside = join(edition.path.folder(), &path).and_then(|p| self.paths.get(&SourcePath::new(&p)));
        // Obsidian names files from the vault's folder, too.
        let inside = || join("content", &path).and_then(|p| self.paths.get(&SourcePath::new(&p)));
        beside.or_else(inside).or_else(|| match self.names.get(&path).map(Vec::as_slice) {
            Some([only]) => Some(only),
            _ => None,
        })
    }

    /// The files that public texts show, by path.
    pub fn public(&self, registry: &Registry) -> BTreeSet<SourcePath> {
        let mut found = BTreeSet::new();
        if self.paths.is_empty() {
            return found;
        }
        for item in &registry.items {
            let publish = item.publish();
            for (_, edition) in item.editions.iter() {
                self.shown(edition, publish, &mut found);
            }
            found.extend(portrait(item).and_then(|(edition, image)| self.find(edition, &image.value)).cloned());
        }
        for intro in &registry.intros {
            intro.editions.iter().for_each(|(_, edition)| self.shown(edition, Publish::Full, &mut found));
        }
        found
    }

    fn shown(&self, edition: &Edition, publish: Publish, found: &mut BTreeSet<SourcePath>) {
        if edition.body.links.is_empty() {
            return;
        }
        for block in edition.body.blocks.iter().filter(|b| b.is_public(publish)) {
            for segment in &block.segments {
                if let Segment::Address(i) = segment {
                    let target = &edition.body.links[*i as usize].value;
                    found.extend(self.find(edition, target).cloned());
                }
            }
        }
    }
}

/// The portrait that a person's front matter names, with the edition that it lies beside. Other kinds show none.
pub fn portrait(item: &Item) -> Option<(&Edition, &Name)> {
    let (_, edition) = item.editions.leading().filter(|_| item.kind == Kind::Person)?;
    Some((&**edition, item.common.image.as_ref()?))
}

/// The file of `static/` with this path.
pub fn shared(path: &str) -> SourcePath {
    SourcePath::new(&format!("static/{path}"))
}

/// The address of a file in the site.
pub fn address(path: &SourcePath) -> String {
    let path = path.as_str();
    let inside = path.strip_prefix("content/").or_else(|| path.strip_prefix("static/")).unwrap_or(path);
    format!("assets/{inside}")
}

/// The same as a part of a link: signs that would end the path are encoded.
pub fn written(path: &SourcePath) -> String {
    address(path).replace('%', "%25").replace('#', "%23").replace('?', "%3F")
}
