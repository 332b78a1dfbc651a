//! Object storage, WebDAV and SFTP as targets, by one library. Where a server could be cut off in the middle of a file, it gets the
//! file under another name first and then moves it. The one home of the library and of its runtime.
#![allow(clippy::disallowed_methods)]

use super::store::{Body, Headers, Manner, Store};
use super::survey::changed;
use super::trouble::{Secrets, failure};
use crate::base::fingerprint::Fingerprint;
use crate::base::path::folders_of;
use crate::shell::{Failure, stream};
use opendal::{Error, ErrorKind, Operator, Writer};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read, Write};
use std::sync::{Mutex, PoisonError};
use tokio::runtime::Runtime;

/// Larger files are sent and read in pieces of this size.
const PIECE: u64 = 8 << 20;
/// Where files are until they are whole, on targets that need it.
const STAGE: &str = ".bilat-tmp/";

/// A connection to a target.
pub struct Cloud {
    /// The library's handle.
    pub operator: Operator,
    /// The same without repeating: a folder that is not empty is not removed at the second time either.
    pub once: Operator,
    /// Where the target is for the handle, with a slash at its end where it is not empty: SFTP makes what it takes for its root while it
    /// connects, and a look must leave nothing behind.
    pub base: String,
    /// Its tasks run here.
    pub runtime: Runtime,
    /// How this kind of target differs from others.
    pub manner: Manner,
    /// Whether one request lists everything.
    pub lists_all: bool,
    /// Whether files are sent under another name first.
    pub is_staged: bool,
    /// Whether a file may be sent in pieces; else it is held in memory.
    pub takes_pieces: bool,
    /// Whether empty folders stay behind and may be removed without danger.
    pub drops_folders: bool,
    /// Words that may not be said.
    pub secrets: Secrets,
    /// Names for files that are not whole yet, which nobody uses at the moment.
    pub slots: Mutex<Vec<usize>>,
    /// Folders that are known to be there.
    pub folders: Mutex<BTreeSet<String>>,
}

type Answer<T> = Result<T, Error>;

fn optional<T>(answer: Answer<T>) -> Answer<Option<T>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

impl Cloud {
    /// A path of the target as the handle knows it.
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn wait<T>(&self, doing: &str, path: &str, work: impl Future<Output = Answer<T>>) -> Result<T, Failure> {
        self.runtime.block_on(work).map_err(|e| failure(doing, path, &e, &self.secrets))
    }

    fn put(&self, path: &str, bytes: Vec<u8>, headers: Headers<'_>) -> Result<(), Failure> {
        let options = self.options(headers);
        self.wait("write", path, self.operator.write_options(&self.at(path), bytes, options)).map(drop)
    }

    fn stat(&self, path: &str) -> Result<Option<opendal::Metadata>, Failure> {
        self.wait("look at", path, async { optional(self.operator.stat(&self.at(path)).await) })
    }

    fn options(&self, headers: Headers<'_>) -> opendal::options::WriteOptions {
        let mut options = opendal::options::WriteOptions::default();
        if self.manner.keeps_headers {
            options.content_type = Some(headers.media_type.to_owned());
            options.cache_control = headers.cache.map(str::to_owned);
        }
        options
    }

    /// Sends a file of the portal piece by piece, and only completes it if it still is what the site was made with.
    fn put_file(&self, path: &str, body: &Body, headers: Headers<'_>) -> Result<(), Failure> {
        let Body::File { at, source, len, fingerprint } = body else { unreachable!("bytes are sent at once") };
        let options = opendal::options::WriteOptions { chunk: Some(PIECE as usize), ..self.options(headers) };
        let writer = self.wait("write", path, self.operator.writer_options(&self.at(path), options))?;
        let mut pipe = Pipe { cloud: self, writer, failed: None };
        let file = fs::File::open(at).map_err(|e| Failure::io("read", at, &e))?;
        let copied = stream::copy(file, &mut pipe);
        if let Some(error) = pipe.failed {
            return Err(failure("write", path, &error, &self.secrets));
        }
        if copied.map_err(|e| Failure::io("read", at, &e))? != (*len, *fingerprint) {
            let _ = self.runtime.block_on(pipe.writer.abort());
            return Err(changed(source.as_str()));
        }
        self.wait("write", path, pipe.writer.close()).map(drop)
    }

