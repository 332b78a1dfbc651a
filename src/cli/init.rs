//! `bilat init`: a small portal that builds at once, and the workflow that publishes one.

use super::Outcome;
use crate::edit::scaffold::{self, Ci, Origin};
use crate::input::place::has_password;
use crate::shell::report::counted;
use crate::shell::{Failure, Portal, portal, world};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  bilat init briefings && cd briefings && bilat build
  bilat init . --ci github          in a portal: only the workflow that publishes it to Pages
  bilat init . --ci gitlab --install-from https://git.example/ann/bilat.git";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A folder that is new or empty; with --ci, a portal as well
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Also write a workflow that checks the portal and publishes it to Pages
    #[arg(long, value_enum, value_name = "WHO")]
    ci: Option<CiName>,
    /// Where the workflow gets bilat: a git address of its source; crates.io if not given, or the portal's own repository where that is it
    #[arg(long, value_name = "GIT", requires = "ci")]
    install_from: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CiName {
    Github,
    Gitlab,
}

impl CiName {
    fn ci(self) -> Ci {
        match self {
            CiName::Github => Ci::Github,
            CiName::Gitlab => Ci::Gitlab,
        }
    }
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    arguments.install_from.as_deref().map_or(Ok(()), fits_a_workflow)?;
    let folder = arguments.folder.display().to_string();
    let folder = if folder.contains(char::is_whitespace) { format!("'{folder}'") } else { folder };
    let existing = arguments.ci.and_then(|_| Portal::find(Some(&arguments.folder)).ok());
    if existing.is_none() {
        let files = scaffold::portal();
        portal::found(&arguments.folder, &files)?;
        world::print(&format!(
            "made {} in {folder}; now: bilat build --root {folder}\n",
            counted(files.len(), "file")
        ))?;
    }
    if let Some(ci) = arguments.ci {
        let portal = existing.map_or_else(|| Portal::find(Some(&arguments.folder)), Ok)?;
        let origin = match &arguments.install_from {
            Some(address) => Origin::Git(address.clone()),
            None if portal.holds_the_program() => Origin::Here,
            None => Origin::Registry,
        };
        let (path, text) = scaffold::workflow(ci.ci(), &origin);
        portal.create(&path, &text)?;
        let from = match &origin {
            Origin::Registry => format!(
                "crates.io ({}); for a version that is not there, use --install-from",
                env!("CARGO_PKG_VERSION")
            ),
            Origin::Git(address) => address.clone(),
            Origin::Here => "the source in this repository".to_owned(),
        };
        world::print(&format!("made {}; it installs bilat from {from}\n", portal.show(&path)))?;
        if let Some(above) = portal.repository_above() {
            world::eprint(&format!(
                "warning: workflows are read at the root of the repository only: move it to {}, and give its commands `--root` with the portal's folder\n",
                above.display()
            ));
        }
    }
    Ok(Outcome::Fine)
}

/// A workflow is a file that everybody reads, and an address in it ends with its line.
fn fits_a_workflow(address: &str) -> Result<(), Failure> {
    if has_password(address) {
        return Err(Failure::new("there is a password in the address of `--install-from`")
            .help("take it out: the workflow is a file that everybody reads"));
    }
    match address.contains(|c: char| c.is_control()) {
        true => Err(Failure::new("the address of `--install-from` has a character that no address has")),
        false => Ok(()),
    }
}
