//! What one document holds, before it is put into words: its front matter, its blocks, its mentions and its five statements.
//! It knows no language: both editions are written from one plan, so their marks agree.

use super::random::{Rng, Stream};
use super::world::{CALLS, DAYS, World};

pub struct Plan {
    pub index: usize,
    pub day: usize,
    pub said: Option<usize>,
    pub event: Option<usize>,
    pub themes: Vec<usize>,
    pub outlet: usize,
    pub translated: bool,
    /// Quotation marks are “…” and not "…".
    pub curly: bool,
    /// Every sentence stands on a line of its own.
    pub wrapped: bool,
    pub blocks: Vec<Block>,
}

pub enum Block {
    Heading {
        position: usize,
        theme: Option<usize>,
    },
    Paragraph(Vec<Item>),
    List {
        numbered: bool,
        items: Vec<Item>,
    },
    Table(Vec<Mention>),
    Quote(Mark),
    /// The call of an earlier document.
    Embed(usize),
}

pub enum Item {
    Plain,
    Emphasis,
    Link,
    Footnote,
    Mention(Mention),
    Mark(Mark),
}

#[derive(Clone, Copy)]
pub struct Mention {
    pub target: Target,
    pub form: Form,
}

#[derive(Clone, Copy)]
pub enum Target {
    Person(usize),
    Organization(usize),
    Theme(usize),
    Event(usize),
    Document(usize),
}

#[derive(Clone, Copy)]
pub enum Form {
    Id,
    Label,
    Name,
    Path,
}

/// One statement, or three where a paraphrase holds a quote and a proposal.
pub struct Mark {
    pub wording: Wording,
    pub speaker: Mention,
    pub theme: Mention,
    pub braces: Vec<String>,
    pub figure: Figure,
    /// Which entry of the glossary, where it is a term.
    pub term: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wording {
    Quote,
    Split,
    AttributedBlock,
    BracedBlock,
    Paraphrase,
    Nested,
    Figure,
    Proposal,
    Commitment,
    Claim,
    Term,
    Update,
}

#[derive(Clone, Copy)]
pub struct Figure {
    /// A place in the tables of signs: nearly, more than, about, exactly, from … to.
    pub sign: usize,
    /// A place in the tables of units.
    pub unit: usize,
    pub value: usize,
}

pub const UNITS: [&str; 4] = ["percent", "models", "people", "billion-usd"];

pub fn plan(world: &World, index: usize) -> Plan {
    let mut rng = world.rng(Stream::Plan, index);
    let mut plan = front(world, index, &mut rng);
    let mut maker = Maker { world, rng, plan: &plan };
    let blocks = maker.blocks();
    plan.blocks = blocks;
    plan
}

fn front(world: &World, index: usize, rng: &mut Rng) -> Plan {
    let day = world.day(index);
    let event = if rng.chance(20) { latest_event(world, day) } else { None };
    let said = if event.is_none() && rng.chance(50) { Some(day.saturating_sub(rng.below(5))) } else { None };
    let themes = rng.between(1, 3);
    Plan {
        index,
        day,
        said,
        event,
        themes: world.themes.several(themes, rng),
        outlet: world.outlet(world.outlets.pick(rng)),
        translated: world.translated(index),
        curly: rng.chance(30),
        wrapped: rng.chance(20),
        blocks: Vec::new(),
    }
}

/// The last event that was over by that day.
fn latest_event(world: &World, day: usize) -> Option<usize> {
    let near = (day * world.events.len() / DAYS + 2).min(world.events.len());
    (0..near).rev().find(|&event| world.event_days(event).1 <= day)
}

/// Draws a plan; its statements are made in `marks.rs`.
pub struct Maker<'a> {
    pub world: &'a World,
    pub rng: Rng,
    pub plan: &'a Plan,
}

