//! The page of an event: who took part, what was said there, the sides' accounts. Does not compare the accounts.

use super::Desk;
use super::listed::{ROWS_ON_ENTITY, statements_of};
use super::route::Page;
use super::view::*;
use crate::base::shared::Kept;
use crate::entity::resolve::{Statement, Voice};
use crate::entity::{EventOwn, ItemId, Own};
use crate::input::config::SideId;
use crate::model::readout::Readout;
use crate::model::{StatementId, rows};
use crate::parse::meta::Publish;
use std::collections::{BTreeMap, BTreeSet};

/// How many points on which sources differ an event's page shows; those of its documents stand on their pages.
const MOST_DISPUTED: usize = 100;

impl<'a> Desk<'a> {
    /// The view of an event.
    pub fn event(self, id: ItemId) -> EventView {
        let Own::Event(own) = &self.model().registry.get(id).own else { unreachable!("only events have this view") };
        let date = super::timeline::days_of(own);
        let accounts = self.accounts(id);
        let comparable = accounts.len() > 1 && !accounts.iter().any(|account| self.is_unpublished(account));
        let placed = if comparable { self.placed(id, &accounts) } else { BTreeMap::new() };
        let (disputed, disputed_count) = self.disputed_at(id, own);
        let all = statements_of(self.model(), id);
        let newest = all.iter().rev().map(|(_, s)| *s).filter(|s| !placed.contains_key(s)).collect::<Vec<_>>();
        // What one side said may all stand among the accounts.
        let both = accounts.len() < 2 && !newest.is_empty();
        EventView {
            entity: self.entity(id),
            date: date.map(|d| self.date(d)),
            place: self.show(&own.place),
            track: own.track.map_or(String::new(), |t| self.word("track", t.word())),
            series: own.series.clone().unwrap_or_default(),
            round: own.round.clone().unwrap_or_default(),
            organizers: self.items(own.organizers.iter().copied()),
            participants: self.participants(own),
            said_count: newest.len(),
            columns: self.columns(newest.into_iter(), both, ROWS_ON_ENTITY),
            readouts: accounts.iter().enumerate().map(|(n, account)| self.readout(n, account)).collect(),
            unheard: self.unheard_in(&accounts),
            aligned: self.aligned(&placed, accounts.len()),
            disputed,
            disputed_count,
        }
    }

    /// The points of the event's own file, and what its documents add to them; how many there are in all.
    fn disputed_at(self, id: ItemId, own: &EventOwn) -> (Vec<DisputedRow>, usize) {
        let mut found: Vec<DisputedRow> = own.disputed.iter().map(|d| self.disputed(d, &[])).collect();
        // The event's own file has the last word on a point; of the documents each has its own versions.
        let of_event: BTreeSet<String> = found.iter().map(|row| row.point.clone()).collect();
        let mut told: BTreeSet<(String, Vec<VersionRow>)> = BTreeSet::new();
        for (_, document) in rows(&self.model().documents, id).iter().copied() {
            let own = self.model().registry.get(document).document().filter(|own| own.event == Some(id));
            for (own, disputed) in own.iter().flat_map(|own| own.disputed.iter().map(move |d| (own, d))) {
                let mut row = self.disputed(disputed, &own.sources);
                if !of_event.contains(&row.point) && told.insert((row.point.clone(), row.versions.clone())) {
                    let mut link = self.link_to(document);
                    link.href.push_str("#page.disputed");
                    row.document = Some(link);
                    found.push(row);
                }
            }
        }
        let total = found.len();
        found.truncate(MOST_DISPUTED);
        (found, total)
    }

    fn participants(self, own: &EventOwn) -> Vec<ParticipantGroup> {
        let mut groups: BTreeMap<(bool, Option<SideId>), Vec<ParticipantRow>> = BTreeMap::new();
        for one in &own.participants {
            let side = one.side.or_else(|| self.side_of(one.person));
            let person =
                if side == self.side_of(one.person) { self.item(one.person) } else { self.item_for(one.person, side) };
            let row = ParticipantRow { person, role: self.show(&one.role) };
            groups.entry((side.is_none(), side)).or_default().push(row);
        }
        let group = |((_, side), people): ((bool, Option<SideId>), Vec<ParticipantRow>)| ParticipantGroup {
            side: side.map(|s| self.side(s)),
            people,
        };
        groups.into_iter().map(group).collect()
    }

    /// The sides, but for third parties, without an account, where another has one.
    fn unheard_in(self, accounts: &[&Readout]) -> Vec<Kept<SideRow>> {
        let has = |side: &SideId| accounts.iter().any(|account| account.side == Some(*side));
        let (heard, unheard): (Vec<SideId>, Vec<SideId>) = self.main_sides().partition(has);
        if heard.is_empty() { Vec::new() } else { unheard.into_iter().map(|side| self.side(side)).collect() }
    }

