//! What readers see: from the front page along every link, style, script and feed. Nothing that is met may be missing.

use std::collections::{BTreeMap, BTreeSet};

/// Follows all links from the front page; says what is referred to and missing. `base` is the site's path, with slashes at both ends.
pub fn missing(base: &str, fetch: &dyn Fn(&str) -> Option<Vec<u8>>) -> Vec<String> {
    let mut seen: BTreeMap<String, bool> = BTreeMap::new();
    let mut broken = BTreeSet::new();
    let Some(home) = fetch("index.html") else { return Vec::new() };
    let mut open = vec![("index.html".to_owned(), home)];
    while let Some((path, bytes)) = open.pop() {
        for link in links(&String::from_utf8_lossy(&bytes)) {
            let Some(target) = local(base, &path, &link) else { continue };
            let is_there = match seen.get(&target) {
                Some(known) => *known,
                None => {
                    let found = fetch(&target);
                    seen.insert(target.clone(), found.is_some());
                    let is_there = found.is_some();
                    open.extend(found.filter(|_| target.ends_with(".html")).map(|bytes| (target.clone(), bytes)));
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

/// How many pages there are to be met.
pub fn links(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in [" href=\"", " src=\"", "url="] {
        for (at, _) in html.match_indices(name) {
            let rest = &html[at + name.len()..];
            found.push(rest[..rest.find('"').unwrap_or(0)].replace("&amp;", "&"));
        }
    }
    found
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
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path })
}
