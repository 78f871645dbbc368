// Frames as they travel in the body of a request: the number of the first, then each with its length. The mirror of
// collab::parcel, and the only module that reads or writes it. Looks into no frame. Next: poll-line.ts.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** Writes frames, the first of them under this number. */
export function writeParcel(first: number, frames: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, first);
  for (const frame of frames) encoding.writeVarUint8Array(encoder, frame);
  return encoding.toUint8Array(encoder);
}

export interface Parcel {
  readonly first: number;
  readonly frames: readonly Uint8Array[];
}

/** Reads what the other side wrote; null if it is something else. */
export function readParcel(body: Uint8Array): Parcel | null {
  const decoder = decoding.createDecoder(body);
  const frames: Uint8Array[] = [];
  try {
    const first = decoding.readVarUint(decoder);
    while (decoding.hasContent(decoder)) frames.push(decoding.readVarUint8Array(decoder));
    return { first, frames };
  } catch {
    return null;
  }
}
