//! What time does by itself: whoever's term has passed is signed out of what is open, keys of devices whose session was
//! taken are destroyed, and the days on which sessions were used are written down. Every look at a session asks the same
//! of the registry, so nothing rests on this being on time but that links close.

use std::sync::Weak;
use std::time::Duration;

use store::record::people::PeopleRecord;
use store::record::{Entry, Record};

use crate::app::{App, Shared};
use crate::clock::now_ms;
use crate::device_keys;

/// Far below the two seconds in which a link has to be closed.
const EVERY: Duration = Duration::from_millis(500);

/// Sweeps until the service is gone.
pub(crate) async fn run(app: Weak<App>) {
    let mut turn = tokio::time::interval(EVERY);
    if let Some(app) = app.upgrade() {
        device_keys::destroy_again(&app).await;
    }
    turn.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        turn.tick().await;
        let Some(app) = app.upgrade() else { return };
        end_dead_links(&app);
        device_keys::destroy_taken(&app).await;
        write_seen(&app).await;
    }
}

/// Ends every link whose session is not alive any more.
pub(crate) fn end_dead_links(app: &App) {
    let now_ms = now_ms();
    let dead = app.journal.read(|registry| {
        let links = app.live.links().into_iter();
        links
            .filter(|live| !registry.is_alive(live.session, now_ms))
            .map(|live| live.session)
            .collect::<Vec<_>>()
    });
    dead.into_iter().for_each(|session| app.live.end_session(session));
}

async fn write_seen(app: &Shared) {
    let seen = app.seen.take();
    if seen.is_empty() {
        return;
    }
    let time_ms = now_ms();
    let record = |session| Record::People(PeopleRecord::SessionSeen { session });
    let entries = seen.into_iter().map(|session| Entry { time_ms, writer: 0, record: record(session) });
    // Not written: the next request of the session notes it again.
    let _ = app.journal.commit(entries.collect()).await;
}
