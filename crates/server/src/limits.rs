//! Every bound of the service in one table: the `[limits]` table of the configuration file.
//! Each bound has one name, its unit last, and a default fit for the public internet. Bounds of live editing are
//! `collab::limits::Limits`; here they have the same names, so that one file lifts all of them for a load test.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// All bounds. After sign-in they count per session, not per address.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    // HTTP
    /// Largest request body.
    pub body_bytes_max: usize,
    /// Bytes of a body that was refused or not wanted, read on and thrown away so that the answer arrives.
    pub body_rest_bytes_max: usize,
    /// How long such bytes may take.
    pub body_rest_ms_max: u64,
    /// Largest request head: the line and all headers. At least 8 KiB.
    pub header_bytes_max: usize,
    /// A connection that has not sent a whole request head by then is closed.
    pub handshake_ms_max: u64,
    /// A request that is not answered by then is given up.
    pub request_ms_max: u64,
    /// TCP connections at once; more wait to be accepted.
    pub connections_max: usize,
    /// Wrong or right, tries to sign in from one address (IPv6: one /64) in a minute.
    pub sign_in_tries_per_minute_max: u32,
    /// Wrong codes after which an invitation is over.
    pub invitation_tries_max: u32,
    /// How long an invitation can be used.
    pub invitation_ms: u64,
    /// People who hold one seat at once.
    pub people_per_seat_max: usize,
    /// Passkeys of one person.
    pub passkeys_per_person_max: usize,
    /// Passkeys that are being made or shown at once; with one more, the oldest is given up.
    pub passkey_challenges_max: usize,
    /// How long making or showing a passkey may take.
    pub passkey_challenge_ms: u64,
    /// How long a touch of a passkey, or a sign-in, is enough for grave acts.
    pub touch_ms: u64,
    /// How long a mail server may take over one invitation.
    pub mail_ms_max: u64,
    /// What a mail server may say before it has shown a certificate, in bytes.
    pub mail_answer_bytes_max: usize,
    /// Invitations that are being mailed at once; one more is not mailed.
    pub mails_max: usize,
    /// Sign-ins with the provider that have begun and are not finished; the oldest goes.
    pub provider_sign_ins_max: usize,
    /// How long one may take at the provider.
    pub provider_sign_in_ms: u64,
    /// The provider's longest answer, and how long it may take over it.
    pub provider_bytes_max: usize,
    pub provider_ms_max: u64,
    /// What the provider says of itself is asked again after this long.
    pub provider_fresh_ms: u64,
    /// It is left alone so long when it did not answer, and before it is asked for other keys.
    pub provider_rest_ms: u64,
    /// Tokens of one seat at once.
    pub tokens_per_seat_max: usize,
    /// How long the program that makes PDFs may take over one, its longest PDF, and its memory.
    pub press_ms_max: u64,
    /// After so long it is looked again whether what editions are written as is all there.
    pub outputs_rest_ms: u64,
    pub press_bytes_max: u64,
    pub press_memory_bytes_max: u64,
    /// Drafts as Word or PDF that one session has made in a minute.
    pub previews_per_minute_max: u32,
    /// Largest roster, in bytes.
    pub roster_bytes_max: usize,
    /// And in lines.
    pub roster_lines_max: usize,
    /// How long a person stays signed in.
    pub session_ms: u64,
    /// How long a device may open what it keeps without having heard from the service.
    pub device_lease_ms: u64,
    /// Keys of devices that one session may be given.
    pub device_keys_per_session_max: usize,
    /// The longest life of a token.
    pub token_ms_max: u64,
    /// Longest title of a manual, a chapter or an edition.
    pub title_chars_max: usize,
    /// Bytes of reading pages that are kept in memory.
    pub reading_bytes_max: usize,

    // Finding
    /// Longest text that is sought.
    pub sought_chars_max: usize,
    /// Places that a search tells at most.
    pub hits_max: usize,
    /// Bytes of chapters that are kept in memory to be searched.
    pub contents_bytes_max: usize,

    // The audit
    /// Events that are shown at once.
    pub audit_shown_max: usize,
    /// Lines on their way to whoever takes them all.
    pub audit_waiting_max: usize,

    // Proposals
    /// Largest update that is proposed.
    pub proposal_bytes_max: usize,
    /// Proposals and drafts of one seat that are not decided.
    pub proposals_open_max: usize,
    /// Proposals of one chapter whose author is not named and that are not decided: nobody can be counted there.
    pub proposals_unnamed_max: usize,
    /// Proposals of one author for one chapter that are looked at for words proposed before, the newest first.
    pub proposals_looked_at_max: usize,
    /// What one seat may propose in a minute, taken or not.
    pub proposals_per_minute_max: u32,
    /// How long after its end a session may still hand in what was written before.
    pub hand_in_ms: u64,
    /// Proposals that one ended session may hand in.
    pub hand_ins_max: usize,

    // Pictures
    /// Largest picture that is taken, in bytes as it is brought.
    pub image_bytes_max: usize,
    /// And in pixels, looked at before it is decoded.
    pub image_pixels_max: u64,
    /// How long a seat may see a picture that it brought and that stands nowhere.
    pub images_brought_ms: u64,
    /// Pictures of one seat of which that is remembered.
    pub images_brought_max: usize,
    /// Longer side of what is kept, in pixels.
    pub image_side_max: u32,
    /// Memory that a decoder may ask for.
    pub image_memory_bytes_max: u64,
    /// How long making a picture may take.
    pub image_ms_max: u64,
    /// How long bringing one may take, all in all.
    pub image_upload_ms_max: u64,
    /// Pictures of the whole service that are being brought at once.
    pub image_uploads_max: usize,
    /// Decoders at work at once.
    pub image_decoders_max: usize,
    /// Pictures that one seat may bring in a minute.
    pub images_per_minute_max: u32,
    /// Bytes of all pictures together.
    pub images_bytes_max: u64,

    // Sockets
    /// Sockets of one session at once.
    pub sockets_per_session_max: usize,
    /// Sockets of the whole service at once.
    pub sockets_max: usize,
    /// Updates of one socket in a second; over it the service reads more slowly and drops nothing.
    pub updates_per_second_max: u32,
    /// Messages of any kind of one socket in a second; likewise.
    pub frames_per_second_max: u32,
    /// Bytes of one socket in a second; likewise.
    pub bytes_per_second_max: u32,
    /// Bytes of one socket that wait for the room; more stay in the network. Never less than one frame.
    pub inbox_bytes_max: usize,
    /// Bytes that wait to be sent to one socket; over it the socket is closed and catches up by coming back.
    pub outbox_bytes_max: usize,
    /// A socket that has not even answered a ping for this long is closed.
    pub silence_ms_max: u64,
    /// How long a link that is over may take to send what waits, and then to say goodbye.
    pub goodbye_ms_max: u64,

    // Links without a websocket
    /// How long a request for frames waits for some.
    pub poll_wait_ms_max: u64,
    /// Bytes that were sent down such a link, or are about to be, and are not known to have arrived.
    pub poll_bytes_max: usize,
    /// How long a request may take to bring its frames; it is told how many were taken.
    pub poll_send_ms_max: u64,

    // Documents and the journal
    /// A document is dropped from memory this long after its last socket.
    pub idle_document_ms: u64,
    /// Words of a chapter that changes are counted again after this long.
    pub words_gap_ms: u64,
    /// Bytes of one group commit, after which no further order is taken into it.
    pub commit_bytes_max: usize,
    /// Orders that wait for the journal; whoever brings more waits too.
    pub journal_orders_max: usize,
    /// How long a polite stop may take before sockets are cut.
    pub stop_ms_max: u64,

    // Live editing: see `collab::limits::Limits`.
    pub frame_bytes_max: usize,
    pub document_bytes_max: usize,
    pub depth_max: usize,
    pub type_depth_max: usize,
    pub items_max: usize,
    pub walk_steps_max: u64,
    pub presence_bytes_max: usize,
    pub presence_clients_max: usize,
    pub keepalive_ms: u64,
    pub compare_ms: u64,
    pub presence_gap_ms: u64,
    pub presence_ms: u64,
    pub gather_ms_max: u64,
    pub batch_bytes_max: usize,
    pub tail_updates_max: usize,
    pub tail_bytes_max: usize,
}

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

