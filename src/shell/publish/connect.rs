//! Opens a target: finds the secrets where the system keeps them, and makes the library's handle with time limits and retries.
//! Secrets stay in memory; they are in no argument of another program and in no message.
#![allow(clippy::disallowed_methods)]

use super::cloud::Cloud;
use super::git;
use super::limit;
use super::local;
use super::store::{Manner, Store};
use super::trouble::{Secrets, failure};
use crate::input::config::Target;
use crate::input::place::{Bucket, Place};
use crate::shell::{Failure, Portal};
use opendal::layers::{ConcurrentLimitLayer, RetryLayer, TimeoutLayer};
use opendal::{Operator, services};
use serde::Deserialize;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

/// How often a request is repeated, unless the target says otherwise.
pub const RETRIES: u64 = 4;
/// After so many seconds without an answer it is given up, unless the target says otherwise.
pub const TIMEOUT: u64 = 60;
/// A person may be asked for a passphrase meanwhile.
const SECRET_LIMIT: Duration = Duration::from_secs(180);

/// Opens the place of a target. Nothing is made there, nor with `dry_run` in the portal.
pub fn open(portal: &Portal, target: &Target, place: &Place, dry_run: bool) -> Result<Box<dyn Store>, Failure> {
    Ok(match place {
        // On the command line a folder is seen from where the person is, in site.toml from the portal.
        Place::Folder(path) if target.name.is_empty() => Box::new(local::open(portal, &at_home(path))?),
        Place::Folder(path) => Box::new(local::open(portal, &portal.root.join(at_home(path)))?),
        Place::Git { remote, branch } => Box::new(git::open(portal, target, remote, branch, dry_run)?),
        Place::S3(bucket) => Box::new(s3(target, bucket)?),
        Place::WebDav { server, path } => Box::new(webdav(target, server, path)?),
        Place::Sftp { user, host, port, path } => Box::new(sftp(target, user.as_deref(), host, *port, path)?),
        Place::Google(bucket) => google(target, bucket)?,
        Place::Azure(bucket) => azure(target, bucket)?,
    })
}

/// A path that may be `~` or begin with `~/`, which no shell has read after `file:` or in site.toml.
fn at_home(path: &str) -> PathBuf {
    let rest = if path == "~" { Some("") } else { path.strip_prefix("~/") };
    rest.zip(std::env::home_dir()).map_or_else(|| PathBuf::from(path), |(rest, home)| home.join(rest))
}

fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What the target's command prints; `None` where it has none. What the command itself says is shown to the person.
fn secret(target: &Target) -> Result<Option<String>, Failure> {
    let [program, arguments @ ..] = &target.secret_command[..] else { return Ok(None) };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::inherit()).stderr(Stdio::inherit());
    let run = limit::output(&mut command, SECRET_LIMIT).map_err(|e| {
        Failure::new(format!("cannot run `secret_command` of the target (`{program}`): {e}"))
            .help("write the whole path of the program, or install it; nothing was written")
    })?;
    let output = run.ok_or_else(|| {
        let limit = SECRET_LIMIT.as_secs();
        Failure::new(format!("`secret_command` of the target (`{program}`) has not ended in {limit} seconds"))
            .help("run it by hand; nothing was written")
    })?;
    if !output.status.success() {
        return Err(Failure::new(format!("`secret_command` of the target (`{program}`) failed"))
            .help("run it by hand; nothing was written"));
    }
    let text =
        String::from_utf8(output.stdout).map_err(|_| Failure::new("`secret_command` of the target printed no text"))?;
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// What `credential_process` of the AWS configuration prints too.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AwsKeys {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
}

fn s3(target: &Target, bucket: &Bucket) -> Result<Cloud, Failure> {
    let set = |key: &str| profile_setting(target.profile.as_deref(), key);
    let endpoint = target.endpoint.clone().or_else(|| env("AWS_ENDPOINT_URL_S3")).or_else(|| env("AWS_ENDPOINT_URL"));
    let endpoint = endpoint.or_else(|| set("endpoint_url"));
    let region = target.region.clone().or_else(|| env("AWS_REGION")).or_else(|| env("AWS_DEFAULT_REGION"));
    let region = region.or_else(|| set("region"));
    let Some(region) = region.or_else(|| endpoint.is_some().then(|| "us-east-1".to_owned())) else {
        let message = "the region of the bucket is not known";
        return Err(Failure::new(message).help("set `region` of the target in site.toml, or AWS_REGION"));
    };
    let is_hollow = |name: &&str| std::env::var(name).is_ok_and(|value| value.is_empty());
    let hollow = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].into_iter().find(is_hollow);
    if let Some(name) = hollow.filter(|_| target.secret_command.is_empty()) {
        let help = "set it, or unset it so that a profile is used; in a workflow a secret may be missing";
        return Err(Failure::new(format!("{name} is set and empty")).help(help));
    }
    let mut secrets: Vec<String> =
        ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"].iter().filter_map(|name| env(name)).collect();
    let mut builder =
        services::S3::default().bucket(&bucket.name).root(&bucket.prefix).region(&region).disable_ec2_metadata();
    if let Some(endpoint) = &endpoint {
        builder = builder.endpoint(endpoint);
    }
    if let Some(profile) = &target.profile {
        builder = builder.profile(profile);
    }
    if let Some(text) = secret(target)? {
        let keys: AwsKeys = serde_json::from_str(&text).map_err(|_| {
            Failure::new("`secret_command` of the target did not print what `credential_process` of AWS prints")
                .help("a JSON object with AccessKeyId and SecretAccessKey")
        })?;
        builder = builder.access_key_id(&keys.access_key_id).secret_access_key(&keys.secret_access_key);
        builder = builder.session_token(keys.session_token.as_deref().unwrap_or_default());
        secrets.extend([keys.secret_access_key].into_iter().chain(keys.session_token));
    }
    let base = Base::of_objects(secrets);
    base.connect(target, |()| Operator::new(builder))
}

