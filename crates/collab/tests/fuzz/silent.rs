//! Whoever may not write changes nothing and is heard by nobody, whatever they send: readers, commenters, whoever may only
//! suggest, keepers of what is locked or closed, and editors while the service is paused.
//!
//! 1,000 mutated frames each, or 100,000 with `CHANCERY_PROVE=1`: updates, answers to step 1, presence, messages of unknown
//! kinds. One seed again with `SEED=n`.

use bytes::Bytes;
use collab::binding::TagKey;
use collab::code::Code;
use collab::message::{self, Message};
use collab::room::{Dialect, Effect, Fact, Guest, May, Opening, Room, Service};
use manual::id::{DocumentId, SeatId};
use manual::rights::Right;
use manual::rights::table::ChapterState;
use manual::seat::Appears;

use crate::common::{Chance, cases, seeds};
use crate::mutate::Corpus;
use crate::{config, frame, state, turn};

/// Frames for one document.
const BATCH: u64 = 100;
const WITNESS: u64 = 1;

fn who() -> [(&'static str, May); 6] {
    let open = ChapterState::Open;
    [
        ("a reader", May::here(Right::Read, open)),
        ("a commenter", May::here(Right::Comment, open)),
        ("who may only suggest", May::here(Right::Suggest, open)),
        ("a keeper of a locked chapter", May::here(Right::Keep, ChapterState::Locked)),
        ("a keeper of a closed chapter", May::here(Right::Keep, ChapterState::Closed)),
        ("an editor during a pause", May { service: Service::Paused, ..May::here(Right::Edit, open) }),
    ]
}

#[test]
fn whoever_may_not_write_changes_nothing_and_is_heard_by_nobody() {
    let _turn = turn();
    for (name, may) in who() {
        let mut told = Told::default();
        for seed in seeds(cases(1_000, 100_000) / BATCH) {
            batch(seed, name, may, &mut told);
        }
        println!("{name}: {told:?}");
        assert!(told.frames >= BATCH && told.closed + told.refused + told.withheld > 0);
    }
}

/// What became of the frames.
#[derive(Default, Debug)]
struct Told {
    frames: u64,
    refused: u64,
    closed: u64,
    /// Dropped without a word: nothing new, tidying, or a pause.
    withheld: u64,
    /// Of presence, which whoever reads has too.
    carets: u64,
}

fn guest(seat: u8, may: May) -> Guest {
    let seat = SeatId::from_random([seat; 16]);
    let (name, appears) = (format!("Seat {seat}"), Appears::AsSeat);
    let tagger = TagKey::of(&name).within(DocumentId::from_bytes([3; 16]));
    Guest { seat, name, appears, may, dialect: Dialect::Chancery, writer: 1, tagger }
}

fn batch(seed: u64, name: &str, may: May, told: &mut Told) {
    let mut chance = Chance::new(seed);
    let corpus = Corpus::seeded(seed % 50);
    // Some of what was written is in the chapter, and the rest is news.
    let known = chance.below(corpus.updates.len());
    let updates = corpus.updates[..known].iter().cloned().map(Bytes::from).collect();
    // What the room says by itself, now and then, is not what is listened for here.
    let mut config = config();
    config.limits.compare_ms = u64::MAX / 4;
    let mut room = Room::open(config, Opening { updates, ..Opening::default() }).unwrap();
    let mut now_ms = 0;
    let mut handle = |room: &mut Room, fact| {
        now_ms += 1_000;
        let mut effects = Vec::new();
        room.handle(now_ms, fact, &mut effects);
        effects
    };
    handle(&mut room, Fact::Joined { link: WITNESS, guest: guest(9, Right::Edit.into()) });
    let hears = message::write(Message::Step1(&[0]));
    handle(&mut room, Fact::Received { link: WITNESS, frame: hears });
    let before = state(&mut room);
    let mut link = WITNESS + 1;
    handle(&mut room, Fact::Joined { link, guest: guest(7, may) });
    for case in 0..BATCH {
        told.frames += 1;
        let sent = sent(&corpus, &mut chance);
        let mut effects = handle(&mut room, Fact::Received { link, frame: sent });
        effects.extend(handle(&mut room, Fact::Tick));
        let mut quiet = true;
        for effect in effects {
            let place = format!("{name}, seed {seed}, frame {case}");
            match effect {
                Effect::Persist { .. } => panic!("{place}: something was written down"),
                Effect::Reload | Effect::Unusable => panic!("{place}: the document was touched"),
                Effect::Refused { .. } => {
                    told.refused += 1;
                    quiet = false;
                }
                Effect::Close { link: closed, code } => {
                    assert!(closed == link && code != Code::Internal, "{place}: {code:?}");
                    told.closed += 1;
                    quiet = false;
                    link += 1;
                    handle(&mut room, Fact::Joined { link, guest: guest(7, may) });
                }
                Effect::Send { links, frame } if links.contains(&WITNESS) => {
                    assert_eq!(frame.first(), Some(&1), "{place}: a witness heard something");
                    told.carets += 1;
                }
                _ => {}
            }
        }
        told.withheld += u64::from(quiet);
    }
    assert_eq!(state(&mut room), before, "{name}, seed {seed}: bytes have changed");
}

/// A mutated frame, or one of an unknown kind.
fn sent(corpus: &Corpus, chance: &mut Chance) -> Bytes {
    let update = match chance.below(3) {
        0 => chance.pick(&corpus.updates).clone(),
        _ => corpus.hostile_update(|_| 0, chance),
    };
    let frame = frame(&update, corpus, chance);
    if !chance.one_in(10) {
        return frame;
    }
    let mut unknown = frame.to_vec();
    unknown[0] = chance.next() as u8;
    Bytes::from(unknown)
}
