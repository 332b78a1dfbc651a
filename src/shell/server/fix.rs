//! Applies a fix that a diagnostic proposes, when a page of this preview asks for it: the one thing that a preview writes. What is
//! written is what the server itself proposed, and only while the file is what it was then.
#![allow(clippy::disallowed_methods)]

use super::{Desk, PATIENCE};
use crate::base::diag::Diagnostic;
use crate::base::path::SourcePath;
use crate::edit::fix::apply;
use crate::input::File;
use crate::shell::live::Version;
use crate::shell::report::panel;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use std::sync::Arc;

/// The name of a fix is shorter than this.
const MOST: usize = 256;

type Answer = (StatusCode, String);

/// Applies the fix whose name is the body of the request.
pub(super) async fn fix(State(desk): State<Arc<Desk>>, request: Request) -> Answer {
    if desk.is_shared {
        return refuse(StatusCode::FORBIDDEN, "a preview that other machines can reach changes no files");
    }
    let token = request.headers().get("x-bilat-token").map(|token| token.as_bytes());
    if token != Some(desk.badge.token.as_bytes()) {
        return refuse(StatusCode::FORBIDDEN, "this page is older than the preview: load it again");
    }
    let body = tokio::time::timeout(PATIENCE, to_bytes(request.into_body(), MOST)).await;
    let Ok(Ok(body)) = body else { return refuse(StatusCode::BAD_REQUEST, "that is no fix") };
    let id = String::from_utf8_lossy(&body).into_owned();
    match tokio::task::spawn_blocking(move || find_and_apply(&desk, &id)).await {
        Ok(answer) => answer,
        Err(_) => refuse(StatusCode::INTERNAL_SERVER_ERROR, "bilat made a mistake of its own"),
    }
}

fn refuse(status: StatusCode, why: &str) -> Answer {
    (status, why.to_owned())
}

fn find_and_apply(desk: &Desk, id: &str) -> Answer {
    let version = desk.live.now();
    let proposed = edited(&version, |note| panel::id(note, &version.seen).as_deref() == Some(id));
    let Some((path, before, after)) = proposed else {
        return refuse(StatusCode::CONFLICT, "the file has changed since: look at the problem again");
    };
    match desk.live.portal.replace(&path, &before, &after) {
        Ok(true) => (StatusCode::OK, desk.live.portal.show(&path)),
        Ok(false) => refuse(StatusCode::CONFLICT, "the file has changed since, and was left alone"),
        Err(failure) => refuse(StatusCode::INTERNAL_SERVER_ERROR, &failure.message),
    }
}

/// The file that the fix of a diagnostic changes, as it is and as it is to be.
fn edited(version: &Version, is_it: impl Fn(&Diagnostic) -> bool) -> Option<(SourcePath, Arc<[u8]>, Vec<u8>)> {
    let edit = version.notes.iter().filter(|note| note.fix.is_some()).find(|note| is_it(note))?.fix.as_ref()?;
    let File::Text { bytes, .. } = version.seen.files.get(&edit.place.file)? else { return None };
    let (after, count) = apply(bytes, &[edit]);
    (count == 1).then(|| (edit.place.file.clone(), Arc::clone(bytes), after))
}
