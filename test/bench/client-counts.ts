/** What the observer and its DynamoDB stores cost on the benchmark's traffic: calls counted at the client, not estimated. */

import { dynamoAnomalies } from "../../shared/detection/anomalies/dynamo-anomalies.ts"
import { makeMemoryDetector } from "../../shared/detection/memory-detector.ts"
import type { Access } from "../../shared/detection/memory-profile.ts"
import { dynamoAccessProfiles } from "../../shared/detection/profiles/dynamo-access-profiles.ts"
import { dynamoRestrictions } from "../../shared/detection/restrictions/dynamo-restrictions.ts"
import { dynamoRetailerVolumes } from "../../shared/detection/retailers/dynamo-retailer-volumes.ts"
import type { RetailerKnowledge } from "../../shared/detection/retailers/retailer-knowledge.ts"
import { volumeCounter } from "../../shared/detection/retailers/volume-counter.ts"
import type { ObservedAccess } from "../../shared/lookups/watch/access-observer.ts"
import { accessObserver } from "../../shared/lookups/watch/observe-access.ts"
import { retailer as retailerSchema } from "../../shared/parties/party.ts"
import { testKeyedHash } from "../doubles/keyed-hash.ts"
import { attacks, trialEnd, trialStart } from "./attacks.ts"
import { countedDynamo, itemBytes } from "./counted-dynamo.ts"
import { accessOf, learningContact, makeLearner } from "./ordinary-run.ts"
import { makeRandom } from "./random.ts"
import { daySeconds, epoch, makeWorld, trait, type World, type WorldOptions, warmUpDays } from "./world.ts"

export type ClientCounts = {
  /** Lookups taken in, and those dropped because their source had just been restricted. */
  readonly lookups: number
  readonly dropped: number
  /** UpdateItem calls on profiles, trims included, and writes of anomalies, restrictions and sums of volumes, refused ones included. */
  readonly profileUpdates: number
  readonly anomalyWrites: number
  readonly restrictionWrites: number
  readonly volumeWrites: number
  readonly updatesPerLookup: number
  /** GetItem, BatchGetItem, Query and Scan of profiles. */
  readonly profileReads: number
  /** Reads of restrictions, by whoever adds to one. */
  readonly restrictionReads: number
  /** Profile updates that the detector in memory counted on the same lookups, trims included. */
  readonly estimatedProfileUpdates: number
  readonly trims: number
  readonly items: number
  readonly itemsWithin1KB: number
}

/** Every lookup of the world from its first day, with one attack among them; calls are counted after the warm-up. */
export const countAtClient = async (
  options: WorldOptions & { readonly attack: string },
  report: (share: number) => void = () => undefined,
): Promise<ClientCounts> => {
  const world = makeWorld(options)
  const learner = makeLearner(world)
  const detector = makeMemoryDetector({ profileOf: learner.profileOf })
  const dynamo = countedDynamo({
    profiles: ["profileKey"],
    anomalies: ["anomalyId"],
    restrictions: ["accessorKey"],
    volumes: ["retailerId", "interval"],
  })
  const { client } = dynamo
  let now = epoch
  let dropped = 0
  const observer = accessObserver({
    profiles: dynamoAccessProfiles({ client, tableName: "profiles" }),
    anomalies: dynamoAnomalies({ client, tableName: "anomalies" }),
    restrictions: dynamoRestrictions({ client, tableName: "restrictions" }),
    retailers: knowledgeOf(world, learner.profileOf),
    keyedHash: testKeyedHash(),
    clock: () => new Date(now * 1000),
  })
  const volumes = volumeCounter({
    volumes: dynamoRetailerVolumes({ client, tableName: "volumes" }),
    clock: () => new Date(now * 1000),
    onLost: () => {
      throw new Error("sums were lost")
    },
  })
  const feed = async (access: Access) => {
    now = access.at
    await volumes.writeDue()
    const { crossings, flooding, volume } = await observer.observe(observedAccess(access))
    volumes.count({ retailerId: retailerId(access.retailer), tool: "guarded" }, volume)
    // What the observer drops of a flood is in neither count.
    if (flooding) dropped += 1
    else detector.observe(access)
    const context = { tool: "guarded", carrierIds: ["carrier"], accessorTokens: [], accessIds: [] }
    await observer.raise(crossings, () => context)
  }

  const steps = attackSteps(world, options.attack)
  const minted = new Set<number>()
  const { lookups } = world
  let nextTen = 0
  let nextHour = 0
  let before: Totals | undefined
  for (let index = 0; index < lookups.count; index += 1) {
    const at = lookups.at[index] ?? 0
    for (; at >= nextTen; nextTen += 600) learner.advance(nextTen)
    for (; at >= nextHour; nextHour += 3600) {
      learner.learn(nextHour, detector)
      report(nextHour / (world.days * daySeconds))
    }
    if (at >= warmUpDays * daySeconds) before ??= totalsOf(dynamo.calls, detector.counts)
    for (let step = steps[0]; step !== undefined && step.at <= epoch + at; step = steps[0]) {
      await feed(step)
      steps.shift()
    }
    const access = accessOf(world, index, minted)
    if (!trait.heavyReader(lookups.traits[index] ?? 0)) {
      learner.recent[access.retailer - 1]?.push(learningContact(access))
    }
    await feed(access)
  }
  const sizes = [...dynamo.items("profiles")].map(itemBytes)
  return {
    ...difference(totalsOf(dynamo.calls, detector.counts), before),
    dropped,
    items: sizes.length,
    itemsWithin1KB: sizes.filter((bytes) => bytes <= 1024).length / Math.max(1, sizes.length),
  }
}

