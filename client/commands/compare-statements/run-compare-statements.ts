import { readFileSync } from "node:fs"
import * as z from "zod"
import { statement } from "../../../shared/contracts/statement.ts"
import { statementDay } from "../../../shared/contracts/statement-made.ts"
import { publicKeySetSchema } from "../../../shared/platform/signing/public-keys.ts"
import { compareShared } from "../../../shared/statements/verify-disclosures.ts"
import { readStatement, verifyStatement } from "../../../shared/statements/verify-statement.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"

/** The options as they were typed. */
export type CompareOptions = { readonly keys?: string; readonly pin?: readonly string[] }

/** What one party may show the other: a row of its statement. */
const sharedPart = z.object({ day: statementDay, ...statement.shape.shared.unwrap().shape })
type SharedPart = z.infer<typeof sharedPart>

/** Compares two files, or prints what one party may send the others. */
export async function runCompareStatements(
  { own, other }: { own: string; other: string | undefined },
  options: CompareOptions,
): Promise<Outcome> {
  const mine = partsIn(own, options)
  if (other === undefined) {
    const text = mine.map((part) => `${JSON.stringify(part)}\n`).join("")
    return { data: { shared: mine }, text, status: exitStatus.fine }
  }
  const theirs = partsIn(other, options)
  const result = compareShared(sideOf(own, mine), sideOf(other, theirs)) ?? "same"
  const pairs = new Map(theirs.map((part) => [part.pair, part]))
  const shared = mine.flatMap((part) => {
    const their = pairs.get(part.pair)
    return their === undefined
      ? []
      : [{ day: part.day, pair: part.pair, own: part.disclosures, other: their.disclosures }]
  })
  const counts = shared.map((one) => `${one.own} and ${one.other} lookups`).join(", ")
  return {
    data: { result, shared },
    text: `${words[result]}${counts === "" ? "" : ` (${counts})`}\n`,
    status: result === "same" ? exitStatus.fine : exitStatus.needsPerson,
  }
}

const words = {
  same: "The hub stated the same to both",
  differs: "DIFFERENT: the hub stated one thing to you and another to the other party. Keep both statements",
  notShared:
    "NOTHING SHARED: neither part has a name that the other has. Ask the other party for its line of your pair",
  otherDay: "OTHER DAY: the two are of different days",
} as const

/** @throws CommandStopped if the file has no shared part */
function sideOf(file: string, parts: readonly SharedPart[]): { day: string; shared: SharedPart[] } {
  const [first] = parts
  if (first === undefined) throw new CommandStopped("unusableFile", `${file} has no shipments that are shared.`)
  return { day: first.day, shared: [...parts] }
}

/** The shared parts in a file: a statement, or lines that the other party sent. */
function partsIn(file: string, { keys, pin }: CompareOptions): SharedPart[] {
  const text = textOf(file).trim()
  const said = readStatement(text)?.statement
  if (said !== undefined) {
    if (keys !== undefined) requireSignature({ file, text, keysFile: keys, pin })
    return said.shared.map((row) => ({ day: said.day, ...row }))
  }
  try {
    return text.split(/\r?\n/).map((line) => sharedPart.parse(JSON.parse(line)))
  } catch {
    throw new CommandStopped("unusableFile", `${file} is neither a statement nor the shared part of one.`)
  }
}

type Signed = { file: string; text: string; keysFile: string; pin: readonly string[] | undefined }

function requireSignature({ file, text, keysFile, pin }: Signed): void {
  const parsed = publicKeySetSchema.safeParse(jsonIn(keysFile))
  if (!parsed.success) throw new CommandStopped("unusableFile", `${keysFile} does not hold the hub's public keys.`)
  const pinned = pin ?? parsed.data.keys.map(({ kid }) => kid)
  if (!verifyStatement(text, parsed.data, pinned).ok)
    throw new CommandStopped("unusableFile", `${file} is not signed with a key that you trust.`)
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(textOf(file))
  } catch (error) {
    if (error instanceof CommandStopped) throw error
    return undefined
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8")
  } catch {
    throw new CommandStopped("unusableFile", `${file} cannot be read.`)
  }
}
