//! The metrics as Prometheus reads them, on a listener of their own that is off unless it is configured. It answers one
//! address, to GET alone, whoever asks; so it belongs where only the operator's own programs reach it.
//! What can be looked up (how much there is now) is looked up when it is asked for, and not before.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use store::record::rights::ServiceState;

use super::Word;
use super::process::Process;
use crate::BACKED_UP;
use crate::app::{App, Shared};
use crate::outputs;

/// Where the metrics are.
const ADDRESS: &str = "/metrics";
const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The one route of the metrics' own listener.
pub(crate) fn router(app: Shared) -> Router {
    Router::new().route(ADDRESS, get(metrics)).with_state(app)
}

async fn metrics(State(app): State<Shared>) -> Response {
    match tokio::task::spawn_blocking(move || tell(&app)).await {
        Ok(Ok(text)) => ([(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response(),
        Ok(Err(_)) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Everything, as text. Looks at files, so it blocks a little.
fn tell(app: &App) -> Result<String, fmt::Error> {
    let mut ours = Registry::with_prefix("chancery");
    app.metrics.register(&mut ours);
    register_now(app, &mut ours);
    // Names that every board knows have no prefix of ours.
    let mut process = Registry::default();
    register_process(app, &mut process);
    let mut text = String::new();
    encode_registry(&mut text, &ours)?;
    encode_registry(&mut text, &process)?;
    encode_eof(&mut text)?;
    Ok(text)
}

fn register_now(app: &App, registry: &mut Registry) {
    let mut now =
        |name, help, value| registry.register::<&str, &str>(name, help, ConstGauge::<u64>::new(value));
    let journal = &app.journal;
    let index = journal.index().standing();
    now("writable", "Whether the last group could be written: 1 or 0", u64::from(journal.is_writable()));
    now("paused", "Whether the secretariat has paused the service: 1 or 0", u64::from(is_paused(app)));
    now("damaged_documents", "Documents shown at their last good state", count(journal.damaged().len()));
    now("journal_position", "The last durable position", journal.seq());
    now("journal_bytes", "What the journal takes on the disk", index.journal_bytes);
    now("journal_orders_waiting", "Orders that wait for the journal", count(journal.waiting()));
    now("index_open", "Whether the index answers: 1 or 0", u64::from(index.open));
    now("index_behind", "Positions that the next start would feed the index anew", index.behind);
    now("index_doubted_documents", "Documents read from the journal instead", count(index.doubted));
    now("data_free_bytes", "Room that is left on the disk of the data folder", free_bytes(app));
    let (waiting, most) = app.live.waiting_bytes();
    now("documents_open", "Documents that are in memory", count(app.chapters.count()));
    now("outbox_bytes", "Bytes that wait to be sent, over all links", count(waiting));
    now("outbox_greatest_bytes", "The same, of the link for which most waits", count(most));
    now("editions_preparing", "Editions of which a format is not there yet", count(outputs::waiting(app)));
    now("backup_timestamp_seconds", "When the last backup was whole; 0 before the first", backed_up(app));
    registry.register("links", "Live links, by what carries them", links(app));
    registry.register("build", "Which program this is", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
}

fn links(app: &App) -> Family<Word, Gauge> {
    let polled = app.polls.count();
    let carried = [("websocket", app.live.count().saturating_sub(polled)), ("requests", polled)];
    let links = Family::<Word, Gauge>::default();
    for (carrier, n) in carried {
        links.get_or_create(&[("carrier", carrier)]).set(i64::try_from(n).unwrap_or(i64::MAX));
    }
    links
}

fn register_process(app: &App, registry: &mut Registry) {
    let process = Process::now();
    let cpu = ConstCounter::new(process.cpu_seconds);
    registry.register_with_unit("process_cpu", "Time of the processor", Unit::Seconds, cpu);
    let mut now =
        |name, help, value| registry.register::<&str, &str>(name, help, ConstGauge::<u64>::new(value));
    now("process_resident_memory_bytes", "Memory in use", process.resident_bytes);
    now("process_open_fds", "Open files and sockets", process.open_fds);
    now("process_max_fds", "How many there may be", process.max_fds);
    now("process_start_time_seconds", "When the service started", seconds(app.started));
}

fn is_paused(app: &App) -> bool {
    app.journal.read(|registry| registry.rights.service == ServiceState::ReadOnly)
}

/// `chancery backup` writes a note into the data folder when all of it is on the other side.
fn backed_up(app: &App) -> u64 {
    let touched = std::fs::metadata(app.data.join(BACKED_UP)).and_then(|it| it.modified());
    touched.map_or(0, seconds)
}

fn free_bytes(app: &App) -> u64 {
    rustix::fs::statvfs(&app.data).map_or(0, |disk| disk.f_bavail.saturating_mul(disk.f_frsize))
}

fn seconds(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
