//! The words that front matter chooses from: types of documents, tracks, kinds of organizations and of translations. Does not read them.

use bitcode::{Decode, Encode};

/// An enum, each value with the word for it in files.
macro_rules! words {
    ($(#[$what:meta])* $name:ident: $($value:ident = $word:literal),*) => {
        $(#[$what])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        #[allow(missing_docs)]
        pub enum $name { $($value),* }

        impl $name {
            /// All of them, as they are written.
            pub const WORDS: &[(&str, $name)] = &[$(($word, $name::$value)),*];

            /// The word for it, in files, views and strings.
            pub fn word(self) -> &'static str {
                match self { $($name::$value => $word),* }
            }
        }
    };
}

words! {
    /// What a document is.
    DocumentType:
    News = "news", Speech = "speech", Statement = "statement", Declaration = "declaration", Resolution = "resolution",
    Communique = "communique", JointStatement = "joint-statement", Readout = "readout", Transcript = "transcript",
    Interview = "interview", OpEd = "op-ed", Paper = "paper", Law = "law", Report = "report", Briefing = "briefing"
}

words! {
    /// A track of dialogue.
    Track:
    Official = "official", OneAndAHalf = "1.5", Two = "2", Academic = "academic", Industry = "industry", Media = "media",
    CivilSociety = "civil-society"
}

words! {
    /// What an organization is.
    OrganizationKind:
    Government = "government", Intergovernmental = "intergovernmental", ThinkTank = "think-tank", University = "university",
    Company = "company", Association = "association", Media = "media", Forum = "forum"
}

words! {
    /// How a text was translated.
    TranslationKind:
    Official = "official", Human = "human", Machine = "machine", MachineReviewed = "machine-reviewed"
}

impl OrganizationKind {
    /// Whether it speaks for a state, or for several.
    pub fn is_public_body(self) -> bool {
        matches!(self, OrganizationKind::Government | OrganizationKind::Intergovernmental)
    }
}
