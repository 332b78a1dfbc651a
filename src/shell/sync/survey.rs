//! Looks at the folder before anything is changed: what is as it should be, what must be made, what is in the way. Writes nothing.
#![allow(clippy::disallowed_methods)]

use super::{Job, Source};
use crate::base::fold::fold_address;
use crate::base::parallel;
use crate::base::path::{OutPath, folders_of};
use crate::output::Stage;
use crate::shell::Failure;
use crate::shell::manifest::{self, MANIFEST, Owned};
use crate::shell::record::{Known, Stat};
use crate::shell::stream;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use walkdir::WalkDir;

/// One output that may have to be written.
pub struct Make<'a> {
    /// Its address.
    pub path: &'a OutPath,
    /// When its turn is.
    pub stage: Stage,
    /// The file that is there now, if it is ours.
    pub disk: Option<Stat>,
    /// What the record says of it.
    pub known: Option<&'a Known>,
}

/// What is to be done.
pub struct Plan<'a> {
    keep: Vec<(&'a OutPath, &'a Known)>,
    make: Vec<Make<'a>>,
    /// Ours, and no longer part of the site.
    pub stale: BTreeSet<OutPath>,
    /// Of these, what stands where a file or a folder must be made.
    pub obstacles: Vec<OutPath>,
    /// Folders where a file must be made; they hold nothing but obstacles.
    pub folders: Vec<&'a OutPath>,
}

impl<'a> Plan<'a> {
    /// What is kept as it is.
    pub fn kept(&self) -> BTreeMap<OutPath, Known> {
        self.keep.iter().map(|(path, known)| ((*path).clone(), (*known).clone())).collect()
    }

    /// What is made in this stage, where nothing stands yet or where something does.
    pub fn part(&self, stage: Stage, is_new: bool) -> Vec<&Make<'a>> {
        self.make.iter().filter(|make| make.stage == stage && make.disk.is_none() == is_new).collect()
    }

    /// The addresses that the manifest would not tell the next build of, were this one killed at any moment.
    pub fn journal<'p>(&'p self, owned: &Owned) -> Vec<&'p OutPath> {
        let new = self.make.iter().map(|make| make.path).filter(|path| !owned.listed.contains(path));
        new.chain(&self.stale).collect()
    }
}

enum Look<'a> {
    Keep(&'a Known),
    Make(Option<Stat>),
    Folder,
}

struct Surveyor<'a, S> {
    job: &'a Job<'a, S>,
    owned: &'a Owned,
    stale: BTreeSet<OutPath>,
    /// The same folded: many disks have one file for two spellings of a name.
    respelt: BTreeSet<String>,
    /// The folder is new or empty: there is nothing to look at.
    is_fresh: bool,
}

/// Finds out what there is to do. A failure names the file that is in the way.
pub fn plan<'a, S: Source>(job: &'a Job<'a, S>, owned: &'a Owned) -> Result<Plan<'a>, Failure> {
    let addresses = job.source.addresses();
    check_addresses(&addresses)?;
    let current: BTreeSet<&OutPath> = addresses.iter().copied().collect();
    let stale: BTreeSet<OutPath> = owned.files.iter().filter(|path| !current.contains(path)).cloned().collect();
    let is_fresh = !owned.is_ours() && manifest::is_empty(&job.folder.path)?;
    let respelt = stale.iter().map(|path| fold_address(path.as_str())).collect();
    let surveyor = Surveyor { job, owned, stale, respelt, is_fresh };
    let looks: Vec<Look<'a>> =
        parallel::map(&addresses, |path| surveyor.look(path)).into_iter().collect::<Result<_, _>>()?;
    surveyor.check_ownership(&addresses, &looks)?;
    surveyor.check_folders(&addresses, &looks)?;
    let folded: BTreeSet<String> = match surveyor.stale.is_empty() {
        true => BTreeSet::new(),
        false => current.iter().map(|path| fold_address(path.as_str())).collect(),
    };
    let is_respelt = |path: &OutPath| folded.contains(&fold_address(path.as_str()));
    let obstacles =
        surveyor.stale.iter().filter(|path| is_obstacle(path, &current) || is_respelt(path)).cloned().collect();
    let mut plan = Plan { keep: Vec::new(), make: Vec::new(), stale: surveyor.stale, obstacles, folders: Vec::new() };
    for (path, look) in addresses.into_iter().zip(looks) {
        let disk = match look {
            Look::Keep(known) => {
                plan.keep.push((path, known));
                continue;
            }
            Look::Make(disk) => disk,
            Look::Folder => {
                plan.folders.push(path);
                None
            }
        };
        let known = job.record.and_then(|record| record.files.get(path));
        plan.make.push(Make { path, stage: job.source.stage(path), disk, known });
    }
    Ok(plan)
}

