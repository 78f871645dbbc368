//! Every bound of live editing, each with one name, its unit last, and a default fit for the public internet.
//! A shell may fill the table from its configuration file; nothing else in the code names a bound of its own.

/// The bounds a room and its links keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest websocket message of any kind; a whole document must fit, for a seat that wrote it offline.
    pub frame_bytes_max: usize,
    /// Largest state of one document; an update that would pass it is refused.
    pub document_bytes_max: usize,
    /// Deepest nesting of a value or of shared types.
    pub depth_max: usize,
    /// Deepest nesting of shared types inside a side map. (In a chapter's body it is always one.)
    pub type_depth_max: usize,
    /// Most structs or delete ranges in one update.
    pub items_max: usize,
    /// Steps that one seat's updates may make yrs walk in a minute, to find their places among what others wrote there.
    pub walk_steps_max: u64,
    /// Largest awareness state of one client, as sent.
    pub presence_bytes_max: usize,
    /// Most awareness client ids on one link.
    pub presence_clients_max: usize,
    /// A link that has had nothing for this long is sent something.
    pub keepalive_ms: u64,
    /// How often links are told the fingerprint of what the document holds, to compare it with what they hold.
    pub compare_ms: u64,
    /// Carets go out at most this often.
    pub presence_gap_ms: u64,
    /// Presence that was not renewed for this long is gone.
    pub presence_ms: u64,
    /// A busy document gathers updates for up to this long.
    pub gather_ms_max: u64,
    /// Largest batch handed to the journal at once.
    pub batch_bytes_max: usize,
    /// After this many updates a snapshot is made.
    pub tail_updates_max: usize,
    /// After this many bytes of updates a snapshot is made.
    pub tail_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            frame_bytes_max: 3 << 20,
            document_bytes_max: 2 << 20,
            depth_max: 64,
            type_depth_max: 6,
            items_max: 200_000,
            walk_steps_max: 500_000,
            presence_bytes_max: 1024,
            presence_clients_max: 2,
            keepalive_ms: 15_000,
            compare_ms: 5 * 60 * 1000,
            presence_gap_ms: 50,
            presence_ms: 40_000,
            gather_ms_max: 20,
            batch_bytes_max: 1 << 20,
            tail_updates_max: 500,
            tail_bytes_max: 256 << 10,
        }
    }
}
