import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import { loggedLeaf } from "../../shared/base/contracts/logged-disclosure.ts"
import { compactStatement } from "../../shared/base/contracts/statement-made.ts"
import { type PublicKeySet, publicKeySetSchema } from "../../shared/base/platform/signing/public-keys.ts"
import type { HeldLeaves, HeldTimeline } from "../../shared/proof/statements/contradictions/held.ts"
import { hashOfStatement, readStatement } from "../../shared/proof/statements/verify-statement.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"

/** What was written when the watch began. */
const beginningSchema = z.object({ since: z.iso.datetime(), pinned: z.array(ownString()).min(1) })
export type Beginning = z.infer<typeof beginningSchema>

const leavesSchema = z.object({ day: z.iso.date(), leaves: z.array(loggedLeaf) })
const timelineSchema = z.object({ caseAlias: ownString(), readAt: z.iso.datetime(), entries: z.array(z.unknown()) })

const named = {
  statement: /^\d{4}-\d{2}-\d{2}(\.(fork|again)-\d+)?\.jws$/,
  leaves: /^\d{4}-\d{2}-\d{2}\.leaves\.json$/,
  timeline: /^WS-[A-Z0-9]+\.\d+\.timeline\.json$/,
  keys: /^keys\.\d+\.json$/,
}

/** What a party keeps of the hub's statements. Nothing in it is ever changed or removed. */
export type StatementFolder = {
  readonly beginning: Beginning | undefined
  begin(beginning: Beginning): Beginning
  statements(): readonly string[]
  /**
   * Keeps a statement. A second one of its day stands beside the first as `<day>.fork-2.jws`, or as `<day>.again-2.jws`
   * if it says the same under another signature, such as after a restore of the hub.
   */
  keepStatement(jws: string): void
  leaves(): readonly HeldLeaves[]
  keepLeaves(leaves: HeldLeaves): void
  timelines(): readonly HeldTimeline[]
  keepTimeline(timeline: HeldTimeline): void
  /** All keys that the hub ever published, so that an old statement can be checked after the hub forgot its key. */
  keys(): PublicKeySet | undefined
  keepKeys(keys: PublicKeySet): void
}

/**
 * Opens the folder, and makes it if it is not there.
 *
 * @throws CommandStopped when it cannot be used, or a file in it is broken
 */
export function openStatementFolder(path: string): StatementFolder {
  const { read, all, keep, has } = filesIn(path)
  const kept = new Set(all(named.statement, (text) => compactStatement.parse(text.trim())))
  const keys = () => unitedKeys(all(named.keys, jsonOf(publicKeySetSchema)))
  return {
    beginning: has("watching.json") ? read("watching.json", jsonOf(beginningSchema)) : undefined,
    begin(beginning) {
      keep("watching.json", JSON.stringify(beginning))
      return beginning
    },
    statements: () => [...kept],
    keepStatement(jws) {
      const said = readStatement(jws)
      if (said === undefined || kept.has(jws)) return
      const { day } = said.statement
      const isAgain = [...kept].some((one) => hashOfStatement(one) === said.hash)
      kept.add(jws)
      if (keep(`${day}.jws`, jws)) return
      for (let other = 2; !keep(`${day}.${isAgain ? "again" : "fork"}-${other}.jws`, jws); other += 1);
    },
    leaves: () => all(named.leaves, jsonOf(leavesSchema)),
    keepLeaves: (leaves) => void keep(`${leaves.day}.leaves.json`, JSON.stringify(leaves)),
    timelines: () => all(named.timeline, jsonOf(timelineSchema)),
    keepTimeline(timeline) {
      keep(`${timeline.caseAlias}.${Date.parse(timeline.readAt)}.timeline.json`, JSON.stringify(timeline))
    },
    keys,
    keepKeys(published) {
      const known = new Set(keys()?.keys.map(keyText))
      if (published.keys.every((key) => known.has(keyText(key)))) return
      for (let place = 1; !keep(`keys.${place}.json`, JSON.stringify(published)); place += 1);
    },
  }
}

/** Files that are written once. */
function filesIn(path: string) {
  const stop = (file: string) => new CommandStopped("unusableFile", `${join(path, file)} cannot be used.`)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    readdirSync(path)
  } catch {
    throw new CommandStopped("unusableFile", `${path} is no folder that can be written.`)
  }
  const read = <Content>(file: string, parse: (text: string) => Content): Content => {
    try {
      return parse(readFileSync(join(path, file), "utf8"))
    } catch {
      throw stop(file)
    }
  }
  return {
    read,
    has: (file: string): boolean => readdirSync(path).includes(file),
    all: <Content>(form: RegExp, parse: (text: string) => Content): Content[] => {
      const files = readdirSync(path).filter((file) => form.test(file))
      return files.sort().map((file) => read(file, parse))
    },
    /** Writes a new file. @returns whether the name was free */
    keep: (file: string, text: string): boolean => {
      try {
        writeFileSync(join(path, file), text, { flag: "wx", mode: 0o600 })
        return true
      } catch (error) {
        if (taken.safeParse(error).success) return false
        throw stop(file)
      }
    },
  }
}

const taken = z.object({ code: z.literal("EEXIST") })

const jsonOf =
  <Content>(schema: z.ZodType<Content>) =>
  (text: string): Content =>
    schema.parse(JSON.parse(text))

const keyText = (key: PublicKeySet["keys"][number]): string => JSON.stringify(key)

/** A key that has more endorsements later counts once more: any of them may lead to a pinned key. */
function unitedKeys(sets: readonly PublicKeySet[]): PublicKeySet | undefined {
  const distinct = new Map(sets.flatMap(({ keys }) => keys.map((key) => [keyText(key), key])))
  return distinct.size === 0 ? undefined : { keys: [...distinct.values()] }
}
