//! Two versions of a text as a unified diff that `patch` and `git apply` read. Reads no file.

use similar::TextDiff;

/// The difference between two versions of the file `name`; empty where there is none.
pub fn unified(name: &str, before: &[u8], after: &[u8]) -> String {
    if before == after {
        return String::new();
    }
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    // Lines as `patch` and git see them: a carriage return by itself ends none.
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&before, &after);
    diff.unified_diff().context_radius(3).header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_names_the_file_and_the_lines() {
        assert_eq!(unified("a.md", b"x\n", b"x\n"), "");
        let text = unified("a.md", b"one\ntwo\n", b"one\n2\n");
        assert_eq!(text, "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n");
        let text = unified("a.md", b"a\rb\nc", b"a\rb\nd");
        let end = "\\ No newline at end of file";
        assert_eq!(text, format!("--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n a\rb\n-c\n{end}\n+d\n{end}\n"));
    }
}
