//! Arguments that several commands share, and the last line that both `build` and `check` end with.

use super::Outcome;
use crate::base::diag::Diagnostic;
use crate::base::parallel;
use crate::input::{Inputs, config};
use crate::shell::disk::{self, Settings};
use crate::shell::report::{self, Tally};
use crate::shell::{Failure, Portal, world};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Which portal, and how it is read.
#[derive(Args)]
pub struct Source {
    /// The portal's folder [default: the nearest one with a site.toml, from here upwards]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Takes the place of `base_url` in site.toml
    #[arg(long, value_name = "URL", value_parser = site_address)]
    pub base_url: Option<String>,
    /// Show drafts and embargoed documents too
    #[arg(long)]
    pub drafts: bool,
    /// The day that decides embargoes [default: SOURCE_DATE_EPOCH, else today in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
    /// How many threads work [default: one for each core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub jobs: u16,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// How diagnostics are shown; json goes to stdout, one object a line, with files named as in the portal
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    pub format: Format,
}

/// As on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the words in question; at most 20 of a kind
    Human,
    /// file:line:column: severity[code]: message
    Short,
    /// One object a line, on stdout
    Json,
    /// Workflow commands of GitHub Actions
    Github,
}

/// An address that a site can have.
pub fn site_address(text: &str) -> Result<String, String> {
    match config::after_scheme(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(format!("no address for a site, {}", config::SITE_ADDRESSES)),
    }
}

impl Format {
    fn report(self) -> report::Format {
        match self {
            Format::Human => report::Format::Human,
            Format::Short => report::Format::Short,
            Format::Json => report::Format::Json,
            Format::Github => report::Format::Github,
        }
    }
}

impl Source {
    /// Runs `work` on as many threads as were asked for.
    pub fn on_threads<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        parallel::with_threads(usize::from(self.jobs), work)
    }

    /// Reads the portal.
    pub fn read(&self, portal: &Portal) -> Result<Inputs, Failure> {
        let today = world::today(self.date.as_deref())?;
        disk::scan(portal, &Settings { today, drafts: self.drafts, base_url: self.base_url.clone() })
    }

    /// Shows what was noticed, then says `last`, followed by how many problems there are, and `end`.
    pub fn close(
        &self,
        portal: &Portal,
        inputs: &Inputs,
        mut notes: Vec<Diagnostic>,
        last: &str,
        end: &str,
    ) -> Result<Outcome, Failure> {
        if self.strict {
            report::make_strict(&mut notes);
        }
        report::show(self.format.report(), portal, inputs, &notes)?;
        let tally = Tally::of(&notes);
        let problems = tally.text().map_or(String::new(), |text| format!(" · {text}"));
        self.say(&format!("{last}{problems}{end}\n"))?;
        Ok(if tally.errors > 0 { Outcome::ErrorsInContent } else { Outcome::Fine })
    }

    /// To stdout, where JSON does not need it for itself.
    fn say(&self, line: &str) -> Result<(), Failure> {
        match self.format {
            Format::Json => world::eprint(line),
            _ => world::print(line)?,
        }
        Ok(())
    }
}
