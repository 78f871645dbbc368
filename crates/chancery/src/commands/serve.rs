//! `chancery serve`: the service, until a signal. Says on stdout where it listens, and everything else as JSON lines on
//! stderr. Ends with 0 only if everything was written.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::Place;

/// The environment's say in what is logged, as `info,server=debug`.
const LOG: &str = "CHANCERY_LOG";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Where to listen; port 0 lets the system choose
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    log_as_json();
    let Arguments { listen, place } = arguments;
    let config = place.config()?;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let address = listener.local_addr()?;
    let told = told_to_stop()?;
    let until = async move {
        // The service waits for its end only once it is up.
        println!("listening on http://{address}");
        told.await;
    };
    server::run(listener, &place.data, config, until).await?;
    Ok(())
}

fn log_as_json() {
    let filter = EnvFilter::try_from_env(LOG).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter);
    // A log that cannot be written (its disk is full) must not end whoever logs: saying so would panic.
    log.log_internal_errors(false).with_writer(std::io::stderr).init();
}

/// Completes at the first polite signal: the system's (`SIGTERM`) or a person's (ctrl-c).
fn told_to_stop() -> Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
