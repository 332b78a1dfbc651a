//! Where the portal is, how its files are named to a person, and the few files that commands put into it. Does not read the
//! portal as a whole: that is `disk`.
#![allow(clippy::disallowed_methods)]

use super::{Failure, temporary};
use crate::base::path::SourcePath;
use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

/// The folder with a `site.toml`.
#[derive(Clone, Debug)]
pub struct Portal {
    /// The folder, absolute and without symbolic links.
    pub root: PathBuf,
    /// What leads from the current folder to it: empty, or with a slash at its end.
    pub shown: String,
}

impl Portal {
    /// The portal at `given`, else the nearest one at or above the current folder.
    pub fn find(given: Option<&Path>) -> Result<Portal, Failure> {
        let here = Path::new(".").canonicalize().map_err(|e| Failure::io("find", Path::new("."), &e))?;
        let root = match given {
            Some(folder) => given_root(folder)?,
            None => nearest_root(&here)?,
        };
        Ok(Portal { shown: way(&here, &root), root })
    }

    /// The path of a source as a person may click on it.
    pub fn show(&self, path: &SourcePath) -> String {
        format!("{}{path}", self.shown)
    }

    /// Where a source lies.
    pub fn locate(&self, path: &SourcePath) -> PathBuf {
        self.root.join(path.as_str())
    }

    /// Whether the portal lies in the repository of this program's source, as the sample does.
    pub fn holds_the_program(&self) -> bool {
        let manifest = fs::read_to_string(self.root.join("Cargo.toml")).unwrap_or_default();
        let name = concat!("name = \"", env!("CARGO_PKG_NAME"), "\"");
        manifest
            .lines()
            .skip_while(|line| *line != "[package]")
            .take_while(|line| !line.is_empty())
            .any(|line| line == name)
    }

    /// The root of the git repository that the portal is a folder of; `None` where it is the root itself, or in none.
    pub fn repository_above(&self) -> Option<PathBuf> {
        let root = self.root.canonicalize().ok()?;
        let found = root.ancestors().find(|folder| folder.join(".git").exists())?;
        (found != root).then(|| found.to_owned())
    }

    /// Makes a new file with its folders; refuses if there is one, or if the way to it leads out of the portal.
    pub fn create(&self, path: &SourcePath, text: &str) -> Result<(), Failure> {
        create_inside(&self.root, path, text)
    }

    /// Replaces a source by `after`, but only while it still is `before`. `false`: somebody changed it, and it was left alone.
    pub fn replace(&self, path: &SourcePath, before: &[u8], after: &[u8]) -> Result<bool, Failure> {
        let fail = |doing: &str, e| Failure::io(doing, &self.locate(path), &e);
        let real = self.locate(path).canonicalize().map_err(|e| fail("find", e))?;
        if !real.starts_with(&self.root) {
            return Err(Failure::new(format!("`{}` leads out of the portal and is left alone", self.show(path))));
        }
        let rights = fs::metadata(&real).map_err(|e| fail("read", e))?.permissions();
        if rights.readonly() {
            return Err(Failure::new(format!("`{}` may only be read, and is left alone", self.show(path))));
        }
        let mut draft = temporary::Draft::beside(&real).map_err(|e| fail("write", e))?;
        draft.file().write_all(after).map_err(|e| fail("write", e))?;
        draft.file().set_permissions(rights).map_err(|e| fail("write", e))?;
        if fs::read(&real).map_err(|e| fail("read", e))? != before {
            return Ok(false);
        }
        draft.publish().map_err(|e| fail("write", e))?;
        Ok(true)
    }
}

/// Makes the files of a new portal in `folder`, which is new or holds nothing but dot files.
pub fn found(folder: &Path, files: &[(SourcePath, &str)]) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|e| Failure::io("make", folder, &e))?;
    let root = folder.canonicalize().map_err(|e| Failure::io("find", folder, &e))?;
    let entries = fs::read_dir(&root).map_err(|e| Failure::io("read", folder, &e))?;
    let other = entries.flatten().map(|e| e.file_name()).find(|name| !name.as_encoded_bytes().starts_with(b"."));
    if let Some(name) = other {
        let message = format!("`{}` is not empty: it holds `{}`", folder.display(), name.display());
        return Err(Failure::new(message).help("choose a folder that is new or empty"));
    }
    files.iter().try_for_each(|(path, text)| create_inside(&root, path, text))
}

fn create_inside(root: &Path, path: &SourcePath, text: &str) -> Result<(), Failure> {
    let target = root.join(path.as_str());
    let fail = |e| Failure::io("make", Path::new(path.as_str()), &e);
    let folder = target.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(fail)?;
    if !folder.canonicalize().map_err(fail)?.starts_with(root) {
        return Err(Failure::new(format!("`{path}` lies behind a symbolic link that leads out of the portal")));
    }
    let mut file = fs::File::create_new(&target).map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(|e| {
        let _ = fs::remove_file(&target);
        fail(e)
    })
}

fn given_root(folder: &Path) -> Result<PathBuf, Failure> {
    let root = folder.canonicalize().map_err(|e| Failure::io("open", folder, &e))?;
    match root.join("site.toml").is_file() {
        true => Ok(root),
        false => Err(no_portal(&format!("`{}` is no portal: it has no `site.toml`", folder.display()))),
    }
}

fn nearest_root(here: &Path) -> Result<PathBuf, Failure> {
    let found = here.ancestors().find(|folder| folder.join("site.toml").is_file());
    let fail = || no_portal("there is no `site.toml` in this folder or any folder above it");
    found.map(Path::to_owned).ok_or_else(fail)
}

fn no_portal(message: &str) -> Failure {
    Failure::new(message).help("go to a portal's folder, name it with `--root DIR`, or make one with `bilat init DIR`")
}

/// What leads from one folder to another, as text; an absolute path where they have nothing in common but the root.
pub fn way(from: &Path, to: &Path) -> String {
    let common = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if common <= 1 && from != to {
        return format!("{}/", to.display()).replace("//", "/");
    }
    let up = from.components().skip(common).map(|_| "../".to_owned());
    let down = to.components().skip(common).map(|c| format!("{}/", Path::new(&c).display()));
    up.chain(down).collect()
}

/// `path` made absolute, with symbolic links and `..` resolved as far as it exists.
pub fn resolve(path: &Path) -> std::io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            part => real.push(part),
        }
        real = real.canonicalize().unwrap_or(real);
    }
    Ok(real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_is_short_and_clickable() {
        let way = |from: &str, to: &str| way(Path::new(from), Path::new(to));
        assert_eq!(way("/a/b", "/a/b"), "");
        assert_eq!(way("/a/b", "/a/b/c/d"), "c/d/");
        assert_eq!(way("/a/b/c", "/a/d"), "../../d/");
        assert_eq!(way("/a/b", "/c"), "/c/");
        assert_eq!(way("/a", "/"), "/");
    }
}
