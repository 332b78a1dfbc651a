//! The lists whose documents may be cited together, and the files with them. Formats nothing.

use super::Format;
use crate::entity::ItemId;
use crate::model::{Model, StatementId, rows};
use crate::page::listed::DocumentsOf;
use crate::page::route::Page;
use crate::page::view::CiteFile;
use crate::page::{Desk, Pages};
use crate::parse::Kind;

/// The page of all documents.
pub const ALL: Page = Page::Documents(DocumentsOf::All, 0);

/// The pages whose documents may be cited together: that of all documents, those of themes and events, and those of whoever speaks.
pub fn all(pages: &Pages) -> impl Iterator<Item = Page> + '_ {
    let kinds = [Kind::Person, Kind::Organization, Kind::Theme, Kind::Event];
    let things = kinds.into_iter().flat_map(|kind| pages.model.registry.of_kind(kind)).map(|(id, _)| Page::Item(id));
    let sides = pages.config.side_ids().map(Page::Side);
    let some = things.chain(sides).filter(|page| has_cited(&pages.model, *page));
    std::iter::once(ALL).chain(some)
}

/// The documents of such a page, oldest first: of a speaker and of a side those with their words, of a theme and an event those that it is in.
pub fn cited_on(model: &Model, list: Page) -> Vec<ItemId> {
    let mut documents: Vec<ItemId> = match list {
        Page::Item(id) if is_speaker(model, id) => hosts(model, rows(&model.by_speaker, id)).collect(),
        Page::Item(id) => return rows(&model.documents, id).iter().map(|(_, document)| *document).collect(),
        Page::Side(id) => hosts(model, rows(&model.by_side, id)).collect(),
        _ => return model.registry.of_kind(Kind::Document).map(|(id, _)| id).collect(),
    };
    documents.sort_unstable();
    documents.dedup();
    documents
}

fn has_cited(model: &Model, list: Page) -> bool {
    match list {
        Page::Item(id) if is_speaker(model, id) => hosts(model, rows(&model.by_speaker, id)).next().is_some(),
        Page::Item(id) => !rows(&model.documents, id).is_empty(),
        Page::Side(id) => hosts(model, rows(&model.by_side, id)).next().is_some(),
        _ => true,
    }
}

fn is_speaker(model: &Model, id: ItemId) -> bool {
    matches!(model.registry.get(id).kind, Kind::Person | Kind::Organization)
}

/// The documents with some statements; what is said in another text, as on an entity's page, is in none.
fn hosts<'a, K>(model: &'a Model, said: &'a [(K, StatementId)]) -> impl Iterator<Item = ItemId> + 'a {
    let hosts = said.iter().map(|(_, id)| model.statement(*id).document);
    hosts.filter(|host| model.registry.get(*host).kind == Kind::Document)
}

impl Desk<'_> {
    /// The files with the documents of a list; none where there are none.
    pub fn cite_files(self, list: Page) -> Vec<CiteFile> {
        let name = match list {
            _ if !has_cited(self.model(), list) => return Vec::new(),
            Page::Item(id) => &*self.model().registry.get(id).id,
            Page::Side(id) => &self.pages.config.side_of(id).id,
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
