//! Tokens for programs: made for a seat with at most a right, perhaps for one manual alone, until a day; listed and ended.
//! The token itself is told once. One that a person made is over when that person has left the seat.

use manual::id::{ManualId, SeatId, SessionId};
use manual::rights::Right;
use store::record::Record;
use store::record::people::PeopleRecord;
use store::registry::{Registry, Session};

use super::seats::{Beginning, begin};
use super::{CommandRefused, Desk};
use crate::clock::{now_ms, rfc3339};
use crate::moment;
use crate::secret;
use crate::signed_in::SignedIn;
use crate::view::{MadeTokenView, NewTokenView, TokenRowView};

/// Makes a token for a seat. What another program makes reaches no further than itself: not more, not elsewhere, not
/// longer.
///
/// # Errors
/// `TokenName`, `NoSuchRight`, `NoSuchManual`, `NoSuchDay`, `TokenLife`, `TooManyTokens`, `NotWritten`.
pub(crate) async fn make_token_for(
    desk: &mut Desk<'_>,
    by: &SignedIn,
    seat: SeatId,
    new: &NewTokenView,
) -> Result<MadeTokenView, CommandRefused> {
    let name = token_name(desk, &new.name)?;
    let right = Right::parse(&new.right).ok_or(CommandRefused::NoSuchRight)?;
    let maker = desk.read(|registry| registry.sessions.get(&by.session).cloned());
    let program = maker.filter(|maker| maker.program);
    let manual = manual(desk, program.as_ref(), new.manual.as_deref())?;
    let ends_ms = end(desk, program.as_ref(), &new.ends)?;
    let tokens_max = desk.limits().tokens_per_seat_max;
    if desk.read(|registry| tokens(registry).filter(|(_, token)| token.seat == seat).count()) >= tokens_max {
        return Err(CommandRefused::TooManyTokens { tokens_max });
    }
    let token = secret::new_program_token();
    let right = program.map_or(right, |maker| right.capped(maker.right));
    // Whoever made it for another seat does not end it by leaving their own.
    let person = by.person.filter(|_| by.seat == seat);
    let began = Beginning { seat, person, token: &token, ends_ms, right: Some(right), device: None };
    let (session, mut records) = begin(desk, began);
    records.push(Record::People(PeopleRecord::TokenNamed { session, name }));
    records.extend(manual.map(|manual| Record::People(PeopleRecord::TokenOf { session, manual })));
    desk.commit(records).await?;
    Ok(MadeTokenView { id: session.to_string(), token, ends: rfc3339(ends_ms) })
}

/// The tokens that stand of these seats, the newest first.
pub(crate) fn list_tokens(registry: &Registry, of: impl Fn(SeatId) -> bool) -> Vec<TokenRowView> {
    let mut found: Vec<_> = tokens(registry).filter(|(_, token)| of(token.seat)).collect();
    found.sort_by_key(|(_, token)| std::cmp::Reverse(token.began_ms));
    let view = |(id, token): (&SessionId, &Session)| TokenRowView {
        id: id.to_string(),
        name: token.name.clone(),
        seat: token.seat.to_string(),
        person: token.person.map(|person| person.to_string()),
        right: token.right.map_or("keep", Right::word),
        manual: token.manual.map(|manual| manual.to_string()),
        began: rfc3339(token.began_ms),
        ends: rfc3339(registry.ends_ms(token)),
        last_seen: moment::day_of(token.seen_ms),
    };
    found.into_iter().map(view).collect()
}

fn tokens(registry: &Registry) -> impl Iterator<Item = (&SessionId, &Session)> {
    let now_ms = now_ms();
    registry.sessions.iter().filter(move |(_, session)| session.program && registry.stands(session, now_ms))
}

fn token_name(desk: &Desk<'_>, name: &str) -> Result<String, CommandRefused> {
    let chars_max = desk.limits().title_chars_max;
    let fits =
        !name.trim().is_empty() && name.chars().count() <= chars_max && !name.chars().any(char::is_control);
    if fits { Ok(name.trim().to_owned()) } else { Err(CommandRefused::Title { chars_max }) }
}

/// The manual that is asked for, or the one that the maker is bound to.
fn manual(
    desk: &Desk<'_>,
    maker: Option<&Session>,
    asked: Option<&str>,
) -> Result<Option<ManualId>, CommandRefused> {
    let bound = maker.and_then(|maker| maker.manual);
    let Some(asked) = asked else { return Ok(bound) };
    let refused = || CommandRefused::NoSuchManual(asked.to_owned());
    let id = ManualId::parse(asked).ok_or_else(refused)?;
    let there = desk.read(|registry| registry.manuals.contains_key(&id));
    if there && bound.is_none_or(|bound| bound == id) { Ok(Some(id)) } else { Err(refused()) }
}

fn end(desk: &Desk<'_>, maker: Option<&Session>, asked: &str) -> Result<u64, CommandRefused> {
    let (now_ms, max_ms) = (now_ms(), desk.limits().token_ms_max);
    let ends_ms = moment::after(asked).ok_or(CommandRefused::NoSuchDay)?;
    let longest_ms = now_ms.saturating_add(max_ms);
    let longest_ms = maker.map_or(longest_ms, |maker| longest_ms.min(maker.ends_ms));
    if ends_ms <= now_ms || ends_ms > longest_ms {
        return Err(CommandRefused::TokenLife { max_s: longest_ms.saturating_sub(now_ms) / 1000 });
    }
    Ok(ends_ms)
}
