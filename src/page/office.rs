//! An office and its organization as one line. A title that names the organization already, as 外交部长 and "Secretary of the Treasury" do, is
//! the whole line. Does not know strings.

use crate::base::fold::is_han;

/// How much of both names a line has.
#[derive(Debug, PartialEq)]
pub enum Line<'a> {
    /// The title says it all.
    Title,
    /// The organization, then the title.
    Both(&'a str),
    /// The organization, then what is left of the title: 美国财政部 and 财政部长 are 美国财政部长.
    Merged(&'a str, &'a str),
}

/// How a title and its organization are joined. `shown` is the organization's name as it would be shown, `names` are all of them.
pub fn joined<'a>(title: &'a str, shown: &'a str, names: &[&str]) -> Line<'a> {
    if names.iter().any(|name| names_it(title, name)) || of_the_same(title, shown) || begins_alike(title, shown) {
        return Line::Title;
    }
    match overlap(shown, title) {
        0 => Line::Both(shown),
        n => Line::Merged(shown, &title[n..]),
    }
}

/// Whether the name stands in the title, as whole words where words have spaces between them.
fn names_it(title: &str, name: &str) -> bool {
    if name.is_empty() {
        return false;
    }
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || is_han(c));
    title.match_indices(name).any(|(at, _)| {
        is_edge(title[..at].chars().next_back()) && is_edge(title[at + name.len()..].chars().next())
            || name.chars().all(is_han)
    })
}

/// "Prime Minister of the United Kingdom" and "Government of the United Kingdom".
fn of_the_same(title: &str, name: &str) -> bool {
    let of = |text: &str| text.split_once(" of ").map(|(_, whole)| whole.to_owned());
    of(title).is_some_and(|whole| of(name) == Some(whole))
}

/// 北京市市长 and 北京市人民政府.
fn begins_alike(title: &str, name: &str) -> bool {
    let same = title.chars().zip(name.chars()).take_while(|(a, b)| a == b && is_han(*a)).count();
    same > 2
}

/// How many bytes of the end of `name` are the beginning of `title`, in Chinese.
fn overlap(name: &str, title: &str) -> usize {
    let ends = title.char_indices().map(|(at, c)| (at + c.len_utf8(), c)).take_while(|(_, c)| is_han(*c));
    let all = ends.enumerate().filter(|(n, (end, _))| *n > 0 && name.ends_with(&title[..*end]));
    all.map(|(_, (end, _))| end).last().filter(|end| *end < title.len()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_names_its_organization_is_the_whole_line() {
        for (title, org) in [
            ("外交部长", "外交部"),
            ("北京市市长", "北京市人民政府"),
            ("Secretary of the Treasury", "Treasury"),
            ("Prime Minister of the United Kingdom", "Government of the United Kingdom"),
            ("Professor, Université de Montréal; Mila", "Mila"),
        ] {
            assert_eq!(joined(title, org, &[org]), Line::Title, "{title}");
        }
    }

    #[test]
    fn other_titles_need_it() {
        for (title, org) in
            [("教授", "清华大学"), ("Director", "Treasury"), ("Director, Treasuryhood", "Treasury"), ("部长", "外交部")]
        {
            assert_eq!(joined(title, org, &[org]), Line::Both(org), "{title}");
        }
        assert_eq!(joined("财政部长", "美国财政部", &["美国财政部"]), Line::Merged("美国财政部", "长"));
    }
}
