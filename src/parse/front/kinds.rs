//! Which keys the front matter of each kind has. Does not know how a value is written.

use super::INTRODUCTION;
use super::values::Reader;
use super::yaml::DUPLICATE;
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic, Severity};
use crate::base::span::Span;
use crate::base::tree::Fields;
use crate::parse::Kind;
use crate::parse::meta::*;
use crate::parse::words::{DocumentType, OrganizationKind, Track, TranslationKind};
use std::collections::BTreeSet;

/// A key that must be there.
pub(super) const MISSING: Code = Code("front/missing");
const BRIEFING: Code = Code("front/briefing-outlet");

/// The keys that every kind has.
pub(super) fn common(reader: &mut Reader<'_>) -> Common {
    let kind = reader.about.shape();
    let (name, name_span) = reader.title(name_key(kind));
    let (draft, embargo) = held(reader);
    Common {
        name,
        name_span: name_span.unwrap_or_default(),
        short: reader.title("short").0,
        summary: reader.own_text(if kind == Kind::Theme { "definition" } else { "summary" }),
        note: reader.own_text("note"),
        aliases: reader.names("aliases"),
        sort: reader.text("sort"),
        links: reader.urls("links"),
        ids: schemes(reader),
        image: reader.fields.text("image"),
        former_ids: former(reader),
        draft,
        embargo,
    }
}

/// Ids that it had before. Its own is none of them: the address would lead to itself.
fn former(reader: &mut Reader<'_>) -> Vec<Name> {
    let own = reader.about.id;
    let mut ids = reader.ids("former_ids");
    ids.retain(|id| {
        let is_former = id.value != own;
        if !is_former {
            reader.fields.bad::<()>(id, "a former id: it is the one that the file has");
        }
        is_former
    });
    ids
}

fn name_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Document | Kind::Page => "title",
        Kind::Term => "term",
        Kind::Person | Kind::Organization | Kind::Theme | Kind::Event => "name",
    }
}

/// `draft` and `embargo`. What is not understood holds the file back: better that than to show what should be hidden.
fn held(reader: &mut Reader<'_>) -> (bool, Option<Date>) {
    let (draft, is_clear) = clearly(&mut reader.fields, |fields| fields.flag("draft"));
    let (embargo, has_day) = clearly(&mut reader.fields, |fields| fields.date("embargo"));
    (draft.unwrap_or(false) || !is_clear || !has_day, embargo.map(|day| day.value))
}

/// What `read` gives, and whether it had nothing to object to.
fn clearly<'a, T>(fields: &mut Fields<'a>, read: impl FnOnce(&mut Fields<'a>) -> T) -> (T, bool) {
    let before = fields.notes.len();
    (read(fields), fields.notes.len() == before)
}

fn schemes(reader: &mut Reader<'_>) -> Vec<(String, String)> {
    let entries = reader.fields.map("ids");
    let pairs =
        entries.into_iter().filter_map(|(scheme, id)| Some((scheme.value.clone(), reader.fields.scalar(id)?.value)));
    pairs.collect()
}

/// The keys of the kind.
pub(super) fn own(reader: &mut Reader<'_>) -> Own {
    if reader.about.shape() != Kind::Document {
        // Told where it makes a draft of the file.
        let _ = reader.fields.node(super::slips::PUBLISH);
    }
    match reader.about.shape() {
        Kind::Document => Own::Document(Box::new(document(reader))),
        Kind::Person => Own::Person(person(reader)),
        Kind::Organization => Own::Organization(organization(reader)),
        Kind::Theme => Own::Theme(theme(reader)),
        Kind::Event => Own::Event(event(reader)),
        Kind::Term => Own::Term(term(reader)),
        Kind::Page => Own::Page,
    }
}

fn document(reader: &mut Reader<'_>) -> DocumentMeta {
    let document = document_as_written(reader);
    if let (Some(DocumentType::Briefing), Some(outlet)) = (document.doc_type, &document.outlet) {
        let message = "a briefing is the portal's own text, and its page names no outlet";
        let note = Diagnostic::warning(BRIEFING, reader.about.path, outlet.span, message);
        let hint = "what it rests on stands under `sources`; a text that an outlet published has another `type`";
        reader.notes.push(note.help(hint));
    }
    document
}

