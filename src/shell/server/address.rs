//! What the path of a request means: an output of the site, a way to one, or nothing. Touches no file: what is no output is not there.

use crate::base::html::hex_pair;
use crate::base::path::OutPath;
use crate::pipeline::Site;

/// What is at an address.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// This output, or the page that says that there is none.
    Output(OutPath),
    /// Another address.
    Elsewhere(String),
}

/// An address that no site has, for what is asked for and is nowhere: a file is no folder. What is made for it is the page that says so.
pub fn nowhere() -> OutPath {
    OutPath::new("404.html/")
}

/// Finds `path`, as it was written in the request.
pub fn find(site: Option<&Site>, path: &str) -> Option<Found> {
    let Some(site) = site else {
        let text = decode(path)?;
        return Some(Found::Output(OutPath::of_address(text.trim_start_matches('/'))));
    };
    let base = site.base_path();
    if base != "/" && (path == "/" || is_same(&format!("{path}/"), base)) {
        return Some(Found::Elsewhere(base.to_owned()));
    }
    let below = below(path, base)?;
    let rest = below.strip_prefix('/')?;
    let output = OutPath::of_address(rest);
    if !site.has(&output) && !rest.ends_with('/') && site.has(&OutPath::of_address(&format!("{rest}/"))) {
        return Some(Found::Elsewhere(format!("{path}/")));
    }
    Some(Found::Output(output))
}

/// Whether two paths are one in two spellings.
fn is_same(path: &str, other: &str) -> bool {
    path == other || unescape(path).is_some_and(|path| Some(path) == unescape(other))
}

/// What follows the path of the site in that of a request, decoded, with the slash between them.
fn below(path: &str, base: &str) -> Option<String> {
    let end = path.match_indices('/').nth(base.matches('/').count() - 1).map(|(at, _)| at)?;
    if !is_same(&path[..=end], base) {
        return None;
    }
    decode(&path[end..])
}

/// The path without percent signs; nothing for one that no link of a site has: with a `..`, a dot file, a backslash or a NUL in
/// any spelling. It is decoded once.
fn decode(path: &str) -> Option<String> {
    let text = unescape(path)?;
    let parts: Vec<&str> = text.strip_prefix('/')?.split('/').collect();
    let (last, folders) = parts.split_last()?;
    let is_plain = !text.contains(|c: char| c.is_control() || c == '\\');
    let has_dots = parts.iter().any(|part| part.starts_with('.'));
    let is_whole = folders.iter().all(|part| !part.is_empty()) && (!last.is_empty() || text.ends_with('/'));
    (is_plain && !has_dots && is_whole).then_some(text)
}

/// What percent signs stand for; nothing where that is no text.
fn unescape(path: &str) -> Option<String> {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] != b'%' {
            out.push(bytes[i]);
            i += 1;
            continue;
        }
        out.push(path.get(i + 1..i + 3).and_then(hex_pair)?);
        i += 3;
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::{below, decode, is_same};

    #[test]
    fn the_path_of_a_site_has_more_than_one_spelling() {
        assert_eq!(below("/a/b", "/").as_deref(), Some("/a/b"));
        assert_eq!(below("/a%20b/people/", "/a%20b/").as_deref(), Some("/people/"));
        assert_eq!(below("/%c3%b6l/people/", "/%C3%B6l/").as_deref(), Some("/people/"));
        assert_eq!(below("/.well/a", "/.well/").as_deref(), Some("/a"));
        assert!(is_same("/a%20b/", "/%61%20b/"));
        for path in ["/a", "/other/a", "/.well/.git/", "/.well/../a", "/.well//a", "/.well/%2e%2e/a", "/.well%2fa/b"] {
            assert_eq!(below(path, "/.well/"), None, "{path}");
        }
    }

    #[test]
    fn paths_are_decoded_once() {
        assert_eq!(decode("/people/a/").as_deref(), Some("/people/a/"));
        assert_eq!(decode("/assets/%E6%96%87%20a.pdf").as_deref(), Some("/assets/文 a.pdf"));
        assert_eq!(decode("/%252e%252e/").as_deref(), Some("/%2e%2e/"));
        assert_eq!(decode("/").as_deref(), Some("/"));
    }

    #[test]
    fn ways_out_are_no_paths() {
        for path in [
            "",
            "*",
            "a",
            "/..",
            "/../a",
            "/a/../b",
            "/%2e%2e/a",
            "/%2E./a",
            "/a/%2e%2e%2fb",
            "/.git/config",
            "/a/.env",
            "/%2egit/",
            "/a%00b",
            "/a%0ab",
            "/..%5ca",
            "/a\\b",
            "//evil.example/",
            "/a//b",
            "/%2fa",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "/%+1",
        ] {
            assert_eq!(decode(path), None, "{path}");
        }
    }
}