/// What the configuration of AWS says under a key of a profile: the target's, else that of `AWS_PROFILE`, else the default one.
fn profile_setting(profile: Option<&str>, key: &str) -> Option<String> {
    let at = env("AWS_CONFIG_FILE").map_or_else(|| at_home("~/.aws/config"), PathBuf::from);
    let text = std::fs::read_to_string(at).ok()?;
    let profile = profile.map(str::to_owned).or_else(|| env("AWS_PROFILE")).unwrap_or_else(|| "default".to_owned());
    setting(&text, &profile, key)
}

/// The value of a key in a section of such a file; lines that are indented belong to the key above them.
fn setting(text: &str, profile: &str, key: &str) -> Option<String> {
    let heads = [format!("[profile {profile}]"), format!("[{profile}]")];
    let lines = text.lines().skip_while(|line| !heads.iter().any(|head| line.trim() == head)).skip(1);
    let own = lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.starts_with([' ', '\t', '#', ';']));
    let pairs = own.filter_map(|line| line.split_once('='));
    pairs.into_iter().find(|(name, _)| name.trim() == key).map(|(_, value)| value.trim().to_owned())
}

fn webdav(target: &Target, server: &str, path: &str) -> Result<Cloud, Failure> {
    let mut builder = services::Webdav::default().endpoint(server).root(path);
    let mut secrets = Vec::new();
    if let Some(user) = target.user.clone().or_else(|| env("BILAT_USER")) {
        builder = builder.username(&user);
    }
    if let Some(password) = secret(target)?.or_else(|| env("BILAT_PASSWORD")) {
        builder = builder.password(&password);
        secrets.push(password);
    } else if let Some(token) = env("BILAT_TOKEN") {
        builder = builder.token(&token);
        secrets.push(token);
    }
    let manner = Manner {
        keeps_headers: false,
        has_folders: true,
        is_atomic: false,
        is_locked: false,
        creates_safely: false,
        parallel: 4,
    };
    let base = Base {
        manner,
        lists_all: false,
        is_staged: true,
        takes_pieces: false,
        drops_folders: false,
        secrets,
        inside: String::new(),
    };
    base.connect(target, |()| Operator::new(builder))
}

fn sftp(target: &Target, user: Option<&str>, host: &str, port: Option<u16>, path: &str) -> Result<Cloud, Failure> {
    let endpoint = port.map_or_else(|| host.to_owned(), |port| format!("ssh://{host}:{port}"));
    let mut builder = services::Sftp::default().endpoint(&endpoint).root("/").known_hosts_strategy("strict");
    if let Some(user) = user.or(target.user.as_deref()) {
        builder = builder.user(user);
    }
    if let Some(key) = &target.key {
        let at = at_home(key);
        if !at.is_file() {
            return Err(Failure::new(format!("there is no key at `{}`", at.display()))
                .help("check `key` of the target; nothing was written"));
        }
        builder = builder.key(&at.display().to_string());
    }
    let manner = Manner {
        keeps_headers: false,
        has_folders: true,
        is_atomic: false,
        is_locked: false,
        creates_safely: true,
        parallel: 4,
    };
    let base = Base {
        manner,
        lists_all: false,
        is_staged: true,
        takes_pieces: true,
        drops_folders: true,
        secrets: Vec::new(),
        inside: path.trim_start_matches('/').to_owned(),
    };
    base.connect(target, |()| Operator::new(builder))
}

#[cfg(feature = "publish-gcs")]
fn google(target: &Target, bucket: &Bucket) -> Result<Box<dyn Store>, Failure> {
    // A machine of Google's would be asked for credentials too: anywhere else that only ends in a name that nobody knows.
    let mut builder = services::Gcs::default().bucket(&bucket.name).root(&bucket.prefix).disable_vm_metadata();
    if let Some(endpoint) = &target.endpoint {
        builder = builder.endpoint(endpoint);
    }
    let token = secret(target)?;
    if let Some(token) = &token {
        builder = builder.token(token.clone());
    }
    let base = Base::of_objects(token.into_iter().collect());
    Ok(Box::new(base.connect(target, |()| Operator::new(builder))?))
}

