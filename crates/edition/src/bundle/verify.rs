//! What is the matter with which file of an edition, in a zip or in a folder. Each file is held against what stands for it: the
//! signature for the manifest, the manifest for chapters and pictures, `outputs.json` for what the edition was written as,
//! and `SHA256SUMS`, which nobody signs, for the rest. Whose key it is that signed, no file can prove: whoever asks compares its
//! fingerprint with the one that the secretariat tells.

mod evidence;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{NotOpened, Zip, names, sums};
use crate::sign::{KeyChain, PublicKey};
use crate::{MANIFEST_BYTES_MAX, Manifest, canonical, hex, read_manifest, sha256, unhex};
use evidence::Evidence;

/// Where the files are.
pub trait Files {
    /// What they are called; folders are none of them.
    fn names(&self) -> Vec<String>;
    /// `None`: it is damaged, or cannot be read.
    fn read(&self, name: &str) -> Option<Cow<'_, [u8]>>;
}

impl Files for Zip<'_> {
    fn names(&self) -> Vec<String> {
        Zip::names(self).map(str::to_owned).collect()
    }

    fn read(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        let read: Result<Vec<u8>, NotOpened> = self.get(name);
        read.ok().map(Cow::Owned)
    }
}

impl Files for BTreeMap<String, Vec<u8>> {
    fn names(&self) -> Vec<String> {
        self.keys().cloned().collect()
    }

    fn read(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        self.get(name).map(|bytes| Cow::Borrowed(bytes.as_slice()))
    }
}

/// What is the matter with a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// The edition stands for it: it is what was frozen or published.
    Fine,
    /// It is as `SHA256SUMS` has it, and no signature stands for that.
    Listed,
    /// It is not what was frozen or published.
    Changed,
    /// The edition names it, and it is not here.
    Missing,
    /// Nothing in the edition names it.
    Unknown,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signature {
    /// Nobody signed: the fingerprint of the edition alone can be compared.
    None,
    /// Somebody took it away: every edition of its format is signed.
    Missing,
    /// With the key that is beside it, or was given.
    By(PublicKey),
    /// There is one, which is not over this manifest or by none of the keys.
    Wrong,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Report {
    /// By name.
    pub files: BTreeMap<String, State>,
    pub signature: Signature,
    /// The list of keys, where there is one that holds together.
    pub keys: Option<KeyChain>,
    /// What the files say they are, if the manifest can be read.
    pub manifest: Option<Manifest>,
}

impl Report {
    /// Whether nothing is changed and nothing missing, and the signature is right or there is none.
    pub fn is_fine(&self) -> bool {
        let is_fine = |state: &State| !matches!(state, State::Changed | State::Missing);
        let is_signed = !matches!(self.signature, Signature::Wrong | Signature::Missing);
        self.manifest.is_some() && is_signed && self.files.values().all(is_fine)
    }

    /// Whether whoever trusts a key may trust this edition for it: it signed the edition, or led to the key that did.
    pub fn is_by(&self, trusted: &PublicKey) -> bool {
        match self.signature {
            Signature::By(key) => {
                key == *trusted || self.keys.as_ref().is_some_and(|keys| keys.leads(trusted, &key))
            }
            Signature::None | Signature::Missing | Signature::Wrong => false,
        }
    }
}

/// Looks at every file.
pub fn verify(files: &impl Files) -> Report {
    verify_with(files, &[])
}

/// The same, with keys that may have signed and need not stand beside the edition.
pub fn verify_with(files: &impl Files, keys: &[PublicKey]) -> Report {
    let mut checking = Checking { files, states: BTreeMap::new(), weak: Vec::new() };
    for name in files.names() {
        checking.states.insert(name, State::Unknown);
    }
    let Some(manifest) = checking.read(names::MANIFEST) else {
        return checking.done(Signature::None, None, None);
    };
    if manifest.len() > MANIFEST_BYTES_MAX {
        checking.set(names::MANIFEST, false);
        return checking.done(Signature::Wrong, None, None);
    }
    let mut evidence = Evidence::gather(|name| checking.read_list(name), &manifest, keys);
    let opened = read_manifest(&manifest).ok();
    let is_stripped = evidence.signature == Signature::None
        && opened.as_ref().is_some_and(|manifest| manifest.format.is_always_signed());
    checking.keys(&evidence, &manifest);
    if opened.is_none() {
        checking.states.insert(names::MANIFEST.to_owned(), State::Changed);
    }
    if let Some(opened) = &opened {
        checking.frozen(opened, matches!(evidence.signature, Signature::By(_)));
        checking.outputs(opened, &evidence);
    }
    checking.listed();
    checking.unknown();
    if is_stripped {
        // The rest is looked at as that of an unsigned one.
        checking.states.insert(names::SIGNATURE.to_owned(), State::Missing);
        evidence.signature = Signature::Missing;
    }
    checking.done(evidence.signature, evidence.chain, opened)
}

struct Checking<'f, F> {
    files: &'f F,
    states: BTreeMap<String, State>,
    /// What only its own form speaks for: the list of sums knows better.
    weak: Vec<String>,
}

