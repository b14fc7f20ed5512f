import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { exportJWK, generateKeyPair, type JWK } from "jose"
import * as z from "zod"
import { type PrivateKey, privateKey } from "../../../client/tokens/private-key.ts"
import { localFolder, projectFolder } from "../host-environment.ts"
import { type PartySigner, partySigner } from "./party-signer.ts"

/** The keys of the parties on this machine. */
const localKeysPath = join(localFolder, "party-keys.json")
const keyFile = z.record(z.string(), privateKey)

export type LocalParties = {
  /** The parties file to deploy: the committed one, with a public key for each party without credentials. */
  readonly partiesPath: string
  readonly sign: PartySigner
}

/** The webhook of each party that has one on this machine, by party id. */
export type LocalWebhooks = Readonly<Record<string, { readonly url: string; readonly secretName: string }>>

/**
 * Fields that a party of this machine has instead of those in the committed file, by party id. A party that is not in
 * that file is added.
 */
export type PartyChanges = Readonly<Record<string, object>>

/** What this reads of a parties file. The version that is deployed checks the whole of it. */
const partiesInFile = z.object({
  parties: z.array(
    z.looseObject({
      id: z.string(),
      channels: z.looseObject({}).optional(),
      credentials: z.unknown().optional(),
      signIn: z.looseObject({}).optional(),
    }),
  ),
})

async function readCommitted(project: string) {
  const text = await readFile(join(project, "stages/local/parties.json"), "utf8")
  return partiesInFile.parse(JSON.parse(text)).parties
}

/** The ids of the parties of the committed file. */
export async function localPartyIds(project = projectFolder): Promise<readonly string[]> {
  return (await readCommitted(project)).map(({ id }) => id)
}

/**
 * Gives every party of the committed file, and each that `changes` add, a key of its own on this machine, so that the
 * local commands can act as any party. Keys are made once. Private keys stay in the ignored folder.
 *
 * @param options.folder takes the parties file. It is of this start alone, as another one has other parties
 * @param options.audience the `aud` that the deployment expects in a party's token
 * @param options.webhooks webhooks to add, by party id
 * @param options.changes what differs from the committed file
 * @param options.project the folder of the version whose parties are deployed
 * @param options.issuer where the people of parties that have a sign-in sign in
 */
export async function prepareLocalParties(options: {
  readonly folder: string
  readonly audience: string
  readonly webhooks?: LocalWebhooks | undefined
  readonly changes?: PartyChanges | undefined
  readonly project?: string | undefined
  readonly issuer?: string | undefined
}): Promise<LocalParties> {
  const { folder, audience, webhooks = {}, changes = {}, project = projectFolder, issuer } = options
  const committed = await readCommitted(project)
  const added = Object.keys(changes).filter((id) => committed.every((party) => party.id !== id))
  const known: typeof committed = [...committed, ...added.map((id) => ({ id }))]
  const partiesPath = join(folder, "parties.json")
  await mkdir(localFolder, { recursive: true })
  const keys = await keysOf(
    localKeysPath,
    known.map(({ id }) => id),
  )
  const parties = known.map((party) => {
    const { signIn } = party
    const signingIn = signIn === undefined || issuer === undefined ? {} : { signIn: { ...signIn, issuer } }
    const original = { ...party, ...signingIn, ...changes[party.id] }
    const webhook = webhooks[original.id]
    const reached = webhook === undefined ? original : { ...original, channels: { ...original.channels, webhook } }
    const key = keys[party.id]
    if (reached.credentials !== undefined || key === undefined) return reached
    const { d: _private, ...publicKey } = key
    return { ...reached, credentials: { publicKeys: [publicKey] } }
  })
  await writeFile(partiesPath, `${JSON.stringify({ parties }, null, 2)}\n`)
  return { partiesPath, sign: partySigner(keys, audience) }
}

/** The known keys, and new ones for parties without a key. Two processes at once get the same keys. */
async function keysOf(path: string, partyIds: readonly string[]): Promise<Record<string, PrivateKey>> {
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

/** The keys of the parties that were made on this machine. */
export const readLocalKeys = () => readKeys(localKeysPath)

async function readKeys(path: string): Promise<Record<string, PrivateKey>> {
  try {
    return keyFile.parse(JSON.parse(await readFile(path, "utf8")))
  } catch {
    return {}
  }
}

async function makeKey(partyId: string): Promise<PrivateKey> {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true })
  const jwk: JWK = await exportJWK(pair.privateKey)
  return privateKey.parse({ ...jwk, kid: `${partyId}-local` })
}
