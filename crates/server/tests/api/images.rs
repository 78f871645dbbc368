//! Pictures: what comes in is made anew, what is no picture is refused in words, and what is kept is what is given.

use reqwest::Method;
use serde_json::Value;
use server::limits::Limits;

use crate::world::{Who, World, within};

/// A PNG of noise, one byte a pixel, stored without compression, so that no encoder is needed here.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut raw = Vec::new();
    let mut seed = 1u32;
    for _ in 0..height {
        raw.extend([0]);
        for _ in 0..width * 3 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            raw.push((seed >> 24) as u8);
        }
    }
    let mut zlib = vec![0x78, 0x01];
    for (n, piece) in raw.chunks(0xffff).enumerate() {
        let last = (n + 1) * 0xffff >= raw.len();
        let length = piece.len() as u16;
        zlib.push(u8::from(last));
        zlib.extend(length.to_le_bytes());
        zlib.extend((!length).to_le_bytes());
        zlib.extend(piece);
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in &raw {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    zlib.extend((b << 16 | a).to_be_bytes());
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let text = b"Comment\0Taken by a person at a place".to_vec();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, body) in [(b"IHDR", head), (b"tEXt", text), (b"IDAT", zlib), (b"IEND", Vec::new())] {
        let chunk = [&kind[..], &body].concat();
        file.extend((body.len() as u32).to_be_bytes());
        file.extend(&chunk);
        file.extend(crc32(&chunk).to_be_bytes());
    }
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| (crc >> 1) ^ (0xedb8_8320 & 0u32.wrapping_sub(crc & 1));
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

pub(crate) async fn upload(world: &World, who: Who, bytes: Vec<u8>) -> (u16, Value) {
    let path = format!("/api/v1/manuals/{}/images", world.manual);
    let request = world.request(who, Method::POST, &path).body(bytes);
    let answer = within(request.send()).await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

#[tokio::test]
async fn a_picture_is_made_anew_and_given_to_members_alone() {
    let world = World::start().await;
    let (status, made) = upload(&world, Who::Ghana, png(90, 60)).await;
    assert_eq!((status, &made["width"], &made["height"]), (201, &Value::from(90), &Value::from(60)));
    assert_eq!(made["type"], "image/jpeg");
    let (_, again) = upload(&world, Who::Denmark, png(90, 60)).await;
    assert_eq!(again, made, "the same bytes have the same name");
    let name = made["sha256"].as_str().expect("a name");
    let path = format!("/api/v1/manuals/{}/images/{name}", world.manual);
    let answer = world.ask(Who::Observer, Method::GET, &path).await;
    let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(header("content-type"), "image/jpeg");
    assert_eq!(header("cache-control"), "private, max-age=31536000, immutable");
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(header("x-content-type-options"), "nosniff");
    let bytes = within(answer.bytes()).await.expect("the picture");
    assert_eq!(edition::hex(&edition::sha256(&bytes)), name);
    assert_eq!(Value::from(bytes.len()), made["bytes"]);
    assert!(!bytes.windows(5).any(|part| part == b"Taken"), "nothing but pixels");
    assert_eq!(world.ask(Who::Nobody, Method::GET, &path).await.status(), 401);
    for wrong in ["0".repeat(64), name.to_uppercase(), "x".to_owned(), "..%2f..%2flock".to_owned()] {
        let path = format!("/api/v1/manuals/{}/images/{wrong}", world.manual);
        assert_eq!(world.ask(Who::Ghana, Method::GET, &path).await.status(), 404, "{wrong}");
    }
    let file = world.folder().join("images").join(name);
    assert_eq!(std::fs::read(&file).expect("a file under its name"), bytes);
    assert!(store::check::check(world.folder()).is_whole());
    std::fs::write(&file, b"painted over").expect("written");
    assert_eq!(world.ask(Who::Ghana, Method::GET, &path).await.status(), 409, "never served so");
    let problems = store::check::check(world.folder()).problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].place, format!("images/{name}"));
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_is_refused_in_words() {
    let limits = Limits {
        image_bytes_max: 100_000,
        image_pixels_max: 10_000,
        images_bytes_max: 30_000,
        image_side_max: 80,
        ..Limits::default()
    };
    let world = World::limited(limits).await;
    let svg =
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"http://127.0.0.1:1/x\"/></svg>".to_vec();
    let mut broken = png(40, 40);
    broken.truncate(2_000);
    for (bytes, status, code, word) in [
        (b"hello".to_vec(), 422, "forbidden-content", "no picture"),
        (svg, 422, "forbidden-content", "no picture"),
        (Vec::new(), 422, "forbidden-content", "no picture"),
        (broken, 422, "forbidden-content", "broken"),
        (png(101, 100), 413, "too-large", "pixels"),
        (vec![0; 100_001], 413, "too-large", "file"),
    ] {
        let (told, problem) = upload(&world, Who::Ghana, bytes).await;
        assert_eq!((told, problem["code"].as_str()), (status, Some(code)), "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(word)), "{problem}");
    }
    assert_eq!(upload(&world, Who::Observer, png(9, 9)).await.0, 403);
    assert_eq!(upload(&world, Who::Nobody, png(9, 9)).await.0, 401);
    let mut kept = 0;
    while upload(&world, Who::Ghana, png(60 + kept, 40)).await.0 == 201 {
        kept += 1;
        assert!(kept < 30, "all together have a bound");
    }
    assert!(kept > 1);
    assert_eq!(std::fs::read_dir(world.folder().join("images")).expect("a folder").count(), kept as usize);
}

#[tokio::test]
async fn a_seat_brings_so_many_in_a_minute_and_a_session_one_at_a_time() {
    let limits = Limits { images_per_minute_max: 3, ..Limits::default() };
    let world = World::limited(limits).await;
    let mut statuses = Vec::new();
    for n in 0..8 {
        statuses.push(upload(&world, Who::Ghana, png(10 + n, 10)).await.0);
    }
    // The minute may turn once meanwhile.
    let refused = statuses.iter().filter(|status| **status == 429).count();
    assert!((2..=5).contains(&refused), "{statuses:?}");
    assert_eq!(upload(&world, Who::Denmark, png(10, 10)).await.0, 201, "others are not kept waiting");
}
