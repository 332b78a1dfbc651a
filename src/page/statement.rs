//! Statements as rows: words, voices, status, source, and the card that lists show. Does not choose what is shown.

use super::Desk;
use super::route::Page;
use super::view::*;
use crate::base::date::Date;
use crate::base::diag::Diagnostic;
use crate::base::html::is_web_address;
use crate::base::lang::Lang;
use crate::base::shared::{Kept, Shared};
use crate::base::signs::FULL_STOPS;
use crate::entity::resolve::{Statement, Via, Voice};
use crate::entity::{ItemId, Own, Speaker};
use crate::model::ground::proposition;
use crate::model::{StatementId, status};
use crate::parse::keys::{Key, MarkKind};
use crate::parse::{Body, Edition};

impl<'a> Desk<'a> {
    /// The `StatementRow` of a statement; not kept, because beside the text of its document only the front page shows some.
    pub fn statement(self, id: StatementId) -> Shared {
        let row = self.statement_row(id);
        let shared = Shared::new(&row);
        // What it takes is at hand, and some list will show the card.
        self.pages.rows.cards[self.cell(id.0 as usize)].get_or_init(|| self.make_card(&row, &shared));
        shared
    }

    /// The `CardRow` of a statement.
    pub fn card(self, id: StatementId) -> Shared {
        let cell = &self.pages.rows.cards[self.cell(id.0 as usize)];
        let made = cell.get_or_init(|| {
            let row = self.statement_row(id);
            self.make_card(&row, &Shared::new(&row))
        });
        self.taken(made)
    }

    fn make_card(self, row: &StatementRow, shared: &Shared) -> Result<Shared, Box<Diagnostic>> {
        let html = self.pages.press.card(self.lang, shared)?;
        Ok(Shared::new(&CardRow { id: row.id.clone(), href: row.href.clone(), kind: row.kind, side: row.side, html }))
    }

    fn statement_row(self, id: StatementId) -> StatementRow {
        let statement = self.model().statement(id);
        let (words, lang) = self.words(statement);
        let published = self.published(statement).filter(|date| *date != statement.said && !statement.reported);
        let sides: Vec<Kept<SideRow>> = statement.sides.iter().map(|s| self.side(*s)).collect();
        let earlier = self.earlier(id, statement);
        let history = status::history(self.model(), id);
        let mut current = status::newest(&history);
        let due = status::due(self.model(), id, &history);
        let overdue = earlier.is_none() && self.is_overdue(due, current.iter().copied());
        if earlier.is_some() {
            // The status that it gives is that of the earlier words, and stands there.
            current.retain(|step| step.statement != id);
        }
        // A state that is as old as the words needs no day of its own.
        let until = |step: &status::Step| match step.statement == id {
            true => statement.as_of.unwrap_or(step.date),
            false => step.date,
        };
        let known = current.first().map(|step| until(step)).filter(|date| *date != statement.said);
        let (before, after) = self.around(statement);
        StatementRow {
            id: statement.sid.clone(),
            href: self.place_of(statement),
            held_back: self.held_back(self.model().registry.get(statement.document)),
            kind: statement.kind.word(),
            kind_word: self.word("kind", statement.kind.word()),
            words,
            before,
            after,
            lang,
            gloss: self.gloss_of(statement),
            voices: self.voices(statement),
            to: statement.to.iter().map(|s| self.addressed(*s)).collect(),
            side: if let [only] = &sides[..] { only.n } else { 0 },
            sides,
            stance: statement.stance.map_or("", |s| s.word()),
            stance_word: statement.stance.map_or(String::new(), |s| self.word("stance", s.word())),
            on: statement
                .on
                .iter()
                .filter_map(|(theme, place)| self.proposition(*theme, *place))
                .map(|one| without_stop(&one))
                .collect(),
            status: self.status_words(statement, &current),
            status_date: known.map(|d| self.date(d)),
            status_href: current
                .first()
                .filter(|step| step.statement != id)
                .map(|step| self.place_of(self.model().statement(step.statement))),
            earlier,
            as_of: statement.as_of.filter(|_| statement.kind == MarkKind::Figure).map(|d| self.date(d)),
            due: due.map(|d| self.date(d)),
            overdue,
            source: statement.source.as_ref().and_then(|source| self.claim_source(statement, source)),
            term: statement.term.map(|term| self.link_row(term)),
            themes: statement.themes.iter().map(|t| self.link_row(*t)).collect(),
            said: self.date(statement.said),
            reported: statement.reported,
            published: published.map(|date| self.date(date)),
            via: self.via(statement),
            via_source: statement.via != Via::Document,
            translation: self.translation_of(statement),
            document: self.link_row(statement.document),
            original: self.original_place(statement),
            value: self.figure(statement),
            head: self.head_of(statement),
            note: self.own_words(statement, Key::Note).or(statement.note.as_deref()).unwrap_or_default().to_owned(),
        }
    }

