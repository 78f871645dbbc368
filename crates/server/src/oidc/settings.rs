//! The section `[oidc]` of the configuration file: which provider vouches for people, and as whom this service asks it. The
//! secret is not in it, only where it is; it is read when the service starts.

use std::path::PathBuf;

use openidconnect::url::{Host, Url};
use serde::{Deserialize, Serialize};

use crate::config::ConfigRefused;

const NAME_CHARS_MAX: usize = 60;
const SECRET_BYTES_MAX: usize = 4096;

/// A provider of identities that people may sign in with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// What people call it, as "Foreign Ministry sign-in". It stands on the button.
    pub name: String,
    /// Its address, letter by letter as it says it itself: `https://`, or `http://` on this machine.
    pub issuer: String,
    /// What it calls this service.
    pub client_id: String,
    /// A file that holds nothing but the secret it gave this service.
    pub client_secret_file: Option<PathBuf>,
    /// In its place: the variable of the environment that holds the secret.
    pub client_secret_env: Option<String>,
}

impl Oidc {
    /// What cannot be, in words.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        let name = self.name.trim();
        let fits = !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX;
        if !fits || self.name.chars().any(char::is_control) {
            return Some("name must have 1 to 60 characters, without invisible ones");
        }
        if self.client_id.is_empty() || self.client_id.chars().any(char::is_control) {
            return Some("client_id is what the provider calls this service");
        }
        if self.client_secret_file.is_some() == self.client_secret_env.is_some() {
            return Some("one of client_secret_file and client_secret_env says where the secret is");
        }
        let Ok(issuer) = Url::parse(&self.issuer) else { return Some("issuer is not an address") };
        let plain = issuer.username().is_empty() && issuer.password().is_none();
        if !plain || issuer.query().is_some() || issuer.fragment().is_some() {
            return Some("issuer is an address without a name, a question mark and a number sign");
        }
        match issuer.scheme() {
            "https" => None,
            "http" if self.is_loopback() => None,
            _ => Some("issuer must begin with https:// (http:// only for a provider on this machine)"),
        }
    }

    /// Whether the provider is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        Url::parse(&self.issuer).is_ok_and(|issuer| is_here(&issuer))
    }

    /// # Errors
    /// There is none where it should be.
    pub(super) fn secret(&self) -> Result<String, ConfigRefused> {
        let secret = match (&self.client_secret_file, &self.client_secret_env) {
            (Some(file), _) => std::fs::read_to_string(file)
                .map_err(|source| ConfigRefused::Unreadable { file: file.clone(), source })?,
            (None, Some(name)) => std::env::var(name)
                .map_err(|_| ConfigRefused::Oidc("the variable of client_secret_env is not set"))?,
            (None, None) => String::new(),
        };
        let secret = secret.trim_end_matches(['\r', '\n']);
        if secret.is_empty() || secret.len() > SECRET_BYTES_MAX {
            return Err(ConfigRefused::Oidc("the secret has 1 to 4096 bytes"));
        }
        Ok(secret.to_owned())
    }
}

/// Whether an address is on this machine.
pub(super) fn is_here(address: &Url) -> bool {
    match address.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    fn parsed(issuer: &str, rest: &str) -> Result<Config, String> {
        let text = format!("[oidc]\nname = 'Ministry'\nissuer = '{issuer}'\nclient_id = 'c'\n{rest}");
        Config::parse(&text).map_err(|refused| refused.to_string())
    }

    #[test]
    fn a_provider_is_reached_over_https_or_is_on_this_machine() {
        let file = "client_secret_file = '/run/secret'";
        for issuer in
            ["https://login.example.org", "https://login.example.org/realms/a", "http://127.0.0.1:9"]
        {
            let config = parsed(issuer, file).expect("accepted");
            assert_eq!(config.oidc.expect("a provider").issuer, issuer);
        }
        let bad = [
            "http://login.example.org",
            "http://127.0.0.1.evil.example",
            "http://10.0.0.1",
            "ftp://127.0.0.1",
            "https://u:p@login.example.org",
            "https://login.example.org?a",
            "https://login.example.org#a",
            "login",
            "",
        ];
        for issuer in bad {
            assert!(parsed(issuer, file).is_err_and(|said| said.starts_with("[oidc]: issuer")), "{issuer}");
        }
    }

    #[test]
    fn there_is_one_place_for_the_secret_and_it_is_not_the_file_itself() {
        let both = "client_secret_file = '/a'\nclient_secret_env = 'A'";
        for rest in ["", both, "client_secret = 'open'"] {
            assert!(parsed("https://login.example.org", rest).is_err(), "{rest}");
        }
        let unset = parsed("https://login.example.org", "client_secret_env = 'CHANCERY_NO_SUCH'");
        assert!(unset.expect("its form is right").oidc.expect("a provider").secret().is_err());
    }
}
