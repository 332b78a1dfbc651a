//! `bilat init`: a small portal that builds at once.

use super::Outcome;
use crate::edit::scaffold;
use crate::shell::report::counted;
use crate::shell::{Failure, portal, world};
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  bilat init briefings && cd briefings && bilat build";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A folder that is new or empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let files = scaffold::portal();
    portal::found(&arguments.folder, &files)?;
    let (count, folder) = (counted(files.len(), "file"), arguments.folder.display());
    world::print(&format!("made {count} in {folder}; now: bilat build --root {folder}\n"))?;
    Ok(Outcome::Fine)
}
