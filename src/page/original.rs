//! Where words stand in the original article: a link with a text fragment (WICG "URL Fragment Text Directives"), so that a browser shows the
//! very words. Only for quotations that are verbatim: in the language of the original, and not of a translation.

use super::Desk;
use crate::base::fold::is_cjk;
use crate::base::html::percent_encode;
use crate::base::lang::Lang;
use crate::entity::resolve::{Statement, Via};
use crate::parse::keys::MarkKind;

/// A quotation of up to so many words is searched for as a whole.
const WHOLE_WORDS: usize = 8;
/// Of a longer one so many words of both ends are.
const END_WORDS: usize = 4;
/// In a script without spaces: so many characters as a whole, and at least so many of each end.
const WHOLE_CHARS: usize = 24;
const END_CHARS: usize = 6;

const MARKS: [char; 32] = [
    '„', '‚', '«', '»', '‹', '›', '“', '”', '"', '‘', '’', '\'', '「', '」', '『', '』', '…', '.', ',', ';', ':', '!',
    '?', '—', '，', '。', '；', '：', '、', '！', '？', ' ',
];

impl Desk<'_> {
    /// The address of the words of a quotation in the original.
    pub fn original_place(self, statement: &Statement) -> Option<String> {
        if statement.kind != MarkKind::Quote {
            return None;
        }
        let own = self.model().registry.get(statement.document).document()?;
        statement.words.iter().find_map(|(lang, place)| {
            let (url, tag) = match &statement.via {
                Via::Source(place) => {
                    let source = own.sources.get(usize::from(*place))?;
                    (source.url.as_ref()?, source.lang.as_deref()?)
                }
                Via::Document if !own.is_briefing() => {
                    (own.url.best(*lang)?.1, self.original_language(statement, *lang))
                }
                _ => return None,
            };
            let written = self.language_of(statement, *lang)?;
            if !same_language(written, tag) {
                return None;
            }
            with_fragment(url, &self.own_parts(statement, *lang, *place))
        })
    }

    /// The language of a document's original.
    fn original_language<'a>(&'a self, statement: &Statement, lang: Lang) -> &'a str {
        let own = self.model().registry.get(statement.document).document();
        let given = own.and_then(|o| o.lang.get(lang));
        given.map_or(&*self.pages.config.language(lang).tag, String::as_str)
    }

    /// The language of the words in an edition; none where they are translated.
    fn language_of<'a>(&'a self, statement: &'a Statement, lang: Lang) -> Option<&'a str> {
        let first = statement.words.first().is_some_and(|(l, _)| *l == lang);
        if let Some(tag) = statement.lang.as_deref().filter(|_| first) {
            return Some(tag);
        }
        let own = self.model().registry.get(statement.document).document()?;
        let translated = own.translation.get(lang).is_some();
        (!translated).then(|| &*self.pages.config.language(lang).tag)
    }
}

/// `en` and `en-US` are the same here, `zh-Hans` and `zh-Hant` are not.
pub fn same_language(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let head = long.get(..short.len()).is_some_and(|h| h.eq_ignore_ascii_case(short));
    head && (long.len() == short.len() || long.as_bytes()[short.len()] == b'-')
}

/// The address with the place of the words; `parts` are pieces with words left out between them.
pub fn with_fragment(url: &str, parts: &[String]) -> Option<String> {
    // The front page of a site holds the words of no article for long.
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split(['?', '#']).next().unwrap_or_default();
    if path.split_once('/').is_none_or(|(_, path)| path.is_empty()) {
        return None;
    }
    let pieces = parts.iter().flat_map(|p| without_brackets(p)).flat_map(|p| p.split('…')).flat_map(|p| p.split("..."));
    let cleaned = pieces.map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "));
    let pieces: Vec<String> = cleaned.map(|p| trimmed(&p).to_owned()).filter(|p| !p.is_empty()).collect();
    let (first, last) = (pieces.first()?, pieces.last()?);
    let text = if pieces.len() == 1 && is_short(first) {
        percent_encode(first)
    } else {
        let (start, end) = (head(first), tail(last));
        match pieces.len() == 1 && start.len() + end.len() >= first.len() {
            true => percent_encode(first),
            false => format!("{},{}", percent_encode(start), percent_encode(end)),
        }
    };
    // The address may be a link to other words already.
    let url = url.split_once(":~:").map_or(url, |(url, _)| url);
    let hash = if url.contains('#') { "" } else { "#" };
    Some(format!("{url}{hash}:~:text={text}"))
}

