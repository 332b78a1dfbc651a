//! Circles among things that point to each other: broader themes, parents, updates. Does not know what they are.

/// For each of the things, whether following what `next` says of them leads back to itself. Linear (Tarjan's algorithm).
pub fn in_circles(next: &[Vec<usize>]) -> Vec<bool> {
    let mut search =
        Search { next, seen: 0, found: vec![None; next.len()], stack: Vec::new(), circles: vec![false; next.len()] };
    for start in 0..next.len() {
        if search.found[start].is_none() {
            search.from(start);
        }
    }
    search.circles
}

struct Search<'a> {
    next: &'a [Vec<usize>],
    seen: usize,
    /// When each was seen, and the earliest that it leads to among those on the stack; `usize::MAX` once it is done.
    found: Vec<Option<(usize, usize)>>,
    stack: Vec<usize>,
    circles: Vec<bool>,
}

impl Search<'_> {
    fn from(&mut self, start: usize) {
        let mut way = vec![(start, 0)];
        self.enter(start);
        while let Some((at, step)) = way.last_mut() {
            let (here, to) = (*at, self.next[*at].get(*step).copied());
            *step += 1;
            match to {
                Some(to) if self.found[to].is_none() => {
                    self.enter(to);
                    way.push((to, 0));
                }
                Some(to) => {
                    self.circles[here] |= to == here;
                    self.lower(here, to);
                }
                None => {
                    way.pop();
                    self.leave(here);
                    if let Some((below, _)) = way.last() {
                        self.lower(*below, here);
                    }
                }
            }
        }
    }

    fn enter(&mut self, at: usize) {
        self.found[at] = Some((self.seen, self.seen));
        self.seen += 1;
        self.stack.push(at);
    }

    fn lower(&mut self, at: usize, to: usize) {
        let low = self.found[to].map_or(usize::MAX, |(_, low)| low);
        self.found[at] = self.found[at].map(|(seen, own)| (seen, own.min(low)));
    }

    /// What is above `at` on the stack leads to each other, if `at` leads to nothing earlier.
    fn leave(&mut self, at: usize) {
        if self.found[at].is_none_or(|(seen, low)| low < seen) {
            return;
        }
        let from = self.stack.iter().rposition(|i| *i == at).unwrap_or(0);
        let group = self.stack.split_off(from);
        for member in &group {
            self.circles[*member] |= group.len() > 1;
            self.found[*member] = self.found[*member].map(|(seen, _)| (seen, usize::MAX));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_leads_back_to_itself_is_in_a_circle() {
        let next = |all: &[&[usize]]| all.iter().map(|to| to.to_vec()).collect::<Vec<_>>();
        assert_eq!(in_circles(&next(&[&[1], &[2], &[1], &[3], &[0], &[]])), [false, true, true, true, false, false]);
        // Between two circles, but in none.
        assert_eq!(in_circles(&next(&[&[0, 1], &[2], &[3], &[2]])), [true, false, true, true]);
        assert_eq!(in_circles(&next(&[&[1, 2], &[3], &[3], &[]])), [false; 4]);
        assert_eq!(in_circles(&[]), [false; 0]);
    }

    #[test]
    fn a_long_way_is_no_trouble() {
        let long: Vec<Vec<usize>> = (0..100_000).map(|i| vec![(i + 1) % 100_000]).collect();
        assert!(in_circles(&long).iter().all(|is| *is));
    }
}
