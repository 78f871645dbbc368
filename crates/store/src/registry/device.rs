//! Which keys devices were given, as they stand. Holds no key.

use manual::id::{DeviceKeyId, SeatId, SessionId};

use super::Registry;
use crate::record::Hash;
use crate::record::device::DeviceKeyRecord;

/// A key under which a browser keeps what it holds of a seat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceKey {
    pub seat: SeatId,
    /// The SHA-256 of the name that the device gave itself.
    pub device: Hash,
    /// To whom it was given last.
    pub session: SessionId,
    pub ends_ms: u64,
    pub destroyed: bool,
}

impl Registry {
    /// The key that a device uses for a seat, if it has one that was not destroyed.
    pub fn device_key(&self, device: &Hash, seat: SeatId) -> Option<(DeviceKeyId, &DeviceKey)> {
        let mut keys = self.device_keys.iter();
        keys.find(|(_, key)| !key.destroyed && key.seat == seat && key.device == *device)
            .map(|(id, key)| (*id, key))
    }

    pub(super) fn apply_device(&mut self, key: DeviceKeyId, act: &DeviceKeyRecord) {
        match act {
            DeviceKeyRecord::Given { device, session, ends_ms } => {
                // A session that was lost takes the key with it: nobody could say whose it is.
                let Some(seat) = self.sessions.get(session).map(|session| session.seat) else { return };
                let (device, session, ends_ms) = (*device, *session, *ends_ms);
                let destroyed = self.device_keys.get(&key).is_some_and(|before| before.destroyed);
                self.device_keys.insert(key, DeviceKey { seat, device, session, ends_ms, destroyed });
            }
            DeviceKeyRecord::Destroyed => {
                if let Some(entry) = self.device_keys.get_mut(&key) {
                    entry.destroyed = true;
                }
            }
        }
    }
}
