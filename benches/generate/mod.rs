//! Makes portals of any size for measuring and testing: the same shape always gives the same bytes.
//! It knows nothing of the program it measures, keeps no portal in memory, and deletes no file.

#![allow(dead_code, reason = "not everyone who includes this module uses all of it")]
#![allow(clippy::disallowed_methods, reason = "it writes what is measured, and is no part of the program")]

mod documents;
mod entities;
mod marks;
mod names;
mod plan;
mod random;
mod tables;
mod templates;
mod words;
mod world;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use world::World;

/// What a portal is like; everything else follows from it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shape {
    pub documents: usize,
    pub seed: u64,
    /// The share of documents with a second-language edition; 0 makes a portal of one language.
    pub translated_percent: u8,
}

/// A path relative to the portal, with `/` between its parts, and the text.
pub type File = (String, String);

/// Every file of the portal, made when it is asked for.
pub fn files(shape: &Shape) -> impl Iterator<Item = File> + use<> {
    let world = World::new(*shape);
    (0..steps(&world)).flat_map(move |step| files_of(&world, step))
}

/// Writes the files that are missing or differ, on two threads; says how many. Refuses a folder with a portal of another shape.
pub fn write(dir: &Path, shape: &Shape) -> io::Result<usize> {
    let world = World::new(*shape);
    refuse_another(dir, &entities::site(&world))?;
    for folder in folders() {
        std::fs::create_dir_all(dir.join(folder))?;
    }
    let next = AtomicUsize::new(0);
    let work = || write_steps(dir, &world, &next);
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mine = work();
        let others = other.join().expect("the other thread writes files and does not panic");
        Ok(mine? + others?)
    })
}

/// Takes one step after the other until none is left.
fn write_steps(dir: &Path, world: &World, next: &AtomicUsize) -> io::Result<usize> {
    let mut written = 0;
    loop {
        let step = next.fetch_add(1, Ordering::Relaxed);
        if step >= steps(world) {
            return Ok(written);
        }
        for (path, text) in files_of(world, step) {
            written += usize::from(write_one(&dir.join(path), &text)?);
        }
    }
}

fn write_one(path: &Path, text: &str) -> io::Result<bool> {
    if std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    std::fs::write(path, text)?;
    Ok(true)
}

/// The first line of `site.toml` tells the shape: files of another one would stay and be counted.
fn refuse_another(dir: &Path, site: &str) -> io::Result<()> {
    let first_line = |text: &str| text.lines().next().map(str::to_owned);
    match std::fs::read_to_string(dir.join("site.toml")) {
        Ok(old) if first_line(&old) != first_line(site) => {
            let message = format!("{} holds another portal; give a new folder", dir.display());
            Err(io::Error::new(io::ErrorKind::AlreadyExists, message))
        }
        _ => Ok(()),
    }
}

fn folders() -> BTreeSet<String> {
    let kinds = ["people", "organizations", "themes", "events", "terms"].map(|kind| format!("content/{kind}"));
    let years = (2015..=2026).map(|year| format!("content/documents/{year}"));
    kinds.into_iter().chain(years).collect()
}

/// A step makes one thing: the site's file, an entity's, or those of a document.
fn steps(world: &World) -> usize {
    1 + entities_of(world).iter().sum::<usize>() + world.shape.documents
}

fn entities_of(world: &World) -> [usize; 5] {
    [world.people.len(), world.organizations.len(), world.themes.len(), world.events.len(), world.terms.len()]
}

