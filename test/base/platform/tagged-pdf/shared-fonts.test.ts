import { expect, it } from "@jest/globals"
import { robotoFiles } from "../../../../shared/base/platform/tagged-pdf/load-roboto.ts"
import { openFonts, writeTaggedPdf } from "../../../../shared/base/platform/tagged-pdf/tagged-pdf.ts"
import { openedPdf } from "../../../desk/dossier/opened-pdf.ts"

const fonts = openFonts(robotoFiles())
const look = { face: "bold", size: 10, colour: "#000000" } as const

/** What a screen reader reads in a file with one paragraph. */
async function readAloud(text: string): Promise<unknown> {
  const file = await writeTaggedPdf(
    {
      title: "A paragraph",
      author: "Wayseal",
      language: "en-CA",
      madeAt: new Date("2026-11-01T14:00:00Z"),
      paper: [612, 792],
      margins: { side: 50, top: 50, bottom: 50 },
      footer: look,
      parts: [{ language: "en-CA", contents: [{ kind: "text", tag: "P", before: 0, look, text }] }],
    },
    fonts,
  )
  return (await openedPdf(file)).pages.map(({ said }) => said.map((one) => one.text))
}

it("says the full stop, although a file before had the same dot in a colon alone", async () => {
  expect(await readAloud("Seen: 2 %")).toEqual([["Seen:2%"]])
  expect(await readAloud("Seen: 2.0 %")).toEqual([["Seen:2.0%"]])
})

it("says joined letters one by one, as people search them", async () => {
  expect(await readAloud("Official affairs, fluffy baffles")).toEqual([["Officialaffairs,fluffybaffles"]])
})
