//! Every route, and who may use it: the table that the tests run against the service, and from which a part of
//! docs/security.md is made. A route that is not in here does not pass the tests, and changes nothing while the service is
//! paused. What is in a row is enforced by the handler's own [`Authorized`](crate::authorized::Authorized) value.

use manual::rights::table::Action;

/// A route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Route {
    pub method: &'static str,
    pub address: &'static str,
    pub who: Who,
    pub paused: WhilePaused,
    pub touch: Touch,
}

/// Whether a person who has a passkey must have touched it of late: what a stolen cookie must not suffice for. That is what
/// lasts or cannot be taken back, what carries everything away, and what lets anybody in or gives them more. Ending what is
/// one's own never waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Touch {
    Never,
    Fresh,
    /// Unless it is about a session of the same person.
    FreshForOthers,
}

impl Touch {
    /// As docs/security.md says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Never => "",
            Self::Fresh => "fresh touch",
            Self::FreshForOthers => "fresh touch, for another's",
        }
    }
}

/// Who may use a route: somebody with the right that the table of rights asks for this action on what the address names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    /// No session is needed.
    Anybody,
    /// Any session; it is about the session or the seat itself.
    SignedIn,
    /// The right in the service at large.
    Service(Action),
    Manual(Action),
    /// The right in that chapter of the manual in which it is greatest.
    Pictures(Action),
    Chapter(Action),
    Template(Action),
    Proposal(Action),
    /// The seat whose proposal it is, and nobody else.
    OwnProposal(Action),
    /// A chapter, a template, an outline or a branch.
    Document(Action),
    /// Those for whom every chapter of the edition is there, or anybody where it is public.
    Edition,
    /// Who keeps the service, or administers the seat.
    Seat,
}

impl Who {
    /// As docs/security.md says it.
    pub fn words(self) -> String {
        let of = |action: Action, what: &str| format!("{} ({what})", action.word());
        match self {
            Self::Anybody => "anybody".to_owned(),
            Self::SignedIn => "any session, about itself".to_owned(),
            Self::Service(action) => of(action, "service"),
            Self::Manual(action) => of(action, "manual"),
            Self::Pictures(action) => of(action, "manual or a chapter of it"),
            Self::Chapter(action) => of(action, "chapter"),
            Self::Template(action) => of(action, "template"),
            Self::Proposal(action) => of(action, "proposal"),
            Self::OwnProposal(action) => of(action, "a proposal of the own seat"),
            Self::Document(action) => of(action, "document"),
            Self::Edition => "whoever sees every chapter of it; anybody if it is public".to_owned(),
            Self::Seat => "the seat's administrator, or keep (service)".to_owned(),
        }
    }
}

/// What becomes of a route while the service is paused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhilePaused {
    /// It answers as always: it reads, it takes something away from somebody, or it ends the pause.
    Answers,
    /// It answers `paused`.
    Refuses,
}

