import type { Duty } from "./duty.ts"
import { isSettled } from "./duty.ts"
import { applyDutyAction, hubActor } from "./duty-actions.ts"

export type DutyClockSettings = {
  /** How long before the due time the owner is reminded, hours: at the whole hour before. */
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

function tickDue(duty: Duty, nowIso: string, settings: DutyClockSettings): Ticked {
  const { dueAt, startedAt } = duty.clock
  if (dueAt === null || startedAt === null) return { duty, signals: [] }
  const { alarms, signals } = dueClock({ dueAt, startedAt, alarms: duty.alarms }, nowIso, settings)
  return {
    duty: { ...duty, alarms: { ...duty.alarms, ...alarms } },
    signals: signals.map(({ isOverdue, ...signal }) =>
      isOverdue
        ? { type: "DutyOverdue", ...signal, dueAt, to: concerned(duty) }
        : { type: "DutyDue", ...signal, dueAt, to: doers(duty) },
    ),
  }
}

/** What is due at a time, and the alarms that it has had. */
export type Due = {
  readonly dueAt: string
  readonly startedAt: string
  readonly alarms: {
    readonly dueSoonAt?: string | undefined
    readonly overdueAt?: string | undefined
    readonly escalations: number
  }
}

/** That it is due soon, or overdue. `at`: when it became true (ISO). */
export type DueSignal = { readonly at: string; readonly isOverdue: boolean; readonly escalation: number }

/** Applies the passing of time to what is due. A second call at the same instant signals nothing. */
export function dueClock(
  due: Due,
  nowIso: string,
  settings: DutyClockSettings = defaultDutyClockSettings,
): { alarms: Due["alarms"]; signals: readonly DueSignal[] } {
  const now = Date.parse(nowIso)
  const dueMs = Date.parse(due.dueAt)
  const signals: DueSignal[] = []
  let { alarms } = due
  for (let moment = nextDueMoment({ ...due, alarms }, settings); moment !== null && moment <= now; ) {
    const at = iso(moment)
    if (moment < dueMs) {
      alarms = { ...alarms, dueSoonAt: at }
      if (now < dueMs) signals.push({ at, isOverdue: false, escalation: 0 })
    } else {
      const escalation = alarms.overdueAt === undefined ? 0 : alarms.escalations + 1
      alarms = { ...alarms, overdueAt: alarms.overdueAt ?? at, escalations: escalation }
      signals.push({ at, isOverdue: true, escalation })
    }
    moment = nextDueMoment({ ...due, alarms }, settings)
  }
  return { alarms, signals }
}

function nextDueMoment({ dueAt, startedAt, alarms }: Due, settings: DutyClockSettings): number | null {
  const due = Date.parse(dueAt)
  if (alarms.overdueAt !== undefined) {
    const next = alarms.escalations + 1
    return next > settings.escalationsAtMost ? null : wholeHour(due + next * settings.escalateEveryHours * hour)
  }
  if (alarms.dueSoonAt !== undefined) return due
  return Math.max(Date.parse(startedAt), wholeHour(due - settings.dueSoonHours * hour))
}

/** The hour that has begun: what falls due minutes apart is then one reminder. */
const wholeHour = (ms: number): number => Math.floor(ms / hour) * hour

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
