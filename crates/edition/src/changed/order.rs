//! Two rows of the same things, as one row in which each stays, goes or comes: what goes and what stays is the row as it was, what stays
//! and what comes the row as it is. What stands elsewhere now goes and comes.

use std::collections::HashMap;
use std::hash::Hash;

use manual::difference::moved_among;

/// Places in the two rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    Stays(usize, usize),
    Goes(usize),
    Comes(usize),
}

impl Step {
    /// What it is about in either row.
    pub(crate) fn both<'r, T>(self, before: &'r [T], after: &'r [T]) -> (Option<&'r T>, Option<&'r T>) {
        match self {
            Self::Stays(was, now) => (before.get(was), after.get(now)),
            Self::Goes(was) => (before.get(was), None),
            Self::Comes(now) => (None, after.get(now)),
        }
    }
}

/// `may_stay` is asked of two with the same key.
pub(crate) fn steps<K: Eq + Hash>(
    before: &[K],
    after: &[K],
    may_stay: impl Fn(usize, usize) -> bool,
) -> Vec<Step> {
    let mut places: HashMap<&K, usize> = before.iter().enumerate().map(|(at, key)| (key, at)).collect();
    // Taken out, so that nothing stays twice.
    let both = after.iter().enumerate().filter_map(|(now, key)| Some((places.remove(key)?, now)));
    let both: Vec<(usize, usize)> = both.filter(|(was, now)| may_stay(*was, *now)).collect();
    let moved = moved_among(&both.iter().map(|(was, _)| *was).collect::<Vec<_>>());
    let mut steps = Vec::with_capacity(before.len().max(after.len()));
    let (mut gone, mut come) = (0, 0);
    for (_, (was, now)) in both.into_iter().enumerate().filter(|(at, _)| !moved.contains(at)) {
        steps.extend((gone..was).map(Step::Goes));
        steps.extend((come..now).map(Step::Comes));
        steps.push(Step::Stays(was, now));
        (gone, come) = (was + 1, now + 1);
    }
    steps.extend((gone..before.len()).map(Step::Goes));
    steps.extend((come..after.len()).map(Step::Comes));
    steps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_stands_elsewhere_goes_and_comes() {
        use Step::{Comes, Goes, Stays};
        let all = |_, _| true;
        assert_eq!(steps(&[1, 2, 3], &[2, 3, 1], all), [Goes(0), Stays(1, 0), Stays(2, 1), Comes(2)]);
        assert_eq!(steps(&[1, 1], &[1, 1], all), [Goes(0), Stays(1, 0), Comes(1)], "no key stays twice");
        assert_eq!(steps(&[1], &[1], |_, _| false), [Goes(0), Comes(0)]);
    }

    proptest! {
        #[test]
        fn each_row_stands_in_its_order(
            before in proptest::collection::vec(0u8..9, 0..12),
            after in proptest::collection::vec(0u8..9, 0..12),
        ) {
            let steps = steps(&before, &after, |was, now| (was + now) % 5 != 0);
            let (mut olds, mut news) = (Vec::new(), Vec::new());
            for step in steps {
                let (was, now) = step.both(&before, &after);
                prop_assert!(was.is_none() || now.is_none() || was == now);
                olds.extend(was.copied());
                news.extend(now.copied());
            }
            prop_assert_eq!((olds, news), (before, after));
        }
    }
}
