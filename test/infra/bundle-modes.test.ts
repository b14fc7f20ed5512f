import { readdirSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "@jest/globals"
import { bundleFunctions } from "../../infra/bundle.ts"

it("makes bundles that Lambda can read, whatever the umask of whoever deploys", async () => {
  const before = process.umask(0o077)
  try {
    const folder = await bundleFunctions(["explain-rejection"], "stages/local/parties.json")
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    expect(entries.length).toBeGreaterThan(1)
    for (const entry of entries) {
      const { mode } = statSync(join(entry.parentPath, entry.name))
      expect(mode & 0o777).toBe(entry.isDirectory() ? 0o755 : 0o644)
    }
    rmSync(folder, { recursive: true })
  } finally {
    process.umask(before)
  }
})
