//! What may happen next, by chance: somebody writes, or the secretariat decides something, or the service is killed.

use super::*;

/// One act; its name.
pub(super) async fn act(world: &mut World) -> &'static str {
    let n = world.chance.index(world.pages.len());
    match world.chance.below(100) {
        0..36 => {
            types(world, n);
            world.exchanges(n).await;
            "types with a line"
        }
        36..56 => {
            types(world, n);
            "types without a line"
        }
        56..64 => deletes(world, n),
        64..72 => {
            world.exchanges(n).await;
            "exchanges"
        }
        72..76 => shouts(world, n).await,
        76..83 => decides_a_right(world).await,
        83..87 => decides_a_state(world).await,
        87..90 => decides_a_mode(world).await,
        90..92 => deletes_or_restores(world).await,
        92..96 => decides_on_a_proposal(world).await,
        96..98 => passes_a_seat_on(world).await,
        _ => kills(world),
    }
}

fn types(world: &mut World, n: usize) {
    let word = format!("w{:04}x ", world.typed.len());
    let chance = world.chance.draw();
    world.pages[n].types(&word, chance);
    if text_of(&world.pages[n].document).contains(&word) {
        world.tell(n, &format!("types {word}"));
        if world.pages[n].is_told_nobody() {
            world.unnamed.insert(word.clone());
        }
        world.typed.insert(word);
    }
}

fn deletes(world: &mut World, n: usize) -> &'static str {
    let chosen = world.chance.index(world.typed.len().max(1));
    let Some(word) = world.typed.iter().nth(chosen).cloned() else { return "deletes nothing" };
    if !world.pages[n].deletes(&word) {
        return "deletes nothing";
    }
    world.tell(n, &format!("deletes {word}"));
    world.deleted.insert(word);
    "deletes a word"
}

async fn shouts(world: &mut World, n: usize) -> &'static str {
    types(world, n);
    let (address, chapter) = (world.address(), world.chapter);
    let own = text_of(&world.pages[n].document);
    let uncertain: Vec<String> = world.typed.iter().filter(|word| own.contains(*word)).cloned().collect();
    world.uncertain.extend(uncertain);
    world.pages[n].shouts(&address, chapter).await;
    world.tell(n, "brings something and hangs up");
    "hangs up"
}

async fn decides_a_right(world: &mut World) -> &'static str {
    let seat = world.chance.index(world.seats.len());
    let right = ["none", "read", "suggest", "edit", "default"][world.chance.index(5)];
    let name = world.seats[seat].name.clone();
    world.story.push(format!("{name} may {right}"));
    give(world, seat, right).await;
    "a right is decided"
}

async fn give(world: &World, seat: usize, right: &str) {
    let path = format!("/api/v1/chapters/{}/rights", world.chapter);
    let body = json!({ "seat": world.seats[seat].seat.to_string(), "right": right });
    assert_eq!(world.keeper().post(&path, body).await.status, 204);
}

async fn decides_a_state(world: &mut World) -> &'static str {
    let state = ["open", "locked", "open", "closed"][world.chance.index(4)];
    world.story.push(format!("the chapter is {state}"));
    stand(world, state).await;
    "a state is decided"
}

pub(super) async fn decides_a_mode(world: &mut World) -> &'static str {
    let mode = ["unattributed", "seat", "unattributed", "named"][world.chance.index(4)];
    world.story.push(format!("the chapter is {mode}"));
    let path = format!("/api/v1/chapters/{}/mode", world.chapter);
    assert_eq!(world.keeper().post(&path, json!({ "mode": mode })).await.status, 204);
    "a mode is decided"
}

async fn stand(world: &World, state: &str) {
    let path = format!("/api/v1/chapters/{}/state", world.chapter);
    assert_eq!(world.keeper().post(&path, json!({ "state": state })).await.status, 204);
}

async fn deletes_or_restores(world: &mut World) -> &'static str {
    let path = format!("/api/v1/chapters/{}", world.chapter);
    if world.chapter_text().await.is_some() {
        world.story.push("the chapter is deleted".to_owned());
        assert_eq!(world.keeper().delete(&path).await.status, 204);
        return "the chapter is deleted";
    }
    restore(world).await;
    "the chapter is restored"
}

async fn restore(world: &mut World) {
    world.story.push("the chapter is restored".to_owned());
    let path = format!("/api/v1/chapters/{}/restore", world.chapter);
    assert_eq!(world.keeper().post(&path, Value::Null).await.status, 204);
}

async fn decides_on_a_proposal(world: &mut World) -> &'static str {
    let listed = world.keeper().get(&format!("/api/v1/manuals/{}/proposals", world.manual)).await.json();
    let rows = listed.as_array().expect("a list").clone();
    if rows.is_empty() {
        return "no proposal is there";
    }
    let row = &rows[world.chance.index(rows.len())];
    let verb = ["merge", "merge", "close", "reopen"][world.chance.index(4)];
    let path = format!("/api/v1/proposals/{}/{verb}", row["id"].as_str().expect("an id"));
    let body = if verb == "close" { json!({}) } else { Value::Null };
    let status = world.keeper().post(&path, body).await.status;
    world.story.push(format!("{verb} of proposal {}: {status}", row["n"]));
    // A decision that was taken before, or a chapter that takes none now, is a conflict.
    assert!(matches!(status, 204 | 404 | 409), "{status}\n{}", world.story.join("\n"));
    "a proposal is decided on"
}

async fn passes_a_seat_on(world: &mut World) -> &'static str {
    let seat = world.chance.index(world.seats.len());
    // Whoever is there is in the middle of a sentence.
    let names: &[&str] = [&["ghana", "accra", "accra-next"][..], &["denmark", "copenhagen-next"]][seat];
    for n in (0..world.pages.len()).filter(|n| names.contains(&world.pages[*n].name)).collect::<Vec<_>>() {
        types(world, n);
    }
    let path = format!("/api/v1/seats/{}/handover", world.seats[seat].seat);
    let successor = json!({ "name": "Somebody New", "role": "focal-point" });
    let answer = world.keeper().post(&path, json!({ "leaving": null, "successor": successor })).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let invitation = answer.json()["invitation"].clone();
    let link = invitation["link"].as_str().expect("a link").rsplit('/').next().expect("a secret").to_owned();
    let page = Caller::new(&world.address()).from_page(&world.address());
    let signed_in = page.post("/api/v1/sign-in", json!({ "link": link, "code": invitation["code"] })).await;
    let name = ["accra-next", "copenhagen-next"][seat];
    world.story.push(format!("the seat of {} is passed on", world.seats[seat].name));
    world.enters(name, ("cookie", signed_in.cookie()));
    "a seat is passed on"
}

fn kills(world: &mut World) -> &'static str {
    world.story.push("the service is killed".to_owned());
    world.service.take().expect("it runs").kill();
    world.service = Some(Service::start(&world.folder));
    "the service is killed"
}

/// The chapter is there and open, and everybody may edit.
pub(super) async fn open_everything(world: &mut World) {
    if world.chapter_text().await.is_none() {
        restore(world).await;
    }
    stand(world, "open").await;
    for seat in 0..world.seats.len() {
        give(world, seat, "default").await;
    }
}
