//! `bilat publish` against real servers on this machine: that the target is what was built, that only what changed is sent, and that
//! readers see a whole site wherever the line is cut. `scripts/test` installs the servers.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

#[path = "publish_support/mod.rs"]
mod support;

#[path = "publish_support/cases_changes.rs"]
mod cases_changes;
#[path = "publish_support/cases_clouds.rs"]
mod cases_clouds;
#[path = "publish_support/cases_files.rs"]
mod cases_files;
#[path = "publish_support/cases_hosts.rs"]
mod cases_hosts;
#[path = "publish_support/cases_s3.rs"]
mod cases_s3;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let mut arguments = Arguments::from_args();
    // Each has a server of its own, and two cores are soon busy with those.
    arguments.test_threads = arguments.test_threads.or(Some(2));
    let all = [cases_s3::ALL, cases_files::ALL, cases_changes::ALL, cases_clouds::ALL, cases_hosts::ALL].concat();
    let trials = all.into_iter().map(|(name, run)| {
        Trial::test(name, move || {
            run();
            Ok(())
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}