    /// The accounts, each in one language: the reader's, else that of the edition that the reader sees, else the first that has it.
    fn accounts(self, id: ItemId) -> Vec<&'a Readout> {
        let table = &self.pages.model.readouts;
        let from = table.partition_point(|r| r.event < id);
        let all: Vec<&Readout> = table[from..].iter().take_while(|r| r.event == id).collect();
        let rank = |r: &Readout| {
            let shown = self.edition(r.document).map(|(lang, _)| lang);
            (r.lang != self.lang, Some(r.lang) != shown, r.lang)
        };
        let mut best = BTreeMap::new();
        for account in &all {
            let own = best.entry((account.document, account.by)).or_insert(rank(account));
            *own = rank(account).min(*own);
        }
        let is_best = |account: &&Readout| best.get(&(account.document, account.by)) == Some(&rank(account));
        all.into_iter().filter(is_best).collect()
    }

    /// Whether nothing of an account's text is shown: what it leaves out, nobody can tell.
    fn is_unpublished(self, account: &Readout) -> bool {
        self.model().registry.get(account.document).publish() == Publish::Metadata
    }

    /// The statements that stand in accounts, oldest first, each with the places of those accounts.
    fn placed(self, event: ItemId, accounts: &[&Readout]) -> BTreeMap<StatementId, Vec<usize>> {
        let places = |id: StatementId| -> Vec<usize> {
            let statement = self.model().statement(id);
            accounts.iter().enumerate().filter(|(_, account)| self.is_in(statement, account)).map(|(i, _)| i).collect()
        };
        let all = rows(&self.model().by_event, event).iter().map(|(_, id)| (*id, places(*id)));
        all.filter(|(_, places)| !places.is_empty()).collect()
    }

    /// What so many accounts say, theme by theme; those that all mention come first.
    fn aligned(self, placed: &BTreeMap<StatementId, Vec<usize>>, accounts: usize) -> Vec<AlignedRow> {
        let mut by_theme: BTreeMap<Option<ItemId>, Vec<Vec<StatementId>>> = BTreeMap::new();
        for (id, places) in placed {
            let themes = self.model().statement(*id).themes.iter().copied().map(Some);
            let themes: Vec<_> = if themes.len() == 0 { vec![None] } else { themes.collect() };
            for (place, theme) in places.iter().flat_map(|place| themes.iter().map(move |theme| (place, theme))) {
                by_theme.entry(*theme).or_insert_with(|| vec![Vec::new(); accounts])[*place].push(*id);
            }
        }
        let row = |(theme, cells): (Option<ItemId>, Vec<Vec<StatementId>>)| {
            let mut filled = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).map(|(i, _)| i + 1);
            let only = match (filled.next(), filled.next()) {
                (Some(one), None) => one,
                _ => 0,
            };
            let card = |cell: Vec<StatementId>| cell.into_iter().map(|s| self.card(s)).collect();
            AlignedRow { theme: theme.map(|t| self.link_to(t)), cells: cells.into_iter().map(card).collect(), only }
        };
        let mut rows: Vec<AlignedRow> = by_theme.into_iter().map(row).collect();
        rows.sort_by_key(|row| (row.only, row.theme.is_none()));
        rows
    }

    /// Whether the words of a statement stand in an account.
    fn is_in(self, statement: &Statement, account: &Readout) -> bool {
        if statement.document != account.document {
            return false;
        }
        let Some(edition) = self.model().registry.get(account.document).editions.get(account.lang) else {
            return false;
        };
        let own = statement.words.iter().filter(|(lang, _)| *lang == account.lang);
        let mut parts = own.flat_map(|(_, place)| &edition.body.marks[*place as usize].parts);
        parts.any(|part| (account.blocks.0..account.blocks.1).contains(&part.block))
    }

    /// The account with a number.
    fn readout(self, n: usize, readout: &Readout) -> ReadoutRow {
        // What is held back is not named, and has no place on its page.
        let held = |anchor: &&String| self.model().registry.get(readout.document).withholds(anchor);
        let anchor = readout.anchor.as_ref().filter(|anchor| !held(anchor)).map_or(String::new(), |a| format!("#{a}"));
        let mut document = self.link_to(readout.document);
        // A page that shows another edition does not have the anchors of this one.
        let is_shown = self.edition(readout.document).is_some_and(|(lang, _)| lang == readout.lang);
        let lang = if is_shown { self.lang } else { readout.lang };
        let page = self.link(&self.address_in(Page::Item(readout.document), lang));
        document.href = [&*page, &*anchor].concat();
        let html = self.html_of(readout.document, readout.lang, readout.blocks);
        ReadoutRow {
            by: self.voice(&Voice { speaker: readout.by, office: None, side: readout.side }, None),
            side: readout.side.map(|s| self.side(s)),
            document,
            retold: self.model().registry.get(readout.document).document().is_some_and(|own| own.is_briefing()),
            lang: self.pages.config.language(readout.lang).tag.clone(),
            html: apart(&html, &format!("account.{n}."), &page),
        }
    }
}

/// The text of an account with ids that no other text on the page has. What it links in itself and is not here leads to its own page.
fn apart(html: &str, prefix: &str, page: &str) -> String {
    const ID: &str = " id=\"";
    const LINK: &str = " href=\"#";
    // In tags only: words may look the same.
    let tags = || html.match_indices('<').map(|(at, _)| (at, html[at..].split('>').next().unwrap_or_default()));
    let found = |sign: &'static str| {
        tags().flat_map(move |(at, tag)| tag.match_indices(sign).map(move |(n, _)| (at + n + sign.len(), sign)))
    };
    let value = |start: usize| html[start..].split('"').next().unwrap_or_default();
    let own: BTreeSet<&str> = found(ID).map(|(start, _)| value(start)).collect();
    let mut places: Vec<(usize, &str)> = found(ID).chain(found(LINK)).collect();
    places.sort_unstable();
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut done = 0;
    for (start, sign) in places {
        match sign == ID || own.contains(value(start)) {
            true => out.extend([&html[done..start], prefix]),
            false => out.extend([&html[done..start - 1], page, "#"]),
        }
        done = start;
    }
    out + &html[done..]
}
