//! Object storage: what is sent, in which order, and what happens when it fails.

use crate::support::crawl;
use crate::support::portal::{Portal, Run, SECRET, changed};
use crate::support::proxy::{Mood, Proxy};
use crate::support::servers::{self, Server};
use std::collections::{BTreeMap, BTreeSet};

/// Name and test.
pub const ALL: &[(&str, fn())] = &[
    ("s3_holds_what_was_built", s3_holds_what_was_built),
    ("s3_of_a_thousand_files_the_changed_ones_are_sent", of_a_thousand_files_the_changed_ones_are_sent),
    ("s3_readers_see_a_whole_site_wherever_a_first_publication_is_cut", a_first_publication_is_cut),
    ("s3_readers_see_a_whole_site_wherever_an_update_is_cut", an_update_is_cut),
    ("s3_what_arrived_is_not_sent_again", what_arrived_is_not_sent_again),
    ("s3_the_second_publisher_is_told", the_second_publisher_is_told),
    ("s3_a_wrong_secret_writes_nothing", a_wrong_secret_writes_nothing),
    ("s3_faults_are_told_and_the_next_run_mends_them", faults_are_told),
];

const URL: &str = "https://site.example/portal/";

/// A portal with one target in a bucket, through a proxy.
struct Bench {
    server: Server,
    proxy: Proxy,
    portal: Portal,
}

fn portal(port: u16, more: &str) -> Portal {
    let settings = format!(
        "[publish.live]\nto = \"s3://bucket/portal\"\nbase_url = \"{URL}\"\nendpoint = \"http://127.0.0.1:{port}\"\nregion = \"us-east-1\"\n{more}"
    );
    Portal::new(&settings).env("AWS_ACCESS_KEY_ID", "somebody").env("AWS_SECRET_ACCESS_KEY", SECRET)
}

fn bench(more: &str) -> Bench {
    let server = servers::s3(None);
    let proxy = Proxy::start(server.port);
    server.bucket("bucket");
    let portal = portal(proxy.port, more);
    Bench { server, proxy, portal }
}

const AT_ONCE: &str = "retries = 0\nparallel = 3\n";

impl Bench {
    fn publish(&self, arguments: &[&str]) -> Run {
        self.portal.publish(&[&["live"], arguments].concat())
    }

    fn fetch(&self, path: &str) -> Option<Vec<u8>> {
        let answer = self.server.get(&format!("/bucket/portal/{path}"));
        (answer.status == 200).then_some(answer.body)
    }

    /// The files of the site that were sent.
    fn sent(&self) -> BTreeSet<String> {
        let own = |path: &&str| !path.starts_with(".bilat") && *path != "manifest.json";
        let seen = self.proxy.seen();
        seen.iter().filter_map(|line| line.strip_prefix("PUT /bucket/portal/")).filter(own).map(str::to_owned).collect()
    }

    /// That the target holds the site of `build`, and nothing else.
    fn is_like(&self, build: &BTreeMap<String, Vec<u8>>) {
        for (path, bytes) in build {
            assert!(self.fetch(path).as_ref() == Some(bytes), "`{path}` differs");
        }
        let keys: BTreeSet<String> = self
            .server
            .keys("bucket")
            .into_iter()
            .filter_map(|key| Some(key.strip_prefix("portal/")?.to_owned()))
            .collect();
        let more: Vec<&String> =
            keys.iter().filter(|key| !build.contains_key(*key) && *key != "manifest.json").collect();
        assert!(more.is_empty(), "left behind: {more:?}");
    }

    fn is_whole(&self, when: &str) {
        let missing = crawl::missing(URL, &|path| self.fetch(path));
        assert!(missing.is_empty(), "{when}: {missing:?}");
    }
}

