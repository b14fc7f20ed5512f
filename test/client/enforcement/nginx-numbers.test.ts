import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { nginxMap } from "../../../client/enforcement/outputs/nginx-map.ts"
import type { NumberRange } from "../../../client/proof-map/mapped-numbers.ts"
import { freePort, hasNginx, listening, startNginx } from "../nginx-process.ts"

const form = { prefix: "NP", digits: 10, behind: 2, until: "2026-11-02T10:00:00.000Z" }
const first = 60_048_217
const last = first + 16_383
const restricted: NumberRange = { scope: "neighbourhood", first, last, ...form }
/** As many as a map has, none of which is asked for, written before the one that is. */
const others = Array.from({ length: 1_998 }, (_, index): NumberRange => {
  const place = 1_000_000_000 + index * 100_003
  return { scope: "neighbourhood", first: place, last: place + 16_383, ...form, prefix: "AP" }
})
const codes: NumberRange = { ...restricted, scope: "codeBlock", first: last + 1, last: last + 4_096 }

const numberAt = (place: number): string => `NP${String(place).padStart(10, "0")}7C`

/** The lines of docs/access-logs.md for numbers. */
function linesOfDocument(): { map: string; header: string } {
  const blocks = readFileSync("docs/access-logs.md", "utf8").matchAll(/```nginx\n(.*?)```/gs)
  const lines = [...blocks].map(([, text = ""]) => text).find((text) => text.includes("$wayseal_numbers"))
  const [map = "", header = ""] = (lines ?? "").split("\n")
  return { map, header }
}

const tool = createServer((request, response) => response.end(request.headers["x-wayseal-numbers"]))

describe("the numbers in the file for nginx", () => {
  if (!hasNginx) {
    it.skip("are not tried here: they need nginx on the PATH", () => {})
    return
  }
  const folder = mkdtempSync(join(tmpdir(), "wayseal-numbers-"))
  let stopNginx: (() => Promise<void>) | undefined
  let url = ""

  beforeAll(async () => {
    const file = join(folder, "wayseal.conf")
    const output = nginxMap({ file, referenceVariable: "$reference" })
    expect(await output.apply([], new Date(), [...others, restricted, codes])).toMatchObject({ left: 0 })
    const { map, header } = linesOfDocument()
    const [port, toolPort] = [await freePort(), await listening(tool)]
    const location = `location /track/ {\n${header}\nproxy_pass http://127.0.0.1:${toolPort};\n}`
    const server = `server {\nlisten 127.0.0.1:${port};\n${location}\n}`
    stopNginx = await startNginx(folder, `include ${file};\n${map}\n${server}`, port)
    url = `http://127.0.0.1:${port}`
  })
  afterAll(async () => {
    await stopNginx?.()
    tool.close().closeAllConnections()
    rmSync(folder, { recursive: true })
  })

  const asked = async (typed: string): Promise<string> => (await (await fetch(`${url}/track/${typed}`)).text()).trim()

  it("have the tool ask strangers for proof from the first to the last, however they are typed", async () => {
    for (const place of [first, first + 83, first + 8_000, last - 84, last])
      expect([place, await asked(numberAt(place))]).toEqual([place, "proof"])
    for (const typed of ["np%200060%2D050-0007%20c", "NP00600%35000%37C", "NP0060050000C/details"])
      expect([typed, await asked(typed)]).toEqual([typed, "proof"])
  })

  it("have it ask of what they cannot read: digits of other scripts, and what is encoded twice", async () => {
    for (const typed of ["NP006005000٠7C", "NP00600%25350000C"])
      expect([typed, await asked(typed)]).toEqual([typed, "proof houseNumber"])
  })

  it("have it ask for more than a postal code in a code block", async () => {
    expect(await asked(numberAt(last + 1))).toBe("houseNumber")
    expect(await asked(numberAt(last + 4_097))).toBe("")
  })

  it("leave those beside them, other forms and an address without a number alone", async () => {
    for (const place of [first - 1, 0, 9_999_999_999])
      expect([place, await asked(numberAt(place))]).toEqual([place, ""])
    for (const other of ["XP00600500007C", "1NP00600500007C", "NP600500007C", "", "help"])
      expect([other, await asked(other)]).toEqual([other, ""])
  })
})
