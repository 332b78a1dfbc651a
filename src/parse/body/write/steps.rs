//! Looks ahead in the steps of a script.

use crate::parse::body::spans::Step;
use pulldown_cmark::{Event, Tag, TagEnd};

pub fn skip_paragraph(steps: &[Step<'_>], i: usize) -> usize {
    let end = steps[i..].iter().position(|s| matches!(s, Step::Event(Event::End(TagEnd::Paragraph), _)));
    end.map_or(steps.len(), |n| i + n + 1)
}

pub fn skip_break(steps: &[Step<'_>], i: usize) -> usize {
    i + usize::from(matches!(steps.get(i), Some(Step::Event(Event::SoftBreak | Event::HardBreak, _))))
}

/// The step that ends the link or picture that begins at `i`.
pub fn label_end(steps: &[Step<'_>], i: usize) -> usize {
    let mut depth = 0usize;
    for (n, step) in steps[i..].iter().enumerate() {
        match step {
            Step::Event(Event::Start(Tag::Link { .. } | Tag::Image { .. }), _) => depth += 1,
            Step::Event(Event::End(TagEnd::Link | TagEnd::Image), _) => {
                depth -= 1;
                if depth == 0 {
                    return i + n;
                }
            }
            _ => {}
        }
    }
    steps.len() - 1
}

/// The words of the steps up to the end of the block or label that they are in.
pub fn words(steps: &[Step<'_>]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Event(Event::Text(t) | Event::Code(t), _) => text.push_str(t),
            Step::Event(Event::SoftBreak | Event::HardBreak, _) => text.push(' '),
            Step::Event(Event::End(TagEnd::Heading(_)), _) => break,
            _ => {}
        }
    }
    text
}

pub fn next_char(steps: &[Step<'_>], from: usize) -> Option<char> {
    steps[from..].iter().take(8).find_map(|step| match step {
        Step::Event(Event::Text(t) | Event::Code(t), _) => t.chars().next(),
        _ => None,
    })
}
