import type { AlarmKind } from "../../../shared/proof/statements/contradictions/alarm.ts"
import { type PlantedLie, plantedLies } from "./planted-lies.ts"
import { type Noticed, tellLie, timesOfDay } from "./tell-lies.ts"

/** A lie at every time of the day, and what each party noticed of it. */
export type ToldLie = { readonly lie: PlantedLie; readonly noticed: readonly Noticed[] }

/** Tells a lie at every time of the day. */
export async function tellAtAllTimes(lie: PlantedLie): Promise<ToldLie> {
  const noticed: Noticed[] = []
  for (const time of timesOfDay) noticed.push(...(await tellLie(lie, time)))
  return { lie, noticed }
}

/** Tells every lie, and says which it is at. */
export async function tellAllLies(onStep: (step: string) => void): Promise<readonly ToldLie[]> {
  const told: ToldLie[] = []
  for (const lie of plantedLies) {
    onStep(`${told.length} of ${plantedLies.length} lies`)
    told.push(await tellAtAllTimes(lie))
  }
  return told
}

/** The table of `docs/simulation.md`. */
export const timesToNotice = (told: readonly ToldLie[]): string =>
  [
    "| about one | the hub | alarms | retailer | carrier |",
    "|---|---|---|---|---|",
    ...told.map(({ lie, noticed }) => {
      const kinds = new Set(noticed.flatMap(({ alarms }): AlarmKind[] => alarms.map(({ kind }) => kind)))
      const alarms = [...kinds].sort().map((kind) => `\`${kind}\``)
      const hours = ["leafline", "northpost"].map((party) => hoursOf(noticed.filter((one) => one.party === party)))
      return `| ${lie.what} | ${lie.words} | ${alarms.join(", ")} | ${hours.join(" | ")} |`
    }),
  ].join("\n")

function hoursOf(noticed: readonly Noticed[]): string {
  const longest = Math.max(...noticed.map(({ hours }) => hours))
  return Number.isFinite(longest) ? `after at most ${Math.ceil(longest)} h` : "not noticed"
}
