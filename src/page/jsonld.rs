//! JSON-LD of a page, in schema.org's words. Says nothing that the page does not.

use super::Desk;
use super::cite::is_person;
use super::route::Page;
use super::timeline::days_of;
use super::view::{Head, View};
use crate::base::date::Date;
use crate::entity::{Author, Item, ItemId, Own, Speaker};
use crate::model::rows;
use crate::parse::Kind;
use crate::parse::keys::MarkKind;
use crate::parse::words::DocumentType;
use serde_json::{Map, Value, json};

/// How many quotations and claims a document's data hold.
const MOST_PARTS: usize = 50;

/// The data of a page as text for a `script` element.
pub fn page(desk: Desk<'_>, page: Page, view: &View, head: &Head) -> String {
    let data = match (page, view) {
        (Page::Item(id), _) => desk.item_data(id, head),
        (Page::Home, _) => desk.website(head),
        (Page::Missing, _) => json!({"@type": "WebPage", "name": head.title}),
        (Page::Redirect(_), _) => return String::new(),
        _ => json!({"@type": "CollectionPage", "name": head.title, "url": head.canonical}),
    };
    let Value::Object(mut data) = data else { return String::new() };
    let mut all = Map::new();
    all.insert("@context".to_owned(), json!("https://schema.org"));
    all.append(&mut data);
    // `</script>` and comments cannot end the element from inside.
    Value::Object(all).to_string().replace('<', "\\u003c")
}

fn put(map: &mut Map<String, Value>, key: &str, value: impl Into<Value>) {
    let value = value.into();
    let empty = match &value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    if !empty {
        map.insert(key.to_owned(), value);
    }
}

