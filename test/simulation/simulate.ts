import { parseArgs } from "node:util"
import { runSchedule } from "./schedule.ts"

const { values } = parseArgs({
  options: { schedules: { type: "string", default: "10000" }, seed: { type: "string", default: "1" } },
})
const schedules = Number(values.schedules)
const first = Number(values.seed)
if (!Number.isSafeInteger(schedules) || schedules < 1 || !Number.isSafeInteger(first)) {
  console.error("npm run simulate -- --schedules <how many> --seed <the first seed>")
  process.exit(2)
}

const started = performance.now()
const struck: Record<string, number> = {}
let failures = 0
for (let seed = first; seed < first + schedules; seed++) {
  const result = await runSchedule(seed)
  for (const [fault, times] of Object.entries(result.struck)) struck[fault] = (struck[fault] ?? 0) + times
  if (result.violations.length > 0) {
    failures++
    console.log(`seed ${seed}: ${result.violations.join("; ")}`)
    console.log(`  again: npm run simulate -- --schedules 1 --seed ${seed}`)
  }
  const done = seed - first + 1
  if (done % 1000 === 0) {
    console.log(`${done} schedules, ${failures} failed, ${((performance.now() - started) / 1000).toFixed(0)} s`)
  }
}
const faults = Object.entries(struck).map(([fault, times]) => `${times} ${fault}`)
console.log(
  `${schedules} schedules in ${((performance.now() - started) / 1000).toFixed(1)} s, ${failures} failed (${faults.join(", ")})`,
)
process.exit(failures === 0 ? 0 : 1)
