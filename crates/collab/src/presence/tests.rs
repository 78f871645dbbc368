//! The rules P1 to P9 of docs/protocol.md, one by one.

use super::*;

fn seat(n: u8) -> SeatId {
    SeatId::from_random([n; 16])
}

fn said(client: u64, clock: u64, state: &str) -> Vec<u8> {
    let mut out = vec![1];
    write_number(&mut out, client);
    write_number(&mut out, clock);
    write_block(&mut out, state.as_bytes());
    out
}

fn hear(presence: &mut Presence, link: LinkId, message: &[u8], limits: &Limits, now_ms: u64) -> Option<()> {
    let said = Presence::said(message)?;
    presence.take(link, &said, limits, now_ms);
    Some(())
}

fn shown(presence: &Presence) -> Vec<(u64, u32, String)> {
    presence.cursors.iter().map(|(client, c)| (*client, c.clock, c.state.clone())).collect()
}

fn two_guests() -> Presence {
    let mut presence = Presence::default();
    presence.join(1, seat(1), "Ghana", 1, Appears::AsSeat);
    presence.join(2, seat(2), "Denmark", 2, Appears::AsSeat);
    presence
}

#[test]
fn p1_names_come_from_the_session() {
    let mut presence = two_guests();
    let forged = r##"{"user":{"name":"Secretariat","color":"#fff"},"seat":"x","cursor":{"at":3},"more":1}"##;
    hear(&mut presence, 1, &said(77, 1, forged), &Limits::default(), 0).unwrap();
    let state: Value = serde_json::from_str(&shown(&presence)[0].2).unwrap();
    assert_eq!(state["user"]["name"], "Ghana");
    assert_eq!(state["seat"], seat(1).to_string());
    assert_eq!(state["cursor"], json!({"at": 3}));
    assert_eq!(state.get("more"), None);
}

#[test]
fn p2_second_link_of_a_seat_is_numbered_and_numbers_are_taken_again() {
    let mut presence = Presence::default();
    assert_eq!(presence.join(1, seat(1), "Ghana", 1, Appears::AsSeat).own_name(), "Ghana");
    assert_eq!(presence.join(2, seat(1), "Ghana", 1, Appears::AsSeat).own_name(), "Ghana 2");
    presence.leave(1, 0);
    assert_eq!(presence.join(3, seat(1), "Ghana", 1, Appears::AsSeat).own_name(), "Ghana");
}

