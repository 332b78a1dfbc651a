//! Escaping for HTML and for addresses. Does not parse anything.

use pulldown_cmark_escape::{escape_href, escape_html};

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

/// Text in which every byte but letters, digits, `_`, `.` and `~` is percent-encoded: for a part of an address that has signs of its own.
pub fn percent_encode(text: &str) -> String {
    encode(text, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'~'))
}

fn encode(text: &str, is_plain: impl Fn(&u8) -> bool) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| !is_plain(byte)) {
        // All bytes of a letter are plain or none is, so that what is copied ends where a letter does.
        if from < at {
            out.push_str(&text[from..at]);
        }
        out.extend(['%', char::from(DIGITS[usize::from(byte >> 4)]), char::from(DIGITS[usize::from(byte & 15)])]);
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out
}

/// A text as the body of a `data:` address: only what would end the address, or what no address may hold, is percent-encoded.
pub fn data_encode(text: &str) -> String {
    let is_plain = |byte: &u8| match byte {
        b'!' | b'$' | b'(' | b')' | b'*'..=b';' | b'=' | b'?' | b'@' | b'_' | b'~' => true,
        byte => byte.is_ascii_alphanumeric() || !byte.is_ascii(),
    };
    encode(text, is_plain)
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
        let hex = text.get(i + 1..i + 3).filter(|_| bytes[i] == b'%').and_then(|h| u8::from_str_radix(h, 16).ok());
        match hex {
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
