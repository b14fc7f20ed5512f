import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { mkdir, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { runCommand } from "../local/emulator/run-command.ts"
import { baseEnvironment, installerEnvironment, localFolder } from "../local/host-environment.ts"

/** The validator of the veraPDF consortium, in one file. A new version needs its own hash. */
const artifact = "org.verapdf.apps:greenfield-apps:1.28.2"
const sha256 = "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6"
const folder = join(localFolder, "verapdf")
const jar = join(folder, "greenfield-apps-1.28.2.jar")
const copyGoal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
const mainClass = "org.verapdf.apps.GreenfieldCliWrapper"

export const hasJava = (): boolean => spawnSync("java", ["-version"], { env: baseEnvironment() }).status === 0

/** Whether veraPDF is here, as it was released, and can run. */
export const hasVeraPdf = async (): Promise<boolean> => existsSync(jar) && (await isReleased()) && hasJava()

const isReleased = async (): Promise<boolean> =>
  createHash("sha256")
    .update(await readFile(jar))
    .digest("hex") === sha256

/**
 * Gets veraPDF with Maven, from whatever repository this machine is configured with. Call it within `setUpAlone`.
 *
 * @throws Error when Maven is missing or reaches no repository, or when the file is not the one that was released
 */
export async function installVeraPdf(): Promise<void> {
  // Maven keeps a file that is newer than the released one.
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  try {
    const copy = ["--batch-mode", "--quiet", copyGoal, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`]
    await runCommand("mvn", copy, { environment: installerEnvironment() })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`Maven could not get ${artifact}. It needs a repository that this machine can reach.\n${reason}`)
  }
  if (await isReleased()) return
  await rm(jar)
  throw new Error(`${artifact} has another SHA-256 than ${sha256}, and was deleted.`)
}

/**
 * Checks the PDFs of a folder against PDF/UA-1.
 *
 * @returns one line for each file, `PASS` with its path, or `FAIL` with its path and the rules that it breaks
 */
export function validateFolder(path: string): readonly string[] {
  const command = ["-cp", jar, mainClass, "--flavour", "ua1", "--format", "text", "-v", "--recurse", path]
  const run = spawnSync("java", command, { env: baseEnvironment(), encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
  // It ends with 1 when a file breaks a rule.
  if (run.error !== undefined || run.status === null || run.status > 1)
    throw new Error(`veraPDF ended with ${run.status ?? run.signal}:\n${run.error?.message ?? run.stderr}`)
  return run.stdout
    .split(/\n(?=PASS |FAIL )/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
}
