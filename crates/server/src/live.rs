//! Which links are live, of which session, to which document: to count them and to end them.
//! The counting and the entering are one step, so a bound cannot be passed by two at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use collab::code::Code;
use collab::room::LinkId;
use manual::id::{DocumentId, SessionId};

use crate::limits::Limits;
use crate::outbox::Outbox;

#[derive(Default)]
pub(crate) struct Live {
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    last: LinkId,
    links: HashMap<LinkId, LiveLink>,
}

struct LiveLink {
    session: SessionId,
    document: DocumentId,
    outbox: Arc<Outbox>,
}

/// A live link, and what it is a link of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinkOf {
    pub(crate) link: LinkId,
    pub(crate) session: SessionId,
    pub(crate) document: DocumentId,
}

/// A link's place among the live. Gives it back when dropped.
pub(crate) struct Place {
    live: Arc<Live>,
    pub(crate) link: LinkId,
    pub(crate) outbox: Arc<Outbox>,
}

impl Live {
    /// Takes a place, before the upgrade.
    ///
    /// # Errors
    /// `TooManyPages` when the session has as many links as it may, `TooMany` when the service has.
    pub(crate) fn enter(
        self: &Arc<Self>,
        session: SessionId,
        document: DocumentId,
        limits: &Limits,
    ) -> Result<Place, Code> {
        let mut inside = self.inside();
        let of_session = inside.links.values().filter(|link| link.session == session).count();
        if of_session >= limits.sockets_per_session_max {
            return Err(Code::TooManyPages);
        }
        if inside.links.len() >= limits.sockets_max {
            return Err(Code::TooMany);
        }
        inside.last += 1;
        let link = inside.last;
        let outbox = Arc::new(Outbox::new(limits.outbox_bytes_max));
        inside.links.insert(link, LiveLink { session, document, outbox: Arc::clone(&outbox) });
        Ok(Place { live: Arc::clone(self), link, outbox })
    }

    /// Ends every link of a session at once. Call after the end is durable.
    pub(crate) fn end_session(&self, session: SessionId) {
        self.end(Code::SignedOut, |link| link.session == session);
    }

    /// Ends every link to a document at once.
    pub(crate) fn end_document(&self, document: DocumentId) {
        self.end(Code::NotFound, |link| link.document == document);
    }

    /// Ends one link to what is not there for it any more.
    pub(crate) fn end_link(&self, link: LinkId) {
        if let Some(live) = self.inside().links.get(&link) {
            live.outbox.cut(Code::NotFound);
        }
    }

    fn end(&self, code: Code, which: impl Fn(&LiveLink) -> bool) {
        self.inside().links.values().filter(|link| which(link)).for_each(|link| link.outbox.cut(code));
    }

    /// Every link now live.
    pub(crate) fn links(&self) -> Vec<LinkOf> {
        let inside = self.inside();
        let links = inside.links.iter();
        links.map(|(link, of)| LinkOf { link: *link, session: of.session, document: of.document }).collect()
    }

    /// How many links are live.
    pub(crate) fn count(&self) -> usize {
        self.inside().links.len()
    }

    /// Bytes that wait to be sent: over all links, and of the one for which most waits.
    pub(crate) fn waiting_bytes(&self) -> (usize, usize) {
        let inside = self.inside();
        let waiting = inside.links.values().map(|link| link.outbox.waiting_bytes());
        waiting.fold((0, 0), |(all, most), bytes| (all + bytes, most.max(bytes)))
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("nobody panics while counting links")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.live.inside().links.remove(&self.link);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::Next;

    fn session(n: u8) -> SessionId {
        SessionId::from_random([n; 16])
    }

    fn document(n: u8) -> DocumentId {
        DocumentId::from_random([n; 16])
    }

    #[test]
    fn a_session_and_the_service_have_their_bounds() {
        let live = Arc::new(Live::default());
        let limits = Limits { sockets_per_session_max: 2, sockets_max: 3, ..Limits::default() };
        let enter = |n| live.enter(session(n), document(1), &limits);
        let first = enter(1).expect("one");
        let _second = enter(1).expect("two");
        assert!(matches!(enter(1), Err(Code::TooManyPages)));
        let _other = enter(2).expect("another session");
        assert!(matches!(enter(3), Err(Code::TooMany)), "the service is full");
        drop(first);
        assert!(enter(3).is_ok(), "a place was given back");
    }

    #[test]
    fn ending_reaches_those_it_is_about() {
        let live = Arc::new(Live::default());
        let limits = Limits::default();
        let enter = |s, d| live.enter(session(s), document(d), &limits).expect("room enough");
        let (ours, theirs, same_document) = (enter(1, 1), enter(2, 2), enter(2, 1));
        live.end_session(session(1));
        live.end_document(document(1));
        assert_eq!(ours.outbox.next(), Next::Close(Code::SignedOut));
        assert_eq!(same_document.outbox.next(), Next::Close(Code::NotFound));
        assert_eq!(theirs.outbox.next(), Next::Nothing);
    }
}
