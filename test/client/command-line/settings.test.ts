import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { awsSettings } from "../../../client/command-line/aws-settings.ts"
import { readSettings } from "../../../client/command-line/settings.ts"
import { apiOf, requireLocalParty, signerOf, transportOf } from "../../../client/commands/party-options.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "settings-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

function writeLocal(text: string): void {
  mkdirSync(join(folder, ".wayseal"))
  writeFileSync(join(folder, ".wayseal/local.env"), text)
}

describe("the settings of a command", () => {
  it("come from the file of npm start, before those of the environment", () => {
    writeLocal("# comment\nWAYSEAL_API_URL=http://127.0.0.1:8787\nAWS_ACCESS_KEY_ID=test\n")
    const settings = readSettings(folder, { AWS_ACCESS_KEY_ID: "AKIAREAL", HOME: "/home/kim" })
    expect(settings).toMatchObject({
      WAYSEAL_API_URL: "http://127.0.0.1:8787",
      AWS_ACCESS_KEY_ID: "test",
      HOME: "/home/kim",
    })
  })

  it("come from the environment alone if it names an exchange", () => {
    writeLocal("WAYSEAL_API_URL=http://127.0.0.1:8787\nWAYSEAL_PARTY=maplebooks\n")
    expect(readSettings(folder, { WAYSEAL_API_URL: "https://api.hub.example" })).toEqual({
      WAYSEAL_API_URL: "https://api.hub.example",
    })
  })

  it("are those of the environment where there is no file", () => {
    expect(readSettings(folder, { WAYSEAL_PARTY: "maplebooks" })).toEqual({ WAYSEAL_PARTY: "maplebooks" })
  })
})

describe("the settings of an AWS client", () => {
  it("name what the file names", () => {
    writeFileSync(join(folder, "ca.pem"), "a certificate")
    const given = { AWS_REGION: "ca-central-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" }
    const settings = awsSettings({
      ...given,
      AWS_ENDPOINT_URL: "https://127.0.0.1:4566",
      AWS_CA_BUNDLE: join(folder, "ca.pem"),
    })
    expect(settings).toEqual({
      region: "ca-central-1",
      endpoint: "https://127.0.0.1:4566",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      requestHandler: { httpsAgent: { ca: "a certificate" } },
    })
  })

  it("leave the rest to the SDK, session tokens too", () => {
    expect(awsSettings({})).toEqual({})
    const session = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_SESSION_TOKEN: "c" }
    expect(awsSettings(session)).toEqual({})
  })
})

describe("who signs", () => {
  const key = { kid: "maplebooks-local", kty: "OKP", crv: "Ed25519", x: "x", d: "d" }

  it("has the key of its name in the folder of keys", async () => {
    writeFileSync(join(folder, "northpost.json"), JSON.stringify({ ...key, kid: "northpost-local" }))
    const settings = { WAYSEAL_KEYS: folder, WAYSEAL_AUDIENCE: "wayseal-local", WAYSEAL_KID: "maplebooks-local" }
    const signer = await signerOf({ party: "northpost" }, settings)
    expect(signer).toMatchObject({ partyId: "northpost", key: { kid: "northpost-local" } })
  })

  it("is one of those whose keys the folder has", async () => {
    for (const name of ["northpost.json", "northpost.pem", "leafline.json"])
      writeFileSync(join(folder, name), JSON.stringify(key))
    const settings = { WAYSEAL_KEYS: folder, WAYSEAL_AUDIENCE: "wayseal-local" }
    const sentence = "has no key of this party. It has leafline, northpost. Of a party that you invited"
    expect(() => requireLocalParty("nobody", settings)).toThrow(sentence)
    await expect(signerOf({ party: "nobody" }, settings)).rejects.toThrow(sentence)
    for (const elsewhere of [{}, { WAYSEAL_KEYS: "/nowhere" }])
      expect(() => requireLocalParty("nobody", elsewhere)).not.toThrow()
  })

  it("has the key that an option names, whatever the folder has", async () => {
    writeFileSync(join(folder, "own.json"), JSON.stringify(key))
    const settings = { WAYSEAL_KEYS: "/nowhere", WAYSEAL_PARTY: "maplebooks", WAYSEAL_AUDIENCE: "wayseal-local" }
    expect(await signerOf({ key: join(folder, "own.json") }, settings)).toMatchObject({ partyId: "maplebooks" })
  })

  it.each([
    [
      {},
      "Give --party, or set WAYSEAL_PARTY.\nGive --audience, or set WAYSEAL_AUDIENCE.\nGive --key, or set WAYSEAL_KEY_FILE.",
    ],
    [{ WAYSEAL_PARTY: "maplebooks" }, "Give --audience, or set WAYSEAL_AUDIENCE."],
    [{ WAYSEAL_PARTY: "maplebooks", WAYSEAL_AUDIENCE: "wayseal-local" }, "Give --key, or set WAYSEAL_KEY_FILE."],
  ])("is asked for what is missing: %j", async (settings, sentence) => {
    await expect(signerOf({}, settings)).rejects.toThrow(sentence)
  })

  it("acts on a hub whose address is whole", async () => {
    const settings = { WAYSEAL_PARTY: "maplebooks", WAYSEAL_AUDIENCE: "wayseal-local", WAYSEAL_KEY_FILE: "/nowhere" }
    for (const apiUrl of ["hub.example", "hub.example:443/v1", "ftp://hub.example"])
      for (const reach of [apiOf, transportOf])
        await expect(reach({ apiUrl }, settings)).rejects.toThrow("--api-url: write the whole address, with https://")
    await expect(apiOf({ apiUrl: "https://hub.example" }, settings)).rejects.toThrow("/nowhere does not exist")
    await expect(apiOf({}, settings)).rejects.toThrow("Give --api-url, or set WAYSEAL_API_URL.")
  })
})
