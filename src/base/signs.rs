//! Signs of writing: which ones open and close a quotation, and which ones end a sentence. Knows no language.

/// The signs that open a quotation.
pub const QUOTATION_MARKS: [char; 10] = ['"', '“', '「', '『', '‘', '«', '„', '»', '\u{301D}', '＂'];

/// The signs that only end one; not `’`, which is an apostrophe too.
pub const CLOSING_MARKS: [char; 5] = ['”', '」', '』', '»', '\u{301E}'];

/// The full stops of all scripts.
pub const FULL_STOPS: [char; 8] = ['.', '。', '．', '｡', '।', '॥', '۔', '።'];

/// Whether a sign opens or closes a quotation and is nothing else, as an apostrophe is.
pub fn is_quotation_mark(sign: char) -> bool {
    matches!(
        sign,
        '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '\u{301D}' | '\u{301E}' | '＂'
    )
}

/// Whether a sign ends a sentence.
pub fn ends_sentence(sign: char) -> bool {
    FULL_STOPS.contains(&sign) || matches!(sign, '!' | '?' | '！' | '？' | '…' | '؟' | '։')
}
