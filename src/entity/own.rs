//! Resolves the names in an item's front matter. What is unknown was made a stub before; what is ambiguous is said here.

use super::collect::overlay;
use super::lookup::Lookup;
use super::resolve::later;
use super::*;
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::near::did_you_mean;
use crate::base::span::Span;
use crate::base::tree::short;
use crate::input::config::Config;
use crate::parse::meta::{self, Name};
use crate::parse::words::DocumentType;

/// A name that nothing has.
pub const UNKNOWN: Code = Code("name/unknown");
const AMBIGUOUS: Code = Code("name/ambiguous");
const SIDE: Code = Code("name/unknown-side");
/// Words that name what is not public.
pub const NOT_PUBLIC: Code = Code("name/not-public");
/// A key that no entry of `sources` has.
pub(super) const UNKNOWN_SOURCE: Code = Code("mark/unknown-source");
const ORDER: Code = Code("date/order");

struct Resolver<'a> {
    registry: &'a Registry,
    config: &'a Config,
    file: &'a SourcePath,
    notes: Notes,
}

/// The kind's own keys and the side that the item names.
pub fn resolve(item: &Item, registry: &Registry, config: &Config) -> Checked<(Own, Option<SideId>)> {
    let Some((_, edition)) = item.editions.leading() else {
        return Checked::fine((empty(item.kind), None));
    };
    let mut resolver = Resolver { registry, config, file: &edition.path, notes: Notes::default() };
    let value = resolver.own(item, edition);
    resolver.notes.with(value)
}

fn empty(kind: Kind) -> Own {
    match kind {
        Kind::Person => Own::Person(PersonOwn::default()),
        Kind::Organization => Own::Organization(OrganizationOwn::default()),
        Kind::Theme => Own::Theme(ThemeOwn::default()),
        Kind::Event => Own::Event(EventOwn::default()),
        Kind::Term => Own::Term(TermOwn::default()),
        Kind::Document | Kind::Page => Own::Page,
    }
}

