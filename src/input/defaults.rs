//! The theme, the strings and the styles that are part of the program. A portal's own files of the same path come first.

/// The built-in file at `path`, where there is one.
pub fn get(path: &str) -> Option<&'static str> {
    ALL.binary_search_by_key(&path, |(name, _)| name).ok().map(|i| ALL[i].1)
}

/// Every built-in file below `folder` (with its slash), by path.
pub fn below(folder: &str) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    ALL.iter().filter(move |(path, _)| path.starts_with(folder))
}

macro_rules! builtin {
    ($($path:literal),* $(,)?) => {
        /// Sorted by path; a test holds the list against the folders.
        const ALL: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../", $path)))),*];
    };
}

builtin![
    "i18n/en.toml",
    "i18n/zh.toml",
    "static/previews.js",
    "static/theme.css",
    "static/theme.js",
    "templates/404.html",
    "templates/balance.html",
    "templates/base.html",
    "templates/components/cite.html",
    "templates/components/drawing.html",
    "templates/components/frame.html",
    "templates/components/item.html",
    "templates/components/list.html",
    "templates/components/side.html",
    "templates/components/sides.html",
    "templates/components/statement.html",
    "templates/document.html",
    "templates/documents.html",
    "templates/event.html",
    "templates/events.html",
    "templates/home.html",
    "templates/mentions.html",
    "templates/network.html",
    "templates/organization.html",
    "templates/organizations.html",
    "templates/page.html",
    "templates/people.html",
    "templates/person.html",
    "templates/proposals.html",
    "templates/redirect.html",
    "templates/side.html",
    "templates/statements.html",
    "templates/term.html",
    "templates/terms.html",
    "templates/theme.html",
    "templates/themes.html",
    "templates/timeline.html",
];
