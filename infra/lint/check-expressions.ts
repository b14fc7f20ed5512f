/**
 * `npm run expressions` fails for a regular expression that can take more than linear time. Ends with 1 then.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { check } from "recheck"
import * as z from "zod"
import { readCommandLine } from "../command-line.ts"
import { type Expression, expressionsOf } from "./expressions.ts"

const { values } = readCommandLine(
  `npm run expressions -- [options]

Checks with recheck that each regular expression that meets foreign input takes linear time. Those in
infra/lint/linear-expressions.json were checked before; --all checks them again, which takes half a minute.

Options:
  --all    check every expression, and write the list
`,
  { options: { all: { type: "boolean", default: false } } },
)

const project = resolve(import.meta.dirname, "../..")
const list = resolve(import.meta.dirname, "linear-expressions.json")

/** Expressions that take longer than linear time by their form alone, and why that costs nothing. */
const bounded: Readonly<Record<string, string>> = {
  [String.raw`(?:#|\b(?:APT|APARTMENT|APP|APPT|APPARTEMENT|UNIT|UNITE|SUITE|STE|BUREAU|FLAT|ROOM|RM|FLOOR|FL|ETAGE|RR|SITE|COMP)\b)[ #:]*\d{0,5}-?[A-Z]?\b`]:
    "house-number.ts cuts the line to 200 characters first",
}

const nameOf = ({ source, flags }: Expression): string => `/${source}/${flags}`

/** Without a repetition that has no end, an expression takes a fixed number of steps from each place. */
const repeats = ({ source }: Expression): boolean =>
  /[*+]|,\}|\)\{/.test(source.replace(/\\./g, "").replace(/\[[^\]]*\]/g, ""))

/** A sticky expression begins at one place alone. */
const asRun = ({ source, flags }: Expression): string => (flags.includes("y") ? `^(?:${source})` : source)

async function problemOf(expression: Expression): Promise<string | undefined> {
  const found = await check(asRun(expression), expression.flags.replace(/[gydv]/g, ""), { timeout: 60_000 })
  if (found.status === "safe") return undefined
  return found.status === "vulnerable" ? found.complexity.summary : `not known: ${found.error.kind}`
}

const known = new Set(z.array(z.string()).parse(JSON.parse(readFileSync(list, "utf8"))))
const expressions = (await expressionsOf(project)).filter((one) => repeats(one) && bounded[one.source] === undefined)
const unknown = expressions.filter((one) => values.all || !known.has(nameOf(one)))
let broken = 0
for (const expression of unknown) {
  const problem = await problemOf(expression)
  if (problem === undefined) continue
  broken += 1
  console.log(
    `${expression.place}: ${nameOf(expression)} does not take linear time (${problem}). Write a scanner for it`,
  )
}
if (broken === 0 && values.all) writeFileSync(list, `${JSON.stringify(expressions.map(nameOf).sort(), undefined, 2)}\n`)
if (broken === 0 && !values.all && unknown.length > 0) {
  broken = unknown.length
  console.log(`${unknown.length} new expressions take linear time. Enter them: npm run expressions -- --all`)
}
console.log(`${expressions.length} expressions repeat something, ${unknown.length} were checked, ${broken} are refused`)
process.exit(broken === 0 ? 0 : 1)
