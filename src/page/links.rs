//! Checks that every link inside the portal leads somewhere: pages, places on pages, files. Knows anchors from parsing, not from HTML.

use super::Pages;
use super::address::menu_address;
use super::assets::{Address, address, kind_of, portrait, shared};
use super::route::Page;
use crate::base::diag::{Code, Diagnostic};
use crate::base::html::percent_decode;
use crate::base::lang::Lang;
use crate::base::parallel;
use crate::base::path::{OutPath, SourcePath};
use crate::base::span::{Span, Spanned};
use crate::entity::own::withheld_place;
use crate::entity::resolve::Target;
use crate::entity::{Item, ItemId};
use crate::input::UNREADABLE;
use crate::model::{rows, status};
use crate::parse::{Body, Edition};

const PAGE: Code = Code("link/no-page");
const ANCHOR: Code = Code("link/no-anchor");
const FILE: Code = Code("link/no-file");

/// With so many places of a page a misspelt one is compared.
const MOST_COMPARED: usize = 500;

/// So many links of one text that lead nowhere are told: whoever mends these sees the next ones.
const MOST_TOLD: usize = 1_000;

/// Tells which addresses are no pages and yet made: files, feeds and calendars.
type Files<'a> = &'a (dyn Fn(&OutPath) -> bool + Sync);

/// Every link that leads nowhere.
pub fn check(pages: &Pages, files: Files<'_>) -> Vec<Diagnostic> {
    let ids: Vec<ItemId> = (0..pages.model.registry.items.len()).map(|i| ItemId(i as u32)).collect();
    let found = parallel::map(&ids, |id| {
        let item = pages.model.registry.get(*id);
        let own = item.editions.iter();
        let own = own.flat_map(|(lang, e)| edition(pages, files, Some(*id), e, pages.model.targets_of(*id, lang)));
        let image = portrait(item).and_then(|(edition, image)| {
            file(pages, edition, &image.value, image.span, "the path is relative to this file's folder")
        });
        own.chain(image).collect::<Vec<_>>()
    });
    let intros = pages.model.registry.intros.iter().enumerate();
    let intros = intros.flat_map(|(place, intro)| {
        let own = intro.editions.iter();
        own.flat_map(move |(lang, e)| edition(pages, files, None, e, pages.model.intro_targets(place, lang)))
    });
    found.into_iter().flatten().chain(intros).chain(menu(pages)).chain(image(pages, files)).collect()
}

/// The portal's picture for links to it, where `static/` has no such file.
fn image(pages: &Pages, files: Files<'_>) -> Vec<Diagnostic> {
    let Some(Spanned { value, span }) = &pages.config.image else { return Vec::new() };
    let paths = value.all.iter().chain(value.by.iter().map(|(_, path)| path));
    let lost = paths.filter(|path| !files(&OutPath::new(&address(&shared(path)))));
    let note = |path: &String| {
        let message = format!("there is no file `static/{}`", crate::base::tree::short(path));
        Diagnostic::error(FILE, &SourcePath::new("site.toml"), *span, message)
            .help("`image` names a file of `static/` by its path there")
    };
    lost.map(note).collect()
}

/// Entries of the menu that lead to no page. Pages come from the content, so this is no mistake that keeps a site from being made.
fn menu(pages: &Pages) -> Vec<Diagnostic> {
    let file = SourcePath::new("site.toml");
    let inside = pages.config.menu.iter().filter(|entry| !entry.external).map(|entry| &entry.target);
    let in_language = |address: &str| {
        address.split('/').next().and_then(|code| pages.config.lang(code)).is_some_and(|lang| lang != Lang::DEFAULT)
    };
    let lost = inside.filter(|target| {
        let address = menu_address(&target.value);
        in_language(&address) || pages.routes.get(&OutPath::of_address(&address)).is_none()
    });
    let note = |target: &Spanned<String>| {
        let address = menu_address(&target.value);
        if in_language(&address) {
            let message = format!("`{}` has a language in it", crate::base::tree::short(&target.value));
            let note = Diagnostic::error(PAGE, &file, target.span, message);
            let bare = address.split_once('/').map_or("", |(_, page)| page);
            return note.help(format!("write `/{bare}`: each reader's menu leads to the page in the own language"));
        }
        let message = format!("no page has the address `/{}`", crate::base::tree::short(&menu_address(&target.value)));
        let own = pages.routes.all.iter().filter(|route| route.lang == Lang::DEFAULT);
        let known = own.map(|route| route.path.address().trim_matches('/'));
        let near = crate::base::near::did_you_mean(target.value.trim_matches('/'), known);
        Diagnostic::error(PAGE, &file, target.span, message)
            .maybe_help(near)
            .help("an entry that leads to another site has `url` instead of `page`")
    };
    lost.map(note).collect()
}

/// The links of a text that lead nowhere; the introduction of a folder is a text of no item.
fn edition(
    pages: &Pages,
    files: Files<'_>,
    id: Option<ItemId>,
    edition: &Edition,
    targets: &[Target],
) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for place in &edition.body.pointers {
        if notes.len() >= MOST_TOLD {
            break;
        }
        let mention = &edition.body.mentions[*place as usize];
        let (Some(fragment), Some(Target::Item(item))) = (&mention.fragment, targets.get(*place as usize)) else {
            continue;
        };
        notes.extend(anchor(pages, *item, &fragment.value, edition, fragment.span));
    }
    for written in &edition.body.links {
        if notes.len() >= MOST_TOLD {
            break;
        }
        notes.extend(link(pages, files, id, edition, written));
    }
    notes
}