fn files_of(world: &World, step: usize) -> Vec<File> {
    let Some(mut at) = step.checked_sub(1) else {
        return vec![("site.toml".to_owned(), entities::site(world))];
    };
    let makers = [entities::person, entities::organization, entities::theme, entities::event, entities::term];
    for (make, count) in makers.iter().zip(entities_of(world)) {
        if at < count {
            return vec![make(world, at)];
        }
        at -= count;
    }
    documents::document(world, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const SMALL: Shape = Shape { documents: 400, seed: 7, translated_percent: 50 };

    fn id(path: &str) -> &str {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.trim_end_matches(".md").trim_end_matches(".zh")
    }

    /// A name as the program compares it, and stricter: no spaces, hyphens, full stops, case.
    fn folded(name: &str) -> String {
        name.chars().filter(|c| !" -.·".contains(*c)).flat_map(char::to_lowercase).collect()
    }

    /// Every id, name and alias, and whose it is.
    fn names(shape: Shape) -> BTreeMap<String, usize> {
        let world = World::new(shape);
        let mut owners = BTreeMap::new();
        let mut own = |owner: usize, name: &str| {
            let other = owners.insert(folded(name), owner);
            assert!(other.is_none_or(|other| other == owner), "two are called {name}");
        };
        let people = (0..world.people.len()).map(|at| world.person(at));
        let people = people.map(|person| (person.name, person.aliases));
        let others = (0..world.organizations.len()).map(|at| world.organization(at));
        let others = others.chain((0..world.themes.len()).map(|at| world.theme(at)));
        let others = others.chain((0..world.events.len()).map(|at| world.event(at)));
        let others = others.chain((0..world.terms.len()).map(|at| world.term(at)));
        let others = others.map(|name| (name, Vec::new()));
        for (owner, (name, aliases)) in people.chain(others).enumerate() {
            for word in aliases.iter().chain([&name.id, &name.name.en, &name.name.zh]) {
                own(owner, word);
            }
        }
        owners
    }

    #[test]
    fn the_same_shape_gives_the_same_bytes() {
        assert!(files(&SMALL).eq(files(&SMALL)));
        assert!(!files(&SMALL).eq(files(&Shape { seed: 8, ..SMALL })));
        // FNV-1a of all paths and texts: tells when another machine or a change makes other portals.
        let bytes = files(&SMALL).flat_map(|(path, text)| (path + &text).into_bytes());
        let hash =
            bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        assert_eq!(hash, 3_348_821_656_618_924_014, "if that is meant, raise the form in entities::site");
    }

    #[test]
    fn ids_are_valid_and_unique() {
        let mut seen = BTreeSet::new();
        for (path, _) in files(&SMALL).skip(1) {
            let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(id(&path).chars().all(valid) && id(&path).len() <= 80, "{path}");
            assert!(seen.insert(path));
        }
    }

    #[test]
    fn names_are_unique_in_large_portals() {
        for seed in [1, 99] {
            let shape = Shape { documents: 1_000_000, seed, translated_percent: 0 };
            assert!(names(shape).len() > 300_000);
        }
    }

    #[test]
    fn every_mention_has_a_target() {
        let mut known = names(SMALL);
        known.extend(files(&SMALL).map(|(path, _)| (folded(id(&path)), 0)));
        for (path, text) in files(&SMALL).skip(1) {
            for mention in text.split("[[").skip(1) {
                let target = mention.split(['|', ']', '\\', '#']).next().unwrap_or_default();
                let target = target.trim_start_matches('[').rsplit('/').next().unwrap_or_default();
                assert!(known.contains_key(&folded(target)), "{target} in {path}");
            }
        }
    }

    #[test]
    fn documents_have_five_statements_and_some_ten_mentions() {
        let documents = files(&SMALL).filter(|(path, _)| path.contains("/documents/"));
        let (mut count, mut mentions) = (0, 0);
        for (path, text) in documents {
            let marks = text
                .lines()
                .map(|line| line.matches("]{").count() + usize::from(line.starts_with("{.")))
                .sum::<usize>();
            let blocks = text.matches("\n{#").count();
            assert_eq!(marks + blocks - text.matches("{cont=").count(), 5, "{path}");
            mentions += text.matches("[[").count();
            count += 1;
        }
        assert!((9 * count..=11 * count).contains(&mentions), "{mentions} in {count}");
    }

    #[test]
    fn editions_have_the_same_marks() {
        let all: BTreeMap<_, _> = files(&SMALL).collect();
        let braces = |text: &str| -> BTreeSet<String> {
            let body = text.splitn(3, "---\n").nth(2).unwrap_or_default();
            body.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
        };
        for (path, chinese) in all.iter().filter(|(path, _)| path.ends_with(".zh.md")) {
            let english = &all[&path.replace(".zh.md", ".md")];
            assert_eq!(braces(english), braces(chinese), "{path}");
        }
    }

    #[test]
    fn the_first_files_of_a_huge_portal_come_at_once() {
        let huge = Shape { documents: 1_000_000, seed: 1, translated_percent: 50 };
        assert_eq!(files(&huge).take(3).count(), 3);
    }

    #[test]
    fn tiny_portals_are_whole() {
        for documents in 1..30 {
            let shape = Shape { documents, ..SMALL };
            assert!(files(&shape).count() > documents);
        }
    }
}
