//! Sign-ins that have begun: each finished once, soon, and by the browser that began it. In memory only: a restart ends them.

use openidconnect::{Nonce, PkceCodeVerifier};
use store::record::Hash;

use super::{Going, Refused};
use crate::once::Once;
use crate::secret;

/// What is kept of one until it is finished.
pub(super) struct Flow {
    pub(super) nonce: Nonce,
    pub(super) verifier: PkceCodeVerifier,
    pub(super) going: Going,
}

/// The two halves of one: the state goes to the provider and back, the other stays with the browser.
pub(super) struct Started {
    pub(super) state: String,
    pub(super) browser: String,
}

/// By the hash of the state.
pub(super) struct Flows(Once<Hash, Waiting>);

struct Waiting {
    browser: Hash,
    flow: Flow,
}

impl Flows {
    pub(super) fn new(max: usize, life_ms: u64) -> Self {
        Self(Once::new(max, life_ms))
    }

    pub(super) fn begin(&self, flow: Flow, now_ms: u64) -> Started {
        let started = Started { state: secret::new_session_token(), browser: secret::new_session_token() };
        let waiting = Waiting { browser: secret::hash(&started.browser), flow };
        self.0.begin(secret::hash(&started.state), waiting, now_ms);
        started
    }

    /// What was begun under a state. It is over with this, whoever asks.
    pub(super) fn finish(&self, state: &str, browser: Option<&str>, now_ms: u64) -> Result<Flow, Refused> {
        let waiting = self.0.finish(&secret::hash(state), now_ms).ok_or(Refused::NoSuchFlow)?;
        let same = browser.is_some_and(|browser| secret::same(&secret::hash(browser), &waiting.browser));
        if same { Ok(waiting.flow) } else { Err(Refused::OtherBrowser) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(flows: &Flows, now_ms: u64) -> Started {
        let going = Going { invitation: None, own_device: true };
        let verifier = PkceCodeVerifier::new("v".repeat(43));
        flows.begin(Flow { nonce: Nonce::new("n".to_owned()), verifier, going }, now_ms)
    }

    fn finish(flows: &Flows, state: &str, browser: Option<&str>, now_ms: u64) -> Option<Refused> {
        flows.finish(state, browser, now_ms).err()
    }

    #[test]
    fn one_is_finished_once_in_its_time_and_in_its_browser() {
        let flows = Flows::new(10, 100);
        let [first, second, third] = [0, 0, 0].map(|now_ms| begin(&flows, now_ms));
        assert_eq!(finish(&flows, &first.state, Some(&first.browser), 99), None);
        assert_eq!(finish(&flows, &first.state, Some(&first.browser), 99), Some(Refused::NoSuchFlow));
        assert_eq!(finish(&flows, &second.state, Some(&second.browser), 100), Some(Refused::NoSuchFlow));
        assert_eq!(finish(&flows, &third.state, Some(&second.browser), 1), Some(Refused::OtherBrowser));
        assert_eq!(finish(&flows, &third.state, Some(&third.browser), 1), Some(Refused::NoSuchFlow));
        let fourth = begin(&flows, 0);
        assert_eq!(finish(&flows, &fourth.state, None, 1), Some(Refused::OtherBrowser));
        assert_eq!(finish(&flows, "", Some(""), 1), Some(Refused::NoSuchFlow));
    }

    #[test]
    fn of_too_many_the_oldest_goes() {
        let flows = Flows::new(2, 100);
        let begun: Vec<_> = (0..3).map(|_| begin(&flows, 0)).collect();
        let refused: Vec<_> =
            begun.iter().map(|it| finish(&flows, &it.state, Some(&it.browser), 1)).collect();
        assert_eq!(refused, [Some(Refused::NoSuchFlow), None, None]);
    }
}
