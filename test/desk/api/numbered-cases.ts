import { pointerKeys } from "../../../shared/desk/cases/case-keys.ts"
import { pointerOf } from "../../../shared/desk/cases/case-pointers.ts"
import type { PartyRow } from "../../../shared/desk/cases/case-rows.ts"
import type { Question } from "../../../shared/desk/cases/correspondence.ts"
import { dutyRow } from "../../../shared/desk/cases/duty-rows.ts"
import { dutySchema } from "../../../shared/desk/duties/duty.ts"
import type { BreachWorld } from "../breach-world.ts"
import { aCase, aParty } from "../cases/breach-cases.contract.ts"

type Numbered = {
  readonly state?: "open" | "closed" | "merged"
  /** When leafline owes the record of the case, ISO instant. */
  readonly dueAt?: string
  /** When regulators want the answers to their questions, ISO instants. */
  readonly answersDueAt?: readonly string[]
  /** Of leafline's row. */
  readonly own?: Partial<PartyRow>
}

/** Stores a case of leafline, closed unless told otherwise. Each number is a minute younger than the one before. */
export async function openNumbered(
  world: BreachWorld,
  number: number,
  { state = "closed", dueAt, answersDueAt = [], own = {} }: Numbered = {},
): Promise<void> {
  const caseId = `case-number-${number}`
  const alias = `WS-${String(number).replace("-", "Z").padStart(10, "0")}`
  const openedAt = new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString()
  await world.cases.commit({
    case: aCase(caseId, { openedAt, state, partyId: state === "open" ? "hub" : "hub#closed" }),
    items: [
      aParty(caseId, "leafline", {
        alias,
        openedAt,
        correspondence: { questions: answersDueAt.map(askedUntil), told: [] },
        ...own,
      }),
      ...(dueAt === undefined ? [] : [dutyRow(caseId, dutyDue(dueAt))]),
    ],
    pointers: [{ row: pointerOf(pointerKeys.alias(alias), caseId), expected: undefined }],
  })
}

const askedUntil = (dueAt: string): Question => ({
  ...{ questionId: dueAt, regulator: "OPC", reference: "1", text: "Who?", at: "2026-01-01T00:00:00.000Z" },
  dueAt,
  alarms: { escalations: 0 },
})

/** The record that leafline owes under a law, due then. */
const dutyDue = (dueAt: string) =>
  dutySchema.parse({
    party: "leafline",
    law: "ca-pipeda",
    kind: "keepRecord",
    rule: "keep-record",
    addressee: "own-register",
    state: "open",
    clock: { from: "awareness", startedAt: dueAt, dueAt, dueIs: "target", basis: "as soon as feasible" },
    presumption: "owed",
    excuses: [],
  })
