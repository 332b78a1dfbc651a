//! Floor 8: from `Inputs` to a `Site`, one line a stage. Reads no file, clock or environment.

pub mod trace;
pub mod trial;

use crate::base::diag::{Checked, Notes};
use crate::base::fingerprint::Fingerprint;
use crate::base::lang::Lang;
use crate::base::memo::Last;
use crate::base::parallel;
use crate::base::path::{OutPath, SourcePath};
use crate::base::shared::Shared;
use crate::entity::collect::{Frame, Scene, collect};
use crate::input::strings::{self, Strings};
use crate::input::{File, Inputs, config, defaults};
use crate::model::relate::{self, relate};
use crate::model::rules;
use crate::output::files::{self, Source, Styled};
use crate::output::{Content, Output, Stage, calendar, citations, feed, fingerprint_of, media_type, sitemap};
use crate::page::address::{resolve_root, with_file};
use crate::page::assets::Assets;
use crate::page::cite::Format;
use crate::page::cite::lists::cited_on;
use crate::page::route::{Page, Route, Routes};
use crate::page::rows::Rows;
use crate::page::{Pages, links, route};
use crate::parse::edition::{LastEditions, editions};
use crate::parse::kept::{Batch, Kept};
use crate::render::Templates;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What is remembered from one site to the next.
#[derive(Default)]
pub struct Memos {
    editions: LastEditions,
    frame: Option<Frame>,
    model: relate::Last,
    strings: Last<Checked<Vec<Strings>>>,
    routes: Last<Checked<Arc<Routes>>>,
    templates: Last<Checked<Arc<Templates>>>,
}

impl Memos {
    /// Of texts that an earlier process read, as the bytes of their batches, and nothing else.
    pub fn of(batches: Vec<Vec<u8>>) -> Memos {
        Memos { editions: LastEditions::of(Kept::new(batches)), ..Memos::default() }
    }

    /// The texts of the last site, for another process.
    pub fn batches(&self) -> Vec<Batch<'_>> {
        self.editions.batches()
    }
}

/// The whole site as a value: it knows every address and makes the bytes of any one on demand.
pub struct Site {
    pages: Pages,
    templates: Arc<Templates>,
    views: Vec<Shared>,
    /// What changes with each of them, once somebody asks for keys.
    frames: OnceLock<Vec<Fingerprint>>,
    /// What is no page.
    others: BTreeMap<OutPath, Source>,
    copies: BTreeMap<OutPath, (Fingerprint, u64)>,
    broken: bool,
}

