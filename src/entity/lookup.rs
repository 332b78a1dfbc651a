//! What a name means: by path, else by id, else by folded name or alias. The first level with a match decides. Never guesses.

use super::{ItemId, Registry};
use crate::base::fold::fold;
use crate::parse::Kind;

/// The outcome of a look-up.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// One item has this name.
    One(ItemId),
    /// Several have it.
    Many(Vec<ItemId>),
    /// An item that is not public has it.
    Withheld,
    /// Nothing has it.
    None,
}

/// A name with the kind that it was written with: `person:Jane Doe`.
pub fn with_kind(name: &str) -> (Option<Kind>, &str) {
    if let Some((word, rest)) = name.split_once(':') {
        if let Some(kind) = Kind::ALL.into_iter().find(|k| k.word() == word.trim()) {
            return (Some(kind), rest.trim());
        }
    }
    (None, name.trim())
}

/// A path such as `people/a`, `/people/a` or `content/people/sub/a.md` as a folder and an id.
pub fn path_parts(name: &str) -> Option<(Kind, &str)> {
    let path = name.trim_start_matches(['/', '.']).trim_start_matches("content/");
    let (folder, rest) = path.split_once('/')?;
    let kind = Kind::ALL.into_iter().find(|k| k.folder() == folder)?;
    let file = rest.rsplit('/').next().unwrap_or(rest);
    let id = file.strip_suffix(".md").unwrap_or(file);
    Some((kind, id.split('.').next().unwrap_or(id)))
}

impl Registry {
    /// Looks `name` up; `kinds` are the kinds that may have it, all of them if empty.
    pub fn look_up(&self, name: &str, kinds: &[Kind]) -> Lookup {
        let (kind, name) = with_kind(name);
        let own = kind.map(|k| [k]);
        let kinds = own.as_ref().map_or(kinds, |k| k.as_slice());
        if let Some((kind, id)) = path_parts(name) {
            if let Some(found) = self.find(kind, id) {
                return Lookup::One(found);
            }
            if self.withheld.contains(&format!("{}/{id}", kind.folder())) {
                return Lookup::Withheld;
            }
        }
        let levels = [self.by_id.get(name), self.by_name.get(&fold(name))];
        for found in levels.into_iter().flatten() {
            let fit: Vec<ItemId> =
                found.iter().copied().filter(|i| kinds.is_empty() || kinds.contains(&self.get(*i).kind)).collect();
            match fit[..] {
                [] => {}
                [one] => return Lookup::One(one),
                _ => return Lookup::Many(fit),
            }
        }
        let mut kinds = Kind::ALL.iter().filter(|k| kinds.is_empty() || kinds.contains(k));
        let by_id = kinds.any(|k| self.withheld.contains(&format!("{}/{name}", k.folder())));
        if by_id || self.withheld.contains(&fold(name)) { Lookup::Withheld } else { Lookup::None }
    }

    /// The item of this kind with this id.
    pub fn find(&self, kind: Kind, id: &str) -> Option<ItemId> {
        self.by_id.get(id)?.iter().copied().find(|i| self.get(*i).kind == kind)
    }

    /// How an item is named so that nothing is ambiguous: `people/jane-doe`.
    pub fn path_of(&self, id: ItemId) -> String {
        let item = self.get(id);
        format!("{}/{}", item.kind.folder(), item.id)
    }

    /// Ids and names that are like `name`, for "did you mean".
    pub fn near(&self, name: &str, kinds: &[Kind]) -> Vec<String> {
        let (_, name) = with_kind(name);
        let fits = |i: &&super::Item| kinds.is_empty() || kinds.contains(&i.kind);
        let items = || self.items.iter().filter(fits).filter(|i| !i.stub);
        let ids = crate::base::near::near(name, items().map(|i| &*i.id));
        let mut found: Vec<String> = ids.into_iter().map(str::to_owned).collect();
        if found.is_empty() {
            let names = items().flat_map(|i| i.common.name.all.iter().chain(i.common.name.by.iter().map(|(_, n)| n)));
            let mut close: Vec<(String, usize)> = Vec::new();
            let folded = fold(name);
            for known in names {
                let distance = strsim::damerau_levenshtein(&folded, &fold(known));
                if distance <= (folded.chars().count() / 3).clamp(1, 4) {
                    close.push((known.clone(), distance));
                }
            }
            close.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
            found = close.into_iter().map(|(n, _)| n).take(3).collect();
        }
        found
    }

    /// Makes the tables of names. Called once all items are in place.
    pub(super) fn index(&mut self) {
        for (i, item) in self.items.iter().enumerate() {
            let id = ItemId(i as u32);
            self.by_id.entry(item.id.clone()).or_default().push(id);
            let names = item.common.name.all.iter().chain(item.common.name.by.iter().map(|(_, n)| n));
            let shorts = item.common.short.all.iter().chain(item.common.short.by.iter().map(|(_, n)| n));
            let aliases = item.common.aliases.iter().map(|a| &a.value);
            for name in names.chain(shorts).chain(aliases) {
                let folded = fold(name);
                let all = self.by_name.entry(folded).or_default();
                if !all.contains(&id) {
                    all.push(id);
                }
            }
        }
    }

    /// Notes that an item exists but is not public.
    pub(super) fn withhold(&mut self, kind: Kind, id: &str, names: &[String]) {
        self.withheld.insert(format!("{}/{id}", kind.folder()));
        self.withheld.extend(names.iter().map(|name| fold(name)));
    }
}
