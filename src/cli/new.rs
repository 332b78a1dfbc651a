//! `bilat new`: a file to begin with.

use super::Outcome;
use crate::base::date::Day;
use crate::base::fold::{slug, without_marks};
use crate::base::near::did_you_mean;
use crate::base::path::SourcePath;
use crate::edit::scaffold;
use crate::input::config::{self, Config};
use crate::page::route::is_reserved;
use crate::parse::Kind;
use crate::shell::disk::Settings;
use crate::shell::{Failure, Portal, disk, world};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  bilat new document \"Both sides want gauges online\"
  bilat new person \"Ana Kovač\"
  bilat new person \"山田太郎\" --id yamada-taro
  bilat new theme floods
  bilat new strings fr                    the words of the interface, to translate into French
  bilat new template document             a built-in template, to change
  bilat new template components/cite";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// What it is
    #[arg(value_enum)]
    kind: KindName,
    /// Its title or name
    name: String,
    /// The id, which is part of the address for good [default: made from the name]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// The portal's folder [default: the nearest one with a site.toml, from here upwards]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The day of a document or event [default: SOURCE_DATE_EPOCH, else today in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KindName {
    Document,
    Person,
    Organization,
    Theme,
    Event,
    Term,
    Page,
    /// The interface strings of a language
    Strings,
    /// A template of the theme
    Template,
}

impl KindName {
    /// The kind of content; none for what belongs to the theme.
    fn kind(self) -> Option<Kind> {
        Some(match self {
            KindName::Document => Kind::Document,
            KindName::Person => Kind::Person,
            KindName::Organization => Kind::Organization,
            KindName::Theme => Kind::Theme,
            KindName::Event => Kind::Event,
            KindName::Term => Kind::Term,
            KindName::Page => Kind::Page,
            KindName::Strings | KindName::Template => return None,
        })
    }
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let portal = Portal::find(arguments.root.as_deref())?;
    let name = arguments.name.trim();
    let (path, text) = match (arguments.kind, arguments.kind.kind()) {
        (_, Some(kind)) => {
            let today = world::today(arguments.date.as_deref())?;
            content(&portal, kind, name, arguments.id.as_deref(), today)?
        }
        (KindName::Strings, None) => strings(name)?,
        (_, None) => template(name)?,
    };
    portal.create(&path, &text)?;
    if arguments.id.is_none() && arguments.kind.kind().is_some() && !is_latin(name) {
        let id = path.text_name();
        world::eprint(&format!("note: the id `{id}` is a guess at how `{name}` is read; `--id` gives another\n"));
    }
    world::print(&format!("{}\n", portal.show(&path)))?;
    Ok(Outcome::Fine)
}

/// Whether a name is in the letters of addresses, with marks or without.
fn is_latin(name: &str) -> bool {
    name.chars().all(|c| !c.is_alphabetic() || without_marks(c).is_ascii() || matches!(c, '\u{c0}'..='\u{24f}'))
}

/// The beginning of a content file.
fn content(
    portal: &Portal,
    kind: Kind,
    name: &str,
    id: Option<&str>,
    today: Day,
) -> Result<(SourcePath, String), Failure> {
    if name.is_empty() {
        return Err(Failure::new("a name is needed").help("`bilat new person \"Ana Kovač\"`"));
    }
    if let Some(id) = id.filter(|id| slug(id) != **id) {
        let message = format!("`{id}` is no id: lower-case letters, digits and hyphens are");
        return Err(Failure::new(message).help(format!("`--id {}`", slug(id))));
    }
    let path = id.map_or_else(|| scaffold::path(kind, name, today), |id| scaffold::path_of(kind, id));
    let id = path.text_name();
    if is_reserved(kind, id, &settings(portal, today)?) {
        let message = format!("no {} can have the id `{id}`: that is part of other addresses", kind.word());
        return Err(Failure::new(message).help("choose another one with `--id`; the title may be anything"));
    }
    let taken = disk::names(portal, &format!("content/{}", kind.folder()))?
        .into_iter()
        .find(|other| other.file_name() == path.file_name());
    if let Some(taken) = taken {
        let message = format!("`{}` exists already, and an id belongs to one file", portal.show(&taken));
        return Err(Failure::new(message).help("open that file, or choose another name"));
    }
    let text = scaffold::text(kind, name, today);
    Ok((path, text))
}

/// What `site.toml` says, as far as it can be read.
fn settings(portal: &Portal, today: Day) -> Result<Config, Failure> {
    let settings = Settings { today, drafts: false, base_url: None };
    Ok(config::read(&disk::scan_settings(portal, &settings)?).value)
}

/// The interface strings of a language.
fn strings(code: &str) -> Result<(SourcePath, String), Failure> {
    if code.is_empty() || !code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(Failure::new("a language's code is needed, as in `site.toml`").help("`bilat new strings fr`"));
    }
    Ok(scaffold::strings(code))
}

/// A template of the theme.
fn template(name: &str) -> Result<(SourcePath, String), Failure> {
    scaffold::template(name).ok_or_else(|| {
        let known: Vec<&str> = scaffold::templates().collect();
        let near = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| format!("known: {}", known.join(", ")));
        Failure::new(format!("the theme has no template `{name}`")).help(near)
    })
}
