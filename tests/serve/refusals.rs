//! What a preview refuses, byte for byte: other names, other origins, other methods, ways out of the site; and what hangs or is huge.

use crate::support::{Portal, Preview, Reply};
use std::io::{Read, Write};
use std::time::Instant;

#[test]
fn other_names_and_origins_are_refused_on_every_route() {
    let (portal, routes) = (
        Portal::new(),
        ["/", "/documents/one/", "/nothing", "/.bilat/events?page=/", "/.bilat/problems?page=/", "/.bilat/client.js"],
    );
    let preview = Preview::start(&portal, &[]);
    let (host, port) = (&preview.host, preview.host.rsplit(':').next().expect("a port"));
    for route in routes {
        let status =
            |head: &str| preview.raw(&format!("GET {route} HTTP/1.1\r\nConnection: close\r\n{head}\r\n")).status;
        let foreign = [
            String::new(),
            "Host:\r\n".to_owned(),
            "Host: evil.example\r\n".to_owned(),
            format!("Host: evil.example:{port}\r\n"),
            format!("Host: localhost.evil.example:{port}\r\n"),
            "Host: localhost:1\r\n".to_owned(),
            "Host: 127.0.0.1\r\n".to_owned(),
            format!("Host: {host}\r\nHost: {host}\r\n"),
            format!("Host: {host}\r\nOrigin: http://evil.example\r\n"),
            format!("Host: {host}\r\nOrigin: null\r\n"),
            format!("Host: {host}\r\nOrigin: http://localhost:{port}\r\n"),
            format!("Host: {host}\r\nSec-Fetch-Site: cross-site\r\n"),
            format!(
                "Host: {host}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n"
            ),
            format!(
                "Host: {host}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n"
            ),
        ];
        for head in foreign {
            let status = status(&head);
            assert!(status == 403 || status == 400, "{route} with {head:?}: {status}");
        }
    }
    let absolute = format!("GET http://evil.example/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    assert_eq!(preview.raw(&absolute).status, 403);
    let link = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];
    assert_eq!(preview.ask("GET", "/", &link, "").status, 200);
    let name = format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    assert_eq!(preview.raw(&name).status, 200);
}

#[test]
fn a_preview_is_only_read() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"] {
        let status = preview.ask(method, "/", &[], "").status;
        assert!(status == 405 || status == 400, "{method}: {status}");
    }
    assert_eq!(preview.ask("GET", "/.bilat/fix", &[], "").status, 405);
}

#[test]
fn no_spelling_leads_out() {
    let portal = Portal::new();
    portal.write(".env", "SECRET");
    portal.write("content/.hidden.md", "SECRET");
    let preview = Preview::start(&portal, &[]);
    let folder = portal.root().file_name().and_then(|name| name.to_str()).expect("a name");
    let paths = [
        "/../site.toml",
        "/..%2fsite.toml",
        "/%2e%2e/site.toml",
        "/%252e%252e/site.toml",
        "/%252e%252e%252fsite.toml",
        "/.env",
        "/%2eenv",
        "/.git/config",
        "/site.toml",
        "/content/documents/one.md",
        "/documents/../../.env",
        "/documents/..\\..\\.env",
        "/..%5c..%5c.env",
        "/assets/../../.env",
        "/assets/%00.env",
        "/documents/one/%00",
        "/documents//one/",
        "//etc/passwd",
        "/etc/passwd",
        "/%2fetc%2fpasswd",
        "/.bilat/../site.toml",
        "/.bilat/overlay.rs",
        "/.bilat/",
        "/.bilat",
        "/%c0%ae%c0%ae/site.toml",
        "/documents/one/..;/",
    ];
    for path in
        paths.into_iter().map(str::to_owned).chain([format!("/../{folder}2/a"), format!("/..%2f{folder}%2fsite.toml")])
    {
        let reply = preview.get(&path);
        assert!(reply.status == 404 || reply.status == 400, "{path}: {}", reply.status);
        assert!(!reply.body.contains("SECRET") && !reply.body.contains("base_url"), "{path}");
    }
}

#[test]
fn what_is_broken_or_huge_does_no_harm() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let host = &preview.host;
    let long = "a".repeat(200_000);
    let fields: String = (0..2_000).map(|i| format!("X-{i}: a\r\n")).collect();
    let requests = [
        "\r\n\r\n\0\0\0".to_owned(),
        "GET\r\n\r\n".to_owned(),
        "GET / HTTP/9.9\r\n\r\n".to_owned(),
        format!("GET /{long} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {long}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\n{fields}\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999999999999999\r\n\r\n"),
        format!("GET /.bilat/events?page={long} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    ];
    for request in requests {
        let reply = preview.raw(&request);
        assert!(reply.status == 0 || (400..=505).contains(&reply.status), "{:.60}: {}", request, reply.status);
    }
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn requests_that_hang_keep_nobody_waiting_and_are_ended() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let mut hanging: Vec<_> = (0..200).map(|_| preview.connect()).collect();
    for (i, stream) in hanging.iter_mut().enumerate() {
        let part = if i % 2 == 0 { "GET / HT" } else { "" };
        stream.write_all(part.as_bytes()).expect("somebody listens");
    }
    assert_eq!(preview.get("/documents/one/").status, 200);
    let start = Instant::now();
    let mut rest = Vec::new();
    let _ = hanging[0].read_to_end(&mut rest);
    assert!(start.elapsed().as_secs() < 30, "who says nothing is sent away");
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn files_of_the_portal_that_may_hold_scripts_are_no_part_of_the_preview() {
    let portal = Portal::new();
    portal.write("static/own.html", "<script>fetch('/')</script>");
    portal.write("static/own.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('/')</script></svg>");
    portal.write("static/own.xml", "<html xmlns='http://www.w3.org/1999/xhtml'><script>fetch('/')</script></html>");
    let preview = Preview::start(&portal, &[]);
    let tag_of = |reply: &Reply| {
        reply.head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("etag: ").map(str::to_owned))
    };
    for file in ["/assets/own.html", "/assets/own.svg", "/assets/own.xml", "/atom.xml"] {
        let reply = preview.get(file);
        // Bytes that come from the disk name no state of it.
        let tag = tag_of(&reply);
        // A browser that has the file takes the rules of the answer that nothing changed.
        let known = preview.ask("GET", file, &[&format!("If-None-Match: {}", tag.as_deref().unwrap_or("\"x\""))], "");
        for (reply, status) in [(reply, 200), (known, if tag.is_some() { 304 } else { 200 })] {
            let rules: Vec<String> = reply.head.lines().map(str::to_ascii_lowercase).collect();
            let has = |rule: &str| {
                rules.iter().any(|line| line.starts_with("content-security-policy:") && line.contains(rule))
            };
            let is_apart = has("sandbox") && has("frame-ancestors 'self'");
            assert!(reply.status == status && is_apart, "{file}: {}", reply.head);
        }
    }
}
