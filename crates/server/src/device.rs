//! Where a session comes from, in two words: the family of the browser and of the system, so that a person recognises
//! their own. Nothing else of what a browser says of itself is looked at or kept.

use axum::http::{HeaderMap, header};
use store::record::people::Device;

/// Looked for in this order: many browsers also name others.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg", "edge"),
    ("OPR/", "opera"),
    ("SamsungBrowser/", "samsung"),
    ("Firefox/", "firefox"),
    ("FxiOS/", "firefox"),
    ("Chrome/", "chrome"),
    ("Safari/", "safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("Windows", "windows"),
    ("Android", "android"),
    ("iPhone", "ios"),
    ("iPad", "ios"),
    ("CrOS", "chromeos"),
    ("Mac OS X", "macos"),
    ("Linux", "linux"),
];
const OTHER: &str = "other";

/// The device of a request, if it says anything.
pub(crate) fn of(headers: &HeaderMap) -> Option<Device> {
    let said = headers.get(header::USER_AGENT)?.to_str().ok()?;
    let word = |words: &[(&str, &str)]| {
        let found = words.iter().find(|(sign, _)| said.contains(sign));
        found.map_or(OTHER, |(_, word)| *word).to_owned()
    };
    Some(Device { browser: word(&BROWSERS), system: word(&SYSTEMS) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(said: &str, browser: &str, system: &str) {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, said.parse().expect("a header"));
        let device = of(&headers).expect("a device");
        assert_eq!((device.browser.as_str(), device.system.as_str()), (browser, system), "{said}");
    }

    #[test]
    fn families_are_recognised_and_nothing_else_is_kept() {
        check("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox", "windows");
        check(
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            "edge",
            "windows",
        );
        check(
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36",
            "chrome",
            "android",
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1",
            "safari",
            "ios",
        );
        check("curl/8 secret-name", "other", "other");
        assert_eq!(of(&HeaderMap::new()), None);
    }
}
