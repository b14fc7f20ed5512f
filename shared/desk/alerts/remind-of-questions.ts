import type { PlannedEntry } from "../cases/case-draft.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import { isUnanswered, type Question } from "../cases/correspondence.ts"
import { type DueSignal, dueClock } from "../duties/duty-clock.ts"
import { readersOf, viewerOf } from "../visibility.ts"

/** The party's row with the alarms that its open questions of regulators have had by now, and an entry for each. */
export function remindOfQuestions(row: PartyRow, at: string): { row: PartyRow; entries: PlannedEntry[] } {
  const { correspondence } = row
  if (correspondence === undefined) return { row, entries: [] }
  const entries: PlannedEntry[] = []
  const questions = correspondence.questions.map((question): Question => {
    if (!isUnanswered(question)) return question
    const { alarms, signals } = dueClock({ ...question, startedAt: question.at }, at)
    // A watch that was down for long reminds of the latest alone.
    const signal = signals.at(-1)
    if (signal !== undefined) entries.push(reminder(row, question, signal))
    return { ...question, alarms }
  })
  return { row: entries.length === 0 ? row : { ...row, correspondence: { ...correspondence, questions } }, entries }
}

function reminder(
  row: PartyRow,
  { questionId, regulator, dueAt }: Question,
  { at, isOverdue, escalation }: DueSignal,
): PlannedEntry {
  const { partyId, alias } = row
  const type = "RegulatorAnswerDue"
  const question = { caseAlias: alias, caseUrl: `/v1/cases/${alias}`, regulator, dueAt, isOverdue, escalation }
  return {
    actor: "hub",
    type,
    data: { questionId, regulator, dueAt, isOverdue, escalation },
    visibleTo: readersOf(type, viewerOf(row)),
    messages: [
      {
        audience: partyId,
        kind: "LetterAsked",
        once: `${questionId}#${at}`,
        facts: { letterId: questionId, question },
      },
    ],
  }
}