    fn send(&self, path: &str, body: Body, headers: Headers<'_>) -> Result<(), Failure> {
        match body {
            Body::Bytes(bytes) => self.put(path, bytes, headers),
            Body::File { len, .. } if len > PIECE && self.takes_pieces => self.put_file(path, &body, headers),
            Body::File { at, source, fingerprint, .. } => {
                let bytes = fs::read(&at).map_err(|e| Failure::io("read", &at, &e))?;
                match Fingerprint::of(&bytes) == fingerprint {
                    true => self.put(path, bytes, headers),
                    false => Err(changed(source.as_str())),
                }
            }
        }
    }

    fn send_staged(&self, path: &str, body: Body, headers: Headers<'_>) -> Result<(), Failure> {
        let slots = || self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = slots().pop().unwrap_or(0);
        let draft = format!("{STAGE}{slot}");
        let sent = self
            .prepare(&draft)
            .and_then(|()| self.send(&draft, body, headers))
            .map_err(|failure| Failure { message: failure.message.replace(&draft, path), ..failure })
            .and_then(|()| self.prepare(path))
            .and_then(|()| self.wait("write", path, self.operator.rename(&self.at(&draft), &self.at(path))));
        slots().push(slot);
        sent.and_then(|()| self.is_named_so(path))
    }

    /// Some servers cut a name where an address would end, and say that all is well.
    fn is_named_so(&self, path: &str) -> Result<(), Failure> {
        if !path.contains(['?', ';']) || self.size(path)?.is_some() {
            return Ok(());
        }
        Err(Failure::new(format!("the server does not keep `{path}` under its name"))
            .help("give the file another name, without `?` and `;`"))
    }

    /// Makes the folder of a file, one at a time: servers fail where two make the same one.
    fn prepare(&self, path: &str) -> Result<(), Failure> {
        let at = self.at(path);
        let Some((folder, _)) = at.rsplit_once('/') else { return Ok(()) };
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if !folders.contains(folder) {
            self.wait("write", path, self.operator.create_dir(&format!("{folder}/")))?;
            folders.insert(folder.to_owned());
        }
        Ok(())
    }

    /// Whether there is no file below a folder. To remove one that holds some would remove them too.
    fn is_hollow(&self, folder: &str) -> bool {
        let options = opendal::options::ListOptions { recursive: true, ..Default::default() };
        let found = self.runtime.block_on(self.operator.list_options(&self.at(&format!("{folder}/")), options));
        found.is_ok_and(|entries| entries.iter().all(|entry| entry.path().ends_with('/')))
    }

    fn list(&self, recursive: bool) -> Result<Vec<String>, Failure> {
        let options = opendal::options::ListOptions { recursive, ..Default::default() };
        let entries =
            self.wait("list", "", async { optional(self.operator.list_options(&self.base, options).await) })?;
        let inside = |path: &str| path.trim_start_matches('/').strip_prefix(self.base.as_str()).map(str::to_owned);
        let paths = entries.unwrap_or_default().into_iter().filter_map(|entry| inside(entry.path()));
        Ok(paths.filter(|path| !path.is_empty()).collect())
    }
}

/// Hands bytes on to the library.
struct Pipe<'a> {
    cloud: &'a Cloud,
    writer: Writer,
    failed: Option<Error>,
}

impl Write for Pipe<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.cloud.runtime.block_on(self.writer.write(bytes.to_vec())) {
            Ok(()) => Ok(bytes.len()),
            Err(error) => {
                self.failed = Some(error);
                Err(io::Error::other("not sent"))
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes bytes from the library.
struct Pieces<'a> {
    cloud: &'a Cloud,
    path: &'a str,
    size: u64,
    offset: u64,
    held: io::Cursor<Vec<u8>>,
    failed: Option<Error>,
}

impl Pieces<'_> {
    fn next(&mut self) -> Answer<()> {
        let end = (self.offset + PIECE).min(self.size);
        let mut options = opendal::options::ReadOptions::default();
        if self.size > PIECE {
            options.range = (self.offset..end).into();
        }
        let bytes =
            self.cloud.runtime.block_on(self.cloud.operator.read_options(&self.cloud.at(self.path), options))?;
        self.offset = end;
        self.held = io::Cursor::new(bytes.to_vec());
        Ok(())
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let is_used_up = self.held.position() == self.held.get_ref().len() as u64;
        if is_used_up && self.offset < self.size {
            self.next().map_err(|error| {
                self.failed = Some(error);
                io::Error::other("not read")
            })?;
        }
        self.held.read(to)
    }
}

