//! Every address of the site and where it comes from. An address made twice is an error that names both origins.

use super::address::{folder, of_item, prefix};
use crate::base::date::Date;
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::fingerprint::Fingerprint;
use crate::base::fold::fold_address;
use crate::base::lang::Lang;
use crate::base::memo::Last;
use crate::base::parallel;
use crate::base::path::{OutPath, SourcePath};
use crate::base::span::Span;
use crate::entity::{Item, ItemId};
use crate::input::config::{Config, SideId};
use crate::model::{Model, Role, StatementId, rows};
use crate::parse::Kind;
use crate::parse::keys::STATES;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Two files for one address.
pub const TWICE: Code = Code("route/twice");
const RESERVED: Code = Code("id/reserved");

/// How many documents a list shows on a page.
pub const DOCUMENTS_PER_PAGE: usize = 100;
/// How many statements or mentions an entity's page shows before it links to pages of their own.
pub const ROWS_ON_ENTITY: usize = 30;
/// How many statements or mentions such a page of their own shows.
pub const ROWS_PER_PAGE: usize = 100;

/// Words that no id may be, because addresses have them; besides these, language codes and years.
const RESERVED_IDS: [&str; 17] = [
    "documents",
    "people",
    "organizations",
    "themes",
    "events",
    "sides",
    "statements",
    "figures",
    "proposals",
    "timeline",
    "balance",
    "glossary",
    "network",
    "search",
    "data",
    "assets",
    "page",
];

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// The front page.
    Home,
    /// A document, an entity, a glossary entry or a plain page.
    Item(ItemId),
    /// All documents, or those of a year; `number` is 0 for the newest page, else counted from the oldest.
    Documents {
        /// The year.
        year: Option<i16>,
        /// The page.
        number: usize,
    },
    /// All items of a kind.
    Index(Kind),
    /// How much of the portal each side fills.
    Balance,
    /// Proposals and commitments.
    Proposals(usize),
    /// Those of one status, by its place in `STATES`, where the list of all has several pages.
    Standing(u8, usize),
    /// What happened when.
    Timeline(usize),
    /// Who speaks on what, and with whom.
    Network,
    /// A side of the relation.
    Side(SideId),
    /// A list of statements.
    Statements(Listed, usize),
    /// All places where an item is named.
    Mentions(ItemId, usize),
    /// An address that the item had before.
    Redirect(ItemId),
    /// No such page.
    Missing,
}

/// Whose statements a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Listed {
    /// Those of an item: see `statements_of`.
    Item(ItemId),
    /// What was said for a side.
    Side(SideId),
    /// All.
    All,
    /// All figures.
    Figures,
}

impl Listed {
    /// How many there are.
    pub fn len(self, model: &Model) -> usize {
        match self {
            Listed::Item(id) => statements_of(model, id).len(),
            Listed::Side(side) => rows(&model.by_side, side).len(),
            Listed::All => model.listed.len(),
            Listed::Figures => model.figures.len(),
        }
    }

    /// Some of them, by place from the oldest; newest first.
    pub fn newest_first(self, model: &Model, places: std::ops::Range<usize>) -> Vec<StatementId> {
        let places = places.rev();
        match self {
            Listed::Item(id) => places.map(|i| statements_of(model, id)[i].1).collect(),
            Listed::Side(side) => places.map(|i| rows(&model.by_side, side)[i].1).collect(),
            Listed::All => places.map(|i| model.listed[i]).collect(),
            Listed::Figures => places.map(|i| model.figures[i]).collect(),
        }
    }
}

/// One page at one address.
#[derive(Clone, Debug)]
pub struct Route {
    /// The file.
    pub path: OutPath,
    /// The reader's language.
    pub lang: Lang,
    /// What it is about.
    pub page: Page,
    /// The file that it comes from; `site.toml` for lists.
    pub origin: SourcePath,
}

/// All pages, by path.
#[derive(Debug, Default)]
pub struct Routes {
    /// Sorted by path.
    pub all: Vec<Route>,
}

impl Routes {
    /// The page at a path.
    pub fn get(&self, path: &OutPath) -> Option<&Route> {
        self.all.binary_search_by(|r| r.path.cmp(path)).ok().map(|i| &self.all[i])
    }
}

/// How many numbered pages a list of `total` has, with `size` on each. They are counted from the oldest and full; the newest page, which has no
/// number, shows the newest `size`, so that it is never nearly empty: its rows may also stand on the last numbered page.
pub fn numbered_pages(total: usize, size: usize) -> usize {
    if total > size { total / size } else { 0 }
}

struct Maker<'a> {
    config: &'a Config,
    model: &'a Model,
    found: Vec<Route>,
}

