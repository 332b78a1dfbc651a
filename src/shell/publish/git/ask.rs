//! Asks a remote, which may not answer, or not at once. Does not send.

use super::Branch;
use super::fault::{self, is_unreachable};
use super::no_git;
use crate::shell::Failure;
use crate::shell::publish::limit;
use std::process::{Output, Stdio};
use std::time::Duration;

impl Branch {
    /// Runs git on what is short: a server may take a call and say nothing, which git bears for ever.
    fn in_time(&self, arguments: &[&str]) -> Result<Output, Failure> {
        let mut command = self.with_settings(self.command(&self.folder.0));
        command.args(arguments).stderr(Stdio::piped());
        let limit = Duration::from_secs(self.timeout.saturating_mul(2).saturating_add(1));
        let output = limit::output(&mut command, limit).map_err(|e| no_git(&e))?;
        output.ok_or_else(|| fault::too_slow(&self.remote))
    }

    /// The same with a remote that may not be reached at the first time; what it says.
    pub fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        for attempt in 0.. {
            // What is brought or sent takes as long as it takes.
            let output = match arguments.first() {
                Some(&"ls-remote") => self.in_time(arguments)?,
                _ => self.run(arguments)?,
            };
            if output.status.success() {
                return Ok(output.stdout);
            }
            if attempt >= self.retries || !is_unreachable(&String::from_utf8_lossy(&output.stderr)) {
                return Err(fault::explain(&self.remote, &output.stderr));
            }
            std::thread::sleep(Duration::from_millis(300 << attempt.min(5)));
        }
        unreachable!("the last attempt returns")
    }
}
