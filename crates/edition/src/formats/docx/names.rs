//! Names that Word takes: of bookmarks, and of languages.

use crate::set::Target;

/// Longest name of a bookmark, in characters.
const BOOKMARK_CHARS_MAX: usize = 40;

/// The bookmark of a place: letters, digits and underscores, at most forty.
pub(super) fn bookmark(target: &Target) -> String {
    let mut name = format!("b{}_", target.chapter + 1);
    for c in target.anchor.chars() {
        match c {
            '~' => name.push_str("__"),
            c if c.is_ascii_alphanumeric() => name.push(c),
            _ => name.push('_'),
        }
    }
    if name.len() > BOOKMARK_CHARS_MAX {
        let digest = crate::hex(&crate::sha256(target.anchor.as_bytes()));
        name.truncate(BOOKMARK_CHARS_MAX - 13);
        name = format!("{name}_{}", &digest[..12]);
    }
    name
}

/// A language tag with a region, which Word wants to find its dictionary.
pub(super) fn language(tag: &str) -> String {
    let region = match tag {
        "" | "en" => "en-GB",
        "fr" => "fr-FR",
        "es" => "es-ES",
        "pt" => "pt-PT",
        "ar" => "ar-SA",
        "ru" => "ru-RU",
        "zh" => "zh-CN",
        other => other,
    };
    region.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bookmarks_are_words_and_short_and_told_apart() {
        let of = |anchor: &str| bookmark(&Target { chapter: 2, anchor: anchor.to_owned() });
        assert_eq!(of("k3Jd02mmQz7a"), "b3_k3Jd02mmQz7a");
        assert_ne!(of("a~2"), of("a2"));
        let (one, other) = (of(&format!("{}1", "a".repeat(60))), of(&format!("{}2", "a".repeat(60))));
        assert!(one != other && one.len() <= BOOKMARK_CHARS_MAX, "{one} {other}");
    }
}
