//! Rust sources as the tidy checks see them: the text, the same with comments and literals blanked, and where its tests
//! and functions are. Reads tokens, not grammar; judges nothing.

use std::fs;
use std::ops::Range;
use std::path::Path;

/// One file of Rust.
pub struct Source {
    /// From the root of the repository, with slashes.
    pub path: String,
    /// As written.
    pub text: String,
    /// As long as `text`, with blanks for comments and for string and character literals.
    pub code: String,
    /// The items marked `#[cfg(test)]`; the whole file where it holds nothing else.
    tests: Vec<Range<usize>>,
}

/// A function with a body.
pub struct Function<'a> {
    pub name: &'a str,
    pub line: usize,
    pub lines: usize,
}

impl Source {
    pub fn new(path: String, text: String) -> Source {
        let code = blank_literals(&text);
        let whole = is_test_file(&path).then_some(0..text.len());
        let tests = whole.map_or_else(|| test_items(&code), |whole| Vec::from([whole]));
        Source { path, text, code, tests }
    }

    /// The module's path: `["shell", "sync"]` for `src/shell/sync.rs` and for `src/shell/sync/mod.rs`.
    pub fn module(&self) -> Vec<&str> {
        let path = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let path = path.strip_suffix(".rs").unwrap_or(path);
        path.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).collect()
    }

    /// The number of the line at byte `at`, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    pub fn is_test(&self, at: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&at))
    }

    /// How many lines there are besides tests.
    pub fn lines(&self) -> usize {
        let newlines = self.text.match_indices('\n').filter(|(at, _)| !self.is_test(*at)).count();
        newlines + usize::from(!self.text.is_empty() && !self.text.ends_with('\n'))
    }

    pub fn functions(&self) -> Vec<Function<'_>> {
        words(&self.code, "fn").filter_map(|at| self.function(at)).collect()
    }

    fn function(&self, at: usize) -> Option<Function<'_>> {
        let name = word_at(&self.code, skip_space(&self.code, at + 2))?;
        let body = item_end(&self.code, at)?;
        let lines = self.code[at..body].matches('\n').count() + 1;
        self.code[..body].ends_with('}').then(|| Function { name, line: self.line(at), lines })
    }
}

/// Every `.rs` file below `folder`, by path.
pub fn sources(root: &Path, folder: &str) -> Vec<Source> {
    let paths = files(root, folder).into_iter().filter(|path| path.ends_with(".rs"));
    paths.map(|path| (read(root, &path), path)).map(|(text, path)| Source::new(path, text)).collect()
}

/// Every file below `folder` that is not hidden, from the root, with slashes, by path.
pub fn files(root: &Path, folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(root.join(folder)) else { return found };
    for entry in entries {
        let entry = entry.expect("a folder can be listed");
        let name = entry.file_name().into_string().expect("names are UTF-8");
        match entry.path().is_dir() {
            _ if name.starts_with('.') => {}
            true => found.extend(files(root, &format!("{folder}/{name}"))),
            false => found.push(format!("{folder}/{name}")),
        }
    }
    found.sort();
    found
}

/// The text of one file.
pub fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Where `word` stands in `code` by itself.
pub fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        let before = code[..at].chars().next_back().is_some_and(is_word);
        let after = code[at + word.len()..].chars().next().is_some_and(is_word);
        !before && !after
    })
}

/// Where a path begins with `root`, and the names right below it there: `b` and `c` for `use a::{b, c::d}`.
pub fn paths<'a>(code: &'a str, root: &'a str) -> impl Iterator<Item = (usize, Vec<&'a str>)> + 'a {
    words(code, root).filter(move |&at| begins_path(code, at)).filter_map(move |at| {
        let below = code[at + root.len()..].strip_prefix("::")?;
        Some((at, names_below(below)))
    })
}

/// The word that begins at `at`.
pub fn word_at(code: &str, at: usize) -> Option<&str> {
    let rest = &code[at..];
    let len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    (len > 0).then(|| &rest[..len])
}

/// Whether nothing qualifies the word at `at`: it is neither `x::word` nor `x.word`; `::word` begins a path.
pub fn begins_path(code: &str, at: usize) -> bool {
    match code[..at].strip_suffix("::") {
        Some(before) => !before.ends_with(|c| is_word(c) || c == '>'),
        None => !code[..at].ends_with('.') || code[..at].ends_with(".."),
    }
}

fn names_below(code: &str) -> Vec<&str> {
    let Some(group) = code.strip_prefix('{') else { return word_at(code, 0).into_iter().collect() };
    let (mut depth, mut is_next, mut names) = (0, true, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => is_next = true,
            c if is_next && is_word(c) => {
                names.extend(word_at(group, at));
                is_next = false;
            }
            _ => {}
        }
    }
    names
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

fn skip_space(code: &str, at: usize) -> usize {
    code[at..].find(|c: char| !c.is_whitespace()).map_or(code.len(), |n| at + n)
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("_tests.rs") || path.ends_with("/tests.rs") || path.contains("/tests/")
}

fn test_items(code: &str) -> Vec<Range<usize>> {
    let marks = code.match_indices("#[cfg(test)]");
    marks.filter_map(|(at, mark)| Some(at..item_end(code, at + mark.len())?)).collect()
}

