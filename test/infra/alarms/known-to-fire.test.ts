import { describe, expect, it } from "@jest/globals"
import { alarmKinds } from "../../../infra/constructs/alarm-kinds.ts"
import { readParties } from "../../../shared/parties/load-parties.ts"
import { connectorOf, resourcesOf, synthesise } from "../synthesised-exchange.ts"
import { type AlarmDefinition, alarmDefinition } from "./alarm-definition.ts"
import { raisedMinutes } from "./evaluate-alarm.ts"
import { type Fault, faultAt, faults } from "./faults.ts"
import { christmasPeak, type OrdinaryTime, quietDay } from "./ordinary-times.ts"

const parties = readParties(new URL("../../../stages/example/parties.json", import.meta.url))
const withAccount = parties.filter(({ account }) => account !== undefined)
const templates = [
  ...(await synthesise("prod", { parties })).hub,
  // Contacts get mail from topics, and have to confirm.
  ...(await synthesise("prod", { parties, settings: { mail: undefined } })).hub,
  ...(await Promise.all(withAccount.map((party) => connectorOf("prod", party)))),
]
const alarms = resourcesOf("AWS::CloudWatch::Alarm", ...templates).map(({ id, Properties }) => ({
  id,
  ...alarmDefinition(Properties),
}))

/** Alarms that are raised at the same, but for the resource that they watch, need to be looked at once. */
const ruleOf = ({ id: _, description: __, severity: ___, actions: ____, okActions: _____, ...rule }: Alarm) =>
  JSON.stringify(rule)
type Alarm = AlarmDefinition & { readonly id: string }
const rules = [...Map.groupBy(alarms, ruleOf).values()].map(([alarm]) => {
  if (alarm === undefined) throw new Error("a group of no alarm")
  return alarm
})

const kindOf = ({ runbook }: Alarm) => Object.entries(alarmKinds).find(([name]) => name === runbook)?.[1]
const watches = ({ metrics }: Alarm, { recorded }: Fault) =>
  Object.values(metrics).some(({ name }) => recorded[name] !== undefined)

/** Faults of which an alarm is the one that has to tell: those that what it watches shows. */
function faultsFor(alarm: Alarm): readonly Fault[] {
  const ofKind = (faults[alarm.runbook] ?? []).filter((fault) => watches(alarm, fault))
  if (alarm.runbook === "schedule-silent")
    return ofKind.filter(({ fault }) => alarm.description.includes(`${/every \d+ minutes?/.exec(fault)?.[0]}.`))
  const countsMessages = Object.keys(alarm.metrics).includes("failed")
  if (alarm.runbook !== "function-errors") return ofKind
  return ofKind.filter(({ fault }) => fault.includes("request") !== countsMessages)
}

/** Seconds from the fault until an alarm is raised. Undefined: not within two days. */
function secondsUntilRaised(alarm: Alarm, { recorded }: Fault): number | undefined {
  const last = faultAt + 48 * 60
  const raised = raisedMinutes(alarm, recorded, last)
  if (raised.slice(faultAt - 60, faultAt).includes(true)) throw new Error("was raised before the fault")
  const at = raised.indexOf(true, faultAt)
  return at === -1 ? undefined : (at + 1 - faultAt) * 60
}

const rows = rules.flatMap((alarm) => faultsFor(alarm).map((fault) => ({ alarm, fault, name: fault.fault })))

describe("every alarm", () => {
  it("has a fault that raises it, a kind, a severity of its kind or less, and somewhere to go", () => {
    expect(alarms.length).toBeGreaterThan(100)
    expect(rules.filter((alarm) => faultsFor(alarm).length === 0).map(({ description }) => description)).toEqual([])
    for (const alarm of alarms) {
      expect(kindOf(alarm)).toBeDefined()
      expect(kindOf(alarm)?.severity === "morning" ? ["morning"] : ["page", "morning"]).toContain(alarm.severity)
      // Who was woken is told when it is over.
      expect([alarm.actions, alarm.okActions]).toEqual([1, alarm.severity === "page" ? 1 : 0])
    }
  })

  it.each(rows)("of $alarm.runbook is raised in time: $name", ({ alarm, fault }) => {
    const seconds = secondsUntilRaised(alarm, fault)
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual((kindOf(alarm)?.minutes ?? 0) * 60)
  })

  it.each([quietDay, christmasPeak])("is quiet in $name", (time) => {
    expect(rules.filter((alarm) => isRaisedIn(alarm, time)).map(({ description }) => description)).toEqual([])
  })

  it.each(Object.entries(alarmKinds))(
    "of %s states a time that is at most twice what it takes",
    (runbook, { minutes }) => {
      const ofKind = rows.filter(({ alarm }) => alarm.runbook === runbook)
      const most = Math.max(...ofKind.map(({ alarm, fault }) => secondsUntilRaised(alarm, fault) ?? 0))
      expect(minutes * 60).toBeLessThanOrEqual(Math.max(5 * 60, 2 * most))
    },
  )
})

/** Whether an alarm is raised once there has been time to know of anything. A schedule runs once in its period. */
function isRaisedIn(alarm: Alarm, { recorded, minutes }: OrdinaryTime): boolean {
  const runs = Array.from({ length: minutes }, (_, minute) => (minute % alarm.periodMinutes === 3 ? 1 : undefined))
  const settled = Math.min(minutes / 2, 4 * alarm.periods * alarm.periodMinutes)
  return raisedMinutes(alarm, { ...recorded, "AWS/Lambda Invocations": runs }, minutes)
    .slice(settled)
    .includes(true)
}
