//! Who is in a document and where their cursors are. Names and shades come from the session; a client gives only its
//! cursor. Never stored, never trusted, never taken over by somebody else's link. Of whoever appears as a member nothing
//! leaves that tells who it is. Rules P1 to P9 of docs/protocol.md.

use std::collections::BTreeMap;

use manual::id::SeatId;
use manual::seat::Appears;
use serde_json::{Value, json};

use crate::limits::Limits;
use crate::link::LinkId;
use crate::message::{Reader, write_block, write_number};

/// The eight colours of people, each at least 4.5:1 against white. The number is the `shade` in a state.
pub const SHADES: [&str; 8] =
    ["#1f4e79", "#1e6b45", "#8a5200", "#a1260d", "#5b3a8c", "#0b6b74", "#8c2f5e", "#4a5a1f"];

/// The colour of whoever appears as a member: none of [`SHADES`].
const MEMBER_COLOUR: &str = "#5b626b";

/// Most departed awareness ids remembered.
const LEFT_MAX: usize = 1024;

/// Somebody who is in a document now, without their cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Here {
    Seat {
        /// "Ghana", or "Ghana 2" for the second person of one seat.
        name: String,
        /// Of [`SHADES`].
        shade: usize,
    },
    /// Somebody who appears as a member: which one of those who do. Readers say it in their own language.
    Member { number: usize },
}

/// Whose a link is, and what others are told of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Badge {
    seat: SeatId,
    seat_name: String,
    /// The number of the session: one person, whatever the number of their pages.
    session: u32,
    shown: Here,
    /// Of the links that are shown alike, which one this is.
    number: usize,
}

impl Badge {
    /// What the person of the link themselves is called: "Ghana", or "Ghana 2" for the second link of one seat.
    pub(crate) fn own_name(&self) -> &str {
        match &self.shown {
            Here::Seat { name, .. } => name,
            Here::Member { .. } => &self.seat_name,
        }
    }

    /// Which of the members it appears as, if it appears as one.
    pub(crate) fn member(&self) -> Option<usize> {
        match self.shown {
            Here::Seat { .. } => None,
            Here::Member { number } => Some(number),
        }
    }

    /// Whether this link may go on with a cursor of another. Who appears as a member shares nothing with their seat's
    /// other people: whatever these could take over would tell them who it is.
    fn is_with(&self, other: &Self) -> bool {
        let both_named = self.member().is_none() && other.member().is_none();
        self.seat == other.seat && (both_named || self.session == other.session)
    }

    /// The state that everybody receives, around what the link itself said.
    fn state(&self, cursor: &Value) -> String {
        let state = match &self.shown {
            Here::Seat { name, shade } => json!({
                "user": { "name": name, "color": SHADES[*shade] },
                "seat": self.seat.to_string(),
                "shade": shade,
                "cursor": cursor,
            }),
            Here::Member { number } => json!({
                "user": { "color": MEMBER_COLOUR },
                "member": number,
                "cursor": cursor,
            }),
        };
        state.to_string()
    }
}

struct Cursor {
    link: LinkId,
    /// The clock that everybody receives; it goes on also when the link said nothing new.
    clock: u32,
    /// The clock that the link said last.
    said_clock: u32,
    /// What the link said, and the stamped state as others receive it.
    said: Value,
    state: String,
    renewed_ms: u64,
}

/// The presence of one open document.
#[derive(Default)]
pub(crate) struct Presence {
    /// Boxed as the room's links are.
    badges: BTreeMap<LinkId, Box<Badge>>,
    cursors: BTreeMap<u64, Cursor>,
    /// Awareness ids that left: their last clock and when. A stock client repeats what it heard of others; without
    /// this memory such an echo would bring somebody back who has gone.
    left: BTreeMap<u64, (u32, u64)>,
    /// Awareness ids changed since the last [`Self::take_changes`].
    changed: Vec<u64>,
    /// Somebody may have come or gone since the last [`Self::take_here`].
    moved: bool,
    /// What that call gave.
    here: Vec<Here>,
    /// Nobody is told of anybody: what links say of themselves is read and dropped.
    silent: bool,
}

/// What a link said of one awareness id.
pub(crate) struct Said<'m> {
    pub(crate) client: u64,
    clock: u32,
    state: &'m str,
}

impl Presence {
    /// Presence as it is told, or of nobody to nobody.
    pub(crate) fn telling(tells: bool) -> Self {
        Self { silent: !tells, ..Self::default() }
    }

