import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { lock } from "proper-lockfile"
import { baseEnvironment, installerEnvironment, localFolder, readHostVariable } from "../host-environment.ts"
import { runCommand } from "./run-command.ts"

/** What the emulator starts from. */
export interface InstalledEmulator {
  readonly python: string
  readonly certificatePath: string
  readonly keyPath: string
}

const requirementsPath = join(import.meta.dirname, "requirements.txt")
const emulatorFolder = join(localFolder, "emulator")
const certificatePath = join(localFolder, "certificate.pem")
const keyPath = join(localFolder, "certificate-key.pem")

/** The certificate of this machine, which the emulator's functions accept. It is there once an emulator was set up. */
export const localCertificate = { path: certificatePath, keyPath } as const

/** A certificate holds for a year and is renewed after this time. */
const certificateRenewalDays = 300

const checkPython = "import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print(sys.executable)"

/**
 * Waits up to five minutes for another process. A process that has died stops touching its lock, which is free after 30
 * s.
 */
const oneAtATime = {
  lockfilePath: join(localFolder, "set-up.lock"),
  stale: 30_000,
  retries: { retries: 600, factor: 1, minTimeout: 500, maxTimeout: 500 },
}

/**
 * Installs the emulator and makes a certificate in the project's ignored folder. Does nothing when both are there. Of
 * several processes at once, one installs and the others wait.
 *
 * @throws Error that says what to install, when no usable Python is found
 */
export async function setUpEmulator(onLine: (line: string) => void): Promise<InstalledEmulator> {
  await mkdir(localFolder, { recursive: true })
  const release = await lock(localFolder, oneAtATime)
  try {
    return await installMissing(onLine)
  } finally {
    await release()
  }
}

async function installMissing(onLine: (line: string) => void): Promise<InstalledEmulator> {
  const python = join(emulatorFolder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python")
  const stampPath = join(emulatorFolder, "installed-from")
  const wanted = createHash("sha256")
    .update(await readFile(requirementsPath))
    .digest("hex")
  const installed = await readFile(stampPath, "utf8").catch(() => "")
  if (installed !== wanted || !existsSync(python)) {
    onLine("Installing the local AWS emulator. This happens once and takes about a minute.")
    const base = await findPython()
    await rm(emulatorFolder, { recursive: true, force: true })
    await runCommand(base, ["-m", "venv", emulatorFolder], { environment: baseEnvironment() })
    const pip = ["-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check"]
    await runCommand(python, [...pip, "-r", requirementsPath], { environment: installerEnvironment() })
    await writeFile(stampPath, wanted)
  }
  if (await needsCertificate()) {
    const args = [join(import.meta.dirname, "make-certificate.py"), certificatePath, keyPath]
    await runCommand(python, args, { environment: baseEnvironment() })
  }
  return { python, certificatePath, keyPath }
}

/** The Python that WAYSEAL_PYTHON names, or the first on PATH that is new enough and can make virtual environments. */
async function findPython(): Promise<string> {
  const chosen = readHostVariable("WAYSEAL_PYTHON")
  const newestFirst = ["3.14", "3.13", "3.12", "3.11", "3.10"].map((version) => `python${version}`)
  for (const candidate of chosen === undefined ? ["python3", ...newestFirst, "python"] : [chosen]) {
    const found = await runCommand(candidate, ["-c", checkPython], { environment: baseEnvironment() }).catch(() => "")
    if (found !== "") return found.trim()
  }
  throw new Error(
    [
      "The local AWS emulator needs Python 3.10 or newer with its venv module, and none was found.",
      "  Debian, Ubuntu: sudo apt-get install python3 python3-venv",
      "  macOS:          brew install python@3.13",
      "  elsewhere:      https://www.python.org/downloads/",
      "To use a Python that is not on PATH, set WAYSEAL_PYTHON=/path/to/python3.",
      "To use an emulator that you run yourself, set AWS_ENDPOINT_URL=http://127.0.0.1:4566.",
    ].join("\n"),
  )
}

async function needsCertificate(): Promise<boolean> {
  const found = await stat(certificatePath).catch(() => undefined)
  if (found === undefined || !existsSync(keyPath)) return true
  return Date.now() - found.mtimeMs > certificateRenewalDays * 24 * 3600 * 1000
}
