//! Addresses that open a source in the author's editor. Opens nothing itself.

use std::path::Path;

/// `pattern` with the file's path, line and column (both from 1) filled in.
pub fn href(pattern: &str, file: &Path, (line, column): (usize, usize)) -> String {
    let file = file.to_string_lossy().replace('\\', "/");
    let (before, _) = pattern.split_once("{path}").unwrap_or((pattern, ""));
    // `vscode://file/{path}` has the slash already; `subl://open?url=file://{path}` has not.
    let has_slash = before.ends_with('/') && !before.ends_with("//");
    let path = if has_slash { file.trim_start_matches('/') } else { &file };
    let numbers = pattern.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
    numbers.replace("{path}", &encode(path))
}

/// Percent-encodes everything that has a meaning in an address, but not the slashes and a drive's colon.
fn encode(path: &str) -> String {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"/:-._~".contains(&b);
    path.bytes().map(|b| if is_plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_filled_in() {
        let to = |pattern: &str| href(pattern, Path::new("/home/a b/%文#.md"), (12, 3));
        assert_eq!(to("vscode://file/{path}:{line}:{column}"), "vscode://file/home/a%20b/%25%E6%96%87%23.md:12:3");
        assert_eq!(to("zed://file{path}:{line}"), "zed://file/home/a%20b/%25%E6%96%87%23.md:12");
        assert_eq!(
            to("subl://open?url=file://{path}&line={line}"),
            "subl://open?url=file:///home/a%20b/%25%E6%96%87%23.md&line=12"
        );
    }
}