/// Where the item that begins at `at` ends: after its first `;` outside brackets, or after its first block.
fn item_end(code: &str, at: usize) -> Option<usize> {
    let (mut brackets, mut braces) = (0_i32, 0_i32);
    for (n, byte) in code.bytes().enumerate().skip(at) {
        match byte {
            b'(' | b'[' => brackets += 1,
            b')' | b']' => brackets -= 1,
            b'{' => braces += 1,
            b'}' => braces -= 1,
            _ => {}
        }
        if (byte == b'}' && braces <= 0 || byte == b';' && braces == 0) && brackets == 0 {
            return Some(n + 1);
        }
    }
    None
}

fn blank_literals(text: &str) -> String {
    let mut code = text.as_bytes().to_vec();
    let mut at = 0;
    while at < code.len() {
        let (end, is_literal) = token(text.as_bytes(), at);
        if is_literal {
            code[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        }
        at = end;
    }
    String::from_utf8(code).expect("only whole tokens are blanked")
}

/// Where the token at `at` ends, and whether it is a comment or a literal to blank.
fn token(text: &[u8], at: usize) -> (usize, bool) {
    let rest = &text[at..];
    match rest[0] {
        b'/' if rest.starts_with(b"//") => (at + line_end(rest), true),
        b'/' if rest.starts_with(b"/*") => (at + comment_end(rest), true),
        b'"' => (at + string_end(rest), true),
        b'\'' => char_end(rest).map_or((at + 1, false), |len| (at + len, true)),
        byte if byte == b'_' || byte.is_ascii_alphabetic() => word_or_literal(rest, at),
        byte if byte.is_ascii() => (at + 1, false),
        _ => (at + rest.iter().position(u8::is_ascii).unwrap_or(rest.len()), false),
    }
}

fn word_or_literal(rest: &[u8], at: usize) -> (usize, bool) {
    let is_end = |byte: &u8| byte.is_ascii() && *byte != b'_' && !byte.is_ascii_alphanumeric();
    let len = rest.iter().position(is_end).unwrap_or(rest.len());
    let (word, after) = rest.split_at(len);
    let literal = match word {
        b"r" | b"br" | b"cr" => raw_end(after),
        b"b" | b"c" if after.starts_with(b"\"") => Some(string_end(after)),
        b"b" if after.starts_with(b"'") => char_end(after),
        _ => None,
    };
    (at + len + literal.unwrap_or(0), literal.is_some())
}

fn line_end(rest: &[u8]) -> usize {
    rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
}

fn comment_end(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match &rest[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] if depth == 1 => return at + 2,
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    rest.len()
}

fn string_end(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != b'"' {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    rest.len().min(at + 1)
}

/// The length of a raw string of which only the hashes and what follows are given.
fn raw_end(rest: &[u8]) -> Option<usize> {
    let hashes = rest.iter().take_while(|byte| **byte == b'#').count();
    let close = [b"\"".as_slice(), &rest[..hashes]].concat();
    let inside = rest[hashes..].strip_prefix(b"\"")?;
    let len = inside.windows(close.len()).position(|window| window == close);
    Some(len.map_or(rest.len(), |len| hashes + 1 + len + close.len()))
}

/// The length of a character literal, if the quote begins one and no lifetime.
fn char_end(rest: &[u8]) -> Option<usize> {
    let first = *rest.get(1)?;
    let width = match first {
        b'\\' => 2,
        byte if byte.is_ascii() => 1,
        _ => 1 + rest[2..].iter().take_while(|byte| **byte & 0xc0 == 0x80).count(),
    };
    let tail = rest.get(1 + width..)?;
    let close = tail.iter().position(|byte| *byte == b'\'' || *byte == b'\n')?;
    (tail[close] == b'\'' && (close == 0 || first == b'\\')).then_some(width + close + 2)
}

#[test]
fn comments_and_literals_are_blanked() {
    let check = |text: &str, code: &str| assert_eq!(blank_literals(text), code, "{text}");
    check("a // b\nc", "a     \nc");
    check("a /* /* b */ c */ d", "a                 d");
    check(r#"f("}\"", b"{") }"#, "f(     ,     ) }");
    check("r#\"a\"b\"# r#fn", "         r#fn");
    check(r"'{' '\'' '\u{7b}' 'a: b'x'", "                  'a:     ");
    check("'中' 中", "      中");
}

#[test]
fn functions_and_tests_are_found() {
    let text = "fn a() -> [u8; 2] {\n    '{';\n}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\ntrait T { fn c(); }\n";
    let source = Source::new("src/a.rs".to_owned(), text.to_owned());
    let found: Vec<_> = source.functions().iter().map(|f| (f.name.to_owned(), f.line, f.lines)).collect();
    assert_eq!(found, [("a".to_owned(), 1, 3), ("b".to_owned(), 7, 1)]);
    assert_eq!((source.lines(), source.module()), (6, vec!["a"]));
}

#[test]
fn paths_are_found_with_what_is_right_below() {
    let code = "use std::{io, fs::{self, File}, path}; x::std::fs; ::std::fmt; std::fs::read";
    let found: Vec<_> = paths(code, "std").map(|(_, names)| names).collect();
    assert_eq!(found, [vec!["io", "fs", "path"], vec!["fmt"], vec!["fs"]]);
}
