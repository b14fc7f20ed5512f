import * as z from "zod"
import type { Deprecation } from "./deprecation.ts"
import { correlationId, eventId, hubSource, type Metadata, metadata, type OutgoingMetadata } from "./envelope.ts"
import { wideId } from "./opaque-id.ts"
import { type Problem, problemsOf } from "./problem.ts"
import { unknownFields } from "./unknown-fields.ts"
import type { PartyKind } from "./words.ts"

/** Who sends or receives an event. `party` is a retailer or a carrier. */
export type EventRole = PartyKind | "party" | "hub"

/**
 * `original`: as its author wrote it. `redacted`: the hub passes it on without the fields that the receiver may not
 * see. `forwarded`: the hub passes on to one party what another party did.
 */
export type EventForm = "original" | "redacted" | "forwarded"

/** An entry of PutEvents. It has the shape of the SDK's own type, so that contracts need no SDK. */
export type EventEntry = {
  EventBusName: string
  Source: string
  DetailType: string
  Detail: string
  Time: Date
  /** Marks of the event by which rules select it, such as `invitedPartyMark`. */
  Resources?: string[]
}

/** An EventBridge rule's pattern. */
export type EventPattern = {
  source: (string | { prefix: string })[]
  "detail-type": string[]
  detail?: { metadata: { audience: string[] } }
}

/** What a producer states to build an entry. */
export type EntryOptions<Data> = { source: string; busName: string; data: Data; metadata: OutgoingMetadata }

/** The valid detail, or the problems of an invalid one. */
export type Received<Data> = { ok: true; metadata: Metadata; data: Data } | { ok: false; problems: Problem[] }

/** One event in one version and one form. Producers, consumers, rules and documents use this declaration. */
export type EventContract<
  DetailType extends string = string,
  Data extends z.ZodType = z.ZodType,
  ProducerData extends z.ZodType = z.ZodType,
> = {
  readonly detailType: DetailType
  readonly version: number
  readonly from: EventRole
  readonly to: EventRole
  readonly form: EventForm
  /** File and document name: `shipment-created`, `redacted-shipment-created`. */
  readonly name: string
  readonly summary: string
  /** The data as a consumer receives it, without unknown fields. */
  readonly data: Data
  /** The data as a producer must send it. It differs when a consumer checks a list entry by entry. */
  readonly producerData: ProducerData
  /** The whole `detail` as a producer sends it: metadata of this version, and the data. For documents. */
  readonly schema: z.ZodType
  /** Valid examples of the data. */
  readonly examples: readonly z.input<ProducerData>[]
  /** That this version will end. Documents say so. */
  readonly deprecation: Deprecation | undefined
  /** Largest `detail` in bytes of UTF-8. */
  readonly maxBytes: number
  /**
   * What the hub cannot use of valid data. It takes the event all the same, and its sender has to learn of it. Absent:
   * it can use all of it.
   */
  unusable?(data: z.output<Data>): readonly Problem[]
  /** When what the event says happened, by path. Such a time is neither to come nor of another age. */
  happened?(data: z.output<Data>): Readonly<Record<string, string>>
  /** Parses a received `detail` without its unknown fields. Problems name paths and rules. */
  receive(detail: unknown): Received<z.output<Data>>
  /** The EventBridge pattern that selects this event. On the exchange bus for one audience. */
  pattern(options?: { audience?: string }): EventPattern
  /**
   * Builds the entry for PutEvents.
   * @throws ContractBroken when the data or metadata do not fit, or have a field that the schema does not know
   */
  entry(options: EntryOptions<z.input<ProducerData>>): EventEntry
}

/** The hub was about to send an event that breaks its own contract. The message names paths and rules, never values. */
export class ContractBroken extends Error {
  override readonly name = "ContractBroken"
  readonly problems: readonly Problem[]

  constructor(contract: string, problems: readonly Problem[]) {
    super(`${contract}: ${problems.map((entry) => `${entry.path} ${entry.rule}`).join(", ")}`)
    this.problems = problems
  }
}

export type EventDeclaration<DetailType extends string, Data extends z.ZodType, ProducerData extends z.ZodType> = {
  detailType: DetailType
  version: number
  from: EventRole
  to: EventRole
  form?: EventForm
  summary: string
  data: Data
  examples: readonly z.input<ProducerData>[]
  deprecation?: Deprecation
  maxBytes?: number
  unusable?: (data: z.output<Data>) => readonly Problem[]
  happened?: (data: z.output<Data>) => Readonly<Record<string, string>>
}

/** EventBridge accepts 256 KB per entry. This leaves room for the envelope around the detail. */
const entryBytes = 240 * 1024

/** Declares an event. */
export function defineEvent<const DetailType extends string, Data extends z.ZodType>(
  declaration: EventDeclaration<DetailType, Data, Data>,
): EventContract<DetailType, Data, Data> {
  return defineEventCheckedByEntry({ ...declaration, producerData: declaration.data })
}

/**
 * Declares an event with a list whose entries the consumer checks one by one (`data`), while the producer must send
 * valid entries only (`producerData`).
 */
export function defineEventCheckedByEntry<
  const DetailType extends string,
  Data extends z.ZodType,
  ProducerData extends z.ZodType,
