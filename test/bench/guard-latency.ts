/** `npm run bench:guard`: how long the inline guard takes to answer, at a rate that does not wait for its answers. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { text } from "node:stream/consumers"
import { readCommandLine } from "../../infra/command-line.ts"
import { makeRandom } from "./random.ts"

const usage = `npm run bench:guard -- [options]

Starts the guard in a process of its own and asks it about lookups, each at its time whether or not the one before was
answered. A time counts from when the request was due, so that waiting for the guard counts too.

This program pauses now and then as the guard does, and its own pauses count. The load generator vegeta
(https://github.com/tsenart/vegeta) hardly pauses: name it to measure the guard alone.

  --rate N         requests a second (2000)
  --seconds N      how long, after 3 seconds to warm up (20)
  --visitors N     addresses that they come from (50000)
  --vegeta PATH    let this program of vegeta ask in place of this one
`
const { values: flags } = readCommandLine(usage, {
  options: {
    rate: { type: "string", default: "2000" },
    seconds: { type: "string", default: "20" },
    visitors: { type: "string", default: "50000" },
    vegeta: { type: "string" },
  },
})
const rate = Number(flags.rate)
const seconds = Number(flags.seconds)
const visitors = Number(flags.visitors)
const warmUpSeconds = 3
const batchMilliseconds = 1

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
  return {
    "x-original-uri": `/track/NP${4_000_000_000 + number}`,
    "x-real-ip": `10.${(visitor >> 16) & 255}.${(visitor >> 8) & 255}.${visitor & 255}`,
    "user-agent": `Mozilla/5.0 (X11; Linux x86_64; rv:${100 + (visitor % 30)}.0) Gecko/20100101 Firefox/120.0`,
    ...(visitor % 5 === 0 ? {} : { cookie: `session=s${visitor}; theme=dark` }),
  }
}

function requestOf(index: number): string {
  const headers = Object.entries({ host: "guard", ...headersOf(index) }).map(([name, value]) => `${name}: ${value}`)
  return ["GET /check HTTP/1.1", ...headers, "\r\n"].join("\r\n")
}

const connections = 64
const answerStart = /HTTP\/1\.1 (\d{3})/g

/** Connections that are used in turn, as nginx keeps them. An HTTP client would take longer than the guard. */
function openConnections(port: number, onAnswer: (dueAt: number, status: string) => void) {
  const all = Array.from({ length: connections }, () => {
    const due: number[] = []
    const socket = connect(port, "127.0.0.1").setNoDelay(true).setEncoding("latin1")
    // An answer has no body and comes in one piece.
    socket.on("data", (answers: string) => {
      for (const [, status = ""] of answers.matchAll(answerStart)) onAnswer(due.shift() ?? Number.NaN, status)
    })
    return { socket, due }
  })
  return {
    send(index: number, dueAt: number) {
      const one = all[index % connections]
      one?.due.push(dueAt)
      one?.socket.write(requestOf(index))
    },
    close: () => all.forEach(({ socket }) => void socket.destroy()),
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Asks at the rate, and returns the times of those after the warm-up in milliseconds, sorted. */
async function measure(port: number) {
  const times: number[] = []
  let [refused, answered] = [0, 0]
  const startedAt = performance.now()
  const countedFrom = startedAt + warmUpSeconds * 1_000
  const lines = openConnections(port, (dueAt, status) => {
    answered += 1
    if (status === "403") refused += 1
    if (dueAt >= countedFrom) times.push(performance.now() - dueAt)
  })
  const total = rate * (warmUpSeconds + seconds)
  for (let next = 0; next < total; await pause(batchMilliseconds)) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1_000) * rate))
    for (; next < due; next += 1) lines.send(next, startedAt + (next / rate) * 1_000)
  }
  const perSecond = total / ((performance.now() - startedAt) / 1_000)
  for (let waited = 0; answered < total && waited < 200; waited += 1) await pause(50)
  lines.close()
  return { times: times.sort((a, b) => a - b), refused, unanswered: total - answered, perSecond }
}

/** Vegeta asks at its own rate, warms up first, and prints its report. It opens a connection where all are busy. */
async function measureWithVegeta(program: string, port: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "wayseal-guard-"))
  const attack = async (from: number, duration: number) => {
    const targets = Array.from({ length: rate * duration }, (_, index) => ({
      method: "GET",
      url: `http://127.0.0.1:${port}/check`,
      header: Object.fromEntries(Object.entries(headersOf(from + index)).map(([name, value]) => [name, [value]])),
    }))
    const file = join(folder, `${from}.json`)
    await writeFile(file, targets.map((target) => `${JSON.stringify(target)}\n`).join(""))
    const pace = [`-rate=${rate}`, `-duration=${duration}s`, `-connections=${connections}`]
    const results = join(folder, `${from}.results`)
    // Files, so that this program has nothing to do meanwhile.
    const args = ["attack", "-format=json", `-targets=${file}`, `-output=${results}`, ...pace]
    await once(spawn(program, args, { stdio: ["ignore", "inherit", "inherit"] }), "close")
    return text(spawn(program, ["report", results], { stdio: ["ignore", "pipe", "inherit"] }).stdout)
  }
  try {
    await attack(0, warmUpSeconds)
    return await attack(rate * warmUpSeconds, seconds)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What this program itself measures. */
async function measureHere(port: number): Promise<string> {
  const { times, refused, unanswered, perSecond } = await measure(port)
  const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? Number.NaN).toFixed(2)
  return (
    `${Math.round(perSecond)} requests a second for ${seconds} s: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ` +
    `p99.9 ${at(0.999)} ms, most ${at(1)} ms. ${refused} refused, ${unanswered} unanswered.\n`
  )
}

async function run(): Promise<void> {
  const { guard, port } = await startGuard()
  const report = await (flags.vegeta === undefined ? measureHere(port) : measureWithVegeta(flags.vegeta, port))
  guard.kill("SIGTERM")
  let ended = ""
  guard.stdout.on("data", (chunk) => {
    ended += chunk
  })
  await once(guard, "close")
  process.stdout.write(`${report}The guard: ${ended}`)
}

await run()
