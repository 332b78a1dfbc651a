//! Languages as small numbers, in the order in which the portal declares them. Does not know their names.

use bitcode::{Decode, Encode};

/// The place of a language in `site.toml`'s `languages`; 0 is the default language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Lang(pub u8);

impl Lang {
    /// The default language: no prefix in its addresses.
    pub const DEFAULT: Lang = Lang(0);

    /// The place as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Whether a text has the form of a language's tag (BCP 47), such as `en` or `zh-Hans`. Does not know which ones there are.
pub fn is_tag(text: &str) -> bool {
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    text.len() <= 35 && text.split('-').all(is_part)
}

/// Something that may exist in each language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct ByLang<T>(Vec<Option<T>>);

impl<T> Default for ByLang<T> {
    fn default() -> Self {
        ByLang(Vec::new())
    }
}

impl<T> ByLang<T> {
    /// The value in `lang`.
    pub fn get(&self, lang: Lang) -> Option<&T> {
        self.0.get(lang.index()).and_then(Option::as_ref)
    }

    /// Sets the value in `lang`.
    pub fn set(&mut self, lang: Lang, value: T) {
        if self.0.len() <= lang.index() {
            self.0.resize_with(lang.index() + 1, || None);
        }
        self.0[lang.index()] = Some(value);
    }

    /// The values that exist, in the declared order.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &T)> {
        self.0.iter().enumerate().filter_map(|(i, v)| Some((Lang(i as u8), v.as_ref()?)))
    }

    /// The leading one: the default language's, else the first declared one that exists.
    pub fn leading(&self) -> Option<(Lang, &T)> {
        self.iter().next()
    }

    /// The value in `lang`, else the leading one, with the language that it is in.
    pub fn best(&self, lang: Lang) -> Option<(Lang, &T)> {
        self.get(lang).map(|v| (lang, v)).or_else(|| self.leading())
    }

    /// Forgets those that `keep` is not true of.
    pub fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        self.0.iter_mut().for_each(|v| *v = v.take().filter(&keep));
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.leading().is_none()
    }
}

impl<T> FromIterator<(Lang, T)> for ByLang<T> {
    fn from_iter<I: IntoIterator<Item = (Lang, T)>>(items: I) -> Self {
        let mut all = ByLang::default();
        for (lang, value) in items {
            all.set(lang, value);
        }
        all
    }
}
