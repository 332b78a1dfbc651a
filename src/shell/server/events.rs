//! Tells a browser what the page that it shows is by now: once when it connects, and after every change that concerns it. It says what
//! is, not what happened, so that a browser that was away misses nothing.

use super::Desk;
use super::address::{self, Found};
use super::problems::{Split, split};
use crate::base::fingerprint::Fingerprint;
use crate::base::html::percent_decode;
use crate::base::path::{OutPath, join};
use crate::input::File;
use crate::output::Content;
use crate::shell::live::{Made, Version};
use crate::shell::report::panel;
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const PULSE: Duration = Duration::from_secs(15);
/// A browser that lost its connection comes back after so long.
const AGAIN: Duration = Duration::from_millis(500);

#[derive(Deserialize)]
pub(super) struct Asked {
    /// The path of the page's address, as the browser shows it.
    #[serde(default)]
    page: String,
}

/// One browser that listens.
struct Listener {
    desk: Arc<Desk>,
    page: String,
    versions: watch::Receiver<Arc<Version>>,
    told: Option<String>,
    /// The path of the site's addresses when the browser began to listen.
    base: Option<String>,
}

/// Begins to tell.
pub(super) async fn events(
    State(desk): State<Arc<Desk>>,
    Query(asked): Query<Asked>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let versions = desk.live.follow();
    let base = versions.borrow().site.as_ref().map(|site| site.base_path().to_owned());
    let listener = Listener { desk, page: asked.page, versions, told: None, base };
    let stream = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(PULSE))
}

impl Listener {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if self.told.is_some() {
                self.versions.changed().await.ok()?;
            }
            let version = Arc::clone(&self.versions.borrow_and_update());
            let (desk, page, number) = (Arc::clone(&self.desk), self.page.clone(), version.number);
            let base = self.base.clone();
            let state = tokio::task::spawn_blocking(move || state(&desk, &version, &page, base.as_deref())).await;
            let Ok(state) = state else {
                // What could not be made of this version can only be made of another.
                self.versions.changed().await.ok()?;
                continue;
            };
            if self.told.as_ref() != Some(&state) {
                self.told = Some(state.clone());
                let state = state.replacen('{', &format!("{{\"generation\":{number},"), 1);
                return Some(Event::default().event("state").id(number.to_string()).retry(AGAIN).data(state));
            }
        }
    }
}

/// Where a page is now whose site has another path than `base`.
fn rebased(version: &Version, page: &str, base: Option<&str>) -> Option<String> {
    let site = version.site.as_ref()?;
    let rest = page.strip_prefix(base.filter(|base| *base != site.base_path())?)?;
    let to = [site.base_path(), rest].concat();
    let is_there = matches!(address::find(Some(site), &to), Some(Found::Output(path)) if site.has(&path));
    is_there.then_some(to)
}

/// Everything that matters to a browser that shows `page`, and began to when the site's path was `base`.
fn state(desk: &Desk, version: &Version, page: &str, base: Option<&str>) -> String {
    let path = output_of(version, page);
    let made = desk.live.page(version, &path);
    let Split { own, others, withheld } = split(desk, version, &path, &made);
    let ids: Vec<Option<String>> = own.iter().chain(&others).map(|note| panel::id(note, &version.seen)).collect();
    let notes = Fingerprint::of_value(&(&own, &others, withheld, ids, made.is_stale || version.is_stale));
    let moved = version
        .moved_to(&path)
        .zip(version.site.as_ref())
        .map(|(to, site)| format!("{}{}", site.base_path(), to.address()))
        .or_else(|| rebased(version, page, base));
    json!({
        "session": desk.badge.session,
        "page": made.print.hex(),
        "exists": made.exists,
        "stale": made.is_stale || version.is_stale,
        "notes": notes.hex(),
        "moved": moved,
        "assets": assets(version, &path, &made),
    })
    .to_string()
}

/// The output that a browser at this path shows.
pub(super) fn output_of(version: &Version, page: &str) -> OutPath {
    match address::find(version.site.as_deref(), page) {
        Some(Found::Output(path)) => path,
        _ => address::nowhere(),
    }
}

/// The styles, scripts and pictures that a page names in its addresses, as it names them, with their fingerprints; and after `drawn:` the paths
/// of what its style sheets name.
pub(super) fn assets(version: &Version, path: &OutPath, made: &Made) -> BTreeMap<String, String> {
    let text = String::from_utf8_lossy(&made.bytes);
    let own = named(version, path, &text, &['"', '\'']);
    let mut sheets: Vec<OutPath> =
        own.iter().map(|named| &named.output).filter(|path| is_sheet(path)).cloned().collect();
    let mut drawn = BTreeMap::new();
    while let Some(sheet) = sheets.pop() {
        for named in named(version, &sheet, &text_of(version, &sheet), &['"', '\'', '(', ')']) {
            let is_new = drawn.insert(format!("drawn:{}", named.output), named.print).is_none();
            if is_new && is_sheet(&named.output) {
                sheets.push(named.output);
            }
        }
    }
    own.into_iter().map(|named| (named.value, named.print)).chain(drawn).collect()
}

/// An address in a text that leads to a file of the site.
struct Named {
    value: String,
    output: OutPath,
    print: String,
}

/// The addresses in the text of an output, which stand between two of `marks`.
fn named(version: &Version, path: &OutPath, text: &str, marks: &[char]) -> Vec<Named> {
    let Some(site) = &version.site else { return Vec::new() };
    let folder = path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    let values = text.split(marks).map(str::trim).filter(|value| value.contains('.') && value.len() < 500);
    let found = values.filter_map(|value| {
        let plain = percent_decode(value.split(['?', '#']).next().unwrap_or_default());
        let output = match plain.strip_prefix(site.base_path()) {
            Some(rest) => OutPath::new(rest),
            None => OutPath::new(&join(folder, &plain)?),
        };
        let print = version.assets.get(&output)?.hex();
        Some(Named { value: value.to_owned(), output, print })
    });
    found.collect()
}

fn is_sheet(path: &OutPath) -> bool {
    path.as_str().ends_with(".css")
}

/// The text of a style sheet; none for what is too large to be one.
fn text_of(version: &Version, path: &OutPath) -> String {
    let output = version.site.as_ref().and_then(|site| site.output(path));
    let bytes = match output.map(|output| output.value.content) {
        Some(Content::Bytes(bytes)) => bytes,
        Some(Content::Copy(source)) => match version.inputs.files.get(&source) {
            Some(File::Text { bytes, .. }) => bytes.to_vec(),
            _ => Vec::new(),
        },
        None => Vec::new(),
    };
    String::from_utf8_lossy(&bytes).into_owned()
}
