/** `npm run bench:fair-shares`: what a party that floods a door costs the others. Writes docs/bench/fair-shares.md. */
import { writeFileSync } from "node:fs"
import { readCommandLine } from "../../infra/command-line.ts"
import { busMilliseconds, doors, parties, usualSlots, type Waits, waitsAt } from "./fair-shares/doors.ts"
import { quantile } from "./fair-shares/quantile.ts"
import { eventsOfFlood, waitsOfWebhooks } from "./fair-shares/webhook-door.ts"

const usage = `npm run bench:fair-shares

Measures what a party that floods a door costs the others, and writes docs/bench/fair-shares.md.
`
readCommandLine(usage, { options: {} })

type Row = { readonly door: string; readonly quiet: Waits; readonly before: Waits; readonly after: Waits }

const ofDoors = await Promise.all(
  doors.map(
    async (door): Promise<Row> => ({
      door: door.name,
      quiet: await waitsAt(door, { isFair: true, floods: false }),
      before: await waitsAt(door, { isFair: false, floods: true }),
      after: await waitsAt(door, { isFair: true, floods: true }),
    }),
  ),
)
const webhooks = async (door: string, slowFrom: number): Promise<Row> => ({
  door,
  quiet: await waitsOfWebhooks({ isFair: true, floods: false, slowFrom }),
  before: await waitsOfWebhooks({ isFair: false, floods: true, slowFrom, waitsForSlow: true }),
  after: await waitsOfWebhooks({ isFair: true, floods: true, slowFrom }),
})
const rows = [
  ...ofDoors,
  await webhooks("webhooks, of a slow endpoint", 0),
  await webhooks("webhooks, of one that turns slow", 31),
]

const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 2 : 0)
const times = ({ quiet }: Waits): string => [0.5, 0.99, 1].map((share) => seconds(quantile(quiet, share))).join(" / ")
const ratio = ({ quiet, after }: Row): string =>
  `${(quantile(after.quiet, 0.99) / quantile(quiet.quiet, 0.99)).toFixed(1)}x`
const lines = rows.map(
  (row) => `| ${row.door} | ${times(row.quiet)} | ${times(row.before)} | ${times(row.after)} | ${ratio(row)} |`,
)

const text = `# Fair shares

Made by \`npm run bench:fair-shares\`, in virtual time: it gives the same figures every time.
[Decision 105](../decisions/0105-let-no-party-delay-another.md) says what makes them.

${parties} parties share a door, and each has an equal share of what it can do. One sends ten times its share: for ten
minutes, and on the bus for 20 seconds. The others send a tenth of theirs. The table has how long *their* messages take,
in seconds: median / 99th percentile / longest. The last column compares the 99th percentile with that of a quiet day.
An alert is a report that is handled, and then, for an invited party, an event for a webhook.

| door | nobody floods | floods, without groups | floods, as deployed | ratio |
| --- | ---: | ---: | ---: | ---: |
${lines.join("\n")}

The queue delivers as SQS documents it for fair queues, with batches and invocations as deployed. A stage without the
setting has ${usualSlots} invocations for a queue. EventBridge takes ${busMilliseconds} ms. What else a message takes is
stood in for:

${doors.map(({ name, measured }) => `- ${name}: ${measured}.`).join("\n")}

Webhooks are delivered by the function's own code, over tables in memory. ${eventsOfFlood.toLocaleString("en-US")}
events in ten seconds are for an endpoint that takes 14.5 seconds. The others' endpoint takes 0.2, and its events count
until they are posted. An endpoint that turns slow in the middle holds them for a second, once.
`
writeFileSync(new URL("../../docs/bench/fair-shares.md", import.meta.url), text)
console.log(lines.join("\n"))
