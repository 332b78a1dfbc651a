//! `bilat check`: every diagnostic and no output; with `--fix`, the safe fixes.

use super::Outcome;
use super::common::Source;
use crate::base::diag::Notes;
use crate::edit::diff;
use crate::edit::fix::{self, Fixed};
use crate::pipeline;
use crate::shell::progress::Progress;
use crate::shell::report::counted;
use crate::shell::texts::Texts;
use crate::shell::world::{self, Stopwatch};
use crate::shell::{Failure, Portal};
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  bilat check                       for people
  bilat check --diff                what the safe fixes would change
  bilat check --fix                 change it
  bilat check --format json         for editors: one object a line

A safe fix is one that cannot change what a text says. A file that changed while bilat looked at it is left alone.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Apply the safe fixes to the files
    #[arg(long, conflicts_with = "diff")]
    fix: bool,
    /// Show what the safe fixes would change, as a diff on stdout
    #[arg(long)]
    diff: bool,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    arguments.source.on_threads(|| check(arguments))
}

fn check(arguments: &Arguments) -> Result<Outcome, Failure> {
    let time = Stopwatch::start();
    let portal = Portal::find(arguments.source.root.as_deref())?;
    let mut progress = Progress::start();
    progress.phase("reading the portal");
    let inputs = arguments.source.read(&portal)?;
    progress.phase("checking");
    let mut memos = Texts::load(&portal).1;
    let mut look = |inputs: &_| {
        let mut notes = Notes::default();
        let site = notes.take(pipeline::site(inputs, &mut memos));
        notes.extend(site.faults(&site.trial()).into_iter().map(|(_, note)| note));
        notes.with(()).notes
    };
    let (mut shown, mut notes, mut fixed) = (inputs.clone(), Vec::new(), Vec::new());
    match arguments.fix || arguments.diff {
        true => (notes, fixed) = fix::settle(&mut shown, &mut look),
        false => notes.extend(look(&inputs)),
    }
    progress.finish();
    let mut done = String::new();
    if arguments.diff {
        (notes, shown) = (look(&inputs), inputs);
        print_diff(&fixed)?;
    } else if arguments.fix {
        done = apply(&portal, &fixed)?;
    }
    if arguments.diff || arguments.fix {
        let open = notes.iter().filter(|note| note.fix.as_ref().is_some_and(|fix| !fix.safe)).count();
        if open > 0 {
            done += &format!("; {open} more for you to decide");
        }
    }
    let files = counted(shown.files.len(), "file");
    let last = format!("checked {files} in {:.2} s{done}", time.elapsed().as_secs_f64());
    arguments.source.close(&portal, &shown, notes, &last, "")
}

fn print_diff(fixed: &[Fixed]) -> Result<(), Failure> {
    let diffs =
        fixed.iter().map(|f| diff::unified(f.path.as_str(), &f.before, &f.after).trim_end_matches('\n').to_owned());
    world::print_all(diffs)
}

/// Writes the fixed files, and says what was done.
fn apply(portal: &Portal, fixed: &[Fixed]) -> Result<String, Failure> {
    let mut count = 0;
    for file in fixed {
        match portal.replace(&file.path, &file.before, &file.after)? {
            true => count += file.count,
            false => world::eprint(&format!("`{}` changed meanwhile and was left alone\n", portal.show(&file.path))),
        }
    }
    Ok(format!(", {} applied", counted(count, "fix").replace("fixs", "fixes")))
}
