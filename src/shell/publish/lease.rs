//! Keeps two publishers apart where the target itself does not: a small file that only one of them can make, renewed while work goes
//! on, stale after a while without renewal. A publisher that was killed knows its own lock again, by what it left on this machine.
#![allow(clippy::disallowed_methods)]

use super::stop::Stop;
use super::store::{Body, Headers, Store};
use crate::base::fingerprint::Fingerprint;
use crate::shell::report::counted;
use crate::shell::{Failure, Portal};
use serde::Deserialize;
use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The lock on the target.
pub const LOCK: &str = ".bilat-lock";
/// Without renewal a lock holds so long; clocks of two machines may differ a little.
const STALE: u64 = 15 * 60;
const RENEWAL: Duration = Duration::from_secs(60);
/// Two who make the same file at once have both done it after this time.
const PAUSE: Duration = Duration::from_millis(1500);

#[derive(Deserialize)]
struct Wire {
    token: String,
    time: u64,
}

/// What is remembered on this machine of the lock on one target; held while publishing.
pub struct Memory {
    file: File,
    /// Of the last locks that were ours, the newest first.
    tokens: Vec<String>,
}

/// So many locks are remembered: some of them may never have been made.
const MOST_TOKENS: usize = 8;

impl Memory {
    /// The locks on a target that were ours, without taking the memory of it: for those who only look.
    pub fn glance(portal: &Portal, place: &str) -> Vec<String> {
        let text = fs::read_to_string(Memory::path(portal, place)).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    fn path(portal: &Portal, place: &str) -> PathBuf {
        portal.root.join(".bilat").join(format!("publish-{}.lock", Fingerprint::of(place.as_bytes()).base32(12)))
    }

    /// The locks on the target that were ours, the newest first.
    pub fn tokens(&self) -> &[String] {
        &self.tokens
    }

    /// Takes the memory of a target; a failure where another bilat of this portal publishes there at the moment.
    pub fn take(portal: &Portal, place: &str) -> Result<Memory, Failure> {
        let (folder, path) = (portal.root.join(".bilat"), Memory::path(portal, place));
        let open = || -> std::io::Result<File> {
            fs::create_dir_all(&folder)?;
            let ignore = folder.join(".gitignore");
            if !ignore.exists() {
                fs::write(&ignore, "*\n")?;
            }
            File::options().create(true).truncate(false).read(true).write(true).open(&path)
        };
        let mut file = open().map_err(|e| {
            Failure::io("write", &path, &e)
                .help("let bilat write into `.bilat` of the portal: it keeps its lock there; nothing was written")
        })?;
        if file.try_lock().is_err() {
            return Err(Failure::new("this portal is being published to that place already, on this machine")
                .help("wait until that has ended"));
        }
        let mut text = String::new();
        let _ = (&mut file).take(1000).read_to_string(&mut text);
        Ok(Memory { file, tokens: text.lines().map(str::to_owned).collect() })
    }

    fn knows(&self, token: &str) -> bool {
        self.tokens.iter().any(|known| known == token)
    }

    fn add(&mut self, token: &str) -> Result<(), Failure> {
        self.tokens.insert(0, token.to_owned());
        self.tokens.truncate(MOST_TOKENS);
        self.save().map_err(|e| {
            Failure::new(format!("cannot write into `.bilat` of the portal: {e}"))
                .help("free some space there, or let bilat write into it; then run the same command again")
        })
    }

    fn save(&mut self) -> std::io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(self.tokens.join("\n").as_bytes())
    }
}

/// The lock on a target; must be given back.
pub struct Lease<'a> {
    store: &'a dyn Store,
    token: String,
    renewed: Mutex<Instant>,
    /// There is nothing to hold: the target keeps publishers apart by itself.
    is_idle: bool,
    stop: Stop,
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

fn bytes(token: &str) -> Vec<u8> {
    format!("{{\"token\": \"{token}\", \"time\": {}}}\n", now()).into_bytes()
}

fn fresh_token() -> String {
    let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos());
    let seed = std::hash::RandomState::new();
    let random = std::hash::BuildHasher::hash_one(&seed, nanoseconds);
    Fingerprint::of_value(&(std::process::id(), nanoseconds, random)).base32(20)
}

