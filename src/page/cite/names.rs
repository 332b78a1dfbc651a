//! Names as citations need them: family name and given name, where the sort name says which is which. Guesses neither.

use super::Name;
use crate::base::fold::is_han;
use crate::base::lang::Lang;
use crate::entity::Item;
use crate::parse::Kind;

/// The name of a person or an organization; a person's is taken apart where the sort name says how.
pub fn name_of(item: &Item, lang: Lang) -> Name {
    let name = item.name(lang).0;
    match (item.kind, item.common.sort.get(lang)) {
        (Kind::Person, Some((sort, _))) => name_from(name, sort),
        _ => Name::Whole(name.to_owned()),
    }
}

/// Whether a plain name with a comma looks like "Orlins, Stephen" rather than like "Department for Trade, Industry and Energy": every word of
/// the given name has a capital, is of a script that has none, or is a particle ("Humboldt, Alexander von").
pub fn is_person(name: &str) -> bool {
    const PARTICLES: [&str; 16] =
        ["da", "de", "del", "della", "den", "der", "di", "dos", "du", "la", "ten", "van", "von", "y", "zu", "zur"];
    let capital = |word: &str| {
        let begins = word.chars().next().is_some_and(|c| !c.is_lowercase() && !matches!(c, '&' | '+'));
        begins || PARTICLES.contains(&word)
    };
    name.split_once(',')
        .is_some_and(|(family, given)| family.split_whitespace().count() <= 3 && given.split_whitespace().all(capital))
}

/// A name, taken apart as `sort` shows: "Orlins, Stephen".
pub fn name_from(name: &str, sort: &str) -> Name {
    let parts = sort.split_once(',').map(|(family, given)| (family.trim(), given.trim()));
    match parts.filter(|(f, g)| !f.is_empty() && !g.is_empty() && !g.contains(',')) {
        Some((family, given)) if !name.chars().any(is_han) => {
            // A name that is written as it is sorted says nothing of its own order.
            let rest = name.strip_prefix(family).map(str::trim_start);
            let first = rest == Some(given) && name.len() > family.len() + given.len();
            Name::Person { family: family.to_owned(), given: given.to_owned(), first }
        }
        _ => Name::Whole(name.to_owned()),
    }
}
