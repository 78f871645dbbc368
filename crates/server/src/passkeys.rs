//! The rules of passkeys: challenges that are answered once and soon, registrations, assertions. Keeps no passkey and
//! knows no HTTP; webauthn-rs does the cryptography. Who a passkey belongs to is the registry's, what it keeps is sealed
//! for the person. Next: `commands::passkeys`, which makes records of what is found here.

use manual::id::{PersonId, SessionId};
use serde::Deserialize;
use store::record::door::Handle;
use webauthn_rs::prelude::{
    CreationChallengeResponse, CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse, Url, Uuid, Webauthn,
    WebauthnBuilder,
};
use webauthn_rs_proto::ResidentKeyRequirement;

use crate::config::PublicUrl;
use crate::limits::Limits;
use crate::once::Once;

/// What the authenticators of people call the service.
const NAME: &str = "Chancery";

/// Why nothing was made of a ceremony. To whoever asked it is always one and the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Refused {
    /// Never asked, answered already, or too late.
    #[error("there is no such challenge")]
    NoChallenge,
    #[error("the credential is not what its challenge asks for")]
    Credential,
}

/// The ceremonies that have begun.
pub(crate) struct Passkeys {
    /// None where the service has no name but only an address: there no browser makes passkeys.
    webauthn: Option<Webauthn>,
    /// By the challenge.
    begun: Once<Vec<u8>, Ceremony>,
}

/// A person about to make a passkey.
pub(crate) struct Registrant<'a> {
    pub(crate) session: SessionId,
    pub(crate) person: PersonId,
    pub(crate) handle: Handle,
    /// What the device shows beside the passkey: the seat, never the person.
    pub(crate) seat: &'a str,
    /// Those they have already: one authenticator holds one.
    pub(crate) has: Vec<CredentialID>,
}

/// What a person shows to sign in, not yet verified.
pub(crate) struct Shown {
    pub(crate) handle: Handle,
    credential: PublicKeyCredential,
    begun: DiscoverableAuthentication,
}

enum Ceremony {
    Registering { session: SessionId, person: PersonId, handle: Handle, begun: Box<PasskeyRegistration> },
    SigningIn(DiscoverableAuthentication),
    Touching { session: SessionId, begun: DiscoverableAuthentication },
}

impl Passkeys {
    pub(crate) fn new(public: &PublicUrl, limits: &Limits) -> Self {
        let begun = Once::new(limits.passkey_challenges_max, limits.passkey_challenge_ms);
        Self { webauthn: webauthn(public), begun }
    }

    /// Whether there can be passkeys at all where this service is reached.
    pub(crate) fn possible(&self) -> bool {
        self.webauthn.is_some()
    }

    /// Begins to make a passkey; what the browser is to be told.
    pub(crate) fn register(
        &self,
        who: Registrant<'_>,
        now_ms: u64,
    ) -> Result<CreationChallengeResponse, Refused> {
        let webauthn = self.webauthn.as_ref().ok_or(Refused::NoChallenge)?;
        let uuid = Uuid::from_bytes(who.handle);
        let started = webauthn.start_passkey_registration(uuid, who.seat, who.seat, Some(who.has));
        let (mut asked, begun) = started.map_err(|_| Refused::Credential)?;
        // To be found without a name being typed, it has to be on the device.
        let chosen = asked.public_key.authenticator_selection.get_or_insert_default();
        chosen.resident_key = Some(ResidentKeyRequirement::Required);
        chosen.require_resident_key = true;
        let (session, person, handle) = (who.session, who.person, who.handle);
        let ceremony = Ceremony::Registering { session, person, handle, begun: Box::new(begun) };
        self.begun.begin(asked.public_key.challenge.to_vec(), ceremony, now_ms);
        Ok(asked)
    }

    /// The passkey that was made and what its device calls the person, if the same session began it.
    pub(crate) fn registered(
        &self,
        session: SessionId,
        person: PersonId,
        made: &RegisterPublicKeyCredential,
        now_ms: u64,
    ) -> Result<(Passkey, Handle), Refused> {
        let webauthn = self.webauthn.as_ref().ok_or(Refused::NoChallenge)?;
        match self.answered(&made.response.client_data_json, now_ms)? {
            Ceremony::Registering { session: of, person: who, handle, begun }
                if (of, who) == (session, person) =>
            {
                let made = webauthn.finish_passkey_registration(made, &begun);
                made.map(|passkey| (passkey, handle)).map_err(|_| Refused::Credential)
            }
            _ => Err(Refused::NoChallenge),
        }
    }

    /// Begins a sign-in by whoever has a passkey.
    pub(crate) fn challenge(&self, now_ms: u64) -> Result<RequestChallengeResponse, Refused> {
        self.ask(Ceremony::SigningIn, now_ms)
    }

