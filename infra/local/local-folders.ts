import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises"
import { join } from "node:path"
import * as z from "zod"
import { localFolder } from "./host-environment.ts"

/** Files of one start: `start` for what is deployed, `assembly` for what the CDK made of it. */
type Kind = "start" | "assembly"

/**
 * Makes a folder that no other process uses, for the caller to remove. Its name has the id of this process.
 *
 * @param within a folder that git ignores; by default this project's
 */
export async function makeLocalFolder(kind: Kind, within = localFolder): Promise<string> {
  await mkdir(within, { recursive: true })
  return mkdtemp(join(within, `${kind}-${process.pid}-`))
}

/**
 * Removes the folders of processes that were killed. A folder stays if the system gave the id of its process to another
 * one, and goes when that has ended.
 */
export async function removeLeftFolders(within = localFolder): Promise<void> {
  for (const name of await readdir(within)) {
    const pid = /^(?:start|assembly)-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isProcess(Number(pid))) await rm(join(within, name), { recursive: true, force: true })
  }
}

const notMine = z.object({ code: z.literal("EPERM") })

/** Whether a process has this id now. */
export function isProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process may not be signalled.
    return notMine.safeParse(error).success
  }
}
