/**
 * The names that infra and functions share. Infra sets these environment variables beside each grant, and the
 * `deployed-*` files read them.
 */

/** Name of a table. */
export const tableVariables = {
  TrackingRecords: "TRACKING_RECORDS_TABLE",
  Disclosures: "DISCLOSURES_TABLE",
  AccessProfiles: "ACCESS_PROFILES_TABLE",
  Anomalies: "ANOMALIES_TABLE",
  AnnouncedWalkers: "ANNOUNCED_WALKERS_TABLE",
  Restrictions: "RESTRICTIONS_TABLE",
  DecisionNotes: "DECISION_NOTES_TABLE",
  ChallengeFailures: "CHALLENGE_FAILURES_TABLE",
  RetailerProfiles: "RETAILER_PROFILES_TABLE",
  RetailerVolumes: "RETAILER_VOLUMES_TABLE",
  BreachCases: "BREACH_CASES_TABLE",
  SealingKeys: "SEALING_KEYS_TABLE",
  Drills: "DRILLS_TABLE",
  RequestedDocuments: "REQUESTED_DOCUMENTS_TABLE",
  Settings: "SETTINGS_TABLE",
  InvitedParties: "INVITED_PARTIES_TABLE",
  WebhookDeliveries: "WEBHOOK_DELIVERIES_TABLE",
  Erasures: "ERASURES_TABLE",
  ShopEntries: "SHOP_ENTRIES_TABLE",
  ReportStreams: "REPORT_STREAMS_TABLE",
  Sessions: "SESSIONS_TABLE",
  Statements: "STATEMENTS_TABLE",
} as const

/** Every table of the exchange, by the name of its rows. */
export type TableName = keyof typeof tableVariables

/** Name or ARN of any other resource. */
export const resourceVariables = {
  ingressBus: "INGRESS_BUS",
  exchangeBus: "EXCHANGE_BUS",
  /** The URL of the dead-letter queue of the function's own queue. */
  deadLetters: "DEAD_LETTERS_URL",
  /** The name of the queue in which documents wait until they are drawn. */
  askedDocuments: "ASKED_DOCUMENTS",
  /** Where functions set changes of streams aside that they cannot handle. */
  failuresBucket: "FAILURES_BUCKET",
  keyedHashSecret: "KEYED_HASH_SECRET",
  canariesSecret: "CANARIES_SECRET",
  sealingKey: "SEALING_KEY_ID",
  headMacKey: "HEAD_MAC_KEY_ID",
  /** The ARN of the newest signing key, and those of all of them, oldest first, joined by commas. */
  signingKey: "SIGNING_KEY_ID",
  publishedKeys: "PUBLISHED_KEY_IDS",
  documentsBucket: "DOCUMENTS_BUCKET",
  documentKey: "DOCUMENT_KEY_ID",
  /** The start of the ARN of each alert topic. The party's id follows it. The ARNs of all topics would be too long. */
  alertTopicPrefix: "ALERT_TOPIC_PREFIX",
  /** The key of these topics. */
  alertTopicKey: "ALERT_TOPIC_KEY_ID",
  /** The sender of mails to contacts, and what SES counts them under. In a stage without these, topics send them. */
  mailFrom: "MAIL_FROM",
  mailConfigurationSet: "MAIL_CONFIGURATION_SET",
  /** The public address of the API, and of the console where there is one. */
  apiUrl: "API_URL",
  consoleUrl: "CONSOLE_URL",
  /** The page of a parcel for its recipient, to which links in shops lead. Only in a stage that names one. */
  recipientPageUrl: "RECIPIENT_PAGE_URL",
  /** The documentation, for everybody to read. Only in a stage whose edge serves it. */
  documentationUrl: "DOCUMENTATION_URL",
  /** Only in a stage with an edge. */
  originSecret: "ORIGIN_SECRET",
} as const

/** A bus, bucket, secret, key or topic of the exchange. */
export type ResourceName = keyof typeof resourceVariables

/** What the file of a stage may leave out. */
export const optionalParts = ["desk", "proof", "recipientPage", "console", "invitedParties", "vendors"] as const
export type OptionalPart = (typeof optionalParts)[number]

/** Those that a stage leaves out, joined by commas. Every function of such a stage has it, and of no other. */
export const leftOutVariable = "LEFT_OUT"

/** Method and path of every route of the API, joined by commas, for the function that answers all other paths. */
export const apiRoutesVariable = "API_ROUTES"

/** Days that redacted events stay in the archive, and years that copies of the breach register are kept, if any are. */
export const retentionVariables = { archiveDays: "ARCHIVE_DAYS", backupYears: "BACKUP_YEARS" } as const

/** Where the operators of the stage sign in, as JSON, and the names of the stage's stacks, joined by commas. */
export const operatorsVariable = "OPERATORS"
export const stacksVariable = "STACKS"

/** `allowed` where the API answers requests that did not come through the edge too. */
export const directAccessVariable = "DIRECT_ACCESS"

/** The party of each partner event bus, as JSON by the name of the bus. */
export const partnerBusesVariable = "PARTNER_BUSES"

/** `allowed` in the stage of a developer's machine alone, where webhooks may be on that machine. */
export const loopbackWebhooksVariable = "LOOPBACK_WEBHOOKS"

/** `allowed` in that stage alone, where the console and the identity providers are behind ports of that machine. */
export const loopbackConsoleVariable = "LOOPBACK_CONSOLE"

/** Headers that the edge sets on each request to the API. What a client sends under these names, it replaces. */
export const edgeHeaders = {
  originSecret: "x-wayseal-origin-secret",
  clientAddress: "x-wayseal-client-address",
} as const

/** How the names of notes in the failures bucket begin that say that an attempt began. They are nothing to redrive. */
export const begunPrefix = "begun/"

/** The CloudWatch namespace of the metrics that functions count, each by `service` and `stage`. */
export const metricNamespace = "Wayseal"

/** The `service` of metrics that one alarm watches for all functions, and these metrics. */
export const everyService = "every"
export const throttledMetric = "TableThrottled"
export const metricsOfEvery: ReadonlySet<string> = new Set(["SpoofedEvent", "WaitedForAws", throttledMetric])
