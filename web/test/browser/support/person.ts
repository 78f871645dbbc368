// People in seats as the secretariat adds them, and a device of theirs that makes and shows passkeys without being touched.
import type { CDPSession, Page } from "playwright-core";

import type { Invitation, Service } from "./service.ts";

/** A name for the machine: browsers make no passkeys for an address of numbers. */
export function byName(service: Service): void {
  service.address = service.address.replace("127.0.0.1", "localhost");
}

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Adds a person to a seat. */
export async function addPerson(service: Service, keeper: string, seat: string, name: string): Promise<Person> {
  const seats = await service.call<{ id: string; name: string }[]>(keeper, "GET", "seats");
  const id = seats.find((one) => one.name === seat)?.id ?? "";
  const body = { name, role: "focal-point" };
  return { name, id: (await service.call<{ id: string }>(keeper, "POST", `seats/${id}/people`, body)).id };
}

/** A fresh invitation in a person's own name, at the name of the machine. */
export async function invite(service: Service, keeper: string, person: Person): Promise<Invitation> {
  const { link, code } = await service.call<Invitation>(keeper, "POST", `people/${person.id}/invitation`);
  return { link: link.replace("127.0.0.1", "localhost"), code };
}

/** An authenticator built into the device, whose person is there and says yes. */
export class Authenticator {
  private constructor(
    readonly session: CDPSession,
    readonly id: string,
  ) {}

  static async into(page: Page): Promise<Authenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new Authenticator(session, authenticatorId);
  }

  /** The passkeys on it that can be found without a name. */
  async passkeys(): Promise<{ rpId?: string | undefined; userName?: string | undefined }[]> {
    const { credentials } = await this.session.send("WebAuthn.getCredentials", { authenticatorId: this.id });
    return credentials.filter(({ isResidentCredential }) => isResidentCredential);
  }

  /** Whether its person confirms. */
  async confirms(yes: boolean): Promise<void> {
    await this.session.send("WebAuthn.setUserVerified", { authenticatorId: this.id, isUserVerified: yes });
  }
}
