//! What an edition is given away as: each format is a function of a [`Book`](crate::set::Book) and of the pictures, and of
//! nothing else, so that the same edition gives the same bytes on every machine and for ever.
//!
//! Read `set` first; then any format.

pub(crate) mod package;
mod xml;

mod docx;
mod epub;
mod markdown;

pub use docx::{Picture, Side, changes, docx};
pub use epub::epub;
pub use markdown::markdown;
