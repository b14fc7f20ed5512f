import { readCommandLine } from "../command-line.ts"
import { forwardApi } from "./emulator/forward-api.ts"
import { freePort } from "./emulator/start-emulator.ts"
import { type LocalCommand, runLocalCommand } from "./local-command.ts"
import { replay } from "./replay/replay.ts"
import { type ReplayResult, reportTable } from "./replay/report.ts"
import { readScenario } from "./replay/scenario.ts"
import { noteRunning } from "./running-exchange.ts"
import { localStage, startExchange, timed } from "./start-exchange.ts"

const preferredApiPort = 8787
const usage = `npm start -- [options]

Starts a local AWS, deploys Wayseal to it and replays the breach of 2018. Then keeps running until Ctrl-C.

  --exit   stop after the replay
  --json   print the figures as JSON, as the last line; needs --exit
`
const { values: flags } = readCommandLine(usage, {
  options: {
    exit: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
})

async function start({ say, stops }: LocalCommand): Promise<void> {
  const scenario = await readScenario()
  say("Starting a local AWS. This, the deployment and the replay take about 3 minutes, the first time longer.")
  const started = await startExchange({ onLine: say, stops })
  const api = await forwardApi(started.exchange.apiUrl, await freePort(preferredApiPort))
  stops.add(api.stop)
  const { endpoint } = started.emulator
  await noteRunning({ endpoint, stage: localStage, apiUrl: api.url, ingressBusName: started.exchange.ingressBusName })
  say(`Deployed in ${started.seconds.deploy} s. The API is at ${api.url}.`)

  const { exchange, sign } = started
  const replayed = await timed(() => replay({ scenario, exchange, sign, onLine: say }))
  const result: ReplayResult = { ...replayed.value, seconds: { ...started.seconds, replay: replayed.seconds } }
  say(`Replayed "${scenario.title}" in ${replayed.seconds} s`)
  process.stdout.write(`\n${reportTable(result)}\n\n`)

  if (!flags.exit) {
    process.stdout.write(whatToTry(api.url))
    await started.emulator.ended
    throw new Error("The local AWS ended by itself. See .local/emulator.log for the reason.")
  }
  await stops.stopAll()
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`)
}

function whatToTry(apiUrl: string): string {
  return [
    `The API is at ${apiUrl}.`,
    "The address of the local AWS is in .local/running.json. Read its tables, queues and logs with any AWS client.",
    "",
    "Try these in another terminal:",
    "  npm run -s try -- publish            publish a shipment as a retailer",
    "  npm run -s try -- look-up            look that shipment up as its recipient",
    "  npm run -s try -- queue northpost    read the events that the carrier received",
    "",
    "Press Ctrl-C to stop everything.",
    "",
  ].join("\n")
}

if (flags.help) process.stdout.write(usage)
else await runLocalCommand(start)
