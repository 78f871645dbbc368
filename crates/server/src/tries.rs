//! How often one address may try to sign in. Counts by the minute and forgets; keeps no address longer than that.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

const MINUTE_MS: u64 = 60_000;

/// Tries of the current minute.
#[derive(Default)]
pub(crate) struct Tries {
    minute: Mutex<Minute>,
}

#[derive(Default)]
struct Minute {
    number: u64,
    tries: HashMap<IpAddr, u32>,
}

impl Tries {
    /// Counts a try.
    ///
    /// # Errors
    /// The seconds to wait when the address has had its tries.
    pub(crate) fn count(&self, address: IpAddr, tries_max: u32, now_ms: u64) -> Result<(), u64> {
        let mut minute = self.minute.lock().expect("nobody panics while counting tries");
        let number = now_ms / MINUTE_MS;
        if minute.number != number {
            *minute = Minute { number, tries: HashMap::new() };
        }
        let tries = minute.tries.entry(household(address)).or_default();
        *tries += 1;
        let left_ms = MINUTE_MS - now_ms % MINUTE_MS;
        if *tries > tries_max { Err(left_ms.div_ceil(1000)) } else { Ok(()) }
    }
}

/// An IPv6 customer has a whole /64; one try from each of its addresses would be no bound.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn an_address_has_its_tries_a_minute_and_then_waits() {
        let tries = Tries::default();
        let home = address("192.0.2.1");
        assert_eq!(
            (0..3).map(|_| tries.count(home, 2, 90_000)).collect::<Vec<_>>(),
            [Ok(()), Ok(()), Err(30)]
        );
        assert_eq!(tries.count(address("192.0.2.2"), 2, 90_000), Ok(()));
        assert_eq!(tries.count(home, 2, 120_000), Ok(()), "a new minute");
    }

    #[test]
    fn a_prefix_of_ipv6_counts_as_one() {
        let tries = Tries::default();
        assert_eq!(tries.count(address("2001:db8:1:2::1"), 1, 0), Ok(()));
        assert!(tries.count(address("2001:db8:1:2:ffff::9"), 1, 0).is_err());
        assert!(tries.count(address("2001:db8:1:3::1"), 1, 0).is_ok());
    }
}
