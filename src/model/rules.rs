//! Rules over the whole site that no single file can break. Each is one function and one line in `check`.

use super::{Model, rows};
use crate::base::circle::in_circles;
use crate::base::date::Day;
use crate::base::diag::{Code, Diagnostic};
use crate::base::fold::is_han;
use crate::base::lang::Lang;
use crate::base::span::Span;
use crate::base::tree::short;
use crate::entity::{Item, ItemId, Own};
use crate::input::config::{Config, SideId};
use crate::parse::keys::{Key, MarkKind, attr};
use crate::parse::{Kind, meta};
use std::collections::BTreeSet;

const FUTURE: Code = Code("date/future");
const DUE: Code = Code("date/due-before");
const BALANCE: Code = Code("theme/one-sided");
const THEMES: Code = Code("theme/circle");
const PARTS: Code = Code("name/circle");
const UNSORTED: Code = Code("name/unsorted");
const NO_SIDE: Code = Code("name/no-side");

/// Everything that the rules find.
pub fn check(model: &Model, config: &Config, today: Day) -> Vec<Diagnostic> {
    let mut notes = future_dates(model, today);
    notes.extend(odd_days(model, today));
    notes.extend(one_sided_themes(model, config));
    notes.extend(circles(model, Kind::Theme));
    notes.extend(circles(model, Kind::Organization));
    notes.extend(speakers_of_no_side(model, config));
    notes.extend([Kind::Person, Kind::Organization, Kind::Term].iter().flat_map(|kind| unsorted(model, config, *kind)));
    notes
}

/// A document that is dated after today.
fn future_dates(model: &Model, today: Day) -> Vec<Diagnostic> {
    let documents = model.registry.of_kind(Kind::Document);
    let late = documents.filter_map(|(_, item)| {
        let (_, edition) = item.editions.leading()?;
        let meta::Own::Document(own) = &edition.meta.own else { return None };
        let date = own.date.as_ref().filter(|d| d.value.first() > today)?;
        let message = format!("{} lies in the future: today is {}", date.value, today.iso());
        Some(
            Diagnostic::warning(FUTURE, &edition.path, date.span, message)
                .help("`embargo:` keeps a document back until a day"),
        )
    });
    late.collect()
}

/// Something that was due before it was said, and a status that is known of a day to come. A figure may be one of a day to come.
fn odd_days(model: &Model, today: Day) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for (_, statement) in model.statements() {
        let (lang, place) = statement.words[0];
        let Some(edition) = model.registry.get(statement.document).editions.get(lang) else { continue };
        let written = |key: Key| attr(&edition.body.marks[place as usize].attrs, key).map(|own| own.span);
        let due = statement.due.filter(|due| due.last() < statement.said.first());
        if let Some((due, span)) = due.zip(written(Key::Due)) {
            let message = format!("due {due}, which is before the words: they are of {}", statement.said);
            let note = Diagnostic::warning(DUE, &edition.path, span, message);
            notes.push(note.help(
                "where the words were said on another day than the document's, give them a `date=` of their own",
            ));
        }
        let known = statement.as_of.filter(|date| statement.kind != MarkKind::Figure && date.first() > today);
        if let Some((date, span)) = known.zip(written(Key::AsOf)) {
            let message = format!("{date} lies in the future: today is {}", today.iso());
            let note = Diagnostic::warning(FUTURE, &edition.path, span, message);
            notes.push(
                note.help("`as-of` says of which day a status is known, `due` by which something should be done"),
            );
        }
    }
    notes
}

/// A theme on which a side that is no third party has a smaller part of the words than `site.toml` asks for.
fn one_sided_themes(model: &Model, config: &Config) -> Vec<Diagnostic> {
    let Some(limits) = config.balance else { return Vec::new() };
    let mut notes = Vec::new();
    for (id, item) in model.registry.of_kind(Kind::Theme) {
        let said = rows(&model.by_theme, id).iter().map(|(_, s)| model.statement(*s));
        let said: Vec<_> = said.filter(|s| !s.sides.is_empty()).collect();
        let Some((_, edition)) = item.editions.leading().filter(|_| said.len() >= limits.from_statements) else {
            continue;
        };
        for (i, side) in config.sides.iter().enumerate().filter(|(_, side)| !side.third_party) {
            let own = said.iter().filter(|s| s.sides.contains(&SideId(i as u8))).count();
            if own * 100 < said.len() * usize::from(limits.least_share) {
                let message = format!(
                    "of {} statements on `{}` that have a side only {own} are by `{}`",
                    said.len(),
                    item.id,
                    side.id
                );
                let note = Diagnostic::warning(BALANCE, &edition.path, Span::default(), message);
                notes.push(
                    note.help(format!("`least_share` under `[check.balance]` asks for {} percent", limits.least_share)),
                );
            }
        }
    }
    notes
}

