import { readFileSync } from "node:fs"
import { readStage } from "../../infra/stages/read-stage.ts"
import { type StageSettings, stageConfig } from "../../infra/stages/stage-config.ts"
import { operatorSettings } from "../../shared/pages/operator/operator-settings.ts"
import { parties } from "../../shared/parties/party.ts"

export const hubAccount = "123456789012"

/** The parties of the committed example. */
export const exampleParties = parties.parse(
  JSON.parse(readFileSync(new URL("../../stages/local/parties.json", import.meta.url), "utf8")),
).parties

/** Where the operators of the tests' stages sign in. */
export const operators = operatorSettings.parse({
  issuer: "https://login.hub.example",
  clientId: "wayseal",
  clientSecretName: "hub-client",
  roles: ["operator"],
})

/** Settings of the stages of the tests: `prod` as in the committed example for production, and others for trials. */
const testStages: Readonly<Record<string, StageSettings>> = {
  prod: { ...readStage("example").settings, terminationProtection: true, operators },
  dev: stageConfig.parse({ region: "ca-central-1", keepData: false, hubAccountMayPublish: true, operators }),
  local: stageConfig.parse({ region: "ca-central-1", keepData: false, hubAccountMayPublish: true, operators }),
}

export function settingsOf(stage: string): StageSettings {
  const settings = testStages[stage]
  if (settings === undefined) throw new Error(`the tests have no stage ${stage}`)
  return settings
}

/** The same: one with a webhook and a sign-in, whose secrets are in Secrets Manager. */
export const partiesWithSecrets = exampleParties.map((party) =>
  party.id === "northpost"
    ? {
        ...party,
        signIn: party.signIn && { ...party.signIn, clientSecretName: "northpost-client" },
        channels: { ...party.channels, webhook: { url: "https://hooks.example/", secretName: "northpost-webhook" } },
      }
    : party,
)
