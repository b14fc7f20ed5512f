import { describe, expect, it } from "@jest/globals"
import { EnvironmentInvalid, readEnvironment, readVariable } from "../../../shared/base/platform/environment.ts"
import { functionSettings } from "../../../shared/base/platform/function-settings.ts"
import { readParties } from "../../../shared/parties/load-parties.ts"
import { PartiesInvalid, parseParties } from "../../../shared/parties/parse-parties.ts"

const complete = { STAGE: "dev", HUB_ACCOUNT: "111111111111", POWERTOOLS_SERVICE_NAME: "accept-event", OTHER: "x" }

describe("settings from the environment", () => {
  it("are parsed without the other variables", () => {
    expect(readEnvironment(functionSettings, complete)).toEqual({
      STAGE: "dev",
      HUB_ACCOUNT: "111111111111",
      POWERTOOLS_SERVICE_NAME: "accept-event",
    })
  })

  it("are refused with name and rule, never with the value", () => {
    const read = () => readEnvironment(functionSettings, { ...complete, STAGE: undefined, HUB_ACCOUNT: "secret" })
    expect(read).toThrow(EnvironmentInvalid)
    expect(read).toThrow("The environment is invalid: STAGE is missing, HUB_ACCOUNT invalid_format")
  })
})

describe("a variable of the environment", () => {
  it("has a text", () => {
    expect(readVariable("OTHER", complete)).toBe("x")
  })

  it.each([undefined, ""])("is refused by its name when it has none: %p", (OTHER) => {
    const read = () => readVariable("OTHER", { ...complete, OTHER })
    expect(read).toThrow(EnvironmentInvalid)
    expect(read).toThrow("The environment is invalid: OTHER is missing")
  })
})

describe("the parties file", () => {
  it("is read", () => {
    const parties = readParties(new URL("../../../stages/local/parties.json", import.meta.url))
    expect(parties.map(({ id }) => id)).toEqual(expect.arrayContaining(["maplebooks", "northpost"]))
  })

  it.each([
    ["{", "is not JSON"],
    ['{"parties":[{"id":"x y","kind":"carrier","alias":"secret name"}]}', "parties.0.id invalid_format"],
  ])("is refused with path and rule", (text, message) => {
    expect(() => parseParties(text)).toThrow(PartiesInvalid)
    expect(() => parseParties(text)).toThrow(message)
    expect(() => parseParties(text)).not.toThrow("secret name")
  })

  it("is refused when it is absent", () => {
    expect(() => readParties(new URL("./absent.json", import.meta.url))).toThrow("cannot be read")
  })
})
