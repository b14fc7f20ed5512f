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
      const seen = { exact: text, plain: plain(text), withoutTokens: plain(text.replaceAll(randomToken, "|")) }
      const found = canaries.filter((canary) => !isAllowed(canary, place) && isIn(canary.value, seen))
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

type Seen = { readonly exact: string; readonly plain: string; readonly withoutTokens: string }

/** Whether a text holds a value: as it is, in another case, without blanks and hyphens, or encoded. */
function isIn(value: string, { exact, plain: text, withoutTokens }: Seen): boolean {
  const bytes = Buffer.from(value)
  const shortened = plain(value)
  return (
    (shortened.length < longerThanByChance ? withoutTokens : text).includes(shortened) ||
    text.includes(bytes.toString("hex")) ||
    exact.includes(bytes.toString("base64url")) ||
    exact.includes(encodeURIComponent(value))
  )
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s-]/g, "")
}
