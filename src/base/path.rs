//! Addresses of inputs and of outputs, always with `/`. Does not touch a file system.

use bitcode::{Decode, Encode};
use std::fmt;
use std::sync::Arc;

/// The path of an input file inside the portal: `content/documents/a.md`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct SourcePath(Arc<str>);

/// The path of an output file inside the site: `people/a/index.html`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(Arc<str>);

impl SourcePath {
    /// `path` is relative to the portal and written with `/`.
    pub fn new(path: &str) -> SourcePath {
        SourcePath(Arc::from(path))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder of the file, without a slash at its end; empty for the portal itself.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part without the ending of texts: an id, with or without a language.
    pub fn text_name(&self) -> &str {
        let name = self.file_name();
        name.strip_suffix(".md").unwrap_or(name)
    }

    /// The file's name without its folder.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The text after the last dot of the name, in lower case; empty where there is none.
    pub fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase())
    }
}

impl OutPath {
    /// `path` is relative to the site and written with `/`.
    pub fn new(path: &str) -> OutPath {
        OutPath(Arc::from(path))
    }

    /// The file that a page's address means: `people/a/` is `people/a/index.html`.
    pub fn of_address(address: &str) -> OutPath {
        match address.is_empty() || address.ends_with('/') {
            true => OutPath(Arc::from(format!("{address}index.html"))),
            false => OutPath::new(address),
        }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address that a browser asks for, relative to the site: without `index.html`.
    pub fn address(&self) -> &str {
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        }
    }

    /// How many folders deep the file lies; the number of `../` that lead back to the site's root.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }
}

/// Every folder above a file, the outermost first.
pub fn folders_of(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Resolves `.` and `..` in `path` against `folder`; `None` if it leads out of the portal.
pub fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|p| !p.is_empty()).collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
