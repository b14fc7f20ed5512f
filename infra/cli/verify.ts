/**
 * `npm run verify -- <dossier.json> [--heads <events.jsonl>]`: checks the evidence of a dossier without the hub: its chain of hashes, and whether
 * the heads that a party received lie on it. Of the events kept, one JSON object a line, those of other cases are passed over.
 *
 * Ends with 0 if all holds, 1 if something does not, 2 if a file cannot be read.
 */
import { readFileSync } from "node:fs"
import * as z from "zod"
import { type DossierVerdict, verifyDossier } from "../../shared/domain/dossier.ts"
import { dossierSchema } from "../../shared/domain/dossier-document.ts"
import { timelineEntrySchema, verifyChain } from "../../shared/domain/timeline.ts"
import { fail, readCommandLine } from "../command-line.ts"
import { receivedHead } from "./verify/received-heads.ts"
import { verdictInWords } from "./verify/verdict-in-words.ts"

const usage = "usage: npm run verify -- <dossier.json> [--heads <events.jsonl>]"
const { values, positionals } = readCommandLine(usage, {
  allowPositionals: true,
  options: { heads: { type: "string" } },
})

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return fail(`${file} cannot be read`)
  }
}

const readDossier = (file: string) => {
  try {
    return evidenceSchema.parse(JSON.parse(read(file)))
  } catch (error) {
    const paths = error instanceof z.ZodError ? error.issues.map(({ path }) => path.join(".")).slice(0, 3) : []
    return fail(`${file} is no dossier${paths.length === 0 ? ": it is not JSON" : `: see ${paths.join(", ")}`}`)
  }
}

// Entries stay as they are: a wrong one is a broken chain, not an unreadable file.
const evidenceSchema = dossierSchema
  .pick({ caseAlias: true, head: true, receivedHeads: true })
  .extend({ timeline: z.array(z.unknown()) })
  .strip()

const dossier = readDossier(positionals[0] ?? fail(usage))
const kept =
  values.heads === undefined
    ? []
    : read(values.heads)
        .split("\n")
        .flatMap((line, index) => {
          if (line.trim() === "") return []
          try {
            return receivedHead(line, dossier.caseAlias) ?? []
          } catch {
            return fail(`${values.heads}, line ${index + 1} is not JSON`)
          }
        })
const heads = [...dossier.receivedHeads.map(({ head }) => head), ...kept]
const { caseAlias, head, timeline } = dossier
const chain = verifyChain(timeline, head)
const verdict: DossierVerdict = chain.ok
  ? await verifyDossier(
      { head, timeline: z.array(timelineEntrySchema).parse(timeline), receivedHeads: [] },
      undefined,
      heads,
    )
  : { ok: false, chain, macHolds: null, strayHeads: [] }
process.stdout.write(
  `${verdictInWords(verdict, { caseAlias, head, entries: timeline.length, heads: heads.length }).join("\n")}\n`,
)
process.exitCode = verdict.ok ? 0 : 1
