//! Who is asking: the one place where a cookie or a bearer token becomes a [`SignedIn`], and cookies are written.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use collab::binding::TagKey;
use collab::code::Code;
use collab::room::Author;
use manual::id::{PersonId, SeatId, SessionId};
use manual::rights::Right;
use manual::seat::{Appears, SeatKind};

use crate::app::{App, Shared};
use crate::clock::now_ms;
use crate::origin::{self, Shown};
use crate::problem::Problem;
use crate::secret;

/// A live session, checked just now. Only [`SignedIn::check`] makes one.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) session: SessionId,
    pub(crate) seat: SeatId,
    pub(crate) name: String,
    pub(crate) kind: SeatKind,
    /// Whose session it is; none for one that belongs to the seat alone. Of a token: who made it.
    pub(crate) person: Option<PersonId>,
    /// Whether that person, here by themselves and not through a program, administers the seat.
    pub(crate) admin: bool,
    /// What others are told of whoever is in this session.
    pub(crate) appears: Appears,
    /// The seat's right, capped by the session's.
    pub(crate) right: Right,
    /// The journal's number for what this session writes.
    pub(crate) writer: u32,
    pub(crate) ends_ms: u64,
    /// Makes tags that only this session can make, from what it showed.
    pub(crate) tags: TagKey,
    /// Nobody outside this module can make one.
    _checked: (),
}

/// What a request shows of itself. A header, where there is one, counts alone.
enum Credentials<'h> {
    Cookie(&'h str),
    Bearer(&'h str),
    Nothing,
}

impl SignedIn {
    /// Checks where the request comes from, then who sends it.
    ///
    /// # Errors
    /// `ForeignOrigin` for writes and upgrades from elsewhere, `SignedOut` without a live session.
    pub(crate) fn check(app: &App, method: &Method, headers: &HeaderMap) -> Result<Self, Code> {
        let credentials = Credentials::from_here(app, method, headers)?;
        Self::of(app, &credentials).ok_or(Code::SignedOut)
    }

    fn of(app: &App, credentials: &Credentials<'_>) -> Option<Self> {
        let (token, program) = credentials.token()?;
        let now_ms = now_ms();
        app.journal.people(|people| {
            let (id, session) = people.session_of(token, now_ms)?;
            app.seen.note(id, session.seen_ms, now_ms);
            let administers = |person| people.registry().administers(person, now_ms);
            let seat = people.registry().seats.get(&session.seat)?;
            (session.program == program).then_some(Self {
                session: id,
                seat: session.seat,
                name: seat.name.clone(),
                kind: seat.kind,
                person: session.person,
                admin: !program && session.person.is_some_and(administers),
                appears: session.appears,
                right: people.registry().right_of(id)?,
                writer: people.writer_of(id)?,
                ends_ms: people.registry().ends_ms(session),
                tags: TagKey::of(token),
                _checked: (),
            })
        })
    }
}

impl<'h> Credentials<'h> {
    fn read(app: &App, headers: &'h HeaderMap) -> Self {
        if let Some(value) = headers.get(header::AUTHORIZATION) {
            let token = value.to_str().ok().and_then(|value| value.split_once(' '));
            let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
            return Self::Bearer(token.map_or("", |(_, token)| token.trim()));
        }
        cookie_of(headers, cookie_name(app)).map_or(Self::Nothing, Self::Cookie)
    }

    /// Those of a request that may come from where it comes from.
    ///
    /// # Errors
    /// `ForeignOrigin` for writes and upgrades from elsewhere.
    fn from_here(app: &App, method: &Method, headers: &'h HeaderMap) -> Result<Self, Code> {
        let credentials = Self::read(app, headers);
        if acts(method, headers) {
            origin::check(headers, credentials.shown(), &app.public)?;
        }
        Ok(credentials)
    }

    /// The token that is shown, and whether it is a program's.
    fn token(&self) -> Option<(&'h str, bool)> {
        match self {
            Self::Cookie(token) => Some((token, false)),
            Self::Bearer(token) => Some((token, true)),
            Self::Nothing => None,
        }
    }

    fn shown(&self) -> Shown {
        match self {
            Self::Cookie(_) => Shown::Cookie,
            Self::Bearer(_) => Shown::Bearer,
            Self::Nothing => Shown::Nothing,
        }
    }
}

/// Whether a request changes something or opens a socket.
fn acts(method: &Method, headers: &HeaderMap) -> bool {
    !matches!(*method, Method::GET | Method::HEAD) || headers.contains_key(header::UPGRADE)
}

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        Ok(Self::check(app, &parts.method, &parts.headers)?)
    }
}

/// Who is asking, if anybody; for addresses that serve strangers too. Strangers' writes are checked likewise.
pub(crate) struct Perhaps(pub(crate) Option<SignedIn>);

impl FromRequestParts<Shared> for Perhaps {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        match SignedIn::check(app, &parts.method, &parts.headers) {
            Ok(signed_in) => Ok(Self(Some(signed_in))),
            Err(Code::SignedOut) => Ok(Self(None)),
            Err(code) => Err(code.into()),
        }
    }
}

