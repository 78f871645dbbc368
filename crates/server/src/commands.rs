//! What can be done to a service besides writing text: seats, invitations, tokens, manuals, chapters. One
//! implementation for the command line, which may hold the data folder itself, and for the running service.
//! Every precondition is looked at and acted on in one turn at the [`Desk`]. Knows no HTTP.

mod afterwards;
mod desk;
mod documents;
mod editions;
mod folder;
mod handover;
mod holdings;
mod identity;
mod manuals;
mod modes;
mod passkeys;
mod people;
mod pictures;
pub(crate) mod proposals;
mod refused;
mod rights;
mod roster;
mod seat_rows;
mod seats;
mod sessions;
mod signing;
mod templates;
mod tokens;

use std::time::Duration;

use manual::attribution::Mode;
use manual::id::{ChapterId, PersonId};
use manual::rights::table::ChapterState;
use manual::rights::{Decided, Right};
use manual::seat::SeatKind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::record::rights::ServiceState;

use crate::view::{ChangedPersonView, HandoverView, NewPersonView};
use seats::find_seat;

pub use afterwards::{Saying, say};
pub use desk::{Desk, FolderDesk, ServiceDesk};
pub(crate) use documents::{hash as hash_document, read as read_document};
pub use editions::{NewEdition, freeze_here, pack_edition};
pub(crate) use editions::{freeze, freeze_named, resume, the_one};
pub use folder::{Counter, InFolderFailed, in_folder};
pub(crate) use handover::{hand_over, succeeds};
pub(crate) use holdings::holdings;
pub(crate) use identity::{identity, invited, sign_in_by_provider, unlink};
pub(crate) use manuals::list_chapters;
pub use manuals::{NewChapter, create_chapter, create_manual, delete_chapter, find_manual, restore_chapter};
pub use modes::{change_mode, read_audit_key, write_audit_key};
pub(crate) use modes::{sealed_writers, view_of_sealed};
pub(crate) use passkeys::{
    Adding, add_passkey, begin_passkey, end_passkey, list_passkeys, rename_passkey, sign_in_with_passkey,
    touch_passkey,
};
pub(crate) use people::{add_person, change_person, end_person, erase_person, invite_person};
pub use pictures::{PictureRefused, Pictures};
pub use refused::CommandRefused;
pub use rights::{In, decide_right, list_rights, set_service, set_state};
pub(crate) use roster::{export_roster, import_roster, preview_roster};
pub(crate) use seat_rows::{Sight, seat_rows};
pub use seats::{add_seat, invite, list_seats, make_token, set_right};
pub(crate) use seats::{appear, end_session, sign_in, view as seat_view};
pub(crate) use sessions::{own_sessions, revoke, seat_sessions, shown as sessions_shown, sign_out};
pub(crate) use signing::{ensure_key, view as keys_view};
pub use signing::{export_key, import_key, rotate_key, show_keys};
pub use templates::{NewTemplate, create_template};
pub(crate) use templates::{asked_for, list_templates};
pub(crate) use tokens::{list_tokens, make_token_for};

