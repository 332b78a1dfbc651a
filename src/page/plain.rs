//! The plain text as readers see it: with the names that it mentions, and its headings. Does not make HTML.

use super::Desk;
use super::view::ContentRow;
use crate::base::lang::Lang;
use crate::base::span::Span;
use crate::entity::ItemId;
use crate::entity::resolve::Target;
use crate::parse::Kind;

impl Desk<'_> {
    /// A range of the plain text with the names in it as readers see them. Of what is embedded there is the name: two texts may embed
    /// each other.
    pub fn plain(self, id: ItemId, lang: Lang, span: Span) -> String {
        let Some(edition) = self.pages.model.registry.get(id).editions.get(lang) else { return String::new() };
        let body = &edition.body;
        let targets = self.model().targets_of(id, lang);
        let mut text = String::with_capacity(span.range().len());
        let mut at = span.start;
        let from = body.mentions.partition_point(|m| m.plain.end <= span.start);
        for (i, mention) in body.mentions.iter().enumerate().skip(from) {
            if mention.plain.start >= span.end {
                break;
            }
            if mention.labelled || mention.plain.start < at {
                continue;
            }
            text.push_str(Span { start: at, end: mention.plain.start }.of(&body.plain));
            text.push_str(&self.name_of(targets.get(i), &mention.target.value, lang));
            at = mention.plain.end;
        }
        text.push_str(Span { start: at.min(span.end), end: span.end }.of(&body.plain));
        let trimmed = text.trim();
        match trimmed.contains('\n') {
            true => trimmed.replace('\n', " "),
            false => trimmed.to_owned(),
        }
    }

    /// The name that stands in a text of `lang` for a mention without a label.
    pub fn name_of(self, target: Option<&Target>, written: &str, lang: Lang) -> String {
        match target {
            Some(Target::Item(id)) => self.model().registry.get(*id).name(lang).0.to_owned(),
            _ => {
                let bare = crate::entity::lookup::with_kind(written).1;
                // Only a folder of ours is no word of the text: `people/jane-doe`, but `war/peace` as it is.
                let name =
                    bare.rsplit_once('/').filter(|(folder, _)| Kind::ALL.iter().any(|k| folder.ends_with(k.folder())));
                name.map_or(bare, |(_, name)| name).to_owned()
            }
        }
    }

    /// The headings of an item's text.
    pub fn contents(self, id: ItemId) -> Vec<ContentRow> {
        let Some((lang, edition)) = self.edition(id) else { return Vec::new() };
        let headings = edition.body.headings.iter();
        headings
            .map(|h| ContentRow { level: h.level, text: self.plain(id, lang, h.plain), anchor: h.anchor.clone() })
            .collect()
    }
}
