//! Fills the holes of a text: names become links, marked words get their numbers. Does not parse anything.

use super::Desk;
use super::view::{BlockView, NoteView};
use crate::base::html::{attr, href};
use crate::base::lang::Lang;
use crate::entity::ItemId;
use crate::entity::resolve::Target;
use crate::input::config::direction;
use crate::model::{StatementId, rows, status};
use crate::parse::keys::{self, Key, MarkKind};
use crate::parse::meta::Publish;
use crate::parse::{Block, Body, Edition, Mark, Part, Segment};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Where a link ends.
const LINK_END: &str = "</a>";

/// The place of each mark among the notes of a block; a map, because a block may have as many marks as words.
type Places = BTreeMap<u32, usize>;

/// A text while it is filled.
struct Filler<'a> {
    desk: Desk<'a>,
    edition: &'a Edition,
    targets: &'a [Target],
    /// The statement of each mark.
    statements: Vec<Option<StatementId>>,
    /// The number that the last note got.
    numbered: usize,
    /// Numbers of words inside a link, for behind it.
    waiting: String,
    /// The embedded statement whose label is passed over.
    passed: Option<u32>,
    /// How many bytes of embedded words there are.
    embedded: usize,
}

/// So many bytes of embedded words a page shows: a small text can embed a long one thousands of times. The rest are links.
const MOST_EMBEDDED: usize = 256 << 10;

impl<'a> Desk<'a> {
    /// The edition of an item that the reader sees, and its language.
    pub fn edition(self, id: ItemId) -> Option<(Lang, &'a Edition)> {
        self.pages.model.registry.get(id).editions.best(self.lang).map(|(lang, e)| (lang, &**e))
    }

    /// The text of an item, as much of it as is public.
    pub fn blocks(self, id: ItemId) -> Vec<BlockView> {
        let Some((lang, edition)) = self.edition(id) else { return Vec::new() };
        let publish = self.pages.model.registry.get(id).publish();
        let mut filler = self.filler(id, lang, edition);
        let mut blocks = Vec::new();
        let mut gap = false;
        for block in &edition.body.blocks {
            if block.is_public(publish) {
                blocks.push(BlockView { gap, ..filler.block(block) });
            }
            gap = !block.is_public(publish);
        }
        // That the end is left out is said as well, where anything is shown.
        if gap && !blocks.is_empty() {
            blocks.push(BlockView { gap, ..BlockView::default() });
        }
        if publish == Publish::Excerpts {
            drop_lost_notes(&mut blocks);
        }
        blocks
    }

