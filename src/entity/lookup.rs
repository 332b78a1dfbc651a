//! What a name means: by path, else by id, else by folded name or alias. The first level with a match decides. Never guesses.

use super::{Item, ItemId, Names, Registry};
use crate::base::fold::fold;
use crate::base::near::{self, Index};
use crate::parse::Kind;
use crate::parse::meta::Common;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    if let Some((word, rest)) = name.split_once(':')
        && let Some(kind) = Kind::ALL.into_iter().find(|k| k.word() == word.trim())
    {
        return (Some(kind), rest.trim());
    }
    (None, name.trim())
}

/// A path such as `people/a`, `/people/a` or `content/people/sub/a.md` as a folder and an id.
pub fn path_parts(name: &str) -> Option<(Kind, &str)> {
    let (folder, rest) = name.trim_start_matches(['/', '.']).split_once('/')?;
    let (folder, rest) = if folder == "content" { rest.split_once('/')? } else { (folder, rest) };
    let kind = Kind::ALL.into_iter().find(|k| k.folder() == folder)?;
    let file = rest.rsplit('/').next().unwrap_or(rest);
    let id = file.strip_suffix(".md").unwrap_or(file);
    Some((kind, id.split('.').next().unwrap_or(id)))
}

/// Every name of an item: in each language, in short, and its aliases.
pub(super) fn names_of(common: &Common) -> impl Iterator<Item = &String> {
    let texts = [&common.name, &common.short].into_iter();
    texts.flat_map(|t| t.all.iter().chain(t.by.iter().map(|(_, n)| n))).chain(common.aliases.iter().map(|a| &a.value))
}

/// Everything that a misspelt name may be like; made when the first one turns up.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// For each number in the tables below: the place of the item, and what an author may write.
    shown: Vec<(usize, Box<str>)>,
    ids: Index,
    names: Index,
    /// The words of names, for whoever writes only one of them.
    words: BTreeMap<String, Vec<u32>>,
}

impl Known {
    fn of(items: &[Item]) -> Known {
        let mut known = Known::default();
        for (place, item) in items.iter().enumerate().filter(|(_, item)| !item.stub) {
            known.ids.add(&item.id, known.shown.len() as u32);
            known.shown.push((place, Box::from(&*item.id)));
            for name in names_of(&item.common) {
                known.names.add(&fold(name), known.shown.len() as u32);
                for word in name.split_whitespace() {
                    known.words.entry(fold(word)).or_default().push(known.shown.len() as u32);
                }
                known.shown.push((place, Box::from(name.as_str())));
            }
        }
        known
    }
}

impl Registry {
    /// Looks `name` up; `kinds` are the kinds that may have it, all of them if empty.
    pub fn look_up(&self, name: &str, kinds: &[Kind]) -> Lookup {
        let (kind, name) = with_kind(name);
        if kind.is_some_and(|k| !kinds.is_empty() && !kinds.contains(&k)) {
            return Lookup::None;
        }
        let own = kind.map(|k| [k]);
        let kinds = own.as_ref().map_or(kinds, |k| k.as_slice());
        if let Some((kind, id)) = path_parts(name).filter(|(k, _)| kinds.is_empty() || kinds.contains(k)) {
            if let Some(found) = self.find(kind, id) {
                return Lookup::One(found);
            }
            if self.names.withheld.contains(&(kind, id.to_owned())) {
                return Lookup::Withheld;
            }
        }
        let of_kinds = |found: &Vec<ItemId>| -> Vec<ItemId> {
            found.iter().copied().filter(|i| kinds.is_empty() || kinds.contains(&self.get(*i).kind)).collect()
        };
        // Most names are ids: the others are folded, which costs more than all the rest.
        let by_id = self.names.by_id.get(name).map(of_kinds).filter(|fit| !fit.is_empty());
        // What is held back keeps its names: whoever else has one is not meant, neither by its id nor by a name that both have.
        if by_id.is_none() && self.is_withheld(name, kinds) {
            return Lookup::Withheld;
        }
        match by_id.or_else(|| self.names.by_name.get(&fold(name)).map(of_kinds)).as_deref() {
            None | Some([]) => Lookup::None,
            Some([one]) => Lookup::One(*one),
            Some(several) => Lookup::Many(several.to_vec()),
        }
    }