impl Default for Limits {
    fn default() -> Self {
        let room = collab::limits::Limits::default();
        Self {
            body_bytes_max: 64 << 10,
            body_rest_bytes_max: 1 << 20,
            body_rest_ms_max: 5_000,
            header_bytes_max: 16 << 10,
            handshake_ms_max: 10_000,
            request_ms_max: 30_000,
            connections_max: 4096,
            sign_in_tries_per_minute_max: 10,
            invitation_tries_max: 5,
            invitation_ms: 14 * DAY_MS,
            people_per_seat_max: 40,
            passkeys_per_person_max: 20,
            passkey_challenges_max: 4096,
            passkey_challenge_ms: 5 * 60 * 1000,
            touch_ms: 10 * 60 * 1000,
            mail_ms_max: 10_000,
            mail_answer_bytes_max: 64 * 1024,
            mails_max: 8,
            provider_sign_ins_max: 4096,
            provider_sign_in_ms: 5 * 60 * 1000,
            provider_bytes_max: 256 << 10,
            provider_ms_max: 5_000,
            provider_fresh_ms: 60 * 60 * 1000,
            provider_rest_ms: 5_000,
            tokens_per_seat_max: 100,
            press_ms_max: 60_000,
            outputs_rest_ms: 20_000,
            press_bytes_max: 256 << 20,
            press_memory_bytes_max: 2 << 30,
            previews_per_minute_max: 6,
            roster_bytes_max: 256 << 10,
            roster_lines_max: 1_000,
            session_ms: 30 * DAY_MS,
            device_lease_ms: 30 * DAY_MS,
            device_keys_per_session_max: 16,
            token_ms_max: 366 * DAY_MS,
            title_chars_max: 200,
            reading_bytes_max: 8 << 20,
            sought_chars_max: 100,
            hits_max: 200,
            contents_bytes_max: 64 << 20,
            audit_shown_max: 200,
            audit_waiting_max: 64,
            proposal_bytes_max: 2 << 20,
            proposals_open_max: 200,
            proposals_unnamed_max: 1_000,
            proposals_looked_at_max: 50,
            proposals_per_minute_max: 60,
            hand_in_ms: 30 * DAY_MS,
            hand_ins_max: 100,
            image_bytes_max: 10 << 20,
            images_brought_ms: DAY_MS,
            images_brought_max: 500,
            image_pixels_max: 40_000_000,
            image_side_max: 2_400,
            image_memory_bytes_max: 256 << 20,
            image_ms_max: 15_000,
            image_upload_ms_max: 300_000,
            image_uploads_max: 8,
            image_decoders_max: 1,
            images_per_minute_max: 60,
            images_bytes_max: 8 << 30,
            sockets_per_session_max: 32,
            sockets_max: 1000,
            updates_per_second_max: 100,
            frames_per_second_max: 400,
            bytes_per_second_max: 2 << 20,
            inbox_bytes_max: 1 << 20,
            outbox_bytes_max: 4 << 20,
            silence_ms_max: 33_000,
            goodbye_ms_max: 2_000,
            poll_wait_ms_max: 25_000,
            poll_bytes_max: 1 << 20,
            poll_send_ms_max: 10_000,
            idle_document_ms: 10_000,
            words_gap_ms: 5_000,
            commit_bytes_max: 4 << 20,
            journal_orders_max: 1024,
            stop_ms_max: 8_000,
            frame_bytes_max: room.frame_bytes_max,
            document_bytes_max: room.document_bytes_max,
            depth_max: room.depth_max,
            type_depth_max: room.type_depth_max,
            items_max: room.items_max,
            walk_steps_max: room.walk_steps_max,
            presence_bytes_max: room.presence_bytes_max,
            presence_clients_max: room.presence_clients_max,
            keepalive_ms: room.keepalive_ms,
            compare_ms: room.compare_ms,
            presence_gap_ms: room.presence_gap_ms,
            presence_ms: room.presence_ms,
            gather_ms_max: room.gather_ms_max,
            batch_bytes_max: room.batch_bytes_max,
            tail_updates_max: room.tail_updates_max,
            tail_bytes_max: room.tail_bytes_max,
        }
    }
}

