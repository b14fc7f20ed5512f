import { noFaults } from "./scheduler.ts"
import { alertedParties, publishOrders, reportWalk } from "./walk-reported.ts"
import { contactsOfParty, makeWorld } from "./world.ts"

/**
 * Shares of the SDK's attempts that fail, within how many seconds 99 % of alerts have to arrive at each, and how many
 * walks are reported. Each walk has eight alerts: an event, a message to a webhook and two mails, for each of two
 * parties. They are late together, so a percentile rests on walks and not on alerts.
 */
export const alertLevels = [
  { failing: 0, seconds: 10, walks: 60 },
  { failing: 0.05, seconds: 10, walks: 300 },
  { failing: 0.3, seconds: 60, walks: 300 },
] as const

/** How long alerts of walks took while attempts failed, in milliseconds, shortest first. */
export type AlertDelays = { readonly failing: number; readonly seconds: number; readonly delays: readonly number[] }

/** Lets walks be reported while each attempt of the SDK fails with a probability, and says how long alerts took. */
export async function measureAlertDelays(onStep: (step: string) => void = () => {}): Promise<readonly AlertDelays[]> {
  const measured: AlertDelays[] = []
  for (const level of alertLevels) {
    const delays: number[] = []
    for (let seed = 1; seed <= level.walks; seed++) {
      if (seed % 50 === 1) onStep(`${seed} of ${level.walks} walks while ${100 * level.failing} % of attempts fail`)
      delays.push(...(await delaysOf(seed, level.failing)))
    }
    measured.push({ ...level, delays: delays.sort((one, other) => one - other) })
  }
  return measured
}

/** From when the hub has the report with which the walk crosses a threshold until each alert is there. */
async function delaysOf(seed: number, failing: number): Promise<number[]> {
  let reportedMs = Number.NaN
  const arrived = new Map<string, number>()
  const note = (alert: string): void => {
    if (!arrived.has(alert)) arrived.set(alert, world.scheduler.nowMs() - reportedMs)
  }
  const world = makeWorld({
    seed,
    faults: noFaults,
    onSent: (sent) => {
      if ("mail" in sent) note(`mail ${sent.partyId} ${sent.receiver}`)
      else if (sent.message.body.includes("BreachCaseOpened")) note(`webhook ${sent.partyId}`)
    },
  })
  await world.ready
  world.onReceipt((party, event) => event["detail-type"] === "BreachCaseOpened" && note(`event ${party}`))
  const orders = publishOrders(world, 12)
  await world.scheduler.runUntilIdle()
  world.scheduler.setFaults({ ...noFaults, attempt: failing })
  reportedMs = world.scheduler.nowMs()
  reportWalk(world, orders)
  await world.scheduler.runUntilIdle()
  const expected = alertedParties.length * (2 + contactsOfParty.length)
  if (arrived.size !== expected) throw new Error(`Seed ${seed}: ${arrived.size} of ${expected} alerts arrived`)
  return [...arrived.values()]
}

/** The delay within which so many percent of alerts arrived, in milliseconds. */
export const percentile = ({ delays }: Pick<AlertDelays, "delays">, percent: number): number =>
  delays[Math.ceil((delays.length * percent) / 100) - 1] ?? Number.NaN

/** The table of `docs/simulation.md`. */
export function alertDelayTable(measured: readonly AlertDelays[]): string {
  const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`
  return [
    "| attempts that fail | alerts | half within | 99 % within | all within | allowed for 99 % |",
    "|---|---|---|---|---|---|",
    ...measured.map((one) => {
      const [half, most, all] = [50, 99, 100].map((percent) => seconds(percentile(one, percent)))
      return `| ${100 * one.failing} % | ${one.delays.length} | ${half} | ${most} | ${all} | ${one.seconds} s |`
    }),
  ].join("\n")
}
