/**
 * `npm run verify -- <dossier.json> [--heads <events.jsonl>] [--told <shipments.txt>]`: checks the evidence of a dossier without the hub: its chain
 * of hashes, and whether the heads that a party received lie on it. Of the events kept, one JSON object a line, those of other cases are
 * passed over. Given the ids of the shipments of one receipt, one a line, it says which entry of the chain is that receipt.
 *
 * Ends with 0 if all holds, 1 if something does not, 2 if a file cannot be read.
 */
import { readFileSync } from "node:fs"
import * as z from "zod"
import { dossierSchema } from "../../shared/breach-desk/dossier/document.ts"
import { type DossierVerdict, verifyDossier } from "../../shared/breach-desk/dossier/dossier.ts"
import { timelineEntrySchema, verifyChain } from "../../shared/breach-desk/timeline.ts"
import { fail, readCommandLine } from "../command-line.ts"
import { receivedHead } from "./verify/received-heads.ts"
import { toldInWords } from "./verify/told-shipments.ts"
import { verdictInWords } from "./verify/verdict-in-words.ts"

const usage = "usage: npm run verify -- <dossier.json> [--heads <events.jsonl>] [--told <shipments.txt>]"
const { values, positionals } = readCommandLine(usage, {
  allowPositionals: true,
  options: { heads: { type: "string" }, told: { type: "string" } },
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
const entries = chain.ok ? z.array(timelineEntrySchema).parse(timeline) : []
const verdict: DossierVerdict = chain.ok
  ? await verifyDossier({ head, timeline: entries, receivedHeads: [] }, undefined, heads)
  : { ok: false, chain, macHolds: null, strayHeads: [] }
const lines = verdictInWords(verdict, { caseAlias, head, entries: timeline.length, heads: heads.length })
if (values.told !== undefined) {
  const shipmentIds = read(values.told)
    .split(/\r?\n/)
    .filter((line) => line !== "")
  lines.push(toldInWords(entries, shipmentIds))
}
process.stdout.write(`${lines.join("\n")}\n`)
process.exitCode = verdict.ok ? 0 : 1
