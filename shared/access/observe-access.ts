import { derivedId } from "../contracts/envelope.ts"
import {
  type Contact,
  entryLifetimeSeconds,
  isNewcomer,
  type ProofClass,
  type Retention,
  scoredEntryLimit,
} from "../detection/access-profile.ts"
import { noVolume, oneContact, type VolumeSums } from "../detection/charts/volume.ts"
import { classPolicies } from "../detection/class-policy.ts"
import { evaluate } from "../detection/evaluate.ts"
import { toldFinding, toldToRetailer } from "../detection/explanation.ts"
import type { Finding, ProfileKey } from "../detection/finding.ts"
import { blockKey, missBlockKey } from "../detection/number-blocks.ts"
import {
  attributesToTrim,
  decodeContact,
  decodeProfile,
  encodeContact,
  type ProfileAttribute,
  type ProfileLayout,
} from "../detection/profile-encoding.ts"
import { trustsPostalCodes } from "../detection/proof.ts"
import { contactForBlock, contactForNetwork } from "../detection/reference-contact.ts"
import { isNearSequenceHead } from "../detection/retailer-profile.ts"
import {
  type Accessor,
  type AccessorClass,
  keysAt,
  networkKey,
  networkKeys,
  subjectKey,
  subjectKeys,
} from "../domain/accessor.ts"
import type { Proof } from "../domain/disclosure.ts"
import type { LookupOutcome } from "../domain/vocabulary.ts"
import type { Clock } from "../runtime/clock.ts"
import type { AccessProfiles, RecordedContact, StoredProfile } from "../storage/access-profiles.ts"
import { type Anomalies, type Anomaly, anomalyKeptSeconds } from "../storage/anomalies.ts"
import type { KeyedHash } from "../storage/keyed-hash.ts"
import { type Restriction, type Restrictions, restrictsAt } from "../storage/restrictions.ts"
import { restrictionOfAnomaly } from "./restriction-of-anomaly.ts"
import { noRetailer, type RetailerKnowledge } from "./retailer-knowledge.ts"

/** A lookup as the detector sees it. */
export type ObservedAccess = {
  readonly at: string
  readonly accessor: Accessor
  /** Class under which the network itself is registered; `public` unless it is. */
  readonly networkClass: AccessorClass
  readonly retailerId: string | undefined
  /** Keyed tag of the reference. */
  readonly tag: string
  /** Blinded. */
  readonly ordinal: number | undefined
  readonly outcome: LookupOutcome
  readonly proof: Proof
  readonly deliveryPoint: number | undefined
  /** A planted reference that nobody was ever given. */
  readonly canary: boolean
}

/** A chart over its threshold in the profile of one key. */
export type Crossing = {
  readonly accessorKey: string
  readonly access: ObservedAccess
  readonly finding: Finding
  /** Whether it is an alert that restricts and pages: not a notice, nor of retailers in shadow mode alone. */
  readonly alarming: boolean
}

/** What one access came to. */
export type Observation = {
  /** False for a repeated lookup, which tells the detector nothing, and for a flood whose source is restricted anyway. */
  readonly newContact: boolean
  /** References for which the subject had failed to prove itself by the time of this access, this one included. */
  readonly failedChallenges: number
  /** The subject raised an anomaly just before this access, so it was not scored. */
  readonly flooding: boolean
  readonly crossings: readonly Crossing[]
  /**
   * What this access adds to its retailer's sums of first contacts: one, if its class belongs to them, the reference exists, and nothing else is
   * known of it in the subject's profile. A stranger showed nothing, and neither its subject nor its network had a profile. The same message
   * delivered again looks like the first time and adds again.
   */
  readonly volume: VolumeSums
}

/** What is known of the tool in which accesses crossed, for the anomaly. */
export type CrossingContext = {
  readonly tool: string
  readonly reportedBy?: string
  readonly carrierIds: readonly string[]
  readonly accessorTokens: readonly string[]
  readonly accessIds: readonly string[]
}

/** An anomaly and the restriction that stands since, if it asks for one. */
export type Raised = { readonly anomaly: Anomaly; readonly restriction: Restriction | undefined }

/** Feeds lookups to the detector and acts on what it finds. */
export type AccessObserver = {
  /** Writes the first contacts of this access and evaluates the profiles that they changed. May be repeated. */
  observe(access: ObservedAccess, options?: ObserveOptions): Promise<Observation>
  /** Records anomalies, the earliest crossing of each, then restricts whom they ask to restrict. May be repeated. */
  raise(crossings: readonly Crossing[], context: (crossing: Crossing) => CrossingContext): Promise<Raised[]>
  /** Profile writes so far, for the budget of 1.7 a lookup. */
  profileUpdates(): number
}

