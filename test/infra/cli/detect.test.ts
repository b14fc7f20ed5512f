import { describe, expect, it } from "@jest/globals"
import { makeLogLearner } from "../../../infra/cli/detect/learn-from-log.ts"
import {
  explainUnreadableJson,
  jsonLineReader,
  type LineReaderOptions,
  parseLogTime,
  webServerLineReader,
} from "../../../infra/cli/detect/read-access-line.ts"
import { type LogAnomaly, makeDetection, summaryTable } from "../../../infra/cli/detect/run-detection.ts"
import type { Access } from "../../../shared/detection/access.ts"

const reference = /[?&]number=([A-Za-z0-9-]+)/

const pass = (
  lines: readonly string[],
  pattern: "json" | "combined" = "json",
  ordersPerDay: number | undefined = 10_000,
) => {
  const learner = makeLogLearner([], ordersPerDay)
  const options: LineReaderOptions = {
    key: new Uint8Array(32),
    retailers: { numberOf: learner.numberOf, formatOf: () => undefined },
    retailer: "leafline",
    mobileNetworks: ["100.64.0.0/10"],
  }
  const anomalies: LogAnomaly[] = []
  const read = pattern === "json" ? jsonLineReader(options) : webServerLineReader({ ...options, reference })
  const detection = makeDetection({
    read,
    explainUnreadable: pattern === "json" ? explainUnreadableJson : () => "is no web-server line",
    learner,
    report: (anomaly) => anomalies.push(anomaly),
    milliseconds: () => 0,
  })
  for (const line of lines) detection.take(line)
  return { anomalies, summary: detection.summary(), read }
}

const lookup = (index: number, given: object = {}): string =>
  JSON.stringify({
    id: `access-${index}`,
    at: new Date(1_793_000_000_000 + index * 10_000).toISOString(),
    accessor: { ip: "203.0.113.7", session: "s-1", userAgent: "curl/8" },
    retailer: "leafline",
    reference: `LL-${7_000_000 + index}`,
    outcome: "hit",
    proof: "none",
    ...given,
  })

const webLookup = (second: number, number: number, status = 200): string =>
  `203.0.113.7 - - [24/Oct/2026:13:${String(10 + Math.floor(second / 60)).padStart(2, "0")}:${String(second % 60).padStart(2, "0")} -0400] "GET /track?number=LL-${number} HTTP/1.1" ${status} 512 "-" "Mozilla/5.0"`

const aRead = (result: Access | "ignored" | "unreadable"): Access => {
  if (result === "ignored" || result === "unreadable") throw new Error("the line cannot be read")
  return result
}

