//! The service: a thin shell over `collab::Room` and `store::Store`. Sockets, clocks, disk and tasks live here; the
//! rules of live editing do not.
//!
//! Reading order: `run` below, `router` (all routes on one page), `link` (one link) over
//! `socket` or `poll`, `open_chapter` (one document),
//! `journal` (the one thread that writes), `commands` (everything else that changes), `signed_in` and `authorized`
//! (who may).

pub mod audit;
pub mod audit_key;
pub mod commands;
pub mod config;
pub mod freeze;
pub mod limits;
pub mod table;
pub mod view;

mod run;

mod around;
mod body;
mod press;
mod previews;
mod problem;
mod rest;
mod router;
mod routes;
mod security;

mod administers;
mod authorized;
mod authors;
mod device;
mod device_keys;
mod mail;
mod moment;
mod myself;
mod names;
mod oidc;
mod once;
mod origin;
mod passkeys;
mod pause;
mod people;
mod roster;
mod sealed;
mod secret;
mod seen;
mod signed_in;
mod signing;
mod sweep;
mod touch;
mod tries;

mod link;
mod live;
mod outbox;
mod pace;
mod poll;
mod proposing;
mod receipts;
mod rights;
mod socket;
mod upgrade;
mod wire;

mod journal;
mod metrics;
mod open_chapter;
mod open_chapters;
mod outline;
mod outputs;

mod activity;
mod contents;
mod etag;
mod folded;
mod images;
mod parts;
mod picture;
mod reading;

mod app;
mod chance;
mod changes;
mod clock;
mod control;
mod serve;

/// The note in a data folder that `chancery backup` writes when a backup is whole; its age is a metric.
pub const BACKED_UP: &str = "backup.last";

pub use config::{Config, ConfigRefused};
pub use mail::{MailConfig, MailTls};
pub use oidc::Oidc;
pub use run::{RunFailed, run};
