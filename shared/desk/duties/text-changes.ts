import * as z from "zod"
import { count } from "../../base/contracts/fields.ts"
import { dutyKindSchema } from "../../base/contracts/words.ts"
import type { CaseFacts } from "../facts.ts"
import { bilingualSchema } from "../law/content-item.ts"
import type { Law, Rule } from "../law/law.ts"
import { presumedIn } from "./derive-duties.ts"
import { type Duty, dutySchema, isSettled } from "./duty.ts"
import { dutyKey } from "./duty-key.ts"
import { updateDuties } from "./update-duties.ts"

const dutyUnderText = z.strictObject({
  dueAt: dutySchema.shape.clock.shape.dueAt.meta({ description: "null: its clock has not started" }),
  presumption: dutySchema.shape.presumption,
})

/** What another text of a law would change of a party's duties of one kind that it changes alike. */
export const textChangeSchema = z.strictObject({
  kind: dutyKindSchema,
  section: bilingualSchema.optional().meta({ description: "Of the rule, by which the stages of one report differ" }),
  change: z.enum(["added", "changed", "lapses", "stays"]).meta({
    description:
      "`lapses`: the text does not ask for it, and nobody acted on it, so it goes. `stays`: the text does not ask for " +
      "it, but somebody acted on it",
  }),
  duties: count.meta({ description: "How many duties, such as one towards each of several organisations" }),
  before: dutyUnderText.optional().meta({ description: "Under the text that the case keeps. Absent: it is added" }),
  after: dutyUnderText.optional().meta({ description: "Under the other text. Absent: it does not ask for it" }),
  changesContents: z.literal(true).optional().meta({ description: "What its document must say, or its form" }),
  changesConditions: z
    .literal(true)
    .optional()
    .meta({ description: "Its legal test, excuses, exceptions, addressee, words of the term, or retention" }),
})
type TextChange = z.infer<typeof textChangeSchema>

/** A party's duties in a case, with its facts and the laws from which they are derived. */
type DutiesUnder = { known: readonly Duty[]; facts: CaseFacts; laws: readonly Law[]; at: string }

/**
 * What a party's duties would be under another text of a law. Nothing of other laws changes.
 *
 * @param after the laws with the other text in them
 */
export function changesByText({ known, facts, laws, at }: DutiesUnder, text: Law, after: readonly Law[]): TextChange[] {
  const own = known.filter(({ law }) => law === text.id)
  const { changed, lapsed } = updateDuties(known, facts, after, at)
  const derived = new Map(changed.filter(({ law }) => law === text.id).map((duty) => [dutyKey(duty), duty]))
  const old = laws.find(({ id }) => id === text.id)
  const keys = new Set(own.map(dutyKey))
  const under = (among: readonly Law[], duty: Duty) => {
    const { clock, presumption } = presumedIn(facts, among, duty)
    return { dueAt: clock.dueAt, presumption }
  }
  const changes = own.flatMap((duty): Omit<TextChange, "duties">[] => {
    const { kind } = duty
    const section = ruleOf(old, duty)?.citation.section
    const before = under(laws, duty)
    const next = derived.get(dutyKey(duty))
    if (next !== undefined) {
      const rules = [ruleOf(old, duty), ruleOf(text, next)] as const
      const change = { kind, section, before, after: under(after, next), ...changesOfRule(...rules) }
      const isSame = Object.keys(change).length === 4 && JSON.stringify(change.before) === JSON.stringify(change.after)
      return isSame ? [] : [{ ...change, change: "changed" }]
    }
    if (lapsed.includes(duty)) return [{ kind, section, change: "lapses", before }]
    return isSettled(duty) || duty.text === text.hash ? [] : [{ kind, section, change: "stays", before }]
  })
  const added = [...derived.values()]
    .filter((duty) => !keys.has(dutyKey(duty)))
    .map((duty) => {
      const section = ruleOf(text, duty)?.citation.section
      return { kind: duty.kind, section, change: "added" as const, after: under(after, duty) }
    })
  return counted([...changes, ...added])
}

const ruleOf = (law: Law | undefined, { rule }: Duty): Rule | undefined => law?.rules.find(({ id }) => id === rule)

function changesOfRule(before: Rule | undefined, after: Rule | undefined) {
  const differs = (of: (rule: Rule) => unknown) =>
    JSON.stringify(before && of(before)) !== JSON.stringify(after && of(after))
  return {
    ...(differs(({ content, form }) => [content, form]) ? { changesContents: true as const } : {}),
    ...(differs(({ owedIf, excusedIf, exceptions, to, clock, retention }) => [
      owedIf,
      excusedIf,
      exceptions,
      to,
      clock,
      retention,
    ])
      ? { changesConditions: true as const }
      : {}),
  }
}

/** A carrier owes each retailer a duty of its own: those that change alike are one line. */
function counted(changes: readonly Omit<TextChange, "duties">[]): TextChange[] {
  const lines = new Map<string, TextChange>()
  for (const change of changes) {
    const key = JSON.stringify(change)
    lines.set(key, { ...change, duties: (lines.get(key)?.duties ?? 0) + 1 })
  }
  return [...lines.values()]
}
