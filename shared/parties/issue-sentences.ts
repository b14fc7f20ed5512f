import leven, { closestMatch } from "leven"
import * as z from "zod"
import { privateKeyGiven } from "./private-key-given.ts"
import { slackUrlGiven } from "./slack-url-given.ts"

/** What is said of a secret where none belongs, whatever else is wrong there. */
const secretsGiven: ReadonlySet<string> = new Set([privateKeyGiven, slackUrlGiven])

type Issue = z.core.$ZodIssue

/** What a reader is told about one issue: what was given, and the schema at the place of the issue. */
type Place = {
  readonly path: string
  readonly value: unknown
  readonly schema: z.core.$ZodType | undefined
  readonly quotes: boolean
}

/** The known word that a person may have meant by a wrong one, in words to end a sentence with; else nothing. */
export function didYouMean(wrong: string, known: readonly string[]): string {
  const nearest = closestMatch(wrong, [...known])
  if (nearest === undefined) return ""
  const isNear =
    leven(wrong.toLowerCase(), nearest.toLowerCase()) <= Math.min(4, Math.max(2, Math.ceil(wrong.length / 2)))
  return isNear ? `; did you mean ${nearest}?` : ""
}

/** Writes a path as people do: `channels.emails[0]`. */
export function fieldAt(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`))
    .join("")
}

/**
 * What is wrong with a configuration file or a request, as sentences without a subject: `region is missing`. They name
 * field, rule and mend. Values are shown only of words that the schema lists, since others may be personal.
 *
 * @param options.from how many steps of each path to leave out, because the caller names that place itself
 * @param options.quotes whether wrong words and unknown fields are shown; by default they are
 */
export function issueSentences(
  issue: Issue,
  input: unknown,
  schema: z.core.$ZodType,
  { from = 0, quotes = true }: { from?: number; quotes?: boolean } = {},
): readonly string[] {
  const value = valueAt(input, issue.path)
  const path = fieldAt(issue.path.slice(from)) || "it"
  return sentences(issue, { path, value, schema: schemaAt(schema, input, issue.path), quotes })
}

function sentences(issue: Issue, place: Place): readonly string[] {
  const { path, value, schema } = place
  if (value === undefined && issue.code !== "unrecognized_keys") return [`${path} is missing`]
  switch (issue.code) {
    case "unrecognized_keys":
      return place.quotes
        ? issue.keys.map((key) => `${within(path, key)} is not a field here${didYouMean(key, keysOf(schema))}`)
        : [`${path} has a field that it may not have. Its fields may be ${keysOf(schema).join(", ")}`]
    case "invalid_type":
      return [`${path} must be ${withArticle(issue.expected)}`]
    case "invalid_value":
      return [oneOf(place, issue.values.map(String))]
    case "invalid_union":
      return [unionSentence(place, issue)]
    case "too_small":
      return [`${path} must be ${issue.inclusive === false ? "more than" : "at least"} ${amount(issue, issue.minimum)}`]
    case "too_big":
      return [`${path} must be ${issue.inclusive === false ? "less than" : "at most"} ${amount(issue, issue.maximum)}`]
    case "invalid_format":
      return [`${path} is not right: ${formatRule(issue)}`]
    default:
      return [`${path}: ${issue.message}`]
  }
}

const within = (path: string, key: string): string => (path === "it" ? key : `${path}.${key}`)

const withArticle = (type: string): string => `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`

const oneOf = ({ path, value, quotes }: Place, values: readonly string[]): string =>
  typeof value === "string" && quotes
    ? `${path} "${value}" is not one of ${values.join(", ")}${didYouMean(value, values)}`
    : `${path} must be ${values.length === 1 ? "" : "one of "}${values.join(", ")}`

function unionSentence(place: Place, issue: Extract<Issue, { code: "invalid_union" }>): string {
  const { path, schema } = place
  if ("options" in issue) return oneOf(place, [issue.options].flat().map(String))
  const secret = issue.errors.flat().find(({ message }) => secretsGiven.has(message))
  if (secret !== undefined) return `${path}: ${secret.message}`
  const literals = issue.errors.flatMap((each) =>
    each.flatMap((inner) => (inner.code === "invalid_value" && inner.path.length === 0 ? inner.values : [])),
  )
  if (literals.length > 0) return oneOf(place, literals.map(String))
  return `${path} has none of the forms that it may have. Its fields may be ${keysOf(schema).join(", ")}`
}

function amount({ origin }: { readonly origin: string }, limit: number | bigint): string {
  if (origin === "string") return `${limit} characters long`
  if (origin === "array") return `${limit} entries long`
  return String(limit)
}

const formats: Readonly<Record<string, string>> = {
  email: "write an e-mail address",
  url: "write a whole URL that starts with https://",
}

function formatRule({ format, message }: { readonly format: string; readonly message: string }): string {
  const rule = formats[format] ?? message
  return rule.startsWith("Invalid string: must match pattern ") ? rule.replace("Invalid string: must", "it must") : rule
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (found, step) => (typeof found === "object" && found !== null ? Reflect.get(found, step) : undefined),
    input,
  )
}

/** The schema at a path, so that a wrong key can be compared with the right ones. */
function schemaAt(schema: z.core.$ZodType, input: unknown, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  const [step, ...rest] = path
  const plain = unwrapped(schema)
  if (step === undefined) return plain
  const value = valueAt(input, [step])
  if (plain instanceof z.ZodObject) {
    const inner = plain.shape[String(step)]
    return inner === undefined ? undefined : schemaAt(inner, value, rest)
  }
  if (plain instanceof z.ZodArray) return schemaAt(plain.element, value, rest)
  const option = optionsOf(plain).find((each) => each.safeParse(input).success || hasKey(each, step, input))
  return option === undefined ? undefined : schemaAt(option, input, path)
}

/** Whether an option of a union is the one that the input means: it has the key, and the input's kind. */
function hasKey(option: z.ZodObject, step: PropertyKey, input: unknown): boolean {
  const kind = option.shape["kind"]
  const isMeant = kind === undefined || z.safeParse(kind, valueAt(input, ["kind"])).success
  return isMeant && String(step) in option.shape
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const isWrapper =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  if (isWrapper) return unwrapped(schema.unwrap())
  return schema
}

function optionsOf(schema: z.core.$ZodType): readonly z.ZodObject[] {
  if (!(schema instanceof z.ZodUnion || schema instanceof z.ZodDiscriminatedUnion)) return []
  return schema.options.filter((option) => option instanceof z.ZodObject)
}

function keysOf(schema: z.core.$ZodType | undefined): readonly string[] {
  if (schema === undefined) return []
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape)
  return [...new Set(optionsOf(schema).flatMap((option) => Object.keys(option.shape)))]
}
