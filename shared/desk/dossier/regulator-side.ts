import { pair, say } from "../../base/platform/bilingual.ts"
import { type ChainVerdict, verifyChain } from "../timeline.ts"
import type { Section } from "./document.ts"
import { type ChainEvidence, type EntryLine, entryLine, proofOfHead, timelineTable } from "./evidence.ts"
import type { Perspective } from "./perspective.ts"
import { countsOfSide, exposures, keyFacts, measureTable } from "./summary.ts"
import { dutyTables } from "./summary-duties.ts"

/** An entry of a timeline as people read it, with its number and its ISO instant. */
export type NumberedLine = EntryLine & { readonly seq: number; readonly at: string }

/** A party's side of a case as a regulator reads it. It lists nobody and no shipment. */
export type RegulatorSide = {
  readonly partyName: string
  readonly caseAlias: string
  /** IANA time zone of the party, in which its times are. */
  readonly timeZone: string
  readonly sections: readonly Section[]
  readonly lines: readonly NumberedLine[]
  readonly verdict: ChainVerdict
}

const dutyOfParty = pair("Duty of this party", "Obligation de cette partie")

/** The side from what the party's own documents are made from, in the party's time zone. */
export function regulatorSide(view: Perspective, evidence: ChainEvidence): RegulatorSide {
  const { viewer, language } = view
  const verdict = verifyChain(evidence.timeline, evidence.head)
  return {
    partyName: viewer.name,
    caseAlias: viewer.caseAlias,
    timeZone: viewer.timeZone,
    sections: [
      { heading: say(language, "In short", "En bref"), blocks: [{ kind: "figures", figures: countsOfSide(view) }] },
      { heading: say(language, "Key facts", "Faits principaux"), blocks: [{ kind: "facts", rows: keyFacts(view) }] },
      { heading: say(language, "What was exposed", "Ce qui a été exposé"), blocks: exposures(view) },
      { heading: say(language, "Duties", "Obligations"), blocks: dutyTables(view, dutyOfParty) },
      { heading: say(language, "Measures", "Mesures"), blocks: [measureTable(view)] },
      { heading: say(language, "Timeline", "Chronologie"), blocks: timelineTable(view, evidence.timeline) },
      { heading: say(language, "Verification", "Vérification"), blocks: proofOfHead(view, evidence, verdict) },
    ],
    lines: evidence.timeline.map((entry) => ({ seq: entry.seq, at: entry.at, ...entryLine(view, entry) })),
    verdict,
  }
}
