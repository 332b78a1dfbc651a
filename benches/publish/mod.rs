//! What publishing to a folder costs: for the first time, once more, and after one text has changed, beside a cold build of the same
//! portal in the same run, as machines are noisy. A folder is the target without a network, so that what is left is bilat's own part.

use crate::cost::{Cost, timed};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// So many times each is done.
const ROUNDS: usize = 3;

/// `DIR OUT PROGRAM`: `OUT` is a folder that is not there, for a copy of the portal and for what is made of it.
pub fn measure(arguments: &[String]) -> Result<(), String> {
    let [dir, out, program] = arguments else {
        return Err("a portal, a folder that is not there and the program are needed".to_owned());
    };
    let (dir, out) = (Path::new(dir), Path::new(out));
    fs::create_dir(out).map_err(|error| format!("{}: {error}", out.display()))?;
    let mut costs: [Vec<Cost>; 4] = Default::default();
    for round in 0..ROUNDS {
        // A copy has no memory of what was published.
        let portal = out.join(format!("portal-{round}"));
        copy(dir, &portal).map_err(|error| error.to_string())?;
        let site = out.join(format!("site-{round}"));
        let publish = || {
            let to = format!("file:{}", site.display());
            run(program, &portal, &["publish", &to, "--yes", "--base-url", "https://portal.example/"])
        };
        costs[0].push(timed(|| {
            let site = out.join(format!("build-{round}")).display().to_string();
            run(program, &portal, &["build", "--no-cache", "--out", &site])
        })?);
        costs[1].push(timed(publish)?);
        costs[2].push(timed(publish)?);
        edit(&portal).map_err(|error| error.to_string())?;
        costs[3].push(timed(publish)?);
    }
    fs::remove_dir_all(out).map_err(|error| error.to_string())?;
    let [build, ..] = costs.each_ref().map(|costs| Cost::median(costs.clone()));
    println!("{:>16} {:>8} {:>8} {:>8}", "", "wall s", "CPU s", "ratio");
    for (name, costs) in ["cold build", "first", "nothing changed", "one text"].into_iter().zip(costs) {
        let Cost { wall, cpu } = Cost::median(costs);
        println!("{name:>16} {:>8.2} {cpu:>8.2} {:>8.2}", wall.as_secs_f64(), cpu / build.cpu);
    }
    Ok(())
}

fn run(program: &str, portal: &Path, arguments: &[&str]) -> Result<(), String> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(portal).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().map_err(|error| format!("{program}: {error}"))?;
    status.success().then_some(()).ok_or_else(|| format!("{program} {}: {status}", arguments.join(" ")))
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_entry(|entry| entry.file_name() != ".bilat") {
        let entry = entry?;
        let at = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(at)?,
            false => drop(fs::copy(entry.path(), at)?),
        }
    }
    Ok(())
}

/// Adds a sentence to the text in the middle.
fn edit(portal: &Path) -> std::io::Result<()> {
    let walk = walkdir::WalkDir::new(portal.join("content/documents")).sort_by_file_name();
    let texts: Vec<PathBuf> =
        walk.into_iter().flatten().filter(|e| e.file_type().is_file()).map(|e| e.into_path()).collect();
    let text = fs::read_to_string(&texts[texts.len() / 2])?;
    fs::write(&texts[texts.len() / 2], format!("{text}\nOne more sentence.\n"))
}
