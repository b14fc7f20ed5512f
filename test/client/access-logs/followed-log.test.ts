import { appendFileSync, renameSync, truncateSync, writeFileSync } from "node:fs"
import { Readable } from "node:stream"
import { setTimeout as pause } from "node:timers/promises"
import { describe, expect, it } from "@jest/globals"
import { openLogStream } from "../../../client/access-logs/reading/open-log.ts"
import { followedFile } from "../../../client/access-logs/shipping/followed-file.ts"
import { keptPositions } from "../../../client/access-logs/shipping/kept-positions.ts"
import { type LogObject, shipPrefix } from "../../../client/access-logs/shipping/s3-objects.ts"
import { shipLog, shipObject } from "../../../client/access-logs/shipping/ship-log.ts"
import type { UnreadLine } from "../../../client/access-logs/shipping/unread-lines.ts"
import { cloudFrontFields, hub, nginx, path, shippingTo, tsv } from "./shipping-world.ts"

describe("a followed file", () => {
  /** Follows a file until the test is over. */
  function following(log: string, positions: string) {
    const { transport, accesses } = hub()
    const stop = new AbortController()
    const source = followedFile(log, { signal: stop.signal, pauseMilliseconds: 5 })
    const ended = shipLog(source, shippingTo(transport, { positions: keptPositions(positions) }))
    const references = () => accesses().map(({ reference }) => Object.values(reference)[1])
    const shipped = async (count: number): Promise<unknown[]> => {
      for (let tries = 0; tries < 400 && references().length < count; tries += 1) await pause(5)
      return references()
    }
    const end = async (): Promise<void> => {
      stop.abort()
      await ended
    }
    return { shipped, end }
  }

  it("is shipped as it grows, across a rotation and a restart, each line once", async () => {
    const [log, positions] = [path("access.log"), path("positions")]
    writeFileSync(log, `${nginx("NP0000001")}\n`)
    const first = following(log, positions)
    expect(await first.shipped(1)).toEqual(["NP0000001"])
    appendFileSync(log, `${nginx("NP0000002")}\n${nginx("NP0000003").slice(0, 40)}`)
    expect(await first.shipped(2)).toEqual(["NP0000001", "NP0000002"])
    appendFileSync(log, `${nginx("NP0000003").slice(40)}\n`)
    expect(await first.shipped(3)).toContain("NP0000003")
    await first.end()
    // While nobody follows, the server goes on and begins a new file.
    appendFileSync(log, `${nginx("NP0000004")}\n`)
    renameSync(log, `${log}.1`)
    writeFileSync(log, `${nginx("NP0000005")}\n`)
    const second = following(log, positions)
    expect(await second.shipped(2)).toEqual(["NP0000004", "NP0000005"])
    renameSync(log, `${log}.2`)
    appendFileSync(`${log}.2`, `${nginx("NP0000006")}\n`)
    writeFileSync(log, `${nginx("NP0000007")}\n`)
    expect(await second.shipped(4)).toEqual(["NP0000004", "NP0000005", "NP0000006", "NP0000007"])
    await second.end()
  })

  it("is read from its beginning once it was emptied", async () => {
    const log = path("access.log")
    writeFileSync(log, `${nginx("NP0000001")}\n${nginx("NP0000002")}\n`)
    const one = following(log, path("positions"))
    await one.shipped(2)
    truncateSync(log)
    appendFileSync(log, `${nginx("NP0000003")}\n`)
    expect(await one.shipped(3)).toEqual(["NP0000001", "NP0000002", "NP0000003"])
    await one.end()
  })

  it("goes on with a form that names its fields in a first line", async () => {
    const [log, positions] = [path("access.log"), path("positions")]
    const line = (reference: string) =>
      tsv("2026-11-01", "14:10:00", "198.51.100.23", "GET", `/track/${reference}`, "-", "200", "-")
    writeFileSync(log, `#Version: 1.0\n#Fields: ${cloudFrontFields}\n${line("NP0000001")}\n`)
    const first = following(log, positions)
    await first.shipped(1)
    await first.end()
    appendFileSync(log, `${line("NP0000002")}\n`)
    const second = following(log, positions)
    expect(await second.shipped(1)).toEqual(["NP0000002"])
    await second.end()
  })
})

