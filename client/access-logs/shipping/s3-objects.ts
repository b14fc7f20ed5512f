import { setTimeout as pause } from "node:timers/promises"
import * as z from "zod"
import { ownString } from "../../../shared/base/contracts/bounded-string.ts"
import { later } from "../../../shared/base/platform/instants.ts"
import type { LogFile } from "../reading/open-log.ts"
import type { Following } from "./followed-file.ts"
import type { KeptPositions } from "./kept-positions.ts"
import type { LogSource } from "./log-source.ts"

/** An object of a bucket. */
export type LogObject = { readonly key: string; readonly modifiedAt: Date }

/** A bucket, or what stands for it. */
export type LogBucket = {
  /** All objects whose key begins so. */
  list(prefix: string): AsyncIterable<LogObject>
  /** @throws UnreadableLog when it cannot be read */
  open(key: string): Promise<LogFile>
}

const shippedObjects = z.object({ since: z.iso.datetime(), objects: z.record(ownString(), z.iso.datetime()) })

/** CloudFront delivers entries up to 24 hours late, in files whose names sort before those that are there. */
const lateMilliseconds = 2 * 86_400_000

/** The objects of a prefix, and how to ship each. */
export type ShippedPrefix = {
  /** `s3://bucket/prefix/` */
  readonly name: string
  readonly prefix: string
  readonly bucket: LogBucket
  readonly positions: KeptPositions
  /** Objects that were written before are left out, the first time. Later it goes on where it stopped. */
  readonly since: Date
  /** Resolves to whether the form of the object is known. */
  readonly ship: (source: LogSource) => Promise<boolean>
  /** Looks for new objects until it is aborted. Without it, what is there is shipped once. */
  readonly following?: Following
  /** Is called when all objects that were there at a time, in epoch milliseconds, are shipped. */
  readonly onCaughtUp?: (source: string, at: number) => Promise<void>
}

/**
 * Ships each object under a prefix once. The names of those of the last two days are kept, because a late object can
 * sort before others. After a crash an object is shipped again as a whole, under the same access ids. An object whose
 * form is not known is not kept as shipped: the next start tries it again, for example with `--columns`.
 */
export async function shipPrefix(shipped: ShippedPrefix): Promise<void> {
  const { following } = shipped
  const unknown = new Set<string>()
  for (;;) {
    const at = Date.now()
    await shipNewObjects(shipped, unknown)
    await shipped.onCaughtUp?.(shipped.name, at)
    if (following === undefined || following.signal.aborted) return
    await pause(following.pauseMilliseconds ?? 60_000, undefined, { signal: following.signal }).catch(() => {})
  }
}

/** Whether a load balancer of AWS wrote an object only to try the bucket, as `ELBAccessLogTestFile`. It has no log. */
export const isTestFile = (key: string): boolean => /(?:^|\/)ELB\w*LogTestFile$/.test(key)

async function shipNewObjects(
  { name, prefix, bucket, positions, since, ship, following }: ShippedPrefix,
  unknown: Set<string>,
): Promise<void> {
  const kept = positions.get(name, shippedObjects) ?? { since: since.toISOString(), objects: {} }
  const latest = Object.values(kept.objects).reduce(later, kept.since)
  const floor = Math.max(Date.parse(kept.since), Date.parse(latest) - lateMilliseconds)
  const objects = new Map(Object.entries(kept.objects).filter(([, at]) => Date.parse(at) >= floor))
  const isLeftOut = (key: string) => objects.has(key) || unknown.has(key) || isTestFile(key)
  const found: LogObject[] = []
  for await (const object of bucket.list(prefix))
    if (object.modifiedAt.getTime() >= floor && !isLeftOut(object.key)) found.push(object)
  found.sort((a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime())
  for (const { key, modifiedAt } of found) {
    if (following?.signal.aborted === true) return
    if (!(await ship(objectSource(name, key, await bucket.open(key))))) {
      unknown.add(key)
      continue
    }
    objects.set(key, modifiedAt.toISOString())
    await positions.keep(name, { since: kept.since, objects: Object.fromEntries(objects) })
  }
}

/** An object is read as a whole, so it has no position of its own. */
function objectSource(name: string, key: string, file: LogFile): LogSource {
  return {
    name: `${name} ${key}`,
    async *read() {
      let lines = 0
      for await (const batch of file.lines()) {
        lines += batch.length
        yield { lines: batch, position: { lines }, isLast: false }
      }
    },
  }
}
