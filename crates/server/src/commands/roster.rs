//! The roster carried out: every line looked at against the seats that are there, and all of them written as one group of
//! the journal, or none. What is there already stays as it is, so that a roster can be brought again.

use std::collections::{HashMap, HashSet};

use manual::id::{PersonId, SeatId};
use manual::seat::{SeatKind, check_seat_name};
use store::record::Record;
use store::registry::{Person, Registry};

use super::people::{NewPerson, added, committed};
use super::{CommandRefused, Desk};
use crate::chance;
use crate::clock::now_ms;
use crate::moment;
use crate::names::Named;
use crate::roster::{self, Line};
use crate::view::{NewPersonView, RosterLineView, RosterView};

/// How many wrong lines a refusal names; a preview names all.
const TOLD_MAX: usize = 10;

/// What a line adds: perhaps nothing.
struct Adds {
    seat: SeatId,
    seat_added: Option<Record>,
    person: Option<NewPerson>,
}

/// What is there, and what the lines before have added to it.
struct Standing {
    /// By their names in small letters.
    seats: HashMap<String, (SeatId, SeatKind)>,
    /// How many hold each seat, and by which names and addresses.
    people: HashMap<SeatId, HashSet<String>>,
    count: HashMap<SeatId, usize>,
}

/// Looks at a roster without changing anything.
///
/// # Errors
/// `Roster` when it is no table at all.
pub(crate) fn preview_roster(desk: &Desk<'_>, bytes: &[u8]) -> Result<RosterView, CommandRefused> {
    look(desk, bytes).map(|(view, _)| view)
}

/// Brings a roster in: all of it, or, where a line is wrong, nothing. The answer says of each line what was done.
///
/// # Errors
/// `Roster` when it is no table at all, or a line is wrong; `NotWritten`.
pub(crate) async fn import_roster(desk: &mut Desk<'_>, bytes: &[u8]) -> Result<RosterView, CommandRefused> {
    let (view, lines) = look(desk, bytes)?;
    if !view.ok {
        let wrong = view.lines.iter().filter_map(|line| Some((line.line, line.error.as_ref()?)));
        let wrong: Vec<String> =
            wrong.take(TOLD_MAX).map(|(line, error)| format!("line {line}: {error}")).collect();
        return Err(CommandRefused::Roster(wrong.join("; ")));
    }
    let (mut records, mut people) = (Vec::new(), Vec::new());
    for line in lines {
        let Adds { seat, seat_added, person } = line;
        records.extend(seat_added);
        if let Some(person) = person {
            let (id, record) = added(desk.vault(), seat, person).await?;
            people.push(id);
            records.push(record);
        }
    }
    if !records.is_empty() {
        committed(desk, records, &people).await?;
    }
    Ok(view)
}

/// All seats and whoever holds them now, as a file.
pub(crate) fn export_roster(desk: &Desk<'_>) -> Vec<u8> {
    let now_ms = now_ms();
    let rows = desk.read(|registry| present(registry, now_ms));
    let vault = desk.vault();
    let mut lines: Vec<[String; 8]> = Vec::new();
    for (name, kind, people) in rows {
        let (seat, kind) = (name, kind.word().to_owned());
        if people.is_empty() {
            let mut cells: [String; 8] = std::array::from_fn(|_| String::new());
            (cells[0], cells[1]) = (seat.clone(), kind.clone());
            lines.push(cells);
        }
        for (id, person) in people {
            let named = Named::open(&vault, id, &person).unwrap_or(Named { name: String::new(), mail: None });
            lines.push([
                seat.clone(),
                kind.clone(),
                named.name,
                named.mail.unwrap_or_default(),
                person.role.word().to_owned(),
                if person.admin { "yes" } else { "no" }.to_owned(),
                person.term.from_ms.map(moment::as_first).unwrap_or_default(),
                person.term.until_ms.map(moment::as_after).unwrap_or_default(),
            ]);
        }
    }
    roster::write(&lines.into_iter().map(Line::of).collect::<Vec<_>>())
}

type Row = (String, SeatKind, Vec<(PersonId, Person)>);

