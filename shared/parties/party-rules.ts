import { createPublicKey } from "node:crypto"
import type { PartyKind } from "../base/contracts/words.ts"
import { didYouMean } from "./issue-sentences.ts"
import type { Party } from "./party.ts"
import { sameName } from "./same-name.ts"

/** What a party's own entries may say. `Party` has more, which only the hub enters. */
export type PartyEntries = Pick<Party, "alias" | "credentials" | "laws" | "noLawBinds" | "roles" | "jurisdiction"> & {
  readonly shipperAccounts?: readonly { readonly carrierId: string; readonly account: string }[] | undefined
}

/** Whom entries are compared with, and what sentences may show. */
export type RuleContext = {
  readonly others: readonly Party[]
  /** Whether a sentence may name another party. Not to an invited party: the other may be discreet. */
  readonly namesOthers: boolean
  /** Whether a sentence may quote what was entered. */
  readonly quotes: boolean
  /** Ids of the laws that the deployment has. */
  readonly knownLaws: readonly string[]
}

type Rule = (party: PartyEntries, context: RuleContext) => readonly string[]

/**
 * What is wrong with what a party entered, beyond its form, in sentences that name the field, the rule and the mend.
 * The same for a party of the file and for one that was invited.
 */
export function entryProblems(party: PartyEntries, context: RuleContext): readonly string[] {
  return rules.flatMap((rule) => rule(party, context))
}

const knownTimeZones = Intl.supportedValuesOf("timeZone")
const regionNames = new Intl.DisplayNames("en", { type: "region", fallback: "none" })

const quoted = (value: string, { quotes }: RuleContext): string => (quotes ? ` "${value}"` : "")
const named = ({ id }: Party, { namesOthers }: RuleContext): string => (namesOthers ? id : "another party")

const timeZoneExists: Rule = ({ jurisdiction: { timeZone } }, context) =>
  isKnownTimeZone(timeZone)
    ? []
    : [
        `jurisdiction.timeZone${quoted(timeZone, context)} is not an IANA time zone${didYouMean(timeZone, knownTimeZones)}`,
      ]

/** Whether this machine's time zone database has a zone of this name. */
export function isKnownTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== ""
  } catch {
    return false
  }
}

const countryExists: Rule = ({ jurisdiction: { country } }, context) =>
  isKnownCountry(country)
    ? []
    : [
        `jurisdiction.country${quoted(country, context)} is not an ISO 3166-1 country; write two capital letters, such as CA`,
      ]

/** Whether a country has this code, in capital letters (ISO 3166-1). */
export function isKnownCountry(country: string): boolean {
  return /^[A-Z]{2}$/.test(country) && regionNames.of(country) !== undefined
}

/** Answers and alerts name parties by alias. An alias that is another's id could be taken for it. */
const aliasIsItsOwn: Rule = ({ alias }, context) =>
  context.others.flatMap((other) => {
    if (other.id === sameName(alias))
      return [`alias is the id of another party${context.namesOthers ? `, ${other.id}` : ""}`]
    return sameName(other.alias) === sameName(alias) ? [aliasTaken(named(other, context))] : []
  })

export const aliasTaken = (by: string): string => `alias is also the alias of ${by}`

const lawsBind: Rule = ({ laws, noLawBinds }, context) => {
  const twice = laws.filter((law, index) => laws.indexOf(law) !== index)
  const problems = [
    ...[...new Set(twice)].map((law) => `laws names ${law} twice`),
    ...laws.flatMap((law, place) => unknownLaw(law, place, context)),
  ]
  if (laws.length === 0 && noLawBinds === undefined)
    problems.push(
      "laws names no law, so a breach would give this party no duty. Name the laws that bind it, or say why none does in noLawBinds",
    )
  if (laws.length > 0 && noLawBinds !== undefined)
    problems.push("noLawBinds is set, but laws names a law. Leave one of them out")
  return problems
}

const unknownLaw = (law: string, place: number, { quotes, knownLaws }: RuleContext): readonly string[] => {
  if (knownLaws.includes(law)) return []
  const wrong = quotes ? `"${law}" is not` : "must be"
  return [`laws[${place}] ${wrong} one of ${knownLaws.join(", ")}${quotes ? didYouMean(law, knownLaws) : ""}`]
}

/** A role is under a law that binds the party itself. */
const lawsOfRolesBind: Rule = ({ laws, roles }) =>
  roles.flatMap(({ law }, place) =>
    law !== undefined && !laws.includes(law) ? [`roles.${place}.law is not among laws, which bind the party`] : [],
  )

/**
 * What is wrong with the parties that roles and contracts name. It is apart from the other rules, because its answers
 * show which parties there are.
 *
 * @param known.kindOf the kind of a party that there is
 * @param known.unknown what is said of a party that there is not: the end of a sentence about the field
 */