fn link(
    pages: &Pages,
    files: Files<'_>,
    id: Option<ItemId>,
    edition: &Edition,
    written: &Spanned<String>,
) -> Option<Diagnostic> {
    let (target, span) = (written.value.as_str(), written.span);
    match (kind_of(target), id) {
        (Address::Fragment(""), _) => None,
        (Address::Fragment(fragment), Some(id)) => anchor(pages, id, fragment, edition, span),
        (Address::Fragment(fragment), None) => {
            let known = || edition.body.anchors.iter().map(|a| a.value.as_str()).take(MOST_COMPARED).collect();
            let is_missing = edition.body.anchored(fragment).is_empty();
            is_missing.then(|| no_anchor("this text", fragment, known(), edition, span))
        }
        (Address::Page(page), _) => {
            let path = OutPath::of_address(page.split(['#', '?']).next().unwrap_or(page));
            let Some(route) = pages.routes.get(&path) else {
                if files(&OutPath::new(&percent_decode(path.as_str()))) {
                    return None;
                }
                let message = format!("no page has the address `{}`", crate::base::tree::short(target));
                let note = Diagnostic::error(PAGE, &edition.path, span, message);
                let hint = match page.starts_with("assets/") || page.starts_with("static/") {
                    true => {
                        "a file of `static/` has the address `/assets/…`; one beside the text is named by its path from there"
                    }
                    false => "name the thing in double brackets, `[[people/jane-doe]]`: that works in every language",
                };
                return Some(note.help(hint));
            };
            // The theme's own places have a dot in their names, and authors' never do.
            let fragment =
                page.split_once('#').map(|(_, fragment)| fragment).filter(|f| !f.is_empty() && !f.contains('.'));
            match (route.page, fragment) {
                (Page::Item(id), Some(fragment)) => anchor(pages, id, fragment, edition, span),
                _ => None,
            }
        }
        (Address::File, _) => {
            let hint = "the path is relative to the text's folder; a link to another site begins with `https://`";
            file(pages, edition, target, span, hint)
        }
    }
}

/// What keeps the file that a text shows from being published.
fn file(pages: &Pages, edition: &Edition, target: &str, span: Span, hint: &str) -> Option<Diagnostic> {
    let shown = crate::base::tree::short(target);
    if let Some(why) = pages.assets.problem(edition, target) {
        let message = format!("`{shown}` cannot be published: {why}");
        let note = Diagnostic::error(UNREADABLE, &edition.path, span, message);
        return Some(note.help("put the file itself in its place"));
    }
    let message = format!("there is no file `{shown}`");
    let is_missing = pages.assets.find(edition, target).is_none();
    is_missing.then(|| Diagnostic::error(FILE, &edition.path, span, message).help(hint))
}

fn anchor(pages: &Pages, id: ItemId, fragment: &str, edition: &Edition, span: Span) -> Option<Diagnostic> {
    let item = pages.model.registry.get(id);
    if has_anchor(pages, id, item, fragment) {
        return None;
    }
    if item.withholds(fragment) {
        return Some(withheld_place(&edition.path, &format!("{}#{fragment}", item.id), span));
    }
    let statements = rows(&pages.model.of_document, id).iter().map(|(_, s)| pages.model.statement(*s));
    let named = statements.filter(|s| s.named).map(|s| s.sid.as_str());
    // Many wrong places on a page of many would be compared with each other.
    let known: Vec<&str> = named.chain(anchors(item)).take(MOST_COMPARED).collect();
    Some(no_anchor(&format!("`{}`", item.id), fragment, known, edition, span))
}

/// The anchors that an item's public texts make by themselves.
fn anchors(item: &Item) -> impl Iterator<Item = &str> {
    let bodies = item.editions.iter().map(|(_, edition)| &edition.body);
    let shown = bodies.flat_map(|body| body.anchors.iter().filter(|anchor| body.shows(anchor, item.publish())));
    shown.map(|anchor| anchor.value.as_str())
}

fn no_anchor(what: &str, fragment: &str, known: Vec<&str>, edition: &Edition, span: Span) -> Diagnostic {
    let message = format!("{what} has no place named `#{}`", crate::base::tree::short(fragment));
    let near = crate::base::near::did_you_mean(fragment, known.iter().copied());
    let note = Diagnostic::error(ANCHOR, &edition.path, span, message).maybe_help(near);
    let list: Vec<&str> = known.iter().take(12).copied().collect();
    note.help(format!("places there: {}", if list.is_empty() { "none".to_owned() } else { list.join(", ") }))
}

fn has_anchor(pages: &Pages, id: ItemId, item: &Item, fragment: &str) -> bool {
    let bodies = || item.editions.iter().map(|(_, edition)| &edition.body);
    let own = || bodies().any(|body| body.shows_place(fragment, item.publish()));
    let note = || fragment.strip_prefix("n.").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let called = |body: &Body| body.heading_called(fragment).is_some_and(|name| body.shows_place(name, item.publish()));
    status::find(&pages.model, id, fragment).is_some() || own() || note() || bodies().any(called)
}
