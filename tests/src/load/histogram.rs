//! Times, counted in buckets a little wider than the one before: exact to 2 %, whatever their number.

use std::time::Duration;

/// Buckets for each doubling.
const STEPS: u32 = 32;
const DOUBLINGS: u32 = 40;

#[derive(Clone)]
pub struct Histogram {
    counts: Vec<u64>,
    all: u64,
    most: Duration,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { counts: vec![0; (STEPS * DOUBLINGS) as usize], all: 0, most: Duration::ZERO }
    }
}

impl Histogram {
    pub fn add(&mut self, took: Duration) {
        let last = self.counts.len() - 1;
        self.counts[bucket(took).min(last)] += 1;
        self.all += 1;
        self.most = self.most.max(took);
    }

    pub fn take_in(&mut self, other: &Self) {
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        self.all += other.all;
        self.most = self.most.max(other.most);
    }

    pub fn count(&self) -> u64 {
        self.all
    }

    /// At most this long took `share` of all (0.5: the median).
    pub fn at(&self, share: f64) -> Duration {
        let wanted = (self.all as f64 * share).ceil() as u64;
        let mut seen = 0;
        for (n, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted.max(1) {
                return upper(n).min(self.most);
            }
        }
        self.most
    }

    pub fn most(&self) -> Duration {
        self.most
    }
}

fn bucket(took: Duration) -> usize {
    let micros = took.as_secs_f64() * 1e6;
    if micros <= 1.0 { 0 } else { (micros.log2() * f64::from(STEPS)) as usize }
}

fn upper(bucket: usize) -> Duration {
    Duration::from_secs_f64(((bucket + 1) as f64 / f64::from(STEPS)).exp2() / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_found_within_their_bucket() {
        let mut times = Histogram::default();
        for millis in 1..=1000 {
            times.add(Duration::from_millis(millis));
        }
        for (share, millis) in [(0.5, 500.0), (0.95, 950.0), (0.99, 990.0)] {
            let found = times.at(share).as_secs_f64() * 1e3;
            assert!((found - millis).abs() / millis < 0.025, "{share}: {found}");
        }
        assert_eq!((times.count(), times.most()), (1000, Duration::from_secs(1)));
    }
}
