//! Who may come in: the registry, and beside it a way from a token's hash to its session. Holds no secret.

use std::collections::HashMap;

use manual::id::SessionId;
use store::record::{Hash, Record};
use store::registry::{Registry, Session};

use crate::secret;

pub(crate) struct People {
    registry: Registry,
    by_token: HashMap<Hash, SessionId>,
    /// The journal's number for what a session writes.
    writers: HashMap<SessionId, u32>,
}

impl People {
    pub(crate) fn new(registry: Registry) -> Self {
        let by_token = registry.sessions.iter().map(|(id, session)| (session.token, *id)).collect();
        let writers = registry.writers.iter().map(|(writer, (_, session))| (*session, *writer)).collect();
        Self { registry, by_token, writers }
    }

    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Folds the durable record at a position in.
    pub(crate) fn apply_at(&mut self, seq: u64, time_ms: u64, record: &Record) {
        match record {
            Record::SessionBegan { session, token, .. } => {
                self.by_token.insert(*token, *session);
            }
            Record::WriterNamed { writer, session, .. } => {
                self.writers.insert(*session, *writer);
            }
            _ => {}
        }
        self.registry.apply_at(seq, time_ms, record);
    }

    /// The live session with this token, if there is one.
    pub(crate) fn session_of(&self, token: &str, now_ms: u64) -> Option<(SessionId, &Session)> {
        self.once_session_of(token).filter(|(_, session)| self.registry.stands(session, now_ms))
    }

    /// The session that once had this token, alive or not.
    pub(crate) fn once_session_of(&self, token: &str) -> Option<(SessionId, &Session)> {
        let hash = secret::hash(token);
        let id = *self.by_token.get(&hash)?;
        let session = self.registry.sessions.get(&id)?;
        secret::same(&hash, &session.token).then_some((id, session))
    }

    /// Whether a session is still alive.
    pub(crate) fn is_alive(&self, session: SessionId, now_ms: u64) -> bool {
        self.registry.is_alive(session, now_ms)
    }

    /// The journal's number for a session's writings.
    pub(crate) fn writer_of(&self, session: SessionId) -> Option<u32> {
        self.writers.get(&session).copied()
    }
}
