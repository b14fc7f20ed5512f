import { rm, stat } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "@jest/globals"
import { build, type Metafile } from "esbuild"
import { bundling, splitFunctions } from "../../infra/bundle.ts"
import { bundleTwin } from "./twin/bundle-twin.ts"

let twins = ""

beforeAll(async () => {
  twins = await bundleTwin()
}, 60_000)

afterAll(() => rm(twins, { recursive: true }))

/** Bytes that a function reads when it starts: its bundle, and the chunks that this imports at once. */
async function bytesAtStart(name: string): Promise<number> {
  const { metafile } = await build({
    ...bundling,
    entryPoints: [{ in: `functions/${name}/entry.ts`, out: "index" }],
    splitting: splitFunctions.has(name),
    outdir: "unwritten",
    metafile: true,
    write: false,
  })
  const [entry = ""] = Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) => (entryPoint ? path : []))
  return [...importedAtOnce(metafile, entry)].reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0)
}

function importedAtOnce(metafile: Metafile, path: string, known = new Set<string>()): Set<string> {
  if (known.has(path)) return known
  known.add(path)
  for (const { kind, path: imported } of metafile.outputs[path]?.imports ?? [])
    if (kind === "import-statement") importedAtOnce(metafile, imported, known)
  return known
}

/** Most of the CPU of a cold start is that of reading code. A change here is a change of every cold start. */
it.each([
  ["record-shipment", "equal/record-shipment", 0.65],
  ["look-up-shipment", "equal/look-up-shipment", 0.74],
  ["record-access", "equal/record-access", 0.74],
  ["relay-tracking", "equal/relay-tracking", 1.21],
  ["serve-breach-desk", "list-cases", 0.47],
] as const)("%s reads at its start this share of what the twin's %s reads: %d", async (name, twin, share) => {
  const { size } = await stat(join(twins, twin, "index.mjs"))
  const found = (await bytesAtStart(name)) / size
  expect(Math.abs(found - share)).toBeLessThan(0.015)
})
