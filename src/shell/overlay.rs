//! What a preview adds to a page when it is sent: one `meta` and two scripts. What the page itself says stays as it is.

use super::live::Made;
use crate::base::html::attr;

/// The folder of everything that is the preview's own; no output of a site begins with a dot.
pub const FOLDER: &str = "/.bilat/";

/// A file of the preview: its address below the folder, its media type, its bytes.
pub type Asset = (&'static str, &'static str, &'static str);

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The scripts and styles that run in the browser.
pub const ASSETS: [Asset; 4] = [
    ("client.js", SCRIPT, include_str!("overlay/client.js")),
    ("idiomorph.js", SCRIPT, include_str!("overlay/idiomorph.js")),
    ("panel.css", "text/css; charset=utf-8", include_str!("overlay/panel.css")),
    ("panel.js", SCRIPT, include_str!("overlay/panel.js")),
];

/// What the page is to know of the preview that sent it.
#[derive(Clone, Debug)]
pub struct Badge {
    /// Differs from run to run.
    pub session: String,
    /// Known to the pages only; whoever has it may ask for a fix.
    pub token: String,
}

/// The bytes of a page with what the preview adds; `assets` are the files that it names with their fingerprints, as JSON.
pub fn dress(made: &Made, badge: &Badge, assets: &str) -> Vec<u8> {
    let (print, session, token) = (made.print.hex(), attr(&badge.session), attr(&badge.token));
    let assets = attr(assets);
    let mut added = format!(
        "<meta name=\"bilat-preview\" content=\"{print}\" data-session=\"{session}\" data-token=\"{token}\" data-assets=\"{assets}\">"
    );
    for script in ["idiomorph.js", "panel.js", "client.js"] {
        added.push_str(&format!("<script src=\"{FOLDER}{script}\" defer></script>"));
    }
    added.push('\n');
    let page = &made.bytes;
    let at = end_of_head(page).unwrap_or(page.len());
    [&page[..at], added.as_bytes(), &page[at..]].concat()
}

fn end_of_head(page: &[u8]) -> Option<usize> {
    const END: &[u8] = b"</head>";
    page.windows(END.len()).position(|window| window.eq_ignore_ascii_case(END))
}
