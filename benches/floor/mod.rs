//! How a cold build compares with what no generator can avoid: reading every text, running Markdown over it and creating one page
//! for each, on all cores. Both in turn and in one run, as machines are noisy: what counts is the ratio.

use crate::cost::{Cost, timed};
use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// So many times each is done.
const ROUNDS: usize = 5;

/// `DIR OUT PROGRAM`: `OUT` is a folder for the pages, made anew for each round, as deleting files changes what making them costs.
pub fn measure(arguments: &[String]) -> Result<(), String> {
    let [dir, out, program] = arguments else {
        return Err("a portal, a folder that is not there and the program are needed".to_owned());
    };
    let (dir, out) = (Path::new(dir), Path::new(out));
    std::fs::create_dir(out).map_err(|error| format!("{}: {error}", out.display()))?;
    let texts = texts(dir)?;
    let (mut floors, mut builds) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        floors.push(timed(|| pages(dir, &texts, &out.join(format!("floor-{round}"))))?);
        builds.push(timed(|| build(program, dir, &out.join(format!("build-{round}"))))?);
    }
    std::fs::remove_dir_all(out).map_err(|error| error.to_string())?;
    println!("{} texts, {} cores, medians of {ROUNDS}", texts.len(), rayon::current_num_threads());
    let (floor, build) = (Cost::median(floors), Cost::median(builds));
    println!("{:>10} {:>8} {:>8}", "", "wall s", "CPU s");
    println!("{:>10} {:>8.2} {:>8.2}", "floor", floor.wall.as_secs_f64(), floor.cpu);
    println!("{:>10} {:>8.2} {:>8.2}", "cold build", build.wall.as_secs_f64(), build.cpu);
    let ratio = build.wall.as_secs_f64() / floor.wall.as_secs_f64();
    println!("{:>10} {ratio:>8.2} {:>8.2}", "ratio", build.cpu / floor.cpu);
    Ok(())
}

fn texts(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let is_text = |path: &Path| path.extension().is_some_and(|extension| extension == "md");
    let mut texts = Vec::new();
    for entry in walkdir::WalkDir::new(dir.join("content")).sort_by_file_name() {
        let path = entry.map_err(|error| error.to_string())?.into_path();
        if is_text(&path) {
            texts.push(path);
        }
    }
    Ok(texts)
}

/// A page for each text, in a folder of its own as sites have them.
fn pages(dir: &Path, texts: &[PathBuf], out: &Path) -> Result<(), String> {
    let page = |path: &PathBuf| -> std::io::Result<()> {
        let text = std::fs::read_to_string(path)?;
        let mut page = String::with_capacity(text.len() * 2);
        html::push_html(
            &mut page,
            Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS),
        );
        let folder = out.join(path.strip_prefix(dir).unwrap_or(path).with_extension(""));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("index.html"), page)
    };
    texts.par_iter().try_for_each(page).map_err(|error| error.to_string())
}

fn build(program: &str, dir: &Path, out: &Path) -> Result<(), String> {
    let mut command = Command::new(program);
    command.args(["build", "--no-cache", "--root"]).arg(dir).arg("--out").arg(out);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let status = status.map_err(|error| format!("{program}: {error}"))?;
    status.success().then_some(()).ok_or_else(|| format!("{program}: {status}"))
}
