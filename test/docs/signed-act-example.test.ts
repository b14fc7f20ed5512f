import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "@jest/globals"
import { verifyActSignature } from "../../shared/parties/act-signatures/verify-act-signature.ts"
import { parties } from "../../shared/parties/party.ts"
import { breachParties } from "../desk/breach-world.ts"

const page = readFileSync(resolve(import.meta.dirname, "../../docs/breach-desk.md"), "utf8")
const section = page.split("## Signing what you do")[1] ?? ""
const example = section.match(/```http\n([\s\S]*?)\n```/)?.[1] ?? ""

/** The key of RFC 8037, appendix A. */
const key = { kid: "leafline-2026", kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }

describe("the page about the breach desk", () => {
  it("shows a signed act whose signature holds", () => {
    const [head = "", body = ""] = example.split("\n\n")
    const [line = "", ...fields] = head.split("\n")
    const [method = "", path = ""] = line.split(" ")
    const headers = Object.fromEntries(fields.map((field) => field.split(/: (.*)/).slice(0, 2)))
    const given = breachParties.map((one) => ({ ...one, credentials: { publicKeys: [key] } }))
    const [party] = parties.parse({ parties: given }).parties
    if (party === undefined) throw new Error("there is a party")
    const raw = { method, path, body: new Uint8Array(Buffer.from(body)) }
    const receivedAt = "2026-11-01T14:12:30Z"
    expect(verifyActSignature({ headers, caller: { party }, raw, receivedAt })).toMatchObject({ body })
  })
})
