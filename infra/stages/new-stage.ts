/** A party to start with. */
export type NewParty = { readonly kind: "retailer" | "carrier"; readonly id: string; readonly alias: string }

/** What a new stage is asked for. */
export type NewStage = {
  readonly region: string
  readonly account?: string | undefined
  /** For trials: its data go with the stack, and its keys are made on this machine. Otherwise for production. */
  readonly isTrial: boolean
  readonly alarmEmails: readonly string[]
  readonly country: string
  readonly timeZone: string
  /** The laws that bind every party of the stage. */
  readonly laws: readonly string[]
  readonly parties: readonly NewParty[]
  /** Public keys of parties, by party id. */
  readonly publicKeys: Readonly<Record<string, object>>
  /** Settings of the stage that differ from what a new stage starts with. */
  readonly settings?: object
}

/** `wayseal.config.json` of a new stage. */
export function stageFileOf({ region, account, isTrial, alarmEmails, settings }: Omit<NewStage, "publicKeys">): object {
  return {
    $schema: schemaOf("wayseal.config.schema.json"),
    ...(account === undefined ? {} : { account }),
    region,
    tags: { application: "wayseal", environment: isTrial ? "trial" : "production" },
    keepData: !isTrial,
    terminationProtection: false,
    alarmEmails,
    hubAccountMayPublish: isTrial,
    ...(isTrial ? { logRetentionDays: 30 } : {}),
    ...settings,
  }
}

/** `parties.json` of a new stage. What nobody asked for starts with a plain value that its owner has to look at. */
export function partiesFileOf({ country, timeZone, laws, publicKeys, ...stage }: NewStage): object {
  const isRead = stage.isTrial && stage.account !== undefined
  return {
    $schema: schemaOf("parties.schema.json"),
    parties: stage.parties.map(({ kind, id, alias }) => ({
      id,
      kind,
      alias,
      // In a trial whoever deploys it tries the parties' side too.
      channels: { ...(isRead ? { queueReader: `arn:aws:iam::${stage.account}:root` } : {}), emails: [] },
      ...(publicKeys[id] === undefined ? {} : { credentials: { publicKeys: [publicKeys[id]] } }),
      laws,
      jurisdiction: { country, timeZone },
      ...(kind === "retailer" ? { ordersPerDay: 100, missShare: 0.05 } : {}),
      ...(stage.isTrial ? numbersOf(kind, id) : {}),
      ...(stage.isTrial && kind === "retailer" ? { shipperAccounts: accountsOf(id, stage.parties) } : {}),
    })),
  }
}

/** Numbers to try things with, so that walks along them can be seen. */
function numbersOf(kind: NewParty["kind"], id: string): object {
  const prefix = id.slice(0, 2).toUpperCase()
  return kind === "retailer"
    ? { referenceFormat: { prefix, digits: 7 } }
    : { trackingNumbers: { format: { prefix, digits: 10 }, parcelsPerDay: 1000 } }
}

/** An account at each carrier, so that what carriers report of the retailer's parcels reaches it at once. */
function accountsOf(retailerId: string, parties: readonly NewParty[]): readonly object[] {
  const account = `TRIAL-${retailerId.toUpperCase()}`
  return parties.flatMap(({ kind, id }) => (kind === "carrier" ? [{ carrierId: id, account }] : []))
}

/** Where editors find the schema, seen from a stage's folder. */
const schemaOf = (name: string): string => `../../docs/generated/${name}`
