//! Refused is not lost. People write with a line and without, while the secretariat takes and gives rights, locks, closes and
//! deletes the chapter, decides who is named in it, merges proposals and passes seats on, and the service is killed: all by
//! seeded chance. In the end
//! every word that was typed stands in the chapter (once), in a proposal, or on its writer's device, or a person deleted it;
//! and no word that was refused is in the chapter, unless its proposal was merged. What was written where nobody is named is
//! no seat's proposal.

mod acts;
mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use manual::document::Document;
use manual::id::DocumentId;
use serde_json::{Value, json};
use tests::caller::Caller;
use tests::chance::Chance;
use tests::program::{Folder, Seated};
use tests::service::{Scene, Service};

use super::text_of;
use page::{Answered, Ended, Page};

/// How often, and after how long, a page asks again for whose links there is no room yet.
const PATIENCE: usize = 600;
const AGAIN: Duration = Duration::from_millis(50);

struct World {
    folder: Folder,
    service: Option<Service>,
    secretariat: Seated,
    seats: Vec<Seated>,
    manual: String,
    chapter: DocumentId,
    pages: Vec<Page>,
    chance: Chance,
    last_client: u64,
    typed: BTreeSet<String>,
    deleted: BTreeSet<String>,
    /// Typed while its page was told that nobody is named.
    unnamed: BTreeSet<String>,
    /// What certainly was refused, and had not come in by another way.
    refused: BTreeSet<String>,
    /// Brought by whoever hung up at once: nobody knows what became of it.
    uncertain: BTreeSet<String>,
    /// On devices: words of refused edits for which no proposal could be made.
    shelved: BTreeSet<String>,
    /// What happened, to be read when the promise is broken.
    story: Vec<String>,
}

/// What was brought by another way than a link.
struct Brought {
    /// The chapter as it was; none while it is deleted.
    there: Option<Document>,
    at_stake: BTreeSet<String>,
    answered: Answered,
}

impl World {
    async fn new(seed: u64) -> Self {
        let Scene { folder, service, secretariat, ghana, denmark, manual, chapter, .. } =
            Scene::configured("[limits]\nsign_in_tries_per_minute_max = 100000\n").await;
        let mut world = Self {
            folder,
            service: Some(service),
            secretariat,
            seats: vec![ghana, denmark],
            manual,
            chapter,
            pages: Vec::new(),
            chance: Chance::new(seed),
            last_client: 1000,
            typed: BTreeSet::new(),
            deleted: BTreeSet::new(),
            unnamed: BTreeSet::new(),
            refused: BTreeSet::new(),
            uncertain: BTreeSet::new(),
            shelved: BTreeSet::new(),
            story: vec![format!("world {seed}")],
        };
        for (n, name) in [(0, "ghana"), (0, "accra"), (1, "denmark")] {
            let bearer = format!("Bearer {}", world.seats[n].token);
            world.enters(name, ("authorization", bearer));
        }
        acts::decides_a_mode(&mut world).await;
        world
    }

