//! The records of devices' keys, as frames.

use bytes::Bytes;
use manual::id::{DeviceKeyId, SessionId};
use serde::{Deserialize, Serialize};

use super::{Unreadable, hash, kind, read, spell, text};
use crate::frame::Header;
use crate::record::Record;
use crate::record::device::DeviceKeyRecord;

#[derive(Serialize, Deserialize)]
struct GivenJson {
    device: String,
    session: String,
    ends_ms: u64,
}

pub(super) fn parts(key: DeviceKeyId, act: &DeviceKeyRecord) -> (u8, [u8; 16], Bytes) {
    match act {
        DeviceKeyRecord::Given { device, session, ends_ms } => {
            let json = GivenJson { device: spell(device), session: session.to_string(), ends_ms: *ends_ms };
            (kind::DEVICE_KEY_GIVEN, key.bytes(), text(&json))
        }
        DeviceKeyRecord::Destroyed => (kind::DEVICE_KEY_DESTROYED, key.bytes(), Bytes::new()),
    }
}

pub(super) fn decode(header: &Header, payload: &[u8]) -> Result<Record, Unreadable> {
    let key = DeviceKeyId::from_bytes(header.subject);
    let act = match header.kind {
        kind::DEVICE_KEY_GIVEN => {
            let GivenJson { device, session, ends_ms } = read(payload)?;
            let session = SessionId::parse(&session).ok_or(Unreadable)?;
            DeviceKeyRecord::Given { device: hash(&device)?, session, ends_ms }
        }
        kind::DEVICE_KEY_DESTROYED => DeviceKeyRecord::Destroyed,
        _ => return Err(Unreadable),
    };
    Ok(Record::DeviceKey { key, act })
}
