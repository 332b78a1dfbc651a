//! The page of an organization: its people over time, its parts, what it said and published.

use super::Desk;
use super::listed::*;
use super::view::*;
use crate::entity::{ItemId, Own};
use crate::model::rows;

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
        let all_members = rows(&model.members, id);
        let members = all_members.iter().take(MOST_MEMBERS);
        let (in_office, source) = (StatementsOf::InOffice(id), StatementsOf::Source(id));
        OrganizationView {
            entity: self.entity(id),
            kind_word: own.kind.map_or(String::new(), |k| self.word("org", k)),
            parent: own.parent.map(|p| self.item(p)),
            parts: self.items(rows(&model.parts, id).iter().map(|(_, part)| *part)),
            founded: own.founded.map(|d| self.date(d)),
            ownership: self.show(&own.ownership),
            members: members.map(|(_, person)| self.member(*person, id)).collect(),
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

    fn member(self, person: ItemId, org: ItemId) -> MemberRow {
        let offices = match &self.model().registry.get(person).own {
            Own::Person(own) => self.offices(own.positions.iter().filter(|p| p.org == Some(org))),
            _ => Vec::new(),
        };
        MemberRow { person: self.item(person), offices }
    }
}
