import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { runCommand } from "./emulator/run-command.ts"
import { baseEnvironment, installerEnvironment, localFolder, readHostVariable } from "./host-environment.ts"

/** Python packages that one of the project's tools needs. */
export interface PythonPackages {
  /** What they are for, as a sentence calls it, such as "the local AWS emulator". */
  readonly tool: string
  /** Name of their virtual environment in the project's ignored folder. */
  readonly folderName: string
  /** Every package with its version and hashes. CONTRIBUTING.md says how the file is made. */
  readonly requirementsPath: string
  /** How to do without, for a reader who has no Python. */
  readonly withoutPython: readonly string[]
}

const checkPython = "import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print(sys.executable)"

/**
 * Installs packages into a virtual environment of their own, unless they are there. pip accepts only files whose hashes
 * are in the requirements, from whatever index this machine is configured with. Call it within `setUpAlone`.
 *
 * @returns the Python that has the packages
 * @throws Error that says what to install, when no usable Python is found, or how to name an index, when pip reached
 * none
 */
export async function installPythonPackages(packages: PythonPackages, onLine: (line: string) => void): Promise<string> {
  const folder = join(localFolder, packages.folderName)
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python")
  const stampPath = join(folder, "installed-from")
  const wanted = createHash("sha256")
    .update(await readFile(packages.requirementsPath))
    .digest("hex")
  const installed = await readFile(stampPath, "utf8").catch(() => "")
  if (installed === wanted && existsSync(python)) return python
  onLine(`Installing ${packages.tool}. This happens once and takes about a minute.`)
  const base = await findPython(packages)
  await rm(folder, { recursive: true, force: true })
  await runCommand(base, ["-m", "venv", folder], { environment: baseEnvironment() })
  await install(python, packages)
  await writeFile(stampPath, wanted)
  return python
}

async function install(python: string, { tool, requirementsPath }: PythonPackages): Promise<void> {
  const pip = ["-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check", "--require-hashes"]
  try {
    await runCommand(python, [...pip, "-r", requirementsPath], { environment: installerEnvironment() })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const advice = [
      `pip could not install ${tool}. It needs a package index that this machine can reach.`,
      "Name one in pip's configuration or in PIP_INDEX_URL. Without a network, set PIP_NO_INDEX=1 and PIP_FIND_LINKS to a",
      "folder with the files that `pip download --require-hashes -r` brings for",
      `  ${requirementsPath}`,
    ]
    throw new Error([...advice, reason].join("\n"))
  }
}

/** The Python that WAYSEAL_PYTHON names, or the first on PATH that is new enough and can make virtual environments. */
async function findPython({ tool, withoutPython }: PythonPackages): Promise<string> {
  const chosen = readHostVariable("WAYSEAL_PYTHON")
  const newestFirst = ["3.14", "3.13", "3.12", "3.11", "3.10"].map((version) => `python${version}`)
  for (const candidate of chosen === undefined ? ["python3", ...newestFirst, "python"] : [chosen]) {
    const found = await runCommand(candidate, ["-c", checkPython], { environment: baseEnvironment() }).catch(() => "")
    if (found !== "") return found.trim()
  }
  throw new Error(
    [
      `${tool.charAt(0).toUpperCase()}${tool.slice(1)} needs Python 3.10 or newer with its venv module, and none was found.`,
      "  Debian, Ubuntu: sudo apt-get install python3 python3-venv",
      "  macOS:          brew install python@3.13",
      "  elsewhere:      https://www.python.org/downloads/",
      "To use a Python that is not on PATH, set WAYSEAL_PYTHON=/path/to/python3.",
      ...withoutPython,
    ].join("\n"),
  )
}
