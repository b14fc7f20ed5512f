import { generateKeyPairSync } from "node:crypto"
import { describe, expect, it } from "@jest/globals"
import { p256PublicKey } from "../../../shared/base/contracts/act-signature.ts"
import { thumbprintOfActKey } from "../../../shared/base/platform/signing/act-key.ts"
import { type OfficerKey, officerKeyProblems } from "../../../shared/parties/officer-keys.ts"

const anna = "officer-anna-3f9c"
const bert = "officer-bert-81d2"

function keyOf(by: string): OfficerKey {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const key = p256PublicKey.parse(publicKey.export({ format: "jwk" }))
  return { ...key, kid: thumbprintOfActKey(key), by }
}

describe("keys that people keep in browsers", () => {
  const [ofAnna, ofBert] = [keyOf(anna), keyOf(bert)]

  it("are added by the person whose they are, or by a program, and removed by everybody", () => {
    const before = [ofBert]
    expect(officerKeyProblems([ofBert, ofAnna], { before, officer: anna })).toEqual([])
    expect(officerKeyProblems([ofAnna, ofBert], { before: undefined, officer: undefined })).toEqual([])
    expect(officerKeyProblems([], { before, officer: anna })).toEqual([])
    expect(officerKeyProblems(null, { before, officer: anna })).toEqual([])
    expect(officerKeyProblems([ofBert], { before: undefined, officer: anna })).toEqual([
      expect.stringContaining("your own keys alone"),
    ])
    expect(
      officerKeyProblems(
        [
          { ...ofBert, by: anna },
          { ...ofAnna, by: bert },
        ],
        { before, officer: anna },
      ),
    ).toEqual([expect.stringContaining("your own keys alone")])
  })

  it("have their thumbprint as their name", () => {
    const named = { ...ofAnna, kid: ofBert.kid }
    expect(officerKeyProblems([named], { before: [], officer: anna })).toEqual([
      expect.stringContaining("thumbprint (RFC 7638)"),
    ])
  })
})
