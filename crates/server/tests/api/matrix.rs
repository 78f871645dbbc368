//! The matrix: every right x every state of a chapter x every route of `server::table`, each asked of the service, and what
//! it answers compared with the one table of rights. And the part of docs/security.md that is made from both.

use std::fmt::Write as _;

use collab::code::Code;
use manual::rights::Right;
use manual::rights::table::{Action, ChapterState, Standing, Why, may};
use reqwest::Method;
use serde_json::{Value, json};
use server::table::{PAGES, ROUTES, Route, WhilePaused, Who as May};

use crate::images::{png, upload};
use crate::world::{Who, World, within};

const SECURITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/security.md");
const BEGIN: &str = "<!-- made from the tables: begin -->";
const END: &str = "<!-- made from the tables: end -->";

fn rights() -> [Option<Right>; 6] {
    let [read, comment, suggest, edit, keep] = Right::ALL.map(Some);
    [None, read, comment, suggest, edit, keep]
}

/// A world in which somebody proposed something, froze an edition and kept a picture.
pub(crate) struct Matrix {
    pub(crate) world: World,
    proposal: String,
    picture: String,
}

impl Matrix {
    pub(crate) async fn new() -> Self {
        let limits = server::limits::Limits {
            proposals_per_minute_max: 10_000,
            proposals_open_max: 10_000,
            sockets_per_session_max: 10_000,
            images_per_minute_max: 10_000,
            previews_per_minute_max: 10_000,
            ..Default::default()
        };
        let world = World::limited(limits).await;
        world.link(Who::Secretariat, &world.chapter).await.types("Something to read").await;
        let (status, kept) = upload(&world, Who::Secretariat, png(4, 4)).await;
        assert_eq!(status, 201, "{kept}");
        let edition = format!("/api/v1/manuals/{}/editions", world.manual);
        act(&world, Who::Secretariat, Method::POST, &edition, json!({ "title": "June" }), 201).await;
        let mut matrix =
            Self { world, proposal: String::new(), picture: kept["sha256"].as_str().expect("a hash").into() };
        matrix.propose().await;
        matrix
    }

