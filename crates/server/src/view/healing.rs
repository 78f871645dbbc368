//! Receipts, and what came of an offer, as JSON.

use serde::Serialize;
use utoipa::ToSchema;

/// Receipts of a seat in one document.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReceiptsView {
    /// The identity of the data folder that gives them. They hold in one that is restored from it, too.
    #[schema(format = Uuid)]
    pub epoch: String,
    pub receipts: Vec<ReceiptView>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ReceiptView {
    /// A Yjs client id under which the seat wrote.
    pub client: u64,
    /// 32 bytes in base64url.
    pub receipt: String,
}

/// What came of an offer.
#[derive(Serialize, ToSchema)]
pub(crate) struct HealedView {
    /// How many letters and deletions of the offer the document lacks still. While it is not 0, offer it again later.
    pub missing: u64,
}