type Totals = Omit<ClientCounts, "updatesPerLookup" | "dropped" | "items" | "itemsWithin1KB">

const totalsOf = (
  calls: ReadonlyMap<string, number>,
  counts: { readonly lookups: number; readonly updates: number; readonly trims: number },
): Totals => {
  const sum = (table: string, ...commands: string[]) =>
    commands.reduce((total, command) => total + (calls.get(`${table} ${command}`) ?? 0), 0)
  const writes = ["UpdateItem", "PutItem", "DeleteItem"]
  const reads = ["GetItem", "BatchGetItem", "Query", "Scan"]
  return {
    lookups: counts.lookups,
    profileUpdates: sum("profiles", ...writes),
    anomalyWrites: sum("anomalies", ...writes),
    restrictionWrites: sum("restrictions", ...writes),
    volumeWrites: sum("volumes", ...writes),
    profileReads: sum("profiles", ...reads),
    restrictionReads: sum("restrictions", ...reads),
    estimatedProfileUpdates: counts.updates,
    trims: counts.trims,
  }
}

const difference = (after: Totals, before: Totals | undefined) => {
  const of = (name: keyof Totals) => after[name] - (before?.[name] ?? 0)
  const profileUpdates = of("profileUpdates")
  const anomalyWrites = of("anomalyWrites")
  const restrictionWrites = of("restrictionWrites")
  const volumeWrites = of("volumeWrites")
  const lookups = of("lookups")
  return {
    lookups,
    profileUpdates,
    anomalyWrites,
    restrictionWrites,
    volumeWrites,
    updatesPerLookup: (profileUpdates + anomalyWrites + restrictionWrites + volumeWrites) / Math.max(1, lookups),
    profileReads: of("profileReads"),
    restrictionReads: of("restrictionReads"),
    estimatedProfileUpdates: of("estimatedProfileUpdates"),
    trims: of("trims"),
  }
}

/** The lookups of one attack, in order of time. */
const attackSteps = (world: World, name: string): Access[] => {
  const attack = attacks.find((one) => one.name === name)
  if (attack === undefined) throw new Error("there is no such attack")
  const random = makeRandom(world.seed)
  const { steps } = attack.make({ world, random, start: trialStart(random), end: trialEnd })
  return steps.map(({ access }) => access).sort((a, b) => a.at - b.at)
}

const knowledgeOf = (world: World, profileOf: RetailerKnowledge["profileOf"]): RetailerKnowledge => {
  const parties = world.retailers.map(({ number, ordersPerDay }) =>
    retailerSchema.parse({
      id: retailerId(number),
      kind: "retailer",
      alias: `Retailer ${number}`,
      channels: {},
      jurisdiction: { country: "CA", timeZone: "America/Toronto" },
      ordersPerDay,
      missShare: 0.05,
    }),
  )
  return {
    numberOf: (id) => Number(id?.replace("retailer-", "") ?? 0),
    retailerOf: (number) => parties[number - 1],
    load: async () => undefined,
    profileOf,
  }
}

const retailerId = (number: number) => `retailer-${number}`
/** As long as a real fingerprint, so that items have their real size. */
const fingerprintOf = (fingerprint: string | number) => String(fingerprint).padStart(22, "0")

const observedAccess = (access: Access): ObservedAccess => ({
  at: new Date(access.at * 1000).toISOString(),
  accessor: {
    subject: { kind: access.subject.kind, fingerprint: fingerprintOf(access.subject.fingerprint) },
    network: { kind: access.network.kind, fingerprint: fingerprintOf(access.network.fingerprint) },
    accessorClass: access.accessorClass,
  },
  networkClass: access.networkClass,
  retailerId: retailerId(access.retailer),
  tag: access.tag.padStart(6, "0"),
  ordinal: access.ordinal ?? undefined,
  outcome: access.outcome,
  proof: access.proof === "strong" ? "linkToken" : access.proof,
  deliveryPoint: access.deliveryPoint ?? undefined,
  canary: access.canary,
})
