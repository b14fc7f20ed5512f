import type { Contract } from "../../parties/counterparty-entry.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import { dutyIdOf } from "../cases/duty-rows.ts"
import { explainClock } from "../duties/clock-in-words.ts"
import { contractOf, explainContract } from "../duties/contract-duties.ts"
import { defaultDutyTargets } from "../duties/default-targets.ts"
import type { Duty } from "../duties/duty.ts"
import { ownDutyKey } from "../duties/duty-key.ts"
import { type DutyLine, dutyLine } from "../duties/duty-line.ts"
import type { Law } from "../law/law.ts"
import { reviewInWords } from "../law/standing-in-words.ts"
import { progressOf } from "../notices/progress-view.ts"
import { receiptFor, type Viewer } from "../visibility.ts"
import type { CaseView } from "./case-answer.ts"

/** A duty that another party of the case owes, with what passed between the two. */
export function othersDutyView(
  owner: PartyRow,
  duty: Duty,
  viewer: Viewer,
  laws: readonly Law[],
): CaseView["others"][number]["duties"][number] {
  const { requests, declined } = duty
  const own = requests.filter(({ by }) => by === viewer.partyId)
  return {
    ...dutyLine({ dutyId: dutyIdOf(owner.alias, duty), duty }, laws),
    ...(own.length === 0 ? {} : { requests: own.map(({ at }) => ({ at })) }),
    ...(declined === undefined ? {} : { declined: { at: declined.at, reason: declined.reason } }),
  }
}

type OwnDuty = CaseView["duties"][number]

/** What the view of an own duty is made with. `nameOf`: another party by its id, as the viewer may know it. */
type OwnDutyContext = {
  readonly own: PartyRow
  readonly viewer: Viewer
  readonly nameOf: (partyId: string) => OwnDuty["requests"][number]["by"]
  readonly laws: readonly Law[]
  readonly contracts: readonly Contract[]
}

/** A duty that the viewer owes. */
export function ownDutyView(line: DutyLine, { own, viewer, nameOf, laws, contracts }: OwnDutyContext): OwnDuty {
  const { duty } = line
  const { clock, presumption, requests, declined, takenOver, notOwed } = duty
  const isToPeople = duty.kind === "tellIndividuals"
  const assignee = own.assignees?.[ownDutyKey(duty)]
  const contract = contractOf(contracts, duty)
  const explanation =
    contract === undefined ? explainClock(duty, laws, defaultDutyTargets) : explainContract(contract, clock)
  const review = reviewOf(duty, laws)
  const notices = isToPeople && duty.towards !== undefined ? own.byRetailer?.[duty.towards] : undefined
  return {
    ...dutyLine(line, laws),
    ...(notices === undefined ? {} : { notices: progressOf(notices) }),
    ...(assignee === undefined ? {} : { assignee }),
    addressee: duty.addressee,
    dueIs: clock.dueIs,
    why: clock.basis,
    ...(explanation === undefined ? {} : { explanation }),
    ...(review === undefined ? {} : { review }),
    ...(contract === undefined ? {} : { send: contract.send }),
    presumption,
    ...(duty.test === undefined ? {} : { test: duty.test }),
    excuses: duty.excuses,
    requests: requests.map(({ at, by }) => ({ at, by: nameOf(by) })),
    ...(declined === undefined ? {} : { declined: { at: declined.at, reason: declined.reason } }),
    ...(takenOver === undefined ? {} : { takenOverAt: takenOver.at }),
    ...dischargeView(duty, viewer),
    ...(notOwed === undefined ? {} : { notOwed: { at: notOwed.at, assessment: notOwed.assessment } }),
  }
}

/** What counsel said of the rule that asks for the duty, in the text that the duty follows. */
function reviewOf({ law: lawId, rule: ruleId }: Duty, laws: readonly Law[]): OwnDuty["review"] {
  const rule = laws.find(({ id }) => id === lawId)?.rules.find(({ id }) => id === ruleId)
  return rule && { en: `${reviewInWords(rule, "en")}.`, fr: `${reviewInWords(rule, "fr")}.` }
}

function dischargeView({ discharged }: Duty, viewer: Viewer) {
  if (discharged === undefined) return {}
  const receipt = receiptFor(viewer, discharged)
  return { discharged: { at: discharged.at, ...(receipt === undefined ? {} : { receipt }) } }
}
