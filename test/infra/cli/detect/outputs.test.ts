import { beforeAll, describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import type { DetectResult } from "../../../../infra/cli/detect/detect-log.ts"
import {
  type DeniedAddress,
  type DenyFormat,
  deniedAddresses,
  denyFiles,
} from "../../../../infra/cli/detect/output/deny-list.ts"
import { exposuresTable } from "../../../../infra/cli/detect/output/exposures-table.ts"
import { makeNames } from "../../../../infra/cli/detect/output/masking.ts"
import { reportPage } from "../../../../infra/cli/detect/output/report-page.ts"
import { resultAsData } from "../../../../infra/cli/detect/output/result-as-data.ts"
import { resultInWords } from "../../../../infra/cli/detect/output/result-in-words.ts"
import {
  combinedLine,
  detectLines,
  type Request,
  start,
  walkedRecords,
  walkedRequests,
  walkerAddress,
  walkRequests,
} from "./walked-log.ts"

type Checked = DetectResult & { readonly checked: true }

const checked = async (...given: Parameters<typeof detectLines>): Promise<Checked> => {
  const result = await detectLines(...given)
  if (!result.checked) throw new Error(result.reasons[0]?.reason)
  return result
}

/** Everything that is written about a result, the list of addresses to refuse aside. */
const written = (result: DetectResult, reveals: boolean): string => {
  const names = makeNames(result.checked ? result.collected.printed : undefined, reveals)
  const data = resultAsData(result, names)
  const exposures = result.checked ? exposuresTable(result.walkers, names, result.nameOfRetailer) : ""
  return [resultInWords(data), JSON.stringify(data), reportPage(result, names), exposures].join("\n")
}

let result: Checked
beforeAll(async () => {
  const neighbours = [1, 2, 3].map((one) => ({
    ...(walkedRequests[0] ?? walkRequest(0)),
    ip: walkerAddress,
    agent: `Mozilla/5.0 (Windows NT 10.0) Firefox/12${one}.0`,
    reference: `LL-900000${one}`,
  }))
  const lines = [...walkedRequests, ...neighbours].map(combinedLine)
  result = await checked(lines)
})
const walkRequest = (index: number): Request => {
  const request = walkRequests[index]
  if (request === undefined) throw new Error("the walk is shorter")
  return request
}

describe("what is shown of addresses and references", () => {
  const octet = fc.integer({ min: 11, max: 250 })
  const log = fc.record({
    address: fc.tuple(octet, octet, octet, octet).map((parts) => parts.join(".")),
    account: fc.stringMatching(/^[b-df-hj-np-tv-z]{9}$/),
    prefix: fc.stringMatching(/^[B-DF-HJ-NP-TV-Z]{3}$/),
    first: fc.integer({ min: 1_234_567, max: 987_654_321 }),
    broken: fc.boolean(),
    isWeb: fc.boolean(),
  })

  it("is never a raw value, whatever is in the log and whether or not it is checked", async () => {
    await fc.assert(
      fc.asyncProperty(log, async ({ address, account, prefix, first, broken, isWeb }) => {
        const reference = (index: number) => `${prefix}${first + index}`
        const lines = Array.from({ length: 30 }, (_, index) => {
          const [at, ip] = [start + index * 5, index < 20 ? address : `10.9.8.${index}`]
          if (isWeb) return combinedLine({ at, ip, agent: account, reference: reference(index), status: 200 })
          const accessor = { ip, account: `${account}${index % 2}` }
          return JSON.stringify({ at, reference: reference(index), outcome: "hit", accessor })
        })
        const text = written(await detectLines(broken ? [...lines, ...lines.map((line) => `${line}]`)] : lines), false)
        for (const raw of [address, account, reference(0), reference(7), String(first + 3)])
          expect(text).not.toContain(raw)
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  it("is the same fingerprint in every run with one key, and another with another key", async () => {
    const lines = walkedRequests.map(combinedLine)
    const networkOf = async (key: Uint8Array) => {
      const found = await checked(lines, { key })
      return resultAsData(found, makeNames(found.collected.printed, false))
    }
    const [first, again, other] = [
      await networkOf(new Uint8Array(32)),
      await networkOf(new Uint8Array(32)),
      await networkOf(new Uint8Array(32).fill(1)),
    ]
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
  }, 60_000)

  it("is the value itself if the operator asks for it", () => {
    const text = written(result, true)
    expect(text).toContain(walkerAddress)
    expect(text).toContain(walkRequest(17).reference)
  })
})

describe("the report page", () => {
  it("has a picture of each walk with every lookup, and loads nothing", () => {
    const page = reportPage(result, makeNames(undefined, false))
    expect(page.match(/<circle class="shown"/g)).toHaveLength(walkedRecords)
    expect(page).not.toMatch(/<script|https?:\/\/|url\(/)
  })

  it("escapes what comes from the log", async () => {
    const retailer = "<b>\"shop\" & 'co'</b>"
    const lines = walkedRequests.map(({ at, ip, reference }) =>
      JSON.stringify({ at, retailer, reference, outcome: "hit", accessor: { ip } }),
    )
    const page = reportPage(await checked(lines), makeNames(undefined, false))
    expect(page).toContain("&lt;b&gt;&quot;shop&quot; &amp; &#39;co&#39;&lt;/b&gt;")
    expect(page).not.toContain("<b>")
  })

  it("says NOT CHECKED, too", async () => {
    expect(reportPage(await detectLines([]), makeNames(undefined, false))).toContain("NOT CHECKED")
  })
})

describe("the table of records that were seen", () => {
  it("has one line for each record of a walker", () => {
    const table = exposuresTable(result.walkers, makeNames(result.collected.printed, true), result.nameOfRetailer)
    const [header, first, ...others] = table.trimEnd().split("\n")
    expect(header).toBe("walker,retailer,reference,first_shown,last_shown,lookups,first_network,possible")
    expect(first).toBe(
      `1,leafline,${walkRequest(0).reference},2026-10-14T03:46:40.000Z,2026-10-14T03:46:40.000Z,1,${walkerAddress},no`,
    )
    expect(others).toHaveLength(walkedRecords - 1)
  })

  it("has what was seen around a walk of many addresses as possible, as the texts do", async () => {
    const together = Array.from({ length: 200 }, (_, index) =>
      combinedLine({ ...walkRequest(index), at: start + 50_000 + index * 60, ip: `192.0.2.${index}` }),
    )
    const found = await checked([...walkedRequests.map(combinedLine), ...together])
    const [alone, others] = found.walkers
    expect(found.walkers).toMatchObject([{ isPossible: false, shown: walkedRecords }, { isPossible: true }])
    const table = exposuresTable(found.walkers, makeNames(found.collected.printed, true), found.nameOfRetailer)
    const marks = table
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((row) => row.slice(0, 1) + row.slice(row.lastIndexOf(",")))
    expect(marks.filter((mark) => mark === "1,no")).toHaveLength(alone?.shown ?? 0)
    expect(marks.filter((mark) => mark === "2,yes")).toHaveLength(others?.shown ?? 0)
    expect(marks).toHaveLength(walkedRecords + (others?.shown ?? 0))
    expect(others?.shown).toBeGreaterThanOrEqual(200)
    const text = resultInWords(resultAsData(found, makeNames(undefined, false)))
    expect(text).toContain(`who saw 300 records, and up to ${others?.shown} more.`)
    expect(text).toContain(` up to ${others?.shown}  `)
    expect(reportPage(found, makeNames(undefined, false))).toContain(
      `of which up to ${others?.shown} were shown to walkers`,
    )
  })

  it.each(["=", "＝"])("has no field that a spreadsheet would run: %s", async (sign) => {
    const lines = walkedRequests.map(({ at, ip, reference }) =>
      JSON.stringify({ at, reference: `${sign}1+1,"${reference}`, outcome: "hit", accessor: { ip } }),
    )
    const found = await checked(lines)
    const table = exposuresTable(found.walkers, makeNames(found.collected.printed, true), found.nameOfRetailer)
    expect(table).toContain(`"'${sign}1+1,""${walkRequest(0).reference}"`)
  })
})

const denyText = (denied: readonly DeniedAddress[], format: DenyFormat): string =>
  denyFiles("deny", denied, format)[0]?.text ?? ""

describe("the list of addresses to refuse", () => {
  it("names the walker's address, and how many other sessions used it", () => {
    const denied = deniedAddresses(result.walkers, result.collected)
    expect(denied).toMatchObject([{ address: walkerAddress, records: walkedRecords, otherSessions: 1 }])
    expect(denyText(denied, "nginx")).toBe(`deny ${walkerAddress}; # 300 records; other sessions that used it: 1\n`)
    expect(JSON.parse(denyText(denied, "waf"))).toEqual([`${walkerAddress}/32`])
    expect(JSON.parse(denyText(denied, "crowdsec"))).toMatchObject([{ scope: "ip", type: "ban", value: walkerAddress }])
  })

  it("has a file for each version of addresses where AWS WAF has a set for each", () => {
    const [one] = deniedAddresses(result.walkers, result.collected)
    const both = one === undefined ? [] : [one, { ...one, address: "2001:db8:7::/48" }]
    expect(denyFiles("out/deny.json", both, "waf")).toMatchObject([
      { file: "out/deny.json", addresses: 1 },
      { file: "out/deny.ipv6.json", addresses: 1 },
    ])
    expect(denyFiles("deny", both, "waf")[1]?.file).toBe("deny.ipv6")
    expect(denyFiles("deny.conf", both, "nginx")).toMatchObject([{ file: "deny.conf", addresses: 2 }])
  })

  it("names the prefix of an IPv6 walker who changes networks", async () => {
    const lines = walkedRequests.map((request, index) =>
      combinedLine(request.ip === walkerAddress ? { ...request, ip: `2001:db8:7:${index.toString(16)}::5` } : request),
    )
    const found = await checked(lines)
    const denied = deniedAddresses(found.walkers, found.collected)
    expect(denied).toMatchObject([{ address: "2001:db8:7::/48", records: walkedRecords, otherSessions: 0 }])
  })

  it("names the network of an IPv6 walker", async () => {
    const lines = walkedRequests.map((request) =>
      combinedLine(request.ip === walkerAddress ? { ...request, ip: "2001:db8:7::5" } : request),
    )
    const found = await checked(lines)
    const denied = deniedAddresses(found.walkers, found.collected)
    expect(denied).toMatchObject([{ address: "2001:db8:7::/64" }])
    expect(JSON.parse(denyText(denied, "crowdsec"))).toMatchObject([{ scope: "range" }])
  })

  it("has nobody who was found by a session alone, nor a mobile network", async () => {
    const lines = walkedRequests.map(combinedLine)
    const found = await checked(lines, { mobileNetworks: ["203.0.113.0/24"] })
    expect(found.walkers).toMatchObject([{ severity: "alert", records: walkedRecords }])
    expect(deniedAddresses(found.walkers, found.collected)).toEqual([])
  })
})