    /// Denmark offers a draft of its own.
    async fn propose(&mut self) {
        let world = &self.world;
        let drafts = format!("/api/v1/chapters/{}/drafts", world.chapter);
        let made = world.request(Who::Denmark, Method::POST, &drafts).send();
        let made: Value = within(made).await.expect("an answer").json().await.expect("JSON");
        self.proposal = made["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
        let offer = format!("/api/v1/proposals/{}/offer", self.proposal);
        act(world, Who::Denmark, Method::POST, &offer, Value::Null, 204).await;
    }

    /// Ghana has this right in the manual.
    async fn decide(&self, right: Option<Right>) {
        let right = right.map_or("none", Right::word);
        let address = format!("/api/v1/manuals/{}/rights", self.world.manual);
        let decision = json!({ "seat": self.world.ghana, "right": right });
        act(&self.world, Who::Secretariat, Method::POST, &address, decision, 204).await;
    }

    async fn stand(&self, standing: Standing) {
        let chapter = format!("/api/v1/chapters/{}", self.world.chapter);
        let template = format!("/api/v1/templates/{}/restore", self.world.template);
        act(&self.world, Who::Secretariat, Method::POST, &template, Value::Null, 204).await;
        let restore = format!("{chapter}/restore");
        act(&self.world, Who::Secretariat, Method::POST, &restore, Value::Null, 204).await;
        let state = if let Standing::Is(state) = standing { state } else { ChapterState::Open };
        let body = json!({ "state": state.word() });
        act(&self.world, Who::Secretariat, Method::POST, &format!("{chapter}/state"), body, 204).await;
        if standing == Standing::Deleted {
            act(&self.world, Who::Secretariat, Method::DELETE, &chapter, Value::Null, 204).await;
        }
    }

    fn fill(&self, address: &str, document: &str) -> String {
        let world = &self.world;
        address
            .replace("{manual}", &world.manual)
            .replace("{chapter}", &world.chapter)
            .replace("{template}", &world.template)
            .replace("{document}", document)
            .replace("{proposal}", &self.proposal)
            .replace("{edition}", "1")
            .replace("{place}", "1")
            .replace("{link}", &"0".repeat(32))
            .replace("{after}", "0")
            .replace("{sha256}", &self.picture)
    }

    /// Asks as Ghana, with a body that no handler takes, so that only the right decides.
    async fn ask(&self, route: Route, document: &str) -> (u16, String) {
        let path = self.fill(route.address, document);
        let method = route.method.parse::<Method>().expect("a method");
        let request = self.world.request(Who::Ghana, method.clone(), &path);
        let request =
            if method == Method::POST { request.json(&json!({ "no-such-field": 1 })) } else { request };
        let answer = within(request.send()).await.expect("an answer");
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.unwrap_or_default();
        (status, body["code"].as_str().unwrap_or("").to_owned())
    }
}

pub(crate) async fn act(world: &World, who: Who, method: Method, path: &str, body: Value, expected: u16) {
    let request = world.request(who, method.clone(), path);
    let request = if body.is_null() { request } else { request.json(&body) };
    let answer = within(request.send()).await.expect("an answer");
    let status = answer.status().as_u16();
    assert_eq!(status, expected, "{method} {path}: {}", answer.text().await.unwrap_or_default());
}

/// How a proposal stands whose chapter stands like this.
fn there(standing: Standing) -> Standing {
    if standing == Standing::Deleted { Standing::OPEN } else { standing }
}

/// What the tables say of somebody with this right in the manual, who may edit in the service at large.
fn expected(who: May, document: &Document, right: Option<Right>, standing: Standing) -> Result<(), Why> {
    let open = Standing::OPEN;
    let keeps = right.filter(|right| *right == Right::Keep);
    match who {
        May::Anybody | May::SignedIn | May::Seat => Ok(()),
        May::Service(action) => may(Some(Right::Edit), open, action),
        May::Manual(action) | May::Pictures(action) => may(right, open, action),
        May::Chapter(action) => may(right, standing, action),
        May::Template(action) => may(keeps, open, action),
        // Another seat's: it is there for keepers alone, and stays when its chapter is deleted.
        May::Proposal(action) => may(keeps, there(standing), action),
        May::OwnProposal(action) => may(keeps, there(standing), action).and(Err(Why::NotAllowed)),
        May::Document(action) => match document {
            Document::Chapter => may(right, standing, action),
            Document::Outline => may(right, open, action),
            Document::Template => may(keeps, open, action),
        },
        May::Edition => may(right, open, Action::Read),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Document {
    Chapter,
    Outline,
    Template,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_answers_every_right_in_every_state_as_the_tables_say() {
    let mut matrix = Matrix::new().await;
    let refusals = ["signed-out", "not-allowed", "not-found", "read-only", "locked", "closed"];
    let mut asked = 0;
    for standing in Standing::ALL {
        for right in rights() {
            matrix.stand(standing).await;
            matrix.decide(right).await;
            let of_nobody = |route: &&Route| !matches!(route.who, May::Anybody | May::SignedIn | May::Seat);
            for route in ROUTES.iter().filter(of_nobody) {
                let documents: &[Document] = match route.who {
                    May::Document(_) => &[Document::Chapter, Document::Outline, Document::Template],
                    _ => &[Document::Chapter],
                };
                for document in documents {
                    let id = match document {
                        Document::Chapter => matrix.world.chapter.clone(),
                        Document::Outline => matrix.world.outline.clone(),
                        Document::Template => matrix.world.template.clone(),
                    };
                    let (status, code) = matrix.ask(*route, &id).await;
                    let place = format!(
                        "{} {} ({document:?}) with {right:?} while {}: {status} {code}",
                        route.method,
                        route.address,
                        standing.word()
                    );
                    match expected(route.who, document, right, standing) {
                        Ok(()) => assert!(!refusals.contains(&code.as_str()), "{place}"),
                        Err(why) => assert_eq!(code, Code::of(why).word(), "{place}"),
                    }
                    asked += 1;
                    if status < 300 && route.method != "GET" {
                        matrix.stand(standing).await;
                    }
                    if status == 204 && route.address.ends_with("/merge") {
                        matrix.stand(Standing::OPEN).await;
                        matrix.propose().await;
                        matrix.stand(standing).await;
                    }
                }
            }
        }
    }
    println!("{asked} requests, all as the tables say");
    assert!(asked > 1_000, "only {asked}");
}

/// The same for what a link brings: an update goes in, or is refused with the code that the table gives.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_writes_in_every_state_as_the_table_says() {
    let matrix = Matrix::new().await;
    let world = &matrix.world;
    let token = world.token(Who::Ghana).expect("a token").to_owned();
    let headers = [("authorization", &*format!("Bearer {token}")), ("sec-websocket-protocol", "chancery.v1")];
    for standing in Standing::ALL {
        for right in rights() {
            matrix.stand(standing).await;
            matrix.decide(right).await;
            let place = format!("{right:?} while {}", standing.word());
            let mut link = world.open(&world.chapter, &headers).await.expect("an upgrade");
            if may(right, standing, Action::Read).is_err() {
                assert_eq!(link.end().await, Code::NotFound.close_code(), "{place}");
                continue;
            }
            link.exchange().await;
            link.types("x").await;
            match may(right, standing, Action::Write) {
                Ok(()) => link.saved(b"written").await,
                Err(why) => {
                    while link.refused.is_none() {
                        link.step().await.expect("the link stays");
                    }
                    let told = link.refused.expect("told");
                    assert!(told.contains(Code::of(why).word()), "{place}: {told}");
                }
            }
        }
    }
}

#[test]
fn the_page_about_security_says_what_the_tables_say() {
    let page = std::fs::read_to_string(SECURITY).expect("docs/security.md");
    let (before, rest) = page.split_once(BEGIN).expect("a place that begins");
    let (_, after) = rest.split_once(END).expect("and ends");
    let made = format!("{before}{BEGIN}\n{}{END}{after}", tables());
    if std::env::var_os("CHANCERY_WRITE_DOCS").is_some() {
        std::fs::write(SECURITY, made).expect("written");
    } else {
        assert!(
            page == made,
            "docs/security.md is not what the tables say: run this test with CHANCERY_WRITE_DOCS=1"
        );
    }
}

fn tables() -> String {
    let mut out = String::from("\n### What each right allows\n\n");
    out.push_str("| | ");
    let columns = rights().map(|right| right.map_or("none", Right::word));
    let _ = writeln!(out, "{} |\n|---|{}", columns.join(" | "), "---|".repeat(columns.len()));
    for action in Action::ALL {
        for standing in Standing::ALL {
            let cells = rights().map(|right| match may(right, standing, action) {
                Ok(()) => "yes".to_owned(),
                Err(Why::NotThere) => "not there".to_owned(),
                Err(why) => format!("`{}`", Code::of(why).word()),
            });
            let _ = writeln!(out, "| **{}**, {} | {} |", action.word(), standing.word(), cells.join(" | "));
        }
    }
    out.push_str(
        "\n### Who may use which route\n\n| method | address | who | while paused | touch |\n|---|---|---|---|---|\n",
    );
    for route in ROUTES {
        let paused = if route.paused == WhilePaused::Answers { "answers" } else { "`paused`" };
        let Route { method, address, who, touch, .. } = route;
        let _ = writeln!(out, "| {method} | `{address}` | {} | {paused} | {} |", who.words(), touch.words());
    }
    for (address, who) in PAGES {
        let _ = writeln!(out, "| GET | `{address}` | {} | answers | |", who.words());
    }
    out.push('\n');
    out
}
