//! The bundle of a large manual made from a seed, to measure the press with: `cargo run -p press --example sample > m150.zip`.

use std::io::{self, Write};

use edition::bundle::{Parts, Signed, pack};
use edition::sign::{Key, KeyChain};

fn main() -> io::Result<()> {
    let sample = edition::sample::m150().freeze(1, None);
    let images =
        sample.images.iter().map(|(sha256, bytes)| (format!("{sha256}.png"), bytes.as_slice())).collect();
    let key = Key::from_seed(&[150; 32]);
    let keys = KeyChain::first(key.public(), sample.manifest().facts.frozen_at);
    let minisign = key.minisign(&sample.manifest, "a sample");
    let signed = Signed {
        key: key.public(),
        signature: key.sign(&sample.manifest),
        minisign: &minisign,
        keys: &keys,
        outputs: None,
    };
    let parts = Parts {
        manifest: &sample.manifest,
        chapters: sample.chapters.iter().map(Vec::as_slice).collect(),
        images,
        signed: Some(signed),
        outputs: Vec::new(),
    };
    io::stdout().lock().write_all(&pack(&parts).map_err(io::Error::other)?)
}
