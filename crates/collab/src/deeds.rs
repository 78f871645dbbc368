//! Who bound which client id, who put which letters in and who took which away, gathered from a document's records in
//! the order of the journal. Holds spans of clocks and never a word. Where the letters stand is `ledger::sequences`'.

use std::collections::{BTreeMap, HashMap};

use manual::document::Span;

use crate::bouncer::scan;
use crate::code::Code;
use crate::limits::Limits;

/// What was done, told once for all units that it was done to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deed {
    /// The journal's number of who did it; 0 when nobody is to know, or the service did it.
    pub writer: u32,
    /// The position of its record.
    pub seq: u64,
    /// The journal's time.
    pub time_ms: u64,
}

/// The deeds in one document. `B` is what is known of whoever bound a client id.
#[derive(Clone, Debug)]
pub struct Deeds<B> {
    bound: HashMap<u64, B>,
    letters: HashMap<u64, Spans<()>>,
    removed: HashMap<u64, Spans<Deed>>,
}

impl<B> Default for Deeds<B> {
    fn default() -> Self {
        Self { bound: HashMap::new(), letters: HashMap::new(), removed: HashMap::new() }
    }
}

impl<B> Deeds<B> {
    /// A client id was bound. The first one counts.
    pub fn bind(&mut self, client: u64, by: B) {
        self.bound.entry(client).or_insert(by);
    }

    /// Who wrote everything under a client id.
    pub fn bound(&self, client: u64) -> Option<&B> {
        self.bound.get(&client)
    }

    /// An update became durable.
    ///
    /// # Errors
    /// What the bouncer says of it; nothing was taken then.
    pub fn take(&mut self, update: &[u8], deed: Deed, limits: &Limits) -> Result<(), Code> {
        let scanned = scan(update, limits)?;
        for span in scanned.letters() {
            self.letters.entry(span.client).or_default().add(span.start, span.end, ());
        }
        for span in scanned.deletes() {
            self.removed.entry(span.client).or_default().add(span.start, span.end, deed);
        }
        Ok(())
    }

    /// The letters of a deleted span and who first took each away. What was never a letter is left out, and so is what
    /// went by itself, with something that held it.
    pub fn removed(&self, span: Span) -> Vec<(Span, Deed)> {
        let Some(letters) = self.letters.get(&span.client) else { return Vec::new() };
        let Some(removed) = self.removed.get(&span.client) else { return Vec::new() };
        let mut found = Vec::new();
        for (start, end, ()) in letters.within(span.start, span.end) {
            found.extend(
                removed.within(start, end).map(|(start, end, deed)| (Span { start, end, ..span }, deed)),
            );
        }
        found
    }
}

/// Spans of clocks that do not overlap, each with something known of it.
#[derive(Clone, Debug)]
struct Spans<T> {
    /// Start to end.
    spans: BTreeMap<u32, (u32, T)>,
}

impl<T> Default for Spans<T> {
    fn default() -> Self {
        Self { spans: BTreeMap::new() }
    }
}

impl<T: Copy + PartialEq> Spans<T> {
    /// Notes what is known of those parts of a span of which nothing was.
    fn add(&mut self, start: u32, end: u32, known: T) {
        let mut free = Vec::new();
        let mut at = start;
        for (from, to, _) in self.within(start, end) {
            if at < from {
                free.push((at, from));
            }
            at = to;
        }
        if at < end {
            free.push((at, end));
        }
        for (start, end) in free {
            self.insert(start, end, known);
        }
    }

    /// Neighbours of which the same is known become one.
    fn insert(&mut self, mut start: u32, mut end: u32, known: T) {
        if let Some((&from, &(to, before))) = self.spans.range(..start).next_back()
            && to == start
            && before == known
        {
            start = from;
        }
        if let Some(&(to, behind)) = self.spans.get(&end)
            && behind == known
        {
            self.spans.remove(&end);
            end = to;
        }
        self.spans.insert(start, (end, known));
    }

    /// What is known within a span, in order.
    fn within(&self, start: u32, end: u32) -> impl Iterator<Item = (u32, u32, T)> {
        let first = self.spans.range(..=start).next_back().map_or(start, |(from, _)| *from);
        let known = self
            .spans
            .range(first..end.max(first))
            .map(move |(from, (to, known))| (start.max(*from), end.min(*to), *known));
        known.filter(|(from, to, _)| from < to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_to_take_something_away_did_it() {
        let mut spans = Spans::default();
        spans.add(10, 20, 'a');
        spans.add(5, 15, 'b');
        spans.add(15, 30, 'c');
        spans.add(0, 40, 'd');
        let all: Vec<_> = spans.within(0, 50).collect();
        assert_eq!(all, [(0, 5, 'd'), (5, 10, 'b'), (10, 20, 'a'), (20, 30, 'c'), (30, 40, 'd')]);
        assert_eq!(spans.within(12, 22).collect::<Vec<_>>(), [(12, 20, 'a'), (20, 22, 'c')]);
        assert_eq!(spans.within(7, 7).count(), 0);
    }

    #[test]
    fn what_is_known_alike_is_kept_once() {
        let mut spans = Spans::default();
        for start in [0, 2, 1, 4, 3] {
            spans.add(start, start + 1, 'a');
        }
        assert_eq!(spans.spans.len(), 1);
        assert_eq!(spans.within(0, 9).collect::<Vec<_>>(), [(0, 5, 'a')]);
    }
}
