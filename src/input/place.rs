//! Where a site can be published, as an address: `file:`, `s3://`, `webdav+https://`, `sftp://`, `git:` and others. Reads the
//! address and refuses one with a secret in it; connects to nothing.

/// A place for a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine.
    Folder(String),
    /// A bucket, or a prefix in one, of a service that speaks S3.
    S3(Bucket),
    /// The same of Google Cloud Storage.
    Google(Bucket),
    /// A container of Azure Blob Storage.
    Azure(Bucket),
    /// A folder on a WebDAV server.
    WebDav {
        /// `https://host:port`.
        server: String,
        /// `/path/`.
        path: String,
    },
    /// A folder that is reached by SFTP.
    Sftp {
        /// Who logs in; else what `ssh` is told by its own settings.
        user: Option<String>,
        /// A name, an address, or a `Host` of the ssh configuration.
        host: String,
        /// Else ssh's own.
        port: Option<u16>,
        /// `/path/`.
        path: String,
    },
    /// A branch of a git repository.
    Git {
        /// A URL, a path, or the name of a remote of the portal's own repository.
        remote: String,
        /// Its name.
        branch: String,
    },
}

/// A name and what comes before every key: empty, or with a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Of the bucket or container.
    pub name: String,
    /// The folder in it.
    pub prefix: String,
}

/// Why an address is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// One clause; never quotes a secret.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Whether a secret was written into the address.
    pub has_secret: bool,
}

const KNOWN: &str = "known: `file:DIR`, `s3://BUCKET/PREFIX`, `webdav+https://HOST/PATH`, `sftp://USER@HOST/PATH`, \
                     `git:REMOTE#BRANCH`, `gs://BUCKET/PREFIX`, `azblob://CONTAINER/PREFIX`";

impl Place {
    /// The place that `text` means.
    pub fn parse(text: &str) -> Result<Place, Wrong> {
        if text.chars().any(char::is_control) || text.len() > 2000 {
            return Err(wrong("the address has characters that no address has, or is too long", KNOWN));
        }
        if has_password(text) {
            return Err(secret());
        }
        let (scheme, rest) = text.split_once(':').ok_or_else(|| unknown(text))?;
        let place = match scheme {
            "file" => folder(rest),
            "s3" => bucket(rest).map(Place::S3),
            "gs" => bucket(rest).map(Place::Google),
            "azblob" => container(rest).map(Place::Azure),
            "webdav+https" => return webdav("https", rest),
            "webdav+http" => return webdav("http", rest),
            "sftp" => sftp(rest),
            "git" => git(rest),
            _ => return Err(unknown(text)),
        };
        place.ok_or_else(|| wrong(&format!("`{text}` is no whole address"), KNOWN))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place::Folder(path) => write!(f, "{path}"),
            Place::S3(bucket) => write!(f, "s3://{}/{}", bucket.name, bucket.prefix),
            Place::Google(bucket) => write!(f, "gs://{}/{}", bucket.name, bucket.prefix),
            Place::Azure(bucket) => write!(f, "azblob://{}/{}", bucket.name, bucket.prefix),
            Place::WebDav { server, path } => write!(f, "webdav+{server}{path}"),
            Place::Sftp { user, host, port, path } => {
                let user = user.as_ref().map_or(String::new(), |user| format!("{user}@"));
                let port = port.map_or(String::new(), |port| format!(":{port}"));
                write!(f, "sftp://{user}{host}{port}{path}")
            }
            Place::Git { remote, branch } => write!(f, "git:{remote}#{branch}"),
        }
    }
}

fn wrong(message: &str, help: &str) -> Wrong {
    Wrong { message: message.to_owned(), help: help.to_owned(), has_secret: false }
}

fn unknown(text: &str) -> Wrong {
    wrong(&format!("`{text}` is no address to publish to"), KNOWN)
}

fn secret() -> Wrong {
    let help =
        "take it out and change it: it was written down; then see `bilat publish --help` for where secrets belong";
    Wrong { has_secret: true, ..wrong("there is a password in the address", help) }
}

/// Whether there is a password or a token before the first slash of an address, or in what follows a question mark. A user in
/// an address of the web that is as long as tokens are is one.
pub fn has_password(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else { return has_login(text) };
    let host = rest.split(['/', '#', '?']).next().unwrap_or(rest);
    let user = host.rsplit_once('@').map(|(user, _)| user);
    let is_web = text.contains("http://") || text.contains("https://");
    let query = rest.split('#').next().and_then(|address| address.split_once('?')).map(|(_, query)| query);
    let is_signed = query.is_some_and(|query| query.to_ascii_lowercase().contains("token"));
    is_signed || user.is_some_and(|user| user.contains(':') || is_web && !is_user_name(user))
}

/// The same where the slashes were forgotten, or are not needed: `sftp:ann:secret@host`, `ann:secret@host`. A copy by ssh (`git@host:path`) has
/// no password.
fn has_login(text: &str) -> bool {
    let place = ["file:", "git:", "s3:", "gs:", "azblob:", "sftp:", "webdav+https:", "webdav+http:"];
    let rest = place.iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
    let host = rest.split(['/', '#', '?']).next().unwrap_or(rest);
    host.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
}

