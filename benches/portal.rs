//! Measures the program on generated portals: `cargo bench --bench portal -- generate DIR N [--translated 50] [--seed 1]`,
//! and then `views DIR`, `preview DIR`, `floor DIR OUT PROGRAM` or `publish DIR OUT PROGRAM`.
//! It makes portals and prints numbers; it decides nothing about what is fast enough.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a benchmark reads arguments and clocks, and prints"
)]

#[path = "cost/mod.rs"]
mod cost;
#[path = "floor/mod.rs"]
mod floor;
#[path = "generate/mod.rs"]
mod generate;
#[path = "preview/mod.rs"]
mod preview;
#[path = "publish/mod.rs"]
mod publish;
#[path = "views/mod.rs"]
mod views;

use generate::Shape;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

const USAGE: &str = "usage: cargo bench --bench portal -- generate DIR N [--translated PERCENT] [--seed SEED]
       cargo bench --bench portal -- views DIR
       cargo bench --bench portal -- preview DIR [EDITS] [PROGRAM]    DIR is a generated portal
       cargo bench --bench portal -- floor DIR OUT PROGRAM            OUT is a folder that is not there yet
       cargo bench --bench portal -- publish DIR OUT PROGRAM          PROGRAM is built with the feature `publish`";

fn main() -> ExitCode {
    // Cargo adds `--bench`; a plain `cargo bench` or `cargo test` gives no command and only shows the usage.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let result = match arguments.first().map(String::as_str) {
        None => Err(None),
        Some("generate") => generate(&arguments[1..]).map_err(Some),
        Some("floor") => floor::measure(&arguments[1..]).map_err(Some),
        Some("publish") => publish::measure(&arguments[1..]).map_err(Some),
        Some("preview") => preview::measure(&arguments[1..]).map_err(Some),
        Some("views") => views::measure(&arguments[1..]).map_err(Some),
        Some(other) => Err(Some(format!("unknown command {other}"))),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(None) => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        Err(Some(message)) => {
            eprintln!("{message}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn generate(arguments: &[String]) -> Result<(), String> {
    let (dir, shape) = read(arguments)?;
    let start = Instant::now();
    let written = generate::write(Path::new(&dir), &shape).map_err(|error| error.to_string())?;
    let took = start.elapsed();
    let (mut files, mut bytes, mut kinds) = (0, 0, BTreeMap::new());
    for (path, text) in generate::files(&shape) {
        files += 1;
        bytes += text.len();
        *kinds.entry(kind(&path)).or_insert(0) += 1;
    }
    for (kind, count) in kinds {
        println!("{count:>8} {kind}");
    }
    println!("{files:>8} files, {bytes} bytes; {written} written in {} ms", took.as_millis());
    Ok(())
}

fn kind(path: &str) -> String {
    let kind = path.split('/').nth(1).unwrap_or("site.toml");
    if path.ends_with(".zh.md") { format!("{kind}, second edition") } else { kind.to_owned() }
}

/// `DIR N [--translated PERCENT] [--seed SEED]`
fn read(arguments: &[String]) -> Result<(String, Shape), String> {
    let [dir, documents, options @ ..] = arguments else {
        return Err("a folder and a number of documents are needed".to_owned());
    };
    let mut shape = Shape { documents: number(documents)?, seed: 1, translated_percent: 0 };
    for option in options.chunks(2) {
        match option {
            [name, value] if name == "--seed" => shape.seed = number(value)?,
            [name, value] if name == "--translated" => shape.translated_percent = number(value)?,
            _ => return Err(format!("unknown option {}", option.join(" "))),
        }
    }
    if shape.translated_percent > 100 {
        return Err("--translated is a percentage".to_owned());
    }
    Ok((dir.clone(), shape))
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N, String> {
    text.parse().map_err(|_| format!("{text} is not a fitting number"))
}
