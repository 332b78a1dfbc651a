//! Diagnostics as the panel of a preview shows them: records with the words in question cut out. Does not choose which are shown.

use super::{Desk, Item, Tally, human, is_whole};
use crate::base::diag::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::input::Inputs;
use crate::shell::{Portal, editor};
use serde::Serialize;

/// So many diagnostics are listed; the rest is counted.
const MOST: usize = 100;

/// What the panel shows on one page.
#[derive(Serialize)]
pub struct Panel {
    /// Those of the page.
    pub page: Vec<Problem>,
    /// Those of the rest of the portal.
    pub portal: Vec<Problem>,
    /// How many more there are than are listed.
    pub more: usize,
    /// How many more are about words that visitors of this preview may not see.
    pub withheld: usize,
    /// `1 error, 2 warnings`: of the page, and of all.
    pub tally: [String; 2],
    /// Whether the page is older than the sources.
    pub stale: bool,
}

/// One diagnostic.
#[derive(Serialize)]
pub struct Problem {
    code: &'static str,
    severity: &'static str,
    message: String,
    hints: Vec<String>,
    /// As inside the portal: `content/a.md:3:7`.
    place: String,
    /// Opens the file there.
    href: String,
    /// The number of the first line of the excerpt; before, inside and behind the place.
    line: usize,
    excerpt: Option<[String; 3]>,
    /// What *Apply* does, and what to ask the server for.
    fix: Option<Fix>,
}

#[derive(Serialize)]
struct Fix {
    id: String,
    text: String,
    safe: bool,
}

/// What is needed to show diagnostics.
pub struct Viewer<'a> {
    /// Where the files are.
    pub portal: &'a Portal,
    /// What the diagnostics are about.
    pub inputs: &'a Inputs,
    /// Where a file is opened. `None` where whoever looks may not be the author: then nothing is opened or mended, and no comment is shown.
    pub editor: Option<&'a str>,
}

/// What a browser says to have a fix applied: changes with the diagnostic and with the file that it would change.
pub fn id(note: &Diagnostic, inputs: &Inputs) -> Option<String> {
    let fix = note.fix.as_ref()?;
    let file = inputs.files.get(&fix.place.file)?.fingerprint();
    Some(Fingerprint::of_value(&(note, file)).hex())
}

impl Viewer<'_> {
    /// The panel of a page, of its own diagnostics and of the others.
    pub fn panel(&self, own: &[Diagnostic], others: &[Diagnostic], withheld: usize, stale: bool) -> Panel {
        let all: Vec<Diagnostic> = own.iter().chain(others).cloned().collect();
        let text = |notes: &[Diagnostic]| Tally::of(notes).text().unwrap_or_default();
        let more = own.len().saturating_sub(MOST) + others.len().saturating_sub(MOST);
        let (page, portal, tally) = (self.problems(own), self.problems(others), [text(own), text(&all)]);
        Panel { page, portal, more, withheld, tally, stale }
    }

    fn problems(&self, notes: &[Diagnostic]) -> Vec<Problem> {
        let mut first = notes.to_vec();
        first.sort_by_key(|note| note.severity);
        first.truncate(MOST);
        let desk = Desk { shown: "", inputs: self.inputs };
        first.chunk_by(|a, b| a.place.file == b.place.file).flat_map(|same| self.of_file(&desk, same)).collect()
    }

    fn of_file(&self, desk: &Desk<'_>, notes: &[Diagnostic]) -> Vec<Problem> {
        let lines = desk.lines(&notes[0].place.file);
        notes.iter().map(|note| self.problem(&Item { desk, note, lines: &lines })).collect()
    }

    fn problem(&self, item: &Item<'_>) -> Problem {
        let note = item.note;
        let at = item.lines.position(note.place.span.start as usize);
        let whole = is_whole(&note.place);
        let name = item.desk.name(&note.place.file);
        let own = self.inputs.files.contains_key(&note.place.file);
        let file = self.portal.locate(&note.place.file);
        Problem {
            code: note.code.0,
            severity: note.severity.word(),
            message: note.message.clone(),
            hints: note.hints.clone(),
            place: if whole { name } else { format!("{name}:{}:{}", at.0, at.1) },
            href: self.editor.filter(|_| own).map_or(String::new(), |editor| editor::href(editor, &file, at)),
            line: at.0,
            excerpt: if whole { None } else { self.excerpt(item) },
            fix: self.editor.and_then(|_| self.fix(item)),
        }
    }

    /// The lines of the place. Whoever may not be the author sees the words in question alone: what stands beside them may name what is not
    /// public.
    fn excerpt(&self, item: &Item<'_>) -> Option<[String; 3]> {
        let [before, inside, behind] = human::excerpt(item).filter(|found| self.is_open(&found.text)).map(cut)?;
        match self.editor {
            Some(_) => Some([before, inside, behind]),
            None => Some([String::new(), inside, String::new()]),
        }
    }

    /// Whether everybody may read these lines: a comment is for the author.
    fn is_open(&self, lines: &str) -> bool {
        self.editor.is_some() || !["%%", "<!--", "-->", " #", "\t#"].iter().any(|sign| lines.contains(sign))
    }

    fn fix(&self, item: &Item<'_>) -> Option<Fix> {
        let fix = item.note.fix.as_ref()?;
        let text = human::words(item, fix).unwrap_or_else(|| format!("change {}", fix.place.file));
        Some(Fix { id: id(item.note, self.inputs)?, text, safe: fix.safe })
    }
}

fn cut(excerpt: human::Excerpt) -> [String; 3] {
    let human::Excerpt { text, span, .. } = excerpt;
    [text[..span.start].to_owned(), text[span.clone()].to_owned(), text[span.end..].to_owned()]
}
