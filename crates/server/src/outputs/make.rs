//! One edition, written in all its formats: what is there and right is left alone, what is missing or damaged is made from the
//! frozen bytes, the list of it is signed with the edition's key, and the bundle is packed. Blocks.

use std::io;
use std::sync::{Mutex, PoisonError};

use edition::bundle::{NotPacked, Parts, Signed, Zip, outputs_json, pack, verify};
use edition::formats::{docx, epub, markdown};
use edition::set::book;
use edition::sign::{Key, KeyChain, Link, PublicKey};
use edition::site::{Download, Output as Format};
use edition::{Manifest, Moment, hex, read_manifest, sha256};
use store::editions::NotRead;
use store::index::Index;
use store::outputs::Outputs as Kept;
use store::record::Hash;
use store::registry::SigningKey;
use store::vault::Vault;

use super::Published;
use crate::previews::{ascii, picture};
use crate::signing;

/// One at a time, whoever asks: two would write into the same files.
static TURN: Mutex<()> = Mutex::new(());

const LIST: &str = "outputs.json";
const LIST_SIGNATURE: &str = "outputs.json.sig";
const MINISIGN: &str = "edition.json.minisig";

/// Why an edition is not written in all its formats.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotMade {
    #[error(transparent)]
    NotRead(#[from] NotRead),
    #[error("its frozen bytes cannot be read: {0}")]
    Unreadable(#[from] edition::Unreadable),
    #[error(transparent)]
    NotPacked(#[from] NotPacked),
    #[error("the disk")]
    Io(#[from] io::Error),
}

pub(super) struct Made {
    pub(super) outputs: Vec<Download>,
    pub(super) bundle: Vec<u8>,
}

/// The frozen bytes of an edition.
struct Frozen {
    manifest: Manifest,
    bytes: Vec<u8>,
    chapters: Vec<Vec<u8>>,
    images: Vec<(String, Vec<u8>)>,
}

impl Frozen {
    fn read(index: &Index, hash: &Hash) -> Result<Self, NotMade> {
        let (editions, pictures) = (index.editions(), index.images());
        let bytes = editions.get(hash)?;
        let manifest = read_manifest(&bytes)?;
        let chapters = manifest.chapters.iter().map(|entry| editions.get(&entry.sha256));
        let chapters = chapters.collect::<Result<_, _>>()?;
        let images = manifest.images.iter().map(|entry| Ok((entry.name(), pictures.get(&entry.sha256)?)));
        let images = images.collect::<Result<_, NotRead>>()?;
        Ok(Self { manifest, bytes, chapters, images })
    }

    fn name(&self, format: Format) -> String {
        let facts = &self.manifest.facts;
        format!("{}-{}.{}", ascii(&facts.slug), facts.edition, format.word())
    }
}

/// Who signed, and with what the list is signed.
struct Signer {
    key: PublicKey,
    signature: [u8; 64],
    minisign: String,
    keys: KeyChain,
    /// Gone: the list of outputs is not signed.
    private: Option<Key>,
}

/// Writes what is missing, and the PDF where one came.
pub(super) fn make(
    index: &Index,
    vault: &Vault,
    keys: &[SigningKey],
    published: Published,
    pdf: Option<Vec<u8>>,
) -> Result<Made, NotMade> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = index.outputs();
    let hash = published.manifest;
    let frozen = Frozen::read(index, &hash)?;
    let signer = signer(&kept, vault, keys, &published, &frozen)?;
    let listed = listed(&kept, &hash, signer.as_ref());
    let mut files: Vec<(Format, String, Vec<u8>)> = Vec::new();
    for (format, name, bytes) in texts(&kept, index, &frozen, &listed)? {
        files.push((format, name, bytes));
    }
    let name = frozen.name(Format::Pdf);
    let pdf = match pdf {
        Some(pdf) => {
            kept.put(&hash, &name, &pdf)?;
            Some(pdf)
        }
        None => there(&kept, &hash, &name, &listed),
    };
    files.extend(pdf.map(|pdf| (Format::Pdf, name, pdf)));
    let outputs: Vec<(String, &[u8])> =
        files.iter().map(|(_, name, bytes)| (name.clone(), bytes.as_slice())).collect();
    let list = outputs_json(&hash, &outputs);
    let signature = signer.as_ref().and_then(|signer| Some(signer.private.as_ref()?.sign(&list)));
    let bundle = bundle(&kept, &frozen, signer.as_ref(), outputs, &list, signature)?;
    files.push((Format::Zip, frozen.name(Format::Zip), bundle));
    let output = |(format, name, bytes): &(Format, String, Vec<u8>)| Download {
        format: *format,
        name: name.clone(),
        bytes: bytes.len() as u64,
        sha256: sha256(bytes),
    };
    let mut outputs: Vec<Download> = files.iter().map(output).collect();
    outputs.sort_by_key(|output| output.format);
    let bundle = files.pop().map(|(_, _, bundle)| bundle).unwrap_or_default();
    Ok(Made { outputs, bundle })
}

/// The signature in all its forms; `None` where nobody stands for the edition.
fn signer(
    kept: &Kept,
    vault: &Vault,
    keys: &[SigningKey],
    published: &Published,
    frozen: &Frozen,
) -> Result<Option<Signer>, NotMade> {
    let Some(signed) = published.signed.filter(|signed| signing::holds(signed, &frozen.bytes)) else {
        return Ok(None);
    };
    let (Some(key), Some(keys)) = (PublicKey::of(signed.key), chain(keys, &signed.key)) else {
        return Ok(None);
    };
    let private = signing::key_of(vault, &signed.key);
    let facts = &frozen.manifest.facts;
    let comment = format!("{}, edition {}, {}", facts.slug, facts.edition, hex(&published.manifest));
    let before =
        || kept.get(&published.manifest, MINISIGN).ok().flatten().and_then(|it| String::from_utf8(it).ok());
    let minisign = match &private {
        Some(private) => Some(private.minisign(&frozen.bytes, &comment)),
        None => before(),
    };
    let Some(minisign) = minisign else { return Ok(None) };
    put(kept, &published.manifest, MINISIGN, minisign.as_bytes())?;
    Ok(Some(Signer { key, signature: signed.signature, minisign, keys, private }))
}

/// The keys from the last that nobody vouched for, if this one is among them, to the newest that follows.
fn chain(keys: &[SigningKey], of: &[u8; 32]) -> Option<KeyChain> {
    let at = keys.iter().position(|link| link.key == *of)?;
    let first = (0..=at).rev().find(|at| keys[*at].signature.is_none()).unwrap_or(0);
    let after = keys.iter().skip(at + 1).take_while(|link| link.signature.is_some()).count();
    let link = |link: &SigningKey| {
        let (key, from) = (PublicKey::of(link.key)?, Moment::from_ms(link.from_ms));
        Some(Link { key, from, signature: link.signature })
    };
    let mut links: Vec<Link> = keys[first..=at + after].iter().map(link).collect::<Option<_>>()?;
    links.first_mut()?.signature = None;
    KeyChain::of(links)
}

/// What the list on the disk says, if it is right: name and hash of each file.
fn listed(kept: &Kept, edition: &Hash, signer: Option<&Signer>) -> Vec<(String, Hash)> {
    let list = kept.get(edition, LIST).ok().flatten().unwrap_or_default();
    if let Some(signer) = signer {
        let signature = kept.get(edition, LIST_SIGNATURE).ok().flatten().unwrap_or_default();
        let signed =
            <[u8; 64]>::try_from(signature).is_ok_and(|signature| signer.key.signed(&list, &signature));
        if !signed && signer.private.is_some() {
            return Vec::new();
        }
    }
    let Ok(list) = serde_json::from_slice::<serde_json::Value>(&list) else { return Vec::new() };
    let of = |output: &serde_json::Value| {
        Some((output["name"].as_str()?.to_owned(), edition::unhex(output["sha256"].as_str()?)?))
    };
    list["outputs"].as_array().map(|all| all.iter().filter_map(of).collect()).unwrap_or_default()
}

/// A file that is there and is what the list says.
fn there(kept: &Kept, edition: &Hash, name: &str, listed: &[(String, Hash)]) -> Option<Vec<u8>> {
    let (_, hash) = listed.iter().find(|(listed, _)| listed == name)?;
    kept.get(edition, name).ok().flatten().filter(|bytes| sha256(bytes) == *hash)
}

/// Word, EPUB and Markdown.
fn texts(
    kept: &Kept,
    index: &Index,
    frozen: &Frozen,
    listed: &[(String, Hash)],
) -> Result<Vec<(Format, String, Vec<u8>)>, NotMade> {
    let edition = frozen.manifest.sha256;
    let formats = [Format::Docx, Format::Epub, Format::Markdown];
    let found = formats.map(|format| {
        let name = frozen.name(format);
        let bytes = there(kept, &edition, &name, listed);
        (format, name, bytes)
    });
    if found.iter().all(|(_, _, bytes)| bytes.is_some()) {
        return Ok(found
            .into_iter()
            .filter_map(|(format, name, bytes)| Some((format, name, bytes?)))
            .collect());
    }
    let chapters = frozen.manifest.open_all(&frozen.chapters)?;
    let book = book(frozen.manifest.clone(), &chapters)?;
    let images = index.images();
    let mut made = Vec::new();
    for (format, name, bytes) in found {
        let bytes = match bytes {
            Some(bytes) => bytes,
            None => {
                let bytes = match format {
                    Format::Docx => docx(&book, |image| picture(&images, image)),
                    Format::Epub => epub(&book, &chapters, |entry| images.get(&entry.sha256).ok()),
                    Format::Markdown | Format::Pdf | Format::Zip => markdown(&book).into_bytes(),
                };
                kept.put(&edition, &name, &bytes)?;
                bytes
            }
        };
        made.push((format, name, bytes));
    }
    Ok(made)
}

/// The bundle of all of it. One that is there and holds the same list is left alone.
fn bundle(
    kept: &Kept,
    frozen: &Frozen,
    signer: Option<&Signer>,
    outputs: Vec<(String, &[u8])>,
    list: &[u8],
    signature: Option<[u8; 64]>,
) -> Result<Vec<u8>, NotMade> {
    let (edition, name) = (frozen.manifest.sha256, frozen.name(Format::Zip));
    put(kept, &edition, LIST, list)?;
    if let Some(signature) = &signature {
        put(kept, &edition, LIST_SIGNATURE, signature)?;
    }
    if let Some(bundle) = kept.get(&edition, &name)?
        && is_whole(&bundle, list)
    {
        return Ok(bundle);
    }
    let signed = signer.map(|signer| Signed {
        key: signer.key,
        signature: signer.signature,
        minisign: &signer.minisign,
        keys: &signer.keys,
        outputs: signature,
    });
    let parts = Parts {
        manifest: &frozen.bytes,
        chapters: frozen.chapters.iter().map(Vec::as_slice).collect(),
        images: frozen.images.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())).collect(),
        signed,
        outputs,
    };
    let bundle = pack(&parts)?;
    kept.put(&edition, &name, &bundle)?;
    Ok(bundle)
}