describe("a log of access events", () => {
  it("marks an accessor that reads the parcels of many retailers as a possible heavy reader", () => {
    const lines = Array.from({ length: 30 }, (_, index) =>
      lookup(index, {
        retailer: `shop-${index % 6}`,
        reference: `A-${(index * 7919) % 100_000}`,
        deliveryPoint: `p${index}`,
      }),
    )
    const { anomalies } = pass(lines)
    expect(anomalies.find(({ severity }) => severity === "alert")).toMatchObject({
      chart: "fanOut",
      resemblesHeavyReader: true,
    })
  })

  it("shows a walk, with its line, its period and an explanation", () => {
    const { anomalies, summary } = pass(Array.from({ length: 20 }, (_, index) => lookup(index)))
    const alert = anomalies.find(({ chart, severity }) => chart === "walk" && severity === "alert")
    expect(alert).toMatchObject({ retailers: ["leafline"], title: expect.stringContaining("walked") })
    expect(alert?.line).toBeLessThanOrEqual(8)
    expect(alert?.key).toMatch(/^subject#/)
    expect(summary).toMatchObject({ lines: 20, lookups: 20, ignored: 0, unreadable: 0 })
    expect(summary.anomalies["walk"]?.alert).toBeGreaterThan(0)
  })

  it("prints no raw value of the log", () => {
    const { anomalies } = pass(Array.from({ length: 20 }, (_, index) => lookup(index)))
    const printed = JSON.stringify(anomalies)
    for (const raw of ["203.0.113", "s-1", "curl", "LL-", "70000"]) expect(printed).not.toContain(raw)
  })

  it("finds nothing when an accessor follows a few parcels", () => {
    const lines = [0, 400, 90_000].flatMap((order) =>
      [1, 2, 3].map((day) => lookup(order, { at: 1_793_000_000 + day * 86_400 + order, proof: "linkToken" })),
    )
    expect(pass(lines).anomalies).toEqual([])
  })

  it("takes existing fingerprints unchanged", () => {
    const { read } = pass([])
    const given = {
      subject: { kind: "account", fingerprint: "f-1" },
      network: { fingerprint: "n-1" },
      accessor: undefined,
    }
    const access = aRead(read(lookup(0, { ...given, reference: undefined, referenceTag: "tag-1", ordinal: 5 })))
    expect(access).toMatchObject({ subject: { kind: "account", fingerprint: "f-1" }, tag: "tag-1", ordinal: 5 })
    expect(access.network).toEqual({ kind: "unknown", fingerprint: "n-1" })
  })

  it("distinguishes accounts, sessions and anonymous visitors, and mobile networks from others", () => {
    const { read } = pass([])
    const kind = (accessor: object) => aRead(read(lookup(0, { accessor }))).subject.kind
    expect(kind({ ip: "203.0.113.7", account: "a", session: "s" })).toBe("account")
    expect(kind({ ip: "203.0.113.7", session: "s" })).toBe("cookie")
    expect(kind({ ip: "203.0.113.7" })).toBe("anonymous")
    expect(aRead(read(lookup(0, { accessor: { ip: "100.65.1.1" } }))).network.kind).toBe("mobile")
  })

  it("counts lines that it cannot read, and goes on", () => {
    const { summary } = pass(["", "{", "{}", lookup(0, { at: "yesterday" }), lookup(1)])
    expect(summary).toMatchObject({ lines: 5, lookups: 1, ignored: 1, unreadable: 3 })
  })

  it.each([
    ["{", "is not JSON"],
    ["203.0.113.7 - - [24/Oct/2026", "is not JSON"],
    [lookup(0, { outcome: "MB-1234567" }), "outcome: Invalid option"],
    [lookup(0, { accessor: { ip: 7 } }), "accessor.ip: Invalid input"],
    [lookup(0, { at: "yesterday" }), "needs a time in `at`"],
    [lookup(0, { reference: undefined }), "and a reference"],
  ])("names the first unreadable line and the reason, without its values: %s", (line, reason) => {
    const { summary } = pass([lookup(1), "", line, "["])
    expect(summary.firstUnreadable).toMatchObject({ line: 3, reason: expect.stringContaining(reason) })
    expect(summaryTable(summary)).toContain("is line 3")
    for (const raw of ["MB-1234567", "203.0.113", "yesterday"]) expect(summaryTable(summary)).not.toContain(raw)
  })

  it("says when no line has a reference", () => {
    const { summary } = pass([webLookup(0, 1).replace("number", "nummer")], "combined")
    expect(summaryTable(summary)).toContain("No line has a reference")
  })

  it("learns how many orders a day there are", () => {
    const ordinary = Array.from({ length: 4 * 400 }, (_, index) =>
      lookup(index, {
        at: 1_793_000_000 + index * 216,
        reference: `LL-${7_000_000 + index * 5}`,
        accessor: { ip: `203.0.${index % 250}.${Math.floor(index / 250)}`, session: `s-${index}` },
        proof: "linkToken",
      }),
    )
    const walk = Array.from({ length: 12 }, (_, index) =>
      lookup(index, { at: 1_793_000_000 + 1_600 * 216 + index * 10, reference: `LL-${7_005_000 + index}` }),
    )
    const { anomalies } = pass([...ordinary, ...walk], "json", undefined)
    expect(anomalies.filter(({ severity }) => severity === "alert").map(({ chart }) => chart)).toContain("walk")
    expect(anomalies.every(({ line }) => line > ordinary.length)).toBe(true)
  })
})

describe("the volume of a log", () => {
  const minutes = (minute: number) => 1_793_000_400 + minute * 60
  /** Customers who come often, and now and then a new one. */
  const ordinary = (minute: number) =>
    Array.from({ length: 6 }, (_, one) =>
      lookup(minute * 10 + one, {
        at: minutes(minute) + one,
        reference: `LL-${1_000_000 + ((minute * 7919 + one * 104_729) % 900_000)}`,
        accessor: {
          ip: `198.51.${one}.${one === 0 ? minute % 250 : 1}`,
          account: `a-${one}-${one === 0 ? minute : 0}`,
        },
        proof: "account",
      }),
    )
  const campaign = (minute: number) =>
    Array.from({ length: 12 }, (_, one) =>
      lookup(minute * 100 + one, {
        at: minutes(minute) + 10 + one,
        reference: `LL-${2_000_000 + ((minute * 48_271 + one * 69_621) % 900_000)}`,
        accessor: { ip: `10.${one}.${Math.floor(minute / 250)}.${minute % 250}`, userAgent: "curl/8" },
      }),
    )
  const volumes = (given: ReturnType<typeof pass>) => given.anomalies.filter(({ chart }) => chart === "volume")
  const days = (lines: (minute: number) => string[], from: number, until: number) =>
    Array.from({ length: until - from }, (_, minute) => lines(from + minute)).flat()

  it("gives one notice a day when strangers come, on the first line after the ten minutes that showed it", () => {
    const calm = days(ordinary, 0, 600)
    const attacked = days((minute) => [...ordinary(minute), ...campaign(minute)], 600, 840)
    const found = pass([...calm, ...attacked], "json", undefined)
    expect(volumes(found)).toMatchObject([
      {
        severity: "notice",
        key: "retailer#leafline",
        retailers: ["leafline"],
        title: expect.stringContaining("strangers"),
      },
    ])
    const [notice] = volumes(found)
    expect(notice?.line).toBeGreaterThan(calm.length + 10 * 18)
    expect(Date.parse(notice?.crossedAt ?? "") / 1000).toBeGreaterThan(minutes(600))
    expect(found.summary.anomalies["volume"]).toEqual({ alert: 0, notice: 1 })
    expect(summaryTable(found.summary)).toMatch(/volume +0 +1/)
  })

  it("finds nothing in ordinary lookups", () => {
    expect(volumes(pass(days(ordinary, 0, 1200), "json", undefined))).toEqual([])
  })
})

describe("a web server's log", () => {
  it("shows guesses by status, and ignores other requests", () => {
    const guesses = Array.from({ length: 14 }, (_, index) => webLookup(index * 4, 7_000_000 + index * 977, 404))
    const lines = [...guesses, webLookup(0, 1).replace("/track?number=LL-1", "/index.html"), webLookup(0, 1, 500)]
    const { anomalies, summary } = pass(lines, "combined")
    expect(anomalies.some(({ chart, severity }) => chart === "guess" && severity === "alert")).toBe(true)
    expect(summary).toMatchObject({ lookups: 14, ignored: 2, unreadable: 0 })
  })

  it("can be in the Common Log Format", () => {
    const common = webLookup(0, 7_000_001, 403).replace(' "-" "Mozilla/5.0"', "")
    expect(aRead(pass([], "combined").read(common)).outcome).toBe("challengeFailed")
  })

  it("has times with a zone", () => {
    expect(parseLogTime("24/Oct/2026:13:10:00 -0400")).toBe(Date.UTC(2026, 9, 24, 17, 10) / 1000)
    expect(parseLogTime("24/Oct/2026:13:10:00 +0530")).toBe(Date.UTC(2026, 9, 24, 7, 40) / 1000)
    expect(parseLogTime("yesterday")).toBeUndefined()
  })
})

describe("the summary", () => {
  it("is a table of charts", () => {
    const { summary } = pass(Array.from({ length: 20 }, (_, index) => lookup(index)))
    expect(summaryTable(summary)).toMatch(/20 lookups of 20 lines[\s\S]*walk +\d+ +\d+/)
    expect(summaryTable(pass([]).summary)).toContain("No anomalies")
  })
})
