//! What the runner of cases is made of: reading a case, running it, printing what a site says as lines of text.
//!
//! A case is a Markdown file. Its prose is for people; each fenced block is one of these:
//!
//! | block | is |
//! |---|---|
//! | `content/people/a.md`, `site.toml`, … | an input file; `␍` is a carriage return, `␀` a NUL byte, `⟦FF⟧` the byte FF |
//! | `edit PATH`, `delete PATH` | the file's new text, or its end, after the site was made once more |
//! | `many COUNT PATH` | so many files: `{n}` in path and text is 001, 002, …, `{date}` one day after the other from 2025-01-02 |
//! | `unreadable PATH` | a file that cannot be read, with the reason |
//! | `options today=2026-01-01 drafts base-url=…` | other circumstances |
//! | `expect diagnostics [PREFIX]` | all that was noticed, or what was noticed in files whose path begins so: place, code, hints, fix |
//! | `expect codes` | the same without messages, for those that count something of the built-in theme |
//! | `expect fixed PATH` | the file as `check --fix` would leave it |
//! | `expect body PATH` | a text as it was read: HTML with `[words]{kind id}`, `[[what a name means\|label]]`, `![[…]]` and `(address)` |
//! | `expect model.statements [PREFIX]` | who said what, oldest first; of documents whose path begins so |
//! | `expect model.appearances`, `expect model.readouts` | where everything appears; official accounts of events |
//! | `expect addresses [PREFIX]` | every address but those of the built-in theme |
//! | `expect view ADDRESS [FIELD…]` | what a template sees, or those fields of it and of `head`; empty values are left out |
//! | `expect page ADDRESS`, `expect text ADDRESS` | the bytes of an output; its words without tags, from its `main` element on |
//! | `expect lines ADDRESS WORD…` | the lines of an output that have one of the words in them |
//! | `expect changed` | which outputs the last edit made new, changed and took away |
//! | `expect nowhere WORD…` | every output that has one of the words in it; `_` stands for a space |

pub mod case;
pub mod run;
pub mod show;
pub mod tables;
