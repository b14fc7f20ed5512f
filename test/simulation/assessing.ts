import { breachFactsStated } from "../../shared/base/contracts/breach-facts-stated.ts"
import { dutyAssessed, dutyDischarged } from "../../shared/base/contracts/duty-events.ts"
import { dutyRowSchema } from "../../shared/desk/cases/case-rows.ts"
import { dutyIdOf } from "../../shared/desk/cases/duty-rows.ts"
import { caseRowSchema, partyRowSchema } from "../../shared/desk/cases/participant-rows.ts"
import type { Duty } from "../../shared/desk/duties/duty.ts"
import { isSettled } from "../../shared/desk/duties/duty.ts"
import { legalQuestions } from "../../shared/desk/duties/legal-questions.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { allRows } from "./rows-of-world.ts"
import type { World } from "./world.ts"

/** An event by which a party says why a duty is not owed or nobody has to be notified, or that a record is kept. */
export type SettlingEvent = {
  readonly party: string
  readonly contract: typeof dutyAssessed | typeof dutyDischarged | typeof breachFactsStated
  readonly data: object
}

/**
 * What the parties of all open cases have to send so that they may state a false alarm: that each duty is not owed,
 * because there was no breach, and that the records are kept.
 */
export function settlingEvents(world: World): SettlingEvent[] {
  const rows = allRows(world).flatMap(({ table, row }) => (table === "BreachCases" ? [row] : []))
  const open = new Set(rows.flatMap((row) => caseRowSchema.safeParse(row).data ?? []).flatMap(openId))
  const parties = rows.flatMap((row) => partyRowSchema.safeParse(row).data ?? [])
  const duties = rows.flatMap((row) => dutyRowSchema.safeParse(row).data ?? [])
  const at = world.scheduler.clock().toISOString()
  const unasked = parties.filter(
    ({ caseId, partyId }) =>
      open.has(caseId) &&
      !duties.some((row) => row.caseId === caseId && row.duty.party === partyId && row.duty.kind === "tellIndividuals"),
  )
  const withoutLaw = unasked.map(({ partyId, alias }): SettlingEvent => {
    const assessment = { ...noBreachSaid(at), met: "no" }
    return { party: partyId, contract: breachFactsStated, data: { caseAlias: alias, at, assessment } }
  })
  const ofDuties = duties.flatMap(({ caseId, duty }): SettlingEvent[] => {
    const owner = parties.find((row) => row.caseId === caseId && row.partyId === duty.party)
    if (!open.has(caseId) || owner === undefined || isSettled(duty)) return []
    const reference = { dutyId: dutyIdOf(owner.alias, duty), law: duty.law, kind: duty.kind }
    const sent = { caseAlias: owner.alias, duty: reference, at }
    if (duty.test === undefined && duty.excuses.length === 0) {
      const receipt = { kind: "recordEntry", reference: "FILE-1", at }
      return [{ party: duty.party, contract: dutyDischarged, data: { ...sent, receipt } }]
    }
    return [{ party: duty.party, contract: dutyAssessed, data: { ...sent, assessment: noBreach(duty, at) } }]
  })
  return [...withoutLaw, ...ofDuties]
}

const openId = ({ caseId, state }: { caseId: string; state: string }) => (state === "open" ? [caseId] : [])

const noBreachSaid = (assessedAt: string) => ({ reasons: ["notABreach"], assessedBy: "privacy officer", assessedAt })

function noBreach({ law, test }: Duty, assessedAt: string) {
  const said = { law, ...noBreachSaid(assessedAt) }
  if (test === undefined) return { ...said, met: "yes" }
  const asked = { laws: [law], timeZone: "America/Toronto", awareAt: assessedAt }
  const named = legalQuestions(lawCatalogue, asked).find((one) => one.test === test)?.factors ?? []
  const codes = named.length === 0 ? ["sensitivity"] : named.map(({ code }) => code)
  return { ...said, test, met: "no", factors: codes.map((factor) => ({ factor, level: "low" })) }
}
