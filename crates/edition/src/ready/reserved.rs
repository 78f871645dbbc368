//! What the document model keeps for suggestions and for text in brackets: embedded by id, or written beside characters and marks by
//! programs that did it so. None of it is shown or frozen, which is why it is looked for here.

use manual::flat::{Attributes, Unit};
use manual::payload::Line;
use serde_json::Value;

use super::Code;

/// What is left in these units, each kind with the words that it stands at. `leaked`: what the mark of the block carries counts for
/// nothing in it (rule 7).
pub(super) fn left(units: &[Unit], leaked: Option<&Attributes>) -> Vec<(Code, String)> {
    let mut left: Vec<(Code, String)> = Vec::new();
    let mut say = |code: Code, words: &str| match left.iter_mut().find(|(said, _)| *said == code) {
        Some((_, said)) if said.is_empty() => words.clone_into(said),
        Some(_) => {}
        None => left.push((code, words.to_owned())),
    };
    for unit in units {
        match unit {
            Unit::Text { text, attributes } => {
                let has_leaked =
                    |name: &str, value: &Value| leaked.is_some_and(|it| it.get(name) == Some(value));
                let own = attributes.iter().filter(|(name, value)| !has_leaked(name, value));
                for code in own.filter_map(|(name, value)| of(name, value)) {
                    say(code, text);
                }
            }
            Unit::Mark { keys, .. } => {
                keys.iter().filter_map(|(name, value)| of(name, value)).for_each(|code| say(code, ""))
            }
            Unit::Embed { value: Value::Object(members), .. } => {
                members.iter().filter_map(|(name, value)| of(name, value)).for_each(|code| say(code, ""));
            }
            Unit::Embed { .. } => {}
        }
    }
    left
}

/// The same in a line of a payload.
pub(super) fn left_in(line: Option<&Line>) -> Vec<(Code, String)> {
    line.map_or_else(Vec::new, |line| left(line, None))
}

/// `suggestion`, `suggest-ins`, `ins:…`; `bracket`, `alternatives`, `alt:…`. What is taken off stands there as null.
fn of(name: &str, value: &Value) -> Option<Code> {
    if value.is_null() || value == &Value::Bool(false) {
        return None;
    }
    let word = name.split([':', '-', '_']).next().unwrap_or_default();
    match word {
        "suggest" | "suggestion" | "suggestions" | "ins" | "del" | "insertion" | "deletion" => {
            Some(Code::SuggestionLeft)
        }
        "bracket" | "brackets" | "alt" | "alternative" | "alternatives" => Some(Code::BracketLeft),
        _ => None,
    }
}
