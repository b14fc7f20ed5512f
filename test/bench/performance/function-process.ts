/**
 * One function in a process of its own, as in one container of Lambda. It loads a bundle, then answers each event that
 * its parent sends. The environment of the process is the environment of the function.
 */
import { argv, cpuUsage, memoryUsage } from "node:process"
import { pathToFileURL } from "node:url"
import * as z from "zod"
import { type Answered, order } from "./function-messages.ts"

const bundle = z.object({ handler: z.custom<Handler>((given) => typeof given === "function") })
type Handler = (event: unknown, context: object) => Promise<unknown>

const contextOf = (invocation: number) => ({
  functionName: "measured",
  functionVersion: "1",
  invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:measured",
  memoryLimitInMB: "512",
  awsRequestId: `request-${invocation}`,
  logGroupName: "group",
  logStreamName: "stream",
  getRemainingTimeInMillis: () => 30_000,
})

const cpuMicroseconds = (): number => {
  const { user, system } = cpuUsage()
  return user + system
}

const report = (answered: Answered): void => {
  process.send?.(answered)
}

const loadedFrom = performance.now()
const loadCpuBefore = cpuMicroseconds()
const { handler } = bundle.parse(await import(pathToFileURL(argv[2] ?? "").href))
report({
  kind: "loaded",
  milliseconds: performance.now() - loadedFrom,
  cpuMicroseconds: cpuMicroseconds() - loadCpuBefore,
})

/** By how much an event lets the clock of the function be ahead. */
const ahead = z.object({ aheadMilliseconds: z.number() })
const Now = Date

function setClock(aheadMilliseconds: number): void {
  const now = () => Now.now() + aheadMilliseconds
  globalThis.Date = new Proxy(Now, {
    construct: (made, given) => (given.length === 0 ? new made(now()) : Reflect.construct(made, given)),
    get: (of, name) => (name === "now" ? now : Reflect.get(of, name)),
  })
}

let invocations = 0
process.on("message", async (message: unknown) => {
  const given = order.parse(message)
  if (given.kind === "stop") return process.disconnect()
  const moved = ahead.safeParse(given.event)
  if (moved.success) setClock(moved.data.aheadMilliseconds)
  const cpuBefore = cpuMicroseconds()
  const from = performance.now()
  try {
    const result = await handler(given.event, contextOf(++invocations))
    report({
      kind: "answered",
      result: JSON.stringify(result) ?? "",
      milliseconds: performance.now() - from,
      cpuMicroseconds: cpuMicroseconds() - cpuBefore,
      residentBytes: memoryUsage.rss(),
    })
  } catch (error) {
    report({ kind: "failed", reason: error instanceof Error ? `${error.name}: ${error.message}` : "unknown" })
  }
})
