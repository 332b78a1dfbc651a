//! The clouds that bilat reaches where it is built with them, on emulators.

use super::cases_files::URL;
use crate::support::http::{self, Answer};
use crate::support::portal::{Portal, SECRET};
use crate::support::servers::{self, ACCOUNT};

/// Name and test.
pub const ALL: &[(&str, fn())] = &[
    ("google_is_asked_for_with_credentials_only", google_is_asked_for_with_credentials_only),
    ("google_holds_what_was_built", google_holds_what_was_built),
    ("azure_is_asked_for_with_an_account_only", azure_is_asked_for_with_an_account_only),
    ("azure_holds_what_was_built", azure_holds_what_was_built),
];

fn google_is_asked_for_with_credentials_only() {
    let portal = Portal::new("[publish.live]\nto = \"gs://bucket/portal\"\nretries = 0\ntimeout = 5\n");
    if !cfg!(feature = "publish-gcs") {
        portal.publish(&["live"]).is(2, &["built without Google Cloud Storage", "--features publish-gcs"]);
        return;
    }
    portal.publish(&["live"]).is(2, &["no credentials", "nothing was written"]);
    let failing = Portal::new("[publish.live]\nto = \"gs://bucket/portal\"\nsecret_command = \"false\"\n");
    failing.publish(&["live"]).is(2, &["`secret_command` of the target (`false`) failed"]);
}

fn google_holds_what_was_built() {
    if !cfg!(feature = "publish-gcs") {
        return;
    }
    let server = servers::google("bucket");
    let portal = Portal::new(&format!(
        "[publish.live]\nto = \"gs://bucket/portal\"\nbase_url = \"{URL}\"\nendpoint = \"http://127.0.0.1:{}\"\nsecret_command = \"echo token\"\n",
        server.port
    ));
    let ask = |path: &str, what: &str| {
        let name = format!("portal/{path}").replace('/', "%2F");
        http::request(server.port, "GET", &format!("/storage/v1/b/bucket/o/{name}{what}"), &[], b"")
    };
    let about = |path: &str| String::from_utf8_lossy(&ask(path, "").body).into_owned();
    holds_what_was_built(&portal, &|path| ask(path, "?alt=media"), &about);
}

/// Publishes, adds, removes; after each the target has what was built, with its media types and how long it may be kept. `ask` reads a file of the
/// target, `about` what is kept about it.
fn holds_what_was_built(portal: &Portal, ask: &dyn Fn(&str) -> Answer, about: &dyn Fn(&str) -> String) {
    let is_like_built = || {
        let built = portal.build(URL);
        for (path, bytes) in &built {
            assert!(ask(path).body == *bytes, "`{path}` differs");
        }
        built
    };
    portal.publish(&["live", "--dry-run"]).is(0, &["would publish"]);
    assert_eq!(ask("index.html").status, 404);
    portal.publish(&["live"]).is(0, &["published"]);
    let built = is_like_built();
    let style = built.keys().find(|path| path.starts_with("assets/theme.") && path.ends_with(".css"));
    for (path, media_type, kept) in [
        ("index.html", "text/html; charset=utf-8", "public, max-age=300"),
        (style.expect("a style sheet"), "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
    ] {
        let about = about(path);
        assert!(about.contains(media_type) && about.contains(kept), "{path}: {about}");
    }
    portal.publish(&["live"]).is(0, &["nothing to do"]);
    portal.write("content/people/guest.md", "---\nname: A Guest\n---\nNew.\n");
    portal.publish(&["live"]).is(0, &["published"]);
    assert_eq!(ask("people/guest/index.html").status, 200);
    portal.remove("content/people/guest.md");
    portal.publish(&["live", "--verify"]).is(0, &["published"]);
    is_like_built();
    assert_eq!(ask("people/guest/index.html").status, 404);
}

fn azure_is_asked_for_with_an_account_only() {
    let portal = Portal::new("[publish.live]\nto = \"azblob://$web/portal\"\nretries = 0\n");
    if !cfg!(feature = "publish-azblob") {
        portal.publish(&["live"]).is(2, &["built without Azure Blob Storage", "--features publish-azblob"]);
        return;
    }
    portal.publish(&["live"]).is(2, &["the storage account is not known", "AZURE_STORAGE_ACCOUNT"]);
}

fn azure_holds_what_was_built() {
    if !cfg!(feature = "publish-azblob") {
        return;
    }
    let key = data_encoding::BASE64.encode(SECRET.as_bytes());
    let server = servers::azure(&key, "site");
    let settings = format!(
        "[publish.live]\nto = \"azblob://site/portal\"\nbase_url = \"{URL}\"\nendpoint = \"http://127.0.0.1:{}/{ACCOUNT}\"\nretries = 0\n",
        server.port
    );
    let ask = |path: &str| http::request(server.port, "GET", &format!("/{ACCOUNT}/site/portal/{path}"), &[], b"");
    let wrong = data_encoding::BASE64.encode(b"another key");
    let portal = Portal::new(&settings).env("AZURE_STORAGE_ACCOUNT", ACCOUNT).env("AZURE_STORAGE_KEY", &wrong);
    portal.publish(&["live"]).is(2, &["does not accept", "nothing of this was written"]);
    let portal = Portal::new(&settings).env("AZURE_STORAGE_ACCOUNT", ACCOUNT).env("AZURE_STORAGE_KEY", &key);
    portal.large();
    holds_what_was_built(&portal, &ask, &|path| ask(path).head);
    let by_command =
        Portal::new(&format!("{settings}secret_command = \"echo {key}\"\n")).env("AZURE_STORAGE_ACCOUNT", ACCOUNT);
    by_command.large();
    by_command.publish(&["live"]).is(0, &["nothing to do"]);
}
