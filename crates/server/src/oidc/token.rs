//! What a token must be to vouch for somebody: signed by a key of the provider in a way that only the provider can sign,
//! made by it, for this service and for nobody else, now, and for this very sign-in. Everything else it says is ignored, an
//! address of mail too.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use openidconnect::core::{CoreIdToken, CoreJsonWebKeySet, CoreJwsSigningAlgorithm as Signed};
use openidconnect::{
    ClaimsVerificationError as Wrong, ClientId, IdTokenVerifier, IssuerUrl, Nonce,
    SignatureVerificationError as WrongSignature,
};
use sha2::{Digest, Sha256};
use store::record::Hash;

use super::Refused;

/// How a token may be signed. Neither `none` nor HMAC is among them: for those, who can read a token could write one.
const SIGNED: [Signed; 9] = [
    Signed::RsaSsaPkcs1V15Sha256,
    Signed::RsaSsaPkcs1V15Sha384,
    Signed::RsaSsaPkcs1V15Sha512,
    Signed::RsaSsaPssSha256,
    Signed::RsaSsaPssSha384,
    Signed::RsaSsaPssSha512,
    Signed::EcdsaP256Sha256,
    Signed::EcdsaP384Sha384,
    Signed::EdDsa,
];
/// How much the provider's clock may be ahead of ours.
const AHEAD: Duration = Duration::from_secs(60);
/// How long ago a token for a sign-in that began just now can have been made, clocks being what they are.
const BEHIND: Duration = Duration::from_secs(10 * 60);
/// OpenID Connect allows no longer name.
const SUBJECT_BYTES_MAX: usize = 255;

/// What the token of one sign-in must say.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a IssuerUrl,
    pub(super) client: &'a ClientId,
    pub(super) nonce: &'a Nonce,
    pub(super) now_ms: u64,
}

impl Expected<'_> {
    /// The hash of whom a token vouches for.
    ///
    /// # Errors
    /// The first thing that is wrong with it. `Key`: with other keys it could be right.
    pub(super) fn subject(&self, token: &CoreIdToken, keys: &CoreJsonWebKeySet) -> Result<Hash, Refused> {
        let now = UNIX_EPOCH + Duration::from_millis(self.now_ms);
        // As one that knows no secret: with a secret, the library would take tokens signed with it.
        let verifier =
            IdTokenVerifier::new_public_client(self.client.clone(), self.issuer.clone(), keys.clone())
                .set_allowed_algs(SIGNED)
                .set_time_fn(move || now.into())
                .set_issue_time_verifier_fn(move |made| {
                    let made = SystemTime::from(made);
                    let fits = made <= now + AHEAD && made + BEHIND >= now;
                    if fits { Ok(()) } else { Err(String::new()) }
                });
        let claims = token.claims(&verifier, self.nonce).map_err(|wrong| of(&wrong))?;
        // The library passes over it.
        if claims.authorized_party().is_some_and(|party| party != self.client) {
            return Err(Refused::Audience);
        }
        let name = claims.subject().as_str();
        if name.is_empty() || name.len() > SUBJECT_BYTES_MAX {
            return Err(Refused::Subject);
        }
        Ok(hash(self.issuer.as_str(), name))
    }
}

/// What is kept of a provider's name for somebody. The length keeps the two texts apart.
fn hash(issuer: &str, name: &str) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update((issuer.len() as u64).to_be_bytes());
    hasher.update(issuer);
    hasher.update(name);
    hasher.finalize().into()
}

/// The library's own words name what the token says; ours do not.
fn of(wrong: &Wrong) -> Refused {
    match wrong {
        Wrong::SignatureVerification(wrong) => match wrong {
            WrongSignature::NoMatchingKey => Refused::Key,
            WrongSignature::DisallowedAlg(_)
            | WrongSignature::UnsupportedAlg(_)
            | WrongSignature::NoSignature => Refused::Algorithm,
            _ => Refused::Signature,
        },
        Wrong::InvalidIssuer(_) => Refused::Issuer,
        Wrong::InvalidAudience(_) => Refused::Audience,
        Wrong::Expired(_) => Refused::Time,
        Wrong::InvalidNonce(_) => Refused::Nonce,
        Wrong::InvalidSubject(_) => Refused::Subject,
        _ => Refused::Token,
    }
}
