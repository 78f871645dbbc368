//! The names of the files of a bundle. None leads out of the folder it is unpacked into.

pub(super) const MANIFEST: &str = "edition.json";
pub(super) const SIGNATURE: &str = "edition.json.sig";
pub(super) const MINISIGN: &str = "edition.json.minisig";
pub(super) const PEM: &str = "key.pem";
pub(super) const MINISIGN_KEY: &str = "key.pub";
pub(super) const KEYS: &str = "keys.json";
pub(super) const OUTPUTS: &str = "outputs.json";
pub(super) const OUTPUTS_SIGNATURE: &str = "outputs.json.sig";
pub(super) const SUMS: &str = "SHA256SUMS";
pub(super) const WORDS: &str = "VERIFY.txt";

/// The folder of the pictures; there is no other.
pub(super) const IMAGES: &str = "images/";

/// Longest name.
const NAME_BYTES_MAX: usize = 200;

/// The chapter with this index.
pub(super) fn chapter(index: usize) -> String {
    format!("chapter-{:02}.json", index + 1)
}

/// Whether a file may have this name.
pub(super) fn is_allowed(name: &str) -> bool {
    let plain = name.strip_prefix(IMAGES).unwrap_or(name);
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    !plain.is_empty() && name.len() <= NAME_BYTES_MAX && !plain.starts_with('.') && plain.bytes().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_elsewhere() {
        for name in ["edition.json", "images/ab.png", "manual-1.docx", "SHA256SUMS", "a_b"] {
            assert!(is_allowed(name), "{name}");
        }
        for name in
            ["", ".", "..", "/etc", "../a", "images/", "images/../a", "images/a/b", "a\\b", "c:a", "a b", "é"]
        {
            assert!(!is_allowed(name), "{name}");
        }
        assert!(!is_allowed(&"a".repeat(201)));
    }
}