    fn filler(self, id: ItemId, lang: Lang, edition: &'a Edition) -> Filler<'a> {
        let model = self.model();
        let mut statements = vec![None; edition.body.marks.len()];
        for (_, statement) in rows(&model.of_document, id) {
            for (_, place) in model.statement(*statement).words.iter().filter(|(l, _)| *l == lang) {
                statements[*place as usize] = Some(*statement);
            }
        }
        Filler::new(self, edition, model.targets_of(id, lang), statements)
    }

    /// The introduction of a folder, with what the names in it mean.
    pub fn intro(self, edition: &'a Edition, targets: &'a [Target]) -> Vec<BlockView> {
        let statements = vec![None; edition.body.marks.len()];
        let mut filler = Filler::new(self, edition, targets, statements);
        edition.body.blocks.iter().map(|block| filler.block(block)).collect()
    }

    /// The HTML of some blocks without notes, as far as they are public: for a read-out.
    pub fn html_of(self, id: ItemId, lang: Lang, blocks: (u32, u32)) -> String {
        let Some(edition) = self.pages.model.registry.get(id).editions.get(lang) else { return String::new() };
        let mut filler = self.filler(id, lang, edition);
        filler.statements.fill(None);
        let publish = self.pages.model.registry.get(id).publish();
        let is_asked = |place: usize| (blocks.0..blocks.1).contains(&(place as u32));
        // Which footnotes are left out of excerpts only the whole text tells.
        let public = edition.body.blocks.iter().enumerate().filter(|(_, block)| block.is_public(publish));
        let wanted = public.filter(|(place, _)| publish == Publish::Excerpts || is_asked(*place));
        let (places, mut own): (Vec<usize>, Vec<BlockView>) =
            wanted.map(|(place, block)| (place, filler.block(block))).unzip();
        if publish == Publish::Excerpts {
            drop_lost_notes(&mut own);
        }
        let mut shown: BTreeMap<usize, String> =
            places.into_iter().zip(own.into_iter().map(|block| block.html)).collect();
        let gap = || {
            let said = self.strings().get("doc.gap");
            format!("<p class=\"gap\"><span aria-hidden=\"true\">[…]</span><span class=\"vh\">{said}</span></p>\n")
        };
        let (mut html, mut is_left_out) = (String::new(), false);
        for place in blocks.0 as usize..blocks.1 as usize {
            let own = shown.remove(&place);
            if is_left_out && own.is_some() {
                html.push_str(&gap());
            }
            is_left_out = own.is_none();
            html.push_str(&own.unwrap_or_default());
        }
        if is_left_out && !html.is_empty() {
            html.push_str(&gap());
        }
        html
    }
}

/// The query and the fragment of an address.
fn behind_path(target: &str) -> &str {
    target.find(['?', '#']).map_or("", |at| &target[at..])
}

/// What a part of a statement is: a quotation that goes on without quotation marks goes on as a paraphrase, and the other way.
pub fn kind_of(mark: &Mark, part: u32, kind: MarkKind) -> MarkKind {
    let own = &mark.parts[part as usize];
    match kind {
        MarkKind::Quote if part > 0 && !own.verbatim => MarkKind::Paraphrase,
        MarkKind::Paraphrase if part > 0 && own.quoted => MarkKind::Quote,
        kind => kind,
    }
}

/// Takes away the numbers of footnotes that are left out.
fn drop_lost_notes(blocks: &mut [BlockView]) {
    const OPEN: &str = "<sup class=\"footnote-reference\"><a href=\"#";
    const CLOSE: &str = "</sup>";
    const ID: &str = " id=\"";
    let shown: Vec<String> = blocks.iter().map(|block| block.html.clone()).filter(|html| html.contains(ID)).collect();
    let ids = shown.iter().flat_map(|html| html.split(ID).skip(1)).filter_map(|rest| rest.split('"').next());
    let ids: BTreeSet<&str> = ids.collect();
    for block in blocks.iter_mut().filter(|block| block.html.contains(OPEN)) {
        let mut pieces = block.html.split(OPEN);
        let mut html = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (id, _) = piece.split_once('"').unwrap_or_default();
            match piece.split_once(CLOSE).filter(|_| !ids.contains(id)) {
                Some((_, rest)) => html.push_str(rest),
                None => html.extend([OPEN, piece]),
            }
        }
        block.html = html;
    }
}

/// Whether what was written of a block ends inside a link. A number there would be a link in a link, which no browser keeps.
fn is_in_link(html: &str) -> bool {
    html.rfind("<a ").is_some_and(|open| !html[open..].contains(LINK_END))
}

impl<'a> Filler<'a> {
    fn new(
        desk: Desk<'a>,
        edition: &'a Edition,
        targets: &'a [Target],
        statements: Vec<Option<StatementId>>,
    ) -> Filler<'a> {
        Filler { desk, edition, targets, statements, numbered: 0, waiting: String::new(), passed: None, embedded: 0 }
    }
}

