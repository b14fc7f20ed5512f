import { existsSync } from "node:fs"
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fingerprintFile } from "./shipped-bundles.ts"

/** How functions are built. */
export type Building = {
  /** A fingerprint of everything that they are built from. */
  readonly sources: () => Promise<string>
  /** Builds each of these functions into a folder of its name. */
  readonly build: (names: readonly string[], folder: string) => Promise<void>
  /** Removes a file or a folder of what is kept. */
  readonly remove?: typeof rm
}

/**
 * Builds those functions that a folder does not hold from the same sources. Only one process may do that at a time.
 *
 * @param folder keeps them for the next call
 */
export async function keepBundles(
  names: readonly string[],
  folder: string,
  { sources, build, remove = rm }: Building,
): Promise<void> {
  const before = await sources()
  const marker = join(folder, fingerprintFile)
  if ((await readFile(marker, "utf8").catch(() => "")) !== before) {
    // The marker goes first, so that nobody takes what a removal leaves that was interrupted.
    await remove(marker, { force: true })
    await remove(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await writeFile(marker, before)
  }
  const lacking = names.filter((name) => !existsSync(join(folder, name)))
  if (lacking.length === 0) return
  const made = await mkdtemp(`${folder}-`)
  try {
    await build(lacking, made)
    // The bundles may be of the sources before a change or after it. So the next call builds them again.
    if ((await sources()) !== before) await remove(marker)
    for (const name of lacking) await rename(join(made, name), join(folder, name))
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}
