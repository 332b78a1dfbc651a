//! Every address of the site and where it comes from. An address made twice is an error that names both origins.

use super::address::{folder, of_page, prefix};
use super::listed::{DocumentsOf, List, ROWS_PER_PAGE, StatementsOf, lists_of, years};
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::fingerprint::Fingerprint;
use crate::base::fold::fold_address;
use crate::base::lang::Lang;
use crate::base::memo::Last;
use crate::base::parallel;
use crate::base::path::{OutPath, SourcePath};
use crate::base::span::Span;
use crate::entity::{Item, ItemId, Speaker};
use crate::input::config::{Config, SideId};
use crate::model::Model;
use crate::parse::Kind;
use crate::parse::keys::State;
use std::collections::HashMap;
use std::sync::Arc;

/// Two files for one address.
pub const TWICE: Code = Code("route/twice");
const RESERVED: Code = Code("id/reserved");

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
    /// A list of documents. Of every list the number is 0 for the newest page; the others are counted from the oldest.
    Documents(DocumentsOf, usize),
    /// All items of a kind.
    Index(Kind),
    /// How much of the portal each side fills.
    Balance,
    /// Proposals and commitments.
    Proposals(usize),
    /// Those of one status, where the list of all has several pages.
    Standing(State, usize),
    /// What happened when.
    Timeline(usize),
    /// Who speaks on what, and with whom.
    Network,
    /// A side of the relation.
    Side(SideId),
    /// A list of statements.
    Statements(StatementsOf, usize),
    /// All places where an item is named.
    Mentions(ItemId, usize),
    /// An address that the item had before.
    Redirect(ItemId),
    /// No such page.
    Missing,
}

impl Page {
    /// The kind that the introduction on the page is of: that of a folder stands on the first page of its list.
    pub fn introduced(self) -> Option<Kind> {
        match self {
            Page::Index(kind) => Some(kind),
            Page::Documents(DocumentsOf::All, 0) => Some(Kind::Document),
            _ => None,
        }
    }

