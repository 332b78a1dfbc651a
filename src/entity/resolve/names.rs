//! What a name in a text means, and what to say about one that means nothing. Never guesses.

use super::{Reader, Target};
use crate::base::diag::Diagnostic;
use crate::base::path::join;
use crate::base::span::Span;
use crate::base::tree::short;
use crate::entity::ItemId;
use crate::entity::lookup::{Lookup, path_parts, with_kind};
use crate::entity::own::{UNKNOWN, ambiguous, not_public, other_kind};
use crate::parse::front::bare;
use crate::parse::keys::{Attr, Key, Origin, attr};
use crate::parse::meta::Publish;
use crate::parse::{Kind, Mention};
use std::collections::BTreeSet;

/// Where a name stands: that decides what is said of it, and what may stand in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Written {
    /// In double brackets.
    Name,
    /// As the address of a link.
    Path,
    /// As a value in braces.
    Value,
    /// As a part of a value in braces that is not written as it reads.
    Inside,
    /// In the front matter, which has been checked.
    Front,
}

impl Written {
    pub(super) fn of(attr: &Attr) -> Written {
        match attr.origin {
            Origin::Front => Written::Front,
            _ if attr.is_literal() => Written::Value,
            _ => Written::Inside,
        }
    }
}

impl Reader<'_> {
    pub(super) fn target(&mut self, mention: &Mention) -> Target {
        let (name, span) = (&mention.target.value, mention.target.span);
        if let (true, Some(place)) = (name.is_empty(), &mention.fragment) {
            let note = self.place_here(mention, &place.value);
            self.notes.push(note);
            return Target::Plain;
        }
        if !mention.by_path {
            // Obsidian names files with and without their ending.
            let name = name.strip_suffix(".md").unwrap_or(name);
            return self.look_up(name, span, &[], Written::Name);
        }
        let joined = join(self.edition.path.folder(), name);
        let parts = joined.as_deref().and_then(path_parts);
        match parts.and_then(|(kind, id)| self.registry.find(kind, id)) {
            Some(found) => Target::Item(found),
            None => {
                let path = joined.as_deref().map_or(name.as_str(), |path| path.trim_start_matches("content/"));
                self.look_up(path, span, &[], Written::Path)
            }
        }
    }

    /// A place in the same text, in the form of a name.
    fn place_here(&self, mention: &Mention, place: &str) -> Diagnostic {
        let heading = self.edition.body.heading_called(place);
        let anchor = heading.unwrap_or(place);
        let message = "a link to a place on this page is no name";
        let note = Diagnostic::error(UNKNOWN, &self.edition.path, mention.target.span, message);
        let note = note.help(format!("write `[{}](#{})`", short(place), short(anchor)));
        let is_plain = !mention.labelled && mention.attrs.is_empty() && !place.contains(['[', ']', '\\']);
        match heading.filter(|_| is_plain) {
            Some(_) => note.suggest(mention.span, format!("[{place}](#{anchor})")),
            None => note,
        }
    }

    pub(super) fn look_up(&mut self, name: &str, span: Span, kinds: &[Kind], written: Written) -> Target {
        let found = self.registry.look_up(name, kinds);
        match found {
            Lookup::One(id) => return Target::Item(id),
            _ if written == Written::Front => {}
            Lookup::Many(all) => self.notes.push(ambiguous(self.registry, &self.edition.path, name, span, &all)),
            Lookup::Withheld => self.notes.push(not_public(&self.edition.path, name, span)),
            Lookup::None => self.unknown(name, span, kinds, written),
        }
        Target::Plain
    }

    fn unknown(&mut self, name: &str, span: Span, kinds: &[Kind], written: Written) {
        // In words that are not public nothing asks for a page.
        if with_kind(name).0.is_some() && self.item.publish() != Publish::Full {
            return;
        }
        // The name of an attribution line is a link and a speaker.
        if !self.told.insert(span) {
            return;
        }
        let other = other_kind(self.registry, name);
        let kind_words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        let message = match other {
            Some(_) => format!("no {} is named `{}`", kind_words.join(" or "), short(name)),
            None => format!("nothing is named `{}`", short(name)),
        };
        let mut note = Diagnostic::error(UNKNOWN, &self.edition.path, span, message);
        let in_path = path_parts(name);
        let near = match in_path {
            Some((kind, _)) if !kinds.is_empty() && !kinds.contains(&kind) => Vec::new(),
            Some((kind, id)) => self.registry.near(id, &[kind]),
            None => self.registry.near(name, kinds),
        };
        let shown = |(name, id): &(String, ItemId)| match written {
            _ if in_path.is_some() => self.registry.path_of(*id),
            Written::Name => name.clone(),
            _ => self.registry.get(*id).id.to_string(),
        };
        let mut names: Vec<String> = near.iter().map(shown).collect();
        if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
            names = near.iter().map(|(_, id)| self.registry.path_of(*id)).collect();
        }
        if !names.is_empty() {
            note = note.help(format!("did you mean `{}`?", names.join("` or `")));
        }
        note = note.maybe_help(other);
        if name.contains(['，', '、', '\u{3000}', '\u{a0}']) {
            note = note.help("a full-width comma or space separates nothing in braces: `by=\"a, b\" theme=c`");
        }
        note = match (name.split_once('｜'), &names[..], written) {
            (Some((target, label)), _, Written::Name) => {
                let note = note.help("this is a full-width bar: `[[name|words]]`");
                note.suggest(span, format!("{}|{}", target.trim_end(), label.trim_start()))
            }
            (_, [one], Written::Name | Written::Value) => note.suggest(span, one.clone()),
            _ => note,
        };
        let stub = kinds.first().filter(|kind| **kind != Kind::Term).map(|kind| kind.word());
        self.notes.push(match (written, stub) {
            (Written::Path, _) => note.help("the path begins in the folder of this text"),
            (Written::Name, _) => note.help("`[[person:Name]]` makes a page for somebody who has no file yet"),
            (_, Some(word)) => note.help(format!("`\"{word}:Name\"` makes a page for what has no file yet")),
            (_, None) => note.help("a glossary entry is a file in `content/terms/`"),
        });
    }

    /// The names in a value: the value as a whole where that is a name, else the values of the list. Of words that are no names at all,
    /// the whole is one name that nothing has.
    pub(super) fn names<'v>(&self, attr: &'v Attr, knows: impl Fn(&str) -> bool) -> Vec<(&'v str, Span)> {
        let whole = bare(&attr.value);
        let parts: Vec<(&str, Span)> = attr.parts().map(|(part, span)| (bare(part), span)).collect();
        let spaced = !attr.value.contains([',', ':']);
        if parts.len() < 2 || !(knows(whole) || spaced && !parts.iter().any(|(part, _)| knows(part))) {
            return parts;
        }
        vec![(whole, attr.span)]
    }

    /// Whether anything of these kinds has this name, public or not, one or several.
    pub(super) fn knows(&self, name: &str, kinds: &[Kind]) -> bool {
        self.registry.look_up(name, kinds) != Lookup::None
    }

    /// The only item that a value names.
    pub(super) fn item_of(&mut self, attr: &Attr, kind: Kind) -> Option<ItemId> {
        self.item_named(attr.value.trim(), attr.span, kind, Written::of(attr))
    }

    pub(super) fn item_named(&mut self, name: &str, span: Span, kind: Kind, written: Written) -> Option<ItemId> {
        match self.look_up(name, span, &[kind], written) {
            Target::Item(id) => Some(id),
            Target::Plain => None,
        }
    }

    /// Names on headings, which hold for marks below them; those of an account are read with it.
    pub(super) fn headings(&mut self) {
        for heading in &self.edition.body.headings {
            let own = |key| attr(&heading.attrs, key).filter(|a| !a.value.is_empty());
            own(Key::To).map(|a| self.speakers(a));
            if !heading.readout {
                own(Key::By).map(|a| self.speakers(a));
                own(Key::Side).map(|a| self.side(a));
                own(Key::Event).map(|a| self.item_of(a, Kind::Event));
            }
            self.themes(&heading.attrs);
            self.via(&heading.attrs);
        }
    }
}
