//! The page of a theme: the sides' words next to each other, and the tree of themes. Does not say who is right.

use super::Desk;
use super::listed::*;
use super::view::*;
use crate::entity::{ItemId, Own};
use crate::input::config::SideId;
use crate::model::ground::{Proposition, proposition};
use crate::model::{StatementId, rows};
use crate::parse::Kind;
use crate::parse::keys::MarkKind;
use std::collections::{BTreeMap, BTreeSet};

/// How many speakers a theme's page lists.
const MOST_SPEAKERS: usize = 20;
/// How many statements of a side stand together before the other side's follow.
const PER_ROUND: usize = 3;
/// How deep the tree of themes is shown.
const DEEPEST: usize = 8;

/// Who speaks in a column, in the order of the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// A side that is no third party.
    Side,
    /// Several sides.
    Together,
    /// A third party.
    Third,
    /// Nobody of a side.
    Nobody,
}

impl Desk<'_> {
    /// The view of a theme.
    pub fn theme(self, id: ItemId) -> ThemeView {
        let model = self.model();
        let Own::Theme(own) = &model.registry.get(id).own else { unreachable!("only themes have this view") };
        let newest: Vec<StatementId> = statements_of(model, id).iter().rev().map(|(_, s)| *s).collect();
        let kinds = |kinds: &[MarkKind]| -> Vec<StatementId> {
            newest.iter().copied().filter(|s| kinds.contains(&model.statement(*s).kind)).collect()
        };
        let mut proposals = kinds(&[MarkKind::Proposal, MarkKind::Commitment]);
        proposals.retain(|s| self.is_proposal(*s));
        let figures = kinds(&[MarkKind::Figure]);
        let alone: Vec<StatementId> = newest.iter().copied().filter(|s| self.stands_alone(*s, id)).collect();
        // That a side said nothing else is told beside what another did.
        let is_told = !alone.is_empty() || own.propositions.is_empty();
        let mut columns = self.columns(alone.into_iter(), is_told, ROWS_ON_ENTITY);
        let sides = newest.iter().flat_map(|s| &model.statement(*s).sides);
        let speak: BTreeSet<&str> = sides.map(|side| &*self.pages.config.side_of(*side).id).collect();
        for column in &mut columns {
            column.elsewhere = column.side.as_ref().is_some_and(|own| speak.contains(&*own.id));
        }
        let rows_of = |ids: &[StatementId]| ids.iter().take(ROWS_ON_ENTITY).map(|s| self.card(*s)).collect();
        let mut speakers = self.speakers(&newest);
        let speaker_count = speakers.len();
        speakers.truncate(MOST_SPEAKERS);
        ThemeView {
            entity: self.entity(id),
            broader: self.items(own.broader.iter().copied()),
            narrower: self.items(rows(&model.narrower, id).iter().map(|(_, n)| *n)),
            related: self.items(own.related.iter().copied()),
            ground: self.ground(id),
            pairs: (0..own.propositions.len()).map(|i| self.pair((id, i as u16))).collect(),
            rounds: rounds(&columns),
            columns,
            figures: rows_of(&figures),
            figure_count: figures.len(),
            proposals: rows_of(&proposals),
            proposal_count: proposals.len(),
            sides: self.side_counts(newest.iter().copied()),
            speakers,
            speaker_count,
        }
    }

    /// Whether a statement is shown by side, and neither under a proposition nor among the figures and proposals.
    fn stands_alone(self, id: StatementId, theme: ItemId) -> bool {
        let statement = self.model().statement(id);
        statement.kind != MarkKind::Figure && !self.is_proposal(id) && !statement.on.iter().any(|(t, _)| *t == theme)
    }

    /// Whether a statement is a proposal or a commitment of its own: one that tells of a change is a step of what it changes.
    fn is_proposal(self, id: StatementId) -> bool {
        self.model().proposals.binary_search(&id).is_ok()
    }

    fn pair(self, on: Proposition) -> PairView {
        let model = self.model();
        let said = StatementsOf::On(on);
        PairView {
            id: proposition(model, on).map_or_else(String::new, |own| own.id.clone()),
            text: self.proposition(on.0, on.1).unwrap_or_default(),
            columns: self.columns(said.newest(model, usize::MAX).into_iter(), true, ROWS_IN_COLUMN),
            count: said.len(model),
            all: self.all_of(List::Statements(said)),
        }
    }

    /// Statements by side, at most so many of each: the two sides always (if `both`), third parties and statements without a side where there are any. What several
    /// sides say together stands once, in a column of its own.
    pub fn columns(self, newest: impl Iterator<Item = StatementId>, both: bool, most: usize) -> Vec<ColumnView> {
        let mut columns: BTreeMap<(Class, Vec<SideId>), (usize, Vec<StatementId>)> = BTreeMap::new();
        let sides = &self.pages.config.sides;
        for side in self.main_sides().filter(|_| both) {
            columns.entry((Class::Side, vec![side])).or_default();
        }
        for id in newest {
            let own = &self.model().statement(id).sides;
            let class = match own[..] {
                [] => Class::Nobody,
                [one] if sides[usize::from(one.0)].third_party => Class::Third,
                [_] => Class::Side,
                _ => Class::Together,
            };
            let (count, shown) = columns.entry((class, own.clone())).or_default();
            *count += 1;
            if shown.len() < most {
                shown.push(id);
            }
        }
        let joint: BTreeSet<SideId> =
            columns.keys().filter(|(class, _)| *class == Class::Together).flat_map(|(_, own)| own.clone()).collect();
        let column = |((class, own), (count, shown)): ((Class, Vec<SideId>), (usize, Vec<StatementId>))| ColumnView {
            side: own.first().filter(|_| class != Class::Together).map(|s| self.side(*s)),
            joins: class != Class::Together && own.iter().any(|side| joint.contains(side)),
            together: own.iter().filter(|_| class == Class::Together).map(|s| self.side(*s)).collect(),
            elsewhere: false,
            shown: shown.len(),
            statements: shown.into_iter().map(|s| self.card(s)).collect(),
            count,
        };
        columns.into_iter().map(column).collect()
    }

    fn speakers(self, statements: &[StatementId]) -> Vec<Counted> {
        let mut counts: BTreeMap<ItemId, usize> = BTreeMap::new();
        for id in statements {
            let speakers = self.model().statement(*id).voices.iter().filter_map(|voice| voice.speaker.item());
            speakers.for_each(|speaker| *counts.entry(speaker).or_default() += 1);
        }
        self.counted(&counts, &[Kind::Person, Kind::Organization])
    }

    /// The themes as a tree: each below the first theme that is broader, with its depth.
    pub fn theme_tree(self) -> Vec<(ItemId, usize)> {
        let model = self.model();
        let (mut listed, mut seen) = (Vec::new(), BTreeSet::new());
        for (id, item) in model.registry.of_kind(Kind::Theme) {
            let top = matches!(&item.own, Own::Theme(own) if own.broader.is_empty());
            if top {
                self.branch(id, &mut listed, &mut seen);
            }
        }
        // Themes in a circle have no top.
        for (id, _) in model.registry.of_kind(Kind::Theme) {
            if seen.insert(id) {
                listed.push((id, 0));
            }
        }
        listed
    }

    /// The index of themes.
    pub fn themes(self) -> ThemesView {
        let listed = self.theme_tree();
        ThemesView {
            intro: self.folder_intro(Kind::Theme),
            total: listed.len(),
            themes: self.theme_rows(listed.into_iter()),
        }
    }

    /// Lists a theme that has none above it, and those below.
    fn branch(self, top: ItemId, listed: &mut Vec<(ItemId, usize)>, seen: &mut BTreeSet<ItemId>) {
        let mut open = vec![(top, 0)];
        while let Some((id, depth)) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            // What is deeper is listed with the deepest: no page has room for more steps.
            listed.push((id, depth.min(DEEPEST)));
            let narrower = rows(&self.model().narrower, id).iter().rev();
            open.extend(narrower.map(|(_, child)| (*child, depth + 1)));
        }
    }

    /// A theme with how often each side speaks on it.
    fn theme_row(self, id: ItemId, depth: usize) -> ThemeRow {
        let statements = statements_of(self.model(), id);
        ThemeRow {
            item: self.item(id),
            depth,
            documents: rows(&self.model().documents, id).len(),
            statements: statements.len(),
            sides: self.side_counts(statements.iter().map(|(_, s)| *s)),
            rest: 0,
        }
    }

    /// Some themes with strips of one scale.
    pub fn theme_rows(self, themes: impl Iterator<Item = (ItemId, usize)>) -> Vec<ThemeRow> {
        let mut rows: Vec<ThemeRow> = themes.map(|(id, depth)| self.theme_row(id, depth)).collect();
        to_scale(rows.iter_mut().map(|row| (&*row.sides, &mut row.rest)));
        rows
    }
}

