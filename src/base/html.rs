//! Escaping for HTML and for addresses. Does not parse anything.

use pulldown_cmark_escape::{escape_href, escape_html};
use std::borrow::Cow;

/// Text for an attribute in double quotes, or between tags.
pub fn attr(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing to a string cannot fail.
    let _ = escape_html(&mut out, text);
    out
}

/// An address for an attribute in double quotes: what an address may not hold is percent-encoded.
pub fn href(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let _ = escape_href(&mut out, address);
    out
}

/// An address as a value: like `href`, without what HTML alone asks for.
pub fn encoded(address: &str) -> String {
    let escaped = href(address);
    // Nearly all addresses hold neither sign, and every link is made here.
    if escaped.contains('&') { escaped.replace("&#x27;", "'").replace("&amp;", "&") } else { escaped }
}

/// Text in which every byte but letters, digits, `_`, `.` and `~` is percent-encoded: for a part of an address that has signs of its own.
pub fn percent_encode(text: &str) -> String {
    const PLAIN: Plain = plain(b"_.~", false);
    encode(text, &PLAIN)
}

/// A text as the body of a `data:` address: only what would end the address, or what no address may hold, is percent-encoded.
pub fn data_encode(text: &str) -> String {
    const PLAIN: Plain = plain(b"!$()*+,-./:;=?@_~", true);
    encode(text, &PLAIN)
}

/// Of each byte whether it stands for itself in an address.
type Plain = [bool; 256];

/// Letters, digits and `signs`; of other letters than those of ASCII all bytes or none.
const fn plain(signs: &[u8], other_letters: bool) -> Plain {
    let mut plain = [other_letters; 256];
    let mut byte = 0;
    while byte < 128 {
        plain[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut i = 0;
    while i < signs.len() {
        plain[signs[i] as usize] = true;
        i += 1;
    }
    plain
}

fn encode(text: &str, plain: &Plain) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = Vec::with_capacity(text.len() + text.len() / 2);
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| !plain[usize::from(*byte)]) {
        let byte = rest[at];
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(&[b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    // Of a letter all bytes stand for themselves or none does, so that this cannot fail.
    String::from_utf8(out).unwrap_or_default()
}

/// A text with spaces for signs that no page may hold, which escapes and references such as `"\x01"` and `&#1;` stand for.
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_lost = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let may_be = |b: u8| b < b' ' || matches!(b, 0x7F | 0xC2 | 0xEF);
    match text.bytes().any(may_be) && text.contains(is_lost) {
        true => Cow::from(text.replace(is_lost, " ")),
        false => Cow::from(text),
    }
}

/// Whether this is an address on the web that a link may lead to.
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let has_host = rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['));
    has_host && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
}

/// The byte that two hexadecimal digits stand for.
pub fn hex_pair(digits: &str) -> Option<u8> {
    let is_pair = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    u8::from_str_radix(digits, 16).ok().filter(|_| is_pair)
}

/// Text with `%41` and the like decoded where the result is UTF-8, else as it was.
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        match text.get(i + 1..i + 3).filter(|_| bytes[i] == b'%').and_then(hex_pair) {
            Some(byte) => {
                out.push(byte);
                i += 3;
            }
            None => {
                out.push(bytes[i]);
                i += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