fn s3_holds_what_was_built() {
    let bench = bench("[publish.live.cache]\n\"about/**\" = \"public, max-age=7\"\n");
    bench.portal.large();
    bench.server.put("/bucket/portal/foreign.txt", b"not ours");
    bench.server.put("/bucket/other.txt", b"not ours");
    bench.portal.bilat(&["publish", "live", "--dry-run", "-v"]).is(0, &["would publish", "+ index.html"]);
    let writes = bench.proxy.seen().into_iter().filter(|line| line.starts_with("PUT") || line.starts_with("DELETE"));
    assert_eq!(writes.count(), 0, "a dry run writes nothing");
    bench.portal.bilat(&["publish", "live"]).is(2, &["nobody to ask", "--yes"]);
    let first = bench.publish(&[]).is(0, &["published"]);
    assert!(!first.err.contains("error"), "{first:?}");
    let mut built = bench.portal.build(URL);
    built.insert("foreign.txt".to_owned(), b"not ours".to_vec());
    bench.is_like(&built);
    bench.is_whole("after all");
    let head =
        |path: &str, name: &str| bench.server.get(&format!("/bucket/portal/{path}")).header(name).unwrap_or_default();
    assert_eq!(head("index.html", "content-type"), "text/html; charset=utf-8");
    assert_eq!(head("index.html", "cache-control"), "public, max-age=300");
    assert_eq!(head("about/index.html", "cache-control"), "public, max-age=7");
    let style =
        built.keys().find(|path| path.starts_with("assets/theme.") && path.ends_with(".css")).expect("a style sheet");
    assert_eq!(head(style, "content-type"), "text/css; charset=utf-8");
    assert_eq!(head(style, "cache-control"), "public, max-age=31536000, immutable");
    bench.proxy.set(Mood::Pass);
    bench.publish(&[]).is(0, &["nothing to do"]);
    assert_eq!(bench.proxy.seen().into_iter().filter(|line| !line.starts_with("GET")).count(), 0);
    bench.publish(&["--verify"]).is(0, &["nothing to do"]);
    bench.server.put("/bucket/portal/about/index.html", b"changed by somebody");
    bench.publish(&["--verify"]).is(0, &["not as published: about/index.html", "1 changed"]);
    bench.portal.write("content/pages/more.md", "---\ntitle: More\n---\nMore.\n");
    bench.publish(&[]).is(0, &["published"]);
    bench.portal.remove("content/pages/more.md");
    bench.publish(&["--keep-removed"]).is(0, &["0 removed"]);
    assert!(bench.fetch("more/index.html").is_some());
    bench.publish(&[]).is(0, &["2 removed"]);
    assert!(bench.fetch("more/index.html").is_none());
    assert_eq!(bench.server.get("/bucket/other.txt").body, b"not ours");
}

fn of_a_thousand_files_the_changed_ones_are_sent() {
    let bench = bench("");
    bench.portal.crowd(450);
    let before = bench.portal.build(URL);
    assert!(before.len() > 900, "{}", before.len());
    bench.publish(&[]).is(0, &["published"]);
    let text = bench.portal.text("content/people/crowd-00007.md");
    bench.portal.write("content/people/crowd-00007.md", &format!("{text}\nA word more.\n"));
    let after = bench.portal.build(URL);
    bench.proxy.set(Mood::Pass);
    bench.publish(&[]).is(0, &["published"]);
    let changed: BTreeSet<String> = changed(&before, &after).into_iter().collect();
    assert_eq!(bench.sent(), changed);
    println!("1,000 files, one changed: {} requests, {} files", bench.proxy.seen().len(), changed.len());
}

fn moods(n: usize) -> Mood {
    [Mood::CutBefore(n), Mood::CutAfter(n), Mood::CutWithin(n)][n % 3]
}

fn a_first_publication_is_cut() {
    let bench = bench(AT_ONCE);
    let built = bench.portal.build(URL);
    // Runs on until one is not cut any more: each begins where the last one was cut, and is cut a little later.
    for n in 0.. {
        bench.proxy.set(moods(7 + n * 5));
        let run = bench.publish(&[]);
        bench.is_whole(&format!("cut {n}"));
        if run.code == 0 {
            break;
        }
        assert!(run.err.contains("error"), "{run:?}");
        assert!(n < 60, "it does not end");
    }
    bench.proxy.set(Mood::Pass);
    bench.publish(&[]).is(0, &["nothing to do"]);
    bench.is_like(&built);
}

fn an_update_is_cut() {
    let bench = bench(AT_ONCE);
    bench.publish(&[]).is(0, &["published"]);
    let person = |name: &str| format!("---\nname: {name}\n---\nKnows [[ines-marek]].\n");
    for round in 0.. {
        // New pages that old ones refer to, changed ones, and one that goes.
        let old = format!("content/people/guest-{round}.md");
        bench.portal.write(&format!("content/people/guest-{}.md", round + 1), &person("A Guest"));
        if round > 0 {
            bench.portal.remove(&old);
        }
        bench.proxy.set(moods(round));
        let run = bench.publish(&[]);
        bench.is_whole(&format!("update cut at {round}"));
        bench.proxy.set(Mood::Pass);
        let next = bench.publish(&[]).is(0, &[]);
        bench.is_like(&bench.portal.build(URL));
        if run.code == 0 {
            assert!(next.out.contains("nothing to do"));
            assert!(round > 10, "an update takes more requests than {round}");
            break;
        }
        assert!(round < 200, "it does not end");
    }
}

fn what_arrived_is_not_sent_again() {
    let bench = bench(AT_ONCE);
    bench.portal.crowd(100);
    let built = bench.portal.build(URL);
    bench.proxy.set(Mood::CutBefore(230));
    bench.publish(&[]).is(2, &["connection", "run the same command again"]);
    let there: BTreeSet<String> = built.keys().filter(|path| bench.fetch(path).is_some()).cloned().collect();
    assert!(there.len() > 150, "{}", there.len());
    bench.proxy.set(Mood::Pass);
    bench.publish(&[]).is(0, &["published"]);
    let missing: BTreeSet<String> = built.keys().filter(|path| !there.contains(*path)).cloned().collect();
    assert_eq!(bench.sent(), missing);
    bench.is_like(&built);
}

