//! What has begun and is finished once, and soon. Kept in memory under a key that whoever finishes it brings back; a restart
//! ends it. Knows nothing of what it keeps. Used by `passkeys` and `oidc::flows`.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::Mutex;

pub(crate) struct Once<K, T> {
    begun: Mutex<Begun<K, T>>,
    max: usize,
    life_ms: u64,
}

struct Begun<K, T> {
    by_key: HashMap<K, (u64, T)>,
    /// The oldest first. May name some that were finished.
    order: VecDeque<K>,
}

impl<K: Clone + Eq + Hash, T> Once<K, T> {
    /// So many at once, each for so long.
    pub(crate) fn new(max: usize, life_ms: u64) -> Self {
        let begun = Begun { by_key: HashMap::new(), order: VecDeque::new() };
        Self { begun: Mutex::new(begun), max, life_ms }
    }

    /// Of too many the oldest goes: a stranger who begins many makes nobody else wait.
    pub(crate) fn begin(&self, key: K, what: T, now_ms: u64) {
        let mut begun = self.begun.lock().expect("nobody panics while beginning");
        while begun.order.len() >= self.max {
            let Some(oldest) = begun.order.pop_front() else { break };
            begun.by_key.remove(&oldest);
        }
        begun.order.push_back(key.clone());
        begun.by_key.insert(key, (now_ms.saturating_add(self.life_ms), what));
    }

    /// What was begun under a key, if it is not too late. It is over with this.
    pub(crate) fn finish(&self, key: &K, now_ms: u64) -> Option<T> {
        let mut begun = self.begun.lock().expect("nobody panics while finishing");
        let (ends_ms, what) = begun.by_key.remove(key)?;
        (now_ms < ends_ms).then_some(what)
    }
}