/// Gives strips one scale: each its counts, and what is missing to the longest.
pub fn to_scale<'r>(strips: impl Iterator<Item = (&'r [SideCount], &'r mut usize)>) {
    let sized = strips.map(|(sides, rest)| (sides.iter().map(|side| side.statements).sum(), rest));
    let sized: Vec<(usize, &mut usize)> = sized.collect();
    let longest = sized.iter().map(|(own, _)| *own).max().unwrap_or(0);
    sized.into_iter().for_each(|(own, rest)| *rest = longest - own);
}

/// The sides that are no third party in turn. Where only one of them speaks, there is nothing to wait for.
fn rounds(columns: &[ColumnView]) -> Vec<Vec<ColumnView>> {
    let own: Vec<&ColumnView> =
        columns.iter().filter(|c| c.side.as_ref().is_some_and(|side| !side.third_party)).collect();
    let longest = own.iter().map(|c| c.statements.len()).max().unwrap_or(0);
    let speak = own.iter().filter(|c| !c.statements.is_empty()).count();
    let size = if speak > 1 { PER_ROUND } else { longest.max(1) };
    let part = |column: &&ColumnView, start: usize| ColumnView {
        elsewhere: column.elsewhere,
        side: column.side.clone(),
        together: Vec::new(),
        joins: column.joins,
        statements: column.statements.iter().skip(start).take(size).cloned().collect(),
        count: column.count,
        shown: column.shown,
    };
    (0..longest.max(1)).step_by(size).map(|start| own.iter().map(|column| part(column, start)).collect()).collect()
}
