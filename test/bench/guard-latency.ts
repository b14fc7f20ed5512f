/** `npm run bench:guard`: how long the inline guard takes to answer, at a rate that does not wait for its answers. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { Agent, request } from "node:http"
import { createInterface } from "node:readline"
import { readCommandLine } from "../../infra/command-line.ts"
import { makeRandom } from "./random.ts"

const usage = `npm run bench:guard -- [options]

Starts the guard in a process of its own and asks it about lookups, each at its time whether or not the one before was
answered. A time counts from when the request was due, so that waiting for the guard counts too.

  --rate N      requests a second (2000)
  --seconds N   how long, after 3 seconds to warm up (20)
  --visitors N  addresses that they come from (50000)
`
const { values: flags } = readCommandLine(usage, {
  options: {
    rate: { type: "string", default: "2000" },
    seconds: { type: "string", default: "20" },
    visitors: { type: "string", default: "50000" },
  },
})
const rate = Number(flags.rate)
const seconds = Number(flags.seconds)
const visitors = Number(flags.visitors)
const warmUpSeconds = 3
const batchMilliseconds = 2

/** Starts the guard, and waits until it answers. */
async function startGuard() {
  const args = ["infra/cli/wayseal.ts", "guard", "--json", "--listen", "127.0.0.1:0", "--enforce"]
  const rules = ["--reference", "/track/{reference}", "--orders-per-day", "20000", "--session-cookie", "session"]
  const guard = spawn(process.execPath, [...args, ...rules], { stdio: ["ignore", "pipe", "pipe"] })
  for await (const line of createInterface({ input: guard.stderr })) {
    const port = /answers at http:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1]
    if (port !== undefined) return { guard, port: Number(port) }
  }
  throw new Error("The guard did not start")
}

const random = makeRandom(7)
/** A lookup by some visitor of some number of the last three days. One of a hundred is by a walker. */
function headersOf(index: number): Record<string, string> {
  const isStep = index % 100 === 0
  const visitor = isStep ? 0 : 1 + random.integer(visitors)
  const number = isStep ? index / 100 : random.integer(60_000)
  const session = visitor % 5 === 0 ? {} : { cookie: `session=s${visitor}; theme=dark` }
  return {
    "x-original-uri": `/track/NP${4_000_000_000 + number}`,
    "x-real-ip": `10.${(visitor >> 16) & 255}.${(visitor >> 8) & 255}.${visitor & 255}`,
    "user-agent": `Mozilla/5.0 (X11; Linux x86_64; rv:${100 + (visitor % 30)}.0) Gecko/20100101 Firefox/120.0`,
    ...session,
  }
}

async function run(): Promise<void> {
  const { guard, port } = await startGuard()
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const times: number[] = []
  let [errors, refused, answered] = [0, 0, 0]
  const ask = (index: number, dueAt: number, counts: boolean): void => {
    const sent = request({ port, host: "127.0.0.1", path: "/check", agent, headers: headersOf(index) }, (response) => {
      response.resume()
      response.once("end", () => {
        answered += 1
        if (response.statusCode === 403) refused += 1
        if (counts) times.push(performance.now() - dueAt)
      })
    })
    sent.once("error", () => {
      errors += 1
    })
    sent.end()
  }
  const startedAt = performance.now()
  const total = rate * (warmUpSeconds + seconds)
  let next = 0
  while (next < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1_000) * rate))
    for (; next < due; next += 1) {
      ask(next, startedAt + (next / rate) * 1_000, next >= rate * warmUpSeconds)
    }
    await new Promise((resolve) => setTimeout(resolve, batchMilliseconds))
  }
  const sentIn = (performance.now() - startedAt) / 1_000
  while (answered + errors < total && performance.now() - startedAt < (warmUpSeconds + seconds + 10) * 1_000) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  times.sort((a, b) => a - b)
  const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? Number.NaN).toFixed(2)
  agent.destroy()
  guard.kill("SIGTERM")
  let ended = ""
  guard.stdout.on("data", (chunk) => {
    ended += chunk
  })
  await once(guard, "close")
  process.stdout.write(
    `${Math.round(total / sentIn)} requests a second for ${seconds} s: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ` +
      `p99.9 ${at(0.999)} ms, most ${at(1)} ms. ${refused} refused, ${errors} errors.\nThe guard: ${ended}`,
  )
}

await run()