export type ObserveOptions = {
  /** Makes as many calls for a reference that does not exist as for one with a place in its retailer's sequence. */
  readonly evenCalls?: boolean
}

/** Stands in the place of a retailer that does not exist: no party id has this form. */
export const nobody = "?"
/** For this long after an alarm, further contacts of a restricted subject need not be scored. */
const floodMilliseconds = 60_000
const rememberedKeys = 5_000
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

/** Whether an access is later than the one that crossed, by the seconds that profiles keep. */
export function isAfter(access: Pick<ObservedAccess, "at">, crossedAtSeconds: number): boolean {
  return Math.floor(Date.parse(access.at) / 1000) > crossedAtSeconds
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

/** Positive when this anomaly is to be told rather than the one that is known: an alert before a notice, then the earlier access. */
function compareFound(anomaly: Anomaly, crossing: Crossing, known: { anomaly: Anomaly; crossedBy: string }): number {
  if (anomaly.severity !== known.anomaly.severity) return anomaly.severity === "alert" ? 1 : -1
  return crossing.access.at < known.crossedBy ? 1 : -1
}

/**
 * One anomaly for each retailer that a finding touches: none of them hears of the others. Guesses at tracking numbers that nobody knows
 * touch the carriers alone, and are the first one's.
 */
function anomaliesOf(
  { accessorKey, access, finding }: Crossing,
  context: CrossingContext,
  retailers: RetailerKnowledge,
  now: Date,
): Anomaly[] {
  const known = finding.parts.flatMap((part) => {
    const retailer = retailers.retailerOf(part.retailer)
    return retailer === undefined ? [] : [{ retailer, told: toldToRetailer(finding, part) }]
  })
  const carriers = [...new Set(context.carrierIds)].sort()
  const whole = toldFinding(finding)
  const touched =
    known.length > 0
      ? known.map(({ retailer, told }) => ({ id: retailer.id, shadow: retailer.detection.mode === "shadow", told }))
      : carriers.slice(0, 1).map((id) => ({ id, shadow: false, told: whole }))
  const ofSubject = accessorKey.startsWith("subject#")
  const ofNetwork = accessorKey.startsWith("network#")
  // Under the name of that time: what was found before the names changed is not found a second time.
  const { subject, network } = keysAt(access.accessor, finding.crossedAt * 1000)
  const key = ofSubject ? subject : ofNetwork ? network : accessorKey
  const keys = [...(ofSubject ? subjectKeys(access.accessor) : []), ...networkKeys(access.accessor)]
  const otherKeys = ofSubject || ofNetwork ? keys.filter((one) => one !== subject && one !== network) : []
  return touched.map(({ id, shadow, told }) => ({
    anomalyId: derivedId("anomaly", key, id, finding.chart, finding.severity, whole.crossedAt.slice(0, 10)),
    accessorKey: key,
    ...(ofSubject ? { subject, subjectKind: access.accessor.subject.kind } : {}),
    ...(ofSubject || ofNetwork ? { network } : {}),
    ...(otherKeys.length === 0 ? {} : { otherKeys }),
    retailerId: id,
    chart: finding.chart,
    severity: finding.severity,
    score: whole.score,
    threshold: whole.threshold,
    from: whole.from,
    crossedAt: whole.crossedAt,
    detectedAt: now.toISOString(),
    tool: context.tool,
    ...(context.reportedBy === undefined ? {} : { reportedBy: context.reportedBy }),
    carrierIds: carriers,
    accessorTokens: [...new Set(context.accessorTokens)].slice(0, 100),
    accessIds: [...new Set(context.accessIds)].slice(0, 500),
    evidence: whole.evidence,
    told,
    shadow,
    expiresAt: Math.floor(now.getTime() / 1000) + anomalyKeptSeconds,
  }))
}

/** Values that are remembered for a while, the oldest forgotten first when there are too many. */
function expiringMap(milliseconds: number) {
  const kept = new Map<string, { value: number; until: number }>()
  return {
    get(key: string, now: Date): number | undefined {
      const entry = kept.get(key)
      return entry !== undefined && entry.until > now.getTime() ? entry.value : undefined
    },
    set(key: string, value: number, now: Date): void {
      kept.delete(key)
      kept.set(key, { value, until: now.getTime() + milliseconds })
      const oldest = kept.keys().next().value
      if (kept.size > rememberedKeys && oldest !== undefined) kept.delete(oldest)
    },
  }
}
