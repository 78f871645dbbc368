//! One person's hands: a character at a time, each an update of its own, as an editor sends it.

use std::time::Duration;

use anyhow::Result;
use collab::message::{Message, write_block, write_number};
use futures_util::SinkExt;
use futures_util::stream::SplitSink;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::Message as Frame;

use super::board::{Board, Phase};
use super::{Carets, Pace};
use crate::chance::Chance;
use crate::load::line::{Socket, Speech};

pub(super) type Sink = SplitSink<Socket, Frame>;

/// Types until nobody does; the link comes back, to be kept until everybody has heard.
pub(super) async fn type_on(
    mut sink: Sink,
    speech: Speech,
    board: &Board,
    n: usize,
    first: Vec<u8>,
) -> Result<Sink> {
    board.reached(Phase::Warming).await;
    let client = board.client(n);
    let mut chance = Chance::new(client);
    let mut due = Instant::now() + Duration::from_secs_f64(0.5 * share(&mut chance));
    loop {
        match board.plan.pace {
            Pace::Human(a_second) => {
                sleep_until(due).await;
                due += Duration::from_secs_f64((0.6 + 0.8 * share(&mut chance)) / a_second);
            }
            Pace::Flat(ahead) => {
                if !board.has_room(n, ahead) {
                    sink.flush().await?;
                    board.room_for_one(n, ahead).await;
                }
            }
        }
        if board.phase() >= Phase::Ending {
            sink.flush().await?;
            return Ok(sink);
        }
        let number = board.sends(n);
        let frame =
            if number == 0 { speech.update(&first) } else { speech.update(&character(client, number)) };
        sink.feed(Frame::Binary(frame)).await?;
        if speech == Speech::Acknowledged {
            let count = (u64::from(number) + 1).to_be_bytes();
            sink.feed(Frame::Binary(speech.framed(Message::Acknowledge(&count)))).await?;
        }
        if board.plan.carets == Carets::Moving {
            let state = caret(client, number);
            sink.feed(Frame::Binary(speech.framed(Message::Awareness(&state)))).await?;
        }
        if matches!(board.plan.pace, Pace::Human(_)) {
            sink.flush().await?;
        }
    }
}

/// The update of one character behind this client's last one.
fn character(client: u64, clock: u32) -> Vec<u8> {
    const TEXT_WITH_ORIGIN: u8 = 0x84;
    let mut update = Vec::with_capacity(24);
    update.extend([1, 1]); // one client, one struct
    write_number(&mut update, client);
    write_number(&mut update, u64::from(clock));
    update.push(TEXT_WITH_ORIGIN);
    write_number(&mut update, client);
    write_number(&mut update, u64::from(clock) - 1);
    update.extend([1, b'a' + (clock % 26) as u8, 0]); // one byte of text; no deletions
    update
}

/// Where this client's caret is after that character, as editors tell it.
fn caret(client: u64, clock: u32) -> Vec<u8> {
    let place =
        format!(r#"{{"type":null,"tname":"body","item":{{"client":{client},"clock":{clock}}},"assoc":-1}}"#);
    let state = format!(
        r##"{{"user":{{"name":"Person {client}","color":"#1f4e79"}},"cursor":{{"anchor":{place},"head":{place}}}}}"##
    );
    let mut body = vec![1];
    write_number(&mut body, client);
    write_number(&mut body, u64::from(clock) + 1);
    write_block(&mut body, state.as_bytes());
    body
}

/// Between 0 and 1.
fn share(chance: &mut Chance) -> f64 {
    chance.below(1 << 20) as f64 / f64::from(1 << 20)
}

#[cfg(test)]
mod tests {
    use manual::document::Document;
    use yrs::{GetString, ReadTxn, Text, WriteTxn};

    use super::*;

    #[test]
    fn the_characters_are_edits_of_the_text() {
        let mut own = Document::new(77);
        let (_, first) = own.edit(|txn| txn.get_or_insert_text("body").push(txn, "a"));
        let mut other = Document::new(1);
        other.apply(&first.unwrap()).unwrap();
        for clock in 1..4 {
            other.apply(&character(77, clock)).unwrap();
        }
        let text = other.read(|txn| txn.get_text("body").map(|body| body.get_string(txn)));
        assert_eq!(text.as_deref(), Some("abcd"));
        assert!(!other.has_gap());
    }
}