/// A command as data: what goes over the control socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Request {
    AddSeat {
        name: String,
        kind: String,
    },
    ListSeats,
    /// Caps what a seat may do; without `right` it may again what its kind may.
    SetRight {
        seat: String,
        right: Option<String>,
    },
    /// What a seat may do in a manual, or the exception in a chapter: a right, `none` or `default`.
    DecideRight {
        manual: Option<String>,
        chapter: Option<String>,
        seat: String,
        right: String,
    },
    /// What every seat may do in a manual or a chapter.
    ListRights {
        manual: Option<String>,
        chapter: Option<String>,
    },
    /// Opens, locks or closes a chapter.
    SetState {
        chapter: String,
        state: String,
    },
    /// Pauses the service (`read-only`), or lets it go on (`open`).
    SetService {
        state: String,
    },
    Invite {
        seat: String,
    },
    AddPerson {
        seat: String,
        person: NewPersonView,
    },
    InvitePerson {
        person: String,
    },
    ChangePerson {
        person: String,
        change: ChangedPersonView,
    },
    EndPerson {
        person: String,
    },
    ErasePerson {
        person: String,
    },
    HandOver {
        seat: String,
        handover: HandoverView,
    },
    /// Seats with their people, the names opened.
    ListPeople,
    PreviewRoster {
        csv: String,
    },
    ImportRoster {
        csv: String,
    },
    ExportRoster,
    MakeToken {
        seat: String,
        right: String,
        ttl_s: u64,
    },
    /// Where people of a seat are signed in, and the tokens of its programs; without `seat`, of all seats.
    ListSessions {
        seat: Option<String>,
    },
    /// Ends a session or a token.
    EndSession {
        session: String,
    },
    CreateManual {
        title: String,
    },
    CreateChapter {
        manual: Option<String>,
        title: String,
        parent: Option<String>,
    },
    /// Takes a chapter, or a template, out of its manual, or puts it back.
    MarkChapter {
        chapter: String,
        deleted: bool,
    },
    /// Decides what is told of whoever writes in a chapter.
    ChapterMode {
        chapter: String,
        mode: String,
        audit_key: Option<String>,
    },
    /// What was sealed in a chapter whose writers are not named.
    SealedWriters {
        chapter: String,
    },
    /// The proposals of a manual that were offered.
    ListProposals {
        manual: Option<String>,
    },
    /// One of them, by number, and what it changes.
    ShowProposal {
        manual: Option<String>,
        number: u32,
    },
    MergeProposal {
        manual: Option<String>,
        number: u32,
    },
    CloseProposal {
        manual: Option<String>,
        number: u32,
        note: Option<String>,
    },
    /// Freezes a manual.
    Freeze(NewEdition),
    /// Writes a published edition in all its formats but the PDF, if it is not yet; its fingerprint.
    PackEdition {
        manual: Option<String>,
        edition: u32,
    },
    /// Withdraws an edition.
    Withdraw {
        manual: Option<String>,
        edition: u32,
        why: String,
    },
    /// Says what in an edition is wrong.
    Erratum {
        manual: Option<String>,
        edition: u32,
        text: String,
    },
    /// The key that signs editions, and those before it.
    ShowKeys,
    /// The half of it that signs.
    ExportKey,
    /// Brings back what was exported.
    ImportKey {
        pem: String,
    },
    /// Makes another one.
    RotateKey,
    /// Which documents there are, and the position at which to read them.
    ListDocuments,
    /// One document as it stood at a position.
    ReadDocument {
        document: String,
        seq: u64,
    },
    /// What a document held at a position, as a hash that says whether a copy holds the same.
    HashDocument {
        document: String,
        seq: u64,
    },
    /// How the data is: the journal's position and the damaged documents.
    Check,
}

