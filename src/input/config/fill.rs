//! The keys of `site.toml`, one after the other.

use super::publish::add_target;
use super::{BAD, Balance, Config, LANGUAGES, Language, MISSING, MenuItem, RawHtml, SECRET, Side, Text, text_of};
use crate::base::diag::{Code, Diagnostic};
use crate::base::html;
use crate::base::lang::Lang;
use crate::base::path::SourcePath;
use crate::base::span::{Span, Spanned};
use crate::base::tree::{Fields, Node};

/// Sides and languages are small numbers.
const MOST_SIDES: usize = 32;
const MOST_LANGUAGES: usize = 32;
const CONTRAST: Code = Code("config/contrast");
/// What WCAG 2.2 asks of text.
const LEAST_CONTRAST: f64 = 4.5;
/// The ground of the built-in theme, light and dark.
const PAPER: [&str; 2] = ["#fcfbf8", "#191815"];

/// Puts what `site.toml` says into `config`; `has_address` where the address of the site is given elsewhere.
pub fn fill(config: &mut Config, root: &Node, file: &SourcePath, has_address: bool) -> Vec<Diagnostic> {
    let mut fields = Fields::new(root, file, "`site.toml`");
    let mut notes = Vec::new();
    let codes = fields.texts("languages");
    // As other generators write it.
    if let Some(note) = fields.notes.last_mut().filter(|_| codes.is_empty()) {
        note.hints.push(
            "write `languages = [\"en\", \"zh\"]`; what there is to say of one stands under `[language.zh]`".to_owned(),
        );
    }
    notes.extend(set_languages(config, &codes, file));
    for (code, node) in fields.map("language") {
        notes.extend(set_language(config, code, node, file));
    }
    config.title = text_of(fields.node("title"), config, file, &mut notes);
    config.description = text_of(fields.node("description"), config, file, &mut notes);
    config.image = fields.node("image").map(|node| {
        let span = node.span;
        Spanned { value: text_of(Some(node), config, file, &mut notes), span }
    });
    if config.title.show(Lang::DEFAULT).trim().is_empty() {
        let note = Diagnostic::error(MISSING, file, Span::default(), "`title` is missing");
        notes.push(note.help("add `title = \"…\"`"));
        config.title = Text::plain("Untitled portal");
    }
    match fields.text("base_url") {
        Some(url) => notes.extend(set_base_url(config, &url, file)),
        None if has_address => {}
        None => notes.push(
            Diagnostic::error(MISSING, file, Span::default(), "`base_url` is missing")
                .help("add `base_url = \"https://…/\"`: the address that the site will have"),
        ),
    }
    for side in fields.list("side") {
        notes.extend(add_side(config, side, file));
    }
    for item in fields.list("menu") {
        notes.extend(add_menu(config, item, file));
    }
    notes.extend(set_switches(config, &mut fields, file));
    if let Some(check) = fields.node("check") {
        notes.extend(set_checks(config, check, file));
    }
    if let Some(node) = fields.node("editor") {
        notes.extend(set_editor(config, node, file));
    }
    for (name, node) in fields.map("publish") {
        notes.extend(add_target(config, name, node, file));
    }
    notes.extend(fields.finish());
    notes
}

/// `[check.balance] least_share = 25, from_statements = 8`
fn set_checks(config: &mut Config, node: &Node, file: &SourcePath) -> Vec<Diagnostic> {
    let mut checks = Fields::new(node, file, "`[check]`");
    let Some(node) = checks.node("balance") else { return checks.finish() };
    let mut balance = Fields::new(node, file, "`[check.balance]`");
    let least_share = balance.number_up_to("least_share", 50).unwrap_or(25) as u8;
    let from_statements = balance.number("from_statements").map_or(8, |n| n as usize);
    config.balance = Some(Balance { least_share, from_statements });
    let mut notes = balance.finish();
    notes.extend(checks.finish());
    notes
}

