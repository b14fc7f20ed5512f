let hasEnded = false
const listeners = new Set<() => void>()

function change(to: boolean): void {
  if (to === hasEnded) return
  hasEnded = to
  for (const listener of listeners) listener()
}

/** Whether the hub refused a request because nobody is signed in any more. React reads it as an external store. */
export const sessionWatch = {
  end: () => change(true),
  renew: () => change(false),
  hasEnded: () => hasEnded,
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
