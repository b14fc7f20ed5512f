import { accessesCounted } from "../../../../shared/base/contracts/accesses-counted.ts"
import type { DataOf } from "../../../../shared/base/contracts/define-event.ts"
import { reportingInterrupted, reportingResumed } from "../../../../shared/base/contracts/reporting-watched.ts"
import type { Party } from "../../../../shared/parties/party.ts"
import { inFull } from "../../../../shared/parties/received-event.ts"
import { noteReport } from "../../../../shared/watch/lookups/reporting/note-report.ts"
import { makeRecordCounts } from "../../../../shared/watch/lookups/reporting/record-counts.ts"
import { makeTellReporting } from "../../../../shared/watch/lookups/reporting/tell-reporting.ts"
import { makeWatchReporting } from "../../../../shared/watch/lookups/reporting/watch-reporting.ts"
import { memoryAlertMail } from "../../../doubles/alert-mail.ts"
import { inMemoryBus } from "../../../doubles/event-publisher.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"
import type { Interrupt } from "../../../dynamo/memory-dynamo.ts"
import { knownDirectory } from "../../../parties/known-directory.ts"
import { recordedTelemetry, testParties } from "../../../parties/test-parties.ts"
import { memoryReportStreams } from "../memory-stores.ts"

export const stream = "str_5f0c2b7e9a414d60"
export const midnight = Date.parse("2026-11-02T00:00:00.000Z")
/** An instant so many minutes after midnight. */
export const at = (minutes: number): string => new Date(midnight + minutes * 60_000).toISOString()

const account = { carrierId: "northpost", account: "8841-20931" }
const parties = testParties.map(
  (party): Party =>
    party.id === "leafline" && party.kind === "retailer" ? { ...party, shipperAccounts: [account] } : party,
)

/** A hub that watches what the carrier reports. The discreet retailer has an account with the carrier. */
export function reportingWorld() {
  let nowMs = midnight
  let watching: Interrupt = async () => {}
  const interrupt: Interrupt = (point) => watching(point)
  const clock = () => new Date(nowMs)
  const streams = memoryReportStreams(interrupt)
  const directory = knownDirectory(parties)
  const bus = inMemoryBus({ interrupt })
  const mail = memoryAlertMail({ interrupt })
  const telemetry = recordedTelemetry()
  const keyedHash = testKeyedHash()
  const carrier = directory.named("northpost")
  if (carrier === undefined) throw new Error("there is no carrier")
  const record = makeRecordCounts({ streams })
  const tell = makeTellReporting({ publisher: bus.publisher, mail, parties: directory })
  const watch = makeWatchReporting({ streams, parties: directory, tell, clock, telemetry })
  const received = { party: carrier, eventBridgeId: "e-1" }
  const metadata = { id: "count-1", occurredAt: at(0), correlationId: "c-1", version: 1 }
  return {
    streams,
    bus,
    mail,
    telemetry,
    watch,
    now: () => nowMs,
    /** It is so many minutes after midnight. */
    setTime(minutes: number): void {
      nowMs = midnight + minutes * 60_000
    },
    onEffect(watcher: Interrupt): void {
      watching = watcher
    },
    /** A numbered report of so many accesses, whose ids begin with a name. */
    report(number: number, accesses: number, of: { name?: string; retailerIds?: string[]; party?: Party } = {}) {
      const { name = `acc-${number}`, retailerIds = [], party = carrier } = of
      const data = {
        accesses: Array.from({ length: accesses }, (_, index) => ({ accessId: `${name}-${index}` })),
        report: { stream, number },
      }
      return noteReport(
        { streams, keyedHash },
        { party, data, receivedAt: clock().toISOString() },
        { accesses: [], retailerIds },
      )
    },
    /** A count of a window, from and until so many minutes after midnight. */
    async count(from: number, until: number, rest: Partial<DataOf<typeof accessesCounted>> = {}) {
      const data = { stream, from: at(from), until: at(until), accesses: 0, lastNumber: 0, ...rest }
      const { detailType } = accessesCounted
      const receivedAt = clock().toISOString()
      return inFull(await record({ ...received, contract: accessesCounted, detailType, metadata, data, receivedAt }))
    },
    /** Counts of ten minutes each, every one at its time, with a sweep after it. */
    async countOn(from: number, until: number, rest: Partial<DataOf<typeof accessesCounted>> = {}) {
      for (let minute = from; minute < until; minute += 10) {
        this.setTime(minute + 10)
        await this.count(minute, minute + 10, rest)
        await watch()
      }
    },
    /** Sweeps every five minutes. */
    async sweepUntil(minutes: number) {
      for (let ms = nowMs + 300_000; ms <= midnight + minutes * 60_000; ms += 300_000) {
        nowMs = ms
        await watch()
      }
    },
    row: () => streams.get("northpost", stream),
    interrupted: (audience?: string) => bus.published(reportingInterrupted, audience),
    resumed: (audience?: string) => bus.published(reportingResumed, audience),
  }
}
