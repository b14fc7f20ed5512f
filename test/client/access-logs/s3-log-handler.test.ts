import { gzipSync } from "node:zlib"
import { describe, expect, it } from "@jest/globals"
import { s3LogHandler } from "../../../client/access-logs/lambda/s3-log-handler.ts"
import type { Outcome } from "../../../client/events/transport.ts"
import { crashing, created, log, shipper } from "./s3-log-world.ts"
import { cloudFrontFields, hub, nginx, secrets, tsv } from "./shipping-world.ts"

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
