//! Signing in with a provider of identities, by OpenID Connect: a browser is sent there with a state, a nonce and half a
//! secret (PKCE), comes back with a code, and the code is exchanged for a token that says who it is. Says by which name
//! the provider vouches for somebody, as a hash; whom that name is linked to is `commands::identity`'s. Believes no
//! address of mail, logs no name, code or token, and asks nothing until somebody wants to sign in.
//!
//! Next: `flows` (what has begun), `known` (what the provider says of itself), `token` (what a token must be).

mod ask;
mod flows;
mod known;
mod settings;
mod token;

use manual::id::InvitationId;
use openidconnect::core::{CoreClient, CoreResponseType};
use openidconnect::{
    AuthenticationFlow, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge, RedirectUrl,
};
use store::record::Hash;

use crate::config::{ConfigRefused, PublicUrl};
use crate::limits::Limits;
use ask::Asker;
use flows::{Flow, Flows};
use known::Known;
pub use settings::Oidc;
use token::Expected;

/// Longest code that is passed on to a provider.
const CODE_CHARS_MAX: usize = 4096;

/// Why nobody was vouched for. To whoever asked it is always one and the same; the log knows the words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("no provider is configured")]
    NoProvider,
    #[error("the provider does not answer, or not as a provider does")]
    Away,
    #[error("there is no such sign-in: never begun, finished before, or too late")]
    NoSuchFlow,
    #[error("it was begun in another browser")]
    OtherBrowser,
    #[error("the answer names another provider")]
    OtherProvider,
    #[error("the provider gave no code")]
    NoCode,
    #[error("the provider gave no token for the code")]
    NoToken,
    #[error("the token is signed in a way that is not allowed")]
    Algorithm,
    #[error("the token is not signed by a key of the provider")]
    Key,
    #[error("the token's signature is wrong")]
    Signature,
    #[error("the token is another provider's")]
    Issuer,
    #[error("the token is for somebody else")]
    Audience,
    #[error("the token is of another time")]
    Time,
    #[error("the token is of another sign-in")]
    Nonce,
    #[error("the token names nobody")]
    Subject,
    #[error("the token is not understood")]
    Token,
}

/// The provider, as far as it is configured.
pub(crate) struct Provider {
    name: String,
    issuer: IssuerUrl,
    client: ClientId,
    secret: ClientSecret,
    come_back: RedirectUrl,
    asker: Asker,
    known: tokio::sync::Mutex<Known>,
    flows: Flows,
    fresh_ms: u64,
    rest_ms: u64,
}

/// What somebody goes to the provider for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Going {
    /// Whose invitation and code were shown: whoever comes back is linked to that person.
    pub(crate) invitation: Option<InvitationId>,
    pub(crate) own_device: bool,
}

/// A sign-in that has begun.
pub(crate) struct Begun {
    /// Where the browser is to go.
    pub(crate) address: String,
    /// For a cookie: what the same browser shows when it comes back.
    pub(crate) browser: String,
}

/// What a browser brings back.
pub(crate) struct Brought<'a> {
    pub(crate) state: &'a str,
    pub(crate) code: Option<&'a str>,
    /// The provider that sends it, where it says so.
    pub(crate) issuer: Option<&'a str>,
    /// From the cookie.
    pub(crate) browser: Option<&'a str>,
}

/// Somebody for whom the provider vouches.
pub(crate) struct Vouched {
    /// A hash of the provider and of its name for whoever it is.
    pub(crate) subject: Hash,
    pub(crate) going: Going,
}

impl Provider {
    /// # Errors
    /// The secret cannot be read.
    pub(crate) fn of(oidc: &Oidc, public: &PublicUrl, limits: &Limits) -> Result<Self, ConfigRefused> {
        let issuer = IssuerUrl::new(oidc.issuer.clone());
        let come_back = RedirectUrl::new(public.provider_return());
        Ok(Self {
            name: oidc.name.clone(),
            issuer: issuer.map_err(|_| ConfigRefused::Oidc("issuer is not an address"))?,
            client: ClientId::new(oidc.client_id.clone()),
            secret: ClientSecret::new(oidc.secret()?),
            come_back: come_back.map_err(|_| ConfigRefused::Oidc("public_url is not an address"))?,
            asker: Asker::new(oidc.is_loopback(), limits),
            known: tokio::sync::Mutex::default(),
            flows: Flows::new(limits.provider_sign_ins_max, limits.provider_sign_in_ms),
            fresh_ms: limits.provider_fresh_ms,
            rest_ms: limits.provider_rest_ms,
        })
    }

    /// What people call it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// Begins a sign-in.
    ///
    /// # Errors
    /// `Away`.
    pub(crate) async fn begin(&self, going: Going, now_ms: u64) -> Result<Begun, Refused> {
        let known = self.known(now_ms).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let nonce = Nonce::new_random_len(32);
        let flow = Flow { nonce: nonce.clone(), verifier, going };
        let started = self.flows.begin(flow, now_ms);
        let state = CsrfToken::new(started.state);
        let client = CoreClient::from_provider_metadata(known.said.clone(), self.client.clone(), None)
            .set_redirect_uri(self.come_back.clone());
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let asked = client.authorize_url(flow, || state, || nonce).set_pkce_challenge(challenge);
        Ok(Begun { address: asked.url().0.into(), browser: started.browser })
    }

    /// For whom the provider vouches to this browser. Uses the sign-in up, whatever comes of it.
    pub(crate) async fn vouched(&self, brought: Brought<'_>, now_ms: u64) -> Result<Vouched, Refused> {
        let flow = self.flows.finish(brought.state, brought.browser, now_ms)?;
        let code = brought.code.filter(|code| !code.is_empty() && code.len() <= CODE_CHARS_MAX);
        let code = code.ok_or(Refused::NoCode)?;
        let known = self.known(now_ms).await?;
        match brought.issuer {
            Some(issuer) if issuer != self.issuer() => return Err(Refused::OtherProvider),
            None if known.names_itself() => return Err(Refused::OtherProvider),
            _ => {}
        }
        let Flow { nonce, verifier, going } = flow;
        let token = self.exchange(&known, code, verifier).await?;
        let expected = Expected { issuer: &self.issuer, client: &self.client, nonce: &nonce, now_ms };
        let subject = match expected.subject(&token, &known.keys) {
            // It may have new keys.
            Err(Refused::Key) => {
                let known = self.known_again(&known, now_ms).await?;
                expected.subject(&token, &known.keys)
            }
            found => found,
        };
        Ok(Vouched { subject: subject?, going })
    }
}