fn set_switches(config: &mut Config, fields: &mut Fields<'_>, file: &SourcePath) -> Vec<Diagnostic> {
    config.relative_urls = fields.flag("relative_urls").unwrap_or(false);
    config.feeds = fields.flag("feeds").unwrap_or(true);
    let modes = [("escape", RawHtml::Escape), ("sanitize", RawHtml::Sanitize), ("trust", RawHtml::Trust)];
    config.raw_html = fields.word("raw_html", &modes).unwrap_or(RawHtml::Escape);
    let Some(node) = fields.node("limits") else { return Vec::new() };
    let mut limits = Fields::new(node, file, "`[limits]`");
    let own = config.limits;
    config.limits.file_bytes = limits.number_up_to("file_bytes", u64::from(u32::MAX) / 2).unwrap_or(own.file_bytes);
    config.limits.title_chars = limits.number("title_chars").map_or(own.title_chars, |n| n as usize);
    config.limits.nesting = limits.number_up_to("nesting", 256).map_or(own.nesting, |n| n as usize);
    config.limits.marks = limits.number("marks").map_or(own.marks, |n| n as usize);
    limits.finish()
}

/// Where a preview opens a source. Addresses that a browser would run or show itself are none.
fn set_editor(config: &mut Config, node: &Node, file: &SourcePath) -> Vec<Diagnostic> {
    let mut fields = Fields::new(node, file, "`[editor]`");
    let url = fields.text("url");
    let mut notes = fields.finish();
    let Some(url) = url else { return notes };
    match is_editor(&url.value) {
        true => config.editor = url.value,
        false => {
            let message = format!("`{}` opens no file in an editor", url.value);
            let hint = "such as `vscode://file/{path}:{line}:{column}` or `zed://file/{path}:{line}:{column}`";
            notes.push(Diagnostic::error(BAD, file, url.span, message).help(hint));
        }
    }
    notes
}

fn is_editor(url: &str) -> bool {
    let scheme = url.split_once(':').map_or(String::new(), |(scheme, _)| scheme.to_ascii_lowercase());
    let is_word = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let is_shown = [
        "",
        "about",
        "blob",
        "data",
        "file",
        "filesystem",
        "ftp",
        "http",
        "https",
        "javascript",
        "vbscript",
        "view-source",
    ];
    is_word && !is_shown.contains(&&*scheme) && url.contains("{path}") && !url.contains(char::is_control)
}

/// A language by its code alone.
pub fn language(code: &str) -> Language {
    let (tag, name) = match code {
        "en" => ("en", "English"),
        "zh" => ("zh-Hans", "中文"),
        "cs" => ("cs", "čeština"),
        "de" => ("de", "Deutsch"),
        "es" => ("es", "español"),
        "fr" => ("fr", "français"),
        "ja" => ("ja", "日本語"),
        "ru" => ("ru", "русский"),
        _ => (code, code),
    };
    Language { code: code.to_owned(), tag: tag.to_owned(), name: name.to_owned() }
}

fn set_languages(config: &mut Config, codes: &[Spanned<String>], file: &SourcePath) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    let mut languages: Vec<Language> = Vec::new();
    for code in codes {
        let main = code.value.split('-').next().unwrap_or_default();
        let valid = (2..=3).contains(&main.len())
            && main.bytes().all(|b| b.is_ascii_lowercase())
            && code.value.len() <= 8
            && code.value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !valid {
            let message = format!("`{}` is no language code", code.value);
            notes.push(Diagnostic::error(LANGUAGES, file, code.span, message).help("such as `en`, `zh` or `zh-hant`"));
        } else if languages.iter().any(|l| l.code == code.value) || languages.len() == MOST_LANGUAGES {
            let message = format!("language `{}` is declared twice, or one too many", code.value);
            notes.push(Diagnostic::error(LANGUAGES, file, code.span, message));
        } else {
            languages.push(language(&code.value));
        }
    }
    if !languages.is_empty() {
        config.languages = languages;
    }
    notes
}