impl Limits {
    /// The part that the rules of live editing keep.
    pub fn room(&self) -> collab::limits::Limits {
        collab::limits::Limits {
            frame_bytes_max: self.frame_bytes_max,
            document_bytes_max: self.document_bytes_max,
            depth_max: self.depth_max,
            type_depth_max: self.type_depth_max,
            items_max: self.items_max,
            walk_steps_max: self.walk_steps_max,
            presence_bytes_max: self.presence_bytes_max,
            presence_clients_max: self.presence_clients_max,
            keepalive_ms: self.keepalive_ms,
            compare_ms: self.compare_ms,
            presence_gap_ms: self.presence_gap_ms,
            presence_ms: self.presence_ms,
            gather_ms_max: self.gather_ms_max,
            batch_bytes_max: self.batch_bytes_max,
            tail_updates_max: self.tail_updates_max,
            tail_bytes_max: self.tail_bytes_max,
        }
    }

    /// `goodbye_ms_max` as a duration.
    pub(crate) fn goodbye(&self) -> Duration {
        Duration::from_millis(self.goodbye_ms_max)
    }

    /// What does not fit together, in words.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        if self.header_bytes_max < 8 << 10 {
            return Some("header_bytes_max must be at least 8192");
        }
        if self.outbox_bytes_max < self.document_bytes_max {
            return Some(
                "outbox_bytes_max must be at least document_bytes_max, or nobody could load a full document",
            );
        }
        if self.updates_per_second_max == 0
            || self.frames_per_second_max == 0
            || self.bytes_per_second_max == 0
        {
            return Some("a rate of 0 would let nothing through");
        }
        if self.mail_ms_max >= self.request_ms_max {
            return Some("mail_ms_max must be less than request_ms_max");
        }
        if self.poll_wait_ms_max >= self.request_ms_max || self.poll_send_ms_max >= self.request_ms_max {
            return Some("poll_wait_ms_max and poll_send_ms_max must be less than request_ms_max");
        }
        if self.image_uploads_max == 0 || self.image_decoders_max == 0 || self.image_side_max == 0 {
            return Some("image_uploads_max, image_decoders_max and image_side_max must be at least 1");
        }
        if self.passkey_challenges_max == 0 || self.provider_sign_ins_max == 0 {
            return Some("passkey_challenges_max and provider_sign_ins_max must be at least 1");
        }
        // A sign-in asks the provider five times at most: what it says of itself and its keys, twice, and for a token.
        if self.provider_ms_max.saturating_mul(5) >= self.request_ms_max {
            return Some("provider_ms_max must be less than a fifth of request_ms_max");
        }
        if self.sockets_max == 0 || self.connections_max == 0 || self.journal_orders_max == 0 {
            return Some("sockets_max, connections_max and journal_orders_max must be at least 1");
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn live_editing_has_the_same_defaults_and_names() {
        assert_eq!(Limits::default().room(), collab::limits::Limits::default());
    }

    /// A link is looked at three times in that time, so that a dead one is found within a third more.
    #[test]
    fn a_dead_link_is_gone_within_45_s_and_a_slow_one_costs_4_mib() {
        let limits = Limits::default();
        assert!(limits.silence_ms_max * 4 / 3 <= 45_000);
        assert!(limits.outbox_bytes_max <= 4 << 20);
    }

    #[test]
    fn the_defaults_fit_together() {
        assert_eq!(Limits::default().contradiction(), None);
    }
}
