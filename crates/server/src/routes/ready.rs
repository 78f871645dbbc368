//! What is left to do before a final edition, as the manual stands now.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use collab::code::Code;
use edition::ready::{Code as Left, Finding, Severity, ready};
use manual::id::ManualId;
use serde::Deserialize;

use super::editions::blocking;
use crate::app::Shared;
use crate::authorized::{Authorized, Reads};
use crate::freeze::standing::{Standing, standing};
use crate::problem::{Problem, ProblemView};
use crate::view::{FindingView, ReadyView};

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    public: bool,
}

/// Whether the manual can be frozen as a final edition, and what is left to do: the chapters that are there for the caller, as
/// they stand. An error refuses a final edition.
#[utoipa::path(
    get,
    path = "/api/v1/manuals/{manual}/ready",
    params(
        ("manual" = String, Path, description = "The manual's id."),
        ("public" = Option<bool>, Query, description = "Whether anybody is to read the edition."),
    ),
    responses(
        (status = 200, description = "Chapter by chapter, each in the order of reading.", body = ReadyView),
        (status = 400, description = "`invalid`", body = ProblemView),
        (status = 401, description = "`signed-out`", body = ProblemView),
        (status = 404, description = "`not-found`", body = ProblemView),
        (status = 409, description = "`not-freezable`: a chapter, which the detail names", body = ProblemView),
    ),
    security(("cookie" = []), ("token" = [])),
)]
pub(crate) async fn show(
    State(app): State<Shared>,
    can: Authorized<ManualId, Reads>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<ReadyView>, Problem> {
    let Query(Asked { public }) = asked.map_err(|_| Problem::invalid("`public` is true or false"))?;
    let standing = standing(&app, can.subject(), can.by.session).await?;
    let told = blocking(app, move |_, _| Ok::<_, Code>(tell(&standing, public)));
    Ok(Json(told.await?))
}

fn tell(standing: &Standing, public: bool) -> ReadyView {
    let mut findings = ready(&standing.inputs, public);
    let gone = standing.without_picture.iter().map(|chapter| Finding {
        chapter: *chapter,
        block: None,
        code: Left::NoPicture,
        severity: Severity::Error,
        detail: String::new(),
    });
    findings.extend(gone);
    let title = |finding: &Finding| {
        let chapter = standing.inputs.iter().find(|input| input.id == finding.chapter);
        chapter.map_or(String::new(), |input| input.title.clone())
    };
    let view = |finding: Finding| FindingView {
        chapter: finding.chapter.to_string(),
        chapter_title: title(&finding),
        block: finding.block,
        code: finding.code.as_str().to_owned(),
        severity: finding.severity.as_str().to_owned(),
        detail: finding.detail,
    };
    ReadyView { findings: findings.into_iter().map(view).collect(), seq: standing.seq }
}
