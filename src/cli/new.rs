//! `bilat new`: a file to begin with.

use super::Outcome;
use crate::edit::scaffold::{self, Kind};
use crate::page::route::RESERVED_IDS;
use crate::shell::{Failure, Portal, disk, world};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  bilat new document \"Both sides want gauges online\"
  bilat new person \"Ana Kovač\"
  bilat new theme floods";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// What it is
    #[arg(value_enum)]
    kind: KindName,
    /// Its title or name
    name: String,
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
}

impl KindName {
    fn kind(self) -> Kind {
        match self {
            KindName::Document => Kind::Document,
            KindName::Person => Kind::Person,
            KindName::Organization => Kind::Organization,
            KindName::Theme => Kind::Theme,
            KindName::Event => Kind::Event,
            KindName::Term => Kind::Term,
            KindName::Page => Kind::Page,
        }
    }
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let portal = Portal::find(arguments.root.as_deref())?;
    let today = world::today(arguments.date.as_deref())?;
    let (kind, name) = (arguments.kind.kind(), arguments.name.trim());
    if name.is_empty() {
        return Err(Failure::new("a name is needed").help("`bilat new person \"Ana Kovač\"`"));
    }
    let path = scaffold::path(kind, name, today);
    if kind == Kind::Page && RESERVED_IDS.contains(&path.file_name().trim_end_matches(".md")) {
        let message = format!("a page cannot be called `{name}`: that is part of other addresses");
        return Err(Failure::new(message).help("choose another name; its `title` may be anything"));
    }
    let taken = disk::names(&portal, kind.folder())?.into_iter().find(|other| other.file_name() == path.file_name());
    if let Some(taken) = taken {
        let message = format!("`{}` exists already, and an id belongs to one file", portal.show(&taken));
        return Err(Failure::new(message).help("open that file, or choose another name"));
    }
    portal.create(&path, &scaffold::text(kind, name, today))?;
    world::print(&format!("{}\n", portal.show(&path)))?;
    Ok(Outcome::Fine)
}
