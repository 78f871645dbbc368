//! An edition as pages and as the frozen bytes and pictures that they are made of. These are read from the data folder, where
//! they never change, and compared with their fingerprints; a running service is asked for the edition's alone.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use edition::{read_manifest, site, unhex};
use server::commands::Request;
use store::editions::Editions;

use super::becoming::Becoming;
use crate::commands::{Place, text};

pub(super) async fn run(place: &Place, manual: Option<String>, edition: u32, out: &Path) -> Result<()> {
    let found = place.ask(Request::FindEdition { manual, edition }).await?;
    let fingerprint = text(&found, "sha256")?;
    let hash = unhex(fingerprint).context("the answer's fingerprint is none")?;
    let files = files(&Editions::of(&place.data), &Editions::images_of(&place.data), &hash)?;
    let becoming = Becoming::begin(out)?;
    for (name, bytes) in &files {
        becoming.put(name, bytes)?;
    }
    becoming.finish()?;
    println!("Edition {edition} is in {}. Open index.html.", out.display());
    println!("Fingerprint, the SHA-256 of edition.json: {fingerprint}");
    Ok(())
}

fn files(editions: &Editions, images: &Editions, hash: &[u8; 32]) -> Result<Vec<(String, Vec<u8>)>> {
    let manifest = editions.get(hash)?;
    let read = read_manifest(&manifest)?;
    let chapters: Vec<Vec<u8>> =
        read.chapters.iter().map(|chapter| editions.get(&chapter.sha256)).collect::<Result<_, _>>()?;
    let mut pictures = HashMap::new();
    for image in &read.images {
        pictures.insert(image.sha256, images.get(&image.sha256)?);
    }
    let standing = site::Standing::default();
    Ok(site::folder(&manifest, &chapters, &standing, |image| pictures.remove(&image.sha256))?)
}