impl Resolver<'_> {
    fn own(&mut self, item: &Item, edition: &Edition) -> (Own, Option<SideId>) {
        match &edition.meta.own {
            meta::Own::Document(own) => (Own::Document(Box::new(self.document(item, own))), None),
            meta::Own::Person(own) => {
                let positions = own.positions.iter().map(|p| self.position(p)).collect();
                (Own::Person(PersonOwn { track: own.track, positions }), self.side(own.side.as_ref()))
            }
            meta::Own::Organization(own) => {
                let resolved = OrganizationOwn {
                    kind: own.kind,
                    parent: self.one(own.parent.as_ref(), Kind::Organization),
                    founded: own.founded,
                    ownership: own.ownership.clone(),
                };
                (Own::Organization(resolved), self.side(own.side.as_ref()))
            }
            meta::Own::Theme(own) => (Own::Theme(self.theme(item, own)), None),
            meta::Own::Event(own) => (Own::Event(self.event(own)), None),
            meta::Own::Term(own) => {
                let definitions = own.definitions.iter();
                let definitions =
                    definitions.map(|(s, t, from)| (self.side(s.as_ref()), t.clone(), from.clone())).collect();
                let confused_with = self.many(&own.confused_with, Kind::Term);
                (Own::Term(TermOwn { definitions, confused_with }), None)
            }
            meta::Own::Page => (Own::Page, None),
        }
    }

    fn side(&mut self, name: Option<&Name>) -> Option<SideId> {
        let name = name?;
        let found = self.config.side(&name.value);
        if found.is_none() {
            self.notes.push(unknown_side(self.config, self.file, &name.value, name.span));
        }
        found
    }

    fn find(&mut self, name: &Name, kinds: &[Kind]) -> Option<ItemId> {
        match self.registry.look_up(&name.value, kinds) {
            Lookup::One(id) => Some(id),
            Lookup::Many(all) => {
                self.notes.push(ambiguous(self.registry, self.file, &name.value, name.span, &all));
                None
            }
            Lookup::Withheld => {
                self.notes.push(not_public(self.file, &name.value, name.span));
                None
            }
            Lookup::None => {
                let note = unknown(self.registry, self.file, name, kinds);
                self.notes.push(self.listed(name, kinds).unwrap_or(note));
                None
            }
        }
    }

    /// One value that is several names with commas between them: a list needs brackets.
    fn listed(&self, name: &Name, kinds: &[Kind]) -> Option<Diagnostic> {
        let parts: Vec<&str> = name.value.split(',').map(str::trim).collect();
        let is_name = |part: &&str| matches!(self.registry.look_up(part, kinds), Lookup::One(_) | Lookup::Withheld);
        let is_list = kinds.iter().any(|kind| matches!(kind, Kind::Person | Kind::Theme));
        if !is_list || parts.len() < 2 || !parts.iter().all(is_name) {
            return None;
        }
        let message = format!("`{}` is read as one name", short(&name.value));
        let note = Diagnostic::error(UNKNOWN, self.file, name.span, message);
        Some(note.help(format!("several names stand in brackets: `[{}]`", short(&parts.join(", ")))))
    }

    fn one(&mut self, name: Option<&Name>, kind: Kind) -> Option<ItemId> {
        self.find(name?, &[kind])
    }

    fn many(&mut self, names: &[Name], kind: Kind) -> Vec<ItemId> {
        names.iter().filter_map(|n| self.find(n, &[kind])).collect()
    }

    fn position(&mut self, p: &meta::Position) -> PositionOwn {
        if let (Some(from), Some(to)) = (p.from, &p.to)
            && to.value.first() < from.first()
        {
            self.notes.push(Diagnostic::error(ORDER, self.file, to.span, "a position ends before it begins"));
        }
        PositionOwn {
            org: self.one(p.org.as_ref(), Kind::Organization),
            title: p.title.clone(),
            from: p.from,
            to: p.to.as_ref().map(|to| to.value),
            as_of: p.as_of,
            side: self.side(p.side.as_ref()),
            source: p.source.clone(),
        }
    }

    fn speaker(&mut self, name: &Name) -> Option<Speaker> {
        match speaker(self.registry, self.config, &name.value) {
            Some(speaker) => Some(speaker),
            None => self.find(name, &SPEAKERS).map(Speaker::Item),
        }
    }

    fn author(&mut self, name: &Name) -> Author {
        match self.registry.look_up(&name.value, &SPEAKERS) {
            Lookup::One(id) => return Author::Item(id),
            Lookup::Withheld => self.notes.push(not_public(self.file, &name.value, name.span)),
            Lookup::Many(all) => self.notes.push(ambiguous(self.registry, self.file, &name.value, name.span, &all)),
            Lookup::None => self.notes.extend(self.listed(name, &SPEAKERS)),
        }
        Author::Name(name.value.clone())
    }

    fn document(&mut self, item: &Item, own: &meta::DocumentMeta) -> DocumentOwn {
        let is_briefing = own.doc_type == Some(DocumentType::Briefing);
        let mut resolved = DocumentOwn {
            date: own.date.as_ref().map_or(Date::UNDATED, |d| d.value),
            doc_type: own.doc_type.unwrap_or(DocumentType::News),
            // Nobody but the portal publishes a briefing; that one is named all the same is told of.
            outlet: self.one(own.outlet.as_ref().filter(|_| !is_briefing), Kind::Organization),
            authors: own.authors.iter().map(|a| self.author(a)).collect(),
            speaker: own.speaker.iter().filter_map(|s| self.speaker(s)).collect(),
            said: own.said.as_ref().map(|d| d.value),
            event: self.one(own.event.as_ref(), Kind::Event),
            place: own.place.clone(),
            url: ByLang::default(),
            archive_url: own.archive_url.as_ref().map(|u| u.value.clone()),
            retrieved: own.retrieved,
            lang: ByLang::default(),
            translation: ByLang::default(),
            sources: own.sources.iter().map(|s| self.source(s)).collect(),
            publish: own.publish,
            themes: self.many(&own.themes, Kind::Theme),
            disputed: own.disputed.iter().map(|d| self.disputed(d, &own.sources)).collect(),
        };
        if let Some(said) = &own.said {
            self.notes.extend(later(self.file, said.span, said.value, resolved.date));
        }
        for (lang, edition) in item.editions.iter() {
            if let meta::Own::Document(own) = &edition.meta.own {
                own.url.iter().for_each(|u| resolved.url.set(lang, u.value.clone()));
                own.lang.iter().for_each(|l| resolved.lang.set(lang, l.clone()));
                own.translation.iter().for_each(|t| resolved.translation.set(lang, t.clone()));
                // That an edition says otherwise is an error; until it is mended, less is public rather than more.
                resolved.publish = resolved.publish.max(own.publish);
            }
        }
        resolved
    }

    fn source(&mut self, source: &meta::Source) -> SourceOwn {
        SourceOwn {
            key: source.key.value.clone(),
            url: source.url.as_ref().map(|u| u.value.clone()),
            title: source.title.clone(),
            outlet: self.one(source.outlet.as_ref(), Kind::Organization),
            side: self.side(source.side.as_ref()),
            date: source.date,
            lang: source.lang.clone(),
            note: source.note.clone(),
        }
    }

    /// A version's source is a key of the document's sources, an organization, or words. One word that is neither is a slip.
    fn check_source(&mut self, name: &Name, sources: &[meta::Source]) {
        let known = sources.iter().any(|source| source.key.value == name.value);
        if !known && self.registry.look_up(&name.value, &[]) == Lookup::Withheld {
            self.notes.push(not_public(self.file, &name.value, name.span));
        }
        let is_word = !sources.is_empty() && crate::base::fold::is_id(&name.value);
        if is_word && !known && self.registry.look_up(&name.value, &[Kind::Organization]) == Lookup::None {
            let message = format!("`{}` is no source of this document", short(&name.value));
            let keys: Vec<&str> = sources.iter().map(|source| source.key.value.as_str()).collect();
            let near = did_you_mean(&name.value, keys.iter().copied());
            let note = Diagnostic::warning(UNKNOWN_SOURCE, self.file, name.span, message).maybe_help(near);
            self.notes.push(note.help(format!("its sources: {}", keys.join(", "))));
        }
    }

    /// A point on which sources differ; of an event's own file, no source has a key.
    fn disputed(&mut self, disputed: &meta::Disputed, sources: &[meta::Source]) -> DisputedOwn {
        let versions = disputed.versions.iter().map(|(text, source)| {
            source.iter().for_each(|name| self.check_source(name, sources));
            (text.clone(), source.as_ref().map(|s| s.value.clone()))
        });
        let versions = versions.collect();
        DisputedOwn { point: disputed.point.clone(), versions }
    }

    fn theme(&mut self, item: &Item, own: &meta::ThemeMeta) -> ThemeOwn {
        let mut propositions: Vec<PropositionOwn> = own
            .propositions
            .iter()
            .map(|p| PropositionOwn {
                id: p.id.value.clone(),
                text: p.text.clone(),
                state: p.state.clone(),
                note: p.note.clone(),
                as_of: p.as_of,
            })
            .collect();
        for (lang, edition) in item.editions.iter().skip(1) {
            let meta::Own::Theme(other) = &edition.meta.own else { continue };
            for p in &other.propositions {
                if let Some(known) = propositions.iter_mut().find(|k| k.id == p.id.value) {
                    overlay(&mut known.text, &p.text, lang);
                    overlay(&mut known.note, &p.note, lang);
                }
            }
        }
        ThemeOwn {
            broader: self.many(&own.broader, Kind::Theme),
            related: self.many(&own.related, Kind::Theme),
            propositions,
        }
    }

    fn event(&mut self, own: &meta::EventMeta) -> EventOwn {
        let mut last = own.end.as_ref().map(|end| end.value);
        if let (Some(start), Some(end)) = (&own.start, &own.end)
            && end.value.last() < start.value.first()
        {
            self.notes.push(Diagnostic::error(ORDER, self.file, end.span, "an event ends before it begins"));
            last = None;
        }
        let participants = own.participants.iter().filter_map(|p| {
            let person = self.find(p.person.as_ref()?, &[Kind::Person, Kind::Organization])?;
            Some(ParticipantOwn { person, side: self.side(p.side.as_ref()), role: p.role.clone() })
        });
        let participants = participants.collect();
        EventOwn {
            start: own.start.as_ref().map(|d| d.value),
            end: last,
            place: own.place.clone(),
            track: own.track,
            series: own.series.clone(),
            round: own.round.clone(),
            organizers: self.many(&own.organizers, Kind::Organization),
            participants,
            disputed: own.disputed.iter().map(|d| self.disputed(d, &[])).collect(),
        }
    }
}

