import { ownString } from "../../base/contracts/bounded-string.ts"
import { readEnvironment } from "../../base/platform/environment.ts"
import { functionSettings } from "../../base/platform/function-settings.ts"
import { stacksVariable } from "../../base/platform/resource-variables.ts"
import { isOff } from "./facts.ts"
import { readDeployedStage } from "./load-stage.ts"
import { countGivenUp, readMappings, readRules } from "./load-triggers.ts"

const settings = functionSettings.extend({
  AWS_REGION: ownString(),
  [stacksVariable]: ownString().transform((names) => names.split(",")),
})

/** Looks how many triggers and rules of this deployment are on and off, and how many batches of changes wait. */
export function deployedTriggers(): () => Promise<{ on: number; off: number; givenUp: number }> {
  const { STAGE, AWS_REGION: region, STACKS: stacks } = readEnvironment(settings)
  const connection = { region, maxAttempts: 3, requestHandler: { connectionTimeout: 3_000, requestTimeout: 8_000 } }
  return async () => {
    const stage = await readDeployedStage(connection, STAGE, stacks)
    const [mappings, rules, givenUp] = await Promise.all([
      readMappings(connection, stage),
      readRules(connection, stage),
      countGivenUp(connection, stage),
    ])
    const triggers = [...mappings, ...rules]
    const off = triggers.filter(isOff).length
    return { on: triggers.length - off, off, givenUp }
  }
}
