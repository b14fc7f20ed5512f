import { describe, expect, it } from "@jest/globals"
import { settingsOf, stages } from "../../infra/settings.ts"

describe("settings", () => {
  it("names all stages when the given one is unknown", () => {
    expect(() => settingsOf("production")).toThrow(/The stages are local, dev, prod/)
    expect(() => settingsOf(undefined)).toThrow(/-c stage=<name>/)
  })

  it("keep data in production and not in the local stage", () => {
    expect(stages["prod"]?.keepData).toBe(true)
    expect(stages["prod"]?.hubAccountMayPublish).toBe(false)
    expect(stages["local"]?.keepData).toBe(false)
  })
})
