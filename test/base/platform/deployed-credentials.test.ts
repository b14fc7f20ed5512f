import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { defaultProvider } from "../../../shared/base/platform/deployed-credentials.ts"
import { EnvironmentInvalid } from "../../../shared/base/platform/environment.ts"

const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] as const
const before = names.map((name) => [name, process.env[name]] as const)

beforeEach(() => {
  for (const name of names) delete process.env[name]
})
afterEach(() => {
  for (const [name, value] of before)
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
})

describe("the credentials of a function", () => {
  it("are those that Lambda puts into the environment", async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "token" })
    expect(await defaultProvider()()).toEqual({ accessKeyId: "id", secretAccessKey: "secret", sessionToken: "token" })
  })

  it("are missing when the environment holds only a part of them, and the error names no value", async () => {
    process.env["AWS_ACCESS_KEY_ID"] = "id"
    await expect(defaultProvider()()).rejects.toThrow(new EnvironmentInvalid(["AWS_SECRET_ACCESS_KEY is missing"]))
  })
})
