//! `bilat explain`: what each diagnostic means. The texts are those of `codes.md`, one section a code.

use super::Outcome;
use crate::base::near;
use crate::shell::{Failure, world};
use clap::Args;

const CODES: &str = include_str!("codes.md");

const EXAMPLES: &str = "\
Examples:
  bilat explain                      every code
  bilat explain config/missing       one of them";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// As in brackets after `error` or `warning`; without it, every code is listed
    code: Option<String>,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let text = match &arguments.code {
        None => list(),
        Some(code) => explain(code.trim_matches(['[', ']', '`']))?,
    };
    world::print(&text)?;
    Ok(Outcome::Fine)
}

/// Every code and what `codes.md` says of it.
fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = CODES.split("\n## ").skip(1);
    all.filter_map(|section| section.split_once('\n')).map(|(code, text)| (code.trim(), text.trim()))
}

fn list() -> String {
    let width = sections().map(|(code, _)| code.len()).max().unwrap_or(0);
    let first = |text: &'static str| text.lines().next().unwrap_or("");
    let lines: String = sections().map(|(code, text)| format!("{code:width$}  {}\n", first(text))).collect();
    format!("{lines}\n`bilat explain CODE` says more.\n")
}

fn explain(code: &str) -> Result<String, Failure> {
    if let Some((code, text)) = sections().find(|(known, _)| *known == code) {
        return Ok(format!("{code}\n\n{text}\n"));
    }
    let hint = near::did_you_mean(code, sections().map(|(known, _)| known));
    let hint = hint.unwrap_or_else(|| "`bilat explain` lists all codes".to_owned());
    Err(Failure::new(format!("there is no diagnostic `{code}`")).help(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_is_a_code_with_a_text() {
        let all: Vec<_> = sections().collect();
        assert!(!all.is_empty());
        for (code, text) in &all {
            let fine = |part: &str| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            };
            assert!(code.split_once('/').is_some_and(|(stage, what)| fine(stage) && fine(what)), "{code}");
            assert!(!text.is_empty(), "{code}");
        }
        let mut codes: Vec<_> = all.iter().map(|(code, _)| *code).collect();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), all.len(), "a code has two sections");
    }

    #[test]
    fn an_unknown_code_gets_a_suggestion() {
        let failure = explain("config/mising").expect_err("there is no such code");
        assert_eq!(failure.hint.as_deref(), Some("did you mean `config/missing`?"));
        assert!(explain("config/missing").is_ok());
    }
}