/// Every page of the portal in every language; those of the last site where they are the same.
pub fn all(model: &Model, config: &Config, last: &mut Last<Checked<Arc<Routes>>>) -> Checked<Arc<Routes>> {
    last.get(key(model), || afresh(model, config))
}

/// Which items there are, and how long the lists are that may need several pages.
fn key(model: &Model) -> Fingerprint {
    let items = model.registry.items.iter().enumerate();
    let entities = items.filter(|(_, item)| !matches!(item.kind, Kind::Document | Kind::Page));
    let entities: Vec<ItemId> = entities.map(|(i, _)| ItemId(i as u32)).collect();
    let lengths = parallel::map(&entities, |id| (statements_of(model, *id).len(), mentions_of(model, *id).len()));
    let sides: Vec<usize> = model.by_side.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len).collect();
    let total = (model.listed.len(), model.figures.len(), model.proposals.len());
    Fingerprint::of_value(&(model.registry.frame, lengths, sides, total, standing(model)))
}

/// The statuses with a list of their own, and how long these are: a few proposals are narrowed down where they stand.
pub fn standing(model: &Model) -> Vec<(u8, usize)> {
    if numbered_pages(model.proposals.len(), ROWS_PER_PAGE) == 0 {
        return Vec::new();
    }
    model.standing.chunk_by(|a, b| a.0 == b.0).map(|all| (all[0].0, all.len())).collect()
}

fn afresh(model: &Model, config: &Config) -> Checked<Arc<Routes>> {
    let mut notes = Notes::default();
    let mut maker = Maker { config, model, found: Vec::new() };
    for lang in config.langs() {
        maker.language(lang);
    }
    notes.extend(model.registry.items.iter().filter_map(|item| reserved(item, config)));
    let mut found = maker.found;
    // What has a page at an address comes before what had one there.
    let order = |route: &Route| matches!(route.page, Page::Redirect(_));
    found.sort_by(|a, b| (&a.path, order(a), &a.origin, a.page).cmp(&(&b.path, order(b), &b.origin, b.page)));
    notes.extend(twice(&mut found));
    notes.with(Arc::new(Routes { all: found }))
}

impl Maker<'_> {
    fn add(&mut self, lang: Lang, address: &str, page: Page, origin: &SourcePath) {
        let path = OutPath::of_address(&format!("{}{address}", prefix(self.config, lang)));
        self.found.push(Route { path, lang, page, origin: origin.clone() });
    }

    fn language(&mut self, lang: Lang) {
        let site = SourcePath::new("site.toml");
        self.add(lang, "", Page::Home, &site);
        self.add(lang, "404.html", Page::Missing, &site);
        for kind in [Kind::Person, Kind::Organization, Kind::Theme, Kind::Event] {
            self.add(lang, &format!("{}/", folder(kind)), Page::Index(kind), &site);
        }
        if self.model.registry.of_kind(Kind::Term).next().is_some() {
            self.add(lang, "glossary/", Page::Index(Kind::Term), &site);
        }
        self.documents(lang, &site);
        self.add(lang, "balance/", Page::Balance, &site);
        self.paged(lang, "proposals/", self.model.proposals.len(), ROWS_PER_PAGE, &site, Page::Proposals);
        for (state, count) in standing(self.model) {
            let base = format!("proposals/{}/", STATES[usize::from(state)]);
            self.paged(lang, &base, count, ROWS_PER_PAGE, &site, |number| Page::Standing(state, number));
        }
        let events = self.model.registry.of_kind(Kind::Event).count();
        self.paged(lang, "timeline/", events, ROWS_PER_PAGE, &site, Page::Timeline);
        self.add(lang, "network/", Page::Network, &site);
        self.statements(lang, Listed::All, "statements/", &site);
        self.statements(lang, Listed::Figures, "figures/", &site);
        for (i, side) in self.config.sides.iter().enumerate() {
            let (id, base) = (SideId(i as u8), format!("sides/{}/", side.id));
            self.add(lang, &base, Page::Side(id), &site);
            if Listed::Side(id).len(self.model) > ROWS_ON_ENTITY {
                self.statements(lang, Listed::Side(id), &format!("{base}statements/"), &site);
            }
        }
        let model = self.model;
        for (i, item) in model.registry.items.iter().enumerate() {
            if is_reserved(item.kind, &item.id, self.config) {
                continue;
            }
            self.item(lang, ItemId(i as u32), item);
        }
    }

    fn documents(&mut self, lang: Lang, site: &SourcePath) {
        let mut years: BTreeMap<i16, usize> = BTreeMap::new();
        let mut total = 0;
        for (_, item) in self.model.registry.of_kind(Kind::Document) {
            total += 1;
            if let Some(own) = item.document().filter(|own| own.date != Date::UNDATED) {
                *years.entry(own.date.start.year).or_default() += 1;
            }
        }
        self.paged(lang, "documents/", total, DOCUMENTS_PER_PAGE, site, |number| Page::Documents {
            year: None,
            number,
        });
        for (year, count) in years {
            let base = format!("documents/{year:04}/");
            self.paged(lang, &base, count, DOCUMENTS_PER_PAGE, site, |number| Page::Documents {
                year: Some(year),
                number,
            });
        }
    }

    fn statements(&mut self, lang: Lang, list: Listed, base: &str, origin: &SourcePath) {
        self.paged(lang, base, list.len(self.model), ROWS_PER_PAGE, origin, |n| Page::Statements(list, n));
    }

    fn paged(
        &mut self,
        lang: Lang,
        base: &str,
        total: usize,
        size: usize,
        origin: &SourcePath,
        page: impl Fn(usize) -> Page,
    ) {
        self.add(lang, base, page(0), origin);
        for number in 1..=numbered_pages(total, size) {
            self.add(lang, &format!("{base}page/{number}/"), page(number), origin);
        }
    }

    fn item(&mut self, lang: Lang, id: ItemId, item: &Item) {
        let stub = SourcePath::new(&format!("content/{}/{}.md", item.kind.folder(), item.id));
        let origin = item.path().cloned().unwrap_or(stub);
        let address = of_item(item);
        self.add(lang, &address, Page::Item(id), &origin);
        for former in &item.common.former_ids {
            let old = match folder(item.kind) {
                "" => format!("{}/", former.value),
                folder => format!("{folder}/{}/", former.value),
            };
            self.add(lang, &old, Page::Redirect(id), &origin);
        }
        if matches!(item.kind, Kind::Document | Kind::Page) {
            return;
        }
        if statements_of(self.model, id).len() > ROWS_ON_ENTITY {
            self.statements(lang, Listed::Item(id), &format!("{address}statements/"), &origin);
        }
        let mentions = mentions_of(self.model, id).len();
        if mentions > ROWS_ON_ENTITY {
            let base = format!("{address}mentions/");
            self.paged(lang, &base, mentions, ROWS_PER_PAGE, &origin, |n| Page::Mentions(id, n));
        }
    }
}

