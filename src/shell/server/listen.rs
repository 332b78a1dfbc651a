//! Finds an address to listen on. Does not serve.
#![allow(clippy::disallowed_methods)]

use crate::shell::{Failure, failure};
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};

/// Where a preview is served if nobody says otherwise.
const PORT: u16 = 4000;
/// So many ports after that are tried.
const MOST_PORTS: u16 = 100;

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// A name or an address of this machine.
    pub host: String,
    /// Exactly this port; 0 for any that is free.
    pub port: Option<u16>,
}

/// What was found.
pub struct Bound {
    /// The open door.
    pub listener: TcpListener,
    /// Where it is.
    pub address: SocketAddr,
    /// The name that was asked for.
    pub host: String,
    /// The port that was taken, if it had to be another one.
    pub instead_of: Option<u16>,
}

impl Bound {
    /// What to type into a browser, without the path.
    pub fn origin(&self) -> String {
        let ip = self.address.ip();
        let host = match self.host.parse::<IpAddr>() {
            Ok(_) if ip.is_unspecified() => "localhost".to_owned(),
            Ok(IpAddr::V6(ip)) => format!("[{ip}]"),
            _ => self.host.clone(),
        };
        format!("http://{host}:{}", self.address.port())
    }
}

/// Opens the door: at the port that was asked for, else at the first free one from 4000 on.
pub fn bind(wish: &Wish) -> Result<Bound, Failure> {
    let ip = resolve(&wish.host)?;
    let first = wish.port.unwrap_or(PORT);
    let last = if wish.port.is_some() { first } else { first + MOST_PORTS };
    for port in first..=last {
        match open(SocketAddr::new(ip, port)) {
            Ok((listener, address)) => {
                let instead_of = (port != first).then_some(first);
                return Ok(Bound { listener, address, host: wish.host.clone(), instead_of });
            }
            Err(e) if e.kind() == ErrorKind::AddrInUse && port < last => {}
            Err(e) => return Err(refused(&wish.host, port, &e)),
        }
    }
    Err(Failure::new(format!("no port from {first} to {last} is free")))
}

fn open(address: SocketAddr) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

fn resolve(host: &str) -> Result<IpAddr, Failure> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(ip) = bare.parse() {
        return Ok(ip);
    }
    let fail =
        || Failure::new(format!("`{host}` is no address or name of this machine")).help("such as `--host 127.0.0.1`");
    let mut found: Vec<IpAddr> = (host, 0).to_socket_addrs().map_err(|_| fail())?.map(|a| a.ip()).collect();
    found.sort_by_key(IpAddr::is_ipv6);
    found.first().copied().ok_or_else(fail)
}

fn refused(host: &str, port: u16, error: &std::io::Error) -> Failure {
    let what = match error.kind() {
        ErrorKind::AddrInUse => "another program listens there".to_owned(),
        ErrorKind::AddrNotAvailable => "that is no address of this machine".to_owned(),
        _ => failure::reason(error),
    };
    let failure = Failure::new(format!("cannot listen on port {port} of `{host}`: {what}"));
    failure.help("choose another one with `--port`, or leave it out: the next free port is taken then")
}