fn present(registry: &Registry, now_ms: u64) -> Vec<Row> {
    let people = |seat: &SeatId| {
        let of_seat =
            registry.people.iter().filter(|(_, person)| person.seat == *seat && !person.is_gone(now_ms));
        of_seat.map(|(id, person)| (*id, person.clone())).collect()
    };
    let mut rows: Vec<Row> =
        registry.seats.iter().map(|(id, seat)| (seat.name.clone(), seat.kind, people(id))).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

fn look(desk: &Desk<'_>, bytes: &[u8]) -> Result<(RosterView, Vec<Adds>), CommandRefused> {
    let read = roster::read(bytes, desk.limits().roster_lines_max);
    let read = read.map_err(|unread| CommandRefused::Roster(unread.to_string()))?;
    let mut standing = Standing::of(desk);
    let people_max = desk.limits().people_per_seat_max;
    let (mut lines, mut adds, mut ok) = (Vec::new(), Vec::new(), true);
    for line in read {
        let (line, looked) = match line {
            Ok(line) => {
                let looked = standing.look(&line, people_max).map_err(|refused| refused.to_string());
                (line, looked)
            }
            Err((number, wrong)) => (Line::unread(number), Err(wrong.to_string())),
        };
        ok &= looked.is_ok();
        lines.push(view(&line, &looked));
        adds.extend(looked);
    }
    let count = |what| lines.iter().filter(|line: &&RosterLineView| line.adds.contains(&what)).count();
    let (seats, people) = (count("seat"), count("person"));
    Ok((RosterView { ok, seats, people, lines }, adds))
}

fn view(line: &Line, looked: &Result<Adds, String>) -> RosterLineView {
    let said = |column| line.get(column).unwrap_or_default().to_owned();
    let adds = match looked {
        Ok(Adds { seat_added, person, .. }) => {
            let seat = seat_added.as_ref().map(|_| "seat");
            [seat, person.as_ref().map(|_| "person")].into_iter().flatten().collect()
        }
        Err(_) => Vec::new(),
    };
    let error = looked.as_ref().err().cloned();
    RosterLineView { line: line.number, seat: said("seat"), person: said("name"), adds, error }
}

impl Standing {
    fn of(desk: &Desk<'_>) -> Self {
        let rows = desk.read(|registry| present(registry, now_ms()));
        let ids: HashMap<String, SeatId> =
            desk.read(|registry| registry.seats.iter().map(|(id, seat)| (seat.name.clone(), *id)).collect());
        let vault = desk.vault();
        let mut standing = Self { seats: HashMap::new(), people: HashMap::new(), count: HashMap::new() };
        for (name, kind, people) in rows {
            let Some(id) = ids.get(&name) else { continue };
            standing.seats.insert(name.to_lowercase(), (*id, kind));
            standing.count.insert(*id, people.len());
            let known = standing.people.entry(*id).or_default();
            for (person, sealed) in people {
                known.extend(Named::open(&vault, person, &sealed).map(|named| sign(&named)));
            }
        }
        standing
    }

    fn look(&mut self, line: &Line, people_max: usize) -> Result<Adds, CommandRefused> {
        let (seat, seat_added) = self.seat(line)?;
        let person = self.person(line, seat, people_max)?;
        Ok(Adds { seat, seat_added, person })
    }

    /// The seat of a line, and the record that adds it if it is new.
    fn seat(&mut self, line: &Line) -> Result<(SeatId, Option<Record>), CommandRefused> {
        let name = check_seat_name(line.get("seat").unwrap_or_default())?;
        let kind = line.get("kind").map(|word| SeatKind::parse(word).ok_or(CommandRefused::NoSuchKind));
        let kind = kind.transpose()?;
        if let Some((seat, is)) = self.seats.get(&name.to_lowercase()) {
            return match kind {
                Some(kind) if kind != *is => Err(CommandRefused::OtherKind(name.to_owned())),
                _ => Ok((*seat, None)),
            };
        }
        let kind = kind.ok_or_else(|| CommandRefused::NoSuchSeat(name.to_owned()))?;
        let seat = SeatId::from_random(chance::bytes());
        self.seats.insert(name.to_lowercase(), (seat, kind));
        Ok((seat, Some(Record::SeatAdded { seat, name: name.to_owned(), kind })))
    }

    /// The person of a line, if it names one who is not there yet.
    fn person(
        &mut self,
        line: &Line,
        seat: SeatId,
        people_max: usize,
    ) -> Result<Option<NewPerson>, CommandRefused> {
        let said = |column| line.get(column).map(str::to_owned);
        let Some(name) = said("name") else {
            let alone =
                ["email", "role", "admin", "from", "until"].iter().all(|column| said(column).is_none());
            return if alone { Ok(None) } else { Err(CommandRefused::Nameless) };
        };
        let admin = match line.get("admin").map(str::to_ascii_lowercase).as_deref() {
            None | Some("no" | "false" | "0") => false,
            Some("yes" | "true" | "1") => true,
            Some(_) => return Err(CommandRefused::YesOrNo),
        };
        let role = said("role").unwrap_or_else(|| "focal-point".to_owned());
        let view = NewPersonView {
            name,
            email: said("email"),
            role,
            admin,
            from: said("from"),
            until: said("until"),
        };
        let new = NewPerson::of(&view)?;
        if !self.people.entry(seat).or_default().insert(sign(&new.named)) {
            return Ok(None);
        }
        let count = self.count.entry(seat).or_default();
        *count += 1;
        if *count > people_max { Err(CommandRefused::TooManyPeople { people_max }) } else { Ok(Some(new)) }
    }
}

/// By what somebody is recognised: the address, or the name where there is none.
fn sign(named: &Named) -> String {
    named.mail.as_deref().unwrap_or(&named.name).to_lowercase()
}