/// The lock that somebody has. One that cannot be read is being written, or whoever wrote it was cut off: then it says so after a while, too,
/// and is nobody's. Who should still be writing it finds another's in its place, and gives up.
fn held(store: &dyn Store) -> Result<Option<Wire>, Failure> {
    for last in [false, true] {
        let Some(bytes) = store.read(LOCK)? else { break };
        match serde_json::from_slice(&bytes) {
            Ok(wire) => return Ok(Some(wire)),
            Err(_) if last => {}
            Err(_) => sleep(2 * PAUSE),
        }
    }
    Ok(None)
}

/// A failure where somebody else publishes there at the moment; the locks `known` are ours. Writes nothing.
pub fn check(store: &dyn Store, known: &[String]) -> Result<(), Failure> {
    if is_idle(store) {
        return Ok(());
    }
    match held(store)? {
        Some(wire) if !known.contains(&wire.token) && !is_stale(&wire) => Err(told(&wire)),
        _ => Ok(()),
    }
}

/// Removes a lock that an earlier run of ours left behind.
pub fn clear(store: &dyn Store, memory: &mut Memory) -> Result<(), Failure> {
    if is_idle(store) || memory.tokens.is_empty() {
        return Ok(());
    }
    if held(store)?.is_some_and(|wire| memory.knows(&wire.token)) {
        store.remove(LOCK)?;
    }
    memory.tokens.clear();
    let _ = memory.save();
    Ok(())
}

fn is_idle(store: &dyn Store) -> bool {
    let manner = store.manner();
    manner.is_atomic || manner.is_locked
}

/// Also where it was renewed in a future that no two clocks are apart.
fn is_stale(wire: &Wire) -> bool {
    now().abs_diff(wire.time) > STALE
}

fn told(wire: &Wire) -> Failure {
    let age = now().saturating_sub(wire.time);
    let rest = (STALE.saturating_sub(age) / 60).max(1);
    let ago = counted(usize::try_from(age).unwrap_or(usize::MAX), "second");
    Failure::new(format!("somebody else is publishing there: the last sign of that was {ago} ago")).help(format!(
        "wait until that has ended; if it was cut off, wait {rest} minutes, or remove `{LOCK}` on the target. Nothing was written"
    ))
}

impl<'a> Lease<'a> {
    /// Takes the lock; a failure if somebody else has it. With `stop` a person ends what is done under it.
    pub fn take(store: &'a dyn Store, memory: &mut Memory, stop: Stop) -> Result<Lease<'a>, Failure> {
        let (renewed, is_idle) = (Mutex::new(Instant::now()), is_idle(store));
        let lease = Lease { store, token: fresh_token(), renewed, is_idle, stop };
        if lease.is_idle {
            return Ok(lease);
        }
        memory.add(&lease.token)?;
        let is_new = store.create(LOCK, bytes(&lease.token))?;
        if !is_new {
            check(store, memory.tokens())?;
            lease.put()?;
        }
        if !is_new || !store.manner().creates_safely {
            sleep(PAUSE);
            lease.confirm()?;
        }
        Ok(lease)
    }

    fn put(&self) -> Result<(), Failure> {
        self.store.write(
            LOCK,
            Body::Bytes(bytes(&self.token)),
            Headers { media_type: "application/json", cache: Some("no-store") },
        )
    }

    /// A failure where somebody else has taken the lock.
    fn confirm(&self) -> Result<(), Failure> {
        match held(self.store)? {
            Some(wire) if wire.token == self.token => Ok(()),
            Some(wire) => Err(told(&wire)),
            None => Err(Failure::new("the lock on the target was removed by somebody")
                .help("publish again: what was sent is not sent again")),
        }
    }

    /// To be called often: says now and then that work goes on. A failure where it is not to go on.
    pub fn keep(&self) -> Result<(), Failure> {
        self.stop.check()?;
        let mut renewed = self.renewed.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_idle || renewed.elapsed() < RENEWAL {
            return Ok(());
        }
        *renewed = Instant::now();
        self.confirm()?;
        self.put()
    }

    /// Gives the lock back. Where that is not possible, it is known again by the memory, or stale after a while.
    pub fn end(self, memory: &mut Memory) {
        let is_free = self.is_idle || (self.confirm().is_ok() && self.store.remove(LOCK).is_ok());
        if is_free {
            memory.tokens.clear();
            let _ = memory.save();
        }
    }
}
