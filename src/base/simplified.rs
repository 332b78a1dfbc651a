//! The simplified form of a traditional Chinese character, for the comparison of names. Does not convert text for readers: a character
//! alone does not tell which of several simplified ones is right, and here the first will do.
//!
//! The table is made from `TSCharacters.txt` of Open Chinese Convert (OpenCC, <https://github.com/BYVoid/OpenCC>), © OpenCC contributors,
//! licensed under the Apache License 2.0; of several forms the first is kept, and characters outside the Basic Multilingual Plane are left out.

/// A traditional character, its simplified form and a line end, seven bytes a line, in the order of the first.
const TABLE: &str = include_str!("simplified.txt");
const LINE: usize = 7;
const HAN: usize = 3;

/// The simplified form of a character, or the character itself.
pub fn simplified(c: char) -> char {
    let mut buffer = [0; 4];
    // The order of UTF-8 is that of characters.
    let wanted = c.encode_utf8(&mut buffer);
    let (mut from, mut to) = (0, TABLE.len() / LINE);
    while from < to {
        let middle = usize::midpoint(from, to);
        let line = &TABLE[middle * LINE..(middle + 1) * LINE];
        match line[..HAN].cmp(wanted) {
            std::cmp::Ordering::Less => from = middle + 1,
            std::cmp::Ordering::Greater => to = middle,
            std::cmp::Ordering::Equal => return line[HAN..].chars().next().unwrap_or(c),
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_have_simplified_forms() {
        let all: String = "張偉國際關係後發展语a〇𠀀".chars().map(simplified).collect();
        assert_eq!(all, "张伟国际关系后发展语a〇𠀀");
    }

    #[test]
    fn the_table_is_sorted_and_needs_one_step() {
        let lines: Vec<&str> = TABLE.lines().collect();
        assert!(TABLE.len() == lines.len() * LINE && lines.iter().all(|line| line.chars().count() == 2));
        assert!(lines.windows(2).all(|pair| pair[0][..HAN] < pair[1][..HAN]));
        assert!(lines.iter().filter_map(|line| line.chars().nth(1)).all(|c| simplified(c) == c));
    }
}
