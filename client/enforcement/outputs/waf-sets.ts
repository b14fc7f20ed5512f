/** What a set of AWS WAF holds, addresses or expressions, with the token that an update needs. */
export type WafSet = { readonly entries: readonly string[]; readonly lockToken: string }

/** AWS WAF, or what stands for it. A set is named by its ARN. */
export type WafSets = {
  read(arn: string): Promise<WafSet>
  /** @returns false if somebody else changed the set since it was read */
  replace(arn: string, entries: readonly string[], lockToken: string): Promise<boolean>
}

const attempts = 5

/**
 * Makes a set have exactly these entries.
 *
 * @param plain one way to write an entry that WAF may write in another
 * @returns whether it had to be changed
 * @throws Error when others change it again and again
 */
export async function keptInSet(
  waf: WafSets,
  arn: string,
  entries: readonly string[],
  plain: (entry: string) => string = (entry) => entry,
): Promise<boolean> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const current = await waf.read(arn)
    const [has, wanted] = [new Set(current.entries.map(plain)), new Set(entries.map(plain))]
    if (has.size === wanted.size && [...wanted].every((one) => has.has(one))) return false
    if (await waf.replace(arn, entries, current.lockToken)) return true
  }
  throw new Error("Others kept changing a set of AWS WAF. It is tried again.")
}