impl Filler<'_> {
    fn block(&mut self, block: &Block) -> BlockView {
        let first = self.numbered;
        // In the order of their numbers, which stand where the first words of a statement end.
        let ends = block.segments.iter().filter_map(|segment| match segment {
            Segment::Close(mark, 0) => Some((*mark, self.statements[*mark as usize]?)),
            _ => None,
        });
        let noted: Vec<(u32, StatementId)> = ends.collect();
        let places = noted.iter().enumerate().map(|(place, (mark, _))| (*mark, place)).collect();
        let mut html = String::new();
        for segment in &block.segments {
            self.segment(segment, &places, first, &mut html);
        }
        html.push_str(&std::mem::take(&mut self.waiting));
        // A label ends with its block at the latest.
        self.passed = None;
        self.numbered += noted.len();
        let said = |i: usize| self.desk.model().statement(noted[i].1);
        let called = |i: usize| self.desk.described(said(i));
        let note = |i: usize| NoteView {
            n: first + i + 1,
            again: i > 0 && said(i).is_known_as(said(i - 1)) && called(i) == called(i - 1),
            day: self.desk.own_day(said(i)).map(|day| self.desk.date(day)),
            statement: self.desk.statement(noted[i].1),
        };
        BlockView { html, gap: false, notes: (0..noted.len()).map(note).collect() }
    }

    fn body(&self) -> &Body {
        &self.edition.body
    }

    fn segment(&mut self, segment: &Segment, places: &Places, first: usize, html: &mut String) {
        match segment {
            Segment::LabelEnd(i) if self.passed == Some(*i) => self.passed = None,
            _ if self.passed.is_some() => {}
            Segment::LabelEnd(i) => self.end_label(*i, html),
            Segment::Html(span) if self.waiting.is_empty() => html.push_str(span.of(&self.body().html)),
            Segment::Html(span) => {
                let text = span.of(&self.edition.body.html);
                let (link, rest) = text.split_at(text.find(LINK_END).map_or(text.len(), |at| at + LINK_END.len()));
                html.push_str(link);
                if link.ends_with(LINK_END) {
                    html.push_str(&std::mem::take(&mut self.waiting));
                }
                html.push_str(rest);
            }
            Segment::Mention(i) => self.mention(*i, html),
            Segment::Address(i) => html.push_str(&self.address(*i)),
            Segment::Embed(i) => self.embed(*i, html),
            Segment::Open(mark, part) => self.open(*mark, *part, places, html),
            Segment::Close(mark, part) => self.close(*mark, *part, places, first, html),
        }
    }

    /// A name, or the beginning of a labelled one.
    fn mention(&self, i: u32, html: &mut String) {
        let mention = &self.body().mentions[i as usize];
        let target = self.targets.get(i as usize);
        let link = match target {
            Some(Target::Item(id)) => Some(self.desk.place_in(*id, mention.fragment.as_ref().map(|f| &*f.value))),
            _ => None,
        };
        if let Some(address) = &link {
            let _ = write!(html, "<a href=\"{}\">", attr(&self.desk.link(address)));
        }
        if !mention.labelled {
            html.push_str(&attr(&self.desk.name_of(target, &mention.target.value, self.edition.lang)));
            match (&link, &mention.fragment) {
                (Some(_), _) => html.push_str(LINK_END),
                (None, Some(fragment)) => html.extend(["#", &attr(&fragment.value)]),
                (None, None) => {}
            }
        }
    }

    fn end_label(&mut self, i: u32, html: &mut String) {
        if let Some(Target::Item(_)) = self.targets.get(i as usize) {
            html.push_str(LINK_END);
            html.push_str(&std::mem::take(&mut self.waiting));
        }
    }

    /// A link or a picture inside the portal.
    fn address(&self, i: u32) -> String {
        let target = &self.body().links[i as usize].value;
        if target.starts_with('#') || target.is_empty() {
            return href(target);
        }
        match self.desk.pages.assets.find(self.edition, target) {
            // What stands behind the file's path is for the reader's program: `#page=2`.
            Some(path) => attr(&self.desk.link(&super::assets::written(path))) + &href(behind_path(target)),
            None if target.starts_with('/') => attr(&self.desk.link(target.trim_start_matches('/'))),
            None => href(target),
        }
    }

    fn embed(&mut self, i: u32, html: &mut String) {
        let mention = &self.body().mentions[i as usize];
        let model = self.desk.model();
        let found = match (self.targets.get(i as usize), &mention.fragment) {
            (Some(Target::Item(id)), Some(fragment)) => status::find(model, *id, &fragment.value).map(|s| (*id, s)),
            _ => None,
        };
        let Some((document, statement)) = found.filter(|_| self.embedded < MOST_EMBEDDED) else {
            return self.mention(i, html);
        };
        self.passed = mention.labelled.then_some(i);
        let said = model.statement(statement);
        let (words, lang) = self.desk.words(said);
        self.embedded += words.len();
        let lang = lang.map_or(String::new(), |l| format!(" lang=\"{}\"", attr(&l)));
        let link = self.desk.place_of(said);
        let title = model.registry.get(document).name(self.desk.lang).0;
        let voices: Vec<String> =
            said.voices.iter().map(|v| attr(&self.desk.named(v.speaker, self.desk.described(said)).name)).collect();
        let strings = self.desk.strings();
        let who = voices.join(&attr(strings.get("join.list")));
        let aside = if who.is_empty() { "".into() } else { attr(strings.get("join.aside")) };
        let _ = write!(
            html,
            "<q class=\"embed\"{lang}>{}</q> <span class=\"embed-source\">{who}{aside}<a href=\"{}\">{}</a></span>",
            attr(&words),
            attr(&link),
            attr(title),
        );
    }

    /// The language of a mark where it is not that of the text around it: ` lang="en"`. It is that of the mark, not of the statement:
    /// one edition may give the original words where the other translates them.
    fn foreign(&self, mark: u32) -> Option<String> {
        let given = keys::attr(&self.body().marks[mark as usize].attrs, Key::Lang).map(|a| &*a.value)?;
        let own = &*self.desk.pages.config.language(self.edition.lang).tag;
        let turns = direction(given) != direction(own);
        let dir = if turns { [" dir=\"", direction(given), "\""].concat() } else { String::new() };
        (given != own).then(|| format!(" lang=\"{}\"{dir}", attr(given)))
    }

    /// The part of a mark, and its element.
    fn part(&self, mark: u32, part: u32) -> (&Part, &'static str) {
        let part = &self.body().marks[mark as usize].parts[part as usize];
        (part, if part.whole { "div" } else { "span" })
    }

    fn open(&self, mark: u32, part: u32, places: &Places, html: &mut String) {
        let (tag, lang) = (self.part(mark, part).1, self.foreign(mark));
        let Some(id) = self.statements[mark as usize] else {
            // Without its note a quotation still has a language: faces and voices depend on it.
            let _ = lang.map(|lang| write!(html, "<{tag}{lang}>"));
            return;
        };
        let statement = self.desk.model().statement(id);
        let _ = write!(html, "<{tag} class=\"st\"");
        if part == 0 {
            let _ = write!(html, " id=\"{}\"", attr(&statement.sid));
        }
        match statement.sides[..] {
            [side] => _ = write!(html, " data-side=\"{}\"", self.desk.side(side).n),
            [a, b, ..] => _ = write!(html, " data-joint=\"{}{}\"", self.desk.side(a).n, self.desk.side(b).n),
            [] => {}
        }
        let _ =
            write!(html, " data-kind=\"{}\"", kind_of(&self.body().marks[mark as usize], part, statement.kind).word());
        if let Some(n) = places.get(&mark) {
            let _ = write!(html, " data-n=\"{}\"", n + 1);
        }
        html.push_str(&lang.unwrap_or_default());
        html.push('>');
    }

    fn close(&mut self, mark: u32, part: u32, places: &Places, first: usize, html: &mut String) {
        let ((written, tag), stated) = (self.part(mark, part), self.statements[mark as usize].is_some());
        let whole = written.whole;
        // Two numbers in a row would read as one, and be touched as one.
        let near = if html.ends_with("</button>") || !self.waiting.is_empty() { " near" } else { "" };
        if stated || self.foreign(mark).is_some() {
            let _ = write!(html, "</{tag}>");
        }
        if !stated {
            return;
        }
        let Some(place) = places.get(&mark).filter(|_| part == 0) else { return };
        let n = first + place + 1;
        let label = self.desk.strings().fill("note.label", &[("n", &n.to_string())]);
        let label = attr(&label);
        let (open, end) = if whole { ("<p class=\"st-ref\">", "</p>") } else { ("", "") };
        // Where one number waits, the link still goes on.
        let html = if !self.waiting.is_empty() || is_in_link(html) { &mut self.waiting } else { html };
        let _ = write!(
            html,
            "{open}&#x2060;<a class=\"ref{near}\" href=\"#n.{n}\" aria-label=\"{label}\">{n}</a>&#x2060;\
             <button type=\"button\" class=\"ref\" popovertarget=\"n.{n}\" aria-label=\"{label}\">{n}</button>{end}"
        );
    }
}
