//! Places between places: texts that sort, so that a chapter can go between two others without touching them.
//!
//! A key is digits of base 62 (`0-9A-Za-z`, in this order) that do not end in `0`, read as a fraction between 0 and 1.
//! Two people who choose the same gap may choose the same key; whoever sorts breaks the tie by chapter id.

/// Longest key, in digits. Where a gap has no room for a key so short, the keys around it are dealt out anew
/// ([`spread`]).
pub const ORDER_DIGITS_MAX: usize = 64;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE: u8 = 62;

/// Whether a text is a key.
pub fn is_order(key: &str) -> bool {
    (1..=ORDER_DIGITS_MAX).contains(&key.len())
        && key.bytes().all(|byte| digit(byte).is_some())
        && !key.ends_with('0')
}

/// A key between two keys; `None` stands for the beginning or the end. Going on at either end costs a digit for every
/// sixty keys, halving one gap again and again a digit for every five.
///
/// `None` when `before` is not less than `after`, one of them is no key, or there is no room: then [`spread`].
pub fn between(before: Option<&str>, after: Option<&str>) -> Option<String> {
    let wrong = |key: Option<&str>| key.is_some_and(|key| !is_order(key));
    if wrong(before) || wrong(after) || before.zip(after).is_some_and(|(before, after)| before >= after) {
        return None;
    }
    let low: Vec<u8> = before.unwrap_or_default().bytes().filter_map(digit).collect();
    let high: Option<Vec<u8>> = after.map(|after| after.bytes().filter_map(digit).collect());
    let key = match high {
        None => step_up(&low),
        Some(high) if low.is_empty() => step_down(&high),
        Some(high) => halve(&low, &high),
    };
    (key.len() <= ORDER_DIGITS_MAX).then(|| written(&key))
}

/// `count` keys in order, evenly over the whole range and short.
pub fn spread(count: usize) -> Vec<String> {
    let mut digits = 1;
    let mut room = u128::from(BASE);
    while room <= count as u128 {
        digits += 1;
        room *= u128::from(BASE);
    }
    (1..=count as u128).map(|number| fraction(number * room / (count as u128 + 1), digits)).collect()
}

fn fraction(mut value: u128, digits: usize) -> String {
    let mut key = vec![0; digits];
    for place in key.iter_mut().rev() {
        *place = (value % u128::from(BASE)) as u8;
        value /= u128::from(BASE);
    }
    while key.last() == Some(&0) {
        key.pop();
    }
    written(&key)
}

fn digit(byte: u8) -> Option<u8> {
    DIGITS.binary_search(&byte).ok().map(|digit| digit as u8)
}

fn written(key: &[u8]) -> String {
    key.iter().map(|digit| char::from(DIGITS[usize::from(*digit)])).collect()
}

/// Above `low`, with nothing above: the first digit that can grow grows by one. The first key of all is the middle.
fn step_up(low: &[u8]) -> Vec<u8> {
    if low.is_empty() {
        return vec![BASE / 2];
    }
    match low.iter().position(|digit| *digit < BASE - 1) {
        Some(place) => {
            let mut key = low[..=place].to_vec();
            key[place] += 1;
            key
        }
        None => [low, &[1]].concat(),
    }
}

/// Below `high`, with nothing below: the first digit that is not 0 shrinks by one; a 1 becomes a 0 and the top of the
/// next digit.
fn step_down(high: &[u8]) -> Vec<u8> {
    let place = high.iter().position(|digit| *digit > 0).expect("a key does not end in 0");
    let mut key = high[..place].to_vec();
    match high[place] {
        1 => key.extend([0, BASE - 1]),
        digit => key.push(digit - 1),
    }
    key
}

/// The middle of two fractions, as short as it can be.
fn halve(low: &[u8], high: &[u8]) -> Vec<u8> {
    let mut key = Vec::new();
    let mut is_below_high = false;
    for place in 0.. {
        let floor = low.get(place).copied().unwrap_or(0);
        let roof = if is_below_high { BASE } else { high.get(place).copied().unwrap_or(0) };
        let middle = floor + (roof - floor) / 2;
        if middle > floor {
            key.push(middle);
            break;
        }
        key.push(floor);
        is_below_high |= floor < roof;
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_at_the_ends_stay_short() {
        let (mut up, mut down) = (between(None, None).unwrap(), between(None, None).unwrap());
        for _ in 0..3_000 {
            let (next, prior) = (between(Some(&up), None).unwrap(), between(None, Some(&down)).unwrap());
            assert!(next > up && prior < down && is_order(&next) && is_order(&prior));
            (up, down) = (next, prior);
        }
        assert!(up.len() <= 51 && down.len() <= 51, "{} {}", up.len(), down.len());
    }

    #[test]
    fn one_gap_holds_three_hundred_halvings_and_then_says_so() {
        let (low, mut high) = ("V".to_owned(), "W".to_owned());
        let mut count = 0;
        while let Some(key) = between(Some(&low), Some(&high)) {
            assert!(low < key && key < high && is_order(&key));
            high = key;
            count += 1;
        }
        assert!((300..500).contains(&count), "{count}");
    }

    #[test]
    fn what_is_no_key_or_no_gap_is_refused() {
        for (before, after) in [("", "V"), ("V0", "W"), ("é", "é"), ("V", "V"), ("W", "V"), ("V", "-")] {
            assert_eq!(between(Some(before), Some(after)), None, "{before} {after}");
        }
        assert!(!is_order(&"V".repeat(65)));
    }

    #[test]
    fn spread_keys_are_in_order_and_short() {
        for count in [0, 1, 2, 60, 61, 62, 63, 1_000, 5_000] {
            let keys = spread(count);
            assert_eq!(keys.len(), count);
            assert!(keys.iter().all(|key| is_order(key) && key.len() <= 3));
            assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    proptest! {
        #[test]
        fn a_key_between_lies_between(places in prop::collection::vec(any::<prop::sample::Index>(), 1..200)) {
            let mut keys: Vec<String> = Vec::new();
            for place in places {
                let place = place.index(keys.len() + 1);
                let before = place.checked_sub(1).map(|before| keys[before].as_str());
                let after = keys.get(place).map(String::as_str);
                let key = between(before, after).expect("200 keys have room");
                prop_assert!(is_order(&key));
                prop_assert!(before.is_none_or(|before| before < key.as_str()));
                prop_assert!(after.is_none_or(|after| key.as_str() < after));
                keys.insert(place, key);
            }
        }
    }
}
