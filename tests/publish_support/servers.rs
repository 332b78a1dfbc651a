//! Real servers on free ports of this machine: S3, WebDAV, SSH, web. Each is ended by its process id when it is dropped.

use super::http;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;

/// A process that ends with this value.
pub struct Server {
    pub port: u16,
    child: Child,
    /// Whether it starts processes of its own, in a group with it.
    leads: bool,
    pub folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.leads {
            let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", self.child.id())]).status();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// A program that scripts/test installs.
fn tool(name: &str) -> PathBuf {
    let folder =
        std::env::var_os("BILAT_TEST_TOOLS").expect("BILAT_TEST_TOOLS is not set: run `scripts/test --test publish`");
    Path::new(&folder).join(name)
}

fn start(command: Command, port: u16, folder: TempDir) -> Server {
    start_as(command, port, folder, false)
}

fn start_as(mut command: Command, port: u16, folder: TempDir, leads: bool) -> Server {
    let log = fs::File::create(folder.path().join("log")).expect("a log");
    command.stdin(Stdio::null()).stdout(log.try_clone().expect("a log")).stderr(log);
    let child = command
        .spawn()
        .unwrap_or_else(|e| panic!("{command:?} does not start ({e}): run `scripts/test --test publish`"));
    let mut server = Server { port, child, leads, folder };
    for _ in 0..600 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return server;
        }
        let ended = server.child.try_wait().expect("its state");
        let log = || fs::read_to_string(server.folder.path().join("log")).unwrap_or_default();
        assert!(ended.is_none(), "{command:?} ended: {}", log());
        sleep(Duration::from_millis(100));
    }
    panic!("{command:?} does not listen");
}

fn temporary() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// An S3 server that believes everybody, unless it is told to check signatures after so many requests.
pub fn s3(trusting: Option<usize>) -> Server {
    let port = free_port();
    let mut command = Command::new(tool("moto_server"));
    command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
    if let Some(requests) = trusting {
        command.env("INITIAL_NO_AUTH_ACTION_COUNT", requests.to_string());
    }
    start(command, port, temporary())
}

/// A header that makes the trusting server answer.
const SIGNED: (&str, &str) = (
    "Authorization",
    "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x",
);

impl Server {
    pub fn bucket(&self, name: &str) {
        assert_eq!(http::request(self.port, "PUT", &format!("/{name}"), &[SIGNED], b"").status, 200);
    }

    pub fn put(&self, path: &str, bytes: &[u8]) {
        assert_eq!(http::request(self.port, "PUT", path, &[SIGNED], bytes).status, 200);
    }

    pub fn get(&self, path: &str) -> http::Answer {
        http::request(self.port, "GET", path, &[SIGNED], b"")
    }

    /// The keys of a bucket, up to a thousand.
    pub fn keys(&self, bucket: &str) -> Vec<String> {
        let answer = self.get(&format!("/{bucket}?list-type=2"));
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        text.split("<Key>").skip(1).filter_map(|rest| Some(rest.split_once("</Key>")?.0.to_owned())).collect()
    }
}

/// Google's storage, with one bucket; it believes everybody.
pub fn google(bucket: &str) -> Server {
    let port = free_port();
    let mut command = Command::new(tool("gcp-storage-emulator"));
    command.args(["start", "--host=127.0.0.1", "--in-memory"]);
    command.args([format!("--port={port}"), format!("--default-bucket={bucket}")]);
    start(command, port, temporary())
}

/// Where the packages of tests/publish_support/hosts lie.
const HOSTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/publish_support/hosts");

/// A program of those packages.
fn node(program: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(Path::new(HOSTS).join(program));
    command
}

/// The account that Azure's storage has.
pub const ACCOUNT: &str = "portal";

