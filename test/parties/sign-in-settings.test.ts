import { describe, expect, it } from "@jest/globals"
import { signInSettings } from "../../shared/parties/sign-in-settings.ts"

const given = { issuer: "https://login.example.com/t1", clientId: "wayseal", roles: { officer: ["Privacy"] } }
const problems = (more: object) =>
  signInSettings.safeParse({ ...given, ...more }).error?.issues.map(({ path, message }) => [path.join("."), message])

describe("where the people of a party sign in", () => {
  it("needs issuer, client and the values that make an officer, and no more", () => {
    expect(signInSettings.parse(given)).toEqual({
      ...given,
      scopes: ["profile"],
      roleClaim: "roles",
      roles: { officer: ["Privacy"], reader: [] },
    })
  })

  it.each([
    ["http://login.example.com", "the issuer needs https"],
    ["http://127.0.0.1.evil.example/", "the issuer needs https"],
    ["https://login.example.com/?a=b", "an issuer has no ? and no #"],
    [
      "https://login.microsoftonline.com/Common/v2.0",
      "write the id of your own tenant in place of common, organizations or consumers",
    ],
    ["login.example.com", "write the issuer as its discovery document spells it, such as https://login.example.com"],
  ])("refuses the issuer %s with a sentence", (issuer, message) => {
    expect(problems({ issuer })).toContainEqual(["issuer", message])
  })

  it.each(["http://127.0.0.1:8788", "http://localhost:9000/realms/a", "https://login.example.com"])(
    "takes the issuer %s",
    (issuer) => expect(problems({ issuer })).toBeUndefined(),
  )

  it("refuses a value that would give two roles, and scopes that are two", () => {
    expect(problems({ roles: { officer: ["Privacy"], reader: ["Privacy"] } })).toEqual([
      ["roles.reader", "a value gives one role. Leave it out of officer or of reader"],
    ])
    expect(problems({ scopes: ["profile email"] })).toEqual([["scopes.0", "a scope has no spaces and no quotes"]])
  })
})