impl<F: Files> Checking<'_, F> {
    fn is_there(&self, name: &str) -> bool {
        self.states.contains_key(name)
    }

    /// The bytes of a file; where there are none, that is said.
    fn read(&mut self, name: &str) -> Option<Vec<u8>> {
        if !self.is_there(name) {
            self.states.insert(name.to_owned(), State::Missing);
            return None;
        }
        let read = self.read_if_there(name);
        if read.is_none() {
            self.states.insert(name.to_owned(), State::Changed);
        }
        read
    }

    fn read_if_there(&self, name: &str) -> Option<Vec<u8>> {
        if self.is_there(name) { self.files.read(name).map(Cow::into_owned) } else { None }
    }

    /// The same of a list or a key, none of which is long.
    fn read_list(&self, name: &str) -> Option<Vec<u8>> {
        self.read_if_there(name).filter(|bytes| bytes.len() <= MANIFEST_BYTES_MAX)
    }

    fn set(&mut self, name: &str, is_fine: bool) {
        self.states.insert(name.to_owned(), if is_fine { State::Fine } else { State::Changed });
    }

    /// The manifest and what stands for it.
    fn keys(&mut self, evidence: &Evidence, manifest: &[u8]) {
        match evidence.signature {
            Signature::By(key) => {
                self.set(names::MANIFEST, true);
                let judged = evidence.judged(&key, manifest);
                for (name, is_fine) in judged {
                    if self.is_there(name) {
                        self.set(name, is_fine);
                    }
                }
                // Nobody signs since when a key was used.
                self.weak.push(names::KEYS.to_owned());
            }
            Signature::Wrong => self.set(names::MANIFEST, false),
            Signature::None | Signature::Missing => {
                self.set(names::MANIFEST, true);
                self.weak.push(names::MANIFEST.to_owned());
            }
        }
    }

    /// Chapters and pictures.
    fn frozen(&mut self, manifest: &Manifest, is_signed: bool) {
        let chapters = manifest.chapters.iter().enumerate();
        let chapters = chapters.map(|(index, entry)| (names::chapter(index), entry.sha256));
        let images = manifest.images.iter();
        let images = images.map(|entry| (format!("{}{}", names::IMAGES, entry.name()), entry.sha256));
        for (name, expected) in chapters.chain(images) {
            self.named(&name, expected, names::MANIFEST, is_signed);
        }
    }

    /// A file by the list that names it; where no signature stands for the list, that may be what was changed.
    fn named(&mut self, name: &str, expected: [u8; 32], list: &str, is_signed: bool) {
        let Some(bytes) = self.read(name) else { return };
        let is = sha256(&bytes);
        let is_slip = !is_signed && is != expected && sums::are_nearly_the_same(&is, &expected);
        if is_slip {
            self.set(list, false);
        }
        self.set(name, is_slip || is == expected);
    }

    /// What the edition was written as, by its list.
    fn outputs(&mut self, manifest: &Manifest, evidence: &Evidence) {
        if !self.is_there(names::OUTPUTS) {
            return;
        }
        let Some(list) = self.read_list(names::OUTPUTS) else { return self.set(names::OUTPUTS, false) };
        let signature = self.read_if_there(names::OUTPUTS_SIGNATURE);
        let signature = signature.map(<[u8; 64]>::try_from);
        let is_signed = match (evidence.signature, signature) {
            (Signature::By(key), Some(Ok(signature))) => key.signed(&list, &signature),
            // It may be the manifest alone that was changed.
            (Signature::Wrong, Some(Ok(signature))) => evidence.is_by_a_key(&list, &signature),
            (Signature::By(_) | Signature::Wrong, _) => false,
            (Signature::None | Signature::Missing, _) => true,
        };
        // Which of two that nobody signed was changed, the list of sums tells.
        let is_sure = match evidence.signature {
            Signature::By(_) => true,
            Signature::None | Signature::Missing => !self.is_there(names::SUMS),
            Signature::Wrong => false,
        };
        let edition = is_sure.then(|| hex(&manifest.sha256));
        let read = read_outputs(&list, edition.as_deref());
        self.set(names::OUTPUTS, is_signed && read.is_some());
        if self.is_there(names::OUTPUTS_SIGNATURE) {
            self.set(names::OUTPUTS_SIGNATURE, is_signed);
        }
        if !is_signed || evidence.signature == Signature::None {
            // Which of the two it is, the list of sums tells.
            self.weak.extend([names::OUTPUTS.to_owned(), names::OUTPUTS_SIGNATURE.to_owned()]);
        }
        let is_signed = is_signed && evidence.signature != Signature::None;
        for (name, expected) in read.unwrap_or_default() {
            self.named(&name, expected, names::OUTPUTS, is_signed);
        }
    }

    /// What the list of sums says about the files that nothing else speaks for, and what they say about it.
    fn listed(&mut self) {
        if !self.is_there(names::SUMS) {
            return;
        }
        let list = self.read_list(names::SUMS).as_deref().and_then(sums::read);
        let Some(list) = list else { return self.set(names::SUMS, false) };
        self.set(names::SUMS, true);
        for (name, expected) in &list {
            if !self.is_there(name) {
                let is_misspelt = self.unlisted(&list).iter().any(|other| self.sum(other) == Some(*expected));
                match is_misspelt {
                    true => self.set(names::SUMS, false),
                    false => drop(self.states.insert(name.clone(), State::Missing)),
                }
                continue;
            }
            let Some(is) = self.sum(name) else {
                self.set(name, false);
                continue;
            };
            let state = self.states.get(name).copied().unwrap_or(State::Unknown);
            let is_weak = state == State::Unknown || self.weak.contains(name);
            match (is == *expected, is_weak) {
                (true, true) if state == State::Unknown => {
                    self.states.insert(name.clone(), State::Listed);
                }
                // Of two that do not agree, the one that is as it was packed.
                (true, true) if state == State::Changed && self.weak.contains(name) => {
                    self.relent(name, &list)
                }
                (true, _) => {}
                (false, true) if !sums::are_nearly_the_same(&is, expected) => self.set(name, false),
                (false, true) => {
                    self.set(names::SUMS, false);
                    if state == State::Unknown {
                        self.states.insert(name.clone(), State::Listed);
                    }
                }
                (false, false) if state == State::Fine => self.set(names::SUMS, false),
                (false, false) => {}
            }
        }
    }

    /// A list of outputs is fine if it is its signature that is not as it was packed, and the other way round.
    fn relent(&mut self, name: &str, list: &BTreeMap<String, [u8; 32]>) {
        let other = if name == names::OUTPUTS { names::OUTPUTS_SIGNATURE } else { names::OUTPUTS };
        let is_the_other = list.get(other).is_some_and(|sum| self.sum(other) != Some(*sum));
        if is_the_other && (name == names::OUTPUTS || name == names::OUTPUTS_SIGNATURE) {
            self.set(name, true);
        }
    }

    /// What nobody names is at least whole.
    fn unknown(&mut self) {
        let unknown = self.states.iter().filter(|(_, state)| **state == State::Unknown);
        let unknown: Vec<String> = unknown.map(|(name, _)| name.clone()).collect();
        for name in unknown {
            if self.read_if_there(&name).is_none() {
                self.set(&name, false);
            }
        }
    }

    fn unlisted(&self, list: &BTreeMap<String, [u8; 32]>) -> Vec<String> {
        let names = self.states.keys().filter(|name| !list.contains_key(*name) && *name != names::SUMS);
        names.cloned().collect()
    }

    fn sum(&self, name: &str) -> Option<[u8; 32]> {
        self.read_if_there(name).map(|bytes| sha256(&bytes))
    }

    fn done(self, signature: Signature, keys: Option<KeyChain>, manifest: Option<Manifest>) -> Report {
        Report { files: self.states, signature, keys, manifest }
    }
}

/// The outputs in a list, by name, if it is that of this edition (where it is known) and written as lists are.
fn read_outputs(list: &[u8], edition: Option<&str>) -> Option<Vec<(String, [u8; 32])>> {
    let value: serde_json::Value = serde_json::from_slice(list).ok()?;
    let is_it = value.get("format")?.as_u64()? == 1 && edition.is_none_or(|it| value["edition"] == it);
    let output = |value: &serde_json::Value| {
        let name = value.get("name")?.as_str().filter(|name| names::is_allowed(name))?;
        Some((name.to_owned(), unhex(value.get("sha256")?.as_str()?)?))
    };
    let read = value.get("outputs")?.as_array()?.iter().map(output).collect::<Option<Vec<_>>>()?;
    (is_it && canonical::to_bytes(&value) == list).then_some(read)
}
