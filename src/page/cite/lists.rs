//! The lists whose documents may be cited together, and the files with them. Formats nothing.

use super::Format;
use crate::entity::ItemId;
use crate::model::{Model, rows};
use crate::page::Desk;
use crate::page::listed::DocumentsOf;
use crate::page::route::Page;
use crate::page::view::CiteFile;
use crate::parse::Kind;

/// The page of all documents.
pub const ALL: Page = Page::Documents(DocumentsOf::All, 0);

/// The pages whose documents may be cited together: that of all documents, and those of themes and events.
pub fn all(model: &Model) -> impl Iterator<Item = Page> + '_ {
    let things = [Kind::Theme, Kind::Event].into_iter().flat_map(|kind| model.registry.of_kind(kind));
    let things = things.map(|(id, _)| Page::Item(id)).filter(|page| has_cited(model, *page));
    std::iter::once(ALL).chain(things)
}

/// The documents of such a page, oldest first.
pub fn cited_on(model: &Model, list: Page) -> Vec<ItemId> {
    match list {
        Page::Item(id) => rows(&model.documents, id).iter().map(|(_, document)| *document).collect(),
        _ => model.registry.of_kind(Kind::Document).map(|(id, _)| id).collect(),
    }
}

fn has_cited(model: &Model, list: Page) -> bool {
    !matches!(list, Page::Item(id) if rows(&model.documents, id).is_empty())
}

impl Desk<'_> {
    /// The files with the documents of a list; none where there are none.
    pub fn cite_files(self, list: Page) -> Vec<CiteFile> {
        let name = match list {
            _ if !has_cited(self.model(), list) => return Vec::new(),
            Page::Item(id) => &*self.model().registry.get(id).id,
            _ => "documents",
        };
        let page = self.address(list);
        let file = |format: Format| CiteFile {
            format: format.names().0,
            href: self.link(&format.address(&page)),
            name: format!("{name}.{}", format.names().1),
        };
        Format::ALL.map(file).to_vec()
    }
}
