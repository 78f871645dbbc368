//! The secrets of signing in: links, codes, session and program tokens. Makes them, reads them, compares them in
//! constant time. Keeps none: what is stored is a SHA-256, and what is logged is nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use manual::id::InvitationId;
use sha2::{Digest, Sha256};
use store::record::Hash;
use subtle::ConstantTimeEq;

use crate::chance;

/// What a program's token begins with, so that a leaked one is recognised.
const PROGRAM_TOKEN: &str = "chy_";
const CODE_CHARS: usize = 10;
/// Crockford's base 32: no I, L, O, U.
const CODE_ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The secret part of an invitation's link: the invitation's id and 16 random bytes.
pub(crate) fn new_link(invitation: InvitationId) -> String {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&invitation.bytes());
    bytes[16..].copy_from_slice(&chance::bytes::<16>());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Which invitation a link is for. Proves nothing yet.
pub(crate) fn invitation_of(link: &str) -> Option<InvitationId> {
    let bytes = URL_SAFE_NO_PAD.decode(link).ok()?;
    let bytes: [u8; 32] = bytes.try_into().ok()?;
    let id = bytes.first_chunk::<16>()?;
    Some(InvitationId::from_bytes(*id))
}

/// A code to type, shown as `XXXXX-XXXXX`: 50 bits, five tries.
pub(crate) fn new_code() -> String {
    let random = chance::bytes::<CODE_CHARS>();
    let mut code: String =
        random.iter().map(|byte| char::from(CODE_ALPHABET[usize::from(byte % 32)])).collect();
    code.insert(CODE_CHARS / 2, '-');
    code
}

/// A code as typed, in the one form that is hashed: capitals, without hyphens and spaces, look-alikes resolved.
fn normalised(code: &str) -> String {
    let typed = code.chars().filter(|c| !c.is_whitespace() && *c != '-').take(CODE_CHARS + 1);
    typed
        .map(|c| match c.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        })
        .collect()
}

/// What is stored of a code. The invitation's id in front: equal codes have different hashes.
pub(crate) fn hash_code(invitation: InvitationId, code: &str) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(invitation.bytes());
    hasher.update(normalised(code));
    hasher.finalize().into()
}

/// What is stored of a link or a token.
pub(crate) fn hash(secret: &str) -> Hash {
    Sha256::digest(secret).into()
}

/// Compares in constant time.
pub(crate) fn same(a: &Hash, b: &Hash) -> bool {
    a.ct_eq(b).into()
}

/// A person's session token, for the cookie.
pub(crate) fn new_session_token() -> String {
    URL_SAFE_NO_PAD.encode(chance::bytes::<32>())
}

/// A program's token, for the `Authorization` header.
pub(crate) fn new_program_token() -> String {
    format!("{PROGRAM_TOKEN}{}", URL_SAFE_NO_PAD.encode(chance::bytes::<32>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_its_invitation() {
        let invitation = InvitationId::from_random(chance::bytes());
        let link = new_link(invitation);
        assert_eq!((link.len(), invitation_of(&link)), (43, Some(invitation)));
        assert_eq!(invitation_of("abc"), None);
        assert_eq!(invitation_of(&format!("{link}A")), None);
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let invitation = InvitationId::from_random([1; 16]);
        let hash = hash_code(invitation, "0123A-BCDEF");
        for typed in ["0123abcdef", " o1 23a-bcdef ", "OL23A BCDEF"] {
            assert!(same(&hash, &hash_code(invitation, typed)), "{typed}");
        }
        assert!(!same(&hash, &hash_code(invitation, "0123A-BCDEG")));
        assert!(!same(&hash, &hash_code(invitation, "0123A-BCDEF0")));
        assert!(!same(&hash, &hash_code(InvitationId::from_random([2; 16]), "0123A-BCDEF")));
    }

    #[test]
    fn codes_and_tokens_have_their_forms() {
        let code = new_code();
        assert_eq!((code.len(), code.as_bytes()[5]), (11, b'-'));
        assert!(new_program_token().starts_with(PROGRAM_TOKEN));
        assert_ne!(new_session_token(), new_session_token());
    }
}