fn set_language(config: &mut Config, code: &Spanned<String>, node: &Node, file: &SourcePath) -> Vec<Diagnostic> {
    let mut fields = Fields::new(node, file, "a language");
    let (tag, name) = (fields.text("tag"), fields.string("name"));
    let mut notes = Vec::new();
    match config.languages.iter_mut().find(|l| l.code == code.value) {
        Some(language) => {
            if let Some(tag) = tag {
                match tag.value.parse::<icu_locale::Locale>() {
                    Ok(tag) => language.tag = tag.to_string(),
                    Err(_) => notes.push(
                        Diagnostic::error(BAD, file, tag.span, format!("`{}` is no language tag", tag.value))
                            .help("such as `zh-Hans`; see BCP 47"),
                    ),
                }
            }
            language.name = name.unwrap_or_else(|| language.name.clone());
        }
        None => {
            let message = format!("language `{}` is not in `languages`", code.value);
            notes.push(Diagnostic::error(BAD, file, code.span, message));
        }
    }
    notes.extend(fields.finish());
    notes
}

/// Sets the address that the site is published under; a diagnostic where it is none. One that ends with `index.html` is that of a host
/// that answers for files only, not for folders.
pub fn set_base_url(config: &mut Config, url: &Spanned<String>, file: &SourcePath) -> Option<Diagnostic> {
    let Some(rest) = after_scheme(&url.value) else { return Some(bad_url(url, file)) };
    let (scheme, (host, path)) = (url.value.strip_suffix(rest)?, rest.split_once('/').unwrap_or((rest, "")));
    let path = path.trim_matches('/');
    let folder = if path == "index.html" { Some("") } else { path.strip_suffix("/index.html") };
    let path = folder.unwrap_or(path);
    config.names_index = folder.is_some();
    config.base_path = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
    config.base_url = format!("{scheme}{host}{}", config.base_path);
    None
}

/// What addresses of sites look like.
pub const SITE_ADDRESSES: &str = "such as `https://example.org/` or `https://example.org/portal/`";

/// What follows `https://` in the address of a site; `None` where it is none.
pub fn after_scheme(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    // Other letters than these would have to be encoded, and not alike in a page, a header and a text for robots.
    let plain = |s: &str| {
        s.bytes().all(|b| b.is_ascii_graphic())
            && !s.contains(['?', '#', '"', '<', '>', '\\'])
            && !s.split('/').any(|p| matches!(p.to_ascii_lowercase().as_str(), ".." | "%2e%2e" | ".%2e" | "%2e."))
    };
    rest.filter(|r| plain(r) && !r.is_empty() && !r.starts_with('/') && !names_user(r))
}

/// Whether what follows the scheme of an address has a user, and maybe a password, before the host.
fn names_user(rest: &str) -> bool {
    rest.split('/').next().is_some_and(|host| host.contains('@'))
}

/// Says that an address is none for a site.
pub fn bad_url(url: &Spanned<String>, file: &SourcePath) -> Diagnostic {
    if url.value.split_once("://").is_some_and(|(_, rest)| names_user(rest)) {
        let message = "a `base_url` holds a user or a password, which every page would show";
        // Without its place: the line that is shown there would repeat it.
        return Diagnostic::error(SECRET, file, Span::default(), message).help(SITE_ADDRESSES);
    }
    let note = Diagnostic::error(BAD, file, url.span, format!("`{}` is no address for a site", url.value));
    note.help(SITE_ADDRESSES)
}

