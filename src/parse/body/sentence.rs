//! The sentence around a place in a text. Follows the sentence rules of UAX #29, with the abbreviations of the language; reads only the text
//! around the place, because a mention needs one sentence and not all. Does not know mentions.

use crate::base::signs::{Quotations, ends_sentence, is_quotation_mark};
use crate::base::span::Span;
use std::cell::OnceCell;
use std::ops::Range;

/// Longest sentence shown, in characters.
pub const MOST_CHARS: usize = 300;

/// Words after which a full stop ends no sentence, by language; every language also has single capital letters ("J. Doe", "U.S.").
const ABBREVIATIONS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Rep", "Gov", "Gen", "Col", "Lt", "Amb", "St", "Jr", "Sr", "vs",
            "etc", "e.g", "i.e", "cf", "No", "Nos", "Art", "Sec", "Fig", "approx", "Inc", "Ltd", "Co", "Corp", "Dept",
            "Univ", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
        ],
    ),
    (
        "cs",
        &["např", "tzv", "tj", "atd", "apod", "č", "r", "st", "Ing", "Mgr", "Dr", "prof", "doc", "sv", "mj", "resp"],
    ),
    ("de", &["z.B", "d.h", "bzw", "usw", "Dr", "Prof", "Nr", "Abs", "Art", "ca", "vgl", "Hr", "Fr", "St", "u.a"]),
    (
        "es",
        &[
            "Sr", "Sra", "Srta", "Dr", "Dra", "Prof", "D", "Dña", "Ud", "art", "núm", "pág", "p.ej", "etc", "cf",
            "aprox",
        ],
    ),
    ("fr", &["M", "Mme", "MM", "Dr", "art", "cf", "env", "p.ex"]),
    ("it", &["Sig", "sig", "Dott", "dott", "Prof", "prof", "On", "on", "Avv", "art", "pag", "ecc", "cfr", "ca"]),
    ("pl", &["np", "tzw", "tj", "itd", "itp", "dr", "prof", "ul", "art", "ok", "św", "m.in"]),
    (
        "pt",
        &["Sr", "Sra", "Dr", "Dra", "Prof", "Profa", "Exmo", "Exma", "art", "nº", "p.ex", "pág", "etc", "cf", "aprox"],
    ),
];

/// The sentence of `text` around `at`, inside the line that `at` is in, cut to 300 characters around it at spaces.
pub fn around(text: &str, at: Span, language: &str) -> Span {
    let line = line_of(text, at);
    let own = &text[line.clone()];
    let (from, to) = (at.range().start - line.start, (at.range().end - line.start).min(own.len()));
    let quotations = OnceCell::new();
    let inside = |end: usize| {
        let all = quotations.get_or_init(|| quotations_in(own));
        all[..all.partition_point(|quotation| quotation.start <= end)].last().is_some_and(|last| last.contains(&end))
    };
    let start = last_break(own, from, language, &inside);
    let end = next_break(own, to.max(from), language, &inside);
    let trimmed = trim(own, start, end);
    let cut = cut(own, trimmed, (from, to));
    Span::new(line.start + cut.0, line.start + cut.1)
}

/// The line around a place, as far as anything here looks: a line of a million names is not read a million times.
fn line_of(text: &str, at: Span) -> Range<usize> {
    let own = at.range();
    let floor = floor_char(text, own.start.saturating_sub(2 * REACH));
    let roof = floor_char(text, (own.end + 2 * REACH).min(text.len()));
    let start = text[floor..own.start].rfind('\n').map_or(floor, |n| floor + n + 1);
    let end = text[own.start..roof].find('\n').map_or(roof, |n| own.start + n);
    start..end
}

/// How far one looks for the end of a sentence, in bytes: well past what is shown.
const REACH: usize = 4 * MOST_CHARS + 64;

fn last_break(line: &str, before: usize, language: &str, inside: &dyn Fn(usize) -> bool) -> usize {
    let floor = floor_char(line, before.saturating_sub(REACH));
    let mut at = before;
    while at > floor {
        let Some(found) = line[floor..at].rfind(ends_sentence) else { break };
        let end = floor + found;
        if let Some(next) = break_after(line, end, language, inside).filter(|next| *next <= before) {
            return next;
        }
        at = end;
    }
    floor
}

