import { createPublicKey } from "node:crypto"
import { alertThresholds } from "../../shared/detection/class-policy.ts"
import { hasQueue } from "../../shared/parties/has-channel.ts"
import { didYouMean } from "../../shared/parties/issue-sentences.ts"
import type { Party } from "../../shared/parties/party.ts"
import { thresholdProblems } from "../../shared/parties/threshold-range.ts"

/** One thing that is wrong with a party. The sentence names the field, the rule and the mend. */
export type PartyProblem = { readonly partyId: string; readonly sentence: string }

type Rule = (party: Party, all: readonly Party[]) => readonly string[]

/** What the form of the parties file cannot express, but a deployment needs. The file itself has been validated. */
export function partyProblems(all: readonly Party[]): readonly PartyProblem[] {
  return all.flatMap((party) =>
    rules.flatMap((rule) => rule(party, all).map((sentence) => ({ partyId: party.id, sentence }))),
  )
}

const knownTimeZones = Intl.supportedValuesOf("timeZone")
const regionNames = new Intl.DisplayNames("en", { type: "region", fallback: "none" })

const timeZoneExists: Rule = ({ jurisdiction: { timeZone } }) =>
  isKnownTimeZone(timeZone)
    ? []
    : [`jurisdiction.timeZone "${timeZone}" is not an IANA time zone${didYouMean(timeZone, knownTimeZones)}`]

/** Whether this machine's time zone database has a zone of this name. */
export function isKnownTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== ""
  } catch {
    return false
  }
}

const countryExists: Rule = ({ jurisdiction: { country } }) =>
  isKnownCountry(country)
    ? []
    : [`jurisdiction.country "${country}" is not an ISO 3166-1 country; write two capital letters, such as CA`]

/** Whether a country has this code, in capital letters (ISO 3166-1). */
export function isKnownCountry(country: string): boolean {
  return /^[A-Z]{2}$/.test(country) && regionNames.of(country) !== undefined
}

/** Answers and alerts name parties by alias. An alias that is another's id could be taken for it. */
const aliasIsItsOwn: Rule = ({ id, alias }, all) =>
  all
    .filter((other) => other.id !== id)
    .flatMap((other) => {
      if (other.id === alias.toLowerCase()) return [`alias is the id of another party, ${other.id}`]
      return other.alias.toLowerCase() === alias.toLowerCase() ? [`alias is also the alias of ${other.id}`] : []
    })

/** Two parties of one account can publish for each other: only the source of an event tells them apart. */
const accountIsItsOwn: Rule = ({ id, account, sharesAccount }, all) => {
  if (account === undefined || sharesAccount === true) return []
  const other = all.find((each) => each.id !== id && each.account === account)
  return other === undefined
    ? []
    : [`account is also the account of ${other.id}. If they belong together, set sharesAccount to true on both`]
}

const queueHasReader: Rule = (party) =>
  hasQueue(party) && party.account === undefined && party.channels.queueReader === undefined
    ? [
        "channels.queue is true, but nobody could read the queue. Give the party an account, name a principal of the hub's account in channels.queueReader, or leave the queue out",
      ]
    : []

const queueReaderIsNeeded: Rule = (party) => {
  if (party.channels.queueReader === undefined) return []
  if (!hasQueue(party)) return ["channels.queueReader is set, but channels.queue is false. Leave one of them out"]
  return party.account === undefined
    ? []
    : ["channels.queueReader is set, but the party's own account reads its queue. Leave one of them out"]
}

/** A role names a party of the other kind, and a law that binds the party itself. */
const rolesAreOfPairs: Rule = ({ kind, laws, roles }, all) =>
  roles.flatMap(({ with: otherId, law }, place) => {
    const other = all.find(({ id }) => id === otherId)
    const ids = all.map(({ id }) => id)
    return [
      ...(otherId !== undefined && other === undefined
        ? [`roles.${place}.with names no party of this file, "${otherId}"${didYouMean(otherId, ids)}`]
        : []),
      ...(other?.kind === kind
        ? [`roles.${place}.with is a ${kind} too. A role is towards a party of the other kind`]
        : []),
      ...(law !== undefined && !laws.includes(law)
        ? [`roles.${place}.law is not among laws, which bind the party`]
        : []),
    ]
  })

const lawsBind: Rule = ({ laws, noLawBinds }) => {
  const twice = laws.filter((law, index) => laws.indexOf(law) !== index)
  const problems = [...new Set(twice)].map((law) => `laws names ${law} twice`)
  if (laws.length === 0 && noLawBinds === undefined)
    problems.push(
      "laws names no law, so a breach would give this party no duty. Name the laws that bind it, or say why none does in noLawBinds",
    )
  if (laws.length > 0 && noLawBinds !== undefined)
    problems.push("noLawBinds is set, but laws names a law. Leave one of them out")
  return problems
}

const publicKeys = ({ credentials }: Party) =>
  credentials !== undefined && "publicKeys" in credentials ? credentials.publicKeys : []

const keysAreSound: Rule = (party, all) => {
  const own = publicKeys(party)
  const problems = own.flatMap((key, index) =>
    isSoundKey(key)
      ? []
      : [`credentials.publicKeys[${index}] is not a point of its curve. Export the public key again`],
  )
  if (new Set(own.map(({ kid }) => kid)).size < own.length) problems.push("credentials.publicKeys have the same kid")
  for (const [index, { x }] of own.entries()) {
    const sharedInside = own.findIndex((other) => other.x === x) < index
    const other = all.find((each) => each.id !== party.id && publicKeys(each).some((key) => key.x === x))
    if (sharedInside) problems.push(`credentials.publicKeys[${index}] is the same key as another of its own`)
    if (other !== undefined)
      problems.push(`credentials.publicKeys[${index}] is also a key of ${other.id}. Each party needs a key of its own`)
  }
  return problems
}

type PublicKey = ReturnType<typeof publicKeys>[number]

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

function isSoundKey({ kty, crv, x, y }: PublicKey): boolean {
  if (crv === "Ed25519" && smallOrderKeys.has(x)) return false
  try {
    createPublicKey({ key: { kty, crv, x, ...(y === undefined ? {} : { y }) }, format: "jwk" })
    return true
  } catch {
    return false
  }
}

const thresholdsAreInRange: Rule = (party) =>
  party.kind === "retailer"
    ? thresholdProblems(party.detection.thresholds, alertThresholds, "detection.thresholds")
    : []

const rules: readonly Rule[] = [
  timeZoneExists,
  countryExists,
  aliasIsItsOwn,
  accountIsItsOwn,
  queueHasReader,
  queueReaderIsNeeded,
  rolesAreOfPairs,
  lawsBind,
  keysAreSound,
  thresholdsAreInRange,
]
