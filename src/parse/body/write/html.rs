//! Raw HTML in a text: shown as text, or let through; and its comments, which nobody is to see.

use super::{RAW_HTML, Writer};
use crate::base::diag::Diagnostic;
use crate::base::span::Span;
use crate::input::config::RawHtml;
use crate::parse::body::comments::COMMENT;
use crate::parse::braces;
use memchr::memchr_iter;
use pulldown_cmark::Event;
use std::ops::Range;

/// The elements of HTML, the old ones too, that a text may have.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "base", "bdi", "bdo", "big", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark", "menu", "meta", "meter", "nav", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "search", "section", "select", "slot", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
];

/// Attributes that need no value.
const BARE: &[&str] =
    &["checked", "controls", "disabled", "download", "hidden", "loop", "muted", "open", "reversed", "selected"];

/// Whether what Markdown takes for a tag is one of HTML, and no words between `<` and `>`: `<applause>`, `a<b and c>d`.
fn is_element(tag: &str) -> bool {
    let inside = tag.trim_start_matches(['<', '/']).trim_end_matches('>').trim_end_matches('/');
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(end);
    if tag.starts_with("<!") || tag.starts_with("<?") {
        return true;
    }
    let is_known = ELEMENTS.binary_search(&&*name.to_ascii_lowercase()).is_ok();
    let is_bare = |word: &str| BARE.contains(&&*word.to_ascii_lowercase());
    is_known && (attributes.contains('=') || attributes.split_whitespace().all(is_bare))
}

impl<'a> Writer<'a, '_> {
    /// A comment that an empty line cuts is text to Markdown, and what it was to hide is shown.
    pub(super) fn bare_comment(&mut self, text: &str, range: &Range<usize>) {
        if self.code || self.settings.as_commonmark || text.len() != range.len() {
            return;
        }
        // Markdown hands over the first sign by itself.
        let mut signs = memchr_iter(b'<', text.as_bytes()).map(|at| range.start + at);
        let Some(start) = signs.find(|at| self.source[*at..].starts_with("<!--")) else { return };
        if self.source[..start].ends_with('\\') {
            return;
        }
        let span = self.span(&(start..start + 4));
        let note = Diagnostic::error(
            COMMENT,
            self.file,
            span,
            "this comment does not end before an empty line: its words are shown",
        );
        self.reading.notes.push(note.help("close it with `-->` before the empty line, or use `%%…%%`"));
    }

    pub(super) fn raw_html(&mut self, event: &Event<'a>, html: &pulldown_cmark::CowStr<'a>, range: &Range<usize>) {
        let treated = match self.settings.raw_html {
            // The sanitiser would take such words away without a word.
            RawHtml::Sanitize if matches!(event, Event::InlineHtml(_)) && !is_element(html) => RawHtml::Escape,
            treated => treated,
        };
        match treated {
            RawHtml::Trust | RawHtml::Sanitize => {
                if matches!(event, Event::Html(_)) {
                    self.marks_in_html(html, range);
                    self.without_comments(html, range);
                }
                self.emit(event.clone());
            }
            RawHtml::Escape if matches!(event, Event::InlineHtml(_)) && html.starts_with("<!--") => {}
            RawHtml::Escape => {
                let block = matches!(event, Event::Html(_));
                let html = if block { self.without_comments(html, range) } else { html.to_string() };
                if html.trim().is_empty() && !self.html_block {
                    return;
                }
                if !block || !self.html_block {
                    let note = Diagnostic::warning(RAW_HTML, self.file, self.span(range), "HTML is shown as text");
                    let hint = "use Markdown, or set `raw_html = \"sanitize\"` in `site.toml`";
                    self.reading.notes.push(note.help(hint));
                }
                if block && !self.html_block {
                    self.html_block = true;
                    self.html("<p>");
                }
                self.text(&html.into());
            }
        }
    }

    /// Marked words and names in a block of HTML are no markup, and readers would see them.
    fn marks_in_html(&mut self, html: &str, range: &Range<usize>) {
        let marked = || html.match_indices("]{").find(|(at, _)| braces::read(html, at + 1).is_some());
        let close = html.rfind("]]");
        let named = || html.match_indices("[[").find(|(at, _)| close.is_some_and(|close| *at < close));
        let Some((at, _)) = marked().or_else(named).filter(|_| !self.settings.as_commonmark) else { return };
        // What browsers show as it is, or not at all.
        let block = self.source[self.html_start..].trim_start();
        if ["<!--", "<script", "<style", "<pre", "<textarea"].iter().any(|tag| block.starts_with(tag)) {
            return;
        }
        let span = self.span(&(range.start + at..range.start + at + 2));
        let note =
            Diagnostic::warning(RAW_HTML, self.file, span, "in a block of HTML nothing is marked and nothing named");
        self.reading.notes.push(note.help("put an empty line before the words and behind them"));
    }

    /// A block of HTML ends; a comment that goes on then hides the rest of the text, or shows what was to be hidden.
    pub(super) fn end_html(&mut self) {
        if self.html_block {
            self.html("</p>\n");
        }
        if let Some(at) = self.comment_at.take().filter(|_| self.comment) {
            let note = Diagnostic::error(
                COMMENT,
                self.file,
                Span::new(at, at + 4),
                "nothing closes this comment in its block",
            );
            self.reading.notes.push(note.help("close it with `-->` before the next empty line"));
        }
        self.comment = false;
    }

    /// A line of a block of HTML without its comments, which may go over several lines.
    fn without_comments(&mut self, line: &str, range: &Range<usize>) -> String {
        if !self.comment {
            self.comment_at = line.rfind("<!--").map(|at| self.span(&(range.start + at..range.end)).start as usize);
        }
        let (mut shown, mut rest) = (String::new(), line);
        while !rest.is_empty() {
            let sign = if self.comment { "-->" } else { "<!--" };
            let (before, behind) = rest.split_once(sign).unwrap_or((rest, ""));
            if !self.comment {
                shown.push_str(before);
            }
            self.comment ^= before.len() < rest.len();
            // `<!-->` and `<!--->` are whole comments.
            rest = match self.comment {
                true => behind.strip_prefix("->").or_else(|| behind.strip_prefix('>')).map_or(behind, |behind| {
                    self.comment = false;
                    behind
                }),
                false => behind,
            };
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_elements() {
        assert!(ELEMENTS.is_sorted() && BARE.is_sorted());
        for tag in ["<b>", "</B>", "<br/>", "<a href=\"x\">", "<details open>", "<!-- x -->", "<?php x ?>"] {
            assert!(is_element(tag), "{tag}");
        }
        for words in ["<applause>", "<name withheld>", "<b and c>", "<X-Y>"] {
            assert!(!is_element(words), "{words}");
        }
    }
}
