import { derivedId } from "../../../base/contracts/envelope.ts"
import { operatorOf } from "../../../base/contracts/tool-name.ts"
import { groupsOf } from "../../../base/platform/chunks-of.ts"
import type { Clock } from "../../../base/platform/clock.ts"
import { daySeconds } from "../../../base/platform/instants.ts"
import { sideBySide } from "../../../base/platform/side-by-side.ts"
import type { Retailer } from "../../../parties/party.ts"
import type { PartyDirectory } from "../../../parties/party-directory.ts"
import { type Anomalies, type Anomaly, anomalyKeptSeconds } from "../anomalies/anomaly.ts"
import type { PublishedFinding } from "../anomalies/published-finding.ts"
import { addVolume, newVolumeWatch, noVolume, type VolumeCrossing, watchVolume } from "../charts/volume.ts"
import type { RetailerProfiles, WatchedVolume } from "../retailers/retailer-profiles.ts"
import type { RetailerVolumeRow, RetailerVolumes } from "../retailers/retailer-volumes.ts"
import { publishVolumeCrossing } from "../scoring/publish-finding.ts"
import { volumeBucketSeconds, volumeNotice } from "../thresholds/thresholds.ts"

/**
 * Sums of ten minutes are complete this long after they end. A write takes a second at most, and clocks differ by less
 * than the rest.
 */
const settlingSeconds = 60
/** Retailers that are watched at the same time. */
const partiesAtOnce = 20
/** How far back the first run reads. */
const firstLookSeconds = daySeconds

/**
 * Follows the advisory volume chart of every retailer and tool through the sums of the ten minutes that ended since the
 * last run. A crossing gives one notice each UTC day. It restricts nobody, pages nobody and opens no case.
 *
 * The notice is recorded before the chart moves on, so that repeating a run that crashed gives the same notice. Of two
 * concurrent runs, one moves the chart on.
 */
export function makeWatchVolumes(options: {
  parties: PartyDirectory
  volumes: Pick<RetailerVolumes, "read">
  retailerProfiles: Pick<RetailerProfiles, "get" | "advanceVolume">
  anomalies: Pick<Anomalies, "raise">
  clock: Clock
}): () => Promise<{ noticed: number }> {
  const { parties, volumes, retailerProfiles, anomalies, clock } = options

  /** Records a crossing with the sums of its whole episode. */
  async function notice(retailer: Retailer, tool: string, crossing: VolumeCrossing, now: Date): Promise<boolean> {
    const until = iso(crossing.at + volumeBucketSeconds)
    const episode = await volumes.read(retailer.id, iso(crossing.from), until)
    const sums = episode.filter((row) => row.tool === tool).reduce(addVolume, noVolume)
    return (await anomalies.raise(anomalyOf(retailer, tool, publishVolumeCrossing(crossing, sums), now))) === "raised"
  }

  async function watch(retailer: Retailer, now: Date): Promise<number> {
    const watched = (await retailerProfiles.get(retailer.id))?.volume
    const nowSeconds = now.getTime() / 1000
    const ended = nowSeconds - settlingSeconds
    const until = iso(ended - (ended % volumeBucketSeconds))
    const from = watched?.until ?? iso(nowSeconds - firstLookSeconds)
    if (until <= from) return 0
    const rows = await volumes.read(retailer.id, from, until)
    if (rows.length === 0) return 0

    const tools: WatchedVolume["tools"] = { ...watched?.tools }
    let noticed = 0
    for (const [tool, ofTool] of Map.groupBy(rows, (row) => row.tool)) {
      const threshold = retailer.detection.thresholds.volume?.notice ?? volumeNotice
      const followed = watchVolume(tools[tool] ?? newVolumeWatch, ofTool.map(timed), threshold)
      for (const crossing of followed.crossings) if (await notice(retailer, tool, crossing, now)) noticed += 1
      tools[tool] = followed.watch
    }
    await retailerProfiles.advanceVolume(retailer.id, { until, tools }, watched?.until)
    return noticed
  }

  return async () => {
    const now = clock()
    let noticed = 0
    for await (const some of groupsOf(parties.each(), partiesAtOnce)) {
      const retailers = some.filter((party) => party.kind === "retailer")
      await sideBySide(retailers, partiesAtOnce, async (retailer) => {
        const ofRetailer = await watch(retailer, now)
        noticed += ofRetailer
      })
    }
    return { noticed }
  }
}

const iso = (seconds: number): string => new Date(Math.floor(seconds) * 1000).toISOString()

const timed = (row: RetailerVolumeRow) => ({ ...row, at: Date.parse(row.startsAt) / 1000 })

function anomalyOf(retailer: Retailer, tool: string, finding: PublishedFinding, now: Date): Anomaly {
  const accessorKey = `retailer#${retailer.id}`
  const { chart, severity, crossedAt } = finding
  const carrierId = operatorOf(tool)
  return {
    anomalyId: derivedId("anomaly", accessorKey, retailer.id, tool, chart, severity, crossedAt.slice(0, 10)),
    accessorKey,
    retailerId: retailer.id,
    ...finding,
    detectedAt: now.toISOString(),
    tool,
    ...(carrierId === undefined ? {} : { reportedBy: carrierId }),
    carrierIds: carrierId === undefined ? [] : [carrierId],
    accessorTokens: [],
    accessIds: [],
    retailerFinding: finding,
    shadow: retailer.detection.mode === "shadow",
    expiresAt: Math.floor(now.getTime() / 1000) + anomalyKeptSeconds,
  }
}
