//! The keys under which devices keep what they hold: one for a browser and a seat, given to whoever is signed in there,
//! for a time. Its bytes are in the vault alone. Knows no HTTP; what a device does with a key is in `web/src/device`.

use std::sync::Arc;

use collab::code::Code;
use manual::id::DeviceKeyId;
use store::record::device::DeviceKeyRecord;
use store::record::{Entry, Hash, Record};
use store::registry::{DeviceKey, Registry};
use store::vault::{Key, Vault};

use crate::app::{App, Shared};
use crate::chance;
use crate::clock::now_ms;
use crate::signed_in::SignedIn;

/// A key, given until then.
pub(crate) struct Given {
    pub(crate) id: DeviceKeyId,
    pub(crate) key: Key,
    pub(crate) ends_ms: u64,
}

/// What is to be done for whoever asks.
struct Plan {
    /// The key that the device had for this seat.
    known: Option<(DeviceKeyId, DeviceKey)>,
    /// Keys of this session, destroyed ones not counted.
    of_session: usize,
}

/// Gives a device the key of its seat: the one that it had, if that was not destroyed, else a new one.
///
/// # Errors
/// `NotAllowed` to programs, which keep nothing; `TooMany` for a session with too many; `NotPersisted`; `Internal` when
/// the vault cannot be read or written.
pub(crate) async fn give(app: Shared, who: SignedIn, device: Hash) -> Result<Given, Code> {
    App::uninterrupted(async move {
        // What is looked at here still stands when the record is written.
        let _turn = app.turns.lock().await;
        let plan = app.journal.read(|registry| plan(registry, &who, &device))?;
        let held = match &plan.known {
            Some((id, _)) => read(&app.journal.vault(), *id).await?,
            None => None,
        };
        let now = now_ms();
        let ends_ms = now.saturating_add(app.config.limits.device_lease_ms);
        if let (Some((id, known)), Some(key)) = (&plan.known, held) {
            // At most some thirty records a lease.
            let fresh = known.ends_ms >= ends_ms - app.config.limits.device_lease_ms / 30;
            if fresh && known.session == who.session {
                return Ok(Given { id: *id, key, ends_ms: known.ends_ms });
            }
            commit(&app, &who, vec![given(*id, device, &who, ends_ms)]).await?;
            return Ok(Given { id: *id, key, ends_ms });
        }
        if plan.of_session >= app.config.limits.device_keys_per_session_max {
            return Err(Code::TooMany);
        }
        let (id, key) = (DeviceKeyId::from_random(chance::bytes()), chance::bytes());
        put(&app.journal.vault(), id, key).await?;
        // One that the vault has lost is given up in the same commit.
        let lost = plan.known.map(|(id, _)| Record::DeviceKey { key: id, act: DeviceKeyRecord::Destroyed });
        let records = lost.into_iter().chain([given(id, device, &who, ends_ms)]).collect();
        commit(&app, &who, records).await?;
        Ok(Given { id, key, ends_ms })
    })
    .await
}

/// Destroys the keys whose session was taken from whoever was in it, in the vault first. What fails is tried again.
pub(crate) async fn destroy_taken(app: &Shared) {
    let now_ms = now_ms();
    for id in app.journal.read(|registry| taken(registry, now_ms)) {
        // Nobody is given it meanwhile: the session is over, and one that asks for the same device takes its turn.
        let _turn = app.turns.lock().await;
        if !app.journal.read(|registry| taken(registry, now_ms)).contains(&id) {
            continue;
        }
        if destroy(&app.journal.vault(), id).await.is_err() {
            return;
        }
        let record = Record::DeviceKey { key: id, act: DeviceKeyRecord::Destroyed };
        let _ = app.journal.commit(vec![Entry { time_ms: now_ms, writer: 0, record }]).await;
    }
}

/// After a start: a vault that was put back from a copy has no key that was destroyed since.
pub(crate) async fn destroy_again(app: &Shared) {
    let destroyed = |registry: &Registry| {
        let keys = registry.device_keys.iter().filter(|(_, key)| key.destroyed);
        keys.map(|(id, _)| *id).collect::<Vec<_>>()
    };
    for id in app.journal.read(destroyed) {
        let _ = destroy(&app.journal.vault(), id).await;
    }
}

/// Keys that are to be destroyed.
fn taken(registry: &Registry, now_ms: u64) -> Vec<DeviceKeyId> {
    let is_taken = |key: &DeviceKey| {
        let Some(session) = registry.sessions.get(&key.session) else { return true };
        let person = session.person.and_then(|person| registry.people.get(&person));
        registry.taken_ms(session, now_ms).is_some() || person.is_some_and(|person| person.is_gone(now_ms))
    };
    let keys = registry.device_keys.iter().filter(|(_, key)| !key.destroyed && is_taken(key));
    keys.map(|(id, _)| *id).collect()
}

/// Which of these keys nobody will be given any more.
pub(crate) fn gone(registry: &Registry, ids: &[DeviceKeyId]) -> Vec<DeviceKeyId> {
    let gone = |id: &&DeviceKeyId| registry.device_keys.get(*id).is_none_or(|key| key.destroyed);
    ids.iter().filter(gone).copied().collect()
}

fn plan(registry: &Registry, who: &SignedIn, device: &Hash) -> Result<Plan, Code> {
    if registry.sessions.get(&who.session).is_none_or(|session| session.program) {
        return Err(Code::NotAllowed);
    }
    let known = registry.device_key(device, who.seat).map(|(id, key)| (id, key.clone()));
    let mine = |key: &&DeviceKey| !key.destroyed && key.session == who.session;
    Ok(Plan { known, of_session: registry.device_keys.values().filter(mine).count() })
}

fn given(key: DeviceKeyId, device: Hash, who: &SignedIn, ends_ms: u64) -> Record {
    Record::DeviceKey { key, act: DeviceKeyRecord::Given { device, session: who.session, ends_ms } }
}

async fn commit(app: &App, who: &SignedIn, records: Vec<Record>) -> Result<(), Code> {
    let time_ms = now_ms();
    let entries = records.into_iter().map(|record| Entry { time_ms, writer: who.writer, record });
    app.journal.commit(entries.collect()).await.map_err(|_| Code::NotPersisted)?;
    Ok(())
}

fn name(id: DeviceKeyId) -> String {
    format!("device-{id}")
}

async fn read(vault: &Arc<Vault>, id: DeviceKeyId) -> Result<Option<Key>, Code> {
    let vault = vault.clone();
    in_the_vault(move || vault.get(&name(id))).await
}

async fn put(vault: &Arc<Vault>, id: DeviceKeyId, key: Key) -> Result<(), Code> {
    let vault = vault.clone();
    in_the_vault(move || vault.put(&name(id), &key)).await
}

async fn destroy(vault: &Arc<Vault>, id: DeviceKeyId) -> Result<bool, Code> {
    let vault = vault.clone();
    in_the_vault(move || vault.destroy(&name(id))).await
}

/// Off the threads that everybody waits for.
async fn in_the_vault<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, store::vault::VaultFailed> + Send + 'static,
) -> Result<T, Code> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| Code::Internal)?;
    done.map_err(|error| {
        tracing::error!(%error, "the vault failed");
        Code::Internal
    })
}