    /// The item whose page, or one of whose lists, it is.
    pub fn belongs_to(self) -> Option<ItemId> {
        match self {
            Page::Item(id) | Page::Mentions(id, _) => Some(id),
            Page::Documents(DocumentsOf::Item(id) | DocumentsOf::Publisher(id), _) => Some(id),
            Page::Statements(
                StatementsOf::Item(id)
                | StatementsOf::InOffice(id)
                | StatementsOf::Source(id)
                | StatementsOf::To(Speaker::Item(id))
                | StatementsOf::On((id, _)),
                _,
            ) => Some(id),
            _ => None,
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

/// Which items there are, and how long the lists are that need pages of their own.
fn key(model: &Model) -> Fingerprint {
    let items = model.registry.items.iter().enumerate();
    let entities = items.filter(|(_, item)| !matches!(item.kind, Kind::Document | Kind::Page));
    let entities: Vec<ItemId> = entities.map(|(i, _)| ItemId(i as u32)).collect();
    let lists = parallel::map(&entities, |id| lists_of(model, *id));
    let sides = model.by_side.chunk_by(|a, b| a.0 == b.0);
    let sides: Vec<(SideId, usize)> = sides.map(|all| (all[0].0, all.len())).collect();
    let addressed = model.by_addressee.chunk_by(|a, b| a.0 == b.0);
    let addressed: Vec<(Speaker, usize)> = addressed.map(|all| (all[0].0, all.len())).collect();
    let total = (model.listed.len(), model.figures.len(), model.proposals.len());
    Fingerprint::of_value(&(model.registry.frame, lists, sides, addressed, total, standing(model)))
}

/// The statuses with a list of their own, and how long these are: a few proposals are narrowed down where they stand.
pub fn standing(model: &Model) -> Vec<(State, usize)> {
    if numbered_pages(model.proposals.len(), ROWS_PER_PAGE) == 0 {
        return Vec::new();
    }
    model.standing.chunk_by(|a, b| a.0 == b.0).map(|all| (all[0].0, all.len())).collect()
}

fn afresh(model: &Model, config: &Config) -> Checked<Arc<Routes>> {
    let mut notes = Notes::default();
    let mut maker = Maker { config, model, found: Vec::new() };
    let ids: Vec<ItemId> = (0..model.registry.items.len()).map(|i| ItemId(i as u32)).collect();
    let lists = parallel::map(&ids, |id| lists_of(model, *id));
    for lang in config.langs() {
        maker.language(lang, &lists);
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
    fn add_at(&mut self, lang: Lang, address: &str, page: Page, origin: &SourcePath) {
        let path = OutPath::of_address(&format!("{}{address}", prefix(self.config, lang)));
        self.found.push(Route { path, lang, page, origin: origin.clone() });
    }

    fn add(&mut self, lang: Lang, page: Page, origin: &SourcePath) {
        self.add_at(lang, &of_page(page, self.model, self.config), page, origin);
    }

    fn language(&mut self, lang: Lang, lists: &[Vec<(List, usize)>]) {
        let (model, site) = (self.model, SourcePath::new("site.toml"));
        for page in [Page::Home, Page::Missing, Page::Balance, Page::Network] {
            self.add(lang, page, &site);
        }
        for kind in [Kind::Person, Kind::Organization, Kind::Theme, Kind::Event] {
            self.add(lang, Page::Index(kind), &site);
        }
        if model.registry.of_kind(Kind::Term).next().is_some() {
            self.add(lang, Page::Index(Kind::Term), &site);
        }
        self.list(lang, List::Documents(DocumentsOf::All), &site);
        for (year, _) in years(model) {
            self.list(lang, List::Documents(DocumentsOf::Year(year)), &site);
        }
        self.paged(lang, model.proposals.len(), ROWS_PER_PAGE, &site, Page::Proposals);
        for (state, count) in standing(model) {
            self.paged(lang, count, ROWS_PER_PAGE, &site, |number| Page::Standing(state, number));
        }
        let events = model.registry.of_kind(Kind::Event).count();
        self.paged(lang, events, ROWS_PER_PAGE, &site, Page::Timeline);
        self.list(lang, List::Statements(StatementsOf::All), &site);
        self.list(lang, List::Statements(StatementsOf::Figures), &site);
        for side in self.config.side_ids() {
            self.add(lang, Page::Side(side), &site);
            for of in [StatementsOf::Side(side), StatementsOf::To(Speaker::Side(side))] {
                if List::Statements(of).is_long(model) {
                    self.list(lang, List::Statements(of), &site);
                }
            }
        }
        for (i, (item, lists)) in model.registry.items.iter().zip(lists).enumerate() {
            if !is_reserved(item.kind, &item.id, self.config) {
                self.item(lang, ItemId(i as u32), lists);
            }
        }
    }

    fn list(&mut self, lang: Lang, list: List, origin: &SourcePath) {
        self.paged(lang, list.len(self.model), list.per_page(), origin, |number| list.page(number));
    }

    fn paged(&mut self, lang: Lang, total: usize, size: usize, origin: &SourcePath, page: impl Fn(usize) -> Page) {
        for number in 0..=numbered_pages(total, size) {
            self.add(lang, page(number), origin);
        }
    }

    fn item(&mut self, lang: Lang, id: ItemId, lists: &[(List, usize)]) {
        let item = self.model.registry.get(id);
        let stub = SourcePath::new(&format!("content/{}/{}.md", item.kind.folder(), item.id));
        let origin = item.path().cloned().unwrap_or(stub);
        self.add(lang, Page::Item(id), &origin);
        for former in &item.common.former_ids {
            let old = match folder(item.kind) {
                "" => format!("{}/", former.value),
                folder => format!("{folder}/{}/", former.value),
            };
            self.add_at(lang, &old, Page::Redirect(id), &origin);
        }
        for (list, total) in lists {
            self.paged(lang, *total, list.per_page(), &origin, |number| list.page(number));
        }
    }
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
