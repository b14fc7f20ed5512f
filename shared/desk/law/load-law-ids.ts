import { existsSync, readdirSync } from "node:fs"
import { basename, join, resolve } from "node:path"

/** The root of the project, in which `stages/` has what is a deployer's own. */
export const projectFolder = resolve(import.meta.dirname, "../../..")

/** The folders that have a file for each law: the pack, and a deployer's own beside its stages. */
export const lawFolders: readonly string[] = [join(import.meta.dirname, "laws"), join(projectFolder, "stages/laws")]

/** The paths of the files of laws in these folders. A folder may be absent. */
export const lawFiles = (folders: readonly string[] = lawFolders): readonly string[] =>
  folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith(".yaml"))
        .map((name) => join(folder, name)),
    )

/** The ids of the laws, by the names of their files alone: a command that only names laws stops at no faulty one. */
export const lawIdsByFile = (): readonly string[] => [
  ...new Set(
    lawFiles()
      .map((file) => basename(file, ".yaml"))
      .sort(),
  ),
]
