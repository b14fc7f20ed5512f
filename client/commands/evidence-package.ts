/** `npx wayseal evidence-package`: a party's side of a case as a folder that anybody can check without the hub. */
import { type Command, Option } from "commander"
import { documentLanguages } from "../../shared/base/contracts/words.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"
import { declareCommand } from "../command-line/declare-command.ts"
import type { EvidencePackageOptions } from "./evidence-package/run-evidence-package.ts"
import { settingsDetails, withParty } from "./party-options.ts"

/** The page of packages is made by a script that `npm ci` runs. A clone without it can make it; a release has it. */
function stopWithoutPage(error: unknown): never {
  if (!(error instanceof Error && error.message.includes("evidence-page"))) throw error
  const page = "The page that a package is read with is not made yet"
  throw new CommandStopped("stopped", `${page}. Run npm ci, or npm run generate -- --ignored, and try again.`)
}

export function evidencePackageCommand(): Command {
  return declareCommand<EvidencePackageOptions>({
    name: "evidence-package",
    description: "Makes the evidence package of a case: one folder that anybody can check without the hub.",
    form: (command) =>
      withParty(command.argument("<caseAlias>", "the party's own name for the case"))
        .option("--out <folder>", "the folder to make, by default <caseAlias>-evidence. It must not exist, or be empty")
        .option("--zip", "write <folder>.zip too")
        .addOption(
          new Option("--language <language>", "of the documents in the dossier")
            .choices(documentLanguages)
            .default("en"),
        )
        .option("--events <file>", "events that the party kept, one JSON object a line")
        .option("--statements <folder>", "daily statements that the party kept, by default those that the hub has")
        .option("--documents <folder>", "documents to add, such as reports that were sent. Nothing signs them")
        .option("--dossier <file>", "a dossier as JSON that the party kept: nothing is asked of the hub")
        .option("--keys <file>", "with --dossier: the hub's public keys, as GET /v1/signing-keys gives them")
        .option("--evidence <folder>", "with --dossier: files of evidence, which are found by their hashes")
        .option("--pin <keyId>", "the id of the key that you trust, to check the package at once"),
    details: `The folder holds what the party may read of its case, with the references of its shipments in clear. Keep it as
carefully as the case. docs/evidence-package.md specifies it.
${settingsDetails}`,
    examples: [
      "npx wayseal evidence-package WS-7K2Q9M4XTB --out evidence --events events.jsonl",
      "npx wayseal evidence-package WS-7K2Q9M4XTB --out evidence --dossier dossier.json --keys keys.json",
    ],
    statuses: { 0: "made, and what could be checked holds", 1: "made, and something in it does not hold" },
    run: async ({ options, args, onStep }) => {
      const { runEvidencePackage } = await import("./evidence-package/run-evidence-package.ts").catch(stopWithoutPage)
      return runEvidencePackage(String(args[0]), options, onStep)
    },
  })
}
