//! A small portal in a folder of its own, and bilat to run on it, without anything of the person who runs the tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Never to be seen in anything that bilat says.
pub const SECRET: &str = "hunter2-secret-of-the-tests";

/// How a run ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Run {
        let output = command.output().expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let run =
            Run { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) };
        assert!(!run.out.contains(SECRET) && !run.err.contains(SECRET), "the secret was said: {run:#?}");
        run
    }

    pub fn is(self, code: i32, words: &[&str]) -> Run {
        assert_eq!(self.code, code, "{self:#?}");
        for word in words {
            assert!(self.out.contains(word) || self.err.contains(word), "no `{word}` in {self:#?}");
        }
        self
    }
}

/// A portal with its home.
pub struct Portal {
    folder: TempDir,
    env: Vec<(String, String)>,
}

impl Portal {
    /// The portal that `bilat init` makes, with more settings in site.toml.
    pub fn new(settings: &str) -> Portal {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("home")).expect("a home");
        let portal = Portal { folder, env: Vec::new() };
        portal.bilat(&["init", "."]).is(0, &[]);
        let site = portal.text("site.toml");
        portal.write("site.toml", &format!("{site}\n{settings}"));
        portal
    }

    /// With this in the environment of every run.
    pub fn env(mut self, name: &str, value: &str) -> Portal {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Where it lies.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("portal")
    }

    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).expect("the file is there")
    }

    pub fn write(&self, path: &str, text: &str) {
        let at = self.root().join(path);
        fs::create_dir_all(at.parent().expect("a folder")).expect("the folder is made");
        fs::write(at, text).expect("the file is written");
    }

    /// A file that is too large to be sent at once.
    pub fn large(&self) {
        let bytes: Vec<u8> = (0..20_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let at = self.root().join("static/large.bin");
        fs::create_dir_all(at.parent().expect("a folder")).expect("the folder is made");
        fs::write(at, bytes).expect("the file is written");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("the file is removed");
    }

    /// Adds so many people.
    pub fn crowd(&self, people: usize) {
        for n in 0..people {
            self.write(
                &format!("content/people/crowd-{n:05}.md"),
                &format!("---\nname: Crowd {n:05}\n---\nOne of many.\n"),
            );
        }
    }

    /// Runs bilat in it.
    pub fn bilat(&self, arguments: &[&str]) -> Run {
        fs::create_dir_all(self.root()).expect("the folder is made");
        Run::of(&mut self.command(arguments))
    }

    /// The same, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_of(env!("CARGO_BIN_EXE_bilat"), arguments)
    }

    /// Another program in it, not yet started.
    pub fn command_of(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.env_clear().env("PATH", path).env("HOME", self.folder.path().join("home"));
        command.env("SOURCE_DATE_EPOCH", "1780000000").env("GIT_CONFIG_NOSYSTEM", "1");
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        command
            .args(arguments)
            .current_dir(self.root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Publishes, without being asked.
    pub fn publish(&self, arguments: &[&str]) -> Run {
        self.bilat(&[&["publish", "--yes"], arguments].concat())
    }

    /// The site as `bilat build` makes it, without its manifest.
    pub fn build(&self, base_url: &str) -> BTreeMap<String, Vec<u8>> {
        let out = tempfile::tempdir().expect("a temporary folder");
        let folder = out.path().join("site");
        let folder_name = folder.to_str().expect("UTF-8");
        self.bilat(&["build", "--out", folder_name, "--base-url", base_url]).is(0, &[]);
        let mut files = files(&folder);
        files.remove("manifest.json").expect("a build has a manifest");
        files
    }
}

/// Every file below a folder.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    collect(folder, folder, &mut found);
    found
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("the folder is read").flatten() {
        let at = entry.path();
        if at.is_dir() {
            collect(root, &at, found);
        } else {
            let name = at.strip_prefix(root).expect("it is inside").to_str().expect("UTF-8").to_owned();
            found.insert(name, fs::read(&at).expect("the file is read"));
        }
    }
}

/// The files that differ between two builds.
pub fn changed(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).map(|(path, _)| path.clone()).collect()
}
