import { readFile } from "node:fs/promises"
import { text } from "node:stream/consumers"
import * as z from "zod"
import { JsonRefused, parseBoundedJson } from "../../../shared/base/contracts/bounded-json.ts"
import { boundedString } from "../../../shared/base/contracts/bounded-string.ts"
import type { SentEvent } from "../../../shared/base/contracts/check-event.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"

const sentEvent = z.object({ detailType: boundedString(128), detail: z.unknown() })
const document = z.union([
  z.array(sentEvent),
  z.object({ events: z.array(sentEvent) }).transform(({ events }) => events),
  sentEvent.transform((event) => [event]),
])

/**
 * Reads events from a file, or from standard input if it is `-`: one event, a list of them, the body of a request, or
 * one event a line.
 *
 * @throws CommandStopped that names the file and the line, and no value
 */
export async function readEvents(
  file: string,
  input: NodeJS.ReadableStream = process.stdin,
): Promise<readonly SentEvent[]> {
  const name = file === "-" ? "Standard input" : file
  const content = file === "-" ? await text(input) : await contentOf(file)
  const whole = jsonOf(content, name)
  if (whole !== undefined) return eventsIn(whole, name)
  if (content.trim() === "") throw unusable(`${name}: there is no event.`)
  const lines = content.split("\n").map((line, place) => ({ line: line.trim(), number: place + 1 }))
  return lines
    .filter(({ line }) => line !== "")
    .flatMap(({ line, number }) => {
      const json = jsonOf(line, `${name}, line ${number}`)
      if (json === undefined) throw unusable(`${name}, line ${number}: it is not JSON.`)
      return eventsIn(json, `${name}, line ${number}`)
    })
}

function eventsIn(json: unknown, place: string): readonly SentEvent[] {
  const parsed = document.safeParse(json)
  if (!parsed.success)
    throw unusable(`${place}: it is no event. Write {"detailType": "ShipmentCreated", "detail": {…}}.`)
  if (parsed.data.length === 0) throw unusable(`${place}: there is no event.`)
  return parsed.data.map(({ detailType, detail }) => ({ detailType, detail }))
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8")
  } catch {
    throw unusable(`${file} does not exist, or cannot be read.`)
  }
}

/** @throws CommandStopped for what is too deep, or of too many values */
function jsonOf(content: string, name: string): unknown {
  try {
    return parseBoundedJson(content)
  } catch (thrown) {
    if (thrown instanceof JsonRefused && thrown.rule === "json") return undefined
    if (thrown instanceof JsonRefused) throw unusable(`${name}: ${thrown.message}`)
    throw thrown
  }
}

const unusable = (message: string): CommandStopped => new CommandStopped("unusableFile", message)
