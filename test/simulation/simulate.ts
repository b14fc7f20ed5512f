import { fail, readCommandLine } from "../../infra/command-line.ts"
import { runSchedule } from "./schedule.ts"

const usage = `npm run simulate -- [options]

Runs the real handlers over in-memory stores under duplicates, reordering, crashes and throttles. Checks after each schedule
that nothing is lost, exposed or counted wrongly. 1,000 schedules take about half a minute.

  --schedules N   how many schedules to run (10000)
  --seed N        the first seed (1); each schedule has the next one
`
const { values } = readCommandLine(usage, {
  options: {
    schedules: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
})

const schedules = Number(values.schedules)
const firstSeed = Number(values.seed)
if (!Number.isSafeInteger(schedules) || schedules < 1) fail("--schedules takes a whole number from 1")
if (!Number.isSafeInteger(firstSeed)) fail("--seed takes a whole number")

async function simulate(): Promise<number> {
  const started = performance.now()
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1)
  const struck: Record<string, number> = {}
  let failures = 0
  for (let done = 1; done <= schedules; done++) {
    const seed = firstSeed + done - 1
    const result = await runSchedule(seed)
    for (const [fault, times] of Object.entries(result.struck)) struck[fault] = (struck[fault] ?? 0) + times
    if (result.violations.length > 0) {
      failures++
      console.log(`Seed ${seed}: ${result.violations.join("; ")}`)
      console.log(`  Repeat it with: npm run simulate -- --schedules 1 --seed ${seed}`)
    }
    if (done % 1000 === 0 && done < schedules) console.log(`${done} schedules, ${failures} failed, ${seconds()} s`)
  }
  const faults = Object.entries(struck).map(([fault, times]) => `${times} ${fault}`)
  console.log(`${schedules} schedules in ${seconds()} s, ${failures} failed (${faults.join(", ")})`)
  return failures
}

if (values.help) console.log(usage)
else process.exit((await simulate()) === 0 ? 0 : 1)
