/** The detector: the exchange's own pure functions, with one read and one conditional write for each profile. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb"
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import type { Access } from "../../../../shared/watch/detection/access.ts"
import { type Detection, detectAccess, type ProfileUpdate } from "../../../../shared/watch/detection/detect-access.ts"
import {
  type Contact,
  histories,
  outcomes,
  proofClasses,
  uniteContacts,
} from "../../../../shared/watch/detection/profiles/access-profile.ts"
import { retainedEntries } from "../../../../shared/watch/detection/profiles/retention.ts"
import type { UpdatedProfile } from "../../../../shared/watch/detection/profiles/updated-profile.ts"
import { blockKey, codeBlockKey, missBlockKey } from "../../../../shared/watch/detection/retailers/number-blocks.ts"
import { scoredEntryLimit, storedEntryLimit } from "../../../../shared/watch/detection/thresholds/thresholds.ts"
import { keyedDigest } from "../keyed-digest.ts"
import { documents, inDays } from "../powertools.ts"
import { retailerProfile } from "./retailer.ts"

const TableName = process.env["PROFILES_TABLE"] ?? ""

const contactRow = z.object({
  tag: z.string(),
  at: z.int(),
  retailer: z.int(),
  series: z.int(),
  ordinal: z.int().nullable(),
  outcome: z.enum(outcomes),
  proof: z.enum(proofClasses),
  deliveryPoint: z.int().nullable(),
  subject: z.int().nullable(),
  history: z.enum(histories),
})
const profileRow = z.object({ version: z.int(), trimmed: z.boolean(), contacts: z.array(contactRow) })
type Profile = z.output<typeof profileRow>

/** Adds an access to the profiles of its visitor, network and numbers, and scores these. */
export async function detect(access: Access): Promise<Detection> {
  const profile = await retailerProfile()
  const steps = detectAccess(access, {
    profileOf: () => profile,
    isShadow: () => false,
    evaluatesEveryContact: false,
  })
  let step = steps.next()
  while (step.done !== true) step = steps.next(await Promise.all(step.value.map((update) => record(access, update))))
  return step.value
}

export function profileKeyOf({ subject, network }: Access, { key, contact }: ProfileUpdate): string {
  const ordinal = contact.ordinal ?? 0
  switch (key.kind) {
    case "subject":
      return `subject#${subject.fingerprint}`
    case "network":
      return `network#${network.fingerprint}`
    case "prefix":
      return `prefix#${network.prefix}`
    case "block":
      return blockKey(String(key.series), ordinal)
    case "missBlock":
      return missBlockKey(String(key.series), ordinal)
    case "codeBlock":
      return codeBlockKey(String(key.series), ordinal)
  }
}

const attempts = 5

/** Reads the profile, adds the contact and writes it, unless another writer was faster. Then once more. */
async function record(access: Access, update: ProfileUpdate): Promise<UpdatedProfile> {
  const profileKey = profileKeyOf(access, update)
  const contact = "series" in update.key ? ofPair(access, update.contact) : update.contact
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { Item } = await documents.send(new GetCommand({ TableName, Key: { profileKey }, ConsistentRead: true }))
    const held = Item === undefined ? { version: 0, trimmed: false, contacts: [] } : profileRow.parse(Item)
    const { updated, next } = withContact(held, contact, update.retention)
    if (next === undefined || (await isWritten(profileKey, held.version, next))) return updated
  }
  throw new Error("A profile was written by others at the same time, too often in a row")
}

async function isWritten(profileKey: string, version: number, next: Omit<Profile, "version">): Promise<boolean> {
  try {
    await documents.send(
      new PutCommand({
        TableName,
        Item: { profileKey, version: version + 1, ...next, expiresAt: inDays(30) },
        ConditionExpression: "attribute_not_exists(version) OR version = :version",
        ExpressionAttributeValues: { ":version": version },
      }),
    )
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

/** In a block of numbers a contact is of a pair of subject and reference. */
function ofPair({ subject }: Access, contact: Contact): Contact {
  const pair = Buffer.from(keyedDigest("pair", String(subject.fingerprint), contact.tag), "base64url")
  return { ...contact, tag: pair.toString("base64url", 0, 5).slice(0, 6), subject: pair.readUInt32BE(8) }
}

function withContact(
  { contacts, trimmed }: Profile,
  contact: Contact,
  retention: ProfileUpdate["retention"],
): { updated: UpdatedProfile; next?: Omit<Profile, "version"> } {
  const ofTag = contacts.filter(({ tag }) => tag === contact.tag)
  const twin = ofTag.find((one) => saysTheSame(one, contact))
  if (twin !== undefined && contact.at > twin.at) {
    const entries = uniteContacts(contacts)
    return { updated: { isNews: false, isFirst: false, entries, trimmed, ofReference: ofTag } }
  }
  const all = [...contacts.filter((one) => one !== twin), contact]
  const united = uniteContacts(all)
  const isFull = united.length > storedEntryLimit
  const { entries, forgetsPlaces } = isFull
    ? retainedEntries(united, scoredEntryLimit, retention)
    : { entries: united, forgetsPlaces: false }
  const tags = new Set(entries.map(({ tag }) => tag))
  const next = { trimmed: trimmed || forgetsPlaces, contacts: all.filter(({ tag }) => tags.has(tag)) }
  const ofReference = [...ofTag.filter((one) => one !== twin), contact]
  const isFirst = contacts.length === 0 && !trimmed
  return { updated: { isNews: true, isFirst, entries, trimmed: next.trimmed, ofReference }, next }
}

function saysTheSame(one: Contact, other: Contact): boolean {
  return (
    one.outcome === other.outcome &&
    one.proof === other.proof &&
    one.history === other.history &&
    (one.deliveryPoint === null) === (other.deliveryPoint === null)
  )
}
