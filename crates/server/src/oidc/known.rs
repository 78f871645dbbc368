//! What the provider says of itself: its addresses and its keys. Asked when somebody wants to sign in, kept for a while; asked
//! again for other keys, but not more often than it may be. One asks at a time, and whoever waits gets the same answer.

use std::sync::Arc;

use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod, CoreGrantType,
    CoreIdToken, CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, AuthType, AuthorizationCode, PkceCodeVerifier, ProviderMetadata,
    TokenResponse,
};
use serde::{Deserialize, Serialize};

use super::{Provider, Refused};

/// As it describes itself.
type Said = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// What the description has beside what openidconnect reads.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct More {
    /// It says who it is when it sends somebody back (RFC 9207).
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for More {}

/// What is known of the provider.
#[derive(Default)]
pub(super) enum Known {
    #[default]
    Nothing,
    This(Arc<Itself>),
    /// It did not answer.
    Away {
        asked_ms: u64,
    },
}

pub(super) struct Itself {
    pub(super) said: Said,
    pub(super) keys: CoreJsonWebKeySet,
    asked_ms: u64,
}

impl Itself {
    /// Whether it names itself whenever it sends somebody back.
    pub(super) fn names_itself(&self) -> bool {
        self.said.additional_metadata().authorization_response_iss_parameter_supported
    }

    /// How it wants to be shown the secret. Most take it in the header, which is also what counts where it says nothing.
    fn auth_type(&self) -> AuthType {
        let methods = self.said.token_endpoint_auth_methods_supported();
        let header = methods.is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        if header { AuthType::BasicAuth } else { AuthType::RequestBody }
    }
}

impl Provider {
    /// # Errors
    /// `Away`.
    pub(super) async fn known(&self, now_ms: u64) -> Result<Arc<Itself>, Refused> {
        let mut known = self.known.lock().await;
        match &*known {
            Known::This(itself) if within(itself.asked_ms, now_ms, self.fresh_ms) => Ok(itself.clone()),
            Known::Away { asked_ms } if within(*asked_ms, now_ms, self.rest_ms) => Err(Refused::Away),
            _ => self.discover(&mut known, now_ms).await,
        }
    }

    /// What is known once the provider was asked again since then. Unless it was asked only just now.
    ///
    /// # Errors
    /// `Key` when it was, `Away`.
    pub(super) async fn known_again(&self, then: &Arc<Itself>, now_ms: u64) -> Result<Arc<Itself>, Refused> {
        let mut known = self.known.lock().await;
        match &*known {
            Known::This(itself) if !Arc::ptr_eq(itself, then) => Ok(itself.clone()),
            Known::This(itself) if within(itself.asked_ms, now_ms, self.rest_ms) => Err(Refused::Key),
            Known::Away { .. } => Err(Refused::Away),
            _ => self.discover(&mut known, now_ms).await,
        }
    }

    async fn discover(&self, known: &mut Known, now_ms: u64) -> Result<Arc<Itself>, Refused> {
        let found = Said::discover_async(self.issuer.clone(), &self.asker).await.ok();
        // A person is sent to one of its addresses.
        let found = found.filter(|said| self.asker.may(said.authorization_endpoint().url()));
        if let Some(said) = found {
            let itself = Arc::new(Itself { keys: said.jwks().clone(), said, asked_ms: now_ms });
            *known = Known::This(itself.clone());
            return Ok(itself);
        }
        tracing::warn!("the provider does not answer, or does not describe itself as a provider does");
        *known = Known::Away { asked_ms: now_ms };
        Err(Refused::Away)
    }

    /// The token that the provider gives for a code.
    ///
    /// # Errors
    /// `NoToken`, whatever it does instead.
    pub(super) async fn exchange(
        &self,
        known: &Itself,
        code: &str,
        verifier: PkceCodeVerifier,
    ) -> Result<CoreIdToken, Refused> {
        let said = known.said.clone();
        let client = CoreClient::from_provider_metadata(said, self.client.clone(), Some(self.secret.clone()))
            .set_auth_type(known.auth_type())
            .set_redirect_uri(self.come_back.clone());
        let asking = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let asking = asking.map_err(|_| Refused::NoToken)?.set_pkce_verifier(verifier);
        let answer = asking.request_async(&self.asker).await.map_err(|_| Refused::NoToken)?;
        answer.id_token().cloned().ok_or(Refused::NoToken)
    }
}

/// Whether no more than so long has passed.
fn within(then_ms: u64, now_ms: u64, span_ms: u64) -> bool {
    now_ms.saturating_sub(then_ms) < span_ms
}
