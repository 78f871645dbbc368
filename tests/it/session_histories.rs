//! Whole editing sessions, each agent's as one update made away from everybody: never refused, whatever the bounds on
//! cost. The recorded ones are read from the folder that `CHANCERY_TRACES` names; without it, made-up ones.

use std::path::PathBuf;

use collab::bouncer::DocumentKind;
use collab::limits::Limits;
use collab::message::{self, Message};
use collab::room::{Dialect, Effect, Fact, Guest, Opening, Room, RoomConfig};
use manual::document::Document;
use manual::id::{Epoch, SeatId};
use manual::rights::Right;
use tests::history::{History, made_up, read, write};
use tests::proving;

use super::text_of;

const FIRST_CLIENT: u32 = 1_000;

/// So much tighter than the service's own bound the room is here.
const TIGHTER: u64 = 20;

fn room() -> Room {
    let bound = Limits::default();
    // Sizes have bounds of their own; here the walk is tried.
    let limits = Limits {
        walk_steps_max: bound.walk_steps_max / TIGHTER,
        document_bytes_max: usize::MAX,
        frame_bytes_max: usize::MAX,
        items_max: usize::MAX,
        gather_ms_max: 0,
        ..bound
    };
    let config = RoomConfig {
        kind: DocumentKind::Chapter,
        epoch: Epoch::from_random([1; 16]),
        limits,
        mode: Default::default(),
    };
    Room::open(config, Opening::default()).unwrap()
}

fn tell(room: &mut Room, fact: Fact) {
    let mut effects = Vec::new();
    room.handle(0, fact, &mut effects);
    let mut seq = room.seq();
    while let Some(effect) = (!effects.is_empty()).then(|| effects.remove(0)) {
        match effect {
            Effect::Persist { .. } => {
                seq += 1;
                room.handle(0, Fact::Persisted { seq }, &mut effects);
            }
            Effect::Refused { code, .. } | Effect::Close { code, .. } => panic!("refused: {}", code.word()),
            Effect::Reload | Effect::Unusable => panic!("the room had to drop its document"),
            _ => {}
        }
    }
}

/// Each agent comes with all they ever wrote, one after the other, in this order of agents.
fn come_back(history: &History, order: impl Iterator<Item = usize>) {
    let written = write(history, &[0, 0], FIRST_CLIENT).unwrap();
    let mut whole = Document::new(1);
    written.iter().for_each(|it| drop(whole.apply(&it.update).unwrap()));
    let mut room = room();
    for agent in order {
        let link = agent as u64 + 1;
        // One seat: what agents had heard of each other comes with whoever is first.
        let seat = SeatId::from_random([1; 16]);
        let (right, dialect, writer) = (Right::Edit, Dialect::Chancery, 1);
        tell(
            &mut room,
            Fact::Joined {
                link,
                guest: Guest {
                    seat,
                    name: "x".into(),
                    appears: manual::seat::Appears::AsSeat,
                    may: right.into(),
                    dialect,
                    writer,
                    tagger: collab::binding::TagKey::of("x")
                        .within(manual::id::DocumentId::from_bytes([1; 16])),
                },
            },
        );
        // What one wrote rests on what one had heard: all of it comes as one answer.
        let mut own = Document::new(2);
        let heard = written.iter().rposition(|it| it.agent == agent).map_or(0, |last| last + 1);
        let rests_on = heard.checked_sub(1).map(|last| written[last].rests_on.clone()).unwrap_or_default();
        let mut had = vec![0; history.agents];
        for it in &written[..heard] {
            had[it.agent] += 1;
            if had[it.agent] <= rests_on[it.agent] {
                own.apply(&it.update).unwrap();
            }
        }
        room_takes(&mut room, link, &own.state());
    }
    let mut effects = Vec::new();
    room.handle(0, Fact::Read { ask: 1 }, &mut effects);
    let state = effects.iter().find_map(|effect| match effect {
        Effect::State { state, .. } => Some(state),
        _ => None,
    });
    let mut merged = Document::new(3);
    merged.apply(state.unwrap()).unwrap();
    assert_eq!(text_of(&merged), history.end);
}

fn room_takes(room: &mut Room, link: u64, update: &[u8]) {
    let frame = message::write(Message::Step2(update));
    tell(room, Fact::Received { link, frame });
}

#[test]
fn u11_whole_sessions_made_away_are_taken_in() {
    let recorded = std::env::var_os("CHANCERY_TRACES").map(PathBuf::from);
    let mut histories = vec![made_up(11, 2, 2_000), made_up(12, 3, if proving() { 20_000 } else { 4_000 })];
    if let Some(folder) = &recorded {
        for name in ["friendsforever", "sveltecomponent", "automerge-paper"] {
            histories.push(read(&folder.join(format!("{name}.json.gz"))).unwrap());
        }
    }
    for history in &histories {
        come_back(history, 0..history.agents);
        come_back(history, (0..history.agents).rev());
        println!(
            "figure: {} keystrokes of {} agents came as one update each",
            history.keystrokes(),
            history.agents
        );
    }
}
