//! What each kind of page costs: makes the site of a portal in memory and then every output, one after the other on one thread, and
//! writes nothing. Rows that many pages show are made by the first page that asks; a second round shows what is left without them.

use bilat::base::date::Date;
use bilat::base::path::SourcePath;
use bilat::input::{File, Inputs};
use bilat::page::listed::StatementsOf;
use bilat::page::route::Page;
use bilat::pipeline::{Memos, Site, site};
use bilat::shell::disk::{Settings, scan};
use bilat::shell::portal::Portal;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// So many edits are tried.
const EDITS: usize = 41;

#[derive(Default, Clone, Copy)]
struct Cost {
    outputs: usize,
    bytes: u64,
    first: Duration,
    again: Duration,
}

/// `DIR`
pub fn measure(arguments: &[String]) -> Result<(), String> {
    let dir = arguments.first().ok_or("a portal is needed")?;
    let portal = Portal::find(Some(Path::new(dir))).map_err(|e| e.to_string())?;
    let today = Date::parse("2026-06-30").ok_or("no day")?.first();
    let inputs = scan(&portal, &Settings { today, drafts: false, base_url: None }).map_err(|e| e.to_string())?;
    let start = Instant::now();
    let mut memos = Memos::default();
    let made = site(&inputs, &mut memos).value;
    println!("{:>9.1} ms for the site itself, on all cores", millis(start.elapsed()));
    again(inputs, &mut memos).ok_or("the portal has no document")?;
    let mut costs: BTreeMap<String, Cost> = BTreeMap::new();
    round(&made, &mut costs, |cost, took| cost.first += took);
    round(&made, &mut costs, |cost, took| cost.again += took);
    println!("{:>8} {:>12} {:>9} {:>9} {:>9}", "outputs", "bytes", "first ms", "again ms", "again µs each");
    for (kind, cost) in costs {
        let outputs = cost.outputs / 2;
        let each = millis(cost.again) * 1000.0 / outputs as f64;
        let (first, again) = (millis(cost.first), millis(cost.again));
        println!("{outputs:>8} {:>12} {first:>9.1} {again:>9.1} {each:>9.1}  {kind}", cost.bytes / 2);
    }
    Ok(())
}

/// The site after an edit of one text, again and again.
fn again(mut inputs: Inputs, memos: &mut Memos) -> Option<()> {
    let is_document = |path: &SourcePath| path.as_str().starts_with("content/documents/2");
    let path = inputs.files.keys().find(|path| is_document(path))?.clone();
    let File::Text { bytes, .. } = inputs.files.get(&path)?.clone() else { return None };
    let mut times: Vec<Duration> = (0..EDITS)
        .map(|edit| {
            let text = [&bytes[..], format!("\nEdit {edit}.\n").as_bytes()].concat();
            inputs.files.insert(path.clone(), File::text(text));
            let start = Instant::now();
            let made = site(&inputs, memos);
            let took = start.elapsed();
            drop(made);
            took
        })
        .collect();
    times.sort();
    let (median, most) = (times[EDITS / 2], times[EDITS - 1]);
    println!("{:>9.1} ms after an edit of one text, {:.1} at most", millis(median), millis(most));
    Some(())
}

fn round(site: &Site, costs: &mut BTreeMap<String, Cost>, add: impl Fn(&mut Cost, Duration)) {
    for path in site.paths() {
        let kind = site.pages().routes.get(path).map_or_else(|| other(path.as_str()), |route| kind(site, route.page));
        let start = Instant::now();
        let made = site.output(path);
        let took = start.elapsed();
        let cost = costs.entry(kind).or_default();
        cost.outputs += 1;
        cost.bytes += made.map_or(0, |made| made.value.len);
        add(cost, took);
    }
}

fn kind(site: &Site, page: Page) -> String {
    match page {
        Page::Item(id) => site.pages().model.registry.get(id).kind.word().to_owned(),
        Page::Statements(StatementsOf::All, _) => "all statements".to_owned(),
        Page::Statements(StatementsOf::Figures, _) => "all figures".to_owned(),
        Page::Statements(..) => "statements of somebody".to_owned(),
        Page::Index(kind) => format!("index of {}", kind.word()),
        other => format!("{other:?}").split(['(', ' ', '{']).next().unwrap_or_default().to_lowercase(),
    }
}

fn other(path: &str) -> String {
    format!("*.{}", path.rsplit('.').next().unwrap_or_default())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
