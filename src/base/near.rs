//! "Did you mean …?": the names nearest to a misspelt one. Does not decide anything.

/// The candidates most like `name`, best first, at most three; none if nothing is like it.
pub fn near<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let limit = (name.chars().count() / 3).clamp(1, 4);
    let mut scored: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|c| c.len().abs_diff(name.len()) <= 4 * limit)
        .map(|c| (strsim::damerau_levenshtein(name, c), c))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    scored.sort();
    scored.dedup();
    scored.truncate(3);
    scored.into_iter().map(|(_, c)| c).collect()
}

/// "did you mean `a` or `b`?" where something is near.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let found = near(name, candidates);
    let quoted: Vec<String> = found.iter().map(|c| format!("`{c}`")).collect();
    (!quoted.is_empty()).then(|| format!("did you mean {}?", quoted.join(" or ")))
}
