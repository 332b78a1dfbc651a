//! Patterns for paths: `*` is anything but a slash, `**` is anything at all, `?` is one character. Does not look at files.

/// Whether the whole of `path` is what `pattern` describes.
pub fn matches(pattern: &str, path: &str) -> bool {
    let Some(first) = pattern.chars().next() else { return path.is_empty() };
    if let Some(rest) = pattern.strip_prefix("**") {
        // `**/` is any folders, or none: what follows it begins a name.
        if let Some(rest) = rest.strip_prefix('/') {
            let begins = |end: &&str| end.len() == path.len() || path[..path.len() - end.len()].ends_with('/');
            return ends(path).filter(begins).any(|end| matches(rest, end));
        }
        return ends(path).any(|end| matches(rest, end));
    }
    if first == '*' {
        let within = path.find('/').unwrap_or(path.len());
        return ends(path).take_while(|end| path.len() - end.len() <= within).any(|end| matches(&pattern[1..], end));
    }
    let mut chars = path.chars();
    let fits = chars.next().is_some_and(|c| c == first || (first == '?' && c != '/'));
    fits && matches(&pattern[first.len_utf8()..], chars.as_str())
}

/// Every end of a text, the longest first, the empty one last.
fn ends(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, _)| &text[at..]).chain([""])
}

/// The longest pattern: matching takes time that grows with the stars in it.
pub const MAX_PATTERN: usize = 200;
/// As many stars may be in a pattern.
pub const MAX_STARS: usize = 4;

/// Whether a pattern is short and simple enough to be matched with many paths.
pub fn is_modest(pattern: &str) -> bool {
    pattern.len() <= MAX_PATTERN && pattern.replace("**", "*").matches('*').count() <= MAX_STARS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stop_at_slashes_and_double_stars_do_not() {
        for (pattern, path) in [
            ("assets/*.pdf", "assets/a.pdf"),
            ("**/*.pdf", "assets/x/a.pdf"),
            ("**/*.pdf", "a.pdf"),
            ("a/**/b.css", "a/b.css"),
            ("**", "a/b/文.html"),
            ("data/**", "data/a/b"),
            ("?.css", "文.css"),
            ("", ""),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("assets/*.pdf", "assets/x/a.pdf"),
            ("*.pdf", "a/b.pdf"),
            ("a", "ab"),
            ("data/**", "dat/a"),
            ("?", "/"),
            ("**/cite.json", "xcite.json"),
        ] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn patterns_with_many_stars_are_not_modest() {
        assert!(is_modest("**/*.pdf"));
        assert!(!is_modest("*a*a*a*a*a*b"));
    }
}