/// The routes, as the pages of the router list them.
pub const ROUTES: &[Route] = &[
    reads("/api/v1/health", Who::Anybody),
    reads("/api/v1/openapi.json", Who::Anybody),
    reads("/api/v1/session", Who::Anybody),
    always("DELETE", "/api/v1/session", Who::Anybody),
    writes("POST", "/api/v1/session/appearance", Who::SignedIn),
    writes("POST", "/api/v1/sign-in", Who::Anybody),
    reads("/api/v1/sign-in", Who::Anybody),
    writes("POST", "/api/v1/sign-in/passkey/challenge", Who::Anybody),
    writes("POST", "/api/v1/sign-in/passkey", Who::Anybody),
    writes("POST", "/api/v1/sign-in/provider", Who::Anybody),
    writes("POST", "/api/v1/sign-in/provider/finish", Who::Anybody),
    reads("/api/v1/identity", Who::SignedIn),
    always("DELETE", "/api/v1/identity", Who::SignedIn),
    reads("/api/v1/passkeys", Who::SignedIn),
    grave(writes("POST", "/api/v1/passkeys", Who::SignedIn)),
    grave(writes("POST", "/api/v1/passkeys/registration", Who::SignedIn)),
    // The challenge alone does nothing, and what it asks for is the touch.
    always("POST", "/api/v1/passkeys/touch/challenge", Who::SignedIn),
    always("POST", "/api/v1/passkeys/touch", Who::SignedIn),
    writes("POST", "/api/v1/passkeys/{passkey}/name", Who::SignedIn),
    grave(always("DELETE", "/api/v1/passkeys/{passkey}", Who::SignedIn)),
    reads("/api/v1/audit", Who::Service(Action::Keep)),
    grave(reads("/api/v1/audit/export", Who::Service(Action::Keep))),
    // Without it a device cannot even show what it holds.
    always("POST", "/api/v1/device-key", Who::SignedIn),
    reads("/api/v1/sessions", Who::SignedIn),
    always("DELETE", "/api/v1/sessions", Who::SignedIn),
    grave_for_others(always("DELETE", "/api/v1/sessions/{session}", Who::Seat)),
    reads("/api/v1/seats", Who::SignedIn),
    writes("POST", "/api/v1/seats", Who::Service(Action::Keep)),
    grave(writes("POST", "/api/v1/seats/{seat}/people", Who::Seat)),
    grave(writes("POST", "/api/v1/seats/{seat}/handover", Who::Seat)),
    reads("/api/v1/seats/{seat}/sessions", Who::Seat),
    reads("/api/v1/seats/{seat}/holdings", Who::SignedIn),
    grave(reads("/api/v1/roster", Who::Service(Action::Keep))),
    grave(writes("POST", "/api/v1/roster", Who::Service(Action::Keep))),
    writes("POST", "/api/v1/roster/preview", Who::Service(Action::Keep)),
    reads("/api/v1/tokens", Who::SignedIn),
    grave(writes("POST", "/api/v1/tokens", Who::Seat)),
    always("DELETE", "/api/v1/tokens/{token}", Who::Seat),
    grave(writes("POST", "/api/v1/people/{person}", Who::Seat)),
    grave(writes("POST", "/api/v1/people/{person}/invitation", Who::Seat)),
    grave(always("POST", "/api/v1/people/{person}/end", Who::Seat)),
    grave(writes("POST", "/api/v1/people/{person}/erase", Who::Seat)),
    reads("/api/v1/manuals", Who::Service(Action::Read)),
    writes("POST", "/api/v1/manuals", Who::Service(Action::Keep)),
    reads("/api/v1/manuals/{manual}/activity", Who::Manual(Action::Read)),
    reads("/api/v1/manuals/{manual}/chapters", Who::Manual(Action::Read)),
    writes("POST", "/api/v1/manuals/{manual}/chapters", Who::Manual(Action::Keep)),
    writes("DELETE", "/api/v1/chapters/{chapter}", Who::Chapter(Action::Delete)),
    writes("POST", "/api/v1/chapters/{chapter}/restore", Who::Chapter(Action::Delete)),
    reads("/api/v1/manuals/{manual}/templates", Who::Manual(Action::Keep)),
    writes("POST", "/api/v1/manuals/{manual}/templates", Who::Manual(Action::Keep)),
    writes("DELETE", "/api/v1/templates/{template}", Who::Template(Action::Keep)),
    writes("POST", "/api/v1/templates/{template}/restore", Who::Template(Action::Keep)),
    reads("/api/v1/chapters/{chapter}/parts", Who::Chapter(Action::See)),
    reads("/api/v1/chapters/{chapter}/authors", Who::Chapter(Action::Read)),
    reads("/api/v1/chapters/{chapter}/mode", Who::Chapter(Action::Read)),
    writes("POST", "/api/v1/chapters/{chapter}/mode", Who::Chapter(Action::Decide)),
    reads("/api/v1/manuals/{manual}/editions", Who::Manual(Action::Read)),
    grave(writes("POST", "/api/v1/manuals/{manual}/editions", Who::Manual(Action::Keep))),
    reads("/api/v1/manuals/{manual}/editions/{edition}", Who::Edition),
    reads("/api/v1/manuals/{manual}/editions/{edition}/chapters/{place}", Who::Edition),
    grave(writes("POST", "/api/v1/manuals/{manual}/editions/{edition}/withdraw", Who::Manual(Action::Keep))),
    grave(writes("POST", "/api/v1/manuals/{manual}/editions/{edition}/errata", Who::Manual(Action::Keep))),
    writes("POST", "/api/v1/manuals/{manual}/editions/{edition}/notes", Who::Manual(Action::Keep)),
    reads("/api/v1/manuals/{manual}/editions/{edition}/changes", Who::Manual(Action::Read)),
    reads("/api/v1/manuals/{manual}/ready", Who::Manual(Action::Read)),
    reads("/api/v1/manuals/{manual}/preview.docx", Who::Manual(Action::Read)),
    reads("/api/v1/manuals/{manual}/preview.pdf", Who::Manual(Action::Read)),
    reads("/api/v1/chapters/{chapter}/preview.docx", Who::Chapter(Action::Read)),
    reads("/api/v1/chapters/{chapter}/preview.pdf", Who::Chapter(Action::Read)),
    reads("/api/v1/signing-key", Who::Anybody),
    grave(writes("POST", "/api/v1/signing-key", Who::Service(Action::Keep))),
    reads("/api/v1/manuals/{manual}/targets", Who::Manual(Action::Read)),
    reads("/api/v1/manuals/{manual}/glossary", Who::Manual(Action::Read)),
    reads("/api/v1/manuals/{manual}/search", Who::Manual(Action::Read)),
    writes("POST", "/api/v1/manuals/{manual}/images", Who::Pictures(Action::Propose)),
    reads("/api/v1/manuals/{manual}/images/{sha256}", Who::Manual(Action::Read)),
    writes("POST", "/api/v1/chapters/{chapter}/proposals", Who::Chapter(Action::Propose)),
    writes("POST", "/api/v1/chapters/{chapter}/drafts", Who::Chapter(Action::Propose)),
    writes("POST", "/api/v1/hand-in/{chapter}", Who::Anybody),
    reads("/api/v1/receipts/{document}", Who::Document(Action::Read)),
    writes("POST", "/api/v1/heal/{document}", Who::Document(Action::Read)),
    reads("/api/v1/manuals/{manual}/proposals", Who::Manual(Action::Read)),
    reads("/api/v1/proposals/{proposal}", Who::Proposal(Action::Read)),
    reads("/api/v1/proposals/{proposal}/difference", Who::Proposal(Action::Read)),
    writes("POST", "/api/v1/proposals/{proposal}/offer", Who::OwnProposal(Action::Propose)),
    writes("POST", "/api/v1/proposals/{proposal}/merge", Who::Proposal(Action::Merge)),
    writes("POST", "/api/v1/proposals/{proposal}/close", Who::Proposal(Action::Settle)),
    writes("POST", "/api/v1/proposals/{proposal}/reopen", Who::Proposal(Action::Settle)),
    reads("/api/v1/manuals/{manual}/rights", Who::Manual(Action::Decide)),
    grave(writes("POST", "/api/v1/manuals/{manual}/rights", Who::Manual(Action::Decide))),
    reads("/api/v1/chapters/{chapter}/rights", Who::Chapter(Action::Decide)),
    grave(writes("POST", "/api/v1/chapters/{chapter}/rights", Who::Chapter(Action::Decide))),
    writes("POST", "/api/v1/chapters/{chapter}/state", Who::Chapter(Action::Decide)),
    reads("/api/v1/service", Who::Service(Action::Read)),
    always("POST", "/api/v1/service", Who::Service(Action::Keep)),
    // What a link brings is the room's to judge, message by message.
    reads("/api/v1/sync/{document}", Who::Document(Action::Read)),
    always("POST", "/api/v1/sync/{document}/poll", Who::Document(Action::Read)),
    always("POST", "/api/v1/sync/{document}/poll/{link}", Who::Document(Action::Read)),
    reads("/api/v1/sync/{document}/poll/{link}/{after}", Who::Document(Action::Read)),
    always("DELETE", "/api/v1/sync/{document}/poll/{link}", Who::Document(Action::Read)),
];

