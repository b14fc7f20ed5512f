import { expect, it } from "@jest/globals"
import { resourcesOf, synthesise } from "./synthesised-exchange.ts"

it("a raised number of signing keys adds one, keeps the first as it is, and lets functions use both", () => {
  const [one, two] = [1, 2].map((signingKeys) => synthesise("prod", { settings: { signingKeys } }))
  if (one === undefined || two === undefined) throw new Error("there are two stages")
  const keysOf = ({ data }: typeof one) =>
    resourcesOf("AWS::KMS::Key", data).filter(({ Properties }) => Properties["KeySpec"] === "ECC_NIST_P256")

  expect(keysOf(two).map(({ id }) => id.slice(0, -8))).toEqual(["SigningKey", "Signing2Key"])
  expect(keysOf(two)[0]).toEqual(keysOf(one)[0])
  const desk = resourcesOf("AWS::IAM::Policy", two.functions).find(({ id }) => id.startsWith("ServeBreachDesk"))
  const granted = JSON.stringify(desk).match(/"kms:Sign".{0,400}/)?.[0]
  for (const key of keysOf(two)) expect(granted).toContain(key.id)
})