/// The words between square brackets, which are an editor's: the original does not have them.
fn without_brackets(words: &str) -> impl Iterator<Item = &str> {
    words.split('[').enumerate().map(|(i, piece)| match piece.split_once(']') {
        Some((_, after)) if i > 0 => after,
        _ => piece,
    })
}

fn has_cjk(piece: &str) -> bool {
    !piece.is_ascii() && piece.chars().any(is_cjk)
}

fn trimmed(piece: &str) -> &str {
    piece.trim_matches(MARKS)
}

fn is_short(piece: &str) -> bool {
    match has_cjk(piece) {
        true => piece.chars().count() <= WHOLE_CHARS,
        false => piece.split(' ').count() <= WHOLE_WORDS,
    }
}

/// The first words; of a text without spaces what stands before a mark, because a browser looks for whole words.
fn head(piece: &str) -> &str {
    if !has_cjk(piece) {
        let end = piece.match_indices(' ').nth(END_WORDS - 1).map_or(piece.len(), |(at, _)| at);
        return trimmed(&piece[..end]);
    }
    let far = piece.char_indices().nth(END_CHARS).map_or(piece.len(), |(at, _)| at);
    let end = piece[far..].find(MARKS).map_or(piece.len(), |at| far + at);
    &piece[..end]
}

/// The last words.
fn tail(piece: &str) -> &str {
    if !has_cjk(piece) {
        let start = piece.rmatch_indices(' ').nth(END_WORDS - 1).map_or(0, |(at, _)| at + 1);
        return trimmed(&piece[start..]);
    }
    let far = piece.char_indices().rev().nth(END_CHARS - 1).map_or(0, |(at, _)| at);
    let start =
        piece[..far].char_indices().rev().find(|(_, c)| MARKS.contains(c)).map_or(0, |(at, c)| at + c.len_utf8());
    &piece[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(parts: &[&str]) -> String {
        let parts: Vec<String> = parts.iter().map(|p| (*p).to_owned()).collect();
        with_fragment("https://a.example/x", &parts).unwrap_or_default().replace("https://a.example/x#:~:text=", "")
    }

    #[test]
    fn short_words_stand_whole() {
        assert_eq!(place(&["“Trust, first.”"]), "Trust%2C%20first");
        assert_eq!(place(&["“信任是基础”"]), percent_encode("信任是基础"));
    }

    #[test]
    fn long_words_stand_by_their_ends() {
        let long = "Both nations can co-lead an international consortium to develop safety protocols, focusing on human values.";
        assert_eq!(place(&[long]), "Both%20nations%20can%20co%2Dlead,focusing%20on%20human%20values");
        let chinese = "中国丰富的数据资源，与美国的计算能力相结合，将会带来重大的好处";
        assert_eq!(
            place(&[chinese]),
            format!("{},{}", percent_encode("中国丰富的数据资源"), percent_encode("将会带来重大的好处"))
        );
    }

    #[test]
    fn left_out_words_are_no_part() {
        assert_eq!(place(&["We share every reading", "in real time"]), "We%20share%20every%20reading,in%20real%20time");
        assert_eq!(place(&["We share … in real time"]), "We%20share,in%20real%20time");
        assert_eq!(
            with_fragment("https://a.example/x#part", &["a".to_owned()]).unwrap_or_default(),
            "https://a.example/x#part:~:text=a"
        );
        assert_eq!(
            with_fragment("https://a.example/x#:~:text=old", &["a".to_owned()]).unwrap_or_default(),
            "https://a.example/x#:~:text=a"
        );
        assert_eq!(with_fragment("https://a.example/x", &["…".to_owned()]), None);
        for front in ["https://a.example", "https://a.example/", "https://a.example/?q#part"] {
            assert_eq!(with_fragment(front, &["a".to_owned()]), None, "{front}");
        }
        assert_eq!(place(&["We [the ministry] share every reading"]), "We,share%20every%20reading");
        assert_eq!(place(&["The [...] dam held"]), "The,dam%20held");
    }

    #[test]
    fn languages_are_compared_with_their_script() {
        assert!(same_language("en", "en-US") && same_language("zh", "zh-Hans") && same_language("EN", "en"));
        assert!(!same_language("zh-Hans", "zh-Hant") && !same_language("en", "eng") && !same_language("cs", "de"));
    }
}
