//! A list of all that is in what we give away, in the format of CycloneDX, made from the locks. The same locks make the same
//! bytes: no time, no machine, no number of chance. What only builds or tests is not in it.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::place::Place;
use crate::supply::{self, Package};

/// Writes the list to a file, or to the standard output.
///
/// # Errors
/// When a lock cannot be read or the file cannot be written.
pub(crate) fn run(place: &Place, out: Option<&Path>) -> Result<()> {
    let packages = supply::packages(place)?;
    let list = list(packages.iter().filter(|package| package.shipped));
    let text = serde_json::to_string_pretty(&list)? + "\n";
    match out {
        Some(file) => {
            std::fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))
        }
        None => {
            print!("{text}");
            Ok(())
        }
    }
}

fn list<'a>(packages: impl Iterator<Item = &'a Package>) -> Value {
    let product = json!({ "type": "application", "name": "chancery", "version": env!("CARGO_PKG_VERSION"),
        "licenses": [{ "expression": "MIT OR Apache-2.0" }] });
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": product },
        "components": packages.map(component).collect::<Vec<_>>(),
    })
}

fn component(package: &Package) -> Value {
    let Package { kind, name, version, licence, checksum, .. } = package;
    // A scope of npm begins with @, which an address of a package writes otherwise.
    let purl = format!("pkg:{kind}/{}@{version}", name.replacen('@', "%40", 1));
    let hash = match checksum.strip_prefix("sha512-") {
        Some(base64) => json!({ "alg": "SHA-512", "content": hex_of_base64(base64) }),
        None => json!({ "alg": "SHA-256", "content": checksum }),
    };
    let licence = licence.replace('/', " OR ");
    let licence = if licence.contains(' ') {
        json!({ "expression": licence.split_whitespace().collect::<Vec<_>>().join(" ") })
    } else {
        json!({ "license": { "name": licence } })
    };
    json!({ "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
        "licenses": [licence], "hashes": [hash] })
}

/// The lock of npm writes hashes in base64, a list of this kind in hexadecimal. What is no base64 gives nothing.
fn hex_of_base64(text: &str) -> String {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bits, mut held, mut hex) = (0u32, 0, String::new());
    for value in text.bytes().map_while(digit) {
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            hex += &format!("{:02x}", (bits >> held) & 0xff);
        }
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_told_in_hexadecimal() {
        assert_eq!(hex_of_base64("AAECAwT/"), "0001020304ff");
        assert_eq!(hex_of_base64("/w=="), "ff");
    }

    #[test]
    fn a_package_is_named_as_others_name_it() {
        let package = Package {
            kind: "npm",
            name: "@a/b".into(),
            version: "1.2.3".into(),
            licence: "MIT/Apache-2.0".into(),
            checksum: "sha512-/w==".into(),
            shipped: true,
        };
        let component = component(&package);
        assert_eq!(component["purl"], "pkg:npm/%40a/b@1.2.3");
        assert_eq!(component["hashes"][0], json!({ "alg": "SHA-512", "content": "ff" }));
        assert_eq!(component["licenses"][0], json!({ "expression": "MIT OR Apache-2.0" }));
    }
}
