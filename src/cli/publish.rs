//! `bilat publish`: makes the site for a target, refuses on errors, brings it there.

use super::Outcome;
use super::common::{Format, Source, site_address};
use crate::shell::Failure;
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  bilat publish                                 to the only [publish.NAME] of site.toml
  bilat publish production --dry-run -v         what would be sent, changed and removed
  bilat publish file:/srv/www --yes             into a folder, without asking
  bilat publish git:origin#gh-pages             to a branch
  bilat publish sftp://ann@example.org/srv/www  by ssh, with its keys and its known hosts

Targets are named in site.toml:

  [publish.production]
  to = \"s3://bucket/prefix\"                     also webdav+https:, sftp:, git:, file:
  base_url = \"https://example.org/portal/\"

Only what changed is sent, and only files that bilat put there are removed. Drafts and embargoed documents are never published; \
errors in the content stop it. If it is cut off, run it again.

Secrets are never in site.toml. S3: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile. WebDAV: BILAT_USER and BILAT_PASSWORD, or \
BILAT_TOKEN. SFTP and git: the ssh agent, keys and git's own helpers. Or `secret_command` of the target, a command that prints the secret.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A name under [publish] in site.toml, or an address [default: the only name there]
    #[arg(value_name = "TARGET")]
    target: Option<String>,
    /// Say what would be done, and touch nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    /// Read the target before and after, and send again what is not as it was published
    #[arg(long)]
    verify: bool,
    /// Remove nothing from the target
    #[arg(long)]
    keep_removed: bool,
    /// With --yes, also remove most of what is there: it may be another site
    #[arg(long)]
    replace: bool,
    /// Name every file
    #[arg(long, short)]
    verbose: bool,
    /// The portal's folder [default: the nearest one with a site.toml, from here upwards]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The address that readers will see it under [default: base_url of the target, else of site.toml]
    #[arg(long, value_name = "URL", value_parser = site_address)]
    base_url: Option<String>,
    /// The day that decides embargoes [default: SOURCE_DATE_EPOCH, else today in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
    /// How many threads make pages [default: one for each core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = clap::value_parser!(u16).range(0..=1024))]
    jobs: u16,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// How diagnostics are shown
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
}

impl Arguments {
    fn source(&self) -> Source {
        let (root, base_url, date) = (self.root.clone(), self.base_url.clone(), self.date.clone());
        Source { root, base_url, drafts: false, date, jobs: self.jobs, strict: self.strict, format: self.format }
    }
}

#[cfg(not(feature = "publish"))]
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let Arguments { target: _, dry_run: _, yes: _, verify: _, keep_removed: _, replace: _, verbose: _, .. } = arguments;
    let _ = arguments.source();
    Err(Failure::new("this bilat was built without `publish`")
        .help("install it with `--features publish`: `cargo install --path . --features publish` where its source is"))
}

#[cfg(feature = "publish")]
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let source = arguments.source();
    source.on_threads(|| with::publish(arguments, &source))
}

#[cfg(feature = "publish")]
mod with {
    use super::{Arguments, Failure, Outcome, Source};
    use crate::base::diag::{Checked, Diagnostic, Severity};
    use crate::base::near;
    use crate::input::Inputs;
    use crate::input::config::{self, Target};
    use crate::input::place::Place;
    use crate::pipeline;
    use crate::shell::progress::Progress;
    use crate::shell::publish::{self, Ending, Job, Wishes};
    use crate::shell::texts::Texts;
    use crate::shell::world::Stopwatch;
    use crate::shell::{Portal, report};

    pub fn publish(arguments: &Arguments, source: &Source) -> Result<Outcome, Failure> {
        let time = Stopwatch::start();
        let portal = Portal::find(source.root.as_deref())?;
        let mut progress = Progress::start();
        progress.phase("reading the portal");
        let mut inputs = source.read(&portal)?;
        let mut read = config::read(&inputs);
        if inputs.base_url.is_none() {
            // Of a target with an address of its own that of the portal does not matter, and need not be there.
            let named =
                read.value.targets.iter().find(|target| arguments.target.as_deref().is_none_or(|t| t == target.name));
            inputs.base_url = named.and_then(|target| target.base_url.clone());
            if inputs.base_url.is_some() {
                read = config::read(&inputs);
            }
        }
        if read.has_errors() {
            return refuse(source, &portal, &inputs, read.notes);
        }
        let (target, place) = target(arguments.target.as_deref(), read.value.targets)?;
        progress.phase("making the site");
        let Checked { value: site, mut notes } = pipeline::site(&inputs, &mut Texts::load(&portal).1);
        let Arguments { dry_run, yes, verify, keep_removed, replace, verbose, .. } = *arguments;
        let wishes = Wishes { dry_run, yes, verify, keep_removed, replace, verbose };
        let job = Job { site: &site, portal: &portal, target: &target, place: &place, wishes };
        let (items, noticed) = publish::survey(&job, &progress)?;
        notes.extend(noticed);
        notes.sort();
        notes.dedup();
        if source.strict {
            report::make_strict(&mut notes);
        }
        if site.is_broken() || notes.iter().any(|note| note.severity == Severity::Error) {
            progress.finish();
            return refuse(source, &portal, &inputs, notes);
        }
        let ending = job.run(&items, &mut progress);
        progress.finish();
        let last = match ending? {
            Ending::Nothing(files) => format!("nothing to do: {} as they should be", report::counted(files, "file")),
            Ending::Done(what) => format!("{what}, in {:.2} s", time.elapsed().as_secs_f64()),
            Ending::Refused => {
                source.close(&portal, &inputs, notes, "not published", &format!(" → {place}"))?;
                return Ok(Outcome::Refused);
            }
        };
        source.close(&portal, &inputs, notes, &last, &format!(" → {place}"))
    }

    fn refuse(source: &Source, portal: &Portal, inputs: &Inputs, notes: Vec<Diagnostic>) -> Result<Outcome, Failure> {
        source.close(portal, inputs, notes, "not published: there are errors", "; nothing was written")?;
        Ok(Outcome::ErrorsInContent)
    }

    /// The target of that name, or the place at that address.
    fn target(given: Option<&str>, targets: Vec<Target>) -> Result<(Target, Place), Failure> {
        let names: Vec<String> = targets.iter().map(|target| target.name.clone()).collect();
        let place_of = |target: Target| match target.place.clone() {
            Some(place) => Ok((target, place)),
            None => Err(Failure::new(format!("`[publish.{}]` has no `to`", target.name))),
        };
        let known = if names.is_empty() {
            "site.toml names no target".to_owned()
        } else {
            format!("known: {}", names.join(", "))
        };
        let Some(given) = given else {
            let mut targets = targets.into_iter();
            return match (targets.next(), targets.next()) {
                (Some(only), None) => place_of(only),
                _ => Err(Failure::new("which target?").help(format!("{known}; or give an address such as `file:DIR`"))),
            };
        };
        if let Some(target) = targets.into_iter().find(|target| target.name == given) {
            return place_of(target);
        }
        match Place::parse(given) {
            Ok(place) => Ok((Target::default(), place)),
            Err(wrong) if wrong.has_secret || given.contains([':', '/']) => {
                Err(Failure::new(wrong.message).help(wrong.help))
            }
            Err(_) => {
                let near = near::did_you_mean(given, names.iter().map(String::as_str));
                Err(Failure::new(format!("site.toml has no target `{given}`")).help(near.unwrap_or(known)))
            }
        }
    }
}