    /// `session` is the journal's number for the session that the link belongs to.
    pub(crate) fn join(
        &mut self,
        link: LinkId,
        seat: SeatId,
        seat_name: &str,
        session: u32,
        appears: Appears,
    ) -> &Badge {
        let (number, shown) = self.shown(seat, seat_name, appears);
        let badge = Badge { seat, seat_name: seat_name.to_owned(), session, number, shown };
        self.badges.entry(link).insert_entry(Box::new(badge)).into_mut()
    }

    /// From now on others are told something else of a link, if it is something else.
    pub(crate) fn appear(&mut self, link: LinkId, appears: Appears) -> bool {
        if self.silent {
            return false;
        }
        let is_so = |badge: &Badge| badge.member().is_some() == (appears == Appears::AsMember);
        let Some(before) = self.badges.get(&link).filter(|badge| !is_so(badge)) else { return false };
        let (seat, seat_name) = (before.seat, before.seat_name.clone());
        let (number, shown) = self.shown(seat, &seat_name, appears);
        let Some(badge) = self.badges.get_mut(&link) else { return false };
        (badge.number, badge.shown) = (number, shown);
        for (client, cursor) in self.cursors.iter_mut().filter(|(_, cursor)| cursor.link == link) {
            // Who has the state already takes another only under a later clock.
            cursor.clock = cursor.clock.saturating_add(1);
            cursor.state = badge.state(&cursor.said);
            self.changed.push(*client);
            self.moved = true;
        }
        true
    }

    pub(crate) fn badge(&self, link: LinkId) -> Option<&Badge> {
        self.badges.get(&link).map(Box::as_ref)
    }

    /// How another link of a seat is shown. Nothing that is free or taken among the seats depends on who appears as a
    /// member, and nothing of a member on their seat.
    fn shown(&self, seat: SeatId, seat_name: &str, appears: Appears) -> (usize, Here) {
        if self.silent {
            // Not even which page of a seat it is: that would tell of another one.
            return (1, Here::Seat { name: seat_name.to_owned(), shade: 0 });
        }
        let alike = |badge: &Badge| match appears {
            Appears::AsSeat => badge.member().is_none() && badge.seat == seat,
            Appears::AsMember => badge.member().is_some(),
        };
        let taken: Vec<usize> =
            self.badges.values().filter(|badge| alike(badge)).map(|badge| badge.number).collect();
        let number = (1..).find(|n| !taken.contains(n)).expect("numbers do not run out");
        let shown = match appears {
            Appears::AsMember => Here::Member { number },
            Appears::AsSeat => {
                let name = if number == 1 { seat_name.to_owned() } else { format!("{seat_name} {number}") };
                Here::Seat { name, shade: self.shade_for(seat) }
            }
        };
        (number, shown)
    }

    /// The seat's own shade, or the next one that fewer have.
    fn shade_for(&self, seat: SeatId) -> usize {
        let first = usize::from(seat.bytes()[15]) % SHADES.len();
        let has = |badge: &Badge, of: usize| matches!(badge.shown, Here::Seat { shade, .. } if shade == of);
        (0..SHADES.len())
            .map(|step| (first + step) % SHADES.len())
            .min_by_key(|shade| self.badges.values().filter(|badge| has(badge, *shade)).count())
            .expect("there are shades")
    }

    pub(crate) fn leave(&mut self, link: LinkId, now_ms: u64) {
        self.badges.remove(&link);
        let gone: Vec<u64> = self
            .cursors
            .iter()
            .filter(|(_, cursor)| cursor.link == link)
            .map(|(client, _)| *client)
            .collect();
        gone.into_iter().for_each(|client| self.forget(client, now_ms));
    }

