//! `bilat serve`: the site as it would be, in a browser, while its sources are edited.

use super::Outcome;
use crate::base::parallel;
use crate::shell::disk::Settings;
use crate::shell::live::{Live, Maker};
use crate::shell::report::{Tally, counted};
use crate::shell::server::{self, Bound, Wish};
use crate::shell::watch::Watch;
use crate::shell::world::{self, Stopwatch};
use crate::shell::{Failure, Portal};
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;

const EXAMPLES: &str = "\
Examples:
  bilat serve                       at http://127.0.0.1:4000/, or the next free port
  bilat serve --open --drafts       with drafts, and a browser
  bilat serve --host 0.0.0.0        for other machines: whoever reaches this one reads it
  bilat serve --poll                on network drives that tell of no changes

Every save shows at once, on the page that you look at. Problems are listed on it; Apply mends what can be mended, and Alt and a \
click on a paragraph open its file. Nothing is written but what you apply. Ctrl-C ends it.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The portal's folder [default: the nearest one with a site.toml, from here upwards]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The port; 0 for any [default: 4000, or the next free one]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// The address or the name of this machine to listen on
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// Open a browser
    #[arg(long)]
    open: bool,
    /// Show drafts and embargoed documents too, marked as such
    #[arg(long)]
    drafts: bool,
    /// The day that decides embargoes [default: SOURCE_DATE_EPOCH, else today in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
    /// Look for changes twice a second
    #[arg(long)]
    poll: bool,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let time = Stopwatch::start();
    let portal = Portal::find(arguments.root.as_deref())?;
    let bound = server::bind(&Wish { host: arguments.host.clone(), port: arguments.port })?;
    let settings =
        Settings { today: world::today(arguments.date.as_deref())?, drafts: arguments.drafts, base_url: None };
    // Watching begins before reading, so that nothing is missed between the two.
    let watch = Watch::start(&portal, arguments.poll);
    let (live, maker) = parallel::with_threads(0, || Live::start(&portal, &settings, arguments.date.as_deref()))?;
    let shown = Arc::clone(&live);
    server::serve(live, bound, move |bound| {
        let address = greet(&shown, bound, &time)?;
        world::spawn("look", move || follow(maker, watch))?;
        if arguments.open {
            world::open(&address);
        }
        Ok(())
    })?;
    Ok(Outcome::Fine)
}

/// Makes the site anew for as long as the program runs.
fn follow(mut maker: Maker, mut watch: Watch) {
    parallel::with_threads(0, || {
        loop {
            watch.watch_links(maker.links());
            maker.round(&watch.wait());
        }
    });
}

/// Says where the preview is, and how the portal does.
fn greet(live: &Live, bound: &Bound, time: &Stopwatch) -> Result<String, Failure> {
    let version = live.now();
    if let Some(port) = bound.instead_of {
        world::print(&format!("port {port} is taken: using {} instead\n", bound.address.port()))?;
    }
    let base = version.site.as_ref().map_or("/", |site| site.base_path());
    let pages = version.site.as_ref().map_or(0, |site| site.page_count());
    let address = format!("{}{base}", bound.origin());
    let problems = Tally::of(&version.notes).text().map_or(String::new(), |text| format!(" · {text}"));
    let pages = counted(pages, "page");
    world::print(&format!("{pages} in {:.2} s{problems}\nserving at {address}\n", time.elapsed().as_secs_f64()))?;
    Ok(address)
}
