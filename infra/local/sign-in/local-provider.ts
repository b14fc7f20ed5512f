import { randomBytes } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { exportJWK, generateKeyPair } from "jose"
import Provider, { type Adapter, type AdapterPayload, type Configuration } from "oidc-provider"
import { html } from "../../../shared/pages/kit/html.ts"
import { operatorSignedInPath } from "../../../shared/pages/operator/operator-paths.ts"
import { signedInPathOf } from "../../../shared/pages/sign-in/return-path.ts"
import { listenLocally } from "../listen-locally.ts"
import { type LocalPerson, localRole, operatorClient } from "./local-people.ts"

/** An OpenID Connect provider on this machine. */
export type LocalProvider = { readonly issuer: string; readonly stop: () => Promise<void> }

/**
 * Starts a real OpenID Connect provider on 127.0.0.1, with the library oidc-provider. Each party is a public client.
 * Whoever signs in chooses a name. It is for this machine alone.
 *
 * @param options.port the port to listen at if no other process has it; 0 lets the system pick
 */
export async function startLocalProvider(options: {
  readonly people: readonly LocalPerson[]
  readonly port: number
}): Promise<LocalProvider> {
  const { people, port } = options
  const server = createServer()
  const issuer = `http://127.0.0.1:${await listenLocally(server, port)}`
  const provider = new Provider(issuer, await configurationOf(people))
  const answer = provider.callback()
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    // Nobody stays signed in here, so that one browser can sign in as one person after the other.
    if (request.url?.startsWith("/auth") === true) request.headers.cookie = withoutSession(request.headers.cookie)
    const isChoice = /^\/choose\/[\w-]+$/.test(request.url ?? "")
    const answered = isChoice ? choose(provider, people, request, response) : answer(request, response)
    answered.catch(() => {
      if (!response.headersSent) response.writeHead(400)
      response.end()
    })
  })
  return {
    issuer,
    stop: () =>
      new Promise((settle) => {
        server.close(() => settle())
        server.closeAllConnections()
      }),
  }
}

const withoutSession = (cookies = ""): string =>
  cookies
    .split(/; */)
    .filter((cookie) => !cookie.startsWith("_session"))
    .join("; ")

async function configurationOf(people: readonly LocalPerson[]): Promise<Configuration> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true })
  const bySubject = new Map(people.map((person) => [person.subject, person]))
  return {
    clients: [...new Set(people.map(({ partyId }) => partyId))].map((partyId) => ({
      client_id: partyId,
      // Of a native client any port of this machine fits (RFC 8252, section 7.3).
      application_type: "native",
      token_endpoint_auth_method: "none",
      redirect_uris: ["localhost", "127.0.0.1"].map(
        (host) => `http://${host}${partyId === operatorClient ? operatorSignedInPath : signedInPathOf(partyId)}`,
      ),
    })),
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: "RS256", use: "sig" }] },
    cookies: { keys: [randomBytes(32).toString("hex")] },
    claims: { openid: ["sub"], profile: ["name", "roles"] },
    // The hub asks for no second answer, so the ID token has all claims.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    adapter: memoryAdapters(),
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 3_600 },
    interactions: { url: (_, { uid }) => `/choose/${uid}` },
    findAccount: (_, subject) => {
      const person = bySubject.get(subject)
      if (person === undefined) return undefined
      const roles = person.role === undefined ? [] : [localRole(person.partyId, person.role)]
      return { accountId: subject, claims: () => ({ sub: subject, name: person.name, roles }) }
    },
    async loadExistingGrant({ oidc }) {
      const { client, session } = oidc
      if (client === undefined || session?.accountId === undefined) return undefined
      const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope("openid profile")
      await grant.save()
      return grant
    },
  }
}

/** Shows who there is, and takes the choice. */
async function choose(
  provider: Provider,
  people: readonly LocalPerson[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response)
  const ofParty = people.filter(({ partyId }) => partyId === params["client_id"])
  if (request.method !== "POST") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" })
    response.end(choicePage(ofParty))
    return
  }
  const text = Buffer.concat(await request.toArray()).toString("utf8")
  const subject = new URLSearchParams(text).get("subject")
  const chosen = ofParty.find((person) => person.subject === subject)
  const result =
    chosen === undefined
      ? { error: "access_denied" }
      : { login: { accountId: chosen.subject, remember: false }, consent: {} }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

/** The page on which whoever signs in on this machine chooses a name. */
function choicePage(people: readonly LocalPerson[]): string {
  const buttons = people.map(
    ({ subject, name, role }) =>
      html`<p><button name="subject" value="${subject}">${name}, ${role ?? "without a role"}</button></p>\n`,
  )
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in on this machine</title>
</head>
<body>
<main>
<h1>Sign in on this machine</h1>
<p>This provider runs for trials. Choose who you are.</p>
<form method="post">
${buttons}<p><button name="subject" value="">Cancel</button></p>
</form>
</main>
</body>
</html>
`.text
}

/** What the provider of this machine stores: all kinds of things together, until it stops. */
function memoryAdapters(): (kind: string) => Adapter {
  const stored = new Map<string, AdapterPayload>()
  const one = async (has: (payload: AdapterPayload) => boolean) => [...stored.values()].find(has)
  return (kind) => {
    const key = (id: string) => `${kind}:${id}`
    return {
      upsert: async (id, payload) => void stored.set(key(id), payload),
      find: async (id) => stored.get(key(id)),
      findByUid: (uid) => one((payload) => payload.kind === kind && payload.uid === uid),
      findByUserCode: (userCode) => one((payload) => payload.userCode === userCode),
      destroy: async (id) => void stored.delete(key(id)),
      async consume(id) {
        const payload = stored.get(key(id))
        if (payload !== undefined) payload["consumed"] = Math.floor(Date.now() / 1_000)
      },
      async revokeByGrantId(grantId) {
        for (const [id, payload] of stored) if (payload.grantId === grantId) stored.delete(id)
      },
    }
  }
}
