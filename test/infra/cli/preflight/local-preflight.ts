/** Runs the checks before a deployment for tests. Node itself imports this file, through `inNode`. */
import { connectTo } from "../../../../infra/cli/deployed-stage/aws-connection.ts"
import { keyPolicies } from "../../../../infra/cli/preflight/key-policies.ts"
import { runPreflight } from "../../../../infra/cli/preflight/run-preflight.ts"
import { readStage } from "../../../../infra/stages/read-stage.ts"
import type { StageSettings } from "../../../../infra/stages/stage-config.ts"
import type { Party } from "../../../../shared/parties/party.ts"
import { exampleParties } from "../../example-stage.ts"
import { anyCredentials } from "../run-wayseal.ts"
import { withVariables } from "../with-variables.ts"

/** What the check of the stage `local` finds at an address, with other settings or parties. */
export const localPreflight = (
  url: string,
  settings: Partial<StageSettings>,
  parties: readonly Party[] = exampleParties,
) => {
  const stage = readStage("local")
  const asked = { ...stage, settings: { ...stage.settings, ...settings } }
  const connection = connectTo(stage.settings.region, url)
  return withVariables(anyCredentials, () => runPreflight({ stage: asked, parties, connection, onStep: () => {} }))
}

/** The policy that each key of the stage `local` needs, by its name, if the stage was given a data key. */
export const localKeyPolicies = async (dataKeyArn: string) => {
  const stage = readStage("local")
  const withKey = { ...stage, settings: { ...stage.settings, keys: { data: dataKeyArn } } }
  return [...(await keyPolicies(withKey, exampleParties, "000000000000"))]
}
