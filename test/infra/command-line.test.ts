import { spawnSync } from "node:child_process"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "@jest/globals"

const folder = join(import.meta.dirname, "../..")
const nowhere = join(tmpdir(), "wayseal-no-such-file")

describe("a command with a wrong argument", () => {
  it.each([
    ["an unknown option", ["infra/cli/detect.ts", "--refrence", "x"], "Unknown option '--refrence'"],
    ["an unknown option of the local AWS", ["infra/local/start.ts", "--jsn"], "Unknown option '--jsn'"],
    ["two files", ["infra/cli/detect.ts", "a", "b"], "give one log"],
    [
      "a pace that is not a number",
      ["infra/cli/detect.ts", nowhere, "--orders-per-day", "many"],
      "--orders-per-day must",
    ],
    [
      "a network without a prefix length",
      ["infra/cli/detect.ts", nowhere, "--mobile", "100.64.0.0"],
      "--mobile: 100.64.0.0",
    ],
    [
      "a file without parties",
      ["infra/cli/detect.ts", nowhere, "--parties", "package.json"],
      "is not a list of parties",
    ],
    [
      "a pattern without a group",
      ["infra/cli/detect.ts", nowhere, "--pattern", "common", "--reference", "a"],
      "--reference needs a group",
    ],
    ["a truncated log", ["infra/cli/detect.ts", "test/infra/cli/broken.log.gz"], "could not be read beyond line 0"],
  ])(
    "ends with 2 and one line that names the fault: %s",
    (_, args, words) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" })
      expect(stderr).toContain(words)
      expect(stderr).not.toContain("    at ")
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    },
    60_000,
  )
})
