import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { parseSync } from "@swc/core"
import * as z from "zod"
import { filesAtWork } from "./files-at-work.ts"

/** A regular expression of the code, and one place where it stands. */
export type Expression = { readonly source: string; readonly flags: string; readonly place: string }

const folders = ["shared", "functions", "client", "infra/cli", "infra/stages"]

/** Expressions of zod that look at what somebody else wrote. */
const ofZod = [z.email(), z.ipv4(), z.ipv6(), z.base64(), z.iso.date(), z.iso.time(), z.iso.datetime({ offset: true })]

/**
 * Files that make expressions where they are called, each with the reason why nobody else chooses how they cost. What
 * others make when they are loaded is checked as it is made.
 */
const madeWhenCalled: Readonly<Record<string, string>> = {
  "client/access-logs/references/reference-places.ts": "The carrier writes it, for its own log on its own machine",
  "infra/cli/documents/schema-compatibility.ts": "Made of our own schemas, when they are compared",
  "infra/cli/preflight/judge-keys.ts": "Made of the policy of a key of the operator's own account",
  "shared/desk/documents/requested-document.ts": "Made of a law's id, with one class of letters behind it",
}

/**
 * Every expression of the code that meets foreign input, once.
 *
 * @throws Error for a file that makes expressions when it is called and is not named here
 */
export async function expressionsOf(project: string): Promise<Expression[]> {
  const found: Expression[] = ofZod.flatMap((schema) => {
    const { pattern } = schema._zod.def
    return pattern === undefined ? [] : [{ source: pattern.source, flags: pattern.flags, place: "zod" }]
  })
  const files = filesAtWork(project, ...folders.map((folder) => `${folder}/*.ts`))
  for (const place of files.filter((path) => !path.includes("/generated/"))) {
    const file = resolve(project, place)
    const { literals, makes } = expressionsIn(readFileSync(file, "utf8"))
    found.push(...literals.map((literal) => ({ ...literal, place })))
    if (makes === 0) continue
    const made = (await madeBy(file)).map((one) => ({ ...one, place }))
    if (made.length === 0 && madeWhenCalled[place] === undefined)
      throw new Error(`${place} makes expressions when it is called: make them once, or name it with a reason`)
    found.push(...made)
  }
  return [...new Map(found.map((one) => [`/${one.source}/${one.flags}`, one])).values()]
}

type Written = Pick<Expression, "source" | "flags">

const node = z.looseObject({ type: z.string() })
const literal = z.object({ type: z.literal("RegExpLiteral"), pattern: z.string(), flags: z.string() })
const newRegExp = z.looseObject({
  type: z.literal("NewExpression"),
  callee: z.looseObject({ type: z.literal("Identifier"), value: z.literal("RegExp") }),
})

/** The literals of a program, and how often it makes an expression of a text. */
function expressionsIn(program: string): { literals: Written[]; makes: number } {
  const literals: Written[] = []
  let makes = 0
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return
    if (node.safeParse(value).success) {
      const read = literal.safeParse(value).data
      if (read !== undefined) literals.push({ source: read.pattern, flags: read.flags })
      if (newRegExp.safeParse(value).success) makes += 1
    }
    Object.values(value).forEach(visit)
  }
  visit(parseSync(program, { syntax: "typescript" }).body)
  return { literals, makes }
}

/** What a file makes of texts when it is loaded. */
async function madeBy(file: string): Promise<Written[]> {
  const made: Written[] = []
  const Original = RegExp
  globalThis.RegExp = new Proxy(Original, {
    construct(target, given: [string | RegExp, string?]) {
      const expression = new target(...given)
      // Others than this file, such as zod, make some of literals.
      if (new Error().stack?.includes(file)) made.push({ source: expression.source, flags: expression.flags })
      return expression
    },
  })
  try {
    // Each time anew, although another file may have loaded it.
    await import(`${pathToFileURL(file).href}?expressions`)
  } finally {
    globalThis.RegExp = Original
  }
  return made
}
