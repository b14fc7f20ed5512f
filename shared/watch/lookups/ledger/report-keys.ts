import { derivedId } from "../../../base/contracts/envelope.ts"
import { dayMilliseconds } from "../../../base/platform/instants.ts"
import type { Disclosure } from "./disclosure.ts"

/** Partitions of one tool's lookups of a day. DynamoDB takes 1,000 writes a second in each. */
const shardsPerDay = 16

/**
 * A disclosure as the ledger stores it: with the attributes by which the indexes `byToolDay` and `byToolAccess` find
 * what a report names. Only lookups without proof have them, because a report is about no others.
 */
export function withReportKeys(item: Disclosure): Disclosure & { toolDay?: string; toolAccess?: string } {
  const { tool, at, subject, sortKey, accessId, provenForExposure } = item
  if (provenForExposure) return item
  const shard = Buffer.from(derivedId("ledger-shard", subject, sortKey), "base64url").readUInt8() % shardsPerDay
  return {
    ...item,
    toolDay: toolDayKey(tool, at.slice(0, 10), shard),
    toolAccess: toolAccessKey(tool, accessId),
  }
}

/** Where the ledger has a tool's lookups under this access id. */
export function toolAccessKey(tool: string, accessId: string): string {
  return `${tool}#${accessId}`
}

/** Where the ledger has a tool's lookups of each UTC day from `since` to `until` (ISO), earliest day first. */
export function* toolDayKeys(
  tool: string,
  since: string,
  until: string,
): Generator<{ day: string; partitions: string[] }> {
  const lastMs = Date.parse(until)
  for (let dayMs = Math.floor(Date.parse(since) / dayMilliseconds) * dayMilliseconds; dayMs <= lastMs; ) {
    const day = new Date(dayMs).toISOString().slice(0, 10)
    yield { day, partitions: Array.from({ length: shardsPerDay }, (_, shard) => toolDayKey(tool, day, shard)) }
    dayMs += dayMilliseconds
  }
}

function toolDayKey(tool: string, day: string, shard: number): string {
  return `${tool}#${day}#${shard}`
}
