import { jsonBounds } from "./bounded-json.ts"
import type { Problem, ProblemRule } from "./problem.ts"

/** What the hub knows of an event with a problem. */
export type ProblemContext = {
  /** The versions of the event that the hub accepts. */
  versions?: readonly number[] | undefined
  /** The EventBridge source of the party that receives the answer. */
  source?: string | undefined
}

/** The problems, each with what the sender can do about it. A fix that is there already stays. */
export function withFixes(problems: readonly Problem[], context: ProblemContext): Problem[] {
  return problems.map((found) => ({ fix: fixOf(found, context), ...found }))
}

/** What the sender of an event can do about a problem: sentences for its engineer, with fields and never a value. */
export function fixOf({ path, rule }: Problem, context: ProblemContext): string {
  return fixesByPath[`${path} ${rule}`]?.(context) ?? fixes[rule](path, context)
}

const usualSource = "wayseal.<kind>.<party id>"

const fixes: Readonly<Record<ProblemRule, (path: string, context: ProblemContext) => string>> = {
  required: (path) => `Add ${path}.`,
  type: (path) =>
    `Give ${path} the type that it has in the example of the event catalogue. Text needs quotes. A number or an object ` +
    "has none.",
  format: (path) => `Write ${path} in the form that it has in the example of the event catalogue.`,
  tooSmall: (path) => `Give ${path} at least the length or size that the event catalogue says.`,
  tooBig: (path) => `Shorten ${path} to what the event catalogue says, or send it in several events.`,
  oneOf: (path) => `Set ${path} to one of the words that the event catalogue lists. Case matters.`,
  unknownField: (path) => `Remove what the schema does not name from ${path}, or correct the spelling of the field.`,
  notOpaque: (path) =>
    `Send a random id in ${path}, such as a UUID, without words or separators, and keep which one belongs to what.`,
  invalid: (path) => `Compare ${path} with the example of the event in the event catalogue.`,
  json: () => "Send a detail that is JSON: whole, and without NaN, Infinity, comments, single quotes or a last comma.",
  tooDeep: () =>
    `Send a detail of at most ${jsonBounds.levels} levels of objects and lists. No event needs more than ten.`,
  inFuture: (path) => `Send the true time in ${path}, with its offset. Check your clock and its time zone.`,
  tooOld: (path) =>
    `Send the true time in ${path}. One in January 1970 is often a number of seconds that was read as milliseconds.`,
  unknownEvent: () => "Use a detail-type of the event catalogue that your kind of party sends. Case matters.",
  unknownVersion: (path, { versions = [] }) =>
    `Set ${path} to ${versionsInWords(versions)}, and send the data of that version.`,
  wrongSender: (_, { source = usualSource }) =>
    `Publish from your own account with the source ${source}. If you did not send this event, somebody else can ` +
    "publish from your account: look in CloudTrail who called PutEvents.",
  unknownReference: (path) =>
    `Check ${path}. If it is right, send the event that introduces it, and then this one again.`,
  unknownParty: (path) => `Set ${path} to the id or alias of a party that takes part. Ask the hub which ones do.`,
  notYours: (path) => `Use in ${path} only what belongs to you.`,
  notAllowed: () => "Leave this event to the party that may send it.",
  idReused: (path) =>
    `Give each event a ${path} of its own. The hub keeps what came first under this one, and nothing of this event.`,
  conflict: (path) => `Compare ${path} with what you sent before. Send a later event if it has changed.`,
  limit: () => "Send less at a time, or send the rest later.",
  unavailable: () => "Send the event again in a minute, under the same id.",
}

const lastAtFix =
  "Set lastAt to the last of the folded lookups: of the same UTC day as at, not before it, and not after now."

const againstFactorsFix =
  "Every factor is high and the answer is no. No event can carry why. Answer in the console, or with POST /facts over " +
  "HTTPS: say why in explanation, and give in confirmedBy the name of the person who stands for it."

/** Fixes that depend on the field. */
const fixesByPath: Readonly<Record<string, (context: ProblemContext) => string>> = {
  "detail type": () =>
    "Send detail as an object with metadata and data. A text with JSON in it is no object: send the object itself, once.",
  "data.accesses[].accessId conflict": () =>
    "Give each lookup an accessId of its own. This one was reported before with other details, and the first report stays.",
  "data.accesses[].lastAt tooSmall": () => lastAtFix,
  "data.accesses[].lastAt tooBig": () => lastAtFix,
  "data.recipient.postalCode format": () =>
    "The hub takes the parcel, but nobody can open it with this postal code, which cannot be one in " +
    "data.recipient.country. Correct them before you send it. If you have sent it, send the parcel with the right ones " +
    "under a new shipmentId, and ShipmentCancelled for this one. Where there are no postal codes, send a linkTokenDigest.",
  "data.orderReference invalid": () =>
    "Send data.orderReference as the customer reads it, without control characters, marks of direction, zero-width " +
    "characters and broken UTF-8 (U+FFFD, half of a surrogate pair): nobody can type them.",
  "data.trackingNumber conflict": () =>
    "Send TrackingNumberAssigned with the right number and a later metadata.occurredAt: two numbers of this shipment " +
    "have the same time.",
  "data.shipmentId conflict": () =>
    "Use a new shipmentId for another shipment. Change a tracking number with TrackingNumberAssigned.",
  "data.trackingNumber limit": () =>
    "Give at most 20 shipments the same tracking number. Check that it is the right one.",
  "data.carrierId unknownParty": () =>
    "Set data.carrierId to the party id of a carrier. Ask the hub which ones take part. If yours does not, name it in " +
    "`counterparties` of your settings, and write <your party id>--<its key>.",
  "data.tool unknownParty": () =>
    "Name a tool as observed:<carrier id>. A carrier that takes no part has the id <your party id>--<its key>, and is " +
    "in `counterparties` of your settings.",
  "data.evidence.kind notAllowed": () =>
    "Name order references only of the tool of a carrier that you named in `counterparties`. Of a carrier that takes " +
    "part, give accessIds, an accessorToken or a timeRange.",
  "data.evidence.lastReference format": () =>
    "Write the first and the last order reference in your referenceFormat, of up to 12 digits, the lower one first. " +
    "If the hub knows no referenceFormat of yours, list the references.",
  "data.evidence.lastReference tooBig": () => "Name at most 20,000 order references in a report, and send several.",
  "data.evidence.until tooBig": () => "Set until to a time that is over.",
  "data.assessment.explanation required": () => againstFactorsFix,
  "data.confirmedBy required": () => againstFactorsFix,
  "data.trackingNumber notOpaque": () =>
    "Use a tracking number that does not contain the order reference, because the carrier reads it.",
}

/** Whether a problem of this field has a fix of its own, which says more than the field's example. */
export const isFixedByPath = ({ path, rule }: Problem): boolean => Object.hasOwn(fixesByPath, `${path} ${rule}`)

function versionsInWords(versions: readonly number[]): string {
  return versions.length === 0 ? "a version of the event catalogue" : versions.join(" or ")
}
