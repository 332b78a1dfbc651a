//! Diagnostics as data: what was noticed, where, and the edit that mends it. Does not print anything.

use super::path::SourcePath;
use super::span::Span;

/// A diagnostic's stable name, `stage/what`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// How bad it is. An error makes `build` and `check` exit with 1; `--strict` makes errors of warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The page says something wrong or lacks something.
    Error,
    /// Probably not what the author meant.
    Warning,
    /// Could be better.
    Hint,
}

impl Severity {
    /// The word shown to people and written to JSON.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }
}

/// A file and a range of bytes in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: SourcePath,
    /// Where in it; empty at 0 for a diagnostic on the file as a whole.
    pub span: Span,
}

/// A replacement of one range of one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// What is replaced.
    pub place: Place,
    /// By what.
    pub text: String,
    /// Whether `check --fix` applies it unasked: it cannot change what the text says.
    pub safe: bool,
}

/// One thing that was noticed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// Its stable name.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// One clause, lower case, no full stop.
    pub message: String,
    /// What to do about it; at best one line each.
    pub hints: Vec<String>,
    /// The edit that mends it, where there is one.
    pub fix: Option<Edit>,
}

impl Diagnostic {
    /// A diagnostic without hints or fix.
    pub fn new(severity: Severity, code: Code, file: &SourcePath, span: Span, message: impl Into<String>) -> Self {
        let place = Place { file: file.clone(), span };
        Diagnostic { place, code, severity, message: message.into(), hints: Vec::new(), fix: None }
    }

    /// An error.
    pub fn error(code: Code, file: &SourcePath, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, file, span, message)
    }

    /// A warning.
    pub fn warning(code: Code, file: &SourcePath, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, file, span, message)
    }

    /// A hint.
    pub fn hint(code: Code, file: &SourcePath, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Hint, code, file, span, message)
    }

    /// The same with one more line of advice.
    pub fn help(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same with one more line of advice where there is one.
    pub fn maybe_help(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.help(hint),
            None => self,
        }
    }

    /// The same with a fix that is right whenever the diagnostic is.
    pub fn fix(self, span: Span, text: impl Into<String>) -> Self {
        self.edit(span, text, true)
    }

    /// The same with a fix that a person should look at first.
    pub fn suggest(self, span: Span, text: impl Into<String>) -> Self {
        self.edit(span, text, false)
    }

    fn edit(mut self, span: Span, text: impl Into<String>, safe: bool) -> Self {
        let place = Place { file: self.place.file.clone(), span };
        self.fix = Some(Edit { place, text: text.into(), safe });
        self
    }
}

/// A stage's value and what it noticed.
#[derive(Clone, Debug, Default)]
pub struct Checked<T> {
    /// The result; always usable.
    pub value: T,
    /// In the order in which they were noticed.
    pub notes: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value about which there is nothing to say.
    pub fn fine(value: T) -> Checked<T> {
        Checked { value, notes: Vec::new() }
    }

    /// Whether an error was noticed.
    pub fn has_errors(&self) -> bool {
        self.notes.iter().any(|n| n.severity == Severity::Error)
    }
}

/// Collects the diagnostics of several stages.
#[derive(Debug, Default)]
pub struct Notes(Vec<Diagnostic>);

impl Notes {
    /// Keeps the diagnostics of `checked` and hands on its value.
    pub fn take<T>(&mut self, checked: Checked<T>) -> T {
        self.0.extend(checked.notes);
        checked.value
    }

    /// Keeps one diagnostic.
    pub fn push(&mut self, note: Diagnostic) {
        self.0.push(note);
    }

    /// Keeps several diagnostics.
    pub fn extend(&mut self, notes: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(notes);
    }

    /// The value with everything noticed, sorted by place and without repeats.
    pub fn with<T>(mut self, value: T) -> Checked<T> {
        self.0.sort();
        self.0.dedup();
        Checked { value, notes: self.0 }
    }
}
