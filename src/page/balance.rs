//! How much of the portal each side fills: themes and sides, years, outlets, tracks, languages; and who is missing. It counts what was
//! collected, not what was said. Reads every statement a few times.

use super::Desk;
use super::cite::beginning;
use super::original::same_language;
use super::route::Page;
use super::view::*;
use crate::base::date::Date;
use crate::entity::resolve::{Statement, Via};
use crate::entity::{ItemId, Own, Speaker};
use crate::input::config::{Language, SideId};
use crate::model::ground::speaks_officially;
use crate::model::{Role, StatementId, rows};
use crate::parse::Kind;
use crate::parse::words::Track;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How many people who never speak are named.
const MOST_UNHEARD: usize = 24;
/// How many of the words behind a number are shown.
const MOST_WORDS: usize = 4;
/// How many years the table of themes and sides can be narrowed to; the style sheet has a rule for each.
const MOST_YEARS: usize = 6;
/// Shades of the table.
const SHADES: usize = 5;

/// What one side says on one theme, or in one year.
#[derive(Default)]
struct Tally {
    statements: usize,
    /// Each once when the tally is closed.
    documents: Vec<ItemId>,
    /// Each once when the tally is closed.
    speakers: Vec<ItemId>,
    /// The newest, oldest first.
    newest: VecDeque<StatementId>,
}

impl Tally {
    fn add(&mut self, id: StatementId, statement: &Statement, side: SideId) {
        self.statements += 1;
        self.newest.push_back(id);
        if self.newest.len() > MOST_WORDS {
            self.newest.pop_front();
        }
        self.documents.push(statement.document);
        self.speakers.extend(statement.speakers(Some(side)));
    }

    /// How much it is, once it is closed.
    fn numbers(&self) -> Numbers {
        [self.statements, self.documents.len(), self.speakers.len()]
    }

    /// Counts everybody and everything once.
    fn close(&mut self) {
        self.documents.sort_unstable();
        self.documents.dedup();
        self.speakers.sort_unstable();
        self.speakers.dedup();
    }
}

/// Statements, documents, distinct speakers.
type Numbers = [usize; 3];

type Tallies = BTreeMap<(ItemId, SideId), Tally>;

impl<'a> Desk<'a> {
    /// The view of the balance.
    pub fn balance(self) -> BalanceView {
        let tallies = self.tallies();
        let (ground, ground_total) = self.common_ground();
        let tree = self.theme_tree();
        let years = self.newest_years();
        BalanceView {
            sides: self.pages.config.side_ids().map(|s| self.side(s)).collect(),
            themes: self.heat(&tree, &tallies, &years),
            years: years.iter().map(|year| format!("{year:04}")).collect(),
            breakdowns: self.breakdowns(),
            silent: self.silent(&tree, &tallies),
            unheard: self.unheard(),
            ground,
            ground_total,
        }
    }

    /// The sides that are no third parties.
    pub fn main_sides(self) -> impl Iterator<Item = SideId> {
        let config = &self.pages.config;
        config.side_ids().filter(|id| !config.side_of(*id).third_party)
    }

    /// Every statement once for each theme that it bears and each side that makes it, oldest first.
    fn borne(self) -> impl Iterator<Item = (ItemId, SideId, StatementId, &'a Statement)> {
        self.model().statements().flat_map(|(id, statement)| {
            let themes = statement.themes.iter();
            themes.flat_map(move |theme| statement.sides.iter().map(move |side| (*theme, *side, id, statement)))
        })
    }

    fn tallies(self) -> Tallies {
        let mut tallies = Tallies::new();
        for (theme, side, id, statement) in self.borne() {
            tallies.entry((theme, side)).or_default().add(id, statement, side);
        }
        tallies.values_mut().for_each(Tally::close);
        tallies
    }

    /// The years in which something was said, newest first.
    fn newest_years(self) -> Vec<i16> {
        let said = self.model().statements().map(|(_, s)| s).filter(|s| s.said != Date::UNDATED);
        let years: BTreeSet<i16> = said.map(|s| s.said.start.year).collect();
        years.into_iter().rev().take(MOST_YEARS).collect()
    }

    /// What each side says on each theme in each of these years.
    fn by_year(self, years: &[i16]) -> Vec<Tallies> {
        let mut tallies: Vec<Tallies> = years.iter().map(|_| Tallies::new()).collect();
        for (theme, side, id, statement) in self.borne() {
            if let Some(place) = years.iter().position(|year| *year == statement.said.start.year) {
                tallies[place].entry((theme, side)).or_default().add(id, statement, side);
            }
        }
        tallies.iter_mut().flat_map(Tallies::values_mut).for_each(Tally::close);
        tallies
    }

