//! What the command says of a folder and of a zip, and how it ends.

use std::path::Path;

use edition::bundle::{Parts, Signed, pack};
use edition::sign::{Key, KeyChain};
use edition::{EditionFacts, Moment, manifest};
use manual::id::ManualId;

use super::*;

fn bundle(key: &Key) -> Vec<u8> {
    let facts = EditionFacts {
        manual: ManualId::from_random([9; 16]),
        slug: "manual".to_owned(),
        manual_title: "Manual for focal points".to_owned(),
        edition: 2,
        title: "Accra".to_owned(),
        position: 4711,
        frozen_at: Moment::from_ms(1_795_468_400_000),
        previous: None,
        revision: None,
    };
    let manifest = manifest(&facts, &[], &[]).bytes;
    let keys = KeyChain::first(key.public(), Moment::from_ms(0));
    let minisign = key.minisign(&manifest, "edition 2");
    let signature = key.sign(&manifest);
    let signed = Signed { key: key.public(), signature, minisign: &minisign, keys: &keys, outputs: None };
    let parts = Parts {
        manifest: &manifest,
        chapters: vec![],
        images: vec![],
        signed: Some(signed),
        outputs: vec![],
    };
    pack(&parts).expect("they belong together")
}

fn unpack(zip: &[u8], folder: &Path) {
    let zip = Zip::read(zip).expect("a zip");
    for name in zip.names() {
        std::fs::write(folder.join(name), zip.get(name).expect("whole")).expect("written");
    }
}

fn said(path: &Path, key: Option<String>) -> (bool, Vec<String>, String) {
    let (report, trusted) = look(&Arguments { edition: path.to_owned(), key }).expect("an edition");
    let (fine, last) = judged(&report, trusted.as_ref());
    (fine, problems(&report), last)
}

#[test]
fn a_zip_and_a_folder_are_fine_and_whose_key_it_is_is_left_to_people() {
    let root = tempfile::tempdir().expect("a folder");
    let key = Key::from_seed(&[7; 32]);
    let zip = root.path().join("a.zip");
    std::fs::write(&zip, bundle(&key)).expect("written");
    let folder = root.path().join("folder");
    std::fs::create_dir(&folder).expect("made");
    unpack(&bundle(&key), &folder);
    for path in [&zip, &folder] {
        let (fine, lines, last) = said(path, None);
        assert!(fine && lines.len() == 1 && lines[0].contains("VERIFY.txt"), "{lines:?}");
        assert!(last.contains("Compare it with the fingerprint that the secretariat tells you"), "{last}");
        assert!(last.contains(&hex(&key.public().fingerprint())), "{last}");
        let pem = folder.join("key.pem").to_str().expect("a path").to_owned();
        for trusted in [hex(key.public().bytes()), pem] {
            let (fine, _, last) = said(path, Some(trusted));
            assert!(fine && last.contains("the key that you named"), "{last}");
        }
        let other = hex(Key::from_seed(&[8; 32]).public().bytes());
        let (fine, _, last) = said(path, Some(other));
        assert!(!fine && last.contains("another key than the one that you named"), "{last}");
    }
}

#[test]
fn each_file_that_is_not_fine_has_a_line_and_the_command_ends_as_it_says() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path();
    unpack(&bundle(&Key::from_seed(&[7; 32])), folder);
    let end = |path: &Path| {
        let arguments = ["chancery".into(), "verify".into(), path.as_os_str().to_owned()];
        crate::main_with(arguments)
    };
    assert_eq!(end(folder), ExitCode::SUCCESS);
    std::fs::write(folder.join("more.html"), "<p>").expect("written");
    assert_eq!(
        end(folder),
        ExitCode::SUCCESS,
        "what nobody names proves nothing, and nothing is wrong with the edition"
    );
    std::fs::write(folder.join("keys.json"), "[]").expect("written");
    std::fs::remove_file(folder.join("key.pub")).expect("there");
    let (fine, lines, last) = said(folder, None);
    assert!(!fine && last.starts_with("NOT FINE") && last.contains("1 changed and 1 missing"), "{last}");
    for line in ["keys.json: changed", "key.pub: missing", "more.html: unknown"] {
        assert!(lines.iter().any(|it| it.starts_with(line)), "{line}: {lines:?}");
    }
    assert_eq!(end(folder), ExitCode::FAILURE);
    for nothing in [folder.join("not-there"), folder.join("more.html"), folder.join("images")] {
        assert_eq!(end(&nothing), ExitCode::from(2), "{}", nothing.display());
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let root = tempfile::tempdir().expect("a folder");
    unpack(&bundle(&Key::from_seed(&[7; 32])), root.path());
    std::fs::remove_file(root.path().join("VERIFY.txt")).expect("there");
    std::os::unix::fs::symlink("/etc/passwd", root.path().join("VERIFY.txt")).expect("made");
    let (fine, lines, _) = said(root.path(), None);
    assert!(!fine && lines[0].starts_with("VERIFY.txt: changed"), "{lines:?}");
}
