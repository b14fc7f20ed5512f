/** `npx wayseal settings`: what parties changed about themselves, and lets a setting follow the parties file again. */
import type { Command } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import { settingNames } from "../../shared/parties/settings/party-settings.ts"
import { addDeployedStageOptions } from "./deployed-stage/stage-options.ts"
import type { SettingsOptions } from "./settings/run-settings.ts"

export function settingsCommand(): Command {
  return declareCommand<SettingsOptions>({
    name: "settings",
    description: "Shows what parties changed about themselves, and lets settings follow the parties file again.",
    form: (command) =>
      addDeployedStageOptions(command)
        .argument("[party]", "id of a party; without it, all that changed something")
        .option("--follow-file <settings>", `which of ${settingNames.join(", ")}, with commas between them`),
    details: `A party changes its settings with PATCH /v1/settings. Use --follow-file when it cannot, for example because it
lost its key: correct the parties file, deploy, and let the setting follow it. Of an invited party, settings follow
what you approved. The party's history then names the hub
and the role or user that did it. It shows contacts. It takes dynamodb:GetItem, dynamodb:Query and
kms:Decrypt, and for a change dynamodb:PutItem and sts:GetCallerIdentity.`,
    examples: [
      "npx wayseal settings --stage prod",
      "npx wayseal settings --stage prod northpost",
      "npx wayseal settings --stage prod northpost --follow-file emails,webhookUrl",
    ],
    statuses: { 0: "shown, or changed" },
    run: async (invocation) => {
      const { runSettings } = await import("./settings/run-settings.ts")
      return runSettings(invocation)
    },
  })
}
