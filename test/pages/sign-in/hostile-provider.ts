import { createServer } from "node:http"
import { exportJWK, generateKeyPair, SignJWT } from "jose"
import * as z from "zod"

/** A provider that does what its party's attacker wants. What it is asked is kept. */
export type HostileProvider = {
  readonly issuer: string
  /** What the hub sent to its token endpoint. */
  readonly redeemed: URLSearchParams[]
  /** What its discovery document says otherwise than an honest one. */
  metadata: Readonly<Record<string, unknown>>
  /** Where its authorization endpoint sends a browser that comes with a request of the hub. */
  leads: (asked: URL) => URL
  /** What its token endpoint answers with. By default that there is no such grant. */
  answers: (form: URLSearchParams) => Promise<{ readonly status: number; readonly body: unknown }>
  /** An ID token of its key. */
  readonly idToken: (claims: Readonly<Record<string, unknown>>) => Promise<string>
  /** Signs with another key from now on. */
  readonly changeKey: () => Promise<void>
  readonly stop: () => Promise<void>
}

const noGrant = async () => ({ status: 400, body: { error: "invalid_grant" } })

async function newKey(number: number) {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true })
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: `key-${number}`, alg: "RS256", use: "sig" } }
}

/** Starts a hostile provider on this machine. */
export async function startHostileProvider(): Promise<HostileProvider> {
  let key = await newKey(1)
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", issuer)
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
    if (url.pathname === "/.well-known/openid-configuration") json(200, { ...honest, ...hostile.metadata })
    else if (url.pathname === "/jwks") json(200, { keys: [key.jwk] })
    else if (url.pathname === "/auth") response.writeHead(302, { location: hostile.leads(url).href }).end()
    else if (url.pathname === "/token") {
      const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString("utf8"))
      hostile.redeemed.push(form)
      const { status, body } = await hostile.answers(form)
      json(status, body)
    } else json(404, {})
  })
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle))
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const issuer = `http://127.0.0.1:${port}`
  const honest = {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["S256"],
  }
  const hostile: HostileProvider = {
    issuer,
    redeemed: [],
    metadata: {},
    leads: (asked) => asked,
    answers: noGrant,
    idToken: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: key.jwk.kid }).sign(key.privateKey),
    changeKey: async () => {
      key = await newKey(2)
    },
    stop: () =>
      new Promise((settle) => {
        server.close(() => settle())
        server.closeAllConnections()
      }),
  }
  return hostile
}
