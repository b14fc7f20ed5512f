/** `npx wayseal sign-token`: a token for one call, for curl and for trying things. */
import type { Command } from "commander"
import { declareCommand } from "../command-line/declare-command.ts"
import { exitStatus } from "../command-line/exit-status.ts"
import { type PartyOptions, settingsDetails, signerOf, withSigner } from "./party-options.ts"

export function signTokenCommand(): Command {
  return declareCommand<PartyOptions>({
    name: "sign-token",
    description: "Signs a token as a party, valid for four minutes, and prints it.",
    form: withSigner,
    details: settingsDetails,
    examples: [
      "npx wayseal sign-token --party northpost",
      "npx wayseal sign-token --party northpost --audience wayseal-prod --key key.pem --kid 2026-11",
    ],
    statuses: { 0: "signed" },
    run: async ({ options }) => {
      const { signToken } = await import("../tokens/sign-token.ts")
      const token = await signToken(await signerOf(options))
      return { data: { token }, text: `${token}\n`, status: exitStatus.fine }
    },
  })
}
