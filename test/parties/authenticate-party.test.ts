import { beforeAll, describe, expect, it } from "@jest/globals"
import { type CryptoKey, createLocalJWKSet, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose"
import { HttpProblem } from "../../shared/base/platform/http-problem.ts"
import { type PublicFetch, publicFetch } from "../../shared/base/platform/public-fetch.ts"
import type { LookUpName } from "../../shared/base/platform/public-request.ts"
import { silentTelemetry } from "../../shared/base/platform/telemetry.ts"
import { type AuthenticateParty, apiAudience, partyAuthenticator } from "../../shared/parties/authenticate-party.ts"
import { currentParties } from "../../shared/parties/current-parties.ts"
import { parties } from "../../shared/parties/party.ts"
import { type PartyDirectory, partyDirectory } from "../../shared/parties/party-directory.ts"
import { aRetailer, invitationWorld } from "./invitations/invitation-world.ts"

const now = new Date("2026-11-01T14:00:00Z")
const seconds = now.getTime() / 1000
const issuer = "https://login.northpost.example"

type Pair = { privateKey: CryptoKey; jwk: JWK }
let leafline: Pair
let leaflineNext: Pair
let maplebooks: Pair
let idp: Pair
let authenticate: AuthenticateParty
let fetched: string[]
let directory: PartyDirectory

async function keyPair(algorithm: "EdDSA" | "ES256" | "RS256", kid: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid } }
}

beforeAll(async () => {
  leafline = await keyPair("EdDSA", "leaf-1")
  leaflineNext = await keyPair("EdDSA", "leaf-2")
  maplebooks = await keyPair("ES256", "maple-1")
  idp = await keyPair("RS256", "idp-1")
  const base = { channels: { queue: true }, jurisdiction: { country: "CA", timeZone: "America/Toronto" } }
  const retailer = { ...base, kind: "retailer", ordersPerDay: 100, missShare: 0.05 }
  const file = parties.parse({
    parties: [
      { ...retailer, id: "leafline", alias: "Leafline", credentials: { publicKeys: [leafline.jwk, leaflineNext.jwk] } },
      { ...retailer, id: "maplebooks", alias: "Maple Books", credentials: { publicKeys: [maplebooks.jwk] } },
      { ...retailer, id: "keyless", alias: "Keyless" },
      {
        ...base,
        id: "northpost",
        kind: "carrier",
        alias: "Northpost",
        credentials: { oidc: { issuer, audience: "wayseal", subject: "svc-tracking" } },
      },
    ],
  })
  fetched = []
  directory = partyDirectory(file.parties)
  authenticate = partyAuthenticator({
    parties: directory,
    audience: apiAudience("test"),
    clock: () => now,
    issuerKeys: (asked) => {
      fetched.push(asked)
      return createLocalJWKSet({ keys: [idp.jwk] })
    },
  })
})

const discovering = (fetch: PublicFetch): AuthenticateParty =>
  partyAuthenticator({ parties: directory, audience: apiAudience("test"), clock: () => now, fetch })

type TokenOptions = {
  key?: Pair
  kid?: string
  algorithm?: string
  claims?: Record<string, unknown>
}

async function bearer({ key = leafline, kid, algorithm = "EdDSA", claims = {} }: TokenOptions = {}): Promise<string> {
  const token = await new SignJWT({
    iss: "leafline",
    aud: "wayseal-test",
    exp: seconds + 240,
    jti: "token-0001",
    ...claims,
  })
    .setProtectedHeader({
      alg: algorithm,
      ...((kid ?? key.jwk.kid) === undefined ? {} : { kid: kid ?? key.jwk.kid ?? "" }),
    })
    .sign(key.privateKey)
  return `Bearer ${token}`
}

async function refusal(authorization: string | undefined): Promise<string> {
  try {
    await authenticate(authorization)
  } catch (error) {
    if (error instanceof HttpProblem) {
      return `${error.status} ${error.reason}`
    }
    throw error
  }
  return "accepted"
}

