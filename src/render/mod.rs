//! Floor 6: a view becomes HTML. The one home of the template engine; does not know where views come from or where pages go.

mod filters;
mod fold;

use crate::base::diag::{Checked, Code, Diagnostic};
use crate::base::fingerprint::Fingerprint;
use crate::base::lang::Lang;
use crate::base::memo::Last;
use crate::base::near::did_you_mean;
use crate::base::path::SourcePath;
use crate::base::shared::Shared;
use crate::base::span::Span;
use crate::input::config::Config;
use crate::input::strings::Strings;
use crate::input::{File, Inputs, defaults};
use crate::page::rows::Press;
use crate::page::view::{DocumentRow, Head, ItemRow, View};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Context, ErrorKind, Tera, Value};

const SYNTAX: Code = Code("template/syntax");
const RENDER: Code = Code("template/render");
const UNORDERED: Code = Code("template/unordered");
const UNUSED: Code = Code("template/unused");
const FOLDER: &str = "templates/";

/// The templates of a portal, made ready once for each language.
pub struct Templates {
    /// By language; empty if they are broken.
    engines: Vec<Tera>,
    /// What engines are made of as it is written, for the places of errors.
    plain: Plain,
    fingerprint: Fingerprint,
    /// Whether any of them is the portal's.
    own: bool,
}

fn fingerprint(sources: &Sources, config: &Config, strings: &[Strings]) -> Fingerprint {
    let marks: Vec<Fingerprint> = strings.iter().map(Strings::fingerprint).collect();
    let tags: Vec<&str> = config.languages.iter().map(|language| &*language.tag).collect();
    Fingerprint::of_value(&(sources, marks, tags))
}

/// The templates as they are written, and the strings and the tag of each language.
struct Plain {
    sources: Sources,
    languages: Vec<(Strings, String)>,
}

impl Plain {
    /// The engine of a language, of its templates as `prepare` makes them ready.
    fn engine<'a>(
        &'a self,
        lang: usize,
        prepare: impl Fn(&'a str, &Strings) -> Cow<'a, str>,
    ) -> tera::TeraResult<Tera> {
        let (strings, tag) = &self.languages[lang];
        let mut engine = Tera::new();
        filters::register(&mut engine, strings, tag);
        engine.add_raw_templates(self.sources.iter().map(|(name, text)| (name, prepare(text, strings))))?;
        Ok(engine)
    }

    /// As every page is made.
    fn folded(&self, lang: usize) -> tera::TeraResult<Tera> {
        self.engine(lang, fold::fold)
    }

    /// With every place where the author wrote it.
    fn written(&self, lang: usize) -> tera::TeraResult<Tera> {
        self.engine(lang, |text, _| Cow::Borrowed(text))
    }
}

/// Every template by its name below `templates/`.
type Sources = BTreeMap<String, Arc<str>>;

impl Templates {
    /// Reads the portal's templates over the built-in ones, or takes those of the last site where nothing that they are made from changed.
    /// Broken templates are errors, and nothing can be rendered then.
    pub fn read(
        inputs: &Inputs,
        config: &Config,
        strings: &[Strings],
        last: &mut Last<Checked<Arc<Templates>>>,
    ) -> Checked<Arc<Templates>> {
        let (sources, notes) = sources(inputs);
        let fingerprint = fingerprint(&sources, config, strings);
        let own = inputs.below(FOLDER).any(|(path, _)| path.extension() == "html");
        let unreadable: Vec<&str> = notes.iter().map(|note| note.place.file.as_str()).collect();
        let key = Fingerprint::of_value(&(fingerprint, own, unreadable));
        last.get(key, || Templates::of(sources, notes, (fingerprint, own), config, strings))
    }

