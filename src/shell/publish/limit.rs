//! Runs a program that may never end, for so long and no longer. Does not know what for.
#![allow(clippy::disallowed_methods)]

use std::io::{self, Read};
use std::process::{Command, Output, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long one waits before one looks again.
const STEP: Duration = Duration::from_millis(10);

/// What a program prints; `None` if it has not ended in time, and is ended.
pub fn output(command: &mut Command, limit: Duration) -> io::Result<Option<Output>> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let (out, err) = (child.stdout.take().map(reader), child.stderr.take().map(reader));
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if begun.elapsed() > limit {
            let _ = child.kill();
            let _ = child.wait();
            return Ok(None);
        }
        thread::sleep(STEP);
    };
    let text = |reader: Option<JoinHandle<Vec<u8>>>| reader.and_then(|reader| reader.join().ok()).unwrap_or_default();
    Ok(Some(Output { status, stdout: text(out), stderr: text(err) }))
}

/// Reads what is printed while it is, so that nobody waits for room in a pipe.
fn reader(mut pipe: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        bytes
    })
}
