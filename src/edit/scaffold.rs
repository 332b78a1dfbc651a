//! The beginnings of files: what `new` puts into an empty one, and the small portal that `init` makes. Writes no file.

use crate::base::date::Day;
use crate::base::fold::{MAX_ID, slug};
use crate::base::path::SourcePath;
use crate::input::defaults;
use crate::parse::Kind;

/// Where the file for `name` belongs. A document's id begins with the day.
pub fn path(kind: Kind, name: &str, today: Day) -> SourcePath {
    match kind {
        Kind::Document => path_of(kind, &format!("{}-{}", today.iso(), slug(name))),
        _ => path_of(kind, &slug(name)),
    }
}

/// Where a file with this id lies.
pub fn path_of(kind: Kind, id: &str) -> SourcePath {
    let mut id = id.to_owned();
    id.truncate(MAX_ID);
    SourcePath::new(&format!("content/{}/{}.md", kind.folder(), id.trim_end_matches('-')))
}

/// The interface strings of a language, to translate or to change: the built-in ones where there are such, else the English.
pub fn strings(code: &str) -> (SourcePath, String) {
    let path = format!("i18n/{code}.toml");
    let text = defaults::get(&path).or_else(|| defaults::get("i18n/en.toml")).unwrap_or_default();
    (SourcePath::new(&path), catalogue(text))
}

/// A template of the theme, to change; none if there is none of that name, with or without `.html`.
pub fn template(name: &str) -> Option<(SourcePath, String)> {
    let path = format!("templates/{}.html", name.strip_suffix(".html").unwrap_or(name));
    defaults::get(&path).map(|text| (SourcePath::new(&path), text.to_owned()))
}

/// The templates that a portal may have in its own form, as `template` takes them.
pub fn templates() -> impl Iterator<Item = &'static str> {
    let names = defaults::below("templates/").map(|(path, _)| path.trim_start_matches("templates/"));
    names.filter_map(|name| name.strip_suffix(".html"))
}

/// A catalogue with every string as a remark, so that `check` goes on to list those that are not translated.
fn catalogue(text: &str) -> String {
    let lines = text.lines().skip_while(|line| line.starts_with('#') || line.is_empty()).map(|line| {
        let is_string = line.contains(" = ") && !line.starts_with('#');
        if is_string { format!("# {line}\n") } else { format!("{line}\n") }
    });
    let head = "# Translate a string and take away the `# ` before it. {name} is filled in; a table with `other` holds plural forms.\n\n";
    std::iter::once(head.to_owned()).chain(lines).collect()
}

/// What the file for `name` begins with.
pub fn text(kind: Kind, name: &str, today: Day) -> String {
    let (name, today) = (yaml(name), today.iso());
    match kind {
        Kind::Document => format!(
            "---\ntitle: {name}\ndate: {today}  # when it was published\ntype: news  # or speech, statement, report, interview …\n\
             outlet:  # who published it: an organization's id or name\nurl:  # of the original\nsaid:  # when the words were said, \
             if that was another day\nevent:\nthemes: []\nsummary:\n---\n"
        ),
        Kind::Person => format!(
            "---\nname: {name}\nsort:  # family name first, for lists\nside:\ntrack:  # official, academic, industry, media …\n\
             positions: []  # - {{ org: …, title: …, from: 2024, to: 2026 }}\nlinks: []\n---\n"
        ),
        Kind::Organization => format!(
            "---\nname: {name}\nshort:\nkind:  # government, think-tank, university, company, association, media …\nside:\nparent:\n\
             links: []\n---\n"
        ),
        Kind::Theme => format!(
            "---\nname: {name}\ndefinition:\nbroader: []\nrelated: []\npropositions: []  # - {{ id: …, text: … }}\n---\n"
        ),
        Kind::Event => format!(
            "---\nname: {name}\nstart: {today}\nend:\nplace:\norganizers: []\nparticipants: []  # - {{ person: …, role: … }}\n---\n"
        ),
        Kind::Term => format!("---\nterm: {name}\ndefinitions: []  # - {{ side: …, text: …, source: … }}\n---\n"),
        Kind::Page => format!("---\ntitle: {name}\n---\n"),
    }
}

/// `text` as a YAML value: as it is where that is safe, else in quotes.
fn yaml(text: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | ',' | '\'' | '(' | ')' | '’' | '·');
    let word = text.chars().next().is_some_and(|c| c.is_alphabetic()) && !text.ends_with(' ');
    let reserved =
        ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text.to_lowercase().as_str());
    match word && !reserved && text.chars().all(safe) {
        true => text.to_owned(),
        false => serde_json::Value::from(text).to_string(),
    }
}

