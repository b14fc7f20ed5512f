import { CfnRegistry, CfnSchema } from "aws-cdk-lib/aws-eventschemas"
import { Construct } from "constructs"
import * as z from "zod"
import type { EventContract } from "../../shared/base/contracts/define-event.ts"
import { regionHas } from "../stages/region-gaps.ts"

/** Whether EventBridge keeps schemas in a region. Elsewhere engineers read them on the site of documents. */
export function hasSchemaRegistry(region: string): boolean {
  return regionHas(region, "AWS::EventSchemas::Registry")
}

export interface ContractRegistryProps {
  readonly stage: string
  readonly contracts: readonly EventContract[]
}

/** The contracts in EventBridge's schema registry. Engineers in the account browse them there and generate bindings. */
export class ContractRegistry extends Construct {
  constructor(scope: Construct, id: string, props: ContractRegistryProps) {
    super(scope, id)
    const registry = new CfnRegistry(this, "Registry", {
      registryName: `wayseal-${props.stage}`,
      description: `Events of the Wayseal exchange, stage ${props.stage}`,
    })
    for (const contract of props.contracts) {
      new CfnSchema(this, contract.name, {
        registryName: registry.attrRegistryName,
        schemaName: `wayseal.${contract.from}@${contract.detailType}${suffixOf(contract)}`,
        type: "JSONSchemaDraft4",
        description: contract.summary,
        content: JSON.stringify(registrySchema(contract)),
      })
    }
  }
}

/** A later version has a suffix. The forms of one event need none, because their senders differ. */
function suffixOf({ version }: EventContract): string {
  return version === 1 ? "" : `.v${version}`
}

/** The schema of the detail, in the only dialect that the registry accepts. */
function registrySchema(contract: EventContract): object {
  return z.toJSONSchema(contract.schema, { target: "draft-04", io: "input", unrepresentable: "any" })
}
