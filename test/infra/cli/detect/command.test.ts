import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { describe, expect, it } from "@jest/globals"
import { answer } from "../command-line/answer.ts"
import { runWayseal } from "../run-wayseal.ts"
import { combinedLine, ordinaryRequests, type Request, walkedRequests } from "./walked-log.ts"

const nowhere = join(tmpdir(), "wayseal-no-such-file")

const detect = (...args: readonly string[]) => answer("detect", ...args)

describe("a command with a wrong argument", () => {
  it.each([
    ["an unknown option", ["--refrence", "x"], "Unknown option '--refrence'. Did you mean --reference?"],
    ["a pace that is not a number", [nowhere, "--orders-per-day", "many"], "--orders-per-day: must"],
    ["a network without a prefix length", [nowhere, "--mobile", "100.64.0.0"], "--mobile: 100.64.0.0"],
    ["a reader of no class", [nowhere, "--reader", "king=100.64.0.0/10"], "--reader: before = it needs"],
    ["a file without parties", [nowhere, "--parties", "package.json"], "is not a list of parties"],
    ["a pattern without a group", [nowhere, "--reference", "a"], "--reference: needs {reference}"],
    ["an empty key", [nowhere, "--key", "/dev/null"], "--key: /dev/null is empty"],
    ["a zone that does not exist", [nowhere, "--time-zone", "Mars"], "--time-zone: Mars is not"],
    ["columns without a meaning", [nowhere, "--columns", "IP"], '--columns: has no field "IP": it takes pairs'],
  ])(
    "ends with 2 and one line that names the fault: %s",
    async (_, args, words) => {
      const { status, stdout, stderr } = await detect(...args)
      expect(stderr).toContain(words)
      expect(stderr).not.toContain("    at ")
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    },
    60_000,
  )
})

describe("the command detect", () => {
  const log = join(mkdtempSync(join(tmpdir(), "wayseal-detect-")), "access.log")
  const write = (requests: readonly Request[]) => writeFileSync(log, requests.map(combinedLine).join("\n"))

  it.each([
    [0, ordinaryRequests],
    [1, walkedRequests],
    [3, []],
  ])(
    "ends with %d and prints one JSON object and nothing else",
    async (status, requests) => {
      write(requests)
      const found = await detect(log, "--json")
      expect(found.status).toBe(status)
      expect(JSON.parse(found.stdout)).toMatchObject({ checked: status !== 3 })
      expect(found.stderr).toBe("")
    },
    60_000,
  )

  it("ends with 3 and says NOT CHECKED when a file is missing or cut off", async () => {
    const packed = `${log}.gz`
    writeFileSync(packed, gzipSync(walkedRequests.map(combinedLine).join("\n")).subarray(0, 5_000))
    for (const [file, words] of [
      [packed, "cannot be read to its end"],
      [nowhere, "there is no file"],
    ] as const) {
      const { status, stdout } = await detect(file)
      expect(stdout).toContain("NOT CHECKED")
      expect(stdout).toContain(words)
      expect(status).toBe(3)
    }
  }, 60_000)

  it("starts with any Node.js that npm runs on, and passes the exit status on", async () => {
    write(walkedRequests)
    const { status, stdout } = await runWayseal(["detect", log])
    expect(stdout).toContain("FOUND 1 walker")
    expect(status).toBe(1)
  }, 60_000)

  it("leaves out the heavy readers that are named", async () => {
    write(walkedRequests)
    const { status, stdout } = await detect(log, "--reader", "mailScanner=203.0.113.0/24")
    expect(stdout).toContain("FOUND NOTHING")
    expect(status).toBe(0)
  }, 60_000)

  it("shows its help on standard output", async () => {
    const { status, stdout } = await detect("--help")
    expect(stdout).toContain("NOT CHECKED")
    expect(status).toBe(0)
  })
})
