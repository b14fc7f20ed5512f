import { spawnSync } from "node:child_process"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "@jest/globals"

const folder = join(import.meta.dirname, "../..")
const nowhere = join(tmpdir(), "wayseal-no-such-file")

describe("a command that is called wrongly", () => {
  it.each([
    ["an option that there is not", ["infra/cli/detect.ts", "--refrence", "x"], "Unknown option '--refrence'"],
    ["the same for the local AWS", ["infra/local/start.ts", "--jsn"], "Unknown option '--jsn'"],
    ["two files", ["infra/cli/detect.ts", "a", "b"], "one log at a time"],
    ["a pace that is no number", ["infra/cli/detect.ts", nowhere, "--orders-per-day", "many"], "--orders-per-day must"],
    ["a network without its bits", ["infra/cli/detect.ts", nowhere, "--mobile", "100.64.0.0"], "--mobile: 100.64.0.0"],
    ["a file without parties", ["infra/cli/detect.ts", nowhere, "--parties", "package.json"], "is no list of parties"],
    [
      "no group",
      ["infra/cli/detect.ts", nowhere, "--pattern", "common", "--reference", "a"],
      "--reference needs a group",
    ],
    [
      "a log that breaks off",
      ["infra/cli/detect.ts", "test/infra/cli/broken.log.gz"],
      "could not be read beyond line 0",
    ],
  ])(
    "ends with 2 and says in words what is wrong: %s",
    (_, args, words) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" })
      expect(stderr).toContain(words)
      expect(stderr).not.toContain("    at ")
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    },
    60_000,
  )
})
