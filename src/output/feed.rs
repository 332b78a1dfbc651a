//! Atom feeds: of the portal, of people, organizations and themes, in each language. Dates come from the content, never from a clock.

use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::entity::{Author, DocumentOwn, ItemId};
use crate::input::config::SideId;
use crate::model::{Model, StatementId, rows, status};
use crate::page::route::Page;
use crate::page::{Desk, Pages};
use crate::parse::Kind;
use atom_syndication::{Entry, Feed, FixedDateTime, Link, Person, Text};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// How many entries a feed has.
const MOST: usize = 30;

/// The feeds of a language: the page that each belongs to and its address in the site.
pub fn addresses(pages: &Pages, lang: Lang) -> Vec<(Page, String)> {
    pages.desk(lang, pages_with_feeds).value
}

fn pages_with_feeds(desk: Desk<'_>) -> Vec<(Page, String)> {
    let (pages, lang) = (desk.pages, desk.lang);
    let registry = &pages.model.registry;
    let entities = [Kind::Person, Kind::Organization, Kind::Theme].into_iter().flat_map(|k| registry.of_kind(k));
    let of = entities.filter(|(_, item)| desk.exists_in(item, lang)).map(|(id, _)| Page::Item(id));
    let sides = (0..pages.config.sides.len()).map(|i| Page::Side(SideId(i as u8)));
    [Page::Home, Page::Proposals(0)]
        .into_iter()
        .chain(sides)
        .chain(of)
        .filter_map(|page| Some((page, desk.feed_address(page)?)))
        .collect()
}

/// The documents of a feed, newest first: those that have an edition in the language.
pub fn documents(pages: &Pages, page: Page, lang: Lang) -> Vec<ItemId> {
    let model: &Model = &pages.model;
    let is_dated = |id: ItemId| published(pages, id) != Date::UNDATED;
    let has = |id: &ItemId| model.registry.get(*id).editions.get(lang).is_some() && is_dated(*id);
    match page {
        Page::Item(id) => rows(&model.documents, id).iter().rev().map(|(_, d)| *d).filter(has).take(MOST).collect(),
        Page::Side(side) => {
            let said = rows(&model.by_side, side).iter().map(|(_, s)| model.statement(*s).document);
            let documents: BTreeSet<ItemId> = said.collect();
            documents.into_iter().rev().filter(has).take(MOST).collect()
        }
        _ => {
            let count = model.registry.of_kind(Kind::Document).count() as u32;
            (0..count).rev().map(ItemId).filter(has).take(MOST).collect()
        }
    }
}

/// The bytes of a feed.
pub fn feed(pages: &Pages, page: Page, lang: Lang) -> Vec<u8> {
    pages.desk(lang, |desk| written(desk, page)).value
}

fn written(desk: Desk<'_>, page: Page) -> Vec<u8> {
    let (pages, lang) = (desk.pages, desk.lang);
    let entries = match page {
        Page::Proposals(_) => changes(desk),
        _ => documents(pages, page, lang).into_iter().map(|d| entry(desk, d)).collect(),
    };
    let portal = pages.config.title.show(lang).to_owned();
    let title = match page {
        Page::Item(id) => format!("{} · {portal}", pages.model.registry.get(id).name(lang).0),
        Page::Side(side) => format!("{} · {portal}", pages.config.side_of(side).name.show(lang)),
        Page::Proposals(_) => format!("{} · {portal}", desk.strings().get("proposals.changes")),
        _ => portal.clone(),
    };
    let own = desk.absolute(&desk.feed_address(page).unwrap_or_default());
    let feed = Feed {
        title: Text::plain(title),
        id: own.clone(),
        updated: entries.iter().map(|e: &Entry| e.updated).max().unwrap_or_else(epoch),
        authors: vec![Person { name: portal, ..Person::default() }],
        links: vec![
            link(&own, "self", Some("application/atom+xml")),
            link(&desk.absolute(&desk.address(page)), "alternate", Some("text/html")),
        ],
        lang: Some(pages.config.language(lang).tag.clone()),
        entries,
        ..Feed::default()
    };
    // XML has no way to write these, and one of them makes the feed unreadable.
    let is_xml =
        |c: char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    let mut text = feed.to_string();
    if text.contains(|c| !is_xml(c)) {
        text.retain(is_xml);
    }
    text.push('\n');
    text.into_bytes()
}

/// What became of proposals and commitments, the newest changes first; their first status is one of them.
fn changes(desk: Desk<'_>) -> Vec<Entry> {
    let model = desk.model();
    let all = model.proposals.iter().flat_map(|id| status::history(model, *id).into_iter().map(|step| (*id, step)));
    let mut steps: Vec<(StatementId, status::Step)> = all.collect();
    steps.sort_by_key(|(id, step)| (Reverse(step.date), Reverse(step.statement), *id));
    steps.into_iter().take(MOST).map(|(id, step)| change(desk, id, &step)).collect()
}

fn change(desk: Desk<'_>, id: StatementId, step: &status::Step) -> Entry {
    let by = desk.model().statement(step.statement);
    let address = desk.permanent(by);
    let (words, _) = desk.words(desk.model().statement(id));
    let day = stamp(step.date);
    let own = if step.statement == id { String::new() } else { format!("/{}", desk.model().statement(id).sid) };
    Entry {
        title: Text::plain(
            desk.strings()
                .fill("proposals.change", &[("state", &desk.word("state", step.status.word())), ("words", &words)]),
        ),
        id: format!("{address}{own}"),
        updated: day,
        published: Some(day),
        links: vec![link(&address, "alternate", Some("text/html"))],
        ..Entry::default()
    }
}

fn entry(desk: Desk<'_>, id: ItemId) -> Entry {
    let item = desk.pages.model.registry.get(id);
    let address = desk.absolute(&desk.address(Page::Item(id)));
    let summary = item.common.summary.show(desk.lang);
    let day = stamp(published(desk.pages, id));
    let name = |id: ItemId| desk.pages.model.registry.get(id).name(desk.lang).0.to_owned();
    let own = item.document();
    let writers = own.map_or_else(Vec::new, DocumentOwn::writers).into_iter().map(|author| match author {
        Author::Item(id) => name(id),
        Author::Name(name) => name,
    });
    let mut authors: Vec<String> = writers.collect();
    if authors.is_empty() {
        authors.extend(own.and_then(|own| own.outlet).map(name));
    }
    Entry {
        title: Text::plain(item.name(desk.lang).0.to_owned()),
        id: address.clone(),
        updated: day,
        published: Some(day),
        links: vec![link(&address, "alternate", Some("text/html"))],
        authors: authors.into_iter().map(|name| Person { name, ..Person::default() }).collect(),
        summary: (!summary.is_empty()).then(|| Text::plain(summary.to_owned())),
        content: None,
        ..Entry::default()
    }
}

fn published(pages: &Pages, id: ItemId) -> Date {
    pages.model.registry.get(id).document().map_or(Date::UNDATED, |d| d.date)
}

fn stamp(date: Date) -> FixedDateTime {
    date.timestamp().parse().unwrap_or_else(|_| epoch())
}

fn epoch() -> FixedDateTime {
    FixedDateTime::default()
}

fn link(href: &str, rel: &str, mime: Option<&str>) -> Link {
    Link { href: href.to_owned(), rel: rel.to_owned(), mime_type: mime.map(str::to_owned), ..Link::default() }
}