/// Carries a command out and gives its answer as the command line prints it.
///
/// # Errors
/// [`CommandRefused`]; nothing has changed then.
pub async fn carry_out(desk: &mut Desk<'_>, request: Request) -> Result<Value, CommandRefused> {
    Ok(match request {
        Request::AddSeat { name, kind } => {
            let kind = SeatKind::parse(&kind).ok_or(CommandRefused::NoSuchKind)?;
            json!(add_seat(desk, &name, kind).await?)
        }
        Request::ListSeats => json!(list_seats(desk)),
        Request::SetRight { seat, right } => {
            let cap = right.map(|word| Right::parse(&word).ok_or(CommandRefused::NoSuchRight));
            json!(set_right(desk, &seat, cap.transpose()?).await?)
        }
        Request::DecideRight { .. }
        | Request::ListRights { .. }
        | Request::SetState { .. }
        | Request::SetService { .. } => carry_out_rights(desk, request).await?,
        Request::Invite { seat } => json!(invite(desk, &seat).await?),
        Request::AddPerson { .. }
        | Request::InvitePerson { .. }
        | Request::ChangePerson { .. }
        | Request::EndPerson { .. }
        | Request::ErasePerson { .. }
        | Request::HandOver { .. }
        | Request::PreviewRoster { .. }
        | Request::ImportRoster { .. }
        | Request::ExportRoster
        | Request::ListPeople => carry_out_people(desk, request).await?,
        Request::MakeToken { seat, right, ttl_s } => {
            let right = Right::parse(&right).ok_or(CommandRefused::NoSuchRight)?;
            json!(make_token(desk, &seat, right, Duration::from_secs(ttl_s)).await?)
        }
        Request::ListSessions { seat } => {
            let seat = seat.map(|name| find_seat(desk, &name)).transpose()?;
            desk.read(|registry| sessions::by_seat(registry, seat))
        }
        Request::EndSession { session } => {
            let ended = sessions::end_one(desk, &session).await?;
            json!({ "id": ended.to_string() })
        }
        Request::CreateManual { title } => json!({ "id": create_manual(desk, &title).await?.to_string() }),
        Request::CreateChapter { manual, title, parent } => {
            let manual = find_manual(desk, manual.as_deref())?;
            let parent = parent.as_deref().map(|id| ChapterId::parse(id).ok_or(CommandRefused::NoSuchParent));
            let parent = parent.transpose()?;
            let new = NewChapter { manual, title: &title, parent, template: None, seed: None };
            json!({ "id": create_chapter(desk, new).await?.to_string() })
        }
        Request::MarkChapter { chapter, deleted } => {
            let id = ChapterId::parse(&chapter).ok_or(CommandRefused::NoSuchChapter)?;
            match deleted {
                true => delete_chapter(desk, id).await?,
                false => restore_chapter(desk, id).await?,
            }
            json!({ "id": chapter, "deleted": deleted })
        }
        Request::ChapterMode { chapter, mode, audit_key } => {
            let id = ChapterId::parse(&chapter).ok_or(CommandRefused::NoSuchChapter)?;
            let mode = Mode::parse(&mode).ok_or(CommandRefused::NoSuchMode(mode))?;
            let audit_key = audit_key.as_deref().map(read_audit_key).transpose()?;
            change_mode(desk, id, mode, audit_key).await?;
            json!({ "chapter": chapter, "mode": mode.word() })
        }
        Request::SealedWriters { chapter } => {
            let unnamed = sealed_writers(&desk.index(), &chapter, desk.seq())?;
            desk.read(|registry| view_of_sealed(registry, unnamed))
        }
        Request::ListProposals { manual } => proposals::list_here(desk, manual.as_deref()).await?,
        Request::ShowProposal { manual, number } => {
            proposals::show_here(desk, manual.as_deref(), number).await?
        }
        Request::MergeProposal { manual, number } => {
            proposals::decide_here(desk, manual.as_deref(), number, proposals::Decision::Merge).await?
        }
        Request::CloseProposal { manual, number, note } => {
            let close = proposals::Decision::Close { note };
            proposals::decide_here(desk, manual.as_deref(), number, close).await?
        }
        Request::Freeze(new) => json!(freeze_here(desk, new).await?),
        Request::PackEdition { manual, edition } => {
            json!(pack_edition(desk, manual.as_deref(), edition).await?)
        }
        Request::Withdraw { manual, edition, why } => {
            let saying = Saying::Withdraw { why };
            afterwards::say_here(desk, manual.as_deref(), edition, saying).await?;
            Value::Null
        }
        Request::Erratum { manual, edition, text } => {
            let saying = Saying::Erratum { text };
            afterwards::say_here(desk, manual.as_deref(), edition, saying).await?;
            Value::Null
        }
        Request::ShowKeys => {
            ensure_key(desk).await?;
            json!(show_keys(desk)?)
        }
        Request::ExportKey => {
            ensure_key(desk).await?;
            json!({ "pem": export_key(desk)? })
        }
        Request::ImportKey { pem } => json!(import_key(desk, &pem)?),
        Request::RotateKey => json!(rotate_key(desk).await?),
        Request::ListDocuments => desk.read(|registry| documents::list(registry, desk.seq())),
        Request::ReadDocument { document, seq } => read_document(&desk.index(), &document, seq)?,
        Request::HashDocument { document, seq } => hash_document(&desk.index(), &document, seq)?,
        Request::Check => {
            let damaged: Vec<String> = desk.damaged().iter().map(ToString::to_string).collect();
            json!({ "seq": desk.seq(), "damaged": damaged, "served": desk.is_served() })
        }
    })
}

