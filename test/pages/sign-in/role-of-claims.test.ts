import { describe, expect, it } from "@jest/globals"
import { nameOfClaims, roleOfClaims } from "../../../shared/pages/sign-in/role-of-claims.ts"
import { signInSettings } from "../../../shared/parties/sign-in-settings.ts"

const settingsWith = (roleClaim: string) =>
  signInSettings.parse({
    issuer: "https://login.example.com",
    clientId: "wayseal",
    roleClaim,
    roles: { officer: ["Privacy", "ada@shop.example"], reader: ["Support"] },
  })

const claims = (more: object) => ({ iss: "https://login.example.com", sub: "1", ...more })

describe("the role of a person", () => {
  it.each([
    ["officer", { roles: ["Support", "Privacy"] }],
    ["officer", { roles: "Privacy" }],
    ["reader", { roles: ["Support"] }],
    [undefined, { roles: ["privacy"] }],
    [undefined, { roles: { Privacy: true } }],
    [undefined, { groups: ["Privacy"] }],
    [undefined, {}],
  ])("is %p with %p", (role, given) => {
    expect(roleOfClaims(settingsWith("roles"), claims(given))).toBe(role)
  })

  it.each([
    ["officer", true],
    [undefined, false],
    [undefined, "true"],
    [undefined, undefined],
  ])("is %p by an address that is verified: %p", (role, verified) => {
    const given = claims({ email: "ada@shop.example", email_verified: verified })
    expect(roleOfClaims(settingsWith("email"), given)).toBe(role)
  })
})

describe("the name of a person", () => {
  it.each([
    ["Ada", { name: " Ada\u0000 ", email: "ada@shop.example" }],
    ["ada@shop.example", { name: "", email: "ada@shop.example" }],
    ["", { name: 7 }],
  ])("is %p of %p", (name, given) => {
    expect(nameOfClaims(claims(given))).toBe(name)
  })

  it("is cut at 100 characters", () => {
    expect(nameOfClaims(claims({ name: "a".repeat(300) }))).toHaveLength(100)
  })
})
