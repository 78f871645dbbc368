//! The handlers, by noun. Each takes a checked caller, asks, and answers in the shapes of `view`; none decides.

pub(crate) mod activity;
pub(crate) mod assets;
pub(crate) mod audit;
pub(crate) mod authors;
pub(crate) mod chapters;
pub(crate) mod contents;
pub(crate) mod device_key;
pub(crate) mod editions;
pub(crate) mod hand_in;
pub(crate) mod health;
pub(crate) mod images;
pub(crate) mod manuals;
pub(crate) mod modes;
pub(crate) mod passkeys;
pub(crate) mod people;
pub(crate) mod poll;
pub(crate) mod proposals;
pub(crate) mod reading;
pub(crate) mod rights;
pub(crate) mod roster;
pub(crate) mod seats;
pub(crate) mod session;
pub(crate) mod sessions;
pub(crate) mod sync;
pub(crate) mod templates;
pub(crate) mod tokens;
