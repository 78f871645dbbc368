// What a document refers to: its notes, tables, figures and boxes, and which of them an edit brought or took. Kept by node,
// so that an edit costs only the top nodes that it changed. Pure. Next: payload/create.ts.
import type { Node } from "prosemirror-model";
import { changedNodes } from "./changed.ts";
import { payloadOf } from "./flatten.ts";

export type PayloadKind = "note" | "table" | "figure" | "box";

/** A node that refers to a payload. */
export interface Ref {
  readonly kind: PayloadKind;
  readonly node: Node;
}

const NONE: readonly Ref[] = [];
const known = new WeakMap<Node, readonly Ref[]>();

/** What refers to payloads in a node, itself included, in the order of reading. */
export function refsOf(node: Node): readonly Ref[] {
  if (node.isText) return NONE;
  let refs = known.get(node);
  if (refs === undefined) {
    refs = found(node);
    known.set(node, refs);
  }
  return refs;
}

function found(node: Node): readonly Ref[] {
  const refs: Ref[] = [];
  const kind = kindOf(node);
  if (kind !== null) refs.push({ kind, node });
  for (let index = 0; index < node.childCount; index += 1) refs.push(...refsOf(node.child(index)));
  return refs.length === 0 ? NONE : refs;
}

function kindOf(node: Node): PayloadKind | null {
  const name = node.type.name;
  return name === "note" || name === "table" || name === "figure" || name === "box" ? name : null;
}

/** What an edit brought that refers to a payload which is yet to be made. */
export function unmade(before: Node, after: Node): readonly Ref[] {
  return changed(after, before).filter(({ node }) => isObject(node.attrs["content"]));
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** A payload, by its kind and id. */
export interface Named {
  readonly kind: PayloadKind;
  readonly id: string;
}

/** The notes, tables and figures that the document before referred to and the one after does not. */
export function gone(before: Node, after: Node): readonly Named[] {
  const here = new Set(changed(after, before).map(key));
  const lost = changed(before, after).filter((ref) => ref.kind !== "box" && !here.has(key(ref)));
  // The whole chapter is asked only if something is not where it was.
  if (lost.length === 0) return [];
  const are = new Set(refsOf(after).map(key));
  return named(lost).filter(({ kind, id }) => !are.has(`${kind} ${id}`));
}

/** The boxes among refs, each once. */
export const boxesIn = (refs: readonly Ref[]): readonly Named[] => named(refs.filter(({ kind }) => kind === "box"));

/** What refs refer to, each once. */
function named(refs: readonly Ref[]): readonly Named[] {
  const found = new Map<string, Named>();
  for (const ref of refs) {
    const id = payloadOf(ref.node);
    if (id !== null) found.set(key(ref), { kind: ref.kind, id });
  }
  return [...found.values()];
}

const key = ({ kind, node }: Ref): string => `${kind} ${payloadOf(node) ?? ""}`;

/** The refs in those top nodes of a document that are not in the other one too. */
export const changed = (doc: Node, other: Node): readonly Ref[] => changedNodes(doc, other).flatMap(refsOf);