fn add_side(config: &mut Config, node: &Node, file: &SourcePath) -> Vec<Diagnostic> {
    let mut fields = Fields::new(node, file, "a side");
    let mut notes = Vec::new();
    let id = fields.text("id");
    let name = text_of(fields.node("name"), config, file, &mut notes);
    let short = text_of(fields.node("short"), config, file, &mut notes);
    let third_party = fields.flag("third_party").unwrap_or(false);
    let colors = [fields.text("color"), fields.text("color_dark")];
    for color in colors.iter().flatten().filter(|c| !is_color(&c.value)) {
        let message = format!("`{}` is no colour", color.value);
        notes.push(Diagnostic::error(BAD, file, color.span, message).help("six hexadecimal digits: `#16674f`"));
    }
    notes.extend(contrasts(&colors, file));
    let colors = colors.map(|c| c.map(|c| c.value).filter(|c| is_color(c)));
    notes.extend(fields.finish());
    match id {
        Some(id) if !crate::base::fold::is_id(&id.value) || config.side(&id.value).is_some() => {
            let message = format!("`{}` is no side id, or it is taken", id.value);
            notes.push(Diagnostic::error(BAD, file, id.span, message).help("small letters, digits and hyphens"));
        }
        Some(_) if config.sides.len() == MOST_SIDES => {
            notes.push(Diagnostic::error(BAD, file, node.span, format!("more than {MOST_SIDES} sides")));
        }
        Some(id) => {
            let name = if name.is_empty() { Text::plain(&id.value) } else { name };
            let short = if short.is_empty() { name.clone() } else { short };
            config.sides.push(Side { id: id.value, name, short, third_party, colors });
        }
        None => notes.push(Diagnostic::error(MISSING, file, node.span, "a side needs an `id`")),
    }
    notes
}

/// Text in a side's colour must be readable on the ground of the built-in theme, light and dark.
fn contrasts([light, dark]: &[Option<Spanned<String>>; 2], file: &SourcePath) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    let mut check = |color: &Option<Spanned<String>>, ground: &str, word: &str, hint: &str| {
        let Some(color) = color.as_ref().filter(|c| is_color(&c.value)) else { return };
        let contrast = contrast(&color.value, ground);
        if contrast < LEAST_CONTRAST {
            let message = format!("`{}` has a contrast of {contrast:.1} to {word} ground; text needs 4.5", color.value);
            notes.push(Diagnostic::warning(CONTRAST, file, color.span, message).help(hint));
        }
    };
    check(light, PAPER[0], "light", "take a darker `color`");
    match dark {
        Some(_) => check(dark, PAPER[1], "dark", "take a lighter `color_dark`"),
        None => check(light, PAPER[1], "dark", "give a lighter one as `color_dark`"),
    }
    notes
}

/// The contrast of two colours, as WCAG 2.2 measures it: 1 to 21.
fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: &str) -> f64 {
    let part = |at: usize| {
        let part = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap_or(0)) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn is_color(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
}

fn add_menu(config: &mut Config, node: &Node, file: &SourcePath) -> Vec<Diagnostic> {
    let mut fields = Fields::new(node, file, "a menu entry");
    let mut notes = Vec::new();
    let (page, url) = (fields.text("page"), fields.text("url"));
    let label = text_of(fields.node("label"), config, file, &mut notes);
    notes.extend(fields.finish());
    match (page, url) {
        (Some(target), None) => config.menu.push(MenuItem { target, external: false, label }),
        (None, Some(target)) if may_lead(&target.value) => {
            config.menu.push(MenuItem { target, external: true, label });
        }
        (None, Some(url)) => {
            let message = format!("`{}` is no full address", crate::base::tree::short(&url.value));
            let note = Diagnostic::error(BAD, file, url.span, message);
            notes.push(note.help("such as `https://example.org/`; a page of the portal is a `page`"));
        }
        (Some(_), Some(url)) => {
            let note = Diagnostic::error(BAD, file, url.span, "a menu entry has `page` or `url`, not both");
            notes.push(note.help("keep `page` for a page of the portal, `url` for another site"));
        }
        (None, None) => notes.push(Diagnostic::error(MISSING, file, node.span, "a menu entry needs `page` or `url`")),
    }
    notes
}

/// Whether a link may lead there from every page.
fn may_lead(url: &str) -> bool {
    let mail =
        url.strip_prefix("mailto:").filter(|to| !to.is_empty() && !to.contains(|c: char| c.is_control() || c == ' '));
    mail.is_some() || html::is_web_address(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_is_that_of_the_theme() {
        let style = crate::input::defaults::get("static/theme.css").expect("it is built in");
        assert!(style.contains(&format!("--paper: light-dark({}, {});", PAPER[0], PAPER[1])));
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let shown = |a, b| format!("{:.2}", contrast(a, b));
        assert_eq!([shown("#000000", "#ffffff"), shown("#777777", "#ffffff")], ["21.00", "4.48"]);
    }
}
