import { createHash } from "node:crypto"
import { rmSync } from "node:fs"
import { Readable } from "node:stream"
import { setTimeout as pause } from "node:timers/promises"
import { gzipSync } from "node:zlib"
import { afterAll, describe, expect, it } from "@jest/globals"
import type { StoresObjects } from "../../../client/access-logs/lambda/load-s3.ts"
import { type S3LogHandlerOptions, s3LogHandler } from "../../../client/access-logs/lambda/s3-log-handler.ts"
import type { Outcome, Transport } from "../../../client/events/transport.ts"
import { accessesCounted } from "../../../shared/contracts/accesses-counted.ts"
import { trackingAccessed } from "../../../shared/contracts/tracking-accessed.ts"
import { cloudFrontFields, folder, hub, nginx, secrets, tsv } from "./shipping-world.ts"

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Buckets in memory, by bucket and key. */
function buckets() {
  const objects = new Map<string, Buffer>()
  const etagOf = (content: Buffer | undefined) =>
    content === undefined ? undefined : `"${createHash("md5").update(content).digest("hex")}"`
  const s3 = {
    async getObject({ Bucket, Key }: { Bucket: string; Key: string }) {
      const content = objects.get(`${Bucket}/${Key}`)
      if (content === undefined) throw Object.assign(new Error(`no ${Key}`), { name: "NoSuchKey" })
      const chunks = Array.from({ length: Math.ceil(content.length / 65_536) }, (_, index) =>
        content.subarray(index * 65_536, (index + 1) * 65_536),
      )
      return { Body: Readable.from(chunks), ETag: etagOf(content) }
    },
    async putObject({ Bucket, Key, Body, IfMatch, IfNoneMatch }: Parameters<StoresObjects["putObject"]>[0]) {
      const held = etagOf(objects.get(`${Bucket}/${Key}`))
      const mayWrite = (IfMatch === undefined || IfMatch === held) && (IfNoneMatch === undefined || held === undefined)
      if (!mayWrite) throw Object.assign(new Error("At least one condition failed"), { name: "PreconditionFailed" })
      objects.set(`${Bucket}/${Key}`, Buffer.from(Body))
      return { ETag: etagOf(Buffer.from(Body)) }
    },
  }
  /** The lines that could not be read, of all objects. */
  const unread = (): unknown[] =>
    [...objects]
      .filter(([name]) => name.startsWith("state/unread/"))
      .flatMap(([, content]) => content.toString().trimEnd().split("\n"))
      .map((line): unknown => JSON.parse(line))
  return { objects, s3, unread }
}

const created = (...keys: readonly string[]): string =>
  JSON.stringify({
    Records: keys.map((key) => ({
      eventName: "ObjectCreated:Put",
      s3: { bucket: { name: "logs" }, object: { key: encodeURIComponent(key).replaceAll("%20", "+") } },
    })),
  })

/** A function of a carrier, its buckets and the hub. */
function shipper(transportOf = (transport: Transport): Transport => transport) {
  const stored = buckets()
  const to = hub()
  const lines: string[] = []
  const make = (
    s3: StoresObjects = stored.s3,
    transport = transportOf(to.transport),
    more: Partial<S3LogHandlerOptions> = {},
  ) =>
    s3LogHandler({
      ...more,
      reference: "/track/{reference}",
      fields: "existence,phase",
      fingerprintKey: Buffer.alloc(32, 7),
      transport,
      stateBucket: "state",
      s3,
      onLine: (line) => void lines.push(line),
    })
  const handler = make()
  /** Each body is a message, and its place is its id. */
  const deliver = async (bodies: readonly string[], remainingMilliseconds = 300_000, to = handler) => {
    const Records = bodies.map((body, index) => ({ messageId: `m-${index}`, body }))
    const answer = await to({ Records }, { getRemainingTimeInMillis: () => remainingMilliseconds })
    return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
  }
  const put = (key: string, content: string | Buffer) => stored.objects.set(`logs/${key}`, Buffer.from(content))
  const references = () => to.accesses().map(({ reference }) => Object.values(reference)[1])
  return { ...stored, ...to, lines, make, deliver, put, references }
}

const log = (...references: readonly string[]): string => `${references.map((one) => nginx(one)).join("\n")}\n`

/** The world of a process that ends at its n-th call, before or after the call has its effect. */
function crashing(at: number, when: "before" | "after") {
  let calls = 0
  return <In, Out>(call: (given: In) => Promise<Out>) =>
    async (given: In): Promise<Out> => {
      calls += 1
      const isOver = calls > at || (calls === at && when === "before")
      const answer = isOver ? undefined : await call(given).catch(() => undefined)
      if (answer === undefined || calls >= at) throw new Error("crash")
      return answer
    }
}

