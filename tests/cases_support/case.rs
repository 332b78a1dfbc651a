//! Reads a case: a Markdown file whose fenced blocks are input files, edits and expectations. Does not run anything.

/// What a fenced block is.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// An input file, or its new text after an edit.
    File { path: String, edit: bool },
    /// Input files of one pattern.
    Many { count: usize, path: String },
    /// A file that cannot be read.
    Unreadable(String),
    /// A file that goes away.
    Delete(String),
    /// Something expected, with its arguments.
    Expect(Vec<String>),
    /// Options for what follows: `today=2026-01-01 drafts`.
    Options(Vec<String>),
}

/// A case, in pieces: prose and fenced blocks.
#[derive(Clone, Debug)]
pub struct Case {
    pub pieces: Vec<Piece>,
}

/// A piece of a case.
#[derive(Clone, Debug)]
pub enum Piece {
    Prose(String),
    Fence { open: String, block: Block, body: String, close: String },
}

impl Case {
    /// Reads a case; the pieces put together again are the file.
    pub fn read(text: &str) -> Result<Case, String> {
        let mut pieces = Vec::new();
        let mut prose = String::new();
        let mut lines = text.split_inclusive('\n');
        while let Some(line) = lines.next() {
            let marks = line.len() - line.trim_start_matches('`').len();
            if marks < 3 {
                prose.push_str(line);
                continue;
            }
            pieces.push(Piece::Prose(std::mem::take(&mut prose)));
            let block = block(line.trim_start_matches('`').trim())?;
            let fence = &line[..marks];
            let mut body = String::new();
            let close = loop {
                let Some(next) = lines.next() else { return Err(format!("unclosed block: {line}")) };
                match next.trim_end() == fence {
                    true => break next.to_owned(),
                    false => body.push_str(next),
                }
            };
            pieces.push(Piece::Fence { open: line.to_owned(), block, body, close });
        }
        pieces.push(Piece::Prose(prose));
        if !text.starts_with("# ") || !pieces.iter().any(|p| matches!(p, Piece::Fence { block: Block::Expect(_), .. }))
        {
            return Err("a case begins with a heading that says what is true, and expects something".to_owned());
        }
        Ok(Case { pieces })
    }
}

fn block(info: &str) -> Result<Block, String> {
    let words: Vec<String> = info.split_whitespace().map(str::to_owned).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["expect", ..] => Ok(Block::Expect(words[1..].to_vec())),
        ["edit", path] => Ok(Block::File { path: path.to_owned(), edit: true }),
        ["delete", path] => Ok(Block::Delete(path.to_owned())),
        ["unreadable", path] => Ok(Block::Unreadable(path.to_owned())),
        ["many", count, path] if count.parse::<usize>().is_ok_and(|n| n < 300) => {
            Ok(Block::Many { count: count.parse().unwrap_or_default(), path: path.to_owned() })
        }
        ["options", ..] => Ok(Block::Options(words[1..].to_vec())),
        [first, ..] if first.contains(['.', '/']) => Ok(Block::File { path: info.to_owned(), edit: false }),
        _ => Err(format!("not a block of a case: {info}")),
    }
}
