//! A branch of a git repository as a target, by the system's own git: its settings, helpers and keys are the person's own. A commit is
//! made in a bare repository of our own, and pushed only if the branch is where it was; the portal's repository is not touched.
#![allow(clippy::disallowed_methods)]

mod ask;
mod batch;
mod fault;
mod scratch;
mod tree;

use super::connect::{RETRIES, TIMEOUT};
use super::store::{Body, Headers, Manner, Store};
use super::survey::changed;
use crate::base::fingerprint::Fingerprint;
use crate::base::html::percent_decode;
use crate::input::config::Target;
use crate::input::place::is_user_name;
use crate::shell::{Failure, Portal, stream, world};
use batch::Batch;
use data_encoding::BASE64;
use fault::moved;
use scratch::{Scratch, scratch};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};
use tree::Tree;

/// The name of the branch while it is ours alone.
const OURS: &str = "refs/heads/bilat";
const TIP: &str = "refs/bilat/tip";

/// A branch as it was when it was opened.
pub struct Branch {
    remote: String,
    branch: String,
    folder: Scratch,
    portal: PathBuf,
    /// The commit it points at; none where there is no such branch yet.
    tip: Option<String>,
    /// What is there.
    tree: Tree,
    /// What of it is removed by now.
    removed: Mutex<BTreeSet<String>>,
    parallel: usize,
    import: Mutex<Option<Import>>,
    /// Reads what is there.
    batch: Mutex<Option<Batch>>,
    /// A line that is silent for so many seconds is given up.
    timeout: u64,
    /// How often a remote that cannot be reached is asked again.
    retries: u64,
    /// What the portal's repository says of how others are reached.
    settings: Vec<(String, String)>,
}

/// A running `git fast-import`.
struct Import {
    child: Child,
    to: BufWriter<ChildStdin>,
}

/// Fetches the tip of the branch.
pub fn open(portal: &Portal, target: &Target, remote: &str, branch: &str, dry_run: bool) -> Result<Branch, Failure> {
    let folder = scratch(portal, dry_run)?;
    let parallel = target.parallel.map_or(2, |n| n as usize);
    let (remote, branch, root) = (remote.to_owned(), branch.to_owned(), portal.root.clone());
    let mut own = Branch {
        remote,
        branch,
        folder,
        portal: root,
        tip: None,
        tree: Tree::default(),
        removed: Mutex::default(),
        parallel,
        import: Mutex::default(),
        batch: Mutex::default(),
        timeout: target.timeout.unwrap_or(TIMEOUT),
        retries: target.retries.unwrap_or(RETRIES),
        settings: Vec::new(),
    };
    own.settings = own.settings();
    own.git(&["init", "--bare", "--quiet", "."])?;
    own.remote = own.url()?;
    own.hide_password();
    own.fetch()?;
    Ok(own)
}