    fn heat(self, tree: &[(ItemId, usize)], tallies: &Tallies, years: &[i16]) -> Vec<HeatRow> {
        let by_year = self.by_year(years);
        // Years are shaded alike, so that one can be compared with the next.
        let (most, most_in_year) = (most(tallies.values()), most(by_year.iter().flat_map(Tallies::values)));
        let periods = std::iter::once((tallies, most)).chain(by_year.iter().map(|year| (year, most_in_year)));
        let periods: Vec<(&Tallies, Numbers)> = periods.collect();
        let none = Tally::default();
        let cell = |theme: ItemId, side: SideId| {
            let in_period = |(tallies, most): &(&Tallies, Numbers)| {
                let own = tallies.get(&(theme, side)).unwrap_or(&none).numbers();
                let [statements, documents, speakers] = std::array::from_fn(|i| shade(own[i], most[i]));
                HeatNumbers { statements, documents, speakers }
            };
            HeatCell {
                side: self.side(side).n,
                href: self.link(&format!("{}#{}", self.address(Page::Item(theme)), self.words_on(theme))),
                periods: periods.iter().map(in_period).collect(),
            }
        };
        let row = |(theme, depth): (ItemId, usize)| HeatRow {
            item: self.item(theme),
            depth,
            cells: self.pages.config.side_ids().map(|side| cell(theme, side)).collect(),
        };
        tree.iter().copied().map(row).collect()
    }

