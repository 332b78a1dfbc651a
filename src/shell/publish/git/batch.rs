//! Reads many files of a commit by one running git: to start one for each takes longer than reading them.

use crate::base::fingerprint::Fingerprint;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A running `git cat-file --batch`.
pub struct Batch {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Batch {
    /// Starts one; `command` is a git in the repository.
    pub fn start(mut command: Command) -> io::Result<Batch> {
        let mut child = command
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let missing = || io::Error::other("it takes no input");
        let to = child.stdin.take().ok_or_else(missing)?;
        let from = BufReader::new(child.stdout.take().ok_or_else(missing)?);
        Ok(Batch { child, to, from })
    }

    /// The fingerprint of what a name such as `COMMIT:PATH` stands for; nothing where it stands for no file.
    pub fn fingerprint(&mut self, name: &str) -> io::Result<Option<Fingerprint>> {
        if name.contains('\n') {
            return Ok(None);
        }
        writeln!(self.to, "{name}")?;
        self.to.flush()?;
        let mut head = String::new();
        self.from.read_line(&mut head)?;
        // `OID blob SIZE`, else `NAME missing`.
        let Some(size) = head.trim_end().rsplit_once(" blob ").and_then(|(_, size)| size.parse::<usize>().ok()) else {
            return if head.trim_end().ends_with(" missing") { Ok(None) } else { Err(io::Error::other("it ended")) };
        };
        let mut bytes = vec![0; size + 1];
        self.from.read_exact(&mut bytes)?;
        bytes.pop();
        Ok(Some(Fingerprint::of(&bytes)))
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
