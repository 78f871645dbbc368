//! The configuration file (TOML): where the service is reached, and every bound. What it does not name has a default;
//! what it names and we do not know is refused in words. The listener and the data folder come from the command line.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::limits::Limits;
use crate::mail::MailConfig;
use crate::oidc::Oidc;

/// All that can be configured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where people reach the service, as `https://manual.example.org`: decides which pages may write, the cookie's
    /// name and the links in invitations. Without it: `http://` and the address the service listens on.
    pub public_url: Option<String>,
    /// Where a caller's address stands.
    pub client_address: ClientAddress,
    /// Where the metrics are told, as `127.0.0.1:9464`: an address that only the operator's own programs reach. Without it
    /// nowhere.
    pub metrics_listen: Option<SocketAddr>,
    /// The program that makes PDFs, and the folder of its fonts. Without it: `press` beside this program, if it is there.
    pub press: Option<PathBuf>,
    pub fonts: Option<PathBuf>,
    /// Every bound.
    pub limits: Limits,
    /// Where invitations are mailed through. Without it nothing is mailed.
    pub mail: Option<MailConfig>,
    /// Another service that vouches for people.
    pub oidc: Option<Oidc>,
}

/// Whom to believe about a caller's address. It only counts tries to sign in; it is never logged whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientAddress {
    /// The other end of the connection.
    #[default]
    Socket,
    /// The last address in `X-Forwarded-For`: right behind one proxy that sets it, wrong without.
    ForwardedFor,
}

/// Why a configuration was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ConfigRefused {
    #[error("the configuration file `{file}` could not be read")]
    Unreadable {
        file: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("the configuration is not understood: {0}")]
    NotUnderstood(#[from] toml::de::Error),
    #[error("public_url `{0}` is not of the form http://host[:port] or https://host[:port]")]
    PublicUrl(String),
    #[error("[limits]: {0}")]
    Contradiction(&'static str),
    #[error("[mail]: {0}")]
    Mail(&'static str),
    #[error("[oidc]: {0}")]
    Oidc(&'static str),
}

impl Config {
    /// Reads the file, or gives the defaults when there is none.
    ///
    /// # Errors
    /// [`ConfigRefused`] says in words what is wrong, with the line.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigRefused> {
        let Some(file) = file else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(file)
            .map_err(|source| ConfigRefused::Unreadable { file: file.to_owned(), source })?;
        Self::parse(&text)
    }

    /// Reads the text of a configuration file.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn parse(text: &str) -> Result<Self, ConfigRefused> {
        let config: Self = toml::from_str(text)?;
        if let Some(url) = &config.public_url {
            PublicUrl::parse(url).ok_or_else(|| ConfigRefused::PublicUrl(url.clone()))?;
        }
        if let Some(what) = config.limits.contradiction() {
            return Err(ConfigRefused::Contradiction(what));
        }
        if let Some(what) = config.mail.as_ref().and_then(MailConfig::contradiction) {
            return Err(ConfigRefused::Mail(what));
        }
        if let Some(what) = config.oidc.as_ref().and_then(Oidc::contradiction) {
            return Err(ConfigRefused::Oidc(what));
        }
        Ok(config)
    }

    /// The configured address, or what follows from the one listened on.
    pub(crate) fn public_url(&self, listening: Option<std::net::SocketAddr>) -> PublicUrl {
        let configured = self.public_url.as_deref().and_then(PublicUrl::parse);
        configured.unwrap_or_else(|| PublicUrl::of_listener(listening))
    }
}

/// Where people reach the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PublicUrl {
    /// Without a slash at the end.
    base: String,
    /// Origins whose pages are ours.
    origins: Vec<String>,
}