fn next_break(line: &str, after: usize, language: &str, inside: &dyn Fn(usize) -> bool) -> usize {
    let roof = floor_char(line, (after + REACH).min(line.len()));
    let mut at = after;
    while let Some(found) = line[at..roof].find(ends_sentence) {
        let end = at + found;
        if let Some(next) = break_after(line, end, language, inside) {
            return next;
        }
        at = end + line[end..].chars().next().map_or(1, char::len_utf8);
    }
    roof
}

fn floor_char(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '}' | '」' | '』' | '）' | '》' | '〉' | '】' | '›')
}

/// Where the sentence that ends with the sign at `end` is over: behind closing signs and spaces. `None` if it does not end there.
fn break_after(line: &str, end: usize, language: &str, inside: &dyn Fn(usize) -> bool) -> Option<usize> {
    let sign = line[end..].chars().next()?;
    let rest = &line[end + sign.len_utf8()..];
    let ends = rest.trim_start_matches(ends_sentence);
    let is_wide = matches!(sign, '。' | '！' | '？' | '．' | '｡');
    // German closes with `“`, which elsewhere has a space or a wide sign before it.
    let closed = ends.trim_start_matches(|c| is_closing(c) || c == '“' && !is_wide);
    let next_word = closed.trim_start();
    let next = next_word.chars().next();
    let at = line.len() - next_word.len();
    let spaced = closed.len() > next_word.len();
    if is_wide {
        // Inside a quotation the sentence goes on: 他说“好。”然后 … ends only where nothing but the end follows the closing sign.
        let quoted = ends.len() > closed.len() && next.is_some();
        return (!quoted && !inside(end)).then_some(at);
    }
    // Between the first and the last sentence of a quotation the one around it goes on.
    if inside(end) && ends.len() == closed.len() {
        return None;
    }
    let follows = next.is_none_or(|c| !c.is_lowercase() && !matches!(c, ',' | ';' | ':' | '-' | '–' | '—'));
    if !follows || (!spaced && next.is_some_and(|c| !crate::base::fold::is_cjk(c))) {
        return None;
    }
    let plain_stop = sign == '.' && ends.len() == rest.len() && closed.len() == ends.len();
    (!(plain_stop && next.is_some() && is_abbreviation(&line[..end], language))).then_some(at)
}

/// What stands between quotation marks, the outermost ones; without a closing one, up to the end of the line. Straight marks are not told
/// apart, so that in a line with one too many they say nothing.
fn quotations_in(line: &str) -> Vec<Range<usize>> {
    let is_straight = |sign: char| matches!(sign, '"' | '＂');
    let signs: Vec<(usize, char)> = line.char_indices().filter(|(_, sign)| is_quotation_mark(*sign)).collect();
    let trusted = signs.iter().filter(|(_, sign)| is_straight(*sign)).count() % 2 == 0;
    let (mut found, mut quotations) = (Vec::new(), Quotations::default());
    for (at, sign) in signs.into_iter().filter(|(_, sign)| trusted || !is_straight(*sign)) {
        if let Some(start) = quotations.take(at, sign).filter(|_| quotations.open().is_empty()) {
            found.push(start..at);
        }
    }
    if let Some((start, _)) = quotations.open().first() {
        found.retain(|quotation: &Range<usize>| quotation.end < *start);
        found.push(*start..line.len());
    }
    found
}

fn is_abbreviation(before: &str, language: &str) -> bool {
    let start = before
        .rfind(|c: char| c.is_whitespace() || "([“\"‘「（".contains(c))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = &before[start..];
    let last = word.rsplit('.').next().unwrap_or(word);
    let single = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let base = language.split('-').next().unwrap_or(language);
    let known = ABBREVIATIONS.iter().find(|(code, _)| *code == base);
    single || known.is_some_and(|(_, words)| words.contains(&word))
}

fn trim(line: &str, start: usize, end: usize) -> (usize, usize) {
    let text = &line[start..end.max(start)];
    let begin = start + (text.len() - text.trim_start().len());
    (begin, begin + text.trim().len())
}

