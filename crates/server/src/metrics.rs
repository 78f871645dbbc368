//! What the service counts of itself, for whoever watches it. Labels are words of our own tables: never a name, an id, a
//! title, an address or a text. Counting costs an atomic number and makes nobody wait.
//! Next: `metrics::tell`, which gives it away on an address of its own; docs/operate/metrics.md, which explains each.

mod process;
pub(crate) mod tell;

use std::time::Duration;

use collab::code::Code;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Half a millisecond is a good disk, five seconds one that is about to fail.
const SYNC_SECONDS: [f64; 13] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];
const COMMIT_RECORDS: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 64.0, 256.0, 1024.0];

/// A label and one of our own words.
type Word = [(&'static str, &'static str); 1];
type Words = [(&'static str, &'static str); 2];

/// Everything that is counted as it happens. What can be looked up is looked up by `tell`.
pub(crate) struct Metrics {
    commits: Counter,
    pub(crate) commits_refused: Counter,
    records: Counter,
    commit_records: Histogram,
    sync_seconds: Histogram,
    pub(crate) sign_in_tries: Counter,
    requests: Family<Word, Counter>,
    refusals: Family<Words, Counter>,
    links_ended: Family<Word, Counter>,
    freezes: Family<Word, Counter>,
    prints: Family<Word, Counter>,
    divergences: Counter,
}

/// Over what somebody was refused something.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Over {
    Http,
    Link,
}

/// What became of a piece of work.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    Done,
    Failed,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let metrics = Self {
            commits: Counter::default(),
            commits_refused: Counter::default(),
            records: Counter::default(),
            commit_records: Histogram::new(COMMIT_RECORDS),
            sync_seconds: Histogram::new(SYNC_SECONDS),
            sign_in_tries: Counter::default(),
            requests: Family::default(),
            refusals: Family::default(),
            links_ended: Family::default(),
            freezes: Family::default(),
            prints: Family::default(),
            divergences: Counter::default(),
        };
        // What has not happened yet is 0 and not absent, so that the first time is seen to be one.
        for outcome in [Outcome::Done, Outcome::Failed] {
            let _ = metrics.freezes.get_or_create(&outcome.label());
            let _ = metrics.prints.get_or_create(&outcome.label());
        }
        for code in [Code::NotPersisted, Code::Internal, Code::TooSlow] {
            let _ = metrics.links_ended.get_or_create(&[("code", code.word())]);
        }
        let _ = metrics.refusals.get_or_create(&[("over", "http"), ("code", Code::Internal.word())]);
        metrics
    }

    /// A group of so many records became durable.
    #[expect(clippy::cast_precision_loss, reason = "a group has far fewer records than that")]
    pub(crate) fn committed(&self, records: usize, sync_took: Duration) {
        self.commits.inc();
        self.records.inc_by(records as u64);
        self.commit_records.observe(records as f64);
        self.sync_seconds.observe(sync_took.as_secs_f64());
    }

    /// A request was answered.
    pub(crate) fn answered(&self, status: u16) {
        let class = match status {
            ..300 => "ok",
            300..400 => "elsewhere",
            400..500 => "refused",
            500.. => "failed",
        };
        self.requests.get_or_create(&[("answer", class)]).inc();
    }

    pub(crate) fn refused(&self, over: Over, code: Code) {
        let over = match over {
            Over::Http => "http",
            Over::Link => "link",
        };
        self.refusals.get_or_create(&[("over", over), ("code", code.word())]).inc();
    }

    /// A link ended; without a code the other side ended it.
    pub(crate) fn link_ended(&self, code: Option<Code>) {
        self.links_ended.get_or_create(&[("code", code.map_or("left", Code::word))]).inc();
    }

    pub(crate) fn froze(&self, outcome: Outcome) {
        self.freezes.get_or_create(&outcome.label()).inc();
    }

    pub(crate) fn printed(&self, outcome: Outcome) {
        self.prints.get_or_create(&outcome.label()).inc();
    }

    /// A page or program held something else than the service, and said so.
    pub(crate) fn diverged(&self) {
        self.divergences.inc();
    }

    fn register(&self, registry: &mut Registry) {
        registry.register("commits", "Groups of the journal that became durable", self.commits.clone());
        registry.register(
            "commits_refused",
            "Groups that the disk did not take; nothing of them was acknowledged",
            self.commits_refused.clone(),
        );
        registry.register("records", "Records that became durable: edits and all else", self.records.clone());
        registry.register("commit_records", "Records in one group", self.commit_records.clone());
        registry.register(
            "journal_sync_seconds",
            "How long the disk took to make one group durable",
            self.sync_seconds.clone(),
        );
        registry.register("sign_in_tries", "Tries to sign in, right and wrong", self.sign_in_tries.clone());
        registry.register("requests", "Requests, by how they were answered", self.requests.clone());
        registry.register("refusals", "What was refused, by code", self.refusals.clone());
        registry.register("links_ended", "Links that ended, by code", self.links_ended.clone());
        registry.register("freezes", "Freezes, by what became of them", self.freezes.clone());
        registry.register(
            "divergences",
            "Times that a page or program held something else than the service",
            self.divergences.clone(),
        );
        registry.register("prints", "PDFs asked of the press, by what became of them", self.prints.clone());
    }
}

impl Outcome {
    pub(crate) fn of<T, E>(result: &Result<T, E>) -> Self {
        if result.is_ok() { Self::Done } else { Self::Failed }
    }

    fn label(self) -> Word {
        [("outcome", if matches!(self, Self::Done) { "done" } else { "failed" })]
    }
}
