import * as z from "zod"
import { isActOfCase } from "../../base/contracts/act-of-case.ts"
import {
  actComponents,
  actSignatureTag,
  type PartySignature,
  partySignature,
  signatureMember,
} from "../../base/contracts/act-signature.ts"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { parsedJson } from "../../base/contracts/parsed-json.ts"
import { canonicalJson } from "../../base/platform/canonical-json.ts"
import { digestOfBody, isSignedWith, thumbprintOfActKey } from "../../base/platform/signing/act-key.ts"
import { bytesOfMember, readSignatureInput } from "../../base/platform/signing/signature-input.ts"
import { dutyActionSchema, dutyOperations } from "../duties/duty-operations.ts"
import type { TimelineEntry } from "../timeline.ts"

/**
 * What an entry proves about the party that it names.
 * - `unsigned`: the hub says that it received this from the party
 * - `holds`: the party signed what the entry says
 * - `bodyElsewhere`: the party signed a request about this; the party has its body, and the timeline its digest alone
 * - `wrong`: it is not a signature of the key beside it
 * - `otherAct`: the party signed something else than what the entry says
 */
export type PartySignatureState = "unsigned" | "holds" | "bodyElsewhere" | "wrong" | "otherAct"

/** An act of a party in a timeline. `thumbprint`: of the key that signed it. */
export type CheckedAct = {
  readonly seq: number
  readonly actor: string
  readonly type: string
  readonly state: PartySignatureState
  readonly thumbprint?: string
}

/** What an entry says about an act of a party: whether the party signed it, or the hub alone says so. */
export type Received = "signedByParty" | "asReceivedByHub"

/** Who vouches for an entry. Whether the signature holds is not checked. @returns `undefined` for what the hub did */
export const receivedOf = ({ actor, data }: Pick<TimelineEntry, "actor" | "data">): Received | undefined => {
  if (actor === "hub") return undefined
  return signatureMember in data ? "signedByParty" : "asReceivedByHub"
}

/** Checks the parties' signatures in a timeline, without the hub. @param entries of a chain that holds */
export const checkActs = (entries: readonly TimelineEntry[]): readonly CheckedAct[] =>
  entries.filter(({ actor }) => actor !== "hub").map((entry) => checkAct(entry))

function checkAct(entry: TimelineEntry): CheckedAct {
  const { seq, actor, type, data } = entry
  const given = data[signatureMember]
  if (given === undefined) return { seq, actor, type, state: "unsigned" }
  const { data: signature } = partySignature.safeParse(given)
  if (signature === undefined) return { seq, actor, type, state: "wrong" }
  const { publicKey, thumbprint, base } = signature
  const isSigned = thumbprintOfActKey(publicKey) === thumbprint && isSignedWith(publicKey, base, signature.signature)
  return { seq, actor, type, thumbprint, state: isSigned ? stateOf(entry, signature) : "wrong" }
}

function stateOf(entry: TimelineEntry, { base, body }: PartySignature): PartySignatureState {
  const signed = componentsOf(base)
  const path = signed?.get("@path") ?? ""
  if (signed === undefined || !isActOfCase(signed.get("@method") ?? "", path)) return "otherAct"
  const [, , , alias = "", act = "", dutyId] = path.split("/").map(decoded)
  const isOfDuty = act !== "duties" || dutyId === entry.data["dutyId"]
  if (alias !== entry.actor || !isOfDuty || !fits(entry.type, act)) return "otherAct"
  if (body === undefined) return "bodyElsewhere"
  const isOfBody = bytesOfMember(signed.get("content-digest") ?? "", "sha-256") === digestOfBody(body)
  return isOfBody && saysSame(entry, act, body) ? "holds" : "otherAct"
}

/** The components of a signature base by name. @returns `undefined` unless they are those of an act */
function componentsOf(base: string): ReadonlyMap<string, string> | undefined {
  const lines = base.split("\n").map((line) => /^"([^"]+)": (.*)$/.exec(line) ?? ["", "", ""])
  const named = new Map(lines.map(([, name = "", value = ""]) => [name, value]))
  const isWhole = named.size === lines.length && named.size === actComponents.length + 1
  const [input] = readSignatureInput(`act=${named.get("@signature-params") ?? ""}`) ?? []
  const isOfAct = actComponents.every((name) => named.has(name)) && input?.parameters["tag"] === actSignatureTag
  const isCovered = [...(input?.components ?? []), "@signature-params"].join("\n") === [...named.keys()].join("\n")
  return isWhole && isOfAct && isCovered ? named : undefined
}

/** Types of entries by the last part of the path that they follow from. Those of duties depend on the body. */
const typesOfActs: Readonly<Record<string, readonly string[]>> = {
  acknowledgements: ["BreachAlertAcknowledged"],
  measures: ["MeasureRecorded"],
  facts: ["FactsStated"],
  receipts: ["IndividualsNotified"],
  accesses: ["LogImported"],
  closing: ["BreachCaseClosed", "FalseAlarmStated"],
}

const fits = (type: string, act: string): boolean =>
  act === "duties"
    ? Object.values(dutyOperations).some(({ entry }) => entry.type === type)
    : (typesOfActs[act] ?? []).includes(type)

const anyObject = z.record(ownString(), z.unknown())
const dutyBody = z.object({ step: dutyActionSchema })

/** Whether a body asks for what the entry says: no value that the party stated is another one in the entry. */
function saysSame({ type, data }: TimelineEntry, act: string, body: string): boolean {
  const said = anyObject.safeParse(parsedJson(body)).data
  if (said === undefined) return false
  if (act !== "duties") return agree(said, data)
  const step = dutyBody.safeParse(said).data?.step
  if (step === undefined || dutyOperations[step.operation].entry.type !== type) return false
  const { operation: _, ...stated } = step
  return agree(stated, data)
}

/** Whether two objects have the same value wherever both have one. */
const agree = (said: Readonly<Record<string, unknown>>, entry: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(said).every(([name, value]) => !(name in entry) || canonicalJson(entry[name]) === canonicalJson(value))

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
