//! `[publish.NAME]` of `site.toml`: where the site is published and how its files are kept there. Holds no secret and refuses
//! one; connects to nothing.

use super::fill::{after_scheme, bad_url};
use super::{BAD, Config, MISSING, SECRET};
use crate::base::diag::Diagnostic;
use crate::base::glob::is_modest;
use crate::base::path::SourcePath;
use crate::base::span::{Span, Spanned};
use crate::base::tree::{Data, Fields, Node, short};
use crate::input::place::Place;

/// Which files of its own a host reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Host {
    /// None.
    #[default]
    Plain,
    /// `_headers` and `_redirects` as Netlify reads them.
    Netlify,
    /// The same as Cloudflare Pages reads them.
    Cloudflare,
    /// `.nojekyll` and `CNAME`.
    Pages,
}

/// One place that the site is published to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    /// As on the command line; empty for a place that was given there itself.
    pub name: String,
    /// Where it is.
    pub place: Option<Place>,
    /// The address that readers see it under, in place of the portal's.
    pub base_url: Option<String>,
    /// Which files of its own the host reads.
    pub host: Host,
    /// `cache-control` of files by pattern; the first that matches counts.
    pub cache: Vec<(String, String)>,
    /// Whether texts also lie beside themselves, compressed, for servers that look for that.
    pub compress: bool,
    /// The name in `CNAME`.
    pub cname: Option<String>,
    /// Of an S3 service that is not Amazon's, or of Azure.
    pub endpoint: Option<String>,
    /// Of an S3 service.
    pub region: Option<String>,
    /// Of the AWS configuration.
    pub profile: Option<String>,
    /// Who logs in by WebDAV.
    pub user: Option<String>,
    /// The file of an ssh key.
    pub key: Option<String>,
    /// A command that prints the secret.
    pub secret_command: Vec<String>,
    /// Seconds that one request may take.
    pub timeout: Option<u64>,
    /// How often a request is made again.
    pub retries: Option<u64>,
    /// How many requests are made at a time.
    pub parallel: Option<u64>,
}

/// Most patterns for `cache-control` of one target.
const MOST_PATTERNS: usize = 100;

/// Adds one `[publish.NAME]`.
pub fn add_target(config: &mut Config, name: &Spanned<String>, node: &Node, file: &SourcePath) -> Vec<Diagnostic> {
    let what = format!("`[publish.{}]`", short(&name.value));
    let mut fields = Fields::new(node, file, &what);
    let mut notes = secrets(name, node, file);
    let hidden: Vec<&str> = secret_keys(node).collect();
    let mut target = read(&mut fields, &name.value);
    if !hidden.contains(&"to") {
        notes.extend(set_place(&mut target, name, &mut fields, file));
    }
    notes.extend(set_url(&mut target, &mut fields, file));
    notes.extend(set_cache(&mut target, &mut fields, file));
    notes.extend(set_cname(&mut target, &mut fields, file));
    if !crate::base::fold::is_id(&name.value) {
        let note = Diagnostic::error(BAD, file, name.span, format!("`{}` is no name for a target", name.value));
        notes.push(note.help("small letters, digits and hyphens"));
    }
    fields.ignore(&hidden);
    notes.extend(fields.finish_without_quoting());
    config.targets.push(target);
    notes
}

fn read(fields: &mut Fields<'_>, name: &str) -> Target {
    let hosts =
        [("plain", Host::Plain), ("netlify", Host::Netlify), ("cloudflare", Host::Cloudflare), ("pages", Host::Pages)];
    let words = |texts: Vec<Spanned<String>>| match &texts[..] {
        [one] => one.value.split_whitespace().map(str::to_owned).collect(),
        many => many.iter().map(|word| word.value.clone()).collect(),
    };
    Target {
        name: name.to_owned(),
        host: fields.word("host", &hosts).unwrap_or_default(),
        compress: fields.flag("compress").unwrap_or(false),
        endpoint: fields.string("endpoint"),
        region: fields.string("region"),
        profile: fields.string("profile"),
        user: fields.string("user"),
        key: fields.string("key"),
        secret_command: words(fields.texts("secret_command")),
        timeout: fields.number("timeout").map(|n| n.clamp(1, 3600)),
        retries: fields.number("retries").map(|n| n.min(20)),
        parallel: fields.number("parallel").map(|n| n.clamp(1, 64)),
        ..Target::default()
    }
}

