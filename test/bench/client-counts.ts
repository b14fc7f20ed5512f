/** Counts the DynamoDB calls that the observer and its stores make on the benchmark's traffic. */

import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { tables } from "../../functions/tables.ts"
import { daySeconds } from "../../shared/base/platform/instants.ts"
import { type Access, saysNothing } from "../../shared/watch/detection/access.ts"
import { dynamoAnomalies } from "../../shared/watch/detection/anomalies/dynamo-anomalies.ts"
import { makeMemoryDetector } from "../../shared/watch/detection/memory-detector.ts"
import { dynamoAccessProfiles } from "../../shared/watch/detection/profiles/dynamo-access-profiles.ts"
import { dynamoRestrictions } from "../../shared/watch/detection/restrictions/dynamo-restrictions.ts"
import { dynamoRetailerVolumes } from "../../shared/watch/detection/retailers/dynamo-retailer-volumes.ts"
import type { RetailerKnowledge } from "../../shared/watch/detection/retailers/retailer-knowledge.ts"
import { volumeCounter } from "../../shared/watch/detection/retailers/volume-counter.ts"
import { accessObserver } from "../../shared/watch/lookups/recording/observe-access.ts"
import { testKeyedHash } from "../doubles/keyed-hash.ts"
import { itemBytes } from "../dynamo/attribute-values.ts"
import { countedDynamo } from "../dynamo/counted-dynamo.ts"
import { accessOf, learningContact } from "./accesses.ts"
import { attacks } from "./attacks/attacks.ts"
import { trialEnd, trialStart } from "./attacks/scene.ts"
import type { MintedCookies } from "./cookies.ts"
import { makeLearner } from "./learner.ts"
import { knowledgeOf, observedAccess, retailerId } from "./observed-accesses.ts"
import { learnOnSchedule } from "./ordinary-run.ts"
import { makeRandom } from "./random.ts"
import { looksLikeRecipient, trait } from "./world/identities.ts"
import { epoch, warmUpDays } from "./world/time.ts"
import { makeWorld, type World, type WorldOptions } from "./world/world.ts"

export type ClientCounts = {
  /** Lookups observed. */
  readonly lookups: number
  /** Lookups that the observer dropped because their source had just been restricted; not in `lookups`. */
  readonly dropped: number
  /** Writes, refused ones included. Those of profiles include trims. */
  readonly profileUpdates: number
  readonly anomalyWrites: number
  readonly restrictionWrites: number
  readonly volumeWrites: number
  readonly updatesPerLookup: number
  readonly profileReads: number
  readonly restrictionReads: number
  /** Profile updates that the detector in memory counts on the same lookups. */
  readonly estimatedProfileUpdates: number
  readonly trims: number
  readonly items: number
  readonly itemsWithin1KB: number
}

/**
 * Observes every lookup of a world from its first day, with one attack among them. Counts calls after the warm-up.
 *
 * @param report takes the share of the traffic that is done
 */
export const countAtClient = async (
  options: WorldOptions & { readonly attack: string },
  report: (share: number) => void = () => undefined,
): Promise<ClientCounts> => {
  const world = makeWorld(options)
  const learner = makeLearner(world)
  const detector = makeMemoryDetector({ profileOf: learner.profileOf })
  const dynamo = countedDynamo({
    profiles: tables.AccessProfiles,
    anomalies: tables.Anomalies,
    restrictions: tables.Restrictions,
    volumes: tables.RetailerVolumes,
  })
  const hub = observingHub(dynamo.client, knowledgeOf(world, learner.profileOf))
  let dropped = 0
  const feed = async (access: Access) => {
    if ((await hub.observe(access)) === "dropped") dropped += 1
    else detector.observe(access)
  }
  const steps = attackAccesses(world, options.attack)
  const minted: MintedCookies = new Map()
  const { lookups } = world
  const learn = learnOnSchedule(learner, detector, (at) => report(at / (world.days * daySeconds)))
  let before: Totals | undefined
  for (let index = 0; index < lookups.count; index += 1) {
    const at = lookups.at[index] ?? 0
    learn(at)
    if (at >= warmUpDays * daySeconds) before ??= totalsOf(dynamo.calls, detector.counts)
    for (let step = steps[0]; step !== undefined && step.at <= epoch + at; step = steps[0]) {
      await feed(step)
      steps.shift()
    }
    const access = accessOf(world, index, minted)
    const isLearned = looksLikeRecipient(trait.kind(lookups.traits[index] ?? 0)) && !saysNothing(access)
    if (isLearned) learner.note(learningContact(access))
    await feed(access)
  }
  const sizes = dynamo.table("profiles").items().map(itemBytes)
  return {
    ...difference(totalsOf(dynamo.calls, detector.counts), before),
    dropped,
    items: sizes.length,
    itemsWithin1KB: sizes.filter((bytes) => bytes <= 1024).length / Math.max(1, sizes.length),
  }
}

/** The hub's observer and counter of volumes over DynamoDB stores, in simulated time. */
const observingHub = (client: DynamoDBClient, retailers: RetailerKnowledge) => {
  let now = epoch
  const clock = () => new Date(now * 1000)
  const observer = accessObserver({
    profiles: dynamoAccessProfiles({ client, tableName: "profiles" }),
    anomalies: dynamoAnomalies({ client, tableName: "anomalies" }),
    restrictions: dynamoRestrictions({ client, tableName: "restrictions" }),
    retailers,
    keyedHash: testKeyedHash(),
    clock,
  })
  const volumes = volumeCounter({
    volumes: dynamoRetailerVolumes({ client, tableName: "volumes" }),
    clock,
    onLost: () => {
      throw new Error("The volume counter lost sums")
    },
  })
  return {
    async observe(access: Access): Promise<"observed" | "dropped"> {
      now = access.at
      await volumes.writeDue()
      const { findings, flooding, volume } = await observer.observe(observedAccess(access))
      volumes.count({ retailerId: retailerId(access.retailer), tool: "guarded" }, volume)
      const context = { tool: "guarded", carrierIds: ["carrier"], accessorTokens: [], accessIds: [] }
      await observer.raise(findings, () => context)
      return flooding ? "dropped" : "observed"
    },
  }
}

type Totals = Omit<ClientCounts, "updatesPerLookup" | "dropped" | "items" | "itemsWithin1KB">

const totalsOf = (
  calls: ReadonlyMap<string, number>,
  counts: { readonly lookups: number; readonly updates: number; readonly trims: number },
): Totals => {
  const sum = (table: string, ...commands: string[]) =>
    commands.reduce((total, command) => total + (calls.get(`${table}.${command}`) ?? 0), 0)
  const writes = ["updateItem", "putItem", "deleteItem"]
  const reads = ["getItem", "batchGetItem", "query", "scan"]
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

/** The lookups of one attack, in the order of time. */
const attackAccesses = (world: World, name: string): Access[] => {
  const attack = attacks.find((one) => one.name === name)
  if (attack === undefined) throw new Error(`No attack is named "${name}"`)
  const random = makeRandom(world.seed)
  const { steps } = attack.make({ world, random, start: trialStart(random), end: trialEnd })
  return steps.map(({ access }) => access).sort((a, b) => a.at - b.at)
}
