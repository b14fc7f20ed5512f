import { expect, it } from "@jest/globals"
import { resourcesOf, rolePolicies, synthesise } from "./synthesised-exchange.ts"

it("a raised number of signing keys adds one, with which alone functions sign, and keeps the first as it is", async () => {
  const withKeys = (signingKeys: number) => synthesise("prod", { settings: { signingKeys } })
  const [one, two] = [await withKeys(1), await withKeys(2)]
  const keysOf = ({ data }: typeof one) =>
    resourcesOf("AWS::KMS::Key", data).filter(({ Properties }) => Properties["KeySpec"] === "ECC_NIST_P256")
  const [first, second] = keysOf(two)
  if (first === undefined || second === undefined) throw new Error("there are two keys")
  expect([first.id, second.id].map((id) => id.slice(0, -8))).toEqual(["SigningKey", "Signing2Key"])
  expect(keysOf(one)).toEqual([first])

  const namedIn = (start: string) => {
    const granted = JSON.stringify(rolePolicies(two.functions).filter(({ role }) => role.startsWith(start)))
    return [first, second].map(({ id }) => granted.includes(id))
  }
  expect(namedIn("RunBreachDesk")).toEqual([false, true])
  // It publishes both, and has them endorse each other.
  expect(namedIn("ServeBreachDesk")).toEqual([true, true])
})
