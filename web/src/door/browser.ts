// What a browser does with passkeys: whether it can, making one, showing one. From the service's JSON to what browsers take,
// and back. Asks no service and knows no page. Next: api.ts.

/** Bytes as the service's JSON has them: base64url without padding. */
interface CreationOptions {
  readonly publicKey: {
    readonly challenge: string;
    readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
    readonly excludeCredentials?: readonly Descriptor[];
  };
}

interface RequestOptions {
  readonly publicKey: { readonly challenge: string; readonly allowCredentials?: readonly Descriptor[] };
}

interface Descriptor {
  readonly type: "public-key";
  readonly id: string;
}

export type CreationAsked = CreationOptions;
export type RequestAsked = RequestOptions;

/** The person, or their device, did not go on: nothing was made or shown. */
export class Stopped extends Error {
  constructor(
    /** The device has a passkey of this person already. */
    readonly had: boolean = false,
  ) {
    super("stopped");
    this.name = "Stopped";
  }
}

/** Whether passkeys can be made and shown here. A browser needs a name for it, an address of numbers has none. */
export function canPasskey(at: Location = location): boolean {
  const named = !/^(\d+\.){3}\d+$|^\[/.test(at.hostname);
  return named && isSecureContext && typeof PublicKeyCredential === "function";
}

/** Makes a passkey; what it tells the service. */
export async function makePasskey({ publicKey }: CreationAsked): Promise<object> {
  const options = {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: described(publicKey.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = await unlessStopped(navigator.credentials.create({ publicKey: options }));
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    ...told(made),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
    },
  };
}

/** Shows a passkey; what proves it to the service. */
export async function showPasskey({ publicKey }: RequestAsked): Promise<object> {
  const options = {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    allowCredentials: described(publicKey.allowCredentials),
  } as PublicKeyCredentialRequestOptions;
  const shown = await unlessStopped(navigator.credentials.get({ publicKey: options }));
  const response = shown.response as AuthenticatorAssertionResponse;
  return {
    ...told(shown),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle === null ? null : text(response.userHandle),
    },
  };
}

async function unlessStopped(asked: Promise<Credential | null>): Promise<PublicKeyCredential> {
  let credential: Credential | null;
  try {
    credential = await asked;
  } catch (error) {
    throw new Stopped(error instanceof DOMException && error.name === "InvalidStateError");
  }
  if (!(credential instanceof PublicKeyCredential)) throw new Stopped();
  return credential;
}

function told(credential: PublicKeyCredential): object {
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, extensions: {} };
}

function described(descriptors: readonly Descriptor[] = []): PublicKeyCredentialDescriptor[] {
  return descriptors.map((descriptor) => ({ ...descriptor, id: bytes(descriptor.id) }));
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
