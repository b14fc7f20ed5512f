import { systemClock } from "../platform/clock.ts"
import { deployedResource } from "../platform/deployed-resources.ts"
import { readSecret } from "../platform/deployed-secret.ts"
import { type KeyedHash, keyedHash } from "./keyed-hash.ts"

/**
 * Keyed hashes from the deployed secret. It is read once per container. A rotation takes longer than a container lives.
 *
 * @throws KeyedHashSecretInvalid
 */
export async function deployedKeyedHash(): Promise<KeyedHash> {
  return keyedHash(await readSecret(deployedResource("keyedHashSecret")), systemClock)
}