/// At most 300 characters that hold the place itself, cut at spaces where there are some.
fn cut(line: &str, (start, end): (usize, usize), (from, to): (usize, usize)) -> (usize, usize) {
    if line[start..end].chars().count() <= MOST_CHARS {
        return (start, end);
    }
    let own = line[from.clamp(start, end)..to.clamp(start, end)].chars().count().min(MOST_CHARS);
    let before = (MOST_CHARS - own) / 2;
    let left = line[start..from.clamp(start, end)]
        .char_indices()
        .rev()
        .nth(before)
        .map_or(start, |(i, c)| start + i + c.len_utf8());
    let left = if left == start { start } else { word_start(line, left, from) };
    let right = line[left..end].char_indices().nth(MOST_CHARS).map_or(end, |(i, _)| left + i);
    let right = if right == end { end } else { word_end(line, right, to) };
    (left, right.max(left))
}

fn word_start(line: &str, at: usize, before: usize) -> usize {
    line[at..before.max(at)].find(' ').map_or(at, |n| at + n + 1)
}

fn word_end(line: &str, at: usize, after: usize) -> usize {
    let from = after.min(at);
    line[from..at].rfind(' ').map_or(at, |n| from + n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence<'a>(text: &'a str, word: &str, language: &str) -> &'a str {
        let at = text.find(word).expect("the word is in the text");
        around(text, Span::new(at, at + word.len()), language).of(text)
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        let text = "First one. The U.S. President met Mr. Xi at 3 p.m. in Geneva. Then he left.";
        assert_eq!(sentence(text, "Xi", "en"), "The U.S. President met Mr. Xi at 3 p.m. in Geneva.");
        assert_eq!(sentence(text, "First", "en"), "First one.");
        assert_eq!(sentence(text, "left", "en"), "Then he left.");
    }

    #[test]
    fn sentences_of_other_scripts_end_with_signs_of_their_own() {
        let text = "पहला वाक्य। दूसरा वाक्य राव के बारे में। तीसरा वाक्य।";
        assert_eq!(sentence(text, "राव", "hi"), "दूसरा वाक्य राव के बारे में।");
        let text = "Um. O Sr. Silva e a Dra. Luciana falaram no art. 5 da lei. Outro.";
        assert_eq!(sentence(text, "Luciana", "pt-BR"), "O Sr. Silva e a Dra. Luciana falaram no art. 5 da lei.");
    }

    #[test]
    fn a_full_stop_inside_a_quotation_ends_no_chinese_sentence() {
        let text = "会议开始。他说「我们要对话。」然后离开。会议结束。";
        assert_eq!(sentence(text, "对话", "zh"), "他说「我们要对话。」然后离开。");
        assert_eq!(sentence(text, "结束", "zh"), "会议结束。");
    }

    #[test]
    fn a_sentence_holds_the_whole_of_its_quotation() {
        for (open, close) in [('"', '"'), ('“', '”'), ('«', '»'), ('„', '“')] {
            let text = format!("First. Ann said: {open}We share. We measure.{close} Then she left.");
            assert_eq!(sentence(&text, "Ann", "en"), format!("Ann said: {open}We share. We measure.{close}"));
            let text = format!("First. {open}One. Two.{close} said Bob at 5 p.m. in Bonn. Last.");
            assert_eq!(sentence(&text, "Bob", "en"), format!("{open}One. Two.{close} said Bob at 5 p.m. in Bonn."));
        }
        let text = "A 5\" gauge. Ann read it. Bob did not.";
        assert_eq!(sentence(text, "Ann", "en"), "Ann read it.");
    }

    #[test]
    fn a_quotation_that_nothing_closes_goes_on_to_the_end() {
        let text = "他说「好。」会议开始。他说「我们要对话。然后离开。";
        assert_eq!(sentence(text, "开始", "zh"), "他说「好。」会议开始。");
        assert_eq!(sentence(text, "离开", "zh"), "他说「我们要对话。然后离开。");
    }

    #[test]
    fn a_sentence_is_at_most_300_characters_and_holds_its_place() {
        let text = format!("{} here {}", "word ".repeat(200), "more ".repeat(200));
        let found = sentence(&text, "here", "en");
        assert!(found.contains("here") && found.chars().count() <= MOST_CHARS, "{found}");
    }
}
