//! Stands between bilat and a server: counts requests, and fails as it is told. One request a connection.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What happens to requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mood {
    /// They pass.
    Pass,
    /// After so many the line is dead: the next one does not reach the server.
    CutBefore(usize),
    /// The same, but the next one reaches the server, and its answer is lost.
    CutAfter(usize),
    /// The same, but half of the next one reaches the server.
    CutWithin(usize),
    /// Those that write get this status.
    Refuse(u16),
    /// Each takes so long.
    Slow(u64),
    /// The server has no capital letters in its paths, as a disk that does not tell letter case apart.
    Fold,
}

#[derive(Default)]
struct State {
    seen: Vec<String>,
    bytes: u64,
}

/// A running proxy; it ends with the process.
#[derive(Clone)]
pub struct Proxy {
    pub port: u16,
    mood: Arc<Mutex<Mood>>,
    state: Arc<Mutex<State>>,
}

impl Proxy {
    /// Before the server at `to`.
    pub fn start(to: u16) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let proxy = Proxy { port, mood: Arc::new(Mutex::new(Mood::Pass)), state: Arc::default() };
        let own = proxy.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let own = own.clone();
                thread::spawn(move || drop(own.serve(client, to)));
            }
        });
        proxy
    }

    /// Forgets what was counted, and changes its mood.
    pub fn set(&self, mood: Mood) {
        *self.mood.lock().expect("unpoisoned") = mood;
        *self.state.lock().expect("unpoisoned") = State::default();
    }

    /// The requests since then: `PUT /bucket/a`.
    pub fn seen(&self) -> Vec<String> {
        self.state.lock().expect("unpoisoned").seen.clone()
    }

    fn serve(&self, mut client: TcpStream, to: u16) -> std::io::Result<()> {
        let Some((head, mut body)) = read_head(&mut client)? else { return Ok(()) };
        let mood = *self.mood.lock().expect("unpoisoned");
        let line = head.lines().next().unwrap_or_default().rsplit_once(' ').map_or("", |(line, _)| line).to_owned();
        let writes = !["GET", "HEAD", "PROPFIND", "OPTIONS"].iter().any(|method| line.starts_with(method));
        let number = {
            let mut state = self.state.lock().expect("unpoisoned");
            state.seen.push(line);
            state.seen.len() - 1
        };
        match mood {
            Mood::CutBefore(n) if number >= n => return Ok(()),
            Mood::CutAfter(n) | Mood::CutWithin(n) if number > n => return Ok(()),
            Mood::Slow(milliseconds) => thread::sleep(Duration::from_millis(milliseconds)),
            _ => {}
        }
        let length = length(&head);
        while (body.len() as u64) < length {
            let mut chunk = vec![0; 64 << 10];
            match client.read(&mut chunk)? {
                0 => break,
                n => body.extend_from_slice(&chunk[..n]),
            }
        }
        if let (Mood::Refuse(status), true) = (mood, writes) {
            return client.write_all(
                format!("HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").as_bytes(),
            );
        }
        let mut server = TcpStream::connect(("127.0.0.1", to))?;
        let head = if mood == Mood::Fold { folded(&head) } else { head };
        server.write_all(closing(&head).as_bytes())?;
        if mood == Mood::CutWithin(number) {
            server.write_all(&body[..body.len() / 2])?;
            return server.shutdown(Shutdown::Both);
        }
        server.write_all(&body)?;
        let mut answer = Vec::new();
        server.read_to_end(&mut answer)?;
        self.state.lock().expect("unpoisoned").bytes += answer.len() as u64;
        if mood == Mood::CutAfter(number) { Ok(()) } else { client.write_all(&answer) }
    }
}

fn read_head(client: &mut TcpStream) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            let head = String::from_utf8_lossy(&bytes).into_owned();
            if head.to_lowercase().contains("expect: 100-continue") {
                client.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            }
            return Ok(Some((head, rest)));
        }
        let mut chunk = vec![0; 16 << 10];
        match client.read(&mut chunk)? {
            0 => return Ok(None),
            n => bytes.extend_from_slice(&chunk[..n]),
        }
    }
}

fn length(head: &str) -> u64 {
    let found = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    found.and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(0)
}

/// The same head with paths in small letters.
fn folded(head: &str) -> String {
    let fold = |line: &str| match line.split_once(' ') {
        Some((method, rest)) if rest.contains(" HTTP/") => {
            let (path, version) = rest.rsplit_once(' ').unwrap_or((rest, ""));
            format!("{method} {} {version}", path.to_lowercase())
        }
        _ if line.to_lowercase().starts_with("destination:") => line.to_lowercase(),
        _ => line.to_owned(),
    };
    head.split("\r\n").map(fold).collect::<Vec<_>>().join("\r\n")
}

/// The same head for a connection that ends with the answer.
fn closing(head: &str) -> String {
    let keep = |line: &&str| !line.to_lowercase().starts_with("connection:") && !line.is_empty();
    let lines: Vec<&str> = head.split("\r\n").filter(keep).collect();
    format!("{}\r\nConnection: close\r\n\r\n", lines.join("\r\n"))
}
