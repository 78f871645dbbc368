// Random names. Not crypto.randomUUID: browsers have that under https alone, and a service in an office may have none.

export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
