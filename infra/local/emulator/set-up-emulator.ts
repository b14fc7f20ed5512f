import { existsSync } from "node:fs"
import { stat } from "node:fs/promises"
import { join } from "node:path"
import { setUpAlone } from "../alone.ts"
import { baseEnvironment, localFolder } from "../host-environment.ts"
import { installPythonPackages } from "../python-packages.ts"
import { runCommand } from "./run-command.ts"

/** What the emulator starts from. */
export interface InstalledEmulator {
  readonly python: string
  readonly certificatePath: string
  readonly keyPath: string
}

const emulator = {
  tool: "the local AWS emulator",
  folderName: "emulator",
  requirementsPath: join(import.meta.dirname, "requirements.txt"),
  withoutPython: ["To use an emulator that you run yourself, set AWS_ENDPOINT_URL=http://127.0.0.1:4566."],
}
const certificatePath = join(localFolder, "certificate.pem")
const keyPath = join(localFolder, "certificate-key.pem")

/** The certificate of this machine, which the emulator's functions accept. It is there once an emulator was set up. */
export const localCertificate = { path: certificatePath, keyPath } as const

/** A certificate holds for a year and is renewed after this time. */
const certificateRenewalDays = 300

/**
 * Installs the emulator and makes a certificate in the project's ignored folder. Does nothing when both are there. Of
 * several processes at once, one installs and the others wait.
 *
 * @throws Error that says what to install, when no usable Python is found
 */
export async function setUpEmulator(onLine: (line: string) => void): Promise<InstalledEmulator> {
  return setUpAlone(async () => {
    const python = await installPythonPackages(emulator, onLine)
    if (await needsCertificate()) {
      const args = [join(import.meta.dirname, "make-certificate.py"), certificatePath, keyPath]
      await runCommand(python, args, { environment: baseEnvironment() })
    }
    return { python, certificatePath, keyPath }
  })
}

async function needsCertificate(): Promise<boolean> {
  const found = await stat(certificatePath).catch(() => undefined)
  if (found === undefined || !existsSync(keyPath)) return true
  return Date.now() - found.mtimeMs > certificateRenewalDays * 24 * 3600 * 1000
}
