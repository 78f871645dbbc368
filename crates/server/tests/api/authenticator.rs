//! An authenticator without a person: makes discoverable passkeys and asserts with them, rightly or as a test wants it
//! wrong. Its P-256 keys are real, so that only what a test has changed can be what is refused.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// User present, user verified.
pub(crate) const HERE: u8 = 0b0000_0101;
const WITH_KEY: u8 = 0b0100_0000;

/// A passkey on a device.
#[derive(Clone)]
pub(crate) struct SoftPasskey {
    key: SigningKey,
    pub(crate) id: Vec<u8>,
    pub(crate) handle: String,
    pub(crate) count: u32,
    pub(crate) relying: String,
    pub(crate) origin: String,
}

/// How an assertion is made.
pub(crate) struct Manner {
    pub(crate) kind: &'static str,
    pub(crate) origin: Option<String>,
    pub(crate) relying: Option<String>,
    pub(crate) flags: u8,
    pub(crate) cross_origin: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Self { kind: "webauthn.get", origin: None, relying: None, flags: HERE, cross_origin: false }
    }
}

impl SoftPasskey {
    /// Makes a passkey for what a browser was asked on a page of `origin`, and the answer.
    pub(crate) fn make(asked: &Value, origin: &str, seed: u8) -> (Self, Value) {
        let asked = &asked["publicKey"];
        let mut secret = [seed; 32];
        secret[0] = 1;
        let key = SigningKey::from_slice(&secret).expect("a key");
        let passkey = Self {
            key,
            id: vec![seed; 32],
            handle: asked["user"]["id"].as_str().expect("a handle").to_owned(),
            count: 0,
            relying: asked["rp"]["id"].as_str().expect("a relying party").to_owned(),
            origin: origin.to_owned(),
        };
        let data = client_data("webauthn.create", &asked["challenge"], origin, false);
        let answer = json!({
            "id": encode(&passkey.id),
            "rawId": encode(&passkey.id),
            "type": "public-key",
            "extensions": {},
            "response": {
                "clientDataJSON": encode(&data),
                "attestationObject": encode(&passkey.attestation()),
            },
        });
        (passkey, answer)
    }

    /// Asserts for what a browser was asked.
    pub(crate) fn assert(&mut self, asked: &Value, manner: &Manner) -> Value {
        self.count += 1;
        let origin = manner.origin.as_deref().unwrap_or(&self.origin);
        let data = client_data(manner.kind, &asked["publicKey"]["challenge"], origin, manner.cross_origin);
        let relying = manner.relying.as_deref().unwrap_or(&self.relying);
        let authenticator = [&head(relying, manner.flags, self.count)[..]].concat();
        let signed = [&authenticator[..], &Sha256::digest(&data)].concat();
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": encode(&self.id),
            "rawId": encode(&self.id),
            "type": "public-key",
            "extensions": {},
            "response": {
                "clientDataJSON": encode(&data),
                "authenticatorData": encode(&authenticator),
                "signature": encode(signature.to_der().as_bytes()),
                "userHandle": self.handle,
            },
        })
    }

    /// `{"fmt": "none", "attStmt": {}, "authData": …}` in CBOR.
    fn attestation(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().expect("x"), point.y().expect("y"));
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}: an ES256 key on P-256.
        let key = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..], x, &[0x22, 0x58, 32], y].concat();
        let length = u16::try_from(self.id.len()).expect("a short id").to_be_bytes();
        let data = [&head(&self.relying, HERE | WITH_KEY, 0)[..], &[0; 16], &length, &self.id, &key].concat();
        let size = u8::try_from(data.len()).expect("short data");
        [&b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"[..], &[size], &data].concat()
    }
}

fn head(relying: &str, flags: u8, count: u32) -> Vec<u8> {
    [&Sha256::digest(relying)[..], &[flags], &count.to_be_bytes()].concat()
}

fn client_data(kind: &str, challenge: &Value, origin: &str, cross_origin: bool) -> Vec<u8> {
    let data = json!({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": cross_origin});
    data.to_string().into_bytes()
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
