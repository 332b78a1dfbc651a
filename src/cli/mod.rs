//! Floor 10: the command line, one file per command. Composes and holds no logic of its own.

mod build;
mod check;
mod common;
mod completions;
mod explain;
mod init;
mod new;
mod publish;
#[cfg(feature = "preview")]
mod serve;

use crate::shell::{Failure, world};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  bilat init briefings && cd briefings   a small portal that builds at once
  bilat build                            makes the site in public/
  bilat check                            what is wrong, without writing anything
  bilat explain name/unknown             what a diagnostic means
  bilat publish --dry-run                what would be sent to where readers are

Exit codes: 0 fine, 1 errors in the content, 2 could not run.";

/// Turns annotated Markdown source documents into a site of linked pages, in any number of languages.
#[derive(Parser)]
#[command(name = "bilat", version, after_help = EXAMPLES, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make the site
    Build(build::Arguments),
    /// Show the site in a browser while you edit it
    #[cfg(feature = "preview")]
    Serve(serve::Arguments),
    /// Show every diagnostic; write nothing
    Check(check::Arguments),
    /// Begin a new document, person, organization, theme, event, term or page
    New(new::Arguments),
    /// Make a small portal that builds at once
    Init(init::Arguments),
    /// Make the site and bring it to where readers are
    Publish(publish::Arguments),
    /// Say what a diagnostic means and what to do about it
    Explain(explain::Arguments),
    /// Print the completions for a shell
    Completions(completions::Arguments),
}

/// How a command ended; a command that could not run is a `Failure`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Fine,
    ErrorsInContent,
    /// A person was asked, and said no.
    #[cfg(feature = "publish")]
    Refused,
}

/// Runs the program.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let bug =
        || Failure::new("this is a bug in bilat, not in your portal").help("please report it with the lines above");
    match std::panic::catch_unwind(|| execute(arguments.command)).unwrap_or_else(|_| Err(bug())) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::ErrorsInContent) => ExitCode::from(1),
        #[cfg(feature = "publish")]
        Ok(Outcome::Refused) => ExitCode::from(2),
        Err(failure) => {
            world::eprint(&format!("{failure}\n"));
            ExitCode::from(2)
        }
    }
}

fn execute(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Build(arguments) => build::run(&arguments),
        #[cfg(feature = "preview")]
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Publish(arguments) => publish::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    }
}