/// Pages and files: none of them changes anything, and only the reading pages ask who comes.
pub const PAGES: &[(&str, Who)] = &[
    ("/", Who::Anybody),
    ("/sign-in/provider", Who::Anybody),
    ("/sign-in/{secret}", Who::Anybody),
    ("/chapters/{chapter}", Who::Anybody),
    ("/manuals/{slug}", Who::Anybody),
    ("/manuals/{slug}/editions", Who::Anybody),
    ("/manuals/{slug}/proposals", Who::Anybody),
    ("/proposals/{proposal}", Who::Anybody),
    ("/desk", Who::Anybody),
    ("/seat", Who::Anybody),
    ("/access", Who::Anybody),
    ("/sign-in", Who::Anybody),
    ("/kept", Who::Anybody),
    ("/editions/style.css", Who::Anybody),
    ("/editions/search.js", Who::Anybody),
    ("/editions/verify.js", Who::Anybody),
    ("/verify", Who::Anybody),
    ("/sitemap.xml", Who::Anybody),
    ("/{name}/editions", Who::Edition),
    ("/{name}/editions/feed.atom", Who::Anybody),
    ("/{name}/editions/{edition}", Who::Edition),
    ("/{name}/editions/{edition}/{place}", Who::Edition),
    ("/{name}/editions/{edition}/images/{file}", Who::Edition),
    ("/{name}/editions/{edition}/download/{file}", Who::Edition),
    ("/{name}", Who::Anybody),
    ("/assets/{*name}", Who::Anybody),
];

