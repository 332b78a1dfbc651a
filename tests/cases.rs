//! Runs `tests/cases/**/*.md`: each file is a small portal with what is expected of it. After every edit the site is made warm and cold, with
//! one thread and with several, and all outputs must be equal. `UPDATE=1` rewrites expectations. Does not know what a case is about.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod cases_support;

use cases_support::{case::Case, run};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::{Path, PathBuf};

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    assert!(!files.is_empty(), "no cases below {}", root.display());
    let trials = files.into_iter().map(|file| {
        let name = file.strip_prefix(&root).unwrap_or(&file).with_extension("").display().to_string();
        Trial::test(name, move || check(&file))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => collect(&path, files),
            false if path.extension().is_some_and(|e| e == "md") => files.push(path),
            false => {}
        }
    }
}

fn check(file: &Path) -> Result<(), Failed> {
    let text = std::fs::read_to_string(file)?;
    let case = Case::read(&text)?;
    let (actual, problems) = run::run(&case);
    if !problems.is_empty() {
        return Err(problems.join("\n").into());
    }
    if actual == text {
        return Ok(());
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, actual)?;
        return Ok(());
    }
    let diff = similar::TextDiff::from_lines(&text, &actual);
    Err(format!("{}\nUPDATE=1 cargo test --test cases rewrites expectations", diff.unified_diff().context_radius(2))
        .into())
}