#[test]
fn p3_nobody_moves_or_removes_another_seats_cursor() {
    let mut presence = two_guests();
    let limits = Limits::default();
    hear(&mut presence, 1, &said(77, 1, r#"{"cursor":1}"#), &limits, 0).unwrap();
    let before = shown(&presence);
    hear(&mut presence, 2, &said(77, 9, r#"{"cursor":2}"#), &limits, 0).unwrap();
    hear(&mut presence, 2, &said(77, 9, "null"), &limits, 0).unwrap();
    assert_eq!(shown(&presence), before);
}

#[test]
fn p4_an_echo_brings_nobody_back() {
    let mut presence = two_guests();
    let limits = Limits::default();
    hear(&mut presence, 1, &said(77, 5, r#"{"cursor":1}"#), &limits, 0).unwrap();
    presence.leave(1, 10);
    hear(&mut presence, 2, &said(77, 5, r#"{"cursor":1}"#), &limits, 11).unwrap();
    assert_eq!(shown(&presence), []);
    // The same page, linked again, moves its clock on and is shown.
    presence.join(3, seat(1), "Ghana", 1, Appears::AsSeat);
    hear(&mut presence, 3, &said(77, 6, r#"{"cursor":1}"#), &limits, 12).unwrap();
    assert_eq!(shown(&presence).len(), 1);
}

#[test]
fn p4_an_echo_moves_nothing_even_from_another_page_of_the_seat() {
    let limits = Limits::default();
    let mut presence = Presence::default();
    for link in [1, 2] {
        presence.join(link, seat(1), "Ghana", 1, Appears::AsSeat);
    }
    hear(&mut presence, 1, &said(77, 5, r#"{"cursor":1}"#), &limits, 10).unwrap();
    presence.take_changes();
    hear(&mut presence, 2, &said(77, 5, r#"{"cursor":1}"#), &limits, 11).unwrap();
    assert!(presence.take_changes().is_none(), "or pages of one seat would tell each other for ever");
    // The page that said it, linked anew while its old link is not known to be dead, says something later.
    hear(&mut presence, 2, &said(77, 6, r#"{"cursor":1}"#), &limits, 12).unwrap();
    assert!(presence.take_changes().is_some());
}

#[test]
fn p5_states_and_ids_are_bounded() {
    let mut presence = two_guests();
    let limits = Limits::default();
    for client in 0..5 {
        hear(&mut presence, 1, &said(client, 1, "{}"), &limits, 0).unwrap();
    }
    assert_eq!(shown(&presence).len(), limits.presence_clients_max);
    let long = format!(r#"{{"cursor":"{}"}}"#, "x".repeat(limits.presence_bytes_max));
    hear(&mut presence, 2, &said(90, 1, &long), &limits, 0).unwrap();
    assert_eq!(shown(&presence).len(), limits.presence_clients_max);
    assert_eq!(hear(&mut presence, 1, &[200, 1], &limits, 0), None);
}

#[test]
fn p8_who_is_here_is_told_once_a_person_and_only_when_it_changes() {
    let mut presence = Presence::default();
    let limits = Limits::default();
    // Ghana has two pages in one session and a third in another; Denmark reads along without a word.
    for (link, session) in [(1, 10), (2, 10), (3, 11)] {
        presence.join(link, seat(1), "Ghana", session, Appears::AsSeat);
    }
    presence.join(4, seat(2), "Denmark", 12, Appears::AsSeat);
    assert_eq!(presence.take_here(), None, "nobody has shown themselves");
    for (link, client) in [(2, 72), (1, 71), (3, 73)] {
        hear(&mut presence, link, &said(client, 1, r#"{"cursor":1}"#), &limits, 0).unwrap();
    }
    let name = |it: Here| match it {
        Here::Seat { name, .. } => name,
        Here::Member { number } => format!("member {number}"),
    };
    let names = |here: Option<Vec<Here>>| here.map(|here| here.into_iter().map(name).collect::<Vec<_>>());
    assert_eq!(names(presence.take_here()), Some(vec!["Ghana".to_owned(), "Ghana 3".to_owned()]));
    hear(&mut presence, 1, &said(71, 2, r#"{"cursor":2}"#), &limits, 1).unwrap();
    presence.leave(2, 1);
    assert_eq!(presence.take_here(), None, "a caret that moves and a second page are no news");
    presence.leave(1, 2);
    assert_eq!(names(presence.take_here()), Some(vec!["Ghana 3".to_owned()]));
    presence.expire(&limits, limits.presence_ms + 3);
    assert_eq!(names(presence.take_here()), Some(Vec::new()));
}

#[test]
fn p9_of_a_member_nothing_tells_who_it_is() {
    let mut presence = Presence::default();
    let limits = Limits::default();
    assert_eq!(presence.join(1, seat(1), "Ghana", 10, Appears::AsMember).member(), Some(1));
    // Neither the number of the seat's other people nor their shade speaks of the member.
    assert_eq!(presence.join(2, seat(1), "Ghana", 11, Appears::AsSeat).own_name(), "Ghana");
    assert_eq!(presence.join(3, seat(2), "Denmark", 12, Appears::AsMember).member(), Some(2));
    for (link, client) in [(1, 71), (2, 72), (3, 73)] {
        hear(&mut presence, link, &said(client, 1, r#"{"cursor":{"at":4}}"#), &limits, 0).unwrap();
    }
    let states = shown(&presence);
    assert_eq!(states[0].2, r##"{"cursor":{"at":4},"member":1,"user":{"color":"#5b626b"}}"##);
    assert!(states[1].2.contains("Ghana"), "{states:?}");
    assert_eq!(states[2].2, r##"{"cursor":{"at":4},"member":2,"user":{"color":"#5b626b"}}"##);
    let ghana = Here::Seat { name: "Ghana".into(), shade: 1 };
    let members = [Here::Member { number: 1 }, Here::Member { number: 2 }];
    assert_eq!(presence.take_here(), Some([&[ghana][..], &members].concat()));
    // Somebody else of the seat learns nothing by trying to go on with the cursor.
    hear(&mut presence, 2, &said(71, 5, "null"), &limits, 1).unwrap();
    hear(&mut presence, 2, &said(71, 5, r#"{"cursor":1}"#), &limits, 1).unwrap();
    assert_eq!(shown(&presence), states);
}

#[test]
fn p9_a_link_that_appears_otherwise_is_told_anew_under_a_later_clock() {
    let mut presence = two_guests();
    let limits = Limits::default();
    hear(&mut presence, 1, &said(77, 4, r#"{"cursor":1}"#), &limits, 0).unwrap();
    presence.take_changes();
    presence.take_here();
    assert!(!presence.appear(1, Appears::AsSeat) && !presence.appear(9, Appears::AsMember));
    assert_eq!((presence.take_changes(), presence.take_here()), (None, None));
    assert!(presence.appear(1, Appears::AsMember));
    let member = r##"{"cursor":1,"member":1,"user":{"color":"#5b626b"}}"##;
    assert_eq!(presence.take_changes(), Some(said(77, 5, member)));
    assert_eq!(presence.take_here(), Some(vec![Here::Member { number: 1 }]));
    // What the link says next, not knowing of it, counts too, and is news to everybody.
    hear(&mut presence, 1, &said(77, 5, r#"{"cursor":2}"#), &limits, 1).unwrap();
    let moved = r##"{"cursor":2,"member":1,"user":{"color":"#5b626b"}}"##;
    assert_eq!(presence.take_changes(), Some(said(77, 6, moved)));
    assert!(presence.appear(1, Appears::AsSeat));
    assert_eq!(presence.badge(1).unwrap().own_name(), "Ghana");
    assert!(shown(&presence)[0].2.contains("Ghana"));
}

#[test]
fn p6_silence_ends_presence() {
    let mut presence = two_guests();
    let limits = Limits::default();
    hear(&mut presence, 1, &said(77, 1, "{}"), &limits, 0).unwrap();
    presence.take_changes();
    presence.expire(&limits, limits.presence_ms);
    assert_eq!(presence.take_changes(), None);
    presence.expire(&limits, limits.presence_ms + 1);
    assert_eq!(presence.take_changes(), Some(said(77, 1, "null")));
}

#[test]
fn a7_where_nobody_is_told_of_anybody_nothing_is_kept_and_no_number_tells_of_another_page() {
    let mut presence = Presence::telling(false);
    for link in [1, 2] {
        assert_eq!(presence.join(link, seat(1), "Ghana", 1, Appears::AsSeat).own_name(), "Ghana");
    }
    assert_eq!(presence.join(3, seat(2), "Peru", 2, Appears::AsMember).member(), None);
    hear(&mut presence, 1, &said(77, 5, r#"{"cursor":1}"#), &Limits::default(), 10).unwrap();
    assert_eq!(hear(&mut presence, 1, &[9], &Limits::default(), 10), None, "it is read all the same");
    assert!(!presence.appear(1, Appears::AsMember));
    assert_eq!(presence.everybody(), NOBODY);
    assert!(!presence.has_changes());
    assert_eq!(presence.take_here(), None);
}
