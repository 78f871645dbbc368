// A result as text for a golden file: a picture by its type and size. Next: corpus.test.ts.

export function plainJson(value: unknown): string {
  const text = JSON.stringify(
    value,
    (_, each: unknown) => (each instanceof Blob ? `${each.type}, ${String(each.size)} bytes` : each),
    1,
  );
  return `${text}\n`;
}
