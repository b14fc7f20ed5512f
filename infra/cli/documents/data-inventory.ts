import type { FunctionDeployment, TableAction, Use } from "../../../functions/deployment.ts"
import { type TableName, tableNames } from "../../../functions/tables.ts"
import { failureDays, messageDays, recoveryDays } from "../../../shared/base/contracts/retention.ts"
import type { FunctionDeployments } from "../../function-deployments.ts"
import { type Stored, type StoredInTable, storedInTables } from "./stored-in-tables.ts"

/** A place that is no table. `covers` matches type and logical id of the resources that it is about. */
export type OtherPlace = Stored & {
  readonly until: string
  readonly name: string
  readonly covers: RegExp
  readonly key: string
  readonly readers: string
}

/** Every other place in which something rests. A test compares it with the synthesised stacks. */
export const otherPlaces: readonly OtherPlace[] = [
  {
    name: "Ingress bus",
    covers: /^AWS::Events::EventBus IngressBus/,
    holds: "events of parties on their way",
    form: "raw: name, postal code, order reference, signatory, address of a visitor",
    key: "ingress",
    until: "moments; it has no archive and no log",
    readers: "the queues of functions",
  },
  {
    name: "Ingress queues and their dead letters",
    covers: /^AWS::SQS::Queue (?!Party|.*Webhook|.*Schedule|ExchangeBus|.*Stream|.*Edge)/,
    holds: "events of parties that wait for a function, or for a person",
    form: "raw, as above. They are the only place where raw data rests",
    key: "ingress, or data where only the hub's own events come",
    until: `${messageDays} days at most`,
    readers: "the function of the queue; whoever redrives dead letters",
  },
  {
    name: "Exchange bus and its dead letters",
    covers: /^AWS::(Events::EventBus|SQS::Queue) ExchangeBus/,
    holds: "events of the hub on their way to parties",
    form: "redacted: ids that the receiving party itself issued, and opaque names",
    key: "data",
    until: `moments; dead letters ${messageDays} days`,
    readers: "rules of the parties to which an event is addressed",
  },
  {
    name: "Archive",
    covers: /^AWS::Events::Archive /,
    holds: "events of the exchange bus, for replays",
    form: "redacted, as above",
    key: "data",
    until: "`archiveDays` of the stage, by default 90 days",
    readers: "a replay that the operator starts",
  },
  {
    name: "Queues of parties and their dead letters",
    covers: /^AWS::SQS::Queue Party/,
    holds: "events for one party",
    form: "redacted, as above",
    key: "data",
    until: `${messageDays} days at most`,
    readers: "the party's own account or role",
  },
  {
    name: "Queues of webhooks, schedules and streams",
    covers: /^AWS::SQS::Queue (.*Webhook|.*Schedule|.*Stream|.*Edge)/,
    holds: "redacted events for webhooks, and invocations that failed",
    form: "redacted, as above",
    key: "data",
    until: `${messageDays} days at most`,
    readers: "the function of the queue",
  },
  {
    name: "Failures",
    covers: /^AWS::S3::Bucket Failures/,
    holds: "changes of rows that a function gave up on",
    form: "as in the row",
    key: "data",
    until: `${failureDays} days`,
    readers: "`npx wayseal redrive`",
  },
  {
    name: "Documents and files of evidence",
    covers: /^AWS::S3::Bucket Documents/,
    holds: "documents that a party asked for, and files that it uploaded",
    form: "what the document or file says. A list of exposed shipments has the party's own ids",
    key: "document",
    until: "documents a day; files of evidence `backupYears` of the stage, by default 6 years",
    readers: "whoever has a link that was signed for the party, for minutes",
  },
  {
    name: "Pages",
    covers: /^AWS::S3::Bucket (?!Failures|Documents)/,
    holds: "files of the console and of the documentation, in us-east-1",
    form: "none",
    key: "of S3",
    until: "the next deployment",
    readers: "everybody, through the edge",
  },
  {
    name: "Copies of the breach register",
    covers: /^AWS::Backup::BackupVault /,
    holds: "monthly copies of `BreachCases`, `SealingKeys` and `InvitedParties`",
    form: "as in the tables",
    key: "data",
    until: "`backupYears` of the stage, by default 6 years",
    readers: "a restore that the operator starts",
  },
  {
    name: "Earlier states of tables",
    covers: /^AWS::DynamoDB::Table /,
    holds: "every table as it was (point-in-time recovery)",
    form: "as in the tables",
    key: "data",
    until: `${recoveryDays} days`,
    readers: "a restore that the operator starts",
  },
  {
    name: "Logs",
    covers: /^AWS::Logs::LogGroup /,
    holds: "what functions did, with opaque ids; which paths of the API were called",
    form: "none: a test drives canary values through every field of every event",
    key: "of CloudWatch Logs",
    until: "`logRetentionDays` of the stage",
    readers: "whoever the account lets read logs",
  },
  {
    name: "Topics",
    covers: /^AWS::SNS::Topic /,
    holds: "e-mail addresses of operators, and in a stage without `mail` those of parties' contacts",
    form: "addresses as entered",
    key: "data",
    until: "the contact is taken out",
    readers: "SNS, to send mail",
  },
  {
    name: "Secrets",
    covers: /^AWS::SecretsManager::Secret /,
    holds: "the secret of all keyed hashes, canary references, and the secret between edge and API",
    form: "none",
    key: "of Secrets Manager",
    until:
      "the stage ends; older versions of the hash secret stay, so that rows stay findable. With `browserEdge`, the secret between edge and API has a replica in us-east-1",
    readers: "functions that hash or judge; whoever the account lets read secrets",
  },
  {
    name: "Contracts",
    covers: /^AWS::EventSchemas::Registry /,
    holds: "the contracts of events",
    form: "none",
    key: "of EventBridge",
    until: "the stage ends",
    readers: "whoever the account lets read schemas",
  },
]