    /// Reads an awareness message. `None` if the bytes are none.
    pub(crate) fn said(message: &[u8]) -> Option<Vec<Said<'_>>> {
        let mut reader = Reader(message);
        let mut said = Vec::new();
        for _ in 0..reader.number()? {
            let client = reader.number()?;
            let clock = u32::try_from(reader.number()?).ok()?;
            said.push(Said { client, clock, state: reader.text()? });
        }
        reader.0.is_empty().then_some(said)
    }

    /// Takes in what a link said. What is not the link's own to say is passed over in silence: stock clients repeat what
    /// they hear of others.
    pub(crate) fn take(&mut self, link: LinkId, said: &[Said<'_>], limits: &Limits, now_ms: u64) {
        if self.silent {
            return;
        }
        for Said { client, clock, state } in said {
            self.take_one(link, *client, *clock, state, limits, now_ms);
        }
    }

    fn take_one(&mut self, link: LinkId, client: u64, clock: u32, state: &str, limits: &Limits, now_ms: u64) {
        let Some(badge) = self.badges.get(&link) else { return };
        if let Some(held) = self.cursors.get(&client) {
            let same_seat = self.badges.get(&held.link).is_none_or(|other| badge.is_with(other));
            let newer = if held.link == link {
                clock > held.said_clock || (clock == held.said_clock && state == "null")
            } else {
                // Stock clients repeat what they hear of others: only what nobody has heard yet moves a cursor on.
                same_seat && clock > held.clock
            };
            if !newer {
                return;
            }
        } else {
            let own = self.cursors.values().filter(|cursor| cursor.link == link).count();
            let echo = self.left.get(&client).is_some_and(|(last, _)| clock <= *last);
            if echo || own >= limits.presence_clients_max {
                return;
            }
        }
        if state == "null" {
            self.forget(client, now_ms);
            return;
        }
        if state.len() > limits.presence_bytes_max {
            return;
        }
        let Ok(Value::Object(said)) = serde_json::from_str(state) else { return };
        let said = said.get("cursor").cloned().unwrap_or(Value::Null);
        let state = badge.state(&said);
        let told = self.cursors.get(&client).map_or(clock, |held| clock.max(held.clock.saturating_add(1)));
        let cursor = Cursor { link, clock: told, said_clock: clock, said, state, renewed_ms: now_ms };
        let before = self.cursors.insert(client, cursor);
        self.moved |= before.is_none_or(|before| before.link != link);
        self.changed.push(client);
    }

    /// Ends the presence of clients that have not renewed it.
    pub(crate) fn expire(&mut self, limits: &Limits, now_ms: u64) {
        let late = |since: u64| now_ms.saturating_sub(since) > limits.presence_ms;
        let gone: Vec<u64> = self
            .cursors
            .iter()
            .filter(|(_, cursor)| late(cursor.renewed_ms))
            .map(|(client, _)| *client)
            .collect();
        gone.into_iter().for_each(|client| self.forget(client, now_ms));
        self.left.retain(|_, (_, since)| !late(*since));
    }

    fn forget(&mut self, client: u64, now_ms: u64) {
        if let Some(cursor) = self.cursors.remove(&client) {
            if self.left.len() >= LEFT_MAX {
                self.left.pop_first();
            }
            self.left.insert(client, (cursor.clock, now_ms));
            self.changed.push(client);
            self.moved = true;
        }
    }

    /// Who is here, if that changed since the last call: everybody with a cursor, each person once, under the lowest
    /// number that one of their pages has; members last, so that their place in the list tells nothing.
    pub(crate) fn take_here(&mut self) -> Option<Vec<Here>> {
        if !std::mem::take(&mut self.moved) {
            return None;
        }
        let mut people: BTreeMap<(SeatId, u32), &Badge> = BTreeMap::new();
        for badge in self.cursors.values().filter_map(|cursor| self.badges.get(&cursor.link)) {
            let shown = people.entry((badge.seat, badge.session)).or_insert(badge);
            if badge.number < shown.number {
                *shown = badge;
            }
        }
        let mut here: Vec<Here> = people.into_values().map(|badge| badge.shown.clone()).collect();
        here.sort_by_key(|person| match person {
            Here::Seat { .. } => 0,
            Here::Member { number } => *number,
        });
        (here != self.here).then(|| {
            self.here.clone_from(&here);
            here
        })
    }

    /// Everybody's state, as the body of an awareness message.
    pub(crate) fn everybody(&self) -> Vec<u8> {
        self.encode(self.cursors.keys().copied())
    }

    pub(crate) fn has_changes(&self) -> bool {
        !self.changed.is_empty()
    }

    /// What changed since the last call, each client once, as the body of an awareness message.
    pub(crate) fn take_changes(&mut self) -> Option<Vec<u8>> {
        let mut changed = std::mem::take(&mut self.changed);
        changed.sort_unstable();
        changed.dedup();
        (!changed.is_empty()).then(|| self.encode(changed.into_iter()))
    }

    fn encode(&self, clients: impl ExactSizeIterator<Item = u64>) -> Vec<u8> {
        let mut out = Vec::new();
        write_number(&mut out, clients.len() as u64);
        for client in clients {
            let (clock, state) = match self.cursors.get(&client) {
                Some(cursor) => (cursor.clock, cursor.state.as_str()),
                None => (self.left.get(&client).map_or(0, |(clock, _)| *clock), "null"),
            };
            write_number(&mut out, client);
            write_number(&mut out, u64::from(clock));
            write_block(&mut out, state.as_bytes());
        }
        out
    }
}

/// The body of an awareness message that says nothing of anybody: enough to show that the link lives.
pub(crate) const NOBODY: [u8; 1] = [0];

#[cfg(test)]
mod tests;