impl Maker<'_> {
    fn blocks(&mut self) -> Vec<Block> {
        let mut extras = Vec::new();
        let mut items = Vec::new();
        for mark in self.marks() {
            match mark.wording {
                Wording::AttributedBlock | Wording::BracedBlock => extras.push(Block::Quote(mark)),
                _ => items.push(Item::Mark(mark)),
            }
        }
        if self.rng.chance(25) {
            extras.push(Block::Table(vec![self.mention(), self.mention(), self.mention()]));
        }
        if self.rng.chance(35) {
            extras.push(self.list());
        }
        if self.plan.index >= CALLS && self.rng.chance(2) {
            extras.push(Block::Embed(self.rng.below(self.plan.index / CALLS) * CALLS));
        }
        let wanted = self.rng.between(8, 12);
        let present = extras.iter().map(mentions_in).sum::<usize>() + items.iter().map(mentions_of).sum::<usize>();
        for _ in present..wanted {
            items.push(Item::Mention(self.mention()));
        }
        self.ornaments(&mut items);
        let paragraphs = self.paragraphs(items);
        self.arrange(paragraphs, extras)
    }

    fn list(&mut self) -> Block {
        let items = vec![Item::Mention(self.mention()), Item::Plain, Item::Mention(self.mention())];
        Block::List { numbered: self.rng.chance(30), items }
    }

    fn ornaments(&mut self, items: &mut Vec<Item>) {
        items.push(Item::Emphasis);
        if self.rng.chance(60) {
            items.push(Item::Link);
        }
        if self.rng.chance(30) {
            items.push(Item::Footnote);
        }
    }

    /// Some 30 sentences, the special ones in any order and evenly among the plain ones, three to five a paragraph.
    fn paragraphs(&mut self, mut items: Vec<Item>) -> Vec<Vec<Item>> {
        for at in (1..items.len()).rev() {
            items.swap(at, self.rng.below(at + 1));
        }
        let special = items.len();
        let count = self.rng.between(25, 33).max(special);
        let mut paragraphs = Vec::new();
        let mut room = 0;
        for at in 0..count {
            if room == 0 {
                room = self.rng.between(3, 5);
                paragraphs.push(Vec::with_capacity(room));
            }
            room -= 1;
            let turn = (at + 1) * special / count > at * special / count;
            let item = if turn { items.pop() } else { None };
            if let Some(paragraph) = paragraphs.last_mut() {
                paragraph.push(item.unwrap_or(Item::Plain));
            }
        }
        paragraphs
    }

    fn arrange(&mut self, paragraphs: Vec<Vec<Item>>, mut extras: Vec<Block>) -> Vec<Block> {
        let headings = self.rng.between(2, 4);
        let count = paragraphs.len();
        let mut blocks = Vec::new();
        let mut section = 0;
        for (at, paragraph) in paragraphs.into_iter().enumerate() {
            if at * (headings + 1) / count > section {
                blocks.push(self.heading(section));
                section += 1;
            }
            blocks.push(Block::Paragraph(paragraph));
            if at % 2 == 1 {
                blocks.extend(extras.pop());
            }
        }
        blocks.extend(extras);
        blocks
    }

    fn heading(&mut self, position: usize) -> Block {
        let theme = if self.rng.chance(10) { Some(self.theme()) } else { None };
        Block::Heading { position, theme }
    }

    pub fn theme(&mut self) -> usize {
        self.rng.pick(&self.plan.themes)
    }

    fn mention(&mut self) -> Mention {
        let world = self.world;
        let target = match self.rng.below(100) {
            0..46 => Target::Person(world.people.pick(&mut self.rng)),
            46..80 => Target::Organization(world.organizations.pick(&mut self.rng)),
            80..91 => Target::Theme(world.themes.pick(&mut self.rng)),
            91..96 => Target::Event(world.events.pick(&mut self.rng)),
            _ if self.plan.index == 0 => Target::Theme(0),
            _ => Target::Document(self.rng.below(self.plan.index)),
        };
        Mention { target, form: self.form() }
    }

    pub fn form(&mut self) -> Form {
        match self.rng.below(20) {
            0..6 => Form::Id,
            6..13 => Form::Label,
            13..19 => Form::Name,
            _ => Form::Path,
        }
    }
}

fn mentions_in(block: &Block) -> usize {
    match block {
        Block::Table(mentions) => mentions.len(),
        Block::List { items, .. } => items.iter().map(mentions_of).sum(),
        Block::Quote(mark) => usize::from(mark.wording == Wording::AttributedBlock),
        _ => 0,
    }
}

fn mentions_of(item: &Item) -> usize {
    match item {
        Item::Mention(_) => 1,
        Item::Mark(mark) => match mark.wording {
            Wording::Figure => 0,
            Wording::Nested => 2,
            _ => 1,
        },
        _ => 0,
    }
}
