//! Answers requests for what the site consists of: pages with the preview's additions, everything else as it is.

use super::Desk;
use super::address::{self, Found};
use super::file;
use crate::base::path::OutPath;
use crate::output::{Content, Output};
use crate::shell::live::Version;
use crate::shell::overlay;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

const HTML: &str = "text/html; charset=utf-8";
/// A browser may keep anything, but asks each time whether it is still right.
pub const ASK: &str = "no-cache";

/// Answers one request. Pages are made on threads that may take their time.
pub async fn respond(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let version = desk.live.now();
    let found = address::find(version.site.as_deref(), request.uri().path());
    let path = match found {
        Some(Found::Elsewhere(to)) => return elsewhere(&to, request.uri()),
        Some(Found::Output(path)) => path,
        None => address::nowhere(),
    };
    let work = {
        let (desk, version) = (Arc::clone(&desk), Arc::clone(&version));
        move || make(&desk, &version, &path)
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Answer::Page(bytes, exists)) => page(bytes, exists),
        Ok(Answer::Other(output)) => file::answer(&desk, &version, output, request).await,
        Err(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "bilat made a mistake of its own; please report this\n").into_response()
        }
    }
}

enum Answer {
    /// Its bytes with what a preview adds, and whether there is such a page.
    Page(Vec<u8>, bool),
    Other(Output),
}

fn make(desk: &Desk, version: &Version, path: &OutPath) -> Answer {
    let is_page = path.as_str().ends_with(".html");
    let output = version.site.as_ref().filter(|site| !is_page && site.has(path)).and_then(|site| site.output(path));
    match output {
        Some(output) => Answer::Other(output.value),
        // A copied `.html` file is no page; its bytes are not here.
        None => match version.site.as_ref().and_then(|site| copied(site, path)) {
            Some(output) => Answer::Other(output),
            None => {
                let made = desk.live.page(version, path);
                let assets = json!(super::events::assets(version, path, &made)).to_string();
                Answer::Page(overlay::dress(&made, &desk.badge, &assets), made.exists)
            }
        },
    }
}

fn copied(site: &crate::pipeline::Site, path: &OutPath) -> Option<Output> {
    let is_asset = site.has(path) && site.stage(path) == crate::output::Stage::Asset;
    let output = is_asset.then(|| site.output(path)).flatten()?.value;
    matches!(output.content, Content::Copy(_)).then_some(output)
}

fn page(bytes: Vec<u8>, exists: bool) -> Response {
    let status = if exists { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let head = [(header::CONTENT_TYPE, HTML), (header::CACHE_CONTROL, ASK)];
    (status, head, Body::from(bytes)).into_response()
}

/// As static hosts do, but not for ever: a preview changes.
fn elsewhere(to: &str, from: &Uri) -> Response {
    let query = from.query().map_or(String::new(), |query| format!("?{query}"));
    let to = format!("{to}{query}");
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to.as_str()), (header::CACHE_CONTROL, "no-store")])
        .into_response()
}