fn set_place(
    target: &mut Target,
    name: &Spanned<String>,
    fields: &mut Fields<'_>,
    file: &SourcePath,
) -> Option<Diagnostic> {
    let Some(to) = fields.text("to") else {
        let note = Diagnostic::error(MISSING, file, name.span, format!("`[publish.{}]` needs `to`", name.value));
        return Some(note.help("such as `to = \"s3://bucket/prefix\"`"));
    };
    match Place::parse(&to.value) {
        Ok(place) => {
            target.place = Some(place);
            None
        }
        Err(wrong) => Some(Diagnostic::error(BAD, file, to.span, wrong.message).help(wrong.help)),
    }
}

fn set_url(target: &mut Target, fields: &mut Fields<'_>, file: &SourcePath) -> Option<Diagnostic> {
    let url = fields.text("base_url")?;
    if after_scheme(&url.value).is_none() {
        return Some(bad_url(&url, file));
    }
    target.base_url = Some(url.value);
    None
}

fn set_cname(target: &mut Target, fields: &mut Fields<'_>, file: &SourcePath) -> Option<Diagnostic> {
    let name = fields.text("cname")?;
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !name.value.split('.').all(is_label) {
        let message = format!("`{}` is no name of a host", short(&name.value));
        return Some(Diagnostic::error(BAD, file, name.span, message).help("such as `cname = \"portal.example.org\"`"));
    }
    target.cname = Some(name.value);
    None
}

fn set_cache(target: &mut Target, fields: &mut Fields<'_>, file: &SourcePath) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for (pattern, node) in fields.map("cache") {
        let Some(value) = fields.scalar(node) else { continue };
        let plain = |text: &str| text.chars().all(|c| (' '..='~').contains(&c)) && text.len() <= 200;
        if !is_modest(&pattern.value) || target.cache.len() == MOST_PATTERNS {
            let note = Diagnostic::error(
                BAD,
                file,
                pattern.span,
                "the pattern is too long, has too many stars or is one too many",
            );
            notes.push(note.help("such as `\"assets/**\"` or `\"**/*.pdf\"`"));
        } else if value.value.is_empty() || !plain(&value.value) {
            let note = Diagnostic::error(BAD, file, value.span, "that is no value of `cache-control`");
            notes.push(note.help("such as `\"public, max-age=3600\"`"));
        } else {
            target.cache.push((pattern.value.clone(), value.value));
        }
    }
    notes
}

/// The keys of a target that hold a secret.
fn secret_keys(node: &Node) -> impl Iterator<Item = &str> {
    let entries = match &node.data {
        Data::Map(entries) => &entries[..],
        _ => &[],
    };
    entries.iter().filter(|(key, value)| is_secret(&key.value, value)).map(|(key, _)| key.value.as_str())
}

fn is_secret(key: &str, value: &Node) -> bool {
    const PARTS: [&str; 8] =
        ["pass", "secret", "token", "credential", "access_key", "private_key", "api_key", "account_key"];
    const WORDS: [&str; 9] = ["pw", "pwd", "auth", "authorization", "sas", "bearer", "apikey", "pin", "login"];
    let folded = key.to_ascii_lowercase().replace('-', "_");
    let is_part = folded != "secret_command" && PARTS.iter().any(|part| folded.contains(part));
    let named = is_part || folded.split('_').any(|word| WORDS.contains(&word));
    named || matches!(&value.data, Data::Scalar(text) if looks_secret(key, text))
}

fn looks_secret(key: &str, text: &str) -> bool {
    let is_aws = |word: &str| word.len() == 20 && (word.starts_with("AKIA") || word.starts_with("ASIA"));
    let word = |c: char| !c.is_ascii_alphanumeric();
    let in_address = key == "to" && Place::parse(text).is_err_and(|wrong| wrong.has_secret);
    // Signatures of storage stand in the query; a user with a password stands before the host.
    let is_signed = |address: &str| address.to_ascii_lowercase().contains("sig");
    let query = matches!(key, "to" | "endpoint") && text.split_once('?').is_some_and(|(_, query)| is_signed(query));
    let host = text.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(rest));
    let in_endpoint = key == "endpoint" && host.contains('@');
    text.contains("PRIVATE KEY-----") || text.split(word).any(is_aws) || in_address || query || in_endpoint
}

/// One diagnostic for each secret. They are about the file as a whole, so that no report quotes the line.
fn secrets(name: &Spanned<String>, node: &Node, file: &SourcePath) -> Vec<Diagnostic> {
    let note = |key: &str| {
        let message = format!("`{key}` in `[publish.{}]` holds a secret, and `site.toml` is read by many", name.value);
        let note = Diagnostic::error(SECRET, file, Span::default(), message);
        note.help("take it out and have a new one made; secrets come from the environment, the system's own files, or `secret_command`")
    };
    secret_keys(node).map(note).collect()
}