/// What stands before the id of a side where it may be that of somebody else.
pub const OF_SIDE: &str = "side:";

/// Who can speak, besides a side.
pub const SPEAKERS: [Kind; 2] = [Kind::Person, Kind::Organization];

/// Who a name means that speaks: somebody of that name, else the side with that id. `side:cz` is always the side.
pub fn speaker(registry: &Registry, config: &Config, name: &str) -> Option<Speaker> {
    if let Some(side) = name.strip_prefix(OF_SIDE) {
        return config.side(side).map(Speaker::Side);
    }
    match registry.look_up(name, &SPEAKERS) {
        Lookup::One(id) => Some(Speaker::Item(id)),
        _ => config.side(name).map(Speaker::Side),
    }
}

/// A name that nothing of the right kind has.
fn unknown(registry: &Registry, file: &SourcePath, name: &Name, kinds: &[Kind]) -> Diagnostic {
    let words: Vec<&str> = kinds.iter().map(|k| k.word()).collect();
    let message = format!("no {} is named `{}`", words.join(" or "), crate::base::tree::short(&name.value));
    let near: Vec<String> = registry.near(&name.value, kinds).into_iter().map(|(name, _)| name).collect();
    let hint = (!near.is_empty()).then(|| format!("did you mean `{}`?", near.join("` or `")));
    let note = Diagnostic::error(UNKNOWN, file, name.span, message).maybe_help(hint);
    if name.value.starts_with(OF_SIDE) {
        return note.help(
            "a side has no place here; `side:` in the file of an entity, or of a participant, says which is theirs",
        );
    }
    let folders: Vec<String> = kinds.iter().map(|k| format!("`content/{}/`", k.folder())).collect();
    let other = other_kind(registry, &name.value);
    let stub = kinds.first().filter(|_| other.is_some() && !name.value.contains([':', '/']));
    let asked = stub.map(|kind| format!("`\"{}:{}\"` makes a page of that name", kind.word(), short(&name.value)));
    note.maybe_help(other).help(format!("such files lie in {}", folders.join(" or "))).maybe_help(asked)
}