/// Whether somebody may be called so, and it is no token.
pub fn is_user_name(user: &str) -> bool {
    user.len() < 20 && user.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

fn folder(rest: &str) -> Option<Place> {
    // `file://host/path` names another machine, and `file:///path` none.
    let path = rest.strip_prefix("//").unwrap_or(rest);
    let is_elsewhere = path.len() < rest.len() && !path.starts_with('/');
    (!path.is_empty() && !is_elsewhere).then(|| Place::Folder(path.to_owned()))
}

fn bucket(rest: &str) -> Option<Bucket> {
    let rest = rest.strip_prefix("//")?;
    let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    let prefix = inside(prefix)?;
    let prefix = if prefix.is_empty() { prefix } else { format!("{prefix}/") };
    (!name.is_empty() && name.chars().all(plain)).then(|| Bucket { name: name.to_owned(), prefix })
}

/// A website's container is `$web`.
fn container(rest: &str) -> Option<Bucket> {
    let special = rest.strip_prefix("//$").and_then(|rest| bucket(&format!("//{rest}")));
    special.map(|bucket| Bucket { name: format!("${}", bucket.name), ..bucket }).or_else(|| bucket(rest))
}

/// A path without empty parts; `None` where it leads upwards.
fn inside(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    (!parts.contains(&"..")).then(|| parts.join("/"))
}

fn absolute(path: &str) -> Option<String> {
    let path = inside(path)?;
    Some(if path.is_empty() { "/".to_owned() } else { format!("/{path}/") })
}

fn webdav(scheme: &str, rest: &str) -> Result<Place, Wrong> {
    let found = rest.strip_prefix("//").and_then(|rest| {
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        (is_host(host) && !path.contains(['?', '#'])).then_some((host, absolute(path)?))
    });
    let Some((host, path)) = found else {
        let message = format!("`webdav+{scheme}:{rest}` is no whole address");
        return Err(wrong(
            &message,
            "such as `webdav+https://dav.example.org/site/`; a user is named by `user` in site.toml",
        ));
    };
    if scheme == "http" && !is_loopback(host) {
        let help = "write `webdav+https://`; only this machine itself may be spoken to without encryption";
        return Err(wrong("passwords would go over the network unencrypted", help));
    }
    Ok(Place::WebDav { server: format!("{scheme}://{host}"), path })
}

/// A name or an address, perhaps with a port.
fn is_host(host: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':' | '[' | ']');
    !host.is_empty() && host.chars().all(plain) && !host.starts_with(['-', ':'])
}

/// Whether a host with or without a port is this machine.
pub fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => host.split(':').next().unwrap_or(host),
    };
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn sftp(rest: &str) -> Option<Place> {
    let rest = rest.strip_prefix("//")?;
    let (host, path) = rest.split_once('/')?;
    let (user, host) = host.rsplit_once('@').map_or((None, host), |(user, host)| (Some(user), host));
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse().ok()?)),
        None => (host, None),
    };
    let fine = |user: &str| !user.is_empty() && !user.starts_with('-') && !user.contains(char::is_whitespace);
    let path = absolute(path).filter(|path| path != "/")?;
    let good = is_host(host) && user.is_none_or(fine);
    good.then(|| Place::Sftp { user: user.map(str::to_owned), host: host.to_owned(), port, path })
}

fn git(rest: &str) -> Option<Place> {
    let (remote, branch) = rest.rsplit_once('#')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let name = !branch.is_empty()
        && branch.chars().all(plain)
        && !branch.starts_with(['-', '/', '.'])
        && !branch.starts_with("refs/")
        && branch != "HEAD"
        && !branch.contains("..")
        // As `git check-ref-format` has it.
        && branch.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !part.ends_with(".lock"));
    let good = name && !remote.is_empty() && !remote.starts_with('-') && !remote.contains("::");
    good.then(|| Place::Git { remote: remote.to_owned(), branch: branch.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_back() {
        for text in [
            "s3://bucket/",
            "s3://bucket/a/b/",
            "gs://bucket/a/",
            "azblob://site/",
            "azblob://$web/portal/",
            "webdav+https://dav.example.org:8443/site/",
            "webdav+http://127.0.0.1:8080/",
            "webdav+http://[::1]:8080/x/",
            "sftp://ann@example.org:2222/srv/www/",
            "sftp://host-of-ssh-config/srv/",
            "git:origin#gh-pages",
            "git:git@github.com:ann/portal.git#gh-pages",
            "git:https://github.com/ann/portal.git#pages/live",
        ] {
            assert_eq!(Place::parse(text).expect(text).to_string(), text);
        }
        assert_eq!(Place::parse("file:///srv/www"), Ok(Place::Folder("/srv/www".to_owned())));
        assert_eq!(Place::parse("file:../out"), Ok(Place::Folder("../out".to_owned())));
    }

    #[test]
    fn bad_addresses_are_refused() {
        for text in [
            "",
            "public",
            "s3:bucket",
            "s3://",
            "s3://b/../c",
            "s3://$web/",
            "azblob://$/x",
            "azblob://a$b/x",
            "http://example.org/",
            "webdav+http://example.org/",
            "sftp://host",
            "sftp://host/",
            "sftp://-oProxyCommand=x/a",
            "git:origin",
            "git:#x",
            "git:--upload-pack=x#y",
            "git:ext::sh -c x#y",
            "git:a#-b",
            "webdav+https:///x",
            "file:",
            "file://host/srv/www",
            "s3://a\n/b",
            "webdav+http://localhost.example.org/",
        ] {
            assert!(Place::parse(text).is_err_and(|wrong| !wrong.has_secret), "{text}");
        }
    }

    #[test]
    fn a_password_in_an_address_is_refused_and_not_repeated() {
        for text in [
            "webdav+https://ann:hunter2@example.org/",
            "git:https://x:hunter2@github.com/a#b",
            "s3://K:hunter2@b/",
            "sftp:ann:hunter2@example.org/x",
            "git:x:hunter2@example.org:portal#b",
            "ann:hunter2@example.org/x",
        ] {
            let wrong = Place::parse(text).expect_err(text);
            assert!(wrong.has_secret && !format!("{wrong:?}").contains("hunter2"));
        }
    }
}
