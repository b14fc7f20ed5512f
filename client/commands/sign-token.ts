/** `npx wayseal sign-token`: a token for one call, for curl and for trying things. */
import { readFileSync } from "node:fs"
import type { Command } from "commander"
import { CommandStopped } from "../command-line/command-stopped.ts"
import { declareCommand } from "../command-line/declare-command.ts"
import { exitStatus } from "../command-line/exit-status.ts"

type SignTokenOptions = {
  readonly party: string
  readonly audience: string
  readonly key: string
  readonly kid?: string
}

/** The command `sign-token`. */
export function signTokenCommand(): Command {
  return declareCommand<SignTokenOptions>({
    name: "sign-token",
    description: "Signs a token as a party, valid for four minutes, and prints it.",
    form: (command) =>
      command
        .requiredOption("--party <id>", "the party's id")
        .requiredOption("--audience <name>", "wayseal-<stage>")
        .requiredOption("--key <file>", "the party's private key: a JWK, or a PEM with --kid")
        .option("--kid <id>", "the id under which the hub knows the key"),
    examples: [
      "npx wayseal sign-token --party northpost --audience wayseal-prod --key northpost.json",
      "npx wayseal sign-token --party northpost --audience wayseal-prod --key key.pem --kid 2026-11",
    ],
    statuses: { 0: "signed" },
    run: async ({ options: { party, audience, key: path, kid } }) => {
      const { KeyUnreadable, readPrivateKey } = await import("../tokens/private-key.ts")
      const { signToken } = await import("../tokens/sign-token.ts")
      try {
        const token = await signToken({ partyId: party, audience, key: await readPrivateKey(textOf(path), kid) })
        return { data: { token }, text: `${token}\n`, status: exitStatus.fine }
      } catch (error) {
        throw error instanceof KeyUnreadable ? new CommandStopped("unusableFile", `${path}: ${error.message}`) : error
      }
    },
  })
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    throw new CommandStopped("unusableFile", `${path} does not exist, or cannot be read.`)
  }
}