describe("a token of an invited party", () => {
  it("counts once the hub approved the party, and until the hub removes it (promise: removed-party-is-refused)", async () => {
    const invited = invitationWorld({ fileParties: [] })
    const authenticator = () =>
      partyAuthenticator({
        parties: currentParties({
          file: [],
          stored: { invited: invited.invitedParties },
          clock: () => now,
          telemetry: silentTelemetry,
        }),
        audience: apiAudience("test"),
        clock: () => now,
      })
    const token = await bearer()
    const unknown = { status: 401, reason: "unknownIssuer" }
    await invited.answer(
      await invited.tokenOf("leafline", "retailer"),
      aRetailer({ credentials: { publicKeys: [leafline.jwk] } }),
    )
    await expect(authenticator()(token)).rejects.toMatchObject(unknown)
    await invited.approveLast("leafline")
    expect((await authenticator()(token)).party.id).toBe("leafline")
    await invited.remove("leafline")
    await expect(authenticator()(token)).rejects.toMatchObject(unknown)
  })
})

describe("a token that a party signed itself", () => {
  it("is refused with what to do about it, and no value", async () => {
    const unknownIssuer = /hub pinned\. If it is right, ask the hub/
    const refusals = [
      { token: await bearer({ kid: "leaf-0" }), says: /Set `kid` .* or give the hub your new one first\.$/ },
      { token: await bearer({ key: leaflineNext, kid: "leaf-1" }), says: /Sign with the private key/ },
      { token: await bearer({ claims: { iss: "stranger" } }), says: unknownIssuer },
      { token: await bearer({ claims: { iss: "keyless" } }), says: unknownIssuer },
      { token: undefined, says: /send it as `authorization: Bearer <token>`, or sign in at `\/desk\/sign-in`\.$/ },
      { token: await bearer({ claims: { exp: seconds + 900 } }), says: /Set `exp` to at most five minutes ahead/ },
    ]
    for (const { token, says } of refusals) {
      const detail = expect.stringMatching(says)
      await expect(authenticate(token)).rejects.toMatchObject({ detail })
      await expect(authenticate(token)).rejects.not.toMatchObject({
        detail: expect.stringMatching(/leaf|stranger|keyless/),
      })
    }
  })

  it("proves the party", async () => {
    const caller = await authenticate(await bearer())
    expect(caller.party.id).toBe("leafline")
    expect(caller.tokenId).toBe("token-0001")
    expect(caller).not.toHaveProperty("onBehalfOf")
  })

  it("may be signed with either key of a rotation, and with ES256", async () => {
    expect((await authenticate(await bearer({ key: leaflineNext }))).party.id).toBe("leafline")
    const es256 = await bearer({ key: maplebooks, algorithm: "ES256", claims: { iss: "maplebooks" } })
    expect((await authenticate(es256)).party.id).toBe("maplebooks")
  })

  it("can name the end user of the party's lookup", async () => {
    const onBehalfOf = { ip: "2001:db8::7", session: "sess-0001", userAgent: "Mozilla/5.0" }
    expect((await authenticate(await bearer({ claims: { onBehalfOf } }))).onBehalfOf).toEqual(onBehalfOf)
  })

  it.each<[string, TokenOptions, string]>([
    ["of another audience", { claims: { aud: "wayseal-prod" } }, "wrongAudience"],
    ["without audience", { claims: { aud: undefined } }, "invalidClaims"],
    ["that has expired", { claims: { exp: seconds - 60 } }, "tokenExpired"],
    ["without an expiry", { claims: { exp: undefined } }, "invalidClaims"],
    ["that is valid for longer than five minutes", { claims: { exp: seconds + 3_600 } }, "tokenTooLong"],
    ["without an id", { claims: { jti: undefined } }, "invalidClaims"],
    ["not valid yet", { claims: { nbf: seconds + 120 } }, "tokenNotYetValid"],
    ["under an unknown key id", { kid: "leaf-0" }, "unknownKey"],
    ["of a party that has no key", { claims: { iss: "keyless" } }, "unknownIssuer"],
    ["of an unknown party", { claims: { iss: "stranger" } }, "unknownIssuer"],
    ["with an invalid end user", { claims: { onBehalfOf: { ip: "everywhere" } } }, "invalidClaims"],
    [
      "with an unknown field about the end user",
      { claims: { onBehalfOf: { ip: "203.0.113.7", name: "J" } } },
      "invalidClaims",
    ],
  ])("is refused: token %s", async (_, options, reason) => {
    expect(await refusal(await bearer(options))).toBe(`401 ${reason}`)
  })

  it("is refused when another party's key signed it", async () => {
    expect(await refusal(await bearer({ key: leaflineNext, kid: "leaf-1" }))).toBe("401 badSignature")
    const forged = await bearer({ key: maplebooks, kid: "leaf-1", algorithm: "ES256" })
    expect(await refusal(forged)).toBe("401 wrongAlgorithm")
  })

  it("is refused without a signature, and with the public key used as a secret", async () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
    const claims = encode({ iss: "leafline", aud: "wayseal-test", exp: seconds + 60, jti: "token-0001" })
    expect(await refusal(`Bearer ${encode({ alg: "none", kid: "leaf-1" })}.${claims}.`)).toBe("401 malformedToken")
    expect(await refusal(`Bearer ${encode({ alg: "none", kid: "leaf-1" })}.${claims}.AA`)).toBe("401 wrongAlgorithm")
    const secret = new TextEncoder().encode(leafline.jwk.x ?? "")
    const symmetric = await new SignJWT({ iss: "leafline", aud: "wayseal-test", exp: seconds + 60, jti: "token-0001" })
      .setProtectedHeader({ alg: "HS256", kid: "leaf-1" })
      .sign(secret)
    expect(await refusal(`Bearer ${symmetric}`)).toBe("401 wrongAlgorithm")
  })

  it.each([
    [undefined, "noToken"],
    ["", "noToken"],
    ["Basic YTpi", "noToken"],
    ["Bearer", "noToken"],
    ["Bearer x", "malformedToken"],
    ["Bearer a.b.c", "malformedToken"],
    ["Bearer e30.e30.e30.e30.e30", "malformedToken"],
  ])("is refused as %j", async (header, reason) => {
    expect(await refusal(header)).toBe(`401 ${reason}`)
  })

  it("learns nothing of its claims as long as its signature is wrong", async () => {
    const claims = { exp: seconds - 60, aud: "wayseal-prod", nbf: seconds + 600 }
    expect(await refusal(await bearer({ key: leaflineNext, kid: "leaf-1", claims }))).toBe("401 badSignature")
  })

  it("is refused with the header that RFC 6750 asks for", async () => {
    const challenge = (code: string) => ({ headers: { "www-authenticate": code } })
    await expect(authenticate(undefined)).rejects.toMatchObject(challenge("Bearer"))
    await expect(authenticate(await bearer({ claims: { exp: seconds - 60 } }))).rejects.toMatchObject(
      challenge('Bearer error="invalid_token", error_description="tokenExpired"'),
    )
  })
})

