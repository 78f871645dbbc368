//! One bit flipped anywhere in the data folder of a service that was stopped: in journal, index, editions, pictures, keys or
//! what editions were written as. The service starts on it, or says why not; what it then gives out is what it always was or
//! is said not to be there, and what the bit was not in is whole. 12 bits, or 300 with CHANCERY_PROVE=1.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use edition::{hex, sha256};
use manual::block::Kind;
use manual::edit::BlockChange;
use manual::id::PayloadId;
use manual::inset::{Image, ImageKind};
use manual::payload::{FigureParts, Payloads};
use serde_json::{Value, json};
use tests::chance::Chance;
use tests::program::Folder;
use tests::proving;
use tests::service::Scene;

use super::*;

const WHERE: [&str; 6] = ["journal", "index", "editions", "images", "vault", "outputs"];
const PICTURE: &[u8] = b"as good as a picture, and long enough to be hit now and then";
const NAME: &str = "Ama Mensah";

/// A folder with everything in it, whose service was stopped, and what it gave out.
struct Stopped {
    folder: Folder,
    secretariat: Seated,
    /// All that each chapter ever held.
    texts: BTreeMap<DocumentId, Vec<String>>,
    /// What each address answers, and which folder that is read from.
    answers: BTreeMap<String, (&'static str, Vec<u8>)>,
}

/// Writes a figure, words, a person and an edition, and waits until the edition is there in its formats.
async fn furnished() -> Stopped {
    let scene = Scene::new().await;
    let keeper = scene.service.caller(&scene.secretariat);
    let second = scene.another_chapter("Second").await;
    let texts = BTreeMap::from([
        (scene.chapter, write(&scene, scene.chapter, 901).await),
        (second, write(&scene, second, 902).await),
    ]);
    let people = format!("/api/v1/seats/{}/people", scene.ghana.seat);
    keeper.post(&people, json!({ "name": NAME, "role": "focal-point" })).await.created();
    let name = hex(&sha256(PICTURE));
    std::fs::write(scene.folder.data().join("images").join(&name), PICTURE).unwrap();
    let editions = format!("/api/v1/manuals/{}/editions", scene.manual);
    let made = keeper.post(&editions, json!({ "title": "June", "public": true, "final": false })).await;
    assert_eq!(made.status, 201, "{}", made.text());

    let pages = "/the-manual/editions/1";
    let mut answers = BTreeMap::new();
    for (place, path) in [
        ("editions", format!("{editions}/1")),
        ("editions", format!("{editions}/1/chapters/1")),
        ("editions", format!("{editions}/1/chapters/2")),
        ("images", format!("{pages}/images/{name}.jpg")),
        ("outputs", format!("{pages}/download/the-manual-1.docx")),
        ("outputs", format!("{pages}/download/the-manual-1.epub")),
        ("outputs", format!("{pages}/download/the-manual-1.md")),
    ] {
        let answer = within(120, "the edition is there in all formats", async {
            loop {
                let answer = keeper.get(&path).await;
                if answer.status == 200 {
                    return answer.body;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        let body = answer.await;
        answers.insert(path, (place, body));
    }
    let Scene { folder, service, secretariat, .. } = scene;
    tokio::task::spawn_blocking(|| service.stop()).await.unwrap();
    Stopped { folder, secretariat, texts, answers }
}

/// A figure, then word after word; each text that the chapter had.
async fn write(scene: &Scene, chapter: DocumentId, client: u64) -> Vec<String> {
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, chapter, client).await;
    let mut texts = vec![String::new(), text_of(&document)];
    let image = Some(Image { sha256: hex(&sha256(PICTURE)), width: 640, height: 480, kind: ImageKind::Jpeg });
    let id = PayloadId::parse("0000000river").unwrap();
    let payloads = Payloads {
        figures: [(id, FigureParts { image, ..FigureParts::default() })].into(),
        ..Payloads::default()
    };
    let to = BlockChange { kind: Some(Kind::Figure), payload: Some(Some(id)), ..BlockChange::default() };
    let figure = super::freeze_whole::referring(&mut document, &payloads, &to);
    offer(&mut link, &figure).await.unwrap();
    texts.push(text_of(&document));
    for word in 0..6 {
        let update = appended(&mut document, &format!("word {word} of {client} "));
        offer(&mut link, &update).await.unwrap();
        texts.push(text_of(&document));
    }
    texts
}

/// A byte of a file; of the index, which is mostly room for more, one that is not zero.
fn somewhere(folder: &Path, written: bool, chance: &mut Chance) -> Option<(PathBuf, usize)> {
    let files: Vec<(PathBuf, Vec<u8>)> = files(folder);
    let of = |bytes: &[u8]| bytes.iter().filter(|byte| !written || **byte != 0).count();
    let all: usize = files.iter().map(|(_, bytes)| of(bytes)).sum();
    let mut at = chance.below(all.max(1) as u64) as usize;
    for (path, bytes) in &files {
        if at < of(bytes) {
            let place = bytes.iter().enumerate().filter(|(_, byte)| !written || **byte != 0).nth(at)?.0;
            return Some((path.clone(), place));
        }
        at -= of(bytes);
    }
    None
}

fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// A folder with the same files.
fn copied(folder: &Folder) -> Folder {
    let copy = Folder::new();
    for (path, bytes) in files(&folder.data()) {
        let to = copy.data().join(path.strip_prefix(folder.data()).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
    copy
}

/// What a chapter holds for whoever comes, if it can be opened at all.
async fn read(service: &Service, seated: &Seated, chapter: DocumentId) -> Option<String> {
    let knock = Knock::bearing(&seated.token).speaking_chancery();
    let mut link = knock.open(&service.address, chapter).await.ok()?;
    let mut document = Document::new(4_000_000_000);
    link.send(Message::Step1(&document.state_vector())).await;
    loop {
        // Closed: it is said not to be there, or to be damaged.
        let Came::Frame(frame) = link.next().await else { return None };
        if let Message::Step2(update) = parse(&frame) {
            document.apply(update).unwrap();
            link.cut();
            return Some(text_of(&document));
        }
    }
}

/// What the people of all seats are called; nothing for one whose key does not open their name.
fn names(seats: &Value) -> Vec<Option<String>> {
    let people = seats.as_array().into_iter().flatten().filter_map(|seat| seat["people"].as_array());
    people.flatten().map(|person| person["name"].as_str().map(str::to_owned)).collect()
}

impl Stopped {
    /// Everything that the service gives out from a damaged folder. Whether all of it was there.
    async fn ask(&self, service: &Service, place: &str, what: &str) -> bool {
        let keeper = service.caller(&self.secretariat);
        let mut all = true;
        for (chapter, texts) in &self.texts {
            let found = read(service, &self.secretariat, *chapter).await;
            assert!(found.as_ref().is_none_or(|text| texts.contains(text)), "{what}: {chapter} is {found:?}");
            let whole = found.as_ref() == texts.last();
            assert!(whole || place == "journal", "{what}: {chapter} was not touched, and is {found:?}");
            all &= whole;
        }
        for (path, (from, truth)) in &self.answers {
            let answer = keeper.get(path).await;
            // What an edition is written as is made again, and is not there before.
            let made_again = place != "journal" && *from == "outputs";
            if answer.status == 200 {
                assert!(answer.body == *truth, "{what}: {path} is not what it was");
            } else {
                let may_lack =
                    place == "journal" || *from == place || (*from == "images" && place == "editions");
                assert!(may_lack || made_again, "{what}: {path} was not touched: {}", answer.text());
                all &= made_again;
            }
        }
        let seats = keeper.get("/api/v1/seats").await;
        if seats.status == 200 {
            let names = names(&seats.json());
            let true_or_none = |name: &Option<String>| name.as_deref().is_none_or(|name| name == NAME);
            assert!(names.iter().all(true_or_none), "{what}: somebody is called {names:?}");
            let whole = names == [Some(NAME.to_owned())];
            assert!(whole || ["journal", "vault"].contains(&place), "{what}: a name is gone: {names:?}");
            all &= whole;
        }
        all
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_on_a_folder_with_a_flipped_bit_gives_out_nothing_wrong() {
    let stopped = furnished().await;
    let flips = if proving() { 300 } else { 12 };
    let mut chance = Chance::new(29);
    let mut came = BTreeMap::<&str, [usize; 3]>::new();
    for n in 0..flips {
        let place = WHERE[n % WHERE.len()];
        let copy = copied(&stopped.folder);
        let Some((path, at)) = somewhere(&copy.data().join(place), place == "index", &mut chance) else {
            panic!("nothing is in {place}")
        };
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[at] ^= 1 << chance.below(8);
        std::fs::write(&path, bytes).unwrap();
        let what = format!("flip {n}: byte {at} of {}", path.strip_prefix(copy.data()).unwrap().display());
        let outcome = match Service::attempt(&copy, "127.0.0.1:0") {
            Ok(service) => usize::from(!stopped.ask(&service, place, &what).await),
            Err(_) => {
                assert_eq!(place, "journal", "{what}: no start: {}", tests::service::log(&copy));
                2
            }
        };
        came.entry(place).or_default()[outcome] += 1;
    }
    println!(
        "figure: {flips} flipped bits under a service, [all was there, something was said to be damaged, no start]: \
         {came:?}: 0 wrong bytes given out"
    );
}
