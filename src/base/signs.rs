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

/// The signs that may close a quotation that `open` opens; none for what opens none. Languages use some signs either way round.
pub fn closers(open: char) -> &'static [char] {
    match open {
        '"' => &['"'],
        '＂' => &['＂'],
        '“' => &['”'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '‹' => &['›'],
        '「' => &['」'],
        '『' => &['』'],
        '\u{301D}' => &['\u{301E}'],
        _ => &[],
    }
}

/// Follows a text sign by sign and says where a quotation begins and ends.
#[derive(Default)]
pub struct Quotations {
    open: Vec<(usize, char)>,
}

impl Quotations {
    /// Takes the sign at a place; gives the place where the quotation began that it closes.
    pub fn take(&mut self, at: usize, sign: char) -> Option<usize> {
        // Of ASCII this is the only one, and most of a text is ASCII.
        if sign.is_ascii() && sign != '"' {
            return None;
        }
        if let Some((start, open)) = self.open.last().copied()
            && closers(open).contains(&sign)
        {
            self.open.pop();
            return Some(start);
        }
        if !closers(sign).is_empty() {
            self.open.push((at, sign));
        }
        None
    }

    /// Those that are open, the outer ones first: where each began, and its sign.
    pub fn open(&self) -> &[(usize, char)] {
        &self.open
    }
}

/// Whether a sign ends a sentence.
pub fn ends_sentence(sign: char) -> bool {
    // A text is mostly letters of ASCII, and every sign of it is asked for.
    let is_none = sign.is_ascii() && !matches!(sign, '.' | '!' | '?');
    !is_none && (FULL_STOPS.contains(&sign) || matches!(sign, '!' | '?' | '！' | '？' | '…' | '؟' | '։'))
}
