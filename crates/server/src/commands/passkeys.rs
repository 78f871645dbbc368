//! A person's passkeys: added, listed, renamed, ended, and signed in with. What is kept of one is sealed under the person's
//! key, so that whoever is erased leaves no name of a device and no public key behind. The ceremonies are `passkeys`'s.

use bytes::Bytes;
use collab::code::Code;
use manual::id::{PasskeyId, PersonId, SessionId};
use serde::{Deserialize, Serialize};
use store::record::Record;
use store::record::door::DoorRecord;
use store::record::people::Device;
use store::registry::Passkey as Stored;
use store::vault::{Key, Vault, of_person};
use webauthn_rs::prelude::{CreationChallengeResponse, Passkey, RegisterPublicKeyCredential};

use super::seats::{Came, Coming, come};
use super::{CommandRefused, Desk};
use crate::chance;
use crate::clock::{now_ms, rfc3339};
use crate::passkeys::{Passkeys, Registrant, Shown};
use crate::sealed;
use crate::view::PasskeyView;

/// Longest name of a passkey.
const NAME_CHARS_MAX: usize = 60;

/// Why somebody did not come in without a code, or a passkey was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum DoorRefused {
    /// The same whatever was wrong.
    #[error("this did not sign anybody in")]
    SignIn,
    #[error("there can be no passkeys where this service is reached: it has an address and no name")]
    NoPasskeys,
    #[error("this is not the passkey that was asked for, or too late; begin again")]
    NotAPasskey,
    #[error("there is no such passkey")]
    NoSuchPasskey,
    #[error("no provider vouches for this person")]
    NoLink,
    #[error("this invitation is for a seat and for nobody in particular: sign in with the code alone")]
    ForNobody,
    #[error("a person has at most {passkeys_max} passkeys; remove one first")]
    TooManyPasskeys { passkeys_max: usize },
    #[error("a passkey has a name of at most {chars_max} characters, without invisible ones")]
    PasskeyName { chars_max: usize },
}

impl DoorRefused {
    /// The code for programs.
    pub fn code(&self) -> Code {
        match self {
            Self::SignIn => Code::SignInRefused,
            Self::NoPasskeys | Self::NotAPasskey | Self::TooManyPasskeys { .. } | Self::ForNobody => {
                Code::Conflict
            }
            Self::NoSuchPasskey | Self::NoLink => Code::NotFound,
            Self::PasskeyName { .. } => Code::Invalid,
        }
    }
}

/// What is sealed of a passkey.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    credential: Passkey,
}

/// Whoever is about to add a passkey, and from where.
#[derive(Clone, Copy)]
pub(crate) struct Adding {
    pub(crate) session: SessionId,
    pub(crate) person: PersonId,
}

impl Kept {
    fn seal(&self, person: PersonId, key: &Key) -> Bytes {
        let text = serde_json::to_vec(self).expect("a name and a key become JSON");
        sealed::seal(key, &person.bytes(), &text).into()
    }

    /// `None` when the key is not that one.
    fn open(stored: &Stored, key: &Key) -> Option<Self> {
        serde_json::from_slice(&sealed::open(key, &stored.person.bytes(), &stored.kept)?).ok()
    }
}

/// Begins to make a passkey; what the browser is to be told.
///
/// # Errors
/// `TooManyPasskeys`, `NoPasskeys`.
pub(crate) fn begin_passkey(
    desk: &Desk<'_>,
    passkeys: &Passkeys,
    who: Adding,
    seat: &str,
) -> Result<CreationChallengeResponse, CommandRefused> {
    let key = key_of(&desk.vault(), who.person)?;
    let has = opened(desk, who.person, &key);
    check_room(desk, has.len())?;
    let handle = desk.read(|registry| registry.door.handle_of(who.person)).unwrap_or_else(chance::bytes);
    let has = has.into_iter().map(|(_, kept)| kept.credential.cred_id().clone()).collect();
    let registrant = Registrant { session: who.session, person: who.person, handle, seat, has };
    Ok(passkeys.register(registrant, now_ms()).map_err(|_| DoorRefused::NoPasskeys)?)
}

/// Adds the passkey that a browser has made.
///
/// # Errors
/// `PasskeyName`, `TooManyPasskeys`, `NotAPasskey`, `NotWritten`.
pub(crate) async fn add_passkey(
    desk: &mut Desk<'_>,
    passkeys: &Passkeys,
    who: Adding,
    name: &str,
    made: &RegisterPublicKeyCredential,
) -> Result<PasskeyId, CommandRefused> {
    let name = check_name(name)?;
    let registered = passkeys.registered(who.session, who.person, made, now_ms());
    let (credential, handle) = registered.map_err(|_| DoorRefused::NotAPasskey)?;
    let key = key_of(&desk.vault(), who.person)?;
    let has = opened(desk, who.person, &key);
    check_room(desk, has.len())?;
    // Of another person it may be the same: whose it is, the handle says before it is looked at.
    if has.iter().any(|(_, kept)| kept.credential.cred_id() == credential.cred_id()) {
        return Err(DoorRefused::NotAPasskey.into());
    }
    let passkey = PasskeyId::from_random(chance::bytes());
    let kept = Kept { name, credential }.seal(who.person, &key);
    let added = DoorRecord::PasskeyAdded { passkey, person: who.person, handle, kept };
    desk.commit(vec![Record::Door(added)]).await?;
    Ok(passkey)
}

/// The passkeys of a person, the oldest first.
pub(crate) fn list_passkeys(desk: &Desk<'_>, person: PersonId) -> Vec<PasskeyView> {
    let Ok(key) = key_of(&desk.vault(), person) else { return Vec::new() };
    let view = |(id, stored): (PasskeyId, &Stored)| {
        let name = Kept::open(stored, &key)?.name;
        let (added, last_used) = (rfc3339(stored.added_ms), stored.used_ms.map(rfc3339));
        Some(PasskeyView { id: id.to_string(), name, added, last_used })
    };
    desk.read(|registry| registry.door.passkeys_of(person).into_iter().filter_map(view).collect())
}

