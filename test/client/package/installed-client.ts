import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import * as z from "zod"
import { packClient } from "../../../infra/release/client-package.ts"

const project = resolve(import.meta.dirname, "../../..")
const manifest = z.looseObject({
  version: z.string(),
  exports: z.record(z.string(), z.unknown()),
  dependencies: z.record(z.string(), z.string()),
  peerDependencies: z.record(z.string(), z.string()).default({}),
})

/** What a package.json says. */
export const readManifest = (path: string) => manifest.parse(JSON.parse(readFileSync(path, "utf8")))

/** A folder of a partner's, in which the packed client and its dependencies are installed, and nothing else. */
export type InstalledClient = {
  readonly tarball: string
  /** The partner's folder. */
  readonly folder: string
  /** Where the client is in it. */
  readonly client: string
  /** Writes a file of the partner's. */
  write(name: string, text: string): string
  remove(): void
}

/**
 * Packs the client, and installs the tarball as npm would. Its dependencies are those of this project.
 *
 * @param options.withPeers whether the partner has installed the optional packages too
 */
export async function installClient({ withPeers = false } = {}): Promise<InstalledClient> {
  const folder = mkdtempSync(join(tmpdir(), "wayseal-partner-"))
  const tarball = await packClient(folder)
  const client = join(folder, "node_modules/@wayseal/client")
  mkdirSync(client, { recursive: true })
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", client])
  const { dependencies, peerDependencies } = readManifest(join(client, "package.json"))
  for (const name of Object.keys({ ...dependencies, ...(withPeers ? peerDependencies : {}) })) {
    const path = join(folder, "node_modules", name)
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(join(project, "node_modules", name), path)
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "partner", type: "module", private: true }))
  return {
    tarball,
    folder,
    client,
    write: (name, text) => {
      const path = join(folder, name)
      writeFileSync(path, text)
      return path
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
