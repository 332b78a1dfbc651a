//! The views of citations.

use serde::Serialize;

/// How to cite a document and the statements in it.
#[derive(Debug, Clone, Serialize)]
pub struct CiteView {
    /// The document in each style.
    pub styles: Vec<CitationRow>,
    /// The tag of the language of what is cited, where that is not the page's.
    pub lang: Option<String>,
    /// The document and its statements as files for reference managers: `data:` links.
    pub files: Vec<CiteFile>,
    /// Its statements, in the order of the text.
    pub statements: Vec<CitedStatement>,
    /// How many statements there are.
    pub statement_count: usize,
}

/// A document in one style of citation.
#[derive(Debug, Clone, Serialize)]
pub struct CitationRow {
    /// `Chicago`, `APA`, `GB/T 7714`.
    pub style: &'static str,
    /// Ready HTML: titles of whole works are `cite` elements.
    pub html: String,
}

/// A citation as a file.
#[derive(Debug, Clone, Serialize)]
pub struct CiteFile {
    /// `BibTeX`, `RIS`, `CSL-JSON`.
    pub format: &'static str,
    /// The file itself, or its address.
    pub href: String,
    /// Its name.
    pub name: String,
}

/// A statement with what one writes to cite it.
#[derive(Debug, Clone, Serialize)]
pub struct CitedStatement {
    /// In each style, in the order of the document's: ready HTML without the address, which all styles have at their end.
    pub styles: Vec<String>,
    /// Its place on the page.
    pub href: String,
    /// Its full permanent address.
    pub address: String,
    /// The place of the words in the original, where they are verbatim.
    pub original: Option<String>,
}
