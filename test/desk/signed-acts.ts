import { generateKeyPairSync } from "node:crypto"
import { type PrivateKey, privateKey } from "../../client/tokens/private-key.ts"
import { actSigner } from "../../client/tokens/sign-act.ts"
import { type Party, parties } from "../../shared/parties/party.ts"
import { type BreachWorld, breachParties, partyIn } from "./breach-world.ts"
import { caller } from "./desk-caller.ts"

/** A key as parties make it, of either kind. */
export function newPartyKey(kid: string, kind: "Ed25519" | "P-256" = "Ed25519"): PrivateKey {
  const pair = kind === "Ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: kind })
  return privateKey.parse({ ...pair.privateKey.export({ format: "jwk" }), kid })
}

/** The public half, as a party gives it to the hub. */
export function publicHalf({ d: _, ...key }: PrivateKey) {
  return key
}

/** The parties of the desk's tests, those named with these keys. */
export function partiesWithKeys(keys: Readonly<Record<string, readonly PrivateKey[]>>): Party[] {
  const given = breachParties.map((party) => {
    const own = keys[party.id]
    return own === undefined ? party : { ...party, credentials: { publicKeys: own.map(publicHalf) } }
  })
  return parties.parse({ parties: given }).parties
}

type Act = {
  readonly by: string
  /** Below the case. */
  readonly path: string
  readonly body: unknown
  readonly key: PrivateKey
  readonly idempotencyKey?: string
  /** How far the signer's clock is from the hub's. */
  readonly clockSeconds?: number
}

/** The headers that a party's program sends with an act. */
export async function signedHeaders(world: BreachWorld, act: Act): Promise<Record<string, string>> {
  const { by, path, body, key, idempotencyKey = "key-1", clockSeconds = 0 } = act
  const sign = actSigner(key, () => world.clock().getTime() + clockSeconds * 1_000)
  const bytes = new Uint8Array(body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body)))
  const [partyId = ""] = by.split(":")
  const request = { method: "POST", path: `${pathOf(world, partyId)}${path}`, body: bytes, idempotencyKey }
  return { "idempotency-key": idempotencyKey, ...(await sign(request)) }
}

export const pathOf = (world: BreachWorld, partyId: string) => `/v1/cases/${partyIn(world, partyId).alias}`

/** A party does something in its case, and signs it. */
export async function actSigned(world: BreachWorld, act: Act) {
  const headers = await signedHeaders(world, act)
  const [partyId = ""] = act.by.split(":")
  return caller(world, headers)(act.by, "POST", `${pathOf(world, partyId)}${act.path}`, act.body)
}

/** The entries of a party's own timeline. */
export const timelineOfParty = (world: BreachWorld, partyId: string) =>
  world
    .rowsOf("timeline")
    .flatMap(({ copies }) => copies)
    .filter((copy) => copy.partyId === partyId)
    .map(({ entry }) => entry)
