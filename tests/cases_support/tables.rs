//! Prints the tables of a model, and a text as it was read. Does not decide what is right.

use super::run::Made;
use bilat::entity::resolve::{Target, Via};
use bilat::entity::{ItemId, Own, Speaker};
use bilat::input::config::SideId;
use bilat::model::{StatementId, rows, status};
use bilat::page::Pages;
use bilat::parse::keys::State;
use bilat::parse::{Edition, Segment};
use std::fmt::Write;

fn speaker(pages: &Pages, speaker: Speaker) -> String {
    match speaker {
        Speaker::Item(id) => pages.model.registry.path_of(id),
        Speaker::Side(side) => format!("side:{}", pages.config.sides[side.0 as usize].id),
    }
}

/// Who said what.
pub fn statements(made: &Made, prefix: &str) -> String {
    let pages = made.site.pages();
    let mut out = String::new();
    for (id, said) in pages.model.statements() {
        if pages.model.registry.path_of(said.document).starts_with(prefix) {
            statement(pages, id, &mut out);
        }
    }
    out
}

fn statement(pages: &Pages, id: StatementId, out: &mut String) {
    let s = pages.model.statement(id);
    let path = |id: ItemId| pages.model.registry.path_of(id);
    let side = |id: &SideId| pages.config.sides[id.0 as usize].id.clone();
    let words = pages.desk(s.words[0].0, |desk| desk.words(s).0).value;
    let _ = writeln!(out, "{}#{} {} “{words}”", path(s.document), s.sid, s.kind.word());
    let mut fact = |key: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(out, "    {key}: {value}");
        }
    };
    let join = |all: Vec<String>| all.join(", ");
    let voice = |v: &bilat::entity::resolve::Voice| {
        let office = v.office.map_or(String::new(), |o| format!(" (office {})", o + 1));
        let side = v.side.as_ref().map_or(" of no side".to_owned(), |s| format!(" of {}", side(s)));
        format!("{}{office}{side}", speaker(pages, v.speaker))
    };
    fact("by", join(s.voices.iter().map(voice).collect()));
    fact("to", join(s.to.iter().map(|t| speaker(pages, *t)).collect()));
    fact("as", s.described.as_deref().unwrap_or_default().to_owned());
    fact("sides", if s.voices.len() > 1 { join(s.sides.iter().map(side).collect()) } else { String::new() });
    fact("themes", join(s.themes.iter().map(|t| path(*t)).collect()));
    fact("stance", s.stance.map_or(String::new(), |v| v.word().to_owned()));
    fact("on", join(s.on.iter().map(|(t, p)| format!("{}/{}", path(*t), proposition(pages, *t, *p))).collect()));
    fact("said", format!("{}{}", s.said, if s.reported { " (reported)" } else { "" }));
    fact("event", s.event.map_or(String::new(), path));
    let own = pages.model.registry.get(s.document).document();
    fact(
        "via",
        match s.via {
            Via::Document => String::new(),
            Via::Source(place) => own.map_or(String::new(), |o| format!("source {}", o.sources[place as usize].key)),
            Via::Outlet(outlet) => path(outlet),
        },
    );
    fact("lang", s.lang.as_deref().unwrap_or_default().to_owned());
    fact(
        "value",
        s.value.as_ref().map_or(String::new(), |(v, u)| [&**v, u.as_deref().unwrap_or("")].join(" ").trim().to_owned()),
    );
    fact("as of", s.as_of.map_or(String::new(), |d| d.to_string()));
    fact("due", s.due.map_or(String::new(), |d| d.to_string()));
    fact("term", s.term.map_or(String::new(), path));
    fact("source", s.source.as_deref().unwrap_or_default().to_owned());
    fact("note", s.note.as_deref().unwrap_or_default().to_owned());
    fact("state", s.status.map_or("", State::word).to_owned());
    fact("editions", if s.words.len() > 1 { s.words.len().to_string() } else { String::new() });
    let steps =
        |steps: Vec<status::Step>| join(steps.iter().map(|h| format!("{} {}", h.date, h.status.word())).collect());
    let history = status::history(&pages.model, id);
    let updated = history.iter().any(|step| step.statement != id);
    fact("history", if updated { steps(history) } else { String::new() });
    fact("current", if updated { steps(status::current(&pages.model, id)) } else { String::new() });
}

fn proposition(pages: &Pages, theme: ItemId, place: u16) -> String {
    match &pages.model.registry.get(theme).own {
        Own::Theme(own) => own.propositions[place as usize].id.clone(),
        _ => String::new(),
    }
}