describe("a bucket", () => {
  it("is shipped object by object, each once, also one that comes late and sorts before others", async () => {
    const positions = keptPositions(path("positions"))
    const stored: LogObject[] = []
    const shipped: string[] = []
    const put = (key: string, hour: number) => stored.push({ key, modifiedAt: new Date(Date.UTC(2026, 10, 1, hour)) })
    const bucket = {
      async *list(prefix: string) {
        yield* stored.filter(({ key: name }) => name.startsWith(prefix))
      },
      open: async (name: string) => openLogStream(name, Readable.from([Buffer.from("line")])),
    }
    const shipAll = (since = new Date(Date.UTC(2026, 10, 1, 8))) =>
      shipPrefix({
        name: "s3://logs/cf/",
        prefix: "cf/",
        bucket,
        positions,
        since,
        ship: async (source) => shipped.push(source.name) > 0,
      })
    put("cf/E1.2026-11-01-07.a.gz", 7)
    put("cf/E1.2026-11-01-13.b.gz", 14)
    put("other/E1.2026-11-01-13.b.gz", 14)
    await shipAll()
    put("cf/E1.2026-11-01-11.c.gz", 15)
    await shipAll()
    await shipAll()
    expect(shipped).toEqual(["s3://logs/cf/ cf/E1.2026-11-01-13.b.gz", "s3://logs/cf/ cf/E1.2026-11-01-11.c.gz"])
    // It was stopped for days.
    put("cf/E1.2026-11-02-11.d.gz", 36)
    await shipAll(new Date(Date.UTC(2026, 10, 5)))
    expect(shipped.at(-1)).toBe("s3://logs/cf/ cf/E1.2026-11-02-11.d.gz")
  })

  it("is shipped past objects of another form, which are named as unread and tried at the next start", async () => {
    const content = new Map([
      ["AWSLogs/1/ELBAccessLogTestFile", Buffer.from("Enable AccessLog for ELB at 2026-11-01")],
      ["AWSLogs/1/index.html", Buffer.from("<p>index</p>\n")],
      ["AWSLogs/1/picture", Buffer.from([0, 0, 0, 1, 0, 0])],
      ["AWSLogs/1/x.log", Buffer.from(nginx("NP0000001"))],
    ])
    const bucket = {
      async *list() {
        for (const key of content.keys()) yield { key, modifiedAt: new Date(Date.UTC(2026, 10, 1, 9)) }
      },
      open: async (key: string) => openLogStream(key, Readable.from([content.get(key) ?? Buffer.alloc(0)])),
    }
    const { transport, accesses } = hub()
    const unread: UnreadLine[] = []
    const shipping = shippingTo(transport, { unread: { add: async (lines) => void unread.push(...lines) } })
    const start = () =>
      shipPrefix({
        ...{ name: "s3://logs/", prefix: "", bucket, positions: shipping.positions, since: new Date(0) },
        ship: (source) => shipObject(source, shipping),
      })
    await start()
    expect(accesses()).toHaveLength(1)
    expect(unread).toMatchObject([
      { source: "s3://logs/ AWSLogs/1/index.html", line: 1, reason: expect.stringContaining("none of the forms") },
      { source: "s3://logs/ AWSLogs/1/picture", line: 1, reason: "cannot be read: it is not text" },
    ])
    expect(shipping.counts).toEqual({ lines: 3, accesses: 1, others: 0, unread: 2 })
    content.set("AWSLogs/1/index.html", Buffer.from(nginx("NP0000002")))
    await start()
    expect(accesses()).toHaveLength(2)
  })

  it("is asked once in a run for an object of another form", async () => {
    let opened = 0
    const stop = new AbortController()
    let rounds = 0
    const bucket = {
      async *list() {
        rounds += 1
        if (rounds === 3) stop.abort()
        yield { key: "index.html", modifiedAt: new Date(Date.UTC(2026, 10, 1, 9)) }
      },
      open: async (key: string) => {
        opened += 1
        return openLogStream(key, Readable.from([Buffer.from("<p>index</p>\n")]))
      },
    }
    const shipping = shippingTo(hub().transport, { unread: { add: async () => {} } })
    await shipPrefix({
      ...{ name: "s3://logs/", prefix: "", bucket, positions: shipping.positions, since: new Date(0) },
      ship: (source) => shipObject(source, shipping),
      following: { signal: stop.signal, pauseMilliseconds: 1 },
    })
    expect([rounds, opened]).toEqual([3, 1])
  })
})
