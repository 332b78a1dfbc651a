//! `bilat completions`: what a shell needs to complete commands and options.

use super::Outcome;
use crate::shell::{Failure, world};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  bilat completions bash > ~/.local/share/bash-completion/completions/bilat
  bilat completions fish > ~/.config/fish/completions/bilat.fish";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "bilat", &mut script);
    world::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Fine)
}
