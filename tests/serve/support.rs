//! A small portal, a preview of it in a process of its own, and a browser's half of the conversation over plain sockets. Nothing here
//! sleeps: what is waited for is an event, a line or the end of a process.
#![allow(dead_code, reason = "not every test uses all of it")]

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// Whatever is waited for comes sooner than this, or never.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub const SITE: &str = "title = \"Water\"\nbase_url = \"https://example.org/\"\nlanguages = [\"en\", \"zh\"]\n";

pub fn document(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2025-05-13\ntype: briefing\n---\n{text}\n")
}

pub struct Portal {
    folder: tempfile::TempDir,
}

impl Portal {
    pub fn new() -> Portal {
        let portal = Portal { folder: tempfile::tempdir().expect("a temporary folder") };
        portal.write("site.toml", SITE);
        portal.write("content/documents/one.md", &document("One", "First words on [[ana]]."));
        portal.write("content/documents/one.zh.md", "---\ntitle: 一\n---\n第一句话。\n");
        portal.write("content/documents/two.md", &document("Two", "Other words."));
        portal.write("content/people/ana.md", "---\nname: Ana\n---\nAbout her.\n");
        portal
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let at = self.path(path);
        fs::create_dir_all(at.parent().expect("it is in a folder")).expect("a folder");
        fs::write(at, text).expect("a file");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a text")
    }

    pub fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).expect("another name");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("no file");
    }

    /// Every file with its bytes.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut all = Vec::new();
        collect(self.root(), &mut all);
        all.sort();
        all
    }
}

impl Portal {
    /// The same by their paths in the portal.
    pub fn files_below(&self) -> Vec<(String, Vec<u8>)> {
        let below = |path: PathBuf| path.strip_prefix(self.root()).expect("it is below").display().to_string();
        self.files().into_iter().map(|(path, bytes)| (below(path), bytes)).collect()
    }
}

fn collect(folder: &Path, all: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, all) } else { all.push((path.clone(), fs::read(&path).expect("a file"))) }
    }
}

pub fn bilat() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bilat"));
    command.env("SOURCE_DATE_EPOCH", "1780000000").stdin(Stdio::null());
    command
}

pub struct Preview {
    child: Child,
    lines: BufReader<ChildStdout>,
    /// `http://127.0.0.1:4711/`, with the base path.
    pub address: String,
    /// `127.0.0.1:4711`
    pub host: String,
}

impl Preview {
    pub fn start(portal: &Portal, arguments: &[&str]) -> Preview {
        let mut command = bilat();
        command.args(["serve", "--port", "0", "--root"]).arg(portal.root()).args(arguments);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program");
        let mut lines = BufReader::new(child.stdout.take().expect("its output"));
        let address =
            line_with(&mut lines, "serving at ").expect("an address").trim_start_matches("serving at ").to_owned();
        let host = address.trim_start_matches("http://").split('/').next().unwrap_or_default().to_owned();
        Preview { child, lines, address, host }
    }

    /// The next line of the log that holds `part`.
    pub fn line(&mut self, part: &str) -> String {
        line_with(&mut self.lines, part).unwrap_or_else(|| panic!("no line with `{part}` came"))
    }

    /// Everything that comes back for some bytes until the connection is closed.
    pub fn raw(&self, request: &str) -> Reply {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("somebody listens");
        let mut bytes = Vec::new();
        // A connection may be closed while the request is still written.
        let _ = stream.read_to_end(&mut bytes);
        Reply::new(&bytes)
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).expect("somebody listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time");
        stream
    }

    pub fn ask(&self, method: &str, path: &str, fields: &[&str], body: &str) -> Reply {
        let fields: String = fields.iter().map(|field| format!("{field}\r\n")).collect();
        let (host, len) = (&self.host, body.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {len}\r\n{fields}\r\n"
        );
        self.raw(&format!("{head}{body}"))
    }

    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], "")
    }

    pub fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.get(path).body).expect("JSON")
    }

    /// What is known of a page now and after every change.
    pub fn events(&self, page: &str) -> Events {
        let mut stream = self.connect();
        let request = format!("GET /.bilat/events?page={page} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        stream.write_all(request.as_bytes()).expect("somebody listens");
        Events { lines: BufReader::new(stream) }
    }

    pub fn pid(&self) -> String {
        self.child.id().to_string()
    }

    pub fn wait(&mut self) -> Option<i32> {
        self.child.wait().expect("an end").code()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The next line with `part` in it; `None` where the output ends without one.
pub fn line_with(lines: &mut impl BufRead, part: &str) -> Option<String> {
    let start = Instant::now();
    loop {
        let mut line = String::new();
        assert!(start.elapsed() < PATIENCE, "no line with `{part}` came in time");
        if lines.read_line(&mut line).expect("text") == 0 {
            return None;
        }
        if line.contains(part) {
            return Some(line.trim_end().to_owned());
        }
    }
}

#[derive(Debug)]
pub struct Reply {
    /// 0 where the connection was closed without a word.
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    pub fn new(bytes: &[u8]) -> Reply {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        Reply { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub fn field(&self, name: &str) -> &str {
        let is_it = |line: &&str| line.split(':').next().is_some_and(|n| n.eq_ignore_ascii_case(name));
        let line = self.head.lines().find(is_it);
        line.and_then(|line| line.split_once(':')).map_or("", |(_, value)| value.trim())
    }

    /// An attribute of what the preview adds to a page.
    pub fn badge(&self, name: &str) -> &str {
        let tag = self.body.split("<meta name=\"bilat-preview\"").nth(1).and_then(|rest| rest.split('>').next());
        let value = tag.and_then(|tag| tag.split(&format!("{name}=\"")).nth(1));
        value.and_then(|rest| rest.split('"').next()).unwrap_or_default()
    }
}

pub struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    pub fn next(&mut self) -> Value {
        let line = line_with(&mut self.lines, "data: ").expect("an event");
        serde_json::from_str(line.trim_start_matches("data: ")).expect("JSON")
    }

    /// The first state that is as wanted.
    pub fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let state = self.next();
            if is_it(&state) {
                return state;
            }
        }
    }
}
