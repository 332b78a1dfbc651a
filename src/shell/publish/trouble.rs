//! What went wrong on the way to a target, in words for a person with what to do about it. Repeats no answer of a server as it is:
//! there could be a secret in it.

use super::lease::LOCK;
use crate::shell::Failure;
use opendal::{Error, ErrorKind};
use std::error::Error as _;

/// Words that may not be said.
#[derive(Clone, Default)]
pub struct Secrets(pub Vec<String>);

impl Secrets {
    /// The text without them.
    fn hide(&self, text: &str) -> String {
        let shown =
            |text: String, secret: &String| if secret.len() < 4 { text } else { text.replace(secret.as_str(), "…") };
        self.0.iter().fold(text.to_owned(), shown)
    }
}

/// What ssh says where a host key is another one than before.
pub const CHANGED_KEY: &str = "REMOTE HOST IDENTIFICATION HAS CHANGED";

/// What to do where a publication did not come to its end.
pub const AGAIN: &str =
    "run the same command again: what was sent is not sent again, and readers see a whole site meanwhile";

/// The same failure before anything was sent.
pub fn untouched(failure: Failure) -> Failure {
    let hint = failure.hint.map(|hint| hint.replace(AGAIN, "run the same command again; nothing was written"));
    Failure { hint, ..failure }
}

/// `doing` ("write", "read") went wrong at `path`.
pub fn failure(doing: &str, path: &str, error: &Error, secrets: &Secrets) -> Failure {
    let text = whole(error);
    let (why, hint) = explain(doing, error, &text);
    // The lock is the first thing that is asked for: what goes wrong then says nothing of that file.
    let name =
        if path.is_empty() || path == LOCK { "the target".to_owned() } else { format!("`{path}` on the target") };
    Failure::new(secrets.hide(&format!("cannot {doing} {name}: {why}"))).help(secrets.hide(&hint))
}

/// The error and all that is behind it.
fn whole(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}

fn explain(doing: &str, error: &Error, text: &str) -> (String, String) {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let say = |why: &str, hint: &str| (why.to_owned(), hint.to_owned());
    if has(&[CHANGED_KEY]) {
        return say(
            "the server's host key is not the one that is known: somebody may be in between, or the server was set up anew",
            "ask its owner for the new fingerprint; only if it is right, `ssh-keygen -R HOST` and log in once by `ssh`; nothing was written",
        );
    }
    if has(&["Host key verification failed"]) {
        return say(
            "the server's host key is unknown",
            "ask its owner for the fingerprint, log in once by `ssh` and compare; nothing was written",
        );
    }
    let refused = [
        "SignatureDoesNotMatch",
        "InvalidAccessKeyId",
        "AuthFailure",
        "AuthenticationFailed",
        "AuthorizationFailure",
        "Permission denied (",
        "status: 401",
    ];
    if has(&refused) && is_refusal(error, text) {
        return say(
            "the target does not accept the user, the key or the secret",
            "check the credentials (see `bilat publish --help` for where they come from); nothing of this was written",
        );
    }
    if has(&["no credential", "credential is empty", "no valid credential", "failed to load signing credential"]) {
        return say(
            "there are no credentials",
            "see `bilat publish --help` for where they come from; nothing was written",
        );
    }
    if has(&["NoSuchBucket", "ContainerNotFound"]) {
        return say("there is no such bucket", "make it first, or check `to`, `endpoint` and `region`");
    }
    if has(&["status: 507", "QuotaExceeded", "No space left", "StorageFull", "EntityTooLarge"]) {
        return (
            "the target is full, or the file is too large for it".to_owned(),
            format!("free some space there, then {AGAIN}"),
        );
    }
    // What a server answered is told with all its headers, and there `Keep-Alive: timeout=5` says nothing of what went wrong.
    match status(text) {
        None => by_line(text).unwrap_or_else(|| by_kind(doing, error, text)),
        Some("408" | "504") => too_long(),
        Some(_) => by_kind(doing, error, text),
    }
}

fn too_long() -> (String, String) {
    let hint = format!("raise `timeout` of the target if the line is slow; then {AGAIN}");
    ("the server takes too long".to_owned(), hint)
}

/// What is wrong with the way to the server.
fn by_line(text: &str) -> Option<(String, String)> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let say = |why: &str, hint: &str| Some((why.to_owned(), hint.to_owned()));
    if has(&["dns error", "Could not resolve hostname", "failed to lookup address"]) {
        return say("the name of the server is not known", "check the address, and the connection to the network");
    }
    if has(&["Connection refused", "Connection timed out", "No route to host", "Network is unreachable"]) {
        let hint = format!("check the address, and the connection to the network; then {AGAIN}");
        return say("the server cannot be reached", &hint);
    }
    if has(&["certificate"]) {
        return say(
            "the server's certificate is not trusted",
            "check the address; bilat never goes on without a valid certificate",
        );
    }
    has(&["timeout", "timed out", "deadline"]).then(too_long)
}

