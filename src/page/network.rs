//! The network: who speaks on which theme, and with whom, in columns of rows that are equally far apart, so that no label lies on another.
//! Bounded: the speakers and themes with most statements are drawn, the rest is counted. Does not weigh what was said.

use super::Desk;
use super::drawing::{cut, shape};
use super::view::*;
use crate::entity::{ItemId, Speaker};
use crate::input::config::SideId;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Speakers in each of the three groups.
const MOST_SPEAKERS: usize = 20;
/// Themes.
const MOST_THEMES: usize = 20;
/// Lines.
const MOST_LINES: usize = 240;
/// Themes and people in a row of the table.
const MOST_IN_ROW: usize = 6;

/// The width of the drawing, and where its columns are: shapes of the left column, themes from and to, shapes of the right column.
const WIDTH: usize = 1120;
const LEFT: usize = 286;
const THEMES: (usize, usize) = (434, 686);
const RIGHT: usize = WIDTH - LEFT;
/// The height of a row, and of the first.
const ROW: usize = 26;
const FIRST: usize = 46;
/// The widest name and the widest theme, in the measure of `drawing::width`.
const NAME: usize = 236;
const THEME: usize = 214;

/// What is drawn, before it has places.
struct Picked {
    /// First side, second side, all others: each speaker with its side and its number of statements.
    groups: [Vec<(ItemId, Option<SideId>, usize)>; 3],
    speaker_count: usize,
    /// Themes with their number of statements.
    themes: Vec<(ItemId, usize)>,
    theme_count: usize,
    /// How often a speaker speaks on a theme.
    pairs: BTreeMap<(ItemId, ItemId), usize>,
}

/// Where a speaker stands.
#[derive(Clone, Copy)]
struct Place {
    y: usize,
    right: bool,
}

impl Desk<'_> {
    /// The view of the network.
    pub fn network(self) -> NetworkView {
        let picked = self.picked();
        let [left, right, others] = &picked.groups;
        let beside = left.len().max(right.len());
        let below = FIRST + beside * ROW + if beside > 0 { ROW } else { 0 };
        let place = |(i, right): (usize, bool), from: usize| Place { y: from + i * ROW, right };
        let of_left = (0..left.len()).map(|i| place((i, false), FIRST));
        let of_right = (0..right.len()).map(|i| place((i, true), FIRST));
        let of_others = (0..others.len()).map(|i| place((i / 2, i % 2 == 1), below + ROW / 2));
        let places: Vec<Place> = of_left.chain(of_right).chain(of_others).collect();
        let last = places.iter().map(|p| p.y).max().unwrap_or(FIRST);
        let height = (last + ROW).max(FIRST + picked.themes.len() * (ROW + 4));
        let heights = theme_heights(picked.themes.len(), height);
        let lines = lines(&picked);
        let speakers = picked.groups.iter().flatten().zip(&places);
        NetworkView {
            width: WIDTH,
            height,
            heads: self.heads(&picked, below),
            speakers: speakers.map(|(s, p)| self.speaker(*s, *p, &picked, &lines, &heights)).collect(),
            speaker_count: picked.speaker_count,
            themes: picked.themes.iter().zip(&heights).map(|((id, n), y)| self.theme_node(*id, *n, *y)).collect(),
            theme_count: picked.theme_count,
            lines: lines.len(),
            line_count: picked.pairs.len(),
        }
    }

    /// Who and what is drawn.
    fn picked(self) -> Picked {
        let model = self.model();
        let mut spoken: Vec<(ItemId, Option<SideId>)> = Vec::new();
        let mut on: Vec<(ItemId, ItemId)> = Vec::new();
        for (_, statement) in model.statements() {
            for voice in &statement.voices {
                if let Speaker::Item(speaker) = voice.speaker {
                    spoken.push((speaker, voice.side));
                    on.extend(statement.themes.iter().map(|theme| (speaker, *theme)));
                }
            }
        }
        on.sort_unstable();
        let pairs: BTreeMap<(ItemId, ItemId), usize> = on.chunk_by(|a, b| a == b).map(|c| (c[0], c.len())).collect();
        let mut counts: BTreeMap<ItemId, usize> = BTreeMap::new();
        pairs.iter().for_each(|((_, theme), n)| *counts.entry(*theme).or_default() += n);
        let mut themes: Vec<(ItemId, usize)> = counts.into_iter().collect();
        let theme_count = themes.len();
        themes.sort_by_key(|(id, n)| (Reverse(*n), *id));
        themes.truncate(MOST_THEMES);
        spoken.sort_unstable();
        let mut groups: [Vec<(ItemId, Option<SideId>, usize)>; 3] = Default::default();
        for one in spoken.chunk_by(|a, b| a.0 == b.0) {
            let side = most_often(one);
            let group = match side.map_or(0, |s| self.side(s).n) {
                n @ 1..=2 => usize::from(n) - 1,
                _ => 2,
            };
            groups[group].push((one[0].0, side, one.len()));
        }
        let speaker_count = groups.iter().map(Vec::len).sum();
        for group in &mut groups {
            group.sort_by_key(|(id, side, n)| (Reverse(*n), side.is_none(), *side, *id));
            group.truncate(MOST_SPEAKERS);
        }
        Picked { groups, speaker_count, themes, theme_count, pairs }
    }

    fn heads(self, picked: &Picked, below: usize) -> Vec<HeadRow> {
        let sides = self.pages.config.side_ids().map(|id| self.side(id));
        let mut heads = Vec::new();
        for side in sides.filter(|s| s.n <= 2) {
            let (x, anchor) = if side.n == 1 { (LEFT - 14, "end") } else { (RIGHT + 14, "start") };
            heads.push(HeadRow { label: side.name.clone(), x, y: 18, anchor });
        }
        let themes = self.strings().get("nav.themes").to_owned();
        heads.push(HeadRow { label: themes, x: WIDTH / 2, y: 18, anchor: "middle" });
        if !picked.groups[2].is_empty() {
            let others = self.strings().get("network.others").to_owned();
            // Both halves have it: what stands below a side's speakers would be taken for theirs.
            if picked.groups[2].len() > 1 {
                heads.push(HeadRow { label: others.clone(), x: RIGHT + 14, y: below - ROW / 2, anchor: "start" });
            }
            heads.push(HeadRow { label: others, x: LEFT - 14, y: below - ROW / 2, anchor: "end" });
        }
        heads
    }

    fn theme_node(self, id: ItemId, statements: usize, y: usize) -> ThemeNode {
        let name = self.short_name(self.model().registry.get(id));
        ThemeNode { item: self.item(id), label: cut(&name, THEME), y, statements }
    }

    fn speaker(
        self,
        (id, side, statements): (ItemId, Option<SideId>, usize),
        place: Place,
        picked: &Picked,
        lines: &[(ItemId, ItemId, usize)],
        heights: &[usize],
    ) -> SpeakerNode {
        let n = side.map_or(0, |s| self.side(s).n);
        let x = if place.right { RIGHT } else { LEFT };
        let mut mark = String::new();
        shape(n, x, place.y, &mut mark);
        let own = lines.iter().filter(|(speaker, _, _)| *speaker == id);
        let line = |(_, theme, n): &(ItemId, ItemId, usize)| {
            let at = picked.themes.iter().position(|(t, _)| t == theme)?;
            Some(LineRow { path: curve(place, heights[at]), weight: weight(*n) })
        };
        let mut themes: Vec<(ItemId, usize)> =
            picked.pairs.range((id, ItemId(0))..=(id, ItemId(u32::MAX))).map(|((_, t), n)| (*t, *n)).collect();
        themes.sort_by_key(|(theme, n)| (Reverse(*n), *theme));
        let link = |(item, count): (ItemId, usize)| CountedLink { link: self.link_to(item), count };
        SpeakerNode {
            item: self.item(id),
            label: cut(&self.short_name(self.model().registry.get(id)), NAME),
            side: side.map(|s| self.side(s)),
            n,
            y: place.y,
            x,
            text_x: if place.right { x + 14 } else { x - 14 },
            row_x: if place.right { x - 10 } else { 0 },
            before: !place.right,
            mark,
            statements,
            lines: own.rev().filter_map(line).collect(),
            more_themes: themes.len().saturating_sub(MOST_IN_ROW),
            themes: themes.into_iter().take(MOST_IN_ROW).map(link).collect(),
            with: self.people_with(id, MOST_IN_ROW).into_iter().map(link).collect(),
        }
    }
}