fn document_as_written(reader: &mut Reader<'_>) -> DocumentMeta {
    DocumentMeta {
        date: reader.fields.date("date"),
        doc_type: reader.fields.word("type", DocumentType::WORDS),
        outlet: reader.name("outlet"),
        authors: reader.names("authors"),
        speaker: reader.names("speaker"),
        said: reader.fields.date("said"),
        event: reader.name("event"),
        place: reader.text("place"),
        url: reader.url("url"),
        archive_url: reader.url("archive_url"),
        retrieved: reader.date("retrieved"),
        lang: reader.tag("lang"),
        translation: translation(reader),
        sources: sources(reader),
        publish: publish(reader),
        themes: reader.names("themes"),
        disputed: disputed(reader),
    }
}

fn translation(reader: &mut Reader<'_>) -> Option<Translation> {
    let node = reader.fields.node("translation")?;
    reader.inner(node, "a translation", |r| {
        let kind = r.fields.word("kind", TranslationKind::WORDS);
        if !r.has("kind") {
            let known: Vec<&str> = TranslationKind::WORDS.iter().map(|(word, _)| *word).collect();
            r.error(MISSING, node.span, "`kind` is missing", format!("add one of {}", known.join(", ")));
        }
        let (of, by) = (r.tag("of"), r.fields.string("by"));
        Some(Translation { kind: kind?, of, by })
    })
}

fn sources(reader: &mut Reader<'_>) -> Vec<Source> {
    let entries = reader.fields.map("sources");
    let sources = entries.into_iter().filter_map(|(key, node)| {
        reader.inner(node, "a source", |r| {
            Some(Source {
                key: key.clone(),
                url: r.url("url"),
                title: r.text("title"),
                outlet: r.name("outlet"),
                side: r.name("side"),
                date: r.date("date"),
                lang: r.tag("lang"),
                note: r.text("note"),
            })
        })
    });
    sources.collect()
}

/// `publish`. What is not understood makes nothing public.
fn publish(reader: &mut Reader<'_>) -> Publish {
    let words = [("full", Publish::Full), ("excerpts", Publish::Excerpts), ("metadata", Publish::Metadata)];
    let (publish, is_clear) = clearly(&mut reader.fields, |fields| fields.word("publish", &words));
    publish.unwrap_or(if is_clear { Publish::Full } else { Publish::Metadata })
}

fn disputed(reader: &mut Reader<'_>) -> Vec<Disputed> {
    reader.each("disputed", "a disputed point", |r| {
        let point = r.text("point");
        let versions = r.each("versions", "a version", |v| Some((v.text("value"), v.name("source"))));
        if versions.is_empty() && !r.has("versions") {
            let hint = "add `versions: [{ value: …, source: … }, …]`: what each source says";
            r.missing("versions", hint);
            return None;
        }
        Some(Disputed { point, versions })
    })
}

fn person(reader: &mut Reader<'_>) -> PersonMeta {
    let positions = reader.each("positions", "a position", |r| {
        Some(Position {
            org: r.name("org"),
            title: r.text("title"),
            from: r.date("from"),
            to: r.fields.date("to"),
            as_of: r.date("as_of"),
            side: r.name("side"),
            source: r.origin("source"),
        })
    });
    PersonMeta { side: reader.name("side"), track: reader.fields.word("track", Track::WORDS), positions }
}

fn organization(reader: &mut Reader<'_>) -> OrganizationMeta {
    OrganizationMeta {
        kind: reader.fields.word("kind", OrganizationKind::WORDS),
        side: reader.name("side"),
        parent: reader.name("parent"),
        founded: reader.date("founded"),
        ownership: reader.text("ownership"),
    }
}