/// Azure's storage, with one account, its key, and a container that everybody may read.
pub fn azure(key: &str, container: &str) -> Server {
    let (port, folder) = (free_port(), temporary());
    let mut command = node("node_modules/azurite/dist/src/blob/main.js");
    command.args(["--inMemoryPersistence", "--silent", "--blobHost", "127.0.0.1"]);
    command.args(["--blobPort", &port.to_string()]).current_dir(folder.path());
    command.env("AZURITE_ACCOUNTS", format!("{ACCOUNT}:{key}"));
    let server = start(command, port, folder);
    // As the service signs: the verb, eleven headers that are not there, those of its own in order, and what is asked for.
    let code = format!(
        "import base64, email.utils, hashlib, hmac, urllib.request\n\
         own = {{'x-ms-blob-public-access': 'blob', 'x-ms-date': email.utils.formatdate(usegmt=True), 'x-ms-version': '2021-12-02'}}\n\
         text = 'PUT' + '\\n' * 12 + ''.join(f'{{k}}:{{v}}\\n' for k, v in own.items()) + '/{ACCOUNT}/{ACCOUNT}/{container}\\nrestype:container'\n\
         sign = base64.b64encode(hmac.new(base64.b64decode('{key}'), text.encode(), hashlib.sha256).digest()).decode()\n\
         url = 'http://127.0.0.1:{port}/{ACCOUNT}/{container}?restype=container'\n\
         head = own | {{'Authorization': f'SharedKey {ACCOUNT}:{{sign}}'}}\n\
         print(urllib.request.urlopen(urllib.request.Request(url, method='PUT', headers=head)).status)"
    );
    assert_eq!(python(&code), "201");
    server
}

/// Cloudflare Pages, as it serves a folder.
pub fn cloudflare(folder: &Path) -> Server {
    let (port, own) = (free_port(), temporary());
    let mut command = node("node_modules/wrangler/bin/wrangler.js");
    command.args(["pages", "dev"]).arg(folder).args(["--ip", "127.0.0.1", "--port", &port.to_string()]);
    // A day that it knows: the newest one it would ask the network for.
    command.args(["--compatibility-date", "2024-11-01", "--inspector-port", &free_port().to_string()]);
    command.envs([("WRANGLER_SEND_METRICS", "false"), ("WRANGLER_HIDE_BANNER", "true"), ("CI", "1")]);
    command.env("HOME", own.path()).current_dir(own.path()).process_group(0);
    start_as(command, port, own, true)
}

