import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "@jest/globals"
import { build } from "esbuild"
import { bundling } from "../../../infra/bundle.ts"
import { runCommand } from "../../../infra/local/emulator/run-command.ts"
import { baseEnvironment } from "../../../infra/local/host-environment.ts"
import { renderDossierPdf } from "../../../shared/desk/dossier/deployed-pdf.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { scenarioDossierInput } from "./dossier-scenario.ts"

it("a bundle draws the same PDF, far from the packages of its library and its fonts", async () => {
  const folder = await mkdtemp(join(tmpdir(), "wayseal-bundled-pdf-"))
  const dossier = buildDossier(scenarioDossierInput())
  const contents = `
import { renderDossierPdf } from "./shared/desk/dossier/deployed-pdf.ts"
const drawn = await renderDossierPdf(${JSON.stringify(dossier)})
process.stdout.write(Buffer.from(drawn).toString("base64"))`
  const entry = { contents, resolveDir: bundling.absWorkingDir, loader: "ts" } as const
  await build({ ...bundling, stdin: entry, outfile: join(folder, "draw.mjs"), outExtension: {} })
  const written = await runCommand(process.execPath, [join(folder, "draw.mjs")], {
    folder,
    environment: baseEnvironment(),
  })
  await rm(folder, { recursive: true })
  expect(written).toBe(Buffer.from(await renderDossierPdf(dossier)).toString("base64"))
}, 120_000)
