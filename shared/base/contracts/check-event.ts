import * as z from "zod"
import type { EventContract } from "./define-event.ts"
import type { Metadata } from "./envelope.ts"
import { withFieldFixes } from "./field-fixes.ts"
import { type IgnoredField, ignoredFields } from "./ignored-fields.ts"
import type { Problem } from "./problem.ts"

/** An event as it was sent, before anything of it is known. */
export type SentEvent = { readonly detailType: string; readonly detail: unknown }

/** The readable parts of an event that breaks a rule. */
export type KnownOfEvent = {
  detailType?: string | undefined
  suggestion?: { detailType: string; version: number } | undefined
  /** The versions of the event that the hub accepts. They appear in the fix alone. */
  versions?: readonly number[]
}

/**
 * The contract that an event fits with its data, without unknown fields, and what of it the hub cannot use; or all
 * rules that it breaks. Both with the fields that the hub ignores.
 */
export type CheckedEvent<Contract extends EventContract> = { ignored: readonly IgnoredField[] } & (
  | { ok: true; contract: Contract; metadata: Metadata; data: unknown; unusable: readonly Problem[] }
  | { ok: false; known: KnownOfEvent; problems: readonly Problem[] }
)

/** Why a type cannot be sent, and what of it is known. */
export type TypeExplanation = { known: KnownOfEvent; problems: readonly Problem[] }

type ExplainType = (detailType: string, sendable: readonly EventContract[]) => TypeExplanation

const sayUnknown: ExplainType = () => ({ known: {}, problems: [{ path: "detail-type", rule: "unknownEvent" }] })

/** How far a sender's clock may be ahead. */
const clockToleranceMilliseconds = 60 * 60_000

/** No event of an exchange of parcels is older. */
const oldest = Date.parse("2000-01-01T00:00:00Z")

const versionedDetail = z.object({ metadata: z.object({ version: z.number() }) })

/** The contract of the detail's version, or the newest of its type, which then rejects the version. */
export function contractFor<Contract extends EventContract>(
  sendable: readonly Contract[],
  { detailType, detail }: SentEvent,
): Contract | undefined {
  const candidates = versionsOf(sendable, detailType)
  const version = versionedDetail.safeParse(detail).data?.metadata.version
  return candidates.find((contract) => contract.version === version) ?? candidates.at(-1)
}

/**
 * Checks all that can be seen from an event alone: its type, its version, its data and its times. Every way on which
 * events of parties come calls it, so that the same mistake has the same answer everywhere.
 *
 * @param sendable what the sender may send. Each version is a contract of its own
 * @param explain says more of a type that the sender may not send. It may need every contract, which many callers
 *   do not have
 */
export function checkEvent<Contract extends EventContract>(
  sendable: readonly Contract[],
  sent: SentEvent,
  now: Date,
  explain: ExplainType = sayUnknown,
): CheckedEvent<Contract> {
  const { detailType } = sent
  const contract = contractFor(sendable, sent)
  if (contract === undefined) return { ok: false, ignored: [], ...explain(detailType, sendable) }
  const ignored = ignoredFields(contract, sent.detail)
  const received = contract.receive(sent.detail)
  const problems = received.ok ? wrongTimes(contract, received, now) : received.problems
  if (received.ok && problems.length === 0) {
    const { metadata, data } = received
    return { ok: true, contract, metadata, data, unusable: contract.unusable?.(data) ?? [], ignored }
  }
  const versions = versionsOf(sendable, detailType).map(({ version }) => version)
  return { ok: false, known: { detailType, versions }, problems: withFieldFixes(contract, problems), ignored }
}

type Times = { readonly metadata: Metadata; readonly data: unknown }

function wrongTimes(contract: EventContract, { metadata, data }: Times, now: Date): Problem[] {
  const times = { "metadata.occurredAt": metadata.occurredAt, ...contract.happened?.(data) }
  return Object.entries(times).flatMap(([path, time]): Problem[] => {
    const at = Date.parse(time)
    if (at > now.getTime() + clockToleranceMilliseconds) return [{ path, rule: "inFuture" }]
    return at < oldest ? [{ path, rule: "tooOld" }] : []
  })
}

/** The contracts of a type, the oldest version first. */
function versionsOf<Contract extends EventContract>(contracts: readonly Contract[], detailType: string): Contract[] {
  return contracts
    .filter((contract) => contract.detailType === detailType)
    .sort((one, other) => one.version - other.version)
}
