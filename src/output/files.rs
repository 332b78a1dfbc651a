//! The list of all outputs that are no pages: feeds, sitemap, styles, scripts, files. Makes none of them.

use super::{Stage, feed, sitemap};
use crate::base::diag::{Checked, Diagnostic, Notes};
use crate::base::fingerprint::Fingerprint;
use crate::base::fold::fold_address;
use crate::base::lang::Lang;
use crate::base::path::{OutPath, SourcePath, folders_of};
use crate::base::span::Span;
use crate::input::{File, Inputs, UNREADABLE, defaults};
use crate::page::address::prefix;
use crate::page::cite::{Format, lists};
use crate::page::route::{self, Page};
use crate::page::{Pages, assets};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// What is made at an address.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// The feed of a page in a language.
    Feed(Page, Lang),
    /// Events and due dates in a language.
    Calendar(Lang),
    /// The sitemap, or the `n`th part of it.
    Sitemap(usize),
    /// The list of so many sitemaps.
    SitemapIndex(usize),
    /// `robots.txt`.
    Robots,
    /// The documents of a page, for reference managers and readers of a language.
    Citations(Page, Format, Lang),
    /// A built-in file.
    Builtin(&'static str),
    /// A file of the portal.
    Copy(SourcePath),
}

impl Source {
    /// When it is written.
    pub fn stage(&self) -> Stage {
        match self {
            Source::Builtin(_) | Source::Copy(_) => Stage::Asset,
            _ => Stage::Index,
        }
    }
}

/// Addresses of files whose names carry a fingerprint of their bytes, so that they may be kept forever.
#[derive(Clone, Debug, Default)]
pub struct Styled {
    /// The style sheet's.
    pub style: String,
    /// That of the portal's own rules; empty where it has none.
    pub own_style: String,
    /// The theme switch's.
    pub script: String,
    /// That of the previews.
    pub previews: String,
}

/// The rules that a portal adds to those of the theme.
const OWN_STYLE: &str = "static/own.css";

/// The files of `static/` whose address tells what is in them.
const STYLED: [&str; 4] = ["theme.css", "own.css", "theme.js", "previews.js"];
/// The length of the fingerprint in such an address, in characters.
const PRINT: usize = 8;

/// Whether an address is one of those that `styled` makes: what is there never changes.
pub fn is_fingerprinted(path: &str) -> bool {
    let name = path.strip_prefix("assets/").unwrap_or_default();
    let [stem, print, ending] = name.split('.').collect::<Vec<_>>()[..] else { return false };
    let is_print = print.len() == PRINT && print.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'));
    is_print && STYLED.iter().any(|file| file.rsplit_once('.') == Some((stem, ending)))
}

/// The addresses of the style sheets and the scripts.
pub fn styled(inputs: &Inputs) -> Styled {
    let named = |file: &str| {
        let text = inputs.text(&format!("static/{file}")).unwrap_or_default();
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        format!("assets/{stem}.{}.{ending}", Fingerprint::of(text.as_bytes()).base32(PRINT))
    };
    let has_own = inputs.files.contains_key(&SourcePath::new(OWN_STYLE));
    let own_style = if has_own { named("own.css") } else { String::new() };
    Styled { style: named("theme.css"), own_style, script: named("theme.js"), previews: named("previews.js") }
}

