/**
 * `npm run verify -- <dossier.json> [--heads <events.jsonl>] [--notified <shipments.txt>]` checks the evidence of a
 * dossier without the hub: whether the chain of hashes holds, and whether the heads that a party received lie on it.
 *
 * `--heads` takes the events that a party kept, one JSON object a line. It ignores those of other cases. `--notified`
 * takes the ids of the shipments of one receipt, one a line, and reports which entry of the chain is that receipt.
 *
 * Ends with 0 if the chain and all heads hold, with 1 if one does not, and with 2 if a file cannot be read.
 */
import { readFileSync } from "node:fs"
import * as z from "zod"
import { dossierSchema } from "../../shared/breach-desk/dossier/document.ts"
import { type DossierVerdict, verifyDossier } from "../../shared/breach-desk/dossier/verify-dossier.ts"
import { timelineEntrySchema, verifyChain } from "../../shared/breach-desk/timeline.ts"
import { fail, readCommandLine } from "../command-line.ts"
import { notifiedInWords } from "./verify/notified-shipments.ts"
import { receivedHead } from "./verify/received-heads.ts"
import { verdictInWords } from "./verify/verdict-in-words.ts"

const usage = "usage: npm run verify -- <dossier.json> [--heads <events.jsonl>] [--notified <shipments.txt>]"
const { values, positionals } = readCommandLine(usage, {
  allowPositionals: true,
  options: { heads: { type: "string" }, notified: { type: "string" } },
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
    return fail(`${file} is not a dossier${paths.length === 0 ? ": it is not JSON" : `: see ${paths.join(", ")}`}`)
  }
}

/** The heads of the dossier's case in a file of kept events. */
const readHeads = (file: string) =>
  read(file)
    .split("\n")
    .flatMap((line, index) => {
      if (line.trim() === "") return []
      try {
        return receivedHead(line, dossier.caseAlias) ?? []
      } catch {
        return fail(`${file}, line ${index + 1} is not JSON`)
      }
    })

// Entries are not parsed here: a wrong one is a broken chain, not an unreadable file.
const evidenceSchema = dossierSchema
  .pick({ caseAlias: true, head: true, receivedHeads: true })
  .extend({ timeline: z.array(z.unknown()) })
  .strip()

const dossier = readDossier(positionals[0] ?? fail(usage))
const kept = values.heads === undefined ? [] : readHeads(values.heads)
const heads = [...dossier.receivedHeads.map(({ head }) => head), ...kept]
const { caseAlias, head, timeline } = dossier
const chain = verifyChain(timeline, head)
const entries = chain.ok ? z.array(timelineEntrySchema).parse(timeline) : []
const verdict: DossierVerdict = chain.ok
  ? await verifyDossier({ head, timeline: entries, receivedHeads: [] }, undefined, heads)
  : { ok: false, chain, macHolds: null, strayHeads: [] }
const lines = verdictInWords(verdict, { caseAlias, head, entries: timeline.length, heads: heads.length })
if (values.notified !== undefined) {
  const shipmentIds = read(values.notified)
    .split(/\r?\n/)
    .filter((line) => line !== "")
  lines.push(notifiedInWords(entries, shipmentIds))
}
process.stdout.write(`${lines.join("\n")}\n`)
process.exitCode = verdict.ok ? 0 : 1
