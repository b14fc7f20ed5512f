import { sep } from "node:path"
import { pathToFileURL } from "node:url"
import { errorName, type LogFields } from "./telemetry.ts"

/** Most frames in one log line. The first frame is the place that failed. */
const frameLimit = 12

/**
 * Log fields of a failure: the error's name, our code for it, and the places in our code that led to it. The error's
 * message stays out, because messages quote values.
 */
export function failureFields(thrown: unknown): LogFields {
  return { errorName: errorName(thrown), errorCode: failureCodeOf(thrown), stack: framesOf(thrown) }
}

/** Only our own error classes have a `failureCode`. A `code` of any other error may hold anything. */
function failureCodeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !("failureCode" in thrown)) return undefined
  return typeof thrown.failureCode === "string" ? thrown.failureCode : undefined
}

/**
 * The stack's frames as `function path:line:column`, innermost first, paths relative to the deployed folder. Undefined
 * when the message cannot be cut off with certainty.
 */
function framesOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined
  const trace = traceOf(thrown)
  if (trace === undefined) return undefined
  const frames = trace.split("\n").flatMap((line) => frameOf(line) ?? [])
  return frames.length === 0 ? undefined : frames.slice(0, frameLimit).join(" < ")
}

/**
 * The stack without its header. A message can hold lines that look like frames, so only the exact header is cut off. If
 * the message changed after the stack was made, there is no trace.
 */
function traceOf({ stack = "", message }: Error): string | undefined {
  const header = /^[\w$.[\] ]{1,100}/.exec(stack)?.[0] ?? ""
  const start = message === "" ? header : `${header}: ${message}`
  return stack.startsWith(`${start}\n    at `) ? stack.slice(start.length + 1) : undefined
}

const frame =
  /^ {4}at (?:async )?(?:(?:new )?([A-Za-z_$.]{1,80}) )?(?:\[as [A-Za-z_$]{1,80}\] )?\(?([^()\s]+:\d+:\d+)\)?$/

/** What stands after the last space or bracket, if it is a place. */
function placeAtEnd(line: string): string {
  const last = line.slice(Math.max(line.lastIndexOf(" "), line.lastIndexOf("(")) + 1).replace(/\)$/, "")
  return /^[^()\s]+:\d+:\d+$/.test(last) ? last : ""
}

/**
 * One frame without its values. Frames outside the deployed folder, such as Node's own, are left out. So is a function
 * name with unexpected characters.
 */
function frameOf(line: string): string | undefined {
  const [, name, place = placeAtEnd(line)] = frame.exec(line) ?? []
  const root = `${process.cwd()}${sep}`
  const path = [pathToFileURL(root).href, root].reduce(
    (rest, prefix) => (rest.startsWith(prefix) ? rest.slice(prefix.length) : rest),
    place,
  )
  if (path === place || path.startsWith("node_modules/") || !/^[\w@./-]{1,160}:\d+:\d+$/.test(path)) return undefined
  return name === undefined ? path : `${name} ${path}`
}
