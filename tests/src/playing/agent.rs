//! One agent of a session: a socket and a document. It sends an update only after its own socket brought everything the
//! update rests on, without waiting for anything else.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use anyhow::{Result, anyhow, bail};
use collab::message::{self, Message};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use manual::document::{Document, Span};
use manual::id::DocumentId;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;

use super::{FIRST_CLIENT, text_of};
use crate::history::Written;
use crate::program::Seated;
use crate::raw::{Knock, parse};
use crate::service::Service;

/// An acknowledgement is asked for after this many updates, and at the end.
const ASK_EVERY: usize = 64;

type Socket = WebSocketStream<TcpStream>;

pub(super) struct Agent {
    number: usize,
    agents: usize,
    socket: Socket,
    document: Document,
}

/// What the two halves of an agent share.
struct Live {
    inside: Mutex<Inside>,
    /// Something came in.
    came: Notify,
}

struct Inside {
    document: Document,
    deleted: Ranges,
    acknowledged: u64,
    /// How many transactions of each agent are wholly here.
    has: Vec<usize>,
}

impl Agent {
    pub(super) async fn join(
        service: &Service,
        seated: &Seated,
        chapter: DocumentId,
        number: usize,
        agents: usize,
    ) -> Result<Self> {
        let knock = Knock::bearing(&seated.token).speaking_chancery();
        let mut link = knock
            .open(&service.address, chapter)
            .await
            .map_err(|(status, body)| anyhow!("refused: {status} {body}"))?;
        let mut document = Document::new(2); // it never writes under this id
        link.exchange(&mut document).await;
        Ok(Self { number, agents, socket: link.into_socket(), document })
    }

    /// Sends its own transactions and hears the others'; its text when it has all and all is acknowledged.
    pub(super) async fn play(self, written: &[Written]) -> Result<String> {
        let (sink, stream) = self.socket.split();
        let inside = Inside {
            document: self.document,
            deleted: Ranges::default(),
            acknowledged: 0,
            has: vec![0; self.agents],
        };
        let live = Live { inside: Mutex::new(inside), came: Notify::new() };
        let by_agent: Vec<Vec<&Written>> =
            (0..self.agents).map(|agent| written.iter().filter(|it| it.agent == agent).collect()).collect();
        tokio::select! {
            ended = hear(stream, &live) => Err(ended),
            sent = say(sink, &live, self.number, &by_agent) => sent,
        }?;
        Ok(text_of(&live.inside().document))
    }
}

async fn say(
    mut sink: SplitSink<Socket, Frame>,
    live: &Live,
    number: usize,
    by_agent: &[Vec<&Written>],
) -> Result<()> {
    let own = &by_agent[number];
    for (index, written) in own.iter().enumerate() {
        while !live.inside().rests(number, written, by_agent) {
            sink.flush().await?;
            live.came.notified().await;
        }
        live.inside().take(&written.update)?;
        live.inside().has[number] = index + 1;
        sink.feed(Frame::Binary(message::write(Message::Update(&written.update)))).await?;
        if (index + 1) % ASK_EVERY == 0 || index + 1 == own.len() {
            let body = (index as u64 + 1).to_be_bytes();
            sink.feed(Frame::Binary(message::write(Message::Acknowledge(&body)))).await?;
        }
    }
    sink.flush().await?;
    let all: Vec<usize> = by_agent.iter().map(Vec::len).collect();
    loop {
        {
            let mut inside = live.inside();
            inside.count(by_agent);
            if inside.acknowledged == own.len() as u64 && inside.has == all {
                return Ok(());
            }
        }
        live.came.notified().await;
    }
}

async fn hear(mut stream: SplitStream<Socket>, live: &Live) -> anyhow::Error {
    loop {
        match stream.next().await {
            Some(Ok(Frame::Binary(frame))) => {
                if let Err(error) = live.inside().hear(parse(&frame)) {
                    return error;
                }
                live.came.notify_one();
            }
            Some(Ok(Frame::Close(reason))) => return anyhow!("the service closed: {reason:?}"),
            Some(Ok(_)) => {}
            Some(Err(error)) => return error.into(),
            None => return anyhow!("the link ended"),
        }
    }
}

impl Live {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("an agent that panicked has failed already")
    }
}

impl Inside {
    fn hear(&mut self, message: Message<'_>) -> Result<()> {
        match message {
            Message::Update(update) | Message::Step2(update) => self.take(update)?,
            Message::Acknowledge(body) => self.acknowledged = u64::from_be_bytes(body.try_into()?),
            Message::Step1(_) => bail!("the service lacks something that this agent never left out"),
            Message::Refused(why) => bail!("refused: {why}"),
            Message::Denied(why) => bail!("denied: {why}"),
            _ => {}
        }
        Ok(())
    }

    fn take(&mut self, update: &[u8]) -> Result<()> {
        for span in self.document.apply(update)? {
            self.deleted.add(span);
        }
        Ok(())
    }

    /// Whether everything that an update rests on is here.
    fn rests(&mut self, number: usize, written: &Written, by_agent: &[Vec<&Written>]) -> bool {
        let enough = |has: &[usize]| {
            written
                .rests_on
                .iter()
                .enumerate()
                .all(|(agent, wanted)| agent == number || has[agent] >= *wanted)
        };
        enough(&self.has) || {
            self.count(by_agent);
            enough(&self.has)
        }
    }

    /// Looks how many transactions of each agent are wholly here.
    fn count(&mut self, by_agent: &[Vec<&Written>]) {
        use yrs::ReadTxn;
        let clocks = self.document.read(|txn| txn.state_vector());
        for (agent, written) in by_agent.iter().enumerate() {
            let client = u64::from(FIRST_CLIENT) + agent as u64;
            let clock = clocks.get(&yrs::block::ClientID::new(client));
            let here =
                |it: &&Written| it.clock <= clock && it.deleted.iter().all(|span| self.deleted.has(*span));
            while written.get(self.has[agent]).is_some_and(here) {
                self.has[agent] += 1;
            }
        }
    }
}

/// Stretches of clocks, joined where they touch.
#[derive(Default)]
struct Ranges(BTreeMap<u64, BTreeMap<u32, u32>>);

impl Ranges {
    fn add(&mut self, span: Span) {
        let ranges = self.0.entry(span.client).or_default();
        let (mut start, mut end) = (span.start, span.end);
        while let Some((&from, &to)) = ranges.range(..=end).next_back().filter(|(_, to)| **to >= start) {
            ranges.remove(&from);
            (start, end) = (start.min(from), end.max(to));
        }
        ranges.insert(start, end);
    }

    fn has(&self, span: Span) -> bool {
        let ranges = self.0.get(&span.client);
        let before = ranges.and_then(|ranges| ranges.range(..=span.start).next_back());
        before.is_some_and(|(_, end)| *end >= span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_join() {
        let span = |start, end| Span { client: 1, start, end };
        let mut ranges = Ranges::default();
        for (start, end) in [(0, 2), (4, 6), (2, 4), (10, 12), (5, 7)] {
            ranges.add(span(start, end));
        }
        assert!(ranges.has(span(0, 7)) && ranges.has(span(10, 12)) && ranges.has(span(1, 3)));
        assert!(
            !ranges.has(span(6, 8))
                && !ranges.has(span(9, 11))
                && !ranges.has(Span { client: 2, start: 0, end: 1 })
        );
    }
}
