import { readFileSync } from "node:fs"
import { CommandStopped } from "../command-line/command-stopped.ts"

const leastBytes = 32

/**
 * Reads the carrier's own key of fingerprints: the bytes of the file as they are.
 *
 * @throws CommandStopped when there are fewer than 32, with the command that makes a key
 */
export function readFingerprintKey(path: string): Uint8Array {
  const make = `Make one once, and keep it: openssl rand -out ${path} 32`
  let key: Uint8Array
  try {
    key = readFileSync(path)
  } catch {
    throw new CommandStopped("unusableFile", `${path} does not exist, or cannot be read. ${make}`)
  }
  if (key.length < leastBytes) throw new CommandStopped("unusableFile", `${path} has fewer than 32 bytes. ${make}`)
  return key
}
