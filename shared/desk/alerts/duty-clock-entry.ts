import type { PlannedEntry } from "../cases/case-draft.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import { dutyIdOf } from "../cases/duty-rows.ts"
import type { PlannedMessage } from "../cases/outbox-message.ts"
import type { Duty } from "../duties/duty.ts"
import type { DutySignal } from "../duties/duty-clock.ts"
import { targetOf } from "../duties/duty-target.ts"
import type { Law } from "../law/law.ts"

/**
 * The timeline entry that a duty is due soon, overdue or unanswered, with a message to each party that the signal is
 * for.
 *
 * @param parties rows of all parties of the case
 * @param laws those that the owner of the duty follows
 */
export function dutyClockEntry(
  duty: Duty,
  signal: DutySignal,
  parties: readonly PartyRow[],
  laws: readonly Law[],
): PlannedEntry {
  const { party, law, kind, clock } = duty
  const owner = parties.find(({ partyId }) => partyId === party)?.alias ?? ""
  const dutyId = dutyIdOf(owner, duty)
  const due = signal.dueAt === null ? {} : { dueAt: signal.dueAt }
  const targetAt = targetOf(duty, laws)
  const { citation: basis = law } = clock
  const receivers = parties.filter(({ partyId }) => signal.to.includes(partyId))
  return {
    actor: "hub",
    type: signal.type,
    data: { dutyId, law, kind, owner, ...due, escalation: signal.escalation },
    visibleTo: receivers.map(({ partyId }) => partyId),
    messages: receivers.map(
      ({ partyId, alias }): PlannedMessage => ({
        audience: partyId,
        kind: signal.type,
        once: `${dutyId}#${signal.at}`,
        facts: {
          caseAlias: alias,
          duty: { dutyId, law, kind },
          owner: partyId === party ? "self" : "other",
          ...due,
          ...(targetAt === undefined ? {} : { targetAt }),
          dueIs: clock.dueIs,
          basis,
          escalation: signal.escalation + 1,
          caseUrl: `/v1/cases/${alias}`,
        },
      }),
    ),
  }
}
