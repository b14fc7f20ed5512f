import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as z from "zod"
import { CommandStopped } from "../../client/command-line/command-stopped.ts"
import { type EmulatorEndpoint, requireLoopback, trustEmulator } from "./emulator/emulator-environment.ts"
import { localFolder } from "./host-environment.ts"

const noteFile = join(localFolder, "running.json")
const note = z.object({
  endpoint: z.object({ url: z.string(), certificatePath: z.string().optional() }),
  stage: z.string(),
  apiUrl: z.url(),
  ingressBusName: z.string(),
})

/** Where the exchange of this machine is, for commands in another terminal. */
export type RunningExchange = Omit<z.infer<typeof note>, "endpoint"> & { readonly endpoint: EmulatorEndpoint }

/** What to say to those who want to speak to it when it does not run. */
export const nothingRuns = (): CommandStopped =>
  new CommandStopped("noAnswer", "Nothing is running here. Run npm start first.")

/** Writes down where the exchange is that runs here. */
export async function noteRunning(running: RunningExchange): Promise<void> {
  await writeFile(noteFile, JSON.stringify(running))
}

/**
 * The exchange that `npm start` runs. From now on this process accepts its certificate.
 *
 * @throws CommandStopped when there is none
 */
export async function readRunning(): Promise<RunningExchange> {
  const found = note.safeParse(JSON.parse(await readFile(noteFile, "utf8").catch(() => "{}")))
  if (!found.success) throw nothingRuns()
  const { endpoint, ...others } = found.data
  requireLoopback(others.apiUrl)
  const { url, certificatePath } = endpoint
  const reached = certificatePath === undefined ? { url } : { url, certificatePath }
  trustEmulator(reached)
  return { ...others, endpoint: reached }
}
