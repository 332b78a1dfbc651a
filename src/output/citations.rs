//! All documents of the portal in one file for reference managers, oldest first; each language has its own. Does not format anything.

use crate::base::lang::Lang;
use crate::page::Pages;
use crate::page::cite::Format;
use crate::parse::Kind;

/// The file.
pub fn all(pages: &Pages, format: Format, lang: Lang) -> Vec<u8> {
    let file = pages.desk(lang, |desk| {
        format.file(pages.model.registry.of_kind(Kind::Document).map(|(id, _)| desk.reference_to(id)))
    });
    file.value.into_bytes()
}