impl Branch {
    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new("git");
        for name in
            ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX"]
        {
            command.env_remove(name);
        }
        let has_ssh = self.settings.iter().any(|(key, _)| key == "core.sshcommand");
        if !has_ssh && std::env::var_os("GIT_SSH_COMMAND").is_none() && std::env::var_os("GIT_SSH").is_none() {
            let batch = if world::stderr_is_terminal() { "" } else { " -o BatchMode=yes" };
            let limit = self.timeout;
            let line = format!("ssh -o ConnectTimeout={limit} -o ServerAliveInterval={limit} -o ServerAliveCountMax=1");
            command.env("GIT_SSH_COMMAND", format!("{line}{batch}"));
        }
        if !world::stderr_is_terminal() {
            command.env("GIT_TERMINAL_PROMPT", "0");
        }
        command.env("LC_ALL", "C").current_dir(folder).stdin(Stdio::null());
        command
    }

    /// Keys, helpers and headers that are set for the portal's repository alone, as workflows do it, and the person's own ssh.
    fn settings(&self) -> Vec<(String, String)> {
        let list = |scope: &[&str], pattern: &str| {
            let mut command = self.command(&self.portal);
            command.arg("config").args(scope).args(["--includes", "-z", "--get-regexp", pattern]);
            let output = command.output().map_or(Vec::new(), |output| output.stdout);
            let text = String::from_utf8_lossy(&output).into_owned();
            text.split_terminator('\0').filter_map(setting).collect::<Vec<_>>()
        };
        let mut found = list(&[], r"^core\.sshcommand$");
        if list(&[], r"^http\.(.*\.)?lowspeed").is_empty() {
            let limit = self.timeout.to_string();
            found.extend([("http.lowSpeedLimit".to_owned(), "1".to_owned()), ("http.lowSpeedTime".to_owned(), limit)]);
        }
        found.extend(list(&["--local"], r"^(credential|http|https|url|ssh|protocol)\."));
        found
    }

    /// A password or a token in the address of the portal's remote would be seen by everybody on this machine, among the arguments of git: it goes with
    /// the settings.
    fn hide_password(&mut self) {
        let Some((scheme, rest)) = self.remote.split_once("://") else { return };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let Some((login, host)) = authority.rsplit_once('@') else { return };
        let (user, password) = login.split_once(':').unwrap_or((login, ""));
        // A user without a password is a name, which helpers ask by, or a token that stands for both.
        if !matches!(scheme, "http" | "https") || (!login.contains(':') && is_user_name(user)) {
            return;
        }
        let login = format!("{}:{}", percent_decode(user), percent_decode(password));
        let header = format!("Authorization: Basic {}", BASE64.encode(login.as_bytes()));
        let remote = format!("{scheme}://{host}/{path}");
        self.settings.push((format!("http.{scheme}://{host}/.extraHeader"), header));
        self.remote = remote;
    }

    /// Hands over the settings in the environment: arguments would be seen by everybody on this machine.
    fn with_settings(&self, mut command: Command) -> Command {
        let before = std::env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse::<usize>().ok()).unwrap_or(0);
        for (n, (key, value)) in self.settings.iter().enumerate() {
            let n = before + n;
            command.env(format!("GIT_CONFIG_KEY_{n}"), key).env(format!("GIT_CONFIG_VALUE_{n}"), value);
        }
        command.env("GIT_CONFIG_COUNT", (before + self.settings.len()).to_string());
        command
    }

    fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Output, Failure> {
        self.with_settings(self.command(&self.folder.0)).args(arguments).output().map_err(|e| no_git(&e))
    }

    fn git(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        let output = self.run(arguments)?;
        if output.status.success() { Ok(output.stdout) } else { Err(fault::explain(&self.remote, &output.stderr)) }
    }

    /// What a remote of the portal's repository stands for; relative paths begin at the portal.
    fn url(&self) -> Result<String, Failure> {
        let name = self.remote.as_str();
        let is_name = !name.contains([':', '/']) && self.portal.join(name).metadata().is_err();
        if is_name {
            let output = self
                .command(&self.portal)
                .args(["remote", "get-url", "--push", name])
                .output()
                .map_err(|e| no_git(&e))?;
            let url = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            let fail = || {
                Failure::new(format!("the portal's repository has no remote `{name}`"))
                    .help("see `git remote -v`, or write the address")
            };
            return if output.status.success() && !url.is_empty() { Ok(self.seen_here(&url)) } else { Err(fail()) };
        }
        Ok(self.seen_here(name))
    }

    /// A path as it is seen from the portal; anything else as it is.
    fn seen_here(&self, remote: &str) -> String {
        let at = self.portal.join(remote);
        if !remote.contains(':') && at.exists() { at.display().to_string() } else { remote.to_owned() }
    }

    fn fetch(&mut self) -> Result<(), Failure> {
        let head = format!("refs/heads/{}", self.branch);
        let listed = self.ask(&["ls-remote", &self.remote, &head])?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let Some(tip) = listed.split_whitespace().next() else { return Ok(()) };
        self.ask(&["fetch", "--quiet", "--no-tags", "--depth=1", &self.remote, &format!("+{head}:{TIP}")])?;
        let found = self.git(&["rev-parse", TIP])?;
        let found = String::from_utf8_lossy(&found).trim().to_owned();
        if found != tip {
            return Err(moved());
        }
        let tree = self.git(&["ls-tree", "-r", "-z", "-l", TIP])?;
        self.tree = Tree::read(&String::from_utf8_lossy(&tree));
        self.tip = Some(found);
        Ok(())
    }

    fn start(&self) -> Result<Import, Failure> {
        let mut command = self.command(&self.folder.0);
        command
            .args(["fast-import", "--quiet", "--done", "--date-format=raw"])
            .stdin(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(|e| no_git(&e))?;
        let to = child.stdin.take().ok_or_else(|| Failure::new("git takes no input"))?;
        let mut import = Import { child, to: BufWriter::new(to) };
        let (name, mail) = (self.config("user.name", "bilat"), self.config("user.email", "bilat@localhost"));
        let seconds = world::epoch_seconds();
        let mut head = format!("commit {OURS}\ncommitter {name} <{mail}> {seconds} +0000\ndata 16\nPublish the site\n");
        if let Some(tip) = &self.tip {
            head.push_str(&format!("from {tip}\n"));
        }
        import.to.write_all(head.as_bytes()).map_err(|e| cut(&e))?;
        Ok(import)
    }

    /// A setting of the person, without what could end a line.
    fn config(&self, key: &str, instead: &str) -> String {
        let output = self.command(&self.portal).args(["config", key]).output();
        let text = output.map_or(String::new(), |output| String::from_utf8_lossy(&output.stdout).into_owned());
        let text: String = text.chars().filter(|c| !matches!(c, '<' | '>') && !c.is_control()).collect();
        if text.trim().is_empty() { instead.to_owned() } else { text.trim().to_owned() }
    }

    /// Works on the running import, which is started by the first change.
    fn import(&self, work: impl FnOnce(&mut Import) -> Result<(), Failure>) -> Result<(), Failure> {
        let mut import = self.import.lock().unwrap_or_else(PoisonError::into_inner);
        let running = match import.take() {
            Some(running) => running,
            None => self.start()?,
        };
        work(import.insert(running))
    }
}