    /// Where the statements on a theme begin on its page.
    fn words_on(self, theme: ItemId) -> &'static str {
        let by_proposition = &self.model().by_proposition;
        let first = by_proposition.partition_point(|((of, _), _)| *of < theme);
        let has_any = by_proposition.get(first).is_some_and(|((of, _), _)| *of == theme);
        if has_any { "page.pairs" } else { "page.columns" }
    }

    fn breakdowns(self) -> Vec<Breakdown> {
        let none = || self.strings().get("balance.none").to_owned();
        let outlet = |s: &'a Statement| self.reporting_side(s);
        let language = |s: &'a Statement| match &s.lang {
            // `pt` says no other language than the portal's `pt-BR`.
            Some(tag) => own_tag(&self.pages.config.languages, tag),
            None => self.pages.config.language(s.words[0].0).tag.as_str(),
        };
        vec![
            self.breakdown(
                "year",
                |s| known_first((s.said != Date::UNDATED).then_some(s.said.start.year)),
                |(_, year)| year.map_or_else(|| self.strings().get("undated").to_owned(), |year| format!("{year:04}")),
            ),
            self.breakdown(
                "outlet",
                |s| known_first(outlet(s)),
                |(_, side)| side.map_or_else(none, |side| self.side(side).name.clone()),
            ),
            self.breakdown(
                "track",
                |s| known_first(self.track_of(s)),
                |(_, track)| track.map_or_else(none, |track| self.word("track", track.word())),
            ),
            self.breakdown("language", language, |tag| self.language_name(tag)),
        ]
    }

    /// Statements by something that gives the order of the rows, each with its label.
    fn breakdown<K: Ord>(
        self,
        kind: &'static str,
        key: impl Fn(&'a Statement) -> K,
        label: impl Fn(&K) -> String,
    ) -> Breakdown {
        let sides = self.pages.config.sides.len();
        let mut tallies: BTreeMap<K, Vec<Tally>> = BTreeMap::new();
        for (id, statement) in self.model().statements().filter(|(_, s)| !s.sides.is_empty()) {
            let row = tallies.entry(key(statement)).or_insert_with(|| (0..sides).map(|_| Tally::default()).collect());
            statement.sides.iter().for_each(|side| row[usize::from(side.0)].add(id, statement, *side));
        }
        tallies.values_mut().flatten().for_each(Tally::close);
        let row = |(place, (key, own)): (usize, (K, Vec<Tally>))| BreakdownRow {
            label: label(&key),
            cells: self
                .pages
                .config
                .side_ids()
                .zip(&own)
                .map(|(side, tally)| self.breakdown_cell(tally, side, kind, place))
                .collect(),
        };
        let rows = tallies.into_iter().enumerate().map(row);
        Breakdown { kind, title: self.word("balance", &format!("by-{kind}")), rows: rows.collect() }
    }

    fn breakdown_cell(self, tally: &Tally, side: SideId, kind: &str, row: usize) -> BreakdownCell {
        let side = self.side(side);
        BreakdownCell {
            anchor: if tally.statements > 0 { format!("page.b-{kind}-{row}-{}", side.id) } else { String::new() },
            words: tally.newest.iter().rev().map(|id| self.words_row(*id)).collect(),
            statements: tally.statements,
            documents: tally.documents.len(),
            speakers: tally.speakers.len(),
            side,
        }
    }

    fn words_row(self, id: StatementId) -> WordsRow {
        let statement = self.model().statement(id);
        let (words, lang) = self.words(statement);
        WordsRow {
            words: Link { label: beginning(&words), lang, href: self.place_of(statement) },
            date: self.date(statement.said),
            voices: self.voices(statement),
        }
    }

    /// The side of whoever reported a statement: that of the source where it is written there, else that of the outlet.
    fn reporting_side(self, statement: &Statement) -> Option<SideId> {
        let own = self.model().registry.get(statement.document).document()?;
        match statement.via {
            Via::Document => own.outlet.and_then(|outlet| self.side_of(outlet)),
            Via::Outlet(outlet) => self.side_of(outlet),
            Via::Source(place) => {
                let source = own.sources.get(usize::from(place))?;
                source.side.or_else(|| self.side_of(source.outlet?))
            }
        }
    }

    fn track_of(self, statement: &Statement) -> Option<Track> {
        let voice = statement.voices.first()?;
        let Speaker::Item(id) = voice.speaker else { return Some(Track::Official) };
        let own = match &self.model().registry.get(id).own {
            Own::Person(own) => own.track,
            _ => None,
        };
        // Who is official on a day is the same question as on the common ground.
        let is_official = speaks_officially(self.model(), voice);
        own.filter(|track| *track != Track::Official || is_official).or(is_official.then_some(Track::Official))
    }

    fn silent(self, tree: &[(ItemId, usize)], tallies: &Tallies) -> Vec<SilentRow> {
        let row = |side: SideId| {
            let themes = tree.iter().map(|(theme, _)| *theme);
            let left_out = themes.filter(|theme| !tallies.contains_key(&(*theme, side)));
            SilentRow { side: self.side(side), themes: self.items(left_out) }
        };
        self.main_sides().map(row).filter(|row| !row.themes.is_empty()).collect()
    }

    fn unheard(self) -> Vec<UnheardRow> {
        let model = self.model();
        let mut by_side: BTreeMap<SideId, Vec<(usize, ItemId)>> = BTreeMap::new();
        for (id, _) in model.registry.of_kind(Kind::Person) {
            let speaks = model.appearances_of(id).iter().any(|a| a.role == Role::Speaker);
            let named = rows(&model.documents, id).len();
            if let (Some(side), false, 1..) = (self.side_of(id), speaks, named) {
                by_side.entry(side).or_default().push((named, id));
            }
        }
        let row = |(side, mut people): (SideId, Vec<(usize, ItemId)>)| {
            people.sort_by_key(|(named, id)| (Reverse(*named), *id));
            let total = people.len();
            let shown = people.into_iter().take(MOST_UNHEARD);
            let people = shown.map(|(count, id)| Counted { item: self.item(id), count }).collect();
            UnheardRow { side: self.side(side), people, total }
        };
        by_side.into_iter().map(row).collect()
    }
}

/// The tag of the portal's language that a shorter tag means too; else the tag itself.
fn own_tag<'t>(languages: &'t [Language], tag: &'t str) -> &'t str {
    let tags = || languages.iter().map(|language| &*language.tag);
    let mut longer = tags().filter(|own| tag.len() < own.len() && same_language(own, tag));
    match (tags().find(|own| own.eq_ignore_ascii_case(tag)), longer.next(), longer.next()) {
        (Some(own), ..) | (None, Some(own), None) => own,
        _ => tag,
    }
}

/// A key by which what is not known comes last.
fn known_first<T>(known: Option<T>) -> (bool, Option<T>) {
    (known.is_none(), known)
}

/// The most of each.
fn most<'t>(tallies: impl Iterator<Item = &'t Tally>) -> Numbers {
    tallies.map(Tally::numbers).fold(Numbers::default(), |most, own| std::array::from_fn(|i| most[i].max(own[i])))
}

/// A number with its shade: none, then in equal steps up to the most.
fn shade(n: usize, most: usize) -> HeatNumber {
    HeatNumber { n, heat: (n * SHADES).div_ceil(most.max(1)) }
}
