import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseEnv } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { setUpAlone } from "../../infra/local/alone.ts"
import { forwardApi } from "../../infra/local/emulator/forward-api.ts"
import { baseEnvironment } from "../../infra/local/host-environment.ts"
import { listenLocally } from "../../infra/local/listen-locally.ts"
import { writeLocalSettings } from "../../infra/local/local-settings.ts"
import { installPythonPackages } from "../../infra/local/python-packages.ts"
import { type Seen, waitUntil } from "../../infra/local/replay/concurrency.ts"
import { shipmentCreated } from "../../shared/base/contracts/shipment-created.ts"
import { type InstalledClient, installClient } from "../client/package/installed-client.ts"
import { enforcementSuite } from "./enforcement-suite.ts"
import type { LocalExchange } from "./local-exchange.ts"
import type { Senders } from "./senders.ts"

const examples = resolve(import.meta.dirname, "../../examples")
const hasPhp = spawnSync("php", ["--version"]).status === 0

/** How an example is run: the program, and its arguments before those of the reader. */
type Example = { readonly command: string; readonly args: readonly string[]; readonly folder?: string }

/** The quick starts, as a reader runs them: each file as it is, with nothing but the settings that npm start writes. */
export function firstEventsSuite(local: () => LocalExchange, send: () => Senders): void {
  let settings: Record<string, string>
  let client: InstalledClient
  let python: string
  const stops: (() => Promise<void> | void)[] = []

  const environment = () => ({ ...baseEnvironment(), ...settings })
  const bash = (file: string): Example => ({ command: "bash", args: [join(examples, "curl", file)] })
  const php = (file: string): Example => ({ command: "php", args: [join(examples, "php", file)] })
  const inPython = (file: string): Example => ({ command: python, args: ["-B", join(examples, "python", file)] })
  const node = (file: string): Example => ({ command: process.execPath, args: [file], folder: client.folder })
  const run = ({ command, args, folder }: Example, ...more: readonly string[]): Promise<string> =>
    new Promise((settle, fail) => {
      const options = { env: environment(), cwd: folder ?? examples, encoding: "utf8", timeout: 60_000 } as const
      execFile(command, [...args, ...more], options, (error, stdout, stderr) => {
        if (error === null) settle(stdout)
        else fail(new Error(`${command} ${args.join(" ")} failed:\n${stdout}${stderr}`))
      })
    })

  beforeAll(async () => {
    const { exchange, partiesPath } = local()
    const folder = await mkdtemp(join(tmpdir(), "wayseal-settings-"))
    stops.push(() => rm(folder, { recursive: true, force: true }))
    const api = await forwardApi(exchange.apiUrl, 0)
    stops.push(api.stop)
    const path = await writeLocalSettings({ exchange, apiUrl: api.url, stage: "local", partiesPath }, folder)
    const written = parseEnv(readFileSync(path, "utf8"))
    settings = Object.fromEntries(Object.entries(written).map(([name, value]) => [name, value ?? ""]))
    client = await installClient({ withPeers: true })
    stops.push(client.remove)
    for (const name of ["first-event.mjs", "receive-alert.mjs", "wayseal-settings.mjs"])
      await copyFile(join(examples, "node", name), join(client.folder, name))
    const packages = {
      tool: "what the Python examples need",
      folderName: "examples",
      requirementsPath: join(examples, "python/requirements.txt"),
      withoutPython: [],
    }
    python = await setUpAlone(() => installPythonPackages(packages, () => {}))
  }, 240_000)

  afterAll(async () => {
    for (const stop of stops.reverse()) await stop()
  })

  /** Runs what publishes a first shipment, and waits for what comes back. Returns the number of its order. */
  async function publishes(example: Example): Promise<string> {
    const before = new Set((await local().receiveAll("maplebooks")).map(({ metadata }) => metadata.id))
    const printed = await run(example)
    const [, order = ""] = /^Order (TEST-\w+)/.exec(printed) ?? []
    expect(order).not.toBe("")
    send().parcels.push({
      shipmentId: order,
      orderReference: order,
      trackingNumber: order,
      linkToken: order,
      signatory: "T. Example",
      postalCode: "M5V 3L9",
      addressLine: "1 Example Street",
    })
    await local().received("maplebooks", "ShipmentDelivered", ({ metadata }) => !before.has(metadata.id))
    return order
  }

  /**
   * Starts a receiver. The receivers of the examples take a port, and say none. If another process takes that first,
   * the receiver ends, and is started at another one.
   */
  async function startReceiver(receiver: (port: number) => Example, attempts = 3) {
    const probe = createServer()
    const port = await listenLocally(probe, 0)
    await new Promise<void>((settle) => probe.close(() => settle()))
    const { command, args, folder } = receiver(port)
    const options = { env: { ...environment(), PORT: String(port) }, cwd: folder ?? examples }
    const printed = followed(spawn(command, args, options))
    const url = `http://127.0.0.1:${port}/wayseal`
    const started = async () => (printed.hasEnded() ? { isUp: false } : (await isRefusing(url)) && { isUp: true })
    const { isUp } = await waitUntil("the receiver to refuse what nobody signed", started, patience)
    if (isUp) return { url, printed }
    if (attempts === 1) throw new Error(`The receiver ended:\n${printed.soFar()}`)
    return startReceiver(receiver, attempts - 1)
  }

  /** Runs a receiver of webhooks, lets somebody walk past a shipment, and waits until it printed the alert. */
  async function receives(receiver: (port: number) => Example): Promise<void> {
    const { url, printed } = await startReceiver(receiver)
    try {
      const listening = followed(
        spawn(process.execPath, wayseal("listen", "--forward-to", url), { env: environment() }),
      )
      try {
        await listening.until(/Listening for events of maplebooks/)
        const { stdout } = await runWayseal("trigger", "walk")
        expect(stdout).toContain("Published ShipmentCreated")
        await printed.until(/AccessAnomalyDetected/)
        await runWayseal("trigger", "breach")
        await printed.until(/BreachCaseOpened WS-\w{10}/)
        await listening.until(/forwarded, the receiver answered: 204/)
      } finally {
        await listening.stop("SIGINT")
      }
    } finally {
      await printed.stop("SIGTERM")
    }
  }

  const wayseal = (...args: readonly string[]) => [join(client.client, "dist/client/bin/wayseal.js"), ...args]
  const runWayseal = async (...args: readonly string[]) => ({
    stdout: await run({ command: process.execPath, args: wayseal(...args) }),
  })

  describe("a first event", () => {
    it("is published with curl and openssl alone, and the case of a walk is found", async () => {
      await publishes(bash("first-event.sh"))
      await runWayseal("trigger", "walk")
      expect(await run(bash("first-alert.sh"))).toMatch(/"caseAlias":"WS-\w{10}"/)
    })

    it("is published from Python over HTTPS, and over EventBridge with boto3", async () => {
      await publishes(inPython("first_event.py"))
      await publishes(inPython("first_event_boto3.py"))
    })

    it("is published from Node.js with the packed client", async () => {
      await publishes(node("first-event.mjs"))
    })

    const withPhp = hasPhp ? it : it.skip
    withPhp(
      hasPhp ? "is published from PHP, and looked up for a visitor" : "is not tried in PHP: there is none",
      async () => {
        const order = await publishes(php("first-event.php"))
        expect(await run(php("delegated-lookup.php"), order, "M5V 3L9")).toMatch(/^200 .*"delivered"/)
        expect(await run(php("delegated-lookup.php"), order, "M5V 3L8")).toMatch(/^404 /)
      },
    )
  })

  it("is validated before it is sent, and the hub names a field that it would ignore", async () => {
    const path = join(client.folder, "event.json")
    const [shipment] = shipmentCreated.examples
    const order = `TEST-${randomUUID()}`
    const metadata = { id: order, occurredAt: new Date().toISOString(), correlationId: order, version: 1 }
    const data = { ...shipment, shipmentId: randomUUID(), orderReference: order, linkTokenDigst: "n4bQgYhM" }
    await writeFile(path, JSON.stringify({ detailType: "ShipmentCreated", detail: { metadata, data } }))
    const { stdout } = await runWayseal("validate", path)
    expect(stdout).toContain(
      "1  valid  ShipmentCreated v1\n   Warning: The hub ignores data.linkTokenDigst. Write data.",
    )
    expect(stdout).toContain("The carrier northpost receives ShipmentCreated with the tracking number")
    expect(stdout).toContain("1 event: 1 valid. Nothing was sent.")
  })

  describe("a first alert", () => {
    it("reaches a receiver in Python", () => receives(() => inPython("receive_alert.py")))

    it("reaches a receiver in Node.js", () => receives(() => node("receive-alert.mjs")))

    const withPhp = hasPhp ? it : it.skip
    withPhp(hasPhp ? "reaches a receiver in PHP" : "is not tried in PHP: there is none", () =>
      receives((port) => ({
        command: "php",
        args: ["-S", `127.0.0.1:${port}`, join(examples, "php/receive-alert.php")],
      })),
    )
  })

  enforcementSuite(local, send, {
    start: (...args) => followed(spawn(process.execPath, wayseal(...args), { env: environment() })),
    folder: () => client.folder,
  })
}

/** Whether a receiver answers, and refuses a request without a signature. */
async function isRefusing(url: string): Promise<true | undefined> {
  try {
    const { status } = await fetch(url, { method: "POST", body: "{}" })
    return status === 401 ? true : undefined
  } catch {
    return undefined
  }
}

const patience = { patienceSeconds: 60, everyMilliseconds: 100 }

/** What a process prints, and how to end it. */
function followed(child: ChildProcess) {
  let printed = ""
  const take = (chunk: unknown) => {
    printed += String(chunk)
  }
  child.stdout?.on("data", take)
  child.stderr?.on("data", take)
  let hasEnded = false
  const ended = new Promise<void>((settle) => child.once("close", () => settle())).then(() => {
    hasEnded = true
  })
  return {
    soFar: () => printed,
    hasEnded: () => hasEnded,
    until: async (wanted: RegExp) => {
      const isPrinted = async (seen: Seen) => (wanted.test(seen(printed)) ? true : undefined)
      await waitUntil(`${wanted}`, isPrinted, patience).catch((error) => {
        throw new Error(`Printed was:\n${printed}`, { cause: error })
      })
    },
    stop: async (signal: NodeJS.Signals) => {
      child.kill(signal)
      await ended
    },
  }
}
