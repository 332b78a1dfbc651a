//! What drawings need: how wide words are, shortened labels, the shapes of the sides. Works with whole numbers only, and makes no SVG elements.

use crate::base::fold::is_cjk;
use std::fmt::Write;

/// How wide a text is at 12 pixels, never less than it will be in the usual sans faces.
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    match c {
        c if is_cjk(c) => 12,
        'm' | 'M' | 'W' | '—' | '…' | '“' | '”' => 12,
        'w' | 'G' | 'O' | 'Q' | 'D' | 'H' | 'N' | 'U' => 10,
        'i' | 'j' | 'l' | 'I' | ' ' | '.' | ',' | '\'' | '’' => 4,
        't' | 'f' | 'r' | '-' | '(' | ')' => 5,
        'a' | 'c' | 'e' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 7,
        c if c.is_uppercase() => 9,
        _ => 8,
    }
}

/// The beginning of a text that is at most `most` wide, with an ellipsis where something is left out.
pub fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let (mut at, mut wide) = (0, char_width('…'));
    for (i, c) in text.char_indices() {
        wide += char_width(c);
        if wide > most {
            break;
        }
        at = i + c.len_utf8();
    }
    // No word is cut, unless little would be left.
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
    if is_letter(text[..at].chars().next_back()) && is_letter(text[at..].chars().next()) {
        let word = text[..at].rfind(|c: char| !is_letter(Some(c)));
        let before = word.map(|i| i + text[i..].chars().next().map_or(0, char::len_utf8));
        at = before.filter(|before| 2 * before >= at).unwrap_or(at);
    }
    let kept = text[..at].trim_end_matches([' ', ',', '.', '-', '，', '、', '(', '（']);
    format!("{kept}…")
}

/// Adds the shape of a side, centred, to the data of a path. Circles and squares are points that the style sheet gives a size, so that
/// a thousand of them stay short; they are one unit long, because printers leave out points that are not.
pub fn shape(n: u8, x: usize, y: usize, path: &mut String) {
    let _ = match n {
        1 | 2 => write!(path, "M{x} {y}h1"),
        3 => write!(path, "M{x} {y}m0-5l5 5-5 5-5-5z"),
        4 => write!(path, "M{x} {y}m0-5l5 9h-10z"),
        5 => write!(path, "M{x} {y}m-4-4h8v8h-8z"),
        6 => write!(path, "M{x} {y}m0-5l5 5-5 5-5-5z"),
        _ => write!(path, "M{x} {y}m-4 0h8"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_cut_between_letters() {
        assert_eq!(cut("Meeting in Busan", 200), "Meeting in Busan");
        assert_eq!(cut("Meeting in Busan", 84), "Meeting in…");
        assert_eq!(cut("二〇二五年世界人工智能大会", 60), "二〇二五…");
        assert_eq!(cut("Meeting in Busan", 104), "Meeting in…");
        assert_eq!(cut("Internationalization", 84), "Internation…");
        assert_eq!(cut("中国AI协会", 46), "中国…");
        assert_eq!(cut("", 0), "");
    }
}
