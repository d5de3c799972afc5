//! [`Memo`]: pure results, remembered by the digests of what they were made from.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// Results by the names of what they are results for, each with the key of its inputs. A result is taken
/// only if its key is the same, so that remembering changes the time that a build takes and nothing else.
#[derive(Debug)]
pub(crate) struct Memo<N, K, V>(HashMap<N, (K, V)>);

impl<N, K, V> Default for Memo<N, K, V> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<N: Eq + Hash, K: Eq, V> Memo<N, K, V> {
    /// The result for `name`, if it was made from inputs with this key.
    pub(crate) fn get<Q>(&self, name: &Q, key: &K) -> Option<&V>
    where
        N: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let (known, value) = self.0.get(name)?;
        (known == key).then_some(value)
    }

    /// All results, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&N, &V)> {
        self.0.iter().map(|(name, (_, value))| (name, value))
    }
}

impl<N: Eq + Hash, K, V> FromIterator<(N, K, V)> for Memo<N, K, V> {
    fn from_iter<I: IntoIterator<Item = (N, K, V)>>(results: I) -> Self {
        let results = results.into_iter();
        Self(
            results
                .map(|(name, key, value)| (name, (key, value)))
                .collect(),
        )
    }
}
