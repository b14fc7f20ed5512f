import { join, relative, resolve } from "node:path"
import { fail, readCommandLine } from "../command-line.ts"
import { runExample2018 } from "./example-2018/run.ts"
import { localFolder } from "./host-environment.ts"
import { type LocalCommand, runLocalCommand } from "./local-command.ts"
import { startExchange } from "./start-exchange.ts"

const usage = `npm run example:2018 -- [options]

Plays the breach of 2018 on a local AWS, from the report to the closed case, and writes both parties' dossiers.
Takes about 5 minutes on two cores.

  --out DIR        where to write the dossiers (.local/example-2018)
  --shipments N    walk fewer shipments than the 4,500 of the public record, 50 to 20000; 300 takes about 2 minutes
  --json           print the outcome as JSON, as the last line
`
const { values: flags } = readCommandLine(usage, {
  options: {
    out: { type: "string", default: join(localFolder, "example-2018") },
    shipments: { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
})

function readShipments(): { shipments?: number } {
  if (flags.shipments === undefined) return {}
  const shipments = Number(flags.shipments)
  if (!(Number.isInteger(shipments) && shipments >= 50 && shipments <= 20_000)) {
    return fail("--shipments takes a whole number from 50 to 20000")
  }
  return { shipments }
}

async function playExample({ say, stops }: LocalCommand, size: { shipments?: number }): Promise<void> {
  say("Starting a local AWS. This, the deployment and the example take about 5 minutes.")
  const { exchange, sign } = await startExchange({ onLine: say, stops })
  const folder = resolve(flags.out)
  const { result, story } = await runExample2018({ exchange, sign, folder, ...size, onLine: say })
  say("Done")
  const files = result.dossier.map((path) => `  ${relative(process.cwd(), path)}`)
  process.stdout.write(
    [
      `\n${story}\n`,
      `The dossiers of both parties\n\n${files.join("\n")}\n`,
      "The walk ended two hours before this run instead of in 2018: the hub takes lookups of the last 13 months only.",
      "Due times follow today's laws.\n\n",
    ].join("\n"),
  )
  await stops.stopAll()
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`)
  const isGood = result.timelineVerified && result.tamperDetected && result.caseState === "closed"
  if (!isGood) throw new Error("The case did not end as it should. The table above shows what is wrong.")
}

if (flags.help) process.stdout.write(usage)
else {
  const size = readShipments()
  await runLocalCommand((command) => playExample(command, size))
}