/// A key and its value, in a list that `git config -z` makes. A key without a value stands for itself.
fn setting(text: &str) -> Option<(String, String)> {
    let (key, value) = text.split_once('\n').unwrap_or((text, "true"));
    (!key.is_empty()).then(|| (key.to_owned(), value.to_owned()))
}

fn no_git(error: &io::Error) -> Failure {
    Failure::new(format!("cannot run git: {}", crate::shell::failure::reason(error)))
        .help("install git, or publish to another kind of target")
}

fn cut(error: &io::Error) -> Failure {
    Failure::new(format!("git did not take the files: {}", crate::shell::failure::reason(error)))
        .help("is the disk of the portal full? Nothing was published")
}

/// A path as `fast-import` reads it.
fn quoted(path: &str) -> String {
    let escape = |c: char| match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        c => c.to_string(),
    };
    format!("\"{}\"", path.chars().map(escape).collect::<String>())
}

impl Store for Branch {
    fn manner(&self) -> Manner {
        Manner {
            keeps_headers: false,
            has_folders: true,
            is_atomic: true,
            is_locked: false,
            creates_safely: true,
            parallel: self.parallel,
        }
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        match self.tree.files.contains_key(path) {
            true => self.git(&["cat-file", "blob", &format!("{TIP}:{path}")]).map(Some),
            false => Ok(None),
        }
    }

    fn size(&self, path: &str) -> Result<Option<u64>, Failure> {
        match self.tree.blocked(path) {
            Some(other) => {
                Err(Failure::new(format!("the site needs a folder at `{other}`, where a file or a link is"))
                    .help("move it away, or publish to another branch; nothing was written"))
            }
            None => {
                let removed = self.removed.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(self.tree.files.get(path).copied().or_else(|| self.tree.is_taken(path, &removed).then_some(0)))
            }
        }
    }

    fn fingerprint(&self, path: &str, _size: u64) -> Result<Option<Fingerprint>, Failure> {
        if !self.tree.files.contains_key(path) {
            return Ok(None);
        }
        let mut batch = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
        let running = match batch.take() {
            Some(running) => running,
            None => Batch::start(self.command(&self.folder.0)).map_err(|e| no_git(&e))?,
        };
        batch
            .insert(running)
            .fingerprint(&format!("{TIP}:{path}"))
            .map_err(|e| Failure::new(format!("git did not give `{path}`: {}", crate::shell::failure::reason(&e))))
    }

    fn write(&self, path: &str, body: Body, _headers: Headers<'_>) -> Result<(), Failure> {
        let line = format!("M 100644 inline {}\ndata {}\n", quoted(path), body.len());
        self.import(|import| {
            import.to.write_all(line.as_bytes()).map_err(|e| cut(&e))?;
            match body {
                Body::Bytes(bytes) => import.to.write_all(&bytes).map_err(|e| cut(&e))?,
                Body::File { at, source, len, fingerprint } => {
                    let file = fs::File::open(&at).map_err(|e| Failure::io("read", &at, &e))?;
                    if stream::copy(io::Read::take(file, len), &mut import.to).map_err(|e| cut(&e))?
                        != (len, fingerprint)
                    {
                        return Err(changed(source.as_str()));
                    }
                }
            }
            import.to.write_all(b"\n").map_err(|e| cut(&e))
        })
    }

    fn create(&self, path: &str, bytes: Vec<u8>) -> Result<bool, Failure> {
        self.write(path, Body::Bytes(bytes), Headers::default()).map(|()| true)
    }

    fn remove(&self, path: &str) -> Result<(), Failure> {
        if !self.tree.files.contains_key(path) {
            return Ok(());
        }
        self.removed.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        self.import(|import| import.to.write_all(format!("D {}\n", quoted(path)).as_bytes()).map_err(|e| cut(&e)))
    }

    fn names(&self) -> Result<Option<BTreeSet<String>>, Failure> {
        // To ask for each costs nothing, and tells of folders too.
        Ok(None)
    }

    fn is_empty(&self) -> Result<bool, Failure> {
        Ok(self.tree.files.is_empty() && self.tree.others.is_empty())
    }

    fn finish(&self) -> Result<(), Failure> {
        let Some(mut import) = self.import.lock().unwrap_or_else(PoisonError::into_inner).take() else { return Ok(()) };
        import.to.write_all(b"done\n").and_then(|()| import.to.flush()).map_err(|e| cut(&e))?;
        drop(import.to);
        let status = import.child.wait().map_err(|e| cut(&e))?;
        if !status.success() {
            return Err(Failure::new("git did not make the commit")
                .help("is the disk of the portal full? Nothing was published"));
        }
        let lease =
            format!("--force-with-lease=refs/heads/{}:{}", self.branch, self.tip.as_deref().unwrap_or_default());
        // To push once more is safe: the lease holds only while the branch is where it was.
        self.ask(&["push", "--quiet", &lease, &self.remote, &format!("{OURS}:refs/heads/{}", self.branch)]).map(drop)
    }
}
