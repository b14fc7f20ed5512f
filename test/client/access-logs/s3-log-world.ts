import { createHash } from "node:crypto"
import { Readable } from "node:stream"
import type { StoresObjects } from "../../../client/access-logs/lambda/load-s3.ts"
import { type S3LogHandlerOptions, s3LogHandler } from "../../../client/access-logs/lambda/s3-log-handler.ts"
import type { Transport } from "../../../client/events/transport.ts"
import { hub, nginx } from "./shipping-world.ts"

/** Buckets in memory, by bucket and key. */
function buckets() {
  const objects = new Map<string, Buffer>()
  const etagOf = (content: Buffer | undefined) =>
    content === undefined ? undefined : `"${createHash("md5").update(content).digest("hex")}"`
  const s3 = {
    async getObject({ Bucket, Key }: { Bucket: string; Key: string }) {
      const content = objects.get(`${Bucket}/${Key}`)
      if (content === undefined) throw Object.assign(new Error(`no ${Key}`), { name: "NoSuchKey" })
      const chunks = Array.from({ length: Math.ceil(content.length / 65_536) }, (_, index) =>
        content.subarray(index * 65_536, (index + 1) * 65_536),
      )
      return { Body: Readable.from(chunks), ETag: etagOf(content) }
    },
    async putObject({ Bucket, Key, Body, IfMatch, IfNoneMatch }: Parameters<StoresObjects["putObject"]>[0]) {
      const held = etagOf(objects.get(`${Bucket}/${Key}`))
      const mayWrite = (IfMatch === undefined || IfMatch === held) && (IfNoneMatch === undefined || held === undefined)
      if (!mayWrite) throw Object.assign(new Error("At least one condition failed"), { name: "PreconditionFailed" })
      objects.set(`${Bucket}/${Key}`, Buffer.from(Body))
      return { ETag: etagOf(Buffer.from(Body)) }
    },
  }
  /** The lines that could not be read, of all objects. */
  const unread = (): unknown[] =>
    [...objects]
      .filter(([name]) => name.startsWith("state/unread/"))
      .flatMap(([, content]) => content.toString().trimEnd().split("\n"))
      .map((line): unknown => JSON.parse(line))
  return { objects, s3, unread }
}

export const created = (...keys: readonly string[]): string =>
  JSON.stringify({
    Records: keys.map((key) => ({
      eventName: "ObjectCreated:Put",
      s3: { bucket: { name: "logs" }, object: { key: encodeURIComponent(key).replaceAll("%20", "+") } },
    })),
  })

/** A function of a carrier, its buckets and the hub. */
export function shipper(transportOf = (transport: Transport): Transport => transport) {
  const stored = buckets()
  const to = hub()
  const lines: string[] = []
  const make = (
    s3: StoresObjects = stored.s3,
    transport = transportOf(to.transport),
    more: Partial<S3LogHandlerOptions> = {},
  ) =>
    s3LogHandler({
      ...more,
      reference: "/track/{reference}",
      fields: "existence,phase",
      fingerprintKey: Buffer.alloc(32, 7),
      transport,
      stateBucket: "state",
      s3,
      onLine: (line) => void lines.push(line),
    })
  const handler = make()
  /** Each body is a message, and its place is its id. */
  const deliver = async (bodies: readonly string[], remainingMilliseconds = 300_000, to = handler) => {
    const Records = bodies.map((body, index) => ({ messageId: `m-${index}`, body }))
    const answer = await to({ Records }, { getRemainingTimeInMillis: () => remainingMilliseconds })
    return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
  }
  const put = (key: string, content: string | Buffer) => stored.objects.set(`logs/${key}`, Buffer.from(content))
  const references = () => to.accesses().map(({ reference }) => Object.values(reference)[1])
  return { ...stored, ...to, lines, make, deliver, put, references }
}

export const log = (...references: readonly string[]): string => `${references.map((one) => nginx(one)).join("\n")}\n`

/** The world of a process that ends at its n-th call, before or after the call has its effect. */
export function crashing(at: number, when: "before" | "after") {
  let calls = 0
  return <In, Out>(call: (given: In) => Promise<Out>) =>
    async (given: In): Promise<Out> => {
      calls += 1
      const isOver = calls > at || (calls === at && when === "before")
      const answer = isOver ? undefined : await call(given).catch(() => undefined)
      if (answer === undefined || calls >= at) throw new Error("crash")
      return answer
    }
}
