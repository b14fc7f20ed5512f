import { delimiter, join, resolve } from "node:path"

/** The project's folder. */
export const projectFolder = resolve(import.meta.dirname, "../..")
/** Ignored by git: the emulator, its certificate and the cloud assembly of the last local deploy. */
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
 * What a child process may inherit. Everything else, above all the caller's own AWS credentials, profiles and
 * proxies, stays out: a tool that runs against the emulator must not be able to reach a real account.
 */
export function baseEnvironment(): Record<string, string> {
  const kept = ["HOME", "LANG", "LC_ALL", "USER", "TERM", "SystemRoot", "TMPDIR", "TEMP", "TMP"]
  const entries = kept.flatMap((name) => {
    const value = readHostVariable(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(entries), PATH: pathWithProjectBinaries() }
}

/**
 * What an installer needs besides: the caller's proxy, index and certificate settings. Never an AWS variable.
 */
export function installerEnvironment(): Record<string, string> {
  const needed = /^(pip_|https?_proxy$|no_proxy$|all_proxy$|ssl_cert_|requests_ca_bundle$|curl_ca_bundle$)/i
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && needed.test(name) ? [[name, value] as const] : [],
  )
  return { ...Object.fromEntries(entries), ...baseEnvironment() }
}
