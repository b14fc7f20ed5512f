import * as z from "zod"
import { JsonRefused, parseBoundedJson } from "../../base/contracts/bounded-json.ts"
import { problemsOf } from "../../base/contracts/problem.ts"
import { fieldAt, issueSentences } from "../../parties/issue-sentences.ts"
import { PayloadUnreadable } from "./adapter.ts"

/** @throws PayloadUnreadable if a body is no JSON, or does not have what the schema reads */
export function readJson<Schema extends z.ZodType>(body: Uint8Array, schema: Schema): z.output<Schema> {
  return readAs(parsedPayload(body), schema)
}

function parsedPayload(body: Uint8Array): unknown {
  try {
    return parseBoundedJson(Buffer.from(body).toString("utf8"))
  } catch (thrown) {
    if (!(thrown instanceof JsonRefused)) throw thrown
    const { rule, message } = thrown
    const detail = rule === "json" ? "It is no JSON." : message
    throw new PayloadUnreadable({ path: "body", problems: [{ path: "body", rule }], detail })
  }
}

/** The path in the payload, `body.tracking_details[].datetime`: all its names are those of the schema that reads it. */
const pathSent = (steps: readonly PropertyKey[]): string =>
  ["body", ...steps].reduce<string>(
    (path, step, place) => (typeof step === "number" ? `${path}[]` : `${path}${place === 0 ? "" : "."}${String(step)}`),
    "",
  )

/**
 * @param field the payload's own name of the part that is read, for what is said of it
 * @throws PayloadUnreadable if a payload does not have what the schema reads
 */
export function readAs<Schema extends z.ZodType>(payload: unknown, schema: Schema, field?: string): z.output<Schema> {
  const parsed = schema.safeParse(payload)
  if (parsed.success) return parsed.data
  const place = field === undefined ? [] : [field]
  const { issues } = parsed.error
  const sentences = issues.flatMap((issue) => issueSentences(issue, payload, schema, { quotes: false }))
  throw new PayloadUnreadable({
    path: fieldAt(["body", ...place, ...(issues[0]?.path ?? [])]),
    problems: issues.flatMap((issue) =>
      problemsOf(new z.ZodError([issue]), payload, "body").map((found) => ({
        ...found,
        path: pathSent([...place, ...issue.path]),
      })),
    ),
    detail: `${sentences.map((sentence) => (field === undefined ? sentence : `${field}: ${sentence}`)).join(". ")}.`,
  })
}
