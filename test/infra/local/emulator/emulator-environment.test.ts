import { describe, expect, it } from "@jest/globals"
import { emulatorEnvironment, requireLoopback } from "../../../../infra/local/emulator/emulator-environment.ts"

describe("local commands", () => {
  it.each(["http://127.0.0.1:4566", "https://localhost:4566", "http://[::1]:4566"])("accept the address %s", (url) => {
    expect(requireLoopback(url)).toBe(url)
  })

  it.each([
    "https://dynamodb.ca-central-1.amazonaws.com",
    "http://127.0.0.1.example.com",
    "http://10.0.0.7:4566",
    "http://localhost@example.com",
    "ftp://127.0.0.1",
    "127.0.0.1:4566",
    "",
  ])("refuse the address '%s'", (url) => {
    expect(() => requireLoopback(url)).toThrow(/never touch a real account/)
  })

  it("give a child process the emulator's settings, and no AWS settings of the caller", () => {
    const before = process.env
    process.env = { ...before, AWS_PROFILE: "payroll", AWS_SESSION_TOKEN: "x", HTTPS_PROXY: "http://proxy" }
    try {
      const given = emulatorEnvironment({ url: "https://127.0.0.1:4566", certificatePath: "/c.pem" })
      expect(given).toMatchObject({
        AWS_ENDPOINT_URL: "https://127.0.0.1:4566",
        AWS_ACCESS_KEY_ID: "test",
        AWS_CA_BUNDLE: "/c.pem",
        NODE_EXTRA_CA_CERTS: "/c.pem",
      })
      for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN", "HTTPS_PROXY"]) expect(given).not.toHaveProperty(name)
    } finally {
      process.env = before
    }
  })
})
