//! The smallest HTTP client: one request, one connection. Speaks to servers of the tests only.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// What a server says.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value, by its name in small letters.
    pub fn header(&self, name: &str) -> Option<String> {
        let found = self
            .head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().to_owned())
    }
}

/// Makes a request.
pub fn request(port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time limit");
    let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Length: {length}\r\n{more}\r\n"
    );
    stream.write_all(head.as_bytes()).expect("the head is sent");
    stream.write_all(body).expect("the body is sent");
    answer(&mut BufReader::new(stream))
}

/// Reads one answer: some servers leave the line open behind it, whatever they are asked.
fn answer(from: &mut impl BufRead) -> Answer {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(from.read_line(&mut head).expect("the head is read") > 0, "an answer has a head: {head}");
    }
    let status = head.split_whitespace().nth(1).and_then(|code| code.parse().ok()).expect("a status");
    let mut answer = Answer { status, head, body: Vec::new() };
    let length = answer.header("content-length").and_then(|length| length.parse().ok());
    let body = &mut answer.body;
    if let Some(length) = length {
        from.take(length).read_to_end(body).expect("the body is read");
    } else if answer.head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        pieces(from, body);
    } else {
        from.read_to_end(body).expect("the body is read");
    }
    answer
}

/// The pieces of a body that is sent in pieces.
fn pieces(from: &mut impl BufRead, body: &mut Vec<u8>) {
    loop {
        let mut line = String::new();
        from.read_line(&mut line).expect("a size");
        let size = u64::from_str_radix(line.trim(), 16).expect("a size in hexadecimal digits");
        from.take(size).read_to_end(body).expect("a piece");
        from.read_line(&mut line).expect("the end of a piece");
        if size == 0 {
            return;
        }
    }
}
