//! Many people who type into one document, and what each of them hears of the others: how many characters, how late, in
//! how many frames. Each types at the end, one character an edit, as an editor would send it.

mod board;
mod listen;
mod typist;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use futures_util::StreamExt;
use manual::document::Document;
use tokio::task::JoinSet;
use tokio::time::sleep;
use yrs::{Text, WriteTxn};

use super::histogram::Histogram;
use super::line::Line;
use super::process::{Memory, memory, processor_time};
use super::side::Running;
use board::{Board, Phase};
use listen::Ears;
use typist::Sink;

/// How long what was sent may take to arrive once nobody types any more.
const PATIENCE: Duration = Duration::from_secs(60);

/// Times of one run that are told apart, where they are.
pub const TIMES: usize = 3;

/// What a crowd does.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub people: usize,
    pub pace: Pace,
    pub carets: Carets,
    /// Before anything is counted.
    pub warm_up: Duration,
    pub measured: Duration,
    /// Decides the moments of the keys, and the client ids, which must be new to the document.
    pub seed: u64,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Pace {
    /// So many characters a second from each, at irregular moments.
    Human(f64),
    /// As many as get through, but from each no more than so many that their neighbour has not heard yet.
    Flat(u32),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Carets {
    Still,
    /// Told with each character.
    Moving,
}

/// What it came to.
#[derive(Clone)]
pub struct Outcome {
    pub took: Duration,
    pub deliveries: u64,
    /// Characters that somebody had not heard long after the last was typed; of the whole run.
    pub lost: u64,
    pub latency: Histogram,
    /// The same, of each of the times that are told apart.
    pub times: [Histogram; TIMES],
    /// Frames and bytes that all clients received.
    pub frames: u64,
    pub bytes: u64,
    pub processor: Duration,
    pub memory: Memory,
}

impl Outcome {
    pub fn micros_a_delivery(&self) -> f64 {
        self.processor.as_secs_f64() * 1e6 / self.deliveries.max(1) as f64
    }

    pub fn deliveries_a_second(&self) -> f64 {
        self.deliveries as f64 / self.took.as_secs_f64()
    }
}

/// Lets a crowd type.
///
/// # Errors
/// When somebody is turned away, cut off or refused.
pub async fn type_together(running: &Running, document: &str, plan: Plan) -> Result<Outcome> {
    let mut crowd = Crowd::gather(running, document, plan).await?;
    crowd.types_for(plan.warm_up).await?;
    crowd.is_measured(0)?;
    crowd.types_for(plan.measured).await?;
    crowd.ends().await
}

/// People who type, and go on until they are told to end.
pub struct Crowd<'r> {
    running: &'r Running,
    board: Arc<Board>,
    typists: JoinSet<Result<Sink>>,
    listeners: JoinSet<Result<Ears>>,
    measured: Option<(Instant, Duration)>,
}

impl<'r> Crowd<'r> {
    /// Lets everybody in; they begin to type.
    ///
    /// # Errors
    /// When somebody is turned away.
    pub async fn gather(running: &'r Running, document: &str, plan: Plan) -> Result<Self> {
        let board = Arc::new(Board::new(plan));
        let (mut typists, mut listeners) = (JoinSet::new(), JoinSet::new());
        for n in 0..plan.people {
            let (line, first) =
                join(running, document, &board, n).await.with_context(|| format!("person {n}"))?;
            let (sink, stream) = line.socket.split();
            let (speech, told) = (line.speech.clone(), Arc::clone(&board));
            listeners.spawn(async move { listen::listen(stream, speech, &told, n).await });
            let (speech, told) = (line.speech, Arc::clone(&board));
            typists.spawn(async move { typist::type_on(sink, speech, &told, n, first).await });
        }
        board.enter(Phase::Warming);
        Ok(Self { running, board, typists, listeners, measured: None })
    }

    /// From here on what is heard counts, in the n-th of the times that are told apart.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn is_measured(&mut self, time: usize) -> Result<()> {
        self.board.counts_in(time);
        if self.measured.is_none() {
            self.measured = Some((Instant::now(), processor_time(self.running.pid())?));
            self.board.enter(Phase::Measured);
        }
        Ok(())
    }

    /// # Errors
    /// When somebody stops meanwhile.
    pub async fn types_for(&mut self, time: Duration) -> Result<()> {
        self.types_while(sleep(time)).await
    }

    /// # Errors
    /// When somebody stops before this is over.
    pub async fn types_while<T>(&mut self, what: impl Future<Output = T>) -> Result<T> {
        tokio::select! {
            done = what => Ok(done),
            Some(ended) = self.typists.join_next() => bail!("somebody stopped typing: {:#}", reason(ended)),
            Some(ended) = self.listeners.join_next() => bail!("somebody stopped listening: {:#}", reason(ended)),
        }
    }

    /// Nobody types any more, and what it came to once everybody has heard everything.
    ///
    /// # Errors
    /// When somebody was cut off or refused.
    pub async fn ends(mut self) -> Result<Outcome> {
        self.board.enter(Phase::Ending);
        let (begun, before) = self.measured.context("nothing was measured")?;
        let (took, processor) = (begun.elapsed(), processor_time(self.running.pid())? - before);
        let memory = memory(self.running.pid())?;
        let mut lines = Vec::new();
        while let Some(sink) = self.typists.join_next().await {
            lines.push(sink??); // kept open until everybody has heard everything
        }
        let lost = self.board.wait_until_heard(PATIENCE).await;
        self.board.enter(Phase::Over);
        let (mut times, mut frames, mut bytes) = (<[Histogram; TIMES]>::default(), 0, 0);
        while let Some(heard) = self.listeners.join_next().await {
            let heard = heard??;
            times.iter_mut().zip(&heard.times).for_each(|(all, one)| all.take_in(one));
            frames += heard.frames;
            bytes += heard.bytes;
        }
        drop(lines);
        let mut latency = Histogram::default();
        times.iter().for_each(|time| latency.take_in(time));
        let deliveries = latency.count();
        Ok(Outcome { took, deliveries, lost, latency, times, frames, bytes, processor, memory })
    }
}

/// Comes in, takes what is there, and writes the first character behind it: the update, to be sent later.
async fn join(running: &Running, document: &str, board: &Board, n: usize) -> Result<(Line, Vec<u8>)> {
    let mut line = Line::open(&running.door(n, document)).await?;
    let mut own = Document::new(board.client(n));
    line.exchange(&mut own).await?;
    let (_, first) = own.edit(|txn| txn.get_or_insert_text("body").push(txn, "a"));
    Ok((line, first.context("a character is an edit")?))
}

fn reason<T>(ended: Result<Result<T>, tokio::task::JoinError>) -> anyhow::Error {
    match ended {
        Ok(Ok(_)) => anyhow::anyhow!("without a reason"),
        Ok(Err(error)) => error,
        Err(error) => error.into(),
    }
}