describe("a token of a pinned OIDC issuer", () => {
  const oidcOptions = (claims: Record<string, unknown> = {}): TokenOptions => ({
    key: idp,
    algorithm: "RS256",
    claims: { iss: issuer, sub: "svc-tracking", aud: "wayseal", exp: seconds + 3_000, jti: undefined, ...claims },
  })
  const oidc = (claims: Record<string, unknown> = {}) => bearer(oidcOptions(claims))

  it("proves the party that pins it", async () => {
    expect((await authenticate(await oidc())).party.id).toBe("northpost")
    expect(fetched).toContain(issuer)
  })

  it("cannot name an end user, because the party did not sign it", async () => {
    expect(await authenticate(await oidc({ onBehalfOf: { ip: "203.0.113.7" } }))).not.toHaveProperty("onBehalfOf")
  })

  it.each([
    ["another subject of the same issuer", { sub: "svc-billing" }, "unknownIssuer"],
    ["another audience", { aud: "elsewhere" }, "wrongAudience"],
    ["an end that has passed", { exp: seconds - 60 }, "tokenExpired"],
  ])("is refused with %s", async (_, claims, reason) => {
    expect(await refusal(await oidc(claims))).toBe(`401 ${reason}`)
  })

  it("is verified with keys found by discovery, fetched once and only over HTTPS from the pinned issuer", async () => {
    const fetches: string[] = []
    const documents: Record<string, unknown> = {
      [`${issuer}/.well-known/openid-configuration`]: { issuer, jwks_uri: `${issuer}/keys` },
      [`${issuer}/keys`]: { keys: [idp.jwk] },
    }
    const discovers = () =>
      discovering(async (url) => {
        fetches.push(url)
        return Response.json(documents[url])
      })
    const first = discovers()
    expect((await first(await oidc())).party.id).toBe("northpost")
    expect((await first(await oidc())).party.id).toBe("northpost")
    const unknownKey = await bearer({ ...oidcOptions(), kid: "idp-0" })
    await expect(first(unknownKey)).rejects.toMatchObject({ status: 401 })
    await expect(first(unknownKey)).rejects.toMatchObject({ status: 401 })
    expect(fetches).toEqual([`${issuer}/.well-known/openid-configuration`, `${issuer}/keys`])

    documents[`${issuer}/.well-known/openid-configuration`] = { issuer, jwks_uri: "http://plain.example/keys" }
    const plain = discovers()
    await expect(plain(await oidc())).rejects.toMatchObject({ status: 401, reason: "issuerUnusable" })
    documents[`${issuer}/.well-known/openid-configuration`] = { issuer: "other", jwks_uri: `${issuer}/keys` }
    await expect(plain(await oidc())).rejects.toMatchObject({ status: 401, reason: "issuerDiffers" })
    documents[`${issuer}/.well-known/openid-configuration`] = { issuer, jwks_uri: `${issuer}/keys` }
    expect((await plain(await oidc())).party.id).toBe("northpost")
    expect(fetches.filter((url) => url.startsWith("http:"))).toEqual([])
  })

  it.each(["/.well-known/openid-configuration", "/keys"])(
    "is refused if the issuer has %s at a private address, where nothing is sent",
    async (path) => {
      const lookUp: LookUpName = (_, __, answer) => answer(null, [{ address: "169.254.169.254", family: 4 }])
      const read = publicFetch({ allowsLoopback: false, lookUp })
      const authenticator = discovering(async (url, init) =>
        url.endsWith(path) ? read(url, init) : Response.json({ issuer, jwks_uri: `${issuer}/keys` }),
      )
      const started = performance.now()
      await expect(authenticator(await oidc())).rejects.toMatchObject({ status: 503, reason: "issuerUnreachable" })
      expect(performance.now() - started).toBeLessThan(1_000)
    },
  )

  it.each(["/.well-known/openid-configuration", "/keys"])(
    "can be sent again later while the issuer does not answer at %s",
    async (path) => {
      const authenticator = discovering(async (url) => {
        if (url === `${issuer}${path}`) throw new TypeError("fetch failed")
        return Response.json({ issuer, jwks_uri: `${issuer}/keys` })
      })
      await expect(authenticator(await oidc())).rejects.toMatchObject({
        status: 503,
        reason: "issuerUnreachable",
        headers: { "retry-after": "5" },
      })
    },
  )

  it("fetches no keys of an issuer that no party pins", async () => {
    const before = fetched.length
    expect(await refusal(await oidc({ iss: "https://evil.example" }))).toBe("401 unknownIssuer")
    expect(fetched.length).toBe(before)
  })
})
