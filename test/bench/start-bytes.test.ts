import { rm, stat } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "@jest/globals"
import { build, type Metafile } from "esbuild"
import { bundling } from "../../infra/bundle.ts"
import { bundleTwin } from "./twin/bundle-twin.ts"

let twins = ""

beforeAll(async () => {
  twins = await bundleTwin()
}, 60_000)

afterAll(() => rm(twins, { recursive: true }))

/** What a function reads when it starts: its bundle, and the chunks that this imports at once. */
async function readAtStart(name: string): Promise<{ bytes: number; modules: string[] }> {
  const source = `functions/${name}/entry.ts`
  const { metafile } = await build({
    ...bundling,
    entryPoints: [{ in: source, out: "index" }],
    splitting: true,
    outdir: "unwritten",
    metafile: true,
    write: false,
  })
  const [entry = ""] = Object.keys(metafile.outputs).filter((path) => metafile.outputs[path]?.entryPoint === source)
  const read = [...importedAtOnce(metafile, entry)].flatMap((path) => metafile.outputs[path] ?? [])
  const inputs = read.flatMap((output) => Object.entries(output.inputs))
  return {
    bytes: read.reduce((sum, { bytes }) => sum + bytes, 0),
    modules: inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
  }
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
  ["record-shipment", "equal/record-shipment", 0.62],
  ["look-up-shipment", "equal/look-up-shipment", 0.7],
  ["record-access", "equal/record-access", 0.72],
  ["relay-tracking", "equal/relay-tracking", 1.17],
  ["serve-breach-desk", "list-cases", 0.73],
] as const)("%s reads at its start this share of what the twin's %s reads: %d", async (name, twin, share) => {
  const { size } = await stat(join(twins, twin, "index.mjs"))
  const found = (await readAtStart(name)).bytes / size
  expect(Math.abs(found - share)).toBeLessThan(0.015)
})

/** Schemas that few calls parse with. Each builds some hundred objects, which takes longer than reading the code. */
it.each([
  ["record-shipment", ["parties/settings/party-settings", "watch/detection/retailers/retailer-profiles"]],
  ["look-up-shipment", ["parties/settings/party-settings", "intake/tracking/erasures", "base/contracts/fields"]],
  ["record-access", ["parties/settings/party-settings"]],
  ["serve-breach-desk", ["parties/settings/party-settings"]],
])("%s starts without %j", async (name, schemas) => {
  const { modules } = await readAtStart(name)
  expect(modules.filter((path) => schemas.some((schema) => path === `shared/${schema}.ts`))).toEqual([])
})
