import { describe, expect, it } from "@jest/globals"
import { settingsOf, stages } from "../../infra/settings.ts"

describe("settings", () => {
  it("names the stages there are when asked for another", () => {
    expect(() => settingsOf("production")).toThrow(/there are local, dev, prod/)
    expect(() => settingsOf(undefined)).toThrow(/-c stage=<name>/)
  })

  it("never let a throw-away stage keep data, nor production lose it", () => {
    expect(stages["prod"]?.keepData).toBe(true)
    expect(stages["prod"]?.hubAccountMayPublish).toBe(false)
    expect(stages["local"]?.keepData).toBe(false)
  })
})