impl Desk<'_> {
    fn website(self, head: &Head) -> Value {
        json!({
            "@type": "WebSite",
            "@id": format!("{}#site", self.pages.config.base_url),
            "name": head.title,
            "url": head.canonical,
            "description": head.description,
            "inLanguage": self.pages.config.language(self.lang).tag,
        })
    }

    /// Who publishes the portal's own texts.
    fn portal(self) -> Value {
        let config = &self.pages.config;
        json!({"@type": "Organization", "name": config.title.show(self.lang), "url": config.base_url})
    }

    /// The id of an item in data: the address in the default language.
    fn data_id(self, id: ItemId) -> String {
        let address = self.address_in(Page::Item(id), crate::base::lang::Lang::DEFAULT);
        format!("{}#it", self.absolute(&address))
    }

    fn reference(self, id: ItemId) -> Value {
        let item = self.model().registry.get(id);
        let kind = schema_type(item);
        json!({"@type": kind, "@id": self.data_id(id), "name": item.name(self.lang).0})
    }

    fn item_data(self, id: ItemId, head: &Head) -> Value {
        let item = self.model().registry.get(id);
        let mut map = Map::new();
        put(&mut map, "@type", schema_type(item));
        put(&mut map, "@id", self.data_id(id));
        put(&mut map, "url", head.canonical.clone());
        let name = if matches!(item.kind, Kind::Document) { "headline" } else { "name" };
        put(&mut map, name, head.title.clone());
        put(&mut map, "description", head.description.clone());
        let same: Vec<Value> = item.common.links.iter().map(|l| json!(l.value)).chain(same_as(item)).collect();
        match &item.own {
            Own::Document(_) => self.document_data(id, &mut map),
            Own::Person(own) => {
                // An office of which only a day is known may be over.
                let today = self.pages.today;
                let newest = own.newest_office(today).filter(|p| p.held_on(today));
                put(&mut map, "jobTitle", newest.map_or(String::new(), |p| self.show(&p.title)));
                put(&mut map, "affiliation", newest.and_then(|p| p.org).map_or(Value::Null, |o| self.reference(o)));
            }
            Own::Organization(own) => {
                put(&mut map, "parentOrganization", own.parent.map_or(Value::Null, |p| self.reference(p)));
                put(&mut map, "foundingDate", own.founded.map_or(String::new(), |d| d.start.to_string()));
            }
            Own::Event(own) => {
                let days = days_of(own);
                put(&mut map, "startDate", days.map_or(String::new(), |days| days.start.to_string()));
                put(&mut map, "endDate", days.and_then(|days| days.end).map_or(String::new(), |end| end.to_string()));
                let place = self.show(&own.place);
                put(
                    &mut map,
                    "location",
                    if place.is_empty() { Value::Null } else { json!({"@type": "Place", "name": place}) },
                );
                let organizers: Vec<Value> = own.organizers.iter().map(|o| self.reference(*o)).collect();
                put(&mut map, "organizer", organizers);
            }
            Own::Theme(_) | Own::Term(_) | Own::Page => {}
        }
        put(&mut map, "sameAs", same);
        Value::Object(map)
    }

    fn document_data(self, id: ItemId, map: &mut Map<String, Value>) {
        let model = self.model();
        let item = model.registry.get(id);
        let Some(own) = item.document() else { return };
        let lang = self.edition(id).map_or(self.lang, |(lang, _)| lang);
        put(map, "inLanguage", self.pages.config.language(lang).tag.clone());
        if own.date != Date::UNDATED {
            put(map, "datePublished", own.date.start.to_string());
        }
        let publisher = match own.outlet {
            Some(outlet) => self.reference(outlet),
            None if own.is_briefing() => self.portal(),
            None => Value::Null,
        };
        put(map, "publisher", publisher);
        let authors = own.writers().into_iter().map(|author| match author {
            Author::Item(id) => self.reference(id),
            Author::Name(name) => {
                // A plain name without a comma may be of either: nothing is guessed.
                let kind = if is_person(&name) { "Person" } else { "Thing" };
                json!({"@type": kind, "name": name})
            }
        });
        put(map, "author", authors.collect::<Vec<_>>());
        let about = own.themes.iter().copied().chain(own.event).map(|t| self.reference(t));
        put(map, "about", about.collect::<Vec<_>>());
        let based: Vec<Value> = own.sources.iter().filter_map(|s| Some(json!(s.url.as_ref()?))).collect();
        put(
            map,
            "isBasedOn",
            if based.is_empty() { json!(own.url.best(self.lang).map(|(_, u)| u)) } else { json!(based) },
        );
        put(map, "hasPart", self.parts(id));
    }

    /// What is quoted and what is claimed in a document, in the order of its text.
    fn parts(self, id: ItemId) -> Vec<Value> {
        let model = self.model();
        let own = rows(&model.of_document, id).iter().map(|(_, s)| model.statement(*s));
        let parts = own.filter_map(|s| match s.kind {
            MarkKind::Quote => Some(("Quotation", s)),
            MarkKind::Claim => Some(("Claim", s)),
            _ => None,
        });
        parts
            .take(MOST_PARTS)
            .map(|(kind, s)| {
                let (words, lang) = self.cited_words(s);
                let spoken = s.voices.iter().filter_map(|v| match v.speaker {
                    Speaker::Item(id) => Some(self.reference(id)),
                    Speaker::Side(_) => None,
                });
                let mut map = Map::new();
                put(&mut map, "@type", kind);
                put(&mut map, "@id", self.permanent(s));
                put(&mut map, "text", words);
                put(&mut map, "inLanguage", lang.unwrap_or_default());
                put(&mut map, "creator", spoken.collect::<Vec<_>>());
                Value::Object(map)
            })
            .collect()
    }
}

fn schema_type(item: &Item) -> &'static str {
    match &item.own {
        Own::Document(own) => match own.doc_type {
            DocumentType::News | DocumentType::OpEd | DocumentType::Interview => "NewsArticle",
            DocumentType::Report | DocumentType::Paper => "Report",
            _ => "Article",
        },
        Own::Person(_) => "Person",
        Own::Organization(_) => "Organization",
        Own::Theme(_) | Own::Term(_) => "DefinedTerm",
        Own::Event(_) => "Event",
        Own::Page => "WebPage",
    }
}

fn same_as(item: &Item) -> impl Iterator<Item = Value> + '_ {
    item.common.ids.iter().filter_map(|(scheme, value)| {
        let base = match scheme.as_str() {
            "wikidata" => "https://www.wikidata.org/entity/",
            "orcid" => "https://orcid.org/",
            "viaf" => "https://viaf.org/viaf/",
            _ => return None,
        };
        Some(json!(format!("{base}{value}")))
    })
}
