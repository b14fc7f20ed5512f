import { delimiter, join, resolve } from "node:path"

/** The project's folder. */
export const projectFolder = resolve(import.meta.dirname, "../..")
/** The parties of the example deployment. */
export const partiesFile = new URL("../../stages/local/parties.json", import.meta.url)
/** Ignored by git. Holds the emulator, its certificate and the parties' keys. */
export const localFolder = join(projectFolder, ".local")

/** The one place where the local tools read the caller's environment. */
export function readHostVariable(name: string): string | undefined {
  const value = process.env[name]
  return value === undefined || value === "" ? undefined : value
}

/** PATH with this project's binaries first, so that a plain `node` is the pinned Node 24. */
export function pathWithProjectBinaries(): string {
  return [join(projectFolder, "node_modules/.bin"), readHostVariable("PATH")].filter(Boolean).join(delimiter)
}

/**
 * The variables that a child process inherits. The caller's own AWS credentials, profiles and proxies are not among
 * them, so that a tool that runs against the emulator cannot reach a real account.
 */
export function baseEnvironment(): Record<string, string> {
  const kept = ["HOME", "LANG", "LC_ALL", "USER", "TERM", "SystemRoot", "TMPDIR", "TEMP", "TMP", "GOGC"]
  const entries = kept.flatMap((name) => {
    const value = readHostVariable(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(entries), PATH: pathWithProjectBinaries() }
}

/** Everything that the caller has, with this project's binaries first: for a command that acts as the caller on AWS. */
export function allVariables(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return { ...Object.fromEntries(entries), PATH: pathWithProjectBinaries() }
}

/**
 * The variables that an installer inherits: also the caller's proxy, index and certificate settings, but no AWS
 * variable.
 */
export function installerEnvironment(): Record<string, string> {
  const needed =
    /^(pip_|https?_proxy$|no_proxy$|all_proxy$|ssl_cert_|requests_ca_bundle$|curl_ca_bundle$|node_extra_ca_certs$)/i
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && needed.test(name) ? [[name, value] as const] : [],
  )
  return { ...Object.fromEntries(entries), ...baseEnvironment() }
}
