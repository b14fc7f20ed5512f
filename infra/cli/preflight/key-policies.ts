import type { Party } from "../../../shared/parties/party.ts"
import { keyIdOf } from "../../constructs/stage-keys.ts"
import type { KeyName } from "../../stages/company-settings.ts"
import type { Stage } from "../../stages/read-stage.ts"
import { type KeyStatement, statementsOf } from "./judge-keys.ts"
import { planStage } from "./plan-stage.ts"
import { plannedOfType } from "./planned-stage.ts"

const names: readonly KeyName[] = ["ingress", "data", "sealing", "headMac", "signing", "document"]

/** The keys that a stage was given. */
export function givenKeys({ settings }: Stage): readonly { readonly name: KeyName; readonly arn: string }[] {
  return names.flatMap((name) => {
    const arn = settings.keys?.[name]
    return arn === undefined ? [] : [{ name, arn }]
  })
}

/** The policy that each key of a stage needs: that of the key which the stage would make for itself. */
export async function keyPolicies(
  stage: Stage,
  parties: readonly Party[],
  account: string,
): Promise<ReadonlyMap<KeyName, readonly KeyStatement[]>> {
  const withoutKeys = { ...stage, settings: { ...stage.settings, keys: undefined } }
  const made = plannedOfType(await planStage(withoutKeys, parties, account), "AWS::KMS::Key")
  return new Map(
    names.map((name) => {
      const key = made.find(({ logicalId }) => logicalId.startsWith(keyIdOf(name)))
      return [name, statementsOf(key?.properties["KeyPolicy"])]
    }),
  )
}
