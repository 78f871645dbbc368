//! Receipts of client ids: what a device shows after a restore to bring back what its seat wrote. Their key lies in the
//! vault, so that it comes back with a backup; without it no receipt is given, and none holds. Next: `routes::heal`.

use collab::binding::{Binding, Owner, Receipt, ReceiptKey};
use collab::room::ModeNow;
use manual::id::DocumentId;
use store::vault::Vault;

use crate::chance;

/// The name of the key in the vault.
const NAME: &str = "receipts";
/// Most receipts given of one document: the newest.
const RECEIPTS_MAX: usize = 1000;

pub(crate) struct Receipts {
    key: Option<ReceiptKey>,
}

impl Receipts {
    /// Makes the key where there is none.
    pub(crate) fn open(vault: &Vault) -> Self {
        let made = || {
            let fresh = chance::bytes();
            vault.put(NAME, &fresh).map(|()| fresh)
        };
        let key = vault.get(NAME).and_then(|kept| kept.map_or_else(made, Ok));
        match key {
            Ok(key) => Self { key: Some(ReceiptKey::of(&key)) },
            Err(error) => {
                tracing::error!(%error, "the key of receipts cannot be had: after a restore nobody could show one");
                Self { key: None }
            }
        }
    }

    /// Whether a receipt holds for a client id of this owner.
    pub(crate) fn hold(
        &self,
        shown: &[u8],
        document: DocumentId,
        client: u64,
        owner: Owner,
        mode: ModeNow,
    ) -> bool {
        self.key.is_some_and(|key| key.holds(shown, document, client, owner, mode.mode))
    }

    /// Receipts for those of these client ids that are bound to whoever asks, under the mode that holds.
    pub(crate) fn of(
        &self,
        document: DocumentId,
        mut bindings: Vec<Binding>,
        mode: ModeNow,
        owner: impl Fn(u64) -> Owner,
    ) -> Vec<(u64, Receipt)> {
        let Some(key) = self.key else { return Vec::new() };
        bindings.retain(|it| it.seq > mode.since && it.owner == owner(it.client));
        bindings.sort_unstable_by_key(|it| std::cmp::Reverse(it.seq));
        bindings.truncate(RECEIPTS_MAX);
        let receipt = |it: Binding| (it.client, key.receipt(document, it.client, it.owner, mode.mode));
        bindings.into_iter().map(receipt).collect()
    }
}