/// Calls a passkey otherwise.
///
/// # Errors
/// `PasskeyName`, `NoSuchPasskey` (also for one of somebody else), `NotWritten`.
pub(crate) async fn rename_passkey(
    desk: &mut Desk<'_>,
    person: PersonId,
    passkey: PasskeyId,
    name: &str,
) -> Result<(), CommandRefused> {
    let name = check_name(name)?;
    let key = key_of(&desk.vault(), person)?;
    let kept = own(desk, person, passkey).and_then(|stored| Kept::open(&stored, &key));
    let kept = Kept { name, ..kept.ok_or(DoorRefused::NoSuchPasskey)? }.seal(person, &key);
    desk.commit(vec![Record::Door(DoorRecord::PasskeyRenamed { passkey, kept })]).await?;
    Ok(())
}

/// Ends a passkey. Sessions that began with it go on; they are ended one by one.
///
/// # Errors
/// `NoSuchPasskey` (also for one of somebody else), `NotWritten`.
pub(crate) async fn end_passkey(
    desk: &mut Desk<'_>,
    person: PersonId,
    passkey: PasskeyId,
) -> Result<(), CommandRefused> {
    own(desk, person, passkey).ok_or(DoorRefused::NoSuchPasskey)?;
    desk.commit(vec![Record::Door(DoorRecord::PasskeyEnded { passkey })]).await?;
    Ok(())
}

/// Opens a session for whoever shows a passkey of a person who holds a seat. `before` is the session of the same browser,
/// which ends in the same commit.
///
/// # Errors
/// `SignIn`, always the same whatever was wrong; `NotWritten`.
pub(crate) async fn sign_in_with_passkey(
    desk: &mut Desk<'_>,
    passkeys: &Passkeys,
    shown: Shown,
    before: Option<SessionId>,
    device: Option<Device>,
) -> Result<Came, CommandRefused> {
    let refused = || DoorRefused::SignIn;
    let found = desk.read(|registry| {
        let person = registry.door.person_by_handle(&shown.handle)?;
        let holder = registry.people.get(&person)?;
        holder.holds(now_ms()).then_some((person, holder.seat))
    });
    let (person, seat) = found.ok_or_else(refused)?;
    let used = verified(desk, passkeys, &shown, person).ok_or_else(refused)?;
    let coming = Coming { seat, person: Some(person), device, before };
    come(desk, coming, vec![used]).await
}

/// Takes it that a person is there, who shows a passkey of theirs in a session that is theirs.
///
/// # Errors
/// `NotAPasskey`, whatever was wrong; `NotWritten`.
pub(crate) async fn touch_passkey(
    desk: &mut Desk<'_>,
    passkeys: &Passkeys,
    shown: Shown,
    person: PersonId,
) -> Result<(), CommandRefused> {
    let whose = desk.read(|registry| registry.door.person_by_handle(&shown.handle));
    let own = whose.filter(|whose| *whose == person).ok_or(DoorRefused::NotAPasskey)?;
    let used = verified(desk, passkeys, &shown, own).ok_or(DoorRefused::NotAPasskey)?;
    desk.commit(vec![used]).await?;
    Ok(())
}

/// The record of a passkey of this person, if it is the one that is shown.
fn verified(desk: &Desk<'_>, passkeys: &Passkeys, shown: &Shown, person: PersonId) -> Option<Record> {
    let key = key_of(&desk.vault(), person).ok()?;
    let mut own = opened(desk, person, &key).into_iter();
    let (passkey, mut kept) = own.find(|(_, kept)| shown.is_of(&kept.credential))?;
    passkeys.verify(shown, &mut kept.credential).ok()?;
    Some(Record::Door(DoorRecord::PasskeyUsed { passkey, kept: kept.seal(person, &key) }))
}

/// The passkeys of a person that can be opened.
fn opened(desk: &Desk<'_>, person: PersonId, key: &Key) -> Vec<(PasskeyId, Kept)> {
    desk.read(|registry| {
        let all = registry.door.passkeys_of(person).into_iter();
        all.filter_map(|(id, stored)| Some((id, Kept::open(stored, key)?))).collect()
    })
}

fn own(desk: &Desk<'_>, person: PersonId, passkey: PasskeyId) -> Option<Stored> {
    let stored = desk.read(|registry| registry.door.passkeys.get(&passkey).cloned())?;
    (stored.person == person && !stored.ended).then_some(stored)
}

fn check_room(desk: &Desk<'_>, has: usize) -> Result<(), DoorRefused> {
    let passkeys_max = desk.limits().passkeys_per_person_max;
    if has < passkeys_max { Ok(()) } else { Err(DoorRefused::TooManyPasskeys { passkeys_max }) }
}

fn check_name(name: &str) -> Result<String, DoorRefused> {
    let name = name.trim();
    let fits =
        !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX && !name.chars().any(char::is_control);
    fits.then(|| name.to_owned()).ok_or(DoorRefused::PasskeyName { chars_max: NAME_CHARS_MAX })
}

pub(super) fn key_of(vault: &Vault, person: PersonId) -> Result<Key, DoorRefused> {
    match vault.get(&of_person(person)) {
        Ok(Some(key)) => Ok(key),
        Ok(None) => Err(DoorRefused::NoPasskeys),
        Err(error) => {
            tracing::error!(%person, %error, "the key of a person cannot be read");
            Err(DoorRefused::NoPasskeys)
        }
    }
}
