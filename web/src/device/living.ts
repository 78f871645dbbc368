// The devices that pages of this tab have open, so that their end can be brought about. Next: ended.ts.
import type { SeatDevice } from "./seat-device.ts";

export const living = new Set<SeatDevice>();
