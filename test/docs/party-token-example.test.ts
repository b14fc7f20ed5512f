import { spawnSync } from "node:child_process"
import { generateKeyPairSync } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { invitationLetter } from "../../infra/cli/parties/invitation-letter.ts"
import { apiAudience, partyAuthenticator } from "../../shared/parties/authenticate-party.ts"
import { parties } from "../../shared/parties/party.ts"
import { partyDirectory } from "../../shared/parties/party-directory.ts"
import { aCarrier } from "../parties/invitations/invitation-world.ts"

const page = readFileSync(resolve(import.meta.dirname, "../../docs/events.md"), "utf8")
const section = page.split("### A key and a token")[1] ?? ""
const block = (kind: string): string => section.match(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\\n\`\`\``))?.[1] ?? ""

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "token-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe("the page about events", () => {
  it("has a program that signs a token which proves the party", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519")
    writeFileSync(join(folder, "key.pem"), privateKey.export({ type: "pkcs8", format: "pem" }))
    writeFileSync(join(folder, "sign-token.mjs"), block("js"))
    const args = ["sign-token.mjs", "northpost", apiAudience("prod"), "2026-11"]
    const signed = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" })
    expect(signed.stderr).toBe("")
    const key = { kid: "2026-11", ...publicKey.export({ format: "jwk" }) }
    const northpost = aCarrier({ id: "northpost", channels: {}, credentials: { publicKeys: [key] } })
    const authenticate = partyAuthenticator({
      parties: partyDirectory(parties.parse({ parties: [northpost] }).parties),
      audience: apiAudience("prod"),
      clock: () => new Date(),
    })
    const caller = await authenticate(`Bearer ${signed.stdout.trim()}`)
    expect([caller.party.id, caller.keyId]).toEqual(["northpost", "2026-11"])
  })

  it("makes a key with the commands of the letter to an invited party", () => {
    const { text } = invitationLetter({
      party: {
        partyId: "northpost",
        kind: "carrier",
        language: "en",
        invitation: { tokenHash: "a", invitedAt: "2026-11-01T10:00:00.000Z", expiresAt: "2026-11-15T10:00:00.000Z" },
      },
      token: "t",
      apiUrl: "https://api.hub.example",
      audience: "wayseal-prod",
    })
    expect(block("sh")).toContain("openssl genpkey")
    expect(text).toContain(`\n\n${block("sh")}\n\n`)
    expect(text).toContain("under “A key and a token”")
  })
})
