//! The files of a document: its plan put into words, in English and, for some, in Chinese.
//! What is said by whom is decided by the plan; nothing drawn here changes a mark or a mention.

use super::names::{Both, Name};
use super::plan::{Block, Figure, Form, Item, Mark, Mention, Plan, Target, plan};
use super::random::{Rng, Stream};
use super::templates::*;
use super::words::{Lang, capital};
use super::world::{CALLS, DAYS, World, date, year};
use std::fmt::Write;

/// The document, and its Chinese edition if it has one.
pub fn document(world: &World, index: usize) -> Vec<(String, String)> {
    let plan = plan(world, index);
    let id = world.document_id(index);
    let path = format!("content/documents/{}/{id}", year(plan.day));
    let mut files = vec![(format!("{path}.md"), edition(world, &plan, Lang::En, &id))];
    if plan.translated {
        files.push((format!("{path}.zh.md"), edition(world, &plan, Lang::Zh, &id)));
    }
    files
}

fn edition(world: &World, plan: &Plan, lang: Lang, id: &str) -> String {
    let stream = if lang == Lang::En { Stream::English } else { Stream::Chinese };
    let rng = world.rng(stream, plan.index);
    let mut page = Page { world, plan, lang, rng, out: String::with_capacity(6_000) };
    match lang {
        Lang::En => page.front(id),
        Lang::Zh => page.chinese_front(id),
    }
    for block in &plan.blocks {
        page.out.push('\n');
        page.block(block);
    }
    page.footnote();
    page.out
}

struct Page<'a> {
    world: &'a World,
    plan: &'a Plan,
    lang: Lang,
    rng: Rng,
    out: String,
}

/// What a template's slots stand for besides words.
#[derive(Clone, Copy, Default)]
struct Slots<'a> {
    mention: Option<&'a Mention>,
    mark: Option<&'a Mark>,
    in_table: bool,
}

