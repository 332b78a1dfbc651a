//! Stands between bilat and a server of any protocol, and cuts the line where it is told.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A line to a server that lets so many bytes of its clients pass, and then is dead until it is told otherwise.
pub struct Line {
    pub port: u16,
    left: Arc<Mutex<Option<usize>>>,
}

impl Line {
    /// Before the server at this port.
    pub fn to(server: u16) -> Line {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let line = Line { port: listener.local_addr().expect("its address").port(), left: Arc::default() };
        let left = Arc::clone(&line.left);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let left = Arc::clone(&left);
                let server = TcpStream::connect(("127.0.0.1", server)).expect("the server listens");
                let (mut from, mut to) = (client.try_clone().expect("a socket"), server.try_clone().expect("a socket"));
                thread::spawn(move || {
                    let mut bytes = [0; 1024];
                    while let Ok(len @ 1..) = from.read(&mut bytes) {
                        let mut left = left.lock().expect("unpoisoned");
                        let pass = left.map_or(len, |left| left.min(len));
                        *left = left.map(|left| left - pass);
                        if to.write_all(&bytes[..pass]).is_err() || pass < len {
                            break;
                        }
                    }
                    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
                });
                let (mut from, mut to) = (server, client);
                thread::spawn(move || drop(io::copy(&mut from, &mut to)));
            }
        });
        line
    }

    /// Lets so many bytes more pass, or all.
    pub fn allow(&self, bytes: Option<usize>) {
        *self.left.lock().expect("unpoisoned") = bytes;
    }
}
