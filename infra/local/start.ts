import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { apiAudience } from "../../shared/parties/authenticate-party.ts"
import { readCommandLine } from "../command-line.ts"
import { deployLocally } from "./emulator/deploy-locally.ts"
import { forwardApi } from "./emulator/forward-api.ts"
import { freePort, startEmulator } from "./emulator/start-emulator.ts"
import { localFolder } from "./host-environment.ts"
import { reachExchange } from "./replay/deployed-exchange.ts"
import { prepareLocalParties } from "./replay/party-keys.ts"
import { replay } from "./replay/replay.ts"
import { type ReplayResult, reportTable } from "./replay/report.ts"
import { readScenario } from "./replay/scenario.ts"

const stage = "local"
const preferredPort = 8787
const usage = "npm start -- [--exit] [--json]   stops after the replay; its figures as the last line"
const { values: flags } = readCommandLine(usage, {
  options: { exit: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
})

const started = performance.now()
const stops: (() => Promise<void>)[] = []
let stopping: Promise<void> | undefined

/** One progress line, with the seconds since the start. */
function say(line: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6)
  process.stdout.write(`${seconds} s  ${line}\n`)
}

/** Stops what was started here, the last first. */
function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const stop of stops.reverse()) await stop().catch(() => {})
  })()
  return stopping
}

/** Seconds that a step takes, beside what it gives. */
async function timed<T>(step: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const from = performance.now()
  const value = await step()
  return { value, seconds: Math.round((performance.now() - from) / 100) / 10 }
}

async function run(): Promise<void> {
  const scenario = await readScenario()
  const setUp = await timed(async () => {
    const parties = await prepareLocalParties(apiAudience(stage))
    const emulator = await startEmulator(say)
    stops.push(emulator.stop)
    return { parties, emulator }
  })
  const { parties, emulator } = setUp.value
  const { endpoint } = emulator
  say(`local AWS at ${endpoint.url}${emulator.iamEnforced ? ", IAM enforced" : ""}`)

  const deployment = await timed(() =>
    deployLocally(endpoint, { stage, partiesPath: parties.partiesPath, onLine: say }),
  )
  const exchange = reachExchange(endpoint, deployment.value, stage)
  stops.push(async () => exchange.close())
  const api = await forwardApi(exchange.apiUrl, await freePort(preferredPort))
  stops.push(api.stop)
  const running = { endpoint, stage, apiUrl: api.url, ingressBusName: exchange.ingressBusName }
  await writeFile(join(localFolder, "running.json"), JSON.stringify(running))
  say(`deployed in ${deployment.seconds} s; the API is at ${api.url}`)

  const replayed = await timed(() => replay({ scenario, exchange, sign: parties.sign, onLine: say }))
  const seconds = { setUp: setUp.seconds, deploy: deployment.seconds, replay: replayed.seconds }
  const result: ReplayResult = { ...replayed.value, seconds }
  say(`replayed ${scenario.title} in ${replayed.seconds} s`)
  process.stdout.write(`\n${reportTable(result)}\n\n`)

  if (!flags.exit) {
    process.stdout.write(whereToLook(api.url))
    await Promise.race([emulator.ended, new Promise(() => {})])
    throw new Error("the local AWS ended by itself; see .local/emulator.log")
  }
  await stopAll()
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`)
}

function whereToLook(apiUrl: string): string {
  return [
    `API          ${apiUrl}`,
    "Local AWS    see .local/running.json for its address; tables, queues and logs can be read with any AWS client",
    "",
    "Try, in another terminal:",
    "  npm run -s try -- publish            publish a shipment as a retailer; prints how to look it up",
    "  npm run -s try -- look-up            look that shipment up as its recipient",
    "  npm run -s try -- queue northpost    read what the carrier was told",
    "",
    "Ctrl-C stops everything that was started here.",
    "",
  ].join("\n")
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    say("stopping")
    void stopAll().then(() => process.exit(signal === "SIGINT" ? 130 : 143))
  })
}

try {
  await run()
  process.exit(0)
} catch (error) {
  if (stopping !== undefined) {
    await stopping
  } else {
    await stopAll()
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}