fn the_second_publisher_is_told() {
    let bench = bench("");
    bench.proxy.set(Mood::Slow(100));
    let first = bench.portal.command(&["publish", "live", "--yes"]).spawn().expect("bilat runs");
    let other = portal(bench.server.port, "");
    for _ in 0..200 {
        if bench.server.get("/bucket/portal/.bilat-lock").status == 200 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    other.publish(&["live"]).is(2, &["somebody else is publishing there", "Nothing was written"]);
    bench.publish(&[]).is(2, &["already, on this machine"]);
    let first = first.wait_with_output().expect("it ends");
    assert!(first.status.success(), "{first:?}");
    other.publish(&["live"]).is(0, &["nothing to do"]);
    // A lock that nobody renews is stale after a while.
    bench.server.put("/bucket/portal/.bilat-lock", b"{\"token\": \"x\", \"time\": 1000}");
    other.write("content/pages/more.md", "---\ntitle: More\n---\nMore.\n");
    other.publish(&["live"]).is(0, &["published"]);
}

fn a_wrong_secret_writes_nothing() {
    let server = servers::s3(Some(4));
    let code = format!(
        "import boto3\nat = dict(endpoint_url='http://127.0.0.1:{}', region_name='us-east-1', aws_access_key_id='a', aws_secret_access_key='b')\n\
         iam = boto3.client('iam', **at)\niam.create_user(UserName='ann')\nkey = iam.create_access_key(UserName='ann')['AccessKey']\n\
         iam.put_user_policy(UserName='ann', PolicyName='all', PolicyDocument='{{\"Version\": \"2012-10-17\", \"Statement\": [{{\"Effect\": \
         \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}}]}}')\nboto3.client('s3', **at).create_bucket(Bucket='bucket')\n\
         print(key['AccessKeyId'], key['SecretAccessKey'])",
        server.port
    );
    let keys = servers::python(&code);
    let (id, secret) = keys.split_once(' ').expect("two keys");
    let settings = format!(
        "[publish.live]\nto = \"s3://bucket/\"\nendpoint = \"http://127.0.0.1:{}\"\nregion = \"us-east-1\"\n",
        server.port
    );
    let wrong = Portal::new(&settings).env("AWS_ACCESS_KEY_ID", id).env("AWS_SECRET_ACCESS_KEY", SECRET);
    wrong.publish(&["live"]).is(2, &["does not accept"]);
    let right = Portal::new(&settings).env("AWS_ACCESS_KEY_ID", id).env("AWS_SECRET_ACCESS_KEY", secret);
    right.bilat(&["publish", "live", "--dry-run"]).is(0, &["0 unchanged", "0 to change"]);
    // A profile and a command are as good as the environment.
    let by_profile = Portal::new(&settings).env("AWS_PROFILE", "publisher");
    by_profile.publish(&["live"]).is(2, &["no credentials"]);
    let home = by_profile.root().join("../home/.aws");
    std::fs::create_dir_all(&home).expect("a folder");
    let profile = format!("[publisher]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n");
    std::fs::write(home.join("credentials"), profile).expect("a profile");
    by_profile.publish(&["live"]).is(0, &["published"]);
    let hollow = Portal::new(&settings).env("AWS_ACCESS_KEY_ID", "").env("AWS_SECRET_ACCESS_KEY", "");
    hollow.publish(&["live"]).is(2, &["AWS_ACCESS_KEY_ID is set and empty"]);
    let script =
        format!("#!/bin/sh\necho '{{\"Version\": 1, \"AccessKeyId\": \"{id}\", \"SecretAccessKey\": \"{secret}\"}}'\n");
    let by_command = Portal::new(&format!("{settings}secret_command = \"sh keys.sh\"\n"));
    by_command.write("keys.sh", &script);
    by_command.publish(&["live"]).is(0, &["nothing to do"]);
}

fn faults_are_told() {
    let bench = bench("retries = 1\ntimeout = 2\n");
    for (status, words) in
        [(403, "not allowed"), (500, "the server failed (status 500)"), (503, "status 503"), (507, "full")]
    {
        bench.proxy.set(Mood::Refuse(status));
        bench.publish(&[]).is(2, &[words, "help:"]);
        bench.is_whole("after a refusal");
    }
    bench.proxy.set(Mood::Slow(6000));
    bench.publish(&[]).is(2, &["takes too long", "timeout"]);
    bench.proxy.set(Mood::Pass);
    bench.publish(&[]).is(0, &["published"]);
    bench.is_like(&bench.portal.build(URL));
    let nowhere = portal(1, "retries = 0\n");
    nowhere.publish(&["live"]).is(2, &["cannot be reached"]);
}
