//! What is taken out of every text before it is frozen: characters that turn the direction of what follows, with which
//! a printed sentence can be made to read differently from what was agreed. Direction comes from attributes alone.

use manual::flat::{Attributes, Unit};
use manual::inline::is_control;
use manual::payload::Payloads;
use serde_json::Value;

/// Whether a character overrides or isolates a direction: U+202A to U+202E, U+2066 to U+2069.
pub(crate) fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text without such characters.
pub(crate) fn text(text: &str) -> String {
    text.chars().filter(|c| !turns(*c)).collect()
}

/// A line, such as a title: the same, and control characters are spaces.
pub(crate) fn line(line: &str) -> String {
    text(line).chars().map(|c| if is_control(c) { ' ' } else { c }).collect()
}

/// A flat text of which only what may be frozen is left, still as it was written in every other way.
pub(crate) fn units(units: Vec<Unit>) -> Vec<Unit> {
    units.into_iter().filter_map(unit).collect()
}

fn unit(unit: Unit) -> Option<Unit> {
    Some(match unit {
        Unit::Text { text: written, attributes } => {
            let text = text(&written);
            if text.is_empty() {
                return None;
            }
            Unit::Text { text, attributes: values(attributes) }
        }
        Unit::Mark { keys, attributes } => Unit::Mark { keys: values(keys), attributes: values(attributes) },
        Unit::Embed { value, attributes } => {
            let value = match value {
                Value::Object(members) => Value::Object(values(members)),
                other => other,
            };
            Unit::Embed { value, attributes: values(attributes) }
        }
    })
}

/// The same of every line of the payloads.
pub(crate) fn payloads(mut payloads: Payloads) -> Payloads {
    for line in payloads.lines_mut() {
        *line = units(std::mem::take(line));
    }
    payloads
}

fn values(attributes: Attributes) -> Attributes {
    let cleaned = |value| match value {
        Value::String(written) => Value::String(text(&written)),
        other => other,
    };
    attributes.into_iter().map(|(name, value)| (name, cleaned(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_goes_and_what_only_marks_stays() {
        let all = "a\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}b";
        assert_eq!(text(all), "ab");
        let marks = "\u{200e}\u{200f}\u{61c}\u{200d}\u{2029}";
        assert_eq!(text(marks), marks);
        assert_eq!(line("a\n\u{202e}b"), "a b");
    }
}