/// The side for which somebody spoke most often; of equals the first. Those without a side count last.
fn most_often(one: &[(ItemId, Option<SideId>)]) -> Option<SideId> {
    let sides = one.chunk_by(|a, b| a.1 == b.1).filter_map(|c| Some((c.len(), Reverse(c[0].1?))));
    sides.max().map(|(_, side)| side.0)
}

/// The strongest lines between what is drawn, strongest first.
fn lines(picked: &Picked) -> Vec<(ItemId, ItemId, usize)> {
    let drawn = |speaker: ItemId, theme: ItemId| {
        picked.groups.iter().flatten().any(|(s, _, _)| *s == speaker) && picked.themes.iter().any(|(t, _)| *t == theme)
    };
    let kept = picked.pairs.iter().filter(|((speaker, theme), _)| drawn(*speaker, *theme));
    let mut all: Vec<(ItemId, ItemId, usize)> = kept.map(|((s, t), n)| (*s, *t, *n)).collect();
    all.sort_by_key(|(speaker, theme, n)| (Reverse(*n), *speaker, *theme));
    all.truncate(MOST_LINES);
    all
}

/// Themes stand at equal distances over the whole height.
fn theme_heights(count: usize, height: usize) -> Vec<usize> {
    let room = height - FIRST - ROW / 2;
    (0..count).map(|i| FIRST + (2 * i + 1) * room / (2 * count) - ROW / 4).collect()
}

fn curve(place: Place, theme: usize) -> String {
    let (from, to) = if place.right { (RIGHT - 10, THEMES.1) } else { (LEFT + 10, THEMES.0) };
    let middle = usize::midpoint(from, to);
    let mut path = String::new();
    let _ = write!(path, "M{from} {}C{middle} {} {middle} {theme} {to} {theme}", place.y, place.y);
    path
}

fn weight(count: usize) -> u8 {
    (count.max(1).ilog2() as u8 + 1).min(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_stand_apart() {
        for (count, height) in [(1, 72), (3, 200), (20, FIRST + 20 * (ROW + 4))] {
            let heights = theme_heights(count, height);
            assert!(heights.windows(2).all(|w| w[1] - w[0] >= ROW), "{heights:?}");
            assert!(heights.iter().all(|y| *y < height));
        }
    }

    #[test]
    fn lines_grow_with_each_doubling() {
        assert_eq!([1, 2, 3, 4, 31, 32, 5000].map(weight), [1, 2, 2, 3, 5, 6, 6]);
    }
}
