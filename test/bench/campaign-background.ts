/** The ordinary traffic around an attack: what else happens at its addresses, numbers and retailers. */
import {
  addVolume,
  initialVolume,
  noVolume,
  type VolumeSums,
  volume,
} from "../../shared/watch/detection/charts/volume.ts"
import { neighbourhoodKey } from "../../shared/watch/detection/retailers/number-blocks.ts"
import { blockOf, missBlockOf } from "../../shared/watch/detection/retailers/retailer-profile.ts"
import { blockSize, missBlockSize, volumeBucketSeconds } from "../../shared/watch/detection/thresholds/thresholds.ts"
import { placeOfLookup } from "./accesses.ts"
import type { Campaign } from "./attacks/scene.ts"
import type { LearnedHistory } from "./ordinary-run.ts"
import { trait } from "./world/identities.ts"
import { firstLookupAt } from "./world/lookups.ts"
import { epoch } from "./world/time.ts"
import type { World } from "./world/world.ts"

/** The advisory chart runs on a schedule, after each ten minutes. */
const advisoryLagSeconds = 120

/** An ordinary lookup around a campaign, `isClose` where it shares a network or a block, not a neighbourhood alone. */
export type BackgroundLookup = { readonly index: number; readonly isClose: boolean }

/** Ordinary lookups that share a network, a block or a neighbourhood of numbers with the campaign. */
export const backgroundOf = (
  world: World,
  campaign: Campaign,
  { from, to }: { readonly from: number; readonly to: number },
): BackgroundLookup[] => {
  const { lookups } = world
  const networks = new Set(campaign.steps.map(({ network }) => network))
  const blocks = blocksOf(campaign)
  const neighbourhoods = new Set(
    campaign.steps.flatMap(({ access: { series, ordinal } }) =>
      ordinal === null ? [] : [neighbourhoodKey(String(series), ordinal)],
    ),
  )
  const found: BackgroundLookup[] = []
  for (let index = firstLookupAt(lookups, from); index < lookups.count; index += 1) {
    if ((lookups.at[index] ?? 0) > to) break
    const { series, ordinal } = placeOfLookup(world, index)
    const isUnproven = !trait.isProven(lookups.traits[index] ?? 0)
    const isInBlock = isUnproven && blocks.has(blockKey(series, blockOf(ordinal)))
    const isClose = isInBlock || networks.has(lookups.network[index] ?? 0)
    const isNear = () => isUnproven && neighbourhoods.has(neighbourhoodKey(String(series), ordinal))
    if (isClose || isNear()) found.push({ index, isClose })
  }
  return found
}

const blockKey = (series: number, block: number): number => series * 100_000 + block

/** The blocks that a campaign touches. A miss and a postal code touch all blocks of their larger block. */
const blocksOf = (campaign: Campaign): Set<number> => {
  const blocks = new Set<number>()
  for (const { access } of campaign.steps) {
    if (access.ordinal === null) continue
    if (access.outcome === "hit" && access.proof !== "postalCode") {
      blocks.add(blockKey(access.series, blockOf(access.ordinal)))
      continue
    }
    const parts = missBlockSize / blockSize
    const first = missBlockOf(access.ordinal) * parts
    for (let part = 0; part < parts; part += 1) blocks.add(blockKey(access.series, first + part))
  }
  return blocks
}

export type VolumeWatch = {
  /** Adds what one lookup of the campaign changed in a retailer's sums. */
  add(retailer: number, bucket: number, change: { readonly before: VolumeSums; readonly after: VolumeSums }): void
  /** When the chart first raises an alarm after the campaign began. Null when it raises none by `until`. */
  alarmAt(until: number): number | null
}

/** The advisory chart over the ordinary traffic of the retailers attacked, with the campaign's lookups added. */
export const watchVolumes = (history: LearnedHistory): VolumeWatch => {
  const added = new Map<number, Map<number, VolumeSums>>()
  return {
    add(retailer, bucket, { before, after }) {
      const own = added.get(retailer) ?? new Map<number, VolumeSums>()
      added.set(retailer, own)
      const more = { contacts: after.contacts - before.contacts, strangers: after.strangers - before.strangers }
      own.set(bucket, addVolume(own.get(bucket) ?? noVolume, more))
    },
    alarmAt(until) {
      const alarms = [...added].flatMap(([retailer, campaign]) => {
        const ordinary = history.volumes[retailer - 1] ?? new Map<number, VolumeSums>()
        return firstAlarm(ordinary, campaign, until) ?? []
      })
      return alarms.length === 0 ? null : Math.min(...alarms)
    },
  }
}

const firstAlarm = (
  ordinary: ReadonlyMap<number, VolumeSums>,
  campaign: ReadonlyMap<number, VolumeSums>,
  until: number,
): number | null => {
  const from = Math.min(...campaign.keys())
  let state = initialVolume
  for (let bucket = epoch - (epoch % volumeBucketSeconds); bucket <= until; bucket += volumeBucketSeconds) {
    const sums = addVolume(ordinary.get(bucket) ?? noVolume, campaign.get(bucket) ?? noVolume)
    const next = volume(state, sums)
    if (bucket >= from && next.alarms > state.alarms) return bucket + volumeBucketSeconds + advisoryLagSeconds
    state = next
  }
  return null
}
