//! How long it takes from a save to the right page in `bilat serve`: edits a document of a generated portal again and again, and asks
//! for a page every few milliseconds until it shows the edit. Asks for the document, and for the page of somebody whom it names. The
//! document is left as it was.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Between two requests.
const STEP: Duration = Duration::from_millis(2);
/// Between two edits: people type no faster, and the quiet look at everything falls between them now and then.
const PAUSE: Duration = Duration::from_millis(350);

struct Preview {
    child: Child,
    host: String,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `DIR [EDITS] [PROGRAM]`
pub fn measure(arguments: &[String]) -> Result<(), String> {
    let dir = arguments.first().ok_or("a generated portal is needed")?;
    let edits = arguments.get(1).map_or(Ok(50), |n| n.parse()).map_err(|_| "EDITS is a number")?;
    let program = arguments.get(2).map_or(env!("CARGO_BIN_EXE_bilat"), String::as_str);
    let start = Instant::now();
    let preview = serve(program, dir)?;
    println!("first site after {} ms, {} MB", start.elapsed().as_millis(), memory(&preview));
    let (file, person) = subject(Path::new(dir)).ok_or("the portal has no document that names anybody")?;
    let text = fs::read_to_string(&file).map_err(|e| e.to_string())?;
    let id = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    let result = (|| {
        let quick = edits.min(10);
        edit(&preview, &file, &text, &person, &format!("/documents/{id}/"), "warm", quick)?;
        edit(&preview, &file, &text, &person, &format!("/documents/{id}/"), "page", edits)?;
        edit(&preview, &file, &text, &person, &format!("/people/{person}/mentions/"), "backlink", edits)
    })();
    let restored = fs::write(&file, &text).map_err(|e| e.to_string());
    println!("{} MB at the end", memory(&preview));
    result.and(restored)
}

fn serve(program: &str, dir: &str) -> Result<Preview, String> {
    let mut command = Command::new(program);
    let mut child = command
        .args(["serve", "--port", "0", "--root", dir])
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
    let address =
        lines.by_ref().map_while(Result::ok).find_map(|line| line.strip_prefix("serving at ").map(str::to_owned));
    let address = address.ok_or("the preview did not begin")?;
    std::thread::spawn(move || lines.for_each(drop));
    let host = address.trim_start_matches("http://").split('/').next().unwrap_or_default().to_owned();
    Ok(Preview { child, host })
}

/// The newest document that names a person in its text, and that person's id.
fn subject(dir: &Path) -> Option<(PathBuf, String)> {
    let mut years: Vec<PathBuf> = entries(&dir.join("content/documents"));
    years.sort();
    let mut files = entries(years.last()?);
    files.sort();
    let people = |id: &str| dir.join(format!("content/people/{id}.md")).is_file();
    files.into_iter().rev().filter(|file| !file.to_string_lossy().contains(".zh.")).find_map(|file| {
        let text = fs::read_to_string(&file).ok()?;
        let names = text.split("[[").skip(1).filter_map(|rest| rest.split([']', '|', '#']).next());
        let person = names.map(|name| name.rsplit('/').next().unwrap_or(name)).find(|id| people(id))?;
        Some((file.clone(), person.to_owned()))
    })
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

fn edit(
    preview: &Preview,
    file: &Path,
    text: &str,
    person: &str,
    page: &str,
    what: &str,
    edits: usize,
) -> Result<(), String> {
    // Short lists have no page of their own.
    let page = if get(preview, page)?.starts_with("HTTP/1.1 200") { page } else { page.trim_end_matches("mentions/") };
    let mut times = Vec::new();
    for i in 0..edits {
        std::thread::sleep(PAUSE);
        let word = format!("{what} edit {i:04} of {edits}");
        let (head, body) = text.split_at(text.match_indices("---\n").nth(1).map_or(0, |(at, mark)| at + mark.len()));
        let saved = Instant::now();
        fs::write(file, format!("{head}\nAn {word} on [[people/{person}]].\n{body}")).map_err(|e| e.to_string())?;
        while !get(preview, page)?.contains(&word) {
            if saved.elapsed() > Duration::from_secs(30) {
                return Err(format!("{page} never showed the edit"));
            }
            std::thread::sleep(STEP);
        }
        times.push(saved.elapsed());
    }
    times.sort();
    let at = |share: usize| {
        times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).map_or(0.0, |t| t.as_secs_f64() * 1e3)
    };
    println!("{what:>8}: median {:.1} ms, p95 {:.1} ms ({edits} edits, {page})", at(50), at(95));
    Ok(())
}

fn get(preview: &Preview, page: &str) -> Result<String, String> {
    let mut stream = TcpStream::connect(&preview.host).map_err(|e| e.to_string())?;
    let request = format!("GET {page} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", preview.host);
    stream.write_all(request.as_bytes()).map_err(|e| e.to_string())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Resident memory in MB, where the system says it.
fn memory(preview: &Preview) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", preview.child.id())).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
