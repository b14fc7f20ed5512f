import { type Duty, type DutyInput, dutySchema } from "../../shared/desk/duties/duty.ts"

/** A duty of Northpost under the Privacy Act to notify individuals, due at noon of 10 November 2026. */
export function duty(change: Partial<DutyInput> = {}): Duty {
  const at = "2026-11-10T12:00:00Z"
  return dutySchema.parse({
    party: "northpost",
    law: "ca-privacy-act",
    kind: "tellIndividuals",
    rule: "notify-individuals",
    addressee: "individuals",
    state: "open",
    clock: { from: "determination", startedAt: at, dueAt: at, dueIs: "target", basis: "as soon as feasible" },
    presumption: "assess",
    ...change,
  })
}
