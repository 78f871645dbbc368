// The wire: y-protocols messages over websocket frames, one message a frame. The only module that reads or writes it;
// the mirror of collab::message. Knows no document and no socket. Read replica.ts next.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const QUERY_AWARENESS = 3;
const ACKNOWLEDGE = 102;
const HELLO = 120;
const POLICY = 121;
const REFUSED = 123;
const DIFFERS = 124;

const STEPS = ["step1", "step2", "update"] as const;

/** The subprotocol in which the service also says hello, policy and refused. */
export const SUBPROTOCOL = "chancery.v1";

/** The newest schema of documents and messages that this page knows. */
export const SCHEMA = 1;

/** What the service says first: which data folder it serves, who we are in it, and what we may do here. */
export interface Hello {
  readonly epoch: string;
  readonly schema: number;
  /** The id of the seat whose link this is. */
  readonly seat: string;
  readonly name: string;
  /** Others are told this number of a member, and not the name. */
  readonly member?: number;
  readonly right: string;
  readonly writable: boolean;
  /** What is told of whoever writes here, and the position of the journal from which that holds. Of chapters only. */
  readonly mode?: string;
  readonly since?: number;
}

/** What the service says when our right to write here changes, or what others are told of us. */
export interface Policy {
  readonly right: string;
  readonly writable: boolean;
  readonly reason: string;
  readonly name?: string;
  readonly member?: number;
  /** The fingerprint of what the service holds in this moment of the line, said now and then. */
  readonly content?: string;
}

export type Message =
  | { readonly is: (typeof STEPS)[number]; readonly bytes: Uint8Array }
  | { readonly is: "awareness"; readonly bytes: Uint8Array }
  | { readonly is: "denied"; readonly reason: string }
  | { readonly is: "query-awareness" }
  | { readonly is: "acknowledge"; readonly body: Uint8Array }
  | { readonly is: "hello"; readonly hello: Hello }
  | { readonly is: "policy"; readonly policy: Policy }
  | { readonly is: "refused"; readonly code: string }
  /** What we hold is not what the service said that it holds. */
  | { readonly is: "differs" };

/** Reads the one message of a frame; null for anything that is not one whole known message. */
export function read(frame: Uint8Array): Message | null {
  const decoder = decoding.createDecoder(frame);
  try {
    const message = readBody(decoder);
    return decoding.hasContent(decoder) ? null : message;
  } catch {
    return null;
  }
}

/** Writes one message as a frame. */
export function write(message: Message): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  writeBody(encoder, message);
  return encoding.toUint8Array(encoder);
}

/** The body of an acknowledgement of ours: how many own edits it stands for. */
export function writeCount(edits: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, edits);
  return encoding.toUint8Array(encoder);
}

/** Reads what `writeCount` wrote; null if it is something else. */
export function readCount(body: Uint8Array): number | null {
  const decoder = decoding.createDecoder(body);
  try {
    const edits = decoding.readVarUint(decoder);
    return decoding.hasContent(decoder) ? null : edits;
  } catch {
    return null;
  }
}

function readBody(decoder: decoding.Decoder): Message | null {
  switch (decoding.readVarUint(decoder)) {
    case SYNC: {
      const step = STEPS[decoding.readVarUint(decoder)];
      return step === undefined ? null : { is: step, bytes: readBytes(decoder) };
    }
    case AWARENESS:
      return { is: "awareness", bytes: readBytes(decoder) };
    case AUTH:
      return decoding.readVarUint(decoder) === 0 ? { is: "denied", reason: decoding.readVarString(decoder) } : null;
    case QUERY_AWARENESS:
      return { is: "query-awareness" };
    case ACKNOWLEDGE:
      return { is: "acknowledge", body: readBytes(decoder) };
    case HELLO:
      return readHello(readFields(decoder));
    case POLICY:
      return readPolicy(readFields(decoder));
    case REFUSED: {
      const { code } = readFields(decoder);
      return typeof code === "string" ? { is: "refused", code } : null;
    }
    case DIFFERS:
      return { is: "differs" };
    default:
      return null;
  }
}

function writeBody(encoder: encoding.Encoder, message: Message): void {
  switch (message.is) {
    case "step1":
    case "step2":
    case "update":
      encoding.writeVarUint(encoder, SYNC);
      encoding.writeVarUint(encoder, STEPS.indexOf(message.is));
      return encoding.writeVarUint8Array(encoder, message.bytes);
    case "awareness":
      encoding.writeVarUint(encoder, AWARENESS);
      return encoding.writeVarUint8Array(encoder, message.bytes);
    case "denied":
      encoding.writeVarUint(encoder, AUTH);
      encoding.writeVarUint(encoder, 0);
      return encoding.writeVarString(encoder, message.reason);
    case "query-awareness":
      return encoding.writeVarUint(encoder, QUERY_AWARENESS);
    case "acknowledge":
      encoding.writeVarUint(encoder, ACKNOWLEDGE);
      return encoding.writeVarUint8Array(encoder, message.body);
    case "hello":
      return writeFields(encoder, HELLO, message.hello);
    case "policy":
      return writeFields(encoder, POLICY, message.policy);
    case "refused":
      return writeFields(encoder, REFUSED, { code: message.code });
    case "differs":
      return encoding.writeVarUint(encoder, DIFFERS);
  }
}

// A copy: what arrives is kept by the document, the frame it came in is not.
function readBytes(decoder: decoding.Decoder): Uint8Array {
  return decoding.readVarUint8Array(decoder).slice();
}

function readFields(decoder: decoding.Decoder): Record<string, unknown> {
  const value: unknown = JSON.parse(new TextDecoder().decode(decoding.readVarUint8Array(decoder)));
  if (typeof value !== "object" || value === null) throw new Error("not an object");
  return value as Record<string, unknown>;
}

function writeFields(encoder: encoding.Encoder, type: number, fields: object): void {
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint8Array(encoder, new TextEncoder().encode(JSON.stringify(fields)));
}

function readHello(fields: Record<string, unknown>): Message | null {
  const { epoch, schema, seat, name, member, right, writable, mode, since } = fields;
  const sound =
    typeof epoch === "string" &&
    typeof schema === "number" &&
    typeof seat === "string" &&
    typeof name === "string" &&
    typeof right === "string" &&
    typeof writable === "boolean";
  if (!sound) return null;
  const hello = {
    ...{ epoch, schema, seat, name, right, writable },
    ...(typeof member === "number" ? { member } : {}),
    ...(typeof mode === "string" ? { mode } : {}),
    ...(typeof since === "number" ? { since } : {}),
  };
  return { is: "hello", hello };
}

function readPolicy(fields: Record<string, unknown>): Message | null {
  const { right, writable, reason, name, member, content } = fields;
  if (typeof right !== "string" || typeof writable !== "boolean") return null;
  const policy = {
    right,
    writable,
    reason: typeof reason === "string" ? reason : "",
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof member === "number" ? { member } : {}),
    ...(typeof content === "string" ? { content } : {}),
  };
  return { is: "policy", policy };
}
