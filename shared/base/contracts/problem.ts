import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { extensible } from "./extensible.ts"

/** The rules that input can break, and what each means. Answers carry the codes and never a value. */
const ruleMeanings = {
  required: "the field is missing",
  type: "the value has another type",
  format: "the value has another format",
  tooSmall: "the value is too small or too short",
  tooBig: "the value is too large or too long",
  oneOf: "the value is not an allowed one",
  unknownField: "the schema has no such field",
  notOpaque: "the id reveals a reference or personal data, so send a random id instead",
  invalid: "the value breaks another rule of the schema",
  json: "the text is not JSON",
  tooDeep: "objects and lists are nested too deep",
  inFuture: "the time is in the future",
  tooOld: "the time is too long ago",
  unknownEvent: "no event has this type",
  unknownVersion: "the event has no such version",
  wrongSender: "the sender may not use this source",
  unknownReference: "the sender has no shipment, case or duty with this reference",
  unknownParty: "no party has this id",
  notYours: "it belongs to another party",
  notAllowed: "the sender may not do this",
  idReused: "the sender used this id before, for an event with other data",
  conflict: "it contradicts the current state",
  limit: "a limit is reached",
  unavailable: "the service is busy, so send it again later",
} as const

export type ProblemRule = keyof typeof ruleMeanings

/** What the breaking of a rule means, as words to go after the field's name. */
export const meaningOf = (rule: ProblemRule): string => ruleMeanings[rule]

/** All rules, in the order of their list. */
export const problemRules = Object.keys(ruleMeanings).filter((code): code is ProblemRule =>
  Object.hasOwn(ruleMeanings, code),
)

const problemRule = z.enum(problemRules)

const meanings = Object.entries(ruleMeanings).map(([code, meaning]) => `\`${code}\`: ${meaning}`)

/** One broken rule: the path of the field in the schema and the code of the rule, never a value. */
export const problem = z
  .object({
    path: boundedString(483)
      .regex(/^[A-Za-z][A-Za-z0-9-]{0,40}(\[\])?(\.[A-Za-z][A-Za-z0-9-]{0,40}(\[\])?){0,10}$/)
      .meta({
        description: "Field names of the schema, joined by dots; `[]` for an entry of a list",
        examples: ["data.recipient.postalCode", "data.accesses[].at"],
      }),
    rule: problemRule.meta({
      ...extensible,
      description: `Code of the broken rule. ${meanings.join(". ")}`,
      examples: ["format"],
    }),
    index: z
      .int()
      .min(0)
      .max(100_000)
      .optional()
      .meta({ description: "Place of the entry in the outermost list", examples: [17] }),
    fix: boundedString(400)
      .optional()
      .meta({
        description: "What the sender can do about it, in words for an engineer. The words may change",
        examples: ["Add data.recipient.country."],
      }),
  })
  .meta({ description: "Which rule is broken, and where" })
export type Problem = z.infer<typeof problem>

/** Most problems in one answer: one for each entry of the longest list. */
export const problemLimit = 500

/**
 * The problems that one answer names. The first problem of each entry comes first, so that every bad entry is named.
 */
export function reportable(problems: readonly Problem[]): Problem[] {
  if (problems.length <= problemLimit) {
    return [...problems]
  }
  const seen = new Set<number | undefined>()
  const first: Problem[] = []
  const further: Problem[] = []
  for (const entry of problems) {
    const list = entry.index !== undefined && seen.has(entry.index) ? further : first
    list.push(entry)
    seen.add(entry.index)
  }
  return [...first, ...further].slice(0, problemLimit)
}

const fieldName = /^[A-Za-z][A-Za-z0-9-]{0,40}$/

function pathOf(segments: readonly PropertyKey[], root: string): { path: string; index?: number } {
  let path = root
  let index: number | undefined
  for (const segment of segments) {
    if (typeof segment === "number") {
      index ??= segment
      path += "[]"
    } else if (typeof segment === "string" && fieldName.test(segment)) {
      path += `.${segment}`
    }
  }
  return index === undefined ? { path } : { path, index }
}

function ruleOf(issue: z.core.$ZodIssue, missing: boolean): ProblemRule {
  switch (issue.code) {
    case "invalid_type":
      return missing ? "required" : "type"
    case "invalid_format":
      return "format"
    case "too_small":
      return "tooSmall"
    case "too_big":
      return "tooBig"
    case "invalid_value":
      return missing ? "required" : "oneOf"
    case "invalid_union":
      return missing ? "required" : isFormatUnion(issue) ? "format" : "oneOf"
    case "unrecognized_keys":
      return "unknownField"
    default:
      // Our own checks give the rule as their message.
      return problemRule.safeParse(issue.message).data ?? "invalid"
  }
}

/** Whether the input breaks only the format of every choice. An example is a wrong IPv4 or IPv6 address. */
function isFormatUnion(issue: z.core.$ZodIssueInvalidUnion): boolean {
  return issue.errors.length > 0 && issue.errors.flat().every(({ code }) => code === "invalid_format")
}

function isMissing(input: unknown, segments: readonly PropertyKey[]): boolean {
  let value = input
  for (const segment of segments) {
    if (typeof value !== "object" || value === null) {
      return false
    }
    value = Reflect.get(value, segment)
  }
  return value === undefined
}

/**
 * Problems of a failed parse.
 * @param root name of the parsed part: the first word of every path, e.g. `data`
 * @param input the parsed value, which shows whether a field is absent or of the wrong type
 */
export function problemsOf(error: z.ZodError, input: unknown, root: string): Problem[] {
  const problems = error.issues.map((issue) => ({
    ...pathOf(issue.path, root),
    rule: ruleOf(issue, isMissing(input, issue.path)),
  }))
  return distinct(problems).slice(0, problemLimit)
}

function distinct(problems: readonly Problem[]): Problem[] {
  const byKey = new Map(problems.map((entry) => [`${entry.path}|${entry.rule}|${entry.index ?? ""}`, entry]))
  return [...byKey.values()]
}

/** The entries of a list that fit a schema, with their places, and the problems of the other entries. */
export type CheckedEntries<Entry> = { good: { index: number; value: Entry }[]; problems: Problem[] }

/**
 * Validates a list entry by entry, so that a bad entry does not reject the good ones.
 * @param path path of the list, e.g. `data.accesses`
 */
export function checkEach<Schema extends z.ZodType>(
  schema: Schema,
  entries: readonly unknown[],
  path: string,
): CheckedEntries<z.output<Schema>> {
  const checked: CheckedEntries<z.output<Schema>> = { good: [], problems: [] }
  entries.forEach((entry, index) => {
    const result = schema.safeParse(entry)
    if (result.success) {
      checked.good.push({ index, value: result.data })
    } else {
      const found = problemsOf(result.error, entry, `${path}[]`)
      checked.problems.push(...found.map(({ path, rule }) => ({ path, rule, index })))
    }
  })
  return checked
}
