import { describe, expect, it } from "@jest/globals"
import { lambdaContext } from "../../parties/test-parties.ts"
import { batches, batchOf, nothing, now, throttles } from "./recorded-batches.ts"

describe("a message that AWS fails", () => {
  const hour = 3_600_000
  /** A message that was first sent so long ago, and was sent again so often since. */
  const old = (milliseconds: number, retries: number) => {
    const [record] = batchOf({ a: 1 }).Records
    const number = (value: number) => ({ dataType: "Number", stringValue: String(value), binaryValue: null })
    const travel = { FirstSentTimestamp: number(now - milliseconds), Retries: number(retries) }
    return { Records: [{ ...record, messageAttributes: retries === 0 ? {} : travel }] }
  }

  it("is sent again after about 1, 2, 4 and so on seconds, at most a minute, and acknowledged", async () => {
    const sent: string[] = []
    for (const retries of [0, 1, 2, 3, 6, 1_000]) {
      const { handler, done } = batches(throttles)
      expect(await handler(old(hour, retries), lambdaContext())).toEqual({ batchItemFailures: [] })
      sent.push(...done.filter((one) => one.startsWith("send")))
    }
    const first = now - hour
    expect(sent.slice(1)).toEqual([
      `send a 2 ${first} 2`,
      `send a 4 ${first} 3`,
      `send a 8 ${first} 4`,
      `send a 60 ${first} 7`,
      `send a 60 ${first} 1001`,
    ])
    expect(sent[0]).toBe(`send a 1 ${now} 1`)
  })

  it("keeps when it was first sent, its group and its attributes", async () => {
    const [record] = batchOf({ a: 1 }).Records
    const attributes = { ...record?.attributes, SentTimestamp: String(now - 5_000), MessageGroupId: "leafline" }
    const messageAttributes = { Trace: { dataType: "Binary", binaryValue: "AQ==" } }
    const { handler, done, telemetry } = batches(throttles)
    await handler({ Records: [{ ...record, attributes, messageAttributes }] }, lambdaContext())
    expect(done.filter((one) => one.startsWith("send"))).toEqual([`send a 1 ${now - 5_000} 1 leafline Trace`])
    expect(telemetry.durations).toEqual([{ metric: "WaitedForAws", milliseconds: 5_000 }])
  })

  it("is left to its queue, which counts its deliveries, after a day", async () => {
    for (const [milliseconds, isLeft] of [
      [23 * hour, false],
      [25 * hour, true],
    ] as const) {
      const answer = await batches(throttles).handler(old(milliseconds, 9), lambdaContext())
      expect(answer.batchItemFailures).toEqual(isLeft ? [{ itemIdentifier: "a" }] : [])
    }
  })

  it("keeps how often it was delivered before, so that one that ends the process becomes a dead letter", async () => {
    const [record] = batchOf({ a: 3 }).Records
    const sentBefore = (EarlierDeliveries: number) => ({
      Records: [
        {
          ...record,
          messageAttributes: { EarlierDeliveries: { dataType: "Number", stringValue: String(EarlierDeliveries) } },
        },
      ],
    })
    const { handler, done, telemetry } = batches(throttles)
    await handler(sentBefore(5), lambdaContext())
    expect(done).toContain(`send a 1 ${now} 1 after 7`)
    expect(telemetry.lines[0]?.fields).toMatchObject({ attempt: 8 })
    const answer = await batches(throttles).handler(sentBefore(28), lambdaContext())
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: "a" }])
  })

  it("is left to its queue if that does not take it", async () => {
    const { handler } = batches(throttles, { sendAgain: throttles })
    expect(await handler(batchOf({ a: 1 }), lambdaContext())).toEqual({ batchItemFailures: [{ itemIdentifier: "a" }] })
  })

  it("is sent once more if the queue does not take it at first", async () => {
    let sends = 0
    const sendAgain = async () => void (++sends === 1 && (await throttles()))
    const { handler } = batches(throttles, { sendAgain })
    expect(await handler(batchOf({ a: 1 }), lambdaContext())).toEqual({ batchItemFailures: [] })
    expect(sends).toBe(2)
  })

  it("is sent again when only its write at the end failed", async () => {
    const { handler, done } = batches(nothing, {}, throttles)
    expect(await handler(batchOf({ a: 1 }), lambdaContext())).toEqual({ batchItemFailures: [] })
    expect(done.filter((one) => one.startsWith("send"))).toHaveLength(1)
  })

  it("costs those no delivery whose time it took", async () => {
    let remaining = 30_000
    const { handler, done } = batches(async () => {
      await undefined
      remaining = 900
      return throttles()
    })
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => remaining }
    const many = batchOf(Object.fromEntries([..."abcdefghijkl"].map((id) => [id, 1])))
    expect(await handler(many, context)).toEqual({ batchItemFailures: [] })
    expect(done.filter((one) => one.startsWith("send"))).toHaveLength(12)
  })

  it("is acknowledged at once where messages are handled one by one", async () => {
    const { handler, done } = batches(async (id) => (id === "b" ? throttles() : "recorded"))
    expect(await handler(batchOf({ a: 2, b: 3 }), lambdaContext())).toEqual({ batchItemFailures: [] })
    expect(done.indexOf("acknowledge b")).toBe(done.findIndex((one) => one.startsWith("send b")) + 2)
  })
})
