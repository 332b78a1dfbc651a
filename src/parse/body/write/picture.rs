//! Pictures, embedded files, and what is written like them: `![words](photo.png)`, `![[photo.png|300]]`, `![[document#statement]]`.

use super::Writer;
use super::assemble::Hole;
use super::inline::{FOREIGN, INSIDE, clean_target};
use super::steps::{label_end, words};
use crate::base::diag::Diagnostic;
use crate::base::html::{attr, href, visible};
use crate::base::span::Spanned;
use crate::input::config::RawHtml;
use crate::parse::body::comments::clean;
use crate::parse::body::layout::Arranged;
use crate::parse::body::spans::Step;
use pulldown_cmark::LinkType;
use std::ops::Range;

/// Width and, where it is given, height, in pixels.
type Size = (u16, Option<u16>);

impl<'a> Writer<'a, '_> {
    /// Whether the target begins right behind `![[`. pulldown-cmark 0.13 makes a picture of `![[words](b.md) more]]` too, whose
    /// target is only what stands behind the link; then all is text, or words would be lost.
    fn holds_all(&self, range: &Range<usize>, dest: &str) -> bool {
        let behind = self.source.get(range.start + "![[".len() + dest.len()..);
        behind.is_some_and(|rest| rest.starts_with("]]") || rest.starts_with('|'))
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) fn image(
        &mut self,
        steps: &[Step<'a>],
        i: usize,
        kind: LinkType,
        dest: &str,
        title: &str,
        range: &Range<usize>,
        arranged: &Arranged<'a>,
    ) -> usize {
        let end = label_end(steps, i);
        let wikilink = matches!(kind, LinkType::WikiLink { .. });
        if !wikilink && self.source[range.start..].starts_with("![[") && !self.settings.as_commonmark {
            let note = Diagnostic::error(INSIDE, self.file, self.span(range), "`![[…]]` cannot be the words of a link");
            self.reading.notes.push(note.help("write a picture that is a link as `[![words](picture.png)](address)`"));
        }
        if wikilink && !self.holds_all(range, dest) {
            let written = self.source[range.clone()].replace(['\r', '\n'], " ");
            self.text(&written.into());
            return end + 1;
        }
        // In a table the bar before a label has a backslash.
        let written = clean(dest);
        let dest = if wikilink { written.trim_end().trim_end_matches('\\') } else { &*written };
        let (target, _) = dest.split_once('#').unwrap_or((dest, ""));
        let extension = file_extension(target);
        if wikilink && extension.is_none_or(|extension| extension == "md") {
            let (place, whole) = self.target_spans(range, dest);
            let fragment = dest.split_once('#').map(|(_, f)| Spanned::new(f.trim().to_owned(), whole));
            let target = Spanned::new(clean_target(target), place);
            let index = self.mention(target, fragment, range, arranged);
            self.reading.body.mentions[index as usize].embed = true;
            self.hole(Hole::Embed(index));
            if matches!(kind, LinkType::WikiLink { has_pothole: true }) {
                // Shown where the target turns out to be no statement: words are never lost.
                self.label(steps, i + 1, end, index, arranged);
            } else {
                self.unlabelled(index);
            }
            return end + 1;
        }
        let alt = visible(&words(&steps[i + 1..end])).into_owned();
        if wikilink && !extension.is_some_and(is_picture) {
            let shown = if alt == dest { target.rsplit('/').next().unwrap_or(target) } else { &alt };
            return self.file(dest, shown, range, end);
        }
        let alt = if wikilink && alt == dest { String::new() } else { alt };
        let (alt, size) = if self.settings.as_commonmark { (&*alt, None) } else { sized(&alt, wikilink) };
        self.reading.body.plain.push_str(alt);
        if dest.is_empty() && !self.settings.as_commonmark {
            self.no_address(range);
            self.html(attr(alt));
            return end + 1;
        }
        if !self.is_internal(dest) && self.settings.raw_html != RawHtml::Trust {
            self.foreign_image(dest, alt, range);
            return end + 1;
        }
        self.html("<img src=\"");
        match self.is_internal(dest) && !self.settings.as_commonmark {
            true => self.address(clean_target(dest).as_str(), range),
            false => self.html(href(dest)),
        }
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", attr(title)) };
        let size = size.map_or(String::new(), size_attrs);
        self.html(format!("\" alt=\"{}\"{title}{size} />", attr(alt)));
        end + 1
    }
}

impl Writer<'_, '_> {
    /// An embedded file that is no picture: a link to it, as no browser shows all kinds of files in a page.
    fn file(&mut self, dest: &str, shown: &str, range: &Range<usize>, end: usize) -> usize {
        self.reading.body.plain.push_str(shown);
        if self.link {
            self.html(attr(shown));
            return end + 1;
        }
        self.html("<a href=\"");
        self.address(clean_target(dest).as_str(), range);
        self.html(format!("\">{}</a>", attr(shown)));
        end + 1
    }

    /// A picture from another site becomes a link, so that no reader's browser asks that site unasked.
    pub(super) fn foreign_image(&mut self, dest: &str, alt: &str, range: &Range<usize>) {
        let shown = if self.link { "its words" } else { "a link" };
        let message = format!("a picture from another site is shown as {shown}: readers' browsers would ask that site");
        let note = Diagnostic::warning(FOREIGN, self.file, self.span(range), message);
        self.reading.notes.push(note.help("put the file beside the text"));
        let words = attr(if alt.is_empty() { dest } else { alt });
        match self.allows(dest, false) && !self.link {
            true => self.html(format!("<a href=\"{}\">{words}</a>", href(dest))),
            false => self.html(words),
        }
    }
}

/// A size as attributes.
fn size_attrs((width, height): Size) -> String {
    let height = height.map_or(String::new(), |height| format!(" height=\"{height}\""));
    format!(" width=\"{width}\"{height}")
}

/// The words for a picture without its size, which Obsidian has behind them or, in double brackets, alone: `words|300`, `300x200`; in pixels.
fn sized(words: &str, may_be_alone: bool) -> (&str, Option<Size>) {
    let (before, last) = match words.rsplit_once('|') {
        Some(both) => both,
        None if may_be_alone => ("", words),
        None => return (words, None),
    };
    let number = |text: &str| text.trim().parse::<u16>().ok().filter(|n| *n > 0);
    let size = match last.split_once('x') {
        Some((width, height)) => number(width).zip(number(height)).map(|(width, height)| (width, Some(height))),
        None => number(last).map(|width| (width, None)),
    };
    match size {
        Some(_) => (before.trim_end(), size),
        None => (words, None),
    }
}

fn file_extension(dest: &str) -> Option<&str> {
    let name = dest.rsplit('/').next().unwrap_or(dest);
    let (_, extension) = name.rsplit_once('.')?;
    ((1..=5).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(extension)
}

/// Whether browsers show files with this extension as pictures.
fn is_picture(extension: &str) -> bool {
    const PICTURES: [&str; 9] = ["apng", "avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"];
    PICTURES.contains(&extension.to_ascii_lowercase().as_str())
}
