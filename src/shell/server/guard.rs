//! Who may ask for what: only pages of this preview, and people who type its address. A page of another site that a browser on this
//! machine shows can send requests here; all of those are refused. Serves nothing.

use super::{Bound, Desk, MOST_HEAD};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;

/// The names that this preview goes by.
pub struct Guard {
    names: Vec<String>,
    /// Whether any address of this machine is a name: no name that somebody else gave to it can be one.
    any_ip: bool,
    port: u16,
}

/// A refusal: its status and one line for a person.
type Refusal = (StatusCode, &'static str);

const NO_HOST: Refusal = (StatusCode::FORBIDDEN, "bilat: this preview does not go by that name\n");
const FOREIGN: Refusal = (StatusCode::FORBIDDEN, "bilat: only pages of this preview may ask for this\n");
const LONG: Refusal = (StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "bilat: the head of this request is too long\n");
const METHOD: Refusal = (StatusCode::METHOD_NOT_ALLOWED, "bilat: a preview is only read\n");

impl Guard {
    /// The guard of what listens at `bound`.
    pub fn new(bound: &Bound) -> Guard {
        let ip = bound.address.ip();
        let mut names = vec![bound.host.trim_matches(['[', ']']).to_ascii_lowercase(), ip.to_string()];
        if ip.is_loopback() || ip.is_unspecified() {
            names.extend(["localhost", "127.0.0.1", "::1"].map(str::to_owned));
        }
        Guard { names, any_ip: ip.is_unspecified(), port: bound.address.port() }
    }

    fn check(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        // What reads the head takes somewhat more than it is told to.
        let fields = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
        if fields.sum::<usize>() + uri.path_and_query().map_or(0, |path| path.as_str().len()) > MOST_HEAD {
            return Err(LONG);
        }
        let host = only(headers, header::HOST).flatten().ok_or(NO_HOST)?;
        let named = uri.authority().is_none_or(|authority| authority.as_str() == host);
        if !named || !self.is_own(host) {
            return Err(NO_HOST);
        }
        let is_fix = method == Method::POST && uri.path() == "/.bilat/fix";
        if !is_fix && !matches!(*method, Method::GET | Method::HEAD) {
            return Err(METHOD);
        }
        match only(headers, header::ORIGIN) {
            Some(Some(origin)) if origin.strip_prefix("http://") == Some(host) => {}
            None if !is_fix => {}
            _ => return Err(FOREIGN),
        }
        if is_foreign(headers, is_fix) { Err(FOREIGN) } else { Ok(()) }
    }

    /// Whether `host`, as in a request, is this preview.
    fn is_own(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => {
                (name, port.parse().ok().filter(|n: &u16| n.to_string() == port))
            }
            _ => (host, Some(80)),
        };
        let name = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(name).to_ascii_lowercase();
        let is_known = self.names.contains(&name) || (self.any_ip && name.parse::<IpAddr>().is_ok());
        port == Some(self.port) && is_known
    }
}

/// The value of a field: nothing where there is none, and no value where there are several or it is no text.
fn only(headers: &HeaderMap, name: header::HeaderName) -> Option<Option<&str>> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?;
    Some(first.to_str().ok().filter(|_| all.next().is_none()))
}

/// Whether the browser says that a page of another origin asks, and it is no person who follows a link; nobody has a fix made by following one.
fn is_foreign(headers: &HeaderMap, is_fix: bool) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|v| v.as_bytes() == value.as_bytes());
    let other = is("sec-fetch-site", "cross-site") || is("sec-fetch-site", "same-site");
    let follows = !is_fix && is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document");
    other && !follows
}

/// Refuses what may not be asked for.
pub async fn check(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    match desk.guard.check(request.method(), request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(METHOD) => (METHOD.0, [(header::ALLOW, "GET, HEAD")], METHOD.1).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

/// What every answer says to browsers: guess no types, let nobody else in.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let all = response.headers_mut();
    all.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // A file of the portal's own has a rule besides: both hold.
    all.append(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("frame-ancestors 'self'"));
    all.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard {
            names: vec!["127.0.0.1".to_owned(), "localhost".to_owned(), "::1".to_owned()],
            any_ip: false,
            port: 4000,
        }
    }

    #[test]
    fn a_preview_knows_its_names() {
        for host in ["127.0.0.1:4000", "localhost:4000", "LOCALHOST:4000", "[::1]:4000"] {
            assert!(guard().is_own(host), "{host}");
        }
        let foreign = [
            "",
            "localhost",
            "localhost:4001",
            "evil.example:4000",
            "localhost.evil.example:4000",
            "127.0.0.1:4000:4000",
            "[::1]",
            "192.168.0.1:4000",
            ":4000",
        ];
        for host in foreign {
            assert!(!guard().is_own(host), "{host}");
        }
    }

    #[test]
    fn behind_every_address_only_addresses_are_names() {
        let guard = Guard { any_ip: true, ..guard() };
        assert!(guard.is_own("192.168.0.1:4000") && guard.is_own("[fe80::1]:4000"));
        assert!(!guard.is_own("evil.example:4000"));
    }

    fn asked(method: Method, fields: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.append(*name, HeaderValue::from_static(value));
        }
        let path = if method == Method::POST { "/.bilat/fix" } else { "/" };
        guard().check(&method, &Uri::from_static(path), &headers).is_ok()
    }

    #[test]
    fn other_sites_are_refused() {
        let host = ("host", "localhost:4000");
        assert!(asked(Method::GET, &[host]));
        assert!(asked(Method::HEAD, &[host, ("origin", "http://localhost:4000")]));
        assert!(!asked(Method::GET, &[]) && !asked(Method::GET, &[host, host]));
        for origin in
            ["null", "http://localhost:4001", "https://localhost:4000", "http://127.0.0.1:4000", "http://evil.example"]
        {
            assert!(!asked(Method::GET, &[host, ("origin", origin)]), "{origin}");
        }
        let site = |site| ("sec-fetch-site", site);
        assert!(asked(Method::GET, &[host, site("none")]) && asked(Method::GET, &[host, site("same-origin")]));
        assert!(!asked(Method::GET, &[host, site("cross-site")]) && !asked(Method::GET, &[host, site("same-site")]));
        let link = [host, site("cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        assert!(asked(Method::GET, &link));
        let frame = [host, site("cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")];
        assert!(!asked(Method::GET, &frame));
    }

    #[test]
    fn only_a_fix_is_posted_and_only_from_here() {
        let host = ("host", "localhost:4000");
        assert!(!asked(Method::PUT, &[host]) && !asked(Method::OPTIONS, &[host]) && !asked(Method::DELETE, &[host]));
        assert!(!asked(Method::POST, &[host]));
        assert!(asked(Method::POST, &[host, ("origin", "http://localhost:4000")]));
    }
}