export function pairProblems(
  { kind, roles, contracts = [] }: Pick<Party, "kind" | "roles" | "contracts">,
  known: { kindOf(partyId: string): PartyKind | undefined; unknown(partyId: string): string },
): readonly string[] {
  const problemsOf = (of: readonly { readonly with?: string | undefined }[], field: string, entry: string) =>
    of.flatMap(({ with: otherId }, place) => {
      if (otherId === undefined) return []
      const other = known.kindOf(otherId)
      if (other === undefined) return [`${field}.${place}.with ${known.unknown(otherId)}`]
      return other === kind ? [`${field}.${place}.with is a ${kind} too. ${entry} a party of the other kind`] : []
    })
  return [
    ...problemsOf(roles, "roles", "A role is towards"),
    ...problemsOf(contracts, "contracts", "A contract is with"),
  ]
}

/** What is wrong with the contracts of a party by themselves: a case has one duty by contract to each other party. */
export const contractProblems = ({ contracts = [] }: Pick<Party, "contracts">): readonly string[] =>
  contracts.flatMap((contract, place) =>
    contracts.findIndex((other) => other.with === contract.with) < place
      ? [`contracts.${place}.with is named before. Give the strictest of your contracts with a party as one`]
      : [],
  )

type PublicKey = Extract<NonNullable<Party["credentials"]>, { publicKeys: unknown }>["publicKeys"][number]

/** The public keys of a party that has its own. */
export function publicKeysOf({ credentials }: Pick<Party, "credentials">): readonly PublicKey[] {
  return credentials !== undefined && "publicKeys" in credentials ? credentials.publicKeys : []
}

/** The issuer and subject of a party that signs in with one. */
export function oidcOf({ credentials }: Pick<Party, "credentials">): { issuer: string; subject: string } | undefined {
  return credentials !== undefined && "oidc" in credentials ? credentials.oidc : undefined
}

/** Two texts of base64url can be the same bytes. */
export const keyBytes = ({ x }: Pick<PublicKey, "x">): string => Buffer.from(x, "base64url").toString("base64url")

const keysAreSound: Rule = (party, context) => {
  const own = publicKeysOf(party)
  const problems = own.flatMap((key, index) =>
    isSoundKey(key)
      ? []
      : [`credentials.publicKeys[${index}] is not a point of its curve. Export the public key again`],
  )
  if (new Set(own.map(({ kid }) => kid)).size < own.length) problems.push("credentials.publicKeys have the same kid")
  for (const [index, key] of own.entries()) {
    const isSame = (other: PublicKey) => keyBytes(other) === keyBytes(key)
    const holder = context.others.find((other) => publicKeysOf(other).some(isSame))
    if (own.findIndex(isSame) < index)
      problems.push(`credentials.publicKeys[${index}] is the same key as another of its own`)
    if (holder !== undefined) problems.push(keyTaken(index, named(holder, context)))
  }
  return problems
}

export const keyTaken = (index: number, by: string): string =>
  `credentials.publicKeys[${index}] is also a key of ${by}. Each party needs a key of its own`

/** An issuer's subject is one party. Otherwise its token would be taken for the first that has it. */
const subjectIsItsOwn: Rule = (party, context) => {
  const own = oidcOf(party)
  const holder = context.others.find((other) => {
    const pin = oidcOf(other)
    return pin !== undefined && pin.issuer === own?.issuer && pin.subject === own.subject
  })
  return holder === undefined ? [] : [subjectTaken(named(holder, context))]
}

export const subjectTaken = (by: string): string =>
  `credentials.oidc.subject is also the subject of ${by}. Each party needs a subject of its own`

/** A carrier's account number leads to one retailer. */
const accountsAreItsOwn: Rule = ({ shipperAccounts = [] }, { others, namesOthers }) => {
  // Of the parties of one file, the form of the file says so.
  if (namesOthers) return []
  const taken = new Set(
    others.flatMap((other) => (other.kind === "retailer" ? other.shipperAccounts.map(nameOfAccount) : [])),
  )
  return shipperAccounts.flatMap((own, place) => {
    const isTwice = shipperAccounts.findIndex((other) => nameOfAccount(other) === nameOfAccount(own)) < place
    if (isTwice) return [`shipperAccounts[${place}] is there twice. Leave one of them out`]
    return taken.has(nameOfAccount(own)) ? [accountTaken(place)] : []
  })
}

const nameOfAccount = ({ carrierId, account }: { carrierId: string; account: string }): string =>
  `${carrierId} ${account}`

export const accountTaken = (place: number): string =>
  `shipperAccounts[${place}] is also an account of another party. Ask the carrier for yours`

/** Keys of Ed25519 whose point has a small order: every message would have a signature that fits (RFC 8032, 5.1.7). */
const smallOrderKeys: ReadonlySet<string> = new Set(
  [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
  ].map((hex) => Buffer.from(hex, "hex").toString("base64url")),
)

/** Node reads padded and other base64 too, and then other text would be the same key. So only base64url is sound. */
function isSoundKey(key: PublicKey): boolean {
  const { kty, crv, x, y } = key
  if (x !== keyBytes(key) || (crv === "Ed25519" && smallOrderKeys.has(x))) return false
  try {
    createPublicKey({ key: { kty, crv, x, ...(y === undefined ? {} : { y }) }, format: "jwk" })
    return true
  } catch {
    return false
  }
}

const rules: readonly Rule[] = [
  timeZoneExists,
  countryExists,
  aliasIsItsOwn,
  lawsBind,
  lawsOfRolesBind,
  keysAreSound,
  subjectIsItsOwn,
  accountsAreItsOwn,
]