impl Store for Cloud {
    fn manner(&self) -> Manner {
        self.manner
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let bytes = self.wait("read", path, async { optional(self.operator.read(&self.at(path)).await) })?;
        Ok(bytes.map(|bytes| bytes.to_vec()))
    }

    fn size(&self, path: &str) -> Result<Option<u64>, Failure> {
        Ok(self.stat(path)?.map(|meta| meta.content_length()))
    }

    fn has_file(&self, path: &str) -> Result<bool, Failure> {
        Ok(self.stat(path)?.is_some_and(|meta| meta.is_file()))
    }

    fn fingerprint(&self, path: &str, size: u64) -> Result<Option<Fingerprint>, Failure> {
        let mut pieces = Pieces { cloud: self, path, size, offset: 0, held: io::Cursor::default(), failed: None };
        let copied = stream::copy(&mut pieces, io::sink());
        match pieces.failed {
            Some(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Some(error) => Err(failure("read", path, &error, &self.secrets)),
            None => Ok(copied.ok().map(|(_, fingerprint)| fingerprint)),
        }
    }

    fn write(&self, path: &str, body: Body, headers: Headers<'_>) -> Result<(), Failure> {
        if self.is_staged { self.send_staged(path, body, headers) } else { self.send(path, body, headers) }
    }

    fn create(&self, path: &str, bytes: Vec<u8>) -> Result<bool, Failure> {
        if !self.base.is_empty() {
            self.prepare(path)?;
        }
        if self.manner.creates_safely {
            let options = opendal::options::WriteOptions { if_not_exists: true, ..Default::default() };
            match self.runtime.block_on(self.operator.write_options(&self.at(path), bytes.clone(), options)) {
                Ok(_) => return Ok(true),
                Err(e)
                    if matches!(
                        e.kind(),
                        ErrorKind::ConditionNotMatch | ErrorKind::AlreadyExists | ErrorKind::Conflict
                    ) =>
                {
                    return Ok(false);
                }
                Err(e) if e.kind() == ErrorKind::Unsupported || e.to_string().contains("NotImplemented") => {}
                Err(e) => {
                    // SFTP has one word for "it exists" and for everything else that it does not do.
                    return if self.size(path)?.is_some() {
                        Ok(false)
                    } else {
                        Err(failure("write", path, &e, &self.secrets))
                    };
                }
            }
        }
        if self.size(path)?.is_some() {
            return Ok(false);
        }
        self.put(path, bytes, Headers::default()).map(|()| true)
    }

    fn remove(&self, path: &str) -> Result<(), Failure> {
        self.wait("remove", path, async { optional(self.operator.delete(&self.at(path)).await) })?;
        for folder in folders_of(path).rev().filter(|_| self.drops_folders) {
            if self.runtime.block_on(self.once.delete(&self.at(&format!("{folder}/")))).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn make_way(&self, path: &str) -> Result<(), Failure> {
        let meta = self.wait("look at", path, async { optional(self.operator.stat(&self.at(path)).await) })?;
        // A run that was cut off may have made a folder there already.
        if meta.is_some_and(|meta| meta.is_file()) {
            self.wait("remove", path, async { optional(self.operator.delete(&self.at(path)).await) })?;
        }
        for folder in folders_of(path).rev() {
            if !self.is_hollow(folder) {
                break;
            }
            let _ = self.runtime.block_on(self.once.delete(&self.at(&format!("{folder}/"))));
        }
        Ok(())
    }

    fn names(&self) -> Result<Option<BTreeSet<String>>, Failure> {
        match self.lists_all {
            true => Ok(Some(self.list(true)?.into_iter().filter(|path| !path.ends_with('/')).collect())),
            false => Ok(None),
        }
    }

    fn is_empty(&self) -> Result<bool, Failure> {
        Ok(self.list(self.lists_all)?.iter().all(|path| path.starts_with('.')))
    }

    fn sweep(&self) -> Result<(), Failure> {
        if !self.is_staged {
            return Ok(());
        }
        let slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner).clone();
        slots.iter().try_for_each(|slot| self.remove(&format!("{STAGE}{slot}")))?;
        Ok(())
    }

    fn finish(&self) -> Result<(), Failure> {
        let stage = STAGE.trim_end_matches('/');
        let is_made = self.folders.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.at(stage));
        if is_made && self.is_hollow(stage) {
            let _ = self.runtime.block_on(self.once.delete(&self.at(STAGE)));
        }
        Ok(())
    }
}
