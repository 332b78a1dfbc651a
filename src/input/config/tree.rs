//! TOML as a tree of values with places. Does not know which keys there are.

use crate::base::span::{Span, Spanned};
use crate::base::tree::{Data, Node};

/// Reads TOML; an error has its place and one line of reason.
pub fn node_of(text: &str) -> Result<Node, (Span, String)> {
    let table = toml::de::DeTable::parse(text).map_err(|e| {
        let span = e.span().map_or(Span::default(), |r| Span::new(r.start, r.end));
        (span, e.message().lines().next().unwrap_or("not valid TOML").to_owned())
    })?;
    let span = table.span();
    Ok(Node { span: Span::new(span.start, span.start), data: Data::Map(entries(table.into_inner())) })
}

fn entries(table: toml::de::DeTable<'_>) -> Vec<(Spanned<String>, Node)> {
    let mut all: Vec<(Spanned<String>, Node)> = table
        .into_iter()
        .map(|(key, value)| {
            let span = Span::new(key.span().start, key.span().end);
            (Spanned::new(key.into_inner().into_owned(), span), node(value))
        })
        .collect();
    all.sort_by_key(|(key, _)| key.span);
    all
}

fn node(value: toml::Spanned<toml::de::DeValue<'_>>) -> Node {
    use toml::de::DeValue;
    let span = Span::new(value.span().start, value.span().end);
    let data = match value.into_inner() {
        DeValue::String(text) => Data::Scalar(text.into_owned()),
        DeValue::Integer(n) => Data::Scalar(n.as_str().to_owned()),
        DeValue::Float(n) => Data::Scalar(n.as_str().to_owned()),
        DeValue::Boolean(b) => Data::Scalar(b.to_string()),
        DeValue::Datetime(d) => Data::Scalar(d.to_string()),
        DeValue::Array(items) => Data::List(items.into_iter().map(node).collect()),
        DeValue::Table(table) => Data::Map(entries(table)),
    };
    Node { span, data }
}
