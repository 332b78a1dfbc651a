//! Reads `site.toml` into `Config`. Does not know which pages there are.

mod fill;
mod publish;
mod tree;

use super::Inputs;
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::lang::{ByLang, Lang};
use crate::base::path::SourcePath;
use crate::base::span::{Span, Spanned};
use crate::base::tree::{Data, Node};
use bitcode::{Decode, Encode};
use fill::{fill, language, set_base_url};

pub use fill::{SITE_ADDRESSES, after_scheme};
pub use publish::{Host, Target};
pub(super) use tree::node_of;

/// A text that may differ by language; a plain one serves every language.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
pub struct Text {
    /// The text for languages that have none of their own.
    pub all: Option<String>,
    /// The text of each language.
    pub by: ByLang<String>,
}

impl Text {
    /// A text for every language.
    pub fn plain(text: &str) -> Text {
        Text { all: Some(text.to_owned()), by: ByLang::default() }
    }

    /// The text for `lang` with the language that it is in, where that is known.
    pub fn get(&self, lang: Lang) -> Option<(&str, Option<Lang>)> {
        if let Some(own) = self.by.get(lang) {
            return Some((own, Some(lang)));
        }
        if let Some(all) = &self.all {
            return Some((all, None));
        }
        self.by.leading().map(|(found, text)| (text.as_str(), Some(found)))
    }

    /// The text for `lang`, or an empty one.
    pub fn show(&self, lang: Lang) -> &str {
        self.get(lang).map_or("", |(text, _)| text)
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.all.is_none() && self.by.is_empty()
    }
}

/// One language of the portal.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// As in file names and addresses: `zh`.
    pub code: String,
    /// As in `lang` attributes: `zh-Hans`.
    pub tag: String,
    /// Its name in itself.
    pub name: String,
}

/// The direction of a language's writing, as HTML's `dir` has it; of a tag that nobody knows from left to right.
pub fn direction(tag: &str) -> &'static str {
    let rules = icu_locale::LocaleDirectionality::new_extended();
    let is_rtl = tag.parse().is_ok_and(|locale: icu_locale::Locale| rules.is_right_to_left(&locale.id));
    if is_rtl { "rtl" } else { "ltr" }
}

impl Language {
    /// Whether names in its characters are sorted by their reading in kana.
    pub fn is_read_in_kana(&self) -> bool {
        self.tag.split('-').next() == Some("ja")
    }

    /// Whether the characters of a name tell its readers how it sounds; those of Japanese do not.
    pub fn is_written_in_han(&self) -> bool {
        matches!(self.tag.split('-').next(), Some("zh" | "yue"))
    }
}

/// One side of the relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// As written in `side:`.
    pub id: String,
    /// In full.
    pub name: Text,
    /// In a badge.
    pub short: Text,
    /// Shown below the two sides, without a colour of its own.
    pub third_party: bool,
    /// CSS colours on light and on dark ground.
    pub colors: [Option<String>; 2],
}

/// The place of a side in `site.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SideId(pub u8);

/// One entry of the menu.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuItem {
    /// Where it leads: a page's address inside the portal, or a full address.
    pub target: Spanned<String>,
    /// Whether `target` is a full address.
    pub external: bool,
    /// What it says.
    pub label: Text,
}

/// How raw HTML in a text is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// Shown as text and reported.
    Escape,
    /// Let through a sanitiser.
    Sanitize,
    /// Let through as it is; for tests of CommonMark and portals whose authors are all trusted.
    Trust,
}

/// Upper bounds on what comes from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Bytes of one text file.
    pub file_bytes: u64,
    /// Characters of a title or a name.
    pub title_chars: usize,
    /// Levels of nested blocks, spans and front matter.
    pub nesting: usize,
    /// Most marked words in one text: each becomes a card on many pages, and takes memory as such.
    pub marks: usize,
}

/// When a theme counts as one-sided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Balance {
    /// A side with a smaller part of a theme's statements than this is too little heard, in percent.
    pub least_share: u8,
    /// Themes with fewer statements than this are let be.
    pub from_statements: usize,
}

/// All that `site.toml` says.
#[derive(Clone, Debug)]
pub struct Config {
    /// The portal's name.
    pub title: Text,
    /// One sentence on it.
    pub description: Text,
    /// The picture that other sites show beside a link to a page: a file's path in `static/`.
    pub image: Option<Spanned<Text>>,
    /// The address that the site is published under, with a slash at its end.
    pub base_url: String,
    /// The path of that address, with a slash at both ends.
    pub base_path: String,
    /// Whether addresses name `index.html`, for hosts that do not look for it in a folder.
    pub names_index: bool,
    /// In the declared order; the first is the default.
    pub languages: Vec<Language>,
    /// In the declared order.
    pub sides: Vec<Side>,
    /// The main menu; empty for the built-in one.
    pub menu: Vec<MenuItem>,
    /// Whether links are relative, for sites opened from a folder.
    pub relative_urls: bool,
    /// What happens to raw HTML.
    pub raw_html: RawHtml,
    /// Whether feeds are made.
    pub feeds: bool,
    /// Upper bounds.
    pub limits: Limits,
    /// When `check` warns of a one-sided theme; never where this is not set.
    pub balance: Option<Balance>,
    /// Where a preview opens a source: an address with `{path}`, `{line}` and `{column}`.
    pub editor: String,
    /// Where it is published, in the order written.
    pub targets: Vec<Target>,
}

