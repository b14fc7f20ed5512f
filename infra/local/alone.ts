import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { lock } from "proper-lockfile"
import { localFolder } from "./host-environment.ts"

/** Waits for another process as long as that lives. One that has died stops touching its lock, which is free then. */
const oneAtATime = { stale: 30_000, retries: { forever: true, factor: 1, minTimeout: 500, maxTimeout: 500 } }

/** Sets something up in the project's ignored folder. Only one process may do that at a time. */
export const setUpAlone = <Result>(work: () => Promise<Result>): Promise<Result> => alone("set-up", work)

/**
 * Does something that only one process of this clone may do at a time.
 *
 * @param what names the lock
 */
export async function alone<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  await mkdir(localFolder, { recursive: true })
  const release = await lock(localFolder, { ...oneAtATime, lockfilePath: join(localFolder, `${what}.lock`) })
  try {
    return await work()
  } finally {
    await release()
  }
}
