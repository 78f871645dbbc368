//! What the journal says of the keys of devices. The keys themselves are in the vault and in no record.

use manual::id::SessionId;

use super::Hash;

/// What became of a device's key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeviceKeyRecord {
    /// It was given to a session, to be used until then. Given again, it is the same key with another session or end;
    /// the last one counts.
    Given {
        /// The SHA-256 of the name that the device gave itself.
        device: Hash,
        session: SessionId,
        ends_ms: u64,
    },
    /// Nobody gets it any more, and the vault has it no longer.
    Destroyed,
}
