import type { EventContract } from "../shared/base/contracts/define-event.ts"
import type { OptionalPart } from "../shared/base/platform/resource-variables.ts"
import type { Part } from "./parts.ts"
import type { IndexOf, StreamedTable, TableName } from "./tables.ts"

/** A DynamoDB action that a function may need, without the prefix `dynamodb:`. */
export type TableAction =
  | "BatchGetItem"
  | "BatchWriteItem"
  | "DeleteItem"
  | "GetItem"
  | "PutItem"
  | "Query"
  | "Scan"
  | "UpdateItem"

/**
 * What a function may do beside using tables:
 * - `hash`: read the secret from which keyed hashes are derived
 * - `canaries`: read the list of canary references
 * - `seal`, `unseal`: encrypt and decrypt, or only decrypt, under all data keys
 * - `sealTokens`, `unsealTokens`: the same under the data keys of accessor tokens alone
 * - `sealParties`, `unsealParties`: the same under the data keys of parties alone
 * - `headMac`: sign the head of a case's timeline
 * - `sign`: sign with the newest key whose public key is published
 * - `publishKeys`: read all public keys, and have the keys endorse each other
 * - `publish`: put events on the exchange bus
 * - `publishForParties`: put events on the ingress bus in the name of an authenticated party
 * - `mail`: send mail to the contacts of parties, through SES or through the alert topics of parties
 * - `subscribeContacts`: change who is subscribed to the alert topics of parties, and make those of invited parties
 * - `signWebhooks`: read the webhook secrets of parties
 * - `signIn`: read the client secrets of the issuers of parties, and know the address of the hub
 * - `watchStage`: see how the stage's queues, functions, alarms and topics are, know where its operators sign in,
 *   read the client secret there, keep their sessions, and count restrictions without their
 *   accessors. Only the operator's page may
 * - `watchTriggers`: see whether triggers and rules of the stage are on, and how many changes functions gave up on
 * - `writeDocuments`: write files into the bucket of documents, once each
 * - `askForDocuments`: let a document wait until it is drawn
 * - `linkDocuments`: make links to files in that bucket
 * - `takeEvidence`: write files of evidence into that bucket, or make links with which parties do, once each
 * - `linkRecipients`: know the page to which links for recipients lead, if the stage names one
 * - `retention`: know how long the stage keeps events and copies
 */
export type Use =
  | "hash"
  | "canaries"
  | "seal"
  | "unseal"
  | "sealTokens"
  | "unsealTokens"
  | "sealParties"
  | "unsealParties"
  | "headMac"
  | "sign"
  | "publishKeys"
  | "publish"
  | "publishForParties"
  | "mail"
  | "subscribeContacts"
  | "signWebhooks"
  | "signIn"
  | "watchStage"
  | "watchTriggers"
  | "writeDocuments"
  | "askForDocuments"
  | "linkDocuments"
  | "takeEvidence"
  | "linkRecipients"
  | "retention"

/** Uses of what not every stage has, and the parts for which a stage has it. Others get no such grant. */
export const partsOfUse: { readonly [Name in Use]?: readonly Part[] } = {
  headMac: ["desk"],
  sign: ["desk", "proof"],
  publishKeys: ["desk", "proof"],
  writeDocuments: ["desk"],
  askForDocuments: ["desk"],
  linkDocuments: ["desk"],
  takeEvidence: ["desk"],
}

/** An alarm on a time that a function measures. */
export interface MeasuredAlarm {
  readonly sentence: string
  readonly atMilliseconds: number
}

/** An alarm on a count that comes at intervals. It stays while there was one within so many minutes. */
export interface LastingAlarm {
  readonly sentence: string
  readonly withinMinutes: number
}

/** An alarm on what each run of a function counts, also when there is none. It stays while there is one. */
export interface StateAlarm {
  readonly sentence: string
  /** How often the function counts. */
  readonly everyMinutes: number
  /** Whether it is raised when nobody counts, too. */
  readonly silenceRaises?: true
}

/** What a function may use. It finds the name of each resource in its environment. */
export interface Grants {
  /** Actions on the rows of a table. */
  readonly tables?: { readonly [Name in TableName]?: readonly TableAction[] }
  /** Indexes of a table that it may query. */
  readonly indexes?: { readonly [Name in TableName]?: readonly IndexOf<Name>[] }
  readonly uses?: readonly Use[]
}

/** Changes of rows that a function receives: by kind of change, and by attributes of the row after it. */
export interface StreamFilter {
  readonly changes: readonly ("INSERT" | "MODIFY")[]
  readonly where?: Readonly<Record<string, string | boolean>>
}

/** How a function takes messages from a queue. */
export interface QueueIntake {
  /** Messages for one invocation. 10 when absent. */
  readonly batchSize?: number
  /** Invocations that one queue causes at the same time, at least 2. As the stage is configured when absent. */
  readonly maxConcurrency?: number
}

/** The changes that a function receives, and how many at a time. */
export interface StreamSource {
  readonly table: StreamedTable
  readonly filters: readonly StreamFilter[]
  /** 50 when absent. */
  readonly batchSize?: number
  /** Batches of one shard that are handled at the same time. Each row keeps its order. 1 when absent. */
  readonly parallelBatches?: number
  /** How long the first change of a batch waits for more. It does not when absent. */
  readonly gatherSeconds?: number
}