fn is_refusal(error: &Error, text: &str) -> bool {
    error.kind() == ErrorKind::PermissionDenied || text.contains("Permission denied (") || text.contains("status: 401")
}

fn by_kind(doing: &str, error: &Error, text: &str) -> (String, String) {
    let status = status(text).map_or(String::new(), |code| format!(" (status {code})"));
    let again = AGAIN.to_owned();
    match error.kind() {
        ErrorKind::PermissionDenied => {
            let hint =
                "check that these credentials may list, read, write and delete there; then run the same command again";
            (format!("it is not allowed{status}"), hint.to_owned())
        }
        ErrorKind::NotFound if text.contains("sftp") && doing == "write" => {
            let hint =
                "make its folder by hand, or check whether the user may: its server says no more; nothing was written";
            ("there is no such folder, and it could not be made".to_owned(), hint.to_owned())
        }
        ErrorKind::NotFound => (format!("it does not exist{status}"), "check the address".to_owned()),
        ErrorKind::RateLimited => (
            format!("the server asks for fewer requests{status}"),
            format!("lower `parallel` of the target; then {again}"),
        ),
        ErrorKind::ConfigInvalid => {
            ("the settings of the target do not fit".to_owned(), format!("the library says: {}", message(error)))
        }
        ErrorKind::Unsupported => {
            ("the server cannot do that".to_owned(), "publish to another kind of target".to_owned())
        }
        _ if !status.is_empty() => (format!("the server failed{status}"), again),
        // Of all that may go wrong on its disk an sftp server says only that it failed.
        _ if text.contains("error kind Failure") => (
            "the server could not do it".to_owned(),
            format!("is the disk there full, or may it only be read? When that is mended, {AGAIN}"),
        ),
        _ if text.contains("ssh error") || text.contains("sftp") => {
            ("the connection by ssh failed".to_owned(), format!("try `ssh` by hand; then {again}"))
        }
        _ => ("the connection was lost".to_owned(), again),
    }
}

/// The status code in the library's description of an answer.
fn status(text: &str) -> Option<&str> {
    let rest = text.split_once("status: ")?.1;
    rest.get(..3).filter(|code| code.bytes().all(|b| b.is_ascii_digit()))
}

/// The first line of what the library says by itself; only for settings, which hold no secret.
fn message(error: &Error) -> String {
    error.to_string().lines().next().unwrap_or_default().chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: ErrorKind, message: &str, answer: &str) -> String {
        let error = Error::new(kind, message).with_context("response", answer);
        failure("write", "index.html", &error, &Secrets(vec!["hunter2".to_owned()])).to_string()
    }

    #[test]
    fn headers_say_nothing_of_what_went_wrong() {
        let answer = |status: &str| {
            format!(
                "Parts {{ status: {status}, headers: {{\"keep-alive\": \"timeout=5\", \"id\": \"401\", \"a\": \"certificate\"}} }}"
            )
        };
        let denied = |message: &str| said(ErrorKind::PermissionDenied, message, &answer("403"));
        assert!(denied("AccessDenied").contains("it is not allowed (status 403)"));
        assert!(denied("AuthorizationFailure").contains("does not accept the user, the key or the secret"));
        assert!(denied("SignatureDoesNotMatch").contains("does not accept"));
        assert!(said(ErrorKind::Unexpected, "", &answer("500")).contains("the server failed (status 500)"));
        assert!(said(ErrorKind::Unexpected, "", &answer("504")).contains("takes too long"));
    }

    #[test]
    fn the_line_is_told_apart_from_the_server() {
        let lost = |message: &str| said(ErrorKind::Unexpected, message, "");
        assert!(lost("io operation timeout reached").contains("takes too long"));
        assert!(lost("tcp connect error: Connection refused").contains("cannot be reached"));
        assert!(lost("invalid peer certificate: Expired").contains("certificate is not trusted"));
        assert!(
            lost("Sftp server reported error kind Failure, msg: Err Message: Failure")
                .contains("is the disk there full")
        );
        assert!(said(ErrorKind::NotFound, "sftp error", "").contains("could not be made"));
        assert!(lost("reset by peer").contains("the connection was lost"));
    }

    #[test]
    fn secrets_are_hidden_wherever_they_stand() {
        let text = said(ErrorKind::ConfigInvalid, "cannot use hunter2", "");
        assert!(!text.contains("hunter2") && text.contains("the settings of the target do not fit"), "{text}");
    }
}
