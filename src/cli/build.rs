//! `bilat build`: reads the portal, makes the site, brings it to its folder.

use super::Outcome;
use super::common::Source;
use crate::base::diag::{Checked, Diagnostic, Notes};
use crate::base::fingerprint::Fingerprint;
use crate::base::parallel;
use crate::base::path::SourcePath;
use crate::input::Inputs;
use crate::pipeline::{self, Site};
use crate::shell::lock::Patience;
use crate::shell::progress::Progress;
use crate::shell::record::{self, Record, Store};
use crate::shell::report::counted;
use crate::shell::sync::{self, Counts, Job};
use crate::shell::texts::Texts;
use crate::shell::world::{self, Stopwatch};
use crate::shell::{Failure, OutFolder, Portal};
use clap::Args;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  bilat build                             into public/
  bilat build --out /tmp/site --drafts    somewhere else, with drafts
  bilat build --strict --format github    in a workflow of GitHub Actions

Only files that changed are written, and only files that bilat wrote are removed. Errors in the content do not stop a build; a \
site.toml or a template that cannot be read does, and then nothing is written or removed. Of a template that fails on some pages these pages \
stay as they were.";

/// Another build may take so long before this one gives up.
const WAIT: Duration = Duration::from_secs(60);

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Where the site is written [default: public in the portal]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Make every page anew and remember nothing
    #[arg(long)]
    no_cache: bool,
}

/// Everything that is known before the site is made.
struct Build<'a> {
    arguments: &'a Arguments,
    portal: Portal,
    folder: OutFolder,
    store: Option<Store>,
    progress: Progress,
    time: Stopwatch,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    arguments.source.on_threads(|| start(arguments)?.run())
}

fn patience() -> Patience<'static> {
    Patience { limit: WAIT, tell: &|message| world::eprint(&format!("{message}\n")) }
}

fn start(arguments: &Arguments) -> Result<Build<'_>, Failure> {
    let time = Stopwatch::start();
    let portal = Portal::find(arguments.source.root.as_deref())?;
    let folder = OutFolder::open(&portal, arguments.out.as_deref(), &patience())?;
    let store = (!arguments.no_cache).then(|| Store::new(&portal, &folder));
    Ok(Build { arguments, portal, folder, store, progress: Progress::start(), time })
}

impl Build<'_> {
    fn run(mut self) -> Result<Outcome, Failure> {
        self.progress.phase("reading the portal");
        // Of a portal's files a list is made first, on one core.
        let (inputs, record) =
            parallel::join(|| self.arguments.source.read(&self.portal), || self.store.as_ref().and_then(Store::load));
        let mut inputs = inputs?;
        let stamp = record::stamp(&inputs);
        if let Some(record) = record.as_ref().filter(|record| record.holds(stamp, &self.folder)) {
            let counts = Counts { unchanged: record.files.len() + 1, ..Counts::default() };
            return self.close(&inputs, record.notes.clone(), record.pages, counts);
        }
        self.progress.phase("making the site");
        let texts = self.store.as_ref().map(|_| Texts::load(&self.portal));
        let (texts, mut memos) = texts.map_or_else(Default::default, |(texts, memos)| (Some(texts), memos));
        let Checked { value: site, notes } = pipeline::site(&inputs, &mut memos);
        if site.is_broken() {
            return self.give_up(&inputs, notes);
        }
        // Of texts, only those are shown that something is said about: the others make room for pages.
        let told: BTreeSet<&SourcePath> = notes.iter().map(|note| &note.place.file).collect();
        inputs.forget_texts(|path| told.contains(path));
        let (outcome, _) = parallel::join(
            || self.write(&inputs, &site, notes, record.as_ref(), stamp),
            || texts.iter().for_each(|texts| texts.save(&memos)),
        );
        // The program ends here: taking the whole site apart would only take time.
        std::mem::forget((inputs, site, memos, record));
        outcome
    }

    fn write(
        &mut self,
        inputs: &Inputs,
        site: &Site,
        notes: Vec<Diagnostic>,
        record: Option<&Record>,
        stamp: Fingerprint,
    ) -> Result<Outcome, Failure> {
        self.folder.prepare(&patience())?;
        let Build { portal, folder, progress, .. } = &*self;
        let written = sync::write(&Job { source: site, portal, folder, record, progress })?;
        let mut all = Notes::default();
        all.extend(notes);
        all.extend(written.notes);
        let (notes, pages) = (all.with(()).notes, site.page_count() as u64);
        let record = Record { stamp, pages, manifest: written.manifest, files: written.files, notes };
        if let Some(store) = &self.store {
            store.save(&record);
        }
        self.close(inputs, record.notes, pages, written.counts)
    }

    fn give_up(&mut self, inputs: &Inputs, notes: Vec<Diagnostic>) -> Result<Outcome, Failure> {
        self.progress.finish();
        let end = "; nothing was written or removed";
        self.arguments.source.close(
            &self.portal,
            inputs,
            notes,
            "not built: site.toml, a template or a file of strings is broken",
            end,
        )?;
        Ok(Outcome::ErrorsInContent)
    }

    fn close(
        &mut self,
        inputs: &Inputs,
        notes: Vec<Diagnostic>,
        pages: u64,
        counts: Counts,
    ) -> Result<Outcome, Failure> {
        self.progress.finish();
        // A report may be read page by page.
        self.folder.release();
        let Counts { written, unchanged, removed } = counts;
        let (pages, files) = (counted(pages as usize, "page"), counted(written, "file"));
        let time = self.time.elapsed().as_secs_f64();
        let last = format!("built {pages} in {time:.2} s: {files} written, {unchanged} unchanged, {removed} removed");
        self.arguments.source.close(&self.portal, inputs, notes, &last, &format!(" → {}", self.folder.shown))
    }
}