/// Somebody who speaks and has a file that gives them no side, where the portal has sides.
fn speakers_of_no_side(model: &Model, config: &Config) -> Vec<Diagnostic> {
    let voices = model.statements().flat_map(|(_, statement)| &statement.voices);
    let lone = voices.filter(|voice| voice.side.is_none()).filter_map(|voice| voice.speaker.item());
    let lone: BTreeSet<ItemId> = lone.filter(|_| !config.sides.is_empty()).collect();
    let hint = |id: ItemId| {
        let item = model.registry.get(id);
        let (_, edition) = item.editions.leading()?;
        let message = format!("`{}` speaks, and belongs to no side", short(item.name(Lang::DEFAULT).0));
        let sides: Vec<&str> = config.sides.iter().map(|side| &*side.id).collect();
        let note = Diagnostic::hint(NO_SIDE, &edition.path, item.common.name_span, message);
        Some(note.help(format!("add `side: …`, one of {}", sides.join(", "))))
    };
    lone.into_iter().filter_map(hint).collect()
}

/// A name in Chinese characters in the index of a language that has none, with nothing that tells its letter.
fn unsorted(model: &Model, config: &Config, kind: Kind) -> Vec<Diagnostic> {
    let langs: Vec<Lang> = config.langs().filter(|lang| !config.language(*lang).is_written_in_han()).collect();
    let hint = |item: &Item| {
        let (_, edition) = item.editions.leading()?;
        let has_letter = |lang: Lang| {
            item.common.sort.by.get(lang).or(item.common.sort.all.as_ref()).is_some_and(|s| !s.contains(is_han))
        };
        let is_han_first = |lang: Lang| item.name(lang).0.chars().find(|c| c.is_alphanumeric()).is_some_and(is_han);
        let is_lost = |lang: &&Lang| is_han_first(**lang) && !has_letter(**lang);
        let lang = langs.iter().find(is_lost)?;
        let (name, reader) = (short(item.name(*lang).0), &config.language(*lang).name);
        let (message, help) = match config.language(*lang).is_read_in_kana() {
            true => (
                format!("nothing tells how `{name}` is read, for its place in lists for readers of {reader}"),
                "give how it is read: `sort: { ja: きょうとだいがく }`",
            ),
            false => (
                format!("`{name}` stands under no letter in lists for readers of {reader}"),
                "give the name in that language too, or in Latin letters as `sort: Xu, Lin`",
            ),
        };
        Some(Diagnostic::hint(UNSORTED, &edition.path, item.common.name_span, message).help(help))
    };
    model.registry.of_kind(kind).filter_map(|(_, item)| hint(item)).collect()
}

/// A theme that is broader than itself, or an organization that is a part of itself, over however many steps.
fn circles(model: &Model, kind: Kind) -> Vec<Diagnostic> {
    let items: Vec<(ItemId, &Item)> = model.registry.of_kind(kind).collect();
    let Some(first) = items.first().map(|(id, _)| id.index()) else { return Vec::new() };
    let above = |item: &Item| match &item.own {
        Own::Theme(own) => own.broader.clone(),
        Own::Organization(own) => own.parent.into_iter().collect(),
        _ => Vec::new(),
    };
    let next: Vec<Vec<usize>> =
        items.iter().map(|(_, item)| above(item).iter().map(|id| id.index() - first).collect()).collect();
    let found = in_circles(&next);
    items.iter().zip(found).filter(|(_, is)| *is).filter_map(|((_, item), _)| circle(item)).collect()
}

fn circle(item: &Item) -> Option<Diagnostic> {
    let (_, edition) = item.editions.leading()?;
    let (code, span, message, hint) = match &edition.meta.own {
        meta::Own::Theme(own) => {
            (THEMES, own.broader.first()?.span, "broader than itself", "follow `broader:` from theme to theme")
        }
        meta::Own::Organization(own) => (PARTS, own.parent.as_ref()?.span, "a part of itself", "follow `parent:` up"),
        _ => return None,
    };
    let message = format!("`{}` is {message}", item.id);
    Some(Diagnostic::error(code, &edition.path, span, message).help(hint))
}
