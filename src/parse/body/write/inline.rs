//! Names and links.

use super::Writer;
use super::assemble::Hole;
use super::steps::{label_end, words};
use crate::base::diag::{Code, Diagnostic};
use crate::base::span::{Span, Spanned};
use crate::input::config::RawHtml;
use crate::parse::Mention;
use crate::parse::body::comments::clean;
use crate::parse::body::layout::Arranged;
use crate::parse::body::spans::{Step, UNKNOWN_KEY, find_braces};
use crate::parse::braces::Braces;
use crate::parse::keys::Key;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// A link, name or picture in the brackets of another.
pub const INSIDE: Code = Code("link/inside");
const SCHEME: Code = Code("link/scheme");
const EMPTY: Code = Code("link/empty");
/// A picture from another site.
pub const FOREIGN: Code = Code("link/foreign-image");
const EMPTY_LABEL: Code = Code("mention/empty-label");

impl<'a> Writer<'a, '_> {
    pub(super) fn name(
        &mut self,
        steps: &[Step<'a>],
        i: usize,
        dest: &str,
        labelled: bool,
        arranged: &Arranged<'a>,
    ) -> usize {
        let Step::Event(_, range) = &steps[i] else { return i + 1 };
        let end = label_end(steps, i);
        let label = labelled && !words(&steps[i + 1..end]).trim().is_empty();
        if labelled && !label {
            let note = Diagnostic::error(EMPTY_LABEL, self.file, self.span(range), "nothing stands after the `|`");
            let pipe = range.start + self.source[range.clone()].rfind('|').unwrap_or(0);
            // In a table the sign has a backslash.
            let from = if self.source[..pipe].ends_with('\\') { pipe - 1 } else { pipe };
            let cut = Span::new(from, range.end - 2).shifted(self.base);
            let note = note.help("write a label, or leave out the `|`");
            // A comment may stand there, and hold the sign itself.
            let is_blank = self.source[pipe + 1..range.end - 2].trim().is_empty();
            self.reading.notes.push(if is_blank { note.fix(cut, "") } else { note });
        }
        let target = dest.split_once('#').map_or(dest, |(target, _)| target);
        let (place, whole) = self.target_spans(range, dest);
        let fragment = dest.split_once('#').map(|(_, f)| clean(f.trim()).trim_end_matches('\\').to_owned());
        let fragment = fragment.map(|fragment| Spanned::new(fragment, whole));
        let target = Spanned::new(clean_target(target), place);
        let index = self.mention(target, fragment, range, arranged);
        self.hole(Hole::Mention(index));
        if label {
            self.no_marks(&steps[i + 1..end], range);
            self.label(steps, i + 1, end, index, arranged);
        } else {
            self.unlabelled(index);
        }
        end + 1
    }

    /// In the plain text a name without a label is what is written, until it is known what it means.
    pub(super) fn unlabelled(&mut self, index: u32) {
        let body = &mut self.reading.body;
        body.plain.push_str(&body.mentions[index as usize].target.value);
        body.mentions[index as usize].plain.end = body.plain.len() as u32;
    }

    /// A label with the signs of a mark or a footnote in it: there they mean nothing, and the first `]]` ends the name.
    fn no_marks(&mut self, label: &[Step<'a>], range: &Range<usize>) {
        let text = label.iter().filter_map(|step| match step {
            Step::Event(Event::Text(text), _) => Some(&**text),
            _ => None,
        });
        let label: String = text.collect();
        let is_cut =
            self.source[range.end..].starts_with(']') && label.matches('[').count() > label.matches(']').count();
        if is_cut || label.contains("]{") {
            let note =
                Diagnostic::error(INSIDE, self.file, self.span(range), "a label holds no marks and no footnotes");
            self.reading
                .notes
                .push(note.help("mark the whole name, `[[[name|label]] …]{…}`, and put a footnote behind it"));
        }
    }

    /// The place of a target, which a better name replaces, and the same with the fragment behind it.
    pub(super) fn target_spans(&self, range: &Range<usize>, dest: &str) -> (Span, Span) {
        let written = &self.source[range.clone()];
        // Mostly it stands right behind the brackets.
        let behind = written.get("[[".len()..).filter(|rest| rest.starts_with(dest)).map(|_| "[[".len());
        let open = || written.len() - written.trim_start_matches(['!', '[']).len();
        let (at, whole) = match behind.or_else(|| written.find(dest)) {
            Some(at) => (at, &written[at..at + dest.len()]),
            // Written with signs that it does not have.
            None => (open(), written[open()..].split(['|', ']']).next().unwrap_or_default()),
        };
        let start = range.start + at + whole.len() - whole.trim_start().len();
        let to = |text: &str| {
            Span::new(start, start + text.trim_end().trim_end_matches('\\').trim().len()).shifted(self.base)
        };
        let target = whole.split('#').next().filter(|target| !target.trim().is_empty()).unwrap_or(whole);
        (to(target), to(whole))
    }

    pub(super) fn mention(
        &mut self,
        target: Spanned<String>,
        fragment: Option<Spanned<String>>,
        range: &Range<usize>,
        arranged: &Arranged<'a>,
    ) -> u32 {
        let braces = find_braces(&arranged.script.names, range.end);
        if let Some(id) = braces.and_then(|b| b.id.as_ref()).filter(|id| !arranged.of_lines.contains(&id.span)) {
            let note = Diagnostic::error(UNKNOWN_KEY, self.file, id.span.shifted(self.base), "a name has no id");
            self.reading.notes.push(note.help("an id names marked words: `[[[name]] …]{#id .claim}`"));
        }
        self.keys_of_name(braces, arranged);
        let attrs = braces.map_or(Vec::new(), |b| b.attrs.iter().map(|a| self.shifted(a)).collect());
        let end = braces.map_or(range.end, |b| b.span.range().end);
        let start = self.plain_end();
        self.reading.body.mentions.push(Mention {
            target,
            fragment: fragment.filter(|f| !f.value.is_empty()),
            labelled: false,
            attrs,
            span: self.span(&(range.start..end)),
            plain: Span { start, end: start },
            sentence: Span::default(),
            block: self.blocks.saturating_sub(1),
            by_path: false,
            embed: false,
        });
        self.reading.body.mentions.len() as u32 - 1
    }

    /// Keys behind a name that mean nothing there: all but `role`, unless the name is that of an attribution line.
    fn keys_of_name(&mut self, braces: Option<&Braces>, arranged: &Arranged<'a>) {
        let own = braces.into_iter().flat_map(|braces| &braces.attrs).find(|own| own.key != Key::Role);
        let Some(own) = own else { return };
        if !arranged.of_lines.contains(&own.span) {
            let message = format!("`{}` says nothing of a name", own.key.word());
            let note = Diagnostic::error(UNKNOWN_KEY, self.file, own.span.shifted(self.base), message);
            self.reading
                .notes
                .push(note.help("a name has `role`; to mark words with a name in them: `[[[name]] …]{…}`"));
        }
    }

    pub(super) fn label(&mut self, steps: &[Step<'a>], from: usize, to: usize, index: u32, arranged: &Arranged<'a>) {
        self.reading.body.mentions[index as usize].labelled = true;
        self.linked(steps, from, to, arranged);
        self.hole(Hole::LabelEnd(index));
        self.reading.body.mentions[index as usize].plain.end = self.plain_end();
    }

    pub(super) fn link(
        &mut self,
        steps: &[Step<'a>],
        i: usize,
        dest: &str,
        title: &str,
        range: &Range<usize>,
        arranged: &Arranged<'a>,
    ) -> usize {
        let end = label_end(steps, i);
        let autolink = matches!(
            &steps[i],
            Step::Event(Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }), _)
        );
        if let (Some((path, fragment)), false) = (markdown_path(dest), autolink || self.settings.as_commonmark) {
            let span = self.span(range);
            let fragment = fragment.map(|fragment| Spanned::new(fragment, span));
            let index = self.mention(Spanned::new(path, span), fragment, range, arranged);
            self.reading.body.mentions[index as usize].by_path = true;
            self.hole(Hole::Mention(index));
            self.label(steps, i + 1, end, index, arranged);
            return end + 1;
        }
        if dest.is_empty() && !self.settings.as_commonmark {
            self.no_address(range);
            self.inside(steps, i + 1, end, arranged);
            return end + 1;
        }
        if !autolink && self.is_internal(dest) && !self.settings.as_commonmark {
            self.html("<a href=\"");
            self.address(dest, range);
            let title =
                if title.is_empty() { String::new() } else { format!(" title=\"{}\"", crate::base::html::attr(title)) };
            self.html(format!("\"{title}>"));
            self.linked(steps, i + 1, end, arranged);
            self.html("</a>");
            return end + 1;
        }
        if !self.allows(dest, autolink) {
            let message = format!("a link with the scheme of `{}` is not published", crate::base::tree::short(dest));
            let note = Diagnostic::error(SCHEME, self.file, self.span(range), message);
            self.reading.notes.push(note.help("links may be http, https, mailto or tel"));
            self.inside(steps, i + 1, end, arranged);
            return end + 1;
        }
        let Step::Event(event, _) = &steps[i] else { return i + 1 };
        self.emit(event.clone());
        self.linked(steps, i + 1, end, arranged);
        self.emit(Event::End(TagEnd::Link));
        end + 1
    }

    /// Says that a link or a picture leads nowhere: its words are shown alone.
    pub(super) fn no_address(&mut self, range: &Range<usize>) {
        let note = Diagnostic::error(EMPTY, self.file, self.span(range), "a link or a picture without an address");
        self.reading.notes.push(note.help("put the address between the round brackets, or leave only the words"));
    }

    /// Writes what stands in a link: no other link may.
    fn linked(&mut self, steps: &[Step<'a>], from: usize, to: usize, arranged: &Arranged<'a>) {
        let outer = std::mem::replace(&mut self.link, true);
        self.inside(steps, from, to, arranged);
        self.link = outer;
    }

    pub(super) fn inside(&mut self, steps: &[Step<'a>], from: usize, to: usize, arranged: &Arranged<'a>) {
        let mut i = from;
        while i < to {
            i = self.step(steps, i, arranged);
        }
    }

    pub(super) fn address(&mut self, dest: &str, range: &Range<usize>) {
        let target = Spanned::new(dest.to_owned(), self.span(range));
        self.reading.body.links.push(target);
        self.hole(Hole::Address(self.reading.body.links.len() as u32 - 1));
    }

    pub(super) fn is_internal(&self, dest: &str) -> bool {
        scheme(dest).is_none() && !dest.starts_with("//")
    }

    pub(super) fn allows(&self, dest: &str, autolink: bool) -> bool {
        let trusted = self.settings.raw_html == RawHtml::Trust || (autolink && dest.contains('@'));
        let scheme = scheme(dest).map(str::to_ascii_lowercase);
        trusted || scheme.is_none_or(|s| matches!(s.as_str(), "http" | "https" | "mailto" | "tel"))
    }
}

/// The target of a name without the spaces, line breaks and the backslash of a table cell around it.
pub fn clean_target(target: &str) -> String {
    clean(target).trim().trim_end_matches('\\').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The path and the fragment of a link to a Markdown file of the portal.
fn markdown_path(dest: &str) -> Option<(String, Option<String>)> {
    let (path, fragment) = dest.split_once('#').map_or((dest, None), |(p, f)| (p, Some(f.to_owned())));
    (scheme(dest).is_none() && path.ends_with(".md")).then(|| (crate::base::html::percent_decode(path), fragment))
}

/// The scheme of an address, such as `https`.
pub fn scheme(dest: &str) -> Option<&str> {
    let (scheme, _) = dest.split_once(':')?;
    let fine = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-');
    (!scheme.is_empty() && scheme.bytes().all(fine)).then_some(scheme)
}
