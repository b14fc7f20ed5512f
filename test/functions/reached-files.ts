import { readFileSync } from "node:fs"
import { join } from "node:path"
import { build } from "esbuild"
import { bundling, filesBeside } from "../../infra/bundle.ts"

/** The files of this project that a function reads: itself at the start of a container, `later` when a call asks. */
export type Reached = { readonly atStart: ReadonlySet<string>; readonly later: ReadonlySet<string> }

/**
 * The files that each function reads, as the bundler follows their imports. Imports of types alone lead nowhere, nor do
 * libraries. What `import()` reads counts as later, with all that it needs. Files that lie beside a bundle, parties and
 * their schema, are not of it.
 *
 * @param names folders in functions/
 */
export async function reachedFiles(names: readonly string[]): Promise<ReadonlyMap<string, Reached>> {
  const entryOf = (name: string) => `functions/${name}/entry.ts`
  const { metafile } = await build({
    ...bundling,
    alias: {},
    inject: [],
    plugins: [filesBeside],
    packages: "external",
    minify: false,
    entryPoints: names.map(entryOf),
    outdir: "dist",
    write: false,
    metafile: true,
  })
  const importsOf = (file: string, isLater: boolean) =>
    (metafile.inputs[file]?.imports ?? [])
      .filter(({ external, kind }) => external !== true && (kind === "dynamic-import") === isLater)
      .map(({ path }) => path)
  const readWith = (file: string, reached: Set<string>): Set<string> => {
    if (reached.has(file)) return reached
    reached.add(file)
    for (const next of importsOf(file, false)) readWith(next, reached)
    return reached
  }
  return new Map(
    names.map((name) => {
      const atStart = readWith(entryOf(name), new Set())
      const all = new Set(atStart)
      for (const file of all) for (const next of importsOf(file, true)) readWith(next, all)
      return [name, { atStart, later: new Set([...all].filter((file) => !atStart.has(file))) }]
    }),
  )
}

const projectFolder = join(import.meta.dirname, "../..")

export const textOf = (file: string): string => readFileSync(join(projectFolder, file), "utf8")

/** How many lines these files of the project have. */
export const linesOf = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + textOf(file).split("\n").length - 1, 0)
