//! "Did you mean …?": the names nearest to a misspelt one. Does not decide anything.

/// The candidates most like `name`, best first, at most three; none if nothing is like it.
pub fn near<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = Name::new(name);
    let scored = candidates.into_iter().filter_map(|c| Some((wanted.distance(&Name::new(c))?, c)));
    let mut scored: Vec<(usize, &str)> = scored.collect();
    scored.sort();
    scored.dedup();
    scored.truncate(MOST);
    scored.into_iter().map(|(_, c)| c).collect()
}

/// "did you mean `a` or `b`?" where something is near.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let found = near(name, candidates);
    let quoted: Vec<String> = found.iter().map(|c| format!("`{c}`")).collect();
    (!quoted.is_empty()).then(|| format!("did you mean {}?", quoted.join(" or ")))
}

/// Whether two words differ in one letter: changed, added, left out or swapped with its neighbour.
pub fn is_one_off(a: &str, b: &str) -> bool {
    if a.chars().count().abs_diff(b.chars().count()) > 1 {
        return false;
    }
    let letters = |word: &str| word.chars().collect::<Vec<_>>();
    distance(&letters(a), &letters(b), 1) == Some(1)
}

/// How many names are offered.
pub const MOST: usize = 3;

/// Many names, in an order in which those like another are found without comparing all of them letter by letter.
#[derive(Debug, Default)]
pub struct Index {
    /// By length: the name and the number that it was given.
    by_length: Vec<Vec<(Name, u32)>>,
}

impl Index {
    /// Adds a name.
    pub fn add(&mut self, name: &str, number: u32) {
        let name = Name::new(name);
        let length = name.letters.len();
        if self.by_length.len() <= length {
            self.by_length.resize_with(length + 1, Vec::new);
        }
        self.by_length[length].push((name, number));
    }

    /// The numbers of the names like `name`, with their distances, in the order in which names of a length were added.
    pub fn near(&self, name: &str) -> Vec<(usize, u32)> {
        let wanted = Name::new(name);
        let (length, reach) = (wanted.letters.len(), wanted.limit());
        let lengths = self.by_length.iter().skip(length.saturating_sub(reach)).take(length.min(reach) + reach + 1);
        lengths.flatten().filter_map(|(known, number)| Some((wanted.distance(known)?, *number))).collect()
    }
}

/// A name as letters, and which letters it has once and twice: two names that are alike have nearly the same ones.
#[derive(Debug)]
struct Name {
    letters: Box<[char]>,
    once: u64,
    twice: u64,
}

impl Name {
    fn new(name: &str) -> Name {
        let letters: Box<[char]> = name.chars().collect();
        let (mut once, mut twice) = (0, 0);
        for letter in &letters {
            let bit = 1 << (u32::from(*letter).wrapping_mul(0x9E37_79B1) >> 26);
            twice |= once & bit;
            once |= bit;
        }
        Name { letters, once, twice }
    }

    /// How many letters another name may differ in.
    fn limit(&self) -> usize {
        (self.letters.len() / 3).clamp(1, 4).min(self.letters.len().saturating_sub(1))
    }

    /// In how many letters `other` differs, if that is within the limit.
    fn distance(&self, other: &Name) -> Option<usize> {
        let limit = self.limit();
        let letters = (self.once ^ other.once).count_ones() + (self.twice ^ other.twice).count_ones();
        let alike = letters as usize <= 2 * limit && self.letters.len().abs_diff(other.letters.len()) <= limit;
        if alike { distance(&self.letters, &other.letters, limit) } else { None }
    }
}

/// How many letters must be changed, added, left out or swapped with their neighbour; `None` if more than `limit`.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    let far = limit + 1;
    let mut last: Vec<usize> = (0..=b.len()).map(|j| j.min(far)).collect();
    let (mut before, mut row) = (vec![far; b.len() + 1], vec![far; b.len() + 1]);
    for i in 1..=a.len() {
        let (from, to) = (i.saturating_sub(limit).max(1), (i + limit).min(b.len()));
        row[from - 1] = if from == 1 { i.min(far) } else { far };
        let mut nearest = row[from - 1];
        for j in from..=to {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row[j] = least.min(far);
            nearest = nearest.min(row[j]);
        }
        if nearest == far {
            return None;
        }
        // Behind what was looked at nothing is near; the next row looks one letter further.
        if let Some(next) = row.get_mut(to + 1) {
            *next = far;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.last().copied().filter(|d| *d <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_changed_added_lost_and_swapped_letters() {
        let distance =
            |a: &str, b: &str, limit| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), limit);
        assert_eq!(distance("", "", 0), Some(0));
        assert_eq!(distance("quote", "quot", 1), Some(1));
        assert_eq!(distance("quote", "qoute", 1), Some(1));
        assert_eq!(distance("quote", "quite", 1), Some(1));
        assert_eq!(distance("kitten", "sitting", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("abc", "xyz", 2), None);
    }

    #[test]
    fn nothing_is_near_a_name_of_one_letter() {
        assert!(near("b", ["a", "b2", "c"]).is_empty());
        assert_eq!(near("by", ["bye", "to", "b"]), ["b", "bye"]);
    }

    #[test]
    fn an_index_finds_what_a_list_finds() {
        let names = ["jane-doe", "jane-roe", "john-doe", "jan-doe", "somebody-else"];
        let mut index = Index::default();
        names.iter().zip(0..).for_each(|(name, number)| index.add(name, number));
        let mut found = index.near("jane-do");
        found.sort();
        assert_eq!(found, [(1, 0), (2, 1), (2, 3)]);
        assert_eq!(near("jane-do", names), ["jane-doe", "jan-doe", "jane-roe"]);
    }
}
