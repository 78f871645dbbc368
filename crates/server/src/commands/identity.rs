//! Whom the provider vouches for: linked to a person once, by an invitation, listed, removed, and signed in by. Which name
//! the provider calls a person by is kept as a hash, sealed under the person's key. Whether the provider vouches at all is
//! found out in `oidc`.

use bytes::Bytes;
use manual::id::{InvitationId, PersonId, SeatId, SessionId};
use serde::{Deserialize, Serialize};
use store::record::door::DoorRecord;
use store::record::people::Device;
use store::record::{Hash, Record};
use store::registry::Subject;

use super::passkeys::{DoorRefused, key_of};
use super::seats::{Came, Coming, come, shown, still_open};
use super::{CommandRefused, Desk};
use crate::clock::{now_ms, rfc3339};
use crate::oidc::{Provider, Vouched};
use crate::sealed;
use crate::secret;
use crate::view::{IdentityView, LinkedView, ShownInvitationView};

/// What is sealed of a link.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// What people called the provider then.
    provider: String,
    issuer: String,
    /// Of the provider and of its name for the person.
    subject: Hash,
}

impl Kept {
    /// `None` when the key is gone, or not that one.
    fn open(desk: &Desk<'_>, person: PersonId, stored: &Subject) -> Option<Self> {
        let key = key_of(&desk.vault(), person).ok()?;
        serde_json::from_slice(&sealed::open(&key, &person.bytes(), &stored.kept)?).ok()
    }

    fn seal(&self, desk: &Desk<'_>, person: PersonId) -> Result<Bytes, DoorRefused> {
        let key = key_of(&desk.vault(), person).map_err(|_| DoorRefused::SignIn)?;
        let text = serde_json::to_vec(self).expect("two texts and a hash become JSON");
        Ok(sealed::seal(&key, &person.bytes(), &text).into())
    }
}

/// The invitation that somebody shows who wants to be linked. It is not used up by this.
///
/// # Errors
/// `Invitation`, always the same whatever was wrong; `ForNobody`; `NotWritten`.
pub(crate) async fn invited(
    desk: &mut Desk<'_>,
    view: &ShownInvitationView,
) -> Result<InvitationId, CommandRefused> {
    let (id, invitation) = shown(desk, &view.link, &view.code).await?;
    invitation.person.ok_or(DoorRefused::ForNobody)?;
    Ok(id)
}

/// Opens a session for whom the provider vouches: the person who is linked to that name, or is linked to it now, by the
/// invitation that was shown. `before` is the session of the same browser, which ends in the same commit.
///
/// # Errors
/// `SignIn`, always the same whatever was wrong; `NotWritten`.
pub(crate) async fn sign_in_by_provider(
    desk: &mut Desk<'_>,
    provider: &Provider,
    vouched: &Vouched,
    before: Option<SessionId>,
    device: Option<Device>,
) -> Result<Came, CommandRefused> {
    let linked = linked_to(desk, &vouched.subject);
    let (person, seat, records) = match vouched.going.invitation {
        Some(invitation) => linking(desk, provider, vouched, invitation, linked)?,
        None => {
            let (person, seat) =
                linked.and_then(|person| Some((person, holds(desk, person)?))).ok_or(DoorRefused::SignIn)?;
            (person, seat, Vec::new())
        }
    };
    come(desk, Coming { seat, person: Some(person), device, before }, records).await
}

/// The person of an invitation, and what makes the link. Whoever is linked already stays who they are.
fn linking(
    desk: &Desk<'_>,
    provider: &Provider,
    vouched: &Vouched,
    invitation: InvitationId,
    linked: Option<PersonId>,
) -> Result<(PersonId, SeatId, Vec<Record>), DoorRefused> {
    let open = still_open(desk, invitation).ok_or(DoorRefused::SignIn)?;
    let person = open.person.ok_or(DoorRefused::SignIn)?;
    let mut records = vec![Record::InvitationUsed { invitation }];
    match linked {
        Some(already) if already == person => return Ok((person, open.seat, records)),
        // Of somebody who has left for good, whose seat nobody ended: it is theirs no more.
        Some(other) if is_gone(desk, other) => {
            records.push(Record::Door(DoorRecord::SubjectEnded { person: other }));
        }
        Some(_) => return Err(DoorRefused::SignIn),
        None => {}
    }
    if desk.read(|registry| registry.door.subjects.contains_key(&person)) {
        records.push(Record::Door(DoorRecord::SubjectEnded { person }));
    }
    let (provider, issuer) = (provider.name().to_owned(), provider.issuer().to_owned());
    let kept = Kept { provider, issuer, subject: vouched.subject }.seal(desk, person)?;
    records.push(Record::Door(DoorRecord::SubjectLinked { person, kept }));
    Ok((person, open.seat, records))
}

/// Who vouches for a person.
pub(crate) fn identity(desk: &Desk<'_>, person: PersonId, now: Option<&Provider>) -> IdentityView {
    let stored = desk.read(|registry| registry.door.subjects.get(&person).cloned());
    let linked = stored.and_then(|stored| {
        let Kept { provider, issuer, .. } = Kept::open(desk, person, &stored)?;
        let works = now.is_some_and(|now| now.issuer() == issuer);
        Some(LinkedView { provider, since: rfc3339(stored.linked_ms), works })
    });
    IdentityView { linked }
}

/// The provider vouches for this person no more. Sessions that began with it go on; they are ended one by one.
///
/// # Errors
/// `NoLink`, `NotWritten`.
pub(crate) async fn unlink(desk: &mut Desk<'_>, person: PersonId) -> Result<(), CommandRefused> {
    if !desk.read(|registry| registry.door.subjects.contains_key(&person)) {
        return Err(DoorRefused::NoLink.into());
    }
    desk.commit(vec![Record::Door(DoorRecord::SubjectEnded { person })]).await?;
    Ok(())
}

/// The person whom the provider calls by the name of this hash. What is kept has to be opened to know: without the keys
/// of the people, nothing in the folder leads from a name to a person.
fn linked_to(desk: &Desk<'_>, subject: &Hash) -> Option<PersonId> {
    let all = desk.read(|registry| registry.door.subjects.clone());
    let is_it = |person: PersonId, stored: &Subject| {
        Kept::open(desk, person, stored).is_some_and(|kept| secret::same(&kept.subject, subject))
    };
    all.iter().find(|(person, stored)| is_it(**person, stored)).map(|(person, _)| *person)
}

/// The seat that a person holds now.
fn holds(desk: &Desk<'_>, person: PersonId) -> Option<SeatId> {
    desk.read(|registry| {
        registry.people.get(&person).filter(|person| person.holds(now_ms())).map(|person| person.seat)
    })
}

fn is_gone(desk: &Desk<'_>, person: PersonId) -> bool {
    desk.read(|registry| registry.people.get(&person).is_none_or(|person| person.is_gone(now_ms())))
}
