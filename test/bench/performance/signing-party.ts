import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { exportJWK, generateKeyPair, SignJWT } from "jose"
import * as z from "zod"
import { partiesFile } from "../../../infra/local/host-environment.ts"
import { apiAudience } from "../../../shared/parties/authenticate-party.ts"
import { numberPrefix } from "./events.ts"
import { stage } from "./exchange-environment.ts"

const committed = z.object({ parties: z.array(z.looseObject({ id: z.string() })) })

/** The example's parties, of which one can sign requests, and its signature. */
export type SigningParty = {
  readonly partiesPath: string
  authorization(): Promise<string>
  /** Removes the parties file. */
  remove(): Promise<void>
}

/** Gives the retailer of the example a key for this run, and numbers of its own, so that its claims count at once. */
export async function signingParty(): Promise<SigningParty> {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true })
  const publicKeys = [{ ...(await exportJWK(publicKey)), kid: "bench" }]
  const { parties } = committed.parse(JSON.parse(await readFile(partiesFile, "utf8")))
  const folder = await mkdtemp(join(tmpdir(), "wayseal-bench-"))
  const partiesPath = join(folder, "parties.json")
  const signer = "leafline"
  const shipperAccounts = [{ carrierId: "northpost", account: "8841-20931", numberPrefixes: [numberPrefix] }]
  const signing = { credentials: { publicKeys }, shipperAccounts }
  const withKey = parties.map((party) => (party.id === signer ? { ...party, ...signing } : party))
  await writeFile(partiesPath, JSON.stringify({ parties: withKey }))
  return {
    partiesPath,
    authorization: async () => {
      const token = await new SignJWT({})
        .setProtectedHeader({ alg: "EdDSA", kid: "bench" })
        .setIssuer(signer)
        .setAudience(apiAudience(stage))
        .setJti(crypto.randomUUID())
        .setExpirationTime("4 minutes")
        .sign(privateKey)
      return `Bearer ${token}`
    },
    remove: () => rm(folder, { recursive: true }),
  }
}
