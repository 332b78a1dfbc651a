//! The documents of a list in one file for reference managers, oldest first; each language has its own. Does not format anything.

use crate::base::lang::Lang;
use crate::page::Pages;
use crate::page::cite::Format;
use crate::page::cite::lists::cited_on;
use crate::page::route::Page;

/// The file.
pub fn of(pages: &Pages, list: Page, format: Format, lang: Lang) -> Vec<u8> {
    let file =
        pages.desk(lang, |desk| format.file(cited_on(&pages.model, list).into_iter().map(|id| desk.reference_to(id))));
    file.value.into_bytes()
}