impl Page<'_> {
    fn front(&mut self, id: &str) {
        let (world, plan) = (self.world, self.plan);
        let published = date(plan.day);
        let outlet = world.organization(plan.outlet).id;
        let out = &mut self.out;
        let _ = writeln!(out, "---\ntitle: {}\ndate: {published}\ntype: news", world.title(plan.index));
        let _ = writeln!(out, "outlet: {outlet}\nurl: https://{outlet}.example/{id}");
        if self.rng.chance(20) {
            let retrieved = date((plan.day + self.rng.below(20)).min(DAYS));
            let _ = writeln!(out, "archive_url: https://archive.example/{id}\nretrieved: {retrieved}");
        }
        if let Some(said) = plan.said {
            let _ = writeln!(out, "said: {}", date(said));
        }
        if let Some(event) = plan.event {
            let _ = writeln!(out, "event: {}", world.event(event).id);
        }
        let themes: Vec<_> = plan.themes.iter().map(|&at| world.theme(at).id).collect();
        let _ = write!(out, "themes: [{}]\nsummary: ", themes.join(", "));
        self.fill("<s>\n---\n", Slots::default());
    }

    fn chinese_front(&mut self, id: &str) {
        let outlet = self.world.organization(self.plan.outlet).id;
        self.out.push_str("---\ntitle: ");
        self.world.words.characters(10, 16, &mut self.rng, &mut self.out);
        let kind = self.rng.pick(&["human", "human", "machine-reviewed", "machine"]);
        let _ = write!(self.out, "\nurl: https://{outlet}.example/zh/{id}\ntranslation: {{ kind: {kind} }}\nsummary: ");
        self.fill("<s>\n---\n", Slots::default());
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { position, theme } => self.heading(*position, *theme),
            Block::Paragraph(items) => self.paragraph(items),
            Block::List { numbered, items } => self.list(*numbered, items),
            Block::Table(mentions) => self.table(mentions),
            Block::Quote(mark) => self.mark(mark),
            Block::Embed(index) => {
                let id = self.world.document_id(*index);
                let _ = writeln!(self.out, "![[{id}#call]]");
            }
        }
    }

    fn heading(&mut self, position: usize, theme: Option<usize>) {
        self.template(&HEADINGS[position..=position], Slots::default());
        if let Some(theme) = theme {
            let _ = write!(self.out, " {{theme={}}}", self.world.theme(theme).id);
        }
        self.out.push('\n');
    }

    fn paragraph(&mut self, items: &[Item]) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.out.push_str(match (self.plan.wrapped, self.lang) {
                    (true, _) => "\n",
                    (false, Lang::En) => " ",
                    (false, Lang::Zh) => "",
                });
            }
            self.item(item);
        }
        self.out.push('\n');
    }

    fn list(&mut self, numbered: bool, items: &[Item]) {
        for (at, item) in items.iter().enumerate() {
            let _ = if numbered { write!(self.out, "{}. ", at + 1) } else { write!(self.out, "- ") };
            self.item(item);
            self.out.push('\n');
        }
    }

    fn table(&mut self, mentions: &[Mention]) {
        self.template(&TABLE_HEADS, Slots::default());
        for mention in mentions {
            let slots = Slots { mention: Some(mention), in_table: true, ..Slots::default() };
            self.fill("| <m> | <n> | ", slots);
            let _ = writeln!(self.out, "{} |", self.rng.between(1, 99));
        }
    }

    fn item(&mut self, item: &Item) {
        let slots = Slots::default();
        match item {
            Item::Plain => self.fill("<s>", slots),
            Item::Emphasis => self.template(&EMPHASES, slots),
            Item::Link => self.template(&LINKS, slots),
            Item::Footnote => self.template(&FOOTNOTES, slots),
            Item::Mention(mention) => self.template(&MENTIONS, Slots { mention: Some(mention), ..slots }),
            Item::Mark(mark) => self.mark(mark),
        }
    }

    fn mark(&mut self, mark: &Mark) {
        let slots = Slots { mention: Some(&mark.speaker), mark: Some(mark), in_table: false };
        self.template(wordings(mark.wording), slots);
    }

    fn footnote(&mut self) {
        let has = |item: &Item| matches!(item, Item::Footnote);
        let noted = |block: &Block| matches!(block, Block::Paragraph(items) if items.iter().any(has));
        if self.plan.blocks.iter().any(noted) {
            self.fill("\n[^1]: <s>\n", Slots::default());
        }
    }

    fn template(&mut self, list: &[(&str, &str)], slots: Slots) {
        let template = choose(self.lang, list, &mut self.rng);
        self.fill(template, slots);
    }

    /// Writes a template, and in place of every `<slot>` what it stands for.
    fn fill(&mut self, template: &str, slots: Slots) {
        let mut rest = template;
        while let Some((plain, after)) = rest.split_once('<') {
            let (slot, after) = after.split_once('>').expect("a slot ends");
            self.out.push_str(plain);
            self.slot(slot, slots);
            rest = after;
        }
        self.out.push_str(rest);
    }

    fn slot(&mut self, slot: &str, slots: Slots) {
        let (words, start) = (&self.world.words, self.out.len());
        match (slot, slots.mention, slots.mark) {
            ("n" | "N", ..) => words.phrase(self.lang, &mut self.rng, &mut self.out),
            ("c" | "C", ..) => words.clause(self.lang, &mut self.rng, &mut self.out),
            ("s", ..) => words.sentence(self.lang, &mut self.rng, &mut self.out),
            ("a", ..) => self.out.push_str(words.adjective(&mut self.rng)),
            ("q", ..) => self.out.push(if self.straight() { '"' } else { '“' }),
            ("Q", ..) => self.out.push(if self.straight() { '"' } else { '”' }),
            ("m", Some(mention), _) => self.mention(mention, slots.in_table),
            ("t", _, Some(mark)) => self.mention(&mark.theme, slots.in_table),
            ("f", _, Some(mark)) => self.figure(mark.figure),
            ("w", _, Some(mark)) => self.out.push_str(self.world.term(mark.term).name.get(self.lang)),
            ("0", _, Some(mark)) => self.out.push_str(&mark.braces[0]),
            ("1", _, Some(mark)) => self.out.push_str(&mark.braces[1]),
            ("2", _, Some(mark)) => self.out.push_str(&mark.braces[2]),
            _ => unreachable!("no template has such a slot: {slot}"),
        }
        if matches!(slot, "N" | "C") {
            capital(&mut self.out, start);
        }
    }

    fn straight(&self) -> bool {
        self.lang == Lang::En && !self.plan.curly
    }

    fn figure(&mut self, figure: Figure) {
        let value = figure.value;
        let out = &mut self.out;
        let _ = match (self.lang, figure.sign) {
            (Lang::En, 4) => write!(out, "{value} to {}", value + 5),
            (Lang::Zh, 4) => write!(out, "{value}至{}", value + 5),
            (Lang::En, sign) => write!(out, "{}{value}", SIGNS[sign].0),
            (Lang::Zh, sign) => write!(out, "{}{value}", SIGNS[sign].1),
        };
        let (en, zh) = UNIT_WORDS[figure.unit];
        out.push_str(if self.lang == Lang::En { en } else { zh });
    }

    fn mention(&mut self, mention: &Mention, in_table: bool) {
        let bar = if in_table { "\\|" } else { "|" };
        let (kind, name) = self.name(mention.target);
        let (id, short, out) = (&name.id, name.short.get(self.lang), &mut self.out);
        let _ = match mention.form {
            Form::Id => write!(out, "[[{id}]]"),
            Form::Path => write!(out, "[[{kind}{id}{bar}{short}]]"),
            Form::Name if !name.name.en.is_empty() => write!(out, "[[{}]]", name.name.get(self.lang)),
            Form::Name | Form::Label => write!(out, "[[{id}{bar}{short}]]"),
        };
    }

    /// The folder and the name of what is mentioned. Titles of documents are not unique, so they have no name here.
    fn name(&self, target: Target) -> (&'static str, Name) {
        let world = self.world;
        match target {
            Target::Person(at) => ("people/", world.person(at).name),
            Target::Organization(at) => ("organizations/", world.organization(at)),
            Target::Theme(at) => ("themes/", world.theme(at)),
            Target::Event(at) => ("events/", world.event(at)),
            Target::Document(at) => {
                let passage = if at.is_multiple_of(CALLS) { "#call" } else { "" };
                let id = format!("{}{passage}", world.document_id(at));
                let short = Both::new("an earlier report", "此前的报道");
                ("", Name { id, name: Both::new("", ""), short })
            }
        }
    }
}