/** An update can return the row that it changed. */
const reading = new Set<TableAction>(["BatchGetItem", "GetItem", "Query", "Scan", "UpdateItem"])

const introduction: readonly string[] = [
  "# What rests where",
  "",
  "Generated from `functions/*/deployment.ts` and `infra/cli/documents/data-inventory.ts` by `npm run generate`. Do not",
  "edit.",
  "",
  "For whoever answers for privacy at the operator. [Operator documents](../operator/README.md) say what to do with it.",
  "",
  "Everything rests in one AWS region, that of the stage. With `browserEdge`, pages and a replica of the secret between",
  "edge and API rest in us-east-1 too. CloudFront then takes requests of visitors, officers and parties at its locations",
  "around the world, and its firewall counts their addresses for five minutes. Neither keeps a log or a sample. What is",
  "sent to parties, by mail, webhook, Slack or to their own AWS accounts, goes where they receive it.",
  "",
  "Every table is encrypted under the data key in KMS. Nobody can compute a keyed hash without the hub's secret, which is",
  "in Secrets Manager. What is sealed is encrypted under a data key of its own, which the sealing key in KMS protects:",
  "with that key the hub opens it again. Beside the functions named here, an administrator of the AWS account can read",
  "what IAM and the key policies allow: [operator access](../operator/operator-access.md).",
  "",
]

/** What rests where, and which functions can read it. The functions follow from what they are granted. */
export function dataInventory(deployments: FunctionDeployments): string {
  return [
    ...introduction,
    "## Tables",
    "",
    "| table | what rests | personal data, and in which form | until | an erasure of a shipment removes | functions that read it |",
    "|---|---|---|---|---|---|",
    ...tableNames.map((name) => tableLine(name, deployments)),
    "",
    "A breach case can hold what an erasure would remove. The receipt says what, why and until when:",
    "[data requests](../data-requests.md).",
    "",
    ...whatStays(),
    "",
    "## Other places",
    "",
    "| place | what rests | personal data, and in which form | key | until | who reads it |",
    "|---|---|---|---|---|---|",
    ...otherPlaces.map(
      ({ name, holds, form, key, until, readers }) =>
        `| ${name} | ${holds} | ${form} | ${key} | ${until} | ${readers} |`,
    ),
    "",
    "## Functions that can open what is sealed",
    "",
    "| what | functions |",
    "|---|---|",
    ...sealed.map(([what, uses]) => `| ${what} | ${functionsWith(deployments, uses)} |`),
    "",
  ].join("\n")
}

/** The rows that no clock removes. */
function whatStays(): string[] {
  return [
    "## What has no end of its own",
    "",
    "These rows stay until the operator deletes them, or the stage ends. All others expire by themselves.",
    "",
    "| table | what stays |",
    "|---|---|",
    ...tableNames.flatMap((name) => {
      const { stays } = storedInTables[name]
      return stays === undefined ? [] : [`| ${name} | ${stays} |`]
    }),
  ]
}

const sealed: readonly (readonly [what: string, uses: readonly Use[]])[] = [
  ["order references and tracking numbers", ["seal", "unseal"]],
  ["tokens that carriers gave to visitors", ["seal", "unseal", "sealTokens", "unsealTokens"]],
  [
    "papers of parties: notes, drafts, names of files and of officers, webhooks",
    ["seal", "unseal", "sealParties", "unsealParties"],
  ],
  ["keyed hashes: can compute one", ["hash"]],
]

/** Each of these reads the table of sealed data keys. */
const sealingUses: readonly Use[] = ["seal", "unseal", "sealTokens", "unsealTokens", "sealParties", "unsealParties"]

function tableLine(name: TableName, deployments: FunctionDeployments): string {
  const { holds, form, until, stays, ofErased } = storedInTables[name]
  const ends = [
    ...(stays === undefined ? [] : ["[no end of its own](#what-has-no-end-of-its-own)"]),
    ...(until ? [until] : []),
  ]
  const readers = [...deployments].flatMap(([functionName, deployment]) =>
    canRead(deployment, name) ? [`\`${functionName}\``] : [],
  )
  const cells = [name, holds, form, ends.join("; "), wordsOf(ofErased), readers.join(", ")]
  return `| ${cells.join(" | ")} |`
}

function wordsOf(ofErased: StoredInTable["ofErased"]): string {
  if (ofErased === "nothing") return "nothing: it has none"
  return ofErased === "expires" ? "nothing: it ends by itself" : ofErased.map((part) => `\`${part}\``).join(", ")
}

function canRead(deployment: FunctionDeployment, table: TableName): boolean {
  return (
    deployment.stream?.table === table ||
    (table === "SealingKeys" && hasUse(deployment, sealingUses)) ||
    [deployment, ...(deployment.includes ?? [])].some(
      ({ tables, indexes }) =>
        (indexes?.[table] ?? []).length > 0 || (tables?.[table] ?? []).some((action) => reading.has(action)),
    )
  )
}

function functionsWith(deployments: FunctionDeployments, wanted: readonly Use[]): string {
  return [...deployments]
    .filter(([, deployment]) => hasUse(deployment, wanted))
    .map(([name]) => `\`${name}\``)
    .join(", ")
}

const hasUse = (deployment: FunctionDeployment, wanted: readonly Use[]): boolean =>
  [deployment, ...(deployment.includes ?? [])].some(({ uses }) => uses?.some((use) => wanted.includes(use)))
