/**
 * `node test/browser/serve-console.ts [--port <port>]`: the console over a breach desk in memory, to be used by hand.
 */
import { readCommandLine } from "../../infra/command-line.ts"
import { people } from "./console-sessions.ts"
import { consoleWorld } from "./console-world.ts"

const { values } = readCommandLine(
  `npm run serve:console -- [options]

Builds the console and serves it over a breach desk in memory, with one case of a retailer and a carrier. Whoever comes
signs in by choosing a name. What is done is forgotten at the end. Stop it with Ctrl-C.

  --port <port>  the port, by default any that is free
`,
  { options: { port: { type: "string", default: "0" } } },
)

const { server, alias } = await consoleWorld({ port: Number(values.port), shipments: 12 })
console.log(`${server.origin}/desk/cases/${alias("leafline")}`)
console.log(`Sign in as: ${people.map(({ name, role, partyId }) => `${name} (${role} of ${partyId})`).join(", ")}`)
