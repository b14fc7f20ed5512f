import { readFileSync } from "node:fs"
import * as z from "zod"

/** What `python3 test/law/second-derivation/run.py` wrote, and what stands beside it. */
const at = (file: string) => readFileSync(new URL(`../../law/second-derivation/${file}`, import.meta.url), "utf8")

const ruleRow = z.object({
  law: z.string(),
  rule: z.string(),
  kind: z.string(),
  addressee: z.string(),
  excuses: z.array(z.string()),
})

const partyRow = z.object({
  id: z.string(),
  kind: z.enum(["carrier", "retailer", "hub", "supplier"]),
  laws: z.array(z.string()),
  zone: z.string(),
  roles: z.record(z.string(), z.literal("holder")).default({}),
})

const shownRow = z.object({
  retailer: z.string(),
  region: z.string().nullable(),
  shipments: z.int().nullable(),
  fields: z.array(z.string()).nullable(),
  goods: z.enum(["ordinary", "health", "ageRestricted"]).nullable(),
})

const times = z.object({
  aware: z.string(),
  determined: z.string().optional(),
  material: z.string().optional(),
  notified: z.string().optional(),
  reported: z.string().optional(),
  grown: z.string().optional(),
  seen: z.string().optional(),
})

/** The place of the rule, presumption, the recorded time that starts it, due, to be confirmed, towards, excused by. */
const dutyRow = z.tuple([z.int(), z.enum(["owed", "assess", "probablyNotOwed"])]).rest(z.unknown())
const restOfDuty = z.tuple([
  z.enum(["aware", "determined", "material", "notified", "grown", "reported"]).nullish(),
  z.string().nullish(),
  z.array(z.string()).nullish(),
  z.string().nullish(),
  z.array(z.string()).nullish(),
])

const incidentRow = z.object({
  id: z.string(),
  about: z.string(),
  parties: z.array(partyRow),
  shown: z.array(shownRow),
  times: z.record(z.string(), times),
  judged: z.record(z.string(), z.record(z.string(), z.boolean())).default({}),
  stated: z.record(z.string(), z.array(z.string())).default({}),
  duties: z.record(z.string(), z.array(dutyRow)),
  earlierText: z.record(z.string(), z.array(z.int())),
})

export type Incident = z.infer<typeof incidentRow>
export type PartyOfIncident = z.infer<typeof partyRow>
type Times = z.infer<typeof times>

const corpus = z
  .object({ rules: z.array(ruleRow), incidents: z.array(incidentRow) })
  .parse(JSON.parse(at("derived.json")))

export const { incidents } = corpus

export const timesOf = ({ times: known }: Incident, party: string): Times => times.parse(known[party] ?? known["all"])

/** A duty in the fields that two derivations are compared in. */
export type Derived = {
  readonly party: string
  readonly law: string
  readonly rule: string
  readonly kind: string
  readonly addressee: string
  readonly towards: string | undefined
  readonly presumption: string
  readonly start: string | null
  readonly due: string | null
  /** Those of the reasons that the party stated which excuse it. */
  readonly excusedBy: readonly string[]
}

/** The duties of an incident as the second derivation has them. */
export const secondDuties = (incident: Incident): readonly Derived[] =>
  Object.entries(incident.duties).flatMap(([party, rows]) =>
    rows.map(([place, presumption, ...rest]) => {
      const filled = [0, 1, 2, 3, 4].map((index) => rest[index] ?? null)
      const [event, due, , towards] = restOfDuty.parse(filled)
      const { excuses, ...rule } = ruleRow.parse(corpus.rules[place])
      return {
        party,
        ...rule,
        towards: towards ?? undefined,
        presumption,
        start: event ? (timesOf(incident, party)[event] ?? null) : null,
        due: due ?? null,
        excusedBy: (incident.stated[party] ?? []).filter((reason) => excuses.includes(reason)),
      }
    }),
  )

/** Rules of which a party's incident needs an earlier text, which was not read, as the second derivation has it. */
export const rulesOfEarlierText = ({ earlierText }: Incident, party: string) =>
  (earlierText[party] ?? []).map((place) => ruleRow.parse(corpus.rules[place]))

const dueTimeRow = z.object({
  law: z.string(),
  rule: z.string(),
  zone: z.string(),
  event: z.string(),
  due: z.string(),
  why: z.string(),
})

/** The due times that were computed by hand. */
export const dueTimesByHand = z.array(dueTimeRow).parse(JSON.parse(at("due-times.json")))

const question = z.object({
  id: z.string(),
  law: z.string(),
  rule: z.string(),
  differs: z.array(z.enum(["missing", "added", "presumption", "stricter", "start", "due"])),
  within: z.array(z.string()),
})

/** Where the derivations may differ: rows of the table `| id | law | rule | what differs | in which incidents |`. */
export const questions = at("questions.md")
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter((cells) => cells.length === 7 && !["id", "---"].includes(cells[1] ?? ""))
  .flatMap(([, id, law, rule, differs = "", within = ""]) =>
    question.parse({ id, law, rule, differs: differs.split(", "), within: within.split(", ") }),
  )
