import * as z from "zod"
import { listedInStatement, type Statement, statement } from "../../base/contracts/statement.ts"
import { statementDay } from "../../base/contracts/statement-made.ts"

const row = statement.shape.shared.unwrap()
const watched = statement.shape.watch.unwrap()

/**
 * What one party may show a counterparty of its statement, so that both compare it. It has names that both have, and
 * nothing of the party's other lookups, cases and counterparties.
 */
export const sharedPart = z.object({
  day: statementDay,
  ...row.pick({ pair: true, tool: true, disclosures: true, root: true, findings: true }).shape,
  cases: z.array(row.shape.cases.unwrap().unwrap().shape.name).max(listedInStatement).optional(),
  watch: watched.omit({ tool: true }).optional(),
})
export type SharedPart = z.infer<typeof sharedPart>

/** The parts of a statement, one for each counterparty. */
export function sharedPartsOf({
  day,
  shared,
  watch = [],
}: Pick<Statement, "day" | "shared"> & Partial<Pick<Statement, "watch">>): SharedPart[] {
  return shared.map(({ pair, tool, disclosures, root, cases, findings }) => {
    const names = cases?.map(({ name }) => name).sort()
    const hours = watch.find((one) => one.tool === tool)
    return sharedPart.parse({ day, pair, tool, disclosures, root, findings, cases: names, watch: hours })
  })
}

/** What two parties can compare, in the order in which a person reads it. */
export const comparedThings = ["lookups", "cases", "findings", "watch"] as const
export type ComparedThing = (typeof comparedThings)[number]

/** How two parts of one pair and day compare. What one of them lacks was not compared. */
export type Compared = { readonly differ: ComparedThing[]; readonly notCompared: ComparedThing[] }

/** Compares what the hub stated to a party with what it stated to the counterparty. */
export function compareParts(one: SharedPart, other: SharedPart): Compared {
  const same: Readonly<Record<ComparedThing, boolean | undefined>> = {
    lookups: one.disclosures === other.disclosures && one.root === other.root,
    cases: isSame(one.cases, other.cases),
    findings: isSame(one.findings, other.findings),
    watch: isSame(one.watch, other.watch),
  }
  return {
    differ: comparedThings.filter((thing) => same[thing] === false),
    notCompared: comparedThings.filter((thing) => same[thing] === undefined),
  }
}

/** Both come out of one schema, so that what is the same is the same text. */
const isSame = (one: unknown, other: unknown): boolean | undefined =>
  one === undefined || other === undefined ? undefined : JSON.stringify(one) === JSON.stringify(other)
