//! Answers requests for what is no page: feeds, styles, scripts, and files of the portal that pages refer to, which are read when they
//! are asked for. Opens only what the site copies, and only inside the portal.
#![allow(clippy::disallowed_methods)]

use super::Desk;
use super::respond::ASK;
use crate::base::path::SourcePath;
use crate::input::File;
use crate::output::{Content, Output};
use crate::shell::live::Version;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::path::PathBuf;
use tower::ServiceExt;
use tower_http::services::ServeFile;

/// Answers with an output.
pub async fn answer(desk: &Desk, version: &Version, output: Output, request: Request) -> Response {
    let media_type = output.media_type;
    apart(media_type, answer_plainly(desk, version, output, request).await)
}

async fn answer_plainly(desk: &Desk, version: &Version, output: Output, request: Request) -> Response {
    let tag = format!("\"{}\"", output.fingerprint.hex());
    let media_type = output.media_type;
    let bytes = match output.content {
        Content::Bytes(bytes) => bytes,
        Content::Copy(source) => match version.inputs.files.get(&source) {
            Some(File::Text { bytes, .. }) => bytes.to_vec(),
            _ => return stream(desk, &source, media_type, request).await,
        },
    };
    if request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag.as_str()), (header::CACHE_CONTROL, ASK)])
            .into_response();
    }
    let head = [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, ASK), (header::ETAG, tag.as_str())];
    (head, bytes).into_response()
}

/// What may hold scripts of its own, as all HTML and XML may, is no part of the preview: it must not read what only pages know, nor ask for
/// fixes with it. An answer without bytes says so too: a browser takes its rules for those of the bytes that it has.
fn apart(media_type: &str, mut response: Response) -> Response {
    if ["html", "xml"].iter().any(|own| media_type.contains(own)) {
        let rule = "sandbox allow-scripts allow-forms allow-popups allow-downloads";
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(rule));
    }
    response
}

/// The bytes of a file as it is now, which may be newer than what is known of it. So the answer names no state of it: under the tag of the older
/// one a browser would take the newer bytes for those that come back with it.
async fn stream(desk: &Desk, source: &SourcePath, media_type: &'static str, mut request: Request) -> Response {
    let Some(at) = inside(desk, source) else {
        return (StatusCode::NOT_FOUND, "bilat: the file is gone\n").into_response();
    };
    // Times tell too little: a file may be replaced by an older one, or twice in a second.
    let asked = request.headers_mut();
    asked.remove(header::IF_MODIFIED_SINCE);
    asked.remove(header::IF_UNMODIFIED_SINCE);
    if asked.remove(header::IF_RANGE).is_some() {
        asked.remove(header::RANGE);
    }
    let mut response = match ServeFile::new(at).oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    let all = response.headers_mut();
    if all.contains_key(header::CONTENT_TYPE) {
        all.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    all.insert(header::CACHE_CONTROL, HeaderValue::from_static(ASK));
    all.remove(header::LAST_MODIFIED);
    response
}

/// The file itself, behind all links, if it lies in the portal.
fn inside(desk: &Desk, source: &SourcePath) -> Option<PathBuf> {
    let real = desk.live.portal.locate(source).canonicalize().ok()?;
    (real.starts_with(&desk.live.portal.root) && real.is_file()).then_some(real)
}
