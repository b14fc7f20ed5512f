import { setTimeout as pause } from "node:timers/promises"
import { describe, expect, it } from "@jest/globals"
import type { StoresObjects } from "../../../client/access-logs/lambda/load-s3.ts"
import { accessesCounted } from "../../../shared/base/contracts/accesses-counted.ts"
import { trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import { crashing, created, log, shipper } from "./s3-log-world.ts"

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
