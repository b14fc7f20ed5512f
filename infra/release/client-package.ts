import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as z from "zod"
import { environmentWithoutEmulator } from "../local/emulator/emulator-environment.ts"
import { runCommand } from "../local/emulator/run-command.ts"
import { projectFolder } from "../local/host-environment.ts"

/** The folder of `@wayseal/client`. */
export const clientFolder = join(projectFolder, "client")

const packed = z.tuple([z.looseObject({ filename: z.string() })])

/**
 * Compiles the client, with what it uses of shared/, to client/dist: one JavaScript file and one file of types for each
 * source. Nothing in it names a path outside of client/dist. What it is made from the code is made anew.
 *
 * @throws Error when it does not compile
 */
export async function buildClient(): Promise<void> {
  const options = { environment: environmentWithoutEmulator(), folder: projectFolder }
  // In a process of its own, because the generator of types needs another compiler.
  await runCommand(process.execPath, ["infra/cli/generate-documents.ts", "--ignored"], options)
  const dist = join(clientFolder, "dist")
  rmSync(dist, { recursive: true, force: true })
  await runCommand(
    join(projectFolder, "node_modules/.bin/tsc"),
    ["--project", join(clientFolder, "tsconfig.json")],
    options,
  )
  for (const name of globSync("**/*.d.ts", { cwd: dist })) {
    const path = join(dist, name)
    writeFileSync(path, namingJavaScript(readFileSync(path, "utf8")))
  }
}

/** Types that name `./file.js` where the compiler left `./file.ts`, as it does in files of types. */
const namingJavaScript = (types: string): string => types.replace(/(["'])(\.{1,2}\/[^"']+)\.ts\1/g, "$1$2.js$1")

/**
 * Builds the client and packs it as `npm publish` would.
 *
 * @param folder takes the tarball
 * @returns the path of the tarball
 */
export async function packClient(folder: string): Promise<string> {
  await buildClient()
  const printed = await runCommand("npm", ["pack", "--json", "--loglevel", "error", "--pack-destination", folder], {
    environment: environmentWithoutEmulator(),
    folder: clientFolder,
  })
  const [{ filename }] = packed.parse(JSON.parse(printed))
  return join(folder, filename)
}
