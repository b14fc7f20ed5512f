import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Command } from "commander"
import type { Api } from "../api/connect-api.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"
import { readSettings, type Settings } from "../command-line/settings.ts"
import type { Transport } from "../events/transport.ts"
import type { TokenOptions } from "../tokens/sign-token.ts"

/** How a command is told for whom it acts. Each has a variable too. */
export type PartyOptions = {
  readonly party?: string
  readonly audience?: string
  readonly key?: string
  readonly kid?: string
  readonly apiUrl?: string
}

/** Adds the options that say who signs. */
export const withSigner = (command: Command): Command =>
  command
    .option("--party <id>", "the party's id, or WAYSEAL_PARTY")
    .option("--audience <name>", "wayseal-<stage>, or WAYSEAL_AUDIENCE")
    .option("--key <file>", "the party's private key, a JWK or a PEM, or WAYSEAL_KEY_FILE")
    .option("--kid <id>", "the id under which the hub knows a PEM, or WAYSEAL_KID")

/** Adds the options that say who acts on which exchange. */
export const withParty = (command: Command): Command =>
  withSigner(command).option("--api-url <url>", "address of the hub's API, or WAYSEAL_API_URL")

/** What stands below the options of a command that takes them. */
export const settingsDetails = `Without options and variables, the command speaks to the exchange that npm start runs, if .wayseal/local.env is
in this folder.`

/** The value of an option, or else of its variable. */
export function given(value: string | undefined, variable: string, settings: Settings): string | undefined {
  return value ?? settings[variable]
}

/**
 * The same, where a command cannot go on without it.
 *
 * @throws CommandStopped that names both
 */
export function required(value: string | undefined, option: string, variable: string, settings: Settings): string {
  const found = given(value, variable, settings)
  if (found === undefined || found === "") throw new CommandStopped("wrongUsage", ask(option, variable))
  return found
}

const ask = (option: string, variable: string): string => `Give ${option}, or set ${variable}.`

/** Asks at once for all that is missing of a party. What comes after it reads each value by itself. */
function requireParty(options: PartyOptions, settings: Settings, withApi: boolean): void {
  const needs = [
    ...(withApi ? [[options.apiUrl, "--api-url", "WAYSEAL_API_URL"] as const] : []),
    [options.party, "--party", "WAYSEAL_PARTY"] as const,
    [options.audience, "--audience", "WAYSEAL_AUDIENCE"] as const,
    ...(settings["WAYSEAL_KEYS"] === undefined ? [[options.key, "--key", "WAYSEAL_KEY_FILE"] as const] : []),
  ]
  const missing = needs.filter(([value, , variable]) => (given(value, variable, settings) ?? "") === "")
  if (missing.length === 0) return
  throw new CommandStopped("wrongUsage", missing.map(([, option, variable]) => ask(option, variable)).join("\n"))
}

/** @throws CommandStopped when it is missing, or no whole address */
function apiUrlOf({ apiUrl }: PartyOptions, settings: Settings): string {
  const found = required(apiUrl, "--api-url", "WAYSEAL_API_URL", settings)
  if (/^https?:\/\/./.test(found) && URL.canParse(found)) return found
  throw new CommandStopped(
    "wrongUsage",
    "--api-url: write the whole address, with https:// before it, such as https://api.hub.example.",
  )
}

/**
 * Who signs, with the key read from its file.
 *
 * @throws CommandStopped when something is missing or the key cannot be read
 */
export async function signerOf(options: PartyOptions, settings: Settings = readSettings()): Promise<TokenOptions> {
  requireParty(options, settings, false)
  const partyId = required(options.party, "--party", "WAYSEAL_PARTY", settings)
  const audience = required(options.audience, "--audience", "WAYSEAL_AUDIENCE", settings)
  const { path, kid } = keyFile(partyId, options, settings)
  const { KeyUnreadable, readPrivateKey } = await import("../tokens/private-key.ts")
  try {
    const key = await readPrivateKey(textOf(path), kid)
    return { partyId, audience, key }
  } catch (error) {
    throw error instanceof KeyUnreadable ? new CommandStopped("unusableFile", `${path}: ${error.message}`) : error
  }
}

/**
 * Finds a mistyped party before anything waits for it. `npm start` names a folder with the key of each party. Of
 * another exchange nothing is known here.
 *
 * @throws CommandStopped that names the parties that there are
 */
export function requireLocalParty(partyId: string, settings: Settings): void {
  const folder = settings["WAYSEAL_KEYS"]
  if (folder === undefined) return
  const known = filesIn(folder).flatMap((name) => (name.endsWith(".json") ? name.slice(0, -".json".length) : []))
  if (known.length === 0 || known.includes(partyId)) return
  throw new CommandStopped(
    "wrongUsage",
    `--party: ${folder} has no key of this party. It has ${known.sort().join(", ")}. Of a party that you invited, put the key there as <party id>.json.`,
  )
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** `npm start` names a folder with the key of each party. */
function keyFile(partyId: string, options: PartyOptions, settings: Settings) {
  const folder = settings["WAYSEAL_KEYS"]
  if (options.key === undefined) requireLocalParty(partyId, settings)
  if (options.key === undefined && folder !== undefined)
    return { path: join(folder, `${partyId}.json`), kid: options.kid }
  return {
    path: required(options.key, "--key", "WAYSEAL_KEY_FILE", settings),
    kid: given(options.kid, "WAYSEAL_KID", settings),
  }
}

/** The typed calls of the hub's API as a party. */
export async function apiOf(options: PartyOptions, settings: Settings = readSettings()): Promise<Api> {
  const reach = await reachOf(options, settings)
  const { connectApi } = await import("../api/connect-api.ts")
  return connectApi(reach)
}

/** The way to the hub as a party. */
export async function transportOf(options: PartyOptions, settings: Settings = readSettings()): Promise<Transport> {
  const reach = await reachOf(options, settings)
  const { overHttps } = await import("../events/over-https.ts")
  return overHttps(reach)
}

async function reachOf(options: PartyOptions, settings: Settings) {
  requireParty(options, settings, true)
  const apiUrl = apiUrlOf(options, settings)
  const signer = await signerOf(options, settings)
  const { tokenSource } = await import("../tokens/sign-token.ts")
  return { apiUrl, token: tokenSource(signer) }
}

/** @throws CommandStopped when the file cannot be read */
export function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    throw new CommandStopped("unusableFile", `${path} does not exist, or cannot be read.`)
  }
}
