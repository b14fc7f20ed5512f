import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { readFailedChanges } from "../../../infra/cli/redrive/failed-change.ts"
import { textOfFailed } from "../../../shared/base/platform/set-aside.ts"
import { streamBatchPipeline, streamPipeline } from "../../../shared/base/platform/stream-pipeline.ts"
import { streamSurroundings, throttled } from "../../doubles/stream-surroundings.ts"
import { lambdaContext, recordedTelemetry } from "../../parties/test-parties.ts"

const rowSchema = z.object({ id: z.string() })
const now = Date.parse("2026-11-01T14:00:00Z")

/** Changes of rows by their ids, so many minutes old. */
const changes = (ids: string, minutes = 0) => ({
  Records: [...ids].map((id) => ({
    eventName: "INSERT",
    dynamodb: {
      SequenceNumber: `1${id.charCodeAt(0)}`,
      ApproximateCreationDateTime: (now - minutes * 60_000) / 1_000,
      NewImage: { id: { S: id } },
    },
  })),
})

const idsOf = (kept: readonly { sequenceNumber: string }[]) =>
  kept.map(({ sequenceNumber }) => String.fromCharCode(Number(sequenceNumber.slice(1)))).join("")

const failedFrom = (id: string) => ({ batchItemFailures: [{ itemIdentifier: `1${id.charCodeAt(0)}` }] })
const nothingFailed = { batchItemFailures: [] }

/** A process that handles changes one by one, and does what `of` says for some ids. */
function work(
  of: Readonly<Record<string, () => Promise<unknown>>>,
  options: Parameters<typeof streamSurroundings>[0] = {},
) {
  const surroundings = streamSurroundings(options)
  const telemetry = recordedTelemetry()
  const handled: string[] = []
  const handler = streamPipeline({
    rowSchema,
    telemetry,
    surroundings,
    handle: async ({ after }) => {
      const id = after?.id ?? ""
      await of[id]?.()
      handled.push(id)
      return "handled"
    },
  })
  return { ...surroundings, handler, telemetry, handled }
}

const fails = (error: () => Error) => async () => {
  throw error()
}
const atFault = fails(() => new TypeError("at fault"))

const refusedAs = (name: string) => fails(() => Object.assign(new Error("?"), { name }))
const refused = refusedAs("AccessDeniedException")

describe("a change that AWS refuses for want of a right", () => {
  it("is delivered again also if S3 refuses it, which has another name for that", async () => {
    const { handler } = work({ b: refusedAs("AccessDenied") })
    expect(await handler(changes("abc", 15))).toEqual(failedFrom("b"))
  })

  it("is delivered again while a deployment may bring the right", async () => {
    const { handler, handled, kept } = work({ b: refused })
    expect(await handler(changes("abc", 15))).toEqual(failedFrom("b"))
    expect(handled).toEqual(["a"])
    expect(kept).toEqual([])
  })

  it("is set aside after a quarter of an hour, and the batch goes on", async () => {
    const { handler, handled, kept } = work({ b: refused })
    expect(await handler(changes("abc", 16))).toEqual(nothingFailed)
    expect(handled).toEqual(["a", "c"])
    expect(idsOf(kept)).toBe("b")
  })
})

describe("a change that is at fault", () => {
  it("is tried five times and set aside, and the batch goes on", async () => {
    const { handler, handled, kept, pauses, telemetry } = work({ b: atFault })
    expect(await handler(changes("abc"))).toEqual(nothingFailed)
    expect(handled).toEqual(["a", "c"])
    expect(idsOf(kept)).toBe("b")
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000])
    expect(telemetry.counts).toEqual({ ChangeHandled: 3 })
  })

  it("is found among changes that are handled together", async () => {
    const surroundings = streamSurroundings()
    const calls: number[] = []
    const handler = streamBatchPipeline({
      rowSchema,
      telemetry: recordedTelemetry(),
      surroundings,
      itemsOf: ({ after }) => [after?.id],
      handleAll: async (ids) => {
        calls.push(ids.length)
        if (ids.flat().includes("c")) throw new TypeError("at fault")
        return { outcomes: ids.map(() => "handled") }
      },
    })
    expect(await handler(changes("abcd"))).toEqual(nothingFailed)
    expect(idsOf(surroundings.kept)).toBe("c")
    expect(calls[0]).toBe(4)
  })

  it("is not set aside if a later attempt succeeds", async () => {
    let failures = 3
    const { handler, handled, kept } = work({ b: async () => (failures-- > 0 ? atFault() : undefined) })
    expect(await handler(changes("ab"))).toEqual(nothingFailed)
    expect(handled).toEqual(["a", "b"])
    expect(kept).toEqual([])
  })

  it("holds up what comes after it if it cannot be kept", async () => {
    const { handler, handled } = work({ b: atFault }, { fails: true })
    expect(await handler(changes("abc"))).toEqual(failedFrom("b"))
    expect(handled).toEqual(["a"])
  })

  it("stays where it is when it was redriven", async () => {
    const { handler, kept } = work({ b: atFault })
    expect(await handler({ ...changes("abc"), redriven: true })).toEqual(failedFrom("b"))
    expect(kept).toEqual([])
  })

  it("gets a whole invocation before it is set aside", async () => {
    const { handler, kept } = work({ b: atFault })
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => 15_000 }
    expect(await handler(changes("ab"), context)).toEqual(failedFrom("b"))
    expect(kept).toEqual([])
    expect(await handler(changes("bc"), context)).toEqual(nothingFailed)
    expect(idsOf(kept)).toBe("b")
  })

  it("is none whose work is not finished, which the next delivery goes on with", async () => {
    const unfinished = () => Object.assign(new Error("more is left"), { isUnfinished: true })
    const { handler, kept, pauses } = work({ b: fails(unfinished) })
    for (let delivery = 0; delivery < 6; delivery++) expect(await handler(changes("b", 1))).toEqual(failedFrom("b"))
    expect([kept, pauses]).toEqual([[], []])
  })

  it("is kept in the form of Lambda, which can be redriven", async () => {
    const { handler, kept } = work({ b: atFault })
    const functionArn = "arn:aws:lambda:ca-central-1:123456789012:function:Relay"
    await handler(changes("b", 1), { ...lambdaContext(), invokedFunctionArn: functionArn })
    const [only] = kept
    if (only === undefined) throw new Error("nothing was kept")
    expect(readFailedChanges(textOfFailed(only))).toEqual({
      functionName: "Relay",
      sequence: 198n,
      changedAt: "2026-11-01T13:59:00.000Z",
      records: 1,
      payload: JSON.stringify({ Records: changes("b", 1).Records, redriven: true }),
    })
  })
})

