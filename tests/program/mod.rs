//! Runs the program on portals in temporary folders, and looks at what it leaves there. Knows files and bytes, not pages.
#![allow(dead_code, reason = "not every test uses all of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;
use tempfile::TempDir;

/// Every file below a folder, and what it holds.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A portal in a temporary folder, with room beside it.
pub struct Portal {
    folder: TempDir,
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Portal {
    /// The portal that `bilat init` makes.
    pub fn new() -> Portal {
        let portal = Portal { folder: tempfile::tempdir().expect("a temporary folder") };
        let ran = finish(program(portal.folder.path(), &["init", "portal"]));
        assert_eq!(ran.code, Some(0), "{ran:?}");
        portal
    }

    /// A portal of these files.
    pub fn of(files: &[(String, String)]) -> Portal {
        let portal = Portal { folder: tempfile::tempdir().expect("a temporary folder") };
        files.iter().for_each(|(path, text)| portal.write(path, text));
        portal
    }

    /// The folder around the portal's.
    pub fn around(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("it exists")
    }

    pub fn root(&self) -> PathBuf {
        self.around().join("portal")
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let at = self.folder.path().join("portal").join(path);
        fs::create_dir_all(at.parent().expect("a file has a folder")).expect("a folder");
        fs::write(at, text).expect("a file");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.at(path)).expect("the file was there");
    }

    /// Writes a document of the starter with some words replaced.
    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no `{from}`");
        self.write(path, &text.replace(from, to));
    }

    /// The program, called in the portal.
    pub fn command(&self, arguments: &[&str]) -> Command {
        program(&self.root(), arguments)
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        finish(self.command(arguments))
    }

    /// A run that must end with this code.
    pub fn ends(&self, code: i32, arguments: &[&str]) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {ran:?}");
        ran
    }

    pub fn tree(&self, folder: &str) -> Tree {
        tree(&self.at(folder))
    }
}

/// The program in a folder, with nothing of the environment that changes what it does.
pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bilat"));
    command.current_dir(folder).args(arguments);
    for name in ["SOURCE_DATE_EPOCH", "NO_COLOR", "RUST_BACKTRACE", "RUST_LIB_BACKTRACE", "CI", "GITHUB_ACTIONS"] {
        command.env_remove(name);
    }
    command
}

pub fn finish(mut command: Command) -> Ran {
    ran(command.output().expect("the program can be started"))
}

pub fn ran(output: Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Every file below a folder; of a link where it leads.
pub fn tree(folder: &Path) -> Tree {
    let bytes = |at: PathBuf| match fs::read_link(&at) {
        Ok(target) => target.into_os_string().into_encoded_bytes(),
        Err(_) => fs::read(at).expect("a file can be read"),
    };
    files(folder).into_iter().map(|(name, at)| (name, bytes(at))).collect()
}

/// When each file below a folder was written.
pub fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let written = |at: PathBuf| fs::metadata(at).and_then(|meta| meta.modified()).expect("a file has a time");
    files(folder).into_iter().map(|(name, at)| (name, written(at))).collect()
}

/// Every file below a folder that is there now, by its path inside; what goes meanwhile is left out.
pub fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                _ => {
                    let at = entry.path();
                    let name = at.strip_prefix(folder).expect("it lies inside").to_string_lossy().into_owned();
                    found.insert(name, at);
                }
            }
        }
    }
    found
}

/// Says which files differ; empty where two trees are the same.
pub fn differences(a: &Tree, b: &Tree) -> Vec<String> {
    let names = a.keys().chain(b.keys().filter(|name| !a.contains_key(*name)));
    let word = |name: &String| match (a.get(name), b.get(name)) {
        (Some(_), None) => Some(format!("{name} is gone")),
        (None, Some(_)) => Some(format!("{name} is new")),
        (a, b) => (a != b).then(|| format!("{name} differs")),
    };
    names.filter_map(word).collect()
}

/// The files of a portal with this many documents, in one of two versions: in the second many texts are others, some documents are
/// gone, some are new, and a former page is a folder.
pub fn many(count: usize, version: usize) -> Vec<(String, String)> {
    let mut files = vec![("site.toml".to_owned(), MANY_SITE.to_owned())];
    let mut add = |path: String, text: String| files.push((path, text));
    for person in 0..PEOPLE {
        let side = ["upper", "lower"][person % 2];
        let text =
            format!("---\nname: {{ en: Person {person}, zh: 某人{person} }}\nside: {side}\n---\nLives by the river.\n");
        add(format!("content/people/person-{person}.md"), text);
    }
    for theme in 0..THEMES {
        add(format!("content/themes/theme-{theme}.md"), format!("---\nname: Theme {theme}\n---\nIt matters.\n"));
    }
    for i in 0..count {
        let is_there = i % 10 != version;
        if is_there {
            add(format!("content/documents/doc-{i}.md"), document(i, if i % 3 == 0 { version } else { 0 }));
        }
        if is_there && i % 5 == 4 {
            add(
                format!("content/documents/doc-{i}.zh.md"),
                format!("---\ntitle: 文件{i}\n---\n[“说了{i}。”]{{#said by=person-{}}}\n", i % PEOPLE),
            );
        }
    }
    add("static/file".to_owned() + ["", "/inside.txt"][version], "a file that becomes a folder".to_owned());
    add("static/picture.png".to_owned(), format!("picture {version}").repeat(1000));
    files
}

const PEOPLE: usize = 9;
const THEMES: usize = 5;
const MANY_SITE: &str = "title = \"The river\"\nbase_url = \"https://river.example/\"\nlanguages = [\"en\", \"zh\"]\n\n\
    [[side]]\nid = \"upper\"\nname = \"Upstream\"\n\n[[side]]\nid = \"lower\"\nname = \"Downstream\"\n";

fn document(i: usize, version: usize) -> String {
    let (person, other, theme) = (i % PEOPLE, (i + 1) % PEOPLE, i % THEMES);
    let (month, day) = (i % 12 + 1, i % 28 + 1);
    format!(
        "---\ntitle: Document {i}, version {version}\ndate: 2025-{month:02}-{day:02}\nthemes: [theme-{theme}]\n---\n\
         [\"We said {i} in version {version}.\"]{{#said by=person-{person}}} [[person-{other}]] heard it.\n\n\
         {}\n",
        "The river is long. ".repeat(20 + 40 * version)
    )
}
