import * as z from "zod"
import { ownString } from "../../../shared/base/contracts/bounded-string.ts"
import { ingressContracts } from "../../../shared/base/contracts/catalogue.ts"
import { checkEvent, type SentEvent } from "../../../shared/base/contracts/check-event.ts"
import { explainType } from "../../../shared/base/contracts/explain-type.ts"
import type { Problem } from "../../../shared/base/contracts/problem.ts"
import { withFixes } from "../../../shared/base/contracts/problem-fixes.ts"
import { chunksWithin } from "../../../shared/base/platform/chunks-of.ts"
import type { Api } from "../../api/connect-api.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"
import { inSentences } from "../../events/build-event.ts"
import { brokenRule } from "../../events/over-https.ts"
import { apiOf, type PartyOptions } from "../party-options.ts"

const validated = z.looseObject({
  outcome: ownString(),
  detailType: ownString().optional(),
  version: z.int().optional(),
  effect: ownString().optional(),
  follows: z.array(z.looseObject({ sentence: ownString() })).optional(),
  problems: z.array(brokenRule).optional(),
  ignored: z.array(z.looseObject({ fix: ownString(), index: z.int().optional() })).optional(),
})
/** What would become of one event, as the hub says it. */
type Validated = z.infer<typeof validated>

const answer = z.looseObject({ events: z.array(validated) })
const refusal = z.looseObject({ title: ownString(), detail: ownString().optional() })

/** Checks what can be seen from the events alone, with the contracts of this package. */
export function validateOffline(events: readonly SentEvent[], now: Date): Outcome {
  return outcomeOf(events.map((event) => checkForm(event, now)))
}

function checkForm(event: SentEvent, now: Date): Validated {
  const checked = checkEvent(ingressContracts, event, now, explainType)
  const ignored = checked.ignored.length === 0 ? {} : { ignored: [...checked.ignored] }
  if (checked.ok) {
    const { contract, unusable } = checked
    const { detailType, version } = contract
    if (unusable.length === 0) return { outcome: "valid", detailType, version, ...ignored }
    return { outcome: "partial", detailType, version, problems: withFixes(unusable, {}), ...ignored }
  }
  const { known, problems } = checked
  const { detailType, suggestion, versions } = known
  return {
    outcome: "rejected",
    ...(detailType === undefined ? {} : { detailType }),
    problems: withFixes(problems, { versions }).map(inFile),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...ignored,
  }
}

/** EventBridge writes the name of the type with a dash, and the file does not. */
const inFile = (found: Problem): Problem => (found.path === "detail-type" ? { ...found, path: "detailType" } : found)

/** `POST /v1/events` takes at most ten events, and 256 KB. The rest is for what stands around them. */
const limits = { items: 10, bytes: 255 * 1024 }

/**
 * Asks the hub.
 *
 * @throws CommandStopped when the hub gives no answer, or refuses the call
 */
export async function validateOverHttps(
  events: readonly SentEvent[],
  options: PartyOptions,
  api?: Pick<Api, "POST">,
): Promise<Outcome> {
  const hub = api ?? (await apiOf(options))
  const found: Validated[] = []
  for (const some of chunksWithin(events, limits, (event) => Buffer.byteLength(JSON.stringify(event)) + 1))
    found.push(...(await ask(hub, some)))
  return outcomeOf(found)
}

async function ask(api: Pick<Api, "POST">, events: readonly SentEvent[]): Promise<readonly Validated[]> {
  const params = { query: { validate: "true" } } as const
  const { data, error, response } = await api
    .POST("/v1/events", { params, body: { events: [...events] } })
    .catch(() => {
      throw new CommandStopped("noAnswer", "The hub gave no answer. Check --api-url, and try again.")
    })
  const parsed = answer.safeParse(data)
  if (parsed.success && parsed.data.events.length === events.length) return parsed.data.events
  const { title, detail } = refusal.catch({ title: "no reason given" }).parse(error)
  const reason = detail === undefined ? title : `${title}. ${detail}`
  throw new CommandStopped("noAnswer", `The hub answered ${response.status}: ${reason.replace(/\.$/, "")}.`)
}

function outcomeOf(events: readonly Validated[]): Outcome {
  const numbered = events.map((event, place) => ({ ...event, index: place }))
  const outcomes = events.map(({ outcome }) => outcome)
  const counted = [...new Set(outcomes)]
    .map((each) => `${outcomes.filter((outcome) => outcome === each).length} ${each}`)
    .join(", ")
  const total = events.length === 1 ? "1 event" : `${events.length} events`
  return {
    data: { events: numbered },
    text: [...events.map(inWords), `${total}: ${counted}. Nothing was sent.`, ""].join("\n"),
    status: statusOf(outcomes),
  }
}

function statusOf(outcomes: readonly string[]): Outcome["status"] {
  if (outcomes.includes("failed")) return exitStatus.notDone
  return outcomes.every((outcome) => outcome === "valid") ? exitStatus.fine : exitStatus.needsPerson
}

/** What an effect means, where that is more than that the event is new. */
const effects: Readonly<Record<string, string>> = {
  repeat: "The hub knows this already. Sending it again has no effect.",
  outdated: "The hub knows something later, so this changes nothing.",
}

function inWords(
  { outcome, detailType, version, effect, follows = [], problems = [], ignored = [] }: Validated,
  place: number,
): string {
  const type = detailType === undefined ? "" : `  ${detailType}${version === undefined ? "" : ` v${version}`}`
  const sentences = [
    ...(problems.length === 0 ? [] : [inSentences(problems)]),
    ...ignored.map(({ fix, index }) => `Warning${index === undefined ? "" : `, entry ${index}`}: ${fix}`),
    ...(effect === undefined ? [] : [effects[effect] ?? ""].filter((sentence) => sentence !== "")),
    ...follows.map(({ sentence }) => sentence),
  ]
  return [`${place + 1}  ${outcome}${type}`, ...sentences.map((sentence) => `   ${sentence}`)].join("\n")
}