/// Every address of the site that is no page, with what is made there.
pub fn all(inputs: &Inputs, pages: &Pages, styled: &Styled) -> Checked<BTreeMap<OutPath, Source>> {
    let mut notes = Notes::default();
    let mut all = notes.take(distinct(files(inputs, styled), beside_texts(pages)));
    notes.extend(unreadable(inputs));
    for lang in pages.config.langs() {
        let lists: Vec<(Page, String)> =
            pages.desk(lang, |desk| lists::all(pages).map(|list| (list, desk.address(list))).collect()).value;
        all.extend(lists.iter().flat_map(|(list, page)| {
            Format::ALL.map(|format| (OutPath::new(&format.address(page)), Source::Citations(*list, format, lang)))
        }));
    }
    let parts = sitemap::parts(pages);
    all.insert(OutPath::new("robots.txt"), Source::Robots);
    if parts == 1 {
        all.insert(OutPath::new("sitemap.xml"), Source::Sitemap(1));
    } else {
        all.insert(OutPath::new("sitemap.xml"), Source::SitemapIndex(parts));
        all.extend((1..=parts).map(|n| (OutPath::new(&format!("sitemap-{n}.xml")), Source::Sitemap(n))));
    }
    for lang in pages.config.langs().filter(|_| pages.config.feeds) {
        let feeds = feed::addresses(pages, lang).into_iter();
        all.extend(feeds.map(|(page, address)| (OutPath::new(&address), Source::Feed(page, lang))));
    }
    all.extend(pages.config.langs().map(|lang| {
        let address = format!("{}data/calendar.ics", prefix(&pages.config, lang));
        (OutPath::new(&address), Source::Calendar(lang))
    }));
    notes.with(all)
}

/// The files that public texts show.
fn beside_texts(pages: &Pages) -> Vec<(OutPath, Source)> {
    let public = pages.assets.public(&pages.model.registry);
    public.into_iter().map(|path| (OutPath::new(&assets::address(&path)), Source::Copy(path))).collect()
}

/// Both lists in one, without files whose address is taken, also in other letters' case or as a folder: these are told of.
fn distinct(files: Vec<(OutPath, Source)>, beside: Vec<(OutPath, Source)>) -> Checked<BTreeMap<OutPath, Source>> {
    let mut notes = Notes::default();
    let mut all = BTreeMap::new();
    let mut taken: BTreeMap<String, Source> = BTreeMap::new();
    for (path, source) in files.into_iter().chain(beside) {
        let key = fold_address(path.as_str());
        if let (Some(first), Source::Copy(file)) = (taker(&taken, &key), &source) {
            let message = match first {
                Source::Copy(first) => format!("the address /{path} is also made from {first}"),
                _ => format!("the address /{path} is that of a file of the theme"),
            };
            let note = Diagnostic::error(route::TWICE, file, Span::default(), message);
            notes.push(
                note.help("rename one of the two; both `static/` and the folders of `content/` become `/assets/`"),
            );
            continue;
        }
        taken.insert(key, source.clone());
        all.insert(path, source);
    }
    notes.with(all)
}

/// What stands at an address, at one of its folders, or below it.
fn taker<'a>(taken: &'a BTreeMap<String, Source>, key: &str) -> Option<&'a Source> {
    let here = folders_of(key).chain([key]).find_map(|path| taken.get(path));
    let below = format!("{key}/");
    here.or_else(|| {
        let next = taken.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded)).next();
        next.filter(|(path, _)| path.starts_with(&below)).map(|(_, source)| source)
    })
}

/// Files of `static/` that are not published because they cannot be read.
fn unreadable(inputs: &Inputs) -> impl Iterator<Item = Diagnostic> {
    inputs.below("static/").filter_map(|(path, file)| match file {
        File::Unreadable { reason } => Some(Diagnostic::error(UNREADABLE, path, Span::default(), reason.clone())),
        _ => None,
    })
}

/// The files of `static/`: the portal's, and the built-in ones that it does not replace.
fn files(inputs: &Inputs, styled: &Styled) -> Vec<(OutPath, Source)> {
    let own: BTreeSet<&str> = inputs.below("static/").map(|(path, _)| path.as_str()).collect();
    let address = |path: &str| match path {
        "static/theme.css" => OutPath::new(&styled.style),
        OWN_STYLE => OutPath::new(&styled.own_style),
        "static/theme.js" => OutPath::new(&styled.script),
        "static/previews.js" => OutPath::new(&styled.previews),
        path => OutPath::new(&assets::address(&SourcePath::new(path))),
    };
    let readable = |path: &&&str| !matches!(inputs.files.get(&SourcePath::new(path)), Some(File::Unreadable { .. }));
    let copies = own.iter().filter(readable).map(|path| (address(path), Source::Copy(SourcePath::new(path))));
    let builtin = defaults::below("static/").filter(|(path, _)| !own.contains(path));
    copies.chain(builtin.map(|(path, _)| (address(path), Source::Builtin(path)))).collect()
}