fn theme(reader: &mut Reader<'_>) -> ThemeMeta {
    let mut propositions = reader.each("propositions", "a proposition", proposition);
    let mut known = BTreeSet::new();
    propositions.retain(|proposition| {
        let id = &proposition.id;
        let is_new = known.insert(id.value.clone());
        if !is_new {
            let message = format!("`{}` is the id of two propositions, and the first one counts", id.value);
            reader.error(DUPLICATE, id.span, message, "give the second one an id of its own");
        }
        is_new
    });
    ThemeMeta { broader: reader.names("broader"), related: reader.names("related"), propositions }
}

fn proposition(reader: &mut Reader<'_>) -> Option<Proposition> {
    let span = reader.fields.span;
    let id = reader.id("id");
    let text = reader.own_text("text");
    let state = reader.fields.text("state");
    let note = reader.own_text("note");
    let as_of = reader.date("as_of");
    if !reader.has("id") {
        reader.error(MISSING, span, "this proposition has no `id`", "add `id: …`, which is never used for another one");
    }
    if reader.about.required && !reader.has("text") {
        reader.error(
            MISSING,
            span,
            "this proposition has no `text`",
            "add `text: …`: one sentence that one may be for or against",
        );
    }
    if let Some(state) = state.as_ref().filter(|_| reader.about.required && note.is_empty()) {
        reader.error(MISSING, state.span, "`state` needs a `note`", "add `note: …`, which says why");
    }
    Some(Proposition { id: id?, text, state: state.map(|state| state.value), note, as_of })
}

fn event(reader: &mut Reader<'_>) -> EventMeta {
    let participants = reader.each("participants", "a participant", |r| {
        Some(Participant { person: r.name("person"), side: r.name("side"), role: r.text("role") })
    });
    EventMeta {
        start: reader.fields.date("start"),
        end: reader.fields.date("end"),
        place: reader.text("place"),
        track: reader.fields.word("track", Track::WORDS),
        series: reader.fields.string("series"),
        round: reader.fields.string("round"),
        organizers: reader.names("organizers"),
        participants,
        disputed: disputed(reader),
    }
}

fn term(reader: &mut Reader<'_>) -> TermMeta {
    let definitions =
        reader.each("definitions", "a definition", |r| Some((r.name("side"), r.text("text"), r.origin("source"))));
    TermMeta { definitions, confused_with: reader.names("confused_with") }
}

/// Reports the keys that a thing needs and that are not there; an unusable value has been reported already.
pub(super) fn require(reader: &mut Reader<'_>, own: &Own, yaml: Span) {
    let about = reader.about;
    let key = name_key(about.shape());
    let no_name = !reader.has(key);
    let no_date = matches!(own, Own::Document(_)) && !reader.has("date");
    if !about.required || about.id == INTRODUCTION || !(no_name || no_date) {
        return;
    }
    let keys: Vec<&str> =
        [(no_name, key), (no_date, "date")].into_iter().filter(|(is, _)| *is).map(|(_, key)| key).collect();
    let (severity, id) = match own {
        Own::Document(_) => (Severity::Error, String::new()),
        _ => (Severity::Warning, format!("; the id `{}` is shown instead", about.id)),
    };
    let verb = if keys.len() == 1 { "is" } else { "are" };
    let message = format!("`{}` {verb} missing{id}", keys.join("` and `"));
    let other = ["name", "title", "term"].into_iter().find(|other| no_name && *other != key && reader.has(other));
    let note = Diagnostic::new(severity, MISSING, about.path, Span::at(yaml.range().start), message);
    let note = note.maybe_help(other.map(|other| format!("`{other}` is called `{key}` here")));
    let lines = keys.iter().map(|key| format!("`{key}: …`")).collect::<Vec<_>>().join(" and ");
    reader.notes.push(match (yaml == Span::default(), day_of(about.id).filter(|_| !no_name)) {
        (true, _) => note.help(format!("begin the file with {lines} between two lines of `---`")),
        (false, Some(day)) => {
            note.help(format!("add {lines}")).suggest(Span::at(yaml.range().start), format!("date: {day}\n"))
        }
        (false, None) => note.help(format!("add {lines}")),
    });
}

/// The day that an id begins with.
fn day_of(id: &str) -> Option<Date> {
    id.get(..10).and_then(Date::parse)
}
