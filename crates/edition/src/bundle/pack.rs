//! What is in a bundle, and the zip of it: the same parts give the same bytes, on every machine.

use std::collections::BTreeSet;

use serde_json::json;

use super::{ENTRIES_MAX, NotOpened, Zip, names, sums, words};
use crate::formats::package::{File, package};
use crate::sign::{KeyChain, PublicKey};
use crate::{Manifest, Unreadable, canonical, hex, read_manifest, sha256};

/// What a bundle is made of.
pub struct Parts<'a> {
    /// The frozen bytes of the manifest, and of the chapters in its order.
    pub manifest: &'a [u8],
    pub chapters: Vec<&'a [u8]>,
    /// The pictures by the names of their files, without the folder: `<sha256>.png`.
    pub images: Vec<(String, &'a [u8])>,
    pub signed: Option<Signed<'a>>,
    /// What the edition was written as, by name: `manual-1.docx`.
    pub outputs: Vec<(String, &'a [u8])>,
}

/// The signature of an edition, in its forms, and the keys.
#[derive(Clone)]
pub struct Signed<'a> {
    pub key: PublicKey,
    /// Over the bytes of the manifest.
    pub signature: [u8; 64],
    /// The same as a file of minisign.
    pub minisign: &'a str,
    pub keys: &'a KeyChain,
    /// Over what [`outputs_json`] gives, where there are outputs.
    pub outputs: Option<[u8; 64]>,
}

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotPacked {
    #[error("the manifest: {0}")]
    Manifest(#[from] Unreadable),
    #[error("{0} is not what the manifest names")]
    Other(String),
    #[error("a file may not have the name {0:?}, or there are two of it")]
    Name(String),
    #[error("{0} is not signed with the key that is said to have signed it")]
    Unsigned(&'static str),
    #[error("more than {ENTRIES_MAX} files")]
    TooMany,
}

/// The list of what an edition was written as: it is signed too, after the edition.
pub fn outputs_json(edition: &[u8; 32], outputs: &[(String, &[u8])]) -> Vec<u8> {
    let mut outputs: Vec<&(String, &[u8])> = outputs.iter().collect();
    outputs.sort_by(|(one, _), (other, _)| one.cmp(other));
    let output = |(name, bytes): &(String, &[u8])| json!({ "name": name, "bytes": bytes.len(), "sha256": hex(&sha256(bytes)) });
    let outputs: Vec<_> = outputs.into_iter().map(output).collect();
    canonical::to_bytes(&json!({ "format": 1, "edition": hex(edition), "outputs": outputs }))
}

/// The files of a bundle but for `SHA256SUMS`, and that for them and for those beside them, such as pages.
///
/// # Errors
/// Any of [`NotPacked`].
pub fn files(parts: &Parts<'_>, beside: Vec<(String, Vec<u8>)>) -> Result<Vec<(String, Vec<u8>)>, NotPacked> {
    let manifest = read_manifest(parts.manifest)?;
    check(parts, &manifest)?;
    let mut files: Vec<(String, Vec<u8>)> = vec![(names::MANIFEST.to_owned(), parts.manifest.to_vec())];
    let mut put = |name: &str, bytes: &[u8]| files.push((name.to_owned(), bytes.to_vec()));
    for (index, bytes) in parts.chapters.iter().enumerate() {
        put(&names::chapter(index), bytes);
    }
    for (name, bytes) in &parts.images {
        put(&format!("{}{name}", names::IMAGES), bytes);
    }
    let outputs = outputs_json(&manifest.sha256, &parts.outputs);
    if let Some(signed) = &parts.signed {
        put(names::SIGNATURE, &signed.signature);
        put(names::MINISIGN, signed.minisign.as_bytes());
        put(names::PEM, signed.key.pem().as_bytes());
        put(names::MINISIGN_KEY, signed.key.minisign().as_bytes());
        put(names::KEYS, &signed.keys.to_bytes());
    }
    if !parts.outputs.is_empty() {
        put(names::OUTPUTS, &outputs);
        if let Some(signature) = parts.signed.as_ref().and_then(|signed| signed.outputs) {
            put(names::OUTPUTS_SIGNATURE, &signature);
        }
    }
    for (name, bytes) in &parts.outputs {
        put(name, bytes);
    }
    let key = parts.signed.as_ref().map(|signed| &signed.key);
    put(names::WORDS, words::written(&manifest, key, !parts.outputs.is_empty()).as_bytes());
    files.extend(beside);
    let list = sums::written(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    files.push((names::SUMS.to_owned(), list.into_bytes()));
    let mut seen = BTreeSet::new();
    match files.iter().find(|(name, _)| !names::is_allowed(name) || !seen.insert(name.as_str())) {
        Some((name, _)) => Err(NotPacked::Name(name.clone())),
        None if files.len() > ENTRIES_MAX => Err(NotPacked::TooMany),
        None => Ok(files),
    }
}

/// The files of a bundle that is there already, with others beside them, such as pages, and `SHA256SUMS` for all of them.
///
/// # Errors
/// Any of [`NotOpened`] that has to do with the zip.
pub fn with_beside(zip: &[u8], beside: Vec<(String, Vec<u8>)>) -> Result<Vec<(String, Vec<u8>)>, NotOpened> {
    let zip = Zip::read(zip)?;
    let mut files = Vec::new();
    for name in zip.names().filter(|name| *name != names::SUMS) {
        files.push((name.to_owned(), zip.get(name)?));
    }
    files.extend(beside);
    let list = sums::written(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    files.push((names::SUMS.to_owned(), list.into_bytes()));
    Ok(files)
}

/// The bundle as one zip. Its times are that of the freeze.
///
/// # Errors
/// Any of [`NotPacked`].
pub fn pack(parts: &Parts<'_>) -> Result<Vec<u8>, NotPacked> {
    let frozen_at = read_manifest(parts.manifest)?.facts.frozen_at;
    let is_packed = |name: &str| {
        name.starts_with(names::IMAGES)
            || [".docx", ".epub", ".pdf", ".sig"].iter().any(|end| name.ends_with(end))
    };
    let file = |(name, bytes): (String, Vec<u8>)| {
        if is_packed(&name) { File::stored(name, bytes) } else { File::new(name, bytes) }
    };
    let files: Vec<File> = files(parts, Vec::new())?.into_iter().map(file).collect();
    Ok(package(&files, frozen_at))
}

/// That the parts belong together.
fn check(parts: &Parts<'_>, manifest: &Manifest) -> Result<(), NotPacked> {
    if parts.chapters.len() != manifest.chapters.len() || parts.images.len() != manifest.images.len() {
        return Err(NotPacked::Other(names::MANIFEST.to_owned()));
    }
    for (index, (entry, bytes)) in manifest.chapters.iter().zip(&parts.chapters).enumerate() {
        if entry.sha256 != sha256(bytes) {
            return Err(NotPacked::Other(names::chapter(index)));
        }
    }
    for (entry, (name, bytes)) in manifest.images.iter().zip(&parts.images) {
        if entry.name() != *name || entry.sha256 != sha256(bytes) {
            return Err(NotPacked::Other(name.clone()));
        }
    }
    let Some(signed) = &parts.signed else { return Ok(()) };
    let key = &signed.key;
    let is_signed =
        key.signed(parts.manifest, &signed.signature) && key.minisigned(parts.manifest, signed.minisign);
    let outputs = outputs_json(&manifest.sha256, &parts.outputs);
    match signed.outputs {
        _ if !is_signed || !signed.keys.holds(key) => Err(NotPacked::Unsigned(names::MANIFEST)),
        None if !parts.outputs.is_empty() => Err(NotPacked::Unsigned(names::OUTPUTS)),
        Some(signature) if !parts.outputs.is_empty() && !key.signed(&outputs, &signature) => {
            Err(NotPacked::Unsigned(names::OUTPUTS))
        }
        _ => Ok(()),
    }
}