/// Where everything appears, each role once, mentions with their number.
pub fn appearances(made: &Made) -> String {
    let pages = made.site.pages();
    let mut out = String::new();
    let mut all: Vec<(String, usize)> = Vec::new();
    for a in &pages.model.appearances {
        let registry = &pages.model.registry;
        let line = format!("{} {:?} in {}", registry.path_of(a.item), a.role, registry.path_of(a.document));
        match all.last_mut() {
            Some((last, count)) if *last == line => *count += 1,
            _ => all.push((line, 1)),
        }
    }
    for (line, count) in all {
        let _ = writeln!(out, "{line}{}", if count > 1 { format!(", {count} times") } else { String::new() });
    }
    out
}

/// Official accounts of events.
pub fn readouts(made: &Made) -> String {
    let pages = made.site.pages();
    let mut out = String::new();
    for r in &pages.model.readouts {
        let path = |id: ItemId| pages.model.registry.path_of(id);
        let side = r.side.map_or("no side", |s| &pages.config.sides[s.0 as usize].id);
        let anchor = r.anchor.as_ref().map_or(String::new(), |a| format!("#{a}"));
        let (by, lang) = (speaker(pages, r.by), &pages.config.language(r.lang).code);
        let _ = writeln!(
            out,
            "{} by {by} of {side}: {}{anchor} in {lang}, blocks {:?}",
            path(r.event),
            path(r.document),
            r.blocks
        );
    }
    out
}

/// A text as it was read, one block after the other.
pub fn body(made: &Made, path: &str) -> String {
    let pages = made.site.pages();
    let items = pages.model.registry.items.iter().enumerate();
    let editions = items.flat_map(|(i, item)| item.editions.iter().map(move |(_, e)| (Some(ItemId(i as u32)), e)));
    let intros = pages.model.registry.intros.iter().flat_map(|intro| intro.editions.iter().map(|(_, e)| (None, e)));
    match editions.chain(intros).find(|(_, e)| e.path.as_str() == path) {
        Some((id, edition)) => Text { pages, id, edition }.blocks(),
        None => "no such text\n".to_owned(),
    }
}

struct Text<'a> {
    pages: &'a Pages,
    id: Option<ItemId>,
    edition: &'a Edition,
}

impl Text<'_> {
    fn blocks(&self) -> String {
        let mut out = String::new();
        for block in &self.edition.body.blocks {
            let mut line = String::new();
            block.segments.iter().for_each(|segment| self.segment(segment, &mut line));
            let _ = writeln!(out, "{}", line.trim_end());
        }
        out
    }

    fn segment(&self, segment: &Segment, out: &mut String) {
        let body = &self.edition.body;
        match segment {
            Segment::Html(span) => out.push_str(span.of(&body.html)),
            Segment::Mention(i) => out.push_str(&self.mention(*i)),
            Segment::LabelEnd(i) => out.push_str(&self.mention_end(*i)),
            Segment::Embed(i) => out.push_str(&format!("!{}", self.mention(*i))),
            Segment::Address(i) => out.push_str(&format!("({})", body.links[*i as usize].value)),
            Segment::Open(..) => out.push('['),
            Segment::Close(mark, part) => out.push_str(&self.close(*mark, *part)),
        }
    }

    fn mention(&self, i: u32) -> String {
        let mention = &self.edition.body.mentions[i as usize];
        let targets = self.id.map_or(&[][..], |id| self.pages.model.targets_of(id, self.edition.lang));
        let name = match targets.get(i as usize) {
            Some(Target::Item(id)) => self.pages.model.registry.path_of(*id),
            _ => "?".to_owned(),
        };
        let fragment = mention.fragment.as_ref().map_or(String::new(), |f| format!("#{}", f.value));
        let end = if mention.labelled { "|".to_owned() } else { self.mention_end(i) };
        format!("[[{name}{fragment}{end}")
    }

    fn mention_end(&self, i: u32) -> String {
        let mention = &self.edition.body.mentions[i as usize];
        let data = mention.attrs.iter().map(|a| format!("{}={}", a.key.word(), a.value)).collect::<Vec<_>>().join(" ");
        format!("]]{}", if data.is_empty() { data } else { format!("{{{data}}}") })
    }

    fn close(&self, mark: u32, part: u32) -> String {
        let Some(id) = self.id else { return "]{?}".to_owned() };
        let said = rows(&self.pages.model.of_document, id).iter().map(|(_, s)| self.pages.model.statement(*s));
        let words = (self.edition.lang, mark);
        let found = said.into_iter().find(|s| s.words.contains(&words));
        let more = if part == 0 { "" } else { "…" };
        found.map_or("]{?}".to_owned(), |s| format!("]{{{more}{} {}}}", s.kind.word(), s.sid))
    }
}
