import { Duration, type Stack } from "aws-cdk-lib"
import { type IKey, Key, type KeyProps, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms"
import { partsOfUse, type Use } from "../../functions/deployment.ts"
import { isTaken, type Parts } from "../../functions/parts.ts"
import { hasQueue } from "../../shared/parties/has-channel.ts"
import type { Party } from "../../shared/parties/party.ts"
import type { KeyName } from "../stages/company-settings.ts"
import type { StageSettings } from "../stages/stage-config.ts"
import { letAlarmsPublish, letArchiveUse, letEventBridgeDeliver, letReadQueues, letTablesUse } from "./key-policies.ts"
import { queueReader } from "./party-channels.ts"
import { whatToKeep } from "./what-to-keep.ts"

export interface StageKeysProps {
  readonly stage: string
  readonly settings: StageSettings
  readonly parts: Parts
  /** Those that have a queue read it under the data key. */
  readonly parties: readonly Party[]
  /** The bus of redacted events, whose archive is under the data key. */
  readonly exchangeBusName: string
}

/** For this long a deleted key can be restored. */
const keyPendingWindow = Duration.days(30)

/** Id of a key's construct: `DataKey`. The logical id begins with it. */
export const keyIdOf = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}Key`

const rotating: Partial<KeyProps> = { enableKeyRotation: true }

/** The keys of a stage: made within its stack, or given by its settings. */
export class StageKeys {
  /** For raw events: the ingress bus, its queues and their dead letters. */
  readonly ingress: IKey
  /** For redacted data: tables, exchange bus, archive, party queues, topics. */
  readonly data: IKey
  /** Wraps the data keys that seal order references and tracking numbers. */
  readonly sealing: IKey
  /** Signs the head of a case's timeline. Absent in a stage without the desk. */
  readonly headMac: IKey | undefined
  /** Keys that sign what anybody can check, oldest first. None in a stage that signs nothing. */
  readonly signing: readonly IKey[]
  /** For the documents that parties ask for. Absent in a stage without the desk. */
  readonly document: IKey | undefined
  readonly #within: Stack
  readonly #props: StageKeysProps

  constructor(within: Stack, props: StageKeysProps) {
    this.#within = within
    this.#props = props
    const ingress = this.#ownKey("ingress", "raw events on the ingress bus, in its queues and dead letters")
    this.data = this.#dataKey()
    this.ingress = ingress ?? this.#inPlaceOf("ingress")
    this.sealing = this.#key("sealing", "wraps the data keys that seal references and tracking numbers")
    this.headMac = this.#keyFor("headMac", () => this.#headMacKey())
    this.signing = this.#keyFor("sign", () => this.#signingKeys()) ?? []
    this.document = this.#keyFor("writeDocuments", () => this.#documentKey())
    this.#allowServices()
  }

  #key(name: KeyName, purpose: string, kind: Partial<KeyProps> = rotating): IKey {
    const given = this.#props.settings.keys?.[name]
    return given === undefined ? this.#newKey(name, purpose, kind) : Key.fromKeyArn(this.#within, keyIdOf(name), given)
  }

  #newKey(name: string, purpose: string, kind: Partial<KeyProps>): Key {
    const { stage, settings } = this.#props
    return new Key(this.#within, keyIdOf(name), {
      alias: this.#aliasOf(name),
      description: `Wayseal ${stage}: ${purpose}`,
      pendingWindow: keyPendingWindow,
      removalPolicy: whatToKeep(settings),
      ...kind,
    })
  }

  #aliasOf(name: string): string {
    return `wayseal-${this.#props.stage}-${name.toLowerCase()}`
  }

  /** A key that only functions with a use need, in a stage that has such functions. */
  #keyFor<Made>(use: Use, make: () => Made): Made | undefined {
    return isTaken(this.#props.parts, partsOfUse[use]) ? make() : undefined
  }

  /** A key that a stage with fewer keys does not have. */
  #ownKey(name: KeyName, purpose: string): IKey | undefined {
    return this.#props.settings.fewerKeys ? undefined : this.#key(name, purpose)
  }

  /** The data key under the alias of a key that the stage does not have, which runbooks name. */
  #inPlaceOf(name: KeyName): IKey {
    this.data.addAlias(this.#aliasOf(name))
    return this.data
  }

  #dataKey(): IKey {
    const purpose = "redacted data: tables, exchange bus, archive, party queues, topics"
    return this.#key("data", this.#props.settings.fewerKeys ? `raw events, documents, ${purpose}` : purpose)
  }

  #headMacKey(): IKey {
    const kind = { keySpec: KeySpec.HMAC_256, keyUsage: KeyUsage.GENERATE_VERIFY_MAC }
    return this.#key("headMac", "signs the head of a case's timeline", kind)
  }

  #documentKey(): IKey {
    const purpose = "documents that parties asked for, and the files of evidence that they uploaded"
    return this.#ownKey("document", purpose) ?? this.#inPlaceOf("document")
  }

  #signingKeys(): readonly IKey[] {
    const { signingKeys: length } = this.#props.settings
    return Array.from({ length }, (_, place) => this.#signingKey(place + 1))
  }

  /** The first signing key may be the organisation's own. */
  #signingKey(number: number): IKey {
    const kind = { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY }
    const purpose = "signs what anybody can check with its public key"
    return number === 1 ? this.#key("signing", purpose, kind) : this.#newKey(`signing${number}`, purpose, kind)
  }

  #allowServices(): void {
    const { parties, exchangeBusName } = this.#props
    for (const key of new Set([this.ingress, this.data])) letEventBridgeDeliver(key)
    letArchiveUse(this.data, exchangeBusName)
    letTablesUse(this.data)
    letAlarmsPublish(this.data)
    for (const party of parties) {
      const reader = hasQueue(party) ? queueReader(party) : undefined
      if (reader !== undefined) letReadQueues(this.data, reader)
    }
  }
}
