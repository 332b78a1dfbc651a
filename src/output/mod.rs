//! Floor 7: everything that is written. Knows bytes and media types, not disks or sockets.

pub mod calendar;
pub mod citations;
pub mod feed;
pub mod files;
pub mod sitemap;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::SourcePath;

/// When an output is written: what others refer to comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Styles, scripts, pictures, files.
    Asset,
    /// Pages.
    Page,
    /// Feeds, sitemap, `robots.txt`.
    Index,
}

/// What an output consists of.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of this input file, which the shell copies.
    Copy(SourcePath),
}

/// One file of the site.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// What it consists of.
    pub content: Content,
    /// Of its bytes.
    pub fingerprint: Fingerprint,
    /// Its size in bytes.
    pub len: u64,
    /// Its media type: `text/html; charset=utf-8`.
    pub media_type: &'static str,
}

impl Output {
    /// An output of these bytes.
    pub fn bytes(bytes: Vec<u8>, media_type: &'static str) -> Output {
        let (fingerprint, len) = (Fingerprint::of(&bytes), bytes.len() as u64);
        Output { content: Content::Bytes(bytes), fingerprint, len, media_type }
    }
}

/// The media type of files of which nothing is known.
pub const UNKNOWN_TYPE: &str = "application/octet-stream";

/// Changes with anything in a view. Of its tree, which has its keys in order.
pub fn fingerprint_of(view: &impl serde::Serialize) -> Fingerprint {
    let tree = serde_json::to_value(view).map(|tree| tree.to_string()).unwrap_or_default();
    Fingerprint::of(tree.as_bytes())
}

/// The media type of a file by its ending.
pub fn media_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "xhtml" => "application/xhtml+xml",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/vnd.microsoft.icon",
        "pdf" => "application/pdf",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "ics" => "text/calendar; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "tsv" => "text/tab-separated-values; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "tex" => "application/x-tex; charset=utf-8",
        "yaml" | "yml" => "application/yaml",
        "toml" => "application/toml",
        "jsonl" => "application/jsonl",
        "jsonld" => "application/ld+json",
        "geojson" => "application/geo+json",
        "atom" => "application/atom+xml",
        "rss" => "application/rss+xml",
        "bib" => "application/x-bibtex; charset=utf-8",
        "ris" => "application/x-research-info-systems; charset=utf-8",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "wav" => "audio/wav",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "flac" => "audio/flac",
        "mp4" => "video/mp4",
        "mov" => "video/quicktime",
        "ogv" => "video/ogg",
        "webm" => "video/webm",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ppt" => "application/vnd.ms-powerpoint",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "odp" => "application/vnd.oasis.opendocument.presentation",
        "rtf" => "application/rtf",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        "gz" | "tgz" => "application/gzip",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "vtt" => "text/vtt; charset=utf-8",
        _ => UNKNOWN_TYPE,
    }
}