    fn of(
        sources: Sources,
        mut notes: Vec<Diagnostic>,
        (fingerprint, own): (Fingerprint, bool),
        config: &Config,
        strings: &[Strings],
    ) -> Checked<Arc<Templates>> {
        notes.extend(sources.iter().filter_map(|(name, text)| unordered(name, text)));
        let mut engines = Vec::new();
        let languages = config.languages.iter().zip(strings);
        let languages = languages.map(|(language, strings)| (strings.clone(), language.tag.clone())).collect();
        let plain = Plain { sources, languages };
        for lang in 0..plain.languages.len() {
            match plain.folded(lang) {
                Ok(engine) => engines.push(engine),
                Err(error) => {
                    let error = plain.written(lang).err().unwrap_or(error);
                    notes.push(diagnostic(SYNTAX, &error, "base.html", &plain.sources));
                    break; // what is wrong is wrong in every language
                }
            }
        }
        if !notes.is_empty() {
            engines.clear();
        }
        Checked { value: Arc::new(Templates { engines, plain, fingerprint, own }), notes }
    }

    /// Changes with any template or string.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Whether the portal has templates of its own.
    pub fn has_own(&self) -> bool {
        self.own
    }

    /// Whether a template cannot be read, so that there is nothing to render with.
    pub fn is_broken(&self) -> bool {
        self.engines.is_empty()
    }

    /// What `work` makes with the engine of a language. Where it fails, it is done again with the templates as they are written, so that
    /// the place of what is wrong is right.
    fn with_engine<R: Default>(
        &self,
        lang: Lang,
        template: &str,
        mut work: impl FnMut(&Tera) -> tera::TeraResult<R>,
    ) -> Result<R, Box<Diagnostic>> {
        let Some(engine) = self.engines.get(lang.index()) else { return Ok(R::default()) };
        work(engine).map_err(|error| {
            let again = self.plain.written(lang.index()).and_then(|engine| work(&engine)).err();
            Box::new(diagnostic(RENDER, &again.unwrap_or(error), template, &self.plain.sources))
        })
    }

    /// One component of the language's templates, with a row in it.
    fn component(&self, lang: Lang, name: &str, row: Value) -> Result<String, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("row", row);
        self.with_engine(lang, "base.html", |engine| engine.render_component(name, &context, None, true))
    }

    /// Renders a view with the template of its kind; writes nothing of use if that fails or if the templates are broken.
    pub fn render(
        &self,
        lang: Lang,
        page: &Head,
        site: &Shared,
        view: &View,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        let template = format!("{}.html", page.kind);
        let mut context = Context::new();
        context.insert_value("page", Value::from_serializable(page));
        context.insert_value("site", Value::from_serializable(site));
        context.insert_value("view", Value::from_serializable(view));
        self.with_engine(lang, &template, |engine| {
            out.clear();
            engine.render_to(&template, &context, &mut *out)
        })
    }
}

impl Press for Arc<Templates> {
    fn card(&self, lang: Lang, row: &Shared) -> Result<String, Box<Diagnostic>> {
        self.component(lang, "card", Value::from_serializable(row))
    }

    fn label(&self, lang: Lang, row: &ItemRow) -> Result<String, Box<Diagnostic>> {
        self.component(lang, "item_label", Value::from_serializable(row))
    }

    fn entry(&self, lang: Lang, row: &DocumentRow) -> Result<String, Box<Diagnostic>> {
        self.component(lang, "entry_head", Value::from_serializable(row))
    }
}

/// The built-in templates with the portal's in their place.
fn sources(inputs: &Inputs) -> (Sources, Vec<Diagnostic>) {
    let mut notes = Vec::new();
    let own = defaults::below(FOLDER).map(|(path, text)| (name(path), Arc::from(*text)));
    let mut all: Sources = own.collect();
    for (path, file) in inputs.below(FOLDER).filter(|(path, _)| path.extension() == "html") {
        let text = match file {
            File::Text { bytes, .. } => std::str::from_utf8(bytes).ok(),
            _ => None,
        };
        match text {
            Some(text) => drop(all.insert(name(path.as_str()), Arc::from(text))),
            None => notes.push(Diagnostic::error(SYNTAX, path, Span::default(), "a template must be UTF-8 text")),
        }
    }
    notes.extend(unused(inputs, &all));
    (all, notes)
}