/**
 * Method and path of a route of the API, of the recipient's page, of letters, of views for regulators, of the
 * operator's page or of the console.
 * `$default` is all that no other route takes.
 */
export type HttpRoute =
  | `${"GET" | "POST" | "PATCH" | "DELETE"} /v1/${string}`
  | `${"GET" | "POST"} /t${"" | `/${string}`}`
  | `${"GET" | "POST"} /letter${"" | `/${string}`}`
  | `${"GET" | "POST"} /view`
  | `GET /desk${"" | `/${string}`}`
  | `${"GET" | "POST"} /hub${"" | `/${string}`}`
  | "$default"

/**
 * At most how many files of this project a function reads, its entry among them: what somebody reads who wants to know
 * it whole. Imports of types alone do not count. `npm run jest -- test/functions` prints how many each reads, and fails
 * when it is more, or many fewer.
 */
export interface Reach {
  /** At the start of a container. */
  readonly files: number
  /** In addition, when a call needs what `import()` reads. 0 when absent. */
  readonly later?: number
}

/** The contexts of `shared/` that have functions. Each is a stack within the stack of functions. */
export const contexts = ["parties", "intake", "watch", "desk", "proof", "pages"] as const
export type Context = (typeof contexts)[number]

/** How infra deploys one function. `functions/<name>/deployment.ts` declares it and exports it as `deployment`. */
export interface FunctionDeployment extends Grants {
  readonly context: Context
  readonly description: string
  /** What people notice when the function fails. Every alarm of the function ends with it. */
  readonly impact: string
  readonly reaches: Reach
  /** Whether its alarms wait for the morning. Otherwise they wake somebody, as far as alarms of their kind do. */
  readonly canWait?: boolean
  /**
   * The parts of a stage that it belongs to. Only stages that take one of them deploy it. When absent, all do. What is
   * part of `testReferences` takes only events about these.
   */
  readonly partOf?: readonly Part[]
  /** What is different in a stage that leaves a part out. */
  readonly without?: { readonly [Left in OptionalPart]?: Difference }
  /**
   * Events that it takes from a queue: contracts of parties from the ingress bus, and contracts of the hub from the
   * exchange bus if they are addressed to the hub. `unknownEvents` are all events on the ingress bus that no other
   * function takes. `webhookEvents` are all events that are addressed to a party with a webhook, in a queue
   * for each party of the file, and all that are addressed to invited parties, in one queue. `partnerEvents` are all
   * events on the partner event buses that the stage names. `askedDocuments` are the documents that parties ask for.
   */
  readonly consumes?: readonly EventContract[] | "unknownEvents" | "webhookEvents" | "partnerEvents" | "askedDocuments"
  /** How the function takes messages from each of its queues. */
  readonly queue?: QueueIntake
  /** Changes of a table that it takes from the table's stream; any one filter has to match. */
  readonly stream?: StreamSource
  /** The function runs by itself, so many minutes after the run before. */
  readonly everyMinutes?: number
  /** Routes of the HTTP API, and the setting of the stage that throttles them. */
  readonly http?: {
    readonly routes: readonly HttpRoute[]
    readonly throttle: "lookups" | "events" | "desk"
    /** Whether all its containers together count what one party calls. Then API Gateway leaves room for refusals. */
    readonly refusesParties?: true
    /** Those of the routes that a stage has only if it takes one of some parts. */
    readonly only?: readonly { readonly partOf: readonly Part[]; readonly routes: readonly HttpRoute[] }[]
  }
  /** Grants that several functions share. */
  readonly includes?: readonly Grants[]
  /**
   * Whether its rights are a policy beside its role, and not within it. For a function whose rights grow with the
   * number of parties, so that the CDK divides them, and for one that has more than half of what a role takes: the
   * update from 0.1.0 has them twice for a moment (docs/decisions/0070).
   */
  readonly policyBesideRole?: true
  /** 512 when absent. CPU grows with memory. */
  readonly memoryMegabytes?: number
  /** 30 when absent. */
  readonly timeoutSeconds?: number
  /**
   * Metrics of the function that raise an alarm, each with the alarm's sentence: at the first occurrence, or when one
   * measured time reaches a number of milliseconds. An alarm ends after five minutes unless it lasts.
   */
  readonly alarms?: Readonly<Record<string, string | MeasuredAlarm | LastingAlarm | StateAlarm>>
}

/** What a function is in a stage that leaves a part out, in place of the fields of the same names. */
export type Difference = Partial<Omit<FunctionDeployment, "partOf" | "without" | "http">>

/** The alarm on each of the two parts of an alert's delay: twice what `infra/service-levels.ts` allows. */
export const lateAlerts: MeasuredAlarm = {
  sentence: "An alert about a breach is late. Parties learn of it minutes after it was found.",
  atMilliseconds: 120_000,
}

/** The alarm on a mail about a breach that nobody gets. */
export const mailRefused = "A mail about a breach was refused, and is not sent again. Contacts do not get it."

const declared = new WeakSet<object>()

/** Declares a function, and keeps the types of what it consumes for `entry.ts`. */
export function declareFunction<const Deployment extends FunctionDeployment>(deployment: Deployment): Deployment {
  declared.add(deployment)
  return deployment
}

/** Whether a value came from `declareFunction`, and so has its type. */
export function isDeclared(value: unknown): value is FunctionDeployment {
  return typeof value === "object" && value !== null && declared.has(value)
}