    fn enters(&mut self, name: &'static str, credential: (&'static str, String)) {
        self.last_client += 100_000;
        self.pages.push(Page::new(name, credential, self.last_client));
    }

    fn address(&self) -> String {
        self.service.as_ref().expect("it runs").address.clone()
    }

    fn keeper(&self) -> Caller {
        Caller::new(&self.address()).bearing(&self.secretariat.token)
    }

    /// The chapter as it is on disk; none while it is deleted.
    async fn chapter_text(&self) -> Option<Document> {
        self.read_by_the_secretariat(self.chapter).await
    }

    async fn read_by_the_secretariat(&self, document: DocumentId) -> Option<Document> {
        let bearer = format!("Bearer {}", self.secretariat.token);
        let reader = Page::new("secretariat", ("authorization", bearer), 1);
        loop {
            match reader.reads(&self.address(), document).await {
                Ok(read) => return Some(read),
                // Its own links from before are still being taken down.
                Err(Ended::Refused(code)) if code == "too-many-pages" => tokio::task::yield_now().await,
                Err(Ended::Refused(code)) if code == "not-found" => return None,
                Err(ended) => panic!("{ended:?}\n{}", self.story.join("\n")),
            }
        }
    }

    /// Brings what a page has, and does with what is refused what a page does.
    async fn exchanges(&mut self, n: usize) {
        let (address, chapter) = (self.address(), self.chapter);
        let mut ended = self.pages[n].exchange(&address, chapter).await;
        // Its own links from before are still being taken down.
        for _ in 0..PATIENCE {
            match &ended {
                Ended::Refused(code) if code == "too-many-pages" => tokio::time::sleep(AGAIN).await,
                _ => break,
            }
            ended = self.pages[n].exchange(&address, chapter).await;
        }
        self.tell(n, &format!("exchanges: {ended:?}"));
        let Ended::Refused(code) = ended else { return };
        match code.as_str() {
            "read-only" | "locked" | "closed" | "not-found" | "foreign" => self.proposes(n).await,
            "signed-out" => self.hands_in(n).await,
            "unattributed" => self.shelves(n).await,
            "paused" | "stopping" | "not-persisted" => {}
            code => panic!("{code} is no refusal of rights\n{}", self.story.join("\n")),
        }
    }

    async fn proposes(&mut self, n: usize) {
        let path = format!("/api/v1/chapters/{}/proposals", self.chapter);
        let Brought { there, at_stake, answered } = self.brings(n, "proposes", &path).await;
        match answered {
            Answered::Status(200 | 201 | 202 | 204) => {}
            // May not propose: the shelf.
            Answered::Status(403 | 404 | 409) => self.shelved.extend(at_stake.iter().cloned()),
            Answered::Status(status) => panic!("{status}\n{}", self.story.join("\n")),
            Answered::Away => return,
        }
        if there.is_some() {
            self.refused.extend(at_stake.difference(&self.uncertain).cloned());
        }
        self.pages[n].begins_again(&known(there.as_ref()));
    }

    /// What was written where nobody is named goes nowhere where somebody is: the shelf.
    async fn shelves(&mut self, n: usize) {
        let there = self.chapter_text().await;
        let at_stake = self.at_stake(n, there.as_ref());
        self.tell(n, &format!("shelves {at_stake:?}"));
        self.shelved.extend(at_stake);
        self.pages[n].begins_again(&known(there.as_ref()));
    }

    /// The seat was passed on: what is left goes to it, and the page is over.
    async fn hands_in(&mut self, n: usize) {
        let path = format!("/api/v1/hand-in/{}", self.chapter);
        if self.brings(n, "hands in", &path).await.answered == Answered::Status(204) {
            self.pages.remove(n);
        }
    }

    /// Brings what the chapter does not have by another way than a link.
    async fn brings(&mut self, n: usize, does: &str, path: &str) -> Brought {
        let there = self.chapter_text().await;
        let at_stake = self.at_stake(n, there.as_ref());
        let answered = self.pages[n].proposes(&self.address(), path, &known(there.as_ref())).await;
        self.tell(n, &format!("{does} {at_stake:?}: {answered:?}"));
        Brought { there, at_stake, answered }
    }

    /// The words of a page that the chapter does not have.
    fn at_stake(&self, n: usize, there: Option<&Document>) -> BTreeSet<String> {
        let theirs = there.map(text_of).unwrap_or_default();
        let own = text_of(&self.pages[n].document);
        let words = self.typed.iter().filter(|word| own.contains(*word) && !theirs.contains(*word));
        words.cloned().collect()
    }

    fn tell(&mut self, n: usize, what: &str) {
        let name = self.pages[n].name;
        self.story.push(format!("{name} {what}"));
    }

    /// Everybody comes back to an open chapter, and there is nothing left to bring.
    async fn ends(&mut self) {
        acts::open_everything(self).await;
        for _ in 0..2 {
            let mut n = 0;
            while n < self.pages.len() {
                let before = self.pages.len();
                self.exchanges(n).await;
                n += usize::from(self.pages.len() == before);
            }
        }
    }

    /// The texts of all branches, and which of them were merged. Also looks that no seat is told of an unnamed word.
    async fn branches(&self) -> Vec<(bool, String)> {
        let listed = self.keeper().get(&format!("/api/v1/manuals/{}/proposals", self.manual)).await.json();
        let mut branches = Vec::new();
        for row in listed.as_array().expect("a list") {
            let id = row["id"].as_str().and_then(DocumentId::parse).expect("an id");
            let text =
                self.read_by_the_secretariat(id).await.expect("the secretariat reads what was offered");
            branches.push((row["state"] == "merged", text_of(&text)));
            if row["seat"].is_null() {
                continue;
            }
            let path = format!("/api/v1/proposals/{id}/difference");
            let changes = self.keeper().get(&path).await.json();
            let words = |is: &str| -> String {
                let changes = changes.as_array().expect("a list").iter();
                let parts = changes.flat_map(|change| change["parts"].as_array().expect("parts"));
                parts.filter(|part| part["is"] == is).filter_map(|part| part["text"].as_str()).collect()
            };
            // A word that stands between two changes may be told as going and coming.
            let (added, removed) = (words("added"), words("removed"));
            let is_told = |word: &&String| added.contains(word.trim()) && !removed.contains(word.trim());
            let told = self.unnamed.iter().find(is_told);
            assert_eq!(told, None, "it is told as a seat's: {row}\n{}", self.story.join("\n"));
        }
        branches
    }

    async fn judges(&self) {
        let chapter = text_of(&self.chapter_text().await.expect("it is open"));
        let branches = self.branches().await;
        let story = || self.story.join("\n");
        for word in &self.typed {
            let times = chapter.matches(word.as_str()).count();
            assert!(times <= 1, "{word} stands {times} times in the chapter\n{}", story());
            let kept = times == 1
                || self.deleted.contains(word)
                || branches.iter().any(|(_, text)| text.contains(word))
                || self.shelved.contains(word);
            assert!(kept, "{word} is lost\n{}", story());
        }
        for word in self.refused.iter().filter(|word| chapter.contains(*word)) {
            let merged = branches.iter().any(|(merged, text)| *merged && text.contains(word));
            assert!(merged, "{word} was refused and is in the chapter\n{}", story());
        }
    }
}

/// What a page has learnt of the chapter: nothing, where it is not there.
fn known(there: Option<&Document>) -> Document {
    let mut known = Document::new(1);
    if let Some(there) = there {
        known.apply(&there.state()).expect("a state");
    }
    known
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_is_not_lost_and_does_not_come_in() {
    let (seeds, acts) = if tests::proving() { (200, 150) } else { (4, 80) };
    let mut happened: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut typed, mut refused) = (0, 0);
    for seed in 1..=seeds {
        let mut world = World::new(seed).await;
        for _ in 0..acts {
            *happened.entry(acts::act(&mut world).await).or_default() += 1;
        }
        world.ends().await;
        world.judges().await;
        typed += world.typed.len();
        refused += world.refused.len();
    }
    println!("{seeds} worlds, {typed} words typed, {refused} refused; {happened:?}");
    assert!(refused > 0, "chance refused nothing: {happened:?}");
}
