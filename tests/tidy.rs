//! The rules of docs/ARCHITECTURE.md that a compiler does not enforce: floors, homes of crates, budgets, and that lists
//! are complete. Each check says file, line and what to do. Checks the sources only; runs nothing of the program.
#![allow(clippy::disallowed_methods)]

#[path = "tidy/rules.rs"]
mod rules;
#[path = "tidy/source.rs"]
mod source;

use rules::*;
use source::{Source, begins_path, files, paths, read, sources, word_at, words};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// What a check found; a test ends with its verdict.
#[derive(Default)]
struct Findings(Vec<String>);

impl Findings {
    fn add(&mut self, source: &Source, at: usize, what: impl std::fmt::Display) {
        self.add_line(&source.path, source.line(at), what);
    }

    fn add_line(&mut self, path: &str, line: usize, what: impl std::fmt::Display) {
        self.0.push(format!("{path}:{line}: {what}"));
    }

    fn verdict(self) {
        assert!(self.0.is_empty(), "{} to mend:\n{}\n", self.0.len(), self.0.join("\n"));
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn program() -> Vec<Source> {
    sources(root(), "src")
}

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// Whether `path` is one of the `homes` or in one; `src/a` is at home to `src/a.rs`, `src/a/b.rs` and `src/a/b/c.rs`.
fn is_in(path: &str, homes: &[&str]) -> bool {
    let is_rest = |rest: &str| matches!(rest, "" | ".rs") || rest.starts_with('/');
    homes.iter().any(|home| path.strip_prefix(home).is_some_and(is_rest))
}

#[test]
fn floors_are_kept() {
    let mut findings = Findings::default();
    for source in program() {
        let Some(own) = source.module().first().map(ToString::to_string) else { continue };
        if floor(&own).is_none() {
            findings.add(&source, 0, format_args!("`{own}` has no floor: give it one in FLOORS of {RULES}"));
            continue;
        }
        for (at, modules) in paths(&source.code, "crate") {
            let wrong = modules.iter().filter_map(|module| import_problem(&source.path, &own, module));
            wrong.for_each(|problem| findings.add(&source, at, problem));
        }
    }
    findings.verdict();
}

fn import_problem(path: &str, own: &str, module: &str) -> Option<String> {
    let target = floor(module)?;
    let is_excepted = FLOOR_EXCEPTIONS.iter().any(|(file, name, _)| *file == path && *name == module);
    if module == own || is_excepted {
        None
    } else if Some(target) >= floor(own) {
        Some(format!("`{own}` may not import `{module}`: move what both need to a floor below, or hand it in"))
    } else if own == "shell" && !SEEN_BY_SHELL.contains(&module) {
        Some(format!("`shell` may not know `{module}`: let `pipeline` or `output` offer what it needs"))
    } else {
        None
    }
}

#[test]
fn floors_are_not_left_by_super() {
    let mut findings = Findings::default();
    for source in program() {
        let depth = source.module().len();
        for at in words(&source.code, "super").filter(|at| begins_path(&source.code, *at)) {
            let climbs = source.code[at..].split("::").take_while(|part| *part == "super").count();
            if climbs >= depth + usize::from(source.is_test(at)) {
                findings.add(&source, at, "`super` leads out of the floor: write `crate::` and the module");
            }
        }
    }
    findings.verdict();
}

#[test]
fn floor_exceptions_are_needed() {
    let mut findings = Findings::default();
    for (path, module, _) in FLOOR_EXCEPTIONS {
        let source = program().into_iter().find(|source| source.path == *path);
        if !source.is_some_and(|s| paths(&s.code, "crate").any(|(_, names)| names.contains(module))) {
            findings.add_line(path, 1, format_args!("imports no `{module}`: take it out of FLOOR_EXCEPTIONS"));
        }
    }
    findings.verdict();
}

#[test]
fn the_map_lists_modules_by_floor() {
    let mut findings = Findings::default();
    let map = Source::new("src/lib.rs".to_owned(), read(root(), "src/lib.rs"));
    let modules = words(&map.code, "mod").filter_map(|at| Some((at, floor(word_at(&map.code, at + 4)?)?)));
    let modules: Vec<_> = modules.collect();
    for pair in modules.windows(2).filter(|pair| pair[0].1 > pair[1].1) {
        findings.add(&map, pair[1].0, "is above a module of a higher floor: list the modules from the lowest floor up");
    }
    findings.verdict();
}

#[test]
fn crates_are_named_at_home_only() {
    let mut findings = Findings::default();
    for source in program() {
        for (name, homes) in HOMES.iter().filter(|(_, homes)| !is_in(&source.path, homes)) {
            for at in words(&source.code, name).filter(|at| names_a_crate(&source.code, *at, name)) {
                let homes = homes.join(", ");
                findings.add(&source, at, format_args!("`{name}` is at home in {homes}: use what is offered there"));
            }
        }
    }
    findings.verdict();
}

/// Whether the word at `at` is used as a crate: `name::…`, `use name;` or `use name as …`.
fn names_a_crate(code: &str, at: usize, name: &str) -> bool {
    let is_used = code[..at].ends_with("use ") || code[..at].ends_with("extern crate ");
    begins_path(code, at) && (is_used || code[at + name.len()..].starts_with("::"))
}

#[test]
fn every_dependency_has_a_home() {
    let mut findings = Findings::default();
    let mut section = String::new();
    for (n, line) in read(root(), "Cargo.toml").lines().enumerate() {
        if line.starts_with('[') {
            section = line.trim().to_owned();
        }
        let name = line.split(['=', '.', ' ']).next().unwrap_or_default().replace('-', "_");
        let is_dependency = section == "[dependencies]" && word_at(&name, 0) == Some(name.as_str());
        if is_dependency && !HOMES.iter().any(|(known, _)| *known == name) {
            let what = format!("`{name}` has no home: give it one in HOMES of {RULES}");
            findings.add_line("Cargo.toml", n + 1, what);
        }
    }
    findings.verdict();
}

#[test]
fn files_are_touched_by_the_shell_only() {
    let mut findings = Findings::default();
    for source in program().iter().filter(|source| !is_in(&source.path, FILE_SYSTEM_HOMES)) {
        for (at, _) in paths(&source.code, "std").filter(|(_, names)| names.contains(&"fs")) {
            findings.add(source, at, "`std::fs` is for `shell` only: take the bytes from `Inputs`");
        }
    }
    findings.verdict();
}

#[test]
fn only_views_and_records_are_serialized() {
    let mut findings = Findings::default();
    for source in program().iter().filter(|source| !is_in(&source.path, SERIALIZE_HOMES)) {
        for at in words(&source.code, "Serialize") {
            findings.add(source, at, "only views and output records are `Serialize`: make one of those from this");
        }
    }
    findings.verdict();
}

#[test]
fn only_private_types_are_deserialized() {
    let mut findings = Findings::default();
    for source in &program() {
        for at in words(&source.code, "Deserialize").filter(|at| is_derived_by_public(&source.code[*at..])) {
            findings.add(source, at, "a public type is no wire format: read a private one and convert it");
        }
    }
    findings.verdict();
}

/// Whether the derive list in which `code` begins belongs to a `pub` type.
fn is_derived_by_public(code: &str) -> bool {
    let Some((list, item)) = code.split_once(")]") else { return false };
    let is_derive = !list.contains([';', '{', '(']);
    let item = item.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    is_derive && item.is_some_and(|line| line.starts_with("pub struct") || line.starts_with("pub enum"))
}

#[test]
fn files_say_what_they_do() {
    let mut findings = Findings::default();
    for source in program().iter().filter(|source| !source.text.starts_with("//!")) {
        findings.add(source, 0, "begin the file with `//!`: what it does, then what it does not do");
    }
    findings.verdict();
}

#[test]
fn files_are_short() {
    let mut findings = Findings::default();
    for source in program().iter().filter(|source| source.lines() > FILE_BUDGET) {
        let lines = source.lines();
        findings.add(source, 0, format_args!("{lines} lines without tests, {FILE_BUDGET} are allowed: split it"));
    }
    findings.verdict();
}

#[test]
fn functions_are_short() {
    let mut findings = Findings::default();
    for source in &program() {
        for function in source.functions().iter().filter(|function| function.lines > FUNCTION_BUDGET) {
            let what = format!("`{}` has {} lines, {FUNCTION_BUDGET} are allowed", function.name, function.lines);
            findings.add_line(&source.path, function.line, format_args!("{what}: split it"));
        }
    }
    findings.verdict();
}

/// Checks nothing: prints what the budgets feel like.
#[test]
fn medians_are_printed() {
    let program = program();
    let functions = program.iter().flat_map(|s| s.functions()).map(|f| f.lines).collect();
    let files = program.iter().map(Source::lines).filter(|lines| *lines > 0).collect();
    let (files, functions) = (median(files), median(functions));
    let line = format!("tidy: the median file has {files} lines, the median function {functions}");
    writeln!(std::io::stderr(), "{line}").expect("the terminal can be written to"); // `eprintln!` is shown only on failure
}

fn median(mut numbers: Vec<usize>) -> usize {
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}

#[test]
fn every_diagnostic_has_a_case() {
    let mut findings = Findings::default();
    let cases = files(root(), "tests/cases").into_iter().filter(|path| path.ends_with(".md"));
    let shown: BTreeSet<String> = cases.flat_map(|path| codes_in(&read(root(), &path))).collect();
    for source in &program() {
        for (at, code) in declared_codes(source) {
            if !is_code(code) {
                findings.add(source, at, format_args!("`{code}` is no code: write `stage/what`, in small letters"));
            } else if !shown.contains(code) && !CODES_WITHOUT_CASE.iter().any(|(known, _)| *known == code) {
                findings.add(source, at, format_args!("no case shows `{code}`: add one to tests/cases/"));
            }
        }
    }
    findings.verdict();
}

/// The texts in `Code("…")` outside tests.
fn declared_codes(source: &Source) -> Vec<(usize, &str)> {
    let found = words(&source.code, "Code").filter(|at| !source.is_test(*at));
    let literal = |at: usize| source.text[at..].strip_prefix("Code(\"")?.split('"').next();
    found.filter_map(|at| Some((at, literal(at)?))).collect()
}

fn codes_in(text: &str) -> Vec<String> {
    let pieces = text.split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit() && !"-/".contains(c));
    pieces.filter(|piece| is_code(piece)).map(str::to_owned).collect()
}

fn is_code(text: &str) -> bool {
    let is_word = |word: &str| {
        let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        word.starts_with(|c: char| c.is_ascii_lowercase()) && word.bytes().all(is_inner)
    };
    text.split_once('/').is_some_and(|(stage, what)| is_word(stage) && is_word(what))
}

#[test]
fn every_built_in_file_is_embedded() {
    let mut findings = Findings::default();
    let list = read(root(), EMBEDDED_BY);
    for path in EMBEDDED.iter().flat_map(|folder| files(root(), folder)) {
        // The sample portal's own picture lies beside the theme's files.
        if path.starts_with("static/share/") {
            continue;
        }
        if !list.contains(&format!("\"{path}\"")) && !list.contains(&format!("/{path}\"")) {
            findings.add_line(&path, 1, format_args!("is not part of the program: list it in {EMBEDDED_BY}"));
        }
    }
    findings.verdict();
}

#[test]
fn the_list_of_built_in_files_is_sorted() {
    let mut findings = Findings::default();
    let list = Source::new(EMBEDDED_BY.to_owned(), read(root(), EMBEDDED_BY));
    let literals = list.text.lines().enumerate().filter_map(|(n, line)| Some((n, line.trim().strip_prefix('"')?)));
    let literals: Vec<_> = literals.collect();
    for pair in literals.windows(2).filter(|pair| pair[0].1 >= pair[1].1) {
        findings.add_line(EMBEDDED_BY, pair[1].0 + 1, "is out of order or listed twice: sort the list by path");
    }
    findings.verdict();
}
