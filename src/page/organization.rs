//! The page of an organization: its people over time, its parts, what it said and published.

use super::Desk;
use super::listed::*;
use super::view::*;
use crate::base::date::Day;
use crate::entity::{ItemId, Own, PositionOwn};
use crate::model::rows;
use std::cmp::Reverse;

/// How many people an organization's page lists.
const MOST_MEMBERS: usize = 60;

impl Desk<'_> {
    /// The view of an organization.
    pub fn organization(self, id: ItemId) -> OrganizationView {
        let model = self.model();
        let Own::Organization(own) = &model.registry.get(id).own else {
            unreachable!("only organizations have this view")
        };
        let (published, used): (Vec<ItemId>, Vec<ItemId>) =
            reports_of(model, id).partition(|document| is_published_by(model, id, *document));
        // Who is still there first, then who was there last.
        let mut all_members: Vec<ItemId> = rows(&model.members, id).iter().map(|(_, person)| *person).collect();
        all_members.sort_by_cached_key(|person| Reverse(self.last_known(*person, id)));
        let members = all_members.iter().take(MOST_MEMBERS);
        let (in_office, source) = (StatementsOf::InOffice(id), StatementsOf::Source(id));
        OrganizationView {
            entity: self.entity(id),
            kind_word: own.kind.map_or(String::new(), |k| self.word("org", k.word())),
            parent: own.parent.map(|p| self.item(p)),
            parts: self.items(rows(&model.parts, id).iter().map(|(_, part)| *part)),
            founded: own.founded.map(|d| self.date(d)),
            ownership: self.show(&own.ownership),
            members: members.map(|person| self.member(*person, id)).collect(),
            member_count: all_members.len(),
            statements: self.newest_cards(StatementsOf::Item(id), ROWS_ON_ENTITY),
            by_people: self.newest_cards(in_office, ROWS_ON_ENTITY),
            by_people_count: in_office.len(model),
            all_by_people: self.all_of(List::Statements(in_office)),
            reported: self.newest_cards(source, ROWS_OF_SOURCE),
            reported_count: source.len(model),
            all_reported: self.all_of(List::Statements(source)),
            published: published.iter().rev().take(ROWS_ON_ENTITY).map(|d| self.document_row(*d)).collect(),
            published_count: published.len(),
            all_published: self.all_of(List::Documents(DocumentsOf::Publisher(id))),
            used: used.iter().rev().take(ROWS_ON_ENTITY).map(|d| self.document_row(*d)).collect(),
            used_count: used.len(),
            positions: self.positions(StatementsOf::Item(id)),
        }
    }

    /// Whether a person holds an office in an organization today, and the last day that is known of one.
    fn last_known(self, person: ItemId, org: ItemId) -> (bool, Option<Day>) {
        let Own::Person(own) = &self.model().registry.get(person).own else { return (false, None) };
        let is_held = own.offices_in(org).any(|p| p.held_on(self.pages.today));
        (is_held, own.offices_in(org).filter_map(PositionOwn::last_known).max())
    }

    fn member(self, person: ItemId, org: ItemId) -> MemberRow {
        let offices = match &self.model().registry.get(person).own {
            Own::Person(own) => self.offices(own.offices_in(org)),
            _ => Vec::new(),
        };
        MemberRow { person: self.item(person), offices }
    }
}
