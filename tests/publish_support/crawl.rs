//! What readers and search engines see: from the front page, the sitemap and the page for lost addresses along every link, style, script,
//! feed and whole address. Nothing that is met may be missing.

use std::collections::{BTreeMap, BTreeSet};

/// Where a crawl begins; who asks for the rest knows it from here.
const ENTRANCES: [&str; 4] = ["index.html", "404.html", "robots.txt", "sitemap.xml"];
/// What an address cannot go on with, wherever it stands: in markup, data, styles, and in files for reference managers inside of links.
pub const ENDS: &[char] = &['"', '<', '\'', ' ', '\r', '\n', '}', '%', '\\', ')', ',', '#', '?'];

/// Follows everything from the entrances; says what is referred to and missing. `url` is the site's address, with a slash at its end.
pub fn missing(url: &str, fetch: &dyn Fn(&str) -> Option<Vec<u8>>) -> Vec<String> {
    let base = &url[url.find("//").map_or(0, |at| at + 2)..];
    let base = &base[base.find('/').expect("a path")..];
    let mut seen: BTreeMap<String, bool> = BTreeMap::new();
    let mut broken = BTreeSet::new();
    let mut open: Vec<_> = ENTRANCES.iter().filter_map(|path| Some(((*path).to_owned(), fetch(path)?))).collect();
    while let Some((path, bytes)) = open.pop() {
        let text = text(&bytes);
        let links = links(&path, &text).into_iter().filter_map(|link| local(base, &path, &link));
        for target in links.chain(whole(url, &text).map(file)) {
            let is_there = match seen.get(&target) {
                Some(known) => *known,
                None => {
                    let found = fetch(&target);
                    let is_there = found.is_some();
                    seen.insert(target.clone(), is_there);
                    open.extend(found.filter(|_| is_text(&target)).map(|bytes| (target.clone(), bytes)));
                    is_there
                }
            };
            if !is_there {
                broken.insert(format!("{path} → {target}"));
            }
        }
    }
    broken.into_iter().collect()
}

/// The text of a file, its lines as they were before a calendar folded them.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n ", "")
}

fn is_text(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, end)| ["html", "xml", "css", "js", "json", "bib", "ris", "ics", "txt"].contains(&end))
}

/// The links of a page or a feed, and the files that a style sheet wants.
pub fn links(path: &str, text: &str) -> Vec<String> {
    let marks: &[(&str, char)] = match path.rsplit_once('.') {
        Some((_, "html" | "xml")) => &[(" href=\"", '"'), (" src=\"", '"'), ("url=", '"')],
        Some((_, "css")) => &[("url(", ')')],
        _ => &[],
    };
    let mut found = Vec::new();
    for (mark, end) in marks {
        for (at, _) in text.match_indices(mark) {
            let rest = &text[at + mark.len()..];
            found.push(rest[..rest.find(*end).unwrap_or(0)].trim_matches(['"', '\'']).replace("&amp;", "&"));
        }
    }
    found
}

/// What stands behind the site's own address, wherever the whole of it is written.
pub fn whole<'a>(url: &'a str, text: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(url).skip(1).map(|rest| rest.split(ENDS).next().unwrap_or_default())
}

/// The file that a link leads to; `None` for other sites.
fn local(base: &str, page: &str, link: &str) -> Option<String> {
    let link = link.split(['#', '?']).next().unwrap_or_default();
    if link.is_empty() || link.contains(':') || link.starts_with("//") {
        return None;
    }
    let path = match link.strip_prefix('/') {
        Some(_) => link.strip_prefix(base)?.to_owned(),
        None => {
            let mut parts: Vec<&str> = page.split('/').collect();
            parts.pop();
            for part in link.split('/') {
                match part {
                    ".." => drop(parts.pop()),
                    "." => {}
                    part => parts.push(part),
                }
            }
            parts.join("/")
        }
    };
    Some(file(&path))
}

/// The file that a server answers a path with.
fn file(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}