/// What is made at an address.
enum Made<'a> {
    Page(&'a Route),
    File(&'a Source),
}

/// Makes the site of `inputs`.
pub fn site(inputs: &Inputs, memos: &mut Memos) -> Checked<Site> {
    let mut notes = Notes::default();
    let read = config::read(inputs);
    let mut broken = read.has_errors();
    let unreadable = config::is_unreadable(&read.notes);
    let config = notes.take(read);
    let read = strings::read(inputs, &config, &mut memos.strings);
    broken |= strings::is_unreadable(&read.notes);
    let strings = notes.take(read);
    let templates = notes.take(Templates::read(inputs, &config, &strings, &mut memos.templates));
    let editions = notes.take(editions(inputs, &config, &mut memos.editions));
    let settings = inputs.files.get(&SourcePath::new("site.toml")).map(File::fingerprint).unwrap_or_default();
    let scene = Scene { today: inputs.today, drafts: inputs.drafts, settings };
    let registry = notes.take(collect(&editions, &config, scene, &mut memos.frame));
    let model = notes.take(relate(registry, &config, &mut memos.model));
    let ((told, world), (routes, assets)) = parallel::join(
        || (rules::check(&model, &config, inputs.today), world(inputs)),
        || (route::all(&model, &config, &mut memos.routes), Assets::read(inputs)),
    );
    notes.extend(told);
    let routes = notes.take(routes);
    let rows =
        Rows::new(model.registry.items.len(), model.of_document.len(), config.sides.len(), config.languages.len());
    let press = Box::new(Arc::clone(&templates));
    let (today, drafts) = (inputs.today, inputs.drafts);
    let keys = OnceLock::new();
    let pages = Pages { config, strings, model, routes, assets, rows, press, keys, world, today, drafts };
    let site = notes.take(Site::new(inputs, pages, templates, broken));
    notes.extend(links::check(&site.pages, &|path| site.others.contains_key(path)));
    let mut made = notes.with(site);
    if unreadable {
        // Whatever else is noticed follows from settings that are not there.
        made.notes.retain(|note| note.place.file.as_str() == "site.toml");
    }
    made
}

impl Site {
    fn new(inputs: &Inputs, pages: Pages, templates: Arc<Templates>, broken: bool) -> Checked<Site> {
        let styled: Styled = files::styled(inputs);
        let styles = [styled.style.as_str(), styled.own_style.as_str()];
        let scripts = [styled.script.as_str(), styled.previews.as_str()];
        let view = |lang: Lang| pages.desk(lang, |desk| Shared::new(&desk.site_view(styles, scripts))).value;
        let views = pages.config.langs().map(view).collect();
        let Checked { value: others, notes } = files::all(inputs, &pages, &styled);
        let copies = copies(inputs, &others);
        let broken = broken || templates.is_broken();
        Checked { value: Site { pages, templates, views, frames: OnceLock::new(), others, copies, broken }, notes }
    }

    /// Makes ready what keys are made from: to be called before several threads ask for keys.
    pub fn prepare_keys(&self) {
        self.pages.keys();
    }

    /// Every address, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &OutPath> {
        let pages = self.pages.routes.all.iter().map(|route| &route.path);
        let mut all: Vec<&OutPath> = pages.chain(self.others.keys()).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter()
    }

    /// What is made at an address.
    fn source(&self, path: &OutPath) -> Option<Made<'_>> {
        match self.pages.routes.get(path) {
            Some(route) => Some(Made::Page(route)),
            None => self.others.get(path).map(Made::File),
        }
    }

    /// The bytes of one address; `None` if the site has no such address. Pure; callable from any thread.
    pub fn output(&self, path: &OutPath) -> Option<Checked<Output>> {
        Some(match self.source(path)? {
            Made::Page(route) => self.render(route),
            Made::File(source) => Checked::fine(self.file(path, source)),
        })
    }

    /// Everything but pages.
    fn file(&self, path: &OutPath, source: &Source) -> Output {
        match source {
            Source::Feed(page, lang) => Output::bytes(feed::feed(&self.pages, *page, *lang), "application/atom+xml"),
            Source::Calendar(lang) => {
                Output::bytes(calendar::calendar(&self.pages, *lang), "text/calendar; charset=utf-8")
            }
            Source::Sitemap(part) => Output::bytes(sitemap::sitemap(&self.pages, *part), "application/xml"),
            Source::SitemapIndex(parts) => Output::bytes(sitemap::index(&self.pages, *parts), "application/xml"),
            Source::Citations(list, format, lang) => {
                let media_type = if *format == Format::Csl { format.names().2 } else { media_type(path.as_str()) };
                Output::bytes(citations::of(&self.pages, *list, *format, *lang), media_type)
            }
            Source::Robots => Output::bytes(sitemap::robots(&self.pages), "text/plain; charset=utf-8"),
            Source::Builtin(file) => {
                Output::bytes(defaults::get(file).unwrap_or_default().as_bytes().to_vec(), media_type(path.as_str()))
            }
            Source::Copy(file) => {
                let (fingerprint, len) = self.copies.get(path).copied().unwrap_or_default();
                Output { content: Content::Copy(file.clone()), fingerprint, len, media_type: media_type(path.as_str()) }
            }
        }
    }

    /// Changes whenever the bytes of what is no page may.
    fn file_key(&self, path: &OutPath, source: &Source) -> Fingerprint {
        let pages = &self.pages;
        let made_from = match source {
            Source::Feed(page, lang) if !matches!(page, Page::Proposals(_)) => {
                pages.key_of(&feed::documents(pages, *page, *lang))
            }
            Source::Citations(list, ..) => {
                let cited: Vec<u32> = cited_on(&pages.model, *list).iter().map(|id| id.0).collect();
                Fingerprint::of_value(&(pages.key_of_front_matter(), cited))
            }
            Source::Feed(..) | Source::Calendar(_) | Source::Sitemap(_) | Source::SitemapIndex(_) => {
                pages.key_of_told()
            }
            Source::Robots | Source::Builtin(_) | Source::Copy(_) => return self.file(path, source).fingerprint,
        };
        Fingerprint::of_value(&(self.templates.fingerprint(), path.as_str(), made_from))
    }

    fn render(&self, route: &Route) -> Checked<Output> {
        let Checked { value: (head, view), mut notes } = self.pages.view(route);
        let mut html = Vec::with_capacity(16 << 10);
        let site = &self.views[route.lang.index()];
        notes.extend(self.templates.render(route.lang, &head, site, &view, &mut html).err().map(|note| *note));
        if self.pages.config.relative_urls {
            html = resolve_root(html, route.path.depth());
        }
        Checked { value: Output::bytes(html, "text/html; charset=utf-8"), notes }
    }

    fn page_key(&self, route: &Route) -> Fingerprint {
        let frames = self.frames.get_or_init(|| self.views.iter().map(fingerprint_of).collect());
        Fingerprint::of_value(&(self.templates.fingerprint(), frames[route.lang.index()], self.pages.key(route)))
    }

    /// Changes whenever the bytes of the address may; cheaper than making them.
    pub fn key(&self, path: &OutPath) -> Option<Fingerprint> {
        Some(match self.source(path)? {
            Made::Page(route) => self.page_key(route),
            Made::File(source) => self.file_key(path, source),
        })
    }

    /// What is written first: styles, scripts, pictures and files, each with its address and its fingerprint.
    pub fn assets(&self) -> impl Iterator<Item = (&OutPath, Fingerprint)> {
        let assets = self.others.iter().filter(|(_, source)| source.stage() == Stage::Asset);
        assets.map(|(path, source)| (path, self.file_key(path, source)))
    }

    /// When the address is written.
    pub fn stage(&self, path: &OutPath) -> Stage {
        match self.source(path) {
            Some(Made::File(source)) => source.stage(),
            _ => Stage::Page,
        }
    }

    /// Addresses that pages had before, and where they are now; relative to the site.
    pub fn redirects(&self) -> Vec<(String, String)> {
        let moved = self.pages.routes.all.iter().filter(|route| matches!(route.page, Page::Redirect(_)));
        let to = |route: &Route| self.pages.desk(route.lang, |desk| desk.address(route.page)).value;
        let named = |address: &str| match self.pages.config.names_index {
            true => with_file(address),
            false => address.to_owned(),
        };
        moved.map(|route| (named(route.path.address()), named(&to(route)))).collect()
    }

    /// The address that the site is published under, and its path; both with a slash at the end.
    pub fn base(&self) -> (&str, &str) {
        (&self.pages.config.base_url, &self.pages.config.base_path)
    }

    /// Whether nothing may be written: `site.toml`, a template or a file of strings is broken.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// How many addresses are pages.
    pub fn page_count(&self) -> usize {
        self.pages.routes.all.len()
    }

    /// Everything that the site is made from, for tests and tools.
    pub fn pages(&self) -> &Pages {
        &self.pages
    }
}

