//! `sitemap.xml` with the alternates of each page, and `robots.txt`. Pages that are missing in a language are not in it.

use crate::base::date::Date;
use crate::base::html::attr;
use crate::base::lang::Lang;
use crate::page::route::{Page, Route};
use crate::page::{Desk, Pages};
use std::fmt::Write;

/// Most addresses that one sitemap may hold, by the protocol's rules (sitemaps.org).
const MOST: usize = 50_000;

/// How many pages a sitemap of this portal has: each stands there with its address in every language, and the protocol allows 50 MB.
fn pages_per_part(pages: &Pages) -> usize {
    MOST / pages.config.languages.len().max(1)
}

/// The pages that are listed, in order: real ones, the newest page of each list and the numbered ones.
pub fn listed(pages: &Pages) -> Vec<&Route> {
    let real = |route: &&Route| {
        let shown = || pages.desk(route.lang, |desk| desk.shown_in(route.page)).value;
        !matches!(route.page, Page::Missing | Page::Redirect(_)) && shown() == route.lang
    };
    pages.routes.all.iter().filter(real).collect()
}

/// How many sitemaps the pages need.
pub fn parts(pages: &Pages) -> usize {
    match pages.routes.all.len() {
        few if few <= pages_per_part(pages) => 1,
        _ => listed(pages).len().div_ceil(pages_per_part(pages)).max(1),
    }
}

/// One sitemap: all pages if they fit, else the `part`th portion, counted from 1.
pub fn sitemap(pages: &Pages, part: usize) -> Vec<u8> {
    let all = listed(pages);
    let size = pages_per_part(pages);
    let from = part.saturating_sub(1) * size;
    let own = &all[from.min(all.len())..(from + size).min(all.len())];
    let several = pages.config.languages.len() > 1;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"",
    );
    xml.push_str(if several { " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n" } else { ">\n" });
    for route in own {
        pages.desk(route.lang, |desk| url(desk, route.page, several, &mut xml));
    }
    xml.push_str("</urlset>\n");
    xml.into_bytes()
}

fn url(desk: Desk<'_>, page: Page, several: bool, xml: &mut String) {
    let _ = write!(xml, "<url><loc>{}</loc>", attr(&desk.absolute(&desk.address(page))));
    if let Page::Item(id) = page {
        let date = desk.model().registry.get(id).document().map(|d| d.date);
        if let Some(date) = date.filter(|d| *d != Date::UNDATED) {
            let _ = write!(xml, "<lastmod>{}</lastmod>", date.first().iso());
        }
    }
    if several {
        alternates(desk, page, xml);
    }
    xml.push_str("</url>\n");
}

fn alternates(desk: Desk<'_>, page: Page, xml: &mut String) {
    let config = &desk.pages.config;
    let has = |lang: &Lang| match page {
        Page::Item(id) => desk.exists_in(desk.pages.model.registry.get(id), *lang),
        _ => true,
    };
    let langs: Vec<Lang> = config.langs().filter(has).collect();
    if langs.len() < 2 {
        return;
    }
    for lang in langs {
        let href = desk.absolute(&desk.address_in(page, lang));
        let tag = &config.language(lang).tag;
        let _ = write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{}\"/>", attr(&href));
    }
}

/// The list of sitemaps, where there are several.
pub fn index(pages: &Pages, parts: usize) -> Vec<u8> {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for part in 1..=parts {
        let _ = writeln!(xml, "<sitemap><loc>{}sitemap-{part}.xml</loc></sitemap>", attr(&pages.config.base_url));
    }
    xml.push_str("</sitemapindex>\n");
    xml.into_bytes()
}

/// `robots.txt`: everything may be read.
pub fn robots(pages: &Pages) -> Vec<u8> {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", pages.config.base_url).into_bytes()
}
