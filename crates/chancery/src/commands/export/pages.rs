//! An edition as pages and as the frozen bytes and pictures that they are made of. These are read from the data folder, where
//! they never change, and compared with their fingerprints; a running service is asked for the edition's alone.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use edition::bundle::{self, Parts, Signature, Zip};
use edition::site::{self, Download, Output, Standing};
use edition::{Manifest, read_manifest, sha256, unhex};
use server::commands::Request;
use store::editions::Editions;
use store::outputs::Outputs;

use super::becoming::Becoming;
use crate::commands::{Place, text};

pub(super) async fn run(place: &Place, manual: Option<String>, edition: u32, out: &Path) -> Result<()> {
    let found = place.ask(Request::PackEdition { manual, edition }).await?;
    let fingerprint = text(&found, "sha256")?;
    let hash = unhex(fingerprint).context("the answer's fingerprint is none")?;
    let Exported { files, is_signed } = files(&place.data, &hash)?;
    let becoming = Becoming::begin(out)?;
    for (name, bytes) in &files {
        becoming.put(name, bytes)?;
    }
    becoming.finish()?;
    println!("Edition {edition} is in {}. Open index.html.", out.display());
    println!("Fingerprint, the SHA-256 of edition.json: {fingerprint}");
    if !is_signed {
        println!("No signature is in it: the edition has none, or the key that made it is gone.");
    }
    println!("VERIFY.txt says how to check it, and so does: chancery verify {}", out.display());
    Ok(())
}

struct Exported {
    files: Vec<(String, Vec<u8>)>,
    is_signed: bool,
}

fn files(data: &Path, hash: &[u8; 32]) -> Result<Exported> {
    let (editions, images) = (Editions::of(data), Editions::images_of(data));
    let manifest = editions.get(hash)?;
    let read = read_manifest(&manifest)?;
    let chapters: Vec<Vec<u8>> =
        read.chapters.iter().map(|chapter| editions.get(&chapter.sha256)).collect::<Result<_, _>>()?;
    let pictures: Vec<(String, Vec<u8>)> = read
        .images
        .iter()
        .map(|image| Ok((image.name(), images.get(&image.sha256)?)))
        .collect::<Result<_>>()?;
    let mut picture: HashMap<[u8; 32], Vec<u8>> = read
        .images
        .iter()
        .map(|image| image.sha256)
        .zip(pictures.iter().map(|(_, bytes)| bytes.clone()))
        .collect();
    let packed = packed(data, &read);
    let standing = packed.as_deref().map(standing).unwrap_or_default();
    let pages = site::folder(&manifest, &chapters, &standing, |image| picture.remove(&image.sha256))?;
    // The frozen files are those of the bundle; what else a folder has stands beside them.
    let is_frozen = |name: &str| name.ends_with(".json") || name.starts_with("images/");
    let beside = pages.into_iter().filter(|(name, _)| !is_frozen(name)).collect();
    let files = match packed {
        Some(packed) => bundle::with_beside(&packed, beside)?,
        None => {
            let parts = Parts {
                manifest: &manifest,
                chapters: chapters.iter().map(Vec::as_slice).collect(),
                images: pictures.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())).collect(),
                signed: None,
                outputs: Vec::new(),
            };
            bundle::files(&parts, beside)?
        }
    };
    Ok(Exported { files, is_signed: standing.key.is_some() })
}

/// The bundle that the service made of it, with the signature and all formats, if it is there and whole.
fn packed(data: &Path, manifest: &Manifest) -> Option<Vec<u8>> {
    let name = format!("{}-{}.zip", manifest.facts.slug, manifest.facts.edition);
    let zip = Outputs::of(data).get(&manifest.sha256, &name).ok()??;
    let report = bundle::verify(&Zip::read(&zip).ok()?);
    let is_it = report.manifest.as_ref().is_some_and(|it| it.sha256 == manifest.sha256);
    (is_it && report.is_fine()).then_some(zip)
}

/// What the pages of the folder say beside the text: who signed, and which files can be opened.
fn standing(packed: &[u8]) -> Standing {
    let Ok(zip) = Zip::read(packed) else { return Standing::default() };
    let key = match bundle::verify(&zip).signature {
        Signature::By(key) => Some(key),
        Signature::None | Signature::Missing | Signature::Wrong => None,
    };
    let download = |name: &str| {
        let format = Output::parse(name.rsplit_once('.')?.1)?;
        let bytes = zip.get(name).ok()?;
        let (length, sha256) = (bytes.len() as u64, sha256(&bytes));
        Some(Download { name: name.to_owned(), format, bytes: length, sha256 })
    };
    let mut downloads: Vec<Download> = zip.names().filter_map(download).collect();
    downloads.sort_by_key(|download| download.format);
    Standing { key, downloads, ..Standing::default() }
}