fn is_whole(bundle: &[u8], list: &[u8]) -> bool {
    let Ok(zip) = Zip::read(bundle) else { return false };
    zip.get(LIST).is_ok_and(|held| held == list) && verify(&zip).is_fine()
}

/// Writes only what is not there already.
fn put(kept: &Kept, edition: &Hash, name: &str, bytes: &[u8]) -> io::Result<()> {
    match kept.get(edition, name) {
        Ok(Some(there)) if there == bytes => Ok(()),
        _ => kept.put(edition, name, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_what_leads_to_a_key_and_on_from_it() {
        let key = |n: u8| Key::from_seed(&[n; 32]);
        let link = |n: u8, before: Option<u8>| SigningKey {
            key: *key(n).public().bytes(),
            signature: before.map(|before| key(before).sign(key(n).public().bytes())),
            from_ms: u64::from(n) * 1000,
        };
        // The second was lost, so that nobody vouches for the third.
        let keys = [link(1, None), link(2, Some(1)), link(3, None), link(4, Some(3))];
        let led = |n: u8| {
            let chain = chain(&keys, key(n).public().bytes()).unwrap();
            chain.links().iter().map(|link| link.from.to_string()).collect::<Vec<_>>()
        };
        let at = |n: u8| Moment::from_ms(u64::from(n) * 1000).to_string();
        assert_eq!((led(1), led(2)), (vec![at(1), at(2)], vec![at(1), at(2)]));
        assert_eq!((led(3), led(4)), (vec![at(3), at(4)], vec![at(3), at(4)]));
        assert!(chain(&keys, &[9; 32]).is_none());
    }
}