impl Config {
    /// The side with this id.
    pub fn side(&self, id: &str) -> Option<SideId> {
        self.sides.iter().position(|s| s.id == id).map(|i| SideId(i as u8))
    }

    /// Every side, in the declared order.
    pub fn side_ids(&self) -> impl Iterator<Item = SideId> + use<> {
        (0..self.sides.len()).map(|i| SideId(i as u8))
    }

    /// What is declared of a side.
    pub fn side_of(&self, id: SideId) -> &Side {
        &self.sides[usize::from(id.0)]
    }

    /// The language with this code.
    pub fn lang(&self, code: &str) -> Option<Lang> {
        self.languages.iter().position(|l| l.code == code).map(|i| Lang(i as u8))
    }

    /// Every language, in the declared order.
    pub fn langs(&self) -> impl Iterator<Item = Lang> + use<> {
        (0..self.languages.len()).map(|i| Lang(i as u8))
    }

    /// A language's code, tag and name.
    pub fn language(&self, lang: Lang) -> &Language {
        &self.languages[lang.index()]
    }
}

impl Default for Config {
    fn default() -> Self {
        Config {
            title: Text::plain("Untitled portal"),
            description: Text::default(),
            image: None,
            base_url: "http://localhost/".to_owned(),
            base_path: "/".to_owned(),
            names_index: false,
            languages: vec![language("en")],
            sides: Vec::new(),
            menu: Vec::new(),
            relative_urls: false,
            raw_html: RawHtml::Escape,
            feeds: true,
            balance: None,
            limits: Limits { file_bytes: 4 << 20, title_chars: 300, nesting: 64, marks: 5_000 },
            editor: "vscode://file/{path}:{line}:{column}".to_owned(),
            targets: Vec::new(),
        }
    }
}

const SYNTAX: Code = Code("config/syntax");
const MISSING: Code = Code("config/missing");
const BAD: Code = Code("config/bad-value");
const SECRET: Code = Code("config/secret");
const LANGUAGES: Code = Code("config/languages");
const FILE: &str = "site.toml";

/// Whether it could not be read at all, as `read` noticed, or not so far that the texts can be: which files are editions, and in which
/// language, depends on the languages.
pub fn is_unreadable(notes: &[Diagnostic]) -> bool {
    notes.iter().any(|note| [SYNTAX, MISSING, LANGUAGES].contains(&note.code))
}

/// Reads `site.toml`. Without one, or with a broken one, the value is the default and the notes have an error: a caller that
/// writes anything must stop then.
pub fn read(inputs: &Inputs) -> Checked<Config> {
    let file = SourcePath::new(FILE);
    let mut notes = Notes::default();
    let mut config = Config::default();
    match inputs.text(FILE) {
        Some(text) => match node_of(text) {
            Ok(node) => notes.extend(fill(&mut config, &node, &file, inputs.base_url.is_some())),
            Err((span, message)) => notes.push(Diagnostic::error(SYNTAX, &file, span, message)),
        },
        None => {
            let message = "there is no `site.toml`, or it is not UTF-8 text";
            let note = Diagnostic::error(MISSING, &file, Span::default(), message);
            notes.push(note.help("a portal has a `site.toml` at its root; `bilat init DIR` makes one"));
        }
    }
    if let Some(url) = &inputs.base_url {
        notes.extend(set_base_url(&mut config, &Spanned::new(url.clone(), Span::default()), &file));
    }
    notes.with(config)
}

/// A text, or one for each language.
pub fn text_of(node: Option<&Node>, config: &Config, file: &SourcePath, notes: &mut Vec<Diagnostic>) -> Text {
    let mut text = Text::default();
    let Some(node) = node else { return text };
    match &node.data {
        Data::Scalar(all) => text.all = Some(all.clone()),
        Data::Map(entries) => {
            for (code, value) in entries {
                match (config.lang(&code.value), &value.data) {
                    (Some(lang), Data::Scalar(own)) => text.by.set(lang, own.clone()),
                    (Some(_), Data::Empty) => {}
                    (Some(_), _) => {
                        notes.push(Diagnostic::error(BAD, file, value.span, "expected a text in this language"));
                    }
                    (None, _) => {
                        let message = format!("`{}` is no language of this portal", code.value);
                        let known: Vec<&str> = config.languages.iter().map(|l| l.code.as_str()).collect();
                        let note = Diagnostic::error(BAD, file, code.span, message);
                        notes.push(note.help(format!("known: {}", known.join(", "))));
                    }
                }
            }
        }
        Data::Empty => {}
        Data::List(_) => {
            notes.push(Diagnostic::error(BAD, file, node.span, "expected a text, or one for each language"))
        }
    }
    text
}
