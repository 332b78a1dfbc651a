//! What went wrong between git and a remote, in words for a person. Repeats what the host itself says about its rules, and no address with a
//! password.

use crate::base::tree::short;
use crate::shell::Failure;
use crate::shell::publish::trouble::CHANGED_KEY;

const AGAIN: &str = "nothing was published; run the same command again";

/// A remote that does not answer in time.
pub fn too_slow(remote: &str) -> Failure {
    Failure::new(format!("`{}` takes too long", without_password(remote)))
        .help(format!("raise `timeout` of the target if the line is slow; {AGAIN}"))
}

/// What git said, in words for a person with what to do about it.
pub fn explain(remote: &str, stderr: &[u8]) -> Failure {
    let text = String::from_utf8_lossy(stderr);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let remote = without_password(remote);
    let again = AGAIN;
    if has(&["hook declined", "protected branch", "GH006"]) {
        // Only the host knows its rules, and says them in lines of its own.
        let said = text.lines().filter_map(|line| line.strip_prefix("remote: ")).map(str::trim);
        let said: Vec<&str> = said.filter(|line| !line.is_empty()).take(3).collect();
        let said = if said.is_empty() { String::new() } else { format!(": {}", short(&said.join(" "))) };
        return Failure::new(format!("`{remote}` does not take this branch from here{said}"))
            .help("change the rule of the host, or publish to another branch; nothing was published");
    }
    if has(&["No space left", "unpacker error", "disk quota", "Disk quota"]) {
        return Failure::new(format!("a disk is full, here or at `{remote}`"))
            .help(format!("free some space in the portal's folder, or on the host; {again}"));
    }
    if let Some(reason) = rejection(&text) {
        return Failure::new(format!("`{remote}` rejects the push: {reason}"))
            .help("look at the settings of that repository, or publish to another branch; nothing was published");
    }
    if has(&["exists; cannot create"]) {
        return Failure::new(format!(
            "`{remote}` has a branch whose name is the beginning of this one, or begins with it"
        ))
        .help("git keeps no branch `a` beside `a/b`: publish to a branch of another name");
    }
    if has(&["stale info", "non-fast-forward", "fetch first", "failed to update ref", "cannot lock ref"]) {
        return moved();
    }
    if let Some(failure) = of_host_key(&text, &remote) {
        return failure;
    }
    if has(&[
        "Permission denied",
        "Authentication failed",
        "could not read Username",
        "could not read Password",
        "error: 403",
        "denied to",
    ]) {
        let message = format!("`{remote}` does not accept the user, the key or the secret");
        return Failure::new(message)
            .help("try `git push` by hand: bilat uses git's own credentials; nothing was published");
    }
    if has(&["Operation too slow"]) {
        return too_slow(&remote);
    }
    if has(&["unexpected disconnect", "the remote end hung up", "early EOF"]) {
        return Failure::new(format!("the line to `{remote}` was cut"))
            .help("the branch may have been pushed all the same; run the same command again, it looks first");
    }
    if let Some(status) = status(&text) {
        return Failure::new(format!("`{remote}` failed with status {status}")).help(match status {
            "413" => "the host takes no push of that size; publish to another kind of target".to_owned(),
            _ => again.to_owned(),
        });
    }
    if is_unreachable(&text) {
        return Failure::new(format!("`{remote}` cannot be reached")).help(again);
    }
    if has(&["not appear to be a git repository", "does not exist", "not found", "error: 404"]) {
        return Failure::new(format!("there is no repository at `{remote}`")).help("check the address");
    }
    if has(&["unable to access"]) {
        return Failure::new(format!("`{remote}` cannot be reached")).help(again);
    }
    Failure::new(format!("git could not do its work with `{remote}`")).help(format!("try `git push` by hand; {again}"))
}

/// What is wrong with the key by which a host is known.
fn of_host_key(text: &str, remote: &str) -> Option<Failure> {
    if text.contains(CHANGED_KEY) {
        let message = format!("the host key of `{remote}` is not the one that is known: somebody may be in between");
        return Some(Failure::new(message).help(
            "ask its owner for the new fingerprint; only if it is right, `ssh-keygen -R HOST` and log in once by `ssh`; nothing was published",
        ));
    }
    text.contains("Host key verification failed").then(|| {
        Failure::new(format!("the host key of `{remote}` is unknown"))
            .help("log in once by `ssh` and compare the fingerprint; nothing was published")
    })
}

/// The status with which a server failed, or refused what it takes from others; those that say more of themselves have words of their own.
fn status(stderr: &str) -> Option<&str> {
    let places = ["returned error: ", "HTTP "].into_iter().flat_map(|before| stderr.split(before).skip(1));
    let codes = places.filter_map(|rest| rest.get(..3));
    codes.into_iter().find(|code| (code.starts_with('5') && code.bytes().all(|b| b.is_ascii_digit())) || *code == "413")
}

/// Whether nobody answered, so that it may go well at another time.
pub fn is_unreachable(stderr: &str) -> bool {
    let words = ["Could not resolve", "Connection refused", "timed out", "hung up", "No route", "error: 50"];
    words.iter().any(|word| stderr.contains(word))
}

/// Why a remote takes no push, in its own words; nothing where it is only that the branch was elsewhere by then.
fn rejection(stderr: &str) -> Option<String> {
    let line = stderr.lines().find(|line| line.contains("[remote rejected]"))?;
    let reason = line.rsplit_once('(').map_or(line, |(_, reason)| reason.trim_end_matches(')'));
    let is_race = ["failed to update ref", "cannot lock ref", "fetch first", "stale info", "incorrect old value"];
    (!is_race.iter().any(|race| reason.contains(race))).then(|| short(reason.trim()))
}

/// The branch is not where it was when it was looked at.
pub fn moved() -> Failure {
    Failure::new("somebody else pushed to the branch meanwhile")
        .help("publish again: the new state is looked at first. Nothing was published")
}

fn without_password(url: &str) -> String {
    match url.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.split_once('@')?.1))) {
        Some((scheme, rest)) => format!("{scheme}://{rest}"),
        None => url.to_owned(),
    }
}
