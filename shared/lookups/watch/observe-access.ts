import type { AccessorClass, Proof } from "../../contracts/words.ts"
import { type Accessor, networkKey, subjectKey, subjectKeys } from "../../detection/accessor.ts"
import type { Anomalies, Anomaly } from "../../detection/anomalies/anomaly.ts"
import { noVolume, oneContact } from "../../detection/charts/volume.ts"
import { classPolicies } from "../../detection/class-policy.ts"
import {
  type Contact,
  entryLifetimeSeconds,
  isNewcomer,
  type ProofClass,
  type Retention,
  scoredEntryLimit,
} from "../../detection/profiles/access-profile.ts"
import type { AccessProfiles, RecordedContact, StoredProfile } from "../../detection/profiles/access-profiles.ts"
import {
  attributesToTrim,
  decodeContact,
  decodeProfile,
  encodeContact,
  type ProfileAttribute,
  type ProfileLayout,
} from "../../detection/profiles/profile-encoding.ts"
import { trustsPostalCodes } from "../../detection/profiles/proof.ts"
import { contactForBlock, contactForNetwork } from "../../detection/profiles/reference-contact.ts"
import { type Restrictions, restrictsAt } from "../../detection/restrictions/restriction.ts"
import { restrictionOfAnomaly } from "../../detection/restrictions/restriction-of-anomaly.ts"
import { blockKey, missBlockKey } from "../../detection/retailers/number-blocks.ts"
import { noRetailer, type RetailerKnowledge } from "../../detection/retailers/retailer-knowledge.ts"
import { isNearSequenceHead } from "../../detection/retailers/retailer-profile.ts"
import { evaluate } from "../../detection/scoring/evaluate.ts"
import type { Finding, ProfileKey } from "../../detection/scoring/finding.ts"
import type { Clock } from "../../platform/clock.ts"
import { expiringMap } from "../../platform/expiring-map.ts"
import type { KeyedHash } from "../../tracking/keyed-hash.ts"
import {
  type AccessObserver,
  type Crossing,
  nobody,
  type Observation,
  type ObservedAccess,
  type ObserveOptions,
  type Raised,
} from "./access-observer.ts"
import { anomaliesOf, compareFound, isAfter } from "./anomalies-of.ts"

/** For this long after an alarm, further contacts of a restricted subject need not be scored. */
const floodMilliseconds = 60_000

/** Entries that one update removes; the condition on each of them must fit into 4 KB. The next update goes on. */
const trimmedAtOnce = 80

const proofClasses = {
  none: "none",
  postalCode: "postalCode",
  linkToken: "strong",
  account: "strong",
  party: "strong",
} as const satisfies Record<Proof, ProofClass>

