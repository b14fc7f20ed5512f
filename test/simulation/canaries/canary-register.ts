import type { Filled } from "./fill-schema.ts"

/** A value that a party sent to the hub. */
type Canary = Filled & { readonly party: string }

/** Where a value of a field may be found. A field that is not listed is raw: it may be found nowhere. */
type Allowance = {
  /** In tables. */
  readonly rests?: true
  /** In events to its party and, if `carrier`, to the carrier of the parcel. */
  readonly reaches?: "itsParty" | "carrier"
  /** In what the API answers to its party. */
  readonly answers?: true
}

/** The ids and words that a party may see again, by the name of their field, or by its path if others have the name. */
const allowances: Readonly<Record<string, Allowance>> = {
  orderReference: { answers: true },
  // Heads that a party received, which it lets the hub check.
  hash: { answers: true },
  shipmentId: { rests: true, reaches: "itsParty" },
  shipmentIds: { rests: true, reaches: "itsParty" },
  trackingNumber: { reaches: "carrier" },
  trackingNumbers: { reaches: "carrier" },
  accessId: { rests: true, reaches: "itsParty" },
  accessIds: { rests: true, reaches: "itsParty" },
  accessorToken: { reaches: "itsParty" },
  // The id of a program that reports lookups.
  stream: { rests: true, reaches: "itsParty" },
  // The hub's own id of a person to whom the party assigned a duty, and the hash of a file of its evidence.
  userId: { rests: true, answers: true },
  sha256: { rests: true, answers: true },
  // The words of a party's own officers are evidence in its case.
  assessedBy: { rests: true, reaches: "itsParty" },
  consequences: { rests: true, reaches: "itsParty" },
  explanation: { rests: true, reaches: "itsParty" },
  cause: { rests: true, reaches: "itsParty" },
  reference: { rests: true, reaches: "itsParty" },
  "/v1/cases/{caseAlias}/correspondence.text": { rests: true, reaches: "itsParty" },
  "/v1/cases/{caseAlias}/correspondence.reason": { rests: true, reaches: "itsParty" },
  "/v1/cases/{caseAlias}/correspondence.content.text": { rests: true, reaches: "itsParty" },
}

/** Codes such as `CA` are in any text. */
const tooShortToSearch = 7

/** Remembers what was sent, without codes, instants and `notSecret`, and finds it again in what came out. */
export function canaryRegister(notSecret: readonly string[]) {
  const canaries: Canary[] = []
  return {
    canaries,
    note(party: string, filled: readonly Filled[]): void {
      for (const { path, value } of filled) {
        const isCode = value.length < tooShortToSearch || notSecret.includes(value) || /^\d{4}-\d\d-\d\dT/.test(value)
        if (!isCode) canaries.push({ path, value, party })
      }
    },
    /**
     * The fields whose value is in a place where it may not be.
     *
     * @param place `rests`: tables; `hub`: logs and the hub's own events; `people`: mails and messages for people;
     *   otherwise what reached a party's programs
     */
    escapes(place: Place, text: string): string[] {
      const searched = canaries.filter((canary) => !isAllowed(canary, place))
      const values = valuesIn(text, new Set(searched.map(({ value }) => value)))
      const found = searched.filter(({ value }) => values.has(value))
      return [...new Set(found.map(({ path, party }) => `${path} of ${party}`))]
    },
  }
}

/** A party, and whether this is an answer of the API to it, or an event. */
type AtParty = { readonly party: string; readonly isCarrier: boolean; readonly isAnswer: boolean }
/** `people`: a mail or a message of a Slack channel, which repeats nothing that a party sent. */
export type Place = "rests" | "hub" | "people" | AtParty

function isAllowed({ path, party }: Canary, place: Place): boolean {
  const allowance = allowances[path] ?? allowances[path.replace(/^.*\./, "").replace("[]", "")]
  if (place === "hub" || place === "people" || allowance === undefined) return false
  if (place === "rests") return allowance.rests === true
  if (place.isAnswer && allowance.answers === true) return place.party === party
  if (allowance.reaches === undefined) return false
  return place.party === party || (allowance.reaches === "carrier" && place.isCarrier)
}

/** Hashes and what is sealed: six characters of a postal code come up in them by chance, whatever their case. */
const randomToken = /[\w+/-]{20,}/g
const longerThanByChance = 8

/** Values by how they can stand in a text: without blanks and hyphens, in any case, or encoded. */
type ByForm = Map<string, Set<string>>

/** Which values a text holds: as they are, in another case, without blanks and hyphens, or encoded. */
function valuesIn(text: string, values: ReadonlySet<string>): ReadonlySet<string> {
  const [inPlain, inWithoutTokens, inExact]: [ByForm, ByForm, ByForm] = [new Map(), new Map(), new Map()]
  const put = (forms: ByForm, form: string, value: string) => forms.set(form, (forms.get(form) ?? new Set()).add(value))
  for (const value of values) {
    const bytes = Buffer.from(value)
    const shortened = plain(value)
    put(shortened.length < longerThanByChance ? inWithoutTokens : inPlain, shortened, value)
    put(inPlain, bytes.toString("hex"), value)
    put(inExact, bytes.toString("base64url"), value)
    put(inExact, encodeURIComponent(value), value)
  }
  return new Set([
    ...found(plain(text), inPlain),
    ...found(plain(text.replaceAll(randomToken, "|")), inWithoutTokens),
    ...found(text, inExact),
  ])
}

/** The values whose form is in a text, in one pass over it: thousands of searches took half of the tests' time. */
function found(text: string, forms: ByForm): readonly string[] {
  const byBeginning = Map.groupBy(forms.keys(), (form) => form.slice(0, 2))
  const held = new Set<string>()
  const begins = new Uint8Array(65_536)
  for (const two of byBeginning.keys()) begins[pairAt(two, 0)] = 1
  for (let place = 0; place < text.length; place += 1) {
    if (begins[pairAt(text, place)] === 0) continue
    for (const form of byBeginning.get(text.slice(place, place + 2)) ?? [])
      if (text.startsWith(form, place)) held.add(form)
  }
  return [...held].flatMap((form) => [...(forms.get(form) ?? [])])
}

const pairAt = (text: string, place: number): number =>
  ((text.charCodeAt(place) << 8) ^ text.charCodeAt(place + 1)) & 0xffff

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s-]/g, "")
}