impl PublicUrl {
    /// Reads `scheme://host[:port]`, a slash at the end allowed, nothing else.
    pub(crate) fn parse(url: &str) -> Option<Self> {
        let base = url.strip_suffix('/').unwrap_or(url).to_ascii_lowercase();
        let (scheme, host) = base.split_once("://")?;
        let default_port = match scheme {
            "http" => ":80",
            "https" => ":443",
            _ => return None,
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || host.starts_with(':') || !host.chars().all(plain) {
            return None;
        }
        // Browsers leave the scheme's own port out of an Origin.
        let origin = base.strip_suffix(default_port).unwrap_or(&base).to_owned();
        Some(Self { base, origins: vec![origin] })
    }

    fn of_listener(listening: Option<std::net::SocketAddr>) -> Self {
        let address = listening.unwrap_or_else(|| ([127, 0, 0, 1], 8080).into());
        let port = address.port();
        if !(address.ip().is_loopback() || address.ip().is_unspecified()) {
            let base = format!("http://{address}");
            return Self { origins: vec![base.clone()], base };
        }
        // One machine has two usual names for itself.
        let origins = vec![format!("http://127.0.0.1:{port}"), format!("http://localhost:{port}")];
        Self { base: origins[0].clone(), origins }
    }

    /// Whether a page of this origin is one of ours. Compared as a whole: no prefix, suffix or pattern.
    pub(crate) fn is_ours(&self, origin: &[u8]) -> bool {
        self.origins.iter().any(|ours| ours.as_bytes() == origin)
    }

    /// The origins whose pages are ours.
    pub(crate) fn origins(&self) -> &[String] {
        &self.origins
    }

    /// Whether people reach the service over https, so that cookies are `Secure`.
    pub(crate) fn is_https(&self) -> bool {
        self.base.starts_with("https://")
    }

    /// Where a provider of identities sends people back to.
    pub(crate) fn provider_return(&self) -> String {
        format!("{}/sign-in/provider", self.base)
    }

    /// The page of an invitation.
    pub(crate) fn sign_in_link(&self, secret: &str) -> String {
        format!("{}/sign-in/{secret}", self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_refused_in_words() {
        let refused = Config::parse("[limits]\nframe_size = 1").expect_err("refused").to_string();
        assert!(refused.contains("unknown field `frame_size`") && refused.contains("line 2"), "{refused}");
        assert!(Config::parse("listen = '0.0.0.0:80'").is_err());
    }

    #[test]
    fn one_name_lifts_one_bound() {
        let config = Config::parse("[limits]\nframe_bytes_max = 7\nsockets_max = 9").expect("accepted");
        assert_eq!((config.limits.room().frame_bytes_max, config.limits.sockets_max), (7, 9));
        assert_eq!(config.limits.body_bytes_max, Limits::default().body_bytes_max);
    }

    #[test]
    fn bounds_that_contradict_each_other_are_refused() {
        assert!(Config::parse("[limits]\noutbox_bytes_max = 1").is_err());
        assert!(Config::parse("[limits]\nframes_per_second_max = 0").is_err());
    }

    #[test]
    fn origins_are_compared_whole() {
        let url = PublicUrl::parse("https://Manual.example.org:443/").expect("a url");
        assert!(url.is_https() && url.is_ours(b"https://manual.example.org"));
        let foreign: [&[u8]; 7] = [
            b"null",
            b"http://manual.example.org",
            b"https://manual.example.org.evil.example",
            b"https://evil-manual.example.org",
            b"https://manual.example.org:444",
            b"https://user@manual.example.org",
            b"https://example.org",
        ];
        assert!(foreign.iter().all(|origin| !url.is_ours(origin)));
        for bad in ["ftp://a", "https://", "https://a/b", "https://a b", "https://u@a", "a", "http://:80"] {
            assert_eq!(PublicUrl::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn without_a_configured_address_the_listener_decides() {
        let url = Config::default().public_url(Some(([127, 0, 0, 1], 4321).into()));
        assert_eq!(url.sign_in_link("s"), "http://127.0.0.1:4321/sign-in/s");
        assert!(url.is_ours(b"http://localhost:4321") && !url.is_ours(b"http://localhost:4322"));
    }
}
