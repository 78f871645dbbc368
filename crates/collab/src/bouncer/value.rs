//! Walks over the values inside an update (lib0's "any" and JSON) with a list of what is still open in place of
//! recursion: yrs reads both by recursion and ends the process on deep ones.

use super::reader::Reader;
use crate::code::Code;
use crate::limits::Limits;

/// However the table of limits is filled: yrs overflows a 2 MiB stack between 5,000 and 7,000 nested values.
const DEPTH_SAFE: usize = 512;

fn depth_max(limits: &Limits) -> usize {
    limits.depth_max.min(DEPTH_SAFE)
}

/// What is open around the place that is being read.
struct Open {
    left: usize,
    keyed: bool,
}

/// Steps over one value.
pub(super) fn skip_any(reader: &mut Reader<'_>, limits: &Limits) -> Result<(), Code> {
    let mut open: Vec<Open> = Vec::new();
    loop {
        if let Some(entered) = skip_one(reader)? {
            if open.len() >= depth_max(limits) {
                return Err(Code::ForbiddenContent);
            }
            open.push(entered);
        }
        while open.last().is_some_and(|inner| inner.left == 0) {
            open.pop();
        }
        let Some(inner) = open.last_mut() else { return Ok(()) };
        inner.left -= 1;
        if inner.keyed {
            reader.text()?;
        }
    }
}

/// Steps over a plain value, or into a list or an object.
fn skip_one(reader: &mut Reader<'_>) -> Result<Option<Open>, Code> {
    match reader.byte()? {
        127 | 126 | 121 | 120 => {}
        125 => reader.signed_number()?,
        124 => drop(reader.take(4)?),
        123 | 122 => drop(reader.take(8)?),
        119 => drop(reader.text()?),
        118 => return Ok(Some(Open { left: reader.count(2)?, keyed: true })),
        117 => return Ok(Some(Open { left: reader.count(1)?, keyed: false })),
        116 => drop(reader.buffer()?),
        _ => return Err(Code::Malformed),
    }
    Ok(None)
}

/// Steps over a JSON text.
pub(super) fn skip_json(reader: &mut Reader<'_>, limits: &Limits) -> Result<(), Code> {
    let text = reader.text()?;
    if matches!(text, "true" | "false" | "null") {
        return Ok(());
    }
    if json_depth(text) > depth_max(limits) {
        return Err(Code::ForbiddenContent);
    }
    // Shallow now, so yrs's own reader is safe, and only it knows exactly what it accepts.
    yrs::Any::from_json(text).map(drop).map_err(|_| Code::Malformed)
}

/// How many brackets are open at most. Right for every valid JSON text; an invalid one is refused later.
fn json_depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut quoted = false;
    let mut escaped = false;
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_of_json_ignores_what_is_quoted() {
        for (text, depth) in [
            ("1", 0),
            ("[]", 1),
            (r#"{"a":[1,{"b":2}]}"#, 3),
            (r#""[[[""#, 0),
            (r#"["\"[", []]"#, 2),
            ("[][]", 1),
        ] {
            assert_eq!(json_depth(text), depth, "{text}");
        }
    }

    #[test]
    fn values_up_to_the_bound_pass_and_deeper_ones_do_not() {
        let limits = Limits::default();
        let nested = |depth: usize| {
            let mut bytes = [117, 1].repeat(depth);
            bytes.push(126);
            bytes
        };
        assert_eq!(skip_any(&mut Reader::new(&nested(limits.depth_max)), &limits), Ok(()));
        assert_eq!(
            skip_any(&mut Reader::new(&nested(limits.depth_max + 1)), &limits),
            Err(Code::ForbiddenContent)
        );
    }
}
