import { capital, labelled, say, stamp } from "../../base/platform/bilingual.ts"
import { answerBy } from "../duties/due-time.ts"
import { legalQuestions } from "../duties/legal-questions.ts"
import { asDerived } from "../facts-of-case.ts"
import { factorInWords } from "./codes-in-words.ts"
import type { Block, FactRow, Section } from "./document.ts"
import { fieldsPerhapsSeen } from "./findings-in-words.ts"
import { measuresFor } from "./measures-in-words.ts"
import type { Perspective } from "./perspective.ts"
import {
  type FactEvidence,
  type FactSource,
  factSourceInWords,
  type ProposedFact,
  withFacts,
} from "./proposed-facts.ts"

/** Each legal test that the party has to answer, with the facts on record beside its factors. It answers none. */
export function factsForLegalTests(view: Perspective): readonly Section[] {
  const { language, laws, viewer } = view
  const questions = legalQuestions(laws, asDerived(viewer)).map((question) => ({
    ...withFacts(question, evidenceIn(view)),
    ...answerBy(question, viewer),
  }))
  if (questions.length === 0) return []
  const blocks = questions.flatMap(({ law, question, section, factors, facts, answerBy: by }): Block[] => {
    const name = laws.find(({ id }) => id === law)?.shortName[language] ?? law
    const onRecord = say(language, "On record", "Au dossier")
    const rows = [
      ...factors.map((factor) => rowOf(capital(factorInWords(factor.code, language)), factor.facts, view)),
      ...(factors.length === 0 ? [rowOf(onRecord, facts, view)] : []),
    ]
    const asked = labelled(`${name}, ${section[language]}`, question[language], language)
    const until = by === undefined ? "" : stamp(by.at, viewer.timeZone, language)
    const due = say(language, ` To be answered by ${until}`, ` Réponse au plus tard le ${until}`)
    return [
      {
        kind: "paragraph",
        tone: "plain",
        text: by === undefined ? asked : `${asked}${due} (${by.section[language]}).`,
      },
      { kind: "facts", rows },
    ]
  })
  const purpose = say(
    language,
    "Facts on record that bear on each test. The exchange does not answer a test: the party does.",
    "Faits au dossier qui intéressent chaque critère. La plateforme d’échange ne répond à aucun critère : c’est à la partie de le faire.",
  )
  return [
    {
      heading: say(language, "Facts for the legal tests", "Faits pour les critères des lois"),
      blocks: [{ kind: "paragraph", tone: "muted", text: purpose }, ...blocks],
    },
  ]
}

function rowOf(label: string, facts: readonly ProposedFact[], { language }: Perspective): FactRow {
  const sourced = (source: FactSource) => factSourceInWords(source, language)
  const values = facts.map(({ fact, source }) => `${fact[language]} (${sourced(source)})`)
  if (values.length > 0) return { label, values, standing: "known" }
  return { label, values: [say(language, "No fact on record.", "Aucun fait au dossier.")], standing: "unknown" }
}

function evidenceIn(view: Perspective): FactEvidence {
  const { facts, viewer } = view
  const { notice } = viewer
  return {
    timeZone: viewer.timeZone,
    shipments: viewer.shipments,
    people: viewer.people,
    peopleAtMost: viewer.peopleAtMost,
    possibleShipments: viewer.possibleShipments ?? 0,
    exposuresByField: viewer.exposuresByField,
    fieldsNotExposed: viewer.fieldsNotExposed,
    fieldsPossiblyExposed: fieldsPerhapsSeen(viewer),
    isAtLeast: viewer.isAtLeast,
    unknownBecause: viewer.unknownBecause,
    unwatched: viewer.unwatched,
    firstExposureAt: viewer.firstExposureAt,
    lastExposureAt: viewer.lastExposureAt,
    findings: facts.findings,
    restrictedSince: facts.accessor.restrictedSince,
    tool: facts.tool.mode,
    containedAt: facts.containment.at,
    measures: measuresFor(view),
    finder: facts.finder,
    goods: viewer.goods,
    notices: {
      affected: notice?.affected ?? 0,
      told: (notice?.notified ?? 0) + (notice?.notifiedByPublicNotice ?? 0),
    },
  }
}
