import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process"
import { createWriteStream } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { get } from "node:http"
import { get as getSecurely } from "node:https"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Readable, Writable } from "node:stream"
import { setTimeout as pause } from "node:timers/promises"
import { baseEnvironment, localFolder, readHostVariable } from "../host-environment.ts"
import {
  type EmulatorEndpoint,
  emulatorAccount,
  emulatorCredentials,
  emulatorRegion,
  requireLoopback,
  trustEmulator,
} from "./emulator-environment.ts"
import { type InstalledEmulator, setUpEmulator } from "./set-up-emulator.ts"

/** A running emulator. */
export interface RunningEmulator {
  readonly endpoint: EmulatorEndpoint
  /** False for an emulator that AWS_ENDPOINT_URL names: whether it checks policies is not known. */
  readonly iamEnforced: boolean
  /** Stops only what was started here. */
  readonly stop: () => Promise<void>
  /** Settles when the emulator ends by itself. */
  readonly ended: Promise<void>
}

const preferredPort = 4566
/** Nothing tells how far it has come while it loads, unless it ends. */
const startPatienceSeconds = 300
/** A call that is given up is work for nothing, and a busy machine takes long for each. */
const callPatienceSeconds = 30
const stopTimeoutSeconds = 5

/**
 * Starts the emulator on a free port of 127.0.0.1, with IAM policies checked. If AWS_ENDPOINT_URL is set, uses that
 * emulator instead.
 *
 * @param wantedPort used if no other process has it; 0 lets the system pick
 * @throws Error when the emulator does not start
 */
export async function startEmulator(
  onLine: (line: string) => void,
  wantedPort: number = preferredPort,
): Promise<RunningEmulator> {
  const chosen = readHostVariable("AWS_ENDPOINT_URL")
  if (chosen !== undefined) return useRunningEmulator(chosen)
  const { logPath, isHealthy, ...emulator } = await startInstalled(await setUpEmulator(onLine), wantedPort)
  if (isHealthy) return emulator
  await emulator.stop()
  throw new Error(`The local AWS emulator did not start. See ${logPath} for the reason.`)
}

function logPathOf(port: number): string {
  return join(localFolder, port === preferredPort ? "emulator.log" : `emulator-${port}.log`)
}

type StartedEmulator = RunningEmulator & { readonly logPath: string; readonly isHealthy: boolean }

async function startInstalled(installed: InstalledEmulator, wantedPort: number): Promise<StartedEmulator> {
  // Outside of the project: a function unpacked inside of it would find its node_modules, which would hide a bundling
  // fault.
  const workFolder = await mkdtemp(join(tmpdir(), "wayseal-emulator-"))
  const child = spawnEmulator(installed, wantedPort, workFolder)
  const port = await portOf(child)
  const endpoint = { url: `https://127.0.0.1:${port ?? wantedPort}`, certificatePath: installed.certificatePath }
  trustEmulator(endpoint)
  const logPath = logPathOf(port ?? preferredPort)
  const log = createWriteStream(logPath)
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  const ended = new Promise<void>((settle) => child.once("close", () => settle()))
  const stop = async () => {
    await endProcessGroup(child, ended)
    log.end()
    await rm(workFolder, { recursive: true, force: true, maxRetries: 3 })
  }
  const isHealthy = port !== undefined && (await becomesHealthy(endpoint.url, child))
  return { endpoint, iamEnforced: true, stop, ended, logPath, isHealthy }
}

function spawnEmulator(
  { python, certificatePath, keyPath }: InstalledEmulator,
  wantedPort: number,
  workFolder: string,
) {
  const args = [
    ...[join(import.meta.dirname, "run-emulator.py"), String(wantedPort), "ministack.app:app", "--workers", "0"],
    ...["--keep-alive", "75", "--certfile", certificatePath, "--keyfile", keyPath],
  ]
  return spawn(python, args, {
    cwd: workFolder,
    // A process group of its own, so that stopping it also stops the functions that it runs.
    detached: true,
    // Nothing is written to its standard input. It closes when this process ends, and then the emulator ends too.
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...baseEnvironment(),
      TMPDIR: workFolder,
      PYTHONUNBUFFERED: "1",
      BIND_HOST: "127.0.0.1",
      AUTH: "true",
      USE_SSL: "1",
      MINISTACK_SSL_CERT: certificatePath,
      MINISTACK_SSL_KEY: keyPath,
      MINISTACK_ACCOUNT_ID: emulatorAccount,
      MINISTACK_REGION: emulatorRegion,
      LAMBDA_EXECUTOR: "local",
      IOT_MTLS_ENABLED: "0",
      SFTP_ENABLED: "0",
      LOG_LEVEL: readHostVariable("WAYSEAL_EMULATOR_LOG_LEVEL") ?? "WARNING",
      AWS_ACCESS_KEY_ID: emulatorCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulatorCredentials.secretAccessKey,
      AWS_CA_BUNDLE: certificatePath,
      NODE_EXTRA_CA_CERTS: certificatePath,
    },
  })
}

async function useRunningEmulator(chosen: string): Promise<RunningEmulator> {
  const url = requireLoopback(chosen)
  const certificatePath = readHostVariable("AWS_CA_BUNDLE")
  const endpoint = url.startsWith("https:") && certificatePath !== undefined ? { url, certificatePath } : { url }
  trustEmulator(endpoint)
  return { endpoint, iamEnforced: false, stop: async () => {}, ended: new Promise(() => {}) }
}

/** The port at which the emulator listens, which is the first line that it prints. Undefined if it ends before. */
async function portOf(child: ChildProcessByStdio<Writable, Readable, Readable>): Promise<number | undefined> {
  let printed = ""
  return new Promise((settle) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString()
      const port = /^(\d+)\r?\n/.exec(printed)?.[1]
      if (port === undefined) return
      // The log takes what comes next.
      child.stdout.off("data", read).pause()
      settle(Number(port))
    }
    child.stdout.on("data", read)
    child.once("exit", () => settle(undefined))
    child.once("error", () => settle(undefined))
  })
}

async function becomesHealthy(url: string, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + startPatienceSeconds * 1000
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    if (await answersHealthy(url)) return true
    await pause(100)
  }
  return false
}

function answersHealthy(url: string): Promise<boolean> {
  const request = url.startsWith("https:") ? getSecurely : get
  return new Promise((settle) => {
    const call = request(`${url}/_ministack/health`, { timeout: callPatienceSeconds * 1000 }, (response) => {
      response.resume()
      settle(response.statusCode === 200)
    })
    call.once("error", () => settle(false))
    call.once("timeout", () => call.destroy(new Error("timeout")))
  })
}

async function endProcessGroup(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const { pid } = child
  if (pid === undefined) return
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-pid, name)
    } catch {
      // The group has ended already.
    }
  }
  signal("SIGTERM")
  const patience = new AbortController()
  const late = pause(stopTimeoutSeconds * 1000, "late", { signal: patience.signal }).catch(() => "ended")
  await Promise.race([ended, late])
  patience.abort()
  signal("SIGKILL")
  await ended
}
