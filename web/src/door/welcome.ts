// The welcome of whoever takes a seat over: said once, on the page that their first sign-in leads to. It waits in this tab alone.

/** Where what a seat holds is shown. */
export const SEAT_HOLDS = "/seat#holds";
const WAITS = "chancery.welcome";

export function greetSuccessor(): void {
  try {
    sessionStorage.setItem(WAITS, "1");
  } catch {
    // A browser that keeps nothing: the page is shown without it.
  }
}

/** Whether to say it now; not again after that. */
export function isGreeted(): boolean {
  try {
    const waits = sessionStorage.getItem(WAITS) !== null;
    sessionStorage.removeItem(WAITS);
    return waits;
  } catch {
    return false;
  }
}