/// What a name means where another kind may stand.
pub fn other_kind(registry: &Registry, name: &str) -> Option<String> {
    let Lookup::One(id) = registry.look_up(name, &[]) else { return None };
    let word = registry.get(id).kind.word();
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    Some(format!("`{}` is {article} {word}, which has no place here", registry.path_of(id)))
}

/// A name that two items have.
pub fn ambiguous(registry: &Registry, file: &SourcePath, name: &str, span: Span, all: &[ItemId]) -> Diagnostic {
    let message = format!("`{}` names {} things", crate::base::tree::short(name), all.len());
    let paths: Vec<String> = all.iter().take(5).map(|id| format!("`{}`", registry.path_of(*id))).collect();
    Diagnostic::error(AMBIGUOUS, file, span, message).help(format!("write which: {}", paths.join(" or ")))
}

/// A side that `site.toml` does not declare.
pub fn unknown_side(config: &Config, file: &SourcePath, name: &str, span: Span) -> Diagnostic {
    let message = format!("`{}` is no side of this portal", crate::base::tree::short(name));
    let ids: Vec<&str> = config.sides.iter().map(|s| s.id.as_str()).collect();
    let near = crate::base::near::did_you_mean(name, ids.iter().copied());
    Diagnostic::error(SIDE, file, span, message)
        .maybe_help(near)
        .help(format!("sides in `site.toml`: {}", ids.join(", ")))
}

/// A name of something that is a draft or under embargo.
pub fn not_public(file: &SourcePath, name: &str, span: Span) -> Diagnostic {
    let message = format!("`{}` is a draft or under embargo", crate::base::tree::short(name));
    Diagnostic::warning(NOT_PUBLIC, file, span, message)
        .help("readers see plain words without a link until it is public")
}

impl Item {
    /// Whether a place in its texts is there, and readers do not see it.
    pub fn withholds(&self, place: &str) -> bool {
        let publish = self.publish();
        let of_words = |edition: &Edition| {
            let mut ids = edition.body.marks.iter().filter_map(|mark| mark.id.as_ref());
            publish == Publish::Metadata && ids.any(|id| id.value == place)
        };
        self.editions.iter().any(|(_, edition)| {
            let body = &edition.body;
            of_words(edition) || body.anchored(place).iter().any(|anchor| !body.shows(anchor, publish))
        })
    }
}

/// A place in a text that `publish` holds back.
pub fn withheld_place(file: &SourcePath, name: &str, span: Span) -> Diagnostic {
    let message = format!("`{}` is in a part of its text that `publish` holds back", crate::base::tree::short(name));
    Diagnostic::warning(NOT_PUBLIC, file, span, message).help("readers see plain words, or a link to the document")
}
