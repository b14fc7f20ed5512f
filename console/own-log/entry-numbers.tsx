import { useSay } from "../language/language-provider.tsx"

/** Numbers that are shown. */
const mostNumbers = 20

/** Which entries of a file something is about. */
export function EntryNumbers({ numbers }: { readonly numbers: readonly number[] }) {
  const say = useSay()
  const [shown, more] = [numbers.slice(0, mostNumbers), Math.max(numbers.length - mostNumbers, 0)]
  return say("ownLog.entries", { count: numbers.length, numbers: shown.join(", "), more })
}
