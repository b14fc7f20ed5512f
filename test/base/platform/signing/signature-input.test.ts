import { describe, expect, it } from "@jest/globals"
import { type ActPublicKey, signatureBase } from "../../../../shared/base/contracts/act-signature.ts"
import { isSignedWith, thumbprintOfActKey } from "../../../../shared/base/platform/signing/act-key.ts"
import { bytesOfMember, readSignatureInput } from "../../../../shared/base/platform/signing/signature-input.ts"

type Example = {
  readonly key: ActPublicKey
  readonly values: Readonly<Record<string, string>>
  readonly input: string
  readonly signature: string
}

/** Examples of RFC 9421, appendix B.2, with the keys of B.1. */
const examples = {
  "B.2.4, ecdsa-p256-sha256": {
    key: {
      kty: "EC",
      crv: "P-256",
      x: "qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA",
      y: "Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0",
    },
    values: {
      "@status": "200",
      "content-type": "application/json",
      "content-digest":
        "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:",
      "content-length": "23",
    },
    input:
      'sig-b24=("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
    signature: "sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:",
  },
  "B.2.6, ed25519": {
    key: { kty: "OKP", crv: "Ed25519", x: "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs" },
    values: {
      date: "Tue, 20 Apr 2021 02:07:55 GMT",
      "@method": "POST",
      "@path": "/foo",
      "@authority": "example.com",
      "content-type": "application/json",
      "content-length": "18",
    },
    input:
      'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    signature: "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
  },
} satisfies Readonly<Record<string, Example>>

/** The base of a message, and its signature, as they follow from the headers. */
function read({ values, input, signature }: Example) {
  const [found] = readSignatureInput(input) ?? []
  const components = (found?.components ?? []).map((name) => [name, values[name] ?? ""] as const)
  return {
    base: signatureBase(components, found?.text ?? ""),
    bytes: bytesOfMember(signature, found?.label ?? "") ?? "",
  }
}

describe("HTTP message signatures", () => {
  it.each<[string, Example]>(Object.entries(examples))(
    "hold for the example of RFC 9421 %s, and for no changed message",
    (_, example) => {
      const { base, bytes } = read(example)
      expect(isSignedWith(example.key, base, bytes)).toBe(true)
      for (const name of Object.keys(example.values)) {
        const changed = read({ ...example, values: { ...example.values, [name]: "x" } })
        expect([name, isSignedWith(example.key, changed.base, bytes)]).toEqual([name, false])
      }
      const other = read({ ...example, input: example.input.replace("1618884473", "1618884474") })
      expect(isSignedWith(example.key, other.base, bytes)).toBe(false)
    },
  )

  it("do not hold under a key that is no point, and do not end the check", () => {
    const { base, bytes } = read(examples["B.2.4, ecdsa-p256-sha256"])
    const nowhere = { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43) } as const
    expect(isSignedWith(nowhere, base, bytes)).toBe(false)
  })

  it("name keys by the thumbprint of RFC 8037, appendix A.3", () => {
    const x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    expect(thumbprintOfActKey({ kty: "OKP", crv: "Ed25519", x })).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
  })
})

describe("signature-input", () => {
  it("is read with several signatures, and written again as RFC 8941 does", () => {
    const field = 'one=( "@method"  "a,b" );created=1; keyid="k\\"1",two=("@path");tag="x,y"'
    expect(readSignatureInput(field)).toEqual([
      {
        label: "one",
        components: ["@method", "a,b"],
        parameters: { created: 1, keyid: 'k"1' },
        text: '("@method" "a,b");created=1;keyid="k\\"1"',
      },
      { label: "two", components: ["@path"], parameters: { tag: "x,y" }, text: '("@path");tag="x,y"' },
    ])
  })

  it.each([
    "",
    "act",
    "act=1",
    'act=("@method"',
    'act=("@method";req);created=1',
    'act=("@method" x);created=1',
    'act=("@method""@path");created=1',
    'act=("@method");created=-1',
    'act=("@method");created=1.5',
    'act=("@method");keyid="open',
    'act=("@method");keyid="k',
    'act=("@method");created=1,',
    'act=("@method");created=1 x',
    'act=("@method");created=1;created=2',
    'act=("@method");keyid="k";tag="t";keyid="k"',
    'act=("@method" "@path" "@method");created=1',
    'act=("@method");created=1, act=("@path");created=2',
    'act=("@method");created=1,other=("@path"),act=("@method");created=1',
  ])("is not read in another form: %s", (field) => {
    expect(readSignatureInput(field)).toBeUndefined()
  })

  it("has the bytes of one member, unless two have its name", () => {
    expect(bytesOfMember("a=:AA==:, act=:AQ==:", "act")).toBe("AQ==")
    expect(bytesOfMember("act=:AA==:, act=:AQ==:", "act")).toBeUndefined()
    expect(bytesOfMember('act="AA=="', "act")).toBeUndefined()
    expect(bytesOfMember('act=:AA==:, act="x"', "act")).toBeUndefined()
    expect(bytesOfMember("act=:AA==:, act", "act")).toBeUndefined()
  })

  it.each([
    'other="a, act=:AA==:, b"',
    "act=:AA==:,",
    "act=:AA==:, ",
    "act=:AA==: other=:AA==:",
    "act=:AA:",
    "act=:AB==:",
    "act=:AAA==:",
    "act=:A A=:",
  ])("has no bytes of a member in a list that is not one of bytes alone, each written in one way: %s", (field) => {
    expect(bytesOfMember(field, "act")).toBeUndefined()
  })
})
