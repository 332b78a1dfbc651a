//! Floor 0: words that every floor uses. Knows nothing of portals, Markdown, pages or files on a disk.

pub mod circle;
pub mod date;
pub mod diag;
pub mod fingerprint;
pub mod fold;
pub mod glob;
pub mod html;
pub mod lang;
pub mod memo;
pub mod near;
pub mod parallel;
pub mod path;
pub mod shared;
pub mod signs;
pub mod simplified;
pub mod span;
pub mod tree;
