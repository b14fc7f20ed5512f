import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose"
import * as z from "zod"
import { parties as partiesSchema } from "../../../shared/parties/party.ts"
import { partiesFile as committedParties, localFolder } from "../host-environment.ts"

const privateKey = z.looseObject({
  kid: z.string(),
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string(),
  d: z.string(),
})
const keyFile = z.record(z.string(), privateKey)

/** Signs a token as a party, as the party's own systems would with their key. */
export type PartySigner = (partyId: string, claims?: Record<string, unknown>) => Promise<string>

export type LocalParties = {
  /** The parties file to deploy: the committed one, with a public key for each party without credentials. */
  readonly partiesPath: string
  readonly sign: PartySigner
}

/** The webhook of each party that has one on this machine, by party id. */
export type LocalWebhooks = Readonly<Record<string, { readonly url: string; readonly secretName: string }>>

/**
 * Gives every party of the committed file a key of its own on this machine, so that the local commands can act as any
 * party. Keys are made once. Private keys stay in the ignored folder.
 *
 * @param audience the `aud` that the deployment expects in a party's token
 * @param webhooks webhooks to add, by party id
 */
export async function prepareLocalParties(audience: string, webhooks: LocalWebhooks = {}): Promise<LocalParties> {
  const committed = partiesSchema.parse(JSON.parse(await readFile(committedParties, "utf8")))
  const keyPath = join(localFolder, "party-keys.json")
  const partiesPath = join(localFolder, "parties.json")
  await mkdir(localFolder, { recursive: true })
  const keys = await keysOf(
    keyPath,
    committed.parties.map(({ id }) => id),
  )
  const parties = committed.parties.map((original) => {
    const webhook = webhooks[original.id]
    const party = webhook === undefined ? original : { ...original, channels: { ...original.channels, webhook } }
    const key = keys[party.id]
    if (party.credentials !== undefined || key === undefined) return party
    const { d: _private, ...publicKey } = key
    return { ...party, credentials: { publicKeys: [publicKey] } }
  })
  await replaceFile(partiesPath, `${JSON.stringify({ parties }, null, 2)}\n`)

  return {
    partiesPath,
    sign: async (partyId, claims = {}) => {
      const key = keys[partyId]
      if (key === undefined) throw new Error(`The party ${partyId} has no key on this machine`)
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "EdDSA", kid: key.kid })
        .setIssuer(partyId)
        .setSubject(partyId)
        .setAudience(audience)
        .setIssuedAt()
        .setJti(crypto.randomUUID())
        .setExpirationTime("4 minutes")
        .sign(await importJWK(key, "EdDSA"))
    },
  }
}

/** The known keys, and new ones for parties without a key. Two processes at once get the same keys. */
async function keysOf(path: string, partyIds: readonly string[]): Promise<Record<string, z.infer<typeof privateKey>>> {
  const keys = await readKeys(path)
  const isNew = Object.keys(keys).length === 0
  if (partyIds.every((id) => keys[id] !== undefined)) return keys
  for (const id of partyIds) keys[id] ??= await makeKey(id)
  if (!isNew) {
    await replaceFile(path, JSON.stringify(keys))
    return keys
  }
  const made = await writeAside(path, JSON.stringify(keys))
  try {
    // Fails when another process was first. Its keys are used then.
    await link(made, path)
    return keys
  } catch {
    return await readKeys(path)
  } finally {
    await rm(made)
  }
}

/** Replaces a file in one step, so that no process reads half of it. */
async function replaceFile(path: string, content: string): Promise<void> {
  await rename(await writeAside(path, content), path)
}

async function writeAside(path: string, content: string): Promise<string> {
  const aside = `${path}.${process.pid}`
  await writeFile(aside, content, { mode: 0o600 })
  return aside
}

async function readKeys(path: string): Promise<Record<string, z.infer<typeof privateKey>>> {
  try {
    return keyFile.parse(JSON.parse(await readFile(path, "utf8")))
  } catch {
    return {}
  }
}

async function makeKey(partyId: string): Promise<z.infer<typeof privateKey>> {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true })
  const jwk: JWK = await exportJWK(pair.privateKey)
  return privateKey.parse({ ...jwk, kid: `${partyId}-local` })
}
