//! The page of an organization: its people over time, its parts, what it said and published.

use super::Desk;
use super::route::{Listed, ROWS_ON_ENTITY, statements_of};
use super::view::*;
use crate::entity::resolve::Voice;
use crate::entity::{ItemId, Own, Speaker};
use crate::model::{Role, StatementId, rows};

/// How many people an organization's page lists.
const MOST_MEMBERS: usize = 60;

impl Desk<'_> {
    /// The view of an organization.
    pub fn organization(self, id: ItemId) -> OrganizationView {
        let model = self.model();
        let Own::Organization(own) = &model.registry.get(id).own else {
            unreachable!("only organizations have this view")
        };
        let (published, used): (Vec<ItemId>, Vec<ItemId>) = self
            .reports_of(id)
            .partition(|d| model.registry.get(*d).document().is_some_and(|own| own.outlet == Some(id)));
        let all_members = rows(&model.members, id);
        let members = all_members.iter().take(MOST_MEMBERS);
        let by_people = self.by_people_of(id);
        OrganizationView {
            entity: self.entity(id),
            kind_word: own.kind.map_or(String::new(), |k| self.word("org", k)),
            parent: own.parent.map(|p| self.item(p)),
            parts: self.items(rows(&model.parts, id).iter().map(|(_, part)| *part)),
            founded: own.founded.map(|d| self.date(d)),
            ownership: self.show(&own.ownership),
            members: members.map(|(_, person)| self.member(*person, id)).collect(),
            member_count: all_members.len(),
            statements: self.newest_statements(id).into_iter().map(|s| self.card(s)).collect(),
            by_people: by_people.iter().rev().take(ROWS_ON_ENTITY).map(|s| self.card(*s)).collect(),
            by_people_count: by_people.len(),
            published: published.iter().rev().take(ROWS_ON_ENTITY).map(|d| self.document_row(*d)).collect(),
            published_count: published.len(),
            used: used.iter().rev().take(ROWS_ON_ENTITY).map(|d| self.document_row(*d)).collect(),
            used_count: used.len(),
            positions: self.positions(Listed::Item(id)),
        }
    }

    /// What its people said while they held an office of it, oldest first; what it said itself too stands there.
    pub fn by_people_of(self, id: ItemId) -> Vec<StatementId> {
        let model = self.model();
        let people = rows(&model.members, id).iter().map(|(_, person)| *person);
        let said = people.flat_map(|person| statements_of(model, person)).map(|(_, statement)| *statement);
        let in_office = |statement: &StatementId| {
            let voices = &model.statement(*statement).voices;
            !voices.iter().any(|voice| voice.speaker == Speaker::Item(id))
                && voices.iter().any(|voice| self.speaks_for(voice, id))
        };
        let mut found: Vec<StatementId> = said.filter(in_office).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether somebody's office on the day of the words was one of the organization.
    fn speaks_for(self, voice: &Voice, org: ItemId) -> bool {
        let (Speaker::Item(speaker), Some(office)) = (voice.speaker, voice.office) else { return false };
        match &self.model().registry.get(speaker).own {
            Own::Person(own) => {
                own.positions.get(usize::from(office)).is_some_and(|position| position.org == Some(org))
            }
            _ => false,
        }
    }

    /// The documents that an organization published, and those that have it as a source, in their order.
    pub fn reports_of(self, id: ItemId) -> impl Iterator<Item = ItemId> {
        let all = self.model().appearances_of(id).iter();
        all.filter(|appearance| appearance.role == Role::Outlet).map(|appearance| appearance.document)
    }

    fn member(self, person: ItemId, org: ItemId) -> MemberRow {
        let offices = match &self.model().registry.get(person).own {
            Own::Person(own) => self.offices(own.positions.iter().filter(|p| p.org == Some(org))),
            _ => Vec::new(),
        };
        MemberRow { person: self.item(person), offices }
    }
}
