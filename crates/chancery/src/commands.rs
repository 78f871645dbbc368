//! One file a command. Each turns its arguments into one request and its answer into a line; none knows a rule.
//! `Place` is what all of them are told: the data folder and the configuration.

pub(crate) mod afterwards;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod chapter;
pub(crate) mod check;
pub(crate) mod damaged;
pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod freeze;
pub(crate) mod invite;
pub(crate) mod key;
pub(crate) mod pause;
pub(crate) mod person;
pub(crate) mod proposals;
pub(crate) mod restore;
pub(crate) mod right;
pub(crate) mod roster;
pub(crate) mod seat;
pub(crate) mod serve;
pub(crate) mod session;
pub(crate) mod state;
pub(crate) mod token;
pub(crate) mod verify;

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use clap::Args;
use manual::id::Epoch;
use serde_json::Value;
use server::commands::{Request, in_folder};
use server::config::Config;
use store::store::{OpenRefused, Opened, Store};

/// Where a command works.
#[derive(Args)]
pub(crate) struct Place {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The configuration file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Place {
    fn config(&self) -> Result<Config> {
        Ok(Config::load(self.config.as_deref())?)
    }

    /// Takes the folder for this process alone; makes it if there is none.
    fn open(&self) -> Result<(Store, Opened), OpenRefused> {
        Store::open(&self.data, Epoch::from_random(random()), now_ms())
    }

    /// Has a request carried out: by this process if the folder is free, else by the service that holds it.
    async fn ask(&self, request: Request) -> Result<Value> {
        Ok(in_folder(&self.data, &self.config()?, request).await?)
    }
}

/// A text that an answer is sure to have.
fn text<'a>(answer: &'a Value, field: &str) -> Result<&'a str> {
    answer[field]
        .as_str()
        .ok_or_else(|| anyhow::anyhow!("the answer has no {field}; is the service another version?"))
}

/// The system's clock.
fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as u64
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes
}