describe("a function that ships logs from a bucket", () => {
  it("ships the objects that a notification names, and no raw value of a visitor leaves", async () => {
    const { put, deliver, references, api, lines, objects } = shipper()
    put("alb/one two.log", log("NP4021887304CA"))
    put("cf/three.gz", gzipSync(log("NP4021887305CA", "NP4021887306CA")))
    expect(await deliver([created("alb/one two.log", "cf/three.gz")])).toEqual([])
    expect(references()).toEqual(["NP4021887304CA", "NP4021887305CA", "NP4021887306CA"])
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { message: "shipped", source: "s3://logs/alb/one two.log", lines: 1, accesses: 1, unread: 0 },
      { message: "shipped", source: "s3://logs/cf/three.gz", lines: 2, accesses: 2, unread: 0 },
    ])
    const state = [...objects].filter(([name]) => name.startsWith("state/")).map(([, content]) => content.toString())
    for (const secret of secrets) expect(JSON.stringify([api.bus.events, lines, state])).not.toContain(secret)
  })

  it("names poison lines beside good ones by number and reason, once also if the message comes again", async () => {
    const { put, deliver, references, unread } = shipper()
    put("a.log", [nginx("NP4021887304CA"), "198.51.100.23 garbage", nginx("NP4021887306CA")].join("\n"))
    for (const _ of [1, 2]) expect(await deliver([created("a.log")])).toEqual([])
    expect(references()).toEqual(["NP4021887304CA", "NP4021887306CA"])
    const reason = "is not a line of the form web server (common or combined)"
    expect(unread()).toEqual([{ source: "s3://logs/a.log", line: 2, reason }])
  })

  it("gives back the messages that it could not settle, and no others", async () => {
    const { put, deliver, references, lines } = shipper()
    put("a.log", log("NP4021887304CA"))
    put("cut.gz", gzipSync(log("NP4021887305CA")).subarray(0, 30))
    put("b.log", log("NP4021887306CA"))
    const bodies = ["cut.gz", "a.log", "missing", "b.log"].map((key) => created(key))
    const testEvent = JSON.stringify({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "logs" })
    expect(await deliver([...bodies, "{", "{}", testEvent])).toEqual(["m-0", "m-2", "m-4", "m-5"])
    expect(references()).toEqual(["NP4021887304CA", "NP4021887306CA"])
    expect(lines.filter((line) => line.includes("ERROR"))).toHaveLength(4)
  })

  it("names an object of another form as unread, and does not ask for it again", async () => {
    const { put, deliver, references, unread, lines } = shipper()
    put("AWSLogs/1/ELBAccessLogTestFile", "Enable AccessLog for ELB at 2026-11-01")
    put("picture", Buffer.from([0, 0, 0, 1, 0, 0]))
    put("a.log", log("NP4021887304CA"))
    expect(await deliver([created("AWSLogs/1/ELBAccessLogTestFile", "picture", "a.log")])).toEqual([])
    expect(references()).toEqual(["NP4021887304CA"])
    expect(unread()).toEqual([{ source: "s3://logs/picture", line: 1, reason: "cannot be read: it is not text" }])
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { level: "WARN", source: "s3://logs/picture", unread: 1 },
      { level: "INFO", source: "s3://logs/a.log", accesses: 1 },
    ])
  })

  it("leaves out what was not created", async () => {
    const { put, deliver, references } = shipper()
    put("a.log", log("NP4021887304CA"))
    expect(await deliver([created("a.log").replace("ObjectCreated:Put", "ObjectRemoved:Delete")])).toEqual([])
    expect(references()).toEqual([])
  })

  it("counts a message that comes twice once", async () => {
    const { put, deliver, references } = shipper()
    put("a.log", log("NP4021887304CA"))
    await deliver([created("a.log"), created("a.log")])
    await deliver([created("a.log")])
    expect(references()).toEqual(["NP4021887304CA"])
  })

  it("reads an object from its beginning if it was written again", async () => {
    const { put, deliver, references } = shipper()
    put("a.log", log("NP4021887304CA"))
    await deliver([created("a.log")])
    put("a.log", log("NP4021887305CA", "NP4021887306CA"))
    await deliver([created("a.log")])
    expect(references()).toEqual(["NP4021887304CA", "NP4021887305CA", "NP4021887306CA"])
  })

  it("says at the start which rule is wrong", () => {
    const { transport } = hub()
    const given = { transport, fingerprintKey: Buffer.alloc(32), stateBucket: "state" }
    expect(() => s3LogHandler({ ...given, fields: "existence,nonsense" })).toThrow(
      'fields has no field "nonsense"; it takes',
    )
    expect(() => s3LogHandler({ ...given, fingerprintKey: Buffer.alloc(31) })).toThrow("32 random bytes")
  })
})