/// What Netlify says of addresses of a folder: status, where to, and how long it may be kept.
pub fn netlify(folder: &Path, addresses: &[String]) -> Vec<String> {
    let output = node("netlify.mjs").arg(folder).args(addresses).output().expect("Node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(|line| line.trim_end().to_owned()).collect()
}

/// A WebDAV server with one user.
pub fn webdav(user: &str, password: &str) -> Server {
    let (port, folder) = (free_port(), temporary());
    let root = folder.path().join("root");
    fs::create_dir(&root).expect("a root");
    let config = format!(
        "host: 127.0.0.1\nport: {port}\nserver: cheroot\nprovider_mapping:\n  '/': '{}'\nhttp_authenticator:\n  accept_basic: true\n  \
         accept_digest: false\n  default_to_digest: false\nsimple_dc:\n  user_mapping:\n    '*':\n      {user}:\n        password: '{password}'\n",
        root.display()
    );
    let at = folder.path().join("wsgidav.yaml");
    fs::write(&at, config).expect("its settings");
    let mut command = Command::new(tool("wsgidav"));
    command.arg("--config").arg(at);
    start(command, port, folder)
}

/// An SSH server for the user who runs the tests, with keys of its own. Its folder holds `root`, and `bin/ssh`, which knows nothing but
/// the keys of the tests.
pub fn ssh() -> Server {
    let (port, folder) = (free_port(), temporary());
    let at = |name: &str| folder.path().join(name);
    for key in ["host", "user", "other"] {
        let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(at(key)).status();
        assert!(made.expect("ssh-keygen runs").success());
    }
    fs::create_dir(at("root")).expect("a root");
    fs::create_dir(at("bin")).expect("a folder");
    fs::copy(at("user.pub"), at("authorized")).expect("a list of keys");
    let public = fs::read_to_string(at("host.pub")).expect("a host key");
    fs::write(at("known"), format!("[127.0.0.1]:{port} {public}")).expect("known hosts");
    let client = format!(
        "Host *\n  UserKnownHostsFile {}\n  GlobalKnownHostsFile /dev/null\n  IdentityFile {}\n  IdentitiesOnly yes\n",
        at("known").display(),
        at("user").display()
    );
    fs::write(at("client"), client).expect("settings of the client");
    let wrapper = format!("#!/bin/sh\nexec /usr/bin/ssh -F {} \"$@\"\n", at("client").display());
    fs::write(at("bin/ssh"), wrapper).expect("a wrapper");
    fs::set_permissions(at("bin/ssh"), fs::Permissions::from_mode(0o755)).expect("it may run");
    let config = format!(
        "ListenAddress 127.0.0.1\nPort {port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nStrictModes no\nUsePAM no\n\
         PasswordAuthentication no\nKbdInteractiveAuthentication no\nMaxStartups 100\nMaxSessions 100\nSubsystem sftp internal-sftp\n",
        at("host").display(),
        at("authorized").display()
    );
    fs::write(at("sshd"), config).expect("settings of the server");
    let mut command = Command::new("/usr/sbin/sshd");
    command.args(["-D", "-e", "-f"]).arg(at("sshd"));
    let _ = fs::create_dir_all("/run/sshd");
    start(command, port, folder)
}

/// What docs/PUBLISHING.md tells to write for a server, with a folder of the tests in place of the one there.
fn recipe(language: &str, folder: &Path) -> String {
    let all = fs::read_to_string("docs/PUBLISHING.md").expect("the recipes");
    let (_, rest) = all.split_once(&format!("\n```{language}\n")).expect("a recipe");
    let (text, _) = rest.split_once("\n```\n").expect("its end");
    assert!(text.contains("/srv/www/portal"), "{text}");
    text.replace("/srv/www/portal", &folder.join("site").display().to_string())
}

/// A web server for the folder `site` of its own folder, under `/portal/`, as the recipe says.
pub fn web() -> Server {
    let (port, folder) = (free_port(), temporary());
    let at = folder.path().to_owned();
    fs::set_permissions(&at, fs::Permissions::from_mode(0o755)).expect("others may read");
    let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {}/{name};", at.display()));
    let config = format!(
        "daemon off; error_log stderr; pid {0}/pid; events {{}}\nhttp {{ include /etc/nginx/mime.types; access_log off; {1}\n\
         server {{ listen 127.0.0.1:{port}; {2} }} }}\n",
        at.display(),
        paths.join(" "),
        recipe("nginx", &at)
    );
    fs::write(at.join("conf"), config).expect("its settings");
    let mut command = Command::new("/usr/sbin/nginx");
    command.arg("-p").arg(&at).arg("-e").arg("stderr").arg("-c").arg(at.join("conf"));
    start(command, port, folder)
}

/// The same by Caddy.
pub fn caddy() -> Server {
    let (port, folder) = (free_port(), temporary());
    let at = folder.path().to_owned();
    let site = recipe("caddyfile", &at).replace("example.org {", &format!("http://127.0.0.1:{port} {{"));
    fs::write(at.join("conf"), format!("{{\n    admin off\n    auto_https off\n}}\n{site}\n")).expect("its settings");
    let mut command = Command::new("caddy");
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(at.join("conf")).env("HOME", &at);
    start(command, port, folder)
}

/// Runs Python code with the tools' libraries; what it prints.
pub fn python(code: &str) -> String {
    let output = Command::new(tool("python")).args(["-c", code]).output().expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
