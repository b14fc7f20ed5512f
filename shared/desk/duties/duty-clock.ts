import type { Duty } from "./duty.ts"
import { isSettled } from "./duty.ts"
import { applyDutyAction, hubActor } from "./duty-actions.ts"

export type DutyClockSettings = {
  /** How long before the due time the owner is reminded, hours. */
  readonly dueSoonHours: number
  /** How long a request or an offer may stay unanswered, hours. */
  readonly answerHours: number
  /** Hours between escalations once the duty is overdue. */
  readonly escalateEveryHours: number
  readonly escalationsAtMost: number
}

export const defaultDutyClockSettings: DutyClockSettings = {
  dueSoonHours: 24,
  answerHours: 24,
  escalateEveryHours: 24,
  escalationsAtMost: 3,
}

export type DutySignal = {
  readonly type: "DutyDue" | "DutyOverdue" | "DutyUnanswered"
  /** When it became true, which may be before it was noticed: ISO instant. */
  readonly at: string
  readonly dueAt: string | null
  /** 0: the usual contacts; from 1 on: the escalation contacts too. */
  readonly escalation: number
  /** Ids of the parties to alert. */
  readonly to: readonly string[]
}

type Ticked = { readonly duty: Duty; readonly signals: readonly DutySignal[] }

/**
 * Applies the passing of time to a duty. A second call at the same instant signals nothing.
 *
 * @param nowIso ISO instant
 */
export const dutyClock = (
  duty: Duty,
  nowIso: string,
  settings: DutyClockSettings = defaultDutyClockSettings,
): Ticked => {
  if (isSettled(duty)) return { duty, signals: [] }
  const answered = tickAnswer(duty, nowIso, settings)
  const due = tickDue(answered.duty, nowIso, settings)
  return { duty: due.duty, signals: [...answered.signals, ...due.signals] }
}

const hour = 3_600_000
const iso = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z")

/** When the time to answer the last request or the offer ends, epoch ms; null if no answer is awaited. */
function answerEnds(duty: Duty, settings: DutyClockSettings): number | null {
  const asked =
    duty.state === "requested" ? duty.requests.at(-1)?.at : duty.state === "offered" ? duty.offered?.at : undefined
  return asked === undefined ? null : Date.parse(asked) + settings.answerHours * hour
}

function tickAnswer(duty: Duty, nowIso: string, settings: DutyClockSettings): Ticked {
  const ends = answerEnds(duty, settings)
  if (ends === null || Date.parse(nowIso) < ends) return { duty, signals: [] }
  const at = iso(ends)
  const decision = applyDutyAction(duty, { operation: "markUnanswered" }, { by: hubActor, at, parties: [] })
  if (!decision.ok) return { duty, signals: [] }
  const signal = { type: "DutyUnanswered", at, dueAt: duty.clock.dueAt, escalation: 1, to: concerned(duty) } as const
  return { duty: decision.duty, signals: [signal] }
}

function nextDueMoment(duty: Duty, settings: DutyClockSettings): number | null {
  const { dueAt, startedAt } = duty.clock
  if (dueAt === null || startedAt === null) return null
  const due = Date.parse(dueAt)
  if (duty.alarms.overdueAt !== undefined) {
    const next = duty.alarms.escalations + 1
    return next > settings.escalationsAtMost ? null : due + next * settings.escalateEveryHours * hour
  }
  if (duty.alarms.dueSoonAt !== undefined) return due
  return Math.max(Date.parse(startedAt), due - settings.dueSoonHours * hour)
}

function tickDue(duty: Duty, nowIso: string, settings: DutyClockSettings): Ticked {
  const now = Date.parse(nowIso)
  const { dueAt } = duty.clock
  const signals: DutySignal[] = []
  let current = duty
  for (let moment = nextDueMoment(current, settings); moment !== null && moment <= now; ) {
    const at = iso(moment)
    const overdue = dueAt !== null && moment >= Date.parse(dueAt)
    if (!overdue) {
      current = { ...current, alarms: { ...current.alarms, dueSoonAt: at } }
      if (now < Date.parse(dueAt ?? at)) signals.push({ type: "DutyDue", at, dueAt, escalation: 0, to: doers(duty) })
    } else {
      const escalation = current.alarms.overdueAt === undefined ? 0 : current.alarms.escalations + 1
      const overdueAt = current.alarms.overdueAt ?? at
      current = { ...current, alarms: { ...current.alarms, overdueAt, escalations: escalation } }
      signals.push({ type: "DutyOverdue", at, dueAt, escalation, to: concerned(duty) })
    }
    moment = nextDueMoment(current, settings)
  }
  return { duty: current, signals }
}

/** The parties that must do it: the owner, and the party that took it over. */
const doers = (duty: Duty): readonly string[] => {
  const standIn = duty.state === "takenOver" ? duty.takenOver?.by : undefined
  return standIn === undefined ? [duty.party] : [duty.party, standIn]
}

/** The parties to alert if it is not done: those that must do it, asked for it or offered to do it. */
const concerned = (duty: Duty): readonly string[] => {
  const offeredBy = duty.offered === undefined ? [] : [duty.offered.by]
  return [...new Set([...doers(duty), ...duty.requests.map(({ by }) => by), ...offeredBy])]
}