describe("after an interruption, the function", () => {
  const many = Array.from({ length: 7_000 }, (_, index) => `NP${4_021_000_000 + index}CA`)

  it("goes on after the last round that the hub has, also in a form that names its fields first", async () => {
    let isRefused = false
    const refused: Outcome = { outcome: "refused", code: "http401", sentence: "The hub answered 401." }
    const world = shipper((transport) => ({
      ...transport,
      // The first round has 5,000 lookups and something, in at most 12 events. The second one is refused once.
      send: async (events) => {
        if (isRefused || world.api.bus.events.length < 12) return transport.send(events)
        isRefused = true
        return events.map(() => refused)
      },
    }))
    const { put, deliver, references, lines } = world
    const line = (reference: string) =>
      tsv("2026-11-01", "14:10:00", "198.51.100.23", "GET", `/track/${reference}`, "-", "200", "-")
    put("cf.log", ["#Version: 1.0", `#Fields: ${cloudFrontFields}`, ...many.map(line)].join("\n"))
    expect(await deliver([created("cf.log")])).toEqual(["m-0"])
    expect(await deliver([created("cf.log")])).toEqual([])
    const sent = references()
    expect(new Set(sent)).toEqual(new Set(many))
    const first = new Set(many.slice(0, 5_000))
    expect(sent.filter((reference) => first.has(String(reference)))).toHaveLength(5_000)
    expect(lines.join()).toContain("The hub answered 401. Nothing was lost.")
  })

  it("has lost nothing when its time was over while the hub was busy", async () => {
    let isBusy = true
    const busy: Outcome = { outcome: "failed", code: "http429", sentence: "The hub answered 429." }
    const { put, deliver, references } = shipper((transport) => ({
      ...transport,
      send: async (events) => (isBusy ? events.map(() => busy) : transport.send(events)),
    }))
    put("a.log", log("NP4021887304CA"))
    put("b.log", log("NP4021887305CA"))
    const bodies = [created("a.log"), created("b.log")]
    expect(await deliver(bodies, 45_020)).toEqual(["m-0", "m-1"])
    isBusy = false
    expect(await deliver(bodies)).toEqual([])
    expect(references()).toEqual(["NP4021887304CA", "NP4021887305CA"])
  })

  it.each([1, 2, 3, 4, 5].flatMap((at) => [[at, "before"] as const, [at, "after"] as const]))(
    "crashed at call %i, %s its effect, and ends as if it had not",
    async (at, when) => {
      const { put, deliver, references, unread, make, s3, transport, accesses } = shipper()
      put("a.log", [nginx("NP4021887304CA"), "garbage", nginx("NP4021887306CA")].join("\n"))
      const crash = crashing(at, when)
      const crashed = make(
        { getObject: crash(s3.getObject), putObject: crash(s3.putObject) },
        { ...transport, send: crash(transport.send) },
      )
      expect(await deliver([created("a.log")], 45_020, crashed)).toEqual(["m-0"])
      expect(await deliver([created("a.log")])).toEqual([])
      expect(new Set(references())).toEqual(new Set(["NP4021887304CA", "NP4021887306CA"]))
      expect(new Set(accesses().map(({ accessId }) => accessId)).size).toBe(2)
      expect(unread()).toMatchObject([{ line: 2 }])
    },
  )
})

