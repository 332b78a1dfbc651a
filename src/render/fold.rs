//! What a language's templates say in the same words on every page is looked up once, when they are read: `t(key="nav.main")` becomes
//! the text that it stands for. Knows where a tag begins and ends, not what is in it.

use crate::input::strings::Strings;
use std::borrow::Cow;

const CALL: &str = "t(key=\"";

/// `text` with a literal for every string that has nothing to fill in. Templates that show tags as they are (`raw`) stay as they are.
pub fn fold<'a>(text: &'a str, strings: &Strings) -> Cow<'a, str> {
    if !text.contains(CALL) || is_raw(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut rest = text;
    while let Some((at, end)) = next_tag(rest) {
        out.push_str(&rest[..at]);
        fold_tag(&rest[at..end], strings, &mut out);
        rest = &rest[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn is_raw(text: &str) -> bool {
    text.match_indices("{%").any(|(at, _)| text[at + 2..].trim_start_matches('-').trim_start().starts_with("raw"))
}

/// Where the next tag or comment begins and ends.
fn next_tag(text: &str) -> Option<(usize, usize)> {
    let begins = |(at, _): &(usize, char)| matches!(text.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#'));
    let (at, _) = text.char_indices().filter(|(_, c)| *c == '{').find(begins)?;
    let close = match text.as_bytes()[at + 1] {
        b'{' => "}}",
        b'%' => "%}",
        _ => "#}",
    };
    let end = text[at + 2..].find(close).map_or(text.len(), |found| at + 2 + found + close.len());
    Some((at, end))
}

fn fold_tag(tag: &str, strings: &Strings, out: &mut String) {
    let mut rest = tag;
    while let Some(at) = rest.find(CALL) {
        let (before, call) = rest.split_at(at);
        out.push_str(before);
        let is_name = before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
        let found = call[CALL.len()..].split_once("\")").filter(|_| !is_name);
        match found.and_then(|(key, after)| Some((literal(key, strings)?, after))) {
            Some((literal, after)) => {
                out.push_str(&literal);
                rest = after;
            }
            None => {
                out.push_str(CALL);
                rest = &call[CALL.len()..];
            }
        }
    }
    out.push_str(rest);
}

/// A string as the template engine writes it; `None` where something is filled in, and where a sign would end the literal or the tag.
fn literal(key: &str, strings: &Strings) -> Option<String> {
    let text = strings.find(key)?;
    (!text.contains(['{', '}', '"', '\\', '%', '#'])).then(|| format!("\"{text}\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date::Day;
    use crate::base::memo::Last;
    use crate::input::{Inputs, config, strings};
    use std::collections::BTreeMap;

    fn folded(text: &str) -> String {
        let today = Day::of_unix_seconds(0).expect("1970 is a day");
        let inputs = Inputs { files: BTreeMap::new(), today, drafts: false, base_url: None };
        let strings = strings::read(&inputs, &config::read(&inputs).value, &mut Last::default()).value;
        fold(text, &strings[0]).into_owned()
    }

    #[test]
    fn plain_strings_become_literals() {
        assert_eq!(
            folded("{{ t(key=\"nav.main\") }}·{% if x %}{{ <a b={t(key=\"nav.main\")} /> }}"),
            "{{ \"Main\" }}·{% if x %}{{ <a b={\"Main\"} /> }}"
        );
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            "t(key=\"nav.main\")",
            "{{ t(key=\"list.of\", shown=1, total=2) }}",
            "{{ t(key=\"list.of\") }}",
            "{{ t(key=\"no.such\") }}",
            "{{ count(key=\"count.statements\", n=1) }}",
            "{% raw %}{{ t(key=\"nav.main\") }}{% endraw %}",
            "{{ t(key=name) }}",
            "{{ t(key=\"nav.main",
        ] {
            assert_eq!(folded(text), text);
        }
    }
}