    /// Whether something of these kinds that is not public has this id or name.
    fn is_withheld(&self, name: &str, kinds: &[Kind]) -> bool {
        let has = |kind: &Kind, name: &str| self.names.withheld.contains(&(*kind, name.to_owned()));
        let mut kinds = Kind::ALL.iter().filter(|k| kinds.is_empty() || kinds.contains(k));
        !self.names.withheld.is_empty() && kinds.any(|k| has(k, name) || has(k, &fold(name)))
    }

    /// The item of this kind with this id.
    pub fn find(&self, kind: Kind, id: &str) -> Option<ItemId> {
        self.names.by_id.get(id)?.iter().copied().find(|i| self.get(*i).kind == kind)
    }

    /// How an item is named so that nothing is ambiguous: `people/jane-doe`.
    pub fn path_of(&self, id: ItemId) -> String {
        let item = self.get(id);
        format!("{}/{}", item.kind.folder(), item.id)
    }

    /// The ids, else names, that are most like `name`, for "did you mean"; of each item one.
    pub fn near(&self, name: &str, kinds: &[Kind]) -> Vec<(String, ItemId)> {
        let (_, name) = with_kind(name);
        let known = self.names.known.get_or_init(|| Known::of(&self.items));
        let fits = |n: &u32| kinds.is_empty() || kinds.contains(&self.items[known.shown[*n as usize].0].kind);
        for (index, name) in [(&known.ids, name.to_owned()), (&known.names, fold(name))] {
            let close = index.near(&name).into_iter().filter(|(_, n)| fits(n));
            let mut close: Vec<(usize, &str, usize)> =
                close.map(|(distance, n)| (distance, &*known.shown[n as usize].1, known.shown[n as usize].0)).collect();
            close.sort_unstable();
            let (nearest, mut seen) = (close.first().map(|c| c.0), BTreeSet::new());
            close.retain(|(distance, _, item)| Some(*distance) == nearest && seen.insert(*item));
            if !close.is_empty() {
                let best = close.into_iter().take(near::MOST);
                return best.map(|(_, name, item)| (name.to_owned(), ItemId(item as u32))).collect();
            }
        }
        let of_word = known.words.get(&fold(name)).map_or(&[][..], Vec::as_slice);
        let (mut seen, fitting) = (BTreeSet::new(), of_word.iter().filter(|n| fits(n)));
        let items = fitting.map(|n| &known.shown[*n as usize]).filter(|(item, _)| seen.insert(*item));
        // A word that many names have says nothing.
        let found: Vec<(String, ItemId)> =
            items.map(|(item, name)| (name.to_string(), ItemId(*item as u32))).take(near::MOST + 1).collect();
        if found.len() > near::MOST { Vec::new() } else { found }
    }
}

impl Names {
    /// The tables of the names of `items`, and of those that are not public: `withheld`.
    pub(super) fn of(items: &[Item], withheld: BTreeSet<(Kind, String)>) -> Names {
        let mut names = Names { withheld, ..Names::default() };
        for (i, item) in items.iter().enumerate() {
            let id = ItemId(i as u32);
            names.by_id.entry(item.id.clone()).or_default().push(id);
            for name in names_of(&item.common) {
                let folded = fold(name);
                let all = names.by_name.entry(folded).or_default();
                if all.last() != Some(&id) {
                    all.push(id);
                }
            }
        }
        // Texts that name something by an id that it had before go on to mean it, unless something else of its kind has
        // that id now.
        let former =
            (0..).zip(items).flat_map(|(i, item)| item.common.former_ids.iter().map(move |id| (id, ItemId(i))));
        let is_taken = |id: &str, by: ItemId| {
            let kind = items[by.index()].kind;
            names.by_id.get(id).is_some_and(|all| all.iter().any(|other| items[other.index()].kind == kind))
        };
        let free: Vec<_> = former.filter(|(id, item)| !is_taken(&id.value, *item)).collect();
        for (former, item) in free {
            names.by_id.entry(Arc::from(&*former.value)).or_default().push(item);
        }
        names
    }
}
