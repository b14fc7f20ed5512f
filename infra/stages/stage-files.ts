import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { makePartyKey } from "./make-party-key.ts"
import { type NewStage, partiesFileOf, stageFileOf } from "./new-stage.ts"
import { stageFileName } from "./read-stage.ts"

/** Name of the file that says who takes part, in the folder of a new stage. */
export const partiesFileName = "parties.json"

/** What files hold, by their path in the stage's folder. */
export type StageFiles = ReadonlyMap<string, object>

/** The files of a new stage. A trial has a private key for each party among them. */
export async function filesOfStage(stage: Omit<NewStage, "publicKeys">): Promise<StageFiles> {
  const keys = new Map<string, Awaited<ReturnType<typeof makePartyKey>>>()
  if (stage.isTrial) for (const { id } of stage.parties) keys.set(id, await makePartyKey())
  const publicKeys = Object.fromEntries([...keys].map(([id, { publicKey }]) => [id, publicKey]))
  return new Map([
    [stageFileName, stageFileOf(stage)],
    [partiesFileName, partiesFileOf({ ...stage, publicKeys })],
    ...[...keys].map(([id, { privateKey }]) => [`keys/${id}.json`, privateKey] as const),
  ])
}

/** Those of the files that a folder has already. */
export function filesTaken(folder: string, files: StageFiles): readonly string[] {
  return [...files.keys()].filter((path) => existsSync(join(folder, path)))
}

/**
 * Writes the files so that only their owner reads them, because they may hold contacts or a private key. Never over
 * another file.
 */
export function writeStageFiles(folder: string, files: StageFiles): void {
  for (const [name, content] of files) {
    const path = join(folder, name)
    mkdirSync(join(path, ".."), { recursive: true })
    writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: "wx" })
  }
}