describe("the same accesses", () => {
  it("are an event of the same id", async () => {
    const ids = async () => {
      const { put, deliver, api } = shipper()
      put("a.log", log("NP4021887304CA"))
      await deliver([created("a.log")])
      return api.bus.events.map((event) => JSON.stringify(event).match(/\\?"id\\?":\\?"([\w-]{22})/)?.[1])
    }
    const [first] = await ids()
    expect(first).toMatch(/^[\w-]{22}$/)
    expect(await ids()).toEqual([first])
  })
})

describe("a function that knows its queues", () => {
  /** A function that numbers and counts, and how many messages wait in its two queues. */
  function counter() {
    const world = shipper()
    const waiting: [visible: number, notVisible: number] = [0, 0]
    const sqs = {
      async getQueueAttributes({ QueueUrl }: { QueueUrl: string }) {
        const [visible, hidden] = QueueUrl.endsWith("notifications") ? waiting : [0, 0]
        const Attributes = {
          ApproximateNumberOfMessages: String(visible),
          ApproximateNumberOfMessagesNotVisible: String(hidden),
        }
        return { Attributes }
      },
    }
    const queueUrls = ["https://sqs.invalid/notifications", "https://sqs.invalid/not-shipped"]
    const make = (s3: StoresObjects = world.s3, transport = world.transport) =>
      world.make(s3, transport, { queueUrls, sqs })
    const ship = (key: string, handler = make()) => world.deliver([created(key)], 45_200, handler)
    const count = (handler = make()) => handler({ count: true }, { getRemainingTimeInMillis: () => 45_050 })
    const numbers = () => world.api.bus.published(trackingAccessed).map(({ data }) => data.report?.number)
    const counts = () => world.api.bus.published(accessesCounted).map(({ data }) => data)
    return { ...world, waiting, make, ship, count, numbers, counts }
  }

  it("numbers the reports of all its invocations in one row, and counts them", async () => {
    const { put, ship, count, numbers, counts, lines } = counter()
    await count()
    expect(counts()).toEqual([])
    for (const [key, reference] of [
      ["a.log", "NP4021887304CA"],
      ["b.log", "NP4021887305CA"],
    ] as const) {
      put(key, log(reference))
      expect(await ship(key)).toEqual([])
    }
    await pause(5)
    await count()
    await pause(5)
    await count()
    expect(numbers()).toEqual([1, 2])
    expect(counts()).toMatchObject([
      { accesses: 2, lastNumber: 2 },
      { accesses: 0, lastNumber: 2 },
    ])
    expect(counts()[1]?.from).toBe(counts()[0]?.until)
    expect(lines.filter((line) => line.includes('"counted"'))).toHaveLength(3)
  })

  it("gives no number twice when two invocations begin at the same time", async () => {
    const { put, ship, count, numbers, counts } = counter()
    await count()
    const keys = ["a", "b", "c", "d"].map((name) => `${name}.log`)
    for (const [index, key] of keys.entries()) put(key, log(`NP402188730${index}CA`))
    expect(await Promise.all(keys.map((key) => ship(key)))).toEqual([[], [], [], []])
    await pause(5)
    await count()
    expect([...new Set(numbers())].sort()).toEqual([1, 2, 3, 4])
    expect(counts()).toMatchObject([{ accesses: 4, lastNumber: 4 }])
  })

  it.each([
    ["waits", [1, 0]],
    ["is shipped at the moment, or comes again later", [0, 1]],
  ] as const)("does not count while a log %s", async (_, [visible, hidden]) => {
    const { count, counts, waiting, lines } = counter()
    await count()
    waiting.splice(0, 2, visible, hidden)
    await pause(5)
    await count()
    expect(counts()).toEqual([])
    expect(lines.at(-1)).toContain("not counted, because logs wait in the queues")
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8].flatMap((at) => [[at, "before"] as const, [at, "after"] as const]))(
    "leaves no number out after a crash at call %i, %s its effect",
    async (at, when) => {
      const { put, ship, count, numbers, counts, make, s3, transport } = counter()
      await count()
      put("a.log", log("NP4021887304CA"))
      const crash = crashing(at, when)
      const crashed = make(
        { getObject: crash(s3.getObject), putObject: crash(s3.putObject) },
        { ...transport, send: crash(transport.send) },
      )
      await ship("a.log", crashed)
      expect(await ship("a.log")).toEqual([])
      await pause(5)
      await count()
      const last = Math.max(...numbers().map(Number))
      expect(new Set(numbers())).toEqual(new Set(Array.from({ length: last }, (_, index) => index + 1)))
      expect(counts().at(-1)).toMatchObject({ lastNumber: last })
    },
  )

  it("counts a crashed count once", async () => {
    const { count, counts, make, s3, transport } = counter()
    await count()
    await pause(5)
    const crash = crashing(3, "after")
    const crashed = make(
      { getObject: crash(s3.getObject), putObject: crash(s3.putObject) },
      { ...transport, send: crash(transport.send) },
    )
    await expect(count(crashed)).rejects.toThrow()
    await count()
    const windows = [...new Map(counts().map((one) => [one.until, one])).values()]
    expect(windows.slice(1).map(({ from }) => from)).toEqual(windows.slice(0, -1).map(({ until }) => until))
    expect(windows.map(({ accesses }) => accesses)).toEqual(windows.map(() => 0))
  })
})
