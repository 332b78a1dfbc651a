//! Clouds that no server on this machine stands for: what can be known without one.

use crate::support::portal::Portal;

/// Name and test.
pub const ALL: &[(&str, fn())] = &[
    ("google_is_asked_for_with_credentials_only", google_is_asked_for_with_credentials_only),
    ("azure_is_asked_for_with_an_account_only", azure_is_asked_for_with_an_account_only),
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

fn azure_is_asked_for_with_an_account_only() {
    let portal = Portal::new("[publish.live]\nto = \"azblob://$web/portal\"\nretries = 0\n");
    if !cfg!(feature = "publish-azblob") {
        portal.publish(&["live"]).is(2, &["built without Azure Blob Storage", "--features publish-azblob"]);
        return;
    }
    portal.publish(&["live"]).is(2, &["the storage account is not known", "AZURE_STORAGE_ACCOUNT"]);
}