/// The same, with a fresh touch.
const fn grave(route: Route) -> Route {
    Route { touch: Touch::Fresh, ..route }
}

/// The same, with a fresh touch for another's.
const fn grave_for_others(route: Route) -> Route {
    Route { touch: Touch::FreshForOthers, ..route }
}

const fn reads(address: &'static str, who: Who) -> Route {
    Route { method: "GET", address, who, paused: WhilePaused::Answers, touch: Touch::Never }
}

const fn writes(method: &'static str, address: &'static str, who: Who) -> Route {
    Route { method, address, who, paused: WhilePaused::Refuses, touch: Touch::Never }
}

/// Neither of the two: it reads, or takes away, or ends the pause.
const fn always(method: &'static str, address: &'static str, who: Who) -> Route {
    Route { method, address, who, paused: WhilePaused::Answers, touch: Touch::Never }
}

/// Whether a route wants a fresh touch. Who asks for the head of an answer asks for it.
pub(crate) fn touch(method: &str, address: &str) -> Touch {
    let method = if method == "HEAD" { "GET" } else { method };
    let found = ROUTES.iter().find(|route| route.method == method && route.address == address);
    found.map_or(Touch::Never, |route| route.touch)
}

/// Whether a route answers while the service is paused. One that is not in the table does only if it can but read.
pub(crate) fn answers_paused(method: &str, address: &str) -> bool {
    let found = ROUTES.iter().find(|route| route.method == method && route.address == address);
    match found {
        Some(route) => route.paused == WhilePaused::Answers,
        None => matches!(method, "GET" | "HEAD"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The routes of the interface as it is described, which are those it has.
    fn described() -> BTreeSet<(String, String)> {
        let description = serde_json::to_value(crate::router::api().split_for_parts().1).expect("JSON");
        let paths = description["paths"].as_object().expect("paths").clone();
        let routes = paths.into_iter().flat_map(|(address, methods)| {
            let methods: Vec<String> = methods.as_object().expect("methods").keys().cloned().collect();
            methods.into_iter().map(move |method| (method.to_uppercase(), address.clone()))
        });
        routes.collect()
    }

    #[test]
    fn every_route_has_a_row_and_every_row_a_route() {
        let rows = ROUTES.iter().map(|route| (route.method.to_owned(), route.address.to_owned()));
        let mut rows: BTreeSet<(String, String)> = rows.collect();
        assert_eq!(rows.len(), ROUTES.len(), "no route stands here twice");
        assert!(rows.remove(&("GET".to_owned(), crate::router::OPENAPI.to_owned())));
        let described = described();
        let without: Vec<_> = described.difference(&rows).collect();
        assert!(without.is_empty(), "routes without a row in server::table: {without:?}");
        let stale: Vec<_> = rows.difference(&described).collect();
        assert!(stale.is_empty(), "rows without a route: {stale:?}");
    }

    /// Pages are not described: they are read off the router's own text.
    #[test]
    fn every_page_has_a_row_and_every_row_a_page() {
        let source = include_str!("router.rs");
        let routes = source.split(".route(").skip(1).filter_map(|rest| rest.split(',').next());
        let address = |word: &str| match word.trim() {
            "OPENAPI" => None,
            "STYLE_ADDRESS" => Some(edition::site::STYLE_ADDRESS.to_owned()),
            quoted => Some(quoted.trim_matches('"').to_owned()),
        };
        let found: BTreeSet<String> = routes.filter_map(address).collect();
        let rows: BTreeSet<String> = PAGES.iter().map(|(address, _)| (*address).to_owned()).collect();
        assert_eq!(found, rows, "pages without a row in server::table, or the other way round");
    }

    /// Who decides about others, or about the whole, and what of it needs no touch.
    #[test]
    fn what_decides_about_others_wants_a_fresh_touch() {
        let without = [
            // The panic button must not wait.
            "/api/v1/service",
            // Nobody is in it yet, and whoever comes is invited.
            "/api/v1/seats",
            "/api/v1/roster/preview",
            // It can be said anew.
            "/api/v1/manuals/{manual}/editions/{edition}/notes",
            // It takes away, and what it takes can be given again.
            "/api/v1/tokens/{token}",
            // Text and its order, which can be put back.
            "/api/v1/manuals",
            "/api/v1/manuals/{manual}/chapters",
            "/api/v1/manuals/{manual}/templates",
            "/api/v1/chapters/{chapter}/mode",
            "/api/v1/chapters/{chapter}/state",
        ];
        let decides = |who| {
            use Action::{Decide, Keep};
            matches!(who, Who::Seat | Who::Service(Keep) | Who::Manual(Keep | Decide) | Who::Chapter(Decide))
        };
        for route in ROUTES.iter().filter(|route| route.method != "GET" && decides(route.who)) {
            let grave = route.touch != Touch::Never;
            assert_eq!(grave, !without.contains(&route.address), "{} {}", route.method, route.address);
        }
        assert_eq!(touch("HEAD", "/api/v1/roster"), Touch::Fresh);
        assert_eq!(touch("GET", "/api/v1/session"), Touch::Never);
    }

    #[test]
    fn while_the_service_is_paused_what_nobody_knows_changes_nothing() {
        assert!(answers_paused("GET", "/api/v2/new") && !answers_paused("POST", "/api/v2/new"));
        assert!(answers_paused("POST", "/api/v1/service") && answers_paused("DELETE", "/api/v1/session"));
        assert!(!answers_paused("POST", "/api/v1/sign-in"));
        for route in ROUTES.iter().filter(|route| route.method == "GET") {
            assert_eq!(route.paused, WhilePaused::Answers, "{}", route.address);
        }
    }
}
