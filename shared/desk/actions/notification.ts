import type { NoticeMethod, PublicNoticeGround } from "../../base/contracts/words.ts"
import type { TrackingRecords } from "../../intake/tracking/tracking-records.ts"
import type { CaseDesk } from "../cases/change-case.ts"

/** What recording notices works with. */
export type NoticeDesk = CaseDesk & { records: Pick<TrackingRecords, "find"> }

/**
 * Whom a party notified: people, by its own ids of their shipments, or the public, on behalf of this many shipments.
 */
export type NotifiedRecipients =
  | { kind: "shipmentIds"; shipmentIds: readonly string[] }
  | { kind: "trackingNumbers"; trackingNumbers: readonly string[] }
  | { kind: "public"; shipments: number }

export type Notification = {
  method: NoticeMethod
  notifiedAt: string
  recipients: NotifiedRecipients
  /** Of a public notice: why it stands for a direct one. */
  publicNoticeGround?: PublicNoticeGround | undefined
}

/** The result of a batch of receipts. `unknown`: places in its list that are no shipments of the party in the case. */
export type Notified = {
  shipments: number
  unknown: number[]
  progress?: { affected: number; told: number; publicNotice: number; text: string }
}
