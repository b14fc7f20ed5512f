import { fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { baseEnvironment } from "../../../infra/local/host-environment.ts"
import { type Answer, type Answered, answered, type Order } from "./function-messages.ts"

/** A function in its own process, loaded and waiting for events. */
export type RunningFunction = {
  /** From the begin of the import to its end, top-level awaits included. */
  readonly loadMilliseconds: number
  /** CPU of the process meanwhile. */
  readonly loadCpuMicroseconds: number
  /** @throws Error when the handler throws */
  invoke(event: unknown): Promise<Answer>
  stop(): Promise<void>
}

/** The bundle, the stub's address, and the variables of the function. */
export type FunctionOptions = {
  readonly bundle: string
  readonly stubUrl: string
  readonly environment: Readonly<Record<string, string>>
}

/**
 * Starts a function in a fresh process. It has none of the caller's AWS variables, so it can reach the stub alone.
 *
 * @throws Error when the bundle cannot be loaded
 */
export async function runFunction({ bundle, stubUrl, environment }: FunctionOptions): Promise<RunningFunction> {
  const child = fork(join(import.meta.dirname, "function-process.ts"), [bundle], {
    execArgv: [],
    // Logs and metrics go where Lambda would read them, and nobody reads them here.
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: {
      ...baseEnvironment(),
      AWS_ENDPOINT_URL: stubUrl,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "stub",
      AWS_SECRET_ACCESS_KEY: "stub",
      AWS_LAMBDA_FUNCTION_NAME: "measured",
      ...environment,
    },
  })
  let errors = ""
  child.stderr?.on("data", (chunk) => {
    errors = `${errors}${chunk}`.slice(-2_000)
  })
  const waiting: ((given: Answered) => void)[] = []
  const hear = (given: Answered) => waiting.shift()?.(given)
  child.on("message", (message) => hear(answered.parse(message)))
  child.on("exit", () => hear({ kind: "failed", reason: `the process ended: ${errors}` }))
  const next = () => new Promise<Answered>((settle) => waiting.push(settle))
  const loaded = await next()
  if (loaded.kind !== "loaded") throw new Error(`The bundle ${bundle} does not load: ${errors}`)
  const tell = (order: Order) => child.send(order)
  return {
    loadMilliseconds: loaded.milliseconds,
    loadCpuMicroseconds: loaded.cpuMicroseconds,
    async invoke(event) {
      const answer = next()
      tell({ kind: "invoke", event })
      const given = await answer
      if (given.kind === "answered") return given
      throw new Error(`The function failed: ${given.kind === "failed" ? given.reason : given.kind}`)
    },
    async stop() {
      if (child.exitCode !== null) return
      const ended = once(child, "exit")
      tell({ kind: "stop" })
      await ended
    },
  }
}
