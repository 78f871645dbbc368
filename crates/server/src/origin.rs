//! Whether a request may come from where it comes from: pages of other sites can do nothing, not even with the
//! visitor's own cookie. Looked at on every write and every upgrade, before anything else.

use axum::http::{HeaderMap, header};
use collab::code::Code;

use crate::config::PublicUrl;

/// How a caller shows who they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shown {
    Cookie,
    Bearer,
    Nothing,
}

/// A browser names the page's origin on everything this is asked about; a program with a token names none. So an
/// origin that is there must be ours, and one that is missing is refused where a cookie would have come by itself.
///
/// # Errors
/// `ForeignOrigin`.
pub(crate) fn check(headers: &HeaderMap, shown: Shown, public: &PublicUrl) -> Result<(), Code> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let origin_is_fine = match (origins.next(), origins.next()) {
        (Some(origin), None) => public.is_ours(origin.as_bytes()),
        (None, _) => shown != Shown::Cookie,
        (Some(_), Some(_)) => false,
    };
    let site = headers.get("sec-fetch-site").map(|site| site.as_bytes());
    let site_is_fine = matches!(site, None | Some(b"same-origin" | b"none"));
    (origin_is_fine && site_is_fine).then_some(()).ok_or(Code::ForeignOrigin)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn passes(origins: &[&'static str], site: Option<&'static str>, shown: Shown) -> bool {
        let public = PublicUrl::parse("https://manual.example").expect("a url");
        let mut headers = HeaderMap::new();
        for origin in origins {
            headers.append(header::ORIGIN, HeaderValue::from_static(origin));
        }
        if let Some(site) = site {
            headers.insert("sec-fetch-site", HeaderValue::from_static(site));
        }
        check(&headers, shown, &public).is_ok()
    }

    #[test]
    fn our_pages_pass() {
        for shown in [Shown::Cookie, Shown::Bearer, Shown::Nothing] {
            assert!(passes(&["https://manual.example"], None, shown));
            assert!(passes(&["https://manual.example"], Some("same-origin"), shown));
        }
    }

    #[test]
    fn programs_without_a_cookie_need_no_origin() {
        assert!(passes(&[], None, Shown::Bearer) && passes(&[], None, Shown::Nothing));
        assert!(!passes(&[], None, Shown::Cookie));
    }

    #[test]
    fn other_pages_do_not_pass_whatever_they_show() {
        let foreign = [
            "https://evil.example",
            "null",
            "https://manual.example.evil.example",
            "https://evil-manual.example",
            "http://manual.example",
            "https://manual.example:8443",
            "https://x@manual.example",
            "",
        ];
        for shown in [Shown::Cookie, Shown::Bearer, Shown::Nothing] {
            assert!(foreign.iter().all(|origin| !passes(&[origin], None, shown)), "{shown:?}");
            assert!(!passes(&["https://manual.example", "https://evil.example"], None, shown));
            assert!(!passes(&["https://manual.example"], Some("cross-site"), shown));
            assert!(!passes(&["https://manual.example"], Some("same-site"), shown));
        }
    }
}
