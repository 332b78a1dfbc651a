//! What a host is told besides the pages: how long files may be kept, where pages have moved to, files of its own. Makes texts;
//! sends nothing.

use crate::base::glob;
use crate::input::config::{Host, Target};
use crate::output::files::is_fingerprinted;
use std::fmt::Write as _;

/// For names that carry a fingerprint: their bytes never change.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// For files that keep their name when they change.
const HOUR: &str = "public, max-age=3600";
/// For pages, feeds and data.
const MINUTES: &str = "public, max-age=300";
/// As many rules and redirects Cloudflare Pages reads; Netlify sets no limit.
const MOST_RULES: usize = 100;
const MOST_REDIRECTS: usize = 2000;

/// The `cache-control` of a file.
pub fn cache(target: &Target, path: &str) -> String {
    let own = target.cache.iter().find(|(pattern, _)| glob::matches(pattern, path));
    let value = match own {
        Some((_, value)) => value,
        None if is_fingerprinted(path) => FOREVER,
        None if path.starts_with("assets/") => HOUR,
        None => MINUTES,
    };
    value.to_owned()
}

/// A page that has moved: addresses relative to the site.
pub type Moved = (String, String);

/// The host's own files, by path. `base_path` has a slash at both ends.
pub fn files<'a>(
    target: &Target,
    base_path: &str,
    moved: &[Moved],
    paths: impl Iterator<Item = &'a str>,
) -> Vec<(&'static str, String)> {
    let mut files = Vec::new();
    match target.host {
        Host::Plain => {}
        Host::Pages => files.push((".nojekyll", String::new())),
        Host::Netlify | Host::Cloudflare => {
            files.push(("_headers", headers(target, base_path, paths)));
            files.push(("_redirects", redirects(target.host, base_path, moved)));
        }
    }
    if let Some(name) = &target.cname {
        files.push(("CNAME", format!("{name}\n")));
    }
    files
}

/// What a host does not read of its own files, because there is too much of it; nothing where it reads all.
pub fn unread(target: &Target, moved: &[Moved], paths: impl Iterator<Item = impl AsRef<str>>) -> Option<String> {
    if target.host != Host::Cloudflare {
        return None;
    }
    let rules = target.cache.len() + paths.filter(|path| is_fingerprinted(path.as_ref())).count();
    let over = [(rules, MOST_RULES, "rules of `_headers`"), (moved.len(), MOST_REDIRECTS, "redirects of former ids")];
    let (all, most, what) = over.into_iter().find(|(all, most, _)| all > most)?;
    Some(format!("Cloudflare Pages reads {most} {what}: the last {} of {all} are left out", all - most))
}

/// These hosts keep pages for no time unless told otherwise, and join the values of all rules that match: so there is one rule for
/// each fingerprinted file and each pattern of the target, and none for the rest.
fn headers<'a>(target: &Target, base_path: &str, paths: impl Iterator<Item = &'a str>) -> String {
    let is_own = |path: &&str| !target.cache.iter().any(|(pattern, _)| glob::matches(pattern, path));
    let files = paths.filter(|path| is_fingerprinted(path)).filter(is_own).map(|path| (path.to_owned(), FOREVER));
    let own = target.cache.iter().map(|(pattern, value)| (address_pattern(pattern), value.as_str()));
    let mut text = String::new();
    let most = if target.host == Host::Cloudflare { MOST_RULES } else { usize::MAX };
    for (path, value) in own.chain(files).take(most) {
        let _ = write!(text, "{base_path}{}\n  Cache-Control: {value}\n", escape(&path));
    }
    text
}

/// A pattern of paths as one of the addresses that readers ask for: these hosts know one star, which goes past slashes, and a page by its folder.
fn address_pattern(pattern: &str) -> String {
    let pattern = pattern.replace("**/", "*").replace("**", "*");
    match pattern.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with(['/', '*']) => folder.to_owned(),
        _ => pattern,
    }
}

/// Netlify prefers a file to a redirect unless the redirect insists; Cloudflare always prefers the redirect.
fn redirects(host: Host, base_path: &str, moved: &[Moved]) -> String {
    let status = if host == Host::Netlify { "301!" } else { "301" };
    let mut text = String::new();
    let most = if host == Host::Cloudflare { MOST_REDIRECTS } else { usize::MAX };
    for (from, to) in moved.iter().take(most) {
        let _ = writeln!(text, "{base_path}{} {base_path}{} {status}", escape(from), escape(to));
    }
    text
}

/// A path as in an address, without white space that would end it.
fn escape(path: &str) -> String {
    let escape = |c: char| match c {
        ' ' => "%20".to_owned(),
        c if c.is_control() => String::new(),
        c => c.to_string(),
    };
    path.chars().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_fingerprint_are_kept_forever() {
        let target = Target { cache: vec![("**/*.pdf".to_owned(), "private".to_owned())], ..Target::default() };
        assert_eq!(cache(&target, "assets/theme.k2vqp3xa.css"), FOREVER);
        assert_eq!(cache(&target, "assets/theme.css"), HOUR);
        assert_eq!(cache(&target, "people/a/index.html"), MINUTES);
        assert_eq!(cache(&target, "assets/x/a.pdf"), "private");
    }

    #[test]
    fn hosts_get_their_own_files() {
        let moved = [("people/old/".to_owned(), "people/new/".to_owned())];
        let paths = || ["assets/theme.k2vqp3xa.css", "index.html"].into_iter();
        let target = Target { host: Host::Netlify, ..Target::default() };
        let made = files(&target, "/portal/", &moved, paths());
        assert_eq!(made[0], ("_headers", format!("/portal/assets/theme.k2vqp3xa.css\n  Cache-Control: {FOREVER}\n")));
        assert_eq!(made[1], ("_redirects", "/portal/people/old/ /portal/people/new/ 301!\n".to_owned()));
        let own = |pattern: &str| Target {
            host: Host::Netlify,
            cache: vec![(pattern.to_owned(), "no-store".to_owned())],
            ..Target::default()
        };
        for (pattern, address) in [
            ("people/*/index.html", "people/*/"),
            ("index.html", ""),
            ("**/index.html", "*"),
            ("assets/*.pdf", "assets/*.pdf"),
        ] {
            let made = &files(&own(pattern), "/", &moved, paths())[0].1;
            assert!(made.starts_with(&format!("/{address}\n  Cache-Control: no-store\n")), "{pattern}: {made}");
        }
        let many: Vec<_> = (0..2001).map(|n| (format!("a/{n}/"), format!("b/{n}/"))).collect();
        assert_eq!(unread(&target, &many, paths()), None);
        let target = Target { host: Host::Cloudflare, ..Target::default() };
        let said = unread(&target, &many, paths()).expect("there are too many");
        assert!(said.contains("the last 1 of 2001"), "{said}");
        assert_eq!(files(&target, "/", &many, paths())[1].1.lines().count(), 2000);
        let target = Target { host: Host::Pages, cname: Some("portal.example".to_owned()), ..Target::default() };
        let names: Vec<_> = files(&target, "/", &moved, paths()).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, [".nojekyll", "CNAME"]);
        assert_eq!(files(&Target::default(), "/", &moved, paths()), []);
    }
}
