//! `VERIFY.txt`: how to check an edition without this program. A line that is moved in is to be typed as it stands; a test
//! types each of them.

use crate::Manifest;
use crate::hex;
use crate::sign::PublicKey;

/// The words for an edition, with its key if it is signed, and those about outputs if it has some.
pub(super) fn written(manifest: &Manifest, key: Option<&PublicKey>, outputs: bool) -> String {
    let facts = &manifest.facts;
    let mut text = format!(
        "HOW TO CHECK THIS EDITION\n\n{}\nEdition {}, frozen at {}\n\n\
         The fingerprint of the edition (SHA-256 of edition.json):\n{}\n\n",
        facts.manual_title.trim(),
        facts.edition,
        facts.frozen_at,
        hex(&manifest.sha256)
    );
    let mut number = 0;
    let mut step = |title: &str, body: &str| {
        number += 1;
        text.push_str(&format!("{number}. {title}\n\n{body}\n"));
    };
    if let Some(key) = key {
        step("Is it the secretariat's key?", &whose(key));
        step("Did that key sign the list?", SIGNED);
    } else {
        step("Is it the edition you mean?", UNSIGNED);
    }
    step("Are the chapters and pictures those of the list?", LISTED);
    if outputs {
        step(
            "Are the Word file and the others those that were published?",
            if key.is_some() { OUTPUTS } else { OUTPUTS_UNSIGNED },
        );
    }
    step("Is every file as it was packed?", SUMS);
    step("All of it at once", AT_ONCE);
    text
}

fn whose(key: &PublicKey) -> String {
    format!(
        "This edition was signed with the key in key.pem, whose fingerprint is\n{}\n\n\
         That it stands here proves nothing: whoever changed the edition could have changed\n\
         the key with it. Ask the secretariat for the fingerprint of its key in another way,\n\
         by telephone, in print or face to face, and compare all of it with what this says:\n\n    \
         openssl pkey -pubin -in key.pem -outform DER | tail -c 32 | sha256sum\n\n\
         An older edition may have been signed with an older key; keys.json lists them all.\n",
        hex(&key.fingerprint())
    )
}

const SIGNED: &str = "\
edition.json lists every chapter and picture by its SHA-256, so the signature over it\n\
stands for every word. With OpenSSL 3, which says \"Signature Verified Successfully\":\n\n    \
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in edition.json -sigfile edition.json.sig\n\n\
or with minisign:\n\n    \
minisign -Vm edition.json -p key.pub\n";

const UNSIGNED: &str = "\
This edition is not signed. Ask the secretariat for its fingerprint in another way than\n\
you got these files, and compare all of it with what this says:\n\n    \
sha256sum edition.json\n";

const LISTED: &str = "\
This says \"fine\" behind each of them; \"changed\" behind one means that it is not what was\n\
frozen:\n\n    \
for f in chapter-*.json images/*; do [ ! -f \"$f\" ] || if grep -q \"$(sha256sum < \"$f\" | cut -c 1-64)\" edition.json; then echo \"$f: fine\"; else echo \"$f: changed\"; fi; done\n";

const OUTPUTS: &str = "\
outputs.json lists them and is signed too:\n\n    \
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in outputs.json -sigfile outputs.json.sig\n    \
for f in *.docx *.epub *.md *.pdf; do [ ! -f \"$f\" ] || if grep -q \"$(sha256sum < \"$f\" | cut -c 1-64)\" outputs.json; then echo \"$f: fine\"; else echo \"$f: changed\"; fi; done\n";

const OUTPUTS_UNSIGNED: &str = "\
outputs.json lists them; nobody signed it:\n\n    \
for f in *.docx *.epub *.md *.pdf; do [ ! -f \"$f\" ] || if grep -q \"$(sha256sum < \"$f\" | cut -c 1-64)\" outputs.json; then echo \"$f: fine\"; else echo \"$f: changed\"; fi; done\n";

const SUMS: &str = "\
That finds damage on the way. It finds nothing that somebody meant to do, for nobody\n\
signed the list; what comes before does that.\n\n    \
sha256sum --check --quiet SHA256SUMS\n";

const AT_ONCE: &str = "\
The program chancery does all of this, in a folder and in a zip:\n\n    \
chancery verify . --key key.pem\n\n\
Give it a key that you have from a place you trust, rather than the one beside it.\n";