/// Templates of the portal that take the place of none and that no other names, but whose names are nearly those of the theme: they are of no
/// effect.
fn unused(inputs: &Inputs, all: &Sources) -> Vec<Diagnostic> {
    let own =
        inputs.below(FOLDER).filter(|(path, _)| path.extension() == "html" && defaults::get(path.as_str()).is_none());
    let known = || defaults::below(FOLDER).map(|(path, _)| name(path));
    let note = |(path, _): (&SourcePath, _)| {
        let own = name(path.as_str());
        let named = [format!("\"{own}\""), format!("'{own}'")];
        if all.values().any(|text| named.iter().any(|name| text.contains(name))) {
            return None;
        }
        let known: Vec<String> = known().collect();
        let near = did_you_mean(&own, known.iter().map(String::as_str))?;
        let note = Diagnostic::hint(UNUSED, path, Span::default(), "no page is made with this template");
        Some(note.help(near))
    };
    own.filter_map(note).collect()
}

/// A loop over the entries of a map. The engine keeps them in no order, so that pages would differ from run to run.
fn unordered(name: &str, text: &str) -> Option<Diagnostic> {
    let names_two = |tag: &str| {
        let loop_over = tag.trim_start_matches('-').trim_start().strip_prefix("for ")?;
        let (names, _) = loop_over.split_once(" in ")?;
        names.contains(',').then_some(names.trim().len())
    };
    let (at, len) = text.match_indices("{%").find_map(|(at, tag)| {
        let rest = &text[at + tag.len()..];
        let len = names_two(rest.split("%}").next()?)?;
        Some((at + tag.len() + rest.find("for ")? + 4, len))
    })?;
    let file = SourcePath::new(&format!("{FOLDER}{name}"));
    let note = Diagnostic::error(UNORDERED, &file, Span::new(at, at + len), "a loop over a map, which has no order");
    Some(note.help("loop over a list: no view has a map"))
}

fn name(path: &str) -> String {
    path.strip_prefix(FOLDER).unwrap_or(path).to_owned()
}

/// What the engine says, in one clause at its place; `template` is named where the engine names none.
fn diagnostic(code: Code, error: &tera::Error, template: &str, sources: &Sources) -> Diagnostic {
    let file = |name: &str| SourcePath::new(&format!("{FOLDER}{name}"));
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let range = &report.span().range;
            let place = Span::new(range.start, range.end);
            let name = if report.filename().is_empty() { template } else { report.filename() };
            Diagnostic::error(code, &file(name), place, clause(report.message()))
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            Diagnostic::error(code, &file(tpl), Span::default(), "the template includes or extends itself")
        }
        ErrorKind::MissingParent { current, parent } => Diagnostic::error(
            code,
            &file(current),
            Span::default(),
            format!("there is no template `{parent}` to extend"),
        ),
        _ => report(code, &error.to_string(), template, sources),
    }
}

/// Of errors that the engine gives as a text: `error: …` and ` --> name:line:column`. The first one is told.
fn report(code: Code, text: &str, template: &str, sources: &Sources) -> Diagnostic {
    let message =
        text.lines().find_map(|l| l.strip_prefix("error: ")).or_else(|| text.lines().next()).unwrap_or_default();
    let mut place = text.lines().find_map(|l| l.trim_start().strip_prefix("--> ")).unwrap_or_default().rsplitn(3, ':');
    let number = |part: Option<&str>| part.and_then(|p| p.trim().parse::<usize>().ok()).unwrap_or(1);
    let (column, line) = (number(place.next()), number(place.next()));
    let named = place.next().or_else(|| message.rsplit('`').nth(1)).filter(|n| sources.contains_key(*n));
    let name = named.unwrap_or(template);
    let at = sources.get(name).map_or(0, |source| offset(source, line, column));
    Diagnostic::error(code, &SourcePath::new(&format!("{FOLDER}{name}")), Span::at(at), clause(message))
}

/// Where a line and a column, both counted from 1, begin.
fn offset(source: &str, line: usize, column: usize) -> usize {
    let start: usize = source.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = source.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column - 1).map_or(0, |(i, _)| i)
}

/// The engine's message as one clause: first line, small first letter, no full stop.
fn clause(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default().trim_end_matches('.');
    let mut letters = line.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
