//! Commands of the command line: on a folder that nobody holds, and on one that is served.

use std::os::unix::fs::PermissionsExt;

use serde_json::json;
use server::commands::{Request, in_folder};
use server::{Config, RunFailed};
use store::store::OpenRefused;
use tokio::net::TcpListener;

use crate::world::{Who, World};

fn add(name: &str, kind: &str) -> Request {
    Request::AddSeat { name: name.to_owned(), kind: kind.to_owned() }
}

#[tokio::test]
async fn the_same_commands_work_with_and_without_a_service() {
    let mut world = World::start().await;
    let config = Config::default();
    for name in ["Kenya", "Peru"] {
        let seat = in_folder(world.folder(), &config, add(name, "state")).await.expect("a seat");
        assert_eq!((&seat["name"], &seat["kind"]), (&json!(name), &json!("state")));
        let again = in_folder(world.folder(), &config, add(name, "state")).await.expect_err("refused");
        assert!(again.to_string().contains("there is already a seat"), "{again}");
        let kind = in_folder(world.folder(), &config, add("X", "king")).await.expect_err("refused");
        assert!(kind.to_string().contains("not a kind of seat"), "{kind}");
        let title = "From the command line".to_owned();
        let chapter = Request::CreateChapter { manual: None, title, parent: None };
        in_folder(world.folder(), &config, chapter).await.expect("a chapter");
        let check = in_folder(world.folder(), &config, Request::Check).await.expect("an answer");
        assert_eq!(check["damaged"], json!([]));
        if name == "Kenya" {
            assert_eq!(check["served"], json!(true));
            world.stop().await.expect("a polite end");
        } else {
            assert_eq!(check["served"], json!(false));
        }
    }
    world.run().await;
    let chapters = world.get(Who::Ghana, &format!("/api/v1/manuals/{}/chapters", world.manual)).await;
    assert_eq!(chapters.as_array().map(Vec::len), Some(3));
    let seats = in_folder(world.folder(), &config, Request::ListSeats).await.expect("seats");
    assert_eq!(seats.as_array().map(Vec::len), Some(6));
}

#[tokio::test]
async fn the_control_socket_is_its_owner_s_alone_and_goes_with_the_service() {
    let mut world = World::start().await;
    let socket = world.folder().join("control.sock");
    let mode = std::fs::metadata(&socket).expect("a socket").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    world.stop().await.expect("a polite end");
    assert!(!socket.exists());
    // What a killed service leaves behind is in nobody's way.
    std::fs::write(&socket, b"").expect("written");
    world.run().await;
    in_folder(world.folder(), &Config::default(), Request::Check).await.expect("an answer");
}

#[tokio::test]
async fn a_folder_is_served_once() {
    let world = World::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let second = server::run(listener, world.folder(), Config::default(), std::future::pending()).await;
    assert!(matches!(second, Err(RunFailed::Opening(OpenRefused::Locked))), "{second:?}");
    assert_eq!(world.get(Who::Nobody, "/api/v1/health").await["ok"], json!(true));
}
