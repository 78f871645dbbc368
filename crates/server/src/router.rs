//! All routes on one page. Each handler's `#[utoipa::path]` is both its route and its description, so the two cannot
//! differ; docs/api.md is held equal by a test. Around every route stands `around`: headers, problems, the log.

use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use axum::{Json, Router};
use edition::site::STYLE_ADDRESS;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::Shared;
use crate::around::around;
use crate::pause;
use crate::problem::ProblemView;
use crate::routes::{
    activity, assets, audit, authors, chapters, contents, device_key, download, editions, health, identity,
    images, manuals, modes, passkeys, people, poll, preview, publishing, reading, ready, rights, roster,
    seats, session, sessions, sync, templates, tokens,
};
use crate::routes::{hand_in, heal, proposals};
use crate::security::Credentials;
use crate::touch;

/// The service's whole surface.
pub(crate) fn router(app: Shared) -> Router {
    let (api, description) = api().split_for_parts();
    let description = serde_json::to_value(description).expect("a description is JSON");
    api.route(OPENAPI, get(async move || Json(description)))
        .route("/", get(assets::shell))
        .route("/sign-in", get(assets::shell))
        .route("/sign-in/provider", get(assets::shell))
        .route("/sign-in/{secret}", get(assets::shell))
        .route("/chapters/{chapter}", get(assets::chapter))
        .route("/manuals/{slug}", get(assets::shell))
        .route("/manuals/{slug}/editions", get(assets::shell))
        .route("/manuals/{slug}/proposals", get(assets::shell))
        .route("/proposals/{proposal}", get(assets::shell))
        .route("/kept", get(assets::shell))
        .route("/desk", get(assets::shell))
        .route("/seat", get(assets::shell))
        .route("/access", get(assets::shell))
        .route(STYLE_ADDRESS, get(reading::style))
        .route("/editions/search.js", get(reading::search_script))
        .route("/editions/verify.js", get(reading::verify_script))
        .route("/verify", get(reading::verify))
        .route("/sitemap.xml", get(reading::sitemap))
        .route("/{name}/editions", get(reading::list))
        .route("/{name}/editions/feed.atom", get(reading::feed))
        .route("/{name}/editions/{edition}", get(reading::contents))
        .route("/{name}/editions/{edition}/{place}", get(reading::chapter))
        .route("/{name}/editions/{edition}/images/{file}", get(reading::image))
        .route("/{name}/editions/{edition}/download/{file}", get(download::download))
        .route("/{name}", get(assets::root_file))
        .route("/assets/{*name}", get(assets::file))
        .layer(from_fn_with_state(app.clone(), touch::gate))
        .layer(from_fn_with_state(app.clone(), pause::gate))
        .layer(DefaultBodyLimit::max(app.config.limits.body_bytes_max))
        .layer(from_fn_with_state(app.clone(), around))
        .with_state(app)
}

/// Where the description of the interface is.
pub(crate) const OPENAPI: &str = "/api/v1/openapi.json";

/// The interface for programs.
pub(crate) fn api() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(health::health))
        .routes(routes!(session::show, session::sign_out))
        .routes(routes!(session::appear))
        .routes(routes!(passkeys::ways, session::sign_in))
        .routes(routes!(passkeys::challenge))
        .routes(routes!(passkeys::sign_in))
        .routes(routes!(identity::begin))
        .routes(routes!(identity::finish))
        .routes(routes!(identity::show, identity::unlink))
        .routes(routes!(passkeys::list, passkeys::create))
        .routes(routes!(passkeys::register))
        .routes(routes!(passkeys::touch_challenge))
        .routes(routes!(passkeys::touch))
        .routes(routes!(passkeys::rename))
        .routes(routes!(passkeys::delete))
        .routes(routes!(audit::show))
        .routes(routes!(audit::export))
        .routes(routes!(device_key::give))
        .routes(routes!(sessions::list, sessions::end_all))
        .routes(routes!(sessions::end))
        .routes(routes!(seats::list, seats::create))
        .routes(routes!(seats::add_person))
        .routes(routes!(seats::hand_over))
        .routes(routes!(seats::sessions))
        .routes(routes!(seats::holdings))
        .routes(routes!(roster::show, roster::import))
        .routes(routes!(roster::preview))
        .routes(routes!(tokens::list, tokens::create))
        .routes(routes!(tokens::end))
        .routes(routes!(people::change))
        .routes(routes!(people::invite))
        .routes(routes!(people::end))
        .routes(routes!(people::erase))
        .routes(routes!(manuals::list, manuals::create))
        .routes(routes!(activity::show))
        .routes(routes!(chapters::list, chapters::create))
        .routes(routes!(chapters::delete))
        .routes(routes!(chapters::restore))
        .routes(routes!(templates::list, templates::create))
        .routes(routes!(templates::delete))
        .routes(routes!(templates::restore))
        .routes(routes!(templates::parts))
        .routes(routes!(authors::show))
        .routes(routes!(modes::show, modes::change))
        .routes(routes!(editions::list, editions::create))
        .routes(routes!(editions::manifest))
        .routes(routes!(editions::chapter))
        .routes(routes!(publishing::withdraw))
        .routes(routes!(publishing::add_erratum))
        .routes(routes!(publishing::write_note))
        .routes(routes!(publishing::changes))
        .routes(routes!(publishing::signing_key, publishing::rotate_key))
        .routes(routes!(ready::show))
        .routes(routes!(preview::manual_word))
        .routes(routes!(preview::manual_pdf))
        .routes(routes!(preview::chapter_word))
        .routes(routes!(preview::chapter_pdf))
        .routes(routes!(contents::targets))
        .routes(routes!(contents::glossary))
        .routes(routes!(contents::search))
        .routes(routes!(images::create))
        .routes(routes!(images::show))
        .routes(routes!(proposals::propose))
        .routes(routes!(proposals::draft))
        .routes(routes!(hand_in::hand_in))
        .routes(routes!(heal::receipts))
        .routes(routes!(heal::heal))
        .routes(routes!(proposals::list))
        .routes(routes!(proposals::show))
        .routes(routes!(proposals::difference))
        .routes(routes!(proposals::offer))
        .routes(routes!(proposals::merge))
        .routes(routes!(proposals::close))
        .routes(routes!(proposals::reopen))
        .routes(routes!(rights::in_manual, rights::decide_in_manual))
        .routes(routes!(rights::in_chapter, rights::decide_in_chapter))
        .routes(routes!(rights::set_state))
        .routes(routes!(rights::service, rights::set_service))
        .routes(routes!(sync::sync))
        .routes(routes!(poll::open))
        .routes(routes!(poll::bring, poll::end))
        .routes(routes!(poll::ask))
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Chancery",
        description = "A manual that many capitals write together. Live editing speaks y-protocols over websockets; \
                       everything else is JSON. Problems are application/problem+json with a code.",
    ),
    components(schemas(ProblemView)),
    modifiers(&Credentials),
)]
struct Description;
