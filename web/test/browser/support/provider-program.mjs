// A real provider of identities (oidc-provider) on a free port of this machine, as a program of its own: prints where it
// listens, reads whom it may vouch to as one line of JSON, and serves until its input ends. Whoever types a name there is
// that person; there are no passwords. For tests alone. Next: provider.ts, which starts it.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

import Provider from "oidc-provider";

let answer = (_request, response) => response.writeHead(503).end();
const server = createServer((request, response) => answer(request, response));
server.listen(0, "127.0.0.1");
await once(server, "listening");
const issuer = `http://127.0.0.1:${server.address().port}`;
process.stdout.write(`listening on ${issuer}\n`);

const input = createInterface({ input: process.stdin });
input.on("close", () => process.exit(0));
const [line] = await once(input, "line");
const { redirect, client, secret } = JSON.parse(line);

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: client,
      client_secret: secret,
      redirect_uris: [redirect],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  cookies: { keys: [randomBytes(32).toString("hex")] },
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "test" }] },
  // Its own pages fetch their letters from elsewhere.
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
});

/** One page for both questions: who it is, and whether they agree. */
async function interact(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    const field = prompt.name === "login" ? '<label>Name <input name="name" autofocus></label>' : "";
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><html lang="en"><title>Sign in</title><form method="post">${field}
      <button name="answer" value="${prompt.name}">Go on</button>
      <button name="answer" value="cancel">Cancel</button></form></html>`);
    return;
  }
  const form = new URLSearchParams(await text(request));
  const result = await resultOf(form, params.client_id, session?.accountId);
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

async function resultOf(form, clientId, accountId) {
  if (form.get("answer") === "login") return { login: { accountId: form.get("name") } };
  if (form.get("answer") !== "consent") return { error: "access_denied" };
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope("openid");
  return { consent: { grantId: await grant.save() } };
}

const serve = provider.callback();
answer = (request, response) => {
  if (!request.url.startsWith("/interaction/")) return serve(request, response);
  interact(request, response).catch(() => response.writeHead(500).end());
};
process.stdout.write("ready\n");