/// Whether the cookie of a request was a session's that was taken from whoever was in it.
pub(crate) fn was_taken(app: &App, headers: &HeaderMap) -> bool {
    let Credentials::Cookie(token) = Credentials::read(app, headers) else { return false };
    let hash = secret::hash(token);
    app.journal.read(|registry| {
        let session = registry.session_by_token(&hash).map(|(_, session)| session);
        session.is_some_and(|session| {
            secret::same(&hash, &session.token) && registry.taken_ms(session, now_ms()).is_some()
        })
    })
}

/// Somebody whose session is over, or not yet, and who brings what was written before that. It opens nothing and shows
/// nothing: the one use of it is to hand in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HandingIn {
    pub(crate) session: SessionId,
    pub(crate) seat: SeatId,
    pub(crate) writer: u32,
    /// Makes tags that only this session can make, from what it showed.
    pub(crate) tags: TagKey,
    /// The session is over.
    pub(crate) over: bool,
    /// Nobody outside this module can make one.
    _checked: (),
}

impl HandingIn {
    /// Whose that is which is handed in with a name.
    pub(crate) fn author(&self) -> Author {
        Author::Seat { seat: self.seat, writer: self.writer }
    }

    /// Checks where the request comes from, then whose session it shows, if that is alive or was ended by others or by its
    /// time at most so long ago. Of one that its person signed out of, nothing is left.
    ///
    /// # Errors
    /// `ForeignOrigin`.
    pub(crate) fn check(app: &App, method: &Method, headers: &HeaderMap) -> Result<Option<Self>, Code> {
        let credentials = Credentials::from_here(app, method, headers)?;
        let Some((token, program)) = credentials.token() else { return Ok(None) };
        let (now_ms, late_ms) = (now_ms(), app.config.limits.hand_in_ms);
        Ok(app.journal.people(|people| {
            let (id, session) = people.once_session_of(token)?;
            let registry = people.registry();
            let alive = registry.stands(session, now_ms);
            let ran_out = (!session.ended).then_some(session.ends_ms).filter(|ends| *ends <= now_ms);
            let over_ms = registry.taken_ms(session, now_ms).or(ran_out);
            let in_time = alive || over_ms.is_some_and(|over| now_ms.saturating_sub(over) <= late_ms);
            (in_time && session.program == program).then_some(Self {
                session: id,
                seat: session.seat,
                writer: people.writer_of(id)?,
                tags: TagKey::of(token),
                over: !alive,
                _checked: (),
            })
        }))
    }
}

fn cookie_of<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The prefix ties the cookie to this host and to https; plain http cannot have it.
fn cookie_name(app: &App) -> &'static str {
    if app.public.is_https() { "__Host-chancery" } else { "chancery" }
}

/// How long a browser keeps a cookie. The session itself ends when it ends, whatever the browser does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Lasting {
    /// On the person's own device: as long as the session.
    Until(u64),
    /// On somebody else's: until the browser is closed.
    WithTheBrowser,
}

impl Lasting {
    /// On the person's own device or not, of a session that ends then.
    pub(crate) fn of(own_device: bool, ends_ms: u64) -> Self {
        if own_device { Self::Until(ends_ms) } else { Self::WithTheBrowser }
    }
}

/// The cookie that keeps a person signed in.
pub(crate) fn cookie(app: &App, token: &str, lasting: Lasting) -> HeaderValue {
    match lasting {
        Lasting::Until(ends_ms) => cookie_for(app, token, &max_age(ends_ms.saturating_sub(now_ms()) / 1000)),
        Lasting::WithTheBrowser => cookie_for(app, token, ""),
    }
}

/// The cookie that forgets.
pub(crate) fn no_cookie(app: &App) -> HeaderValue {
    cookie_for(app, "", &max_age(0))
}

fn max_age(seconds: u64) -> String {
    format!("; Max-Age={seconds}")
}

fn cookie_for(app: &App, token: &str, lasting: &str) -> HeaderValue {
    written(app, cookie_name(app), token, &format!("SameSite=Strict{lasting}"))
}

fn written(app: &App, name: &str, value: &str, rest: &str) -> HeaderValue {
    let secure = if app.public.is_https() { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; {rest}{secure}");
    HeaderValue::from_str(&cookie).expect("a token is base64url")
}

fn going_name(app: &App) -> &'static str {
    if app.public.is_https() { "__Host-chancery-going" } else { "chancery-going" }
}

/// The cookie of a browser that goes to the provider: what it began, nobody finishes in another. It comes back from
/// another site, and some browsers count the page that it comes back to as that site's: so it is `Lax`. What it is shown
/// to asks for our own origin all the same.
pub(crate) fn going_cookie(app: &App, browser: &str) -> HeaderValue {
    let seconds = app.config.limits.provider_sign_in_ms / 1000;
    written(app, going_name(app), browser, &format!("SameSite=Lax{}", max_age(seconds)))
}

/// The cookie that forgets it.
pub(crate) fn no_going_cookie(app: &App) -> HeaderValue {
    written(app, going_name(app), "", &format!("SameSite=Lax{}", max_age(0)))
}

/// What a browser shows that comes back from the provider.
pub(crate) fn going_of<'h>(app: &App, headers: &'h HeaderMap) -> Option<&'h str> {
    cookie_of(headers, going_name(app))
}
