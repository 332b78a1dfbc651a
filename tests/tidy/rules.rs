//! The tables that the tidy checks go by. An exception needs a reason, and goes when it is no longer needed.

/// This file, for messages.
pub const RULES: &str = "tests/tidy/rules.rs";

/// Every module of `src/` with its floor. A file imports from lower floors and from its own module.
pub const FLOORS: &[(&str, u8)] = &[
    ("base", 0),
    ("input", 1),
    ("parse", 2),
    ("entity", 3),
    ("model", 4),
    ("page", 5),
    ("render", 6),
    ("output", 7),
    ("pipeline", 8),
    ("edit", 8),
    ("shell", 9),
    ("cli", 10),
];

/// All that `shell` may know: it moves bytes, and does not know what an entity is.
pub const SEEN_BY_SHELL: &[&str] = &["base", "input", "output", "pipeline", "edit"];

/// Imports allowed against the floors: file, module, reason.
pub const FLOOR_EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// Where a crate may be named: below these paths and nowhere else.
pub const HOMES: &[(&str, &[&str])] = &[
    ("ammonia", &["src/parse/body/sanitize.rs"]),
    ("annotate_snippets", &["src/shell"]),
    ("atom_syndication", &["src/output"]),
    ("axum", &["src/shell/server"]),
    ("bitcode", &["src/base", "src/input/config.rs", "src/parse"]),
    ("blake3", &["src/base/fingerprint.rs"]),
    ("clap", &["src/cli", "src/main.rs"]),
    ("clap_complete", &["src/cli"]),
    ("data_encoding", &["src/base/fingerprint.rs", "src/shell/publish/git.rs"]),
    ("deunicode", &["src/base/fold.rs"]),
    ("flate2", &["src/shell/publish/survey"]),
    ("futures_util", &["src/shell/server"]),
    ("granit_parser", &["src/parse/front"]),
    ("hyper", &["src/shell/server"]),
    ("hyper_util", &["src/shell/server"]),
    ("icalendar", &["src/output/calendar.rs"]),
    ("icu_collator", &["src/input/collate.rs"]),
    ("icu_locale", &["src/input"]),
    ("icu_plurals", &["src/input/strings.rs"]),
    ("indicatif", &["src/shell"]),
    ("jiff", &["src/base/date.rs"]),
    ("mimalloc", &["src/main.rs"]),
    ("notify", &["src/shell/watch"]),
    ("same_file", &["src/shell/watch"]),
    ("opendal", &["src/shell/publish"]),
    ("opendal_http_transport_reqwest", &["src/shell/publish/connect.rs"]),
    ("memchr", &["src/parse/body"]),
    ("pulldown_cmark", &["src/parse/body"]),
    ("pulldown_cmark_escape", &["src/base/html.rs"]),
    ("rayon", &["src/base/parallel.rs"]),
    ("rustls", &["src/shell/publish/connect.rs"]),
    ("serde", &["src/base/shared.rs", "src/page", "src/render", "src/output", "src/shell"]),
    ("serde_json", &["src/edit/scaffold.rs", "src/output", "src/page/jsonld.rs", "src/shell"]),
    ("similar", &["src/edit"]),
    ("tera", &["src/base/shared.rs", "src/render"]),
    ("tokio", &["src/shell/live", "src/shell/publish", "src/shell/server", "src/shell/signal.rs"]),
    ("toml", &["src/input/config"]),
    ("tower", &["src/shell/server"]),
    ("tower_http", &["src/shell/server"]),
    ("unicode_normalization", &["src/base/fold.rs"]),
    ("walkdir", &["src/shell"]),
];

/// Where something may be serialized: views, output records and the rows shared by them. Nothing else has a form outside.
pub const SERIALIZE_HOMES: &[&str] =
    &["src/base/shared.rs", "src/page", "src/render", "src/output", "src/shell/report"];

pub const FILE_SYSTEM_HOMES: &[&str] = &["src/shell"];

/// Diagnostics that no case can show: code, reason.
pub const CODES_WITHOUT_CASE: &[(&str, &str)] = &[];

/// The folders that are part of the program, and the file that embeds them.
pub const EMBEDDED: &[&str] = &["templates", "static", "i18n"];
pub const EMBEDDED_BY: &str = "src/input/defaults.rs";

pub const FILE_BUDGET: usize = 400;
pub const FUNCTION_BUDGET: usize = 70;
