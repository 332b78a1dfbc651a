//! The order of names in a language, and the letter that a name is listed under. Does not know whose names they are.

use crate::base::fold::{is_han, without_marks};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use std::cmp::Ordering;

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
    chinese: bool,
    people: bool,
}

impl Collation {
    /// The order of the language with this tag; of Chinese by pinyin.
    pub fn new(tag: &str) -> Collation {
        let locale = tag.parse::<icu_locale::Locale>().unwrap_or(icu_locale::Locale::UNKNOWN);
        let collator = Collator::try_new((&locale).into(), CollatorOptions::default()).ok();
        Collation { collator, chinese: tag.split('-').next() == Some("zh"), people: false }
    }

    /// The same for the names of people.
    pub fn of_people(tag: &str) -> Collation {
        Collation { people: true, ..Collation::new(tag) }
    }

    fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.as_ref().map_or_else(|| a.cmp(b), |c| c.compare(a, b))
    }

    /// Sorts by letter and then by name; equal names keep their order. What has no letter comes last.
    pub fn sort<T>(&self, named: &mut [(String, T)]) {
        named.sort_by_cached_key_with(|name| self.initial(name), |a, b| self.compare(a, b));
    }

    /// The letter that a name is listed under: a capital letter without marks, in Chinese that of the pinyin; `#` for anything else.
    pub fn initial(&self, name: &str) -> String {
        let first = name.chars().find(|c| c.is_alphanumeric()).unwrap_or('#');
        if self.chinese && is_han(first) {
            return self.pinyin(first).to_string();
        }
        let bare = without_marks(first);
        match bare.is_alphabetic() {
            true => bare.to_uppercase().collect(),
            false => "#".to_owned(),
        }
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

/// Sorting by a cached first key and then by comparison.
trait SortByCachedKey<T> {
    fn sort_by_cached_key_with(&mut self, key: impl Fn(&str) -> String, compare: impl Fn(&str, &str) -> Ordering);
}

impl<T> SortByCachedKey<T> for [(String, T)] {
    fn sort_by_cached_key_with(&mut self, key: impl Fn(&str) -> String, compare: impl Fn(&str, &str) -> Ordering) {
        self.sort_by(|a, b| compare(&a.0, &b.0));
        self.sort_by_cached_key(|(name, _)| {
            let letter = key(name);
            (letter == "#", letter)
        });
    }
}
