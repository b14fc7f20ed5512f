import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { type DocumentLanguage, outsider } from "../../base/contracts/words.ts"
import { labelled, moment, pair, say } from "../../base/platform/bilingual.ts"
import type { Correspondence } from "../cases/correspondence.ts"
import { outsiderInWords } from "./codes-in-words.ts"
import type { Section } from "./document.ts"
import type { Perspective } from "./perspective.ts"
import { regulatorInWords } from "./views-in-words.ts"

/** Entries of the timeline about regulators' questions and others outside. */
export const correspondenceEntryWords = {
  RegulatorAsked: pair("Question of a regulator received", "Question d’une autorité reçue"),
  RegulatorTermExtended: pair("Regulator waits longer", "Délai prolongé par une autorité"),
  RegulatorAnswered: pair("Regulator answered", "Réponse donnée à une autorité"),
  RegulatorAnswerDue: pair("Answer to a regulator due", "Réponse à une autorité à donner"),
  OutsiderTold: pair("Somebody outside told", "Tiers avisé"),
}

const instant = z.iso.datetime({ offset: true }).optional().catch(undefined)
const entry = z.object({
  regulator: ownString().optional().catch(undefined),
  addressee: outsider.optional().catch(undefined),
  dueAt: instant,
  at: instant,
})

/** Which regulator an entry is about, or who was told, and the time in it. */
export function ofCorrespondenceInWords(
  { language, viewer }: Perspective,
  type: string,
  data: Readonly<Record<string, unknown>>,
): string[] {
  if (!Object.hasOwn(correspondenceEntryWords, type)) return []
  const { regulator, addressee, dueAt, at } = entry.parse(data)
  const inZone = (instant: string) => moment(instant, viewer.timeZone, language)
  return [
    ...(regulator === undefined ? [] : [regulatorInWords(regulator, language)]),
    ...(addressee === undefined ? [] : [outsiderInWords(addressee, language)]),
    ...(at === undefined ? [] : [inZone(at)]),
    ...(dueAt === undefined ? [] : [`${say(language, "answer due", "réponse attendue le")} ${inZone(dueAt)}`]),
  ]
}

/** What the party recorded of regulators' questions and of others outside, for its own evidence. */
export function correspondenceSections(perspective: Perspective): Section[] {
  const { questions = [], told = [] } = perspective.facts.correspondence ?? {}
  return [
    ...(questions.length === 0 ? [] : [askedSection(perspective, questions)]),
    ...(told.length === 0 ? [] : [toldSection(perspective, told)]),
  ]
}

const nothing = (language: DocumentLanguage) => say(language, "None is recorded.", "Aucune inscription.")

function askedSection({ viewer, language }: Perspective, questions: Correspondence["questions"]): Section {
  const at = (instant: string) => moment(instant, viewer.timeZone, language)
  return {
    heading: say(language, "Questions of regulators", "Questions d’autorités"),
    blocks: [
      {
        kind: "table",
        columns: [
          { label: say(language, "Regulator, file", "Autorité, dossier"), width: 130, align: "left" },
          { label: say(language, "Question", "Question"), align: "left" },
          { label: say(language, "Received, due, answered", "Reçue, échéance, réponse"), width: 170, align: "left" },
        ],
        rows: questions.map(({ regulator, reference, text, at: receivedAt, dueAt, extension, answered }) => [
          `${regulatorInWords(regulator, language)}\n${reference}`,
          text,
          [
            at(receivedAt),
            at(dueAt),
            ...(extension === undefined
              ? []
              : [labelled(say(language, "More time", "Délai prolongé"), extension.reason, language)]),
            answered === undefined
              ? say(language, "No answer is recorded", "Aucune réponse consignée")
              : `${at(answered.at)}, ${answered.reference}`,
          ].join("\n"),
        ]),
        empty: nothing(language),
      },
    ],
  }
}

function toldSection({ viewer, language }: Perspective, told: Correspondence["told"]): Section {
  const at = (instant: string) => moment(instant, viewer.timeZone, language)
  return {
    heading: say(language, "Others outside who were told", "Tiers avisés"),
    blocks: [
      {
        kind: "table",
        columns: [
          { label: say(language, "Who", "Qui"), width: 130, align: "left" },
          { label: say(language, "When", "Quand"), width: 130, align: "left" },
          { label: say(language, "What", "Quoi"), align: "left" },
        ],
        rows: told.map(({ addressee, at: toldAt, content }) => [
          outsiderInWords(addressee, language),
          at(toldAt),
          content.kind === "text" ? content.text : content.documentId,
        ]),
        empty: nothing(language),
      },
    ],
  }
}