    /// Begins a touch in a session. It is good for nothing else, and in no other.
    pub(crate) fn touch(&self, session: SessionId, now_ms: u64) -> Result<RequestChallengeResponse, Refused> {
        self.ask(|begun| Ceremony::Touching { session, begun }, now_ms)
    }

    fn ask(
        &self,
        ceremony: impl FnOnce(DiscoverableAuthentication) -> Ceremony,
        now_ms: u64,
    ) -> Result<RequestChallengeResponse, Refused> {
        let webauthn = self.webauthn.as_ref().ok_or(Refused::NoChallenge)?;
        let started = webauthn.start_discoverable_authentication();
        let (mut asked, begun) = started.map_err(|_| Refused::Credential)?;
        // A button asks for it, not a field that is filled in.
        asked.mediation = None;
        self.begun.begin(asked.public_key.challenge.to_vec(), ceremony(begun), now_ms);
        Ok(asked)
    }

    /// Whom the answer to a challenge claims to be of. Uses the challenge up, whatever comes of it.
    pub(crate) fn shown(&self, credential: PublicKeyCredential, now_ms: u64) -> Result<Shown, Refused> {
        match self.answered(&credential.response.client_data_json, now_ms)? {
            Ceremony::SigningIn(begun) => self.claimed(credential, begun),
            Ceremony::Registering { .. } | Ceremony::Touching { .. } => Err(Refused::NoChallenge),
        }
    }

    /// The same for a touch that this session began.
    pub(crate) fn touched(
        &self,
        session: SessionId,
        credential: PublicKeyCredential,
        now_ms: u64,
    ) -> Result<Shown, Refused> {
        match self.answered(&credential.response.client_data_json, now_ms)? {
            Ceremony::Touching { session: of, begun } if of == session => self.claimed(credential, begun),
            _ => Err(Refused::NoChallenge),
        }
    }

    fn claimed(
        &self,
        credential: PublicKeyCredential,
        begun: DiscoverableAuthentication,
    ) -> Result<Shown, Refused> {
        let webauthn = self.webauthn.as_ref().ok_or(Refused::NoChallenge)?;
        let claimed = webauthn.identify_discoverable_authentication(&credential);
        let handle = claimed.map(|(uuid, _)| uuid.into_bytes()).map_err(|_| Refused::Credential)?;
        Ok(Shown { handle, credential, begun })
    }

    /// Verifies what was shown against a passkey of that person, and brings the passkey up to date.
    pub(crate) fn verify(&self, shown: &Shown, passkey: &mut Passkey) -> Result<(), Refused> {
        let webauthn = self.webauthn.as_ref().ok_or(Refused::NoChallenge)?;
        let verified =
            webauthn.finish_discoverable_authentication_v2(&shown.credential, shown.begun.clone(), &*passkey);
        let result = verified.map_err(|_| Refused::Credential)?;
        passkey.update_credential(&result).map(|_| ()).ok_or(Refused::Credential)
    }

    /// The ceremony whose challenge the browser's own data name. It is over with this.
    fn answered(&self, client_data: &[u8], now_ms: u64) -> Result<Ceremony, Refused> {
        let data: ClientData = serde_json::from_slice(client_data).map_err(|_| Refused::NoChallenge)?;
        let challenge = base64_url(&data.challenge).ok_or(Refused::NoChallenge)?;
        let ceremony = self.begun.finish(&challenge, now_ms);
        // Looked at here too: the library does so only where a passkey is made.
        ceremony.filter(|_| !data.cross_origin).ok_or(Refused::NoChallenge)
    }
}

impl Shown {
    /// Whether it was made with this passkey.
    pub(crate) fn is_of(&self, passkey: &Passkey) -> bool {
        self.credential.get_credential_id() == &passkey.cred_id()[..]
    }
}

/// What a browser signs, as far as it is looked at before the signature is.
#[derive(Deserialize)]
struct ClientData {
    challenge: String,
    /// The page stood inside one of another site.
    #[serde(default, rename = "crossOrigin")]
    cross_origin: bool,
}

fn base64_url(text: &str) -> Option<Vec<u8>> {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).ok()
}

/// The relying party is the host that people reach, and no other origin than ours may ask it.
fn webauthn(public: &PublicUrl) -> Option<Webauthn> {
    let mut origins = public.origins().iter().filter_map(|origin| Url::parse(origin).ok());
    let origin = origins.find(|origin| origin.domain().is_some())?;
    let id = origin.domain()?.to_owned();
    WebauthnBuilder::new(&id, &origin).ok()?.rp_name(NAME).build().ok()
}