#[cfg(not(feature = "publish-gcs"))]
fn google(_: &Target, _: &Bucket) -> Result<Box<dyn Store>, Failure> {
    Err(absent("Google Cloud Storage", "publish-gcs"))
}

#[cfg(feature = "publish-azblob")]
fn azure(target: &Target, bucket: &Bucket) -> Result<Box<dyn Store>, Failure> {
    let Some(account) = env("AZURE_STORAGE_ACCOUNT") else {
        return Err(Failure::new("the storage account is not known").help("set AZURE_STORAGE_ACCOUNT to its name"));
    };
    let key = secret(target)?.or_else(|| env("AZURE_STORAGE_KEY"));
    let token = env("AZURE_STORAGE_SAS_TOKEN").filter(|_| key.is_none());
    let endpoint = target.endpoint.clone().unwrap_or_else(|| format!("https://{account}.blob.core.windows.net"));
    let mut builder = services::Azblob::default()
        .container(&bucket.name)
        .root(&bucket.prefix)
        .endpoint(&endpoint)
        .account_name(&account);
    if let Some(key) = &key {
        builder = builder.account_key(key);
    }
    if let Some(token) = &token {
        builder = builder.sas_token(token);
    }
    let base = Base::of_objects(key.into_iter().chain(token).collect());
    Ok(Box::new(base.connect(target, |()| Operator::new(builder))?))
}

#[cfg(not(feature = "publish-azblob"))]
fn azure(_: &Target, _: &Bucket) -> Result<Box<dyn Store>, Failure> {
    Err(absent("Azure Blob Storage", "publish-azblob"))
}

#[cfg(not(all(feature = "publish-gcs", feature = "publish-azblob")))]
fn absent(what: &str, feature: &str) -> Failure {
    Failure::new(format!("this bilat was built without {what}")).help(format!("build it with `--features {feature}`"))
}

/// A `Cloud` before it is connected.
struct Base {
    manner: Manner,
    lists_all: bool,
    is_staged: bool,
    takes_pieces: bool,
    drops_folders: bool,
    secrets: Vec<String>,
    /// Where the target is for the handle.
    inside: String,
}

impl Base {
    /// A store of objects: it has no folders, an object is there as a whole or not at all, and all are listed at once.
    fn of_objects(secrets: Vec<String>) -> Base {
        let manner = Manner {
            keeps_headers: true,
            has_folders: false,
            is_atomic: false,
            is_locked: false,
            creates_safely: true,
            parallel: 16,
        };
        Base {
            manner,
            lists_all: true,
            is_staged: false,
            takes_pieces: true,
            drops_folders: false,
            secrets,
            inside: String::new(),
        }
    }

    fn connect(self, target: &Target, make: impl FnOnce(()) -> opendal::Result<Operator>) -> Result<Cloud, Failure> {
        // A second call fails, and the first provider stays: that is what is wanted.
        let _ = rustls::crypto::ring::default_provider().install_default();
        opendal_http_transport_reqwest::install_default();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|e| Failure::new(format!("cannot start threads: {e}")))?;
        let secrets = Secrets(self.secrets);
        let mut manner = self.manner;
        manner.parallel = target.parallel.map_or(manner.parallel, |n| n as usize);
        let operator = runtime.block_on(async { make(()) }).map_err(|e| failure("open", "", &e, &secrets))?;
        let limit = Duration::from_secs(target.timeout.unwrap_or(TIMEOUT));
        let retry = RetryLayer::new()
            .with_max_times(target.retries.unwrap_or(RETRIES) as usize)
            .with_min_delay(Duration::from_millis(300))
            .with_max_delay(Duration::from_secs(10))
            .with_jitter();
        let once = operator.layer(TimeoutLayer::default().with_timeout(limit).with_io_timeout(limit));
        let operator = once.clone().layer(retry).layer(ConcurrentLimitLayer::new(manner.parallel * 2));
        let Base { lists_all, is_staged, takes_pieces, drops_folders, inside: base, .. } = self;
        let slots = Mutex::new((0..manner.parallel).collect());
        let folders = Mutex::default();
        Ok(Cloud {
            operator,
            once,
            base,
            runtime,
            manner,
            lists_all,
            is_staged,
            takes_pieces,
            drops_folders,
            secrets,
            slots,
            folders,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::setting;

    #[test]
    fn profiles_hold_settings() {
        let text = "[default]\nregion = a-1\n# region = no\n[profile web]\ns3 =\n  region = no\nregion=b-2\nendpoint_url = http://127.0.0.1\n";
        assert_eq!(setting(text, "default", "region").as_deref(), Some("a-1"));
        assert_eq!(setting(text, "web", "region").as_deref(), Some("b-2"));
        assert_eq!(setting(text, "web", "endpoint_url").as_deref(), Some("http://127.0.0.1"));
        assert_eq!(setting(text, "default", "endpoint_url"), None);
        assert_eq!(setting(text, "other", "region"), None);
    }
}
