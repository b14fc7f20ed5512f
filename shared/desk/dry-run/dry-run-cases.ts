import { breachReported } from "../../base/contracts/breach-reported.ts"
import { exchangeContracts } from "../../base/contracts/catalogue.ts"
import { deskContracts } from "../../base/contracts/desk-contracts.ts"
import { accessorReleased } from "../../base/contracts/restriction-events.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import type { RecordFinder } from "../../intake/tracking/record-finder.ts"
import { type Handled, type ReceivedEvent, rejected } from "../../parties/received-event.ts"
import { type DryHandlers, dryHandler } from "../../parties/reception/dry-run.ts"
import type { FollowingEvent } from "../../parties/reception/validate-events.ts"
import type { Restrictions } from "../../watch/detection/restrictions/restriction.ts"
import type { NoticeDesk } from "../actions/notification.ts"
import type { DecidingDesk } from "../actions/renew-or-release.ts"
import { makeRunBreachDesk } from "../actions/run-breach-desk.ts"
import { actionIdOf } from "../cases/action-id.ts"
import { CaseBusy } from "../cases/case-busy.ts"
import { pointerKeys } from "../cases/case-keys.ts"
import { caseWriter } from "../cases/case-writer.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { eventContentOf, idReused, isOfOtherContent } from "../cases/event-content.ts"
import { reportProblem } from "../opening/report-breach.ts"
import { type ReadsCases, readOnlyCases, readOnlyRestrictions } from "./read-only-stores.ts"

type DryRunTools = Pick<CaseDesk, "parties" | "laws" | "clock" | "randomId"> & {
  recordFinder: RecordFinder
  cases: ReadsCases
  restrictions: Pick<Restrictions, "of" | "withId">
  hashes: Pick<KeyedHash, "lastingHash">
}

/** What would become of reports of breaches, and of what parties do about cases and restrictions. */
export function dryRunCases(tools: DryRunTools): DryHandlers {
  const desk = readingDesk(tools)
  const run = makeRunBreachDesk(desk)
  return () => [
    dryHandler(
      [breachReported],
      (event) => checkReport(desk, event),
      () => afterReport,
    ),
    dryHandler(
      deskContracts,
      (event) => run(event).catch(unlessBusy),
      ({ detailType }) => afterAction(detailType),
    ),
  ]
}

/** A stage without the desk rejects these events, as it does one that nobody takes. */
export const dryRunWithoutDesk: DryHandlers = () => [
  dryHandler([breachReported, ...deskContracts], async () => rejected({ path: "detail-type", rule: "notAllowed" })),
]

/** Others change the case, so only a later call can say. */
function unlessBusy(error: unknown): undefined {
  if (!(error instanceof CaseBusy)) throw error
}

/** A report is always taken, unless its own times, its tool or its references are wrong. */
async function checkReport(
  desk: CaseDesk,
  { party, detailType, data, metadata }: ReceivedEvent<typeof breachReported>,
): Promise<Handled> {
  const problem = await reportProblem(desk, party, data)
  if (problem !== undefined) return rejected(problem)
  const [known] = await desk.cases.items([pointerKeys.report(party.id, actionIdOf(desk, party.id, metadata.id))])
  if (known === undefined) return "opened"
  const isOther = isOfOtherContent(known, eventContentOf(desk, party.id, { detailType, data }))
  return isOther ? rejected(idReused) : "repeated"
}

/** The breach desk over cases that stay as they are. Nothing is signed, since nothing is written. */
function readingDesk(tools: DryRunTools): NoticeDesk & DecidingDesk {
  const { recordFinder, cases, restrictions, hashes, parties, laws, clock, randomId } = tools
  const stored = readOnlyCases(cases)
  const macHead = async () => ""
  const signer = { sign: async () => ({ keyId: "", value: "" }) }
  return {
    parties,
    laws,
    clock,
    randomId,
    records: recordFinder,
    cases: stored,
    write: caseWriter({ cases: stored, laws, clock, randomId, sleep: async () => {}, macHead, signer }),
    // They change what messages say, and a validation sends none.
    streams: { ofCarrier: async () => [] },
    restrictions: readOnlyRestrictions(restrictions),
    macHead,
    hashUnderKey: (...parts) => hashes.lastingHash("case-alias", ...parts),
  }
}

/** What follows a report of a breach. */
const afterReport: readonly FollowingEvent[] = [
  {
    detailType: "BreachCaseOpened",
    receiver: "you",
    sentence: "You receive BreachCaseOpened, or BreachCaseUpdated if the report joins an open case.",
  },
  {
    detailType: "BreachCaseOpened",
    receiver: "partiesOfCase",
    sentence: "The other parties whose shipments or lookups the report is about are alerted too.",
  },
]

/** What other parties receive of an action in a case. */
function afterAction(detailType: string): FollowingEvent[] {
  const passedOn = passedOnAs(detailType)
  if (passedOn === undefined) return []
  const sentence = `The parties of the case that it concerns receive ${passedOn}, if there are any.`
  return [{ detailType: passedOn, receiver: "partiesOfCase", sentence }]
}

function passedOnAs(detailType: string): string | undefined {
  if (detailType === "RestrictionReleaseRequested") return accessorReleased.detailType
  return exchangeContracts.find((contract) => contract.form === "forwarded" && contract.detailType === detailType)
    ?.detailType
}
