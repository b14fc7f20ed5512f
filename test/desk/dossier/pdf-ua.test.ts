import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "@jest/globals"
import { hasVeraPdf, validateFolder } from "../../../infra/lint/verapdf.ts"
import { renderDossierPdf } from "../../../shared/desk/dossier/deployed-pdf.ts"
import { exhaustively } from "../../exhaustively.ts"
import { everyFile } from "./every-document.ts"

const isInstalled = await hasVeraPdf()

describe("PDF/UA-1", () => {
  if (!isInstalled) {
    it.skip("is not checked by veraPDF here: npm run verapdf gets it where there are Java and Maven", () => {})
    return
  }

  exhaustively("is met by every file without a failure, as veraPDF says", async () => {
    const folder = await mkdtemp(join(tmpdir(), "wayseal-pdf-ua-"))
    for (const { name, dossier, ...options } of everyFile())
      await writeFile(join(folder, `${name}.pdf`), await renderDossierPdf(dossier, options))
    const results = validateFolder(folder)
    await rm(folder, { recursive: true })
    const passed = everyFile().map(({ name }) => `PASS ${join(folder, `${name}.pdf`)} ua1`)
    expect([...results].sort()).toEqual(passed.sort())
  })
})
