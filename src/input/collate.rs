//! The order of names in a language, and the letter that a name is listed under. Does not know whose names they are.

use crate::base::fold::{is_han, without_marks};
use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The first character, in pinyin order, of each letter that a syllable can begin with.
const PINYIN: [(char, char); 23] = [
    ('阿', 'A'),
    ('八', 'B'),
    ('嚓', 'C'),
    ('咑', 'D'),
    ('妸', 'E'),
    ('发', 'F'),
    ('旮', 'G'),
    ('哈', 'H'),
    ('丌', 'J'),
    ('咔', 'K'),
    ('垃', 'L'),
    ('妈', 'M'),
    ('拏', 'N'),
    ('噢', 'O'),
    ('妑', 'P'),
    ('七', 'Q'),
    ('呥', 'R'),
    ('仨', 'S'),
    ('他', 'T'),
    ('屲', 'W'),
    ('夕', 'X'),
    ('丫', 'Y'),
    ('帀', 'Z'),
];

/// Characters that sound differently as surnames: 曾 is Zēng.
const SURNAMES: [(char, char); 16] = [
    ('曾', 'Z'),
    ('单', 'S'),
    ('仇', 'Q'),
    ('解', 'X'),
    ('区', 'O'),
    ('翟', 'Z'),
    ('查', 'Z'),
    ('朴', 'P'),
    ('盖', 'G'),
    ('缪', 'M'),
    ('覃', 'Q'),
    ('乐', 'Y'),
    ('逄', 'P'),
    ('员', 'Y'),
    ('召', 'S'),
    ('冼', 'X'),
];

/// The order of one language.
pub struct Collation {
    collator: Option<CollatorBorrowed<'static>>,
    /// The same, that sees only letters.
    letters: Option<CollatorBorrowed<'static>>,
    chinese: bool,
    people: bool,
}

impl Collation {
    /// The order of the language with this tag; of Chinese by pinyin.
    pub fn new(tag: &str) -> Collation {
        let locale = tag.parse::<icu_locale::Locale>().unwrap_or(icu_locale::Locale::UNKNOWN);
        let collator = |options| Collator::try_new((&locale).into(), options).ok();
        let mut letters = CollatorOptions::default();
        letters.strength = Some(Strength::Primary);
        let (collator, letters) = (collator(CollatorOptions::default()), collator(letters));
        Collation { collator, letters, chinese: tag.split('-').next() == Some("zh"), people: false }
    }

    /// The same for the names of people.
    pub fn of_people(tag: &str) -> Collation {
        Collation { people: true, ..Collation::new(tag) }
    }

    /// Which of two names comes first.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.as_ref().map_or_else(|| a.cmp(b), |c| c.compare(a, b))
    }

    /// Sorts by letter and then by name; equal names keep their order. What has no letter comes last.
    pub fn sort<T>(&self, named: &mut [(String, T)]) {
        named.sort_by(|a, b| self.compare(&a.0, &b.0));
        let mut letters: Vec<String> = named.iter().map(|(name, _)| self.initial(name)).collect();
        letters.sort_by(|a, b| (a == "#").cmp(&(b == "#")).then_with(|| self.compare(a, b)));
        let ranks: BTreeMap<String, usize> = letters.into_iter().zip(0..).collect();
        named.sort_by_cached_key(|(name, _)| ranks.get(&self.initial(name)).copied());
    }

    /// The letter that a name is listed under: a capital letter, in Chinese that of the pinyin; `#` for anything else. Marks are left out
    /// where the language takes the letter for the same with or without them: Å is an A in English, and a letter of its own in Norwegian.
    pub fn initial(&self, name: &str) -> String {
        let first = name.chars().find(|c| c.is_alphanumeric()).unwrap_or('#');
        if self.chinese && is_han(first) {
            return self.pinyin(first).to_string();
        }
        let bare = without_marks(first);
        let is_own = bare != first && self.differ(&bare.to_string(), &first.to_string());
        match bare.is_alphabetic() {
            true => if is_own { first } else { bare }.to_uppercase().collect(),
            false => "#".to_owned(),
        }
    }

    /// Whether two letters are different ones in this language, not only written in different ways.
    fn differ(&self, a: &str, b: &str) -> bool {
        self.letters.as_ref().is_some_and(|letters| letters.compare(a, b) != Ordering::Equal)
    }

    fn pinyin(&self, c: char) -> char {
        if let Some((_, letter)) = SURNAMES.iter().find(|(surname, _)| self.people && *surname == c) {
            return *letter;
        }
        let text = c.to_string();
        let after = |(bound, _): &&(char, char)| self.compare(&bound.to_string(), &text) != Ordering::Greater;
        PINYIN.iter().rev().find(after).map_or('A', |(_, letter)| *letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(tag: &str, names: &[&str]) -> String {
        let collation = Collation::new(tag);
        let mut named: Vec<(String, ())> = names.iter().map(|name| ((*name).to_owned(), ())).collect();
        collation.sort(&mut named);
        let all: Vec<String> = named.iter().map(|(name, ())| format!("{}:{name}", collation.initial(name))).collect();
        all.join(" ")
    }

    #[test]
    fn letters_are_those_of_the_language() {
        let names = ["Åse", "Anna", "Øystein", "Zoe", "Ægir", "Élise", "9"];
        assert_eq!(letters("nb", &names), "A:Anna E:Élise Z:Zoe Æ:Ægir Ø:Øystein Å:Åse #:9");
        assert_eq!(letters("en", &names), "A:Anna A:Åse Æ:Ægir E:Élise Ø:Øystein Z:Zoe #:9");
        assert_eq!(letters("cs", &["Černý", "Dana", "Cyril"]), "C:Cyril Č:Černý D:Dana");
        assert_eq!(letters("zh", &["王毅", "Xu", "习近平", "傅聪"]), "F:傅聪 W:王毅 X:习近平 X:Xu");
    }
}
