import { execFile } from "node:child_process"
import { readFileSync, renameSync, writeFileSync } from "node:fs"
import { promisify } from "node:util"
import type { NumberRange } from "../../proof-map/mapped-numbers.ts"
import { patternOf, unreadablePattern } from "../../proof-map/number-patterns.ts"
import type { Target } from "../enforced-targets.ts"
import type { EnforcementOutput } from "./enforcement-output.ts"

/** Where nginx has what names a visitor, and how it reads a new file. */
export type NginxOptions = {
  readonly file: string
  /** A variable such as `$cookie_session`. */
  readonly sessionVariable?: string | undefined
  /** A variable such as `$remote_user`. */
  readonly accountVariable?: string | undefined
  /** A variable that has the reference of a lookup. Without it no numbers are written. */
  readonly referenceVariable?: string | undefined
  /** A command of the carrier's own, such as `nginx -s reload`. */
  readonly reload?: string | undefined
  /** By default a shell. */
  readonly run?: (command: string) => Promise<unknown>
}

const shell = (command: string): Promise<unknown> => promisify(execFile)("/bin/sh", ["-c", command])

/**
 * Values come from a log, and a visitor chooses some of them. What could end a string or begin a pattern is left out:
 * such a value cannot be enforced here.
 */
const writable = /^[A-Za-z0-9][A-Za-z0-9._:/+=@-]{0,255}$/

/**
 * Writes a file for nginx that sets `$wayseal` to `refuse`, `block`, `proof` or nothing for each request. With a
 * variable for references it sets `$wayseal_numbers` to `proof`, and `$wayseal_codes` to `houseNumber` where a postal
 * code is not enough. It is replaced as a whole, and nginx is told to read it only if it changed.
 */
export function nginxMap(options: NginxOptions): EnforcementOutput {
  const { file, sessionVariable, accountVariable, referenceVariable, reload, run = shell } = options
  const takes = ({ kind, value }: Target): boolean =>
    writable.test(value) &&
    (kind === "network" || (kind === "session" ? sessionVariable : accountVariable) !== undefined)
  return {
    name: "nginx",
    async apply(targets, _, ranges) {
      const taken = targets.filter(takes)
      const [ofNumbers, written] = referenceVariable === undefined ? ["", 0] : numbersText(ranges, referenceVariable)
      const left = targets.length - taken.length + ranges.length - written
      const text = mapText(taken, { sessionVariable, accountVariable }) + ofNumbers
      if (textOf(file) === text) return { sentence: `${file} is up to date.`, left }
      // The last line goes once nginx has read the file, so that after a failure or a crash it is told again.
      replace(file, reload === undefined ? text : `${text}# nginx has not read this yet.\n`)
      if (reload !== undefined) await run(reload)
      if (reload !== undefined) replace(file, text)
      return {
        sentence: `${file} has ${taken.length + written} entries${reload === undefined ? "" : ", and was read"}.`,
        left,
      }
    },
  }
}

function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o640 })
  renameSync(`${file}.new`, file)
}

type Variables = Pick<NginxOptions, "sessionVariable" | "accountVariable">

function mapText(targets: readonly Target[], { sessionVariable, accountVariable }: Variables): string {
  const of = (kind: Target["kind"]): string[] =>
    targets
      .filter((target) => target.kind === kind)
      .map(({ value, action }) => (kind === "network" ? `  ${value} ${action};` : `  "${value}" ${action};`))
      .toSorted()
  return [
    "# Written by wayseal enforce. Include it in the block http. Changes here are lost.",
    ...block("geo $wayseal_network", of("network")),
    ...(sessionVariable === undefined ? [] : block(`map ${sessionVariable} $wayseal_session`, of("session"))),
    ...(accountVariable === undefined ? [] : block(`map ${accountVariable} $wayseal_account`, of("account"))),
    ...block(`map "${names(sessionVariable, accountVariable)}" $wayseal`, [
      "  ~refuse refuse;",
      "  ~block block;",
      "  ~proof proof;",
    ]),
    "",
  ].join("\n")
}

/** @returns what is written, and of how many ranges */
function numbersText(ranges: readonly NumberRange[], variable: string): [string, number] {
  const found = ranges.map((range) => ({ scope: range.scope, pattern: patternOf(range) }))
  const linesOf = (scope: NumberRange["scope"], value: string): string[] => {
    const patterns = found.filter((one) => one.scope === scope).flatMap(({ pattern }) => pattern ?? [])
    const all = patterns.length === 0 ? [] : [unreadablePattern, ...patterns.toSorted()]
    return all.map((pattern) => `  "~${pattern}" ${value};`)
  }
  const text = [
    ...block(`map ${variable} $wayseal_numbers`, linesOf("neighbourhood", "proof")),
    ...block(`map ${variable} $wayseal_codes`, linesOf("codeBlock", "houseNumber")),
    "",
  ].join("\n")
  return [text, found.filter(({ pattern }) => pattern !== undefined).length]
}

const names = (session: string | undefined, account: string | undefined): string =>
  ["$wayseal_network", session && "$wayseal_session", account && "$wayseal_account"].filter(Boolean).join(" ")

const block = (head: string, lines: readonly string[]): string[] => [`${head} {`, '  default "";', ...lines, "}"]

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return undefined
  }
}
