//! The ways in: passkeys and what signs in with them. What browsers make and answer has their own JSON, read by webauthn-rs.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

/// Which ways in there are beside an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct WaysView {
    /// There can be passkeys where the service is reached: it has a name, not only an address.
    pub passkeys: bool,
    /// What people call the provider that vouches for them; null where none is configured.
    #[schema(example = "Foreign Ministry sign-in")]
    pub provider: Option<String>,
}

/// A sign-in with the provider, about to begin.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProviderSignInView {
    /// Links whoever comes back to the person of this invitation, once.
    pub invitation: Option<ShownInvitationView>,
    /// Stay signed in when the browser is closed.
    #[serde(default = "super::yes")]
    pub own_device: bool,
}

/// Both parts of an invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShownInvitationView {
    /// The secret part of the invitation's link.
    pub link: String,
    /// As typed; hyphens, spaces and capitals do not matter.
    #[schema(example = "K7QXM-2R4TD")]
    pub code: String,
}

/// Where a browser goes to sign in.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProviderAddressView {
    pub address: String,
}

/// What a browser brings back from the provider.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProviderAnswerView {
    pub state: String,
    /// Left out when the provider sent an error instead.
    pub code: Option<String>,
    /// The provider, if it named itself.
    pub iss: Option<String>,
}

/// Who vouches for a person.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IdentityView {
    /// Null: nobody does.
    pub linked: Option<LinkedView>,
}

/// That a provider vouches for somebody.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LinkedView {
    /// What people called it then.
    #[schema(example = "Foreign Ministry sign-in")]
    pub provider: String,
    #[schema(format = DateTime)]
    pub since: String,
    /// It is the one that is configured now.
    pub works: bool,
}

/// A passkey, as its person sees it.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PasskeyView {
    #[schema(format = Uuid)]
    pub id: String,
    #[schema(example = "Work laptop")]
    pub name: String,
    #[schema(format = DateTime)]
    pub added: String,
    /// Null: nobody has signed in with it yet.
    #[schema(format = DateTime)]
    pub last_used: Option<String>,
}

/// A new passkey.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPasskeyView {
    /// 1 to 60 characters.
    #[schema(example = "Work laptop")]
    pub name: String,
    /// What `navigator.credentials.create` gave, as JSON.
    #[schema(value_type = Object)]
    pub credential: RegisterPublicKeyCredential,
}

/// What a passkey is to be called.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasskeyNameView {
    /// 1 to 60 characters.
    #[schema(example = "Work laptop")]
    pub name: String,
}

/// A sign-in with a passkey.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasskeySignInView {
    /// What `navigator.credentials.get` gave, as JSON.
    #[schema(value_type = Object)]
    pub credential: PublicKeyCredential,
    /// Stay signed in when the browser is closed.
    #[serde(default = "super::yes")]
    pub own_device: bool,
}

/// A touch of one's own passkey.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasskeyTouchView {
    /// What `navigator.credentials.get` gave, as JSON.
    #[schema(value_type = Object)]
    pub credential: PublicKeyCredential,
}
