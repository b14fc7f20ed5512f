import { readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import { licenceProblems, lockFile, productionLicences } from "../../../infra/release/licences.ts"

const lock = lockFile.parse({
  packages: {
    "": { version: "0.1.0", license: "Apache-2.0" },
    "node_modules/zod": { version: "4.6.7", license: "MIT" },
    "node_modules/a/node_modules/@b/c": { version: "1.0.0", license: "GPL-3.0-only" },
    "node_modules/jest": { version: "30.5.2", license: "GPL-3.0-only", dev: true },
    "node_modules/unnamed": { version: "2.0.0" },
    "node_modules/lightningcss": { version: "1.33.0", license: "MPL-2.0" },
    "node_modules/lightningcss-linux-x64-gnu": { version: "1.33.0", license: "MPL-2.0" },
    "node_modules/lightning": { version: "1.0.0", license: "MPL-2.0" },
    "node_modules/@wayseal/client": { resolved: "client", link: true },
    client: { version: "0.1.0", license: "Apache-2.0" },
  },
})

describe("licences", () => {
  it("are read of every package that runs or deploys, and of no other", () => {
    expect(productionLicences(lock)).toEqual([
      { name: "@b/c", version: "1.0.0", licence: "GPL-3.0-only" },
      { name: "lightning", version: "1.0.0", licence: "MPL-2.0" },
      { name: "lightningcss-linux-x64-gnu", version: "1.33.0", licence: "MPL-2.0" },
      { name: "lightningcss", version: "1.33.0", licence: "MPL-2.0" },
      { name: "unnamed", version: "2.0.0" },
      { name: "zod", version: "4.6.7", licence: "MIT" },
    ])
  })

  it("that nobody allowed are named, but of what only builds, and so are packages that name none", () => {
    expect(licenceProblems(productionLicences(lock))).toEqual([
      "@b/c@1.0.0 has the licence GPL-3.0-only, which nobody allowed.",
      "lightning@1.0.0 has the licence MPL-2.0, which nobody allowed.",
      "unnamed@2.0.0 names no licence. Read its files and enter what they say.",
    ])
  })

  it("of this project are all allowed, and those read by hand are still needed", () => {
    const ours = lockFile.parse(
      JSON.parse(readFileSync(new URL("../../../package-lock.json", import.meta.url), "utf8")),
    )
    const packages = productionLicences(ours)
    expect(licenceProblems(packages)).toEqual([])
    expect(ours.packages["node_modules/png-js"]?.license).toBeUndefined()
    expect(packages).toContainEqual({ name: "png-js", version: "2.0.0", licence: "MIT" })
  })
})
