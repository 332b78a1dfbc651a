//! bilat turns a folder of annotated Markdown source documents into a bilingual site of linked pages.
//!
//! The modules in floor order; each imports only from those above it in this list. `docs/ARCHITECTURE.md` is the map.

pub mod base;
pub mod input;
pub mod parse;
pub mod entity;
pub mod model;
pub mod page;
pub mod render;
pub mod output;
pub mod pipeline;
pub mod edit;
pub mod shell;
pub mod cli;
