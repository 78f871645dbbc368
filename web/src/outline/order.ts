// Places between places: texts that sort, so that a chapter can go between two others without touching them. The mirror
// of manual::outline::order, checked by the same vectors (crates/manual/vectors/outline-order.json). Knows no chapter.
//
// A key is digits of base 62 (`0-9A-Za-z`, in this order) that do not end in `0`, read as a fraction between 0 and 1.

/** Longest key, in digits. Where a gap has no room for a key so short, the keys around it are dealt out anew. */
export const ORDER_DIGITS_MAX = 64;

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = DIGITS.length;
const KEY = /^[0-9A-Za-z]+$/;

/** Whether a text is a key. */
export function isOrder(key: string): boolean {
  return key.length <= ORDER_DIGITS_MAX && KEY.test(key) && !key.endsWith("0");
}

/** A key between two keys; null stands for the beginning or the end. Null when there is none: then `spread`. */
export function between(before: string | null, after: string | null): string | null {
  if ((before !== null && !isOrder(before)) || (after !== null && !isOrder(after))) return null;
  if (before !== null && after !== null && before >= after) return null;
  const low = before === null ? [] : digits(before);
  const key = keyBetween(low, after === null ? null : digits(after));
  return key.length <= ORDER_DIGITS_MAX ? written(key) : null;
}

/** `count` keys in order, evenly over the whole range and short. */
export function spread(count: number): string[] {
  let width = 1;
  while (BASE ** width <= count) width += 1;
  const room = BASE ** width;
  return Array.from({ length: count }, (_, index) => fraction(Math.floor(((index + 1) * room) / (count + 1)), width));
}

function keyBetween(low: readonly number[], high: readonly number[] | null): number[] {
  if (high === null) return stepUp(low);
  return low.length === 0 ? stepDown(high) : halve(low, high);
}

// Above `low`, with nothing above: the first digit that can grow grows by one. The first key of all is the middle.
function stepUp(low: readonly number[]): number[] {
  if (low.length === 0) return [BASE / 2];
  const place = low.findIndex((digit) => digit < BASE - 1);
  return place < 0 ? [...low, 1] : [...low.slice(0, place), digitAt(low, place) + 1];
}

// Below `high`, with nothing below: the first digit that is not 0 shrinks by one; a 1 becomes a 0 and the top of the next.
function stepDown(high: readonly number[]): number[] {
  const place = high.findIndex((digit) => digit > 0);
  const head = high.slice(0, place);
  const digit = digitAt(high, place);
  return digit === 1 ? [...head, 0, BASE - 1] : [...head, digit - 1];
}

// The middle of two fractions, as short as it can be.
function halve(low: readonly number[], high: readonly number[]): number[] {
  const key: number[] = [];
  let isBelowHigh = false;
  for (let place = 0; ; place += 1) {
    const floor = digitAt(low, place);
    const roof: number = isBelowHigh ? BASE : digitAt(high, place);
    const middle = floor + Math.floor((roof - floor) / 2);
    if (middle > floor) return [...key, middle];
    key.push(floor);
    isBelowHigh ||= floor < roof;
  }
}

function fraction(value: number, width: number): string {
  const key: number[] = [];
  for (let left = value, place = 0; place < width; place += 1, left = Math.floor(left / BASE)) key.unshift(left % BASE);
  return written(key).replace(/0+$/, "");
}

const digitAt = (key: readonly number[], place: number): number => key[place] ?? 0;
const digits = (key: string): number[] => Array.from(key, (digit) => DIGITS.indexOf(digit));
const written = (key: readonly number[]): string => key.map((digit) => DIGITS[digit]).join("");
