//! Places in a ranking.

use std::cmp::Reverse;

/// Names with their points in order, each with its place: whoever has the same number has the same place, and the place after two
/// of them is left out (1, 2, 2, 4: "standard competition ranking"). Those with one place are in the order of their names.
#[must_use]
pub fn ranked<T: Ord + Clone>(scores: impl IntoIterator<Item = (T, u64)>) -> Vec<(usize, T, u64)> {
    let mut all: Vec<(T, u64)> = scores.into_iter().collect();
    all.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    let mut places: Vec<(usize, T, u64)> = Vec::with_capacity(all.len());
    for (at, (name, points)) in all.into_iter().enumerate() {
        let place = match places.last() {
            Some((place, _, before)) if *before == points => *place,
            _ => at + 1,
        };
        places.push((place, name, points));
    }
    places
}

/// Those around the one at `at`, so many on each side.
#[must_use]
pub fn neighbours<T>(all: &[T], at: usize, each: usize) -> &[T] {
    let to = at.saturating_add(each + 1).min(all.len());
    &all[at.saturating_sub(each).min(to)..to]
}

#[cfg(test)]
mod tests {
    use super::{neighbours, ranked};

    #[test]
    fn equal_points_share_a_place() {
        let places = ranked([("d", 5), ("b", 9), ("a", 9), ("c", 12)]);
        assert_eq!(
            places,
            [(1, "c", 12), (2, "a", 9), (2, "b", 9), (4, "d", 5)]
        );
        assert_eq!(ranked::<&str>([]), []);
    }

    #[test]
    fn around() {
        let all = [1, 2, 3, 4, 5];
        assert_eq!(neighbours(&all, 0, 1), [1, 2]);
        assert_eq!(neighbours(&all, 2, 1), [2, 3, 4]);
        assert_eq!(neighbours(&all, 4, 2), [3, 4, 5]);
        assert_eq!(neighbours(&all, 2, 0), [3]);
        assert_eq!(neighbours(&all, 2, usize::MAX - 1), all);
    }
}
