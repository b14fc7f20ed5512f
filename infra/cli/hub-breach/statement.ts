import * as z from "zod"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import { ownString } from "../../../shared/base/contracts/bounded-string.ts"
import { mostStatements } from "../../../shared/base/contracts/breach-at-hub.ts"
import { canonicalJson } from "../../../shared/base/platform/canonical-json.ts"
import { type HubBreachRow, hubBreachKey, hubBreachRowSchema } from "../../../shared/desk/cases/hub-breach-row.ts"
import { breachAtHubInWords, correctionAtHub } from "../../../shared/desk/dossier/at-hub-in-words.ts"

/** What the operator has to say, as it is typed. */
const wholeStatement = z.object({
  id: ownString(),
  from: ownString(),
  until: ownString(),
  fields: z.array(ownString()),
  what: ownString(),
  call: ownString(),
})

/** The same while nobody looked whether all of it is there. */
export type Typed = { readonly [Name in keyof z.infer<typeof wholeStatement>]?: unknown }

const optionOf: Readonly<Record<string, string>> = { hubBreachId: "--id", callBack: "--call" }

/**
 * The statement of a breach at the hub.
 *
 * @param now ISO instant
 * @throws CommandStopped with the option that is wrong and what it takes, without its value
 */
export function statementOf(typed: Typed, now: string): HubBreachRow {
  const whole = wholeStatement.safeParse(typed)
  if (!whole.success)
    throw new CommandStopped("wrongUsage", "Give --id, --from, --until, --fields, --what and --call: see --help.")
  const { id, from, until, fields, what, call } = whole.data
  const known = fields.filter((field) => field !== "unknown")
  if (known.length > 0 && known.length < fields.length)
    throw new CommandStopped("wrongUsage", "--fields: write the fields, or unknown alone.")
  const parsed = hubBreachRowSchema.safeParse({
    ...hubBreachKey({ hubBreachId: id, revision: 1 }),
    type: "hubBreach",
    hubBreachId: id,
    revision: 1,
    statedAt: now,
    ...(from === "unknown" ? {} : { from: instantOf(from) }),
    ...(until === "unknown" ? {} : { until: instantOf(until) }),
    fields: [...new Set(known)],
    what: what.trim(),
    callBack: call.trim(),
  })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = String(issue?.path[0])
    throw new CommandStopped("wrongUsage", `${optionOf[name] ?? `--${name}`}: ${issue?.message}.`)
  }
  const { data } = parsed
  if ((data.from ?? "") > now || (data.until ?? "") > now)
    throw new CommandStopped("wrongUsage", "--from and --until: no time in the future. Write unknown if it goes on.")
  if (data.from !== undefined && data.until !== undefined && data.from > data.until)
    throw new CommandStopped("wrongUsage", "--until: it is before --from.")
  return data
}

/** In UTC, so that two times compare as texts. What is no time stays, and its schema refuses it. */
function instantOf(text: string): string {
  const at = Date.parse(text)
  return /[zZ]$|[+-]\d\d:\d\d$/.test(text) && Number.isFinite(at) ? new Date(at).toISOString() : text
}

/** Whether two statements say the same, whenever they were made. */
function saysTheSame(one: HubBreachRow, other: HubBreachRow): boolean {
  const { sk, revision, statedAt } = one
  return canonicalJson(one) === canonicalJson({ ...other, sk, revision, statedAt })
}

/**
 * The statement to make, after the last one of the same breach: that one itself, if it says the same, or a correction.
 *
 * @throws CommandStopped if it says something else and is not meant to correct it, or has nothing to correct
 */
export function statementAfter(
  last: HubBreachRow | undefined,
  stated: HubBreachRow,
  isCorrection: boolean,
): HubBreachRow {
  if (last === undefined && isCorrection)
    throw new CommandStopped("wrongUsage", "--correct: nothing was stated under this --id. Leave --correct out.")
  if (last === undefined) return stated
  if (saysTheSame(last, stated)) return last
  if (!isCorrection)
    throw new CommandStopped(
      "wrongUsage",
      "--id: the last statement of this name says something else. Repeat it word for word, add --correct to state " +
        "it anew, or choose another name for another breach.",
    )
  const revision = last.revision + 1
  if (revision > mostStatements)
    throw new CommandStopped("wrongUsage", `--correct: a breach is stated ${mostStatements} times at most.`)
  return { ...stated, ...hubBreachKey({ ...stated, revision }), revision }
}

const reader = { language: "en", timeZone: "UTC" } as const

/** What each party will read of it. @param last what was stated before, if this corrects it */
export const statementInWords = (stated: HubBreachRow, last: HubBreachRow | undefined): readonly string[] => [
  ...(last === undefined ? [] : correctionAtHub(last, stated, reader).map((change) => `Corrected: ${change}.`)),
  ...breachAtHubInWords(stated, reader),
  stated.fields.length === 0
    ? "What may have been read is not known."
    : `May have been read: ${stated.fields.join(", ")}. Of every other field it is not known.`,
]