describe("a change that AWS fails", () => {
  it("comes again without an end for 20 hours, and is set aside before its stream forgets it", async () => {
    const { handler, kept } = work({ b: fails(throttled) })
    for (const minutes of [0, 60, 19 * 60]) expect(await handler(changes("bc", minutes))).toEqual(failedFrom("b"))
    expect(kept).toEqual([])
    expect(await handler(changes("bc", 21 * 60))).toEqual(nothingFailed)
    expect(idsOf(kept)).toBe("b")
  })

  it("is not tried again in an invocation without time for a call of the SDK", async () => {
    const { handler, pauses } = work({ a: fails(throttled) })
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => 17_500 }
    expect(await handler(changes("a"), context)).toEqual(failedFrom("a"))
    expect(pauses).toEqual([])
  })
})

describe("a change that ends the process", () => {
  const never = () => new Promise<never>(() => {})

  /** Starts a process that dies of some ids, and leaves it. */
  async function dieOf(event: object, begun: Map<string, number>): Promise<void> {
    void work({ b: never }, { begun }).handler(event)
    await new Promise((resolve) => setImmediate(resolve))
  }

  it("is set aside by the fourth process after three that died, and its neighbours are handled", async () => {
    const begun = new Map<string, number>()
    for (let death = 0; death < 3; death++) await dieOf(changes("abc", 1), begun)
    const { handler, handled, kept } = work({ b: never }, { begun })
    expect(await handler(changes("abc", 1))).toEqual(nothingFailed)
    expect(handled).toEqual(["a", "c"])
    expect(idsOf(kept)).toBe("b")
  })

  it("is handled when it is redriven after its fault was mended, although the notes are still there", async () => {
    const begun = new Map<string, number>()
    for (let death = 0; death < 3; death++) await dieOf(changes("b", 1), begun)
    const { handler, handled } = work({}, { begun })
    expect(await handler({ ...changes("b", 1), redriven: true })).toEqual(nothingFailed)
    expect(handled).toEqual(["b"])
  })

  it("is no other change that AWS fails in many processes", async () => {
    const begun = new Map<string, number>()
    for (let process = 0; process < 6; process++) {
      const { handler, kept } = work({ b: fails(throttled) }, { begun })
      expect(await handler(changes("abc", 1))).toEqual(failedFrom("b"))
      expect(kept).toEqual([])
    }
  })

  it("costs a process of quiet times nothing", async () => {
    const begun = new Map<string, number>()
    await work({}, { begun }).handler(changes("abc"))
    expect(begun.size).toBe(0)
  })

  it("is suspected by the same process after it did not come to an end", async () => {
    const begun = new Map<string, number>()
    const endless = streamSurroundings({ begun })
    const handler = streamPipeline({
      rowSchema,
      telemetry: recordedTelemetry(),
      surroundings: endless,
      handle: ({ after }) => (after?.id === "b" ? never() : Promise.resolve("handled")),
    })
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => 710 }
    for (let time = 0; time < 3; time++) expect(await handler(changes("b", 1), context)).toEqual(failedFrom("b"))
    expect(await handler(changes("b", 1), context)).toEqual(nothingFailed)
    expect(idsOf(endless.kept)).toBe("b")
  })
})