>(
  declaration: EventDeclaration<DetailType, Data, ProducerData> & { producerData: ProducerData },
): EventContract<DetailType, Data, ProducerData> {
  const { detailType, version, from, to, summary, data, producerData, maxBytes = entryBytes } = declaration
  const { form = "original", unusable, happened } = declaration
  const ownMetadata = from === "hub" ? addressedMetadata : partyMetadata
  const detailSchema = z.object({ metadata: ownMetadata, data: producerData })
  // Made once, because zod compiles a schema at its first use. That costs more than many parses.
  const envelope = z.object({ metadata: ownMetadata })
  return {
    detailType,
    version,
    from,
    to,
    form,
    name: `${form === "original" ? "" : `${form}-`}${kebab(detailType)}${version === 1 ? "" : `-v${version}`}`,
    summary,
    data,
    producerData,
    schema: documentedSchema(declaration, ownMetadata),
    examples: declaration.examples,
    deprecation: declaration.deprecation,
    maxBytes,
    ...(unusable === undefined ? {} : { unusable }),
    ...(happened === undefined ? {} : { happened }),
    receive: (detail) => receive(detail, { version, envelope, data, maxBytes }),
    pattern: (options) => ({
      source: sourcesOf(from),
      "detail-type": [detailType],
      ...(options?.audience === undefined ? {} : { detail: { metadata: { audience: [options.audience] } } }),
    }),
    entry: (options) => makeEntry({ detailType, version, detailSchema, maxBytes }, options),
  }
}

/** The whole detail of this version, for documents. */
function documentedSchema(
  { detailType, version, summary, producerData }: Documented,
  ownMetadata: typeof addressedMetadata | typeof partyMetadata,
): z.ZodType {
  const versioned = ownMetadata.extend({
    version: z.literal(version).meta({ description: "Major version of the data" }),
  })
  return z.object({ metadata: versioned, data: producerData }).meta({ title: detailType, description: summary })
}

type Documented = { detailType: string; version: number; summary: string; producerData: z.ZodType }

type Entered = {
  detailType: string
  version: number
  detailSchema: z.ZodType<{ metadata: { occurredAt: string }; data?: unknown }>
  maxBytes: number
}

/** @throws ContractBroken */
function makeEntry(
  { detailType, version, detailSchema, maxBytes }: Entered,
  options: EntryOptions<unknown>,
): EventEntry {
  const broken = (problems: readonly Problem[]) => new ContractBroken(`${detailType} v${version}`, problems)
  const given = { metadata: { ...options.metadata, version }, data: options.data }
  const parsed = detailSchema.safeParse(given)
  if (!parsed.success) throw broken(problemsOf(parsed.error, given, "detail"))
  const unknown = [...unknownFields(detailSchema, given, { path: "detail" })]
  if (unknown.length > 0) throw broken(unknown.map(({ place }) => ({ ...place, rule: "unknownField" })))
  const detail = JSON.stringify(parsed.data)
  if (Buffer.byteLength(detail) > maxBytes) throw broken([{ path: "detail", rule: "tooBig" }])
  return {
    EventBusName: options.busName,
    Source: options.source,
    DetailType: detailType,
    Detail: detail,
    Time: new Date(parsed.data.metadata.occurredAt),
  }
}

/** Every event of the hub has one audience. */
const addressedMetadata = metadata.required({ audience: true })

const partyEventId = wideId(/^[A-Za-z0-9_-]{1,64}$/)
const partyIds = {
  id: partyEventId.meta(eventId.meta() ?? {}),
  correlationId: partyEventId.meta(correlationId.meta() ?? {}),
}

/** Parties send events to the hub only, so the audience in them is dropped. */
const partyMetadata = metadata.omit({ audience: true }).extend(partyIds)

type Reception<Data extends z.ZodType> = {
  version: number
  envelope: z.ZodType<{ metadata: Metadata }>
  data: Data
  maxBytes: number
}

const anyDetail = z.object({ data: z.unknown().optional() })

/** All problems at once, but for data of another version and of too many bytes, which is not read. */
function receive<Data extends z.ZodType>(detail: unknown, reception: Reception<Data>): Received<z.output<Data>> {
  const any = anyDetail.safeParse(detail)
  if (!any.success) return { ok: false, problems: problemsOf(any.error, detail, "detail") }
  const outer = reception.envelope.safeParse(detail)
  const problems = outer.success ? [] : problemsOf(outer.error, detail, "detail").map(withoutRoot)
  if (outer.success && outer.data.metadata.version !== reception.version)
    return { ok: false, problems: [{ path: "metadata.version", rule: "unknownVersion" }] }
  if (Buffer.byteLength(JSON.stringify(detail)) > reception.maxBytes)
    return { ok: false, problems: [...problems, { path: "data", rule: "tooBig" }] }
  const inner = reception.data.safeParse(any.data.data)
  if (!inner.success) problems.push(...problemsOf(inner.error, any.data.data, "data"))
  return outer.success && inner.success
    ? { ok: true, metadata: outer.data.metadata, data: inner.data }
    : { ok: false, problems }
}

function withoutRoot(found: Problem): Problem {
  return { ...found, path: found.path.replace(/^detail\./, "") }
}

/** The data of a contract as a consumer receives it. */
export type DataOf<Contract extends EventContract> = z.output<Contract["data"]>

/** The data of a contract as a producer sends it. */
export type ProducerDataOf<Contract extends EventContract> = z.input<Contract["producerData"]>

/** The whole detail of an event. */
export type EventOf<Contract extends EventContract> = { metadata: Metadata; data: DataOf<Contract> }

/** The EventBridge sources of a role. */
export function sourcesOf(role: EventRole): EventPattern["source"] {
  switch (role) {
    case "hub":
      return [hubSource]
    case "party":
      return [{ prefix: "wayseal.retailer." }, { prefix: "wayseal.carrier." }]
    default:
      return [{ prefix: `wayseal.${role}.` }]
  }
}

/** Whether a party of this kind may send what the role sends. */
export function roleIncludes(role: EventRole, kind: PartyKind): boolean {
  return role === kind || role === "party"
}

function kebab(pascal: string): string {
  return pascal.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
}