fn check_addresses(addresses: &[&OutPath]) -> Result<(), Failure> {
    let bad = addresses.iter().find(|path| !manifest::is_plain(path.as_str()) || path.as_str() == MANIFEST);
    bad.map_or(Ok(()), |path| Err(Failure::new(format!("the site may not have a file of its own at `{path}`"))))
}

/// Whether a file that goes away stands where a folder must be, or below where a file must be.
fn is_obstacle(path: &OutPath, current: &BTreeSet<&OutPath>) -> bool {
    let below = OutPath::new(&format!("{path}/"));
    let is_folder =
        current.range::<&OutPath, _>(&below..).next().is_some_and(|next| next.as_str().starts_with(below.as_str()));
    is_folder || folders_of(path.as_str()).any(|folder| current.contains(&OutPath::new(folder)))
}

impl<'a, S: Source> Surveyor<'a, S> {
    fn look(&self, path: &OutPath) -> Result<Look<'a>, Failure> {
        if self.is_fresh {
            return Ok(Look::Make(None));
        }
        let at = self.job.folder.locate(path);
        let meta = match fs::symlink_metadata(&at) {
            Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(Look::Make(None));
            }
            Err(e) => return Err(Failure::io("look at", &at, &e)),
            Ok(meta) => meta,
        };
        if meta.is_dir() && self.is_all_stale(&at) {
            return Ok(Look::Folder);
        }
        if !meta.is_file() {
            return Err(in_the_way(&at, "is no plain file"));
        }
        if !self.owned.files.contains(path) {
            if self.respelt.contains(&fold_address(path.as_str())) {
                return Ok(Look::Make(None));
            }
            if !self.is_identical(path, &at)? {
                return Err(in_the_way(&at, "was not written by bilat"));
            }
        }
        let stat = Stat::of(&meta);
        Ok(self.known(path, stat).map_or(Look::Make(Some(stat)), Look::Keep))
    }

    /// What the record says of an output that need not be made again.
    fn known(&self, path: &OutPath, stat: Stat) -> Option<&'a Known> {
        let known = self.job.record?.files.get(path)?;
        let key = self.job.source.key(path);
        (key.is_some() && known.key == key && known.stat == stat).then_some(known)
    }

    fn is_all_stale(&self, folder: &Path) -> bool {
        let ours = |at: &Path| {
            let inside = at.strip_prefix(&self.job.folder.path).ok().and_then(Path::to_str);
            inside.is_some_and(|path| self.stale.contains(&OutPath::new(path)))
        };
        WalkDir::new(folder).into_iter().all(|entry| entry.is_ok_and(|e| e.file_type().is_dir() || ours(e.path())))
    }

    fn is_identical(&self, path: &OutPath, at: &Path) -> Result<bool, Failure> {
        let (len, fingerprint) = stream::fingerprint(at).map_err(|e| Failure::io("read", at, &e))?;
        let output = self.job.source.output(path).map(|checked| checked.value);
        Ok(output.is_some_and(|output| output.len == len && output.fingerprint == fingerprint))
    }

    /// A folder that is neither empty nor ours is not written to, unless files of this very site show that its manifest was lost.
    fn check_ownership(&self, addresses: &[&OutPath], looks: &[Look<'a>]) -> Result<(), Failure> {
        let is_known = |look: &Look<'a>| matches!(look, Look::Keep(_) | Look::Make(Some(_)));
        if self.is_fresh || self.owned.is_ours() || addresses.is_empty() || looks.iter().any(is_known) {
            return Ok(());
        }
        let message =
            format!("`{}` is not empty, and bilat did not make what is in it", self.job.folder.path.display());
        Err(Failure::new(message).help("empty it, or build into another folder with `--out DIR`; nothing was written"))
    }

    /// No folder on the way to a file may be a link or somebody's file.
    fn check_folders(&self, addresses: &[&OutPath], looks: &[Look<'a>]) -> Result<(), Failure> {
        if self.is_fresh {
            return Ok(());
        }
        let made = addresses.iter().zip(looks).filter(|(_, look)| !matches!(look, Look::Keep(_)));
        let folders: BTreeSet<&str> = made.flat_map(|(path, _)| folders_of(path.as_str())).collect();
        for folder in folders {
            let at = self.job.folder.path.join(folder);
            match fs::symlink_metadata(&at) {
                Ok(meta) if meta.is_symlink() => return Err(in_the_way(&at, "is a symbolic link")),
                Ok(meta) if !meta.is_dir() && !self.stale.contains(&OutPath::new(folder)) => {
                    return Err(in_the_way(&at, "was not written by bilat"));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn in_the_way(at: &Path, why: &str) -> Failure {
    Failure::new(format!("`{}` {why}, and the site needs its place", at.display()))
        .help("move it away, or build into another folder with `--out DIR`; nothing was written or deleted")
}
