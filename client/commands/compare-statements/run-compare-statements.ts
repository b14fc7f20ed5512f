import { readFileSync } from "node:fs"
import type { Statement } from "../../../shared/base/contracts/statement.ts"
import { publicKeySetSchema } from "../../../shared/base/platform/signing/public-keys.ts"
import {
  type ComparedThing,
  comparedThings,
  compareParts,
  type SharedPart,
  sharedPart,
  sharedPartsOf,
} from "../../../shared/proof/statements/compare-shared.ts"
import { readStatement, verifyStatement } from "../../../shared/proof/statements/verify-statement.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"

/** The options as they were typed. */
export type CompareOptions = { readonly keys?: string; readonly pin?: readonly string[] }

/** What is in a file: a whole statement, or the parts that a party was sent. */
type Side = { readonly stated: Statement | undefined; readonly parts: readonly SharedPart[] }

/** Compares two files, or prints what one party may send the others. */
export async function runCompareStatements(
  { own, other }: { own: string; other: string | undefined },
  options: CompareOptions,
): Promise<Outcome> {
  const mine = sideIn(own, options)
  if (other !== undefined) return compared(mine, sideIn(other, options))
  const lines = mine.parts.map((part) => JSON.stringify(part))
  const text = `${lines.length === 0 ? "You share nothing with anybody on that day." : lines.join("\n")}\n`
  return { data: { shared: mine.parts }, text, status: exitStatus.fine }
}

function compared(mine: Side, theirs: Side): Outcome {
  const both = mine.parts.flatMap((part) => {
    const their = theirs.parts.find(({ pair }) => pair === part.pair)
    return their === undefined ? [] : [{ part, their }]
  })
  const ofDay = both.filter(({ part, their }) => part.day === their.day)
  const pairs = ofDay.map(({ part, their }) => ({ part, their, ...compareParts(part, their) }))
  const result = resultOf(both.length, pairs)
  const alone = ofYouAlone(mine.stated)
  const lines = [words[result], ...pairs.flatMap(pairInWords), ...aloneInWords(alone)]
  return {
    data: {
      result,
      shared: pairs.map(({ part, their, differ, notCompared }) => ({
        ...{ day: part.day, pair: part.pair, own: part.disclosures, other: their.disclosures },
        ...{ differ, notCompared },
      })),
      ...(alone === undefined ? {} : { alone }),
    },
    text: lines.map((line) => `${line}\n`).join(""),
    status: result === "same" ? exitStatus.fine : exitStatus.needsPerson,
  }
}

type Pair = { part: SharedPart; their: SharedPart } & ReturnType<typeof compareParts>

function resultOf(both: number, pairs: readonly Pair[]): keyof typeof words {
  if (both === 0) return "notShared"
  if (pairs.length === 0) return "otherDay"
  if (pairs.some(({ differ }) => differ.length > 0)) return "differs"
  return pairs.some(({ notCompared }) => notCompared.length > 0) ? "notAll" : "same"
}

const words = {
  same: "The hub stated the same to both: lookups, cases, findings, and hours that nobody watched.",
  notAll: "NOT ALL COMPARED: what could be compared is the same. See below what one of the two lacks.",
  differs: "DIFFERENT: the hub stated one thing to you and another to the other party. Keep both statements.",
  notShared:
    "NOTHING SHARED: neither file has a name that the other has. Ask the other party for its line of your pair.",
  otherDay: "OTHER DAY: the two are of different days.",
} as const

const some = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`

const things: Readonly<Record<ComparedThing, (part: SharedPart) => string>> = {
  lookups: ({ disclosures }) => some(disclosures, "lookup"),
  cases: ({ cases = [] }) => some(cases.length, "case"),
  findings: ({ findings = [] }) => some(findings.length, "finding"),
  watch: ({ watch: hours }) =>
    some([hours?.unwatched, hours?.uncounted, hours?.unjudged].flatMap((ranges) => ranges ?? []).length, "gap"),
}

function pairInWords({ part, their, differ, notCompared }: Pair): string[] {
  const told = (thing: ComparedThing) => {
    const [yours, others] = [things[thing](part), things[thing](their)]
    return yours === others
      ? `${yours} on both sides, but not the same ones`
      : `${yours} to you, ${others} to the other`
  }
  const same = comparedThings.filter((one) => !differ.includes(one) && !notCompared.includes(one))
  return [
    ...(same.length === 0 ? [] : [`the same   ${same.map((thing) => things[thing](part)).join(", ")}`]),
    ...differ.map((thing) => `different  ${told(thing)}`),
    ...notCompared.map((thing) => `not there  ${thing}: one of the two files does not have it`),
  ]
}

/** Cases and findings of a party that its statement says it shares with nobody. Who knows better has to ask the hub. */
function ofYouAlone(stated: Statement | undefined) {
  if (stated === undefined) return undefined
  const cases = new Set(stated.shared.flatMap((row) => row.cases?.map(({ caseAlias }) => caseAlias) ?? []))
  const findings = new Set(stated.shared.flatMap((row) => row.findings ?? []))
  return {
    cases: stated.cases.open.map(({ caseAlias }) => caseAlias).filter((alias) => !cases.has(alias)),
    findings: stated.findings.anomalyIds.filter((id) => !findings.has(id)),
  }
}

function aloneInWords(alone: ReturnType<typeof ofYouAlone>): string[] {
  const named = Object.entries(alone ?? {}).filter(([, names]) => names.length > 0)
  return named.map(
    ([what, names]) => `you alone  ${what} that the hub says no counterparty of that day shares: ${names.join(", ")}`,
  )
}

/** What is in a file: a statement, or lines that the other party sent. */
function sideIn(file: string, { keys, pin }: CompareOptions): Side {
  const text = textOf(file).trim()
  const stated = readStatement(text)?.statement
  if (stated !== undefined) {
    if (keys !== undefined) requireSignature({ file, text, keysFile: keys, pin })
    return { stated, parts: sharedPartsOf(stated) }
  }
  try {
    const lines = text.split(/\r?\n/).map((line) => sharedPart.parse(JSON.parse(line)))
    return { stated: undefined, parts: lines }
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
