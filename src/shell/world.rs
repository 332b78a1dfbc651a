//! The clock, the environment and the terminal: asked here and nowhere else.
#![allow(clippy::disallowed_methods)]

use super::Failure;
use crate::base::date::{Date, Day};
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The day of the build: `given` (`--date`), else `SOURCE_DATE_EPOCH`, else the clock's day in UTC.
pub fn today(given: Option<&str>) -> Result<Day, Failure> {
    if let Some(text) = given {
        return day(text);
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => epoch(&text),
        _ => of_seconds(seconds_now()).ok_or_else(|| Failure::new("the clock shows no date of our calendar")),
    }
}

fn day(text: &str) -> Result<Day, Failure> {
    let whole = Date::parse(text).filter(|d| d.first() == d.last());
    let fail = || Failure::new(format!("`--date {text}` is no day")).help("such as `--date 2026-05-13`");
    whole.map(Date::first).ok_or_else(fail)
}

fn epoch(text: &str) -> Result<Day, Failure> {
    let fail = || {
        Failure::new(format!("`SOURCE_DATE_EPOCH={text}` is no number of seconds since 1970"))
            .help("unset it, or set it to something like 1780000000")
    };
    text.trim().parse().ok().and_then(of_seconds).ok_or_else(fail)
}

fn of_seconds(seconds: i64) -> Option<Day> {
    Day::of_unix_seconds(seconds).filter(|d| (1..=9999).contains(&d.date().start.year))
}

fn seconds_now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64)
}

/// Seconds since 1970: of `SOURCE_DATE_EPOCH`, else of the clock.
pub fn epoch_seconds() -> i64 {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse().ok());
    given.unwrap_or_else(seconds_now)
}

/// Measures how long something takes.
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    pub fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    /// How long ago it was started.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Runs `work` on a thread of its own until the program ends.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Failure> {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    let fail = |e| Failure::new(format!("cannot start a thread: {}", super::failure::reason(&e)));
    thread.map(drop).map_err(fail)
}

/// Opens an address in the browser; where that does not work, the person has the address.
pub fn open(address: &str) {
    let (program, first): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let quiet = std::process::Stdio::null;
    let command = std::process::Command::new(program)
        .args(first)
        .arg(address)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn();
    if command.is_err() {
        eprint(&format!("no browser could be opened: go to {address}\n"));
    }
}

/// Whether messages on stderr may be coloured: it is a terminal that can, and `NO_COLOR` is not set.
pub fn stderr_has_colors() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|t| t == "dumb");
    io::stderr().is_terminal() && !set("NO_COLOR") && !dumb
}

/// Whether somebody watches stderr.
pub fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Whether somebody can be asked: both stdin and stderr are terminals.
pub fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks a question that is answered by yes or no; anything but yes is no.
pub fn ask(question: &str) -> bool {
    eprint(&format!("{question} [y/N] "));
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

/// Writes to stdout. A reader that has gone away (`| head`) is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    finish(put(io::stdout().lock(), text))
}

/// Writes many lines to stdout; stops where the reader has gone away.
pub fn print_all(lines: impl Iterator<Item = String>) -> Result<(), Failure> {
    finish(put_all(io::stdout().lock(), lines))
}

/// Writes many lines to stderr.
pub fn eprint_all(lines: impl Iterator<Item = String>) {
    let _ = put_all(io::stderr().lock(), lines);
}

fn put_all(to: impl Write, lines: impl Iterator<Item = String>) -> io::Result<()> {
    let mut to = io::BufWriter::new(to);
    for line in lines {
        to.write_all(line.as_bytes())?;
        to.write_all(b"\n")?;
    }
    to.flush()
}

/// Writes to stderr. What cannot be said there cannot be said anywhere.
pub fn eprint(text: &str) {
    let _ = put(io::stderr().lock(), text);
}

fn put(mut to: impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes())?;
    to.flush()
}

fn finish(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write to the output of this command: {}", super::failure::reason(&e))))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_whole_date() {
        assert_eq!(day("2026-05-13").map(Day::iso), Ok("2026-05-13".to_owned()));
        for text in ["2026", "2026-05", "2026-02-30", "tomorrow", ""] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_epoch_is_seconds() {
        assert_eq!(epoch("86400").map(Day::iso), Ok("1970-01-02".to_owned()));
        for text in ["", "x", "1.5", "-99999999999999", "99999999999999999999"] {
            assert!(epoch(text).is_err(), "{text}");
        }
    }
}
