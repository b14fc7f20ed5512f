import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import * as z from "zod"

const project = resolve(import.meta.dirname, "../../..")
const packages = z.record(z.string(), z.string()).default({})
const manifest = z.looseObject({
  workspaces: z.array(z.string()).default([]),
  dependencies: packages,
  devDependencies: packages,
})

/** The package.json in a folder of the project, "" for the project itself. */
export const manifestIn = (folder: string) =>
  manifest.parse(JSON.parse(readFileSync(join(project, folder, "package.json"), "utf8")))

/** The folders of the project's workspaces. */
export const workspaces = manifestIn("").workspaces

/**
 * The package.json of the project and of its workspaces, but for the client's: partners install it, so it asks for
 * ranges (test/client/package).
 */
export const pinningManifests = () => ["", ...workspaces.filter((folder) => folder !== "client")].map(manifestIn)