macro_rules! starter {
    ($($from:literal => $to:literal),* $(,)?) => {
        /// The files of the small portal that `init` makes: two sides of a river that does not exist, in two languages.
        pub fn portal() -> Vec<(SourcePath, &'static str)> {
            vec![$((SourcePath::new($to), include_str!(concat!("starter/", $from)))),*]
        }
    };
}

starter![
    "gitignore" => ".gitignore",
    "site.toml" => "site.toml",
    "documents/2025-04-08-marek-opening.md" => "content/documents/2025-04-08-marek-opening.md",
    "documents/2025-04-08-marek-opening.zh.md" => "content/documents/2025-04-08-marek-opening.zh.md",
    "documents/2025-04-09-okoro-answer.md" => "content/documents/2025-04-09-okoro-answer.md",
    "people/ines-marek.md" => "content/people/ines-marek.md",
    "people/tomas-okoro.md" => "content/people/tomas-okoro.md",
    "organizations/highland-water-board.md" => "content/organizations/highland-water-board.md",
    "organizations/lowland-growers.md" => "content/organizations/lowland-growers.md",
    "themes/water-levels.md" => "content/themes/water-levels.md",
    "events/river-meeting-2025.md" => "content/events/river-meeting-2025.md",
    "pages/about.md" => "content/pages/about.md",
    "pages/about.zh.md" => "content/pages/about.zh.md",
];

/// Who runs the workflow that publishes a portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ci {
    /// GitHub Actions.
    Github,
    /// GitLab CI.
    Gitlab,
}

/// Where a workflow gets the program from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// crates.io, in this program's version.
    Registry,
    /// A git repository with the source, at the head of its main branch when the workflow first runs.
    Git(String),
    /// The repository of the portal itself, which holds the source.
    Here,
}

impl Origin {
    /// What to give to `cargo install`.
    fn arguments(&self) -> String {
        let from = match self {
            Origin::Registry => "bilat --version \"$BILAT\"".to_owned(),
            Origin::Git(address) => format!("bilat --git '{}'", address.replace('\'', "'\\''")),
            Origin::Here => "--path .".to_owned(),
        };
        format!("{from} --locked --features publish")
    }
}

/// The workflow that checks a portal and publishes it to Pages.
pub fn workflow(ci: Ci, origin: &Origin) -> (SourcePath, String) {
    let (path, text) = match ci {
        Ci::Github => (".github/workflows/publish.yml", include_str!("starter/ci/github.yml")),
        Ci::Gitlab => (".gitlab-ci.yml", include_str!("starter/ci/gitlab.yml")),
    };
    let (program, kept) = match ci {
        Ci::Github => ("~/.cargo/bin/bilat", "~/.cargo/bin/bilat"),
        Ci::Gitlab => ("\"$CARGO_HOME/bin/bilat\"", ".cargo/bin"),
    };
    // A source that changes with the portal is built at each run, from what the last one left; another is built once.
    let (install, kept) = match origin {
        Origin::Here => (format!("cargo install {}", origin.arguments()), "target"),
        _ => (format!("test -x {program} || cargo install {}", origin.arguments()), kept),
    };
    let text = text.replace("@VERSION@", env!("CARGO_PKG_VERSION")).replace("@KEPT@", kept);
    (SourcePath::new(path), text.replace("@INSTALL@", &install))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date::Date;
    use crate::base::fold::is_id;

    fn today() -> Day {
        Date::parse("2026-05-13").expect("a day").first()
    }

    #[test]
    fn files_have_ids_that_are_ids() {
        let path = |kind, name: &str| path(kind, name, today()).as_str().to_owned();
        assert_eq!(path(Kind::Person, "Ana Kovač"), "content/people/ana-kovac.md");
        assert_eq!(
            path(Kind::Document, "Both sides want gauges online"),
            "content/documents/2026-05-13-both-sides-want-gauges-online.md"
        );
        assert_eq!(path(Kind::Person, "../../etc/passwd"), "content/people/etc-passwd.md");
        let long = path(Kind::Document, &"long title ".repeat(40));
        assert!(is_id(long.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).unwrap_or_default()), "{long}");
    }

    #[test]
    fn names_are_safe_in_yaml() {
        assert_eq!(yaml("Ana Kovač"), "Ana Kovač");
        assert_eq!(yaml("国家网信办"), "国家网信办");
        for name in ["", "no", "12", "a: b", "# x", "\"a\"", "- a", "[x]", "a #b", "x\ny", "{a}", "&a", "x "] {
            assert!(yaml(name).starts_with('"'), "{name}");
        }
    }
}