    /// The day that a statement was said, where its document says of itself another one.
    pub fn own_day(self, statement: &Statement) -> Option<Date> {
        let own = self.model().registry.get(statement.document).document()?;
        (statement.said != own.said.unwrap_or(own.date) && !statement.reported).then_some(statement.said)
    }

    /// Whether the day is over by which something should have been done.
    pub fn is_overdue<'s>(self, due: Option<Date>, newest: impl IntoIterator<Item = &'s status::Step>) -> bool {
        due.is_some_and(|due| due.last() < self.pages.today) && status::ended(newest).is_none()
    }

    /// A source key of the document, or an address.
    fn claim_source(self, statement: &Statement, source: &str) -> Option<Kept<Link>> {
        let own = self.model().registry.get(statement.document).document()?;
        let listed = own.sources.iter().find(|s| s.key == source);
        let href = listed.map_or(Some(source.to_owned()), |s| s.url.clone()).filter(|url| is_web_address(url))?;
        let label = listed.map_or_else(|| super::document::host(source).to_owned(), |s| self.source_title(s));
        Some(Kept::new(Link { label, lang: None, href }))
    }

    fn status_words(self, statement: &Statement, current: &[&status::Step]) -> Vec<String> {
        match statement.kind {
            MarkKind::Proposal | MarkKind::Commitment | MarkKind::Claim => {
                current.iter().map(|s| self.word("state", s.status.word())).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The status that a statement gives to earlier words, and the place of these.
    fn earlier(self, id: StatementId, statement: &Statement) -> Option<Kept<Link>> {
        let state = statement.status?;
        let of = status::earlier(self.model(), id)?;
        let href = self.place_of(self.model().statement(of));
        Some(Kept::new(Link { label: self.word("state", state.word()), lang: None, href }))
    }

    /// Who is spoken to; a side by its short name, which reads like that of somebody.
    fn addressed(self, speaker: Speaker) -> Kept<VoiceRow> {
        match speaker {
            Speaker::Side(side) => self.named(speaker, Some(&self.side(side).short)),
            Speaker::Item(_) => self.named(speaker, None),
        }
    }

    /// The sentence of a proposition.
    pub fn proposition(self, theme: ItemId, place: u16) -> Option<String> {
        proposition(self.model(), (theme, place)).map(|own| self.show(&own.text))
    }

    /// Whether the text that the reader sees of its document has a statement's words.
    pub fn is_here(self, statement: &Statement) -> bool {
        let shown = self.edition(statement.document).map(|(lang, _)| lang);
        statement.words.iter().any(|(lang, _)| Some(*lang) == shown)
    }

    /// The address of the page that has a statement's words: the reader's page of its document, else that of an edition which has them.
    fn page_of(self, statement: &Statement) -> String {
        let page = Page::Item(statement.document);
        if self.is_here(statement) { self.address(page) } else { self.address_in(page, statement.words[0].0) }
    }

    /// The full address that a statement keeps: on the page of an edition that has its words, also where the reader's page shows that edition
    /// for want of one of its own.
    pub fn permanent(self, statement: &Statement) -> String {
        let shown = self.edition(statement.document).map(|(lang, _)| lang).filter(|_| self.is_here(statement));
        let page = self.address_in(Page::Item(statement.document), shown.unwrap_or(statement.words[0].0));
        [&*self.absolute(&page), "#", &*statement.sid].concat()
    }

    /// The link to a statement's words.
    pub fn place_of(self, statement: &Statement) -> String {
        self.link(&[&*self.page_of(statement), "#", &*statement.sid].concat())
    }

    /// The address of an item, or of a place in it: in the language of the reader, unless only another edition has the place.
    pub fn place_in(self, id: ItemId, fragment: Option<&str>) -> String {
        let (page, model) = (Page::Item(id), self.model());
        let Some(fragment) = fragment else { return self.address(page) };
        let found = status::find(model, id, fragment).map(|id| model.statement(id));
        if let Some((lang, anchor)) = self.heading_place(id, fragment).filter(|_| found.is_none()) {
            return format!("{}#{anchor}", self.address_in(page, lang));
        }
        let address = found.map(|said| self.page_of(said)).or_else(|| {
            let editions = &model.registry.get(id).editions;
            let has = |edition: &Edition| !edition.body.anchored(fragment).is_empty();
            let is_here = editions.best(self.lang).is_some_and(|(_, edition)| has(edition));
            let (lang, _) = editions.iter().find(|(_, edition)| !is_here && has(edition))?;
            Some(self.address_in(page, lang))
        });
        let address = address.unwrap_or_else(|| self.address(page));
        match found.is_none() && model.registry.get(id).withholds(fragment) {
            true => address,
            false => format!("{address}#{fragment}"),
        }
    }

    /// A heading that is meant by its words, where nothing has them as its anchor.
    fn heading_place(self, id: ItemId, words: &str) -> Option<(Lang, &'a str)> {
        let item = self.model().registry.get(id);
        let all = || item.editions.iter().map(|(lang, edition)| (lang, &edition.body));
        if all().any(|(_, body)| !body.anchored(words).is_empty()) {
            return None;
        }
        let shown = |body: &'a Body| {
            let name = body.heading_called(words)?;
            body.shows_place(name, item.publish()).then_some(name)
        };
        let own = all().filter(|(lang, _)| *lang == self.lang);
        own.chain(all()).find_map(|(lang, body)| Some((lang, shown(body)?)))
    }

    /// What an unnamed speaker is called, or what somebody is called instead of an office.
    pub fn described(self, statement: &'a Statement) -> Option<&'a str> {
        self.own_words(statement, Key::As).or(statement.described.as_deref())
    }

    /// When what reports a statement was published, where that is known. Of a text of the portal's own only its sources have such a day.
    pub fn published(self, statement: &Statement) -> Option<Date> {
        let own = self.model().registry.get(statement.document).document()?;
        let date = match statement.via {
            Via::Document => Some(own.date).filter(|_| own.outlet.is_some() || !own.is_briefing()),
            Via::Outlet(_) => None,
            Via::Source(place) => own.sources.get(usize::from(place))?.date,
        };
        date.filter(|date| *date != Date::UNDATED)
    }

    /// Who speaks in a statement.
    pub fn voices(self, statement: &'a Statement) -> Vec<Kept<VoiceRow>> {
        statement.voices.iter().map(|voice| self.voice(voice, self.described(statement))).collect()
    }

    /// Somebody who is spoken to, or of whom only the name is shown.
    pub fn named(self, speaker: Speaker, described: Option<&str>) -> Kept<VoiceRow> {
        self.voice(&Voice { speaker, office: None, side: None }, described)
    }

    /// A speaker; for an unnamed one with what they are called.
    pub fn voice(self, voice: &Voice, described: Option<&str>) -> Kept<VoiceRow> {
        match described {
            Some(_) => Kept::new(self.voice_row(voice, described)),
            None => {
                let rows = &self.pages.rows.voices;
                (*rows.get((voice.clone(), self.lang), || Kept::new(self.voice_row(voice, None)))).clone()
            }
        }
    }

    fn voice_row(self, voice: &Voice, described: Option<&str>) -> VoiceRow {
        let side = voice.side.map(|s| self.side(s));
        match voice.speaker {
            Speaker::Side(id) => {
                let name = described.map_or_else(|| self.side(id).name.clone(), str::to_owned);
                VoiceRow { name, lang: None, href: None, office: String::new(), side }
            }
            Speaker::Item(id) => {
                let item = self.model().registry.get(id);
                let (name, found) = item.name(self.lang);
                let held = match (&item.own, voice.office) {
                    (Own::Person(own), Some(place)) => own.positions.get(place as usize).map(|p| self.office(p)),
                    _ => None,
                };
                let office = held.or_else(|| described.map(str::to_owned)).unwrap_or_default();
                let name = name.to_owned();
                VoiceRow { name, lang: self.tag(found), href: Some(self.item_href(id)), office, side }
            }
        }
    }

    /// By whom it is reported.
    pub fn via(self, statement: &Statement) -> Option<Kept<Link>> {
        let own = self.model().registry.get(statement.document).document()?;
        let outlet = match &statement.via {
            Via::Document => own.outlet,
            Via::Outlet(outlet) => Some(*outlet),
            Via::Source(place) => {
                let source = own.sources.get(*place as usize)?;
                let label = self.source_title(source);
                let href = source.url.clone().unwrap_or_default();
                match source.outlet {
                    Some(outlet) => Some(outlet),
                    None => return Some(Kept::new(Link { label, lang: None, href })),
                }
            }
        };
        // What speaks for itself is not also who it is known from.
        outlet.filter(|o| !statement.is_by(*o)).map(|o| self.link_row(o))
    }
}

/// A sentence in a list of several: without the full stop at its end, unless that belongs to an abbreviation (`U.S.`).
fn without_stop(sentence: &str) -> String {
    let bare = sentence.strip_suffix(FULL_STOPS).unwrap_or(sentence);
    let last = bare.rsplit(char::is_whitespace).next().unwrap_or(bare);
    if last.contains('.') && last.ends_with(char::is_uppercase) { sentence.to_owned() } else { bare.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_stop_goes_and_an_abbreviation_stays() {
        let shown = ["They should talk.", "双方应当对话。", "It is for the U.S.", "No stop", "They lead in AI."]
            .map(without_stop);
        assert_eq!(shown, ["They should talk", "双方应当对话", "It is for the U.S.", "No stop", "They lead in AI"]);
    }
}
