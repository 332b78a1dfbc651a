//! Answers requests for what is known of a page besides its bytes: its diagnostics, and where in the sources a part of it stands.

use super::Desk;
use super::events::output_of;
use crate::base::diag::{Diagnostic, Place, Severity};
use crate::base::path::{OutPath, SourcePath};
use crate::input::File;
use crate::pipeline::trace::{Part, names_withheld, nth_element, place_of_key};
use crate::shell::editor;
use crate::shell::live::{Made, Version};
use crate::shell::report::panel::Viewer;
use crate::shell::report::position;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What opens a file where there is no site yet that says it.
const EDITOR: &str = "vscode://file/{path}:{line}:{column}";

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: String,
    block: Option<usize>,
    tag: Option<String>,
    nth: Option<usize>,
    key: Option<String>,
    anchor: Option<String>,
}

/// The diagnostics that the visitor of a page may see.
#[derive(Debug, Default)]
pub(super) struct Split {
    /// Those of the page.
    pub own: Vec<Diagnostic>,
    /// Those of the rest.
    pub others: Vec<Diagnostic>,
    /// How many are about words that readers of the site do not see.
    pub withheld: usize,
}

/// The diagnostics of a page and those of the rest. On a preview that other machines can reach, what is not public stays out of them too.
pub(super) fn split(desk: &Desk, version: &Version, path: &OutPath, made: &Made) -> Split {
    let (own, others) = both(version, path, made);
    if !desk.is_shared {
        return Split { own, others, withheld: 0 };
    }
    let noted = || own.iter().chain(&others).map(|note| &note.place.file);
    let open: BTreeSet<SourcePath> = match &version.site {
        Some(site) => site.open_files(noted()).into_iter().cloned().collect(),
        None => noted().filter(|file| !file.as_str().starts_with("content/")).cloned().collect(),
    };
    let all = own.len() + others.len();
    // A public text may name what is not public.
    let is_open = |note: &Diagnostic| open.contains(&note.place.file) && !names_withheld(note);
    let keep = |notes: Vec<Diagnostic>| notes.into_iter().filter(is_open).collect();
    let (own, others): (Vec<Diagnostic>, Vec<Diagnostic>) = (keep(own), keep(others));
    let withheld = all - own.len() - others.len();
    Split { own, others, withheld }
}

fn both(version: &Version, path: &OutPath, made: &Made) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let sources = version.site.as_ref().map_or_else(Vec::new, |site| site.sources(path));
    // What keeps the whole portal from being shown concerns every page.
    let stops = |note: &Diagnostic| {
        let file = note.place.file.as_str();
        version.is_stale && note.severity == Severity::Error && (file == "site.toml" || file.starts_with("templates/"))
    };
    let is_source = |file: &SourcePath| sources.contains(file) || made.source.as_ref() == Some(file);
    let is_own = |note: &&Diagnostic| is_source(&note.place.file) || stops(note);
    let (own, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) = version.notes.iter().partition(is_own);
    // Of a site that is no longer what the files say, what was noticed while its pages were made is of files as they were.
    let of_page = made.notes.iter().filter(|_| !version.is_stale);
    let mut own: Vec<Diagnostic> = own.into_iter().chain(of_page).cloned().collect();
    own.sort();
    own.dedup();
    (own, others.into_iter().cloned().collect())
}

/// The panel of a page.
pub(super) async fn problems(State(desk): State<Arc<Desk>>, Query(asked): Query<Asked>) -> Response {
    let work = move || {
        let version = desk.live.now();
        let path = output_of(&version, &asked.page);
        let made = desk.live.page(&version, &path);
        let split = split(&desk, &version, &path, &made);
        let editor = version.site.as_ref().map_or(EDITOR, |site| site.editor());
        let editor = Some(editor).filter(|_| !desk.is_shared);
        let viewer = Viewer { portal: &desk.live.portal, inputs: &version.seen, editor };
        let stale = made.is_stale || version.is_stale;
        Json(viewer.panel(&split.own, &split.others, split.withheld, stale)).into_response()
    };
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    match tokio::task::spawn_blocking(work).await {
        Ok(response) => (no_store, response).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// How far from a place the item, row, paragraph or key begins that was asked for; nothing where there is none such.
fn inner(bytes: &[u8], place: &Place, asked: &Asked) -> usize {
    if let Some(keys) = &asked.key {
        return std::str::from_utf8(bytes).ok().and_then(|text| place_of_key(text, keys)).unwrap_or(0);
    }
    let (Some(tag), Some(nth)) = (&asked.tag, asked.nth) else { return 0 };
    let source = bytes.get(place.span.range()).and_then(|bytes| std::str::from_utf8(bytes).ok());
    source.and_then(|source| nth_element(source, tag, nth)).unwrap_or(0)
}

/// Where a part of a page stands, as an address that opens it.
pub(super) async fn source(State(desk): State<Arc<Desk>>, Query(asked): Query<Asked>) -> Response {
    if desk.is_shared {
        return (StatusCode::FORBIDDEN, "bilat: a preview that other machines can reach opens no files\n")
            .into_response();
    }
    let version = desk.live.now();
    let path = output_of(&version, &asked.page);
    let part = match (&asked.anchor, asked.block) {
        (Some(id), _) => Part::Anchor(id),
        (None, Some(n)) => Part::Block(n),
        (None, None) => Part::Whole,
    };
    let found = version.site.as_ref().and_then(|site| {
        // Of a text that cannot be read now, the place is where it cannot.
        let made = desk.live.page(&version, &path);
        let unread = made.source.as_ref().and_then(|file| version.unread(file)).map(|note| note.place.clone());
        Some((unread.or_else(|| site.place(&path, part))?, site.editor()))
    });
    let Some((place, editor)) = found else {
        return (StatusCode::NOT_FOUND, "bilat: this comes from no file\n").into_response();
    };
    let at = match version.seen.files.get(&place.file) {
        Some(File::Text { bytes, .. }) => position(bytes, place.span.start as usize + inner(bytes, &place, &asked)),
        _ => return (StatusCode::NOT_FOUND, "bilat: this has no file yet\n").into_response(),
    };
    let href = editor::href(editor, &desk.live.portal.locate(&place.file), at);
    let shown = format!("{}:{}:{}", desk.live.portal.show(&place.file), at.0, at.1);
    Json(json!({ "href": href, "place": shown })).into_response()
}