/// Those about rights and states.
async fn carry_out_rights(desk: &mut Desk<'_>, request: Request) -> Result<Value, CommandRefused> {
    let find_chapter = |desk: &Desk<'_>, id: &str| {
        let chapter = ChapterId::parse(id).filter(|id| desk.read(|it| it.chapters.contains_key(id)));
        chapter.ok_or(CommandRefused::NoSuchChapter)
    };
    let about = |desk: &Desk<'_>, manual: Option<String>, chapter: Option<String>| match chapter {
        Some(id) => find_chapter(desk, &id).map(In::Chapter),
        None => find_manual(desk, manual.as_deref()).map(In::Manual),
    };
    Ok(match request {
        Request::DecideRight { manual, chapter, seat, right } => {
            let about = about(desk, manual, chapter)?;
            let decided = Decided::parse(&right).ok_or(CommandRefused::NoSuchDecision)?;
            let seat = find_seat(desk, &seat)?;
            decide_right(desk, about, seat, decided).await?;
            let id = seat.to_string();
            json!(list_rights(desk, about).into_iter().find(|row| row.seat.id == id))
        }
        Request::ListRights { manual, chapter } => json!(list_rights(desk, about(desk, manual, chapter)?)),
        Request::SetState { chapter, state } => {
            let chapter = find_chapter(desk, &chapter)?;
            let state = ChapterState::parse(&state).ok_or(CommandRefused::NoSuchState)?;
            set_state(desk, chapter, state).await?;
            json!({ "id": chapter.to_string(), "state": state.word() })
        }
        Request::SetService { state } => {
            let state = ServiceState::parse(&state).ok_or(CommandRefused::NoSuchState)?;
            set_service(desk, state).await?;
            json!({ "state": state.word() })
        }
        _ => Value::Null,
    })
}

/// Those about people.
async fn carry_out_people(desk: &mut Desk<'_>, request: Request) -> Result<Value, CommandRefused> {
    let person = |id: &str| PersonId::parse(id).ok_or(CommandRefused::NoSuchPerson);
    Ok(match request {
        Request::AddPerson { seat, person } => {
            let seat = find_seat(desk, &seat)?;
            json!({ "id": add_person(desk, seat, &person).await?.to_string() })
        }
        Request::InvitePerson { person: id } => json!(invite_person(desk, person(&id)?).await?),
        Request::ChangePerson { person: id, change } => {
            change_person(desk, person(&id)?, &change).await?;
            Value::Null
        }
        Request::EndPerson { person: id } => {
            end_person(desk, person(&id)?).await?;
            Value::Null
        }
        Request::ErasePerson { person: id } => {
            erase_person(desk, person(&id)?).await?;
            Value::Null
        }
        Request::HandOver { seat, handover } => {
            let seat = find_seat(desk, &seat)?;
            json!(hand_over(desk, seat, &handover).await?)
        }
        Request::PreviewRoster { csv } => json!(preview_roster(desk, csv.as_bytes())?),
        Request::ImportRoster { csv } => json!(import_roster(desk, csv.as_bytes()).await?),
        Request::ExportRoster => json!({ "csv": String::from_utf8_lossy(&export_roster(desk)) }),
        _ => {
            let (rows, vault) = (desk.read(seat_rows), desk.vault());
            json!(rows.iter().map(|row| row.view(Sight::Administers, &vault)).collect::<Vec<_>>())
        }
    })
}
