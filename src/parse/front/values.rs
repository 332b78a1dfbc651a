//! Values of front matter that more than one key has: texts by language, names, addresses, ids. Does not know which keys
//! there are.

use super::kinds::MISSING;
use super::{About, LIMIT};
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic};
use crate::base::fold::is_id;
use crate::base::html::is_web_address;
use crate::base::lang::{ByLang, Lang, is_tag};
use crate::base::span::{Span, Spanned};
use crate::base::tree::{Data, Fields, Node, short};
use crate::input::config::{Text, text_of};
use crate::parse::meta::Name;

const BAD_URL: Code = Code("front/bad-url");

/// Reads the keys of one map.
pub(super) struct Reader<'a> {
    /// The keys.
    pub fields: Fields<'a>,
    /// What is known of the file.
    pub about: &'a About<'a>,
    /// What was noticed, besides what the fields noticed.
    pub notes: Vec<Diagnostic>,
    node: &'a Node,
}

impl<'a> Reader<'a> {
    /// Reads `node`, which is `what`, for messages.
    pub fn new(node: &'a Node, about: &'a About<'a>, what: &'a str) -> Reader<'a> {
        Reader { fields: Fields::new(node, about.path, what), about, notes: Vec::new(), node }
    }

    /// Ends the reading: what is left is unknown.
    pub fn finish(self) -> Vec<Diagnostic> {
        let mut notes = self.notes;
        notes.extend(self.fields.finish());
        notes
    }

    /// Whether something is written at `key`, be it right or wrong.
    pub fn has(&self, key: &str) -> bool {
        let Data::Map(entries) = &self.node.data else { return false };
        let is_blank = |node: &Node| matches!(&node.data, Data::Scalar(text) if text.trim().is_empty());
        entries.iter().any(|(word, value)| word.value == key && value.data != Data::Empty && !is_blank(value))
    }

    /// Says that a key is missing which the map as a whole must have.
    pub fn missing(&mut self, key: &str, help: &str) {
        self.error(MISSING, self.node.span, format!("`{key}` is missing"), help);
    }

    /// An error in this file.
    pub fn error(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.notes.push(Diagnostic::error(code, self.about.path, span, message).help(help));
    }

    /// A text that serves every language where it is plain.
    pub fn text(&mut self, key: &'static str) -> Text {
        let node = self.fields.node(key);
        clean(text_of(node, self.about.config, self.about.path, &mut self.notes))
    }

    /// A text that is of the file's language where it is plain.
    pub fn own_text(&mut self, key: &'static str) -> Text {
        let mut text = self.text(key);
        if let Some(plain) = text.all.take() {
            text.by.set(self.about.lang, plain);
        }
        text
    }

    /// A name or a title: one line of the file's language, not too long. With the place of its value.
    pub fn title(&mut self, key: &'static str) -> (Text, Option<Span>) {
        let Some(node) = self.fields.node(key) else { return Default::default() };
        let text = clean(text_of(Some(node), self.about.config, self.about.path, &mut self.notes));
        let limit = self.about.config.limits.title_chars;
        let own = text.all.map(|plain| (self.about.lang, plain));
        let by = own.iter().map(|(lang, t)| (*lang, t)).chain(text.by.iter());
        let by: ByLang<String> = by.map(|(lang, t)| (lang, self.line(key, t, self.place(node, lang), limit))).collect();
        (Text { all: None, by }, Some(node.span))
    }

    /// One line of at most `limit` characters.
    fn line(&mut self, key: &str, text: &str, span: Span, limit: usize) -> String {
        if let Some((cut, _)) = text.char_indices().nth(limit).filter(|_| text.len() > limit) {
            let message = format!("`{key}` has {} characters", text.chars().count());
            self.error(LIMIT, span, message, format!("at most {limit} are shown; what is longer belongs in the text"));
            return one_line(&format!("{}…", text[..cut].trim_end()));
        }
        one_line(text)
    }

    /// Where a text by language has the one for `lang`.
    fn place(&self, node: &Node, lang: Lang) -> Span {
        let Data::Map(entries) = &node.data else { return node.span };
        let own = entries.iter().find(|(code, _)| self.about.config.lang(&code.value) == Some(lang));
        own.map_or(node.span, |(_, value)| value.span)
    }

    /// A date without its place.
    pub fn date(&mut self, key: &'static str) -> Option<Date> {
        self.fields.date(key).map(|date| date.value)
    }

    /// A name of something. `[[name|label]]`, as Obsidian writes it, is the name.
    pub fn name(&mut self, key: &'static str) -> Option<Name> {
        let node = self.fields.node(key)?;
        self.name_of(node)
    }

    /// Names; one alone counts as a list of one.
    pub fn names(&mut self, key: &'static str) -> Vec<Name> {
        let Some(node) = self.fields.node(key) else { return Vec::new() };
        items(node).iter().filter_map(|item| self.name_of(item)).collect()
    }

    fn name_of(&mut self, node: &Node) -> Option<Name> {
        match &node.data {
            Data::Scalar(text) => {
                let limit = self.about.config.limits.title_chars;
                let name = self.line("name", bare(text), node.span, limit);
                Some(Spanned::new(name, node.span)).filter(|name| !name.value.is_empty())
            }
            // `[[name]]` without quotes is a list in a list.
            Data::List(items) if items.len() == 1 => {
                self.name_of(&items[0]).map(|name| Spanned::new(name.value, node.span))
            }
            Data::Empty => None,
            _ => {
                self.fields.wrong(node, "a name");
                None
            }
        }
    }

    /// An address on the web.
    pub fn url(&mut self, key: &'static str) -> Option<Name> {
        let url = self.fields.text(key)?;
        self.address(url)
    }

    /// Addresses on the web.
    pub fn urls(&mut self, key: &'static str) -> Vec<Name> {
        let urls = self.fields.texts(key);
        urls.into_iter().filter_map(|url| self.address(url)).collect()
    }

    fn address(&mut self, url: Name) -> Option<Name> {
        if is_web_address(&url.value) {
            return Some(url);
        }
        let note =
            Diagnostic::error(BAD_URL, self.about.path, url.span, format!("`{}` is no web address", short(&url.value)));
        self.notes.push(match meant_address(&url.value) {
            Some(meant) => note.help("it begins with `https://` or `http://`").suggest(url.span, meant),
            None => note.help("it begins with `https://` or `http://`; a space in it is written `%20`"),
        });
        None
    }

    /// Where something is known from: an address, or a text. What looks like another kind of address is an error.
    pub fn origin(&mut self, key: &'static str) -> Option<String> {
        let text = self.fields.text(key)?;
        let has_scheme = text.value.split_once(':').is_some_and(|(scheme, rest)| {
            rest.starts_with(|c: char| !c.is_whitespace())
                && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b))
        });
        let found = if has_scheme { self.address(text)? } else { text };
        Some(found.value)
    }

    /// Ids; what is none is reported and left out.
    pub fn ids(&mut self, key: &'static str) -> Vec<Name> {
        let ids = self.fields.texts(key);
        ids.into_iter().filter_map(|id| self.id_of(id)).collect()
    }

    /// An id.
    pub fn id(&mut self, key: &'static str) -> Option<Name> {
        let id = self.fields.text(key)?;
        self.id_of(id)
    }

    fn id_of(&mut self, id: Name) -> Option<Name> {
        match is_id(&id.value) {
            true => Some(id),
            false => self.fields.bad(&id, "an id: small letters, digits and hyphens, 80 at most"),
        }
    }

    /// The tag of a language.
    pub fn tag(&mut self, key: &'static str) -> Option<String> {
        let tag = self.fields.text(key)?;
        match is_tag(&tag.value) {
            true => Some(tag.value),
            false => self.fields.bad(&tag, "the tag of a language, such as `en` or `zh-Hans`"),
        }
    }

    /// What `read` makes of each map in a list; one map alone counts as a list of one.
    pub fn each<T>(
        &mut self,
        key: &'static str,
        what: &'a str,
        mut read: impl FnMut(&mut Reader<'a>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.fields.node(key) else { return Vec::new() };
        items(node).iter().filter_map(|item| self.inner(item, what, &mut read)).collect()
    }

    /// What `read` makes of one map.
    pub fn inner<T>(
        &mut self,
        node: &'a Node,
        what: &'a str,
        read: impl FnOnce(&mut Reader<'a>) -> Option<T>,
    ) -> Option<T> {
        let mut reader = Reader::new(node, self.about, what);
        let value = if matches!(node.data, Data::Map(_)) { read(&mut reader) } else { None };
        self.notes.extend(reader.finish());
        value
    }
}

/// The nodes of a list; anything else is a list of one.
fn items(node: &Node) -> &[Node] {
    match &node.data {
        Data::List(items) => items,
        _ => std::slice::from_ref(node),
    }
}

/// A name without the brackets and the label that Obsidian gives it.
pub fn bare(text: &str) -> &str {
    let text = text.trim();
    let inner = text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    inner.map_or(text, |inner| inner.split('|').next().unwrap_or(inner).trim())
}

/// A text without space around it; an empty one is none.
fn clean(text: Text) -> Text {
    let is_clean = |t: &str| !t.is_empty() && t.trim().len() == t.len();
    if text.all.iter().chain(text.by.iter().map(|(_, t)| t)).all(|t| is_clean(t)) {
        return text;
    }
    let trimmed = |t: &str| Some(t.trim().to_owned()).filter(|t| !t.is_empty());
    let by = text.by.iter().filter_map(|(lang, t)| Some((lang, trimmed(t)?))).collect::<ByLang<String>>();
    Text { all: text.all.as_deref().and_then(trimmed), by }
}

/// A text with one space for each run of line ends and other signs that cannot be seen.
fn one_line(text: &str) -> String {
    if !text.contains(char::is_control) {
        return text.to_owned();
    }
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The address that is meant by what is nearly one: without its scheme, with a scheme that lacks a sign, or as Markdown writes a link.
fn meant_address(text: &str) -> Option<String> {
    let bare = text.split_once("](").and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(text);
    let bare = bare.trim().trim_start_matches('<').trim_end_matches('>');
    let scheme = ["https", "http"]
        .into_iter()
        .find(|scheme| bare.starts_with(&format!("{scheme}:")) || bare.starts_with(&format!("{scheme}/")));
    let rest = scheme.map_or(bare, |scheme| bare[scheme.len()..].trim_start_matches([':', '/']));
    let meant = format!("{}://{rest}", scheme.unwrap_or("https"));
    let is_close = rest.contains('.')
        && !rest.contains([',', '[', ']', '{', '}', '"', '\''])
        && (scheme.is_some() || !rest.contains(':'));
    (is_close && is_web_address(&meant)).then_some(meant)
}
