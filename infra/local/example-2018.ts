import { join, relative, resolve } from "node:path"
import { apiAudience } from "../../shared/parties/authenticate-party.ts"
import { readCommandLine } from "../command-line.ts"
import { deployLocally } from "./emulator/deploy-locally.ts"
import { startEmulator } from "./emulator/start-emulator.ts"
import { runExample2018 } from "./example-2018/run.ts"
import { localFolder } from "./host-environment.ts"
import { reachExchange } from "./replay/deployed-exchange.ts"
import { prepareLocalParties } from "./replay/party-keys.ts"

const stage = "local"
const usage = `npm run example:2018 -- [options]

  --out DIR        where the dossiers are written (./.local/example-2018)
  --shipments N    walk fewer shipments than the 4,500 of the public record
  --json           print what came of it as JSON, as the last line
`
const { values: flags } = readCommandLine(usage, {
  options: {
    out: { type: "string", default: join(localFolder, "example-2018") },
    shipments: { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
})

const started = performance.now()
const stops: (() => Promise<void>)[] = []
let stopping: Promise<void> | undefined
let isInterrupted = false

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

async function run(): Promise<void> {
  const shipments = flags.shipments === undefined ? undefined : Number(flags.shipments)
  if (shipments !== undefined && !(Number.isInteger(shipments) && shipments >= 50 && shipments <= 20_000)) {
    throw new Error("--shipments takes a whole number from 50 to 20000")
  }
  const parties = await prepareLocalParties(apiAudience(stage))
  const { endpoint, iamEnforced, stop } = await startEmulator(say)
  stops.push(stop)
  say(`local AWS at ${endpoint.url}${iamEnforced ? ", IAM enforced" : ""}`)
  const deployment = await deployLocally(endpoint, { stage, partiesPath: parties.partiesPath, onLine: say })
  const exchange = reachExchange(endpoint, deployment, stage)
  stops.push(async () => exchange.close())

  const folder = resolve(flags.out)
  const { result, story } = await runExample2018({
    exchange,
    sign: parties.sign,
    folder,
    ...(shipments === undefined ? {} : { shipments }),
    onLine: say,
  })
  say("done")
  const files = result.dossier.map((path) => `  ${relative(process.cwd(), path)}`)
  process.stdout.write(`\n${story}\n\nThe dossiers, as the parties received them\n\n${files.join("\n")}\n\n`)
  process.stdout.write(
    "The walk and its finder are dated hours ago, not in 2018: the hub takes lookups of the last 13 months, and duties run from today's laws.\n\n",
  )
  await stopAll()
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`)
  const isGood = result.timelineVerified && result.tamperDetected && result.caseState === "closed"
  if (!isGood) throw new Error("the case did not come to its end as it must; see the table above")
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    isInterrupted = true
    say("stopping")
    void stopAll().then(() => process.exit(signal === "SIGINT" ? 130 : 143))
  })
}

if (flags.help) {
  process.stdout.write(usage)
} else {
  try {
    await run()
    process.exit(0)
  } catch (error) {
    // A signal has begun to stop everything, and ends the process when it is done.
    if (isInterrupted) await new Promise(() => {})
    await stopAll()
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}
