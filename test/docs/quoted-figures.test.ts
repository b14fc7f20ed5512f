import { readFileSync } from "node:fs"
import { expect, it } from "@jest/globals"
import { quotedFiguresSchema } from "../bench/quoted-figures.ts"
import { poissonInterval } from "../bench/statistics.ts"

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

const figures = quotedFiguresSchema.parse(JSON.parse(read("docs/bench/detection.json")))
const { refusedPerMillion: refused, askedPerMillion: asked, phaseAlonePerMillion: phase } = figures
const before = (attack: string): number | string => figures.recordsBeforeAlarm[attack] ?? "never"
const of2018 = before("the 2018 case: 4,500 numbers, one per 6-15 s")
const window = before("400 proxies, 64 numbers at a time in random order")
const reversed = before("400 proxies, bits of the number reversed")

const { count: sellers, alarmed, refusedLookupsPercent } = figures.smallSellers
const visits = figures.visits.toLocaleString("en")
const millions = (figures.visits / 1e6).toFixed(1)
/** How many visits a rate stands for. */
const count = (perMillion: number): number => Math.round((perMillion * figures.visits) / 1e6)
const falseAlarms = count(figures.falseAlarmsPerMillion)
const { low, high } = poissonInterval(falseAlarms)
const [least, most] = [low, high].map((alarms) => ((1e6 * alarms) / figures.visits).toFixed(1))
const { visits: allVisits, falseAlarmsPerMillion: withUnregistered } = figures.withUnregistered
const allAlarms = Math.round((withUnregistered * allVisits) / 1e6)
const { percent: askedDaily, percentOnWorstDay } = figures.strangersAsked.guarded
const percent = (perMillion: number): string => (perMillion / 1e4).toFixed(1)

it.each([
  ["README.md", `the walk of 2018 was noticed after ${of2018} records`],
  ["README.md", `Many addresses that hide their order took ${window} to ${reversed}`],
  [
    "README.md",
    `Among ${millions} million ordinary visits, ${falseAlarms} raised a false alarm (${allAlarms} with unregistered small sellers and support teams), ${count(refused.hub + refused.enforced)} were wrongly refused by the hub or its decisions, and ${count(refused.guarded)} by the guard in a carrier's tool`,
  ],
  [
    "README.md",
    `of ${sellers} in simulation, ${alarmed} raised an alarm, and ${refusedLookupsPercent} % of their lookups in a carrier's tool were refused`,
  ],
  [
    "docs/detection.md",
    `Of ${visits} simulated visits of ordinary people, ${falseAlarms} raised an alarm (${least} to ${most} in a million, 95 %), ${count(refused.hub)} were wrongly refused on the hub's own page, ${count(refused.enforced)} in a carrier's tool that goes by the hub's decisions, and ${count(refused.guarded)} in one with \`guard\`.`,
  ],
  [
    "docs/detection.md",
    `\`guard\` asked ${percent(asked.guarded)} % of them for proof, and ${percent(phase.guarded)} % saw the phase alone.`,
  ],
  ["docs/detection.md", `with them, ${allVisits.toLocaleString("en")} visits raised ${allAlarms} alarms.`],
  [
    "docs/detection.md",
    `\`guard\` asked ${askedDaily.toFixed(1)} % for proof while nobody attacked, and ${percentOnWorstDay.toFixed(1)} % on the worst day,`,
  ],
  [
    "docs/limits.md",
    `of ${sellers} in simulation, ${alarmed} raised an alarm, and ${refusedLookupsPercent} % of their lookups in a carrier's tool were refused`,
  ],
  [
    "docs/detection.md",
    `of ${sellers} in simulation, ${alarmed} raised an alarm, and ${refusedLookupsPercent} % of their lookups were refused`,
  ],
])("%s quotes the run of the benchmark: %s", (path, sentence) => {
  expect(read(path).replaceAll(/\s+/g, " ")).toContain(sentence)
})
