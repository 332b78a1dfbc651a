//! What templates can call: strings, numbers, dates and quotation marks of the page's language. Nothing here reaches the site.

use crate::base::date::Date;
use crate::base::html::attr;
use crate::base::signs::is_quotation_mark;
use crate::input::strings::Strings;
use std::collections::HashMap;
use std::sync::Arc;
use tera::value::Key;
use tera::{Error, Kwargs, Map, State, Tera, TeraResult, Value};

/// Makes everything known to one language's engine.
pub fn register(engine: &mut Tera, strings: &Strings, tag: &str) {
    let strings = Arc::new(strings.clone());
    let (own, ready) = (strings.clone(), ready(&strings));
    engine.register_function("t", move |args: Kwargs, _: &State| text(&own, &ready, &args));
    let own = strings.clone();
    engine.register_function("count", move |args: Kwargs, _: &State| count(&own, &args));
    let own = strings.clone();
    engine.register_function("shown", move |args: Kwargs, _: &State| shown(&own, &args));
    let own = strings.clone();
    engine.register_filter("number", move |n: usize, _: Kwargs, _: &State| own.number(n));
    let own = strings.clone();
    engine.register_filter("date", move |row: &Map, args: Kwargs, _: &State| date(&own, row, &args));
    let tag = tag.to_owned();
    engine.register_filter("direction", |tag: &str, _: Kwargs, _: &State| crate::input::config::direction(tag));
    engine.register_filter("quoted", move |words: &str, args: Kwargs, _: &State| quoted(words, &args, &tag));
}

/// Strings with nothing to fill in, as values: most of what templates ask for.
fn ready(strings: &Strings) -> HashMap<String, Value> {
    let plain = strings.keys().map(|key| (key, strings.get(key))).filter(|(_, text)| !text.contains('{'));
    plain.map(|(key, text)| (key.to_owned(), Value::normal_string(text))).collect()
}

/// `t(key="…")`: a string, with every other argument filled in for `{name}`.
fn text(strings: &Strings, ready: &HashMap<String, Value>, args: &Kwargs) -> TeraResult<Value> {
    let key = args.must_get::<&str>("key")?;
    if let Some(value) = ready.get(key) {
        return Ok(value.clone());
    }
    let pattern = strings.find(key).ok_or_else(|| no_string(strings, key))?;
    let values: Vec<(&str, String)> =
        args.iter().filter_map(|(name, value)| Some((name.as_str()?, value.to_string()))).collect();
    let given = |name: &str| values.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str());
    Ok(Value::from(crate::input::strings::fill(pattern, given)))
}

fn no_string(strings: &Strings, key: &str) -> Error {
    Error::message(format!("there is no string `{key}` in `i18n/{}.toml`, nor in English", strings.code()))
}

/// `count(key="…", n=…)`: the form of a string that the number needs.
fn count(strings: &Strings, args: &Kwargs) -> TeraResult<String> {
    let (key, n) = (args.must_get::<&str>("key")?, args.must_get::<usize>("n")?);
    strings.find_count(key, n).ok_or_else(|| no_string(strings, key))
}

/// `shown(n=…, of=…)`: how many there are, and how many of them are shown where that is not all.
fn shown(strings: &Strings, args: &Kwargs) -> TeraResult<String> {
    let (n, total) = (args.must_get::<usize>("n")?, args.must_get::<usize>("of")?);
    let all = strings.number(total);
    Ok(if n < total { strings.fill("list.of", &[("shown", &strings.number(n)), ("total", &all)]) } else { all })
}

/// A `DateRow` as `time` elements, or with `plain=true` as text; of a range both ends, the common part once.
fn date(strings: &Strings, row: &Map, args: &Kwargs) -> TeraResult<Value> {
    let (iso, end) = (field(row, "iso"), field(row, "end_iso"));
    let plain = args.get::<bool>("plain")?.unwrap_or(false);
    let range = if end.is_empty() { None } else { Date::parse(&format!("{iso}/{end}")) };
    let Some(range) = range else {
        return Ok(if plain {
            Value::normal_string(field(row, "text"))
        } else {
            Value::safe_string(&time(iso, field(row, "text")))
        });
    };
    if plain {
        return Ok(Value::from(strings.date(range)));
    }
    let (first, rest) = strings.date_parts(range);
    let rest = rest.map_or(String::new(), |(join, last)| format!("{}{}", attr(join), time(end, &last)));
    Ok(Value::safe_string(&format!("{}{rest}", time(iso, &first))))
}

fn field<'a>(row: &'a Map, name: &'static str) -> &'a str {
    row.get(&Key::Str(name)).and_then(Value::as_str).unwrap_or_default()
}

fn time(iso: &str, text: &str) -> String {
    match iso {
        "" => attr(text),
        _ => ["<time datetime=\"", &*attr(iso), "\">", &*attr(text), "</time>"].concat(),
    }
}

/// `words | quoted(lang=…)`: in the quotation marks of their language, unless they bring their own.
fn quoted(words: &str, args: &Kwargs, page: &str) -> TeraResult<String> {
    if words.contains(is_quotation_mark) || words.contains('‘') {
        return Ok(words.to_owned());
    }
    let lang = args.iter().find(|(name, _)| name.as_str() == Some("lang")).and_then(|(_, value)| value.as_str());
    let (open, close) = quotation_marks(lang.unwrap_or(page));
    Ok(format!("{open}{words}{close}"))
}

fn quotation_marks(tag: &str) -> (&'static str, &'static str) {
    match tag {
        "es" | "es-ES" | "pt-PT" => return ("«", "»"),
        tag if tag.starts_with("zh-Hant") => return ("「", "」"),
        // Spanish and Portuguese of the Americas.
        tag if tag.starts_with("es-") || tag == "pt-BR" => return ("“", "”"),
        _ => {}
    }
    match tag.split('-').next().unwrap_or(tag) {
        "cs" | "de" | "sk" => ("„", "“"),
        "it" | "pt" | "ru" | "uk" => ("«", "»"),
        "fr" => ("«\u{202f}", "\u{202f}»"),
        "ja" => ("「", "」"),
        "pl" | "hu" | "ro" => ("„", "”"),
        _ => ("“", "”"),
    }
}
