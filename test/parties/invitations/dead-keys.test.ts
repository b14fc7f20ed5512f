import { describe, expect, it } from "@jest/globals"
import * as fc from "fast-check"
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { apiAudience, partyAuthenticator } from "../../../shared/parties/authenticate-party.ts"
import { currentParties } from "../../../shared/parties/current-parties.ts"
import { party as partySchema } from "../../../shared/parties/party.ts"
import { aCarrier, firstDay, invitationWorld } from "./invitation-world.ts"

const now = new Date(firstDay)

/** A key with the same `kid` as every other, and a token that it signed for the party. */
async function signingKey() {
  const { privateKey, publicKey } = await generateKeyPair("EdDSA", { extractable: true })
  return { jwk: { ...(await exportJWK(publicKey)), kid: "1" }, bearer: await bearerOf(privateKey) }
}

async function bearerOf(privateKey: CryptoKey): Promise<string> {
  const claims = { iss: "northpost", aud: "wayseal-test", exp: now.getTime() / 1_000 + 240, jti: "token-0001" }
  return `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: "EdDSA", kid: "1" }).sign(privateKey)}`
}

type Key = Awaited<ReturnType<typeof signingKey>>
const keys: readonly [Key, Key, Key] = await Promise.all([signingKey(), signingKey(), signingKey()])
const [lost, found] = keys

function hub() {
  const world = invitationWorld({ fileParties: [] })
  const invite = async () => {
    const known = (await world.invitedParties.current("northpost")) !== undefined
    return world.tokenOf("northpost", "carrier", { again: known })
  }
  return {
    ...world,
    invite,
    enter: (token: string, key: Key) => world.answer(token, aCarrier({ credentials: { publicKeys: [key.jwk] } })),
    /** Whether a new container of the hub takes the token that a key signed. */
    async accepts({ bearer }: Key): Promise<boolean> {
      const stored = { invited: world.invitedParties }
      const parties = currentParties({ file: [], stored, clock: () => now, telemetry: silentTelemetry })
      const authenticate = partyAuthenticator({ parties, audience: apiAudience("test"), clock: () => now })
      return authenticate(bearer).then(
        () => true,
        () => false,
      )
    },
  }
}

describe("a key of a party that was removed", () => {
  it("is dead for good: the party is invited again, and takes part with another key alone", async () => {
    const { invite, enter, approveLast, remove, accepts } = hub()
    await enter(await invite(), lost)
    await approveLast("northpost")
    expect(await accepts(lost)).toBe(true)
    await remove("northpost")
    const token = await invite()
    expect(await accepts(lost)).toBe(false)
    const refused = await enter(token, lost)
    expect(refused.status).toBe(400)
    expect(refused.body.detail).toContain("credentials.publicKeys[0] was your key before and counts no more")
    expect((await enter(token, found)).status).toBe(200)
    expect([await accepts(lost), await accepts(found)]).toEqual([false, false])
    await approveLast("northpost")
    expect([await accepts(lost), await accepts(found)]).toEqual([false, true])
  })
})

describe("a key that a party has replaced", () => {
  it("cannot come back, while one that is in force can be entered again", async () => {
    const { invite, enter, approveLast } = hub()
    await enter(await invite(), lost)
    await approveLast("northpost")
    await enter(await invite(), found)
    await approveLast("northpost")
    const token = await invite()
    expect((await enter(token, lost)).status).toBe(400)
    expect((await enter(token, found)).status).toBe(200)
  })

  it("cannot be approved where it was entered before it was replaced by another release", async () => {
    const { invite, enter, approveLast, invitedParties } = hub()
    await enter(await invite(), lost)
    await approveLast("northpost")
    await enter(await invite(), found)
    await approveLast("northpost")
    // What release 0.1.0 took.
    const token = await invite()
    await enter(token, found)
    const before = await invitedParties.current("northpost")
    const party = before?.answer?.party
    if (before === undefined || party === undefined) throw new Error("it answered")
    const dead = partySchema.parse({ ...party, credentials: { publicKeys: [lost.jwk] } })
    await invitedParties.change({
      before,
      after: { ...before, version: before.version + 1, answer: { at: firstDay, party: dead } },
      change: {
        partyId: "northpost",
        version: before.version + 1,
        at: firstDay,
        what: "answered",
        by: { party: "northpost", credential: "invitation" },
        changes: [],
      },
    })
    expect(await approveLast("northpost")).toEqual({
      outcome: "invalid",
      sentences: [expect.stringContaining("counts no more")],
    })
  })
})

describe("whatever the hub and the party do", () => {
  const step = fc.oneof(
    fc.constantFrom({ does: "invite" } as const, { does: "approve" } as const),
    fc.constantFrom({ does: "remove" } as const, { does: "decline" } as const),
    fc.record({ does: fc.constantFrom("enter" as const, "replace" as const), key: fc.constantFrom(...keys) }),
  )

  it("a token counts under the key in force alone, and a key that ended never counts again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 40 }), async (steps) => {
        const world = hub()
        const ended = new Set<Key>()
        let inForce: Key | undefined
        let token = "none"
        for (const did of steps) {
          if (did.does === "invite" || did.does === "replace") token = await world.invite()
          if (did.does === "enter" || did.does === "replace") await world.enter(token, did.key)
          if (did.does === "approve" || did.does === "replace") await world.approveLast("northpost")
          if (did.does === "remove") await world.remove("northpost")
          if (did.does === "decline") await world.decline("northpost")
          const accepted: Key[] = []
          for (const key of keys) if (await world.accepts(key)) accepted.push(key)
          expect(accepted.length).toBeLessThanOrEqual(1)
          if (inForce !== undefined && !accepted.includes(inForce)) ended.add(inForce)
          for (const key of accepted) expect(ended.has(key)).toBe(false)
          inForce = accepted[0]
        }
      }),
      { numRuns: 60 },
    )
  })
})