/** Makes the observer that the lookup API and the intake of reported accesses share. */
export function accessObserver(options: {
  profiles: AccessProfiles
  anomalies: Anomalies
  restrictions: Restrictions
  retailers: RetailerKnowledge
  keyedHash: KeyedHash
  clock: Clock
}): AccessObserver {
  const { profiles, anomalies, restrictions, retailers, keyedHash, clock } = options
  let profileUpdates = 0
  /** Restricted subjects, with the time of the access that crossed, epoch seconds. */
  const floods = expiringMap(floodMilliseconds)
  const raisedBefore = expiringMap(floodMilliseconds)

  /** One UpdateItem, then a trim when the item has grown too long. */
  async function record(profileKey: string, contact: Contact, layout: ProfileLayout, retention: Retention = "latest") {
    return write(profileKey, encodeContact(contact, layout), contact.at, layout, retention)
  }

  async function write(
    profileKey: string,
    entry: ProfileAttribute,
    at: number,
    layout: ProfileLayout,
    retention: Retention,
  ) {
    const expiresAt = Math.max(at, Math.floor(clock().getTime() / 1000)) + entryLifetimeSeconds
    profileUpdates += 1
    const { outcome, profile } = await profiles.record(profileKey, entry, expiresAt)
    const outgrown = attributesToTrim(profile.attributes, layout, scoredEntryLimit, retention)
    if (outgrown.length > 0 && outcome === "recorded") {
      profileUpdates += 1
      await profiles.trim(profileKey, outgrown.slice(0, trimmedAtOnce))
    }
    return { outcome, profile }
  }

  function crossingsOf(
    accessorKey: string,
    key: ProfileKey,
    profile: StoredProfile,
    access: ObservedAccess,
    accessorClass: AccessorClass,
  ): Crossing[] {
    const block = key.kind === "block" || key.kind === "missBlock"
    const entries = decodeProfile(profile.attributes, block ? "block" : "accessor", block ? key.retailer : undefined)
    const input = { key, entries, trimmed: profile.trimmed, accessorClass, profileOf: retailers.profileOf }
    return evaluate(input).map((finding) => ({ accessorKey, access, finding, alarming: isAlarming(finding) }))
  }

  function isAlarming(finding: Finding): boolean {
    const touched = finding.retailers.map((number) => retailers.retailerOf(number))
    return finding.severity === "alert" && !touched.every((retailer) => retailer?.detection.mode === "shadow")
  }

  /** Whether the score stands over its threshold after this very access, which belongs to what the chart looks at. */
  function isStanding({ access, finding }: Crossing): boolean {
    const concerned = finding.retailer === null || finding.retailer === retailers.numberOf(access.retailerId)
    return concerned && finding.score >= finding.threshold
  }

  async function observeNetwork(access: ObservedAccess, contact: Contact, evenCalls: boolean): Promise<OfNetwork> {
    const key = networkKey(access.accessor)
    const recorded = await record(key, contact, "accessor")
    const { profile } = recorded
    for (const name of access.accessor.rotation?.next ?? [])
      await record(`network#${name.network}`, contact, "accessor")
    // The same write again changes nothing: it stands in for the block of an existing reference.
    if (evenCalls) await record(key, contact, "accessor")
    const { kind } = access.accessor.network
    const crossings = crossingsOf(key, { kind: "network", networkKind: kind }, profile, access, access.networkClass)
    return { crossings, isNew: isFirst(recorded) }
  }

  async function observeBlock(access: ObservedAccess, place: BlockPlace): Promise<Crossing[]> {
    const subject = access.accessor.subject.fingerprint
    const { contact } = place
    const blockContact: Contact = {
      ...contact,
      tag: keyedHash.referenceTag(`block ${access.retailerId}`, `${subject}|${contact.tag}`),
      subject: Buffer.from(keyedHash.lastingHash("accessor", "block", subject), "base64url").readUInt32BE(),
      newcomer: false,
    }
    const { profile } = await record(place.key, blockContact, "block")
    const key = { kind: place.kind, retailer: contact.retailer } as const
    return crossingsOf(place.key, key, profile, access, "public")
  }

  /** Where in the retailer's numbers this contact counts, if anywhere, and as what. */
  function blockPlace(
    access: ObservedAccess,
    contact: Contact,
    ofReference: readonly Contact[],
    postalCodesTrusted: boolean,
  ): BlockPlace | undefined {
    const { ordinal, retailer } = contact
    if (ordinal === null || retailer === noRetailer) return undefined
    if (access.canary || access.outcome === "miss") {
      const profile = retailers.profileOf(retailer)
      if (!access.canary && (profile === undefined || isNearSequenceHead(profile, contact))) return undefined
      return {
        kind: "missBlock",
        key: missBlockKey(access.retailerId ?? nobody, ordinal),
        contact: { ...contact, outcome: access.canary ? "hit" : "miss", proof: "none" },
      }
    }
    const existing = contactForBlock(ofReference, postalCodesTrusted)
    if (existing === null) return undefined
    return { kind: "block", key: blockKey(access.retailerId ?? nobody, ordinal), contact: existing }
  }

  /**
   * Copies what is held of a reference to the names that will take over from this one, a repeated lookup's too: otherwise what somebody
   * looks at every day would be new on the day the names change.
   */
  async function recordAlongside(
    { rotation }: Accessor,
    held: readonly ProfileAttribute[],
    at: number,
    retention: Retention,
  ): Promise<void> {
    for (const { subject } of rotation?.next ?? []) {
      for (const entry of held) await write(`subject#${subject}`, entry, at, "accessor", retention)
    }
  }

  async function observe(access: ObservedAccess, { evenCalls = false }: ObserveOptions = {}): Promise<Observation> {
    const { accessor } = access
    const policy = classPolicies[accessor.accessorClass]
    const key = subjectKey(accessor)
    const now = clock()
    const flooding = subjectKeys(accessor).some((one) => {
      const crossedAt = floods.get(one, now)
      return crossedAt !== undefined && isAfter(access, crossedAt)
    })
    if (!policy.scored || flooding) return { ...nothingNew, failedChallenges: 0, flooding }
    await retailers.load(access.retailerId ?? nobody)

    const contact: Contact = {
      tag: access.tag,
      at: Math.floor(Date.parse(access.at) / 1000),
      retailer: retailers.numberOf(access.retailerId),
      ordinal: access.ordinal ?? null,
      outcome: access.outcome,
      proof: proofClasses[access.proof],
      deliveryPoint: access.deliveryPoint ?? null,
      subject: null,
      newcomer: false,
    }
    const recorded = await record(key, contact, "accessor", policy.retention)
    const { outcome, profile } = recorded
    const entries = decodeProfile(profile.attributes, "accessor")
    const failedChallenges = entries.filter((one) => one.outcome === "challengeFailed" && one.at <= contact.at).length
    const held = profile.attributes.filter(({ name }) => name.slice(1) === contact.tag)
    await recordAlongside(accessor, held, contact.at, policy.retention)
    if (outcome === "refresh") return { ...nothingNew, failedChallenges, flooding }

    const { kind } = accessor.subject
    const ofReference = held.map((attribute) => decodeContact(attribute, "accessor"))
    const place = policy.block ? blockPlace(access, contact, ofReference, trustsPostalCodes(entries)) : undefined
    // A network's profile keeps what came without proof: proven lookups say nothing there and would push the others out.
    const ofNetwork = policy.network ? contactForNetwork(ofReference) : null
    const isNew = (first: Contact) => isNewcomer(kind !== "anonymous", entries, first.at, profile.trimmed)
    const padded = evenCalls && policy.block && place === undefined && access.outcome === "miss"
    const subjectProfileKey = { kind: "subject", subjectKind: kind, networkKind: accessor.network.kind } as const
    const own = crossingsOf(key, subjectProfileKey, profile, access, accessor.accessorClass)
    const [network, ofBlock] = await Promise.all([
      ofNetwork === null ? unseen : observeNetwork(access, { ...ofNetwork, newcomer: isNew(ofNetwork) }, padded),
      place === undefined ? [] : observeBlock(access, place),
    ])
    const counted = policy.block && access.outcome === "hit" && ofReference.length === 1
    const isStranger = contact.proof === "none" && isFirst(recorded) && network.isNew
    return {
      newContact: true,
      failedChallenges,
      flooding,
      crossings: [...own, ...network.crossings, ...ofBlock],
      volume: counted ? oneContact(isStranger) : noVolume,
    }
  }

  async function raiseOne(anomaly: Anomaly, standing: boolean): Promise<Raised> {
    const now = clock()
    if (raisedBefore.get(anomaly.anomalyId, now) === undefined) await anomalies.raise(anomaly)
    const asked = restrictionOfAnomaly(anomaly, now.toISOString(), standing)
    const restriction = asked === undefined ? undefined : await restrictions.restrict(asked)
    raisedBefore.set(anomaly.anomalyId, 0, now)
    if (restriction?.scope === "subject" && restrictsAt(restriction, now.toISOString())) {
      floods.set(anomaly.accessorKey, Date.parse(anomaly.crossedAt) / 1000, now)
    }
    return { anomaly, restriction }
  }

  return {
    observe,
    async raise(crossings, context) {
      const distinct = new Map<string, { anomaly: Anomaly; crossedBy: string; standing: boolean }>()
      for (const crossing of crossings) {
        for (const anomaly of anomaliesOf(crossing, context(crossing), retailers, clock())) {
          // Of one chart's notice and alert found together only the alert is told: so a repeat, which sees both at once, tells the same.
          const chart = [anomaly.accessorKey, anomaly.retailerId, anomaly.chart].join("|")
          const known = distinct.get(chart)
          const before = known === undefined ? 1 : compareFound(anomaly, crossing, known)
          if (before > 0) {
            distinct.set(chart, { anomaly, crossedBy: crossing.access.at, standing: isStanding(crossing) })
          }
        }
      }
      const raised: Raised[] = []
      for (const { anomaly, standing } of distinct.values()) raised.push(await raiseOne(anomaly, standing))
      return raised
    },
    profileUpdates: () => profileUpdates,
  }
}

const nothingNew = { newContact: false, crossings: [], volume: noVolume } as const

type OfNetwork = {
  readonly crossings: readonly Crossing[]
  /** Nobody looked from there before. */
  readonly isNew: boolean
}

const unseen: OfNetwork = { crossings: [], isNew: false }

/** Whether a key has no history but the contact that was just recorded. */
function isFirst({ outcome, profile }: RecordedContact): boolean {
  return outcome === "recorded" && profile.attributes.length === 1 && !profile.trimmed
}

type BlockPlace = {
  readonly kind: "block" | "missBlock"
  readonly key: string
  readonly contact: Contact
}
