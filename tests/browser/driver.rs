//! A browser without a window, driven over WebDriver: a small HTTP client for chromedriver. Knows nothing of bilat.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use super::support::{PATIENCE, Reply, line_with};

pub struct Browser {
    driver: Child,
    host: String,
    session: String,
    _profile: tempfile::TempDir,
}

/// How often a driver is started until one of them has found a port.
const ATTEMPTS: usize = 5;

/// A driver and its port. The driver takes a free port of IPv6 and then the same one of IPv4, and ends where another program, such as the
/// driver of the next test, has that one.
fn start_driver() -> Option<(Child, String)> {
    let mut command = Command::new("chromedriver");
    command.args(["--port=0"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut driver = command.spawn().expect("chromedriver: scripts/test installs it");
    let mut lines = BufReader::new(driver.stdout.take().expect("its output"));
    match line_with(&mut lines, "started successfully on port") {
        Some(line) => Some((driver, line.rsplit(' ').next().unwrap_or_default().trim_end_matches('.').to_owned())),
        None => {
            driver.wait().expect("its end");
            None
        }
    }
}

impl Browser {
    pub fn start(dark: bool) -> Browser {
        let (driver, port) =
            (0..ATTEMPTS).find_map(|_| start_driver()).expect("a chromedriver that listens; scripts/test installs it");
        let profile = tempfile::tempdir().expect("a folder");
        let mut browser =
            Browser { driver, host: format!("127.0.0.1:{port}"), session: String::new(), _profile: profile };
        let profile = format!("--user-data-dir={}", browser._profile.path().display());
        let mut flags = vec![
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=1100,800",
            &profile,
        ];
        if dark {
            flags.push("--blink-settings=preferredColorScheme=0");
        }
        let wish = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": { "args": flags }, "timeouts": { "script": 60_000, "pageLoad": 60_000 } } } });
        let answer = browser.send("POST", "/session", &wish);
        browser.session = answer["sessionId"].as_str().unwrap_or_else(|| panic!("no browser: {answer}")).to_owned();
        browser
    }

    pub fn go(&self, address: &str) {
        self.command("url", &json!({ "url": address }));
    }

    /// The value of an expression, which may be a promise.
    pub fn run(&self, expression: &str) -> Value {
        let script = format!(
            "const done = arguments[0]; (async () => {{ {expression} }})().then((value) => done(value ?? null), (error) => done('failed: ' + error.stack));"
        );
        let value = self.command("execute/async", &json!({ "script": script, "args": [] }));
        assert!(!value.as_str().is_some_and(|text| text.starts_with("failed: ")), "{expression}: {value}");
        value
    }

    /// A picture of the window, as PNG.
    pub fn picture(&self) -> Vec<u8> {
        let answer = self.send("GET", &format!("/session/{}/screenshot", self.session), &Value::Null);
        data_encoding::BASE64.decode(answer.as_str().unwrap_or_default().as_bytes()).expect("a picture")
    }

    fn command(&self, name: &str, body: &Value) -> Value {
        self.send("POST", &format!("/session/{}/{name}", self.session), body)
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(&self.host).expect("chromedriver listens");
        stream.set_read_timeout(Some(PATIENCE * 2)).expect("a time");
        let (host, len) = (&self.host, body.len());
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {len}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).expect("chromedriver listens");
        let reply = answer(stream);
        let answer: Value = serde_json::from_str(&reply.body).unwrap_or_else(|_| panic!("no answer: {reply:?}"));
        assert!(reply.status == 200, "{path}: {answer}");
        answer["value"].clone()
    }
}

/// One answer; the connection stays open behind it.
fn answer(stream: TcpStream) -> Reply {
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(stream.read_line(&mut head).expect("a head") > 0, "the connection ended");
    }
    let mut reply = Reply::new(head.as_bytes());
    let mut body = vec![0; reply.field("content-length").parse().expect("a length")];
    stream.read_exact(&mut body).expect("a body");
    reply.body = String::from_utf8(body).expect("text");
    reply
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            self.send("DELETE", &format!("/session/{}", self.session), &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
