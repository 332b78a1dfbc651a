//! Random numbers that are the same on every machine: splitmix64 and an integer table of Zipf's law.
//! It holds no state between documents: every thing has its own stream, so anything can be made in any order.

/// What a stream of random numbers is for: streams of different use never meet.
#[derive(Clone, Copy)]
pub enum Stream {
    Person = 1,
    Organization,
    Theme,
    Event,
    Title,
    Pattern,
    Translated,
    Plan,
    English,
    Chinese,
    Term,
}

pub struct Rng(u64);

impl Rng {
    /// The stream of one thing, for example of the plan of document 17.
    pub fn of(seed: u64, stream: Stream, index: usize) -> Rng {
        let start = mix(seed ^ mix((stream as u64) << 48 ^ index as u64));
        Rng(start)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number from 0 to `end - 1`; `end` must not be 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// A number from 0 to `end - 1`, small ones more often: for the words of a text.
    pub fn skewed(&mut self, end: usize) -> usize {
        let end = self.below(end) + 1;
        self.below(end)
    }
}

fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Rank r is picked with a weight of 1 / (r + 1).
pub struct Zipf(Vec<u64>);

impl Zipf {
    pub fn new(count: usize) -> Zipf {
        let mut sum = 0;
        let weight = |rank: u64| {
            sum += (1 << 32) / (rank + 1);
            sum
        };
        Zipf((0..count as u64).map(weight).collect())
    }

    pub fn pick(&self, rng: &mut Rng) -> usize {
        let total = self.0.last().copied().unwrap_or(1);
        let at = rng.below(total as usize) as u64;
        self.0.partition_point(|&sum| sum <= at)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Up to `count` different ranks.
    pub fn several(&self, count: usize, rng: &mut Rng) -> Vec<usize> {
        let mut found = Vec::with_capacity(count);
        for _ in 0..count {
            let rank = self.pick(rng);
            if !found.contains(&rank) {
                found.push(rank);
            }
        }
        found
    }
}
