//! One person's ears: reads every frame of their link, and tells how late each character of the others is.

use anyhow::{Result, bail};
use collab::bouncer::scan;
use collab::limits::Limits;
use futures_util::StreamExt;
use futures_util::stream::SplitStream;
use tokio_tungstenite::tungstenite::Message as Frame;

use super::TIMES;
use super::board::{Board, Phase};
use crate::load::histogram::Histogram;
use crate::load::line::{Heard, Socket, Speech};

/// What one person heard while it was measured.
#[derive(Default)]
pub(super) struct Ears {
    pub(super) times: [Histogram; TIMES],
    pub(super) frames: u64,
    pub(super) bytes: u64,
}

/// Until the run is over.
pub(super) async fn listen(
    mut stream: SplitStream<Socket>,
    speech: Speech,
    board: &Board,
    me: usize,
) -> Result<Ears> {
    let (mut ears, limits) = (Ears::default(), Limits::default());
    let mut seen = vec![0; board.plan.people];
    loop {
        let frame = tokio::select! {
            frame = stream.next() => frame,
            () = board.reached(Phase::Over) => return Ok(ears),
        };
        let frame = match frame {
            Some(Ok(Frame::Binary(frame))) => frame,
            Some(Ok(Frame::Close(reason))) => bail!("closed: {reason:?}"),
            Some(Ok(_)) => continue,
            Some(Err(error)) => return Err(error.into()),
            None => bail!("the link ended"),
        };
        let measured = board.phase() == Phase::Measured;
        if measured {
            ears.frames += 1;
            ears.bytes += frame.len() as u64;
        }
        match speech.hear(&frame) {
            Heard::Update(update) => {
                let now = board.nanos();
                let Ok(scanned) = scan(update, &limits) else { bail!("an update that cannot be read") };
                let mut new = 0;
                for run in scanned.runs() {
                    let Some(n) = board.person(run.client).filter(|n| *n != me) else { continue };
                    let from = run.start.max(seen[n]);
                    for number in from..run.end.max(from) {
                        new += 1;
                        if measured {
                            ears.times[board.time()].add(board.age(n, number, now));
                        }
                    }
                    seen[n] = seen[n].max(run.end);
                    board.echoes(n, me, seen[n]);
                }
                board.hears(new);
            }
            Heard::Refused(why) => bail!("refused: {why}"),
            Heard::Step1(_) if board.phase() >= Phase::Warming => {
                bail!("asked for what was sent: an edit was lost")
            }
            Heard::Step1(_) | Heard::Acknowledged | Heard::Caret | Heard::Other => {}
        }
    }
}