/// The statements that an item's page is about, oldest first: what a person or an organization said, what was said on a theme or at an event.
pub fn statements_of(model: &Model, id: ItemId) -> &[(ItemId, StatementId)] {
    match model.registry.get(id).kind {
        Kind::Person | Kind::Organization => rows(&model.by_speaker, id),
        Kind::Theme => rows(&model.by_theme, id),
        Kind::Event => rows(&model.by_event, id),
        Kind::Document | Kind::Term | Kind::Page => &[],
    }
}

/// The documents in whose text an item is named, oldest first, each once: an entity's page shows one sentence of each.
pub fn mentions_of(model: &Model, id: ItemId) -> Vec<ItemId> {
    let named = model.appearances_of(id).iter().filter(|a| a.role == Role::Mention);
    let mut documents: Vec<ItemId> = named.map(|a| a.document).collect();
    documents.dedup();
    documents
}

/// Whether an id is part of other addresses, so that nothing of this kind can have it.
pub fn is_reserved(kind: Kind, id: &str, config: &Config) -> bool {
    let year = id.len() == 4 && id.bytes().all(|b| b.is_ascii_digit());
    match kind {
        Kind::Page => RESERVED_IDS.contains(&id) || config.lang(id).is_some(),
        Kind::Document => year || id == "page",
        _ => false,
    }
}

fn reserved(item: &Item, config: &Config) -> Option<Diagnostic> {
    let path = item.path().filter(|_| is_reserved(item.kind, &item.id, config))?;
    let message = format!("the id `{}` is part of other addresses", item.id);
    Some(Diagnostic::error(RESERVED, path, Span::default(), message).help("rename the file"))
}

/// Reports and removes addresses that are there already, also in other letters' case or another Unicode form.
fn twice(found: &mut Vec<Route>) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    let mut seen: HashMap<String, SourcePath> = HashMap::with_capacity(found.len());
    found.retain(|route| {
        let key = fold_address(route.path.as_str());
        match seen.get(&key) {
            None => {
                seen.insert(key, route.origin.clone());
                true
            }
            Some(first) => {
                let message = format!("the address /{} is also made from {first}", route.path.address());
                notes.push(
                    Diagnostic::error(TWICE, &route.origin, Span::default(), message).help("rename one of the two"),
                );
                false
            }
        }
    });
    notes
}