/// Of everything that goes in, but for documents and the day: what of the day a page shows is in the keys of documents. The introduction of
/// their folder is no document.
fn world(inputs: &Inputs) -> Fingerprint {
    let is_text = |path: &SourcePath| path.as_str().starts_with("content/documents/") && path.extension() == "md";
    let is_document = |path: &SourcePath| is_text(path) && !path.file_name().starts_with("_index.");
    let others = inputs.files.iter().filter(|(path, _)| !is_document(path));
    let files: Vec<(&str, Fingerprint)> = others.map(|(path, file)| (path.as_str(), file.fingerprint())).collect();
    Fingerprint::of_value(&(files, inputs.drafts, &inputs.base_url))
}

/// The fingerprints and sizes of files that are copied.
fn copies(inputs: &Inputs, outputs: &BTreeMap<OutPath, Source>) -> BTreeMap<OutPath, (Fingerprint, u64)> {
    let of = |file: &File| match file {
        File::Text { bytes, fingerprint } => (*fingerprint, bytes.len() as u64),
        File::Asset { len, fingerprint } => (*fingerprint, *len),
        File::Unreadable { .. } => (Fingerprint::default(), 0),
    };
    let copied = outputs.iter().filter_map(|(path, source)| match source {
        Source::Copy(file) => Some((path.clone(), of(inputs.files.get(file)?))),
        _ => None,
    });
    copied.collect()
}
